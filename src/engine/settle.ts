import { isList, isSpecial, KIND, type PropertyMap, setEntry, type Value } from '../model/value.ts'
import type { Frame } from './frame.ts'

const DEEPEST = 64

/** A value with every choice inside replaced by its branch in the present world; the same object when there is none. */
export function settleDeep(frame: Frame, value: Value | undefined, depth = 0): Value | undefined {
  const settled = frame.choices.settle(value)
  if (typeof settled !== 'object' || depth > DEEPEST) return settled
  if (isSpecial(settled)) return settled
  return isList(settled) ? settleList(frame, settled, depth) : settleMap(frame, settled, depth)
}

function settleList(frame: Frame, list: readonly Value[], depth: number): readonly Value[] {
  let copy: Value[] | undefined
  for (let index = 0; index < list.length; index += 1) {
    const item = list[index]
    const settled = settleDeep(frame, item, depth + 1)
    if (copy === undefined && settled === item) continue
    copy ??= list.slice(0, index)
    if (settled !== undefined) copy.push(settled)
  }
  return copy ?? list
}

function settleMap(frame: Frame, map: PropertyMap, depth: number): PropertyMap {
  let copy: Record<string, Value> | undefined
  for (const key of Object.keys(map)) {
    const item = map[key]
    const settled = settleDeep(frame, item, depth + 1)
    if (copy === undefined && settled === item) continue
    copy ??= copyBefore(map, key)
    if (settled !== undefined) setEntry(copy, key, settled)
  }
  return copy ?? map
}

function copyBefore(map: PropertyMap, until: string): Record<string, Value> {
  const copy: Record<string, Value> = {}
  for (const key of Object.keys(map)) {
    if (key === until) break
    const item = map[key]
    if (item !== undefined) setEntry(copy, key, item)
  }
  return copy
}

/** Whether a value holds an open choice, so that what is derived from it may differ between worlds. */
export function hasChoice(value: Value | undefined, depth = 0): boolean {
  if (typeof value !== 'object' || depth > DEEPEST) return false
  if (isSpecial(value)) return value[KIND] === 'choice'
  const items: readonly (Value | undefined)[] = isList(value) ? value : Object.values(value)
  return items.some((item) => hasChoice(item, depth + 1))
}

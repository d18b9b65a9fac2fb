import { isList, isSpecial, KIND, type PropertyMap, setEntry, type Value } from '../model/value.ts'
import type { Frame } from './frame.ts'

const DEEPEST = 64

/** A value with every choice inside replaced by its branch in the present world; the same object when there is none. */
export function settleDeep(frame: Frame, value: Value | undefined): Value | undefined {
  return hasChoice(value) ? settleBelow(frame, value, 0) : value
}

function settleBelow(frame: Frame, value: Value | undefined, depth: number): Value | undefined {
  const settled = frame.choices.settle(value)
  if (typeof settled !== 'object' || depth > DEEPEST) return settled
  if (isSpecial(settled)) return settled
  return isList(settled) ? settleList(frame, settled, depth) : settleMap(frame, settled, depth)
}

function settleList(frame: Frame, list: readonly Value[], depth: number): readonly Value[] {
  let copy: Value[] | undefined
  for (let index = 0; index < list.length; index += 1) {
    const item = list[index]
    const settled = settleBelow(frame, item, depth + 1)
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
    const settled = settleBelow(frame, item, depth + 1)
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

const KNOWN = new WeakMap<object, boolean>()

/** Whether a value holds an open choice, so that what is derived from it may differ between worlds. */
export function hasChoice(value: Value | undefined): boolean {
  if (typeof value !== 'object') return false
  const known = KNOWN.get(value)
  if (known !== undefined) return known
  const answer = holdsChoice(value, 0)
  KNOWN.set(value, answer)
  return answer
}

function holdsChoice(value: Value | undefined, depth: number): boolean {
  if (typeof value !== 'object' || depth > DEEPEST) return false
  if (isSpecial(value)) return value[KIND] === 'choice'
  if (isList(value)) return value.some((item) => holdsChoice(item, depth + 1))
  for (const key in value) if (holdsChoice(value[key], depth + 1)) return true
  return false
}

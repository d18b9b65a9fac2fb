import type { Resource } from '../model/resource.ts'
import { isList, isSpecial, KIND, type Value } from '../model/value.ts'
import type { Element, Frame } from './frame.ts'
import { literalOfRef } from './world.ts'

export type KeyReader = (frame: Frame, element: Element) => Value | undefined

/**
 * The texts under which two values are equal: a literal is itself; a reference is the literal it stands for, else its
 * own place. `undefined`: not known, may equal anything. An empty list: absent, equals nothing.
 */
export function keysOf(frame: Frame, value: Value | undefined, resource: Resource): readonly string[] | undefined {
  const settled = frame.choices.settle(value)
  if (settled === undefined) return []
  if (typeof settled !== 'object') return [String(settled)]
  if (isList(settled)) {
    const keys: string[] = []
    for (const item of settled) {
      const found = keysOf(frame, item, resource)
      if (found === undefined) return undefined
      keys.push(...found)
    }
    return keys
  }
  if (!isSpecial(settled)) return []
  if (settled[KIND] === 'ref') {
    const literal = literalOfRef(frame.world, settled, resource)
    const own = `\u0000${settled.unit ?? resource.unit.id}\u0000${settled.target}\u0000${settled.attribute}`
    return literal === undefined ? [own] : [literal, own]
  }
  return undefined
}

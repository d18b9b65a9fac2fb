import type { Element, Frame } from './frame.ts'
import type { World } from './world.ts'

/**
 * Asks the same of an element once for all rules of a scan: for words that are dear and asked by many, as every answer
 * is kept to the end. Nothing is kept that an open condition took part in, nor what a frame of its own was asked. The
 * question must depend on the element and the world alone.
 */
export function remembered<T>(ask: (frame: Frame, element: Element) => T): (frame: Frame, element: Element) => T {
  const worlds = new WeakMap<World, Map<object, { readonly answer: T }>>()
  return (frame, element) => {
    if (frame.assumptions === undefined || !frame.choices.untouched()) return ask(frame, element)
    let known = worlds.get(frame.world)
    if (known === undefined) {
      known = new Map()
      worlds.set(frame.world, known)
    }
    const key = isWhole(element) ? element.resource : element
    const before = known.get(key)
    if (before !== undefined) return before.answer
    const answer = ask(frame, element)
    if (frame.choices.untouched()) known.set(key, { answer })
    return answer
  }
}

/** A resource without more: each relation that leads to it makes an element of its own. */
function isWhole({ path, value, facts, oneOf, order }: Element): boolean {
  return path.length === 0 && value === undefined && facts === undefined && oneOf === undefined && order === undefined
}

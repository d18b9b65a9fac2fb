import { choice, entry, isMap, isSpecial, KIND, type PropertyMap, unknown, type Value } from '../../../model/value.ts'
import { causeOf } from './text.ts'

/**
 * `Fn::FindInMap`; undefined when the mappings have no such entry. A key that is not known leaves the entries that it may
 * mean: a template that deploys at all finds one of them.
 */
export function findInMap(
  mappings: PropertyMap,
  map: Value | undefined,
  top: Value | undefined,
  second: Value | undefined,
): Value | undefined {
  return lookUp([mappings], [map, top, second], { left: MAX_BRANCHES })
}

/** Keys that depend on conditions multiply; beyond these the entry is not known. */
const MAX_BRANCHES = 64

function lookUp(
  from: readonly Value[],
  keys: readonly (Value | undefined)[],
  branches: { left: number },
): Value | undefined {
  const [key, ...further] = keys
  if (keys.length === 0) return oneOf(from)
  if (key !== undefined && isSpecial(key)) {
    if (key[KIND] === 'choice') {
      branches.left -= 1
      if (branches.left < 0)
        return unknown('value', 'which entry of the mapping depends on many conditions', { present: 'yes' })
      const then = lookUp(from, [key.then, ...further], branches)
      const otherwise = lookUp(from, [key.else, ...further], branches)
      return then === undefined || otherwise === undefined
        ? (then ?? otherwise)
        : choice(key.condition, then, otherwise)
    }
    const allowed = key[KIND] === 'unknown' ? key.oneOf?.map(String) : undefined
    const next = from.flatMap((each) => (isMap(each) ? Object.entries(each) : []))
    const possible = next.filter(([name]) => allowed === undefined || allowed.includes(name))
    const values = possible.map(([, value]) => value).filter((value) => value !== undefined)
    if (values.length === 0) return undefined
    const found = lookUp(values, further, branches)
    const only = found !== undefined && (!isSpecial(found) || found[KIND] === 'choice')
    if (found === undefined || only) return found
    const cause = causeOf(key)
    return found[KIND] === 'unknown' && found.oneOf !== undefined
      ? unknown(cause.class, cause.reason, { present: 'yes', oneOf: found.oneOf })
      : found
  }
  if (key === undefined || typeof key === 'object') return undefined
  const next = from
    .map((each) => (isMap(each) ? entry(each, String(key)) : undefined))
    .filter((each) => each !== undefined)
  return next.length === 0 ? undefined : lookUp(next, further, branches)
}

function oneOf(values: readonly Value[]): Value | undefined {
  const [first] = values
  const texts = new Set(values.map((value) => JSON.stringify(value)))
  return first === undefined || texts.size === 1
    ? first
    : unknown('value', 'which entry of the mapping is not known', { present: 'yes', oneOf: values })
}

import { type Cause, entry, isList, isMap, isSpecial, KIND, unknown, type Value } from '../../model/value.ts'

/**
 * The values of one property over a list of structures, as the owners that a resource names: what is not known, or stands
 * under an open condition, stays there as an unknown, so that nobody is taken for not named.
 */
export function named(list: Value | undefined, property: string): Value | undefined {
  if (list === undefined) return undefined
  if (!isList(list)) return isSpecial(list) ? opened(list) : undefined
  return list.flatMap((item) => {
    const value = isMap(item) ? entry(item, property) : isSpecial(item) ? item : undefined
    return value === undefined ? [] : [opened(value)]
  })
}

function opened(value: Value): Value {
  return isSpecial(value) && value[KIND] === 'choice'
    ? unknown('value', 'an open condition decides which resource is named')
    : value
}

/** Why a value that is no literal is not known. */
export function causeOr(value: Value | undefined, reason: string): Cause {
  return isSpecial(value) && (value[KIND] === 'unknown' || value[KIND] === 'rest')
    ? value.cause
    : { class: 'value', reason }
}

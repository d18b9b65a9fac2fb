import {
  choice,
  isList,
  isSpecial,
  KIND,
  type Rest,
  rest,
  type Unknown,
  unknown,
  type Value,
} from '../../../model/value.ts'
import { causeOf, isOptional } from './text.ts'

/** `Fn::Select`; undefined when a closed list has no such element. */
export function select(index: Value | undefined, list: Value | undefined): Value | undefined {
  if (list === undefined) return unknown('limit', 'Fn::Select has no list')
  if (!isList(list)) {
    if (!isSpecial(list)) return unknown('limit', 'Fn::Select has no list')
    if (list[KIND] === 'choice') return choice(list.condition, select(index, list.then), select(index, list.else))
    const cause = causeOf(list)
    return unknown(cause.class, cause.reason, { present: 'yes' })
  }
  const wanted = typeof index === 'string' || typeof index === 'number' ? Number(index) : Number.NaN
  if (!Number.isInteger(wanted) || wanted < 0) return anyOf(index, list)
  for (let at = 0; at < list.length && at <= wanted; at += 1) {
    const item = list[at]
    if (item === undefined) break
    if (isOptional(item)) return unknown('value', 'the elements of the list depend on a condition', { present: 'yes' })
    if (isSpecial(item) && item[KIND] === 'rest') return elementOf(item, wanted - at)
    if (at === wanted) return item
  }
  return undefined
}

function anyOf(index: Value | undefined, list: readonly Value[]): Value {
  const cause =
    index !== undefined && isSpecial(index)
      ? causeOf(index)
      : ({ class: 'limit', reason: 'Fn::Select has no number' } as const)
  const closed = list.length > 0 && !list.some((item) => isOptional(item) || (isSpecial(item) && item[KIND] === 'rest'))
  return unknown(cause.class, cause.reason, closed ? { present: 'yes', oneOf: list } : { present: 'yes' })
}

/** The n-th element of an open list is one and the same unknown wherever it is read: "the first availability zone". */
function elementOf(open: Rest, index: number): Unknown {
  let elements = ELEMENTS.get(open)
  if (elements === undefined) {
    elements = new Map()
    ELEMENTS.set(open, elements)
  }
  let element = elements.get(index)
  if (element === undefined) {
    element = unknown(
      open.cause.class,
      open.cause.reason,
      open.oneOf === undefined ? { present: 'yes' } : { present: 'yes', oneOf: open.oneOf },
    )
    elements.set(index, element)
  }
  return element
}

const ELEMENTS = new WeakMap<Rest, Map<number, Unknown>>()

/** `Fn::Length` of `AWS::LanguageExtensions`. */
export function length(list: Value | undefined): Value {
  if (list !== undefined && isList(list)) {
    const open = list.find((item) => isOptional(item) || (isSpecial(item) && item[KIND] === 'rest'))
    if (open === undefined) return list.length
    return unknown('value', 'the length of the list is not known', { present: 'yes' })
  }
  if (list !== undefined && isSpecial(list) && list[KIND] === 'choice') {
    return choice(list.condition, length(list.then), length(list.else))
  }
  return unknown('value', 'the length of the list is not known', { present: 'yes' })
}

/** `Fn::GetAZs`: the zones of a region differ from account to account. */
export function availabilityZones(region: Value | undefined): readonly Value[] {
  const where = typeof region === 'string' && region !== '' ? region : 'the region'
  return [rest({ class: 'value', reason: `the availability zones of ${where} are known at deployment` })]
}

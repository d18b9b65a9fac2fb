import {
  choice,
  isList,
  isSpecial,
  KIND,
  type Special,
  type Text,
  text,
  type Unknown,
  unknown,
  type Value,
} from '../../../model/value.ts'
import { dynamicReferences } from './dynamic.ts'

export type Part = Text['parts'][number]

/** The text of values one after the other, as `Fn::Sub` makes it. One hole alone is the hole itself. */
export function concat(values: readonly (Value | undefined)[]): Value {
  const pieces = values.map(partsOf)
  const count = pieces.reduce((total, parts) => total + parts.length, 0)
  return count > MAX_TEXT ? tooLong() : fromParts(pieces.flat())
}

/** `Fn::Join`. An open list, or one whose elements depend on several conditions, leaves a hole. */
export function join(delimiter: string, list: Value | undefined): Value {
  if (list === undefined) return unknown('limit', 'Fn::Join has no list')
  if (isList(list)) return joinList(delimiter, list, MAX_SPLITS)
  if (!isSpecial(list)) return concat([list])
  if (list[KIND] === 'choice') return choice(list.condition, join(delimiter, list.then), join(delimiter, list.else))
  return unknownListText(list)
}

/** Optional elements double the texts: beyond these the text is not known. */
const MAX_SPLITS = 4

function joinList(delimiter: string, list: readonly Value[], splits: number): Value {
  const optional = list.findIndex(isOptional)
  const element = list[optional]
  if (element !== undefined && isSpecial(element) && element[KIND] === 'choice') {
    if (splits === 0) return unknown('value', 'its text depends on several conditions', { present: 'yes' })
    const withElement = (value: Value | undefined) =>
      joinList(
        delimiter,
        [...list.slice(0, optional), ...(value === undefined ? [] : [value]), ...list.slice(optional + 1)],
        splits - 1,
      )
    return choice(element.condition, withElement(element.then), withElement(element.else))
  }
  const open = list.findIndex((item) => isSpecial(item) && item[KIND] === 'rest')
  return concat(
    list.flatMap((item, index) => (index > 0 && open !== index && open !== index - 1 ? [delimiter, item] : [item])),
  )
}

/** A choice that leaves no element in one of its branches. */
export function isOptional(item: Value): boolean {
  return isSpecial(item) && item[KIND] === 'choice' && (item.then === undefined || item.else === undefined)
}

/**
 * `Fn::Split`. A hole that may hold the delimiter opens the list: the pieces before it are kept, the rest is not known.
 * `whole` says which unknown values cannot hold it.
 */
export function split(delimiter: string, value: Value | undefined, whole: (hole: Unknown) => boolean): Value {
  if (value === undefined || isList(value)) return unknown('limit', 'Fn::Split has no text')
  if (!isSpecial(value))
    return typeof value === 'object' ? unknown('limit', 'Fn::Split has no text') : String(value).split(delimiter)
  if (value[KIND] === 'choice') {
    return choice(value.condition, split(delimiter, value.then, whole), split(delimiter, value.else, whole))
  }
  return splitParts(delimiter, value[KIND] === 'text' ? value.parts : isPart(value) ? [value] : [], whole)
}

function splitParts(delimiter: string, parts: readonly Part[], whole: (hole: Unknown) => boolean): readonly Value[] {
  const pieces: Value[] = []
  let current: Part[] = []
  for (const part of parts) {
    if (typeof part === 'string') {
      const [first = '', ...further] = part.split(delimiter)
      current.push(first)
      for (const piece of further) {
        pieces.push(fromParts(current))
        current = [piece]
      }
    } else if (staysWhole(part, delimiter, whole)) current.push(part)
    else {
      const cause = causeOf(part)
      return [...pieces, unknown(cause.class, cause.reason, { present: 'yes' }), { [KIND]: 'rest', cause }]
    }
  }
  return [...pieces, fromParts(current)]
}

/** What `Ref` and `Fn::GetAtt` give as one text holds no comma: lists of them are told with commas. */
function staysWhole(part: Exclude<Part, string>, delimiter: string, whole: (hole: Unknown) => boolean): boolean {
  if (part[KIND] === 'ref') return delimiter.startsWith(',')
  return part[KIND] === 'unknown' && !/[A-Za-z0-9-]/.test(delimiter) && whole(part)
}

export function partsOf(value: Value | undefined): readonly Part[] {
  if (value === undefined) return []
  if (typeof value !== 'object') return [String(value)]
  if (isList(value) || !isSpecial(value)) return [unknown('limit', 'a list or map inside a text', { present: 'yes' })]
  if (value[KIND] === 'text') return value.parts
  if (value[KIND] === 'rest') return [unknown(value.cause.class, value.cause.reason, { present: 'yes' })]
  return [value]
}

/** The simplest value of parts; dynamic references in the literal text become holes. */
export function fromParts(parts: readonly Part[]): Value {
  if (isTooLong(parts)) return tooLong()
  const joined = text(dynamicReferences(parts))
  if (typeof joined === 'string') return joined
  const only = joined.parts[0]
  return joined.parts.length === 1 && only !== undefined ? only : joined
}

/** Texts made of texts multiply from one nested stack to the next; a template holds 1 MB. */
const MAX_TEXT = 1024 * 1024

function tooLong(): Unknown {
  return unknown('limit', 'a text longer than a template can be', { present: 'yes' })
}

function isTooLong(parts: readonly Part[]): boolean {
  let length = parts.length
  for (const part of parts) if (typeof part === 'string') length += part.length
  return length > MAX_TEXT
}

function isPart(value: Special): value is Exclude<Part, string> {
  return value[KIND] !== 'text' && value[KIND] !== 'rest'
}

function unknownListText(list: Special): Value {
  const cause = causeOf(list)
  return unknown(cause.class, cause.reason, { present: 'yes' })
}

export function causeOf(value: Special) {
  if (value[KIND] === 'unknown' || value[KIND] === 'rest') return value.cause
  if (value[KIND] === 'ref') {
    return {
      class: 'value',
      reason: `${value.target}${value.attribute === 'Ref' ? '' : `.${value.attribute}`} is known after deployment`,
    } as const
  }
  if (value[KIND] === 'secret') return { class: 'value', reason: 'it is made of a secret' } as const
  return { class: 'value', reason: 'a part of it is not known' } as const
}

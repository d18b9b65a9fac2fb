import { REDACTED, redactedValue } from '../../aws/secrets.ts'
import { type PropertyMap, setEntry, type Unknown, unknown, type Value } from '../../model/value.ts'
import { parseJsonText } from '../../util/json.ts'
import { isRecord, own, type UnknownRecord } from '../../util/record.ts'

/**
 * How the members of one API structure are told in CloudFormation, by API member name. A member that is not listed keeps
 * its name with the first letter raised. Lists are transparent: a rule holds for each element.
 */
export interface Shape {
  readonly [member: string]: Rule
}

/** A string is the new name. */
export type Rule = string | RuleDetail

export interface RuleDetail {
  readonly to?: string
  /** Goes below `Live`: the API tells it, CloudFormation has no name for it. */
  readonly live?: true
  readonly as?: Kind
  /** Only that member of the structure, or of each structure of the list: ids instead of objects. */
  readonly pick?: string
  readonly of?: Shape
}

/**
 * `keys` a map whose keys are the user's; `pairs` such a map as a list of Key and Value; `document` a policy or other
 * JSON, as an object, as text or percent-encoded; `time` seconds or milliseconds since the epoch, or ISO 8601.
 */
type Kind = 'drop' | 'keys' | 'pairs' | 'document' | 'time' | 'text' | 'number' | 'boolean'

export const drop: RuleDetail = { as: 'drop' }
export const keys: RuleDetail = { as: 'keys' }
export const document: RuleDetail = { as: 'document' }
export const live: RuleDetail = { live: true }
export const liveTime: RuleDetail = { live: true, as: 'time' }
export const text: RuleDetail = { as: 'text' }

/** The properties of a resource, with `Live` where there is something for it. */
export function convert(raw: UnknownRecord, shape: Shape): Record<string, Value> {
  const properties: Record<string, Value> = {}
  const apart: Record<string, Value> = {}
  fill(raw, shape, properties, apart, 0)
  if (Object.keys(apart).length > 0) properties.Live = apart
  return properties
}

/** A value of a nested structure, for properties that are put together by hand. */
export function convertValue(raw: unknown, shape: Shape = PLAIN): Value | undefined {
  return valueBy(raw, { of: shape }, 0)
}

/** JSON whose keys are not the API's: nulls dropped, all else as it is. */
export function asIs(raw: unknown): Value | undefined {
  return keep(raw, 0)
}

/** A policy or another JSON document; `what` names it when it cannot be read. */
export function readDocument(raw: unknown, what: string): Value | undefined {
  if (raw === undefined || raw === null) return undefined
  if (raw === REDACTED) return redactedValue()
  if (typeof raw !== 'string') return isRecord(raw) ? keep(raw, 0) : unreadable(what)
  if (raw.length > LONGEST_DOCUMENT) return unknown('limit', `${what} is too long`, { present: 'yes' })
  const parsed = parseJsonText(raw) ?? parseJsonText(decoded(raw))
  return parsed === undefined ? unreadable(what) : keep(parsed, 0)
}

export function isoTime(raw: unknown): string | undefined {
  if (typeof raw === 'number') return epochTime(raw)
  if (typeof raw !== 'string') return undefined
  if (!ISO_START.test(raw) || raw.length > 40) return raw
  const zoned = ZONE_END.test(raw) ? raw : `${raw}Z`
  const time = Date.parse(zoned)
  return Number.isNaN(time) ? raw : new Date(time).toISOString()
}

/** The place of a property within what the API answered, as a JSON pointer below the resource's own. */
export function rawPointer(raw: unknown, shape: Shape, path: readonly (string | number)[]): string {
  let pointer = ''
  let at = raw
  let rules: Shape | 'keys' = shape
  for (const [index, step] of path.entries()) {
    if (index === 0 && step === 'Live') continue
    if (Array.isArray(at)) {
      const position = typeof step === 'number' ? step : Number(step)
      if (!Number.isInteger(position) || position < 0 || position >= at.length) return pointer
      pointer += `/${position}`
      at = at[position]
      continue
    }
    if (!isRecord(at)) return pointer
    const member = memberFor(at, rules, String(step))
    if (member === undefined) return pointer
    pointer += `/${member.replaceAll('~', '~0').replaceAll('/', '~1')}`
    const rule: Rule | undefined = rules === 'keys' ? undefined : ruleOf(rules, member)
    rules = rules === 'keys' ? 'keys' : shapeBelow(rule)
    at = own(at, member)
  }
  return pointer
}

/** An unknown property: the answer that would tell it is not there. `command` is what to export. */
export function notExported(what: string, command: string): Unknown {
  return unknown('input', `${what} not exported (aws ${command})`)
}

const PLAIN: Shape = {}
const LONGEST_DOCUMENT = 1 << 20
/** Far deeper than anything AWS answers. */
const DEEPEST = 100
const ISO_START = /^\d{4}-\d\d-\d\dT\d\d:\d\d/
const ZONE_END = /(?:[zZ]|[+-]\d\d:?\d\d)$/

function fill(
  raw: UnknownRecord,
  shape: Shape,
  into: Record<string, Value>,
  apart: Record<string, Value>,
  depth: number,
): void {
  for (const member of Object.keys(raw)) {
    const rule = ruleOf(shape, member)
    if (rule === undefined) {
      put(into, raised(member), valueBy(raw[member], undefined, depth))
    } else if (typeof rule === 'string') {
      put(into, rule, valueBy(raw[member], undefined, depth))
    } else if (rule.as !== 'drop') {
      put(rule.live === true ? apart : into, rule.to ?? raised(member), valueBy(raw[member], rule, depth))
    }
  }
}

function ruleOf(shape: Shape, member: string): Rule | undefined {
  return Object.hasOwn(shape, member) ? shape[member] : undefined
}

function put(into: Record<string, Value>, name: string, value: Value | undefined): void {
  if (value !== undefined) setEntry(into, name, value)
}

function valueBy(raw: unknown, rule: RuleDetail | undefined, depth: number): Value | undefined {
  if (raw === null || raw === undefined) return undefined
  if (rule?.as !== undefined) return valueAs(raw, rule, rule.as, depth)
  if (depth > DEEPEST) return unknown('limit', `nested deeper than ${DEEPEST} levels`, { present: 'yes' })
  if (Array.isArray(raw)) {
    const items: Value[] = []
    for (const item of raw) {
      const value = valueBy(item, rule, depth + 1)
      if (value !== undefined) items.push(value)
    }
    return items.length === 0 ? undefined : items
  }
  if (isRecord(raw)) {
    if (rule?.pick !== undefined) return valueBy(own(raw, rule.pick), undefined, depth + 1)
    const map: Record<string, Value> = {}
    fill(raw, rule?.of ?? PLAIN, map, map, depth + 1)
    return map
  }
  return literal(raw)
}

function valueAs(raw: unknown, rule: RuleDetail, kind: Kind, depth: number): Value | undefined {
  switch (kind) {
    case 'drop':
      return undefined
    case 'keys':
      return isEmptyList(raw) ? undefined : keep(raw, depth)
    case 'pairs':
      return isRecord(raw) ? pairs(raw) : valueBy(raw, undefined, depth)
    case 'document':
      return readDocument(raw, rule.to ?? 'the document')
    case 'time':
      return isoTime(raw)
    case 'text':
      return typeof raw === 'number' || typeof raw === 'boolean' ? String(raw) : valueBy(raw, undefined, depth)
    case 'number':
      return typeof raw === 'string' && /^-?\d{1,15}(?:\.\d{1,9})?$/.test(raw)
        ? Number(raw)
        : valueBy(raw, undefined, depth)
    case 'boolean':
      return raw === 'true' ? true : raw === 'false' ? false : valueBy(raw, undefined, depth)
  }
}

function isEmptyList(raw: unknown): boolean {
  return Array.isArray(raw) && raw.length === 0
}

function pairs(raw: UnknownRecord): Value | undefined {
  const list: PropertyMap[] = []
  for (const key of Object.keys(raw)) {
    const value = keep(raw[key], 0)
    if (value !== undefined) list.push({ Key: key, Value: value })
  }
  return list.length === 0 ? undefined : list
}

function keep(raw: unknown, depth: number): Value | undefined {
  if (raw === null || raw === undefined) return undefined
  if (depth > DEEPEST) return unknown('limit', `nested deeper than ${DEEPEST} levels`, { present: 'yes' })
  if (Array.isArray(raw)) {
    const items: Value[] = []
    for (const item of raw) {
      const value = keep(item, depth + 1)
      if (value !== undefined) items.push(value)
    }
    return items
  }
  if (isRecord(raw)) {
    const map: Record<string, Value> = {}
    for (const key of Object.keys(raw)) {
      const value = keep(raw[key], depth + 1)
      if (value !== undefined) setEntry(map, key, value)
    }
    return map
  }
  return literal(raw)
}

function literal(raw: unknown): Value | undefined {
  if (raw === REDACTED) return redactedValue()
  return typeof raw === 'string' || typeof raw === 'number' || typeof raw === 'boolean' ? raw : undefined
}

function unreadable(what: string): Unknown {
  return unknown('read', `${what} is not JSON`, { present: 'yes' })
}

function decoded(raw: string): string {
  if (!raw.startsWith('%')) return ''
  try {
    return decodeURIComponent(raw)
  } catch {
    return ''
  }
}

/** Seconds, as most services count, or milliseconds, as CloudWatch Logs does. */
function epochTime(raw: number): string | undefined {
  const milliseconds = Math.abs(raw) < 1e11 ? raw * 1000 : raw
  return Math.abs(milliseconds) > 8.64e15 ? undefined : new Date(milliseconds).toISOString()
}

export function raised(member: string): string {
  const first = member.charCodeAt(0)
  return first >= 97 && first <= 122 ? String.fromCharCode(first - 32) + member.slice(1) : member
}

function memberFor(at: UnknownRecord, rules: Shape | 'keys', wanted: string): string | undefined {
  if (rules === 'keys') return Object.hasOwn(at, wanted) ? wanted : undefined
  for (const member of Object.keys(at)) {
    const rule = ruleOf(rules, member)
    const name = typeof rule === 'string' ? rule : (rule?.to ?? raised(member))
    if (name === wanted) return member
  }
  return undefined
}

function shapeBelow(rule: Rule | undefined): Shape | 'keys' {
  if (rule === undefined || typeof rule === 'string') return PLAIN
  return rule.as === 'keys' || rule.as === 'document' ? 'keys' : (rule.of ?? PLAIN)
}

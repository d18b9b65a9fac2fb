import ipaddr from 'ipaddr.js'
import { and, FALSE, not, or, TRUE, type Tri, tri, UNKNOWN } from '../../model/tri.ts'
import { type Cause, entry, isList, isMap, isSpecial, KIND, type Value } from '../../model/value.ts'
import {
  arnFields,
  hasHoles,
  isAnything,
  isExact,
  matches,
  type Pattern,
  type PatternOptions,
  pattern,
  substitute,
  variablesOf,
} from './pattern.ts'

/** One operator and key of a `Condition`: all of them must hold. */
export interface ConditionBlock {
  /** As written: `ForAnyValue:StringLikeIfExists`. */
  readonly operator: string
  /** In lower case: `aws:principalorgid`. */
  readonly key: string
  readonly test?: Operator
  readonly values: readonly Pattern[]
  /** There may be further values, or the operator is not known. */
  readonly open?: Cause
}

export interface Operator {
  readonly kind:
    | 'string'
    | 'string-ignore-case'
    | 'like'
    | 'arn'
    | 'bool'
    | 'numeric'
    | 'date'
    | 'ip'
    | 'binary'
    | 'null'
  readonly negated: boolean
  /** For numbers and dates. */
  readonly order: '=' | '<' | '<=' | '>' | '>='
  readonly ifExists: boolean
  readonly over: 'one' | 'any' | 'all'
}

/**
 * What is known of a request: keys in any case of letters. A list is all values of a key, `null` says that the request
 * does not carry it. A key that is not listed is not known.
 */
export type Context = Readonly<Record<string, Value | null>>

/** A context ready for questions: keys in lower case. */
export interface Request {
  readonly values: (key: string) => readonly Pattern[] | null | undefined
}

export function request(context: Context): Request {
  const known = new Map<string, readonly Pattern[] | null>()
  for (const [key, value] of Object.entries(context)) known.set(key.toLowerCase(), valuesOf(value))
  return { values: (key) => known.get(key) }
}

export function parseConditions(
  value: Value | undefined,
  options: PatternOptions & { readonly variables: boolean },
): readonly ConditionBlock[] {
  if (value === undefined) return []
  if (!isMap(value)) return [unreadable('Condition', cause(value))]
  return Object.keys(value).flatMap((operator) => {
    const keys = entry(value, operator)
    if (keys === undefined) return []
    if (!isMap(keys)) return [unreadable(operator, cause(keys))]
    return Object.keys(keys).map((key) => blockOf(operator, key, entry(keys, key), options))
  })
}

/**
 * Whether the conditions hold for a request: all of them must. `UNKNOWN` while they depend on keys that are not known;
 * `block` is the first that decides.
 */
export function holds(
  conditions: readonly ConditionBlock[],
  context: Request,
): { readonly tri: Tri; readonly block?: ConditionBlock } {
  let open: ConditionBlock | undefined
  for (const block of conditions) {
    const held = blockHolds(block, context)
    if (held === FALSE) return { tri: FALSE, block }
    if (held === UNKNOWN) open ??= block
  }
  return open === undefined ? { tri: TRUE } : { tri: UNKNOWN, block: open }
}

export function conditionCause(block: ConditionBlock): Cause {
  return block.open ?? { class: 'limit', reason: `depends on the condition ${block.operator} ${block.key}` }
}

const KINDS: Readonly<Record<string, Pick<Operator, 'kind' | 'negated' | 'order'>>> = {
  stringequals: { kind: 'string', negated: false, order: '=' },
  stringnotequals: { kind: 'string', negated: true, order: '=' },
  stringequalsignorecase: { kind: 'string-ignore-case', negated: false, order: '=' },
  stringnotequalsignorecase: { kind: 'string-ignore-case', negated: true, order: '=' },
  stringlike: { kind: 'like', negated: false, order: '=' },
  stringnotlike: { kind: 'like', negated: true, order: '=' },
  arnequals: { kind: 'arn', negated: false, order: '=' },
  arnlike: { kind: 'arn', negated: false, order: '=' },
  arnnotequals: { kind: 'arn', negated: true, order: '=' },
  arnnotlike: { kind: 'arn', negated: true, order: '=' },
  bool: { kind: 'bool', negated: false, order: '=' },
  numericequals: { kind: 'numeric', negated: false, order: '=' },
  numericnotequals: { kind: 'numeric', negated: true, order: '=' },
  numericlessthan: { kind: 'numeric', negated: false, order: '<' },
  numericlessthanequals: { kind: 'numeric', negated: false, order: '<=' },
  numericgreaterthan: { kind: 'numeric', negated: false, order: '>' },
  numericgreaterthanequals: { kind: 'numeric', negated: false, order: '>=' },
  dateequals: { kind: 'date', negated: false, order: '=' },
  datenotequals: { kind: 'date', negated: true, order: '=' },
  datelessthan: { kind: 'date', negated: false, order: '<' },
  datelessthanequals: { kind: 'date', negated: false, order: '<=' },
  dategreaterthan: { kind: 'date', negated: false, order: '>' },
  dategreaterthanequals: { kind: 'date', negated: false, order: '>=' },
  ipaddress: { kind: 'ip', negated: false, order: '=' },
  notipaddress: { kind: 'ip', negated: true, order: '=' },
  binaryequals: { kind: 'binary', negated: false, order: '=' },
  null: { kind: 'null', negated: false, order: '=' },
}

function operatorOf(written: string): Operator | undefined {
  let name = written.toLowerCase()
  let over: Operator['over'] = 'one'
  if (name.startsWith('foranyvalue:')) {
    over = 'any'
    name = name.slice('foranyvalue:'.length)
  } else if (name.startsWith('forallvalues:')) {
    over = 'all'
    name = name.slice('forallvalues:'.length)
  }
  const ifExists = name.endsWith('ifexists')
  if (ifExists) name = name.slice(0, -'ifexists'.length)
  const known = Object.hasOwn(KINDS, name) ? KINDS[name] : undefined
  return known === undefined || (known.kind === 'null' && ifExists) ? undefined : { ...known, ifExists, over }
}

function blockOf(
  written: string,
  key: string,
  value: Value | undefined,
  options: PatternOptions & { readonly variables: boolean },
): ConditionBlock {
  const test = operatorOf(written)
  const base = { operator: written, key: key.toLowerCase() }
  if (test === undefined) {
    return { ...base, values: [], open: { class: 'limit', reason: `the condition operator ${written} is not known` } }
  }
  const wildcards = test.kind === 'like' || test.kind === 'arn'
  const values: Pattern[] = []
  let open: Cause | undefined
  for (const one of isList(value) ? value : [value]) {
    if (one === undefined) continue
    const made =
      isSpecial(one) && one[KIND] !== 'text' && one[KIND] !== 'ref'
        ? undefined
        : pattern(one, { ...options, wildcards })
    if (made === undefined) open ??= cause(one)
    else values.push(made)
  }
  return open === undefined ? { ...base, test, values } : { ...base, test, values, open }
}

function unreadable(operator: string, open: Cause): ConditionBlock {
  return { operator, key: '', values: [], open }
}

function cause(value: Value): Cause {
  if (isSpecial(value) && (value[KIND] === 'unknown' || value[KIND] === 'rest')) return value.cause
  return { class: 'value', reason: 'a part of a condition is not known' }
}

function valuesOf(value: Value | null): readonly Pattern[] | null {
  if (value === null) return null
  return (isList(value) ? value : [value]).map(
    (one) => pattern(one, { wildcards: false }) ?? { text: '', tokens: ['?:'], cause: cause(one) },
  )
}

function blockHolds(block: ConditionBlock, context: Request): Tri {
  const test = block.test
  if (test === undefined) return UNKNOWN
  const found = context.values(block.key)
  if (test.kind === 'null') return found === undefined ? UNKNOWN : nullHolds(block, found === null)
  if (found === undefined) return alwaysHolds(block, test) ? TRUE : UNKNOWN
  if (found === null) return absentHolds(test)
  const values = block.values.map((one) => known(one, context))
  const one = (value: Pattern): Tri => {
    let any: Tri = block.open === undefined ? FALSE : UNKNOWN
    for (const wanted of values) any = or(any, compare(test, wanted, value))
    return test.negated ? not(any) : any
  }
  if (test.over === 'all') return found.reduce<Tri>((all, value) => and(all, one(value)), TRUE)
  // A key with several values and no set operator: any of them is compared.
  return found.reduce<Tri>((any, value) => or(any, one(value)), FALSE)
}

/** Holds whatever the key is: a pattern that everything matches, and it needs no key. */
function alwaysHolds(block: ConditionBlock, test: Operator): boolean {
  const optional = test.ifExists || test.over === 'all'
  return optional && test.kind === 'like' && !test.negated && block.values.some(isAnything)
}

function absentHolds(test: Operator): Tri {
  if (test.over === 'any') return tri(test.ifExists)
  return tri(test.ifExists || test.over === 'all' || test.negated)
}

function nullHolds(block: ConditionBlock, absent: boolean): Tri {
  let any: Tri = block.open === undefined ? FALSE : UNKNOWN
  for (const wanted of block.values) {
    const asks = wanted.tokens === undefined ? wanted.text.toLowerCase() : undefined
    any = or(any, asks === 'true' ? tri(absent) : asks === 'false' ? tri(!absent) : UNKNOWN)
  }
  return any
}

function known(value: Pattern, context: Request): Pattern {
  if (variablesOf(value).length === 0) return value
  return substitute(value, (variable) => {
    const found = context.values(variable)
    return found?.length === 1 ? found[0] : undefined
  })
}

function compare(test: Operator, wanted: Pattern, value: Pattern): Tri {
  switch (test.kind) {
    case 'string':
    case 'like':
    case 'binary':
      return matches(wanted, value)
    case 'string-ignore-case':
      return matches(wanted, value, true)
    case 'arn':
      return arnLike(wanted, value)
    case 'bool':
      return matches(wanted, value, true)
    case 'numeric':
      return ordered(test.order, wanted, value, (text) => (/^[+-]?[0-9.]{1,40}$/.test(text) ? Number(text) : undefined))
    case 'date':
      return ordered(test.order, wanted, value, instant)
    case 'ip':
      return inRange(wanted, value)
    case 'null':
      return UNKNOWN
  }
}

/** Field by field: a wildcard never reaches over a colon of the first five. */
function arnLike(wanted: Pattern, value: Pattern): Tri {
  const whole = matches(wanted, value)
  if (whole === FALSE || isAnything(wanted)) return whole
  const left = arnFields(wanted)
  const right = arnFields(value)
  // What a hole hides may hold colons: then only equal texts are sure.
  if (left === undefined || right === undefined) return isExact(wanted) ? whole : UNKNOWN
  let all: Tri = TRUE
  for (const [index, field] of left.entries()) all = and(all, matches(field, right[index] ?? NO_FIELD))
  return all === FALSE && (hasHoles(wanted) || hasHoles(value)) ? UNKNOWN : all
}

const NO_FIELD: Pattern = { text: '' }

/** The request's value stands left of the sign. */
function ordered(
  order: Operator['order'],
  wanted: Pattern,
  value: Pattern,
  read: (text: string) => number | undefined,
): Tri {
  if (wanted.tokens !== undefined || value.tokens !== undefined) return UNKNOWN
  const left = read(value.text)
  const right = read(wanted.text)
  if (left === undefined || right === undefined || Number.isNaN(left) || Number.isNaN(right)) return UNKNOWN
  switch (order) {
    case '=':
      return tri(left === right)
    case '<':
      return tri(left < right)
    case '<=':
      return tri(left <= right)
    case '>':
      return tri(left > right)
    case '>=':
      return tri(left >= right)
  }
}

/** Seconds or milliseconds since 1970, or ISO 8601. */
function instant(text: string): number | undefined {
  if (/^[0-9]{1,15}$/.test(text)) {
    const number = Number(text)
    return text.length > 11 ? number : number * 1000
  }
  const parsed = /^[0-9]{4}-[0-9]{2}/.test(text) ? Date.parse(text) : Number.NaN
  return Number.isNaN(parsed) ? undefined : parsed
}

function inRange(wanted: Pattern, value: Pattern): Tri {
  if (wanted.tokens !== undefined || value.tokens !== undefined) return UNKNOWN
  const range = cidr(wanted.text)
  const own = cidr(value.text)
  if (range === undefined || own === undefined) return UNKNOWN
  if (range[0].kind() !== own[0].kind()) return FALSE
  if (own[1] >= range[1]) return tri(own[0].match(range))
  return range[0].match(own) ? UNKNOWN : FALSE
}

function cidr(text: string): [ipaddr.IPv4 | ipaddr.IPv6, number] | undefined {
  try {
    if (text.includes('/')) return ipaddr.parseCIDR(text)
    const address = ipaddr.parse(text)
    return [address, address.kind() === 'ipv4' ? 32 : 128]
  } catch {
    return undefined
  }
}

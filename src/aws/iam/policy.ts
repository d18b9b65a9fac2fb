import { type Cause, entry, isList, isMap, isSpecial, KIND, type PropertyMap, type Value } from '../../model/value.ts'
import { type ConditionBlock, parseConditions } from './condition.ts'
import { isOwnScope, type Pattern, type PatternOptions, pattern } from './pattern.ts'

/** A policy document whose forms are made equal; parts that are not known stay, with the reason. */
export interface Policy {
  readonly statements: readonly Statement[]
  /** There may be further statements. */
  readonly open?: Cause
}

export interface Statement {
  /** 0-based place in the document. */
  readonly index: number
  readonly sid?: string
  /** Undefined: not known; see `unsure`. */
  readonly effect?: 'Allow' | 'Deny'
  /** The statement may not stand there, or part of its form is not understood. */
  readonly unsure?: Cause
  /** Patterns in lower case. Undefined in a malformed statement. */
  readonly action?: Selection
  /** Undefined where the policy names none (trust policies, repository policies): every resource. */
  readonly resource?: Selection
  /** Undefined in policies of identities. */
  readonly principal?: Principals
  readonly conditions: readonly ConditionBlock[]
}

/** `Action` or `NotAction`, `Resource` or `NotResource`. */
export interface Selection {
  readonly not: boolean
  readonly patterns: readonly Pattern[]
  /** There may be further entries. */
  readonly open?: Cause
}

/** `Principal` or `NotPrincipal`. */
export interface Principals {
  readonly not: boolean
  readonly anyone: boolean
  readonly aws: readonly Pattern[]
  readonly services: readonly Pattern[]
  readonly federated: readonly Pattern[]
  readonly canonical: readonly Pattern[]
  readonly open?: Cause
}

export type PolicyOptions = Pick<PatternOptions, 'unit' | 'resolve'>

/**
 * Reads a policy document: an object, or JSON in a string (percent-encoded as IAM's API gives it, too). An absent
 * document is one without statements. Never throws: what cannot be read opens the policy.
 */
export function parsePolicy(document: Value | undefined, options: PolicyOptions = {}): Policy {
  if (document === undefined) return EMPTY
  if (typeof document === 'string') return fromText(document, options)
  if (isMap(document)) return fromMap(document, options)
  if (isSpecial(document) && document[KIND] === 'choice') {
    const branches = [parsePolicy(document.then, options), parsePolicy(document.else, options)]
    return either(branches, { class: 'value', reason: 'an open condition decides the policy' })
  }
  if (
    isSpecial(document) &&
    document[KIND] === 'unknown' &&
    document.oneOf !== undefined &&
    document.oneOf.length > 0
  ) {
    return either(
      document.oneOf.map((one) => parsePolicy(one, options)),
      document.cause,
    )
  }
  return { statements: [], open: causeOf(document, 'the policy document') }
}

/** One entry of `Statement`, for rules that look at statements one by one. */
export function parseStatement(value: Value, options: PolicyOptions = {}, index = 0): Statement {
  const [only] = statementsOf(value, index, { ...options, variables: true }, undefined)
  return only ?? { index, conditions: [], unsure: causeOf(value, 'the statement') }
}

/** How findings name a statement: its Sid, else its place. */
export function statementName(statement: Statement): string {
  return statement.sid ?? `statement ${statement.index + 1}`
}

const EMPTY: Policy = { statements: [] }
const LONGEST = 4_000_000

function fromText(text: string, options: PolicyOptions): Policy {
  const document = parseJson(text)
  if (document !== undefined) return fromMap(document, options)
  return { statements: [], open: { class: 'read', reason: 'the policy document is no JSON object' } }
}

function parseJson(text: string): PropertyMap | undefined {
  if (text.length > LONGEST) return undefined
  try {
    const plain = /^\s*%7B/i.test(text) ? decodeURIComponent(text) : text
    const parsed: unknown = JSON.parse(plain, (_key, value: unknown) => (value === null ? undefined : value))
    return isObject(parsed) ? parsed : undefined
  } catch {
    return undefined
  }
}

function isObject(value: unknown): value is PropertyMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function fromMap(document: PropertyMap, options: PolicyOptions): Policy {
  const version = entry(document, 'Version')
  // Only this version knows policy variables; without a version a policy is of the older one.
  const scoped = { ...options, variables: version === '2012-10-17' }
  const statements: Statement[] = []
  let open: Cause | undefined
  let index = 0
  for (const value of entries(entry(document, 'Statement'))) {
    if (value === undefined) continue
    if (isSpecial(value) && value[KIND] === 'rest') open ??= value.cause
    else statements.push(...statementsOf(value, index, scoped, undefined))
    index += 1
  }
  // A statement without known actions may be about any: only the whole policy can say so.
  open ??= statements.find((statement) => statement.action === undefined)?.unsure
  return open === undefined ? { statements } : { statements, open }
}

function either(policies: readonly Policy[], cause: Cause): Policy {
  const statements = policies
    .flatMap((policy) => policy.statements)
    .map((one) => ({ ...one, unsure: one.unsure ?? cause }))
  const open = policies.find((policy) => policy.open !== undefined)?.open
  return open === undefined ? { statements } : { statements, open }
}

interface Scoped extends PolicyOptions {
  readonly variables: boolean
}

function statementsOf(value: Value, index: number, options: Scoped, unsure: Cause | undefined): readonly Statement[] {
  if (isMap(value)) return [statementOf(value, index, options, unsure)]
  if (isSpecial(value) && value[KIND] === 'choice') {
    const cause: Cause = { class: 'value', reason: 'an open condition decides the statement' }
    return [value.then, value.else].flatMap((branch) =>
      branch === undefined ? [] : statementsOf(branch, index, options, cause),
    )
  }
  return [{ index, conditions: [], unsure: unsure ?? causeOf(value, 'the statement') }]
}

function statementOf(value: PropertyMap, index: number, options: Scoped, unsure: Cause | undefined): Statement {
  const action = selectionOf(value, 'Action', { ...options, variables: false }, true)
  const resource = selectionOf(value, 'Resource', options, false)
  const principal = principalsOf(value, options)
  const sid = entry(value, 'Sid')
  const effect = entry(value, 'Effect')
  const known = effect === 'Allow' || effect === 'Deny' ? effect : undefined
  const conditions = parseConditions(entry(value, 'Condition'), options)
  const doubt =
    unsure ??
    (known === undefined ? causeOf(effect, 'Effect') : undefined) ??
    (action === undefined ? { class: 'limit', reason: 'a statement has no Action' } : undefined)
  return {
    index,
    conditions,
    ...(typeof sid === 'string' && sid !== '' ? { sid } : {}),
    ...(known === undefined ? {} : { effect: known }),
    ...(doubt === undefined ? {} : { unsure: doubt }),
    ...(action === undefined ? {} : { action }),
    ...(resource === undefined ? {} : { resource }),
    ...(principal === undefined ? {} : { principal }),
  }
}

function selectionOf(
  statement: PropertyMap,
  name: 'Action' | 'Resource',
  options: Scoped,
  lower: boolean,
): Selection | undefined {
  const plain = entry(statement, name)
  const not = plain === undefined
  const value = not ? entry(statement, `Not${name}`) : plain
  if (value === undefined) return undefined
  const { patterns, open } = patternsOf(value, options, lower)
  return open === undefined ? { not, patterns } : { not, patterns, open }
}

function patternsOf(
  value: Value,
  options: Scoped,
  lower = false,
): { readonly patterns: readonly Pattern[]; readonly open?: Cause } {
  const patterns: Pattern[] = []
  let open: Cause | undefined
  for (const one of entries(value)) {
    if (one === undefined) continue
    if (isSpecial(one) && one[KIND] !== 'text' && one[KIND] !== 'ref' && !isOwnScope(one)) {
      open ??= causeOf(one, 'an entry')
      continue
    }
    const made = pattern(lower && typeof one === 'string' ? one.toLowerCase() : one, options)
    if (made === undefined) open ??= { class: 'limit', reason: 'an entry is no text' }
    else patterns.push(made)
  }
  return open === undefined ? { patterns } : { patterns, open }
}

function principalsOf(statement: PropertyMap, options: Scoped): Principals | undefined {
  const plain = entry(statement, 'Principal')
  const not = plain === undefined
  const value = not ? entry(statement, 'NotPrincipal') : plain
  if (value === undefined) return undefined
  const nobody = { not, anyone: false, aws: [], services: [], federated: [], canonical: [] }
  if (value === '*') return { ...nobody, anyone: true }
  const map = isNamed(value) ? { AWS: value } : value
  if (!isMap(map)) return { ...nobody, open: causeOf(map, 'Principal') }
  const read = (kind: string): ReturnType<typeof patternsOf> => {
    const named = entry(map, kind)
    // Names of principals know no wildcards; `*` alone is everyone.
    return named === undefined ? { patterns: [] } : patternsOf(named, { ...options, variables: false })
  }
  const aws = read('AWS')
  const services = read('Service')
  const federated = read('Federated')
  const canonical = read('CanonicalUser')
  const open = aws.open ?? services.open ?? federated.open ?? canonical.open ?? otherKind(map)
  return {
    not,
    anyone: aws.patterns.some((one) => one.tokens === undefined && one.text === '*'),
    aws: aws.patterns.filter((one) => one.tokens !== undefined || one.text !== '*'),
    services: services.patterns,
    federated: federated.patterns,
    canonical: canonical.patterns,
    ...(open === undefined ? {} : { open }),
  }
}

/** The grammar knows four kinds of principals. What else a statement names may be anyone. */
function otherKind(map: PropertyMap): Cause | undefined {
  const kind = Object.keys(map).find((key) => !PRINCIPAL_KINDS.has(key))
  return kind === undefined ? undefined : { class: 'limit', reason: 'Principal has a kind that is not known' }
}

const PRINCIPAL_KINDS: ReadonlySet<string> = new Set(['AWS', 'Service', 'Federated', 'CanonicalUser'])

/**
 * `"Principal": "arn:…"`, or a list of such. The grammar of policies has no such form (IAM User Guide, "Grammar of the
 * IAM JSON policy language"): AWS refuses it, or means whom it names. Nobody else is let in either way.
 */
function isNamed(value: Value): boolean {
  if (isList(value)) return true
  const start = isSpecial(value) && value[KIND] === 'text' ? value.parts[0] : value
  return typeof start === 'string' && (start.startsWith('arn:') || /^[0-9]{12}$/.test(start))
}

export function entries(value: Value | undefined): readonly (Value | undefined)[] {
  return value === undefined ? [] : isList(value) ? value : [value]
}

export function causeOf(value: Value | undefined, what: string): Cause {
  if (isSpecial(value)) {
    switch (value[KIND]) {
      case 'unknown':
      case 'rest':
        return value.cause
      case 'choice':
        return { class: 'value', reason: `an open condition decides ${what}` }
      case 'ref':
        return { class: 'value', reason: `${what} is ${value.target}.${value.attribute}, known after deployment` }
      case 'secret':
        return { class: 'limit', reason: `${what} is hidden` }
      case 'text':
        return { class: 'value', reason: `${what} is a text that is only partly known` }
    }
  }
  return {
    class: 'limit',
    reason: value === undefined ? `${what} is missing` : `${what} has a form that is not understood`,
  }
}

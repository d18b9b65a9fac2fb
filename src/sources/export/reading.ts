import { parseArn } from '../../aws/arn.ts'
import { isRegional } from '../../aws/identity.ts'
import { hideSecrets } from '../../aws/secrets.ts'
import type { Location, Path, Resource, Scope, Unit } from '../../model/resource.ts'
import type { Warning } from '../../model/snapshot.ts'
import { type Cause, entry, isMap, type PropertyMap, type Unknown, unknown, type Value } from '../../model/value.ts'
import { addTo } from '../../util/groups.ts'
import { isRecord, own, type UnknownRecord } from '../../util/record.ts'
import { lazyResource } from '../source.ts'
import { type Answer, type AnswerError, asked, locationOf } from './answer.ts'
import { type Claims, createClaims } from './claims.ts'
import { convert, notExported, rawPointer, type Shape } from './convert.ts'
import { commandOf, operationOf } from './operations.ts'

/** The answers of one unit, and what has been made of them so far. */
export interface Reading {
  readonly unit: Unit
  readonly claims: Claims
  readonly bodies: (operation: string) => readonly Body[]
  readonly errors: (operation: string) => readonly Failure[]
  /** The structures of a list of each answer. What is no structure makes the answer incomplete. */
  readonly items: (operation: string, key: string) => readonly Item[]
  /** Answers that tell one property of a resource each, found by the resource's name. Indexed once for each operation. */
  readonly parts: (
    operation: string,
    subject: (answer: Answer, body: UnknownRecord | undefined) => string | undefined,
  ) => Parts
  /** Keeps the first of equal address. */
  readonly add: (draft: Draft) => void
  /** An account, or a region of it, as a subject of its own. */
  readonly anchor: (account: string, region: string | undefined, answer: Answer) => void
  /** A listed thing that is no resource: deleted, or AWS's own. It was read all the same. */
  readonly skip: (type: string, scope: Scope, ...names: readonly string[]) => void
  /** The address of a resource that was added, by its name or ARN; undefined when it was skipped or not read. */
  readonly addressOf: (type: string, scope: Scope, name: string) => string | undefined
  readonly isRead: (type: string, scope: Scope, name: string) => boolean
  readonly at: (address: string) => Resource | undefined
  readonly added: (type: string) => readonly Resource[]
  readonly warn: (code: string, message: string, answer?: Answer) => void
  readonly isDamaged: (answer: Answer) => boolean
  readonly resources: () => readonly Resource[]
  readonly warnings: () => readonly Warning[]
}

export interface Body {
  readonly answer: Answer
  readonly body: UnknownRecord
}

export interface Failure {
  readonly answer: Answer
  readonly error: AnswerError
}

export interface Item {
  readonly answer: Answer
  readonly body: UnknownRecord
  readonly raw: UnknownRecord
  readonly pointer: string
}

export interface Draft {
  readonly type: string
  readonly scope: Scope
  readonly answer: Answer
  /** Of the raw structure, below the body of the answer. */
  readonly pointer: string
  readonly raw: UnknownRecord
  readonly shape: Shape
  readonly arn?: string | undefined
  /** Identifies the resource within type and scope, where it has no ARN; also one of its names. */
  readonly id: string
  readonly finish?: (properties: Record<string, Value>, place: Placing) => void
  readonly standing?: Resource['standing']
}

/** Says that a property comes from another answer. */
export type Placing = (property: string, answer: Answer, pointer: string) => void

export interface Parts {
  /** `what` names the property for people: "the lifecycle policy of web". */
  readonly find: (scope: Scope, name: string, what: string) => Part
}

export type Part =
  | { readonly state: 'told'; readonly answer: Answer; readonly body: UnknownRecord }
  | { readonly state: 'none'; readonly answer: Answer }
  | { readonly state: 'open'; readonly value: Unknown }

export function createReading(answers: readonly Answer[], unit: Unit): Reading {
  const byOperation = new Map<string, Answer[]>()
  for (const answer of answers) {
    addTo(byOperation, answer.operation, answer)
  }
  const resources = new Map<string, Resource>()
  const byType = new Map<string, Resource[]>()
  const read = new Map<string, Names>()
  const damaged = new Set<Answer>()
  const warnings: Warning[] = []
  const partsBy = new Map<string, Parts>()

  const of = (operation: string): readonly Answer[] => byOperation.get(operation) ?? []

  function warn(code: string, message: string, answer?: Answer): void {
    warnings.push({ code, message, ...(answer?.file === undefined ? {} : { file: answer.file }) })
  }

  function damage(answer: Answer, what: string): void {
    if (damaged.has(answer)) return
    damaged.add(answer)
    warn(
      'export-damaged',
      `${what} of ${answer.operation} has a form that AWS does not answer: the rest was read`,
      answer,
    )
  }

  function bodies(operation: string): readonly Body[] {
    const found: Body[] = []
    for (const answer of of(operation)) {
      if (answer.error !== undefined) continue
      if (isRecord(answer.body)) found.push({ answer, body: answer.body })
      else damage(answer, 'the answer')
    }
    return found
  }

  function items(operation: string, key: string): readonly Item[] {
    const found: Item[] = []
    for (const { answer, body } of bodies(operation)) {
      const list = own(body, key)
      if (list === undefined || list === null) continue
      if (!Array.isArray(list)) {
        damage(answer, key)
        continue
      }
      for (let index = 0; index < list.length; index += 1) {
        const raw: unknown = list[index]
        if (isRecord(raw)) found.push({ answer, body, raw, pointer: `/${key}/${index}` })
        else damage(answer, `${key}/${index}`)
      }
    }
    return found
  }

  function note(type: string, scope: Scope, name: string, address: string | undefined): void {
    let names = read.get(type)
    if (names === undefined) {
      names = { pending: [], index: new Map() }
      read.set(type, names)
    }
    names.pending.push({ name, scope, address })
  }

  function add(draft: Draft): void {
    const address = draft.arn ?? plainAddress(draft)
    note(draft.type, draft.scope, draft.id, address)
    if (resources.has(address)) return
    const resource = resourceOf(draft, address, unit)
    resources.set(address, resource)
    addTo(byType, draft.type, resource)
  }

  const known = (type: string, scope: Scope, name: string): Named | undefined =>
    named(read.get(type), name)?.find((entry) => compatible(entry.scope, scope))

  return {
    unit,
    claims: createClaims(unit),
    bodies,
    errors: (operation) =>
      of(operation).flatMap((answer) => (answer.error === undefined ? [] : [{ answer, error: answer.error }])),
    items,
    parts(operation, subject) {
      const made = partsBy.get(operation) ?? partsOf(operation, of(operation), subject)
      partsBy.set(operation, made)
      return made
    },
    add,
    anchor(account, region, answer) {
      const address = region === undefined ? account : `${account}/${region}`
      const resource: Resource = {
        type: region === undefined ? 'Opscheck::Account' : 'Opscheck::Region',
        address,
        unit,
        scope: { partition: answer.partition, account, region: region ?? 'global' },
        standing: 'existing',
        properties: { AccountId: account, ...(region === undefined ? {} : { RegionName: region }) },
        locate: () => locationOf(answer, '', undefined),
      }
      resources.set(address, resource)
    },
    skip(type, scope, ...names) {
      for (const name of names) if (name !== '') note(type, scope, name, undefined)
    },
    addressOf: (type, scope, name) => known(type, scope, name)?.address,
    isRead: (type, scope, name) => known(type, scope, name) !== undefined,
    at: (address) => resources.get(address),
    added: (type) => byType.get(type) ?? [],
    warn,
    isDamaged: (answer) => damaged.has(answer),
    resources: () => [...resources.values()],
    warnings: () => warnings,
  }
}

interface Named {
  readonly name: string
  readonly scope: Scope
  readonly address: string | undefined
}

/** What was read of one type, by name and address: indexed when the first is asked for. */
interface Names {
  readonly pending: Named[]
  readonly index: Map<string, Named[]>
}

function named(names: Names | undefined, wanted: string): readonly Named[] | undefined {
  if (names === undefined) return undefined
  for (const entry of names.pending) {
    for (const key of entry.address === undefined || entry.address === entry.name
      ? [entry.name]
      : [entry.name, entry.address]) {
      addTo(names.index, key, entry)
    }
  }
  names.pending.length = 0
  return names.index.get(wanted)
}

/** The scope of something in an answer: its own ARN decides, then the members that tell an account, then the answer. */
export function scopeOf(answer: Answer, told: { readonly arn?: unknown; readonly account?: unknown } = {}): Scope {
  const arn = typeof told.arn === 'string' ? parseArn(told.arn) : undefined
  const account = isAccountId(arn?.account)
    ? arn?.account
    : isToken(answer.account) && isAccountId(told.account)
      ? told.account
      : undefined
  const base = scopeOfAnswer(answer)
  const partition = arn?.partition ?? base.partition
  const region = arn !== undefined && arn.region !== '' ? arn.region : base.region
  const same = (account ?? base.account) === base.account && partition === base.partition && region === base.region
  return same ? base : { partition, account: account ?? base.account, region }
}

const scopes = new WeakMap<Answer, Scope>()

/** One object for each answer: thousands of resources share it. */
function scopeOfAnswer(answer: Answer): Scope {
  const known = scopes.get(answer)
  if (known !== undefined) return known
  const global = operationOf(answer.operation)?.global === true
  const { partition, account } = answer
  const scope = { partition, account, region: global ? 'global' : answer.region }
  scopes.set(answer, scope)
  return scope
}

/** The address of the anchor of the region that an answer is about. */
export function regionAddress(answer: Answer): string {
  const { account, region } = scopeOf(answer)
  return `${account}/${region}`
}

export function isAccountId(value: unknown): value is string {
  return typeof value === 'string' && /^\d{12}$/.test(value)
}

export function isToken(text: string): boolean {
  return text.startsWith('?')
}

/** An ARN put together from its parts, where account and region are known. */
export function builtArn(scope: Scope, service: string, resource: string): string | undefined {
  if (isToken(scope.account) || isToken(scope.region) || scope.region === 'global') return undefined
  return `arn:${scope.partition}:${service}:${scope.region}:${scope.account}:${resource}`
}

export function textOf(record: UnknownRecord, member: string): string | undefined {
  const value = own(record, member)
  return typeof value === 'string' && value !== '' ? value : undefined
}

/** The strings of a list; undefined when it is no list of strings. An absent list is empty. */
export function textsOf(value: unknown): readonly string[] | undefined {
  if (value === undefined || value === null) return []
  if (!Array.isArray(value)) return undefined
  const texts: string[] = []
  for (const item of value) {
    if (typeof item !== 'string') return undefined
    texts.push(item)
  }
  return texts
}

/** The structures of a list; a lone structure is a list of one. Undefined when it is neither. An absent list is empty. */
export function recordsOf(value: unknown): readonly UnknownRecord[] | undefined {
  if (value === undefined || value === null) return []
  if (isRecord(value)) return [value]
  if (!Array.isArray(value)) return undefined
  const records: UnknownRecord[] = []
  for (const item of value) {
    if (!isRecord(item)) return undefined
    records.push(item)
  }
  return records
}

/** Sets entries below `Live`; undefined ones are left out. */
export function setLive(
  properties: Record<string, Value>,
  entries: { readonly [name: string]: Value | undefined },
): void {
  const before = entry(properties, 'Live')
  const merged: Record<string, Value> = {}
  for (const source of [isMap(before) ? before : {}, entries]) {
    for (const [name, value] of Object.entries(source)) if (value !== undefined) merged[name] = value
  }
  if (Object.keys(merged).length > 0) properties.Live = merged
}

export function set(properties: Record<string, Value>, name: string, value: Value | undefined): void {
  if (value === undefined) delete properties[name]
  else properties[name] = value
}

/** Why an operation did not answer. */
export function failureCause(answer: Answer, error: AnswerError): Cause {
  const words = isDenial(error.code) ? 'was denied' : 'failed'
  return { class: 'read', reason: `${error.because ?? answer.operation} ${words} (${codeWord(error.code)})` }
}

/** Whether the request left something out. */
export function isFiltered(answer: Answer): boolean {
  return (operationOf(answer.operation)?.filters ?? []).some((member) => {
    const value = asked(answer, member)
    return Array.isArray(value) ? value.length > 0 : value !== undefined && value !== null && value !== ''
  })
}

/** Whether AWS says by this error that there is none. */
export function assertsNone(operation: string, error: AnswerError): boolean {
  return operationOf(operation)?.none?.includes(error.code) ?? false
}

function isDenial(code: string): boolean {
  return /accessdenied|unauthorized|notauthorized|forbidden/i.test(code)
}

/** Error codes are foreign text: only what looks like one is repeated. */
function codeWord(code: string): string {
  return /^[A-Za-z][A-Za-z0-9.]{0,99}$/.test(code) ? code : 'unreadable error'
}

function plainAddress(draft: Draft): string {
  const { account, region } = draft.scope
  return `${account}/${isRegional(draft.type) ? region : 'global'}/${draft.type}/${draft.id}`
}

function resourceOf(draft: Draft, address: string, unit: Unit): Resource {
  const { type, scope, answer, pointer, raw, shape, arn, finish } = draft
  let places: Map<string, { readonly answer: Answer; readonly pointer: string }> | undefined
  const place: Placing = (property, from, at) => {
    places ??= new Map()
    places.set(property, { answer: from, pointer: at })
  }
  const load = (): PropertyMap => {
    const properties = convert(raw, shape)
    finish?.(properties, place)
    if (arn !== undefined) setLive(properties, { Arn: arn })
    return hideSecrets(type, properties)
  }
  const locate = (path: Path): Location => {
    const [first, second] = path
    const other = places?.get(first === 'Live' ? `Live.${second}` : String(first))
    if (other !== undefined) return locationOf(other.answer, other.pointer, arn)
    return locationOf(answer, pointer + rawPointer(raw, shape, path), arn)
  }
  return lazyResource({ type, address, unit, scope, standing: draft.standing ?? 'existing', locate }, load)
}

function partsOf(
  operation: string,
  answers: readonly Answer[],
  subject: (answer: Answer, body: UnknownRecord | undefined) => string | undefined,
): Parts {
  const byName = new Map<string, Answer[]>()
  const nameless: Failure[] = []
  for (const answer of answers) {
    const body = isRecord(answer.body) ? answer.body : undefined
    const name = subject(answer, body)
    if (name === undefined) {
      if (answer.error !== undefined) nameless.push({ answer, error: answer.error })
      continue
    }
    addTo(byName, name, answer)
  }
  return {
    find(scope, name, what) {
      let failure: Failure | undefined
      for (const answer of byName.get(name) ?? []) {
        if (!compatible(answer, scope)) continue
        if (isRecord(answer.body)) return { state: 'told', answer, body: answer.body }
        if (answer.error === undefined) continue
        if (assertsNone(operation, answer.error)) return { state: 'none', answer }
        failure ??= { answer, error: answer.error }
      }
      failure ??= nameless.find(({ answer, error }) => compatible(answer, scope) && !assertsNone(operation, error))
      if (failure === undefined) return { state: 'open', value: notExported(what, commandOf(operation)) }
      const cause = failureCause(failure.answer, failure.error)
      return { state: 'open', value: unknown('read', `${what} is not known: ${cause.reason}`) }
    },
  }
}

/** Whether two scopes may be the same: a token or a service without regions tells nothing against it. */
function compatible(left: Pick<Scope, 'account' | 'region'>, right: Pick<Scope, 'account' | 'region'>): boolean {
  return same(left.account, right.account) && same(left.region, right.region)
}

function same(left: string, right: string): boolean {
  return left === right || isToken(left) || isToken(right) || left === 'global' || right === 'global'
}

/** Sets a property from the answer of another call; absent when AWS says that there is none. */
export function merge(
  properties: Record<string, Value>,
  place: Placing,
  property: string,
  part: Part,
  member: string,
  read: (body: UnknownRecord) => Value | undefined,
): void {
  if (part.state === 'open') {
    set(properties, property, part.value)
    return
  }
  place(property, part.answer, part.state === 'told' ? `/${member}` : '')
  set(properties, property, part.state === 'told' ? read(part.body) : undefined)
}

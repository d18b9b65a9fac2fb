import { isList, isSpecial, KIND, rest, type Unknown, unknown, type Value } from '../../model/value.ts'
import { addTo } from '../../util/groups.ts'
import { child, elements, isAbsent, isUnknown, rootCell } from './cell.ts'
import type { Document, Instance } from './document.ts'
import { isArray, ownString } from './json.ts'
import { targetsOf } from './links.ts'
import type { Echo, Piece, Rule, Rules } from './mapping.ts'
import { providerKey } from './provider.ts'
import { type Builder, put } from './values.ts'

/** What other Terraform resources say of a resource. */
export interface Pieces {
  readonly of: (owner: Instance) => readonly Attached[]
  /** Pieces that may be the owner's: it is not known whose they are. */
  readonly maybeOf: (owner: Instance) => readonly Attached[]
  /** Owners that the unit does not hold, each with its pieces. */
  readonly outside: readonly OutsideOwner[]
  readonly echoes: (echo: Echo, owner: Instance) => boolean
}

export interface Attached {
  readonly instance: Instance
  readonly piece: Piece
}

export interface OutsideOwner {
  readonly type: string
  /** Its name or ARN; absent when that is not known either. */
  readonly name: string | undefined
  readonly pieces: readonly Attached[]
}

export function attachPieces(document: Document): Pieces {
  const attached = new Map<Instance, Attached[]>()
  const maybe = new Map<Instance, Attached[]>()
  const anyOfType = new Map<string, Attached[]>()
  const outside = new Map<string, { type: string; name: string | undefined; pieces: Attached[] }>()
  const owners = ownerIndex(document)

  for (const instance of document.instances) {
    const pieces = instance.mapping?.pieces
    if (pieces === undefined || instance.data) continue
    for (const piece of pieces) {
      for (const owner of ownersOf(document, instance, piece, owners)) {
        const one: Attached = { instance, piece }
        const type = piece.owner[0] ?? ''
        if (owner.is === 'found') push(attached, owner.instance, one)
        else if (owner.is === 'candidates') for (const candidate of owner.instances) push(maybe, candidate, one)
        else if (owner.is === 'unknown' && owners.holds(type)) push(anyOfType, type, one)
        else {
          const name = owner.is === 'outside' ? owner.name : undefined
          const owned = name === undefined ? instance.address : `${type} ${providerKey(document, instance)} ${name}`
          // What two pieces set is told as each of them has it: the owner, which could show which one holds, is not here.
          const rival = piece.append === undefined && holdsSame(outside.get(owned)?.pieces, instance)
          const key = rival ? instance.address : owned
          const known = outside.get(key)
          if (known === undefined) outside.set(key, { type, name, pieces: [one] })
          else known.pieces.push(one)
        }
      }
    }
  }

  const echoed = new Map<string, ReadonlySet<string>>()
  return {
    of: (owner) => attached.get(owner) ?? [],
    maybeOf: (owner) => [...(maybe.get(owner) ?? []), ...(anyOfType.get(owner.mapping?.type ?? '') ?? [])],
    outside: [...outside.values()],
    echoes(echo, owner) {
      const key = `${echo.type} ${echo.by}`
      let names = echoed.get(key)
      if (names === undefined) {
        names = namesIn(document, echo)
        echoed.set(key, names)
      }
      return namesOfOwner(owner).some((name) => names.has(name))
    },
  }
}

function holdsSame(pieces: readonly Attached[] | undefined, { type }: Instance): boolean {
  return pieces?.some((other) => other.instance.type === type) === true
}

/** Adds what each piece says to the properties of its owner. Where two set the same, the last to be applied wins. */
export function addPieces(into: Builder, pieces: readonly Attached[], said: (piece: Attached) => Builder): void {
  const told = new Map<string, Instance>()
  for (const one of pieces) {
    const { instance, piece } = one
    const properties = said(one)
    for (const property of Object.keys(properties)) {
      const value = properties[property]
      if (value === undefined) continue
      const earlier = into[property]
      const rival = told.get(property)
      if (piece.append?.includes(property)) put(into, property, appended(earlier, value))
      else if (rival?.type === instance.type) put(into, property, either(earlier, value, rival, instance))
      else put(into, property, value)
      told.set(property, instance)
    }
  }
}

function either(earlier: Value | undefined, value: Value, rival: Instance, instance: Instance): Value {
  const before = isUnknownValue(earlier) ? earlier.oneOf : earlier === undefined ? undefined : [earlier]
  const reason = `${rival.address} and ${instance.address} both set it`
  const oneOf = before === undefined || isUnknownValue(value) ? undefined : [...before, value]
  return unknown('value', reason, oneOf === undefined ? { present: 'yes' } : { present: 'yes', oneOf })
}

function isUnknownValue(value: Value | undefined): value is Unknown {
  return isSpecial(value) && value[KIND] === 'unknown'
}

/** Opens what a piece may say. */
export function openPiece(into: Builder, { instance, piece }: Attached): void {
  const cause = {
    class: 'value',
    reason: `${instance.address} may set it; its ${piece.by} is known after apply`,
  } as const
  for (const path of propertiesTold(piece.properties)) {
    const earlier = into[path]
    if (piece.append?.includes(path)) put(into, path, appended(earlier, [rest(cause)]))
    else if (earlier === undefined) put(into, path, unknown(cause.class, cause.reason))
  }
}

function appended(earlier: Value | undefined, more: Value): Value {
  const added = isList(more) ? more : [more]
  if (earlier === undefined) return added
  if (!isList(earlier)) return isUnknownValue(earlier) ? [...added, rest(earlier.cause)] : added
  const known = new Set(earlier.filter((value) => typeof value === 'string'))
  return [...earlier, ...added.filter((value) => typeof value !== 'string' || !known.has(value))]
}

/** The top-level properties that rules may set. */
export function propertiesTold(rules: Rules): readonly string[] {
  const paths = new Set<string>()
  const add = (rule: Rule): void => {
    if (typeof rule === 'string') paths.add(head(rule))
    else if (rule.is === 'asked') add(rule.rule)
    else if (rule.is === 'special') for (const path of rule.to) paths.add(head(path))
    else paths.add(head(rule.to))
  }
  for (const attribute of Object.keys(rules)) {
    const rule = rules[attribute]
    if (rule === undefined) continue
    if (isArray(rule)) for (const one of rule) add(one)
    else add(rule)
  }
  return [...paths]
}

function head(path: string): string {
  const dot = path.indexOf('.')
  return dot < 0 ? path : path.slice(0, dot)
}

type Owner =
  | { readonly is: 'found'; readonly instance: Instance }
  | { readonly is: 'candidates'; readonly instances: readonly Instance[] }
  | { readonly is: 'outside'; readonly name: string }
  | { readonly is: 'unknown' }

function ownersOf(document: Document, instance: Instance, piece: Piece, index: OwnerIndex): readonly Owner[] {
  const cell = child(rootCell(instance), piece.by)
  if (isAbsent(cell)) return []
  const targets = targetsOf(document, cell, piece.owner)
  const [target] = targets ?? []
  if (targets !== undefined && targets.length === 1 && target !== undefined && !isArray(cell.value)) {
    return [{ is: 'found', instance: target }]
  }
  if (isUnknown(cell)) {
    if (targets === undefined || targets.length === 0) return [{ is: 'unknown' }]
    // A list of owners names all of them; one owner is one of them.
    return isPlural(piece)
      ? targets.map((one) => ({ is: 'found', instance: one }))
      : [{ is: 'candidates', instances: targets }]
  }
  return elements(cell, true).map((element): Owner => {
    if (isUnknown(element)) return { is: 'unknown' }
    return typeof element.value === 'string'
      ? namedOwner(document, element.value, instance, piece, index)
      : { is: 'unknown' }
  })
}

function isPlural(piece: Piece): boolean {
  return piece.by === 'roles' || piece.by === 'users' || piece.by === 'groups'
}

/** Instances by every known text that names them, for each type made on first use. */
interface OwnerIndex {
  readonly holds: (type: string) => boolean
  readonly named: (type: string, name: string) => readonly Instance[]
}

function ownerIndex(document: Document): OwnerIndex {
  let byType: Map<string, Instance[]> | undefined
  const byName = new Map<string, Map<string, Instance[]>>()
  const ofType = (type: string): readonly Instance[] => {
    byType ??= groupByType(document)
    return byType.get(type) ?? []
  }
  return {
    holds: (type) => ofType(type).length > 0,
    named(type, name) {
      let names = byName.get(type)
      if (names === undefined) {
        names = new Map()
        byName.set(type, names)
        for (const instance of ofType(type)) for (const one of namesOfOwner(instance)) push(names, one, instance)
      }
      return names.get(name) ?? []
    },
  }
}

function groupByType(document: Document): Map<string, Instance[]> {
  const groups = new Map<string, Instance[]>()
  for (const instance of document.instances) {
    const type = instance.mapping?.type
    if (type !== undefined) push(groups, type, instance)
  }
  return groups
}

function namedOwner(document: Document, name: string, instance: Instance, piece: Piece, index: OwnerIndex): Owner {
  const found = piece.owner.flatMap((type) => index.named(type, name))
  const here = found.filter((owner) => providerKey(document, owner) === providerKey(document, instance))
  const candidates = here.length > 0 ? here : found
  const [only] = candidates
  if (only === undefined) return { is: 'outside', name }
  return candidates.length === 1 ? { is: 'found', instance: only } : { is: 'candidates', instances: candidates }
}

function namesOfOwner(owner: Instance): readonly string[] {
  const names = new Set<string>()
  const add = (attribute: string): void => {
    const value = ownString(owner.values, attribute)
    if (value !== undefined && value !== '') names.add(value)
  }
  for (const attribute of Object.keys(owner.mapping?.identity ?? {})) add(attribute)
  add('id')
  add('arn')
  return [...names]
}

function namesIn(document: Document, echo: Echo): ReadonlySet<string> {
  const names = new Set<string>()
  for (const instance of document.instances) {
    if (instance.type !== echo.type || instance.data) continue
    const name = ownString(instance.values, echo.by)
    if (name !== undefined) names.add(name)
  }
  return names
}

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  addTo(map, key, value)
}

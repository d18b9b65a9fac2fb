import type { Resource } from '../model/resource.ts'
import { UNKNOWN } from '../model/tri.ts'
import { type Cause, type Condition, isList, isSpecial, KIND, type Value } from '../model/value.ts'
import { addTo } from '../util/groups.ts'
import { type Element, type Frame, type Member, type Members, rootElement } from './frame.ts'
import { equalsTest } from './operators.ts'
import type { RelationClass } from './word.ts'
import { follow, isOpaque, nameOf, opaque } from './world.ts'

/**
 * The resources that a property names, one member for each name. Absent names nobody; what is set but cannot be
 * resolved is one opaque member; what may be absent is a maybe member.
 */
export function followed(frame: Frame, from: Resource, raw: Value | undefined, types: readonly string[]): Members {
  const value = frame.choices.settle(raw)
  if (value === undefined) return { members: [] }
  if (isList(value)) {
    const parts = value.map((item) => followed(frame, from, item, types))
    return merged(parts)
  }
  if (isSpecial(value)) {
    if (value[KIND] === 'rest') return { members: [], open: value.cause }
    if (value[KIND] === 'unknown') {
      if (value.oneOf !== undefined) return { members: [oneOfMember(frame, from, value.oneOf, types)] }
      const element = rootElement(opaque(types, from, value.cause).resource)
      return { members: [value.present === 'yes' ? { element } : { element, maybe: value.cause }] }
    }
  }
  return { members: [memberOf(follow(frame.world, value, types, from).resource)] }
}

function oneOfMember(frame: Frame, from: Resource, values: readonly Value[], types: readonly string[]): Member {
  const oneOf = values.flatMap((value) => followed(frame, from, value, types).members.map((member) => member.element))
  const first =
    oneOf[0] ?? rootElement(opaque(types, from, { class: 'value', reason: 'it is not known which is meant' }).resource)
  return { element: { ...first, oneOf } }
}

export function memberOf(resource: Resource): Member {
  const element = rootElement(resource)
  return resource.condition === undefined ? { element } : { element, condition: resource.condition }
}

export function merged(parts: readonly Members[]): Members {
  const members = parts.flatMap((part) => part.members)
  const open = parts.find((part) => part.open !== undefined)?.open
  const assumption = parts.find((part) => part.assumption !== undefined)?.assumption
  return { members, ...(open === undefined ? {} : { open }), ...(assumption === undefined ? {} : { assumption }) }
}

/** A property of `resource` that names its owner: `GroupId` of a security group rule. */
export interface Pointer {
  readonly type: string
  readonly owner: (resource: Resource) => Value | undefined
}

interface Pointing {
  readonly byOwner: ReadonlyMap<Resource, readonly Member[]>
  /** Names an owner that the world does not hold under that name. */
  readonly unresolved: readonly { readonly name: string; readonly resource: Resource }[]
  /** Whose owner is not known. */
  readonly wild: readonly { readonly resource: Resource; readonly cause: Cause }[]
}

/** The resources that name `owner` by one of the pointers. The index is made once for all owners of the types. */
export function pointing(
  frame: Frame,
  owner: Resource,
  id: string,
  ownerTypes: readonly string[],
  pointers: readonly Pointer[],
): readonly Member[] {
  const index = frame.world.memo(`pointing ${id}`, () => pointingIndex(frame, ownerTypes, pointers))
  const members = [...(index.byOwner.get(owner) ?? [])]
  for (const { resource, cause } of index.wild) {
    if (resource.unit === owner.unit) members.push({ ...memberOf(resource), maybe: cause })
  }
  if (index.unresolved.length > 0 && nameOf(owner) === undefined && !isOpaque(owner)) {
    const names = openNames(owner)
    for (const { name, resource } of names.length === 0 ? [] : index.unresolved) {
      const isName = equalsTest(name)
      if (resource.unit === owner.unit && names.some((open) => isName(frame, open, owner) === UNKNOWN)) {
        members.push({
          ...memberOf(resource),
          maybe: { class: 'value', reason: `the name of ${owner.address} is not known` },
        })
      }
    }
  }
  return members
}

/** What the owner may be called, where its name is set and not literal. */
function openNames(owner: Resource): readonly Value[] {
  return Object.entries(owner.properties).flatMap(([property, value]) =>
    property.endsWith('Name') && isSpecial(value) && value[KIND] !== 'ref' ? [value] : [],
  )
}

function pointingIndex(frame: Frame, ownerTypes: readonly string[], pointers: readonly Pointer[]): Pointing {
  const byOwner = new Map<Resource, Member[]>()
  const unresolved: { name: string; resource: Resource }[] = []
  const wild: { resource: Resource; cause: Cause }[] = []
  const put = (owner: Resource, member: Member): void => {
    addTo(byOwner, owner, member)
  }
  for (const pointer of pointers) {
    for (const resource of frame.world.ofType(pointer.type)) {
      for (const { value, condition } of branches(pointer.owner(resource), resource.condition)) {
        const names = isList(value) ? value : [value]
        for (const name of names) {
          if (isSpecial(name) && (name[KIND] === 'unknown' || name[KIND] === 'rest')) {
            wild.push({ resource, cause: name.cause })
            continue
          }
          const target = follow(frame.world, name, ownerTypes, resource)
          const element = rootElement(resource)
          // A text whose holes are the account and the like names one owner as well as a literal does.
          const literal = nameOf(target.resource) ?? (typeof name === 'string' ? name : undefined)
          if (target.kind === 'resource')
            put(target.resource, condition === undefined ? { element } : { element, condition })
          else if (literal !== undefined) unresolved.push({ name: literal, resource })
          else if (isSpecial(name) && name[KIND] === 'text')
            wild.push({
              resource,
              cause: target.resource.rest?.cause ?? { class: 'value', reason: 'it is not known whose it is' },
            })
        }
      }
    }
  }
  return { byOwner, unresolved, wild }
}

/** The values a property takes, with the condition under which it takes each; absent branches left out. */
export function branches(
  value: Value | undefined,
  condition: Condition | undefined,
): readonly { readonly value: Value; readonly condition: Condition | undefined }[] {
  if (value === undefined) return []
  if (!isSpecial(value) || value[KIND] !== 'choice') return [{ value, condition }]
  return [
    ...branches(value.then, conjunction(condition, value.condition)),
    ...branches(value.else, conjunction(condition, { op: 'not', of: value.condition })),
  ]
}

function conjunction(left: Condition | undefined, right: Condition): Condition {
  return left === undefined ? right : { op: 'and', of: [left, right] }
}

/** Why a relation may have more members than are seen, by the class of the relation (design, section 4). */
export function openness(
  frame: Frame,
  owner: Resource,
  kind: RelationClass,
  types: readonly string[],
  words: string,
): Pick<Members, 'open' | 'assumption'> {
  if (owner.rest !== undefined && owner.standing === 'existing') return { open: owner.rest.cause }
  if (kind === 'part') return {}
  const { unit } = owner
  const read = unit.dialect === 'export' || unit.dialect === 'live'
  if (!read && kind === 'attached') {
    return owner.standing === 'managed'
      ? { assumption: `no ${words} outside ${unit.name} names a resource that it manages` }
      : { open: { class: 'input', reason: `${owner.address} is only read by ${unit.name}` } }
  }
  for (const type of types) {
    const coverage = frame.world.coverage(type, owner.scope)
    if (coverage?.state === 'complete' || coverage?.closedFor?.has(owner.address) || unit.closed) continue
    if (coverage?.cause !== undefined) return { open: coverage.cause }
    const reason = read
      ? `${type} was not read for account ${shown(owner.scope.account)} and region ${shown(owner.scope.region)}`
      : `${words} may be made elsewhere than in ${unit.name}`
    return { open: { class: 'input', reason } }
  }
  return {}
}

function shown(token: string): string {
  return token.startsWith('?') ? '(not known)' : token
}

/** Members as elements of a list inside a resource, for relations that compute their elements. */
export function elementMembers(elements: readonly Element[], open?: Cause): Members {
  const members = elements.map((element): Member => ({ element }))
  return open === undefined ? { members } : { members, open }
}

import { arnIdentity } from '../aws/arn.ts'
import { arnOf, idOf, isRegional, primaryIdentifier, refReturns } from '../aws/identity.ts'
import type { Resource, Scope, Unit } from '../model/resource.ts'
import type { Coverage, Snapshot } from '../model/snapshot.ts'
import { type Cause, entry, isMap, isSpecial, KIND, type Ref, type Text, unknown, type Value } from '../model/value.ts'
import { addTo } from '../util/groups.ts'

/**
 * All snapshots of one scan. Indexes are made on first use and never changed; everything here is independent of open
 * conditions.
 */
export interface World {
  readonly resources: readonly Resource[]
  readonly ofType: (type: string) => readonly Resource[]
  readonly at: (unit: string, address: string) => Resource | undefined
  /** The resource of one of the types with this name or ARN, as `from` would mean it. */
  readonly named: (types: readonly string[], nameOrArn: string, from: Scope) => Resource | undefined
  /** Why what `named` did not find may still be there: one so called whose account or region is not known to be ours. */
  readonly namesake: (types: readonly string[], nameOrArn: string, from: Scope) => Cause | undefined
  readonly coverage: (type: string, scope: Scope) => Coverage | undefined
  readonly coverages: readonly Coverage[]
  readonly units: readonly Unit[]
  /** Anything derived once for each world: relation indexes by name. */
  readonly memo: <T>(key: string, make: () => T) => T
}

export function createWorld(snapshots: readonly Snapshot[]): World {
  const resources = snapshots.flatMap((snapshot) => snapshot.resources)
  const coverages = snapshots.flatMap((snapshot) => snapshot.coverage)
  const byType = groupByType(resources)
  const memos = new Map<string, unknown>()

  function memo<T>(key: string, make: () => T): T {
    if (!memos.has(key)) memos.set(key, make())
    // The key names one kind of index, made by one caller.
    return memos.get(key) as T
  }

  let byAddress: ReadonlyMap<string, ReadonlyMap<string, Resource>> | undefined
  const byName = new Map<string, ReadonlyMap<string, readonly Resource[]>>()

  function names(type: string): ReadonlyMap<string, readonly Resource[]> {
    const known = byName.get(type) ?? indexByName(type, byType.get(type) ?? [])
    byName.set(type, known)
    return known
  }

  /** The first so called in a scope that is, or may be, that of `from`. */
  function soCalled(
    types: readonly string[],
    nameOrArn: string,
    from: Scope,
    isSame: true | undefined,
  ): Resource | undefined {
    const identity = nameOrArn.startsWith('arn:') ? arnIdentity(nameOrArn) : undefined
    const scope = identity === undefined ? from : identityScope(identity, from)
    for (const type of types) {
      if (identity !== undefined && identity.type !== type) continue
      const candidates = names(type).get(identity?.id ?? nameOrArn) ?? []
      const found = candidates.find((candidate) => sameNamespace(type, candidate.scope, scope) === isSame)
      if (found !== undefined) return found
    }
    return undefined
  }

  return {
    resources,
    units: snapshots.flatMap((snapshot) => snapshot.units),
    coverages,
    memo,
    ofType: (type) => byType.get(type) ?? [],
    at(unit, address) {
      byAddress ??= indexByAddress(resources)
      return byAddress.get(unit)?.get(address)
    },
    named: (types, nameOrArn, from) => soCalled(types, nameOrArn, from, true),
    namesake(types, nameOrArn, from) {
      const found = soCalled(types, nameOrArn, from, undefined)
      if (found === undefined) return undefined
      const reason = `it is not known whether ${shortName(nameOrArn)} is the one of ${found.unit.name}: their accounts or regions are not known to be the same`
      return { class: 'value', reason }
    },
    coverage: (type, scope) =>
      findCoverage(
        memo('world.coverage', () => indexCoverage(coverages)),
        type,
        scope,
      ),
  }
}

function groupByType(resources: readonly Resource[]): ReadonlyMap<string, Resource[]> {
  const groups = new Map<string, Resource[]>()
  for (const resource of resources) {
    addTo(groups, resource.type, resource)
  }
  return groups
}

function indexByAddress(resources: readonly Resource[]): ReadonlyMap<string, Map<string, Resource>> {
  const units = new Map<string, Map<string, Resource>>()
  for (const resource of resources) {
    let unit = units.get(resource.unit.id)
    if (unit === undefined) {
      unit = new Map()
      units.set(resource.unit.id, unit)
    }
    unit.set(resource.address, resource)
  }
  return units
}

function indexByName(type: string, resources: readonly Resource[]): ReadonlyMap<string, Resource[]> {
  const names = new Map<string, Resource[]>()
  for (const resource of resources) {
    for (const name of namesOf(type, resource)) {
      addTo(names, name, resource)
    }
  }
  return names
}

/** Every literal text that names the resource: its primary identifier, its id and its ARN. */
function namesOf(type: string, resource: Resource): ReadonlySet<string> {
  const names = new Set<string>()
  const add = (value: Value | undefined): void => {
    if (typeof value === 'string' && value !== '') names.add(value)
  }
  for (const property of primaryIdentifier(type)) add(entry(resource.properties, property))
  if (type === 'AWS::ECS::TaskDefinition') add(entry(resource.properties, 'Family'))
  else add(idOf(type, resource.properties))
  const live = entry(resource.properties, 'Live')
  if (isMap(live)) {
    add(entry(live, 'Id'))
    const arn = entry(live, 'Arn')
    add(arn)
    if (typeof arn === 'string') add(arnIdentity(arn)?.id)
  }
  if (resource.address.startsWith('arn:')) {
    add(resource.address)
    add(arnIdentity(resource.address)?.id)
  }
  for (const name of [...names]) {
    const tail = type === 'AWS::ECS::Service' ? name.split('/').at(-1) : undefined
    if (tail !== undefined) names.add(tail)
  }
  return names
}

function identityScope(identity: { partition: string; account: string; region: string }, from: Scope): Scope {
  return {
    partition: identity.partition,
    account: identity.account === '' ? from.account : identity.account,
    region: identity.region === '' ? from.region : identity.region,
  }
}

/** Whether equal names in two scopes are one resource: `undefined` when a token leaves it open. */
function sameNamespace(type: string, left: Scope, right: Scope): boolean | undefined {
  // https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html: one name once in all accounts of a partition.
  return type === 'AWS::S3::Bucket' ? left.partition === right.partition : sameScope(type, left, right)
}

/** Whether two scopes are the same account and region: `undefined` when a token leaves it open. */
export function sameScope(type: string, left: Scope, right: Scope): boolean | undefined {
  const account = sameToken(left.account, right.account)
  if (!isRegional(type)) return account
  const region = sameToken(left.region, right.region)
  if (account === false || region === false) return false
  return account === true && region === true ? true : undefined
}

export function sameToken(left: string, right: string): boolean | undefined {
  if (left === right) return true
  return left.startsWith('?') || right.startsWith('?') ? undefined : false
}

function indexCoverage(coverages: readonly Coverage[]): ReadonlyMap<string, readonly Coverage[]> {
  const index = new Map<string, Coverage[]>()
  for (const coverage of coverages) {
    addTo(index, coverage.type, coverage)
  }
  return index
}

const WORST_FIRST = { unread: 0, partial: 1, complete: 2 } as const

/** The best coverage of the type in the scope: one complete reading closes the list. */
function findCoverage(
  index: ReadonlyMap<string, readonly Coverage[]>,
  type: string,
  scope: Scope,
): Coverage | undefined {
  let best: Coverage | undefined
  for (const coverage of [...(index.get(type) ?? []), ...(index.get('*') ?? [])]) {
    const covers =
      coverage.account === scope.account && (coverage.region === 'global' || coverage.region === scope.region)
    if (!covers) continue
    if (best === undefined || WORST_FIRST[coverage.state] > WORST_FIRST[best.state]) best = coverage
  }
  return best ?? unreadInAccount(index, type, scope)
}

/** What has no region may be met in each: where one of them could not be read, that is why not all is known. */
function unreadInAccount(
  index: ReadonlyMap<string, readonly Coverage[]>,
  type: string,
  { account, region }: Scope,
): Coverage | undefined {
  if (region !== 'global' && !region.startsWith('?')) return undefined
  return index
    .get(type)
    ?.find((one) => one.account === account && one.cause?.class === 'read' && one.closedFor === undefined)
}

/** What a value names: a resource of the world, or something outside whose identity may be known. */
export type Target =
  | { readonly kind: 'resource'; readonly resource: Resource }
  | { readonly kind: 'opaque'; readonly resource: Resource }

/**
 * Follows a value to the resources it names: a reference, a literal name or ARN, a text that holds one. The answer is
 * never empty for a value that is set; what cannot be found is opaque (its properties read as unknown). Choices must be
 * settled by the caller.
 */
export function follow(world: World, value: Value, types: readonly string[], from: Resource): Target {
  if (typeof value === 'string') return named(world, value, types, from)
  if (isSpecial(value)) {
    if (value[KIND] === 'ref') return followRef(world, value, types, from)
    if (value[KIND] === 'text') return followText(world, value, types, from)
    if (value[KIND] === 'unknown') return opaque(types, from, value.cause)
  }
  return opaque(types, from, { class: 'limit', reason: `what ${types[0] ?? 'it'} is meant is not told by a name` })
}

function named(world: World, text: string, types: readonly string[], from: Resource): Target {
  const resource = world.named(types, text, from.scope)
  if (resource !== undefined) return { kind: 'resource', resource }
  const cause = world.namesake(types, text, from.scope) ?? unread(world, text, types, from.scope)
  return opaque(types, from, cause ?? { class: 'input', reason: `${shortName(text)} is not among the inputs` }, text)
}

/** Why what a text names was not read, where the list that should hold it could not be. */
function unread(world: World, text: string, types: readonly string[], from: Scope): Cause | undefined {
  const identity = arnIdentity(text)
  const scope = {
    ...from,
    ...(identity?.account ? { account: identity.account } : {}),
    ...(identity?.region ? { region: identity.region } : {}),
  }
  for (const type of types) {
    const cause = world.coverage(type, scope)?.cause
    if (cause?.class === 'read') return { class: 'read', reason: `${shortName(text)} was not read: ${cause.reason}` }
  }
  return undefined
}

function followRef(world: World, value: Ref, types: readonly string[], from: Resource): Target {
  const unit = value.unit ?? from.unit.id
  const resource = world.at(unit, value.target)
  if (resource === undefined) {
    return opaque(types, from, { class: 'input', reason: `${value.target} is not modelled or not among the inputs` })
  }
  if (types.length === 0 || types.includes(resource.type)) return { kind: 'resource', resource }
  return opaque(types, from, { class: 'limit', reason: `${value.target} is of type ${resource.type}` })
}

const HOLE = '\u0000'

/**
 * A text names a resource when its literal parts hold the whole name: `arn:aws:iam::${AWS::AccountId}:role/web` does.
 * Or when its one hole is the resource itself.
 */
function followText(world: World, value: Text, types: readonly string[], from: Resource): Target {
  const holes = value.parts.filter((part): part is Exclude<typeof part, string> => typeof part !== 'string')
  const own = holes.filter((hole) => hole[KIND] === 'ref')
  const only = own[0]
  if (own.length === 1 && only !== undefined && only[KIND] === 'ref') {
    const target = followRef(world, only, types, from)
    if (target.kind === 'resource' && nameEnds(value, only)) return target
  }
  const pseudo = holes.every((hole) => hole[KIND] === 'unknown' && isPseudo(hole.cause.reason))
  if (pseudo) {
    const text = withOwnScope(value, from)
    if (!text.includes(HOLE)) return named(world, text, types, from)
  }
  return opaque(types, from, {
    class: 'value',
    reason: `which ${types[0] ?? 'resource'} is meant depends on values that are not known`,
  })
}

/** An ARN leaves out the account or region that is not known, which then is that of `from`. */
function withOwnScope(value: Text, from: Resource): string {
  let text = ''
  for (const part of value.parts) {
    if (typeof part === 'string') {
      text += part
      continue
    }
    const scope = part[KIND] === 'unknown' ? ownScope(part.cause.reason, from) : HOLE
    text += scope.startsWith('?') && endsInField(text) ? '' : scope
  }
  return text
}

/** What follows is a whole field of an ARN before its resource. */
function endsInField(text: string): boolean {
  return text.startsWith('arn:') && text.endsWith(':') && text.split(':', 6).length < 6
}

/** The reference gives the last, identifying part of the name (`…:role/${Role}`), or the text only adds a suffix (`:*`). */
function nameEnds(value: Text, hole: Ref): boolean {
  const at = value.parts.indexOf(hole)
  const after = value.parts.slice(at + 1)
  return after.length === 0 || (after.length === 1 && after[0] === ':*')
}

/** What a hole for a pseudo parameter says, where the account, region or partition of the unit is not known. */
const PSEUDO = {
  'the account of ': 'account',
  'the region of ': 'region',
  'the partition of ': 'partition',
} as const

function isPseudo(reason: string): boolean {
  return pseudoOf(reason) !== undefined
}

/** Which part of its unit's scope a hole stands for: sources tell it by the reason of the unknown. */
export function pseudoOf(reason: string): 'account' | 'region' | 'partition' | undefined {
  if (!reason.endsWith(' is not known')) return undefined
  for (const [start, part] of Object.entries(PSEUDO)) if (reason.startsWith(start)) return part
  return undefined
}

function ownScope(reason: string, from: Resource): string {
  const part = pseudoOf(reason)
  return part === undefined ? HOLE : from.scope[part]
}

/** A resource that is meant but not seen: everything it may hold reads as unknown. */
export function opaque(types: readonly string[], from: Resource, cause: Cause, nameOrArn?: string): Target {
  const identity = nameOrArn?.startsWith('arn:') ? arnIdentity(nameOrArn) : undefined
  const type = identity?.type ?? types[0] ?? 'Opscheck::Opaque'
  const id = identity?.id ?? (nameOrArn?.startsWith('arn:') ? undefined : nameOrArn)
  const property = primaryIdentifier(type)[0]
  const live = nameOrArn?.startsWith('arn:') ? { Live: { Arn: nameOrArn } } : {}
  const resource: Resource = {
    type,
    address: nameOrArn ?? `(${shortType(type)} not known)`,
    unit: from.unit,
    scope: identity === undefined ? from.scope : identityScope(identity, from.scope),
    standing: 'existing',
    properties: id !== undefined && property !== undefined ? { [property]: id, ...live } : live,
    rest: unknown(cause.class, cause.reason),
    locate: from.locate,
  }
  return { kind: 'opaque', resource }
}

export function isOpaque(resource: Resource): boolean {
  return resource.rest !== undefined && resource.standing === 'existing'
}

function shortType(type: string): string {
  return type.split('::').at(-1) ?? type
}

function shortName(text: string): string {
  return text.length > 200 ? `${text.slice(0, 200)}…` : text
}

/** The literal text a reference stands for, where the target tells it. */
export function literalOfRef(world: World, value: Ref, from: Resource): string | undefined {
  const resource = world.at(value.unit ?? from.unit.id, value.target)
  if (resource === undefined) return undefined
  const returned = value.attribute === 'Ref' ? (refReturns(resource.type) ?? 'Id') : value.attribute
  if (returned === 'Arn') return arnOfResource(resource)
  const literal = entry(resource.properties, SAME_AS.get(`${resource.type}.${returned}`) ?? returned)
  if (typeof literal === 'string') return literal
  const live = entry(resource.properties, 'Live')
  const known = isMap(live)
    ? (entry(live, returned) ?? (value.attribute === 'Ref' ? entry(live, 'Id') : undefined))
    : undefined
  return typeof known === 'string' ? known : undefined
}

/** Attributes that give a property back under another name (AWS resource reference, "Return values"). */
const SAME_AS: ReadonlyMap<string, string> = new Map([
  ['AWS::ECS::Service.Name', 'ServiceName'],
  ['AWS::ElasticLoadBalancingV2::LoadBalancer.LoadBalancerName', 'Name'],
  ['AWS::ElasticLoadBalancingV2::TargetGroup.TargetGroupName', 'Name'],
])

export function arnOfResource(resource: Resource): string | undefined {
  const live = entry(resource.properties, 'Live')
  const arn = isMap(live) ? entry(live, 'Arn') : undefined
  if (typeof arn === 'string') return arn
  if (resource.address.startsWith('arn:')) return resource.address
  const { account, region } = resource.scope
  const property = primaryIdentifier(resource.type)[0]
  const id = property === undefined ? undefined : entry(resource.properties, property)
  if (typeof id !== 'string') return undefined
  const path = entry(resource.properties, 'Path')
  const written = id.startsWith('arn:')
    ? id
    : arnOf(resource.type, resource.scope, id, typeof path === 'string' ? path : undefined)
  // ARNs of buckets name no account, those of roles no region: what is not known only matters where it stands.
  const isOpen = [account, region].some((token) => token.startsWith('?') && written?.includes(token) === true)
  return isOpen ? undefined : written
}

/** Whether two resources are the same: within a unit by address, across units by full identity. */
export function isSame(left: Resource, right: Resource): boolean | undefined {
  if (left === right) return true
  if (left.unit.id === right.unit.id && left.address === right.address && left.type === right.type) return true
  if (left.type !== right.type) return false
  const arns = [arnOfResource(left), arnOfResource(right)]
  if (arns[0] !== undefined && arns[1] !== undefined) return arns[0] === arns[1]
  const names = [left, right].map((resource) => nameOf(resource))
  if (names[0] === undefined || names[1] === undefined)
    return left.unit.id === right.unit.id && !isOpaque(left) && !isOpaque(right) ? false : undefined
  if (names[0] !== names[1]) return false
  return sameScope(left.type, left.scope, right.scope)
}

export function nameOf(resource: Resource): string | undefined {
  const property = primaryIdentifier(resource.type)[0]
  const name = property === undefined ? undefined : entry(resource.properties, property)
  return typeof name === 'string' ? name : undefined
}

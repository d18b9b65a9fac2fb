import { literalBoolean, settle } from '../../aws/answer.ts'
import type { Resource } from '../../model/resource.ts'
import { entry, isList, isMap, isSpecial, KIND, type Unknown, unknown, type Value } from '../../model/value.ts'
import type { Element, Frame, Members } from '../frame.ts'
import { elementMembers, followed, openness, pointing } from '../related.ts'
import { settleDeep } from '../settle.ts'
import type { Facet, Place, Relation } from '../word.ts'
import { isOpaque, sameToken } from '../world.ts'
import { causeOr, named } from './named.ts'
import { ON_PIPELINE, PIPELINE } from './pipeline.ts'

const BUCKET = 'AWS::S3::Bucket'
const PROJECT = 'AWS::CodeBuild::Project'
const KEY = 'AWS::KMS::Key'
const ALIAS = 'AWS::KMS::Alias'
const ACCOUNT_BLOCK = 'Opscheck::S3::AccountPublicAccessBlock'
const STORE: Place = { types: [PIPELINE], at: '#artifactStore' }

export const relations: readonly Relation[] = [
  {
    name: 'artifactStores',
    on: ON_PIPELINE,
    to: STORE,
    class: 'part',
    says: 'The artifact store of the pipeline, or that of each region.',
    reads: [],
    of: artifactStores,
  },
  {
    name: 'encryptionKey',
    on: [STORE],
    to: { types: [KEY], at: '' },
    class: 'part',
    says: 'The customer managed key that encrypts the artifacts; none where AWS manages it.',
    reads: [KEY, ALIAS],
    of: encryptionKey,
  },
  {
    name: 'pipelines',
    on: [{ types: [BUCKET], at: '' }],
    to: { types: [PIPELINE], at: '' },
    class: 'attached',
    says: 'The pipelines that keep their artifacts in the bucket, or start from an object of it.',
    reads: [PIPELINE],
    of: (frame, { resource }) => ({
      members: pointing(
        frame,
        resource,
        'Pipeline.Bucket',
        [BUCKET],
        [{ type: PIPELINE, owner: (pipeline) => bucketsOf(pipeline) }],
      ),
      ...openness(frame, resource, 'attached', [PIPELINE], 'pipeline'),
    }),
  },
  {
    name: 'pipelines',
    on: [{ types: [PROJECT], at: '' }],
    to: { types: [PIPELINE], at: '' },
    class: 'attached',
    says: 'The pipelines that run the project.',
    reads: [PIPELINE],
    of: (frame, { resource }) => ({
      members: pointing(
        frame,
        resource,
        'Pipeline.Project',
        [PROJECT],
        [{ type: PIPELINE, owner: (pipeline) => configuredNames(pipeline, ['CodeBuild'], 'ProjectName') }],
      ),
      ...openness(frame, resource, 'attached', [PIPELINE], 'pipeline'),
    }),
  },
]

export const facets: readonly Facet[] = [
  {
    name: 'publicAccess',
    on: [{ types: [BUCKET], at: '' }],
    says: 'blocked when the block of the bucket or of its account sets all four switches, else open.',
    reads: [ACCOUNT_BLOCK],
    read: publicAccess,
  },
  {
    name: 'objectOwnership',
    on: [{ types: [BUCKET], at: '' }],
    says: 'BucketOwnerEnforced (no access control lists), BucketOwnerPreferred or ObjectWriter; new buckets have the first.',
    reads: [],
    read: objectOwnership,
  },
]

function artifactStores(frame: Frame, { resource }: Element): Members {
  const one = settleDeep(frame, entry(resource.properties, 'ArtifactStore'))
  if (one !== undefined) return elementMembers([{ resource, value: one, path: ['ArtifactStore'] }])
  const many = settleDeep(frame, entry(resource.properties, 'ArtifactStores') ?? resource.rest)
  if (many === undefined) return { members: [] }
  if (!isList(many)) return { members: [], open: causeOr(many, 'the artifact stores are not known') }
  let open: Members['open']
  const elements = many.flatMap((item, index): Element[] => {
    const store = isMap(item) ? entry(item, 'ArtifactStore') : undefined
    if (store === undefined) {
      open ??= causeOr(item, 'an artifact store is not known')
      return []
    }
    const region = isMap(item) ? entry(item, 'Region') : undefined
    const facts = typeof region === 'string' ? { facts: { key: region } } : {}
    return [{ resource, value: store, path: ['ArtifactStores', index, 'ArtifactStore'], ...facts }]
  })
  return elementMembers(elements, open)
}

function encryptionKey(frame: Frame, element: Element): Members {
  const key = isMap(element.value) ? settleDeep(frame, entry(element.value, 'EncryptionKey')) : element.value
  const id = isMap(key) ? entry(key, 'Id') : key
  if (typeof id === 'string' && /(?:^|:)alias\/aws\//.test(id)) return { members: [] }
  const found = followed(frame, element.resource, id, [KEY, ALIAS])
  const [first] = found.members
  if (first === undefined || first.element.resource.type !== ALIAS || isOpaque(first.element.resource)) return found
  const alias = first.element.resource
  return followed(frame, alias, entry(alias.properties, 'TargetKeyId') ?? alias.rest, [KEY])
}

/** Open conditions stay inside: the index serves every world, and takes them for names that are not known. */
function bucketsOf(pipeline: Resource): Value | undefined {
  const { properties } = pipeline
  const store = entry(properties, 'ArtifactStore')
  const stores = entry(properties, 'ArtifactStores')
  const one = named(store === undefined ? undefined : [store], 'Location')
  const many = isList(stores)
    ? named(
        stores.flatMap((item) => (isMap(item) ? (entry(item, 'ArtifactStore') ?? []) : item)),
        'Location',
      )
    : named(stores, 'Location')
  return together([one, many, configuredNames(pipeline, ['S3'], 'S3Bucket'), pipeline.rest])
}

/** What the actions of the providers name in their configuration. */
function configuredNames(pipeline: Resource, providers: readonly string[], property: string): Value | undefined {
  const stages = entry(pipeline.properties, 'Stages') ?? pipeline.rest
  if (!isList(stages)) return named(stages, property)
  const configurations = stages.flatMap((stage) => {
    const actions = isMap(stage) ? entry(stage, 'Actions') : stage
    if (!isList(actions)) return actions === undefined ? [] : [actions]
    return actions.flatMap((action): readonly Value[] => {
      if (!isMap(action)) return [action]
      const id = entry(action, 'ActionTypeId')
      const provider = isMap(id) ? entry(id, 'Provider') : undefined
      if (typeof provider === 'string' && !providers.includes(provider)) return []
      const configuration = entry(action, 'Configuration')
      return configuration === undefined ? [] : [configuration]
    })
  })
  return named(configurations, property)
}

function together(parts: readonly (Value | undefined)[]): Value | undefined {
  const all = parts.flatMap((part) => (part === undefined ? [] : part))
  return all.length === 0 ? undefined : all
}

const SWITCHES = ['BlockPublicAcls', 'BlockPublicPolicy', 'IgnorePublicAcls', 'RestrictPublicBuckets'] as const

/**
 * A switch of the account does for every bucket what the one of the bucket does. An input that can tell of no account
 * says what the author wants of the bucket itself: there, a switch that is turned off is off.
 */
function publicAccess(frame: Frame, { resource }: Element): Value {
  const own = settleDeep(frame, entry(resource.properties, 'PublicAccessBlockConfiguration') ?? resource.rest)
  const isRead = resource.unit.dialect === 'export' || resource.unit.dialect === 'live'
  if (own === undefined && !isRead && resource.standing === 'managed') {
    const account = accountBlock(frame, resource)
    if (account !== undefined && SWITCHES.every((name) => switchOf(account, name) === true)) return 'blocked'
    return unknown('input', 'a bucket made before April 2023 blocks nothing unless it is told to')
  }
  let open: Unknown | undefined
  for (const name of SWITCHES) {
    const set = switchOf(own, name)
    if (set === true) continue
    const account = accountBlock(frame, resource)
    const covered = account === undefined ? unread(frame, resource, isRead) : switchOf(account, name)
    if (covered === true) continue
    if (set === false && covered === false) return 'open'
    open ??= set === false ? asUnknown(covered, name) : asUnknown(set, name)
  }
  return open ?? 'blocked'
}

function switchOf(block: Value | undefined, name: string): Value {
  if (block === undefined) return false
  if (!isMap(block)) return unknown('value', 'the public access block is not known')
  const value = settle(entry(block, name))
  return value === undefined ? false : (literalBoolean(value) ?? value)
}

function asUnknown(value: Value, name: string): Unknown {
  return isSpecial(value) && value[KIND] === 'unknown' ? value : unknown('value', `${name} is not known`)
}

function accountBlock(frame: Frame, bucket: Resource): Value | undefined {
  const blocks = frame.world.ofType(ACCOUNT_BLOCK)
  const found = blocks.find((block) => sameToken(block.scope.account, bucket.scope.account) === true)
  return found === undefined ? undefined : settleDeep(frame, found.properties)
}

/** Amazon S3 user guide, Controlling ownership of objects: without controls the writer of an object owns it. */
function objectOwnership(frame: Frame, { resource }: Element): Value {
  const controls = settleDeep(frame, entry(resource.properties, 'OwnershipControls') ?? resource.rest)
  if (controls === undefined) return resource.standing === 'managed' ? 'BucketOwnerEnforced' : 'ObjectWriter'
  const rules = isMap(controls) ? entry(controls, 'Rules') : controls
  const rule = isList(rules) ? rules[0] : rules
  const ownership = isMap(rule) ? entry(rule, 'ObjectOwnership') : rule
  return ownership ?? unknown('limit', `the ownership controls of ${resource.address} are not understood`)
}

/** No block of the account is known: surely none where it was read, and in a template. */
function unread(frame: Frame, bucket: Resource, isRead: boolean): Value {
  if (!isRead) return false
  const { open } = openness(frame, bucket, 'apart', [ACCOUNT_BLOCK], 'account')
  return open === undefined ? false : unknown(open.class, open.reason)
}

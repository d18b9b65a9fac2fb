import type { Resource } from '../../model/resource.ts'
import { entry, isSpecial, unknown, type Value } from '../../model/value.ts'
import { type Element, type Frame, type Members, rootElement } from '../frame.ts'
import { readPath, type Step } from '../path.ts'
import { perhapsCalled } from '../perhaps-called.ts'
import { followed, openness } from '../related.ts'
import { settleDeep } from '../settle.ts'
import type { Facet, Relation } from '../word.ts'
import { isOpaque } from '../world.ts'
import { CLUSTER } from './exec.ts'

const DOCUMENT = 'AWS::SSM::Document'
const REGION = 'Opscheck::Region'
const LOG_GROUP = 'AWS::Logs::LogGroup'

/** Session Manager reads its preferences from the document of this name, in each account and region. */
const PREFERENCES = 'SSM-SessionManagerRunShell'

const LOGGED = [{ types: [CLUSTER, DOCUMENT], at: '' }]

export const relations: readonly Relation[] = [
  {
    name: 'sessionDocument',
    on: [{ types: [REGION], at: '' }],
    to: { types: [DOCUMENT], at: '' },
    class: 'apart',
    says: 'The Session Manager preferences of the account and region: the document SSM-SessionManagerRunShell.',
    reads: [DOCUMENT],
    of: sessionDocument,
  },
  {
    name: 'sessionLogGroups',
    on: LOGGED,
    to: { types: [LOG_GROUP], at: '' },
    class: 'apart',
    says: 'The log group that sessions are written to, where it exists.',
    reads: [LOG_GROUP],
    of: sessionLogGroups,
  },
]

export const facets: readonly Facet[] = [
  {
    name: 'sessionLogGroup',
    on: LOGGED,
    says: 'The name of the log group that sessions are written to; absent where none is.',
    reads: [],
    read: (frame, { resource }) => target(frame, resource, 'CloudWatchLogGroupName', 'cloudWatchLogGroupName'),
  },
  {
    name: 'sessionBucket',
    on: LOGGED,
    says: 'The name of the bucket that sessions are written to; absent where none is.',
    reads: [],
    read: (frame, { resource }) => target(frame, resource, 'S3BucketName', 's3BucketName'),
  },
  {
    name: 'sessionKey',
    on: [{ types: [DOCUMENT], at: '' }],
    says: 'The KMS key that encrypts what sessions send; absent where none does.',
    reads: [],
    read: (frame, { resource }) => input(frame, resource, 'kmsKeyId'),
  },
]

const steps = (...names: readonly string[]): readonly Step[] => names.map((name) => ({ kind: 'property', name }))
const LOGGING = steps('Configuration', 'ExecuteCommandConfiguration', 'Logging')

/** A cluster writes to its own targets only when it overrides; in a document an empty text is no target. */
function target(frame: Frame, resource: Resource, ofCluster: string, ofDocument: string): Value | undefined {
  const element = rootElement(resource)
  if (resource.type === DOCUMENT) {
    const type = settleDeep(frame, entry(resource.properties, 'DocumentType') ?? resource.rest)
    if (!isSpecial(type) && type !== 'Session') return undefined
    if (isSpecial(type)) return unknown('value', `whether ${resource.address} is a session document is not known`)
    return input(frame, resource, ofDocument)
  }
  const logging = readPath(frame, element, LOGGING)
  const name = readPath(
    frame,
    element,
    steps('Configuration', 'ExecuteCommandConfiguration', 'LogConfiguration', ofCluster),
  )
  if (name === undefined || logging === 'OVERRIDE') return name
  return isSpecial(logging)
    ? unknown('value', `whether ${resource.address} overrides the logging is not known`)
    : undefined
}

function input(frame: Frame, document: Resource, name: string): Value | undefined {
  const value = readPath(frame, rootElement(document), steps('Content', 'inputs', name))
  return value === '' ? undefined : value
}

/** A group of a known name that is not among the inputs may still be there, unless all groups were read. */
function sessionLogGroups(frame: Frame, { resource }: Element): Members {
  const name = target(frame, resource, 'CloudWatchLogGroupName', 'cloudWatchLogGroupName')
  const found = followed(frame, resource, name, [LOG_GROUP])
  const cause = found.members.find(({ element }) => isOpaque(element.resource))?.element.resource.rest?.cause
  if (cause === undefined) return found
  const unsure = typeof name === 'string' ? perhapsCalled(frame, [LOG_GROUP], name, resource) : undefined
  const open =
    cause.class === 'input' ? (unsure ?? openness(frame, resource, 'apart', [LOG_GROUP], 'log group').open) : cause
  return open === undefined ? { members: [] } : { members: [], open }
}

function sessionDocument(frame: Frame, { resource: region }: Element): Members {
  const document = frame.world.named([DOCUMENT], PREFERENCES, region.scope)
  if (document !== undefined) return { members: [{ element: rootElement(document) }] }
  return { members: [], ...openness(frame, region, 'apart', [DOCUMENT], 'session document') }
}

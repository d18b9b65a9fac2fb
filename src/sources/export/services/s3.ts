import { type Cause, type PropertyMap, unknown, type Value } from '../../../model/value.ts'
import { isRecord, own, type UnknownRecord } from '../../../util/record.ts'
import { type Answer, asked, subjectOf } from '../answer.ts'
import { convertValue, drop, liveTime, notExported, readDocument, type Shape } from '../convert.ts'
import {
  assertsNone,
  merge,
  type Part,
  type Parts,
  type Placing,
  type Reading,
  scopeOf,
  set,
  setLive,
  textOf,
} from '../reading.ts'

export const BUCKET = 'AWS::S3::Bucket'
const BUCKET_POLICY = 'AWS::S3::BucketPolicy'
const GET_POLICY = 's3:GetBucketPolicy'
const ACCOUNT_BLOCK = 'Opscheck::S3::AccountPublicAccessBlock'

/** Buckets are put together from one answer for each property; their list, where it was read, says which there are. */
export function readS3(reading: Reading): void {
  const parts = new Map(PIECES.map(({ operation }) => [operation, byBucket(reading, operation)]))
  const put = (name: string, answer: Answer, raw: UnknownRecord, pointer: string): void => {
    const region = textOf(raw, 'BucketRegion') ?? locationOf(parts.get('s3:GetBucketLocation'), scopeOf(answer), name)
    const global = scopeOf(answer)
    // Without a word on it the region of a bucket is not that of the call: the list is the same in every region.
    const scope = { ...global, region: region ?? `?${reading.unit.id} buckets` }
    reading.add({
      type: BUCKET,
      scope,
      answer,
      pointer,
      raw,
      shape: { Name: 'BucketName', CreationDate: liveTime, BucketRegion: drop, BucketArn: drop },
      arn: `arn:${scope.partition}:s3:::${name}`,
      id: name,
      finish: (properties, place) => {
        set(properties, 'BucketName', name)
        for (const piece of PIECES) {
          const found = parts.get(piece.operation)?.find(global, name, `${piece.what} of bucket ${name}`)
          if (found !== undefined && piece.property !== '')
            merge(properties, place, piece.property, found, piece.member, (body) => piece.read(body, name))
        }
        if (isRecord(properties.ObjectLockConfiguration)) set(properties, 'ObjectLockEnabled', true)
        set(
          properties,
          'AccessControl',
          notExported(`the access control list of bucket ${name}`, 's3api get-bucket-acl'),
        )
        publicStatus(
          properties,
          place,
          parts.get('s3:GetBucketPolicyStatus')?.find(global, name, `the policy status of bucket ${name}`),
        )
      },
    })
  }
  for (const { answer, raw, pointer } of reading.items('s3:ListBuckets', 'Buckets')) {
    const name = textOf(raw, 'Name')
    if (name !== undefined) put(name, answer, raw, pointer)
  }
  for (const operation of [...PIECES.map((piece) => piece.operation), GET_POLICY]) {
    for (const { answer } of reading.bodies(operation)) {
      const name = bucketOf(answer)
      if (name === undefined)
        reading.warn(
          'export-no-subject',
          `the answer of ${operation} does not tell its bucket: put the bucket's name into the file's, after the command`,
          answer,
        )
      else if (!reading.isRead(BUCKET, scopeOf(answer), name)) put(name, answer, {}, '')
    }
  }
  bucketPolicies(reading)
  accountBlock(reading)
}

function byBucket(reading: Reading, operation: string): Parts {
  return reading.parts(operation, (answer) => bucketOf(answer))
}

function bucketOf(answer: Answer): string | undefined {
  return subjectOf(answer, 'Bucket')
}

interface Piece {
  readonly operation: string
  readonly what: string
  readonly property: string
  readonly member: string
  readonly read: (body: UnknownRecord, name: string) => Value | undefined
}

const PIECES: readonly Piece[] = [
  {
    operation: 's3:GetBucketVersioning',
    what: 'the versioning',
    property: 'VersioningConfiguration',
    member: 'Status',
    read: (body) => {
      const status = convertValue(own(body, 'Status'))
      return status === undefined ? undefined : { Status: status }
    },
  },
  plain(
    's3:GetPublicAccessBlock',
    'the public access block',
    'PublicAccessBlockConfiguration',
    'PublicAccessBlockConfiguration',
  ),
  {
    operation: 's3:GetBucketEncryption',
    what: 'the encryption',
    property: 'BucketEncryption',
    member: 'ServerSideEncryptionConfiguration',
    read: (body, name) => {
      const configuration = own(body, 'ServerSideEncryptionConfiguration')
      const rules = isRecord(configuration) ? own(configuration, 'Rules') : undefined
      const converted = convertValue(rules, { ApplyServerSideEncryptionByDefault: 'ServerSideEncryptionByDefault' })
      return {
        ServerSideEncryptionConfiguration:
          converted ?? unknown('read', `the encryption of bucket ${name} cannot be read`),
      }
    },
  },
  plain('s3:GetBucketOwnershipControls', 'the ownership controls', 'OwnershipControls', 'OwnershipControls'),
  plain('s3:GetBucketLogging', 'the access logging', 'LoggingConfiguration', 'LoggingEnabled', {
    TargetBucket: 'DestinationBucketName',
    TargetPrefix: 'LogFilePrefix',
    TargetGrants: drop,
  }),
  plain('s3:GetObjectLockConfiguration', 'the object lock', 'ObjectLockConfiguration', 'ObjectLockConfiguration'),
  {
    operation: 's3:GetBucketLifecycleConfiguration',
    what: 'the lifecycle rules',
    property: 'LifecycleConfiguration',
    member: 'Rules',
    read: (body) => lifecycle(own(body, 'Rules')),
  },
  plain('s3:GetBucketTagging', 'the tags', 'Tags', 'TagSet'),
  plain('s3:GetBucketLocation', 'the region', '', 'LocationConstraint'),
  plain('s3:GetBucketPolicyStatus', 'the policy status', '', 'PolicyStatus'),
]

function plain(operation: string, what: string, property: string, member: string, shape: Shape = {}): Piece {
  return { operation, what, property, member, read: (body) => convertValue(own(body, member), shape) }
}

function lifecycle(rules: unknown): Value | undefined {
  if (!Array.isArray(rules)) return unknown('read', 'the lifecycle rules cannot be read')
  const converted: PropertyMap[] = []
  for (const rule of rules) {
    if (!isRecord(rule)) continue
    const value = convertValue(rule, {
      ID: 'Id',
      Expiration: drop,
      Filter: drop,
      Transitions: { of: { Days: 'TransitionInDays', Date: 'TransitionDate' } },
    })
    const expiration = own(rule, 'Expiration')
    const filter = own(rule, 'Filter')
    const days = isRecord(expiration) ? convertValue(own(expiration, 'Days')) : undefined
    const prefix = isRecord(filter) ? convertValue(own(filter, 'Prefix')) : undefined
    converted.push({
      ...(isRecord(value) ? convertedMap(value) : {}),
      ...(days === undefined ? {} : { ExpirationInDays: days }),
      ...(prefix === undefined || prefix === '' ? {} : { Prefix: prefix }),
    })
  }
  return converted.length === 0 ? undefined : { Rules: converted }
}

function convertedMap(value: PropertyMap): PropertyMap {
  return value
}

function locationOf(parts: Parts | undefined, scope: ReturnType<typeof scopeOf>, name: string): string | undefined {
  const part = parts?.find(scope, name, 'the region')
  if (part?.state !== 'told') return undefined
  const location = own(part.body, 'LocationConstraint')
  if (location === null) return 'us-east-1'
  return typeof location === 'string' && /^[a-z0-9-]{1,30}$/.test(location)
    ? location === 'EU'
      ? 'eu-west-1'
      : location
    : undefined
}

function publicStatus(properties: Record<string, Value>, place: Placing, part: Part | undefined): void {
  if (part?.state !== 'told') return
  const status = own(part.body, 'PolicyStatus')
  place('Live.PolicyIsPublic', part.answer, '/PolicyStatus')
  setLive(properties, { PolicyIsPublic: isRecord(status) ? convertValue(own(status, 'IsPublic')) : undefined })
}

/** A policy is a resource of its own. */
function bucketPolicies(reading: Reading): void {
  for (const { answer, body } of reading.bodies(GET_POLICY)) {
    const name = bucketOf(answer)
    if (name === undefined) continue
    const scope = bucketScope(reading, answer, name)
    const finish = (properties: Record<string, Value>): void => {
      set(properties, 'Bucket', name)
      const what = `the policy of bucket ${name}`
      set(
        properties,
        'PolicyDocument',
        readDocument(own(body, 'Policy'), what) ?? unknown('read', `${what} cannot be read`),
      )
    }
    reading.add({
      type: BUCKET_POLICY,
      scope,
      answer,
      pointer: '',
      raw: body,
      shape: { Policy: 'PolicyDocument' },
      id: name,
      finish,
    })
  }
}

/** A bucket that has no policy, or whose policy was read, is closed. Buckets come first, as what is claimed of them. */
export function closeBucketPolicies(reading: Reading): void {
  const policies = byBucket(reading, GET_POLICY)
  const byAccount = new Map<string, { readonly closed: string[]; readonly open: Cause[] }>()
  for (const bucket of reading.added(BUCKET)) {
    const name = bucket.address.slice(bucket.address.lastIndexOf(':') + 1)
    const part = policies.find({ ...bucket.scope, region: 'global' }, name, `the policy of bucket ${name}`)
    const found = byAccount.get(bucket.scope.account) ?? { closed: [], open: [] }
    if (part.state === 'open') found.open.push(part.value.cause)
    else found.closed.push(bucket.address)
    byAccount.set(bucket.scope.account, found)
  }
  for (const [account, { closed, open }] of byAccount) {
    const scope = { account, region: 'global' }
    const whole = open.length === 0 && reading.claims.state(BUCKET, scope) === 'complete'
    const cause =
      open.find((each) => each.class === 'read') ??
      open[0] ??
      ({ class: 'input', reason: 'not all buckets were exported (aws s3api list-buckets)' } as const)
    reading.claims.claim(BUCKET_POLICY, scope, {
      state: whole ? 'complete' : 'partial',
      ...(whole ? {} : { cause }),
      call: GET_POLICY,
      closedFor: closed,
    })
  }
}

function bucketScope(reading: Reading, answer: Answer, name: string): ReturnType<typeof scopeOf> {
  const scope = scopeOf(answer)
  const address = reading.addressOf(BUCKET, scope, name)
  return reading.added(BUCKET).find((bucket) => bucket.address === address)?.scope ?? scope
}

/** `Opscheck::S3::AccountPublicAccessBlock`: AccountId and the four switches. */
function accountBlock(reading: Reading): void {
  const call = 's3:GetAccountPublicAccessBlock'
  for (const { answer, body } of reading.bodies(call)) {
    const raw = own(body, 'PublicAccessBlockConfiguration')
    if (!isRecord(raw)) continue
    const scope = scopeOf(answer, { account: asked(answer, 'AccountId') ?? answer.subject })
    const finish = (properties: Record<string, Value>): void => {
      if (!scope.account.startsWith('?')) set(properties, 'AccountId', scope.account)
    }
    reading.add({
      type: ACCOUNT_BLOCK,
      scope,
      answer,
      pointer: '/PublicAccessBlockConfiguration',
      raw,
      shape: {},
      id: 'account',
      finish,
    })
  }
  for (const { answer, error } of reading.errors(call)) {
    if (assertsNone(call, error))
      reading.claims.claim(
        ACCOUNT_BLOCK,
        { account: scopeOf(answer).account, region: 'global' },
        { state: 'complete', call },
      )
  }
}

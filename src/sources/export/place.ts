import { arnIdentity, parseArn } from '../../aws/arn.ts'
import { isRecord, own, type UnknownRecord } from '../../util/record.ts'
import { operationOf } from './operations.ts'
import { isAccountId } from './reading.ts'
import { regionOfZone } from './services/ec2.ts'

/** What is told about where an answer was read; members that nothing tells are missing. */
export interface Told {
  readonly partition?: string
  readonly account?: string
  readonly region?: string
}

/** What the folders of a path tell: `111122223333/ap-northeast-1/…` or `111122223333_ap-northeast-1/…`. */
export function placeInPath(path: string): Told {
  let account: string | undefined
  let region: string | undefined
  for (const word of path
    .split('/')
    .slice(0, -1)
    .flatMap((segment) => segment.split(/[_@ ]/))) {
    if (isAccountId(word)) account = word
    else if (isRegionName(word)) region = word
  }
  return told({ account, region })
}

export function isRegionName(text: string): boolean {
  return regionOfZone(text) === text
}

/**
 * What an answer says about its own place: the ARN of a resource that the operation tells of, the registry, the
 * principal. Ids of owners and zones count less: what is shared belongs to another account.
 */
export function placeInBody(operation: string, body: UnknownRecord): { readonly sure: Told; readonly likely: Told } {
  const feeds = operationOf(operation)?.feeds ?? []
  const service = operation.split(':')[0] ?? ''
  let own_: Told | undefined
  let near: Told | undefined
  let account: string | undefined
  const owners = new Map<string, number>()
  let region: string | undefined
  for (const record of samples(body)) {
    for (const member of Object.keys(record)) {
      const value = record[member]
      if (typeof value !== 'string') continue
      if (value.startsWith('arn:')) {
        const identity = own_ === undefined ? arnIdentity(value) : undefined
        if (identity !== undefined && [identity.type, ...(identity.others ?? [])].some((type) => feeds.includes(type)))
          own_ = placeOfArn(value)
        else if (near === undefined && parseArn(value)?.service === service) near = placeOfArn(value)
        if (member === 'principalArn') account ??= parseArn(value)?.account
      } else if (isAccountId(value)) {
        if (ACCOUNTS.has(member)) account ??= value
        else if (member === 'OwnerId' || member === 'GroupOwnerId') owners.set(value, (owners.get(value) ?? 0) + 1)
      } else if (member === 'AvailabilityZone') region ??= regionOfZone(value)
      else if (member === 'AwsRegion' && isRegionName(value)) region ??= value
    }
  }
  const arn = own_ ?? near ?? {}
  const [most] = [...owners].sort(([, left], [, right]) => right - left)
  return { sure: told({ ...arn, account: arn.account ?? account }), likely: told({ account: most?.[0], region }) }
}

const ACCOUNTS: ReadonlySet<string> = new Set(['registryId', 'accountId', 'AWSAccountId', 'AwsAccountId'])

/** The body, its structures, and the first elements of its lists. */
function* samples(body: UnknownRecord): Generator<UnknownRecord> {
  yield body
  for (const key of Object.keys(body).slice(0, 20)) {
    const value = own(body, key)
    if (isRecord(value)) yield value
    if (!Array.isArray(value)) continue
    for (const item of value.slice(0, 50)) {
      if (typeof item === 'string') yield { item }
      if (!isRecord(item)) continue
      yield item
      const instances = own(item, 'Instances')
      const first: unknown = Array.isArray(instances) ? instances[0] : undefined
      const placement = isRecord(first) ? own(first, 'Placement') : undefined
      if (isRecord(placement)) yield placement
    }
  }
}

function placeOfArn(text: string): Told {
  const arn = parseArn(text)
  if (arn === undefined) return {}
  return told({
    partition: arn.partition,
    account: isAccountId(arn.account) ? arn.account : undefined,
    region: isRegionName(arn.region) ? arn.region : undefined,
  })
}

function told(place: { readonly [member in keyof Told]: string | undefined }): Told {
  return {
    ...(place.partition === undefined ? {} : { partition: place.partition }),
    ...(place.account === undefined ? {} : { account: place.account }),
    ...(place.region === undefined ? {} : { region: place.region }),
  }
}

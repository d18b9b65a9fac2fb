import { parseArn } from '../../aws/arn.ts'
import { OpscheckError } from '../../model/errors.ts'
import { isRecord, own } from '../../util/record.ts'
import type { AnswerError } from '../export/answer.ts'
import { openClient } from './clients.ts'
import type { Target } from './collect.ts'
import { credentialsError, isNoProfile, isUnexplained } from './credentials-error.ts'
import { failureOf } from './failure.ts'
import { pickTexts } from './pick.ts'

export interface Access {
  /** Account ids; empty for the account of the credentials. */
  readonly accounts: readonly string[]
  /** Empty for the region of the environment or profile. */
  readonly regions: readonly string[]
  readonly allRegions: boolean
  readonly profile?: string | undefined
  /** Name or ARN of a role that is assumed in each account. */
  readonly role?: string | undefined
  readonly externalId?: string | undefined
}

export interface Identity {
  readonly account: string
  readonly partition: string
  /** ARN of whom the credentials belong to. */
  readonly arn: string
}

export interface Admission {
  readonly targets: readonly Target[]
  readonly identity: Identity
  /** Accounts that let nobody in; also among the targets. */
  readonly refused: readonly { readonly account: string; readonly error: AnswerError }[]
}

/**
 * Whom to ask for what: the identity first, then each account's, then the regions. Throws `credentials` when there are
 * none or they ran out, `wrong-account` when they belong to another account than the one asked for, and `usage` without a
 * region. An account among several that cannot be entered is kept as one that could not be read.
 */
export async function admit(access: Access, signal: AbortSignal): Promise<Admission> {
  const providers = await import('@aws-sdk/credential-providers')
  const { profile } = access
  const named = profile === undefined ? {} : { profile }
  const ofProfile = async (): Promise<unknown> => {
    try {
      await providers.fromIni(named)()
      return undefined
    } catch (error) {
      return error
    }
  }
  const home = access.regions[0] ?? (await defaultRegion(profile, ofProfile))
  const base = providers.fromNodeProviderChain({ ...named, clientConfig: { region: home } })
  const identity = await identityOf(base, home, signal).catch(async (error: unknown) => {
    // The chain says no more than that nobody has credentials; the profile on its own says why.
    throw credentialsError((isUnexplained(error) ? await ofProfile() : undefined) ?? error, profile)
  })
  const accounts = accountsOf(access, identity)
  const entered = await Promise.all(
    accounts.map(async (account) => {
      if (access.role === undefined) return { account, credentials: base }
      const credentials = shared(
        providers.fromTemporaryCredentials({
          masterCredentials: base,
          params: {
            RoleArn: roleArn(access.role, account, identity.partition),
            RoleSessionName: 'opscheck',
            ...(access.externalId === undefined ? {} : { ExternalId: access.externalId }),
          },
          clientConfig: { region: home },
        }),
      )
      return enter(account, credentials, home, signal)
    }),
  )
  const wrong = entered.find((one) => 'actual' in one)
  if (wrong !== undefined && 'actual' in wrong) throw wrongAccount(wrong.account, wrong.actual)
  const refused = entered.flatMap((one) => ('error' in one ? [{ account: one.account, error: one.error }] : []))
  if (refused.length === accounts.length) throw refusedAll(refused, access)
  const targets = await Promise.all(
    entered.map(async (one): Promise<Target> => {
      const target = { account: one.account, partition: identity.partition }
      if (!('credentials' in one)) {
        const error = 'error' in one ? one.error : undefined
        const regions = access.regions.length > 0 ? access.regions : [home]
        return { ...target, regions, credentials: undefined, ...(error === undefined ? {} : { refused: error }) }
      }
      const regions = await regionsOf(access, one.credentials, home, signal)
      return { ...target, regions, credentials: one.credentials }
    }),
  )
  return { targets, identity, refused }
}

async function defaultRegion(profile: string | undefined, ofProfile: () => Promise<unknown>): Promise<string> {
  const client = await openClient('sts', profile === undefined ? {} : { profile })
  try {
    return await client.region()
  } catch {
    const missing = profile === undefined ? undefined : await ofProfile()
    if (isNoProfile(missing)) throw credentialsError(missing, profile)
    throw new OpscheckError('usage', 'no region is given, neither here nor by the environment or the profile', {
      hint: 'name one with --region, or look into all with --region REGION --all-regions',
    })
  } finally {
    client.destroy()
  }
}

async function identityOf(credentials: unknown, region: string, signal: AbortSignal): Promise<Identity> {
  const client = await openClient('sts', { region, credentials, maxAttempts: 5 })
  try {
    const body = await client.send('GetCallerIdentity', {}, AbortSignal.any([signal, AbortSignal.timeout(60_000)]))
    const arn = isRecord(body) ? own(body, 'Arn') : undefined
    const account = isRecord(body) ? own(body, 'Account') : undefined
    const parsed = typeof arn === 'string' ? parseArn(arn) : undefined
    if (typeof arn !== 'string' || typeof account !== 'string' || !/^\d{12}$/.test(account))
      throw new TypeError('no identity')
    return { account, arn, partition: parsed?.partition ?? 'aws' }
  } finally {
    client.destroy()
  }
}

function accountsOf({ accounts, role }: Access, identity: Identity): readonly string[] {
  const ofRole = role === undefined ? undefined : parseArn(role)?.account
  const asked = accounts.length > 0 ? [...new Set(accounts)] : [ofRole ?? identity.account]
  if (role !== undefined) return asked
  const other = asked.find((account) => account !== identity.account)
  if (other !== undefined) throw wrongAccount(other, identity.account)
  return asked
}

function roleArn(role: string, account: string, partition: string): string {
  const name = parseArn(role)?.resource.replace(/^role\//, '') ?? role
  return `arn:${partition}:iam::${account}:role/${name}`
}

type Entered =
  | { readonly account: string; readonly credentials: unknown }
  | { readonly account: string; readonly error: AnswerError }
  | { readonly account: string; readonly actual: string }

async function enter(account: string, credentials: unknown, home: string, signal: AbortSignal): Promise<Entered> {
  try {
    const identity = await identityOf(credentials, home, signal)
    return identity.account === account ? { account, credentials } : { account, actual: identity.account }
  } catch (error) {
    return { account, error: failureOf('sts:AssumeRole', error, undefined) }
  }
}

async function regionsOf(
  { regions, allRegions }: Access,
  credentials: unknown,
  home: string,
  signal: AbortSignal,
): Promise<readonly string[]> {
  if (!allRegions) return regions.length > 0 ? [...new Set(regions)] : [home]
  const client = await openClient('ec2', { region: home, credentials })
  try {
    const body = await client.send('DescribeRegions', {}, AbortSignal.any([signal, AbortSignal.timeout(60_000)]))
    const enabled = pickTexts(body, 'Regions[].RegionName')
    if (enabled.length === 0) throw new TypeError('no region')
    // What is asked once an account is asked where the user is at home.
    return [...new Set([home, ...[...enabled].sort()])]
  } catch (error) {
    const { code, message } = failureOf('ec2:DescribeRegions', error, undefined)
    throw new OpscheckError('credentials', `the regions of the account cannot be listed: ${code}: ${message}`, {
      hint: 'name them with --region, or allow ec2:DescribeRegions',
    })
  } finally {
    client.destroy()
  }
}

/** Each client of the SDK remembers credentials of its own: without this the role would be assumed once a service and region. */
function shared<Given extends { readonly expiration?: Date }>(provide: () => Promise<Given>): () => Promise<Given> {
  let under: Promise<Given> | undefined
  return () => {
    const asked = (under ?? provide()).then((given) => (isOver(given) ? provide() : given))
    under = asked
    asked.catch(() => {
      if (under === asked) under = undefined
    })
    return asked
  }
}

const MARGIN_MS = 300_000

function isOver({ expiration }: { readonly expiration?: Date }): boolean {
  return expiration !== undefined && expiration.getTime() - Date.now() < MARGIN_MS
}

function wrongAccount(asked: string, actual: string): OpscheckError {
  return new OpscheckError('wrong-account', `account ${asked} was asked for, but the credentials are of ${actual}`, {
    hint: `give credentials of ${asked} (--profile), or a role to assume there (--role NAME)`,
  })
}

function refusedAll(refused: Admission['refused'], { role, externalId }: Access): OpscheckError {
  const [first] = refused
  const accounts = refused.map(({ account }) => account).join(', ')
  return new OpscheckError(
    'credentials',
    `role ${role ?? ''} cannot be assumed in ${accounts} (${first?.error.code ?? ''})`,
    {
      hint: `its trust policy has to name you${externalId === undefined ? ', and its external id, if it asks for one, is given by --external-id' : ' and this external id'}; opscheck permissions prints such a role`,
    },
  )
}

import { InvalidArgumentError, Option } from 'commander'
import { OpscheckError } from '../model/errors.ts'
import type { LiveScan } from '../scan.ts'

/** The part of `scan`'s flags that is about live accounts. */
export interface LiveFlags {
  /** Ids and environments; an empty word for the account of the credentials. */
  readonly account?: readonly string[]
  readonly profile?: string
  readonly region?: readonly string[]
  readonly allRegions?: boolean
  readonly role?: string
  readonly externalId?: string
  readonly record?: string
}

export function liveOptions(): readonly Option[] {
  return [
    new Option(
      '--account [id|environment]',
      'read this account, or those of an environment of the ruleset, live; without a value that of the credentials (repeatable)',
    ).argParser((word: string, before?: readonly string[]) => [...(before ?? []), word]),
    new Option('--profile <name>', 'profile of the AWS configuration'),
    new Option(
      '--region <region>',
      'region to read (repeatable; default: that of the environment or profile)',
    ).argParser(region),
    new Option('--all-regions', 'read all regions that are enabled in the account'),
    new Option('--role <name|arn>', 'role to assume in each account'),
    new Option('--external-id <id>', 'external id that the trust policy of the role asks for'),
    new Option('--record <folder>', 'write what AWS answered, without secrets, to a folder that can be scanned later'),
  ]
}

/**
 * What to read live; undefined when no account is asked for. Throws `usage` for options that say nothing without one.
 * `environment` is that of the process.
 */
export function liveScanOf(
  flags: LiveFlags,
  environment: Readonly<Record<string, string | undefined>>,
): LiveScan | undefined {
  if (flags.account === undefined) {
    const lonely = LIVE_ONLY.find((name) => flags[name] !== undefined)
    if (lonely === undefined) return undefined
    const option = `--${lonely.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`
    throw new OpscheckError('usage', `${option} is for live accounts`, { hint: 'add --account to read one' })
  }
  if (flags.externalId !== undefined && flags.role === undefined)
    throw new OpscheckError('usage', '--external-id goes with --role', { hint: 'name the role to assume' })
  const attempts = Number(environment.AWS_MAX_ATTEMPTS)
  return {
    accounts: flags.account.filter((word) => word !== ''),
    regions: flags.region ?? [],
    allRegions: flags.allRegions ?? false,
    profile: flags.profile,
    role: flags.role,
    externalId: flags.externalId,
    record: flags.record,
    limits: Number.isInteger(attempts) && attempts > 0 ? { attempts } : undefined,
  }
}

const LIVE_ONLY = ['profile', 'region', 'allRegions', 'role', 'externalId', 'record'] as const

function region(word: string, before?: readonly string[]): readonly string[] {
  if (/^[a-z]{2,4}(?:-[a-z]+)+-\d{1,2}$/.test(word)) return [...(before ?? []), word]
  throw new InvalidArgumentError(`${word} is no region: write it like eu-central-1`)
}

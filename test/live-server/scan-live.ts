import dns from 'node:dns'
import { env } from 'node:process'
import type { Report } from '../../src/model/report.ts'
import { type LiveScan, scan } from '../../src/scan.ts'
import { ACCOUNTS, EDGE, HOME } from './platform.ts'

/** The moment of every scan in the tests. */
export const NOW = new Date('2026-11-24T09:00:00Z')

/** Short enough for a server that never answers well, long enough for one that is busy. */
export const LIMITS = { attempts: 3, callMs: 5_000, laneMs: 30_000, totalMs: 60_000 } as const

/** Points the SDK of this process at the server, as a user of the account. */
export function useServer(url: string, account: string = ACCOUNTS.shared): void {
  const { port } = new URL(url)
  // S3 Control puts the account before the host, which an address does not allow.
  Object.assign(env, {
    AWS_ENDPOINT_URL: url,
    AWS_ENDPOINT_URL_S3_CONTROL: `http://localhost:${port}`,
    AWS_ACCESS_KEY_ID: `AKIA${account}`,
    AWS_SECRET_ACCESS_KEY: 'none',
    AWS_REGION: HOME,
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
  })
  dns.lookup = lookup
}

const system = dns.lookup

/** All names below localhost are this machine, which not every resolver knows. */
const lookup: typeof dns.lookup = Object.assign((...asked: unknown[]) => {
  const [host, ...rest] = asked
  const here = typeof host === 'string' && host.endsWith('.localhost')
  return Reflect.apply(system, dns, [here ? '127.0.0.1' : host, ...rest])
}, system)

/** All accounts and regions of the platform, entered by a role. */
export const EVERYWHERE: LiveScan = {
  accounts: Object.values(ACCOUNTS),
  regions: [HOME, EDGE],
  allRegions: false,
  role: 'opscheck',
  limits: LIMITS,
}

export function scanLive(live: LiveScan, options: Partial<Parameters<typeof scan>[0]> = {}): Promise<Report> {
  return scan({ paths: [], now: NOW, ruleset: 'opscheck:all', failOn: 'info', ...options, live })
}

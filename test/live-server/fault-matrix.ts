import type { Finding, Verdict } from '../../src/model/finding.ts'
import type { Report } from '../../src/model/report.ts'
import type { LiveScan } from '../../src/scan.ts'
import { HOME } from './platform.ts'
import { scanLive } from './scan-live.ts'
import type { Fault, LiveServer } from './server.ts'

/** What may happen to an operation, and what the server is told to do. */
export const FAULTS = {
  denied: { kind: 'denied' },
  throttled: { kind: 'throttled' },
  'now and then': { kind: 'throttled', every: 3 },
  'HTTP 500': { kind: '500' },
  'time-out': { kind: 'timeout', seconds: 2 },
  reset: { kind: 'reset' },
  'no end': { kind: 'endless' },
  'cut off': { kind: 'cut' },
  malformed: { kind: 'garbled' },
} as const satisfies Readonly<Record<string, Omit<Fault, 'operation'>>>

export type FaultName = keyof typeof FAULTS

export const FAULT_NAMES: readonly FaultName[] = Object.keys(FAULTS).filter((name): name is FaultName =>
  Object.hasOwn(FAULTS, name),
)

/** One run with one fault, compared with the run without any. */
export interface Cell {
  readonly operation: string
  readonly fault: FaultName
  /** Verdicts that became unknown. */
  readonly unknown: number
  readonly milliseconds: number
  /** What must not be: empty when all holds. */
  readonly wrong: readonly string[]
}

/** The account of {@link everything}, read whole by all rules. */
export const ONE_ACCOUNT: LiveScan = {
  accounts: [],
  regions: [HOME],
  allRegions: false,
  limits: { attempts: 3, callMs: 20_000, laneMs: 60_000, totalMs: 120_000 },
}

/** The server answers later than that. */
const IMPATIENT: LiveScan = { ...ONE_ACCOUNT, limits: { ...ONE_ACCOUNT.limits, callMs: 1_000 } }

const ALL: ReadonlySet<Verdict> = new Set<Verdict>(['pass', 'fail', 'unknown', 'not-applicable'])

export interface CleanRun {
  readonly report: Report
  /** Operations that were called. */
  readonly operations: readonly string[]
  /** Rules without a fail or an unknown: a scan by them is clean. */
  readonly passing: readonly string[]
}

/** The run to compare with. `faults` hold in all runs. */
export async function cleanRun(server: LiveServer, faults: readonly Fault[] = []): Promise<CleanRun> {
  await server.reset()
  await server.faults(faults)
  const report = await scanLive(ONE_ACCOUNT, { show: ALL })
  const unread = report.coverage
    .filter((entry) => entry.class === 'read')
    .map(({ call, reason }) => `${call}: ${reason}`)
  if (unread.length > 0 && faults.length === 0) throw new Error(`the run without faults is none: ${unread.join('; ')}`)
  const calls = await server.calls()
  const operations = [...new Set(Object.keys(calls).map((key) => key.split(' ')[2] ?? ''))].sort()
  const spoilt = new Set(report.findings.filter(({ verdict }) => verdict !== 'pass').map(({ rule }) => rule))
  const passing = [...new Set(report.findings.map(({ rule }) => rule))].filter((rule) => !spoilt.has(rule))
  return { report, operations: operations.filter((operation) => operation !== 'sts:GetCallerIdentity'), passing }
}

export async function faultyRun(
  server: LiveServer,
  clean: CleanRun,
  operation: string,
  name: FaultName,
  always: readonly Fault[] = [],
): Promise<Cell> {
  await server.reset()
  await server.faults([{ ...FAULTS[name], operation }, ...always])
  const start = performance.now()
  const report = await scanLive(name === 'time-out' ? IMPATIENT : ONE_ACCOUNT, { show: ALL })
  const milliseconds = Math.round(performance.now() - start)
  const compared = compare(clean.report, report)
  const late = milliseconds > (ONE_ACCOUNT.limits?.totalMs ?? 0) ? [`the run took ${milliseconds} ms`] : []
  const mild = name === 'now and then' && compared.unknown > 0 ? ['retries did not get through'] : []
  return {
    operation,
    fault: name,
    unknown: compared.unknown,
    milliseconds,
    wrong: [...compared.wrong, ...late, ...mild],
  }
}

/** A scan of rules that all pass must not exit 0 when what they read was denied. */
export async function deniedOutcome(
  server: LiveServer,
  clean: CleanRun,
  operation: string,
): Promise<readonly string[]> {
  const scanPassing = () => scanLive(ONE_ACCOUNT, { rules: clean.passing, show: ALL })
  await server.reset()
  const before = await scanPassing()
  await server.faults([{ operation, kind: 'denied' }])
  const after = await scanPassing()
  const { unknown } = compare(before, after)
  return unknown > 0 && after.outcome !== 'incomplete' ? [`${operation}: outcome ${after.outcome}`] : []
}

function compare(clean: Report, faulty: Report): { readonly unknown: number; readonly wrong: readonly string[] } {
  const before = verdicts(clean)
  const after = verdicts(faulty)
  const wrong: string[] = []
  let unknown = 0
  for (const [key, finding] of after) {
    const was = before.get(key)?.verdict
    if (was === finding.verdict) continue
    if (finding.verdict !== 'unknown') {
      // What a denied list hides can also be a subject that had no verdict; a pass or fail needs one.
      wrong.push(`${key}: ${was ?? 'nothing'} became ${finding.verdict}`)
      continue
    }
    unknown += 1
    if (finding.cause?.class !== 'read')
      wrong.push(`${key}: unknown for ${finding.cause?.class}: ${finding.cause?.reason}`)
  }
  const told = new Set([...after.values()].filter(({ verdict }) => verdict === 'unknown').map(({ rule }) => rule))
  const notJudged = new Set(faulty.notJudged.map(({ rule }) => rule))
  for (const [key, { rule, verdict }] of before) {
    if (after.has(key)) continue
    unknown += 1
    if (!told.has(rule) && !notJudged.has(rule)) wrong.push(`${key}: ${verdict} vanished without an unknown`)
  }
  if (unknown > 0 && faulty.outcome === 'pass') wrong.push('the outcome is pass')
  return { unknown, wrong }
}

function verdicts({ findings }: Report): ReadonlyMap<string, Finding> {
  return new Map(findings.map((finding) => [keyOf(finding), finding]))
}

function keyOf({ rule, resource, element }: Finding): string {
  return `${rule} ${resource.type} ${resource.address}${element === undefined ? '' : ` ${element}`}`
}

import { existsSync } from 'node:fs'
import { type CompiledRule, evaluate } from './engine/index.ts'
import type { Verdict } from './model/finding.ts'
import type { Report } from './model/report.ts'
import type { Ruleset, Severity, Topic } from './model/rule.ts'
import { loadRuleset } from './ruleset/index.ts'
import { compileRules } from './scan/compile-rules.ts'
import { conclude } from './scan/conclude.ts'
import { digest } from './scan/digest.ts'
import { accountsOf, needsOf } from './scan/live.ts'
import { managedPolicies } from './scan/managed-policies.ts'
import { selectRules } from './scan/select-rules.ts'
import { waive } from './scan/waive.ts'
import { type Inputs, readInputs } from './sources/index.ts'
import type { LiveOptions } from './sources/live/index.ts'

export type { LiveWatch } from './sources/live/index.ts'

import { VERSION } from './version.ts'

/** What to judge, by which rules, and when to call it a failure. */
export interface ScanOptions {
  /** Files and folders: templates, cdk.out, plans, states, exports, recordings; recognised by their content. */
  readonly paths: readonly string[]
  /** Ages are judged against this instant. */
  readonly now: Date
  /** Ages of what was recorded are judged against the time of the recording instead, when all inputs tell the same. */
  readonly recordedNow?: boolean
  /** Accounts to read, besides the paths or without any. */
  readonly live?: LiveScan | undefined
  /**
   * A ruleset file, an npm package, `opscheck:recommended` or `opscheck:all`; without it the `ruleset.json` of the
   * working directory or the recommended rules.
   */
  readonly ruleset?: string | undefined
  /** Only these rules: ids, which may be outside the ruleset, and globs among the ruleset's. */
  readonly rules?: readonly string[]
  readonly topics?: readonly Topic[]
  /** CloudFormation parameters, for every template; over those of the ruleset. */
  readonly parameters?: ReadonlyMap<string, string>
  /** The least severity that fails the scan; over that of the ruleset. */
  readonly failOn?: Severity | 'none' | undefined
  /** `on`: unknowns fail too, save those that the input can never show; `all`: those as well. */
  readonly strict?: 'on' | 'all' | undefined
  /** Verdicts to list besides fails and unknowns; all are counted anyway. */
  readonly show?: ReadonlySet<Verdict>
  /** `false`: findings carry none, for reports that show none. */
  readonly fingerprints?: boolean
  /** Verdicts whose findings carry evidence and their place; by default fails and unknowns. */
  readonly explained?: ReadonlySet<Verdict>
}

/** What to read live. `accounts` are ids and environments of the ruleset; empty for the account of the credentials. */
export type LiveScan = Omit<LiveOptions, 'now' | 'version'>

/**
 * Judges the inputs by the rules. Reads files and accounts; writes nothing but a recording. Throws OpscheckError for wrong options, a broken ruleset
 * and when no input is recognised; whatever else cannot be read or known is told in the report.
 */
export async function scan(options: ScanOptions): Promise<Report> {
  const ruleset = selectRules(await loadRuleset(options.ruleset), options)
  const rules = await compileRules(ruleset.rules)
  const inputs = await readAll(options, rules, ruleset)
  const now = (options.recordedNow === true ? capturedAt(inputs) : undefined) ?? options.now
  const evaluation = evaluate(rules, inputs.snapshots, {
    ruleset,
    now,
    managedPolicy: await managedPolicies(rules, inputs.snapshots),
    digest: options.fingerprints === false ? undefined : digest,
    keep: new Set<Verdict>(['fail', 'unknown', ...(options.show ?? [])]),
    explained: options.explained ?? new Set<Verdict>(['fail', 'unknown']),
  })
  const { findings, warnings } = waive(evaluation.findings, ruleset.waivers, evaluation.rules, now)
  return conclude({ ...evaluation, findings }, { ...inputs, warnings: [...inputs.warnings, ...warnings] }, ruleset, {
    version: VERSION,
    now,
    strict: options.strict,
  })
}

/** Files and accounts are one world. The account is asked only when the files can be read. */
async function readAll(options: ScanOptions, rules: readonly CompiledRule[], ruleset: Ruleset): Promise<Inputs> {
  const { live, paths, parameters = new Map() } = options
  const files =
    live !== undefined && paths.length === 0
      ? NO_FILES
      : await readInputs(paths, { definitions: ruleset.inputs, parameters })
  if (live === undefined) return files
  const accounts = accountsOf(live.accounts, ruleset, existsSync)
  const { readLive } = await import('./sources/live/index.ts')
  const needs = needsOf(rules, ruleset, accounts)
  const snapshot = await readLive({ ...live, accounts, now: options.now, version: VERSION }, needs)
  return { ...files, snapshots: [...files.snapshots, snapshot] }
}

const NO_FILES: Inputs = { snapshots: [], files: { read: 0, notRecognised: 0 }, warnings: [], unreadable: [] }

/** The time of the recordings, when nothing else was read. */
function capturedAt({ snapshots }: Inputs): Date | undefined {
  const times = new Set(snapshots.map((snapshot) => snapshot.capturedAt))
  const [time] = times
  return times.size === 1 && time !== undefined ? new Date(time) : undefined
}

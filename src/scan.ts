import { evaluate } from './engine/index.ts'
import type { Verdict } from './model/finding.ts'
import type { Report } from './model/report.ts'
import type { Severity, Topic } from './model/rule.ts'
import { loadRuleset } from './ruleset/index.ts'
import { compileRules } from './scan/compile-rules.ts'
import { conclude } from './scan/conclude.ts'
import { digest } from './scan/digest.ts'
import { managedPolicies } from './scan/managed-policies.ts'
import { selectRules } from './scan/select-rules.ts'
import { waive } from './scan/waive.ts'
import { readInputs } from './sources/index.ts'
import { VERSION } from './version.ts'

/** What to judge, by which rules, and when to call it a failure. */
export interface ScanOptions {
  /** Files and folders: templates, cdk.out, plans, states, exports, recordings; recognised by their content. */
  readonly paths: readonly string[]
  /** Ages are judged against this instant. */
  readonly now: Date
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
  /** `all`: passes carry evidence too. */
  readonly evidence?: 'failing' | 'all'
}

/**
 * Judges the inputs by the rules. Reads files; writes nothing. Throws OpscheckError for wrong options, a broken ruleset
 * and when no input is recognised; whatever else cannot be read or known is told in the report.
 */
export async function scan(options: ScanOptions): Promise<Report> {
  const ruleset = selectRules(await loadRuleset(options.ruleset), options)
  const rules = await compileRules(ruleset.rules)
  const inputs = await readInputs(options.paths, {
    definitions: ruleset.inputs,
    parameters: options.parameters ?? new Map(),
  })
  const evaluation = evaluate(rules, inputs.snapshots, {
    ruleset,
    now: options.now,
    managedPolicy: await managedPolicies(rules, inputs.snapshots),
    digest,
    keep: new Set<Verdict>(['fail', 'unknown', ...(options.show ?? [])]),
    evidence: options.evidence ?? 'failing',
  })
  const { findings, warnings } = waive(evaluation.findings, ruleset.waivers, evaluation.rules, options.now)
  return conclude({ ...evaluation, findings }, { ...inputs, warnings: [...inputs.warnings, ...warnings] }, ruleset, {
    version: VERSION,
    now: options.now,
    strict: options.strict,
  })
}

import { createRequire } from 'node:module'
import { type CompiledRule, compile, type Evaluation, evaluate, type ManagedPolicyLookup } from './engine/index.ts'
import { OpscheckError } from './model/errors.ts'
import type { Verdict } from './model/finding.ts'
import type { Report, RuleSummary } from './model/report.ts'
import type { Rule, Ruleset, SelectedRule, Severity, Topic } from './model/rule.ts'
import type { Coverage } from './model/snapshot.ts'
import { outcomeOf } from './outcome.ts'
import { loadRuleset } from './ruleset/index.ts'
import { type Inputs, readInputs } from './sources/index.ts'
import { sortedBy } from './util/order.ts'
import { didYouMean } from './util/suggest.ts'
import { globMatches } from './util/text.ts'
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
  /** Only the rules with these ids; `*` stands for any text. Empty: all of the ruleset. */
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
  const rules = compile(ruleset.rules, { regex })
  const inputs = await readInputs(options.paths, {
    definitions: ruleset.inputs,
    parameters: options.parameters ?? new Map(),
  })
  const evaluation = evaluate(rules, inputs.snapshots, {
    ruleset,
    now: options.now,
    managedPolicy: await managedPolicies(rules, inputs),
    keep: new Set<Verdict>(['fail', 'unknown', ...(options.show ?? [])]),
    evidence: options.evidence ?? 'failing',
  })
  return reportOf(evaluation, inputs, ruleset, options)
}

/** The texts of AWS's managed policies: large, so loaded only where a rule asks what a principal may do. */
async function managedPolicies(rules: readonly CompiledRule[], { snapshots }: Inputs): Promise<ManagedPolicyLookup> {
  const asked = rules.some(({ reads }) => reads.has('AWS::IAM::Role'))
  const told = snapshots.some(({ resources }) => resources.some(({ type }) => type.startsWith('AWS::IAM::')))
  if (!asked || !told) return () => undefined
  const { managedPolicy } = await import('./aws/iam/managed.ts')
  return managedPolicy
}

/** The ruleset with the rules that were asked for. Throws OpscheckError `no-rule` when a name matches none. */
export function selectRules(ruleset: Ruleset, { rules = [], topics = [], failOn }: Partial<ScanOptions>): Ruleset {
  for (const wanted of rules) {
    if (ruleset.rules.some(({ rule }) => names(wanted, rule))) continue
    const ids = ruleset.rules.map(({ rule }) => rule.id)
    throw new OpscheckError('no-rule', `the ruleset has no rule ${wanted}${didYouMean(wanted, ids)}`, {
      hint: 'opscheck rules lists them; --ruleset opscheck:all has all',
    })
  }
  const chosen = ruleset.rules.filter(
    ({ rule }) =>
      (rules.length === 0 || rules.some((wanted) => names(wanted, rule))) &&
      (topics.length === 0 || topics.some((topic) => topic === rule.topic)),
  )
  if (chosen.length === 0)
    throw new OpscheckError('no-rule', 'no rule is selected', { hint: 'opscheck rules lists them' })
  return { ...ruleset, rules: chosen, failOn: failOn ?? ruleset.failOn }
}

function names(wanted: string, { id, formerly }: Rule): boolean {
  return globMatches(wanted, id) || formerly.includes(wanted)
}

/** RE2: linear in the text, whatever the pattern. Loaded with the first pattern. */
function regex(pattern: string): (text: string) => boolean {
  const { RE2JS }: typeof import('re2js') = require('re2js')
  const compiled = RE2JS.compile(pattern)
  return (text) => compiled.test(text)
}

const require = createRequire(import.meta.url)

function reportOf(evaluation: Evaluation, inputs: Inputs, ruleset: Ruleset, options: ScanOptions): Report {
  const { findings, counts, unknownBy, notJudged } = evaluation
  const waived = findings.filter(({ waived }) => waived !== undefined)
  const fails = findings.filter(({ verdict, waived }) => verdict === 'fail' && waived === undefined)
  const units = inputs.snapshots.flatMap((snapshot) => {
    const byUnit = Map.groupBy(snapshot.resources, ({ unit }) => unit)
    return snapshot.units.map((unit) => ({ unit, resources: byUnit.get(unit) ?? [] }))
  })
  return {
    opscheck: VERSION,
    now: options.now.toISOString(),
    outcome: mistaken(evaluation, inputs)
      ? 'error'
      : outcomeOf(findings, { failOn: ruleset.failOn, strict: options.strict }),
    failOn: ruleset.failOn,
    summary: {
      pass: counts.pass,
      fail: fails.length,
      unknown: counts.unknown,
      notApplicable: counts['not-applicable'],
      waived: waived.length,
      severity: severities((severity) => fails.filter((fail) => fail.severity === severity).length),
      unknownBy,
      resources: units.reduce((total, { resources }) => total + resources.length, 0),
      files: { read: inputs.files.read, notRecognised: inputs.files.notRecognised },
    },
    inputs: units.map(({ unit, resources }) => ({
      unit: unit.id,
      name: unit.name,
      dialect: unit.dialect,
      ...(unit.file === undefined ? {} : { file: unit.file }),
      account: resources[0]?.scope.account ?? '?',
      region: resources[0]?.scope.region ?? '?',
      resources: resources.length,
    })),
    coverage: evaluation.coverage.map(coverageEntry),
    findings,
    notJudged,
    warnings: [...inputs.warnings, ...inputs.snapshots.flatMap(({ warnings }) => warnings)],
    assumptions: evaluation.assumptions,
    rules: sortedBy(ruleset.rules, ({ rule }) => rule.id).map(ruleSummary),
  }
}

/** A scan that judged nothing, or could not take a path that it was given, proves nothing. */
function mistaken({ judged }: Evaluation, { unreadable }: Inputs): boolean {
  return judged === 0 || unreadable.length > 0
}

function severities(count: (severity: Severity) => number): Readonly<Record<Severity, number>> {
  return {
    critical: count('critical'),
    high: count('high'),
    medium: count('medium'),
    low: count('low'),
    info: count('info'),
  }
}

function coverageEntry({
  type,
  account,
  region,
  state,
  cause,
  call,
  action,
  file,
}: Coverage): Report['coverage'][number] {
  return {
    type,
    account,
    region,
    state,
    ...(cause === undefined ? {} : { class: cause.class, reason: cause.reason }),
    ...(call === undefined ? {} : { call }),
    ...(action === undefined ? {} : { action }),
    ...(file === undefined ? {} : { file }),
  }
}

/** What reports tell of a rule, with the severity that the ruleset gives it. */
export function ruleSummary({ rule, severity }: SelectedRule): RuleSummary {
  const { id, title, topic, why, fix, references, controls } = rule
  return { id, title, severity, topic, why, fix, references, controls }
}

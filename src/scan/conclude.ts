import type { Evaluation } from '../engine/index.ts'
import type { Finding } from '../model/finding.ts'
import type { CoverageEntry, InputSummary, Report, RuleSummary, Summary } from '../model/report.ts'
import type { Ruleset, SelectedRule, Severity } from '../model/rule.ts'
import type { Coverage, Snapshot } from '../model/snapshot.ts'
import type { Inputs } from '../sources/index.ts'
import { sortedBy } from '../util/order.ts'
import { type Gate, outcomeOf } from './outcome.ts'

/** Puts together what a report tells: the verdicts, what they come to, and what they rest on. */
export function conclude(
  evaluation: Evaluation,
  inputs: Inputs,
  ruleset: Ruleset,
  { version, now, strict }: { readonly version: string; readonly now: Date; readonly strict?: Gate['strict'] },
): Report {
  const units = inputs.snapshots.flatMap(inputsOf)
  const gate = { failOn: ruleset.failOn, strict, unread: inputs.unreadable.length > 0 }
  return {
    opscheck: version,
    now: now.toISOString(),
    // A scan that judged nothing proves nothing.
    outcome: evaluation.judged === 0 ? 'error' : outcomeOf(evaluation.findings, gate),
    failOn: ruleset.failOn,
    summary: summaryOf(evaluation, inputs, units),
    inputs: units,
    coverage: evaluation.coverage.map(coverageEntry),
    findings: evaluation.findings,
    notJudged: evaluation.notJudged,
    warnings: [...inputs.warnings, ...inputs.snapshots.flatMap(({ warnings }) => warnings), ...idle(evaluation)],
    assumptions: evaluation.assumptions,
    rules: sortedBy(ruleset.rules, ({ rule }) => rule.id).map(ruleSummary),
  }
}

/** What reports tell of a rule, with the severity that the ruleset gives it. */
export function ruleSummary({ rule, severity }: SelectedRule): RuleSummary {
  const { id, title, topic, why, fix, references, controls } = rule
  return { id, title, severity, topic, why, fix, references, controls }
}

function idle({ judged }: Evaluation): Report['warnings'] {
  if (judged > 0) return []
  return [{ code: 'nothing-judged', message: 'no resource of the inputs is the subject of a selected rule' }]
}

function summaryOf(
  { findings, counts, unknownBy }: Evaluation,
  { files }: Inputs,
  units: readonly InputSummary[],
): Summary {
  const fails = findings.filter(({ verdict }) => verdict === 'fail')
  const standing = fails.filter(({ waived }) => waived === undefined)
  return {
    pass: counts.pass,
    fail: standing.length,
    unknown: counts.unknown,
    notApplicable: counts['not-applicable'],
    waived: fails.length - standing.length,
    severity: {
      critical: count(standing, 'critical'),
      high: count(standing, 'high'),
      medium: count(standing, 'medium'),
      low: count(standing, 'low'),
      info: count(standing, 'info'),
    },
    unknownBy,
    resources: units.reduce((total, { resources }) => total + resources, 0),
    files,
  }
}

function count(findings: readonly Finding[], wanted: Severity): number {
  return findings.filter(({ severity }) => severity === wanted).length
}

function inputsOf({ units, resources }: Snapshot): readonly InputSummary[] {
  const byUnit = Map.groupBy(resources, ({ unit }) => unit)
  return units.map((unit) => {
    const own = byUnit.get(unit) ?? []
    const scope = own[0]?.scope
    return {
      unit: unit.id,
      name: unit.name,
      dialect: unit.dialect,
      ...(unit.file === undefined ? {} : { file: unit.file }),
      account: told(scope?.account),
      region: told(scope?.region),
      resources: own.length,
    }
  })
}

/** An account or region as findings tell it: tokens of unknown ones stay within. */
function told(part = '?'): string {
  return part.startsWith('?') ? 'unknown' : part
}

function coverageEntry({ type, account, region, state, cause, call, action, file }: Coverage): CoverageEntry {
  return {
    type,
    account: told(account),
    region: told(region),
    state,
    ...(cause === undefined ? {} : { class: cause.class, reason: cause.reason }),
    ...(call === undefined ? {} : { call }),
    ...(action === undefined ? {} : { action }),
    ...(file === undefined ? {} : { file }),
  }
}

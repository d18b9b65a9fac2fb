import type { Evidence, Finding, Subject } from '../model/finding.ts'
import type { CoverageEntry, InputSummary, Report, RuleSummary, Summary } from '../model/report.ts'
import type { Location } from '../model/resource.ts'
import { compareText } from '../util/order.ts'

/** Raised when a field changes its meaning or goes away; new fields do not raise it. */
const SCHEMA_VERSION = 1

/** The report as `schemas/report.schema.json` describes it. Keys always come in the same order. */
export function json(report: Report): string {
  return `${JSON.stringify(
    {
      opscheck: report.opscheck,
      schemaVersion: SCHEMA_VERSION,
      now: report.now,
      outcome: report.outcome,
      failOn: report.failOn,
      summary: summary(report.summary),
      inputs: report.inputs.map(input),
      coverage: report.coverage.map(coverage),
      findings: report.findings.map(finding),
      notJudged: report.notJudged.map(({ rule, reason }) => ({ rule, reason })),
      warnings: report.warnings.map(({ code, message, file, line }) => ({ code, message, file, line })),
      assumptions: report.assumptions,
      rules: report.rules.map(ruleEntry),
    },
    undefined,
    2,
  )}\n`
}

function summary(of: Summary) {
  const { critical, high, medium, low, info } = of.severity
  const { input, value, read, limit } = of.unknownBy
  return {
    pass: of.pass,
    fail: of.fail,
    unknown: of.unknown,
    notApplicable: of.notApplicable,
    waived: of.waived,
    severity: { critical, high, medium, low, info },
    unknownBy: { input, value, read, limit },
    resources: of.resources,
    files: { read: of.files.read, notRecognised: of.files.notRecognised },
  }
}

function input({ unit, name, dialect, file, account, region, resources }: InputSummary) {
  return { unit, name, dialect, file, account, region, resources }
}

function coverage(entry: CoverageEntry) {
  const { type, account, region, state, reason, call, action, file } = entry
  return { type, account, region, state, class: entry.class, reason, call, action, file }
}

function finding(of: Finding) {
  return {
    rule: of.rule,
    verdict: of.verdict,
    severity: of.severity,
    waived: of.waived && { reason: of.waived.reason, owner: of.waived.owner, until: of.waived.until },
    resource: subject(of.resource),
    element: of.element,
    location: location(of.location),
    message: of.message,
    cause: of.cause && { class: of.cause.class, reason: of.cause.reason },
    evidence: of.evidence.map(evidence),
    fingerprint: of.fingerprint,
    conditional: of.conditional,
  }
}

function subject({ type, address, name, account, region, arn, unit, constructPath, pieces, environment }: Subject) {
  return { type, address, name, account, region, arn, unit, constructPath, pieces, environment }
}

function location(of: Location) {
  if (of.file === undefined) return { call: of.call, arn: of.arn }
  const { file, line, column, path, call, arn } = of
  return { file, line, column, path, call, arn }
}

function evidence({ resource, path, expected, seen, note, location: at }: Evidence) {
  return { resource, path, expected, seen, note, location: at && location(at) }
}

/** A rule as the report lists it. */
export function ruleEntry({ id, title, severity, topic, why, fix, references, controls }: RuleSummary) {
  return {
    id,
    title,
    severity,
    topic,
    why,
    fix: { cli: fix.cli, cloudformation: fix.cloudformation, terraform: fix.terraform },
    references: references.map((entry) => ({ title: entry.title, publisher: entry.publisher, url: entry.url })),
    // fromEntries defines own properties, whatever their names.
    controls: Object.fromEntries(Object.entries(controls).sort(([left], [right]) => compareText(left, right))),
  }
}

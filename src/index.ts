/**
 * opscheck as a library: {@link scan} judges inputs and returns a {@link Report}; {@link formats} turn a report into
 * text. Nothing here prints, exits or reads the environment.
 *
 * @example
 * const report = await scan({ paths: ['template.yaml'], now: new Date() })
 * const text = await formats.table(report, { color: false, width: 100, evidence: false })
 */
export { type ErrorCode, type ErrorPlace, OpscheckError } from './model/errors.ts'
export type { Evidence, Finding, Subject, Verdict } from './model/finding.ts'
export type { CoverageEntry, InputSummary, Outcome, Report, RuleSummary, Summary } from './model/report.ts'
export type { Location } from './model/resource.ts'
export type { Environment, Severity, Topic } from './model/rule.ts'
export type { Cause, CauseClass } from './model/value.ts'
export { FORMATS, type Format, type RenderOptions } from './report/format.ts'
export { formats } from './report/index.ts'
export { type ScanOptions, scan } from './scan.ts'

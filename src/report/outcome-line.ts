import type { Report } from '../model/report.ts'
import { SEVERITIES, type Severity } from '../model/rule.ts'
import { plural } from './group.ts'

/** The whole report in one line, the outcome as its first word. */
export function outcomeLine(report: Report): string {
  const { summary, outcome, failOn, inputs } = report
  const gate = failOn === 'none' ? SEVERITIES : SEVERITIES.slice(0, SEVERITIES.indexOf(failOn) + 1)
  const above = sum(gate, summary)
  const below = sum(SEVERITIES, summary) - above
  const found = [
    above === 0 ? 'no findings' : plural(above, 'finding'),
    failOn === 'none' ? '' : `at or above ${failOn}`,
    bySeverity(gate, summary),
  ]
  const parts = [
    found.filter((part) => part !== '').join(' '),
    below === 0 ? '' : `${below} below`,
    summary.waived === 0 ? '' : `${summary.waived} waived`,
    `${summary.unknown} unknown${outcome === 'fail' && above === 0 ? ' (--strict)' : ''}`,
    `${summary.pass} pass in ${plural(inputs.length, 'input')}`,
  ]
  return `${outcome.toUpperCase()} ${parts.filter((part) => part !== '').join(', ')}`
}

function bySeverity(severities: readonly Severity[], { severity: counts }: Report['summary']): string {
  const some = severities
    .filter((severity) => counts[severity] > 0)
    .map((severity) => `${counts[severity]} ${severity}`)
  return some.length === 0 ? '' : `(${some.join(', ')})`
}

function sum(severities: readonly Severity[], { severity: counts }: Report['summary']): number {
  return severities.reduce((total, severity) => total + counts[severity], 0)
}

import type { Finding } from '../model/finding.ts'
import { SEVERITIES } from '../model/rule.ts'

/** The one total order of findings: worst first, then by rule and subject. Independent of the machine's language. */
export function compareFindings(left: Finding, right: Finding): number {
  return (
    VERDICTS[left.verdict] - VERDICTS[right.verdict] ||
    SEVERITIES.indexOf(left.severity) - SEVERITIES.indexOf(right.severity) ||
    compareText(left.rule, right.rule) ||
    compareText(left.resource.unit, right.resource.unit) ||
    compareText(left.resource.account, right.resource.account) ||
    compareText(left.resource.region, right.resource.region) ||
    compareText(left.resource.type, right.resource.type) ||
    compareText(left.resource.address, right.resource.address) ||
    compareText(left.element ?? '', right.element ?? '') ||
    compareText(left.fingerprint, right.fingerprint) ||
    compareText(left.message, right.message)
  )
}

/** By UTF-16 code unit. */
export function compareText(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0
}

const VERDICTS = { fail: 0, unknown: 1, pass: 2, 'not-applicable': 3 } as const

import type { Finding } from '../model/finding.ts'
import type { Outcome } from '../model/report.ts'
import { SEVERITIES, type Severity } from '../model/rule.ts'

export interface Gate {
  readonly failOn: Severity | 'none'
  /** `on`: unknowns fail too, save those that such input can never show; `all`: those as well. */
  readonly strict?: 'on' | 'all' | undefined
  /** An input was recognised and could not be read. */
  readonly unread?: boolean
}

/**
 * What a scan comes to. Only findings at or above the gate count, and waived ones never; a finding outweighs an answer
 * that could not be read.
 */
export function outcomeOf(findings: readonly Finding[], { failOn, strict, unread = false }: Gate): Outcome {
  if (failOn === 'none') return 'pass'
  const gate: readonly Severity[] = SEVERITIES.slice(0, SEVERITIES.indexOf(failOn) + 1)
  const counted = findings.filter(({ severity, waived }) => gate.includes(severity) && waived === undefined)
  if (counted.some((finding) => fails(finding, strict))) return 'fail'
  if (!unread && !counted.some(({ verdict, cause }) => verdict === 'unknown' && cause?.class === 'read')) return 'pass'
  return strict === undefined ? 'incomplete' : 'fail'
}

function fails({ verdict, cause }: Finding, strict: Gate['strict']): boolean {
  if (verdict !== 'unknown' || strict === undefined) return verdict === 'fail'
  return strict === 'all' || cause?.class !== 'input'
}

import type { Finding } from '../model/finding.ts'
import { SEVERITIES } from '../model/rule.ts'
import type { Cause } from '../model/value.ts'
import { compareText } from '../util/order.ts'

/** Unknowns that have one cause. */
export interface GroupedCause {
  readonly cause: Cause
  readonly rules: ReadonlySet<string>
  readonly addresses: ReadonlySet<string>
  readonly findings: readonly Finding[]
}

/** Unknown findings by cause: what the user can mend first, then what hides most. */
export function causes(findings: readonly Finding[]): readonly GroupedCause[] {
  const unknown = findings.filter(({ verdict }) => verdict === 'unknown')
  return [...Map.groupBy(unknown, ({ cause = NO_CAUSE }) => `${cause.class}\0${cause.reason}`).values()]
    .map((group) => ({
      cause: group[0]?.cause ?? NO_CAUSE,
      rules: new Set(group.map(({ rule }) => rule)),
      addresses: new Set(group.map(({ resource }) => resource.address)),
      findings: group,
    }))
    .sort(
      (left, right) =>
        URGENCY[left.cause.class] - URGENCY[right.cause.class] ||
        right.findings.length - left.findings.length ||
        compareText(left.cause.reason, right.cause.reason),
    )
}

/** Fails before unknowns before the rest, each by severity; what is equally bad keeps its order. */
export function worstFirst(findings: readonly Finding[]): readonly Finding[] {
  const rank = ({ verdict, severity }: Finding) => VERDICTS[verdict] * SEVERITIES.length + SEVERITIES.indexOf(severity)
  return findings.toSorted((left, right) => rank(left) - rank(right))
}

export function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}

const NO_CAUSE: Cause = { class: 'limit', reason: 'no reason given' }
const URGENCY = { read: 0, value: 1, limit: 2, input: 3 } as const
const VERDICTS = { fail: 0, unknown: 1, pass: 2, 'not-applicable': 3 } as const

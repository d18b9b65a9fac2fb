import type { Finding } from '../model/finding.ts'
import type { Waiver } from '../model/rule.ts'
import type { Warning } from '../model/snapshot.ts'
import { globMatches } from '../util/text.ts'

/** Findings with those that a waiver accepts marked, and what is wrong with the waivers themselves. */
export interface Waived {
  readonly findings: readonly Finding[]
  readonly warnings: readonly Warning[]
}

/**
 * Marks the fails that the user accepted until a day that has not passed. A waiver hides nothing: what it covers stays
 * in the report, under another heading. It matches fails only. One that ran out counts for nothing and is told; so is
 * one that matches nothing although its rule judged something.
 */
export function waive(
  findings: readonly Finding[],
  waivers: readonly Waiver[],
  judged: ReadonlySet<string>,
  now: Date,
): Waived {
  const today = now.toISOString().slice(0, 10)
  const standing = waivers.filter((waiver) => waiver.until >= today)
  const used = new Set<Waiver>()
  const marked = findings.map((finding) => {
    const waiver = finding.verdict === 'fail' ? standing.find((each) => covers(each, finding)) : undefined
    if (waiver === undefined) return finding
    used.add(waiver)
    const { reason, owner, until } = waiver
    return { ...finding, waived: { reason, owner, until } }
  })
  const expired = waivers.filter(
    (waiver) =>
      waiver.until < today && findings.some((finding) => finding.verdict === 'fail' && covers(waiver, finding)),
  )
  const stale = standing.filter((waiver) => !used.has(waiver) && judged.has(waiver.rule))
  return {
    findings: marked,
    warnings: [
      ...expired.map((waiver) => warning('waiver-expired', waiver, `ran out on ${waiver.until}`)),
      ...stale.map((waiver) => warning('waiver-unused', waiver, 'matches no failing finding')),
    ],
  }
}

function covers(waiver: Waiver, finding: Finding): boolean {
  const { resource } = finding
  if (!globMatches(waiver.rule, finding.rule)) return false
  const names = [resource.address, resource.name, resource.arn ?? resource.address]
  if (waiver.subject !== undefined && !names.some((name) => globMatches(waiver.subject ?? '', name))) return false
  if (waiver.element !== undefined && !globMatches(waiver.element, finding.element ?? '')) return false
  if (waiver.environment !== undefined && waiver.environment !== resource.environment) return false
  return waiver.account === undefined || waiver.account === resource.account
}

function warning(code: string, waiver: Waiver, words: string): Warning {
  const { file, line } = waiver.place
  return { code, message: `the waiver of ${waiver.rule} by ${waiver.owner} ${words}`, file, line }
}

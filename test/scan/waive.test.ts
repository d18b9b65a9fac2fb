import { describe, expect, it } from 'vitest'
import type { Finding } from '../../src/model/finding.ts'
import type { Waiver } from '../../src/model/rule.ts'
import { waive } from '../../src/scan/waive.ts'

const now = new Date('2026-06-01T12:00:00Z')
const finding: Finding = {
  rule: 'logging/log-retention-set',
  verdict: 'fail',
  severity: 'medium',
  resource: {
    type: 'AWS::Logs::LogGroup',
    address: 'Web',
    name: '/web',
    account: '111122223333',
    region: 'eu-west-1',
    unit: 'stack',
    environment: 'production',
  },
  location: { file: 'stack.yaml' },
  message: 'no retention',
  evidence: [],
  fingerprint: 'f',
}
const waiver: Waiver = {
  rule: finding.rule,
  reason: 'moved next month',
  owner: 'ops',
  until: '2026-06-01',
  place: { file: 'ruleset.json', line: 3, column: 5 },
}
const judged = new Set([finding.rule])

describe('waivers', () => {
  it.each<[string, Partial<Waiver>, boolean]>([
    ['holds on its last day', {}, true],
    ['is over the day after', { until: '2026-05-31' }, false],
    ['names the subject by a glob of its address', { subject: 'W*' }, true],
    ['names the subject by its name', { subject: '/web' }, true],
    ['names another subject', { subject: 'Api' }, false],
    ['names another account', { account: '444455556666' }, false],
    ['names the environment', { environment: 'production' }, true],
    ['names another environment', { environment: 'staging' }, false],
    ['names an element that is not there', { element: 'web' }, false],
  ])('%s', (_name, parts, expected) => {
    const [marked] = waive([finding], [{ ...waiver, ...parts }], judged, now).findings
    expect(marked?.waived !== undefined).toBe(expected)
  })

  it('covers no unknown', () => {
    const open: Finding = { ...finding, verdict: 'unknown' }
    expect(waive([open], [waiver], judged, now).findings).toEqual([open])
  })

  it('tells what ran out and what covers nothing, with the place', () => {
    const { warnings } = waive(
      [finding],
      [
        { ...waiver, until: '2026-01-01' },
        { ...waiver, subject: 'Nobody' },
      ],
      judged,
      now,
    )
    expect(warnings.map(({ code, line }) => [code, line])).toEqual([
      ['waiver-expired', 3],
      ['waiver-unused', 3],
    ])
  })

  it('leaves a waiver alone whose rule did not run', () => {
    expect(waive([], [waiver], new Set(), now).warnings).toEqual([])
  })
})

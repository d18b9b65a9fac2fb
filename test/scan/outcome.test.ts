import { describe, expect, it } from 'vitest'
import type { Finding } from '../../src/model/finding.ts'
import type { Severity } from '../../src/model/rule.ts'
import type { CauseClass } from '../../src/model/value.ts'
import { outcomeOf } from '../../src/scan/outcome.ts'
import { findingAbout } from '../report/reports.ts'

const fail = (severity: Severity): Finding => ({ ...findingAbout('X'), severity })
const unknown = (severity: Severity, cause: CauseClass): Finding => ({
  ...fail(severity),
  verdict: 'unknown',
  cause: { class: cause, reason: 'so' },
})
const waived = (severity: Severity): Finding => ({
  ...fail(severity),
  waived: { reason: 'so', owner: 'me', until: '2027-01-01' },
})
const pass = { ...fail('critical'), verdict: 'pass' } as const

describe('the outcome at the gate medium', () => {
  it.each([
    ['nothing', [], 'pass'],
    ['a pass', [pass], 'pass'],
    ['a finding above', [fail('high')], 'fail'],
    ['a finding at the gate', [fail('medium')], 'fail'],
    ['a finding below', [fail('low')], 'pass'],
    ['a waived finding', [waived('critical')], 'pass'],
    ['an unread answer', [unknown('medium', 'read')], 'incomplete'],
    ['an unread answer below', [unknown('low', 'read')], 'pass'],
    ['a finding and an unread answer', [unknown('high', 'read'), fail('medium')], 'fail'],
    ['other unknowns', [unknown('high', 'value'), unknown('high', 'limit'), unknown('high', 'input')], 'pass'],
  ] as const)('%s', (_, findings, outcome) => {
    expect(outcomeOf(findings, { failOn: 'medium' })).toBe(outcome)
  })

  it.each([
    ['value', 'fail', 'fail'],
    ['read', 'fail', 'fail'],
    ['limit', 'fail', 'fail'],
    ['input', 'pass', 'fail'],
  ] as const)('under --strict and --strict=all, an unknown of class %s', (cause, on, all) => {
    expect(outcomeOf([unknown('medium', cause)], { failOn: 'medium', strict: 'on' })).toBe(on)
    expect(outcomeOf([unknown('medium', cause)], { failOn: 'medium', strict: 'all' })).toBe(all)
    expect(outcomeOf([unknown('low', cause)], { failOn: 'medium', strict: 'all' })).toBe('pass')
  })

  it('is never a pass when an input could not be read', () => {
    expect(outcomeOf([], { failOn: 'medium', unread: true })).toBe('incomplete')
    expect(outcomeOf([fail('high')], { failOn: 'medium', unread: true })).toBe('fail')
    expect(outcomeOf([], { failOn: 'medium', unread: true, strict: 'on' })).toBe('fail')
  })

  it('is never more than a pass without a gate', () => {
    const findings = [fail('critical'), unknown('critical', 'read')]
    expect(outcomeOf(findings, { failOn: 'none', strict: 'all' })).toBe('pass')
  })
})

import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { loadRuleset } from '../../src/ruleset/index.ts'
import { scan } from '../../src/scan.ts'
import { ruleCases, VERDICTS } from './cases.ts'

const NOW = new Date('2026-06-01T00:00:00Z')
const cases = ruleCases('fixtures/rules')
const all = (await loadRuleset('opscheck:all')).rules.map(({ rule }) => rule)

describe.each(all.map((rule) => rule.id))('%s', (id) => {
  const own = cases.filter((each) => each.rule === id)

  it('has a case for every verdict', () => {
    expect(VERDICTS.filter((verdict) => !own.some((each) => each.expected === verdict))).toEqual([])
  })

  it.each(own.map((each) => [each.name, each] as const))('%s', async (_name, { path, folder, expected }) => {
    const ruleset = folder && existsSync(join(path, 'ruleset.json')) ? join(path, 'ruleset.json') : 'opscheck:all'
    const report = await scan({
      paths: [path],
      now: NOW,
      ruleset,
      rules: [id],
      show: new Set(['pass', 'not-applicable']),
    })
    const told = report.findings.map(({ resource, element, verdict, message }) => ({
      subject: `${resource.address} ${element ?? ''}`,
      verdict,
      message,
    }))
    const applicable = told.filter(({ verdict }) => verdict !== 'not-applicable')
    if (expected === 'not-applicable') expect(applicable).toEqual([])
    else {
      expect(applicable.length, 'the case tests nothing').toBeGreaterThan(0)
      expect(applicable.filter(({ verdict }) => verdict !== expected)).toEqual([])
    }
  })
})

it('knows the rule of every case', () => {
  expect(cases.map((each) => each.rule).filter((id) => !all.some((rule) => rule.id === id))).toEqual([])
})

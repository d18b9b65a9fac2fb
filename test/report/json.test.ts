import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Report } from '../../src/model/report.ts'
import { formats } from '../../src/report/index.ts'
import { fixture, fixtureText, HOSTILE, isReport, reportAbout } from './reports.ts'

const OPTIONS = { color: false, width: 80, evidence: false }

describe('json', () => {
  it.each(['mixed', 'clean', 'live'] as const)('writes the contract, key by key: %s', async (name) => {
    expect(await formats.json(fixture(name), OPTIONS)).toBe(fixtureText(name))
  })

  it('does not depend on the order in which a report was put together', async () => {
    const report = fixture('mixed')
    const turned: Report = { ...report, ...Object.fromEntries(Object.entries(report).reverse()) }
    expect(await formats.json(turned, OPTIONS)).toBe(fixtureText('mixed'))
  })

  it.each(HOSTILE)('keeps any name: %j', async (name) => {
    const back: unknown = JSON.parse(await formats.json(reportAbout(name), OPTIONS))
    expect(isReport(back)).toBe(true)
    expect(back).toMatchObject({ findings: [{ message: name, resource: { address: name } }, {}] })
  })

  it('keeps a control whose framework is called __proto__', async () => {
    const text = await formats.json(reportAbout('__proto__'), OPTIONS)
    expect(text).toContain('"controls": {\n        "__proto__": [\n          "__proto__"\n        ]\n      }')
  })

  it('reads back as it was written, whatever the text', { timeout: 60_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary' }), async (name) => {
        const text = await formats.json(reportAbout(name), OPTIONS)
        const back: unknown = JSON.parse(text)
        if (!isReport(back)) throw new Error(JSON.stringify(isReport.errors))
        expect(await formats.json(back, OPTIONS)).toBe(text)
      }),
      { numRuns: 100 },
    )
  })
})

import { describe, expect, it } from 'vitest'
import { decidedFrom, INPUT_KINDS, ruleFacts } from '../../scripts/docs/rule-facts.ts'
import { findCases, VERDICTS } from '../../src/cases/find-cases.ts'
import { caseProblem, judgeCase, openCase, rulesUnderTest } from '../../src/cases/judge-case.ts'

const tested = await rulesUnderTest('rules', '.')
const cases = findCases('fixtures/rules')

describe.each(tested.rules.map(({ id }) => id))('%s', (id) => {
  const own = cases.filter((each) => each.rule === id)

  it('has a case for every verdict', () => {
    expect(VERDICTS.filter((verdict) => !own.some((each) => each.expected === verdict))).toEqual([])
  })

  it.each(own.map((each) => [each.name, each] as const))('%s', async (_name, each) => {
    expect(caseProblem(each.expected, await judgeCase(await openCase(each, tested, '.')))).toBeUndefined()
  })
})

describe('from which input a rule is decided', async () => {
  const facts = await ruleFacts()
  it.each(facts.map((each) => [each.rule.id, each] as const))(
    '%s: two kinds, or it says why only the API',
    (_, each) => {
      const kinds = INPUT_KINDS.filter((kind) => ['decides', 'partly'].includes(decidedFrom(each, kind)))
      if (each.rule.apiOnly === undefined) expect(kinds.length).toBeGreaterThanOrEqual(2)
      else expect(kinds).toEqual(['export'])
    },
  )
})

it('knows the rule of every case', () => {
  expect(cases.map((each) => each.rule).filter((id) => !tested.rules.some((rule) => rule.id === id))).toEqual([])
})

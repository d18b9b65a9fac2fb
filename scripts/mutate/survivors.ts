import { managedPolicy } from '../../src/aws/iam/managed.ts'
import { findCases, type RuleCase } from '../../src/cases/find-cases.ts'
import { caseProblem, type OpenCase, openCase, rulesUnderTest, verdictsOf } from '../../src/cases/judge-case.ts'
import { compile } from '../../src/engine/index.ts'
import { OpscheckError } from '../../src/model/errors.ts'
import type { Rule } from '../../src/model/rule.ts'
import { asWritten } from '../../src/ruleset/index.ts'
import { regex } from '../../src/scan/regex.ts'
import { type Mutant, mutantsOf } from './mutants.ts'

/** What the cases of one rule do not notice. */
export interface RuleSurvivors {
  readonly rule: Rule
  /** How many changes were tried. */
  readonly mutants: number
  readonly survivors: readonly Mutant[]
  /** Paths of cases that the rule as it is does not hold: they tell nothing. */
  readonly wrong: readonly string[]
}

/** Changes one thing of each rule at a time and asks its cases, whose inputs are read once. */
export async function* survivorsOf(wanted: (id: string) => boolean): AsyncGenerator<RuleSurvivors> {
  const tested = await rulesUnderTest('rules', '.')
  const cases = findCases('fixtures/rules')
  for (const rule of tested.rules.filter(({ id }) => wanted(id))) {
    const own = cases.filter((each) => each.rule === rule.id)
    const opened = await Promise.all(own.map(async (each) => ({ own: each, open: await openCase(each, tested, '.') })))
    const telling = opened.filter((each) => holds(rule, each))
    const mutants = [...mutantsOf(rule)].filter((mutant) => compiles(mutant.rule))
    yield {
      rule,
      mutants: mutants.length,
      survivors: mutants.filter((mutant) => telling.every((each) => holds(mutant.rule, each))),
      wrong: opened.filter((each) => !telling.includes(each)).map((each) => each.own.path),
    }
  }
}

/** What the case's own ruleset sets stays set; defaults are those of the mutant. */
function holds(rule: Rule, { own, open }: { readonly own: RuleCase; readonly open: OpenCase }): boolean {
  const { selected } = open
  const set = Object.entries(selected.parameters).filter(
    ([name, value]) => value !== selected.rule.parameters[name]?.default,
  )
  const parameters = { ...asWritten(rule).parameters, ...Object.fromEntries(set) }
  const compiled = compile([{ ...selected, rule, parameters }], { regex })
  return caseProblem(own.expected, verdictsOf(open, compiled, managedPolicy)) === undefined
}

function compiles(rule: Rule): boolean {
  try {
    return compile([asWritten(rule)], { regex }).length === 1
  } catch (error) {
    if (error instanceof OpscheckError) return false
    throw error
  }
}

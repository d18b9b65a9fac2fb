import { managedPolicy } from '../src/aws/iam/managed.ts'
import { findCases, type RuleCase } from '../src/cases/find-cases.ts'
import { caseProblem, type OpenCase, openCase, rulesUnderTest, verdictsOf } from '../src/cases/judge-case.ts'
import { compile } from '../src/engine/index.ts'
import { OpscheckError } from '../src/model/errors.ts'
import type { Rule } from '../src/model/rule.ts'
import { asWritten } from '../src/ruleset/index.ts'
import { regex } from '../src/scan/regex.ts'
import { mutantsOf } from './mutants.ts'

/**
 * Changes one thing of a rule at a time and asks its cases: what none of them tells apart is a condition that no case
 * holds, or one that decides nothing. Prints these survivors with their places and fails when there are any. Arguments
 * are ids, or beginnings of ids; without them all rules are asked.
 */
const wanted = process.argv.slice(2)
const tested = await rulesUnderTest('rules', '.')
const cases = findCases('fixtures/rules')
const rules = tested.rules.filter(({ id }) => wanted.length === 0 || wanted.some((start) => id.startsWith(start)))

let mutants = 0
let survivors = 0
for (const rule of rules) {
  const opened = await Promise.all(cases.filter((each) => each.rule === rule.id).map(open))
  const wrong = opened.filter((each) => !holds(rule, each))
  for (const { own } of wrong) console.log(`${own.path}: the rule as it is does not hold its case`)
  for (const { pointer, what, rule: mutant } of mutantsOf(rule)) {
    if (!compiles(mutant)) continue
    mutants += 1
    if (opened.some((each) => !wrong.includes(each) && !holds(mutant, each))) continue
    survivors += 1
    const { line, column } = rule.source.place(pointer)
    console.log(`${rule.source.file}:${line}:${column} ${what} (${pointer})`)
  }
}
console.log(`${survivors} of ${mutants} mutants of ${rules.length} rules are told apart by no case`)
process.exitCode = survivors === 0 ? 0 : 1

interface OwnCase {
  readonly own: RuleCase
  readonly open: OpenCase
}

async function open(own: RuleCase): Promise<OwnCase> {
  return { own, open: await openCase(own, tested, '.') }
}

/** What the case's own ruleset sets stays set; defaults are those of the mutant. */
function holds(rule: Rule, { own, open }: OwnCase): boolean {
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

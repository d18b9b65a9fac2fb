import { existsSync } from 'node:fs'
import { relative, resolve, sep } from 'node:path'
import { OpscheckError } from '../model/errors.ts'
import { CASES_FOLDER, findCases, type RuleCase } from './find-cases.ts'
import { caseProblem, judgeCase, openCase, rulesUnderTest } from './judge-case.ts'

/** What the cases say of one rule. */
export interface RuleCheck {
  readonly id: string
  readonly cases: number
  /** What is wrong, in the order of the cases; empty when the rule does what its cases say. */
  readonly problems: readonly CaseProblem[]
}

export interface CaseProblem {
  /** The case, as a path; absent for what is wrong with the cases as a whole. */
  readonly file?: string
  readonly message: string
}

/** Verdicts that every rule proves: a rule that cannot pass, or cannot fail, says nothing. */
const PROVEN = ['pass', 'fail'] as const

/**
 * Judges every rule below `folder/rules` by its cases below `folder/fixtures/rules`. Throws OpscheckError for a broken rule
 * (`rule-invalid`), a case named after no verdict or no folder `rules` (`usage`), and no rule in it (`no-rule`).
 */
export async function checkRules(folder: string): Promise<readonly RuleCheck[]> {
  const cwd = resolve('.')
  const root = resolve(folder)
  const rules = resolve(root, 'rules')
  if (!existsSync(rules)) {
    throw new OpscheckError('usage', 'there is no folder of rules', {
      file: shown(rules, cwd),
      hint: 'name the folder that holds rules/; opscheck new TOPIC/NAME writes a first rule',
    })
  }
  const tested = await rulesUnderTest(rules, cwd)
  if (tested.rules.length === 0) {
    throw new OpscheckError('no-rule', 'there is no rule to test', {
      file: shown(rules, cwd),
      hint: 'opscheck new TOPIC/NAME writes one with its cases',
    })
  }
  const cases = findCases(shown(resolve(root, CASES_FOLDER), cwd))
  const checks: RuleCheck[] = []
  for (const { id } of tested.rules) {
    const own = cases.filter((each) => each.rule === id)
    const problems: CaseProblem[] = PROVEN.filter((verdict) => !own.some(({ expected }) => expected === verdict)).map(
      (verdict) => ({
        message: `no case that it must ${verdict}: ${CASES_FOLDER}/${id}/${verdict}.WHAT.yaml is missing`,
      }),
    )
    for (const each of own) problems.push(...(await problemOf(each, tested, cwd)))
    checks.push({ id, cases: own.length, problems })
  }
  return [...checks, ...orphans(cases, new Set(tested.rules.map(({ id }) => id)))]
}

/** A broken rule ends the run; a broken input is the fault of its case alone. */
async function problemOf(
  each: RuleCase,
  tested: Awaited<ReturnType<typeof rulesUnderTest>>,
  cwd: string,
): Promise<readonly CaseProblem[]> {
  try {
    const message = caseProblem(each.expected, await judgeCase(await openCase(each, tested, cwd)))
    return message === undefined ? [] : [{ file: each.path, message }]
  } catch (error) {
    if (!(error instanceof OpscheckError) || error.code === 'rule-invalid') throw error
    return [{ file: each.path, message: error.message }]
  }
}

function orphans(cases: readonly RuleCase[], ids: ReadonlySet<string>): readonly RuleCheck[] {
  const lost = new Set(cases.map(({ rule }) => rule).filter((rule) => !ids.has(rule)))
  return [...lost].map((id) => ({
    id,
    cases: 0,
    problems: [{ message: `there are cases in ${CASES_FOLDER}/${id}, but no rule rules/${id}.yaml` }],
  }))
}

function shown(path: string, cwd: string): string {
  const below = relative(cwd, path)
  return (below.startsWith('..') ? path : below).split(sep).join('/')
}

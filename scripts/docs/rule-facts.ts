import { managedPolicy } from '../../src/aws/iam/managed.ts'
import { findCases, type RuleCase } from '../../src/cases/find-cases.ts'
import { type CaseVerdict, openCase, rulesUnderTest, verdictsOf } from '../../src/cases/judge-case.ts'
import { checkPath } from '../../src/engine/check-path.ts'
import { compileRule } from '../../src/engine/compile.ts'
import { vocabulary } from '../../src/engine/vocabulary/index.ts'
import type { Algorithm, Facet, Relation } from '../../src/engine/word.ts'
import type { Unit } from '../../src/model/resource.ts'
import type { Rule } from '../../src/model/rule.ts'
import { asWritten } from '../../src/ruleset/index.ts'
import { regex } from '../../src/scan/regex.ts'

/** A rule with what only compiling it and judging its cases can tell. */
export interface RuleFacts {
  readonly rule: Rule
  readonly facets: readonly Facet[]
  readonly relations: readonly Relation[]
  readonly algorithms: readonly Algorithm[]
  readonly cases: readonly JudgedCase[]
}

export interface JudgedCase extends RuleCase {
  readonly verdicts: readonly CaseVerdict[]
  /** The kinds of input in it. */
  readonly kinds: readonly InputKind[]
}

export const INPUT_KINDS = ['CloudFormation', 'Terraform', 'export'] as const
export type InputKind = (typeof INPUT_KINDS)[number]

const KIND_OF: Readonly<Record<Unit['dialect'], InputKind>> = {
  cloudformation: 'CloudFormation',
  'terraform-plan': 'Terraform',
  'terraform-state': 'Terraform',
  export: 'export',
  live: 'export',
}

/** All rules with their facts, in the order of ids. */
export async function ruleFacts(): Promise<readonly RuleFacts[]> {
  const tested = await rulesUnderTest('rules', '.')
  const cases = findCases('fixtures/rules')
  const facts: RuleFacts[] = []
  for (const rule of tested.rules) {
    const judged: JudgedCase[] = []
    for (const each of cases.filter((one) => one.rule === rule.id)) {
      const open = await openCase(each, tested, '.')
      const compiled = compileRule(open.selected, { vocabulary, regex })
      const units = open.snapshots.flatMap((snapshot) => snapshot.units)
      const kinds = new Set(units.map(({ dialect }) => KIND_OF[dialect]))
      judged.push({ ...each, verdicts: verdictsOf(open, [compiled], managedPolicy), kinds: [...kinds] })
    }
    facts.push({ rule, ...wordsOf(rule), cases: judged })
  }
  return facts
}

/** Compiles the rule by a vocabulary that notes which of its words are meant. */
function wordsOf(rule: Rule): Pick<RuleFacts, 'facets' | 'relations' | 'algorithms'> {
  const used = new Set<object>()
  const noting = <Word extends { readonly reads: readonly string[] }>(word: Word): Word => ({
    ...word,
    get reads() {
      used.add(word)
      return word.reads
    },
  })
  compileRule(asWritten(rule), {
    vocabulary: {
      facets: vocabulary.facets.map(noting),
      relations: vocabulary.relations.map(noting),
      algorithms: vocabulary.algorithms.map(noting),
    },
    regex,
    checkPath,
  })
  return {
    facets: vocabulary.facets.filter((word) => used.has(word)),
    relations: vocabulary.relations.filter((word) => used.has(word)),
    algorithms: vocabulary.algorithms.filter((word) => used.has(word)),
  }
}

/** How far the cases show that an input of this kind decides the rule. */
export function decidedFrom({ rule, cases }: RuleFacts, kind: InputKind): 'decides' | 'partly' | 'never' | '' {
  if (rule.apiOnly !== undefined && kind !== 'export') return 'never'
  const own = cases.filter(({ kinds }) => kinds.length === 1 && kinds[0] === kind)
  const passes = own.some(({ expected }) => expected === 'pass')
  const fails = own.some(({ expected }) => expected === 'fail')
  if (passes && fails) return 'decides'
  if (passes || fails) return 'partly'
  const unknown = own.filter(({ expected }) => expected === 'unknown')
  const byNature = unknown.every(({ verdicts }) =>
    verdicts.every(({ cause }) => cause === undefined || cause.class === 'input'),
  )
  return unknown.length > 0 && byNature ? 'never' : ''
}

import { type CompiledRule, evaluate } from '../engine/index.ts'
import type { Verdict } from '../model/finding.ts'
import type { Ruleset, SelectedRule } from '../model/rule.ts'
import type { Snapshot } from '../model/snapshot.ts'
import type { Cause } from '../model/value.ts'
import { type BuiltIn, builtIn } from '../ruleset/built-in.ts'
import { loadRuleset } from '../ruleset/index.ts'
import { readRulesFolder } from '../ruleset/rules-folder.ts'
import { compileRules } from '../scan/compile-rules.ts'
import { digest } from '../scan/digest.ts'
import { managedPolicies } from '../scan/managed-policies.ts'
import { selectRules } from '../scan/select-rules.ts'
import { readInputs } from '../sources/index.ts'
import { type RuleCase, VERDICTS } from './find-cases.ts'

/** A case with its inputs read, ready to be judged by its rule or by variants of it. */
export interface OpenCase {
  readonly selected: SelectedRule
  readonly ruleset: Ruleset
  readonly snapshots: readonly Snapshot[]
}

/** What a rule said of one subject of a case. */
export interface CaseVerdict {
  /** Address, with the element where the rule has `each`. */
  readonly subject: string
  readonly verdict: Verdict
  readonly message: string
  /** Why it is unknown. */
  readonly cause?: Cause
}

/** Ages in cases are judged against this instant, for ever the same. */
const NOW = new Date('2026-06-01T00:00:00Z')

/** The rules below a folder in place of those of opscheck, beside the default environments. */
export async function rulesUnderTest(folder: string, cwd: string): Promise<BuiltIn> {
  return { ...(await builtIn()), rules: await readRulesFolder(folder, cwd) }
}

/**
 * Reads the inputs of a case. The rules under test are all that there are: `opscheck:all`, unless the case brings a
 * ruleset along. Throws OpscheckError as reading rulesets and inputs does.
 */
export async function openCase(each: RuleCase, tested: BuiltIn, cwd: string): Promise<OpenCase> {
  const loaded = await loadRuleset(each.ruleset ?? 'opscheck:all', { cwd, builtIn: async () => tested })
  const ruleset = selectRules(loaded, { rules: [each.rule] })
  const [selected] = ruleset.rules
  if (selected === undefined) throw new Error('a selection is never empty')
  const { snapshots } = await readInputs([each.path], { definitions: ruleset.inputs, parameters: new Map(), cwd })
  return { selected, ruleset, snapshots }
}

/** The verdicts of the rule on the subjects of a case. Throws OpscheckError `rule-invalid`. */
export async function judgeCase(open: OpenCase): Promise<readonly CaseVerdict[]> {
  const rules = await compileRules([open.selected])
  return verdictsOf(open, rules, await managedPolicies(rules, open.snapshots))
}

/** Why the verdicts are not what the case expects; undefined when they are. */
export function caseProblem(expected: Verdict, verdicts: readonly CaseVerdict[]): string | undefined {
  const applicable = verdicts.filter(({ verdict }) => verdict !== 'not-applicable')
  if (expected !== 'not-applicable' && applicable.length === 0)
    return 'the case tests nothing: the rule applies to nothing in it'
  const others = applicable.filter(({ verdict }) => verdict !== expected)
  if (others.length === 0) return undefined
  return others.map(({ subject, verdict, message }) => `${subject}: ${verdict} (${message})`).join('\n')
}

type Managed = Awaited<ReturnType<typeof managedPolicies>>

export function verdictsOf(
  { ruleset, snapshots }: OpenCase,
  rules: readonly CompiledRule[],
  managedPolicy: Managed,
): readonly CaseVerdict[] {
  const evaluation = evaluate(rules, snapshots, {
    ruleset,
    now: NOW,
    managedPolicy,
    digest,
    keep: new Set(VERDICTS),
    explained: EXPLAINED,
  })
  return evaluation.findings.map(({ resource, element, verdict, message, cause }) => ({
    subject: element === undefined ? resource.address : `${resource.address} [${element}]`,
    verdict,
    message,
    ...(cause === undefined ? {} : { cause }),
  }))
}

const EXPLAINED: ReadonlySet<Verdict> = new Set(['fail', 'unknown'])

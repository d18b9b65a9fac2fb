import type { SelectedRule } from '../model/rule.ts'
import { type CompiledRule, type CompileOptions, compileRule } from './compile.ts'
import { vocabulary } from './vocabulary/index.ts'

export type { CompiledRule } from './compile.ts'
export { type EvaluateOptions, type Evaluation, evaluate } from './evaluate.ts'
export type { ManagedPolicyLookup } from './frame.ts'

/**
 * Compiles rules to closures. Throws OpscheckError `rule-invalid` with file, line and column at the first word without
 * a meaning.
 */
export function compile(
  rules: readonly SelectedRule[],
  options: Omit<CompileOptions, 'vocabulary'>,
): readonly CompiledRule[] {
  return rules.map((rule) => compileRule(rule, { vocabulary, ...options }))
}

import { type CompiledRule, compile } from '../engine/index.ts'
import type { SelectedRule } from '../model/rule.ts'
import { regex } from './regex.ts'

/**
 * Compiles rules; the paths and types of a user's own are looked up in AWS's schemas, which is slow to load and was done
 * for the others when they were packed. Throws OpscheckError `rule-invalid` with the place.
 */
export async function compileRules(rules: readonly SelectedRule[]): Promise<readonly CompiledRule[]> {
  if (rules.every(({ rule }) => rule.source.checked)) return compile(rules, { regex })
  const { checkPath, checkType } = await import('../engine/check-path.ts')
  const checks = { regex, checkPath, checkType }
  return rules.flatMap((rule) => compile([rule], rule.rule.source.checked ? { regex } : checks))
}

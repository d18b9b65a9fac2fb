import { OpscheckError } from '../model/errors.ts'
import type { Rule, RuleSource } from '../model/rule.ts'
import type { RuleDocument } from './document.ts'
import { readWritten } from './file.ts'
import { schemaProblem } from './schema-problem.ts'

/**
 * Reads one rule. Throws OpscheckError `rule-invalid` (or `too-deep`, `file-unreadable`, `file-too-large`) with the place
 * of the first fault. The words of its conditions are not looked at: the engine compiles them.
 */
export async function readRule(path: string, id: string, cwd: string): Promise<Rule> {
  const { file, value, place } = await readWritten(path, cwd, 'rule-invalid')
  const { validateRule } = await import('./generated/validators.js')
  if (!validateRule(value)) {
    const { pointer, message, hint } = schemaProblem(validateRule.errors ?? [], value)
    throw new OpscheckError('rule-invalid', `rule ${id}: ${message}`, {
      file,
      ...place(pointer),
      ...(hint === undefined ? {} : { hint }),
    })
  }
  return toRule(value, id, { file, place })
}

function toRule(document: RuleDocument, id: string, source: RuleSource): Rule {
  const { title, severity, why, select, each, where, check, message } = document
  return {
    id,
    title,
    severity,
    why: why.trim(),
    topic: id.slice(0, id.indexOf('/')),
    select: typeof select === 'string' ? [select] : select,
    ...(each === undefined ? {} : { each }),
    ...(where === undefined ? {} : { where }),
    check,
    parameters: document.parameters ?? {},
    environments: document.environments ?? [],
    ...(message === undefined ? {} : { message }),
    fix: document.fix ?? {},
    references: document.references ?? [],
    controls: document.controls ?? {},
    formerly: document.formerly ?? [],
    recommended: document.recommended ?? true,
    ...(document.apiOnly === undefined ? {} : { apiOnly: document.apiOnly.trim() }),
    source,
  }
}

import { dirname } from 'node:path'
import { OpscheckError } from '../model/errors.ts'
import type { Place } from '../util/positions.ts'
import type { RulesetDocument } from './document.ts'
import { readWritten } from './file.ts'
import { schemaProblem } from './schema-problem.ts'

/** A ruleset as one file tells it, before what it extends. */
export interface RulesetFile {
  /** As reports show it. */
  readonly file: string
  readonly folder: string
  readonly document: RulesetDocument
  /** Throws OpscheckError `ruleset-invalid` at a JSON pointer of the file. */
  readonly reject: (pointer: string, message: string, hint?: string) => never
  readonly at: (pointer: string) => Place
}

/** Throws OpscheckError `ruleset-invalid` (or `too-deep`, `file-unreadable`, `file-too-large`) with the place. */
export async function readRulesetFile(path: string, cwd: string): Promise<RulesetFile> {
  const { file, value, place } = await readWritten(path, cwd, 'ruleset-invalid')
  const { validateRuleset } = await import('./generated/validators.js')
  const reject = (pointer: string, message: string, hint?: string): never => {
    throw new OpscheckError('ruleset-invalid', message, {
      file,
      ...place(pointer),
      ...(hint === undefined ? {} : { hint }),
    })
  }
  if (!validateRuleset(value)) {
    const { pointer, message, hint } = schemaProblem(validateRuleset.errors ?? [], value)
    return reject(pointer, message, hint)
  }
  return { file, folder: dirname(path), document: value, reject, at: place }
}

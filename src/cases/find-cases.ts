import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { OpscheckError } from '../model/errors.ts'
import type { Verdict } from '../model/finding.ts'
import { compareText } from '../util/order.ts'

/**
 * A case of a rule: a file, or a folder of several inputs (and perhaps a ruleset.json), below
 * `fixtures/rules/<topic>/<name>/`. Its name starts with the verdict it expects: `fail.no-options.yaml`.
 */
export interface RuleCase {
  /** Id of the rule. */
  readonly rule: string
  /** `fail.no-options.yaml` */
  readonly name: string
  readonly path: string
  readonly expected: Verdict
  /** The ruleset that the case brings along. */
  readonly ruleset?: string
}

export const CASES_FOLDER = 'fixtures/rules'

export const VERDICTS = ['pass', 'fail', 'unknown', 'not-applicable'] as const satisfies readonly Verdict[]

/**
 * The cases below a folder in the order of rules and names; none when there is no such folder. Throws OpscheckError
 * `usage` for a case that is not named after a verdict, `file-unreadable` for a folder that cannot be read.
 */
export function findCases(root: string): readonly RuleCase[] {
  if (!existsSync(root)) return []
  return ruleFolders(root, '').flatMap((rule) =>
    entriesOf(join(root, rule)).map((name): RuleCase => {
      const path = join(root, rule, name)
      const ruleset = join(path, 'ruleset.json')
      return { rule, name, path, expected: expectedBy(name, path), ...(existsSync(ruleset) ? { ruleset } : {}) }
    }),
  )
}

/** Folders whose entries are cases: those that hold anything but plain folders. */
function ruleFolders(root: string, below: string): readonly string[] {
  const entries = entriesOf(join(root, below))
  const isTopic = entries.every((name) => verdictOf(name) === undefined && isFolder(join(root, below, name)))
  if (!isTopic) return [below]
  return entries.flatMap((name) => ruleFolders(root, below === '' ? name : `${below}/${name}`))
}

function expectedBy(name: string, path: string): Verdict {
  const verdict = verdictOf(name)
  if (verdict !== undefined) return verdict
  throw new OpscheckError('usage', 'the name of a case starts with the verdict it expects', {
    file: path,
    hint: 'pass., fail., unknown. or not-applicable., such as fail.no-options.yaml',
  })
}

function verdictOf(name: string): Verdict | undefined {
  return VERDICTS.find((verdict) => name.startsWith(`${verdict}.`))
}

function entriesOf(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
      .filter((name) => !name.startsWith('.'))
      .sort(compareText)
  } catch (cause) {
    throw new OpscheckError('file-unreadable', 'the folder of cases cannot be read', { file: folder, cause })
  }
}

function isFolder(path: string): boolean {
  return statSync(path).isDirectory()
}

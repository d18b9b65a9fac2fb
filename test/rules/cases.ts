import { readdirSync, statSync } from 'node:fs'
import { join, relative } from 'node:path'
import type { Verdict } from '../../src/model/finding.ts'

/**
 * A case of a rule: a file, or a folder of several inputs (and perhaps a ruleset.json), below
 * `fixtures/rules/<topic>/<name>/`. Its name starts with the verdict it expects: `fail.no-options.yaml`.
 */
export interface RuleCase {
  readonly rule: string
  readonly name: string
  readonly path: string
  readonly folder: boolean
  readonly expected: Verdict
}

export const VERDICTS: readonly Verdict[] = ['pass', 'fail', 'unknown', 'not-applicable']

export function ruleCases(root: string): readonly RuleCase[] {
  return folders(root).flatMap((topic) =>
    folders(join(root, topic)).flatMap((name) => {
      const folder = join(root, topic, name)
      return readdirSync(folder)
        .sort()
        .map((file): RuleCase => {
          const path = join(folder, file)
          const expected = VERDICTS.find((verdict) => file.startsWith(`${verdict}.`))
          if (expected === undefined)
            throw new Error(`${relative(root, path)}: a case is named pass., fail., unknown. or not-applicable.`)
          return { rule: `${topic}/${name}`, name: file, path, folder: statSync(path).isDirectory(), expected }
        })
    }),
  )
}

function folders(root: string): readonly string[] {
  return readdirSync(root)
    .sort()
    .filter((name) => statSync(join(root, name)).isDirectory())
}

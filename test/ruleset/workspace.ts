import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { onTestFinished } from 'vitest'
import { OpscheckError } from '../../src/model/errors.ts'
import type { Ruleset } from '../../src/model/rule.ts'
import { loadRuleset } from '../../src/ruleset/index.ts'
import { readRulesFolder } from '../../src/ruleset/rules-folder.ts'

/** A folder with these files, gone after the test. Values that are no texts are written as JSON. */
export function workspace(files: Readonly<Record<string, unknown>>): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'opscheck-ruleset-')))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), typeof content === 'string' ? content : JSON.stringify(content, undefined, 2))
  }
  return folder
}

/** The least that a rule file holds, with more lines at its end. */
export function ruleText(...lines: readonly string[]): string {
  return [
    'title: Require a driver',
    'severity: high',
    'why: Output is lost.',
    'select: AWS::ECS::TaskDefinition',
    'check: { Family: { exists: true } }',
    ...lines,
    '',
  ].join('\n')
}

const BUILT_IN = {
  'rules/images/kept.yaml': ruleText('parameters: { least: { default: 3 }, tags: { default: [a, b] } }'),
  'rules/logging/driver.yaml': ruleText('formerly: [logging/log-driver]'),
  'rules/logging/extra.yaml': ruleText('recommended: false'),
}

/** Loads the ruleset of a folder against three built-in rules of the tests and one default. */
export async function load(folder: string, name?: string): Promise<Ruleset> {
  const own = workspace(BUILT_IN)
  const builtIn = async () => ({
    rules: await readRulesFolder(join(own, 'rules'), own),
    ruleset: {
      environments: { production: { names: ['prod'], tags: { env: 'prod*' } }, staging: { names: ['stg*'] } },
      failOn: 'medium',
      maxWaiverDays: 100,
    } as const,
    file: join(own, 'ruleset.json'),
  })
  return loadRuleset(name, { cwd: folder, builtIn })
}

/** `code file:line:column message (hint)` of the error that loading ends in. */
export async function failureOf(promise: Promise<unknown>): Promise<string> {
  try {
    await promise
  } catch (error) {
    if (!(error instanceof OpscheckError)) throw error
    const { code, message, hint, place } = error
    const at = [place.file, place.line, place.column].filter((part) => part !== undefined).join(':')
    return [code, at, message, hint === undefined ? '' : `(${hint})`].filter((part) => part !== '').join(' ')
  }
  return 'no error'
}

export function ids(ruleset: Ruleset): readonly string[] {
  return ruleset.rules.map(({ rule }) => rule.id)
}

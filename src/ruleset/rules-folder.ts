import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { OpscheckError } from '../model/errors.ts'
import type { Rule } from '../model/rule.ts'
import { compareText } from '../util/order.ts'
import { shown } from './file.ts'
import { readRule } from './rule-file.ts'

/** All rules below a folder in the order of their ids: the id of `logging/log-driver-set.yaml` is its path without the ending. */
export async function readRulesFolder(folder: string, cwd: string): Promise<readonly Rule[]> {
  const found = [...ruleFiles(folder, cwd)].sort((left, right) => compareText(left.id, right.id))
  const rules: Rule[] = []
  for (const { path, id } of found) rules.push(await readRule(path, id, cwd))
  return rules
}

interface RuleFile {
  readonly path: string
  readonly id: string
}

/** Linked folders are not followed: they may lead back. */
function* ruleFiles(root: string, cwd: string): Generator<RuleFile> {
  const waiting = ['']
  for (let below = waiting.pop(); below !== undefined; below = waiting.pop()) {
    const folder = join(root, below)
    for (const entry of entriesOf(folder, cwd)) {
      if (entry.name.startsWith('.') || entry.name === 'node_modules') continue
      if (entry.isDirectory()) waiting.push(`${below}${entry.name}/`)
      else if (ENDING.test(entry.name)) yield ruleFile(join(folder, entry.name), `${below}${entry.name}`, cwd)
    }
  }
}

const ENDING = /\.ya?ml$/

function entriesOf(folder: string, cwd: string) {
  try {
    return readdirSync(folder, { withFileTypes: true })
  } catch (cause) {
    throw new OpscheckError('file-unreadable', 'the folder cannot be read', { file: shown(folder, cwd), cause })
  }
}

function ruleFile(path: string, below: string, cwd: string): RuleFile {
  const id = below.replace(ENDING, '')
  if (isRuleId(id)) return { path, id }
  throw new OpscheckError('rule-invalid', 'the path of a rule is its id: a topic and a name', {
    file: shown(path, cwd),
    hint: 'write it in lower case, digits and hyphens, such as logging/log-driver-set.yaml',
  })
}

/** A topic and a name, in lower case, digits and hyphens. */
export function isRuleId(text: string): boolean {
  return RULE_ID.test(text)
}

const RULE_ID = /^[a-z0-9]+(?:-[a-z0-9]+)*(?:\/[a-z0-9]+(?:-[a-z0-9]+)*)+$/

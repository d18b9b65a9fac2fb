import { join } from 'node:path'
import type { BuiltIn } from './built-in.ts'
import { readRulesFolder } from './rules-folder.ts'
import { readRulesetFile } from './ruleset-file.ts'

/** Reads the built-in rules and the default ruleset from the folder of the project. */
export async function readBuiltIn(root: string): Promise<Omit<BuiltIn, 'file'>> {
  const rules = await readRulesFolder(join(root, 'rules'), root)
  const { document } = await readRulesetFile(join(root, 'ruleset.json'), root)
  return { rules, ruleset: document }
}

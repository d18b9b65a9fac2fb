import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Rule } from '../model/rule.ts'
import type { RulesetDocument } from './document.ts'

/** What comes with opscheck: its rules in the order of their ids, and the default ruleset. */
export interface BuiltIn {
  readonly rules: readonly Rule[]
  readonly ruleset: RulesetDocument
  /** Where the default ruleset stands: that file is never a user's own. */
  readonly file: string
}

/** The form in which the build packs them: one file, checked before, so that a start only parses JSON. */
export interface Pack {
  readonly rules: readonly (Omit<Rule, 'source'> & { readonly source?: undefined })[]
  readonly ruleset: RulesetDocument
}

/** Reads the pack of the build; a checkout that runs from its sources has none and reads the YAML files. */
export async function builtIn(): Promise<BuiltIn> {
  const pack = fileURLToPath(new URL('./pack.json', import.meta.url))
  const file = fileURLToPath(new URL('../../ruleset.json', import.meta.url))
  if (existsSync(pack)) return { ...unpack(readFileSync(pack, 'utf8')), file }
  const { readBuiltIn } = await import('./read-built-in.ts')
  return { ...(await readBuiltIn(fileURLToPath(new URL('../../', import.meta.url)))), file }
}

function unpack(text: string): Omit<BuiltIn, 'file'> {
  const { rules, ruleset }: Pack = JSON.parse(text)
  return {
    rules: rules.map((rule) => ({
      ...rule,
      source: { file: `rules/${rule.id}.yaml`, place: firstPlace, checked: true },
    })),
    ruleset,
  }
}

/** The build compiled every built-in rule: none of them can be at fault when it runs. */
function firstPlace() {
  return { line: 1, column: 1 }
}

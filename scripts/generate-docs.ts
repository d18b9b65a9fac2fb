import { globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { languageTables } from './docs/language-tables.ts'
import { ruleFacts } from './docs/rule-facts.ts'
import { ruleIndex } from './docs/rule-index.ts'
import { rulePage } from './docs/rule-page.ts'

/**
 * Writes docs/rules/ from the rules and their cases, and the tables of words in docs/rule-language.md. `--check` writes
 * nothing and fails when a page is not as it would be written, or belongs to no rule.
 */
const LANGUAGE = 'docs/rule-language.md'
const rules = await ruleFacts()
const pages = new Map([
  ['docs/rules/README.md', ruleIndex(rules)],
  ...rules.map((facts) => [`docs/rules/${facts.rule.id}.md`, rulePage(facts)] as const),
  [LANGUAGE, filled(readFileSync(LANGUAGE, 'utf8'), languageTables())],
])
const stale = [...pages].filter(([file, text]) => current(file) !== text)
const lost = globSync('docs/rules/**/*.md').filter((file) => !pages.has(file))

if (process.argv.includes('--check')) {
  for (const [file] of stale) console.error(`${file} is stale: run npm run docs`)
  for (const file of lost) console.error(`${file} belongs to no rule: run npm run docs`)
  process.exitCode = stale.length + lost.length === 0 ? 0 : 1
} else {
  for (const [file, text] of stale) {
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, text)
    console.log(`wrote ${file}`)
  }
  for (const file of lost) {
    rmSync(file)
    console.log(`removed ${file}`)
  }
}

function current(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return undefined
  }
}

/** Puts each table between its markers. */
function filled(page: string, tables: ReadonlyMap<string, string>): string {
  let text = page
  for (const [name, table] of tables) {
    const start = `<!-- ${name}: made by scripts/generate-docs.ts -->`
    const end = `<!-- end of ${name} -->`
    const from = text.indexOf(start)
    const to = text.indexOf(end)
    if (from < 0 || to < from) throw new Error(`${LANGUAGE} has no place for ${name}`)
    text = `${text.slice(0, from + start.length)}\n\n${table}\n\n${text.slice(to)}`
  }
  return text
}

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import standaloneCode from 'ajv/dist/standalone/index.js'
import { ruleSchema } from './schemas/rule.ts'
import { rulesetSchema } from './schemas/ruleset.ts'

/**
 * Writes what is made from the schemas in scripts/schemas: JSON for editors, and validators compiled ahead so that
 * no start pays for compiling. `--check` writes nothing and fails when a file is not as it would be written.
 */
const OUTPUT: readonly { readonly file: string; readonly text: string }[] = [
  { file: 'schemas/rule.schema.json', text: json(ruleSchema) },
  { file: 'schemas/ruleset.schema.json', text: json(rulesetSchema) },
  { file: 'src/ruleset/generated/validators.js', text: validators() },
  { file: 'src/ruleset/generated/validators.d.ts', text: declarations() },
]

const stale = OUTPUT.filter(({ file, text }) => current(file) !== text)
if (process.argv.includes('--check')) {
  for (const { file } of stale) console.error(`${file} is stale: run npm run generate`)
  process.exitCode = stale.length === 0 ? 0 : 1
} else {
  for (const { file, text } of stale) {
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, text)
    console.log(`wrote ${file}`)
  }
}

function current(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return undefined
  }
}

function json(schema: object): string {
  return `${JSON.stringify(schema, undefined, 2)}\n`
}

function validators(): string {
  const ajv = new Ajv2020({
    schemas: [ruleSchema, rulesetSchema],
    allErrors: true,
    allowUnionTypes: true,
    messages: false,
    verbose: true,
    strict: true,
    strictTypes: false,
    code: { source: true, esm: true, lines: true },
  })
  const code = standaloneCode.default(ajv, { validateRule: ruleSchema.$id, validateRuleset: rulesetSchema.$id })
  if (code.includes('require(')) throw new Error('a schema uses a keyword that needs ajv at run time')
  return `// Made by scripts/generate-schemas.ts from scripts/schemas.\n${code}\n`
}

function declarations(): string {
  return `// Made by scripts/generate-schemas.ts.
import type { RuleDocument, RulesetDocument } from '../document.js'

export interface SchemaError {
  readonly instancePath: string
  readonly schemaPath: string
  readonly keyword: string
  readonly params: Readonly<Record<string, unknown>>
  /** The schema that holds the keyword. */
  readonly parentSchema: Readonly<Record<string, unknown>>
  /** For a key that is no name. */
  readonly propertyName?: string
}

interface Validator<Document> {
  (data: unknown): data is Document
  errors?: readonly SchemaError[] | null
}

export declare const validateRule: Validator<RuleDocument>
export declare const validateRuleset: Validator<RulesetDocument>
`
}

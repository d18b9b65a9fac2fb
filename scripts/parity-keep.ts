import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

/**
 * Keeps a plan or state of Terraform as a fixture: indented, without the moment it was made at and what Terraform lists
 * in another order each time.
 */
const [from = '', to = ''] = process.argv.slice(2)
const json: unknown = JSON.parse(readFileSync(from, 'utf8'))
const kept =
  typeof json === 'object' && json !== null ? { ...json, timestamp: undefined, relevant_attributes: undefined } : json
mkdirSync(dirname(to), { recursive: true })
writeFileSync(to, `${JSON.stringify(kept, undefined, 1)}\n`)

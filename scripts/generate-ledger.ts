import { globSync, readFileSync, writeFileSync } from 'node:fs'

/**
 * Adds the ids of new rules to the ledger of all ids that ever were: reports, waivers and baselines of users name them,
 * so none may vanish. Nothing is ever taken out. `--check` writes nothing and fails when an id is missing.
 */
const LEDGER = 'rules/LEDGER.txt'

const ids = globSync('rules/*/**/*.yaml').map((path) => path.replace(/^rules\//, '').replace(/\.yaml$/, ''))
const before = readFileSync(LEDGER, 'utf8').split('\n').filter(Boolean)
const missing = ids.filter((id) => !before.includes(id))
if (!process.argv.includes('--check')) {
  writeFileSync(LEDGER, `${[...before, ...missing].sort().join('\n')}\n`)
} else if (missing.length > 0) {
  console.error(`${LEDGER} lacks ${missing.join(', ')}: run npm run generate`)
  process.exitCode = 1
}

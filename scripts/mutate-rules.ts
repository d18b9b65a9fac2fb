import { writeFileSync } from 'node:fs'
import { compareText } from '../src/util/order.ts'
import { survivorsOf } from './mutate/survivors.ts'
import { lineOf, readUnnoticed, UNNOTICED } from './mutate/unnoticed.ts'

/**
 * Changes one thing of a rule at a time and asks its cases: what none of them notices is a condition that no case holds,
 * or one that decides nothing. Prints these survivors with their places, save those that are listed as changing nothing, and
 * fails when there are any. Arguments are ids, or beginnings of ids; without them all rules are asked. `--write` brings the
 * list up to date instead: what is noticed by now is taken out.
 */
const write = process.argv.includes('--write')
const wanted = process.argv.slice(2).filter((word) => !word.startsWith('--'))
const listed = readUnnoticed()
const found: string[] = []
let mutants = 0
let open = 0

for await (const result of survivorsOf((id) => wanted.length === 0 || wanted.some((start) => id.startsWith(start)))) {
  const { id, source } = result.rule
  mutants += result.mutants
  for (const path of result.wrong) console.log(`${path}: the rule as it is does not hold its case`)
  for (const mutant of result.survivors) {
    const line = lineOf(id, mutant)
    found.push(line)
    if (listed.get(line)) continue
    open += 1
    const at = source.place(mutant.pointer)
    if (!write) console.log(`${source.file}:${at.line}:${at.column} ${mutant.what} (${mutant.pointer})`)
  }
}
console.log(`${open} of ${mutants} changes of rules are noticed by no case; ${found.length - open} more change nothing`)

if (write) {
  const kept =
    wanted.length === 0 ? [] : [...listed.keys()].filter((line) => !wanted.some((start) => line.startsWith(start)))
  const lines = [...kept, ...found]
    .sort(compareText)
    .map((line) => (listed.get(line) ? `${line} # ${listed.get(line)}` : line))
  writeFileSync(UNNOTICED, lines.map((line) => `${line}\n`).join(''))
} else if (open > 0) process.exitCode = 1

import { readFileSync } from 'node:fs'
import type { Mutant } from './mutants.ts'

/**
 * The list of changes that no case notices, one a line: rule, place and change, and after `#` why it changes nothing.
 * One without a reason waits for a case.
 */
export const UNNOTICED = 'test/rules/unnoticed.txt'

export function lineOf(id: string, { pointer, what }: Mutant): string {
  return `${id} ${pointer} ${what}`
}

/** The lines with their reasons, which are empty where none is given. */
export function readUnnoticed(): ReadonlyMap<string, string> {
  const lines = readFileSync(UNNOTICED, 'utf8').split('\n').filter(Boolean)
  return new Map(
    lines.map((line) => {
      const [change = '', reason = ''] = line.split(' # ')
      return [change, reason]
    }),
  )
}

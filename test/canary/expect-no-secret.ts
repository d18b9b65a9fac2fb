import { expect } from 'vitest'
import { MARK } from './inputs.ts'

/** The mark in any case, and as base64 shows it at each offset. */
const MARKS = [
  MARK.toLowerCase(),
  ...[0, 1, 2].map((offset) =>
    Buffer.from('_'.repeat(offset) + MARK)
      .toString('base64')
      .slice(offset === 0 ? 0 : 4, 8)
      .toLowerCase(),
  ),
]

export function expectNoSecret(text: string): void {
  const lower = text.toLowerCase()
  for (const mark of MARKS) {
    const at = lower.indexOf(mark)
    if (at !== -1) expect.fail(`a secret shows: ${text.slice(Math.max(0, at - 200), at + 60)}`)
  }
}

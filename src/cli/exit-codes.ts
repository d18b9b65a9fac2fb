import type { Outcome } from '../model/report.ts'

/**
 * The exit code of each outcome: nothing at or above the gate; findings; wrong use, or nothing could be judged; an
 * answer that could not be read touches a rule at or above the gate. Findings beat unread answers.
 */
export const EXIT_CODES = { pass: 0, fail: 1, error: 2, incomplete: 3 } as const satisfies Record<Outcome, number>

export type ExitCode = (typeof EXIT_CODES)[Outcome]

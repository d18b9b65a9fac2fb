import { and, FALSE, not, or, TRUE, type Tri } from '../model/tri.ts'
import type { Test } from './frame.ts'
import { within } from './trace.ts'

export function allOf(tests: readonly Test[]): Test {
  const only = tests[0]
  if (tests.length === 1 && only !== undefined) return only
  return (frame, element) => {
    const run = (): Tri => {
      let answer: Tri = TRUE
      for (const test of tests) {
        answer = and(answer, test(frame, element))
        if (answer === FALSE && frame.trace === undefined) return FALSE
      }
      return answer
    }
    return frame.trace === undefined ? run() : within(frame.trace, {}, run)
  }
}

export function anyOf(tests: readonly Test[]): Test {
  const only = tests[0]
  if (tests.length === 1 && only !== undefined) return only
  return (frame, element) => {
    const run = (): Tri => {
      let answer: Tri = FALSE
      for (const test of tests) {
        answer = or(answer, test(frame, element))
        if (answer === TRUE && frame.trace === undefined) return TRUE
      }
      return answer
    }
    return frame.trace === undefined ? run() : within(frame.trace, {}, run)
  }
}

export function negate(test: Test): Test {
  return (frame, element) =>
    frame.trace === undefined
      ? not(test(frame, element))
      : within(frame.trace, { negates: true }, () => not(test(frame, element)))
}

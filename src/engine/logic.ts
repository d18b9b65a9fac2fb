import { and, FALSE, not, or, TRUE, type Tri } from '../model/tri.ts'
import type { Element, Frame, Test } from './frame.ts'
import { type Trace, type TraceNode, within } from './trace.ts'

export function allOf(tests: readonly Test[]): Test {
  const only = tests[0]
  if (tests.length === 1 && only !== undefined) return only
  return composite((frame, element) => {
    let answer: Tri = TRUE
    for (const test of tests) {
      answer = and(answer, test(frame, element))
      if (answer === FALSE && frame.trace === undefined) return FALSE
    }
    return answer
  })
}

export function anyOf(tests: readonly Test[]): Test {
  const only = tests[0]
  if (tests.length === 1 && only !== undefined) return only
  return composite((frame, element) => {
    let answer: Tri = FALSE
    for (const test of tests) {
      answer = or(answer, test(frame, element))
      if (answer === TRUE && frame.trace === undefined) return TRUE
    }
    return answer
  })
}

export function negate(test: Test): Test {
  return composite((frame, element) => not(test(frame, element)), { negates: true })
}

/** A test whose parts are told as its children while evidence is collected. */
export function composite(test: Test, details: Details = {}): Test {
  return (frame, element) =>
    frame.trace === undefined ? test(frame, element) : traced(frame.trace, details, test, frame, element)
}

type Details = Pick<TraceNode, 'negates'>

/** Apart, so that nothing is allocated where no evidence is collected. */
function traced(trace: Trace, details: Details, test: Test, frame: Frame, element: Element): Tri {
  return within(trace, details, () => test(frame, element))
}

import { FALSE, TRUE, type Tri, UNKNOWN } from '../model/tri.ts'
import { type Cause, type Choice, type Condition, isSpecial, KIND, type Value } from '../model/value.ts'

/** What a question about AWS is answered with. `reason` says why it is unknown, `note` what decided. */
export interface Answer {
  readonly tri: Tri
  readonly reason?: Cause
  readonly note?: string
}

export const YES: Answer = { tri: TRUE }
export const NO: Answer = { tri: FALSE }

export function yes(note: string): Answer {
  return { tri: TRUE, note }
}

export function no(note: string): Answer {
  return { tri: FALSE, note }
}

export function unsure(reason: Cause): Answer {
  return { tri: UNKNOWN, reason }
}

export function unsureOf(causeClass: Cause['class'], reason: string): Answer {
  return { tri: UNKNOWN, reason: { class: causeClass, reason } }
}

/** Kleene conjunction; the answer that decides is returned, of equals the first. True without answers. */
export function allOf(answers: readonly Answer[]): Answer {
  let decided = YES
  for (const answer of answers) if (decided === YES ? answer.tri <= TRUE : answer.tri < decided.tri) decided = answer
  return decided
}

/** Kleene disjunction; the answer that decides is returned, of equals the first. False without answers. */
export function anyOf(answers: readonly Answer[]): Answer {
  let decided = NO
  for (const answer of answers) if (decided === NO ? answer.tri >= FALSE : answer.tri > decided.tri) decided = answer
  return decided
}

export function negated(answer: Answer): Answer {
  return answer.tri === UNKNOWN ? answer : { ...answer, tri: answer.tri === TRUE ? FALSE : TRUE }
}

/** A value in which no open condition stands at the top. */
export type Settled = Exclude<Value, Choice>

/**
 * Judges a value, branch by branch where an open condition or a list of candidates leaves it open: the answer is known
 * when all of them agree.
 */
export function consider(value: Value | undefined, judge: (value: Settled | undefined) => Answer): Answer {
  return considerBranches(value, judge, MOST_NESTED)
}

const MOST_NESTED = 32

function considerBranches(
  value: Value | undefined,
  judge: (value: Settled | undefined) => Answer,
  depth: number,
): Answer {
  if (!isSpecial(value)) return judge(value)
  if (value[KIND] === 'choice') {
    const open = openCondition(value.condition)
    return depth === 0 ? unsure(open) : agreed([value.then, value.else], open, judge, depth)
  }
  if (value[KIND] === 'unknown' && value.oneOf !== undefined && value.oneOf.length > 0 && depth > 0) {
    const candidates = value.present === 'yes' ? value.oneOf : [...value.oneOf, undefined]
    return agreed(candidates, value.cause, judge, depth)
  }
  return judge(value)
}

function agreed(
  candidates: readonly (Value | undefined)[],
  open: Cause,
  judge: (value: Settled | undefined) => Answer,
  depth: number,
): Answer {
  let common: Answer | undefined
  for (const candidate of candidates) {
    const answer = considerBranches(candidate, judge, depth - 1)
    if (answer.tri === UNKNOWN) return answer
    if (common !== undefined && common.tri !== answer.tri) return unsure(open)
    common ??= answer
  }
  return common ?? unsure(open)
}

/** The value without an open condition at its top: a branch when both are the same literal, else unknown. */
export function settle(value: Value | undefined): Settled | undefined {
  return settleBranches(value, MOST_NESTED)
}

function settleBranches(value: Value | undefined, depth: number): Settled | undefined {
  if (!isSpecial(value)) return value
  if (value[KIND] === 'choice') {
    const cause = openCondition(value.condition)
    if (depth === 0) return { [KIND]: 'unknown', cause, present: 'maybe' }
    const then = settleBranches(value.then, depth - 1)
    const otherwise = settleBranches(value.else, depth - 1)
    if (then === otherwise) return then
    const present = isPresent(then) && isPresent(otherwise) ? 'yes' : 'maybe'
    return { [KIND]: 'unknown', cause, present }
  }
  if (value[KIND] === 'unknown' && value.present === 'yes' && value.oneOf?.length === 1 && depth > 0) {
    return settleBranches(value.oneOf[0], depth - 1)
  }
  return value
}

function isPresent(value: Settled | undefined): boolean {
  if (value === undefined) return false
  return !isSpecial(value) || value[KIND] !== 'unknown' || value.present === 'yes'
}

export function openCondition(condition: Condition): Cause {
  return { class: 'value', reason: `depends on the condition ${conditionText(condition)}` }
}

function conditionText(condition: Condition): string {
  let current = condition
  for (;;) {
    if (current.op === 'atom') return current.text
    if (current.op === 'not') {
      current = current.of
      continue
    }
    const first = current.of[0]
    if (first === undefined) return current.op
    current = first
  }
}

/** A literal as text: strings as they are, numbers and booleans as JSON writes them; `undefined` for all else. */
export function literalText(value: Settled | undefined): string | undefined {
  if (typeof value === 'string') return value
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined
}

/** An integer given as a number or as its decimal text. */
export function literalInteger(value: Settled | undefined): number | undefined {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? value : undefined
  if (typeof value !== 'string' || !/^-?[0-9]{1,15}$/.test(value)) return undefined
  return Number(value)
}

/** A boolean given as such or as its text, as templates and AWS maps of strings write it. */
export function literalBoolean(value: Settled | undefined): boolean | undefined {
  if (typeof value === 'boolean') return value
  if (typeof value !== 'string') return undefined
  const lower = value.toLowerCase()
  return lower === 'true' ? true : lower === 'false' ? false : undefined
}

/** Why a value that is no literal is not known; `what` names it: "CidrIp". */
export function causeOf(value: Value | undefined, what: string): Cause {
  if (!isSpecial(value)) {
    const reason = value === undefined ? `${what} is not given` : `${what} has a form that is not understood`
    return { class: 'value', reason }
  }
  switch (value[KIND]) {
    case 'unknown':
    case 'rest':
      return value.cause
    case 'choice':
      return openCondition(value.condition)
    case 'ref':
      return { class: 'value', reason: `${what} is ${value.target}.${value.attribute}, known after deployment` }
    case 'secret':
      return { class: 'limit', reason: `${what} is hidden` }
    case 'text': {
      const hole = value.parts.find((part) => typeof part !== 'string')
      return hole === undefined ? { class: 'limit', reason: `${what} is not understood` } : causeOf(hole, what)
    }
  }
}

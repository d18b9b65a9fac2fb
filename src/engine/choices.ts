import { FALSE, TRUE, type Tri, UNKNOWN } from '../model/tri.ts'
import { type Condition, isSpecial, KIND, type Value } from '../model/value.ts'

const MOST_WORLDS = 16

/**
 * The open conditions that one evaluation meets, explored world by world: the first run answers every open question
 * with yes, each further run changes the last answer that can still change.
 */
export interface Choices {
  /** Whether the condition holds in the present world. Asks a new question when it is open. */
  readonly holds: (condition: Condition) => boolean
  /** Replaces choices by the branch of the present world. */
  readonly settle: (value: Value | undefined) => Value | undefined
  /** Takes a condition as given in every world, as far as one assignment can express it. */
  readonly assume: (condition: Condition) => void
  readonly reset: () => void
  /** Moves to the next world; false when all were seen. `exhausted` tells a stop at the most worlds. */
  readonly next: () => boolean
  readonly exhausted: () => boolean
  /** No condition was asked or assumed so far, so that what is found holds in every world. */
  readonly untouched: () => boolean
  /** Whether the present world is one of several. */
  readonly branching: () => boolean
  /** The questions of the present world, as people know them. */
  readonly asked: () => readonly string[]
}

/** For indexes that serve every world: nothing is decided, a choice stays what it is. */
export const UNSETTLED: Choices = {
  holds: () => true,
  settle: (value) => value,
  assume: () => undefined,
  reset: () => undefined,
  next: () => false,
  exhausted: () => false,
  untouched: () => false,
  branching: () => false,
  asked: () => [],
}

interface Answer {
  readonly atom: Atom
  readonly value: boolean
  readonly given: boolean
}

type Atom = Extract<Condition, { op: 'atom' }>

export function createChoices(): Choices {
  let answers: Answer[] = []
  let worlds = 1

  function decide(condition: Condition): Tri {
    if (condition.op === 'atom') return answerOf(answers, condition)
    if (condition.op === 'not') {
      const inner = decide(condition.of)
      return inner === UNKNOWN ? UNKNOWN : inner === TRUE ? FALSE : TRUE
    }
    const decisive = condition.op === 'and' ? FALSE : TRUE
    let open = false
    for (const part of condition.of) {
      const answer = decide(part)
      if (answer === decisive) return decisive
      if (answer === UNKNOWN) open = true
    }
    if (open) return UNKNOWN
    return decisive === FALSE ? TRUE : FALSE
  }

  function holds(condition: Condition): boolean {
    for (;;) {
      const answer = decide(condition)
      if (answer !== UNKNOWN) return answer === TRUE
      const atom = openAtom(condition, answers)
      if (atom === undefined) return false
      answers.push({ atom, value: true, given: false })
    }
  }

  function assume(condition: Condition): void {
    if (condition.op === 'atom') {
      if (answerOf(answers, condition) === UNKNOWN) answers.push({ atom: condition, value: true, given: true })
    } else if (condition.op === 'not' && condition.of.op === 'atom') {
      if (answerOf(answers, condition.of) === UNKNOWN) answers.push({ atom: condition.of, value: false, given: true })
    } else if (condition.op === 'and') {
      for (const part of condition.of) assume(part)
    }
  }

  return {
    holds,
    assume,
    settle(value) {
      let settled = value
      while (isSpecial(settled) && settled[KIND] === 'choice') {
        settled = holds(settled.condition) ? settled.then : settled.else
      }
      return settled
    },
    reset() {
      if (answers.length > 0) answers = []
      worlds = 1
    },
    next() {
      while (answers.length > 0) {
        const last = answers[answers.length - 1]
        if (last === undefined || last.given) return false
        answers.pop()
        if (last.value) {
          if (worlds >= MOST_WORLDS) {
            worlds += 1
            return false
          }
          worlds += 1
          answers.push({ atom: last.atom, value: false, given: false })
          return true
        }
      }
      return false
    },
    exhausted: () => worlds > MOST_WORLDS,
    untouched: () => answers.length === 0,
    branching: () => answers.some((answer) => !answer.given),
    asked: () => answers.filter((answer) => !answer.given).map((answer) => answer.atom.text),
  }
}

function answerOf(answers: readonly Answer[], atom: Atom): Tri {
  for (const { atom: known, value } of answers) {
    if (known.id === atom.id) return value ? TRUE : FALSE
    const excludes =
      value && known.subject !== undefined && known.subject === atom.subject && known.equals !== atom.equals
    if (excludes && known.equals !== undefined && atom.equals !== undefined) return FALSE
  }
  return UNKNOWN
}

function openAtom(condition: Condition, answers: readonly Answer[]): Atom | undefined {
  if (condition.op === 'atom') return answerOf(answers, condition) === UNKNOWN ? condition : undefined
  if (condition.op === 'not') return openAtom(condition.of, answers)
  for (const part of condition.of) {
    const atom = openAtom(part, answers)
    if (atom !== undefined) return atom
  }
  return undefined
}

import {
  type Condition,
  isList,
  isMap,
  isSpecial,
  KIND,
  type Text,
  type Unknown,
  type Value,
} from '../../model/value.ts'

/** A condition of a template: decided by its parameters, or left open by them. */
export type Decision = boolean | Condition

export function all(decisions: readonly Decision[]): Decision {
  if (decisions.includes(false)) return false
  const open = decisions.filter((decision) => typeof decision !== 'boolean')
  const first = open[0]
  return first === undefined ? true : open.length === 1 ? first : { op: 'and', of: open }
}

export function any(decisions: readonly Decision[]): Decision {
  if (decisions.includes(true)) return true
  const open = decisions.filter((decision) => typeof decision !== 'boolean')
  const first = open[0]
  return first === undefined ? false : open.length === 1 ? first : { op: 'or', of: open }
}

export function negate(decision: Decision): Decision {
  if (typeof decision === 'boolean') return !decision
  return decision.op === 'not' ? decision.of : { op: 'not', of: decision }
}

/** Conditions that name each other may share parts; whoever walks one as a tree must come to an end. */
export function isLarge(decision: Decision): boolean {
  return typeof decision !== 'boolean' && sizeOf(decision) > MAX_SIZE
}

const MAX_SIZE = 200
const SIZES = new WeakMap<Condition, number>()

function sizeOf(condition: Condition): number {
  const known = SIZES.get(condition)
  if (known !== undefined) return known
  const parts = condition.op === 'atom' ? [] : condition.op === 'not' ? [condition.of] : condition.of
  const size = parts.reduce((total, part) => total + sizeOf(part), 1)
  SIZES.set(condition, size)
  return size
}

/** What an unknown value is the value of: a parameter of a stack. */
export interface Question {
  /** Unique in a scan. */
  readonly id: string
  /** "parameter Env". */
  readonly text: string
}

/**
 * `Fn::Equals`: CloudFormation compares texts, so `true` equals "true". What stays open is an atom on the parameter asked,
 * where it is one; `otherwise` names the whole comparison.
 */
export function equal(
  left: Value | undefined,
  right: Value | undefined,
  question: (value: Unknown) => Question | undefined,
  otherwise: Question,
): Decision {
  return compare(left, right, { question, otherwise, splits: MAX_SPLITS })
}

/** Conditions within the compared values double the question: beyond these it is asked as a whole. */
const MAX_SPLITS = 4

interface Asking {
  readonly question: (value: Unknown) => Question | undefined
  readonly otherwise: Question
  readonly splits: number
}

function compare(left: Value | undefined, right: Value | undefined, asking: Asking): Decision {
  if (left === undefined || right === undefined) return left === right || atom(asking.otherwise)
  if (left === right) return true
  if (isChoice(left)) return split(left, right, asking)
  if (isChoice(right)) return split(right, left, asking)
  const leftText = scalar(left)
  const rightText = scalar(right)
  if (leftText !== undefined && rightText !== undefined) return leftText === rightText
  if (leftText !== undefined) return compareOpen(right, leftText, asking)
  if (rightText !== undefined) return compareOpen(left, rightText, asking)
  if (isLiteral(left) && isLiteral(right)) return JSON.stringify(left) === JSON.stringify(right)
  return atom(asking.otherwise)
}

function split(value: Extract<Value, { readonly [KIND]: 'choice' }>, other: Value, asking: Asking): Decision {
  if (asking.splits === 0) return atom(asking.otherwise)
  const less = { ...asking, splits: asking.splits - 1 }
  return any([
    all([value.condition, compare(value.then, other, less)]),
    all([negate(value.condition), compare(value.else, other, less)]),
  ])
}

function compareOpen(value: Value, wanted: string, asking: Asking): Decision {
  if (!isSpecial(value)) return false
  const kind = value[KIND]
  if (kind === 'secret') return value.test((text) => text === wanted)
  if (kind === 'text') return canEqual(value, wanted) ? atom(asking.otherwise) : false
  if (kind !== 'unknown') return atom(asking.otherwise)
  const values = value.oneOf?.map(scalar)
  const asked = asking.question(value)
  const [first, second] = values ?? []
  if (values !== undefined && !values.includes(undefined)) {
    if (!values.includes(wanted)) return false
    if (values.length === 1) return true
    if (values.length === 2 && wanted === second && first !== undefined && asked !== undefined) {
      return negate(atomOf(asked, first))
    }
  }
  return asked === undefined ? atom(asking.otherwise) : atomOf(asked, wanted)
}

function atomOf(asked: Question, wanted: string): Condition {
  return {
    op: 'atom',
    id: `${asked.id}=${wanted}`,
    text: `${asked.text} equals ${JSON.stringify(wanted)}`,
    subject: asked.id,
    equals: wanted,
  }
}

export function atom(asked: Question): Condition {
  return { op: 'atom', id: asked.id, text: asked.text }
}

/** Whether holes could be filled so that a text is the wanted one: its literal parts occur in order. */
function canEqual(value: Text, wanted: string): boolean {
  let at = 0
  const last = value.parts.length - 1
  for (const [index, part] of value.parts.entries()) {
    if (typeof part !== 'string') continue
    const found = index === 0 ? (wanted.startsWith(part) ? 0 : -1) : wanted.indexOf(part, at)
    if (found === -1) return false
    if (index === last && !wanted.slice(at).endsWith(part)) return false
    at = found + part.length
  }
  return true
}

function isChoice(value: Value): value is Extract<Value, { readonly [KIND]: 'choice' }> {
  return isSpecial(value) && value[KIND] === 'choice'
}

function scalar(value: Value): string | undefined {
  return typeof value === 'object' ? undefined : String(value)
}

function isLiteral(value: Value | undefined): boolean {
  if (typeof value !== 'object') return true
  if (isSpecial(value)) return false
  if (isList(value)) return value.every(isLiteral)
  return isMap(value) && Object.values(value).every(isLiteral)
}

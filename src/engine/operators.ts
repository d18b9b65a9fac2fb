import type { Resource } from '../model/resource.ts'
import { FALSE, or, TRUE, type Tri, tri, UNKNOWN } from '../model/tri.ts'
import { isSpecial, KIND, type Literal, type Text, type Value } from '../model/value.ts'
import { globMatches } from '../util/text.ts'
import type { Frame } from './frame.ts'
import { literalOfRef } from './world.ts'

/** A question to one value that has been read; choices are settled, absence is `undefined`. */
export type ValueTest = (frame: Frame, value: Value | undefined, resource: Resource) => Tri

/** Compiles a pattern of RE2 syntax; injected so that the engine loads no regex library by itself. */
export type CompileRegex = (pattern: string) => (text: string) => boolean

export function equalsTest(expected: Literal): ValueTest {
  const wanted = String(expected)
  const sameText =
    typeof expected === 'boolean'
      ? (text: string) => text.toLowerCase() === wanted
      : typeof expected === 'number'
        ? (text: string) => text !== '' && Number(text) === expected
        : (text: string) => text === wanted
  return textTest(sameText, (text) => textMayEqual(text, wanted))
}

export function likeTest(pattern: string): ValueTest {
  return textTest(
    (text) => globMatches(pattern, text),
    (text) => globMeetsText(pattern, text),
  )
}

export function matchesTest(pattern: string, compile: CompileRegex): ValueTest {
  const matches = compile(pattern)
  const known = new Map<string, boolean>()
  return textTest(
    (text) => {
      const cached = known.get(text)
      if (cached !== undefined) return cached
      const answer = matches(text)
      if (known.size < 10_000) known.set(text, answer)
      return answer
    },
    () => UNKNOWN,
  )
}

export function existsTest(expected: boolean): ValueTest {
  const surely = tri(expected)
  const absent = tri(!expected)
  return (_frame, value) => {
    if (value === undefined) return absent
    if (isSpecial(value) && value[KIND] === 'unknown' && value.present === 'maybe') return UNKNOWN
    return surely
  }
}

export function numberTest(holds: (value: number) => boolean): ValueTest {
  return textTest(
    (text) => text.trim() !== '' && holds(Number(text)),
    () => UNKNOWN,
  )
}

/** Days between an ISO instant and `now`. */
export function olderThanTest(days: number): ValueTest {
  const day = 86_400_000
  return (frame, value, resource) =>
    textTest(
      (text) => frame.now.getTime() - Date.parse(text) > days * day,
      () => UNKNOWN,
    )(frame, value, resource)
}

export function anyTest(tests: readonly ValueTest[]): ValueTest {
  const only = tests[0]
  if (tests.length === 1 && only !== undefined) return only
  return (frame, value, resource) => {
    let answer: Tri = FALSE
    for (const test of tests) {
      answer = or(answer, test(frame, value, resource))
      if (answer === TRUE) return TRUE
    }
    return answer
  }
}

/** Lifts a question to a text over every kind of value. A map or a list is never equal to a text. */
function textTest(literal: (text: string) => boolean, withHoles: (text: Text) => Tri): ValueTest {
  return function test(frame, value, resource): Tri {
    if (value === undefined) return FALSE
    if (typeof value === 'string') return tri(literal(value))
    if (typeof value !== 'object') return tri(literal(String(value)))
    if (!isSpecial(value)) return FALSE
    switch (value[KIND]) {
      case 'secret':
        return tri(value.test(literal))
      case 'text':
        return withHoles(value)
      case 'ref': {
        const text = literalOfRef(frame.world, value, resource)
        return text === undefined ? UNKNOWN : tri(literal(text))
      }
      case 'unknown':
        if (value.oneOf === undefined) return UNKNOWN
        return agree(value.present === 'yes' ? value.oneOf : [...value.oneOf, undefined], (each) =>
          test(frame, each, resource),
        )
      case 'choice':
        return agree([value.then, value.else], (each) => test(frame, each, resource))
      case 'rest':
        return UNKNOWN
    }
  }
}

function agree(values: readonly (Value | undefined)[], ask: (value: Value | undefined) => Tri): Tri {
  let common: Tri | undefined
  for (const value of values) {
    const answer = ask(value)
    if (common !== undefined && common !== answer) return UNKNOWN
    common = answer
  }
  return common ?? UNKNOWN
}

/** A text with holes equals a literal only if its literal parts occur in order; it is never surely equal. */
function textMayEqual(text: Text, wanted: string): Tri {
  return globMeetsText(escapeGlob(wanted), text) === FALSE ? FALSE : UNKNOWN
}

/** Literal characters stand for themselves in a token pattern. */
type Token =
  | { readonly kind: 'char'; readonly char: string }
  | { readonly kind: 'one' }
  | { readonly kind: 'many' }
  | { readonly kind: 'hole' }

function escapeGlob(text: string): readonly Token[] {
  return [...text].map((char) => ({ kind: 'char', char }))
}

function globTokens(pattern: string): readonly Token[] {
  return [...pattern].map((char) =>
    char === '*' ? { kind: 'many' } : char === '?' ? { kind: 'one' } : { kind: 'char', char },
  )
}

const MOST_CELLS = 4_000_000

/**
 * Whether a glob matches a text with holes: always (each hole is swallowed by one `*`), never (no filling fits) or it
 * depends. Two passes over pattern × text.
 */
export function globMeetsText(pattern: string | readonly Token[], text: Text): Tri {
  const left = typeof pattern === 'string' ? globTokens(pattern) : pattern
  const right: Token[] = text.parts.flatMap((part): readonly Token[] =>
    typeof part === 'string' ? [...part].map((char): Token => ({ kind: 'char', char })) : [{ kind: 'hole' }],
  )
  if (left.length * right.length > MOST_CELLS) return UNKNOWN
  if (fits(left, right, (token) => token.kind === 'many')) return TRUE
  return fits(left, right, () => true) ? UNKNOWN : FALSE
}

/**
 * Dynamic programme over both token lists. A hole may be filled by anything where `swallows` admits the pattern's
 * token to take part of it; with only `*` admitted the answer means "whatever fills the hole".
 */
function fits(pattern: readonly Token[], text: readonly Token[], swallows: (token: Token) => boolean): boolean {
  const everything = swallows({ kind: 'one' })
  let row = new Array<boolean>(text.length + 1).fill(false)
  row[0] = true
  for (let at = 0; at < text.length && everything; at += 1) row[at + 1] = row[at] === true && text[at]?.kind === 'hole'
  for (const token of pattern) {
    const next = new Array<boolean>(text.length + 1).fill(false)
    next[0] = token.kind === 'many' && row[0] === true
    for (let at = 0; at < text.length; at += 1) {
      const char = text[at]
      if (char === undefined) continue
      if (char.kind === 'hole') {
        next[at + 1] = everything
          ? row[at] === true || row[at + 1] === true || next[at] === true
          : token.kind === 'many' && (next[at] === true || row[at] === true || row[at + 1] === true)
      } else if (token.kind === 'many') {
        next[at + 1] = row[at + 1] === true || next[at] === true
      } else {
        const same = token.kind === 'one' || (token.kind === 'char' && char.kind === 'char' && token.char === char.char)
        next[at + 1] = row[at] === true && same
      }
    }
    row = next
  }
  return row[text.length] === true
}

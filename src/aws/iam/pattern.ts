import { FALSE, TRUE, type Tri, UNKNOWN } from '../../model/tri.ts'
import { type Cause, isSpecial, KIND, type Ref, type Value } from '../../model/value.ts'
import { globMatches, hasGlob } from '../../util/text.ts'

/**
 * A text of a policy, or a resource asked about, in which `*` stands for any run of characters and `?` for one. Parts
 * that are not known (a reference to another resource, a policy variable, a value after apply) are holes: the same
 * reference is the same text everywhere, only not known which.
 */
export interface Pattern {
  /** As people read it; holes are shown by name. */
  readonly text: string
  /** Only with holes or escaped wildcards; else `text` says all. */
  readonly tokens?: readonly Token[]
  /** Why a hole is not known. */
  readonly cause?: Cause
  /** Of an example: the pattern that matches it, whatever its holes are. */
  readonly exampleOf?: Pattern
}

/**
 * One UTF-16 unit, a wildcard, or a hole: `ref:…` and `own:…` (equal to themselves), `var:…` (a policy variable, equal to
 * itself within one request), or `?:` (equal to nothing).
 */
export type Token = string

export interface PatternOptions {
  /** Names the unit of references, so that equal addresses of two units are two things. */
  readonly unit?: string
  /** What a reference stands for, where it is better known: an `Arn` as the text around its name. */
  readonly resolve?: (ref: Ref) => Value | undefined
  /** `*` and `?` are wildcards; `true` by default. */
  readonly wildcards?: boolean
  /** `${aws:username}` is a policy variable. */
  readonly variables?: boolean
}

const STAR: Token = '**'
const ONE: Token = '??'
const NAMELESS: Token = '?:'

/** Undefined for values that are no text: lists, maps. */
export function pattern(value: Value, options: PatternOptions = {}): Pattern | undefined {
  if (typeof value === 'string') return literal(value, options)
  if (typeof value === 'number' || typeof value === 'boolean') return { text: String(value) }
  if (!isSpecial(value)) return undefined
  const tokens: Token[] = []
  const state: Holes = { text: '', cause: undefined }
  append(value, options, tokens, state, MOST_NESTED)
  if (state.cause === undefined && tokens.every((token) => token.length === 1 || token === STAR || token === ONE)) {
    return literal(state.text, options)
  }
  return state.cause === undefined ? { text: state.text, tokens } : { text: state.text, tokens, cause: state.cause }
}

export const ANYTHING: Pattern = { text: '*' }

/** Whether the pattern names one thing: it has no wildcards. Holes may stand for anything, wildcards included. */
export function isExact(pattern: Pattern): boolean {
  if (pattern.tokens === undefined) return !hasGlob(pattern.text)
  return pattern.tokens.every((token) => token !== STAR && token !== ONE && token !== NAMELESS)
}

/** The account of its own stack and nothing else, where that is not known: `AWS::AccountId`. */
export function isOwnAccount({ tokens }: Pattern): boolean {
  const [token = '', ...others] = tokens ?? []
  return others.length === 0 && token.startsWith('own:') && token.includes('/the account of ')
}

/** The account, region or partition of a stack, where it is not known: the same wherever the stack names it. */
export function isOwnScope(value: Value): boolean {
  return isSpecial(value) && value[KIND] === 'unknown' && OWN_SCOPE.test(value.cause.reason)
}

export function hasHoles(pattern: Pattern): boolean {
  return pattern.tokens?.some(isHole) === true
}

export function isAnything(pattern: Pattern): boolean {
  return pattern.tokens === undefined && /^\*+$/.test(pattern.text)
}

/**
 * How a policy's pattern stands to what is asked, itself one thing or a pattern. `TRUE`: it covers all of it, whatever
 * the holes are. `FALSE`: they have nothing in common. Else `UNKNOWN`: they overlap, or the holes decide.
 */
export function matches(pattern: Pattern, asked: Pattern, ignoreCase = false): Tri {
  if (isAnything(pattern) || asked.exampleOf === pattern) return TRUE
  if (isAnything(asked)) return UNKNOWN
  if (pattern.tokens === undefined && asked.tokens === undefined) {
    if (!hasGlob(asked.text)) return globMatches(pattern.text, asked.text, { ignoreCase }) ? TRUE : FALSE
    if (pattern.text === asked.text) return TRUE
  }
  const left = tokensOf(pattern, ignoreCase)
  const right = tokensOf(asked, ignoreCase)
  if (covers(left, right)) return TRUE
  return overlap(left, right) ? UNKNOWN : FALSE
}

/**
 * A thing that the pattern matches: wildcards are filled in, holes kept. A text of which a part is not known matches
 * something, whatever that part is; of a value not known at all not even that is sure.
 */
export function example(pattern: Pattern, anything: string): Pattern {
  if (isAnything(pattern)) return { text: anything }
  if (pattern.tokens === undefined) return { text: pattern.text.replaceAll('*', FILL).replaceAll('?', 'o') }
  const tokens = pattern.tokens.flatMap((token) =>
    token === STAR ? exactTokens(FILL) : token === ONE ? ['o'] : [token],
  )
  const filled = { text: pattern.text, tokens, ...(pattern.cause === undefined ? {} : { cause: pattern.cause }) }
  return tokens.length > 1 ? { ...filled, exampleOf: pattern } : filled
}

/** The policy variables in the pattern: `aws:username`. */
export function variablesOf(pattern: Pattern): readonly string[] {
  return (pattern.tokens ?? []).filter((token) => token.startsWith('var:')).map((token) => token.slice(4))
}

/** Replaces the variables whose value is known. */
export function substitute(pattern: Pattern, known: (variable: string) => Pattern | undefined): Pattern {
  if (pattern.tokens === undefined) return pattern
  const tokens: Token[] = []
  let open = false
  for (const token of pattern.tokens) {
    const value = token.startsWith('var:') ? known(token.slice(4)) : undefined
    if (value === undefined) {
      tokens.push(token)
      open ||= isHole(token)
      continue
    }
    // What a variable stands for is text, never a wildcard.
    for (const one of value.tokens ?? exactTokens(value.text)) tokens.push(one)
    open ||= (value.tokens ?? []).some(isHole)
  }
  return open && pattern.cause !== undefined
    ? { text: pattern.text, tokens, cause: pattern.cause }
    : { text: pattern.text, tokens }
}

/** The six fields of an ARN pattern, each a pattern; undefined when it has fewer. */
export function arnFields(pattern: Pattern): readonly Pattern[] | undefined {
  const tokens = tokensOf(pattern, false)
  const fields: Token[][] = [[]]
  for (const token of tokens) {
    if (token === ':' && fields.length < 6) fields.push([])
    else fields.at(-1)?.push(token)
  }
  return fields.length < 6 ? undefined : fields.map((field) => ({ text: field.join(''), tokens: field }))
}

/** What sources say of the pseudo parameters of a stack: one value in all of it. */
const OWN_SCOPE = /^the (?:account|region|partition) of .{1,300} is not known$/

const FILL = 'opscheck'
const MOST_NESTED = 16
/** Beyond this product of lengths two patterns are taken to overlap. */
const MOST_COMPARED = 4_000_000

interface Holes {
  text: string
  cause: Cause | undefined
}

function literal(text: string, options: PatternOptions): Pattern {
  if (options.variables === true && text.includes('${')) {
    const tokens: Token[] = []
    const state: Holes = { text: '', cause: undefined }
    appendText(text, options, tokens, state)
    return state.cause === undefined ? { text, tokens } : { text, tokens, cause: state.cause }
  }
  if (options.wildcards === false && hasGlob(text)) return { text, tokens: exactTokens(text) }
  return { text }
}

function append(value: Value, options: PatternOptions, tokens: Token[], state: Holes, depth: number): void {
  if (typeof value === 'string') {
    appendText(value, options, tokens, state)
    return
  }
  if (!isSpecial(value)) {
    const known = typeof value === 'number' || typeof value === 'boolean'
    if (known) appendText(String(value), options, tokens, state)
    else
      hole(NAMELESS, 'a value that is no text', { class: 'value', reason: 'a list where a text is due' }, tokens, state)
    return
  }
  switch (value[KIND]) {
    case 'text':
      for (const part of value.parts) append(part, options, tokens, state, depth - 1)
      return
    case 'ref': {
      const resolved = depth > 0 ? options.resolve?.(value) : undefined
      if (resolved !== undefined && !isSame(resolved, value)) {
        append(resolved, options, tokens, state, depth - 1)
        return
      }
      const name = `${value.target}.${value.attribute}`
      const token = `ref:${value.unit ?? options.unit ?? ''}/${name}`
      hole(token, name, { class: 'value', reason: `${name} is known after deployment` }, tokens, state)
      return
    }
    case 'choice':
      hole(NAMELESS, 'condition', { class: 'value', reason: 'an open condition decides a part of it' }, tokens, state)
      return
    case 'secret':
      hole(NAMELESS, 'hidden', { class: 'limit', reason: 'a part of it is hidden' }, tokens, state)
      return
    case 'unknown':
    case 'rest': {
      const { reason } = value.cause
      const token = OWN_SCOPE.test(reason) ? `own:${options.unit ?? ''}/${reason}` : NAMELESS
      hole(token, 'unknown', value.cause, tokens, state)
    }
  }
}

function isSame(left: Value, right: Ref): boolean {
  return isSpecial(left) && left[KIND] === 'ref' && left.target === right.target && left.attribute === right.attribute
}

function appendText(text: string, options: PatternOptions, tokens: Token[], state: Holes): void {
  state.text += text
  let at = 0
  while (at < text.length) {
    const end = options.variables === true && text.startsWith('${', at) ? text.indexOf('}', at) : -1
    if (end > 0) {
      variable(text.slice(at + 2, end), tokens, state)
      at = end + 1
      continue
    }
    tokens.push(tokenOf(text.charAt(at), options))
    at += 1
  }
}

/** `${*}`, `${?}` and `${$}` are the characters themselves; `${key, 'default'}` gives one for an absent key. */
function variable(name: string, tokens: Token[], state: Holes): void {
  if (name === '*' || name === '?' || name === '$') {
    tokens.push(name)
    return
  }
  const key = name.split(',', 1)[0]?.trim().toLowerCase() ?? ''
  const plain = name.includes(',') ? NAMELESS : `var:${key}`
  tokens.push(plain)
  state.cause ??= { class: 'limit', reason: `depends on the policy variable ${key}` }
}

function hole(token: Token, shown: string, cause: Cause, tokens: Token[], state: Holes): void {
  tokens.push(token)
  state.text += `{${shown}}`
  state.cause ??= cause
}

function tokenOf(character: string, options: PatternOptions): Token {
  if (options.wildcards === false) return character
  return character === '*' ? STAR : character === '?' ? ONE : character
}

const exactTokens = (text: string): readonly Token[] => text.split('')

function tokensOf(pattern: Pattern, ignoreCase: boolean): readonly Token[] {
  if (pattern.tokens !== undefined) {
    return ignoreCase
      ? pattern.tokens.map((token) => (token.length === 1 ? token.toLowerCase() : token))
      : pattern.tokens
  }
  const text = ignoreCase ? pattern.text.toLowerCase() : pattern.text
  return text.split('').map((character) => tokenOf(character, {}))
}

function isHole(token: Token): boolean {
  return token.length > 1 && token !== STAR && token !== ONE
}

/** Every text of the right side, whatever its holes are, is one of the left side. Sufficient, not necessary. */
function covers(left: readonly Token[], right: readonly Token[]): boolean {
  let at = 0
  let seen = 0
  let star = -1
  let resume = 0
  while (seen < right.length) {
    const wanted = left[at]
    const found = right[seen]
    if (wanted === STAR) {
      star = at
      resume = seen
      at += 1
    } else if (
      wanted !== undefined &&
      found !== undefined &&
      wanted !== NAMELESS &&
      (wanted === found || (wanted === ONE && found.length === 1))
    ) {
      at += 1
      seen += 1
    } else if (star !== -1) {
      resume += 1
      at = star + 1
      seen = resume
    } else return false
  }
  while (left[at] === STAR) at += 1
  return at === left.length
}

/** Some text may be of both sides. Necessary: holes may stand for anything. */
function overlap(left: readonly Token[], right: readonly Token[]): boolean {
  let start = 0
  while (start < left.length && start < right.length && isPlain(left[start]) && isPlain(right[start])) {
    if (left[start] !== right[start]) return false
    start += 1
  }
  let end = 0
  while (
    end < left.length - start &&
    end < right.length - start &&
    isPlain(left.at(-1 - end)) &&
    isPlain(right.at(-1 - end))
  ) {
    if (left.at(-1 - end) !== right.at(-1 - end)) return false
    end += 1
  }
  const rows = left.length - start - end
  const columns = right.length - start - end
  if (rows * columns > MOST_COMPARED) return true
  let above = new Uint8Array(columns + 1)
  for (let row = rows; row >= 0; row -= 1) {
    const here = new Uint8Array(columns + 1)
    const wanted = row === rows ? undefined : left[start + row]
    for (let column = columns; column >= 0; column -= 1) {
      const found = column === columns ? undefined : right[start + column]
      if (wanted === undefined && found === undefined) here[column] = 1
      else if (wanted !== undefined && isMany(wanted))
        here[column] = or(above[column], column < columns ? here[column + 1] : 0)
      else if (found !== undefined && isMany(found)) here[column] = or(here[column + 1], row < rows ? above[column] : 0)
      else if (wanted !== undefined && found !== undefined && alike(wanted, found))
        here[column] = above[column + 1] ?? 0
    }
    above = here
  }
  return above[0] === 1
}

const or = (left: number | undefined, right: number | undefined): number => (left === 1 || right === 1 ? 1 : 0)
const isPlain = (token: Token | undefined): boolean => token?.length === 1
const isMany = (token: Token): boolean => token.length > 1 && token !== ONE
const alike = (left: Token, right: Token): boolean => left === right || left === ONE || right === ONE

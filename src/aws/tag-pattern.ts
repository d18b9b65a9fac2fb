/**
 * Patterns over the names of tags and repositories. ECR's own know `*` only; an environment's pattern is a glob with
 * `*` and `?`; a prefix is a pattern that ends in `*`.
 */
export interface TagPattern {
  readonly tokens: readonly Token[]
}

type Token = string | typeof STAR | typeof ONE
const STAR = 0
const ONE = 1

/** A tag has at most 128 characters, a repository name 256 (ECR API Reference): longer literals match none. */
const LONGEST_NAME = 256

export function ecrPattern(text: string): TagPattern {
  return compiled(text, (character) => (character === '*' ? STAR : character))
}

export function prefixPattern(prefix: string): TagPattern {
  const literal = compiled(prefix, (character) => character)
  return { tokens: [...literal.tokens, STAR] }
}

export function globPattern(text: string): TagPattern {
  return compiled(text, (character) => (character === '*' ? STAR : character === '?' ? ONE : character))
}

function compiled(text: string, tokenOf: (character: string) => Token): TagPattern {
  const tokens: Token[] = []
  let length = 0
  for (const character of text) {
    const token = tokenOf(character)
    if (token === STAR && tokens.at(-1) === STAR) continue
    tokens.push(token)
    if (token !== STAR) length += 1
    if (length > LONGEST_NAME) break
  }
  return { tokens }
}

export function patternMatchesTag(pattern: TagPattern, tag: string): boolean {
  return matches(pattern.tokens, tag)
}

/** Every tag that `specific` matches is matched by `general`. */
export function patternCovers(general: TagPattern, specific: TagPattern): boolean {
  // What `*` and `?` of the specific pattern stand for is a character that no literal equals.
  return matches(general.tokens, specific.tokens)
}

/** Greedy with one way back, so that it takes at most the product of both lengths. */
function matches(pattern: readonly Token[], subject: string | readonly Token[]): boolean {
  let at = 0
  let star = -1
  let resume = 0
  let position = 0
  while (position < subject.length) {
    const token = pattern[at]
    if (token === STAR) {
      star = at
      resume = position
      at += 1
    } else if (token !== undefined && matchesOne(token, subject[position])) {
      at += 1
      position += 1
    } else if (star >= 0) {
      at = star + 1
      resume += 1
      position = resume
    } else {
      return false
    }
  }
  while (pattern[at] === STAR) at += 1
  return at === pattern.length
}

function matchesOne(token: Token, subject: Token | undefined): boolean {
  return token === ONE ? subject !== STAR : token === subject
}

/** Some tag is matched by both. */
export function patternsOverlap(left: TagPattern, right: TagPattern): boolean {
  if (literals(left) > LONGEST_NAME || literals(right) > LONGEST_NAME) return false
  const width = right.tokens.length
  // reachable[j]: the tokens of the left pattern so far and the first j of the right one can match one text.
  let reachable = new Uint8Array(width + 1)
  reachable[0] = 1
  for (let j = 0; j < width && right.tokens[j] === STAR; j += 1) reachable[j + 1] = 1
  for (const token of left.tokens) {
    const next = new Uint8Array(width + 1)
    if (token === STAR) next[0] = reachable[0] ?? 0
    for (let j = 1; j <= width; j += 1) next[j] = step(token, right.tokens[j - 1], reachable, next, j)
    reachable = next
  }
  return reachable[width] === 1
}

function step(left: Token, right: Token | undefined, before: Uint8Array, now: Uint8Array, j: number): number {
  // A star stands for nothing (skip it) or for one more token of the other side.
  if (left === STAR || right === STAR) return (before[j] ?? 0) | (now[j - 1] ?? 0)
  const same = left === ONE || right === ONE || left === right
  return same ? (before[j - 1] ?? 0) : 0
}

function literals(pattern: TagPattern): number {
  return pattern.tokens.reduce<number>((count, token) => count + (token === STAR ? 0 : 1), 0)
}

import { jsonPlaces, lazyLines, MAX_DEPTH, type Parsed, type Problem } from './positions.ts'
import { isRecord } from './record.ts'

/**
 * `JSON.parse` with places. `duplicateKeys: 'refuse'` costs a second pass in JavaScript: for files that people write;
 * otherwise the last of equal keys wins. A leading byte-order mark is accepted.
 */
export function parseJson(text: string, options: { readonly duplicateKeys?: 'refuse' | 'last' } = {}): Parsed {
  const json = text.charCodeAt(0) === 0xfeff ? text.slice(1) : text
  let value: unknown
  try {
    value = JSON.parse(json)
  } catch {
    return { ok: false, problem: firstProblem(text, false) ?? problemAt(text, 0, 'not valid JSON') }
  }
  if (isDeeper(value, MAX_DEPTH)) return { ok: false, problem: tooDeep(text) }
  const duplicate = options.duplicateKeys === 'refuse' ? firstProblem(text, true) : undefined
  if (duplicate !== undefined) return { ok: false, problem: duplicate }
  return { ok: true, document: { value, place: jsonPlaces(text) } }
}

/** JSON inside a string, such as a policy: undefined when the text is not a JSON object or list. */
export function parseJsonText(text: string): unknown {
  const start = text.trimStart()
  if (!start.startsWith('{') && !start.startsWith('[')) return undefined
  try {
    const value: unknown = JSON.parse(start)
    return isDeeper(value, MAX_DEPTH) ? undefined : value
  } catch {
    return undefined
  }
}

/**
 * Whether containers nest deeper than the limit; the limit bounds the recursion. `for…in` over what `JSON.parse` made
 * costs a third of `Object.values`.
 */
function isDeeper(value: unknown, limit: number): boolean {
  if (Array.isArray(value)) {
    if (limit === 0) return true
    for (let index = 0; index < value.length; index += 1) {
      const item: unknown = value[index]
      if (typeof item === 'object' && item !== null && isDeeper(item, limit - 1)) return true
    }
  } else if (isRecord(value)) {
    if (limit === 0) return true
    for (const key in value) {
      const item = value[key]
      if (typeof item === 'object' && item !== null && isDeeper(item, limit - 1)) return true
    }
  }
  return false
}

function tooDeep(text: string): Problem {
  let depth = 0
  let inString = false
  let at = 0
  for (; at < text.length && depth <= MAX_DEPTH; at += 1) {
    const character = text[at]
    if (inString) {
      if (character === '\\') at += 1
      else if (character === '"') inString = false
    } else if (character === '"') inString = true
    else if (character === '{' || character === '[') depth += 1
    else if (character === '}' || character === ']') depth -= 1
  }
  return { code: 'too-deep', message: `nested deeper than ${MAX_DEPTH} levels`, ...lazyLines(text)(at - 1) }
}

function problemAt(text: string, offset: number, message: string): Problem {
  return { code: 'syntax', message, ...lazyLines(text)(offset) }
}

/** A strict reader of RFC 8259 that builds nothing: it only runs when something is wrong or duplicates are asked for. */
function firstProblem(text: string, duplicateKeys: boolean): Problem | undefined {
  const open: (Set<string> | 'list' | 'map')[] = []
  let at = text.charCodeAt(0) === 0xfeff ? 1 : 0
  let expect: 'value' | 'first-value' | 'key' | 'first-key' | 'colon' | 'after' | 'end' = 'value'
  const space = /[ \t\r\n]*/y
  for (;;) {
    space.lastIndex = at
    space.test(text)
    at = space.lastIndex
    const character = text[at]
    if (character === undefined) {
      return expect === 'end' ? undefined : problemAt(text, at, 'the JSON text ends too early')
    }
    if (expect === 'end') return problemAt(text, at, 'something follows the JSON value')
    const inside = open.at(-1)
    if ((expect === 'first-value' && character === ']') || (expect === 'first-key' && character === '}')) {
      open.pop()
      at += 1
      expect = open.length === 0 ? 'end' : 'after'
    } else if (expect === 'key' || expect === 'first-key') {
      if (character !== '"') return problemAt(text, at, 'expected a key in double quotes')
      const end = stringEnd(text, at)
      if (typeof end !== 'number') return end
      if (typeof inside === 'object') {
        const key: unknown = JSON.parse(text.slice(at, end))
        if (typeof key === 'string' && inside.has(key)) return problemAt(text, at, `the key "${key}" is repeated`)
        if (typeof key === 'string') inside.add(key)
      }
      at = end
      expect = 'colon'
    } else if (expect === 'colon') {
      if (character !== ':') return problemAt(text, at, "expected ':' after a key")
      at += 1
      expect = 'value'
    } else if (expect === 'after') {
      const closing = inside === 'list' ? ']' : '}'
      if (character === ',') expect = inside === 'list' ? 'value' : 'key'
      else if (character === closing) {
        open.pop()
        expect = open.length === 0 ? 'end' : 'after'
      } else return problemAt(text, at, `expected ',' or '${closing}'`)
      at += 1
    } else if (character === '{') {
      open.push(duplicateKeys ? new Set() : 'map')
      at += 1
      expect = 'first-key'
    } else if (character === '[') {
      open.push('list')
      at += 1
      expect = 'first-value'
    } else {
      const end = character === '"' ? stringEnd(text, at) : atomEnd(text, at)
      if (typeof end !== 'number') return end
      at = end
      expect = open.length === 0 ? 'end' : 'after'
    }
  }
}

function stringEnd(text: string, start: number): number | Problem {
  const escaped = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y
  let at = start + 1
  while (at < text.length) {
    const code = text.charCodeAt(at)
    if (code === QUOTE) return at + 1
    if (code < 32) return problemAt(text, at, 'a control character in a string')
    if (code === BACKSLASH) {
      escaped.lastIndex = at
      if (!escaped.test(text)) return problemAt(text, at, 'an invalid escape in a string')
      at = escaped.lastIndex
    } else at += 1
  }
  return problemAt(text, start, 'a string is not closed')
}

const QUOTE = 34
const BACKSLASH = 92

function atomEnd(text: string, start: number): number | Problem {
  const atom = /true|false|null|-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?/y
  atom.lastIndex = start
  return atom.test(text) ? atom.lastIndex : problemAt(text, start, 'expected a JSON value')
}

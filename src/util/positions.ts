/** 1-based, in UTF-16 code units, as SARIF and editors count. */
export interface Place {
  readonly line: number
  readonly column: number
}

/** Keys and indexes from the root of a document. */
export type DocumentPath = readonly (string | number)[]

/** A text read as data. */
export interface Document {
  /** JSON-like: own keys only, `__proto__` can be one of them. */
  readonly value: unknown
  /**
   * The place of a map's entry (its key) or of a list's element; the longest prefix that exists. Worked out on first
   * demand. A string is a JSON pointer (RFC 6901).
   */
  readonly place: (path: DocumentPath | string) => Place
}

/** Why a text is not data. The message never repeats the text: it may hold a secret. */
export interface Problem extends Place {
  readonly code: 'syntax' | 'too-deep'
  readonly message: string
}

export type Parsed =
  | { readonly ok: true; readonly document: Document }
  | { readonly ok: false; readonly problem: Problem }

/** Containers in containers: deeper inputs are refused, so that everything behind the parsers may recurse. */
export const MAX_DEPTH = 500

/** Places in a text that `JSON.parse` accepts. Only the containers on the way to a wanted place are ever indexed. */
export function jsonPlaces(text: string): Document['place'] {
  const known = new Map<number, Children>()
  const lines = lazyLines(text)
  const start = skipSpace(text, 0)
  return (path) => {
    let at = start
    let value = start
    for (const segment of pathOf(path)) {
      let children = known.get(value)
      if (children === undefined) {
        children = childrenOf(text, value)
        known.set(value, children)
      }
      const child = Array.isArray(children) ? children[Number(segment)] : children.get(String(segment))
      if (child === undefined) break
      at = child
      value = Array.isArray(children) ? child : valueAfterKey(text, child)
    }
    return lines(at)
  }
}

/** Offsets: of the elements of a list in order, of the keys of a map by their texts. */
type Children = number[] | Map<string, number>

/** A repeated key names its last value, as in `JSON.parse`. */
function childrenOf(text: string, start: number): Children {
  const opening = text.charCodeAt(start)
  if (opening === OPEN_LIST) return elementsOf(text, start)
  const keys = new Map<string, number>()
  if (opening !== OPEN_MAP) return keys
  let at = skipSpace(text, start + 1)
  while (at < text.length && !isClosing(text.charCodeAt(at))) {
    const end = skipString(text, at)
    keys.set(keyText(text, at, end), at)
    at = skipSpace(text, skipValue(text, skipSpace(text, skipSpace(text, end) + 1)))
    if (text.charCodeAt(at) === COMMA) at = skipSpace(text, at + 1)
  }
  return keys
}

function elementsOf(text: string, start: number): number[] {
  const elements: number[] = []
  let at = skipSpace(text, start + 1)
  while (at < text.length && !isClosing(text.charCodeAt(at))) {
    elements.push(at)
    at = skipSpace(text, skipValue(text, at))
    if (text.charCodeAt(at) === COMMA) at = skipSpace(text, at + 1)
  }
  return elements
}

function valueAfterKey(text: string, key: number): number {
  return skipSpace(text, skipSpace(text, skipString(text, key)) + 1)
}

function keyText(text: string, start: number, end: number): string {
  const raw = text.slice(start + 1, end - 1)
  if (!raw.includes('\\')) return raw
  const parsed: unknown = JSON.parse(text.slice(start, end))
  return typeof parsed === 'string' ? parsed : raw
}

function skipValue(text: string, start: number): number {
  const first = text.charCodeAt(start)
  if (first === QUOTE) return skipString(text, start)
  if (first !== OPEN_MAP && first !== OPEN_LIST) return skipAtom(text, start)
  let depth = 0
  let at = start
  while (at < text.length) {
    const code = text.charCodeAt(at)
    if (code === QUOTE) {
      at = skipString(text, at)
      continue
    }
    at += 1
    if (code === OPEN_MAP || code === OPEN_LIST) depth += 1
    else if (isClosing(code)) {
      depth -= 1
      if (depth === 0) return at
    }
  }
  return at
}

/** From the opening quote to behind the closing one. */
function skipString(text: string, start: number): number {
  let at = text.indexOf('"', start + 1)
  while (at !== -1 && isEscaped(text, at)) at = text.indexOf('"', at + 1)
  return at === -1 ? text.length : at + 1
}

function isEscaped(text: string, quote: number): boolean {
  let slashes = 0
  while (text.charCodeAt(quote - 1 - slashes) === BACKSLASH) slashes += 1
  return slashes % 2 === 1
}

function skipAtom(text: string, start: number): number {
  let at = start
  while (at < text.length) {
    const code = text.charCodeAt(at)
    if (code === COMMA || isClosing(code) || isSpace(code)) break
    at += 1
  }
  return at
}

function skipSpace(text: string, start: number): number {
  let at = start
  while (isSpace(text.charCodeAt(at))) at += 1
  return at
}

function isSpace(code: number): boolean {
  return code === 32 || code === 10 || code === 13 || code === 9 || code === 0xfeff
}

function isClosing(code: number): boolean {
  return code === 125 || code === 93
}

const OPEN_MAP = 123
const OPEN_LIST = 91
const QUOTE = 34
const COMMA = 44
const BACKSLASH = 92

/** Offset to place; the table of line starts is made on first use. */
export function lazyLines(text: string): (offset: number) => Place {
  let starts: readonly number[] | undefined
  return (offset) => {
    starts ??= lineStarts(text)
    let low = 0
    let high = starts.length - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if ((starts[middle] ?? 0) <= offset) low = middle
      else high = middle - 1
    }
    return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 }
  }
}

function lineStarts(text: string): readonly number[] {
  const starts = [0]
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1)
  return starts
}

/** A JSON pointer (RFC 6901). */
export function pointer(path: DocumentPath): string {
  return path.map((segment) => `/${String(segment).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
}

export function pathOf(path: DocumentPath | string): DocumentPath {
  if (typeof path !== 'string') return path
  return path
    .split('/')
    .slice(1)
    .map((segment) => segment.replaceAll('~1', '/').replaceAll('~0', '~'))
}

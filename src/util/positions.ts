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

/** Places in a text that `JSON.parse` accepts. The text is passed once, small containers again when one is asked for. */
export function jsonPlaces(text: string): Document['place'] {
  const lists = new Map<number, readonly number[]>()
  const maps = new Map<number, ReadonlyMap<string, number>>()
  const lines = lazyLines(text)
  const start = skipSpace(text, 0)

  const entries = (container: number): readonly number[] => lists.get(container) ?? index(text, container, lists)

  const keys = (container: number): ReadonlyMap<string, number> => {
    const known = maps.get(container)
    if (known !== undefined) return known
    // A repeated key names its last value, as in `JSON.parse`.
    const made = new Map(entries(container).map((key) => [keyText(text, key), key]))
    maps.set(container, made)
    return made
  }

  return (path) => {
    let at = start
    let value = start
    for (const segment of pathOf(path)) {
      const opening = text.charCodeAt(value)
      if (opening !== OPEN_LIST && opening !== OPEN_MAP) break
      const isList = opening === OPEN_LIST
      const child = isList ? entries(value)[Number(segment)] : keys(value).get(String(segment))
      if (child === undefined) break
      at = child
      value = isList ? child : valueAfterKey(text, child)
    }
    return lines(at)
  }
}

/**
 * Where the entries of a container start: the keys of a map, the elements of a list. On the way it keeps the same of
 * every large container inside, so that nobody passes them again.
 */
function index(text: string, container: number, kept: Map<number, readonly number[]>): readonly number[] {
  // The open containers and, of each, where its entries start in the list of all entries.
  const open = [container]
  const first = [0]
  const entries: number[] = []
  let count = 0
  let isEntry = true
  let at = container + 1
  while (at < text.length) {
    const code = text.charCodeAt(at)
    if (isSpace(code) || code === COLON) {
      at += 1
    } else if (code === COMMA) {
      isEntry = true
      at += 1
    } else if (isClosing(code)) {
      at += 1
      const opening = open.pop() ?? container
      const own = first.pop() ?? 0
      if (open.length === 0 || at - opening > LARGE) kept.set(opening, entries.slice(own, count))
      if (open.length === 0) break
      count = own
      isEntry = false
    } else {
      if (isEntry) entries[count++] = at
      isEntry = code === OPEN_MAP || code === OPEN_LIST
      if (isEntry) {
        open.push(at)
        first.push(count)
        at += 1
      } else at = code === QUOTE ? skipString(text, at) : skipAtom(text, at)
    }
  }
  return kept.get(container) ?? []
}

/** Characters that are quicker to pass again than their entries are to keep. */
const LARGE = 4096

function valueAfterKey(text: string, key: number): number {
  return skipSpace(text, skipSpace(text, skipString(text, key)) + 1)
}

function keyText(text: string, start: number): string {
  const end = skipString(text, start)
  const raw = text.slice(start + 1, end - 1)
  if (!raw.includes('\\')) return raw
  const parsed: unknown = JSON.parse(text.slice(start, end))
  return typeof parsed === 'string' ? parsed : raw
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
const COLON = 58
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
  const segments = path.split('/').slice(1)
  return path.includes('~') ? segments.map((segment) => segment.replaceAll('~1', '/').replaceAll('~0', '~')) : segments
}

import {
  EVENT_ID,
  type Event,
  getScalarValue,
  parseEvents,
  SCALAR_STYLE,
  type ScalarEvent,
  YAMLException,
} from 'js-yaml'
import { type DocumentPath, lazyLines, MAX_DEPTH, type Parsed, type Place, pathOf } from './positions.ts'
import { isRecord, own, setOwn, type UnknownRecord } from './record.ts'

/**
 * How plain scalars and tags read. `core`: YAML 1.2, and tags of one's own are refused. `cloudformation`: as
 * CloudFormation reads templates (YAML 1.1: `yes`, `off` are booleans; dates are text), and a short tag becomes the long
 * form: `!Ref x` → `{ Ref: x }`, `!Sub x` → `{ "Fn::Sub": x }`, `!GetAtt a.b` → `{ "Fn::GetAtt": ["a", "b"] }`. There a
 * number that would not print as written (`012345678901`, `1.10`, `0x1F`) stays text: account ids and versions survive.
 */
export type YamlFlavour = 'core' | 'cloudformation'

/**
 * One YAML document as JSON-like data with places, in one pass over the parser's events. Refused, with the place: a
 * second document, repeated keys, keys that are no scalars, nesting beyond {@link MAX_DEPTH}, recursive aliases, and
 * aliases or merges that would expand to more values than the text has characters.
 */
export function parseYaml(text: string, flavour: YamlFlavour): Parsed {
  const lines = lazyLines(text)
  try {
    const composer = new Composer(text, flavour)
    for (const event of parseEvents(text, { maxDepth: MAX_DEPTH })) composer.take(event)
    return {
      ok: true,
      document: { value: composer.root ?? null, place: (path) => lines(composer.offset(pathOf(path))) },
    }
  } catch (error) {
    if (error instanceof Refusal) {
      return { ok: false, problem: { code: error.code, message: error.message, ...lines(error.offset) } }
    }
    if (!(error instanceof YAMLException)) throw error
    const code = error.reason.startsWith('nesting exceeded') ? 'too-deep' : 'syntax'
    const message = code === 'too-deep' ? `nested deeper than ${MAX_DEPTH} levels` : error.reason
    return { ok: false, problem: { code, message, ...placeOf(error) } }
  }
}

/** The exception's own message quotes the text; only its reason and mark are used. */
function placeOf(error: YAMLException): Place {
  return { line: (error.mark?.line ?? 0) + 1, column: (error.mark?.column ?? 0) + 1 }
}

class Refusal extends Error {
  readonly code: 'syntax' | 'too-deep'
  readonly offset: number

  constructor(message: string, offset: number, code: 'syntax' | 'too-deep' = 'syntax') {
    super(message)
    this.code = code
    this.offset = offset
  }
}

/** Offsets of the entries of one container, in the order of the text. */
interface Entries {
  readonly keys: string[] | undefined
  readonly offsets: number[]
  byKey?: ReadonlyMap<string, number>
}

/** A finished node: `size` and `height` count what aliases expand to. */
interface Composed {
  readonly value: unknown
  readonly size: number
  readonly height: number
}

interface Frame {
  readonly value: unknown[] | { [key: string]: unknown }
  readonly entries: Entries
  /** The long name of the intrinsic that a short tag on the container stands for. */
  readonly wrap: string | undefined
  readonly anchor: string | undefined
  readonly offset: number
  key: string | undefined
  keyOffset: number
  /** Keys that came by `<<` and may still be set. */
  merged: Set<string> | undefined
  merging: boolean
  size: number
  height: number
}

class Composer {
  root: unknown
  private rootOffset = 0
  private documents = 0
  private spent = 0
  private readonly frames: Frame[] = []
  private readonly anchors = new Map<string, Composed>()
  private readonly entries = new Map<object, Entries>()
  private readonly text: string
  private readonly flavour: YamlFlavour
  private readonly budget: number

  constructor(text: string, flavour: YamlFlavour) {
    this.text = text
    this.flavour = flavour
    this.budget = text.length + 10_000
  }

  take(event: Event): void {
    if (event.type === EVENT_ID.SCALAR) this.scalar(event)
    else if (event.type === EVENT_ID.MAPPING) this.open(event, {})
    else if (event.type === EVENT_ID.SEQUENCE) this.open(event, [])
    else if (event.type === EVENT_ID.ALIAS) this.alias(event.anchorStart, event.anchorEnd)
    else if (event.type === EVENT_ID.POP) this.close()
    else this.documents += 1
  }

  /** The longest prefix of a path that has a place. */
  offset(path: DocumentPath): number {
    let value = this.root
    let offset = this.rootOffset
    for (const segment of path) {
      if (typeof value !== 'object' || value === null) break
      const entries = this.entries.get(value)
      const index = entries === undefined ? undefined : indexIn(entries, segment)
      const found = index === undefined ? undefined : entries?.offsets[index]
      if (found === undefined) break
      offset = found
      value = isRecord(value) ? own(value, String(segment)) : Array.isArray(value) ? value[Number(segment)] : undefined
    }
    return offset
  }

  private scalar(event: ScalarEvent): void {
    const text = getScalarValue(this.text, event)
    const frame = this.frames.at(-1)
    if (frame === undefined && this.documents > 1 && event.valueStart === -1) return
    const offset = firstOffset(frame?.keyOffset ?? 0, event.valueStart, event.tagStart, event.anchorStart)
    const tag = this.tag(event.tagStart, event.tagEnd)
    if (frame !== undefined && isMap(frame) && frame.key === undefined) {
      if (event.anchorStart !== -1)
        this.anchors.set(this.slice(event.anchorStart, event.anchorEnd), { value: text, size: 1, height: 0 })
      this.key(frame, text, offset, event.style === SCALAR_STYLE.PLAIN && tag === undefined)
      return
    }
    const plain = event.style === SCALAR_STYLE.PLAIN
    const value = this.tagged(tag, text, plain, offset)
    this.add({ value, size: 1, height: 0 }, offset, this.anchorName(event.anchorStart, event.anchorEnd))
  }

  private tagged(tag: string | undefined, text: string, plain: boolean, offset: number): unknown {
    if (tag === undefined) return plain ? scalarValue(text, this.flavour) : text
    const type = STANDARD_TAGS[tag]
    if (type === 'text') return text
    if (type === 'plain') return scalarValue(text, this.flavour)
    const long = this.longForm(tag, offset)
    const argument = long === 'Fn::GetAtt' ? splitAttribute(text) : plain ? scalarValue(text, this.flavour) : text
    return this.wrapped(long, argument, offset)
  }

  private wrapped(long: string, argument: unknown, offset: number): unknown {
    const value = { [long]: argument }
    this.entries.set(value, { keys: [long], offsets: [offset] })
    return value
  }

  private longForm(tag: string, offset: number): string {
    if (this.flavour === 'core' || !/^![A-Za-z][A-Za-z0-9:]*$/.test(tag)) {
      throw new Refusal('a tag that has no meaning here', offset)
    }
    const name = tag.slice(1)
    return name === 'Ref' || name === 'Condition' ? name : `Fn::${name}`
  }

  private open(event: CollectionEvent, value: Frame['value']): void {
    const offset = firstOffset(0, event.start, event.tagStart, event.anchorStart)
    const parent = this.frames.at(-1)
    if (parent !== undefined && isMap(parent) && parent.key === undefined)
      throw new Refusal('a key must be text', offset)
    const tag = this.tag(event.tagStart, event.tagEnd)
    const wrap = tag === undefined || STANDARD_TAGS[tag] === 'collection' ? undefined : this.longForm(tag, offset)
    this.frames.push({
      value,
      entries: { keys: Array.isArray(value) ? undefined : [], offsets: [] },
      wrap,
      anchor: this.anchorName(event.anchorStart, event.anchorEnd),
      offset,
      key: undefined,
      keyOffset: offset,
      merged: undefined,
      merging: false,
      size: 1,
      height: 0,
    })
  }

  private close(): void {
    const frame = this.frames.pop()
    if (frame === undefined) return
    this.entries.set(frame.value, frame.entries)
    const value = frame.wrap === undefined ? frame.value : this.wrapped(frame.wrap, frame.value, frame.offset)
    const height = frame.height + (frame.wrap === undefined ? 1 : 2)
    this.add({ value, size: frame.size, height }, frame.offset, frame.anchor)
  }

  private alias(start: number, end: number): void {
    const anchored = this.anchors.get(this.slice(start, end))
    if (anchored === undefined) throw new Refusal('an alias of something that is not defined before it', start - 1)
    this.spend(anchored.size, start)
    const frame = this.frames.at(-1)
    if (frame !== undefined && isMap(frame) && frame.key === undefined) {
      if (typeof anchored.value !== 'string') throw new Refusal('a key must be text', start - 1)
      this.key(frame, anchored.value, start - 1, false)
    } else this.add(anchored, start - 1, undefined)
  }

  private add(node: Composed, offset: number, anchor: string | undefined): void {
    if (anchor !== undefined) this.anchors.set(anchor, node)
    const frame = this.frames.at(-1)
    if (frame === undefined) {
      if (this.documents > 1) throw new Refusal('a second document: only one for each file is read', offset)
      this.root = node.value
      this.rootOffset = offset
      return
    }
    frame.size += node.size
    frame.height = Math.max(frame.height, node.height)
    if (this.frames.length + node.height > MAX_DEPTH) {
      throw new Refusal(`nested deeper than ${MAX_DEPTH} levels`, offset, 'too-deep')
    }
    if (Array.isArray(frame.value)) {
      frame.value.push(node.value)
      frame.entries.offsets.push(offset)
      return
    }
    const key = frame.key ?? ''
    frame.key = undefined
    if (frame.merging) {
      frame.merging = false
      this.merge(frame, node.value, offset)
      return
    }
    if (Object.hasOwn(frame.value, key) && !frame.merged?.delete(key)) {
      throw new Refusal(`the key "${key}" is repeated`, frame.keyOffset)
    }
    setOwn(frame.value, key, node.value)
    frame.entries.keys?.push(key)
    frame.entries.offsets.push(frame.keyOffset)
  }

  private key(frame: Frame, key: string, offset: number, mayMerge: boolean): void {
    frame.key = key
    frame.keyOffset = offset
    frame.merging = mayMerge && key === '<<'
  }

  private merge(frame: Frame, value: unknown, offset: number): void {
    for (const source of Array.isArray(value) ? value : [value]) {
      if (!isRecord(source)) throw new Refusal('<< takes a map or a list of maps', offset)
      this.mergeOne(frame, source, offset)
    }
  }

  private mergeOne(frame: Frame, source: UnknownRecord, offset: number): void {
    if (Array.isArray(frame.value)) return
    const entries = this.entries.get(source)
    const keys = Object.keys(source)
    this.spend(keys.length + 1, offset)
    for (const key of keys) {
      if (Object.hasOwn(frame.value, key)) continue
      setOwn(frame.value, key, source[key])
      frame.merged ??= new Set()
      frame.merged.add(key)
      const index = entries === undefined ? undefined : indexIn(entries, key)
      frame.entries.keys?.push(key)
      frame.entries.offsets.push((index === undefined ? undefined : entries?.offsets[index]) ?? frame.keyOffset)
    }
  }

  private spend(size: number, offset: number): void {
    this.spent += size
    if (this.spent > this.budget)
      throw new Refusal('aliases expand to more values than the text has characters', offset)
  }

  private tag(start: number, end: number): string | undefined {
    return start === -1 ? undefined : this.slice(start, end)
  }

  private anchorName(start: number, end: number): string | undefined {
    return start === -1 ? undefined : this.slice(start, end)
  }

  private slice(start: number, end: number): string {
    return this.text.slice(start, end)
  }
}

type CollectionEvent = Extract<Event, { readonly start: number }>

function isMap(frame: Frame): boolean {
  return !Array.isArray(frame.value)
}

/** The last of equal keys: a merged key that was set again. */
function indexIn(entries: Entries, segment: string | number): number | undefined {
  if (entries.keys === undefined) {
    const index = Number(segment)
    return index < entries.offsets.length ? index : undefined
  }
  entries.byKey ??= new Map(entries.keys.map((key, index) => [key, index]))
  return entries.byKey.get(String(segment))
}

function firstOffset(otherwise: number, ...offsets: readonly number[]): number {
  let first = -1
  for (const offset of offsets) if (offset !== -1 && (first === -1 || offset < first)) first = offset
  return first === -1 ? otherwise : first
}

const STANDARD_TAGS: { readonly [tag: string]: 'text' | 'plain' | 'collection' } = {
  '!': 'text',
  '!!str': 'text',
  '!!binary': 'text',
  '!!timestamp': 'text',
  '!!int': 'plain',
  '!!float': 'plain',
  '!!bool': 'plain',
  '!!null': 'plain',
  '!!map': 'collection',
  '!!seq': 'collection',
}

/** `Resource.Attribute`; an attribute may have dots of its own (`Nested.Outputs.Name`). */
function splitAttribute(text: string): readonly string[] {
  const dot = text.indexOf('.')
  return dot === -1 ? [text] : [text.slice(0, dot), text.slice(dot + 1)]
}

function scalarValue(text: string, flavour: YamlFlavour): string | number | boolean | null {
  const first = text.charCodeAt(0)
  const starts = text === '' || first === TILDE || isNumeric(first)
  if (!starts && !WORDS.has(text)) return text
  if (text === '' || text === '~' || NULLS.has(text)) return null
  if (CORE_BOOLEANS.has(text)) return text.charCodeAt(0) === 116 || text.charCodeAt(0) === 84
  if (flavour === 'cloudformation') {
    if (YAML11_BOOLEANS.has(text)) return text.toLowerCase() === 'yes' || text.toLowerCase() === 'on'
    const number = Number(text)
    return Number.isFinite(number) && String(number) === text ? number : text
  }
  return coreNumber(text)
}

/** YAML 1.2 core schema. A number beyond what JSON can hold stays text. */
function coreNumber(text: string): string | number {
  const isCore =
    /^[-+]?[0-9]+$/.test(text) ||
    /^0o[0-7]+$/.test(text) ||
    /^0x[0-9a-fA-F]+$/.test(text) ||
    /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/.test(text)
  const number = isCore ? Number(text) : Number.NaN
  return Number.isFinite(number) ? number : text
}

function isNumeric(code: number): boolean {
  return (code >= 48 && code <= 57) || code === 43 || code === 45 || code === 46
}

const TILDE = 126
/** Sets at import: four small ones, read for every plain scalar. */
const NULLS = new Set(['null', 'Null', 'NULL'])
const CORE_BOOLEANS = new Set(['true', 'True', 'TRUE', 'false', 'False', 'FALSE'])
const YAML11_BOOLEANS = new Set(['yes', 'Yes', 'YES', 'no', 'No', 'NO', 'on', 'On', 'ON', 'off', 'Off', 'OFF'])
const WORDS = new Set([...NULLS, ...CORE_BOOLEANS, ...YAML11_BOOLEANS])

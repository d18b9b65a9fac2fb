import {
  entry,
  isMap,
  type PropertyMap,
  secret,
  setEntry,
  type Unknown,
  unknown,
  type Value,
} from '../../model/value.ts'
import { type Cell, isSensitive, isUnknown } from './cell.ts'
import type { Document } from './document.ts'
import { isArray, isRecord, own } from './json.ts'
import { isLeaf, resolveExpression, settingOf } from './references.ts'

export interface Builder {
  [key: string]: Value
}

/**
 * Whether the configuration sets the attribute: `unseen` where it would not show. An expression in which everything
 * was known when the plan was made, and whose attribute is unknown all the same, came to null: AWS decides.
 */
export function configured(document: Document, cell: Cell): 'yes' | 'no' | 'unseen' {
  if (!cell.shown) return 'unseen'
  const { expression } = cell
  if (expression === undefined) return 'no'
  if (!isLeaf(expression) || Object.keys(expression).length === 0) return 'yes'
  const outcomes = resolveExpression(document, expression, settingOf(cell.instance))
  return outcomes.some((outcome) => outcome.is !== 'constant') ? 'yes' : 'no'
}

/** The value of an unknown attribute. */
export function afterApply(document: Document, cell: Cell, oneOf?: readonly Value[]): Unknown {
  const present = oneOf !== undefined || configured(document, cell) === 'yes' ? 'yes' : 'maybe'
  const reason = `${cell.name} of ${cell.instance.address} is known after apply`
  return unknown('value', reason, oneOf === undefined ? { present } : { present, oneOf })
}

/** The value as it is: text, number, boolean, a list or map of them. `undefined` is absent. */
export function plain(document: Document, cell: Cell): Value | undefined {
  const { value } = cell
  if (isUnknown(cell)) return afterApply(document, cell)
  if (isSensitive(cell)) return hide(value)
  if (isArray(value)) return plainList(document, cell, value)
  if (isRecord(value)) return plainMap(document, cell, value)
  return isScalar(value) && value !== '' ? value : cell.unknown === undefined ? undefined : unknownMap(document, cell)
}

export function isScalar(value: unknown): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
}

function plainList(document: Document, cell: Cell, values: readonly unknown[]): Value | undefined {
  const found: Value[] = []
  for (let position = 0; position < values.length; position += 1) {
    const value = values[position]
    const known = isArray(cell.unknown) ? cell.unknown[position] : undefined
    const hidden = isArray(cell.sensitive) ? cell.sensitive[position] : undefined
    if (known === true && (value === null || value === undefined)) found.push(afterApply(document, cell))
    else {
      const converted = hidden === true ? hide(value) : toValue(value)
      if (converted !== undefined) found.push(converted)
    }
  }
  return found.length === 0 ? undefined : found
}

function plainMap(document: Document, cell: Cell, map: { readonly [key: string]: unknown }): Value | undefined {
  const found: Builder = {}
  for (const key of Object.keys(map)) {
    const value = own(cell.sensitive, key) === true ? hide(map[key]) : toValue(map[key])
    if (value !== undefined) setEntry(found, key, value)
  }
  return addUnknown(document, cell, found)
}

function unknownMap(document: Document, cell: Cell): Value | undefined {
  return isRecord(cell.unknown) ? addUnknown(document, cell, {}) : undefined
}

function addUnknown(document: Document, cell: Cell, found: Builder): Value | undefined {
  if (isRecord(cell.unknown)) {
    for (const key of Object.keys(cell.unknown)) {
      const known = own(cell.value, key)
      if (cell.unknown[key] === true && (known === undefined || known === null)) {
        setEntry(found, key, afterApply(document, cell))
      }
    }
  }
  return Object.keys(found).length === 0 ? undefined : found
}

/** A sensitive value: its shape stays, its texts are hidden. */
export function hide(value: unknown): Value | undefined {
  if (isArray(value)) return value.map(hide).filter((element) => element !== undefined)
  if (isRecord(value)) {
    const found: Builder = {}
    for (const key of Object.keys(value)) {
      const hidden = hide(value[key])
      if (hidden !== undefined) setEntry(found, key, hidden)
    }
    return found
  }
  return isScalar(value) ? secret(String(value)) : undefined
}

/** Parsed JSON as a value: `null` is absent. The depth of the input is bounded by whoever parsed it. */
export function toValue(json: unknown): Value | undefined {
  if (isScalar(json)) return json
  if (isArray(json)) {
    const found: Value[] = []
    for (const element of json) {
      const value = toValue(element)
      if (value !== undefined) found.push(value)
    }
    return found
  }
  if (!isRecord(json)) return undefined
  const found: Builder = {}
  for (const key of Object.keys(json)) {
    const value = toValue(json[key])
    if (value !== undefined) setEntry(found, key, value)
  }
  return found
}

/** Sets a value at a dotted path, making the objects on the way. */
export function put(into: Builder, path: string, value: Value): void {
  const dot = path.indexOf('.')
  if (dot < 0) {
    setEntry(into, path, value)
    return
  }
  const head = path.slice(0, dot)
  const inner: Builder = {}
  const existing = entry(into, head)
  if (isMap(existing)) {
    for (const key of Object.keys(existing)) {
      const member = entry(existing, key)
      if (member !== undefined) setEntry(inner, key, member)
    }
  }
  put(inner, path.slice(dot + 1), value)
  setEntry(into, head, inner)
}

export function isEmpty(map: PropertyMap): boolean {
  for (const key in map) if (Object.hasOwn(map, key)) return false
  return true
}

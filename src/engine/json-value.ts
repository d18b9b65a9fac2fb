import { setEntry, type Value } from '../model/value.ts'
import { parseJsonText } from '../util/json.ts'

const known = new WeakMap<object, Value>()
const MOST_KEPT = 2_000

/** JSON inside a string property (a session document, a policy) as a value; undefined when the text is no JSON. */
export function createJsonReader(): (text: string) => Value | undefined {
  const kept = new Map<string, Value | undefined>()
  return (text) => {
    if (kept.has(text)) return kept.get(text)
    const value = valueFrom(parseJsonText(text))
    if (kept.size >= MOST_KEPT) kept.clear()
    kept.set(text, value)
    return value
  }
}

export function valueFrom(json: unknown): Value | undefined {
  if (typeof json === 'string' || typeof json === 'number' || typeof json === 'boolean') return json
  if (typeof json !== 'object' || json === null) return undefined
  const before = known.get(json)
  if (before !== undefined) return before
  const value = Array.isArray(json) ? listFrom(json) : mapFrom(json)
  known.set(json, value)
  return value
}

function listFrom(json: readonly unknown[]): readonly Value[] {
  return json.flatMap((item) => {
    const value = valueFrom(item)
    return value === undefined ? [] : [value]
  })
}

function mapFrom(json: object): Value {
  const map: Record<string, Value> = {}
  for (const [key, item] of Object.entries(json)) {
    const value = valueFrom(item)
    if (value !== undefined) setEntry(map, key, value)
  }
  return map
}

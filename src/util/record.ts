/** A map of foreign data. Read it with {@link own}: it may have a prototype. */
export type UnknownRecord = { readonly [key: string]: unknown }

export function isRecord(value: unknown): value is UnknownRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function own(record: UnknownRecord, key: string): unknown {
  return Object.hasOwn(record, key) ? record[key] : undefined
}

/** Sets an own entry even for `__proto__`. */
export function setOwn(record: { [key: string]: unknown }, key: string, value: unknown): void {
  if (key !== '__proto__') record[key] = value
  else Object.defineProperty(record, key, { value, enumerable: true, configurable: true, writable: true })
}

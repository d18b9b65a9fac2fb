import { isRecord, type UnknownRecord } from '../../util/record.ts'

export { isRecord }
export type JsonRecord = UnknownRecord

/** The own entry of anything: plans are foreign data of any shape. */
export function own(value: unknown, key: string): unknown {
  return isRecord(value) && Object.hasOwn(value, key) ? value[key] : undefined
}

export function ownRecord(value: unknown, key: string): JsonRecord | undefined {
  const found = own(value, key)
  return isRecord(found) ? found : undefined
}

export function ownString(value: unknown, key: string): string | undefined {
  const found = own(value, key)
  return typeof found === 'string' ? found : undefined
}

export function ownArray(value: unknown, key: string): readonly unknown[] {
  const found = own(value, key)
  return isArray(found) ? found : []
}

export function isArray(value: unknown): value is readonly unknown[] {
  return Array.isArray(value)
}

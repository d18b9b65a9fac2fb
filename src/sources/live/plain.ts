import { isRecord, setOwn } from '../../util/record.ts'

/**
 * An output of the SDK as the AWS CLI prints it: times as ISO 8601, bytes as Base64, without what the SDK adds. What is
 * neither JSON nor one of these is left out.
 */
export function plain(value: unknown, depth = 0): unknown {
  if (depth > DEEPEST) return undefined
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? undefined : value.toISOString()
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64')
  if (Array.isArray(value)) {
    return value.map((item) => plain(item, depth + 1) ?? null)
  }
  if (isRecord(value)) {
    const copy: { [key: string]: unknown } = {}
    for (const [key, item] of Object.entries(value)) {
      if (key === '$metadata' && depth === 0) continue
      const converted = plain(item, depth + 1)
      if (converted !== undefined) setOwn(copy, key, converted)
    }
    return copy
  }
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined
  return typeof value === 'string' || typeof value === 'boolean' || value === null ? value : undefined
}

/** No answer of AWS is nested so deep. */
const DEEPEST = 100

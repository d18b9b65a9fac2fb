import type { Json } from '../model/rule.ts'

export function isObject(json: Json | undefined): json is { readonly [key: string]: Json } {
  return typeof json === 'object' && json !== null && !Array.isArray(json)
}

export function isArray(json: Json | undefined): json is readonly Json[] {
  return Array.isArray(json)
}

export function isScalar(json: Json | undefined): json is string | number | boolean {
  return typeof json === 'string' || typeof json === 'number' || typeof json === 'boolean'
}

export function textsOf(json: Json | undefined): readonly string[] {
  if (isArray(json)) return json.map((each) => String(each))
  return json === undefined || json === null ? [] : [String(json)]
}

import { choice, isList, isSpecial, KIND, unknown, type Value } from '../../../model/value.ts'
import { fromParts, isOptional, type Part } from './text.ts'

/** `Fn::ToJsonString` of `AWS::LanguageExtensions`: a text with holes where the value has them. */
export function toJsonText(value: Value | undefined): Value {
  if (value !== undefined && isSpecial(value) && value[KIND] === 'choice') {
    return choice(value.condition, toJsonText(value.then), toJsonText(value.else))
  }
  const parts: Part[] = []
  if (!write(value, parts))
    return unknown('limit', 'a JSON text whose shape depends on a condition', { present: 'yes' })
  return fromParts(parts)
}

/** False when a part cannot be told without knowing its shape. */
function write(value: Value | undefined, parts: Part[]): boolean {
  if (value === undefined) return false
  if (typeof value !== 'object') {
    parts.push(JSON.stringify(value))
    return true
  }
  if (isSpecial(value)) {
    const kind = value[KIND]
    if (kind === 'rest' || kind === 'choice') return false
    const inner = kind === 'text' ? value.parts : [value]
    parts.push('"', ...inner.map((part) => (typeof part === 'string' ? JSON.stringify(part).slice(1, -1) : part)), '"')
    return true
  }
  const entries = isList(value) ? value.map((item) => ['', item] as const) : Object.entries(value)
  parts.push(isList(value) ? '[' : '{')
  let first = true
  for (const [key, item] of entries) {
    if (item === undefined) continue
    if (isOptional(item)) return false
    if (!first) parts.push(',')
    first = false
    if (!isList(value)) parts.push(`${JSON.stringify(key)}:`)
    if (!write(item, parts)) return false
  }
  parts.push(isList(value) ? ']' : '}')
  return true
}

import { pathOf } from '../util/positions.ts'
import { isRecord, own } from '../util/record.ts'
import { closest } from '../util/suggest.ts'
import type { SchemaError } from './generated/validators.js'

/** What is wrong with a document, where (a JSON pointer) and what to do. Values are never repeated, only names. */
export interface SchemaProblem {
  readonly pointer: string
  readonly message: string
  readonly hint?: string
}

/** The most telling of a validator's errors: a misspelt key before the required key that it was meant to be. */
export function schemaProblem(errors: readonly SchemaError[], value: unknown): SchemaProblem {
  const error = errors.find(({ keyword }) => keyword === 'additionalProperties') ?? errors[0]
  if (error === undefined) return { pointer: '', message: 'the file is not valid' }
  const pointer = error.instancePath
  const what = pointer === '' ? 'the file' : nameOf(pointer)
  const { params, parentSchema } = error
  switch (error.keyword) {
    case 'additionalProperties': {
      const key = String(params.additionalProperty)
      const allowed = Object.keys(recordOf(parentSchema.properties))
      const near = closest(key, allowed)
      return {
        pointer: `${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`,
        message: `unknown key "${key}"${pointer === '' ? '' : ` in ${what}`}`,
        hint: near === undefined ? `the keys are ${allowed.join(', ')}` : `did you mean "${near}"?`,
      }
    }
    case 'required':
      return { pointer, message: `${what} lacks "${String(params.missingProperty)}"` }
    case 'enum': {
      const allowed = listOf(params.allowedValues)
      const seen = valueAt(value, pointer)
      const near = typeof seen === 'string' ? closest(seen, allowed) : undefined
      return {
        pointer,
        message: `${what} is not one of ${allowed.join(', ')}`,
        ...(near === undefined ? {} : { hint: `did you mean "${near}"?` }),
      }
    }
    case 'type':
      return { pointer, message: `${what} must be ${kindsText(params.type)}${described(parentSchema)}` }
    case 'pattern':
      if (error.propertyName !== undefined) {
        return { pointer, message: `"${error.propertyName}" in ${what} must be${described(parentSchema, ' ')}` }
      }
      return { pointer, message: `${what} must be${described(parentSchema, ' ')}` }
    case 'minItems':
    case 'minProperties':
      return { pointer, message: `${what} is empty` }
    case 'uniqueItems':
      return { pointer, message: `${what} holds the same entry twice` }
    case 'minimum':
      return { pointer, message: `${what} must be at least ${String(params.limit)}` }
    default:
      return { pointer, message: `${what} is not valid` }
  }
}

function nameOf(pointer: string): string {
  return `"${pathOf(pointer).join('.')}"`
}

function described(schema: Readonly<Record<string, unknown>>, lead = ': '): string {
  return typeof schema.description === 'string' ? `${lead}${schema.description}` : ''
}

function kindsText(types: unknown): string {
  return (Array.isArray(types) ? types : [types]).map((type) => KINDS[String(type)] ?? String(type)).join(' or ')
}

const KINDS: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a mapping',
}

function valueAt(root: unknown, pointer: string): unknown {
  let node = root
  for (const step of pathOf(pointer)) {
    node = Array.isArray(node) ? node[Number(step)] : isRecord(node) ? own(node, String(step)) : undefined
  }
  return node
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return isRecord(value) ? value : {}
}

function listOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(String) : []
}

import type { Path } from '../model/resource.ts'
import type { Json } from '../model/rule.ts'
import { isSpecial, KIND, type Value } from '../model/value.ts'

const LONGEST = 200

/** A value in words that are safe to print: secrets show only that they are there. */
export function describe(value: Value | Json | undefined): string {
  const words = wordsOf(value, 0)
  return words.length > LONGEST ? `${words.slice(0, LONGEST - 1)}…` : words
}

function wordsOf(value: Value | Json | undefined, depth: number): string {
  if (value === undefined || value === null) return 'absent'
  if (typeof value === 'string') return value === '' ? '""' : value
  if (typeof value !== 'object') return String(value)
  if (isJsonList(value)) {
    if (depth > 2) return '[…]'
    return `[${value
      .slice(0, 6)
      .map((item) => wordsOf(item, depth + 1))
      .join(', ')}${value.length > 6 ? ', …' : ''}]`
  }
  if (isSpecial(value as Value)) return specialWords(value as Value, depth)
  if (depth > 2) return '{…}'
  const entries = Object.entries(value).slice(0, 6)
  return `{${entries.map(([key, item]) => `${key}: ${wordsOf(item, depth + 1)}`).join(', ')}}`
}

function isJsonList(value: object): value is readonly (Value | Json)[] {
  return Array.isArray(value)
}

function specialWords(value: Value, depth: number): string {
  if (!isSpecial(value)) return ''
  switch (value[KIND]) {
    case 'secret':
      return '(hidden value)'
    case 'ref':
      return value.attribute === 'Ref' ? value.target : `${value.target}.${value.attribute}`
    case 'unknown':
      return value.oneOf === undefined
        ? `not known (${value.cause.reason})`
        : `one of ${wordsOf(value.oneOf, depth + 1)}`
    case 'rest':
      return 'further elements that are not known'
    case 'text':
      return value.parts.map((part) => (typeof part === 'string' ? part : `\${${wordsOf(part, depth + 1)}}`)).join('')
    case 'choice':
      return `${wordsOf(value.then, depth + 1)} or ${wordsOf(value.else, depth + 1)}`
  }
}

/** What an operand asks for, in words: alternatives, a pattern, a bound. */
export function describeOperand(operand: Json): string {
  if (Array.isArray(operand)) return alternatives(operand)
  if (typeof operand !== 'object' || operand === null) return describe(operand)
  const words = Object.entries(operand).map(([name, argument]) => {
    if (name === 'exists') return argument === true ? 'to be set' : 'to be absent'
    if (name === 'like' || name === 'matches') return `like ${alternatives(argument)}`
    if (name === 'atLeast') return `at least ${describe(argument)}`
    if (name === 'atMost') return `at most ${describe(argument)}`
    if (name === 'olderThan') return `older than ${describe(argument)} days`
    return `${name} ${describe(argument)}`
  })
  return words.join(' and ')
}

const MOST_ALTERNATIVES = 6

function alternatives(operand: Json | readonly Json[]): string {
  if (!Array.isArray(operand)) return describe(operand)
  const shown = operand.slice(0, MOST_ALTERNATIVES).map((item) => describe(item))
  return operand.length > MOST_ALTERNATIVES
    ? `one of ${operand.length} values (${shown.join(', ')}, …)`
    : shown.join(' or ')
}

export function pathText(path: Path): string {
  let text = ''
  for (const step of path) {
    if (typeof step === 'number') text += `[${step}]`
    else text += text === '' ? step : `.${step}`
  }
  return text === '' ? 'the resource' : text
}

import type { Condition, Json, Rule, SetExpression } from '../../src/model/rule.ts'

/** A sentence, and what it leads to. */
interface Point {
  readonly text: string
  readonly below: readonly Point[]
}

type Parameters = Rule['parameters']

/** A condition in words, as a nested Markdown list. */
export function conditionWords(json: Condition, parameters: Parameters): string {
  return listed(pointsOf(json, parameters), '')
}

function listed(points: readonly Point[], indent: string): string {
  return points
    .map(({ text, below }) =>
      [`${indent}- ${text}`, ...(below.length === 0 ? [] : [listed(below, `${indent}  `)])].join('\n'),
    )
    .join('\n')
}

const QUANTIFIERS = ['some', 'every', 'none', 'count'] as const
const PARTS = ['where', 'that', 'as', 'distinct', 'is']

function pointsOf(json: Condition, parameters: Parameters): readonly Point[] {
  const quantifier = QUANTIFIERS.find((word) => Object.hasOwn(json, word))
  return Object.entries(json).flatMap(([key, operand]): readonly Point[] => {
    if (key === quantifier) return [quantified(quantifier, json, parameters)]
    if (quantifier !== undefined && PARTS.includes(key)) return []
    if (key === 'all') return conditionsIn(operand).flatMap((part) => pointsOf(part, parameters))
    if (key === 'any')
      return [{ text: 'one of these holds:', below: conditionsIn(operand).map((part) => together(part, parameters)) }]
    if (key === 'not') return [notPoint(operand, parameters)]
    if (key === 'precededBy') return [nested('something comes strictly before of which:', operand, parameters)]
    return [{ text: leafWords(key, operand, parameters), below: [] }]
  })
}

/** One alternative: a sentence, or several that hold together. */
function together(json: Condition, parameters: Parameters): Point {
  const points = pointsOf(json, parameters)
  const [only] = points
  return points.length === 1 && only !== undefined ? only : { text: 'all of:', below: points }
}

function notPoint(operand: Json, parameters: Parameters): Point {
  if (!isMap(operand)) return { text: 'not so', below: [] }
  const point = together(operand, parameters)
  return point.below.length === 0
    ? { text: `not: ${point.text}`, below: [] }
    : { text: 'this does not hold:', below: pointsOf(operand, parameters) }
}

function nested(text: string, operand: Json, parameters: Parameters): Point {
  return { text, below: isMap(operand) ? pointsOf(operand, parameters) : [] }
}

function quantified(word: (typeof QUANTIFIERS)[number], json: Condition, parameters: Parameters): Point {
  const { where, that, is, distinct, as: name } = json
  const set = setWords(json[word]) + (typeof name === 'string' ? ` (called \`$${name}\`)` : '')
  const admitted = isMap(where) ? pointsOf(where, parameters) : []
  const asked = isMap(that) ? pointsOf(that, parameters) : []
  const about: readonly Point[] = admitted.length === 0 ? [] : [{ text: 'of those for which:', below: admitted }]
  if (word === 'count') {
    const of = typeof distinct === 'string' ? `different \`${distinct}\` of ${set}` : set
    const more: readonly Point[] = asked.length === 0 ? [] : [{ text: 'counted where:', below: asked }]
    return { text: `the number of ${of} is ${boundsWords(is, parameters)}`, below: [...about, ...more] }
  }
  const lead = LEADS[word]
  if (asked.length === 0) return { text: `${lead.bare} ${set}${about.length === 0 ? '' : ':'}`, below: about }
  if (about.length === 0) return { text: `${lead.asked} ${set}:`, below: asked }
  return { text: `${lead.asked} ${set}:`, below: [...about, { text: 'it holds that:', below: asked }] }
}

const LEADS = {
  some: { bare: 'there is one of', asked: 'for at least one of' },
  every: { bare: 'for every one of', asked: 'for every one of' },
  none: { bare: 'there is none of', asked: 'for none of' },
} as const

export function setWords(set: SetExpression | Json | undefined): string {
  if (typeof set === 'string') return `\`${set}\``
  if (!isMap(set)) return 'nothing'
  const types = [set.type]
    .flat()
    .map((type) => `\`${String(type)}\``)
    .join(' or ')
  if (!isMap(set.by)) return types
  const pairs = Object.entries(set.by).map(([theirs, ours]) =>
    theirs === ours ? `\`${theirs}\`` : `\`${theirs}\` = our \`${String(ours)}\``,
  )
  return `${types} of the same ${pairs.join(', ')}`
}

function leafWords(key: string, operand: Json, parameters: Parameters): string {
  const subject = key === 'it' ? 'it' : key.startsWith('param.') ? `the parameter \`${key.slice(6)}\`` : `\`${key}\``
  if (!isMap(operand)) return `${subject} is ${alternatives(operand)}`
  if (!Object.keys(operand).every((name) => OPERATORS.has(name))) return `${subject} ${inline(operand)}`
  return `${subject} ${operatorWords(operand, parameters).join(' and ')}`
}

const OPERATORS: ReadonlySet<string> = new Set([
  'exists',
  'like',
  'matches',
  'atLeast',
  'atMost',
  'olderThan',
  'param',
  'at',
  'path',
  'is',
])

function operatorWords(operand: Condition, parameters: Parameters): readonly string[] {
  return Object.entries(operand).flatMap(([name, argument]): readonly string[] => {
    switch (name) {
      case 'exists':
        return [argument === false ? 'is not set' : 'is set']
      case 'like':
      case 'matches':
        return [
          `${name === 'like' ? 'is like' : 'matches'} ${isMap(argument) ? parameterWords(argument, parameters) : alternatives(argument)}`,
        ]
      case 'atLeast':
      case 'atMost':
        return [`is ${boundsWords({ [name]: argument }, parameters)}`]
      case 'olderThan':
        return [`is older than ${numberWords(argument, parameters)} days`]
      case 'param':
        return [`is ${parameterWords(operand, parameters)}`]
      case 'path':
        return [`equals \`${String(argument)}\``]
      case 'is':
        return [`is the same as \`${String(argument)}\``]
      default:
        return []
    }
  })
}

function boundsWords(bounds: Json | undefined, parameters: Parameters): string {
  if (!isMap(bounds)) return ''
  const { atLeast, atMost } = bounds
  if (atLeast !== undefined && atLeast === atMost) return `exactly ${numberWords(atLeast, parameters)}`
  return [
    ...(atLeast === undefined ? [] : [`at least ${numberWords(atLeast, parameters)}`]),
    ...(atMost === undefined ? [] : [`at most ${numberWords(atMost, parameters)}`]),
  ].join(' and ')
}

function numberWords(json: Json, parameters: Parameters): string {
  return isMap(json) ? parameterWords(json, parameters) : String(json)
}

function parameterWords({ param, at }: Condition, parameters: Parameters): string {
  const name = String(param)
  const value = parameters[name]?.default
  const usually = typeof value === 'number' || typeof value === 'boolean' ? ` (${value})` : ''
  return at === undefined
    ? `the parameter \`${name}\`${usually}`
    : `what the parameter \`${name}\` holds for \`${String(at)}\``
}

const MOST_SHOWN = 8

function alternatives(json: Json): string {
  const all = [json].flat().map((value) => (typeof value === 'object' ? inline(value) : `\`${String(value)}\``))
  const shown = all.length > MOST_SHOWN ? [...all.slice(0, MOST_SHOWN - 2), `${all.length - MOST_SHOWN + 2} more`] : all
  return all.length === 1 ? shown.join('') : `one of ${shown.join(', ')}`
}

function inline(json: Json): string {
  return `\`${flow(json)}\``
}

function flow(json: Json): string {
  if (isList(json)) return `[${json.map(flow).join(', ')}]`
  if (!isMap(json)) return String(json)
  return `{${Object.entries(json)
    .map(([key, value]) => `${key}: ${flow(value)}`)
    .join(', ')}}`
}

function conditionsIn(json: Json): readonly Condition[] {
  return isList(json) ? json.filter(isMap) : []
}

function isList(json: Json | undefined): json is readonly Json[] {
  return Array.isArray(json)
}

function isMap(json: Json | undefined): json is Condition {
  return typeof json === 'object' && json !== null && !isList(json)
}

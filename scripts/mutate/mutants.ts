import type { Condition, Json, Rule } from '../../src/model/rule.ts'

/** A rule with one thing changed; whoever wrote cases for the rule should notice. */
export interface Mutant {
  /** JSON pointer of the change in the rule's file. */
  readonly pointer: string
  readonly what: string
  readonly rule: Rule
}

/**
 * Every mutant of a rule: without one condition, part of a quantifier, alternative, type or environment; with one
 * condition negated, quantifier exchanged, list emptied, number or switch shifted. Some do not compile.
 */
export function* mutantsOf(rule: Rule): Generator<Mutant> {
  const { where, parameters, environments, select } = rule
  for (const change of conditions(rule.check, '/check')) yield { ...change, rule: { ...rule, check: change.json } }
  if (where !== undefined) {
    const { where: _, ...without } = rule
    yield { pointer: '/where', what: 'drop where', rule: without }
    for (const change of conditions(where, '/where')) yield { ...change, rule: { ...rule, where: change.json } }
  }
  for (const [name, parameter] of Object.entries(parameters)) {
    for (const change of operands(parameter.default, `/parameters/${name}/default`)) {
      const changed = { ...parameters, [name]: { ...parameter, default: change.json } }
      yield { ...change, rule: { ...rule, parameters: changed } }
    }
  }
  for (const change of shorter(environments, '/environments'))
    yield { ...change, rule: { ...rule, environments: change.json } }
  if (environments.length > 0)
    yield { pointer: '/environments', what: 'drop environments', rule: { ...rule, environments: [] } }
  for (const change of shorter(select, '/select')) yield { ...change, rule: { ...rule, select: change.json } }
}

interface Change<Kind> {
  readonly pointer: string
  readonly what: string
  readonly json: Kind
}

const QUANTIFIERS = ['some', 'every', 'none'] as const
const PARTS = ['where', 'that', 'as', 'distinct', 'is']
/** Words whose operand is a condition. */
const NESTED = ['precededBy']

function* conditions(json: Condition, at: string): Generator<Change<Condition>> {
  const units = unitsOf(json)
  for (const keys of units) {
    const name = keys[0] ?? ''
    const pointer = `${at}/${escaped(name)}`
    const rest = without(json, keys)
    const unit = without(
      json,
      Object.keys(json).filter((key) => !keys.includes(key)),
    )
    if (units.length > 1) yield { pointer, what: `drop ${name}`, json: rest }
    yield { pointer, what: `negate ${name}`, json: negated(unit, rest, units.length > 1) }
    for (const change of within(unit, name, at)) yield { ...change, json: replaced(json, keys, change.json) }
  }
}

/** The keys of each condition of a mapping: a quantifier stands with its parts. */
function unitsOf(json: Condition): readonly (readonly string[])[] {
  const keys = Object.keys(json)
  const quantifier = keys.find((key) => isQuantifier(key) || key === 'count')
  if (quantifier === undefined) return keys.map((key) => [key])
  const parts = keys.filter((key) => PARTS.includes(key))
  return keys.filter((key) => !parts.includes(key)).map((key) => (key === quantifier ? [key, ...parts] : [key]))
}

function negated(unit: Condition, rest: Condition, hasRest: boolean): Condition {
  const { not } = unit
  const other: Condition = isMap(not) ? not : { not: unit }
  return hasRest ? { all: [rest, other] } : other
}

/** Keeps the order of the keys, so that a place in the file stays the place of the change. */
function replaced(json: Condition, keys: readonly string[], unit: Condition): Condition {
  const entries = Object.entries(json)
  const at = entries.findIndex(([key]) => key === keys[0])
  const others = (part: typeof entries) => part.filter(([key]) => !keys.includes(key))
  return Object.fromEntries([...others(entries.slice(0, at)), ...Object.entries(unit), ...others(entries.slice(at))])
}

/** Changes inside one condition. */
function* within(unit: Condition, name: string, at: string): Generator<Change<Condition>> {
  const pointer = `${at}/${escaped(name)}`
  const operand = unit[name]
  if (operand === undefined) return
  if (name === 'all' || name === 'any') {
    if (!isList(operand)) return
    for (const change of shorter(operand, pointer)) yield { ...change, json: { [name]: change.json } }
    for (const [index, part] of operand.entries()) {
      if (!isMap(part)) continue
      for (const change of conditions(part, `${pointer}/${index}`))
        yield { ...change, json: { [name]: operand.with(index, change.json) } }
    }
  } else if (name === 'not' || NESTED.includes(name)) {
    if (isMap(operand))
      for (const change of conditions(operand, pointer)) yield { ...change, json: { [name]: change.json } }
  } else if (isQuantifier(name) || name === 'count') yield* quantifier(unit, name, at)
  else for (const change of operands(operand, pointer)) yield { ...change, json: { [name]: change.json } }
}

function* quantifier(unit: Condition, name: string, at: string): Generator<Change<Condition>> {
  const { [name]: set, ...parts } = unit
  if (set === undefined) return
  for (const other of isQuantifier(name) ? QUANTIFIERS : []) {
    if (other !== name)
      yield { pointer: `${at}/${name}`, what: `${other} for ${name}`, json: { [other]: set, ...parts } }
  }
  for (const part of ['where', 'that', 'distinct']) {
    const inner = unit[part]
    if (inner === undefined) continue
    yield { pointer: `${at}/${part}`, what: `drop ${part}`, json: without(unit, [part]) }
    if (!isMap(inner)) continue
    for (const change of conditions(inner, `${at}/${part}`)) yield { ...change, json: { ...unit, [part]: change.json } }
  }
  if (unit.is !== undefined)
    for (const change of operands(unit.is, `${at}/is`)) yield { ...change, json: { ...unit, is: change.json } }
  if (!isMap(set) || !isMap(set.by)) return
  for (const change of operands(set.by, `${at}/${name}/by`))
    yield { ...change, json: { ...unit, [name]: { ...set, by: change.json } } }
}

/** Changes of what a property, facet or algorithm is compared with. */
function* operands(json: Json, at: string): Generator<Change<Json>> {
  if (typeof json === 'number') {
    yield { pointer: at, what: `${json + 1} for ${json}`, json: json + 1 }
    yield { pointer: at, what: `${json - 1} for ${json}`, json: json - 1 }
  } else if (isList(json)) {
    yield* shorter(json, at)
    yield { pointer: at, what: 'empty the list', json: [] }
  } else if (isMap(json)) {
    const keys = Object.keys(json)
    for (const key of keys) {
      const pointer = `${at}/${escaped(key)}`
      if (keys.length > 1) yield { pointer, what: `drop ${key}`, json: without(json, [key]) }
      const inner = json[key]
      if (inner === undefined) continue
      for (const change of operands(inner, pointer)) yield { ...change, json: { ...json, [key]: change.json } }
    }
  } else if (typeof json === 'boolean') yield { pointer: at, what: `${!json} for ${json}`, json: !json }
}

/** The list without each of its entries in turn; never without all. */
function* shorter<Item>(list: readonly Item[], at: string): Generator<Change<readonly Item[]>> {
  if (list.length < 2) return
  for (const [index, entry] of list.entries()) {
    const what = `drop ${typeof entry === 'object' ? `entry ${index + 1}` : String(entry)}`
    yield { pointer: `${at}/${index}`, what, json: list.toSpliced(index, 1) }
  }
}

function without(json: Condition, keys: readonly string[]): Condition {
  return Object.fromEntries(Object.entries(json).filter(([key]) => !keys.includes(key)))
}

function isQuantifier(key: string): boolean {
  return QUANTIFIERS.some((quantifier) => quantifier === key)
}

function isList(json: Json | undefined): json is readonly Json[] {
  return Array.isArray(json)
}

function isMap(json: Json | undefined): json is Condition {
  return typeof json === 'object' && json !== null && !isList(json)
}

function escaped(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1')
}

import { defaultOf } from '../aws/defaults.ts'
import { OpscheckError } from '../model/errors.ts'
import type { Resource } from '../model/resource.ts'
import type { Json, Rule, SelectedRule } from '../model/rule.ts'
import { and, FALSE, not, or, TRUE, type Tri, tri, UNKNOWN } from '../model/tri.ts'
import { isList, isSpecial, KIND, type Unknown, unknown, type Value } from '../model/value.ts'
import { closest } from '../util/suggest.ts'
import { UNSETTLED } from './choices.ts'
import { defaulted } from './defaulted.ts'
import { describe, pathText } from './describe.ts'
import {
  type Element,
  type Frame,
  type Member,
  type Members,
  type Reader,
  rootElement,
  type SetOf,
  type Test,
} from './frame.ts'
import { type KeyReader, keysOf } from './join.ts'
import {
  anyTest,
  type CompileRegex,
  equalsTest,
  existsTest,
  likeTest,
  matchesTest,
  numberTest,
  olderThanTest,
  type ValueTest,
} from './operators.ts'
import { parsePath, readPath, type Step } from './path.ts'
import { record, within } from './trace.ts'
import { type Facet, onPlace, type Place, type Relation, type Vocabulary } from './word.ts'
import { isSame, sameScope } from './world.ts'

/** A rule ready to run: closures over its conditions, and what it reads. */
export interface CompiledRule {
  readonly selected: SelectedRule
  readonly each: SetOf | undefined
  readonly where: Test | undefined
  readonly check: Test
  /** Types whose resources decide the rule, its own included. */
  readonly reads: ReadonlySet<string>
}

export interface CompileOptions {
  readonly vocabulary: Vocabulary
  readonly regex: CompileRegex
  /** Checks a property path against AWS's schemas; the built-in rules were checked when they were packed. */
  readonly checkPath?: (place: Place, steps: readonly Step[]) => string | undefined
}

/** Compiles one rule. Throws OpscheckError `rule-invalid` with the place of the first word that has no meaning. */
export function compileRule(selected: SelectedRule, options: CompileOptions): CompiledRule {
  const { rule } = selected
  const compiler = createCompiler(rule, options)
  const subject: Place = { types: rule.select, at: '' }
  const each = rule.each === undefined ? undefined : compiler.set(rule.each, subject, '/each')
  const place = each?.place ?? subject
  return {
    selected,
    each: each?.of,
    where: rule.where === undefined ? undefined : compiler.condition(rule.where, place, '/where'),
    check: compiler.condition(rule.check, place, '/check'),
    reads: compiler.reads,
  }
}

interface Compiler {
  readonly reads: Set<string>
  readonly condition: (json: Json, place: Place, pointer: string) => Test
  readonly set: (
    json: Json,
    place: Place,
    pointer: string,
  ) => { readonly of: SetOf; readonly place: Place; readonly words: string }
}

const QUANTIFIERS = ['some', 'every', 'none', 'count'] as const
const BESIDE_QUANTIFIER = new Set(['where', 'that', 'as', 'distinct', 'is'])

function createCompiler(rule: Rule, options: CompileOptions): Compiler {
  const reads = new Set<string>(rule.select)
  const names = new Map<string, { readonly slot: number; readonly place: Place }>()
  const subjectPlace: Place = { types: rule.select, at: '' }
  let eachPlace: Place | undefined

  function fail(pointer: string, message: string, hint?: string): never {
    throw new OpscheckError('rule-invalid', `rule ${rule.id}: ${message}`, {
      file: rule.source.file,
      ...rule.source.place(pointer),
      ...(hint === undefined ? {} : { hint }),
    })
  }

  function condition(json: Json, place: Place, pointer: string): Test {
    if (!isObject(json)) return fail(pointer, 'a condition is a mapping')
    const tests: Test[] = []
    const quantifiers = QUANTIFIERS.filter((word) => Object.hasOwn(json, word))
    if (quantifiers.length > 1)
      fail(pointer, `two quantifiers in one mapping (${quantifiers.join(', ')})`, 'put each under an entry of "all"')
    const quantifier = quantifiers[0]
    for (const [key, operand] of Object.entries(json)) {
      const at = `${pointer}/${escapePointer(key)}`
      if (quantifier !== undefined && BESIDE_QUANTIFIER.has(key)) continue
      if (key === quantifier) tests.push(quantify(key, json, place, pointer))
      else tests.push(one(key, operand, place, at))
    }
    if (tests.length === 0) return fail(pointer, 'an empty condition decides nothing')
    return allOf(tests)
  }

  function one(key: string, operand: Json, place: Place, pointer: string): Test {
    if (key === 'all' || key === 'any') {
      if (!isArray(operand) || operand.length === 0) return fail(pointer, `"${key}" takes a list of conditions`)
      const tests = operand.map((part, index) => condition(part, place, `${pointer}/${index}`))
      return key === 'all' ? allOf(tests) : anyOf(tests)
    }
    if (key === 'not') return negate(condition(operand, place, pointer))
    const algorithm = options.vocabulary.algorithms.find((word) => word.name === key)
    if (algorithm !== undefined) {
      if (!fitsPlace(algorithm.on, place))
        return fail(pointer, `"${key}" does not apply here`, `it applies to ${placesText(algorithm.on)}`)
      for (const type of algorithm.reads) reads.add(type)
      const test = algorithm.compile({
        json: operand,
        place,
        map: () => (isObject(operand) ? operand : fail(pointer, `"${key}" takes a mapping`)),
        condition: (inner) => condition(inner, place, pointer),
        strings: (name) => strings(isObject(operand) ? operand[name] : undefined, place, `${pointer}/${name}`),
        element: (text) => elementOf(text, pointer).read,
        reject: (message, hint) => fail(pointer, message, hint),
      })
      return (frame, element) => {
        const answer = test(frame, element)
        if (frame.trace !== undefined) {
          const where = answer.at ?? element
          record(
            frame.trace,
            answer.tri,
            {
              resource: where.resource.address,
              path: where.path,
              expected: answer.expected ?? describe(operand),
              ...(answer.seen === undefined ? {} : { seen: answer.seen }),
              ...(answer.note === undefined ? {} : { note: answer.note }),
              location: where.resource.locate(where.path),
            },
            answer.reason,
          )
        }
        return answer.tri
      }
    }
    return leaf(key, operand, place, pointer)
  }

  function leaf(key: string, operand: Json, place: Place, pointer: string): Test {
    const source = reader(key, place, pointer)
    const { test, words } = valueTest(operand, place, pointer)
    const asksPresence = isObject(operand) && Object.hasOwn(operand, 'exists')
    return (frame, element) => {
      const holder = source.holder?.(frame, element) ?? element
      const seen = source.read(frame, element)
      const value = seen === undefined && !asksPresence ? source.fallback?.(frame, holder) : seen
      const answer = test(frame, element, value, holder)
      if (frame.trace !== undefined) recordLeaf(frame, answer, source, holder, seen, value, words(frame, element))
      return answer
    }
  }

  function recordLeaf(
    frame: Frame,
    answer: Tri,
    source: ValueSource,
    holder: Element,
    seen: Value | undefined,
    value: Value | undefined,
    expected: string,
  ): void {
    if (frame.trace === undefined) return
    const path = [...holder.path, ...source.path]
    const note = seen === undefined ? source.fallbackNote : undefined
    record(
      frame.trace,
      answer,
      {
        resource: holder.resource.address,
        path,
        expected,
        seen: describe(value),
        ...(note === undefined ? {} : { note }),
        location: holder.resource.locate(path),
      },
      causeOf(value) ??
        (answer === UNKNOWN
          ? {
              class: 'value',
              reason: `${pathText(path)} of ${holder.resource.address} depends on values that are not known`,
            }
          : undefined),
    )
  }

  /** What a key of a condition or an operand names: a property path, a facet, a parameter, the element itself. */
  function reader(key: string, place: Place, pointer: string): ValueSource {
    if (key.startsWith('param.')) {
      const name = key.slice('param.'.length)
      requireParameter(name, pointer)
      return { read: (frame) => toValue(frame.parameters[name]), path: [`param.${name}`] }
    }
    if (key === 'it') return { read: (frame, element) => frame.choices.settle(element.value), path: [] }
    if (key.startsWith('$')) {
      const dot = key.indexOf('.')
      const base = elementOf(dot < 0 ? key : key.slice(0, dot), pointer)
      if (dot < 0) return { read: (frame, element) => base.read(frame, element)?.value, path: [] }
      const inner = reader(key.slice(dot + 1), base.place, pointer)
      return {
        ...inner,
        holder: (frame, element) => base.read(frame, element) ?? element,
        read: (frame, element) => {
          const target = base.read(frame, element)
          return target === undefined ? undefined : inner.read(frame, target)
        },
      }
    }
    if (/^[a-z]/.test(key)) {
      const facet = facetReader(key, place)
      if (facet !== undefined) return { read: facet, path: [key] }
      const known = [...new Set(options.vocabulary.facets.map((word) => word.name)), ...WORDS]
      return fail(pointer, `"${key}" is no word of the language here`, suggestion(key, known))
    }
    return propertyReader(key, place, pointer)
  }

  function propertyReader(key: string, place: Place, pointer: string): ValueSource {
    const steps = parsePath(key)
    if (steps === undefined) return fail(pointer, `"${key}" is no property path`)
    const complaint = options.checkPath?.(place, steps)
    if (complaint !== undefined) fail(pointer, complaint)
    const pattern = patternOf(place, steps)
    const fallback = place.types.map((type) => defaultOf(type, pattern)).find((found) => found !== undefined)
    return {
      read: (frame, element) => readPath(frame, element, steps),
      path: steps.map((step) => step.name),
      ...(fallback === undefined ? {} : defaulted(fallback, pattern)),
    }
  }

  function facetReader(name: string, place: Place): Reader | undefined {
    const candidates = options.vocabulary.facets.filter((facet) => facet.name === name && fitsPlace(facet.on, place))
    for (const facet of candidates) for (const type of facet.reads) reads.add(type)
    if (candidates.length === 0 && place.at !== '?') return undefined
    const pick = dispatch<Facet>(
      options.vocabulary.facets.filter((facet) => facet.name === name),
      place,
    )
    if (pick === undefined) return undefined
    return (frame, element) => {
      const fact = element.facts
      if (fact !== undefined && Object.hasOwn(fact, name)) return fact[name]
      return pick(element)?.read(frame, element) ?? undefined
    }
  }

  function elementOf(
    text: string,
    pointer: string,
  ): { readonly read: (frame: Frame, element: Element) => Element | undefined; readonly place: Place } {
    if (text === '$') return { read: (frame) => frame.subject, place: subjectPlace }
    if (text === '$each') return { read: (frame) => frame.each, place: eachPlace ?? subjectPlace }
    const bound = names.get(text.slice(1))
    if (bound !== undefined) return { read: (frame) => frame.bound[bound.slot], place: bound.place }
    return fail(
      pointer,
      `nothing is bound to ${text}`,
      suggestion(text, ['$', '$each', ...[...names.keys()].map((name) => `$${name}`)]),
    )
  }

  function set(json: Json, place: Place, pointer: string): { of: SetOf; place: Place; words: string } {
    if (isObject(json)) return joined(json, place, pointer)
    if (typeof json !== 'string') return fail(pointer, 'a set is a list property, a relation or {type, by}')
    if (json.startsWith('$')) {
      const dot = json.indexOf('.')
      if (dot < 0) return fail(pointer, `${json} is one element, not a set`)
      const base = elementOf(json.slice(0, dot), pointer)
      const inner = set(json.slice(dot + 1), base.place, pointer)
      return {
        ...inner,
        of: (frame, element) => {
          const target = base.read(frame, element)
          return target === undefined ? { members: [] } : inner.of(frame, target)
        },
      }
    }
    if (/^[a-z]/.test(json)) {
      const word = options.vocabulary.relations.filter((relation) => relation.name === json)
      const here = word.filter((relation) => fitsPlace(relation.on, place))
      const first = here[0]
      if (first === undefined) {
        const hint =
          word.length > 0
            ? `"${json}" leads from ${placesText(word.flatMap((relation) => relation.on))}`
            : suggestion(
                json,
                options.vocabulary.relations.map((relation) => relation.name),
              )
        return fail(pointer, `"${json}" is no relation of ${placeText(place)}`, hint)
      }
      for (const relation of here)
        for (const type of [...relation.reads, ...relation.to.types]) if (type !== '*') reads.add(type)
      const pick = dispatch<Relation>(here, place)
      return {
        of: (frame, element) => pick?.(element)?.of(frame, element) ?? { members: [] },
        place: first.to,
        words: json,
      }
    }
    return listed(json, place, pointer)
  }

  /** A property that holds a list or a map. */
  function listed(json: string, place: Place, pointer: string): { of: SetOf; place: Place; words: string } {
    const steps = parsePath(json)
    if (steps === undefined) return fail(pointer, `"${json}" is no property path`)
    const complaint = options.checkPath?.(place, steps)
    if (complaint !== undefined) fail(pointer, complaint)
    const names = steps.map((step) => step.name)
    return {
      of: (frame, element) => listMembers(frame, element, readPath(frame, element, steps), names),
      place: { types: place.types, at: `${patternOf(place, steps)}[]` },
      words: json,
    }
  }

  function joined(
    json: { readonly [key: string]: Json },
    place: Place,
    pointer: string,
  ): { of: SetOf; place: Place; words: string } {
    const { type, by } = json
    const types =
      typeof type === 'string' ? [type] : isArray(type) ? type.filter((each) => typeof each === 'string') : []
    if (types.length === 0) return fail(pointer, 'a joined set names its "type"')
    for (const each of types) reads.add(each)
    const target: Place = { types, at: '' }
    const pairs = isObject(by) ? Object.entries(by) : []
    const keys = pairs.map(([theirs, ours]) => {
      if (typeof ours !== 'string') return fail(`${pointer}/by`, '"by" pairs their property with ours')
      return {
        theirs: keyReader(theirs, target, `${pointer}/by`),
        ours: keyReader(ours, place, `${pointer}/by`),
        name: theirs,
      }
    })
    const scoped = !keys.some((key) => key.name === 'account' || key.name === 'region')
    const id = `join ${types.join()} ${keys.map((key) => key.name).join()}`
    return { of: joinMembers(id, types, keys, scoped), place: target, words: types.join(' or ') }
  }

  function keyReader(key: string, place: Place, pointer: string): KeyReader {
    const source = reader(key, place, pointer)
    return (frame, element) => source.read(frame, element)
  }

  function quantify(word: string, json: { readonly [key: string]: Json }, place: Place, pointer: string): Test {
    const expression = json[word]
    if (expression === undefined) return fail(pointer, `"${word}" names no set`)
    const members = set(expression, place, `${pointer}/${word}`)
    let slot: number | undefined
    if (typeof json.as === 'string') {
      slot = names.size
      names.set(json.as, { slot, place: members.place })
    }
    const where = json.where === undefined ? undefined : condition(json.where, members.place, `${pointer}/where`)
    const that = json.that === undefined ? undefined : condition(json.that, members.place, `${pointer}/that`)
    if (word === 'count') return counting(json, members, where, that, pointer)
    if (word === 'every' && that === undefined) return fail(pointer, '"every" needs "that"')
    const noteText = `${word === 'none' ? 'no member' : word === 'some' ? 'a member' : 'every member'} of ${members.words}`
    const quantifier = QUANTIFY[word === 'every' ? 'every' : word === 'none' ? 'none' : 'some']
    return quantifier(members.of, where, that, slot, noteText)
  }

  function counting(
    json: { readonly [key: string]: Json },
    members: { readonly of: SetOf; readonly place: Place; readonly words: string },
    where: Test | undefined,
    that: Test | undefined,
    pointer: string,
  ): Test {
    const bounds = json.is
    if (!isObject(bounds)) return fail(pointer, '"count" needs "is" with atLeast or atMost')
    const least = limitReader(bounds.atLeast, pointer)
    const most = limitReader(bounds.atMost, pointer)
    if (least === undefined && most === undefined) return fail(`${pointer}/is`, '"is" takes atLeast or atMost')
    const distinct =
      typeof json.distinct === 'string' ? reader(json.distinct, members.place, `${pointer}/distinct`) : undefined
    return (frame, element) => {
      const { sure, possible } = countMembers(frame, members.of(frame, element), where, that, distinct?.read)
      const low = least?.(frame) ?? 0
      const high = most?.(frame) ?? Number.POSITIVE_INFINITY
      const answer = and(
        sure >= low ? TRUE : possible < low ? FALSE : UNKNOWN,
        possible <= high ? TRUE : sure > high ? FALSE : UNKNOWN,
      )
      if (frame.trace !== undefined) {
        record(frame.trace, answer, {
          resource: element.resource.address,
          path: element.path,
          expected: `${members.words}: ${describe(bounds)}`,
          seen:
            sure === possible
              ? String(sure)
              : `${sure} to ${possible === Number.POSITIVE_INFINITY ? 'any number' : possible}`,
          location: element.resource.locate(element.path),
        })
      }
      return answer
    }
  }

  function limitReader(json: Json | undefined, pointer: string): ((frame: Frame) => number) | undefined {
    if (json === undefined) return undefined
    if (typeof json === 'number') return () => json
    if (isObject(json) && typeof json.param === 'string') {
      const name = requireParameter(json.param, pointer)
      return (frame) => Number(frame.parameters[name])
    }
    return fail(pointer, 'a bound is a number or a parameter')
  }

  function requireParameter(name: string, pointer: string): string {
    if (!Object.hasOwn(rule.parameters, name)) {
      fail(pointer, `the rule has no parameter "${name}"`, suggestion(name, Object.keys(rule.parameters)))
    }
    return name
  }

  /** The right-hand side of a leaf: a literal, a list of them, or a mapping of operators. */
  function valueTest(
    operand: Json,
    place: Place,
    pointer: string,
  ): { test: LeafTest; words: (frame: Frame, element: Element) => string } {
    if (isScalar(operand)) return fixed(equalsTest(operand), describe(operand))
    if (isArray(operand)) {
      if (operand.length === 0 || !operand.every(isScalar))
        return fail(pointer, 'a list of alternatives holds plain values')
      return fixed(anyTest(operand.filter(isScalar).map(equalsTest)), operand.map((each) => String(each)).join(' or '))
    }
    if (!isObject(operand)) return fail(pointer, 'no value to compare with')
    const parts = Object.entries(operand)
    const tests = parts.flatMap(([name, argument]): LeafTest[] =>
      name === 'at' && Object.hasOwn(operand, 'param')
        ? []
        : [operatorTest(name, argument, operand, place, `${pointer}/${escapePointer(name)}`)],
    )
    if (tests.length === 0) return fail(pointer, 'an empty operand decides nothing')
    const words = describe(operand)
    return {
      test: (frame, element, value, holder) => {
        let answer: Tri = TRUE
        for (const test of tests) answer = and(answer, test(frame, element, value, holder))
        return answer
      },
      words: (frame, element) => describeOperand(frame, element, operand, words),
    }
  }

  function operatorTest(
    name: string,
    argument: Json,
    operand: { readonly [key: string]: Json },
    place: Place,
    pointer: string,
  ): LeafTest {
    switch (name) {
      case 'exists':
        if (typeof argument !== 'boolean') return fail(pointer, '"exists" is true or false')
        return lift(existsTest(argument))
      case 'like':
        return patterns(argument, place, pointer, likeTest)
      case 'matches':
        return patterns(argument, place, pointer, (pattern) => matchesTest(pattern, options.regex))
      case 'atLeast':
      case 'atMost':
      case 'olderThan':
        return numeric(name, argument, pointer)
      case 'param':
      case 'path':
        return computed(operand, place, pointer)
      case 'is':
        return sameResource(argument, pointer)
      default:
        return fail(pointer, `"${name}" is no operator`, suggestion(name, OPERATORS))
    }
  }

  function patterns(argument: Json, place: Place, pointer: string, make: (pattern: string) => ValueTest): LeafTest {
    if (isObject(argument)) {
      const read = strings(argument, place, pointer)
      const made = new Map<string, ValueTest>()
      const testOf = (pattern: string): ValueTest => {
        const known = made.get(pattern) ?? make(pattern)
        made.set(pattern, known)
        return known
      }
      return (frame, element, value, holder) => {
        const list = read(frame, element)
        if (isUnknown(list)) return UNKNOWN
        let answer: Tri = FALSE
        for (const pattern of list) answer = or(answer, testOf(pattern)(frame, value, holder.resource))
        return answer
      }
    }
    const list = isArray(argument) ? argument : [argument]
    if (!list.every((pattern) => typeof pattern === 'string')) return fail(pointer, 'a pattern is a text')
    return lift(anyTest(list.filter((pattern) => typeof pattern === 'string').map(make)))
  }

  function numeric(name: 'atLeast' | 'atMost' | 'olderThan', argument: Json, pointer: string): LeafTest {
    const bound = limitReader(argument, pointer)
    if (bound === undefined) return fail(pointer, `"${name}" takes a number`)
    return (frame, _element, value, holder) => {
      const limit = bound(frame)
      const test =
        name === 'olderThan'
          ? olderThanTest(limit)
          : numberTest((seen) => (name === 'atLeast' ? seen >= limit : seen <= limit))
      return test(frame, value, holder.resource)
    }
  }

  /** `{param: name}`, `{param: name, at: path}`, `{path: P}`: equal to (one of) what is read there. */
  function computed(operand: { readonly [key: string]: Json }, place: Place, pointer: string): LeafTest {
    if (typeof operand.path === 'string') {
      const other = reader(operand.path, place, pointer)
      return (frame, element, value) => {
        const expected = other.read(frame, element) ?? other.fallback?.(frame, element)
        if (expected === undefined) return tri(value === undefined)
        if (typeof expected === 'object') return UNKNOWN
        return equalsTest(expected)(frame, value, element.resource)
      }
    }
    const read = strings(operand, place, pointer)
    return (frame, element, value, holder) => {
      const list = read(frame, element)
      if (isUnknown(list)) return UNKNOWN
      return anyTest(list.map(equalsTest))(frame, value, holder.resource)
    }
  }

  function sameResource(argument: Json, pointer: string): LeafTest {
    if (typeof argument !== 'string') return fail(pointer, '"is" names an element such as $')
    const other = elementOf(argument, pointer)
    return (frame, element) => {
      const target = other.read(frame, element)
      const same = target === undefined ? undefined : isSame(element.resource, target.resource)
      return same === undefined ? UNKNOWN : tri(same)
    }
  }

  /** A literal text or list of texts, `{param}` or `{param, at}`. */
  function strings(
    json: Json | undefined,
    place: Place,
    pointer: string,
  ): (frame: Frame, element: Element) => readonly string[] | Unknown {
    if (isScalar(json)) return () => [String(json)]
    if (isArray(json)) return () => json.map((each) => String(each))
    if (!isObject(json) || typeof json.param !== 'string')
      return fail(pointer, 'expected a text, a list of texts or {param}')
    const name = requireParameter(json.param, pointer)
    const at = typeof json.at === 'string' ? reader(json.at, place, pointer) : undefined
    if (at === undefined) return (frame) => textsOf(frame.parameters[name])
    return (frame, element) => {
      const key = at.read(frame, element)
      if (key !== undefined && typeof key === 'object') {
        return unknown('value', `${pathText(at.path)} of ${element.resource.address} is not known`)
      }
      const table = frame.parameters[name]
      const found =
        isObject(table) && key !== undefined && Object.hasOwn(table, String(key)) ? table[String(key)] : undefined
      return found === undefined
        ? unknown('limit', `parameter ${name} has no entry for ${describe(key)}`)
        : textsOf(found)
    }
  }

  return {
    reads,
    condition,
    set(json, place, pointer) {
      const result = set(json, place, pointer)
      eachPlace = result.place
      return result
    },
  }
}

type LeafTest = (frame: Frame, element: Element, value: Value | undefined, holder: Element) => Tri

interface ValueSource {
  readonly read: Reader
  readonly path: readonly string[]
  /** What AWS does when the value is absent. */
  readonly fallback?: (frame: Frame, element: Element) => Value | undefined
  readonly fallbackNote?: string
  /** The element the value belongs to, when not the one asked. */
  readonly holder?: (frame: Frame, element: Element) => Element
}

const OPERATORS = ['exists', 'like', 'matches', 'atLeast', 'atMost', 'olderThan', 'param', 'path', 'is']
const WORDS = ['all', 'any', 'not', 'some', 'every', 'none', 'count', 'it']

function lift(test: ValueTest): LeafTest {
  return (frame, _element, value, holder) => test(frame, value, holder.resource)
}

function fixed(test: ValueTest, words: string): { test: LeafTest; words: () => string } {
  return { test: lift(test), words: () => words }
}

function describeOperand(
  frame: Frame,
  _element: Element,
  operand: { readonly [key: string]: Json },
  words: string,
): string {
  if (typeof operand.param !== 'string' || Object.hasOwn(operand, 'at')) return words
  return describe(frame.parameters[operand.param])
}

function allOf(tests: readonly Test[]): Test {
  const only = tests[0]
  if (tests.length === 1 && only !== undefined) return only
  return (frame, element) => {
    const run = (): Tri => {
      let answer: Tri = TRUE
      for (const test of tests) {
        answer = and(answer, test(frame, element))
        if (answer === FALSE && frame.trace === undefined) return FALSE
      }
      return answer
    }
    return frame.trace === undefined ? run() : within(frame.trace, {}, run)
  }
}

function anyOf(tests: readonly Test[]): Test {
  const only = tests[0]
  if (tests.length === 1 && only !== undefined) return only
  return (frame, element) => {
    const run = (): Tri => {
      let answer: Tri = FALSE
      for (const test of tests) {
        answer = or(answer, test(frame, element))
        if (answer === TRUE && frame.trace === undefined) return TRUE
      }
      return answer
    }
    return frame.trace === undefined ? run() : within(frame.trace, {}, run)
  }
}

function negate(test: Test): Test {
  return (frame, element) =>
    frame.trace === undefined
      ? not(test(frame, element))
      : within(frame.trace, { negates: true }, () => not(test(frame, element)))
}

type Quantifier = (
  of: SetOf,
  where: Test | undefined,
  that: Test | undefined,
  slot: number | undefined,
  words: string,
) => Test

const QUANTIFY: Readonly<Record<'some' | 'every' | 'none', Quantifier>> = {
  some: (of, where, that, slot, words) => (frame, element) =>
    searching(frame, element, of, slot, words, false, (member) => both(frame, member, where, that)),
  none: (of, where, that, slot, words) => (frame, element) =>
    opposite(frame, () =>
      searching(frame, element, of, slot, words, false, (member) => both(frame, member, where, that)),
    ),
  every: (of, where, that, slot, words) => (frame, element) =>
    opposite(frame, () =>
      searching(
        frame,
        element,
        of,
        slot,
        words,
        true,
        (member) => {
          const admitted = where === undefined ? TRUE : where(frame, member)
          if (admitted === FALSE || that === undefined) return FALSE
          return and(
            admitted,
            opposite(frame, () => that(frame, member)),
          )
        },
        where,
      ),
    ),
}

function opposite(frame: Frame, run: () => Tri): Tri {
  return frame.trace === undefined ? not(run()) : within(frame.trace, { negates: true }, () => not(run()))
}

function both(frame: Frame, element: Element, where: Test | undefined, that: Test | undefined): Tri {
  const run = (): Tri => {
    const admitted = where === undefined ? TRUE : where(frame, element)
    if (admitted === FALSE || that === undefined) return admitted
    return and(admitted, that(frame, element))
  }
  return frame.trace === undefined || where === undefined || that === undefined ? run() : within(frame.trace, {}, run)
}

/** OR over the members: sure ones as they answer, maybe ones at most unknown, an open set adds an unknown. */
function searching(
  frame: Frame,
  element: Element,
  of: SetOf,
  slot: number | undefined,
  words: string,
  counts: boolean,
  ask: (member: Element) => Tri,
  admits?: Test,
): Tri {
  const run = (): Tri => {
    const set = of(frame, element)
    const trace = frame.trace
    let answer: Tri = FALSE
    let admitted = 0
    for (const member of set.members) {
      if (member.condition !== undefined && !frame.choices.holds(member.condition)) continue
      if (slot !== undefined) frame.bound[slot] = member.element
      const tri = askMember(frame, member, ask)
      answer = or(answer, tri)
      if (counts && admitted === 0) {
        const out = admits !== undefined && untraced(frame, () => admits(frame, member.element)) === FALSE
        admitted += out ? 0 : 1
      }
      if (answer === TRUE && trace === undefined) return TRUE
    }
    if (set.open !== undefined) answer = or(answer, UNKNOWN)
    if (counts && admitted === 0 && set.open === undefined) {
      frame.vacuous = true
      if (trace !== undefined) trace.node.vacuous = true
    }
    if (trace !== undefined) noteSet(frame, element, set, words, answer)
    return answer
  }
  return frame.trace === undefined ? run() : within(frame.trace, {}, run)
}

function untraced<T>(frame: Frame, run: () => T): T {
  const trace = frame.trace
  frame.trace = undefined
  const result = run()
  frame.trace = trace
  return result
}

function askMember(frame: Frame, member: Member, ask: (element: Element) => Tri): Tri {
  const alternatives = member.element.oneOf
  if (alternatives !== undefined) {
    let common: Tri | undefined
    for (const alternative of alternatives) {
      const answer = ask(alternative)
      common = common === undefined || common === answer ? answer : UNKNOWN
    }
    return common ?? UNKNOWN
  }
  const answer = ask(member.element)
  if (member.maybe === undefined || answer === FALSE) return answer
  if (frame.trace !== undefined) {
    record(
      frame.trace,
      UNKNOWN,
      {
        resource: member.element.resource.address,
        path: member.element.path,
        note: `may not belong here: ${member.maybe.reason}`,
        location: member.element.resource.locate(member.element.path),
      },
      member.maybe,
    )
  }
  return UNKNOWN
}

/** Says why an empty or exhausted set decided: what it holds, why it is open, what closing it assumes. */
function noteSet(frame: Frame, element: Element, set: Members, words: string, answer: Tri): void {
  if (frame.trace === undefined) return
  if (set.assumption !== undefined) frame.assumptions?.add(set.assumption)
  const location = element.resource.locate(element.path)
  if (set.open !== undefined && answer === UNKNOWN) {
    record(
      frame.trace,
      UNKNOWN,
      { resource: element.resource.address, path: element.path, expected: words, note: set.open.reason, location },
      set.open,
    )
    return
  }
  if (set.members.length === 0 && answer === FALSE) {
    record(frame.trace, FALSE, {
      resource: element.resource.address,
      path: element.path,
      expected: words,
      seen: 'none',
      ...(set.assumption === undefined ? {} : { note: set.assumption }),
      location,
    })
  }
}

function countMembers(
  frame: Frame,
  set: Members,
  where: Test | undefined,
  that: Test | undefined,
  distinct: Reader | undefined,
): { readonly sure: number; readonly possible: number } {
  const sure = new Set<unknown>()
  const possible = new Set<unknown>()
  let unique = 0
  for (const member of set.members) {
    if (member.condition !== undefined && !frame.choices.holds(member.condition)) continue
    const answer = both(frame, member.element, where, that)
    if (answer === FALSE) continue
    const value = distinct?.(frame, member.element)
    unique += 1
    const plain = distinct !== undefined && value !== undefined && typeof value !== 'object'
    const key = plain ? String(value) : unique
    possible.add(key)
    const certain = answer === TRUE && member.maybe === undefined && member.element.oneOf === undefined
    if (certain && (distinct === undefined || plain)) sure.add(key)
  }
  return {
    sure: distinct !== undefined && sure.size === 0 && possible.size > 0 ? 1 : sure.size,
    possible: set.open === undefined ? possible.size : Number.POSITIVE_INFINITY,
  }
}

/** The members of a list or map property. */
export function listMembers(
  frame: Frame,
  element: Element,
  value: Value | undefined,
  names: readonly string[],
): Members {
  if (value === undefined) return { members: [] }
  if (isSpecial(value)) {
    if (value[KIND] === 'unknown') return { members: [], open: value.cause }
    if (value[KIND] === 'ref' || value[KIND] === 'text' || value[KIND] === 'secret') {
      return { members: [{ element: { resource: element.resource, value, path: [...element.path, ...names] } }] }
    }
    return { members: [], open: { class: 'limit', reason: `${names.join('.')} is not told as a list` } }
  }
  const path = [...element.path, ...names]
  if (!isList(value)) return { members: [{ element: { resource: element.resource, value, path } }] }
  const members: Member[] = []
  let open: Members['open']
  for (let index = 0; index < value.length; index += 1) {
    const item = frame.choices.settle(value[index])
    if (item === undefined) continue
    if (isSpecial(item) && item[KIND] === 'rest') {
      open ??= item.cause
      continue
    }
    members.push({ element: { resource: element.resource, value: item, path: [...path, index] } })
  }
  return open === undefined ? { members } : { members, open }
}

interface JoinKey {
  readonly theirs: KeyReader
  readonly ours: KeyReader
  readonly name: string
}

function joinMembers(id: string, types: readonly string[], keys: readonly JoinKey[], scoped: boolean): SetOf {
  return (frame, element) => {
    const candidates = types.flatMap((type) => frame.world.ofType(type))
    const first = keys[0]
    const pool =
      first === undefined
        ? candidates.map((resource): Member => ({ element: rootElement(resource) }))
        : matching(frame, element, id, candidates, first)
    const members: Member[] = []
    for (const member of pool) {
      let maybe = member.maybe
      let out = false
      for (const key of keys.slice(1)) {
        const same = keysMeet(frame, element, member.element, key)
        if (same === false) out = true
        else if (same !== true) maybe ??= same
      }
      if (out) continue
      if (scoped) {
        const same = sameScope(member.element.resource.type, member.element.resource.scope, element.resource.scope)
        if (same === false) continue
        if (same === undefined) maybe ??= { class: 'value', reason: 'the account or region is not known' }
      }
      const { condition } = member.element.resource
      members.push({
        element: member.element,
        ...(maybe === undefined ? {} : { maybe }),
        ...(condition === undefined ? {} : { condition }),
      })
    }
    const open = openFor(frame, element, types)
    return open === undefined ? { members } : { members, open }
  }
}

/**
 * Hash index over the first key. It is made once for all open worlds, so that members whose key an open condition (or
 * anything unknown) decides are kept aside and asked again in each world.
 */
function matching(
  frame: Frame,
  element: Element,
  id: string,
  candidates: readonly Resource[],
  key: JoinKey,
): readonly Member[] {
  const index = frame.world.memo(id, () => {
    const settled = { ...frame, choices: UNSETTLED }
    const byKey = new Map<string, Element[]>()
    const wild: Element[] = []
    for (const resource of candidates) {
      const their = rootElement(resource)
      const found = keysOf(settled, key.theirs(settled, their), resource)
      if (found === undefined) wild.push(their)
      for (const text of found ?? []) {
        const same = byKey.get(text)
        if (same === undefined) byKey.set(text, [their])
        else same.push(their)
      }
    }
    return { byKey, wild, all: candidates.map((resource) => rootElement(resource)) }
  })
  const ours = keysOf(frame, key.ours(frame, element), element.resource)
  const known = ours === undefined ? [] : ours.flatMap((text) => index.byKey.get(text) ?? [])
  const members = known.map((member): Member => ({ element: member }))
  for (const member of ours === undefined ? index.all : index.wild) {
    const same = keysMeet(frame, element, member, key)
    if (same === true) members.push({ element: member })
    else if (same !== false) members.push({ element: member, maybe: same })
  }
  return members
}

function keysMeet(
  frame: Frame,
  element: Element,
  member: Element,
  key: JoinKey,
): boolean | NonNullable<Member['maybe']> {
  const ours = keysOf(frame, key.ours(frame, element), element.resource)
  const theirs = keysOf(frame, key.theirs(frame, member), member.resource)
  if (ours === undefined || theirs === undefined) return { class: 'value', reason: `${key.name} is not known` }
  return ours.some((text) => theirs.includes(text))
}

/** Joined sets are apart: anyone may have made more. */
function openFor(frame: Frame, element: Element, types: readonly string[]): Members['open'] {
  for (const type of types) {
    const cause = openApart(frame, element, type)
    if (cause !== undefined) return cause
  }
  return undefined
}

export function openApart(frame: Frame, element: Element, type: string): Members['open'] {
  const { unit, scope } = element.resource
  const coverage = frame.world.coverage(type, scope)
  if (coverage?.state === 'complete' || unit.closed) return undefined
  if (coverage?.cause !== undefined) return coverage.cause
  const short = type.split('::').at(-1) ?? type
  const live = unit.dialect === 'export' || unit.dialect === 'live'
  return {
    class: 'input',
    reason: live
      ? `${type} was not read for account ${scope.account} and region ${scope.region}`
      : `a ${short} may be made elsewhere than in ${unit.name}`,
  }
}

function isObject(json: Json | undefined): json is { readonly [key: string]: Json } {
  return typeof json === 'object' && json !== null && !Array.isArray(json)
}

function isArray(json: Json | undefined): json is readonly Json[] {
  return Array.isArray(json)
}

function isScalar(json: Json | undefined): json is string | number | boolean {
  return typeof json === 'string' || typeof json === 'number' || typeof json === 'boolean'
}

function isUnknown(value: readonly string[] | Unknown): value is Unknown {
  return !Array.isArray(value)
}

function textsOf(json: Json | undefined): readonly string[] {
  if (isArray(json)) return json.map((each) => String(each))
  return json === undefined || json === null ? [] : [String(json)]
}

function toValue(json: Json | undefined): Value | undefined {
  return isScalar(json) ? json : undefined
}

function causeOf(value: Value | undefined): Unknown['cause'] | undefined {
  return isSpecial(value) && (value[KIND] === 'unknown' || value[KIND] === 'rest') ? value.cause : undefined
}

export function patternOf(place: Place, steps: readonly Step[]): string {
  let pattern = place.at === '?' ? '' : place.at
  for (const step of steps) {
    if (step.kind === 'key') pattern += `/${step.name}`
    else pattern += pattern === '' ? step.name : `.${step.name}`
  }
  return pattern
}

function fitsPlace(places: readonly Place[], place: Place): boolean {
  if (place.at === '?' || place.types.includes('*')) return true
  return place.types.some((type) => onPlace(places, type, place.at))
}

/** Picks the entry of a word for the element at hand: at once when only one can apply. */
function dispatch<T extends { readonly on: readonly Place[] }>(
  words: readonly T[],
  place: Place,
): ((element: Element) => T | undefined) | undefined {
  const fitting = words.filter((word) => fitsPlace(word.on, place))
  const only = fitting[0]
  if (only === undefined) return undefined
  if (fitting.length === 1) return () => only
  return (element) =>
    fitting.find((word) =>
      word.on.some((each) => each.types.includes('*') || each.types.includes(element.resource.type)),
    )
}

function placesText(places: readonly Place[]): string {
  return [...new Set(places.map(placeText))].slice(0, 6).join(', ')
}

function placeText(place: Place): string {
  const types = place.types.slice(0, 3).join(' or ')
  return place.at === '' ? types : `${place.at.replace('#', '')} of ${types}`
}

function suggestion(word: string, known: readonly string[]): string {
  const near = closest(word, known)
  return near === undefined ? `known here: ${known.slice(0, 12).join(', ')}` : `did you mean ${near}?`
}

function escapePointer(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1')
}

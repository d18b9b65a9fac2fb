import { defaultOf } from '../aws/defaults.ts'
import { OpscheckError } from '../model/errors.ts'
import type { Json, Rule, SelectedRule } from '../model/rule.ts'
import { and, FALSE, or, TRUE, type Tri, tri, UNKNOWN } from '../model/tri.ts'
import { isSpecial, KIND, type Unknown, unknown, type Value } from '../model/value.ts'
import { closest } from '../util/suggest.ts'
import { defaulted } from './defaulted.ts'
import { describe, describeOperand, pathText } from './describe.ts'
import type { Element, Frame, Reader, SetOf, Test } from './frame.ts'
import type { KeyReader } from './join.ts'
import { isArray, isObject, isScalar, textsOf } from './json-guards.ts'
import { allOf, anyOf, negate } from './logic.ts'
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
import { countMembers, meeting, QUANTIFY } from './quantify.ts'
import { joinMembers, listMembers } from './sets.ts'
import { record, type Trace } from './trace.ts'
import { type Answer, type Facet, onPlace, type Place, type Relation, type Vocabulary } from './word.ts'
import { isSame } from './world.ts'

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
  readonly checkType?: (type: string) => string | undefined
}

/**
 * Compiles one rule. Throws OpscheckError `rule-invalid` with the place of the first word that has no meaning. Built-in
 * rules, which were compiled before when they were packed, wait until something is to be judged.
 */
export function compileRule(selected: SelectedRule, options: CompileOptions): CompiledRule {
  if (!selected.rule.source.checked) return compiled(selected, options)
  let made: CompiledRule | undefined
  function rule(): CompiledRule {
    made ??= compiled(selected, options)
    return made
  }
  return {
    selected,
    get each() {
      return rule().each
    },
    get where() {
      return rule().where
    },
    get check() {
      return rule().check
    },
    get reads() {
      return rule().reads
    },
  }
}

function compiled(selected: SelectedRule, options: CompileOptions): CompiledRule {
  const { rule } = selected
  const compiler = createCompiler(rule, options)
  const subject: Place = { types: rule.select, at: '' }
  for (const type of rule.select) compiler.type(type, '/select')
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
  /** Throws for a type that does not exist. */
  readonly type: (type: string, pointer: string) => void
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
        if (frame.trace !== undefined) recordAnswer(frame.trace, element, answer, operand)
        return answer.tri
      }
    }
    return leaf(key, operand, place, pointer)
  }

  function recordAnswer(trace: Trace, element: Element, answer: Answer, operand: Json): void {
    const where = answer.at ?? element
    record(
      trace,
      answer.tri,
      () => ({
        resource: where.resource.address,
        path: where.path,
        expected: answer.expected ?? describe(operand),
        ...(answer.seen === undefined ? {} : { seen: answer.seen }),
        ...(answer.note === undefined ? {} : { note: answer.note }),
        location: where.resource.locate(where.path),
      }),
      answer.reason,
    )
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
      if (frame.trace !== undefined) recordLeaf(frame, element, answer, source, holder, seen, value, words)
      return answer
    }
  }

  function recordLeaf(
    frame: Frame,
    element: Element,
    answer: Tri,
    source: ValueSource,
    holder: Element,
    seen: Value | undefined,
    value: Value | undefined,
    words: (frame: Frame, element: Element) => string,
  ): void {
    if (frame.trace === undefined || source.silent) return
    const path = [...holder.path, ...source.path]
    const note = seen === undefined ? source.fallbackNote?.(holder) : undefined
    record(
      frame.trace,
      answer,
      () => ({
        resource: holder.resource.address,
        path,
        expected: words(frame, element),
        seen: describe(value),
        ...(note === undefined ? {} : { note }),
        location: holder.resource.locate(path),
      }),
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
      return { read: (frame) => toValue(frame.parameters[name]), path: [`param.${name}`], silent: true }
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
    const defaults = new Map(place.types.map((type) => [type, defaultOf(type, pattern)]))
    return {
      read: (frame, element) => readPath(frame, element, steps),
      path: steps.map((step) => step.name),
      ...defaulted(defaults, pattern),
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
    for (const each of types) {
      checkedType(each, `${pointer}/type`)
      reads.add(each)
    }
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

  function checkedType(name: string, pointer: string): void {
    const complaint = options.checkType?.(name)
    if (complaint !== undefined) fail(pointer, complaint)
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
    if (word === 'count') return counting(json, members, meeting(where, that), pointer)
    if (word === 'every' && that === undefined) return fail(pointer, '"every" needs "that"')
    const noteText = `${word === 'none' ? 'no member' : word === 'some' ? 'a member' : 'every member'} of ${members.words}`
    const quantifier = QUANTIFY[word === 'every' ? 'every' : word === 'none' ? 'none' : 'some']
    const alone = !JSON.stringify([json.where ?? '', json.that ?? '']).includes('$')
    return quantifier(members.of, where, that, slot, noteText, alone)
  }

  function counting(
    json: { readonly [key: string]: Json },
    members: { readonly of: SetOf; readonly place: Place; readonly words: string },
    meets: Test,
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
      const set = members.of(frame, element)
      const { sure, possible, open } = countMembers(frame, set, meets, distinct?.read)
      const low = least?.(frame) ?? 0
      const high = most?.(frame) ?? Number.POSITIVE_INFINITY
      const answer = and(
        sure >= low ? TRUE : possible < low ? FALSE : UNKNOWN,
        possible <= high ? TRUE : sure > high ? FALSE : UNKNOWN,
      )
      if (frame.trace !== undefined) {
        record(
          frame.trace,
          answer,
          () => ({
            resource: element.resource.address,
            path: element.path,
            expected: `${members.words}: ${describe(bounds)}`,
            seen:
              sure === possible
                ? String(sure)
                : `${sure} to ${possible === Number.POSITIVE_INFINITY ? 'any number' : possible}`,
            location: element.resource.locate(element.path),
          }),
          answer === UNKNOWN ? open : undefined,
        )
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
      return fixed(anyTest(operand.filter(isScalar).map(equalsTest)), describeOperand(operand))
    }
    if (!isObject(operand)) return fail(pointer, 'no value to compare with')
    const parts = Object.entries(operand)
    const tests = parts.flatMap(([name, argument]): LeafTest[] =>
      name === 'at' && Object.hasOwn(operand, 'param')
        ? []
        : [operatorTest(name, argument, operand, place, `${pointer}/${escapePointer(name)}`)],
    )
    if (tests.length === 0) return fail(pointer, 'an empty operand decides nothing')
    const words = describeOperand(operand)
    return {
      test: (frame, element, value, holder) => {
        let answer: Tri = TRUE
        for (const test of tests) answer = and(answer, test(frame, element, value, holder))
        return answer
      },
      words: (frame) => parameterWords(frame, operand, words),
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
    type: checkedType,
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
  /** An option of the rule decides how it asks; it is no evidence about the subject. */
  readonly silent?: true
  /** What AWS does when the value is absent. */
  readonly fallback?: (frame: Frame, element: Element) => Value | undefined
  readonly fallbackNote?: (element: Element) => string | undefined
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

/** A parameter is told by its value, which the ruleset may have changed. */
function parameterWords(frame: Frame, operand: { readonly [key: string]: Json }, words: string): string {
  if (typeof operand.param === 'string' && !Object.hasOwn(operand, 'at'))
    return describe(frame.parameters[operand.param])
  const bound = operand.atLeast ?? operand.atMost ?? operand.olderThan
  if (isObject(bound) && typeof bound.param === 'string') {
    return words.replace(describe(bound), describe(frame.parameters[bound.param]))
  }
  return words
}

function isUnknown(value: readonly string[] | Unknown): value is Unknown {
  return !Array.isArray(value)
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

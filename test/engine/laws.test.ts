import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Condition } from '../../src/model/rule.ts'
import {
  choice,
  isList,
  isMap,
  isSpecial,
  KIND,
  type PropertyMap,
  rest,
  setEntry,
  text,
  unknown,
  type Value,
} from '../../src/model/value.ts'
import { findings, resource, rule } from './support.ts'

const TYPE = 'AWS::ECS::TaskDefinition'
const words = fc.constantFrom('a', 'b', 'awslogs', 'prod')

/** Values of a small world: names A to C, so that conditions and values meet often. */
const value: fc.Arbitrary<Value> = fc.letrec<{ value: Value; list: Value; map: Value; leaf: Value }>((tie) => ({
  value: fc.oneof({ maxDepth: 3 }, tie('leaf'), tie('list'), tie('map')),
  leaf: fc.oneof(
    words,
    fc.boolean(),
    fc.integer({ min: 0, max: 3 }),
    fc.constant(unknown('value', 'known after apply', { present: 'yes' })),
    fc.constant(unknown('value', 'known after apply')),
    words.map((word) => unknown('value', 'a parameter', { present: 'yes', oneOf: [word, 'a'] })),
    words.map((word) => text([word, unknown('value', 'a hole')])),
    fc
      .tuple(fc.constantFrom('IsA', 'IsB'), words, words)
      .map(([id, then, otherwise]) => choice({ op: 'atom', id, text: id }, then, otherwise)),
  ),
  list: fc.array(fc.oneof(tie('map'), tie('leaf'), fc.constant(rest({ class: 'value', reason: 'more' }))), {
    maxLength: 3,
  }),
  map: fc.dictionary(fc.constantFrom('A', 'B', 'Name'), tie('value'), { maxKeys: 3 }),
})).value

const properties = fc.record(
  { A: value, B: value, Items: fc.oneof(fc.array(value, { maxLength: 3 }), value) },
  { requiredKeys: [] },
)

const operand = fc.oneof(
  words,
  fc.array(words, { minLength: 1, maxLength: 2 }),
  words.map((word) => ({ like: `${word}*` })),
  fc.boolean().map((exists) => ({ exists })),
  fc.constant({ atLeast: 2 }),
)
const leaf = fc
  .tuple(fc.constantFrom('A', 'B', 'A.B', 'B.A', 'Items/a.B'), operand)
  .map(([path, expected]) => ({ [path]: expected }))
const condition = fc.letrec<{ any: Condition; inner: Condition }>((tie) => ({
  any: fc.oneof(
    { maxDepth: 3 },
    leaf,
    fc
      .tuple(fc.constantFrom('all', 'any'), fc.array(tie('any'), { minLength: 1, maxLength: 3 }))
      .map(([word, list]) => ({ [word]: list })),
    tie('any').map((inner) => ({ not: inner })),
    fc
      .tuple(fc.constantFrom('some', 'every', 'none'), tie('inner'), fc.option(tie('inner')))
      .map(([word, that, where]) => ({ [word]: 'Items', that, ...(where === null ? {} : { where }) })),
    fc
      .tuple(tie('inner'), fc.integer({ min: 0, max: 2 }))
      .map(([where, least]) => ({ count: 'Items', where, is: { atLeast: least, atMost: 2 } })),
  ),
  inner: fc.oneof(
    { maxDepth: 2 },
    fc.tuple(fc.constantFrom('A', 'B', 'Name'), operand).map(([path, expected]) => ({ [path]: expected })),
    tie('any'),
  ),
})).any

/** Learns every unknown: one of what it may be, absence included where it may be absent. */
function learn(known: Value | undefined, pick: () => number): Value | undefined {
  if (isSpecial(known)) {
    if (known[KIND] === 'unknown') {
      const options = [
        ...(known.oneOf ?? ['a', 'b', 'awslogs', 2, true, [{ A: 'a', Name: 'a' }]]),
        ...(known.present === 'yes' ? [] : [undefined]),
      ]
      return options[pick() % options.length]
    }
    if (known[KIND] === 'text')
      return text(known.parts.map((part) => (typeof part === 'string' ? part : (['', 'x', 'logs'][pick() % 3] ?? ''))))
    return known
  }
  if (isList(known)) {
    return known.flatMap((item) => {
      if (isSpecial(item) && item[KIND] === 'rest') return pick() % 2 === 0 ? [] : [{ A: 'a' }, 'b']
      const learnt = learn(item, pick)
      return learnt === undefined ? [] : [learnt]
    })
  }
  if (!isMap(known)) return known
  const learnt: Record<string, Value> = {}
  for (const [key, item] of Object.entries(known)) {
    const next = learn(item, pick)
    if (next !== undefined) setEntry(learnt, key, next)
  }
  return learnt
}

function verdictOf(check: Condition, where: Condition | null, given: PropertyMap): string | undefined {
  const judged = rule({ select: [TYPE], check, ...(where === null ? {} : { where }) })
  return findings(judged, [resource(TYPE, 'Task', given)])[0]?.verdict
}

describe('the laws of three answers', () => {
  it('keeps a fail a fail, and what is no fail no fail, when unknown values become known', () => {
    fc.assert(
      fc.property(
        properties,
        condition,
        fc.option(condition),
        fc.array(fc.nat(), { minLength: 8, maxLength: 8 }),
        (given, check, where, picks) => {
          let at = 0
          const learnt = learn(given, () => picks[at++ % picks.length] ?? 0)
          const before = verdictOf(check, where, given)
          const after = verdictOf(check, where, isMap(learnt) ? learnt : {})
          if (before === 'fail') expect(after).toBe('fail')
          if (before === 'pass' || before === 'not-applicable') expect(after).not.toBe('fail')
          expect(after).toBeDefined()
        },
      ),
      { numRuns: 3000 },
    )
  })

  it('turns a verdict to unknown, if at all, when an answer is taken away', () => {
    fc.assert(
      fc.property(
        properties,
        condition,
        fc.option(condition),
        fc.constantFrom('A', 'B', 'Items'),
        (given, check, where, key) => {
          const before = verdictOf(check, where, given)
          const after = verdictOf(check, where, { ...given, [key]: unknown('read', 'access denied') })
          if (after === 'not-applicable') expect(['pass', after]).toContain(before)
          else expect([before, 'unknown']).toContain(after)
        },
      ),
      { numRuns: 3000 },
    )
  })
})

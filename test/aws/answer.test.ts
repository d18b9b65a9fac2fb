import { describe, expect, it } from 'vitest'
import {
  allOf,
  anyOf,
  causeOf,
  consider,
  literalBoolean,
  literalInteger,
  literalText,
  NO,
  negated,
  no,
  settle,
  unsureOf,
  YES,
  yes,
} from '../../src/aws/answer.ts'
import { FALSE, TRUE, UNKNOWN } from '../../src/model/tri.ts'
import { choice, ref, rest, secret, text, unknown, type Value } from '../../src/model/value.ts'

const condition = { op: 'atom', id: 'c', text: 'IsProduction' } as const
const open = unsureOf('value', 'open')
const isOne = (value: Value | undefined) =>
  consider(value, (settled) => (settled === 1 ? YES : settled === 0 ? NO : open)).tri

describe('allOf and anyOf', () => {
  it('are Kleene and name what decided', () => {
    expect(allOf([])).toEqual({ tri: TRUE })
    expect(anyOf([])).toEqual({ tri: FALSE })
    expect(allOf([yes('a'), open, no('b'), no('c')])).toEqual(no('b'))
    expect(allOf([yes('a'), open])).toEqual(open)
    expect(allOf([yes('a'), yes('b')])).toEqual(yes('a'))
    expect(anyOf([no('a'), open, yes('b'), yes('c')])).toEqual(yes('b'))
    expect(anyOf([no('a'), open])).toEqual(open)
    expect(anyOf([no('a'), no('b')])).toEqual(no('a'))
    expect(negated(yes('a'))).toEqual(no('a'))
    expect(negated(open)).toEqual(open)
  })
})

describe('consider', () => {
  it.each<[string, Value | undefined, number]>([
    ['a literal', 1, TRUE],
    ['absence', undefined, UNKNOWN],
    ['equal branches', choice(condition, 1, 1), TRUE],
    ['different branches', choice(condition, 1, 0), UNKNOWN],
    ['nested branches', choice(condition, choice(condition, 0, 0), 0), FALSE],
    ['candidates that agree', unknown('value', 'x', { present: 'yes', oneOf: [1, 1] }), TRUE],
    ['candidates that differ', unknown('value', 'x', { present: 'yes', oneOf: [1, 0] }), UNKNOWN],
    ['candidates of which none may be there', unknown('value', 'x', { oneOf: [1] }), UNKNOWN],
  ])('%s', (_, value, expected) => {
    expect(isOne(value)).toBe(expected)
  })

  it('stops at endless nesting', () => {
    let deep: Value = 1
    for (let depth = 0; depth < 100_000; depth += 1) deep = choice(condition, deep, 1)
    expect(isOne(deep)).toBe(UNKNOWN)
    expect(settle(deep)).not.toBe(1)
  })
})

describe('settle', () => {
  it('takes what both branches say', () => {
    expect(settle(choice(condition, 'a', 'a'))).toBe('a')
    expect(settle(choice(condition, 'a', 'b'))).toMatchObject({
      present: 'yes',
      cause: { reason: 'depends on the condition IsProduction' },
    })
    expect(settle(choice(condition, 'a', undefined))).toMatchObject({ present: 'maybe' })
    expect(settle(choice(condition, undefined, undefined))).toBeUndefined()
    expect(settle(unknown('value', 'x', { present: 'yes', oneOf: ['a'] }))).toBe('a')
  })
})

describe('literals', () => {
  it.each([
    [1, '1', 1, undefined],
    ['07', '07', 7, undefined],
    ['-1', '-1', -1, undefined],
    ['1.5', '1.5', undefined, undefined],
    [1.5, '1.5', undefined, undefined],
    ['True', 'True', undefined, true],
    [false, 'false', undefined, false],
    ['99999999999999999999', '99999999999999999999', undefined, undefined],
  ])('%j', (value, written, integer, flag) => {
    expect([literalText(value), literalInteger(value), literalBoolean(value)]).toEqual([written, integer, flag])
  })
})

describe('causeOf', () => {
  it.each<[Value | undefined, string]>([
    [undefined, 'X is not given'],
    [[], 'X has a form that is not understood'],
    [ref('Repo', 'Arn'), 'X is Repo.Arn, known after deployment'],
    [text(['a', ref('Repo', 'Arn')]), 'X is Repo.Arn, known after deployment'],
    [secret('hunter2'), 'X is hidden'],
    [rest({ class: 'read', reason: 'truncated' }), 'truncated'],
    [choice({ op: 'not', of: { op: 'and', of: [condition] } }, 1, 2), 'depends on the condition IsProduction'],
  ])('%#', (value, reason) => {
    expect(causeOf(value, 'X').reason).toBe(reason)
  })
})

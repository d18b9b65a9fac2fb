import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compareText, sortedBy } from '../../src/util/order.ts'
import { closest, didYouMean } from '../../src/util/suggest.ts'
import { globMatches } from '../../src/util/text.ts'

describe('globMatches', () => {
  it.each([
    ['', '', true],
    ['', 'a', false],
    ['*', '', true],
    ['*', 'anything', true],
    ['?', '', false],
    ['?', 'a', true],
    ['a*c', 'abbc', true],
    ['a*c', 'abbcd', false],
    ['a?c', 'ac', false],
    ['*.amazonaws.com', 'x.amazonaws.com', true],
    ['s3:Get*', 's3:PutObject', false],
    ['**a**', 'bab', true],
    ['a.c', 'abc', false],
    ['[ab]', 'a', false],
  ])('%j against %j is %j', (pattern, text, expected) => {
    expect(globMatches(pattern, text)).toBe(expected)
  })

  it('agrees with its definition', () => {
    const letters = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?'), maxLength: 8 })
    const texts = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 8 })
    fc.assert(
      fc.property(letters, texts, (pattern, text) => {
        expect(globMatches(pattern, text)).toBe(byDefinition(pattern, text))
      }),
      { numRuns: 2000 },
    )
  })

  it('comes to an end on patterns that hang backtracking matchers', () => {
    expect(globMatches(`${'*a'.repeat(50)}b`, 'a'.repeat(20_000))).toBe(false)
  })

  it('can ignore case', () => {
    expect(globMatches('S3:get*', 's3:GetObject', { ignoreCase: true })).toBe(true)
    expect(globMatches('S3:get*', 's3:GetObject')).toBe(false)
  })
})

describe('order', () => {
  it('is by code unit, in every locale', () => {
    expect(['b', 'a', 'B', 'ä', 'a1', 'a10', 'a2'].sort(compareText)).toEqual(['B', 'a', 'a1', 'a10', 'a2', 'b', 'ä'])
  })

  it('keeps the order of equal keys', () => {
    const items = [
      ['b', 1],
      ['a', 1],
      ['b', 2],
      ['a', 2],
    ] as const
    expect(sortedBy(items, ([key]) => key)).toEqual([
      ['a', 1],
      ['a', 2],
      ['b', 1],
      ['b', 2],
    ])
  })
})

describe('closest', () => {
  it.each([
    ['severty', ['severity', 'select'], 'severity'],
    ['SELECT', ['select'], 'select'],
    ['xyz', ['severity', 'select'], undefined],
    ['a', ['b', 'c'], 'b'],
    ['', ['select'], undefined],
  ])('%j is meant as %j: %j', (word, candidates, expected) => {
    expect(closest(word, candidates)).toBe(expected)
  })

  it('makes the end of a message', () => {
    expect(didYouMean('chek', ['check'])).toBe('; did you mean check?')
    expect(didYouMean('nothing-like-it', ['check'])).toBe('')
  })
})

function byDefinition(pattern: string, text: string): boolean {
  if (pattern === '') return text === ''
  if (pattern.startsWith('*')) {
    return byDefinition(pattern.slice(1), text) || (text !== '' && byDefinition(pattern, text.slice(1)))
  }
  return text !== '' && (pattern[0] === '?' || pattern[0] === text[0]) && byDefinition(pattern.slice(1), text.slice(1))
}

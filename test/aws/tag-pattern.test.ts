import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  ecrPattern,
  globPattern,
  patternCovers,
  patternMatchesTag,
  patternsOverlap,
  prefixPattern,
} from '../../src/aws/tag-pattern.ts'

describe('patternMatchesTag', () => {
  it.each([
    ['prod', 'prod', true],
    ['prod', 'prod1', false],
    ['prod*', 'prod', true],
    ['*prod', 'a-prod', true],
    ['*prod', 'prod-a', false],
    ['a*b*c', 'aXbYc', true],
    ['a*b*c', 'acb', false],
    ['*ab*ab*', 'abab', true],
    ['*ab*ab*', 'aba', false],
    ['*', '', true],
    ['', '', true],
    ['', 'a', false],
    ['a?c', 'abc', false],
    ['a.c', 'abc', false],
  ])('%s on %s: %s', (pattern, tag, expected) => {
    expect(patternMatchesTag(ecrPattern(pattern), tag)).toBe(expected)
  })

  it('takes a prefix literally', () => {
    expect(patternMatchesTag(prefixPattern('v*'), 'v1')).toBe(false)
    expect(patternMatchesTag(prefixPattern('v'), 'v1')).toBe(true)
  })

  it('knows the question mark of globs', () => {
    expect(patternMatchesTag(globPattern('v?.*'), 'v1.2')).toBe(true)
    expect(patternMatchesTag(globPattern('v?'), 'v')).toBe(false)
  })

  it('stays quick on hostile patterns', () => {
    expect(patternMatchesTag(ecrPattern('a*'.repeat(100_000)), 'a'.repeat(128))).toBe(false)
    expect(patternMatchesTag(ecrPattern('*'.repeat(1_000_000)), 'a')).toBe(true)
    expect(patternsOverlap(ecrPattern('*a*'.repeat(200)), globPattern('*b*'.repeat(200)))).toBe(true)
  })
})

describe('laws over a small alphabet', () => {
  const glob = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?'), maxLength: 5 })
  const words: readonly string[] = ['']
  const all = Array.from({ length: 6 }).reduce<readonly string[]>(
    (known) => [...new Set([...known, ...known.flatMap((word) => [`${word}a`, `${word}b`, `${word}c`])])],
    words,
  )

  it('matches as a regular expression does', () => {
    fc.assert(
      fc.property(glob, fc.constantFrom(...all), (pattern, word) => {
        const expression = new RegExp(`^${pattern.replaceAll('*', '.*').replaceAll('?', '.')}$`)
        expect(patternMatchesTag(globPattern(pattern), word)).toBe(expression.test(word))
      }),
    )
  })

  it('overlaps when some word is matched by both', () => {
    fc.assert(
      fc.property(glob, glob, (left, right) => {
        const [a, b] = [globPattern(left), globPattern(right)]
        const common = all.some((word) => patternMatchesTag(a, word) && patternMatchesTag(b, word))
        // Words of up to six letters witness every overlap but the longest: those of ten letters in all.
        if (common) expect(patternsOverlap(a, b)).toBe(true)
        if (left.length + right.length <= 6) expect(patternsOverlap(a, b)).toBe(common)
        expect(patternsOverlap(b, a)).toBe(patternsOverlap(a, b))
      }),
      { numRuns: 300 },
    )
  })

  it('covers when every word of the specific one is matched by the general one', () => {
    fc.assert(
      fc.property(glob, glob, (left, right) => {
        const [general, specific] = [globPattern(left), globPattern(right)]
        if (!patternCovers(general, specific)) return
        for (const word of all)
          if (patternMatchesTag(specific, word)) expect(patternMatchesTag(general, word)).toBe(true)
      }),
    )
  })

  it('does not cover when a word with a strange letter escapes', () => {
    fc.assert(
      fc.property(glob, glob, (left, right) => {
        const strange = right.replaceAll('*', 'zz').replaceAll('?', 'z')
        const escapes = !patternMatchesTag(globPattern(left), strange)
        if (escapes) expect(patternCovers(globPattern(left), globPattern(right))).toBe(false)
      }),
    )
  })
})

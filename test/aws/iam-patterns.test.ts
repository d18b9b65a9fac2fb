import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isExact, matches, pattern } from '../../src/aws/iam/pattern.ts'
import { FALSE, TRUE, type Tri, UNKNOWN } from '../../src/model/tri.ts'
import { ref, type Text, text, unknown, type Value } from '../../src/model/value.ts'
import { globMatches } from '../../src/util/text.ts'

const variable = (name: string) => `$${'{'}${name}}`

function made(value: Value, variables = false) {
  const found = pattern(value, { variables })
  if (found === undefined) throw new Error('no pattern')
  return found
}

const BUCKET = ref('Bucket', 'Ref')
const OTHER = ref('Other', 'Ref')
const HOLE = unknown('value', 'a parameter')

const ACCOUNT = unknown('value', 'the account of stack web is not known')
const OTHER_ACCOUNT = unknown('value', 'the account of stack api is not known')

const TABLE: readonly (readonly [Value, Value, Tri])[] = [
  ['*', 'anything', TRUE],
  ['arn:aws:s3:::a', 'arn:aws:s3:::a', TRUE],
  ['arn:aws:s3:::a', 'arn:aws:s3:::A', FALSE],
  ['arn:aws:s3:::a*', 'arn:aws:s3:::abc/d', TRUE],
  ['arn:aws:s3:::a?', 'arn:aws:s3:::ab', TRUE],
  ['arn:aws:s3:::a?', 'arn:aws:s3:::a', FALSE],
  // What is asked is itself a pattern: covered, overlapping, apart.
  ['arn:aws:s3:::a*', 'arn:aws:s3:::ab/*', TRUE],
  ['arn:aws:s3:::ab/*', 'arn:aws:s3:::a*', UNKNOWN],
  ['arn:aws:s3:::b/*', 'arn:aws:s3:::a*', FALSE],
  ['*x', 'y*', UNKNOWN],
  ['a*x', 'a*y', FALSE],
  ['a?c', 'a*', UNKNOWN],
  ['a*', 'a?c', TRUE],
  ['specific', '*', UNKNOWN],
  // The account of one stack is the same wherever it stands; that of another may be another.
  [text(['arn:aws:sqs:eu-west-1:', ACCOUNT, ':*']), text(['arn:aws:sqs:eu-west-1:', ACCOUNT, ':jobs']), TRUE],
  [text(['arn:aws:sqs:eu-west-1:', ACCOUNT, ':*']), text(['arn:aws:sqs:eu-west-1:', OTHER_ACCOUNT, ':jobs']), UNKNOWN],
  // References are the same text wherever they stand.
  [text(['arn:aws:s3:::', BUCKET, '/*']), text(['arn:aws:s3:::', BUCKET, '/a']), TRUE],
  [text(['arn:aws:s3:::', BUCKET, '/*']), text(['arn:aws:s3:::', OTHER, '/a']), UNKNOWN],
  [text(['arn:aws:s3:::', BUCKET, '/*']), 'arn:aws:s3:::known/a', UNKNOWN],
  [text(['arn:aws:s3:::', BUCKET, '/*']), 'arn:aws:sqs:::known/a', FALSE],
  ['arn:aws:s3:::*', text(['arn:aws:s3:::', BUCKET]), TRUE],
  ['arn:aws:s3:::logs-*', text(['arn:aws:s3:::', BUCKET]), UNKNOWN],
  ['arn:aws:sqs:*', text(['arn:aws:s3:::', BUCKET]), FALSE],
  // An unknown equals nothing, not even itself.
  [text(['a', HOLE]), text(['a', HOLE]), UNKNOWN],
  [text(['a', HOLE]), 'b', FALSE],
  [HOLE, 'anything', UNKNOWN],
]

describe('matches', () => {
  test.each(TABLE)('%j to %j', (left, right, expected) => {
    expect(matches(made(left), made(right))).toBe(expected)
  })

  test('policy variables are holes, and escapes are characters', () => {
    expect(matches(made(`home/${variable('aws:username')}/*`, true), made('home/ann/x'))).toBe(UNKNOWN)
    expect(matches(made(`home/${variable('aws:username')}/*`, true), made('work/ann/x'))).toBe(FALSE)
    expect(matches(made(`a${variable('*')}`, true), made('ab'))).toBe(FALSE)
    expect(matches(made('a$'.concat('{aws:x')), made('a$'.concat('{aws:x')))).toBe(TRUE)
    expect(isExact(made(`a${variable('*')}`, true))).toBe(true)
  })

  test('a reference stands for what it is resolved to', () => {
    const resolve = (one: { readonly attribute: string }): Value | undefined =>
      one.attribute === 'Arn' ? text(['arn:aws:s3:::', BUCKET]) : undefined
    const found = pattern(text([ref('Bucket', 'Arn'), '/*']), { resolve })
    expect(found).toBeDefined()
    if (found !== undefined) expect(matches(found, made(text(['arn:aws:s3:::', BUCKET, '/a'])))).toBe(TRUE)
  })

  test('equal addresses of two units are two things', () => {
    const one = pattern(text(['a', BUCKET]), { unit: 'one' })
    const two = pattern(text(['a', BUCKET]), { unit: 'two' })
    if (one === undefined || two === undefined) throw new Error('no pattern')
    expect(matches(one, one)).toBe(TRUE)
    expect(matches(one, two)).toBe(UNKNOWN)
  })

  test('is not slow on hostile patterns', () => {
    const left = `${'*a'.repeat(1000)}b`
    expect(matches(made(left), made('a'.repeat(2000)))).toBe(FALSE)
    expect(matches(made(left), made(`${'a*'.repeat(1000)}c`))).toBe(FALSE)
  })
})

/** Texts over a small alphabet, so that wildcards meet. */
const word = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 4 })
const glob = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?'), maxLength: 5 })

describe('laws', () => {
  test('a text without holes is matched as IAM matches it', () => {
    fc.assert(
      fc.property(
        glob,
        word,
        (left, right) => matches(made(left), made(right)) === (globMatches(left, right) ? TRUE : FALSE),
      ),
    )
  })

  test('covered: all that the asked pattern matches is matched; apart: none of it', () => {
    fc.assert(
      fc.property(glob, glob, fc.array(word, { minLength: 8, maxLength: 8 }), (left, right, words) => {
        const found = matches(made(left), made(right))
        for (const one of words.filter((each) => globMatches(right, each))) {
          if (found === TRUE && !globMatches(left, one)) return false
          if (found === FALSE && globMatches(left, one)) return false
        }
        return true
      }),
      { numRuns: 2000 },
    )
  })

  test('filling the holes never turns an answer round', () => {
    const part = fc.oneof(glob, fc.constant(BUCKET), fc.constant(OTHER), fc.constant(HOLE))
    const holed = fc.array(part, { maxLength: 4 }).map((parts) => text(parts))
    fc.assert(
      fc.property(holed, holed, word, word, word, word, (left, right, bucket, other, first, second) => {
        const before = matches(made(left), made(right))
        const after = matches(made(filled(left, bucket, other, first)), made(filled(right, bucket, other, second)))
        return before === UNKNOWN || before === after
      }),
      { numRuns: 3000 },
    )
  })
})

function filled(value: string | Text, bucket: string, other: string, hole: string): string {
  if (typeof value === 'string') return value
  return value.parts
    .map((part) => (typeof part === 'string' ? part : part === BUCKET ? bucket : part === OTHER ? other : hole))
    .join('')
}

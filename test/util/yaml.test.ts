import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseDocument, stringify } from 'yaml'
import { parseYaml } from '../../src/util/yaml.ts'

describe('parseYaml, core', () => {
  it('reads what the yaml package writes, in every style', () => {
    const styles = fc.record({
      indent: fc.integer({ min: 1, max: 6 }),
      lineWidth: fc.constantFrom(0, 20, 80),
      collectionStyle: fc.constantFrom('any', 'block', 'flow'),
      defaultStringType: fc.constantFrom('PLAIN', 'QUOTE_SINGLE', 'QUOTE_DOUBLE', 'BLOCK_LITERAL', 'BLOCK_FOLDED'),
    } as const)
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4, noUnicodeString: true }), styles, (value, style) => {
        // Of a block scalar alone the specification counts the indentation from -1, the yaml package from 0.
        fc.pre(typeof value !== 'string')
        const text = stringify(value, { ...style, aliasDuplicateObjects: false })
        const theirs = parseDocument(text, { version: '1.2' })
        const ours = parseYaml(text, 'core')
        if (theirs.errors.length > 0) return
        expect(ours.ok ? ours.document.value : ours.problem).toEqual(theirs.toJS())
      }),
      { numRuns: 400 },
    )
  })

  it('reads JSON as JSON.parse does', () => {
    fc.assert(
      fc.property(fc.json(), (json) => {
        const parsed = parseYaml(json, 'core')
        expect(parsed.ok ? parsed.document.value : parsed.problem).toEqual(JSON.parse(json))
      }),
    )
  })

  it.each([
    ['yes', 'yes'],
    ['true', true],
    ['~', null],
    ['', null],
    ['0x1F', 31],
    ['0o17', 15],
    ['012', 12],
    ['1.50', 1.5],
    ['1e3', 1000],
    ['.inf', '.inf'],
    ['2026-01-31', '2026-01-31'],
    ['"true"', 'true'],
    ['- ', [null]],
  ])('reads %j as YAML 1.2 does', (text, expected) => {
    const parsed = parseYaml(text, 'core')
    expect(parsed.ok ? parsed.document.value : parsed.problem).toEqual(expected)
  })

  it('refuses tags of one’s own', () => {
    expect(problem('a: !Ref b', 'core')).toEqual({
      code: 'syntax',
      message: 'a tag that has no meaning here',
      line: 1,
      column: 4,
    })
  })
})

describe('parseYaml, cloudformation', () => {
  it.each([
    ['!Ref Vpc', { Ref: 'Vpc' }],
    ['!Condition IsProd', { Condition: 'IsProd' }],
    [`!Sub "\${A}-b"`, { 'Fn::Sub': `\${A}-b` }],
    ['!GetAtt Role.Arn', { 'Fn::GetAtt': ['Role', 'Arn'] }],
    ['!GetAtt Nested.Outputs.Vpc', { 'Fn::GetAtt': ['Nested', 'Outputs.Vpc'] }],
    ['!GetAtt [Role, Arn]', { 'Fn::GetAtt': ['Role', 'Arn'] }],
    ['!Join [",", [a, !Ref B]]', { 'Fn::Join': [',', ['a', { Ref: 'B' }]] }],
    ['!If\n- IsProd\n- !Ref A\n- !Ref AWS::NoValue', { 'Fn::If': ['IsProd', { Ref: 'A' }, { Ref: 'AWS::NoValue' }] }],
    ['!GetAZs ""', { 'Fn::GetAZs': '' }],
    ['!GetAZs', { 'Fn::GetAZs': null }],
    ['!Transform {Name: AWS::Include}', { 'Fn::Transform': { Name: 'AWS::Include' } }],
    ['!Select [1, !Split ["/", a/b]]', { 'Fn::Select': [1, { 'Fn::Split': ['/', 'a/b'] }] }],
    ['!!str 12', '12'],
    ['!!int "12"', 12],
    ['!!map {a: 1}', { a: 1 }],
  ])('turns %j into its long form', (text, expected) => {
    const parsed = parseYaml(text, 'cloudformation')
    expect(parsed.ok ? parsed.document.value : parsed.problem).toEqual(expected)
  })

  it.each([
    ['yes', true],
    ['Off', false],
    ['TRUE', true],
    ['y', 'y'],
    ['111122223333', 111122223333],
    ['012345678901', '012345678901'],
    ['1.10', '1.10'],
    ['1.5', 1.5],
    ['-3', -3],
    ['0x1F', '0x1F'],
    ['1_000', '1_000'],
    ['12:30', '12:30'],
    ['2010-09-09', '2010-09-09'],
    ['1e400', '1e400'],
    ['123456789012345678901234', '123456789012345678901234'],
  ])('reads %j as CloudFormation does, or keeps its text', (text, expected) => {
    const parsed = parseYaml(text, 'cloudformation')
    expect(parsed.ok ? parsed.document.value : parsed.problem).toEqual(expected)
  })
})

describe('aliases and merges', () => {
  it('shares what an alias names and merges maps, own keys first', () => {
    const text =
      'base: &base {a: 1, b: 2}\nother: &other {b: 3, c: 4}\nmerged:\n  b: 9\n  <<: [*base, *other]\nsame: *base\n'
    const parsed = parseYaml(text, 'core')
    expect(parsed.ok && parsed.document.value).toEqual({
      base: { a: 1, b: 2 },
      other: { b: 3, c: 4 },
      merged: { b: 9, a: 1, c: 4 },
      same: { a: 1, b: 2 },
    })
    expect(parsed.ok && parsed.document.place('/merged/c')).toEqual({ line: 2, column: 22 })
    expect(parsed.ok && parsed.document.place('/merged/b')).toEqual({ line: 4, column: 3 })
  })

  it('lets a key follow the merge that brought it', () => {
    const parsed = parseYaml('x: &x {a: 1}\ny:\n  <<: *x\n  a: 2\n', 'core')
    expect(parsed.ok && parsed.document.value).toEqual({ x: { a: 1 }, y: { a: 2 } })
    expect(parsed.ok && parsed.document.place('/y/a')).toEqual({ line: 4, column: 3 })
  })

  it('refuses a bomb without expanding it', () => {
    const levels = 'abcdefghij'.split('')
    const text = levels
      .map(
        (name, index) =>
          `${name}: &${name} [${Array(10)
            .fill(index === 0 ? 'x' : `*${levels[index - 1]}`)
            .join(', ')}]`,
      )
      .join('\n')
    expect(problem(text, 'core')).toMatchObject({
      code: 'syntax',
      message: 'aliases expand to more values than the text has characters',
    })
  })

  it('refuses a bomb of merges', () => {
    const keys = Array.from({ length: 200 }, (_, index) => `k${index}: 1`).join(', ')
    const text = `a: &a {${keys}}\n${Array.from({ length: 300 }, (_, index) => `m${index}: {<<: *a}`).join('\n')}`
    expect(problem(text, 'core')?.code).toBe('syntax')
  })

  it.each([
    ['a: &a [*a]', 'an alias of something that is not defined before it'],
    ['a: *nowhere', 'an alias of something that is not defined before it'],
    ['<<: 1', '<< takes a map or a list of maps'],
  ])('refuses %j', (text, message) => {
    expect(problem(text, 'core')?.message).toBe(message)
  })

  it('counts the depth that aliases add', () => {
    const nested = (inner: string) => '['.repeat(300) + inner + ']'.repeat(300)
    expect(problem(`a: &a ${nested('1')}\nb: ${nested('*a')}`, 'core')?.code).toBe('too-deep')
  })
})

describe('hostile text', () => {
  it.each([
    ['a: 1\nb: 2\na: 3', { code: 'syntax', message: 'the key "a" is repeated', line: 3, column: 1 }],
    [
      'a: 1\n---\nb: 2',
      { code: 'syntax', message: 'a second document: only one for each file is read', line: 3, column: 1 },
    ],
    ['? [a]\n: 1', { code: 'syntax', message: 'a key must be text', line: 1, column: 3 }],
    ['['.repeat(5000), { code: 'too-deep', message: 'nested deeper than 500 levels', line: 1, column: 500 }],
  ])('refuses %.40j with its place', (text, expected) => {
    expect(problem(text, 'core')).toEqual(expected)
  })

  it.each(['a: "open', 'a: [1, 2', 'a: b: c', '\ta: 1', 'a: \u0000', '%YAML 1.2', 'a: !<', '&', '*', 'a:\n - b\n c'])(
    'refuses %j as a syntax error, whatever the parser throws',
    (text) => {
      const found = problem(text, 'cloudformation')
      expect(found?.code).toBe('syntax')
      expect(found?.line).toBeGreaterThan(0)
    },
  )

  it('never repeats a value of the text in a message', () => {
    expect(problem('password: hunter2-hunter2: x', 'core')?.message).not.toContain('hunter2')
  })

  it('never fails but by telling a problem', () => {
    const pieces = fc.constantFrom(
      'a',
      ': ',
      '\n',
      '  ',
      '- ',
      '[',
      ']',
      '{',
      '}',
      ',',
      '!Ref ',
      '&x ',
      '*x',
      '"',
      "'",
      '|',
      '>',
      '#',
      '? ',
      '<<: ',
      '---',
      '%',
      '\t',
    )
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 30 }), (parts) => {
        const parsed = parseYaml(parts.join(''), 'cloudformation')
        expect(parsed.ok || parsed.problem.line > 0).toBe(true)
      }),
      { numRuns: 1000 },
    )
  })

  it('reads 20,000 keys and keeps __proto__ an own one', () => {
    const text = `${Array.from({ length: 20_000 }, (_, index) => `k${index}: ${index}`).join('\n')}\n__proto__: {polluted: 1}`
    const parsed = parseYaml(text, 'core')
    expect(parsed.ok && Object.keys(Object(parsed.document.value)).length).toBe(20_001)
    expect(parsed.ok && parsed.document.place('/k19999')).toEqual({ line: 20_000, column: 1 })
    expect(Object.hasOwn({}, 'polluted')).toBe(false)
  })

  it('ignores an empty document at the end', () => {
    const parsed = parseYaml('a: 1\n---\n', 'core')
    expect(parsed.ok && parsed.document.value).toEqual({ a: 1 })
  })
})

describe('places in YAML', () => {
  it('points at keys and elements, through short tags', () => {
    const text = 'A:\n  - !If [c, {x: 1}, !Ref D]\n  -\n    b: !Sub\n      - t\n      - k: v\n'
    const parsed = parseYaml(text, 'cloudformation')
    if (!parsed.ok) throw new Error(parsed.problem.message)
    const { place } = parsed.document
    expect(place('/A')).toEqual({ line: 1, column: 1 })
    expect(place('/A/0')).toEqual({ line: 2, column: 5 })
    expect(place('/A/0/Fn::If/1/x')).toEqual({ line: 2, column: 14 })
    expect(place('/A/0/Fn::If/2')).toEqual({ line: 2, column: 21 })
    expect(place('/A/1/b/Fn::Sub/1/k')).toEqual({ line: 6, column: 9 })
    expect(place('/A/1/missing')).toEqual({ line: 4, column: 5 })
  })
})

function problem(text: string, flavour: 'core' | 'cloudformation') {
  const parsed = parseYaml(text, flavour)
  return parsed.ok ? undefined : parsed.problem
}

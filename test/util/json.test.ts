import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseJson, parseJsonText } from '../../src/util/json.ts'
import { pathOf, pointer } from '../../src/util/positions.ts'

describe('parseJson', () => {
  it('agrees with JSON.parse on every JSON value, however it is spaced', () => {
    fc.assert(
      fc.property(fc.json(), fc.constantFrom('', '  ', '\t', '\r\n'), (json, space) => {
        const text = space + JSON.stringify(JSON.parse(json), null, space.trim() === space ? undefined : space) + space
        const parsed = parseJson(text)
        expect(parsed.ok && parsed.document.value).toEqual(JSON.parse(json))
      }),
    )
  })

  it('refuses exactly what JSON.parse refuses, and names a place within the text', () => {
    const garbled = fc
      .tuple(fc.json(), fc.nat(), fc.constantFrom('', ',', '"', '}', '\u0001', '\\', '0', 'x'))
      .map(
        ([json, at, insert]) =>
          json.slice(0, at % (json.length + 1)) + insert + json.slice((at % (json.length + 1)) + 1),
      )
    fc.assert(
      fc.property(garbled, (text) => {
        const parsed = parseJson(text)
        expect(parsed.ok).toBe(accepts(text))
        if (parsed.ok) return
        expect(parsed.problem.line).toBe(1)
        expect(parsed.problem.column).toBeGreaterThan(0)
        expect(parsed.problem.column).toBeLessThanOrEqual(text.length + 1)
      }),
      { numRuns: 500 },
    )
  })

  it.each([
    ['{"a": 1,\n "b": }', 2, 7, 'expected a JSON value'],
    ['{"a": 1\n "b": 2}', 2, 2, "expected ',' or '}'"],
    ['[1, 2', 1, 6, 'the JSON text ends too early'],
    ['{"a" 1}', 1, 6, "expected ':' after a key"],
    ['{a: 1}', 1, 2, 'expected a key in double quotes'],
    ['"open', 1, 1, 'a string is not closed'],
    ['"a\tb"', 1, 3, 'a control character in a string'],
    ['"\\x"', 1, 2, 'an invalid escape in a string'],
    ['{} {}', 1, 4, 'something follows the JSON value'],
    ['[1,]', 1, 4, 'expected a JSON value'],
    ['', 1, 1, 'the JSON text ends too early'],
  ])('says where %j breaks', (text, line, column, message) => {
    expect(parseJson(text)).toEqual({ ok: false, problem: { code: 'syntax', message, line, column } })
  })

  it('never repeats the text in a message', () => {
    const parsed = parseJson('{"password": "hunter2-hunter2", oops}')
    expect(!parsed.ok && parsed.problem.message).not.toContain('hunter2')
  })

  it('takes the last of equal keys, or refuses them with their place when asked', () => {
    const text = '{"a": 1, "b": {"c": 1, "c": 2}, "a": 3}'
    const lenient = parseJson(text)
    expect(lenient.ok && lenient.document.value).toEqual({ a: 3, b: { c: 2 } })
    expect(parseJson(text, { duplicateKeys: 'refuse' })).toEqual({
      ok: false,
      problem: { code: 'syntax', message: 'the key "c" is repeated', line: 1, column: 24 },
    })
  })

  it('accepts 500 levels and refuses 501, where the 501st opens', () => {
    expect(parseJson('['.repeat(500) + ']'.repeat(500)).ok).toBe(true)
    expect(parseJson('['.repeat(501) + ']'.repeat(501))).toEqual({
      ok: false,
      problem: { code: 'too-deep', message: 'nested deeper than 500 levels', line: 1, column: 501 },
    })
  })

  it('keeps __proto__ an own key', () => {
    const parsed = parseJson('{"__proto__": {"polluted": true}}')
    expect(parsed.ok && Object.keys(Object(parsed.document.value))).toEqual(['__proto__'])
    expect(Object.hasOwn({}, 'polluted')).toBe(false)
  })

  it('accepts a byte-order mark', () => {
    const parsed = parseJson('\uFEFF{"a": 1}')
    expect(parsed.ok && parsed.document.value).toEqual({ a: 1 })
    expect(parsed.ok && parsed.document.place('/a')).toEqual({ line: 1, column: 3 })
  })
})

describe('places in JSON', () => {
  it('puts every path on the text of its key or element', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), fc.constantFrom(undefined, 1, '\t'), (value, indent) => {
        const text = JSON.stringify(value, null, indent)
        const parsed = parseJson(text)
        if (!parsed.ok) throw new Error(parsed.problem.message)
        const lines = text.split('\n')
        for (const { path, start } of paths(JSON.parse(text))) {
          const place = parsed.document.place(path)
          const rest = lines[place.line - 1]?.slice(place.column - 1) ?? ''
          expect(rest.startsWith(start)).toBe(true)
          expect(parsed.document.place(pointer(path))).toEqual(place)
        }
      }),
    )
  })

  it('finds its way over escapes, one-line text and nesting', () => {
    const text = '{"a\\"b": [{"x": "}]\\\\"}, [1, {"deep": null}]], "c/d~e": "\\u0041"}'
    const parsed = parseJson(text)
    if (!parsed.ok) throw new Error(parsed.problem.message)
    const at = (path: string) => text.slice(parsed.document.place(path).column - 1)
    expect(at('/a"b/1/1/deep')).toMatch(/^"deep"/)
    expect(at('/a"b/0/x')).toMatch(/^"x"/)
    expect(at('/c~1d~0e')).toMatch(/^"c\/d~e"/)
  })

  it('gives the longest prefix that exists', () => {
    const parsed = parseJson('{"a": {"b": [1]}}')
    if (!parsed.ok) throw new Error(parsed.problem.message)
    expect(parsed.document.place('/a/b/7/x')).toEqual({ line: 1, column: 8 })
    expect(parsed.document.place([])).toEqual({ line: 1, column: 1 })
  })

  it('names the last of equal keys, whose value JSON.parse takes', () => {
    const parsed = parseJson('{"a": 1,\n"a": 2}')
    expect(parsed.ok && parsed.document.place('/a')).toEqual({ line: 2, column: 1 })
  })
})

describe('pointer', () => {
  it('is undone by pathOf', () => {
    fc.assert(
      fc.property(fc.array(fc.string()), (path) => {
        expect(pathOf(pointer(path))).toEqual(path)
      }),
    )
  })
})

describe('parseJsonText', () => {
  it.each([
    ['{"a": 1}', { a: 1 }],
    ['  [1]', [1]],
    ['1', undefined],
    ['"text"', undefined],
    ['{"a": ', undefined],
    [`${'['.repeat(501)}${']'.repeat(501)}`, undefined],
  ])('reads objects and lists only: %j', (text, expected) => {
    expect(parseJsonText(text)).toEqual(expected)
  })
})

function accepts(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

/** Every path of a value, with the text that must stand at its place. */
function paths(
  value: unknown,
  path: readonly (string | number)[] = [],
): readonly { path: readonly (string | number)[]; start: string }[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, item]) => {
    const below = [...path, Array.isArray(value) ? Number(key) : key]
    const start = Array.isArray(value) ? JSON.stringify(item).slice(0, 1) : JSON.stringify(key)
    return [{ path: below, start }, ...paths(item, below)]
  })
}

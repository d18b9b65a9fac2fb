import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseParameter, parseParameterFile } from '../../src/cli/parameters.ts'

describe('parameter files', () => {
  it.each([
    [
      'the list of create-stack',
      '[{"ParameterKey": "Env", "ParameterValue": "prod"}, {"ParameterKey": "Count", "ParameterValue": "2"}]',
    ],
    ['the list of deploy', '["Env=prod", "Count=2"]'],
    ['the object of CodePipeline', '{"Parameters": {"Env": "prod", "Count": "2"}, "Tags": {"Team": "a"}}'],
    ['a plain map', '{"Env": "prod", "Count": 2}'],
    ['lines', '# for the shop\nEnv=prod\r\n\n  Count = 2  \n'],
  ])('reads %s', (_, text) => {
    expect([...parseParameterFile(text, 'p').values]).toEqual([
      ['Env', 'prod'],
      ['Count', '2'],
    ])
  })

  it('writes a list as a comma-delimited value and keeps equal signs in values', () => {
    expect([...parseParameterFile('{"Zones": ["a", "b"], "Flag": true}', 'p').values]).toEqual([
      ['Zones', 'a,b'],
      ['Flag', 'true'],
    ])
    expect([...parseParameterFile('Url=https://example.com/?a=b', 'p').values]).toEqual([
      ['Url', 'https://example.com/?a=b'],
    ])
  })

  it('names the keys that keep their deployed value', () => {
    const text = '[{"ParameterKey": "Env", "UsePreviousValue": true}]'
    expect(parseParameterFile(text, 'p')).toEqual({ values: new Map(), previous: ['Env'] })
  })

  it('keeps a parameter called __proto__', () => {
    expect([...parseParameterFile('{"__proto__": "x"}', 'p').values]).toEqual([['__proto__', 'x']])
  })

  it.each([
    ['{"Env": ', 'the JSON cannot be parsed', undefined],
    ['{"Env": {"a": 1}}', 'the value of Env is not a string, a number or a boolean', undefined],
    ['[{"ParameterKey": "Env"}]', 'the value of Env is not a string, a number or a boolean', undefined],
    ['["Env"]', 'entry 1 is neither {ParameterKey, ParameterValue} nor "Key=Value"', undefined],
    ['{"Parameters": 3}', 'expected an object or a list', undefined],
    ['Env=prod\nhunter2\n', 'the line is not of the form Key=Value', 2],
    ['=hunter2', 'the line is not of the form Key=Value', 1],
  ])('refuses %s and says what is wrong', (text, what, line) => {
    expect(() => parseParameterFile(text, 'p.json')).toThrow(
      expect.objectContaining({
        code: 'parameters-invalid',
        message: `the parameters cannot be read: ${what}`,
        place: line === undefined ? { file: 'p.json' } : { file: 'p.json', line },
      }),
    )
  })

  it('never says a value in an error', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const secret = `hunter2${text}`
        for (const broken of [JSON.stringify({ A: [secret, 1] }), JSON.stringify([secret]), `{"A": "${secret}`]) {
          try {
            parseParameterFile(broken, 'p')
          } catch (error) {
            expect(String(error)).not.toContain('hunter2')
          }
        }
      }),
    )
  })
})

describe('--parameter', () => {
  it('splits at the first equal sign', () => {
    expect(parseParameter('Url=a=b')).toEqual(['Url', 'a=b'])
    expect(parseParameter('Empty=')).toEqual(['Empty', ''])
  })

  it.each(['Env', '=prod', ''])('refuses %j', (text) => {
    expect(() => parseParameter(text)).toThrow('a --parameter is not of the form Key=Value')
  })
})

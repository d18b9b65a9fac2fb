import { describe, expect, it } from 'vitest'
import { type Findings, type Label, parseLabels, scoreLabel, summaryLines } from '../scripts/score-labels.ts'
import type { Verdict } from '../src/index.ts'

const label: Label = {
  topic: 'logs.retention',
  file: 'a.yaml',
  resource: 'Logs',
  resource_type: 'AWS::Logs::LogGroup',
  expected: 'fail',
}

function finding(address: string, verdict: Verdict, more: { rule?: string; pieces?: readonly string[] } = {}) {
  const { rule = 'logging/log-retention-set', pieces } = more
  return {
    rule,
    verdict,
    message: `${address} ${verdict}`,
    resource: {
      type: 'AWS::Logs::LogGroup',
      address,
      name: address,
      account: '?',
      region: '?',
      unit: 'u',
      ...(pieces === undefined ? {} : { pieces }),
    },
  } satisfies Findings[number]
}

const rules = ['logging/log-retention-set']

describe('the answer to a label', () => {
  it.each<[string, Findings, string]>([
    ['the verdict on the resource', [finding('Logs', 'pass'), finding('Other', 'fail')], 'pass'],
    ['the worst of several', [finding('Logs', 'pass'), finding('Logs', 'unknown'), finding('Logs', 'fail')], 'fail'],
    ['unknown before pass', [finding('Logs', 'pass'), finding('Logs', 'unknown')], 'unknown'],
    ['no finding when only others were judged', [finding('Other', 'fail')], 'no finding'],
    ['no finding by rules of other topics', [finding('Logs', 'fail', { rule: 'logging/x' })], 'no finding'],
    [
      'the resource that has it as a piece, before its own address',
      [finding('Logs', 'pass'), finding('Whole', 'fail', { pieces: ['Logs'] })],
      'fail',
    ],
  ])('is %s', (_, findings, expected) => {
    expect(scoreLabel(label, rules, findings).answer).toBe(expected)
  })

  it('is an error when the file could not be scanned', () => {
    expect(scoreLabel(label, rules, new Error('no input'))).toEqual({ label, answer: 'error', messages: ['no input'] })
  })

  it('comes with the sentences of the findings that decided', () => {
    const scored = scoreLabel(label, rules, [finding('Logs', 'pass'), finding('Logs', 'fail')])
    expect(scored.messages).toEqual(['logging/log-retention-set: Logs fail'])
  })
})

describe('a file of labels', () => {
  it('may quote commas, quotes and line ends, and end its lines as it likes', () => {
    const text = 'topic,file,note,expected\r\na,x.json,"one, ""two""\nthree",pass\r\nb,y.json,,fail'
    expect(parseLabels(text)).toMatchObject([
      { topic: 'a', file: 'x.json', note: 'one, "two"\nthree', expected: 'pass' },
      { topic: 'b', file: 'y.json', note: '', expected: 'fail' },
    ])
  })
})

it('counts what was expected by what was answered', () => {
  const scored = [
    scoreLabel(label, rules, [finding('Logs', 'fail')]),
    scoreLabel(label, rules, [finding('Logs', 'unknown')]),
    scoreLabel({ ...label, expected: 'pass' }, rules, []),
  ]
  expect(summaryLines(scored)).toEqual([
    'all topics: 1 of 3 labels agree, 1 decided',
    '  expected fail: fail 1, unknown 1',
    '  expected pass: no finding 1',
    'logs.retention: 1 of 3 labels agree, 1 decided',
    '  expected fail: fail 1, unknown 1',
    '  expected pass: no finding 1',
  ])
})

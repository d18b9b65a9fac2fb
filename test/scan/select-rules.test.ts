import { describe, expect, it } from 'vitest'
import type { Rule, Ruleset, Topic } from '../../src/model/rule.ts'
import { type Selection, selectRules } from '../../src/scan/select-rules.ts'

const rule = (topic: Topic, name: string, formerly: readonly string[] = []): Rule => ({
  id: `${topic}/${name}`,
  title: name,
  severity: 'low',
  why: '',
  topic,
  select: ['AWS::ECS::Service'],
  check: {},
  parameters: { days: { default: 7 } },
  environments: [],
  fix: {},
  references: [],
  controls: {},
  formerly,
  recommended: true,
  source: { file: `${name}.yaml`, place: () => ({ line: 1, column: 1 }) },
})

const kept = rule('logging', 'kept', ['logging/old'])
const alarmed = rule('metrics', 'alarmed')
const left = rule('logging', 'left-out')
const ruleset: Ruleset = {
  rules: [kept, alarmed].map((rule) => ({ rule, severity: 'high', parameters: { days: 30 } })),
  environments: [],
  environmentsConfigured: false,
  inputs: [],
  failOn: 'medium',
  waivers: [],
  maxWaiverDays: 365,
  known: [kept, left, alarmed],
}

function chosen(selection: Selection): readonly string[] {
  return selectRules(ruleset, selection).rules.map(({ rule, severity }) => `${rule.id} ${severity}`)
}

describe('selecting rules', () => {
  it.each([
    ['nothing asked', {}, ['logging/kept high', 'metrics/alarmed high']],
    ['an id', { rules: ['metrics/alarmed'] }, ['metrics/alarmed high']],
    ['an id of old', { rules: ['logging/old'] }, ['logging/kept high']],
    ['an id outside the ruleset, as it is written', { rules: ['logging/left-out'] }, ['logging/left-out low']],
    ['a glob among the ruleset', { rules: ['logging/*'] }, ['logging/kept high']],
    ['one rule twice', { rules: ['logging/*', 'logging/kept'] }, ['logging/kept high']],
    ['a topic', { topics: ['metrics'] }, ['metrics/alarmed high']],
    ['a rule and its topic', { rules: ['*'], topics: ['logging'] }, ['logging/kept high']],
  ] as const)('%s', (_, selection, expected) => {
    expect(chosen(selection)).toEqual(expected)
  })

  it.each([
    [{ rules: ['logging/kpet'] }, 'there is no rule logging/kpet; did you mean logging/kept?'],
    [{ rules: ['tracing/*'] }, 'there is no rule tracing/*'],
    [{ topics: ['bastion'] }, 'no rule is selected'],
  ] as const)('refuses %j', (selection, message) => {
    expect(() => chosen(selection)).toThrow(expect.objectContaining({ code: 'no-rule', message }))
  })

  it('lets the command line move the gate', () => {
    expect(selectRules(ruleset, { failOn: 'none' }).failOn).toBe('none')
    expect(selectRules(ruleset, {}).failOn).toBe('medium')
  })
})

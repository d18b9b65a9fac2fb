import { describe, expect, it } from 'vitest'
import { ruleGovernsPattern, starves } from '../../src/aws/ecr-lifecycle/environments.ts'
import {
  type LifecyclePolicy,
  type LifecycleRule,
  lifecycleProblems,
  lifecycleRules,
  parseLifecyclePolicy,
  retention,
} from '../../src/aws/ecr-lifecycle/policy.ts'
import { FALSE, TRUE, UNKNOWN } from '../../src/model/tri.ts'
import { choice, rest, text, unknown } from '../../src/model/value.ts'

type Json = Record<string, unknown>
const selection = (members: Json): Json => ({
  tagStatus: 'any',
  countType: 'imageCountMoreThan',
  countNumber: 3,
  ...members,
})
const rule = (rulePriority: number, members: Json = {}, action: Json = { type: 'expire' }): Json => ({
  rulePriority,
  selection: selection(members),
  action,
})
const tagged = (...tagPatternList: string[]): Json => ({ tagStatus: 'tagged', tagPatternList })
const policy = (...rules: Json[]): LifecyclePolicy => parseLifecyclePolicy(JSON.stringify({ rules }))
const rulesOf = (value: LifecyclePolicy): readonly LifecycleRule[] => (value.kind === 'policy' ? value.rules : [])
const messages = (value: LifecyclePolicy): readonly string[] =>
  lifecycleProblems(value).map(({ pointer, message }) => `${pointer}: ${message}`)

describe('parseLifecyclePolicy', () => {
  it('reads text and object alike, lowest number first', () => {
    const fromText = policy(rule(20), rule(10, tagged('v*')))
    const fromObject = parseLifecyclePolicy({
      rules: [
        {
          rulePriority: 20,
          selection: { tagStatus: 'any', countType: 'imageCountMoreThan', countNumber: 3 },
          action: { type: 'expire' },
        },
        {
          rulePriority: 10,
          selection: { tagStatus: 'tagged', countType: 'imageCountMoreThan', countNumber: 3, tagPatternList: ['v*'] },
          action: { type: 'expire' },
        },
      ],
    })
    expect(lifecycleRules(fromText)).toEqual([
      {
        RulePriority: 10,
        TagStatus: 'tagged',
        TagPatternList: ['v*'],
        CountType: 'imageCountMoreThan',
        CountNumber: 3,
        StorageClass: 'standard',
        ActionType: 'expire',
      },
      {
        RulePriority: 20,
        TagStatus: 'any',
        CountType: 'imageCountMoreThan',
        CountNumber: 3,
        StorageClass: 'standard',
        ActionType: 'expire',
      },
    ])
    expect(lifecycleRules(fromObject)).toEqual(lifecycleRules(fromText))
    expect(lifecycleProblems(fromText)).toEqual([])
  })

  it('tells what is absent from what is not known', () => {
    const cause = { class: 'value', reason: 'parameter Count has no default' } as const
    const open = unknown(cause.class, cause.reason)
    const condition = { op: 'atom', id: 'c', text: 'IsProduction' } as const
    expect(parseLifecyclePolicy(undefined)).toEqual({ kind: 'none' })
    expect(parseLifecyclePolicy(open)).toEqual({ kind: 'unknown', cause })
    expect(parseLifecyclePolicy(text(['{"rules":[', open, ']}']))).toEqual({ kind: 'unknown', cause })
    expect(parseLifecyclePolicy(choice(condition, '{}', undefined)).kind).toBe('unknown')
    expect(parseLifecyclePolicy({ rules: open })).toEqual({ kind: 'unknown', cause })
    expect(parseLifecyclePolicy({ rules: [rest(cause)] })).toMatchObject({ kind: 'policy', rules: [], open: cause })
  })

  it('keeps an open number in its rule and finds no fault with it', () => {
    const open = unknown('value', 'var.keep is known after apply', { present: 'yes' })
    const parsed = parseLifecyclePolicy({
      rules: [
        {
          rulePriority: 1,
          selection: { tagStatus: 'any', countType: 'imageCountMoreThan', countNumber: open },
          action: { type: 'expire' },
        },
      ],
    })
    expect(lifecycleProblems(parsed)).toEqual([])
    expect(lifecycleRules(parsed)[0]?.CountNumber).toBe(open)
    expect(rulesOf(parsed)[0]).toMatchObject({ unclear: open.cause })
    expect(rulesOf(parsed).map(retention)).toEqual([{}])
  })

  it.each([
    ['', ': the text is not JSON'],
    ['{"rules":', ': the text is not JSON'],
    ['[]', ': the policy is not an object'],
    ['3', ': the policy is not an object'],
    ['null', ': the text is not JSON'],
    ['{}', ': rules is missing'],
    ['{"rules":{}}', '/rules: rules is not a list'],
    ['{"rules":[1]}', '/rules/0: the rule is not an object'],
    ['{"rules":[null]}', '/rules/0: the rule is not an object'],
  ])('%j', (written, message) => {
    expect(messages(parseLifecyclePolicy(written))).toEqual([message])
  })

  it('survives hostile documents', () => {
    const deep = `{"rules":${'['.repeat(5000)}${']'.repeat(5000)}}`
    expect(parseLifecyclePolicy(deep).kind).toBe('policy')
    const forged = parseLifecyclePolicy('{"rules":[{"__proto__":{"rulePriority":1},"selection":{},"action":{}}]}')
    expect(messages(forged)).toContain('/rules/0: rulePriority is missing')
  })
})

describe('lifecycleProblems', () => {
  it.each<[string, LifecyclePolicy, readonly string[]]>([
    [
      'a number twice',
      policy(rule(1, tagged('a')), rule(1, tagged('b'))),
      ['/rules/1/rulePriority: the priority 1 is given twice'],
    ],
    [
      'any before others',
      policy(rule(1), rule(2, tagged('a'))),
      ['/rules/0/rulePriority: a rule with tagStatus any must have the highest priority number'],
    ],
    [
      'two rules for untagged images',
      policy(rule(1, { tagStatus: 'untagged' }), rule(2, { tagStatus: 'untagged' })),
      ['/rules/1/selection/tagStatus: another rule selects untagged images already'],
    ],
    [
      'tagged without tags',
      policy(rule(1, { tagStatus: 'tagged' })),
      ['/rules/0/selection: tagStatus tagged needs tagPatternList or tagPrefixList'],
    ],
    [
      'both lists',
      policy(rule(1, { ...tagged('a'), tagPrefixList: ['a'] })),
      ['/rules/0/selection: tagPrefixList and tagPatternList exclude each other'],
    ],
    ['an empty list', policy(rule(1, tagged())), ['/rules/0/selection/tagPatternList: tagPatternList is empty']],
    [
      'untagged with tags',
      policy(rule(1, { tagStatus: 'untagged', tagPrefixList: ['a'] })),
      ['/rules/0/selection/tagPrefixList: tagPrefixList does not go with tagStatus untagged'],
    ],
    [
      'any with tags',
      policy(rule(1, { tagPatternList: ['a'] })),
      ['/rules/0/selection/tagPatternList: tagPatternList does not go with tagStatus any'],
    ],
    [
      'days for a count',
      policy(rule(1, { countUnit: 'days' })),
      ['/rules/0/selection/countUnit: countUnit does not go with imageCountMoreThan'],
    ],
    [
      'an age without days',
      policy(rule(1, { countType: 'sinceImagePushed' })),
      ['/rules/0/selection: sinceImagePushed needs countUnit'],
    ],
    [
      'an age in weeks',
      policy(rule(1, { countType: 'sinceImagePushed', countUnit: 'weeks' })),
      ['/rules/0/selection/countUnit: countUnit is none of days'],
    ],
    [
      'five wildcards',
      policy(rule(1, tagged('*a*b*c*d*'))),
      ['/rules/0/selection/tagPatternList/0: the pattern has more than 4 wildcards'],
    ],
    ['four wildcards', policy(rule(1, tagged('*a*b*c*d'))), []],
    [
      'the same tags in another order',
      policy(rule(1, tagged('a', 'b')), rule(2, tagged('b', 'a'))),
      ['/rules/1/selection: /rules/0 selects the same tags'],
    ],
    ['the number zero', policy(rule(0)), ['/rules/0/rulePriority: rulePriority is less than 1']],
    ['a broken number', policy(rule(1.5)), ['/rules/0/rulePriority: rulePriority is not a whole number']],
    [
      'a number as a text',
      policy(rule(1, { countNumber: '3' })),
      ['/rules/0/selection/countNumber: countNumber is not a whole number'],
    ],
    [
      'a count of zero',
      policy(rule(1, { countNumber: 0 })),
      ['/rules/0/selection/countNumber: countNumber is less than 1'],
    ],
    [
      'an unknown status',
      policy(rule(1, { tagStatus: 'all' })),
      ['/rules/0/selection/tagStatus: tagStatus is none of tagged, untagged, any'],
    ],
    [
      'an unknown action',
      policy(rule(1, {}, { type: 'delete' })),
      ['/rules/0/action/type: type is none of expire, transition'],
    ],
    [
      'an unknown member',
      policy({ ...rule(1), priority: 2 }),
      ['/rules/0/priority: priority is no member of a lifecycle policy here'],
    ],
    ['no action', policy({ rulePriority: 1, selection: selection({}) }), ['/rules/0: action is missing']],
    [
      'a transition to nowhere',
      policy(rule(1, {}, { type: 'transition' })),
      ['/rules/0/action: transition needs targetStorageClass'],
    ],
    ['a transition', policy(rule(1, {}, { type: 'transition', targetStorageClass: 'archive' })), []],
    [
      'a target for expiry',
      policy(rule(1, {}, { type: 'expire', targetStorageClass: 'archive' })),
      ['/rules/0/action/targetStorageClass: targetStorageClass does not go with expire'],
    ],
    [
      'expiry by pull',
      policy(rule(1, { countType: 'sinceImagePulled', countUnit: 'days' })),
      ['/rules/0/action/type: sinceImagePulled works with transition only'],
    ],
    [
      'the age of the archive without the archive',
      policy(rule(1, { countType: 'sinceImageTransitioned', countUnit: 'days' })),
      ['/rules/0/selection: sinceImageTransitioned needs storageClass archive'],
    ],
    [
      'a count in the archive',
      policy(rule(1, { storageClass: 'archive' })),
      ['/rules/0/selection/storageClass: imageCountMoreThan does not go with storageClass archive'],
    ],
    [
      'too many rules',
      policy(...Array.from({ length: 51 }, (_, index) => rule(index + 1, tagged(`t${index}`)))),
      ['/rules: there are more than 50 rules'],
    ],
  ])('%s', (_, parsed, expected) => {
    expect(messages(parsed)).toEqual(expected)
  })

  it('lets archive and standard have their own rules', () => {
    const archived = {
      storageClass: 'archive',
      countType: 'sinceImageTransitioned',
      countUnit: 'days',
      countNumber: 365,
    }
    const idle = { countType: 'sinceImagePulled', countUnit: 'days', countNumber: 90 }
    const move = { type: 'transition', targetStorageClass: 'archive' }
    expect(messages(policy(rule(1, idle, move), rule(2, archived)))).toEqual([])
    expect(
      messages(policy(rule(1, { ...idle, ...tagged('a') }, move), rule(2, { ...archived, ...tagged('a') }))),
    ).toEqual([])
  })

  it('names the rule by its number', () => {
    expect(lifecycleProblems(policy(rule(7, { countNumber: 0 })))).toEqual([
      { rulePriority: 7, pointer: '/rules/0/selection/countNumber', message: 'countNumber is less than 1' },
    ])
  })

  it('counts the characters of the text', () => {
    const long = JSON.stringify({ rules: [{ ...rule(1), description: 'x'.repeat(30_720) }] })
    expect(messages(parseLifecyclePolicy(long))).toEqual([': the text is longer than 30720 characters'])
  })
})

describe('retention', () => {
  it('is a number of images or of days', () => {
    const [count, age] = rulesOf(
      policy(rule(1, tagged('a')), rule(2, { countType: 'sinceImagePushed', countUnit: 'days', countNumber: 14 })),
    )
    expect(count && retention(count)).toEqual({ images: 3 })
    expect(age && retention(age)).toEqual({ days: 14 })
  })
})

describe('ruleGovernsPattern', () => {
  it.each<[Json, string, number]>([
    [tagged('prod*'), 'prod*', TRUE],
    [tagged('prod*'), 'prod-*', TRUE],
    [tagged('prod-*'), 'prod*', UNKNOWN],
    [tagged('prod'), 'prod', TRUE],
    [tagged('stg*'), 'prod*', FALSE],
    [tagged('*'), 'prod*', TRUE],
    [tagged('stg*', 'prod*'), 'prod*', UNKNOWN],
    [tagged('p*', 'prod*'), 'prod*', TRUE],
    [{ tagStatus: 'tagged', tagPrefixList: ['prod'] }, 'prod-*', TRUE],
    [{ tagStatus: 'any' }, 'prod*', TRUE],
    [{ tagStatus: 'untagged' }, 'prod*', FALSE],
    [{ ...tagged('*'), storageClass: 'archive' }, 'prod*', FALSE],
  ])('%j on %s: %s', (members, pattern, expected) => {
    const [only] = rulesOf(policy(rule(1, members)))
    expect(only && ruleGovernsPattern(only, pattern)).toBe(expected)
  })
})

describe('starves', () => {
  const environments = [
    { name: 'staging', tagPatterns: ['stg*'] },
    { name: 'production', tagPatterns: ['prod*'] },
  ]
  it.each<[string, LifecyclePolicy, readonly (readonly [string, string, number | undefined])[]]>([
    ['own rules, production first', policy(rule(1, tagged('prod*')), rule(2, tagged('stg*')), rule(3)), []],
    ['staging first', policy(rule(1, tagged('stg*')), rule(2, tagged('prod*'))), [['production', 'governed-first', 1]]],
    ['production falls to any', policy(rule(1, tagged('stg*')), rule(2)), [['production', 'caught-by-any', 2]]],
    ['no rule for production', policy(rule(1, tagged('stg*'))), [['production', 'no-rule', undefined]]],
    [
      'one rule for all',
      policy(rule(1, tagged('*'))),
      [
        ['staging', 'shared-rule', 1],
        ['production', 'shared-rule', 1],
      ],
    ],
    [
      'both tags in one list',
      policy(rule(1, tagged('stg*', 'prod*'))),
      [
        ['staging', 'no-rule', undefined],
        ['production', 'no-rule', undefined],
      ],
    ],
  ])('%s', (_, parsed, expected) => {
    const answer = starves(parsed, environments)
    const found = answer.kind === 'judged' ? answer.starvations : []
    expect(found.map(({ environment, kind, rulePriority }) => [environment, kind, rulePriority])).toEqual(expected)
  })

  it('does not know what it cannot read', () => {
    const cause = { class: 'value', reason: 'open' } as const
    expect(starves(parseLifecyclePolicy(unknown('value', 'open')), environments)).toEqual({ kind: 'unknown', cause })
  })
})

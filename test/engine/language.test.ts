import { describe, expect, it } from 'vitest'
import { OpscheckError } from '../../src/model/errors.ts'
import type { Condition } from '../../src/model/rule.ts'
import { choice, type PropertyMap, ref, rest, secret, text, unknown } from '../../src/model/value.ts'
import { findings, resource, rule, verdicts } from './support.ts'

const TASK = 'AWS::ECS::TaskDefinition'
const SERVICE = 'AWS::ECS::Service'
const applied = unknown('value', 'Cpu is known after apply', { present: 'yes' })
const isProd = { op: 'atom', id: 'IsProd', text: 'IsProd' } as const

function verdict(check: Condition, properties: PropertyMap, type = TASK): string | undefined {
  return findings(rule({ select: [type], check }), [resource(type, 'Subject', properties)])[0]?.verdict
}

describe('leaves', () => {
  const table: readonly [string, Condition, PropertyMap, string][] = [
    ['a literal equals itself', { Family: 'web' }, { Family: 'web' }, 'pass'],
    ['another literal does not', { Family: 'web' }, { Family: 'api' }, 'fail'],
    ['a list is one of', { NetworkMode: ['awsvpc', 'host'] }, { NetworkMode: 'host' }, 'pass'],
    ['absent is not equal', { Family: 'web' }, {}, 'fail'],
    ['unknown is unknown', { Cpu: '256' }, { Cpu: applied }, 'unknown'],
    ['unknown that is surely set exists', { Cpu: { exists: true } }, { Cpu: applied }, 'pass'],
    [
      'unknown that may be absent does not surely exist',
      { Cpu: { exists: true } },
      { Cpu: unknown('value', 'x') },
      'unknown',
    ],
    [
      'one of several, all other',
      { Family: 'web' },
      { Family: unknown('value', 'p', { present: 'yes', oneOf: ['a', 'b'] }) },
      'fail',
    ],
    [
      'one of several, one fits',
      { Family: 'a' },
      { Family: unknown('value', 'p', { present: 'yes', oneOf: ['a', 'b'] }) },
      'unknown',
    ],
    [
      'one of several or absent',
      { Family: ['a', 'b'] },
      { Family: unknown('value', 'p', { oneOf: ['a', 'b'] }) },
      'unknown',
    ],
    ['booleans told as text', { ReadonlyRootFilesystem: true }, { ReadonlyRootFilesystem: 'True' }, 'pass'],
    ['numbers told as text', { Cpu: 256 }, { Cpu: '256' }, 'pass'],
    ['a glob', { Family: { like: 'web-*' } }, { Family: 'web-1' }, 'pass'],
    ['a glob over a hole that it swallows', { Family: { like: 'web-*' } }, { Family: text(['web-', applied]) }, 'pass'],
    ['a glob that no filling fits', { Family: { like: 'web-*' } }, { Family: text(['api-', applied]) }, 'fail'],
    ['a glob that depends on the hole', { Family: { like: '*-prod' } }, { Family: text(['web-', applied]) }, 'unknown'],
    ['equality that no filling fits', { Family: 'web-prod' }, { Family: text(['api-', applied]) }, 'fail'],
    ['equality that depends on the hole', { Family: 'web-prod' }, { Family: text(['web-', applied]) }, 'unknown'],
    ['a hidden value is judged', { Family: 'open sesame' }, { Family: secret('open sesame') }, 'pass'],
    ['at least', { Cpu: { atLeast: 256 } }, { Cpu: 512 }, 'pass'],
    ['at most and at least', { Cpu: { atLeast: 256, atMost: 300 } }, { Cpu: 512 }, 'fail'],
    ['no number', { Cpu: { atLeast: 256 } }, { Cpu: 'much' }, 'fail'],
    [
      'days before now',
      { 'Live.RegisteredAt': { olderThan: 30 } },
      { Live: { RegisteredAt: '2025-11-01T00:00:00Z' } },
      'pass',
    ],
    [
      'not so many days',
      { 'Live.RegisteredAt': { olderThan: 90 } },
      { Live: { RegisteredAt: '2025-11-01T00:00:00Z' } },
      'fail',
    ],
    [
      'an entry of a map',
      { 'ContainerDefinitions/web.LogConfiguration.Options/awslogs-group': '/web' },
      { ContainerDefinitions: [{ Name: 'web', LogConfiguration: { Options: { 'awslogs-group': '/web' } } }] },
      'pass',
    ],
    [
      'an entry of a keyed list that is not there',
      { 'ContainerDefinitions/api.Image': { exists: true } },
      { ContainerDefinitions: [{ Name: 'web' }] },
      'fail',
    ],
    [
      'an entry of a keyed list that may be there',
      { 'ContainerDefinitions/api.Image': { exists: true } },
      { ContainerDefinitions: [{ Name: applied }] },
      'unknown',
    ],
    ['inherited names are nobody', { 'Tags.constructor': { exists: true } }, { Tags: {} }, 'fail'],
    [
      'an open list is not empty',
      { some: 'ContainerDefinitions' },
      { ContainerDefinitions: [rest({ class: 'value', reason: 'more' })] },
      'unknown',
    ],
    ['another path', { Memory: { path: 'Cpu' } }, { Memory: 512, Cpu: 512 }, 'pass'],
  ]
  it.each(table)('%s', (_name, check, properties, expected) => {
    expect(verdict(check, properties)).toBe(expected)
  })
})

describe('evidence of being there', () => {
  it('names the members that a rule wants not to be there', () => {
    const judged = rule({ select: ['AWS::ECS::TaskDefinition'], check: { none: 'RequiresCompatibilities' } })
    const [finding] = findings(judged, [
      resource('AWS::ECS::TaskDefinition', 'Web', { RequiresCompatibilities: ['EC2'] }),
    ])
    expect(finding?.evidence).toMatchObject([{ path: ['RequiresCompatibilities', 0], note: 'EC2' }])
  })
})

describe('defaults of AWS', () => {
  it('reads an absent value as the constant that AWS takes, and says so', () => {
    const judged = rule({ select: [SERVICE], check: { 'DeploymentController.Type': 'CODE_DEPLOY' } })
    const [finding] = findings(judged, [resource(SERVICE, 'Web', {})])
    expect(finding?.verdict).toBe('fail')
    expect(finding?.evidence[0]?.note).toContain('AWS default ECS')
  })

  it('takes the default of the type that a value is absent from, not that of its neighbour in the rule', () => {
    const judged = rule({ select: ['AWS::EC2::Instance', 'Opscheck::ECS::Task'], check: { 'Live.State': 'running' } })
    const found = findings(judged, [
      resource('AWS::EC2::Instance', 'Host', {}),
      resource('Opscheck::ECS::Task', 'Task', {}),
    ])
    expect(found.map(({ resource, verdict }) => [resource.address, verdict])).toEqual([
      ['Host', 'pass'],
      ['Task', 'fail'],
    ])
  })

  it('does not count a default as presence', () => {
    expect(verdict({ 'DeploymentController.Type': { exists: true } }, {}, SERVICE)).toBe('fail')
  })
})

it('says which unknown keeps the environment of a subject from being known', () => {
  const environments = [
    { name: 'production', accounts: [], tags: { env: ['prod'] }, names: [], paths: [], imageTags: [], principals: [] },
  ] as const
  const judged = rule({ select: [SERVICE], environments: ['production'], check: { ServiceName: 'web' } })
  const service = resource(SERVICE, 'Web', { ServiceName: 'api', Tags: unknown('input', 'the tags were not exported') })
  const [finding] = findings(judged, [service], { environments, environmentsConfigured: true })
  expect(finding?.verdict).toBe('unknown')
  expect(finding?.cause).toEqual({ class: 'input', reason: 'the tags were not exported' })
})

describe('sets', () => {
  const containers = (...names: readonly string[]): PropertyMap => ({
    ContainerDefinitions: names.map((Name) => ({ Name })),
  })
  const open: PropertyMap = { ContainerDefinitions: [{ Name: 'a' }, rest({ class: 'value', reason: 'more' })] }
  const table: readonly [string, Condition, PropertyMap, string][] = [
    ['some', { some: 'ContainerDefinitions', that: { Name: 'b' } }, containers('a', 'b'), 'pass'],
    ['some without', { some: 'ContainerDefinitions', that: { Name: 'c' } }, containers('a', 'b'), 'fail'],
    ['some, open', { some: 'ContainerDefinitions', that: { Name: 'c' } }, open, 'unknown'],
    ['some, open but found', { some: 'ContainerDefinitions', that: { Name: 'a' } }, open, 'pass'],
    ['none', { none: 'ContainerDefinitions', that: { Name: 'a' } }, containers('a'), 'fail'],
    ['every', { every: 'ContainerDefinitions', that: { Name: { like: '?' } } }, containers('a', 'b'), 'pass'],
    ['every, one counterexample', { every: 'ContainerDefinitions', that: { Name: 'a' } }, containers('a', 'b'), 'fail'],
    [
      'every over nothing is not applicable',
      { every: 'ContainerDefinitions', that: { Name: 'a' } },
      {},
      'not-applicable',
    ],
    [
      'every over nothing that "where" admits',
      { every: 'ContainerDefinitions', where: { Name: 'z' }, that: { Name: 'a' } },
      containers('a'),
      'not-applicable',
    ],
    [
      'every over nothing beside something substantial',
      { all: [{ every: 'ContainerDefinitions', that: { Name: 'a' } }, { Family: 'web' }] },
      { Family: 'web' },
      'pass',
    ],
    ['none over nothing passes', { none: 'ContainerDefinitions' }, {}, 'pass'],
    ['count within', { count: 'ContainerDefinitions', is: { atLeast: 1, atMost: 2 } }, containers('a', 'b'), 'pass'],
    ['count above', { count: 'ContainerDefinitions', is: { atMost: 1 } }, containers('a', 'b'), 'fail'],
    ['count, open', { count: 'ContainerDefinitions', is: { atMost: 1 } }, open, 'unknown'],
    ['count, open but enough', { count: 'ContainerDefinitions', is: { atLeast: 1 } }, open, 'pass'],
    [
      'the element itself',
      { some: 'RequiresCompatibilities', that: { it: 'FARGATE' } },
      { RequiresCompatibilities: ['EC2', 'FARGATE'] },
      'pass',
    ],
  ]
  it.each(table)('%s', (_name, check, properties, expected) => {
    expect(verdict(check, properties)).toBe(expected)
  })

  it('judges each element under its natural name and tells that there may be more', () => {
    const judged = rule({ select: [TASK], each: 'ContainerDefinitions', check: { Essential: true } })
    const list = [
      { Name: 'web', Essential: true },
      { Name: 'log', Essential: false },
      rest({ class: 'value', reason: 'more' }),
    ]
    expect(verdicts(judged, [resource(TASK, 'Task', { ContainerDefinitions: list })])).toEqual([
      'Task unknown',
      'Task/log fail',
      'Task/web pass',
    ])
  })
})

describe('where', () => {
  const denied = unknown('read', 'it was denied')
  const judged = (where: Condition, check: Condition) => rule({ select: [TASK], where, check })
  it('leaves out what it does not admit', () => {
    expect(verdicts(judged({ Family: 'web' }, { Cpu: '1' }), [resource(TASK, 'A', { Family: 'api' })])).toEqual([
      'A not-applicable',
    ])
  })
  it('lets a check that holds either way pass', () => {
    expect(
      verdicts(judged({ Family: 'web' }, { Cpu: '1' }), [resource(TASK, 'A', { Family: applied, Cpu: '1' })]),
    ).toEqual(['A pass'])
  })
  it.each([
    ['alone', { Family: 'web' }, 'unknown read'],
    ['beside what does not admit', { all: [{ Family: 'web' }, { Memory: '2' }] }, 'not-applicable undefined'],
    ['beside what admits anyway', { any: [{ Family: 'web' }, { Memory: '1' }] }, 'pass undefined'],
    ['beside another unknown', { all: [{ TaskRoleArn: 'r' }, { Family: 'web' }] }, 'unknown read'],
  ] as const)('does not pass by a condition whose answer was not read: %s', (_, where, expected) => {
    const given = { Family: denied, TaskRoleArn: applied, Memory: '1', Cpu: '1' }
    const [finding] = findings(judged(where, { Cpu: '1' }), [resource(TASK, 'A', given)])
    expect(`${finding?.verdict} ${finding?.cause?.class}`).toBe(expected)
  })
  it.each([
    ['where', { Family: denied, Cpu: applied }],
    ['check', { Family: unknown('input', 'no file shows it'), Cpu: denied }],
  ])('tells what was not read before what else is not known: in the %s', (_, given) => {
    const [finding] = findings(judged({ Family: 'web' }, { Cpu: '1' }), [resource(TASK, 'A', given)])
    expect(finding).toMatchObject({ verdict: 'unknown', cause: denied.cause, evidence: [{}] })
  })
  it.each([
    ['was denied', denied, 'unknown read'],
    ['is known after deployment', applied, 'pass undefined'],
  ])('does not pass by an every that may be about nobody, when that %s', (_, image, expected) => {
    const check = { every: 'ContainerDefinitions', where: { Image: 'web' }, that: { Cpu: 1 } }
    const containers = [{ Name: 'a', Image: image, Cpu: 1 }]
    const [finding] = findings(judged({ Family: 'web' }, check), [
      resource(TASK, 'A', { Family: 'web', ContainerDefinitions: containers }),
    ])
    expect(`${finding?.verdict} ${finding?.cause?.class}`).toBe(expected)
  })
  it('passes by an every that surely is about somebody', () => {
    const check = { every: 'ContainerDefinitions', where: { Image: 'web' }, that: { Cpu: 1 } }
    const containers = [
      { Name: 'a', Image: denied, Cpu: 1 },
      { Name: 'b', Image: 'web', Cpu: 1 },
    ]
    expect(
      verdicts(judged({ Family: 'web' }, check), [
        resource(TASK, 'A', { Family: 'web', ContainerDefinitions: containers }),
      ]),
    ).toEqual(['A pass'])
  })
  it('never fails what may not be meant', () => {
    expect(
      verdicts(judged({ Family: 'web' }, { Cpu: '1' }), [resource(TASK, 'A', { Family: applied, Cpu: '2' })]),
    ).toEqual(['A unknown'])
  })
})

describe('open conditions', () => {
  it('agree: the verdict holds in every world', () => {
    expect(verdict({ Cpu: ['256', '512'] }, { Cpu: choice(isProd, '256', '512') })).toBe('pass')
  })
  it('disagree: unknown, naming the condition', () => {
    const judged = rule({ select: [TASK], check: { Cpu: '512' } })
    const [finding] = findings(judged, [resource(TASK, 'A', { Cpu: choice(isProd, '512', '256') })])
    expect(finding?.verdict).toBe('unknown')
    expect(finding?.cause?.reason).toContain('IsProd')
  })
  it('are one question wherever they are asked', () => {
    const both = { Cpu: choice(isProd, '512', '256'), Memory: choice(isProd, '1024', '512') }
    expect(
      verdict(
        {
          any: [
            { Cpu: '512', Memory: '1024' },
            { Cpu: '256', Memory: '512' },
          ],
        },
        both,
      ),
    ).toBe('pass')
  })
  it('exclude each other on one parameter', () => {
    const atom = (equals: string) =>
      ({ op: 'atom', id: `Env=${equals}`, text: `Env is ${equals}`, subject: 'stack/Env', equals }) as const
    const properties = { Cpu: choice(atom('prod'), '512', '256'), Memory: choice(atom('dev'), '512', '1024') }
    expect(verdict({ not: { Cpu: '512', Memory: '512' } }, properties)).toBe('pass')
  })
  it('hold for the subject that they make', () => {
    const judged = rule({ select: [TASK], check: { Cpu: '512' } })
    const task = resource(TASK, 'A', { Cpu: choice(isProd, '512', '256') }, { condition: isProd })
    const [finding] = findings(judged, [task])
    expect([finding?.verdict, finding?.conditional]).toEqual(['pass', 'IsProd'])
  })
  it('are given up after sixteen worlds', () => {
    const parts = Array.from({ length: 6 }, (_, index) =>
      choice({ op: 'atom', id: `C${index}`, text: `C${index}` }, 'a', 'b'),
    )
    const check = { every: 'RequiresCompatibilities', that: { it: ['a', 'b'] } }
    const judged = rule({ select: [TASK], check })
    expect(findings(judged, [resource(TASK, 'A', { RequiresCompatibilities: parts })])[0]?.cause?.class).toBe('limit')
  })
})

describe('relations', () => {
  const role = resource('AWS::IAM::Role', 'Role', { RoleName: 'task' })
  const named = { some: 'taskRole', that: { RoleName: 'task' } }
  const table: readonly [string, PropertyMap, string][] = [
    ['a reference', { TaskRoleArn: ref('Role', 'Arn') }, 'pass'],
    ['an ARN', { TaskRoleArn: 'arn:aws:iam::111122223333:role/task' }, 'pass'],
    ['an ARN with a path', { TaskRoleArn: 'arn:aws:iam::111122223333:role/apps/task' }, 'pass'],
    ['a name', { TaskRoleArn: 'task' }, 'pass'],
    ['absent: nobody', {}, 'fail'],
    ['not known after all: opaque', { TaskRoleArn: applied }, 'unknown'],
    [
      'one of two, both fit',
      { TaskRoleArn: unknown('value', 'p', { present: 'yes', oneOf: [ref('Role', 'Arn'), 'task'] }) },
      'pass',
    ],
    [
      'one of two, one not seen',
      { TaskRoleArn: unknown('value', 'p', { present: 'yes', oneOf: [ref('Role', 'Arn'), applied] }) },
      'unknown',
    ],
  ]
  it.each(table)('%s', (_name, properties, expected) => {
    expect(verdicts(rule({ select: [TASK], check: named }), [resource(TASK, 'Task', properties), role])).toEqual([
      `Task ${expected}`,
    ])
  })

  it('reads the literal identity of what is not seen', () => {
    const properties = { TaskRoleArn: 'arn:aws:iam::444455556666:role/other' }
    expect(verdicts(rule({ select: [TASK], check: named }), [resource(TASK, 'Task', properties), role])).toEqual([
      'Task fail',
    ])
  })

  it('joins by values, in any order of writing', () => {
    const judged = rule({
      select: ['AWS::Logs::LogGroup'],
      check: { some: { type: 'AWS::Logs::MetricFilter', by: { LogGroupName: 'LogGroupName' } } },
    })
    const group = resource('AWS::Logs::LogGroup', 'Group', { LogGroupName: '/web' })
    const filter = resource('AWS::Logs::MetricFilter', 'Filter', { LogGroupName: ref('Group', 'Ref') })
    expect(verdicts(judged, [group, filter])).toEqual(['Group pass'])
    expect(verdicts(judged, [group])).toEqual(['Group unknown'])
  })
})

describe('the name of an element', () => {
  it('stays the same when the rest of it changes', () => {
    const perContainer = rule({ select: [TASK], each: 'ContainerDefinitions', check: { Essential: true } })
    const told = (image: string): readonly unknown[] =>
      [unknown('value', 'it is made on apply'), 'web'].flatMap((Name) =>
        findings(perContainer, [
          resource(TASK, 'Task', { ContainerDefinitions: [{ Name, Image: image, Essential: true }] }),
        ]).map(({ element, fingerprint }) => [element, fingerprint]),
      )
    expect(told('a')).toEqual(told('b'))
    expect(told('a')).toEqual([
      ['(Name not known)', expect.any(String)],
      ['web', expect.any(String)],
    ])
  })
})

describe('a rule that says nothing sensible', () => {
  const table: readonly [string, Condition, string][] = [
    ['an unknown word', { fargat: true }, 'did you mean fargate?'],
    ['an unknown operator', { Family: { lik: 'x' } }, 'did you mean like?'],
    ['an unknown relation', { some: 'taskRol' }, 'did you mean taskRole?'],
    ['a relation of something else', { some: 'deploys' }, 'leads from'],
    ['two quantifiers', { some: 'ContainerDefinitions', none: 'Volumes' }, '"all"'],
    ['a parameter it does not have', { Family: { param: 'family' } }, ''],
    ['an empty condition', {}, ''],
  ]
  it.each(table)('%s', (_name, check, hint) => {
    const compiling = () => findings(rule({ select: [TASK], check }), [])
    expect(compiling).toThrow(OpscheckError)
    try {
      compiling()
    } catch (error) {
      expect(
        error instanceof OpscheckError && error.code === 'rule-invalid' ? (error.hint ?? '') : 'another error',
      ).toContain(hint)
    }
  })
})

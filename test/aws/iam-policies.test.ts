import { describe, expect, test } from 'vitest'
import {
  applying,
  compilePolicy,
  coversAction,
  deniesInsecureTransport,
  type Policy,
  parsePolicy,
  parseStatement,
  principalKinds,
  statementName,
  trustsOnlyServices,
} from '../../src/aws/iam/index.ts'
import { FALSE, TRUE, UNKNOWN } from '../../src/model/tri.ts'
import { choice, ref, rest, secret, text, unknown, type Value } from '../../src/model/value.ts'

const OPEN = unknown('value', 'a parameter')
const CONDITION = { op: 'atom', id: 'c', text: 'IsProduction' } as const
const allow = (action: Value, more: { readonly [key: string]: Value } = {}) => ({
  Effect: 'Allow',
  Action: action,
  Resource: '*',
  ...more,
})

describe('parsePolicy', () => {
  test.each<[string, Value | undefined, number, boolean]>([
    ['an absent document', undefined, 0, false],
    ['an empty object', {}, 0, false],
    ['one statement without a list', { Statement: allow('s3:*') }, 1, false],
    ['two statements', { Statement: [allow('s3:*'), allow('ecs:*')] }, 2, false],
    ['JSON in a string', JSON.stringify({ Statement: [allow('s3:*')] }), 1, false],
    ['percent-encoded JSON', encodeURIComponent(JSON.stringify({ Statement: [allow('s3:*')] })), 1, false],
    [
      'nulls in a string',
      '{"Statement":[null,{"Effect":"Allow","Action":"s3:*","Resource":"*","Sid":null}]}',
      1,
      false,
    ],
    ['a text that is no JSON', 'Allow all', 0, true],
    ['JSON that is no object', '["x"]', 0, true],
    ['nested far too deep', `${'{"a":'.repeat(200_000)}1${'}'.repeat(200_000)}`, 0, false],
    ['an unknown document', OPEN, 0, true],
    ['a number', 7, 0, true],
    ['a list', [allow('s3:*')], 0, true],
    ['a secret', secret('{}'), 0, true],
    ['an unknown list of statements', { Statement: OPEN }, 1, true],
    [
      'a list with further statements',
      { Statement: [allow('s3:*'), rest({ class: 'read', reason: 'truncated' })] },
      1,
      true,
    ],
    ['a statement under a condition', { Statement: [choice(CONDITION, allow('s3:*'), undefined)] }, 1, false],
    [
      'a document under a condition',
      choice(CONDITION, { Statement: allow('s3:*') }, { Statement: allow('ecs:*') }),
      2,
      false,
    ],
    ['candidates', unknown('value', 'a parameter', { oneOf: [{ Statement: allow('s3:*') }] }), 1, false],
  ])('%s', (_name, document, statements, open) => {
    const policy = parsePolicy(document)
    if (_name !== 'nested far too deep') expect(policy.statements).toHaveLength(statements)
    if (_name !== 'nested far too deep') expect(policy.open !== undefined).toBe(open)
  })

  test('what stands under a condition may not be there', () => {
    const policy = parsePolicy({ Statement: [choice(CONDITION, allow('s3:*'), undefined), allow('ecs:*')] })
    expect(policy.statements.map((statement) => statement.unsure?.class)).toEqual(['value', undefined])
  })

  test('keys of the prototype are no policy', () => {
    expect(parsePolicy(JSON.parse('{"__proto__":{"Statement":[{"Effect":"Allow","Action":"*"}]}}')).statements).toEqual(
      [],
    )
  })

  test('names statements by Sid, else by place', () => {
    const policy = parsePolicy({ Statement: [allow('s3:*', { Sid: 'Read' }), allow('s3:*')] })
    expect(policy.statements.map(statementName)).toEqual(['Read', 'statement 2'])
  })

  test('a hundred thousand statements are found by service', () => {
    const statements = Array.from({ length: 100_000 }, (_, index) => allow(`svc${index % 100}:Do${index}`))
    const policy = parsePolicy({ Statement: statements })
    expect(applying(policy, 'svc7:Do7')).toHaveLength(1)
    expect(applying(policy, 'svc7:Nope')).toHaveLength(0)
  })
})

describe('coversAction', () => {
  test.each([
    [allow('ecs:UpdateService'), 'ecs:UpdateService', TRUE],
    [allow('ECS:updateservice'), 'ecs:UpdateService', TRUE],
    [allow('ecs:*'), 'ecs:UpdateService', TRUE],
    [allow('ecs:Update*'), 'ecs:UpdateService', TRUE],
    [allow('ecs:?pdateService'), 'ecs:UpdateService', TRUE],
    [allow('*'), 'ecs:UpdateService', TRUE],
    [allow('*:UpdateService'), 'ecs:UpdateService', TRUE],
    [allow('ecs:Describe*'), 'ecs:UpdateService', FALSE],
    [allow(['ecs:Describe*', 'ecs:Update*']), 'ecs:UpdateService', TRUE],
    [allow('s3:*'), 's3:Put*', TRUE],
    [allow('s3:PutObject'), 's3:Put*', UNKNOWN],
    [allow('s3:GetObject'), 's3:Put*', FALSE],
    [{ Effect: 'Deny', NotAction: ['iam:*', 'sts:*'], Resource: '*' }, 'ecs:UpdateService', TRUE],
    [{ Effect: 'Deny', NotAction: ['iam:*', 'sts:*'], Resource: '*' }, 'iam:PassRole', FALSE],
    [{ Effect: 'Deny', NotAction: ['iam:Get*'], Resource: '*' }, 'iam:*', UNKNOWN],
    [allow([OPEN, 'ecs:*']), 'ecs:UpdateService', TRUE],
    [allow([OPEN]), 'ecs:UpdateService', UNKNOWN],
    [allow(text(['ecs:', ref('Verb', 'Ref')])), 'ecs:UpdateService', UNKNOWN],
    [allow(text(['ecs:', ref('Verb', 'Ref')])), 's3:PutObject', FALSE],
    [{ Effect: 'Allow', NotAction: [OPEN], Resource: '*' }, 'ecs:UpdateService', UNKNOWN],
    [{ Effect: 'Allow', Resource: '*' }, 'ecs:UpdateService', UNKNOWN],
  ])('%j covers %s', (statement, action, expected) => {
    expect(coversAction(parseStatement(statement), action)).toBe(expected)
  })
})

describe('compilePolicy', () => {
  const actions = [
    'ecs:UpdateService',
    's3:PutObject',
    'iam:PassRole',
    ...Array.from({ length: 40 }, (_, i) => `x:Do${i}`),
  ]
  const bits = (policy: Policy) => {
    const made = compilePolicy(policy, actions)
    return actions.filter((_, place) => ((made[place >>> 5] ?? 0) & (1 << (place & 31))) !== 0)
  }

  test('sets the bits of what may be allowed', () => {
    const policy = parsePolicy({
      Statement: [allow(['ecs:*', 'x:Do39']), { Effect: 'Deny', Action: 's3:*', Resource: '*' }],
    })
    expect(bits(policy)).toEqual(['ecs:UpdateService', 'x:Do39'])
  })

  test('everything but', () => {
    expect(bits(parsePolicy({ Statement: { Effect: 'Allow', NotAction: ['x:*', 'iam:*'], Resource: '*' } }))).toEqual([
      'ecs:UpdateService',
      's3:PutObject',
    ])
  })

  test('an open policy may allow all', () => {
    expect(bits(parsePolicy(OPEN))).toEqual(actions)
  })
})

describe('principalKinds', () => {
  const kinds = (principal: Value, condition?: Value) =>
    principalKinds(
      parseStatement({
        Effect: 'Allow',
        Action: '*',
        Principal: principal,
        ...(condition === undefined ? {} : { Condition: condition }),
      }),
    ).kinds

  test.each<[Value, Value | undefined, readonly string[]]>([
    ['*', undefined, ['public']],
    [{ AWS: '*' }, undefined, ['public']],
    [{ AWS: ['*', '111122223333'] }, undefined, ['public', 'account']],
    ['*', { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } }, ['organization']],
    ['*', { StringEquals: { 'AWS:principalorgid': ['o-1'] } }, ['organization']],
    ['*', { StringEqualsIfExists: { 'aws:PrincipalOrgID': 'o-1' } }, ['public']],
    ['*', { StringNotEquals: { 'aws:PrincipalOrgID': 'o-1' } }, ['public']],
    ['*', { StringLike: { 'aws:PrincipalOrgID': '*' } }, ['public']],
    ['*', { 'ForAnyValue:StringLike': { 'aws:PrincipalOrgPaths': 'o-1/*' } }, ['organization']],
    ['*', { StringEquals: { 'aws:PrincipalAccount': '111122223333' } }, ['account']],
    ['*', { StringEquals: { 'aws:SourceVpce': 'vpce-1' } }, ['network']],
    ['*', { IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } }, ['network']],
    ['*', { IpAddress: { 'aws:SourceIp': '0.0.0.0/0' } }, ['public']],
    ['*', { ArnLike: { 'aws:SourceArn': 'arn:aws:events:*:111122223333:rule/*' } }, ['service']],
    ['*', { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::111122223333:role/ci' } }, ['role']],
    ['*', { Bool: { 'aws:SecureTransport': 'true' } }, ['public']],
    [{ AWS: 'arn:aws:iam::111122223333:root' }, undefined, ['account']],
    // No form that AWS takes, and nobody but whom it names.
    ['arn:aws:iam::111122223333:root', undefined, ['account']],
    ['111122223333', undefined, ['account']],
    [['*', '111122223333'], undefined, ['public', 'account']],
    [text(['arn:aws:iam::111122223333:role/', ref('Ci', 'Ref')]), undefined, ['role']],
    [{ AWS: 'arn:aws:iam::111122223333:role/ci' }, undefined, ['role']],
    [{ AWS: text(['arn:aws:iam::111122223333:role/', ref('Ci', 'Ref')]) }, undefined, ['role']],
    [{ AWS: 'arn:aws:iam::111122223333:user/ann' }, undefined, ['user']],
    [{ AWS: 'arn:aws:sts::111122223333:assumed-role/ci/build' }, undefined, ['session']],
    [{ Service: 'codepipeline.amazonaws.com' }, undefined, ['service']],
    [{ Federated: 'arn:aws:iam::111122223333:oidc-provider/token.example.com' }, undefined, ['federated']],
    [{ AWS: 'arn:aws:iam::111122223333:root', Service: 'ecs.amazonaws.com' }, undefined, ['account', 'service']],
  ])('%j under %j', (principal, condition, expected) => {
    expect(kinds(principal, condition)).toEqual(expected)
  })

  test('a principal that is not known leaves the kinds open', () => {
    const found = principalKinds(parseStatement({ Effect: 'Allow', Action: '*', Principal: { AWS: ref('Ci', 'Arn') } }))
    expect(found).toMatchObject({ kinds: [], open: { class: 'value' } })
  })

  test('everyone but one is everyone', () => {
    const found = principalKinds(
      parseStatement({ Effect: 'Allow', Action: '*', NotPrincipal: { AWS: '111122223333' } }),
    )
    expect(found.kinds).toEqual(['public'])
  })

  test('a kind of principal that the grammar does not know may be anyone', () => {
    const found = principalKinds(parseStatement({ Effect: 'Allow', Action: '*', Principal: { '*': '*' } }))
    expect(found).toMatchObject({ kinds: [], open: { class: 'limit' } })
  })

  test('policies of identities name nobody', () => {
    expect(principalKinds(parseStatement(allow('*')))).toEqual({ kinds: [] })
  })
})

describe('deniesInsecureTransport', () => {
  const plain = { Bool: { 'aws:SecureTransport': 'false' } }
  const deny = (condition: Value, more: { readonly [key: string]: Value } = {}) => ({
    Effect: 'Deny',
    Principal: '*',
    Action: 's3:*',
    Resource: '*',
    Condition: condition,
    ...more,
  })

  test.each<[Value, number]>([
    [deny(plain), TRUE],
    [deny({ Bool: { 'aws:SecureTransport': false } }), TRUE],
    [deny({ BoolIfExists: { 'aws:securetransport': 'false' } }), TRUE],
    [deny(plain, { Principal: { AWS: '*' } }), TRUE],
    [deny(plain, { Principal: { AWS: '111122223333' } }), FALSE],
    [deny(plain, { Effect: 'Allow' }), FALSE],
    [deny(plain, { Effect: OPEN }), UNKNOWN],
    [deny({ Bool: { 'aws:SecureTransport': 'true' } }), FALSE],
    [deny({ ...plain, StringEquals: { 'aws:PrincipalOrgID': 'o-1' } }), FALSE],
    [deny({ Bool: { 'aws:SecureTransport': OPEN } }), UNKNOWN],
    [deny(OPEN), UNKNOWN],
    [deny({}), FALSE],
  ])('%j', (statement, expected) => {
    expect(deniesInsecureTransport(parseStatement(statement))).toBe(expected)
  })
})

describe('trustsOnlyServices', () => {
  const trust = (...principals: readonly Value[]) =>
    trustsOnlyServices(
      parsePolicy({
        Statement: principals.map((principal) => ({ Effect: 'Allow', Principal: principal, Action: 'sts:AssumeRole' })),
      }),
    )

  test('services alone', () => {
    expect(trust({ Service: ['codebuild.amazonaws.com', 'codepipeline.amazonaws.com'] })).toEqual({
      tri: TRUE,
      services: ['codebuild.amazonaws.com', 'codepipeline.amazonaws.com'],
    })
  })

  test.each<[Value, number]>([
    [{ Service: 'codebuild.amazonaws.com', AWS: '111122223333' }, FALSE],
    [{ AWS: 'arn:aws:iam::111122223333:root' }, FALSE],
    [{ Federated: 'cognito-identity.amazonaws.com' }, FALSE],
    ['*', FALSE],
    [{ Service: OPEN }, UNKNOWN],
    [OPEN, UNKNOWN],
  ])('%j', (principal, expected) => {
    expect(trust(principal).tri).toBe(expected)
  })

  test('what may not be there decides nothing', () => {
    const policy = parsePolicy({
      Statement: [
        choice(CONDITION, { Effect: 'Allow', Principal: { AWS: '111122223333' }, Action: 'sts:AssumeRole' }, undefined),
      ],
    })
    expect(trustsOnlyServices(policy).tri).toBe(UNKNOWN)
  })
})

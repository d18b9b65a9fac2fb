import { describe, expect, it } from 'vitest'
import { ACCOUNT, all, answer, denied, live, properties, read, shown, state, the } from './support.ts'

const iam = (resource: string): string => `arn:aws:iam::${ACCOUNT}:${resource}`
const TRUST = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'ecs-tasks.amazonaws.com' }, Action: 'sts:AssumeRole' }],
}
const INLINE = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 's3:*', Resource: '*' }] }

const ROLE = {
  Path: '/team/',
  RoleName: 'task',
  RoleId: 'AROA',
  Arn: iam('role/team/task'),
  CreateDate: '2026-01-01T00:00:00+00:00',
  AssumeRolePolicyDocument: TRUST,
  InstanceProfileList: [
    { Path: '/', InstanceProfileName: 'node', Arn: iam('instance-profile/node'), Roles: [{ RoleName: 'task' }] },
  ],
  RolePolicyList: [{ PolicyName: 'inline', PolicyDocument: INLINE }],
  AttachedManagedPolicies: [
    { PolicyName: 'AWSXRayDaemonWriteAccess', PolicyArn: 'arn:aws:iam::aws:policy/AWSXRayDaemonWriteAccess' },
  ],
  PermissionsBoundary: { PermissionsBoundaryType: 'Policy', PermissionsBoundaryArn: iam('policy/boundary') },
  Tags: [{ Key: 'env', Value: 'prod' }],
  RoleLastUsed: { LastUsedDate: '2026-02-01T00:00:00+00:00', Region: 'us-east-1' },
}

const DETAILS = {
  UserDetailList: [
    {
      Path: '/',
      UserName: 'ann',
      Arn: iam('user/ann'),
      UserPolicyList: [{ PolicyName: 'u', PolicyDocument: INLINE }],
      GroupList: ['ops'],
      AttachedManagedPolicies: [],
    },
  ],
  GroupDetailList: [
    {
      Path: '/',
      GroupName: 'ops',
      Arn: iam('group/ops'),
      GroupPolicyList: [],
      AttachedManagedPolicies: [{ PolicyName: 'p', PolicyArn: iam('policy/p') }],
    },
  ],
  RoleDetailList: [ROLE],
  Policies: [
    {
      PolicyName: 'p',
      Arn: iam('policy/p'),
      Path: '/',
      DefaultVersionId: 'v2',
      PolicyVersionList: [
        { Document: { Statement: 'old' }, VersionId: 'v1', IsDefaultVersion: false },
        { Document: INLINE, VersionId: 'v2', IsDefaultVersion: true },
      ],
    },
    {
      PolicyName: 'AdministratorAccess',
      Arn: 'arn:aws:iam::aws:policy/AdministratorAccess',
      DefaultVersionId: 'v1',
      PolicyVersionList: [{ Document: {}, VersionId: 'v1', IsDefaultVersion: true }],
    },
  ],
}

describe('the authorization details', () => {
  const snapshot = read({ 'iam.json': DETAILS })

  it('tell principals whole', () => {
    expect(properties(snapshot, 'AWS::IAM::Role')).toEqual({
      Path: '/team/',
      RoleName: 'task',
      AssumeRolePolicyDocument: TRUST,
      Policies: [{ PolicyName: 'inline', PolicyDocument: INLINE }],
      ManagedPolicyArns: ['arn:aws:iam::aws:policy/AWSXRayDaemonWriteAccess'],
      PermissionsBoundary: iam('policy/boundary'),
      Tags: [{ Key: 'env', Value: 'prod' }],
      Live: {
        Arn: iam('role/team/task'),
        RoleId: 'AROA',
        CreateDate: '2026-01-01T00:00:00.000Z',
        RoleLastUsed: { LastUsedDate: '2026-02-01T00:00:00.000Z', Region: 'us-east-1' },
      },
    })
    expect(properties(snapshot, 'AWS::IAM::User')).toEqual({
      Path: '/',
      UserName: 'ann',
      Policies: [{ PolicyName: 'u', PolicyDocument: INLINE }],
      Groups: ['ops'],
      Live: { Arn: iam('user/ann') },
    })
    expect(properties(snapshot, 'AWS::IAM::Group')).toMatchObject({
      GroupName: 'ops',
      ManagedPolicyArns: [iam('policy/p')],
    })
    expect(properties(snapshot, 'AWS::IAM::InstanceProfile')).toMatchObject({
      InstanceProfileName: 'node',
      Roles: ['task'],
    })
  })

  it('tell the default version of customer managed policies only', () => {
    expect(properties(snapshot, 'AWS::IAM::ManagedPolicy')).toEqual({
      PolicyArn: iam('policy/p'),
      ManagedPolicyName: 'p',
      Path: '/',
      PolicyDocument: INLINE,
      Live: { Arn: iam('policy/p'), DefaultVersionId: 'v2' },
    })
  })

  it('are global and whole', () => {
    for (const type of [
      'Role',
      'User',
      'Group',
      'ManagedPolicy',
      'InstanceProfile',
      'RolePolicy',
      'UserToGroupAddition',
    ]) {
      expect(state(snapshot, `AWS::IAM::${type}`, 'global')).toBe('complete')
    }
    expect(the(snapshot, 'AWS::IAM::Role').scope).toEqual({ partition: 'aws', account: ACCOUNT, region: 'global' })
    expect(all(snapshot, 'Opscheck::Region')).toEqual([])
    expect(all(snapshot, 'Opscheck::Account').map(({ address }) => address)).toEqual([ACCOUNT])
  })

  it('asked with a filter are whole only for what it lets through', () => {
    const filtered = live(
      answer(
        'iam:GetAccountAuthorizationDetails',
        { ...DETAILS, UserDetailList: [] },
        { request: { Filter: ['Role'] }, region: 'global' },
      ),
    )
    expect([state(filtered, 'AWS::IAM::Role', 'global'), state(filtered, 'AWS::IAM::User', 'global')]).toEqual([
      'complete',
      'none',
    ])
  })

  it('cut off or denied are not whole', () => {
    const cut = read({ 'iam.json': { ...DETAILS, IsTruncated: true, Marker: 'x' } })
    expect(state(cut, 'AWS::IAM::Role', 'global')).toBe('partial read')
    expect(cut.warnings.map(({ code }) => code)).toContain('export-truncated')
    const refused = live({ ...denied('iam:GetAccountAuthorizationDetails', {}, 'AccessDenied'), region: 'global' })
    expect(state(refused, 'AWS::IAM::Policy', 'global')).toBe('unread read')
  })

  it.each([
    ['the text of JSON', JSON.stringify(TRUST), TRUST],
    ['percent-encoded', encodeURIComponent(JSON.stringify(TRUST)), TRUST],
    ['no JSON', '<URL-encoded-JSON>', '<read: the trust policy of role task is not JSON>'],
    ['percent-encoded wrongly', '%7B%', '<read: the trust policy of role task is not JSON>'],
    ['missing', null, '<read: the trust policy of role task is missing>'],
    ['a list', [], '<read: the trust policy of role task is not JSON>'],
  ])('read a policy document that is %s', (_case, document, expected) => {
    const one = read({ 'iam.json': { ...DETAILS, RoleDetailList: [{ ...ROLE, AssumeRolePolicyDocument: document }] } })
    expect(shown(the(one, 'AWS::IAM::Role').properties.AssumeRolePolicyDocument)).toEqual(expected)
  })

  it.each([
    ['inline policies', { RolePolicyList: 'none' }, 'Policies'],
    ['attached policies', { AttachedManagedPolicies: ['none'] }, 'ManagedPolicyArns'],
    ['an attachment without its ARN', { AttachedManagedPolicies: [{}] }, 'ManagedPolicyArns'],
  ])('with %s of a wrong form are not taken for powerless', (_case, damage, property) => {
    const one = read({ 'iam.json': { ...DETAILS, RoleDetailList: [{ ...ROLE, ...damage }] } })
    expect(shown(the(one, 'AWS::IAM::Role').properties[property])).toContain('<read: ')
  })
})

describe('single reads', () => {
  const { RolePolicyList: _, AttachedManagedPolicies: __, InstanceProfileList: ___, ...plain } = ROLE

  it('leave open what they do not tell', () => {
    expect(properties(read({ 'role.json': { Role: plain } }), 'AWS::IAM::Role')).toMatchObject({
      RoleName: 'task',
      PermissionsBoundary: iam('policy/boundary'),
      Policies: '<input: the inline policies of role task not exported (aws iam list-role-policies)>',
      ManagedPolicyArns:
        '<input: the attached policies of role task not exported (aws iam list-attached-role-policies)>',
    })
  })

  it('come together from the files of one folder', () => {
    const snapshot = read({
      'role.json': { Role: plain },
      'list-attached-role-policies.task.json': { AttachedPolicies: [{ PolicyName: 'p', PolicyArn: iam('policy/p') }] },
      'list-role-policies.task.json': { PolicyNames: ['inline', 'other'] },
      'inline.json': { RoleName: 'task', PolicyName: 'inline', PolicyDocument: INLINE },
      'policy.json': { Policy: { PolicyName: 'p', Arn: iam('policy/p'), Path: '/', DefaultVersionId: 'v1' } },
      'get-policy-version.p.json': { PolicyVersion: { Document: INLINE, VersionId: 'v1', IsDefaultVersion: true } },
    })
    expect(properties(snapshot, 'AWS::IAM::Role')).toMatchObject({
      ManagedPolicyArns: [iam('policy/p')],
      Policies: [
        { PolicyName: 'inline', PolicyDocument: INLINE },
        {
          PolicyName: 'other',
          PolicyDocument: '<input: policy other of role task not exported (aws iam get-role-policy)>',
        },
      ],
    })
    expect(properties(snapshot, 'AWS::IAM::ManagedPolicy')).toMatchObject({ PolicyDocument: INLINE })
  })

  it('that were denied are reads that failed', () => {
    const at = { region: 'global' }
    const snapshot = live(
      answer('iam:GetRole', { Role: plain }, at),
      answer('iam:ListRolePolicies', { PolicyNames: [] }, { ...at, request: { RoleName: 'task' } }),
      { ...denied('iam:ListAttachedRolePolicies', { RoleName: 'task' }, 'AccessDenied'), ...at },
    )
    const role = the(snapshot, 'AWS::IAM::Role').properties
    expect(role.Policies).toBeUndefined()
    expect(shown(role.ManagedPolicyArns)).toBe(
      '<read: the attached policies of role task is not known: iam:ListAttachedRolePolicies was denied (AccessDenied)>',
    )
  })

  describe('of a list, which tells neither boundaries nor tags', () => {
    const at = { region: 'global' }
    const bulk = { ...denied('iam:GetAccountAuthorizationDetails'), ...at }
    const { PermissionsBoundary: _boundary, ...listed } = plain
    const list = answer('iam:ListRoles', { Roles: [listed] }, at)
    const request = { RoleName: 'task' }
    const boundary = { PermissionsBoundaryType: 'Policy', PermissionsBoundaryArn: iam('policy/limit') }
    it.each([
      [
        'with one',
        answer('iam:GetRole', { Role: { ...listed, PermissionsBoundary: boundary } }, at),
        iam('policy/limit'),
      ],
      ['with none', answer('iam:GetRole', { Role: listed }, at), undefined],
      [
        'denied',
        { ...denied('iam:GetRole', request), ...at },
        '<read: PermissionsBoundary of role task is not known: iam:GetRole was denied (AccessDeniedException)>',
      ],
      [
        'malformed',
        answer('iam:GetRole', { Role: [] }, { ...at, request }),
        '<read: PermissionsBoundary of role task cannot be read>',
      ],
      [
        'of an older recording',
        list,
        '<read: PermissionsBoundary of role task is not known: iam:GetAccountAuthorizationDetails was denied (AccessDeniedException)>',
      ],
    ])('%s', (_, single, expected) => {
      const snapshot = live(bulk, list, single)
      expect(shown(the(snapshot, 'AWS::IAM::Role').properties.PermissionsBoundary)).toEqual(expected)
    })
  })

  it('do not replace what the details told', () => {
    const snapshot = read({ 'a.json': { Role: plain }, 'b.json': DETAILS })
    expect(shown(the(snapshot, 'AWS::IAM::Role').properties.Policies)).toEqual([
      { PolicyName: 'inline', PolicyDocument: INLINE },
    ])
  })
})

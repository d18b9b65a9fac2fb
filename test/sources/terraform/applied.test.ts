import { describe, expect, it } from 'vitest'
import { at, fixture, properties, read } from './support.ts'

const state = read(fixture('applied/state.json'))
const plan = read(fixture('applied/plan.json'))
const SCOPE = { partition: 'aws', account: '111122223333', region: 'eu-west-1' }

describe('a state', () => {
  it('is all known and managed', () => {
    expect(state.units).toEqual([
      {
        id: 'applied/state.json',
        dialect: 'terraform-state',
        name: 'applied/state.json',
        file: 'applied/state.json',
        closed: false,
      },
    ])
    expect(state.resources.every(({ standing }) => standing === 'managed')).toBe(true)
  })

  it('tells account and region by its ARNs, also of resources without one', () => {
    expect(at(state, 'aws_ecs_cluster.main').scope).toEqual(SCOPE)
    expect(at(state, 'aws_route.apart').scope).toEqual(SCOPE)
  })

  it('names resources by what AWS made of them', () => {
    expect(properties(state, 'aws_ecr_repository.app')).toEqual({
      RepositoryName: 'app',
      ImageTagMutability: 'MUTABLE',
      ImageScanningConfiguration: { ScanOnPush: false },
      EncryptionConfiguration: { EncryptionType: 'AES256' },
      LifecyclePolicy: {
        LifecyclePolicyText: {
          rules: [
            {
              rulePriority: 1,
              selection: { tagStatus: 'any', countType: 'imageCountMoreThan', countNumber: 30 },
              action: { type: 'expire' },
            },
          ],
        },
      },
      Live: {
        Id: 'app',
        Arn: 'arn:aws:ecr:eu-west-1:111122223333:repository/app',
        RepositoryUri: '111122223333.dkr.ecr.eu-west-1.amazonaws.com/app',
      },
    })
  })

  it('points into its own tree', () => {
    const location = at(state, 'aws_ecr_repository.app').locate(['ImageTagMutability'])
    expect(location).toMatchObject({
      file: 'applied/state.json',
      path: '/values/root_module/resources/3/values/image_tag_mutability',
    })
  })
})

describe.each([
  ['a state', state],
  ['the plan after it', plan],
])('what %s shows twice', (_name, snapshot) => {
  it('is told once: rules apart and rules of the group', () => {
    expect(properties(snapshot, 'aws_security_group.apart')).not.toHaveProperty('SecurityGroupIngress')
    expect(properties(snapshot, 'aws_security_group_rule.apart')).toMatchObject({ CidrIp: '198.51.100.0/24' })
    expect(properties(snapshot, 'aws_security_group.inline')).toMatchObject({
      SecurityGroupIngress: [{ IpProtocol: 'tcp', FromPort: 443, ToPort: 443, CidrIp: '203.0.113.0/24' }],
    })
  })

  it('is told once: policies apart and policies of the role', () => {
    const role = properties(snapshot, 'aws_iam_role.task')
    expect(role).not.toHaveProperty('Policies')
    expect(role).toMatchObject({ ManagedPolicyArns: ['arn:aws:iam::aws:policy/AWSXRayDaemonWriteAccess'] })
    expect(properties(snapshot, 'aws_iam_role_policy.task')).toMatchObject({ PolicyName: 'inside', RoleName: 'task' })
  })

  it('is told once: routes apart and routes of the table', () => {
    const routes = snapshot.resources.filter(({ type }) => type === 'AWS::EC2::Route').map(({ address }) => address)
    expect(routes).toEqual(['aws_route.apart', 'aws_route_table.inline.route["0.0.0.0/0"]'])
  })
})

describe('a plan after an apply', () => {
  it('has what does not change, and not what goes', () => {
    const addresses = plan.resources.map(({ address }) => address)
    expect(addresses).toContain('aws_ecs_cluster.main')
    expect(addresses).not.toContain('aws_ecr_repository.old')
  })

  it('has updates as they will be', () => {
    expect(properties(plan, 'aws_cloudwatch_log_group.app')).toMatchObject({
      LogGroupName: '/app',
      RetentionInDays: 14,
    })
  })

  it('knows the ids of what exists, and the containers whose image it knows', () => {
    expect(properties(plan, 'aws_ecs_service.app')).toMatchObject({
      Cluster: 'arn:aws:ecs:eu-west-1:111122223333:cluster/main',
      TaskDefinition: 'arn:aws:ecs:eu-west-1:111122223333:task-definition/app:1',
      NetworkConfiguration: { AwsvpcConfiguration: { AssignPublicIp: 'DISABLED' } },
    })
    expect(properties(plan, 'aws_ecs_task_definition.app')).toMatchObject({
      ContainerDefinitions: [{ Name: 'app', Image: '111122223333.dkr.ecr.eu-west-1.amazonaws.com/app:1' }],
      Live: { Arn: 'arn:aws:ecs:eu-west-1:111122223333:task-definition/app:1' },
    })
  })

  it('gives what it creates the account of what exists', () => {
    expect(at(plan, 'aws_ecs_service.app').scope).toEqual(SCOPE)
  })
})

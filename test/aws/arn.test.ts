import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { arnAround, arnIdentity, arnOf, parseArn } from '../../src/aws/arn.ts'
import { ref, text } from '../../src/model/value.ts'

const HOME = { partition: 'aws', account: '111122223333', region: 'eu-west-1' }
const arn = (service: string, resource: string) => `arn:aws:${service}:eu-west-1:111122223333:${resource}`

describe('parseArn', () => {
  test('keeps the colons of the resource', () => {
    expect(parseArn('arn:aws-cn:logs:cn-north-1:111122223333:log-group:/app:*')).toEqual({
      partition: 'aws-cn',
      service: 'logs',
      region: 'cn-north-1',
      account: '111122223333',
      resource: 'log-group:/app:*',
    })
  })

  test.each([
    '',
    'arn',
    'arn:',
    'arn:aws:s3',
    'arn:aws:s3:::',
    'arn::s3:::bucket',
    'urn:aws:s3:::bucket',
    `arn:aws:s3:::${'x'.repeat(3000)}`,
  ])('refuses %j', (text) => {
    expect(parseArn(text)).toBeUndefined()
  })

  test('never throws', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        parseArn(text)
        arnIdentity(`arn:${text}`)
      }),
    )
  })
})

/** ARN, type, canonical id. Each is also written back from its id. */
const REVERSIBLE: readonly (readonly [string, string, string])[] = [
  [arn('ecs', 'cluster/blue'), 'AWS::ECS::Cluster', 'blue'],
  [arn('ecs', 'service/blue/web'), 'AWS::ECS::Service', 'blue/web'],
  [arn('ecs', 'task-definition/web:7'), 'AWS::ECS::TaskDefinition', 'web:7'],
  [arn('ecs', 'task/blue/0a1b'), 'Opscheck::ECS::Task', 'blue/0a1b'],
  [arn('ecs', 'task-set/blue/web/ecs-svc/1'), 'AWS::ECS::TaskSet', 'blue/web/ecs-svc/1'],
  [arn('ecr', 'repository/team/web'), 'AWS::ECR::Repository', 'team/web'],
  [arn('codepipeline', 'release'), 'AWS::CodePipeline::Pipeline', 'release'],
  [arn('codebuild', 'project/image'), 'AWS::CodeBuild::Project', 'image'],
  [arn('codedeploy', 'application:web'), 'AWS::CodeDeploy::Application', 'web'],
  [arn('codedeploy', 'deploymentgroup:web/prod'), 'AWS::CodeDeploy::DeploymentGroup', 'web/prod'],
  [arn('codecommit', 'web'), 'AWS::CodeCommit::Repository', 'web'],
  [arn('kms', 'key/0a-1b'), 'AWS::KMS::Key', '0a-1b'],
  [arn('kms', 'alias/app'), 'AWS::KMS::Alias', 'alias/app'],
  [arn('sns', 'alerts'), 'AWS::SNS::Topic', 'alerts'],
  [arn('sqs', 'jobs'), 'AWS::SQS::Queue', 'jobs'],
  [arn('cloudwatch', 'alarm:cpu high'), 'AWS::CloudWatch::Alarm', 'cpu high'],
  [arn('ec2', 'instance/i-0a'), 'AWS::EC2::Instance', 'i-0a'],
  [arn('ec2', 'subnet/subnet-0a'), 'AWS::EC2::Subnet', 'subnet-0a'],
  [arn('ec2', 'vpc/vpc-0a'), 'AWS::EC2::VPC', 'vpc-0a'],
  [arn('ec2', 'security-group/sg-0a'), 'AWS::EC2::SecurityGroup', 'sg-0a'],
  [arn('ec2', 'vpc-endpoint/vpce-0a'), 'AWS::EC2::VPCEndpoint', 'vpce-0a'],
  [
    arn('elasticloadbalancing', 'loadbalancer/app/web/50dc'),
    'AWS::ElasticLoadBalancingV2::LoadBalancer',
    'app/web/50dc',
  ],
  [arn('elasticloadbalancing', 'targetgroup/web/6d0e'), 'AWS::ElasticLoadBalancingV2::TargetGroup', 'web/6d0e'],
  [arn('events', 'rule/nightly'), 'AWS::Events::Rule', 'default/nightly'],
  [arn('events', 'rule/orders/nightly'), 'AWS::Events::Rule', 'orders/nightly'],
  [arn('firehose', 'deliverystream/logs'), 'AWS::KinesisFirehose::DeliveryStream', 'logs'],
  [arn('kinesis', 'stream/logs'), 'AWS::Kinesis::Stream', 'logs'],
  [arn('lambda', 'function:hook'), 'AWS::Lambda::Function', 'hook'],
  [arn('ssm', 'document/SSM-SessionManagerRunShell'), 'AWS::SSM::Document', 'SSM-SessionManagerRunShell'],
  [arn('ssm', 'parameter/app/db'), 'AWS::SSM::Parameter', 'app/db'],
  [arn('cloudtrail', 'trail/org'), 'AWS::CloudTrail::Trail', 'org'],
  [arn('scheduler', 'schedule/default/nightly'), 'AWS::Scheduler::Schedule', 'default/nightly'],
  [arn('servicediscovery', 'service/srv-1'), 'AWS::ServiceDiscovery::Service', 'srv-1'],
  ['arn:aws:iam::111122223333:role/ci', 'AWS::IAM::Role', 'ci'],
  ['arn:aws:iam::111122223333:user/ann', 'AWS::IAM::User', 'ann'],
  ['arn:aws:iam::111122223333:policy/deploy', 'AWS::IAM::ManagedPolicy', 'deploy'],
  ['arn:aws:iam::111122223333:instance-profile/bastion', 'AWS::IAM::InstanceProfile', 'bastion'],
  ['arn:aws:s3:::artifacts', 'AWS::S3::Bucket', 'artifacts'],
]

describe('arnIdentity', () => {
  test.each(REVERSIBLE)('%s', (text, type, id) => {
    const identity = arnIdentity(text)
    expect(identity).toMatchObject({ type, id, partition: 'aws' })
    expect(arnOf(type, HOME, id)).toBe(text)
  })

  test.each([
    ['arn:aws:iam::111122223333:role/team/one/ci', 'AWS::IAM::Role', 'ci', undefined],
    [
      'arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy',
      'AWS::IAM::ManagedPolicy',
      'AmazonECSTaskExecutionRolePolicy',
      undefined,
    ],
    [arn('logs', 'log-group:/ecs/web:*'), 'AWS::Logs::LogGroup', '/ecs/web', undefined],
    [arn('logs', 'log-group:/ecs/web'), 'AWS::Logs::LogGroup', '/ecs/web', undefined],
    [arn('logs', 'log-group:/ecs/web:log-stream:a/b'), 'AWS::Logs::LogStream', '/ecs/web:a/b', undefined],
    [arn('ecs', 'task-definition/web'), 'AWS::ECS::TaskDefinition', 'web', undefined],
    [arn('lambda', 'function:hook:live'), 'AWS::Lambda::Function', 'hook', 'live'],
    [arn('codepipeline', 'release/Approve/Ask'), 'AWS::CodePipeline::Pipeline', 'release', 'Approve/Ask'],
    [arn('sns', 'alerts:0a1b'), 'AWS::SNS::Subscription', 'alerts:0a1b', undefined],
    ['arn:aws:s3:::artifacts/build/a.zip', 'AWS::S3::Bucket', 'artifacts', 'build/a.zip'],
    [
      arn('autoscaling', 'autoScalingGroup:0a-1b:autoScalingGroupName/pool'),
      'AWS::AutoScaling::AutoScalingGroup',
      'pool',
      undefined,
    ],
    [
      'arn:aws:organizations::111122223333:account/o-1/444455556666',
      'Opscheck::Organizations::Account',
      '444455556666',
      undefined,
    ],
    [arn('elasticloadbalancing', 'loadbalancer/old'), 'AWS::ElasticLoadBalancing::LoadBalancer', 'old', undefined],
  ])('%s', (text, type, id, qualifier) => {
    const identity = arnIdentity(text)
    expect(identity?.type).toBe(type)
    expect(identity?.id).toBe(id)
    expect(identity?.qualifier).toBe(qualifier)
  })

  test('tells account and region where the ARN does', () => {
    expect(arnIdentity(arn('ecs', 'cluster/blue'))).toMatchObject({ account: '111122223333', region: 'eu-west-1' })
    expect(arnIdentity('arn:aws:s3:::artifacts')).toMatchObject({ account: '', region: '' })
  })

  test('names the types that look the same', () => {
    expect(arnIdentity(arn('cloudwatch', 'alarm:cpu'))?.others).toEqual(['AWS::CloudWatch::CompositeAlarm'])
  })

  test.each([
    ['the old format does not tell the cluster', arn('ecs', 'service/web')],
    ['a pattern names no resource', arn('ecs', 'cluster/*')],
    ['a pattern in the region', 'arn:aws:ecs:*:111122223333:cluster/blue'],
    ['an access point is no bucket', arn('s3', 'accesspoint/one')],
    ['a service without meaning here', arn('dynamodb', 'table/one')],
    ['not even of the prototype', arn('constructor', 'table/one')],
    ['an empty name', arn('ecs', 'cluster/')],
    ['account root', 'arn:aws:iam::111122223333:root'],
  ])('%s', (_why, text) => {
    expect(arnIdentity(text)).toBeUndefined()
  })
})

describe('arnOf', () => {
  test('puts the path of IAM before the name', () => {
    expect(arnOf('AWS::IAM::Role', HOME, 'ci', '/team/')).toBe('arn:aws:iam::111122223333:role/team/ci')
  })

  test('is undefined where the id does not hold all of the ARN', () => {
    expect(arnOf('AWS::AutoScaling::AutoScalingGroup', HOME, 'pool')).toBeUndefined()
    expect(arnOf('AWS::EC2::Route', HOME, 'rtb-1')).toBeUndefined()
    expect(arnOf('toString', HOME, 'x')).toBeUndefined()
  })

  test('a composite alarm looks like an alarm', () => {
    expect(arnOf('AWS::CloudWatch::CompositeAlarm', HOME, 'all')).toBe(arn('cloudwatch', 'alarm:all'))
  })
})

describe('arnAround', () => {
  const name = ref('Thing', 'Ref')
  const nowhere = { partition: 'aws', account: '?stack', region: '?stack' }

  test('a bucket needs neither account nor region', () => {
    expect(arnAround('AWS::S3::Bucket', nowhere, name)).toEqual(text(['arn:aws:s3:::', name]))
  })

  test('others do', () => {
    expect(arnAround('AWS::ECS::Cluster', HOME, name)).toEqual(text([arn('ecs', 'cluster/'), name]))
    expect(arnAround('AWS::ECS::Cluster', nowhere, name)).toBeUndefined()
    expect(arnAround('AWS::IAM::Role', { ...HOME, region: '?stack' }, name, '/team/')).toEqual(
      text(['arn:aws:iam::111122223333:role/team/', name]),
    )
  })

  test('not where the ARN is no plain name', () => {
    expect(arnAround('AWS::Events::Rule', HOME, name)).toBeUndefined()
    expect(arnAround('AWS::EC2::Route', HOME, name)).toBeUndefined()
  })
})

import { loadAwsServiceSpecSync } from '@aws-cdk/aws-service-spec'
import { describe, expect, test } from 'vitest'
import { displayName, identityKey, idOf, isRegional, primaryIdentifier, refReturns } from '../../src/aws/identity.ts'
import { resourceTypes } from '../../src/aws/schemas.ts'
import { ref, unknown } from '../../src/model/value.ts'

/** Where the documentation of `Ref` is more exact than the specification. */
const REF_BY_DOCUMENTATION: Readonly<Record<string, string>> = {
  'AWS::ApplicationAutoScaling::ScalingPolicy': 'Arn',
  'AWS::ECS::TaskSet': 'Id',
  'AWS::Events::Rule': 'Name',
  'AWS::IAM::Policy': 'PolicyName',
  'AWS::Lambda::Permission': 'Id',
  'AWS::Logs::MetricFilter': 'FilterName',
}

describe('against the resource specification of AWS', () => {
  const db = loadAwsServiceSpecSync()
  const known = resourceTypes().filter((type) => type.startsWith('AWS::') && primaryIdentifier(type).length > 0)

  test('covers the types of the model', () => {
    expect(known.length).toBeGreaterThan(110)
  })

  test.each(known)('%s', (type) => {
    const [resource] = db.lookup('resource', 'cloudFormationType', 'equals', type)
    expect(primaryIdentifier(type)).toEqual(resource?.primaryIdentifier)
    const returned = resource?.cfnRefIdentifier ?? resource?.primaryIdentifier ?? []
    expect(refReturns(type)).toBe(REF_BY_DOCUMENTATION[type] ?? (returned.length === 1 ? returned[0] : undefined))
  })
})

describe('refReturns', () => {
  test.each([
    ['AWS::ECS::Cluster', 'ClusterName'],
    ['AWS::ECS::Service', 'ServiceArn'],
    ['AWS::ECS::TaskDefinition', 'TaskDefinitionArn'],
    ['AWS::IAM::Role', 'RoleName'],
    ['AWS::IAM::ManagedPolicy', 'PolicyArn'],
    ['AWS::IAM::InstanceProfile', 'InstanceProfileName'],
    ['AWS::Logs::LogGroup', 'LogGroupName'],
    ['AWS::EC2::SecurityGroup', 'Id'],
    ['AWS::SNS::Topic', 'TopicArn'],
    ['AWS::ElasticLoadBalancingV2::TargetGroup', 'TargetGroupArn'],
    ['AWS::ElasticLoadBalancingV2::LoadBalancer', 'LoadBalancerArn'],
    ['AWS::CodePipeline::Pipeline', 'Name'],
    ['AWS::S3::Bucket', 'BucketName'],
    ['AWS::ApplicationAutoScaling::ScalableTarget', undefined],
    ['Vendor::Unknown::Type', undefined],
    ['constructor', undefined],
  ])('%s: %s', (type, name) => {
    expect(refReturns(type)).toBe(name)
  })
})

describe('idOf', () => {
  test.each([
    ['AWS::ECS::Cluster', { ClusterName: 'blue' }, 'blue'],
    ['AWS::ECS::Service', { ServiceName: 'web', Cluster: 'blue' }, 'blue/web'],
    [
      'AWS::ECS::Service',
      { ServiceName: 'web', Cluster: 'arn:aws:ecs:eu-west-1:111122223333:cluster/blue' },
      'blue/web',
    ],
    ['AWS::ECS::Service', { ServiceName: 'web' }, 'default/web'],
    ['AWS::ECS::Service', { ServiceName: 'web', Cluster: ref('Cluster', 'Ref') }, undefined],
    ['AWS::ECS::Service', { ServiceName: unknown('value', 'a parameter') }, undefined],
    ['AWS::ECS::TaskDefinition', { Family: 'web' }, undefined],
    [
      'AWS::ECS::TaskDefinition',
      { TaskDefinitionArn: 'arn:aws:ecs:eu-west-1:111122223333:task-definition/web:7' },
      'web:7',
    ],
    ['AWS::IAM::Role', { RoleName: 'ci', Path: '/team/' }, 'ci'],
    ['AWS::IAM::Role', { Live: { Arn: 'arn:aws:iam::111122223333:role/team/ci' } }, 'ci'],
    ['AWS::CodeDeploy::DeploymentGroup', { ApplicationName: 'web', DeploymentGroupName: 'prod' }, 'web/prod'],
    ['AWS::CodeDeploy::DeploymentGroup', { ApplicationName: 'web' }, undefined],
    ['AWS::Events::Rule', { Name: 'nightly' }, 'default/nightly'],
    [
      'AWS::Events::Rule',
      { Name: 'nightly', EventBusName: 'arn:aws:events:eu-west-1:111122223333:event-bus/orders' },
      'orders/nightly',
    ],
    ['AWS::SSM::Parameter', { Name: '/app/db' }, 'app/db'],
    ['AWS::EC2::SecurityGroup', { GroupId: 'sg-0a', GroupName: 'web' }, 'sg-0a'],
    ['Vendor::Unknown::Type', { Name: 'x' }, undefined],
  ])('%s %j', (type, properties, id) => {
    expect(idOf(type, properties)).toBe(id)
  })
})

describe('identityKey', () => {
  const here = { partition: 'aws', account: '111122223333', region: 'eu-west-1' }
  const there = { partition: 'aws', account: '111122223333', region: 'us-east-1' }

  test('a role is the same in all regions, a cluster is not', () => {
    expect(identityKey('AWS::IAM::Role', here, 'ci')).toBe(identityKey('AWS::IAM::Role', there, 'ci'))
    expect(identityKey('AWS::ECS::Cluster', here, 'blue')).not.toBe(identityKey('AWS::ECS::Cluster', there, 'blue'))
  })

  test('a bucket is known by its name alone', () => {
    const nowhere = { partition: 'aws', account: '', region: '' }
    expect(identityKey('AWS::S3::Bucket', here, 'artifacts')).toBe(identityKey('AWS::S3::Bucket', nowhere, 'artifacts'))
  })

  test('types do not mix', () => {
    expect(identityKey('AWS::IAM::Role', here, 'ci')).not.toBe(identityKey('AWS::IAM::User', here, 'ci'))
  })

  test.each([
    ['AWS::IAM::Role', false],
    ['Opscheck::S3::AccountPublicAccessBlock', false],
    ['Opscheck::Account', false],
    ['Opscheck::Region', true],
    ['AWS::S3::Bucket', true],
    ['AWS::ECS::Service', true],
  ])('%s is regional: %s', (type, regional) => {
    expect(isRegional(type)).toBe(regional)
  })
})

describe('displayName', () => {
  test.each([
    ['AWS::ECS::Service', { ServiceName: 'web', Cluster: 'blue' }, 'web'],
    ['AWS::ECS::TaskDefinition', { Family: 'web' }, 'web'],
    [
      'AWS::EC2::Subnet',
      {
        Tags: [
          { Key: 'env', Value: 'prod' },
          { Key: 'Name', Value: 'private a' },
        ],
      },
      'private a',
    ],
    ['AWS::EC2::SecurityGroup', { GroupName: 'web' }, 'web'],
    ['Vendor::Unknown::Type', { Name: 'x' }, 'x'],
    ['AWS::ECS::Cluster', { ClusterName: unknown('value', 'a parameter') }, undefined],
  ])('%s %j', (type, properties, name) => {
    expect(displayName(type, properties)).toBe(name)
  })
})

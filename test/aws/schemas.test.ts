import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { scalarKind, scalarsOf } from '../../src/aws/scalars.ts'
import { attributesOf, propertiesOf, propertyType, resourceTypes, SCHEMA_VERSION } from '../../src/aws/schemas.ts'

describe('schemas', () => {
  test('are of the installed specification', () => {
    const file = new URL('../../node_modules/@aws-cdk/aws-service-spec/package.json', import.meta.url)
    expect(readFileSync(file, 'utf8')).toContain(`"version": "${SCHEMA_VERSION}"`)
  })

  test('know the types of the model', () => {
    const types = resourceTypes()
    expect([...types].sort()).toEqual(types)
    for (const type of [
      'AWS::ECS::Service',
      'AWS::ECS::ExpressGatewayService',
      'AWS::ECR::RegistryScanningConfiguration',
      'AWS::CodePipeline::Pipeline',
      'AWS::CodeStarNotifications::NotificationRule',
      'AWS::IAM::RolePolicy',
      'AWS::EC2::VPCBlockPublicAccessOptions',
      'AWS::XRay::TransactionSearchConfig',
      'Opscheck::Region',
      'Opscheck::ECS::ImageUse',
    ]) {
      expect(types).toContain(type)
    }
  })

  test.each([
    ['AWS::ECS::TaskDefinition', ['ContainerDefinitions'], 'list'],
    ['AWS::ECS::TaskDefinition', ['ContainerDefinitions', '[]'], 'object'],
    ['AWS::ECS::TaskDefinition', ['ContainerDefinitions', '[]', 'Essential'], 'boolean'],
    ['AWS::ECS::TaskDefinition', ['ContainerDefinitions', '[]', 'LogConfiguration', 'Options'], 'map'],
    ['AWS::ECS::TaskDefinition', ['ContainerDefinitions', '[]', 'LogConfiguration', 'Options', '{}'], 'string'],
    [
      'AWS::ECS::Service',
      ['DeploymentConfiguration', 'DeploymentCircuitBreaker', 'ThresholdConfiguration', 'Value'],
      'number',
    ],
    ['AWS::ECS::Service', ['DeploymentConfiguration', 'LifecycleHooks', '[]', 'TargetType'], 'string'],
    ['AWS::ECS::Service', ['ServiceArn'], 'string'],
    ['AWS::ECS::Service', ['Tags', '[]', 'Key'], 'string'],
    ['AWS::IAM::Role', ['AssumeRolePolicyDocument', 'Statement', '[]', 'Effect'], 'json'],
    ['AWS::SSM::Document', ['Content', 'inputs', 's3BucketName'], 'json'],
    ['AWS::EC2::Instance', ['Live', 'State'], 'string'],
    ['AWS::EC2::Instance', ['Live', 'NewerThanWeKnow'], 'json'],
    ['Opscheck::ECR::Image', ['ImageTags', '[]'], 'string'],
    ['Opscheck::ECS::AccountSettings', ['Settings', '{}'], 'string'],
  ])('%s %j is a %s', (type, path, kind) => {
    expect(propertyType(type, path)?.kind).toBe(kind)
  })

  test.each([
    ['AWS::ECS::Service', ['DeploymentConfig']],
    ['AWS::ECS::Service', ['DesiredCount', 'Deeper']],
    ['AWS::ECS::TaskDefinition', ['ContainerDefinitions', 'Essential']],
    ['AWS::ECS::TaskDefinition', ['constructor']],
    ['AWS::Nothing::Here', ['Name']],
    ['__proto__', ['Name']],
  ])('%s has no %j', (type, path) => {
    expect(propertyType(type, path)).toBeUndefined()
  })

  test('lists names for suggestions', () => {
    expect(propertiesOf('AWS::ECS::Service', ['DeploymentConfiguration', 'Alarms'])).toEqual([
      'AlarmNames',
      'Enable',
      'Rollback',
    ])
    expect(propertiesOf('AWS::ECS::Cluster', [])).toContain('ClusterSettings')
    expect(propertiesOf('AWS::ECS::Cluster', ['Nope'])).toEqual([])
    expect(attributesOf('AWS::ECS::Service')).toEqual(['Name', 'ServiceArn'])
  })

  test('structures that hold themselves end where the path does', () => {
    expect(propertyType('AWS::S3::Bucket', ['LifecycleConfiguration', 'Rules', '[]', 'Status'])?.kind).toBe('string')
  })
})

describe('scalars', () => {
  test.each([
    ['AWS::ECS::TaskDefinition', 'ContainerDefinitions[].Essential', 'boolean'],
    ['AWS::ECS::TaskDefinition', 'ContainerDefinitions[].PortMappings[].ContainerPort', 'number'],
    ['AWS::Logs::LogGroup', 'RetentionInDays', 'number'],
    ['AWS::EC2::SecurityGroup', 'SecurityGroupIngress[].FromPort', 'number'],
    ['AWS::ECS::TaskDefinition', 'Cpu', undefined],
    ['AWS::ECS::TaskDefinition', 'constructor', undefined],
    ['Opscheck::Region', 'RegionName', undefined],
    ['constructor', 'name', undefined],
  ])('%s %s: %s', (type, pattern, kind) => {
    expect(scalarKind(type, pattern)).toBe(kind)
  })

  test('agree with the schemas', () => {
    for (const type of ['AWS::ECS::Service', 'AWS::CodeBuild::Project', 'AWS::S3::Bucket']) {
      for (const [pattern, kind] of scalarsOf(type) ?? []) {
        const path = pattern.replaceAll('[]', '.[]').replaceAll('{}', '.{}').split('.')
        expect(propertyType(type, path)?.kind, `${type} ${pattern}`).toBe(kind)
      }
    }
  })
})

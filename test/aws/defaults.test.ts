import { describe, expect, test } from 'vitest'
import { allDefaults, defaultOf } from '../../src/aws/defaults.ts'
import { propertyType } from '../../src/aws/schemas.ts'

describe('defaults', () => {
  test.each([
    ['AWS::ECS::TaskDefinition', 'ContainerDefinitions[].Essential', true],
    ['AWS::ECS::Service', 'DeploymentController.Type', 'ECS'],
    ['AWS::ECS::Service', 'DeploymentConfiguration.Strategy', 'ROLLING'],
    ['AWS::ECS::Service', 'NetworkConfiguration.AwsvpcConfiguration.AssignPublicIp', 'DISABLED'],
    ['AWS::ECR::Repository', 'ImageTagMutability', 'MUTABLE'],
    ['AWS::CloudWatch::Alarm', 'TreatMissingData', 'missing'],
    ['AWS::EC2::VPCEndpoint', 'VpcEndpointType', 'Gateway'],
    ['AWS::EC2::VPCEndpoint', 'PrivateDnsEnabled', false],
  ])('%s %s is %j', (type, pattern, value) => {
    expect(defaultOf(type, pattern)).toMatchObject({ kind: 'constant', value })
  })

  test('what an account setting decides', () => {
    expect(defaultOf('AWS::ECS::Cluster', 'ClusterSettings/containerInsights.Value')).toMatchObject({
      kind: 'account-setting',
      name: 'containerInsights',
    })
    expect(defaultOf('AWS::ECS::TaskDefinition', 'ContainerDefinitions[].LogConfiguration.Options/mode')).toMatchObject(
      { kind: 'account-setting', name: 'defaultLogDriverMode' },
    )
  })

  test('what other properties take away is computed', () => {
    expect(defaultOf('AWS::ECS::Service', 'DeploymentConfiguration.MinimumHealthyPercent')).toMatchObject({
      kind: 'computed',
      usually: { value: 100, unless: { SchedulingStrategy: ['DAEMON'] } },
    })
    expect(defaultOf('AWS::EC2::Instance', 'MetadataOptions.HttpTokens')?.kind).toBe('computed')
  })

  test('a retention that is not set is none', () => {
    expect(defaultOf('AWS::Logs::LogGroup', 'RetentionInDays')?.kind).toBe('none')
  })

  test.each([
    ['AWS::ECS::Service', 'ServiceName'],
    ['AWS::ECS::Service', 'constructor'],
    ['constructor', 'name'],
  ])('%s %s has none', (type, pattern) => {
    expect(defaultOf(type, pattern)).toBeUndefined()
  })

  test.each(allDefaults().map(({ type, pattern, is }) => [type, pattern, is] as const))(
    '%s %s names a property, and its value fits',
    (type, pattern, is) => {
      const found = propertyType(type, steps(pattern))
      expect(found).toBeDefined()
      const value = is.kind === 'constant' ? is.value : is.kind === 'computed' ? is.usually?.value : undefined
      if (value === undefined || pattern.startsWith('Live.')) return
      if (typeof value !== 'object') expect(found?.kind).toBe(typeof value)
      for (const name of Object.keys((is.kind === 'computed' && is.usually?.unless) || {})) {
        expect(propertyType(type, [name])).toBeDefined()
      }
    },
  )
})

/** `A[].B/key.C`: a key of a keyed list enters it, a key of a map is an entry. */
function steps(pattern: string): readonly string[] {
  return pattern.split('.').flatMap((part) => {
    const [name = '', key] = part.split('/')
    if (key !== undefined) return [name, name === 'Options' ? '{}' : '[]']
    return name.endsWith('[]') ? [name.slice(0, -2), '[]'] : [name]
  })
}

import { describe, expect, it } from 'vitest'
import { checkPath, checkType } from '../../src/engine/check-path.ts'
import { compile } from '../../src/engine/index.ts'
import { parsePath } from '../../src/engine/path.ts'
import { loadRuleset } from '../../src/ruleset/index.ts'

const check = (type: string, path: string, at = ''): string | undefined =>
  checkPath({ types: [type], at }, parsePath(path) ?? [])
const TASK = 'AWS::ECS::TaskDefinition'

describe('property paths are checked against the schemas of AWS', () => {
  it.each([
    [TASK, 'Family', ''],
    [TASK, 'ContainerDefinitions/web.LogConfiguration.Options/awslogs-group', ''],
    [TASK, 'LogConfiguration.LogDriver', 'ContainerDefinitions[]'],
    ['AWS::CodePipeline::Pipeline', 'ActionTypeId.Category', 'Stages[].Actions[]'],
    ['AWS::ECS::Service', 'DeploymentConfiguration.DeploymentCircuitBreaker.Enable', ''],
    ['AWS::EC2::SecurityGroup', 'CidrIp', '#ingressRule'],
    ['AWS::IAM::Role', 'Effect', '#statement'],
  ])('%s %s is right', (type, path, at) => {
    expect(check(type, path, at)).toBeUndefined()
  })

  it.each([
    [TASK, 'LogConfiguration.LogDriverr', 'ContainerDefinitions[]', 'did you mean LogDriver?'],
    [TASK, 'Famly', '', 'did you mean Family?'],
    [TASK, 'ContainerDefinitions.Image', '', 'is a list'],
    [TASK, 'LogConfiguration.Options.mode', 'ContainerDefinitions[]', 'is a map'],
    [TASK, 'Family/x', '', 'no map or list'],
    ['AWS::IAM::Role', 'Efect', '#statement', 'did you mean Effect?'],
  ])('%s %s is wrong', (type, path, at, words) => {
    expect(check(type, path, at)).toContain(words)
  })

  it('suggests a type', () => {
    expect(checkType('AWS::ECS::TaskDefinitions')).toContain('did you mean AWS::ECS::TaskDefinition?')
    expect(checkType(TASK)).toBeUndefined()
  })
})

it('finds no fault in the built-in rules', async () => {
  const { rules } = await loadRuleset('opscheck:all')
  expect(compile(rules, { regex: () => () => false, checkPath, checkType }).length).toBe(rules.length)
})

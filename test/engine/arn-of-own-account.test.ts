import { expect, it } from 'vitest'
import type { Resource } from '../../src/model/resource.ts'
import { text, unknown } from '../../src/model/value.ts'
import { resource, rule, verdicts } from './support.ts'

const scope = { partition: 'aws', account: '?stack', region: '?stack' }
const account = unknown('value', 'the account of stack web is not known', { present: 'yes' })
const region = unknown('value', 'the region of stack web is not known', { present: 'yes' })
const hasPath = rule({
  select: ['AWS::ECS::TaskDefinition'],
  check: { some: 'taskRole', that: { Path: '/team/' } },
})

it('finds what an ARN with the account of its own stack names', () => {
  const named = text(['arn:aws:iam::', account, ':role/web'])
  expect(verdicts(hasPath, [task(named), role('web')])).toEqual(['Task pass'])
})

it('takes no account within a name for nothing', () => {
  const named = text(['arn:aws:iam::', account, ':role/web-', account])
  expect(verdicts(hasPath, [task(named), role('web-')])).toEqual(['Task unknown'])
})

it('does not take a region for an account', () => {
  const named = text(['arn:aws:iam:', region, ':', account, ':role/web'])
  expect(verdicts(hasPath, [task(named), role('web')])).toEqual(['Task pass'])
})

function task(role: Resource['properties'][string]): Resource {
  return resource('AWS::ECS::TaskDefinition', 'Task', role === undefined ? {} : { TaskRoleArn: role }, { scope })
}

function role(name: string): Resource {
  return resource('AWS::IAM::Role', 'Role', { RoleName: name, Path: '/team/' }, { scope })
}

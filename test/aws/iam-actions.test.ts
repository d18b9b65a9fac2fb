import { describe, expect, test } from 'vitest'
import { actionsOf, isAction } from '../../src/aws/iam/action-names.ts'

describe('isAction', () => {
  test.each([
    ['ecs:UpdateService', true],
    ['ECS:updateservice', true],
    ['ecs:Update*', true],
    ['ecs:*', true],
    ['ecs:UpdateServices', false],
    ['ecs:', false],
    ['ecs', false],
    ['xray:PutTraceSegments', true],
    ['ssmmessages:OpenDataChannel', true],
    ['codepipeline:PutApprovalResult', true],
    ['madeup:Thing', undefined],
    ['constructor:name', undefined],
  ])('%s: %s', (action, expected) => {
    expect(isAction(action)).toBe(expected)
  })

  test('lists the names of a service', () => {
    expect(actionsOf('ecs')).toContain('ContinueServiceDeployment')
    expect(actionsOf('madeup')).toBeUndefined()
  })
})

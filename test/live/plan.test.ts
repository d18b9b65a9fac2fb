import { describe, expect, test } from 'vitest'
import { type Need, planCalls } from '../../src/sources/live/plan.ts'

const need = (selects: string, words = '', reads: readonly string[] = []): Need => ({
  selects: [selects],
  reads: new Set([selects, ...reads]),
  words,
  tags: false,
})
const called = (...needs: readonly Need[]): readonly string[] =>
  planCalls(needs).calls.map(({ call }) => call.operation)

describe('what is called for a rule', () => {
  test.each([
    ['AWS::ECS::TaskDefinition', '"LogConfiguration.Options/mode":["blocking"]', true],
    ['AWS::ECS::TaskDefinition', '"LogConfiguration.LogDriver":"awslogs"', false],
    ['AWS::ECS::Cluster', '"ClusterSettings/containerInsights.Value":"enhanced"', true],
    ['AWS::ECS::Service', '"LogConfiguration.Options/mode":["blocking"]', false],
  ])('%s about %s: the settings of the account are read: %s', (type, words, expected) => {
    expect(called(need(type, words)).includes('ecs:ListAccountSettings')).toBe(expected)
  })

  test.each([
    ['AWS::ECS::Service', 'ecs:DescribeClusters'],
    ['Opscheck::ECS::Task', 'ecs:DescribeClusters'],
    ['Opscheck::CodeCommit::Branch', 'codecommit:BatchGetRepositories'],
    ['AWS::SNS::Subscription', 'sns:GetTopicAttributes'],
  ])('%s: %s is called, too, as it closes the list', (type, operation) => {
    expect(called(need(type))).toContain(operation)
  })

  test('what may point at keys is read where a rule judges keys', () => {
    expect(called(need('AWS::KMS::Key'))).toEqual(
      expect.arrayContaining(['codebuild:BatchGetProjects', 'codepipeline:GetPipeline', 'logs:DescribeLogGroups']),
    )
    expect(called(need('AWS::ECR::Repository', '', ['AWS::KMS::Key']))).not.toContain('logs:DescribeLogGroups')
  })

  test.each(['"lifecycleRules"', '"environments"', '{"expires":{"inDays":1}}'])(
    '%s needs lifecycle policies',
    (words) => {
      expect(called(need('AWS::ECR::Repository', words))).toContain('ecr:GetLifecyclePolicy')
    },
  )

  test.each([
    ['[["AWS::SNS::Topic"],null,{"some":"alarms"},{"some":"subscriptions"}]', false],
    ['[["AWS::SNS::Topic"],null,null,{"KmsMasterKeyId":{"exists":true}}]', true],
  ])('topics are listed whole for %s: %s', (words, expected) => {
    expect(called(need('AWS::SNS::Topic', words, ['AWS::CloudWatch::Alarm'])).includes('sns:ListTopics')).toBe(expected)
  })
})

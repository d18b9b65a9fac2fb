import { basename } from 'node:path'
import { describe, expect, it } from 'vitest'
import { TOPICS } from '../../src/model/rule.ts'
import { scan } from '../../src/scan.ts'

const { findings, rules } = await scan({
  paths: ['fixtures/demo'],
  now: new Date('2026-06-01T00:00:00Z'),
  ruleset: 'fixtures/demo/ruleset.json',
  show: new Set(['pass']),
})
const told = findings.map(
  ({ resource, rule, element, verdict }) =>
    `${basename(resource.unit, '.yaml')} ${resource.address}${element === undefined ? '' : `/${element}`} ${rule} ${verdict}`,
)

describe('the demonstration platform', () => {
  it('fails where its comments say that it is wrong', () => {
    expect(told).toEqual(
      expect.arrayContaining([
        'bastion OldBastion bastion/instance-not-open-to-internet fail',
        'bastion OldBastionGroup bastion/group-not-open-on-admin-ports fail',
        'orders Service delivery/rolling-deployment-rolls-back fail',
        'orders TaskDefinition/collector logging/log-driver-set fail',
        'orders TaskDefinition/api images/running-images-pinned fail',
        'orders TaskDefinition/log-router logging/awslogs-options-complete fail',
        'orders TaskDefinition logging/firelens-topology fail',
        'orders TaskDefinition tracing/task-role-can-write fail',
        'pipelines OrdersPipeline governance/approval-before-production fail',
        'platform JobsCluster metrics/container-insights-enabled fail',
        'platform OrdersLogs logging/log-retention-set fail',
        'platform OrdersRepository images/lifecycle-policy-present fail',
        'platform ReportsRepository images/lifecycle-policy-valid fail',
        'platform ToolsRepository images/enough-images-kept fail',
        'platform ToolsRepository images/environments-not-starved fail',
      ]),
    )
  })

  it('finds no grave fault in what is meant to be right', () => {
    const right = ['network ', 'shop ', 'alarms ', 'bastion Bastion', 'platform Shop', 'pipelines ShopPipeline']
    const grave = told.filter(
      (_, index) => findings[index]?.severity === 'critical' || findings[index]?.severity === 'high',
    )
    expect(grave.filter((line) => line.endsWith(' fail') && right.some((start) => line.startsWith(start)))).toEqual([])
  })

  it('shows what is not known, with its reason', () => {
    const open = findings.find(
      ({ resource, rule }) => resource.address === 'AuditLogs' && rule === 'logging/log-retention-set',
    )
    expect(open).toMatchObject({
      verdict: 'unknown',
      cause: { class: 'value', reason: 'parameter AuditLogRetention of stack platform has no value' },
    })
  })

  it.each(TOPICS)('shows verdicts on %s', (topic) => {
    const ids = new Set(rules.filter((rule) => rule.topic === topic).map(({ id }) => id))
    const verdicts = findings.filter(({ rule }) => ids.has(rule)).map(({ verdict }) => verdict)
    expect(verdicts).toEqual(expect.arrayContaining(['pass', 'fail']))
  })
})

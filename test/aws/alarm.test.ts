import { describe, expect, it } from 'vitest'
import { alarmMetrics, compositeChildren, dimensionOf, scalingOnly } from '../../src/aws/alarm.ts'
import { NO, unsureOf, YES } from '../../src/aws/answer.ts'
import { FALSE, TRUE, UNKNOWN } from '../../src/model/tri.ts'
import { isSpecial, KIND, type PropertyMap, ref, rest, text, unknown, type Value } from '../../src/model/value.ts'

const open = unknown('value', 'parameter X has no default', { present: 'yes' })
const Dimensions = [
  { Name: 'ClusterName', Value: 'main' },
  { Name: 'ServiceName', Value: ref('Service', 'Name') },
]
const cpu = { Namespace: 'AWS/ECS', MetricName: 'CPUUtilization', Dimensions }

describe('alarmMetrics', () => {
  it('reads the metric of a simple alarm', () => {
    expect(alarmMetrics({ ...cpu, Statistic: 'Average', Threshold: 80 })).toEqual({
      metrics: [{ ...cpu, Stat: 'Average' }],
    })
    expect(alarmMetrics({ ...cpu, ExtendedStatistic: 'p99' }).metrics).toEqual([{ ...cpu, Stat: 'p99' }])
  })

  it('unfolds metric math', () => {
    const Metrics = [
      { Id: 'e1', Expression: 'm1 / m2 * 100' },
      { Id: 'm1', ReturnData: false, MetricStat: { Metric: cpu, Period: 60, Stat: 'Sum' } },
      {
        Id: 'm2',
        AccountId: '111122223333',
        MetricStat: { Metric: { ...cpu, MetricName: 'MemoryUtilization' }, Period: 60, Stat: 'Sum' },
      },
    ]
    expect(alarmMetrics({ Metrics })).toEqual({
      metrics: [
        { ...cpu, Stat: 'Sum' },
        { ...cpu, MetricName: 'MemoryUtilization', Stat: 'Sum', AccountId: '111122223333' },
      ],
    })
  })

  it.each<[string, PropertyMap]>([
    ['a query', { Metrics: [{ Id: 'q', Expression: 'SELECT MAX(CPUUtilization) FROM "AWS/ECS"' }] }],
    ['a search', { Metrics: [{ Id: 'q', Expression: "SEARCH('{AWS/ECS}', 'Average')" }] }],
    ['PromQL', { EvaluationCriteria: { PromQLCriteria: { Query: 'up' } } }],
    ['open metrics', { Metrics: open }],
    ['further metrics', { Metrics: [rest(open.cause)] }],
    ['an open statistic', { Metrics: [{ Id: 'm', MetricStat: open }] }],
    ['an open expression', { Metrics: [{ Id: 'e', Expression: open }] }],
  ])('is open for %s', (_, alarm) => {
    expect(alarmMetrics(alarm)).toMatchObject({ metrics: [], open: { reason: expect.any(String) } })
  })
})

describe('dimensionOf', () => {
  it('finds a dimension by its name', () => {
    expect(dimensionOf(cpu, 'ClusterName')).toBe('main')
    expect(dimensionOf(cpu, 'TargetGroup')).toBeUndefined()
    expect(dimensionOf({}, 'ClusterName')).toBeUndefined()
    expect(dimensionOf({ Dimensions: open }, 'ClusterName')).toBe(open)
    expect(dimensionOf({ Dimensions: [rest(open.cause), ...Dimensions] }, 'ClusterName')).toBe('main')
    const missing = dimensionOf({ Dimensions: [{ Name: open, Value: 'x' }] }, 'ClusterName')
    expect(isSpecial(missing) && missing[KIND]).toBe('unknown')
  })

  it('knows which dimensions load balancers have, whatever is not known of them', () => {
    const target = { Namespace: 'AWS/ApplicationELB', Dimensions: open }
    expect(dimensionOf(target, 'ServiceName')).toBeUndefined()
    expect(dimensionOf(target, 'TargetGroup')).toBe(open)
    expect(dimensionOf({ Namespace: 'Shop', Dimensions: open }, 'ServiceName')).toBe(open)
    expect(dimensionOf({ Namespace: open, Dimensions: open }, 'ServiceName')).toBe(open)
  })
})

describe('compositeChildren', () => {
  const arn = 'arn:aws:cloudwatch:eu-west-1:111122223333:alarm:cpu high'
  it.each<[Value, readonly (readonly [string, Value])[]]>([
    ['ALARM(cpu)', [['ALARM', 'cpu']]],
    ['ALARM("cpu high")', [['ALARM', 'cpu high']]],
    [`ALARM("${arn}")`, [['ALARM', arn]]],
    [
      '(ALARM(a) OR OK("b (old)")) AND NOT INSUFFICIENT_DATA(c)',
      [
        ['ALARM', 'a'],
        ['OK', 'b (old)'],
        ['INSUFFICIENT_DATA', 'c'],
      ],
    ],
    ['ALARM( OK ) AND TRUE', [['ALARM', 'OK']]],
    [
      'AT_LEAST(2, ALARM, (a, "b", c)) OR ALARM(d)',
      [
        ['ALARM', 'a'],
        ['ALARM', 'b'],
        ['ALARM', 'c'],
        ['ALARM', 'd'],
      ],
    ],
    ['TRUE', []],
    ['', []],
    ['ALARM((((', []],
    [
      text(['ALARM(', ref('Cpu', 'Ref'), ') AND ALARM("', ref('Memory', 'Arn'), '")']),
      [
        ['ALARM', ref('Cpu', 'Ref')],
        ['ALARM', ref('Memory', 'Arn')],
      ],
    ],
    [text(['ALARM("', ref('Name', 'Value'), '-cpu")']), [['ALARM', text([ref('Name', 'Value'), '-cpu'])]]],
  ])('%j', (rule, expected) => {
    const { children, open: more } = compositeChildren(rule)
    expect(children.map(({ state, alarm }) => [state, alarm])).toEqual(expected)
    expect(more).toBeUndefined()
  })

  it('is open where a term may hide in a hole', () => {
    expect(compositeChildren(text(['ALARM(a) OR ', open]))).toMatchObject({
      children: [{ alarm: 'a' }],
      open: open.cause,
    })
    expect(compositeChildren(open)).toEqual({ children: [], open: open.cause })
    expect(compositeChildren(undefined).open).toBeDefined()
  })

  it('stays quick on long rules', () => {
    expect(compositeChildren('('.repeat(1_000_000)).children).toEqual([])
    expect(compositeChildren('ALARM(a) OR '.repeat(1000)).children).toHaveLength(1000)
  })
})

describe('scalingOnly', () => {
  const policy =
    'arn:aws:autoscaling:eu-west-1:111122223333:scalingPolicy:1b2c:resource/ecs/service/main/web:policyName/out'
  const topic = 'arn:aws:sns:eu-west-1:111122223333:operators'
  const isScalingPolicy = (action: Value) =>
    !isSpecial(action) || action[KIND] !== 'ref' ? unsureOf('value', 'x') : action.target === 'Policy' ? YES : NO
  it.each<[string, PropertyMap, number]>([
    ['target tracking', { AlarmName: 'TargetTracking-service/main/web-AlarmHigh-1', AlarmActions: [topic] }, TRUE],
    ['a scaling policy', { AlarmActions: [policy] }, TRUE],
    ['a scaling policy by reference', { AlarmActions: [ref('Policy', 'Ref')] }, TRUE],
    ['a topic', { AlarmActions: [topic] }, FALSE],
    ['both', { AlarmActions: [policy], OKActions: [topic] }, FALSE],
    ['a topic beside something open', { AlarmActions: [open, topic] }, FALSE],
    ['something open', { AlarmActions: [policy, open] }, UNKNOWN],
    ['further actions', { AlarmActions: [policy, rest(open.cause)] }, UNKNOWN],
    ['open actions', { AlarmActions: open }, UNKNOWN],
    ['no actions', {}, FALSE],
    ['empty actions', { AlarmActions: [] }, FALSE],
  ])('%s', (_, alarm, expected) => {
    expect(scalingOnly(alarm, isScalingPolicy).tri).toBe(expected)
  })
})

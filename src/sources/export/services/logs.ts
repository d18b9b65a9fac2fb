import type { Value } from '../../../model/value.ts'
import { own } from '../../../util/record.ts'
import { type Answer, asked, subjectOf } from '../answer.ts'
import { convertValue, drop, live, liveTime, notExported, readDocument, type Shape } from '../convert.ts'
import {
  builtArn,
  failureCause,
  type Item,
  merge,
  type Placing,
  type Reading,
  regionAddress,
  scopeOf,
  set,
  textOf,
  textsOf,
} from '../reading.ts'

export const LOG_GROUP = 'AWS::Logs::LogGroup'
const ALARM = 'AWS::CloudWatch::Alarm'
const COMPOSITE = 'AWS::CloudWatch::CompositeAlarm'
const ACCOUNT_POLICY = 'AWS::Logs::AccountPolicy'

/** CloudWatch Logs and CloudWatch alarms. */
export function readLogs(reading: Reading): void {
  logGroups(reading)
  filters(reading)
  accountPolicies(reading)
  alarms(reading)
}

const LOG_GROUP_SHAPE: Shape = {
  arn: drop,
  logGroupArn: drop,
  creationTime: liveTime,
  metricFilterCount: live,
  storedBytes: live,
  dataProtectionStatus: live,
  inheritedProperties: live,
}

function logGroups(reading: Reading): void {
  const tags = reading.parts('logs:ListTagsForResource', (answer) => logGroupName(subjectOf(answer, 'resourceArn')))
  for (const { answer, raw, pointer } of reading.items('logs:DescribeLogGroups', 'logGroups')) {
    const told = withoutStar(textOf(raw, 'logGroupArn') ?? textOf(raw, 'arn'))
    const name = textOf(raw, 'logGroupName') ?? logGroupName(told)
    if (name === undefined) continue
    const scope = scopeOf(answer, { arn: told })
    const arn = told ?? builtArn(scope, 'logs', `log-group:${name}`)
    reading.add({
      type: LOG_GROUP,
      scope,
      answer,
      pointer,
      raw,
      shape: LOG_GROUP_SHAPE,
      arn,
      id: name,
      finish: (properties, place) => {
        set(properties, 'LogGroupName', name)
        if (arn !== undefined) set(properties, 'Arn', `${arn}:*`)
        if (properties.RetentionInDays === 0) set(properties, 'RetentionInDays', undefined)
        merge(properties, place, 'Tags', tags.find(scope, name, `the tags of log group ${name}`), 'tags', (body) =>
          tagPairs(own(body, 'tags')),
        )
        if (textOf(raw, 'dataProtectionStatus') !== 'ACTIVATED') return
        set(
          properties,
          'DataProtectionPolicy',
          notExported(`the data protection policy of ${name}`, 'logs get-data-protection-policy'),
        )
      },
    })
  }
}

/** CloudWatch Logs prints tags as a map. */
function tagPairs(tags: unknown): Value | undefined {
  if (typeof tags !== 'object' || tags === null || Array.isArray(tags)) return convertValue(tags)
  const list = Object.entries(tags).flatMap(([Key, Value]) => (typeof Value === 'string' ? [{ Key, Value }] : []))
  return list.length === 0 ? undefined : list
}

function filters(reading: Reading): void {
  const put = (type: string, shape: Shape, { answer, raw, pointer }: Item): void => {
    const group = textOf(raw, 'logGroupName') ?? logGroupName(subjectOf(answer, 'logGroupName'))
    const name = textOf(raw, 'filterName')
    if (group === undefined || name === undefined) return
    const finish = (properties: Record<string, Value>): void => set(properties, 'LogGroupName', group)
    reading.add({ type, scope: scopeOf(answer), answer, pointer, raw, shape, id: `${group}/${name}`, finish })
  }
  const metric: Shape = { creationTime: liveTime, metricTransformations: { of: { dimensions: { as: 'pairs' } } } }
  for (const item of reading.items('logs:DescribeMetricFilters', 'metricFilters'))
    put('AWS::Logs::MetricFilter', metric, item)
  for (const item of reading.items('logs:DescribeSubscriptionFilters', 'subscriptionFilters')) {
    put('AWS::Logs::SubscriptionFilter', { creationTime: liveTime }, item)
  }
}

const SUBSCRIPTION_POLICY = 'SUBSCRIPTION_FILTER_POLICY'

function accountPolicies(reading: Reading): void {
  const operation = 'logs:DescribeAccountPolicies'
  for (const { answer, raw, pointer } of reading.items(operation, 'accountPolicies')) {
    const name = textOf(raw, 'policyName')
    const type = textOf(raw, 'policyType')
    if (name === undefined || type === undefined) continue
    const finish = (properties: Record<string, Value>): void => {
      set(properties, 'PolicyDocument', readDocument(own(raw, 'policyDocument'), `account policy ${name}`))
    }
    const scope = scopeOf(answer, { account: own(raw, 'accountId') })
    const shape: Shape = { lastUpdatedTime: liveTime, policyDocument: drop }
    reading.add({ type: ACCOUNT_POLICY, scope, answer, pointer, raw, shape, id: `${type}/${name}`, finish })
  }
  for (const { answer, body } of reading.bodies(operation)) {
    const policies = own(body, 'accountPolicies')
    const told = Array.isArray(policies)
      ? policies.some(
          (policy) =>
            typeof policy === 'object' && policy !== null && own(policy, 'policyType') === SUBSCRIPTION_POLICY,
        )
      : false
    if (!answer.complete || !(told || subjectOf(answer, 'policyType') === SUBSCRIPTION_POLICY)) continue
    const cause = {
      class: 'input',
      reason: `only account policies of type ${SUBSCRIPTION_POLICY} were exported`,
    } as const
    const owner = regionAddress(answer)
    reading.claims.claim(ACCOUNT_POLICY, scopeOf(answer), {
      state: 'partial',
      cause,
      call: operation,
      closedFor: [owner],
    })
  }
}

const ALARM_SHAPE: Shape = {
  AlarmArn: drop,
  AlarmConfigurationUpdatedTimestamp: liveTime,
  StateValue: live,
  StateReason: drop,
  StateReasonData: drop,
  StateUpdatedTimestamp: liveTime,
  StateTransitionedTimestamp: liveTime,
  EvaluationState: live,
  ActionsSuppressedBy: live,
  ActionsSuppressedReason: drop,
}

function alarms(reading: Reading): void {
  const tags = reading.parts('cloudwatch:ListTagsForResource', (answer) => alarmName(subjectOf(answer, 'ResourceARN')))
  const put = (type: string, { answer, raw, pointer }: Item): void => {
    const told = textOf(raw, 'AlarmArn')
    const name = textOf(raw, 'AlarmName') ?? alarmName(told)
    if (name === undefined) return
    const scope = scopeOf(answer, { arn: told })
    const arn = told ?? builtArn(scope, 'cloudwatch', `alarm:${name}`)
    const finish = (properties: Record<string, Value>, place: Placing): void => {
      if (arn !== undefined) set(properties, 'Arn', arn)
      merge(properties, place, 'Tags', tags.find(scope, name, `the tags of alarm ${name}`), 'Tags', (body) =>
        convertValue(own(body, 'Tags')),
      )
    }
    reading.add({ type, scope, answer, pointer, raw, shape: ALARM_SHAPE, arn, id: name, finish })
  }
  for (const item of reading.items('cloudwatch:DescribeAlarms', 'MetricAlarms')) put(ALARM, item)
  for (const item of reading.items('cloudwatch:DescribeAlarms', 'CompositeAlarms')) put(COMPOSITE, item)
  for (const item of reading.items('cloudwatch:DescribeAlarmsForMetric', 'MetricAlarms')) put(ALARM, item)
  claimAlarms(reading)
}

/** DescribeAlarms answers metric alarms only, unless composite ones are asked for: an empty list may mean "not asked". */
function claimAlarms(reading: Reading): void {
  const call = 'cloudwatch:DescribeAlarms'
  for (const { answer, error } of reading.errors(call)) {
    for (const type of [ALARM, COMPOSITE]) {
      reading.claims.claim(type, scopeOf(answer), {
        state: 'unread',
        cause: failureCause(answer, error),
        call,
        action: call,
        ...inFile(answer),
      })
    }
  }
  for (const { answer, body } of reading.bodies(call)) {
    const types = textsOf(asked(answer, 'AlarmTypes')) ?? []
    const has = (list: string): boolean => {
      const value = own(body, list)
      return Array.isArray(value) && value.length > 0
    }
    const asksAll = types.length === 0 && answer.requestKnown !== true
    const metric =
      types.includes('MetricAlarm') || (types.length === 0 && (has('MetricAlarms') || !has('CompositeAlarms')))
    const composite = types.includes('CompositeAlarm') || (asksAll && has('CompositeAlarms'))
    const filtered = FILTERS.some((member) => asked(answer, member) !== undefined)
    for (const [type, told] of [
      [ALARM, metric],
      [COMPOSITE, composite],
    ] as const) {
      const cut = !answer.complete || reading.isDamaged(answer)
      const cause = cut
        ? ({ class: 'read', reason: `${call} was cut off before its last page` } as const)
        : ({
            class: 'input',
            reason: `not all alarms were exported (aws cloudwatch describe-alarms --alarm-types MetricAlarm CompositeAlarm)`,
          } as const)
      const whole = told && !cut && !filtered
      reading.claims.claim(type, scopeOf(answer), {
        state: whole ? 'complete' : 'partial',
        ...(whole ? {} : { cause }),
        call,
        ...inFile(answer),
      })
    }
  }
}

const FILTERS = [
  'AlarmNames',
  'AlarmNamePrefix',
  'StateValue',
  'ActionPrefix',
  'ChildrenOfAlarmName',
  'ParentsOfAlarmName',
]

function inFile(answer: Answer): { readonly file?: string } {
  return answer.file === undefined ? {} : { file: answer.file }
}

function withoutStar(arn: string | undefined): string | undefined {
  return arn?.endsWith(':*') ? arn.slice(0, -2) : arn
}

export function logGroupName(arnOrName: string | undefined): string | undefined {
  if (arnOrName === undefined || !arnOrName.startsWith('arn:')) return arnOrName
  const at = arnOrName.indexOf(':log-group:')
  return at < 0 ? undefined : withoutStar(arnOrName)?.slice(at + ':log-group:'.length)
}

function alarmName(arnOrName: string | undefined): string | undefined {
  if (arnOrName === undefined || !arnOrName.startsWith('arn:')) return arnOrName
  const at = arnOrName.indexOf(':alarm:')
  return at < 0 ? undefined : arnOrName.slice(at + ':alarm:'.length)
}

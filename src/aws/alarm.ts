import { FALSE, UNKNOWN } from '../model/tri.ts'
import {
  type Cause,
  entry,
  isList,
  isMap,
  isSpecial,
  KIND,
  type PropertyMap,
  type Text,
  text,
  type Value,
} from '../model/value.ts'
import { type Answer, causeOf, consider, literalText, NO, no, settle, unsure, YES, yes } from './answer.ts'

/** The metrics an alarm watches, each with `Namespace`, `MetricName`, `Dimensions`, `Stat` and `AccountId` as written. */
export interface AlarmMetrics {
  readonly metrics: readonly PropertyMap[]
  /** Why it may watch more than these. */
  readonly open?: Cause
}

/** The metrics of AWS::CloudWatch::Alarm: its own, or those of its metric math. Queries are not unfolded. */
export function alarmMetrics(alarm: PropertyMap): AlarmMetrics {
  const metrics: PropertyMap[] = []
  let open: Cause | undefined
  if (entry(alarm, 'MetricName') !== undefined) {
    metrics.push(metricOf(alarm, entry(alarm, 'Statistic') ?? entry(alarm, 'ExtendedStatistic'), undefined))
  }
  const queries = settle(entry(alarm, 'Metrics'))
  if (isList(queries)) {
    for (const item of queries) {
      const query = settle(item)
      if (isMap(query)) open = readQuery(query, metrics) ?? open
      else open ??= causeOf(query, 'Metrics')
    }
  } else if (queries !== undefined) {
    open = causeOf(queries, 'Metrics')
  }
  const criteria = entry(alarm, 'EvaluationCriteria')
  if (criteria !== undefined) open ??= { class: 'limit', reason: 'a PromQL query is not unfolded into metrics' }
  return open === undefined ? { metrics } : { metrics, open }
}

/** The value of one dimension of a metric; absent when the metric has no such dimension. */
export function dimensionOf(metric: PropertyMap, name: string): Value | undefined {
  const namespace = literalText(settle(entry(metric, 'Namespace')))
  if (namespace !== undefined && ONLY_DIMENSIONS.get(namespace)?.includes(name) === false) return undefined
  const list = settle(entry(metric, 'Dimensions'))
  if (!isList(list)) return list
  let open: Value | undefined
  for (const item of list) {
    const dimension = settle(item)
    if (!isMap(dimension)) {
      open ??= unknownOf(dimension)
      continue
    }
    const key = settle(entry(dimension, 'Name'))
    if (key === name) return entry(dimension, 'Value')
    if (literalText(key) === undefined) open ??= unknownOf(key)
  }
  return open
}

/** Every dimension of the namespaces, in which AWS alone puts metrics (guides of Elastic Load Balancing, CloudWatch metrics). */
const BALANCERS = ['AvailabilityZone', 'LoadBalancer', 'TargetGroup']
const ONLY_DIMENSIONS: ReadonlyMap<string, readonly string[]> = new Map([
  ['AWS/ApplicationELB', BALANCERS],
  ['AWS/NetworkELB', BALANCERS],
])

function unknownOf(value: Value | undefined): Value {
  return { [KIND]: 'unknown', cause: causeOf(value, 'Dimensions'), present: 'maybe' }
}

function readQuery(query: PropertyMap, metrics: PropertyMap[]): Cause | undefined {
  const stat = settle(entry(query, 'MetricStat'))
  if (isMap(stat)) {
    const metric = settle(entry(stat, 'Metric'))
    if (!isMap(metric)) return causeOf(metric, 'MetricStat.Metric')
    metrics.push(metricOf(metric, entry(stat, 'Stat'), entry(query, 'AccountId')))
    return undefined
  }
  if (stat !== undefined) return causeOf(stat, 'MetricStat')
  const expression = settle(entry(query, 'Expression'))
  const written = literalText(expression)
  if (written === undefined) return causeOf(expression, 'Expression')
  const selects = /\b(?:SEARCH|SELECT|METRICS)\b/i.test(written)
  return selects ? { class: 'limit', reason: 'an expression that selects metrics is not unfolded' } : undefined
}

function metricOf(source: PropertyMap, stat: Value | undefined, accountId: Value | undefined): PropertyMap {
  const members = {
    Namespace: entry(source, 'Namespace'),
    MetricName: entry(source, 'MetricName'),
    Dimensions: entry(source, 'Dimensions'),
    Stat: stat,
    AccountId: accountId,
  }
  const metric: Record<string, Value> = {}
  for (const [name, value] of Object.entries(members)) if (value !== undefined) metric[name] = value
  return metric
}

/** An alarm that a composite alarm names, by name or ARN, and the state it asks for. */
export interface ChildAlarm {
  readonly alarm: Value
  readonly state: string
}

export interface ChildAlarms {
  readonly children: readonly ChildAlarm[]
  /** Why there may be more. */
  readonly open?: Cause
}

const STATES = ['ALARM', 'OK', 'INSUFFICIENT_DATA']
const MOST_CHARACTERS = 100_000

/**
 * The alarms that an AlarmRule names: `ALARM("a") AND NOT OK(b)`, `AT_LEAST(2, ALARM, (a, b))` (CloudWatch API
 * Reference, PutCompositeAlarm). Names may be quoted or not, ARNs stand for names, and holes of a text are names.
 */
export function compositeChildren(rule: Value | undefined): ChildAlarms {
  const value = settle(rule)
  if (typeof value === 'string') return readRule([value])
  if (value !== undefined && isSpecial(value) && value[KIND] === 'text') return readRule(value.parts)
  return { children: [], open: causeOf(value, 'AlarmRule') }
}

function readRule(parts: Text['parts']): ChildAlarms {
  const children: ChildAlarm[] = []
  let state: string | undefined
  let depth = 0
  let open: Cause | undefined
  for (const token of tokensOf(parts)) {
    if (token === '(') {
      if (state !== undefined) depth += 1
      continue
    }
    if (token === ')') {
      depth = Math.max(0, depth - 1)
      if (depth === 0) state = undefined
      continue
    }
    if (token === ',') continue
    const word = token.quoted || token.parts.length !== 1 ? undefined : token.parts[0]
    if (state === undefined || depth === 0) {
      const keyword = typeof word === 'string' ? word.toUpperCase() : ''
      if (STATES.includes(keyword)) state = keyword
      // A hole where an operator or a whole term may stand.
      if (typeof word !== 'string') open ??= causeOf(word ?? token.parts[0], 'AlarmRule')
      continue
    }
    children.push({ alarm: joined(token.parts), state })
  }
  return open === undefined ? { children } : { children, open }
}

interface Operand {
  readonly parts: Text['parts']
  readonly quoted: boolean
}

type Token = '(' | ')' | ',' | Operand

/** Words, quoted texts and punctuation; a hole is part of the word in which it stands. */
function* tokensOf(parts: Text['parts']): Generator<Token> {
  let current: Text['parts'][number][] = []
  let quoted = false
  let rest = MOST_CHARACTERS
  for (const part of parts) {
    if (typeof part !== 'string') {
      current.push(part)
      continue
    }
    const written = part.slice(0, rest)
    rest -= written.length
    let start = 0
    for (let at = 0; at < written.length; at += 1) {
      const character = written[at] ?? ''
      const ends = quoted ? character === '"' : /[\s(),"]/.test(character)
      if (!ends) continue
      if (at > start) current.push(written.slice(start, at))
      if (current.length > 0) yield { parts: current, quoted }
      current = []
      start = at + 1
      if (character === '"') quoted = !quoted
      else if (character === '(' || character === ')' || character === ',') yield character
    }
    if (start < written.length) current.push(written.slice(start))
  }
  if (current.length > 0) yield { parts: current, quoted }
}

function joined(parts: Text['parts']): Value {
  const only = parts.length === 1 ? parts[0] : undefined
  return only ?? text(parts)
}

const ACTIONS = ['AlarmActions', 'OKActions', 'InsufficientDataActions'] as const

/**
 * Whether an alarm only drives scaling: target tracking made it, or all it does is to call scaling policies.
 * `isScalingPolicy` says what an action is that is no literal ARN. An alarm without actions drives nothing.
 */
export function scalingOnly(alarm: PropertyMap, isScalingPolicy: (action: Value) => Answer): Answer {
  const name = literalText(settle(entry(alarm, 'AlarmName')))
  if (name?.startsWith('TargetTracking-')) return yes('made by target tracking')
  let seen = false
  let unclear: Answer | undefined
  for (const member of ACTIONS) {
    const answer = consider(entry(alarm, member), (list) => {
      if (list === undefined) return YES
      if (!isList(list)) return unsure(causeOf(list, member))
      seen ||= list.length > 0
      return onlyPolicies(list, isScalingPolicy)
    })
    if (answer.tri === FALSE) return answer
    if (answer.tri === UNKNOWN) unclear ??= answer
  }
  if (unclear !== undefined) return unclear
  return seen ? yes('all actions are scaling policies') : no('the alarm has no actions')
}

function onlyPolicies(actions: readonly Value[], isScalingPolicy: (action: Value) => Answer): Answer {
  let unclear: Answer | undefined
  for (const action of actions) {
    const answer = consider(action, (value) => {
      if (value === undefined) return YES
      const arn = literalText(value)
      if (isSpecial(value) && value[KIND] === 'rest') return unsure(value.cause)
      if (arn === undefined) return isScalingPolicy(value)
      return arn.includes(':autoscaling:') && arn.includes(':scalingPolicy:') ? YES : NO
    })
    if (answer.tri === FALSE) return answer
    if (answer.tri === UNKNOWN) unclear ??= answer
  }
  return unclear ?? YES
}

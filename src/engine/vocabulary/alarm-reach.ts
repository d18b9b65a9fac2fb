import { compositeChildren } from '../../aws/alarm.ts'
import { parseArn } from '../../aws/arn.ts'
import type { Resource } from '../../model/resource.ts'
import {
  type Cause,
  entry,
  isList,
  isMap,
  isSpecial,
  KIND,
  type Unknown,
  unknown,
  type Value,
} from '../../model/value.ts'
import type { Element, Frame, Member, Members } from '../frame.ts'
import { parsePath, readPath } from '../path.ts'
import { followed, memberOf, openness, pointing } from '../related.ts'
import { settleDeep } from '../settle.ts'
import type { Facet, Place, Relation } from '../word.ts'
import { isOpaque, sameScope } from '../world.ts'
import { ALARM } from './alarm-watches.ts'
import { unknownOf } from './ecs.ts'
import { isRead } from './network.ts'

export const COMPOSITE = 'AWS::CloudWatch::CompositeAlarm'
const TOPIC = 'AWS::SNS::Topic'
const SUBSCRIPTION = 'AWS::SNS::Subscription'
const RULE = 'AWS::Events::Rule'
const SERVICE = 'AWS::ECS::Service'
const DEPLOYMENT_GROUP = 'AWS::CodeDeploy::DeploymentGroup'

/** An element of a topic's inline list, or a resource of its own. */
const ON_SUBSCRIPTION: Place = { types: [TOPIC, SUBSCRIPTION], at: '#subscription' }

export const relations: readonly Relation[] = [
  {
    name: 'subscriptions',
    on: [{ types: [TOPIC], at: '' }],
    to: ON_SUBSCRIPTION,
    class: 'attached',
    says: 'The subscriptions of the topic: those written in it and those that name it.',
    reads: [SUBSCRIPTION],
    of: (frame, { resource }) => subscriptions(frame, resource),
  },
  {
    name: 'alarms',
    on: [{ types: [TOPIC], at: '' }],
    to: { types: [ALARM, COMPOSITE], at: '' },
    class: 'part',
    says: 'The alarms seen that publish to the topic when they go off.',
    reads: [ALARM, COMPOSITE],
    of: publishers,
  },
  {
    name: 'topics',
    on: [{ types: [ALARM, COMPOSITE], at: '' }],
    to: { types: [TOPIC], at: '' },
    class: 'part',
    says: 'The topics that the alarm publishes to when it goes off.',
    reads: [TOPIC],
    of: topics,
  },
]

export const facets: readonly Facet[] = [
  {
    name: 'confirmed',
    on: [ON_SUBSCRIPTION],
    says: 'Messages are delivered: the endpoint confirmed the subscription, or its protocol asks for no confirmation.',
    reads: [],
    read: (frame, element) => confirmed(frame, element),
  },
]

type Reach = 'people' | 'machines' | 'nobody' | Unknown

/** Composite alarms may hold composite alarms; AWS refuses circles, a file may hold one. */
const DEEPEST = 8

/** Whether a topic is taken for people, or only as far as somebody has subscribed to it. */
type Topics = 'taken' | 'subscribed'

/** Whom an alarm tells: the furthest of its own actions, its composite alarms, and what else watches it. */
export function reaches(frame: Frame, alarm: Resource, topics: Topics = 'subscribed', depth = 0): Reach {
  if (isOpaque(alarm)) return alarm.rest ?? unknown('input', `${alarm.address} is not among the inputs`)
  const own = ownReach(frame, alarm, topics)
  if (own === 'people') return own
  return furthest([own, ...compositeReach(frame, alarm, topics, depth), watchedReach(frame, alarm)])
}

/** Whether something happens when the alarm goes off, heard or not. */
export function acts(frame: Frame, alarm: Resource): boolean | Unknown {
  const reach = reaches(frame, alarm, 'taken')
  return typeof reach === 'object' ? reach : reach !== 'nobody'
}

function furthest(reached: readonly Reach[]): Reach {
  if (reached.includes('people')) return 'people'
  const open = reached.find((reach) => typeof reach === 'object')
  return open ?? (reached.includes('machines') ? 'machines' : 'nobody')
}

const ACTIONS_ENABLED = parsePath('ActionsEnabled') ?? []
const ALARM_ACTIONS = parsePath('AlarmActions') ?? []

function ownReach(frame: Frame, alarm: Resource, topics: Topics): Reach {
  const element = { resource: alarm, value: undefined, path: [] }
  const enabled = readPath(frame, element, ACTIONS_ENABLED)
  if (enabled === false || enabled === 'false') return 'nobody'
  const actions = settleDeep(frame, readPath(frame, element, ALARM_ACTIONS))
  if (actions === undefined) return 'nobody'
  if (!isList(actions)) return unknownOf(actions, `the actions of ${alarm.address} are not known`)
  const reach = furthest(actions.map((action) => actionReach(frame, alarm, action, topics)))
  if (reach === 'nobody' || enabled === undefined || typeof enabled !== 'object') return reach
  return unknownOf(enabled, `whether the actions of ${alarm.address} are enabled is not known`)
}

/** Services that an action names by ARN (CloudWatch API Reference, PutMetricAlarm). */
const BY_SERVICE: Readonly<Record<string, 'people' | 'machines'>> = {
  aiops: 'people',
  automate: 'machines',
  autoscaling: 'machines',
  lambda: 'people',
  ssm: 'people',
  'ssm-incidents': 'people',
  swf: 'machines',
}
const BY_TYPE: Readonly<Record<string, 'people' | 'machines'>> = {
  'AWS::ApplicationAutoScaling::ScalingPolicy': 'machines',
  'AWS::AutoScaling::ScalingPolicy': 'machines',
  'AWS::Lambda::Alias': 'people',
  'AWS::Lambda::Function': 'people',
  'AWS::Lambda::Version': 'people',
  'AWS::SSMIncidents::ResponsePlan': 'people',
}

function actionReach(frame: Frame, alarm: Resource, action: Value, topics: Topics): Reach {
  const service = typeof action === 'string' ? parseArn(action)?.service : undefined
  const byService = service !== undefined && Object.hasOwn(BY_SERVICE, service) ? BY_SERVICE[service] : undefined
  if (byService !== undefined) return byService
  const target =
    isSpecial(action) && action[KIND] === 'ref'
      ? frame.world.at(action.unit ?? alarm.unit.id, action.target)
      : undefined
  const byType = target !== undefined && Object.hasOwn(BY_TYPE, target.type) ? BY_TYPE[target.type] : undefined
  if (byType !== undefined) return byType
  if (topics === 'taken') return isSurelySet(action) ? 'people' : unknownOf(action, 'an action is not known')
  return furthest(
    followed(frame, alarm, action, [TOPIC]).members.map(({ element }) => topicReach(frame, element.resource)),
  )
}

/** What an action will be is not known, but that there is one. */
function isSurelySet(action: Value): boolean {
  if (!isSpecial(action) || (action[KIND] !== 'unknown' && action[KIND] !== 'rest')) return true
  return action[KIND] === 'unknown' && action.present === 'yes'
}

function topicReach(frame: Frame, topic: Resource): Reach {
  if (isOpaque(topic)) return topic.rest ?? unknown('input', `${topic.address} is not among the inputs`)
  const { members, open } = subscriptions(frame, topic)
  let unsure: Unknown | undefined
  for (const { element, maybe, condition } of members) {
    if (condition !== undefined && !frame.choices.holds(condition)) continue
    const answer = confirmed(frame, element)
    if (answer === true && maybe === undefined) return 'people'
    if (answer !== false) unsure ??= typeof answer === 'object' ? answer : because(maybe, topic)
  }
  if (unsure !== undefined) return unsure
  return open === undefined ? 'nobody' : unknown(open.class, open.reason)
}

function because(cause: Cause | undefined, topic: Resource): Unknown {
  return cause === undefined
    ? unknown('value', `the subscriptions of ${topic.address} are not known`)
    : unknown(cause.class, cause.reason)
}

function subscriptions(frame: Frame, topic: Resource): Members {
  const inline = frame.choices.settle(entry(topic.properties, 'Subscription') ?? topic.rest)
  const own = (isList(inline) ? inline : []).map(
    (value, index): Member => ({
      element: { resource: topic, value: frame.choices.settle(value), path: ['Subscription', index] },
    }),
  )
  const attached = pointing(
    frame,
    topic,
    'Subscription.TopicArn',
    [TOPIC],
    [{ type: SUBSCRIPTION, owner: (subscription) => entry(subscription.properties, 'TopicArn') ?? subscription.rest }],
  )
  const more = openness(frame, topic, 'attached', [SUBSCRIPTION], 'subscription')
  const members = [...own, ...attached]
  if (inline === undefined || isList(inline)) return { members, ...more }
  return { members, open: unknownOf(inline, `the subscriptions of ${topic.address} are not known`).cause }
}

/** SNS Developer Guide: these protocols ask nobody to confirm, within one account. */
const UNCONFIRMED = ['application', 'firehose', 'lambda', 'sms', 'sqs']
const PENDING = parsePath('Live.PendingConfirmation') ?? []

function confirmed(frame: Frame, element: Element): boolean | Unknown {
  const whole = element.value === undefined
  const pending = whole ? readPath(frame, element, PENDING) : undefined
  if (typeof pending === 'boolean') return !pending
  const properties = settleDeep(frame, whole ? element.resource.properties : element.value)
  if (!isMap(properties)) return unknownOf(properties, `a subscription of ${element.resource.address} is not known`)
  const protocol = entry(properties, 'Protocol') ?? element.resource.rest
  if (typeof protocol !== 'string')
    return unknownOf(protocol, `the protocol of ${element.resource.address} is not known`)
  if (!UNCONFIRMED.includes(protocol)) {
    return unknown(
      'input',
      `whether the ${protocol} endpoint of ${element.resource.address} confirmed is only known live`,
    )
  }
  const endpoint = entry(properties, 'Endpoint')
  const account = typeof endpoint === 'string' ? parseArn(endpoint)?.account : undefined
  const here = element.resource.scope.account
  if (account === undefined || account === '' || account === here || here.startsWith('?')) return true
  return unknown(
    'input',
    `whether account ${account} confirmed the subscription ${element.resource.address} is only known live`,
  )
}

/** Alarms that other templates make are theirs to tell; of an account, those that were not read may be any. */
function publishers(frame: Frame, { resource: topic }: Element): Members {
  const members = pointing(
    frame,
    topic,
    'AlarmActions',
    [TOPIC],
    [ALARM, COMPOSITE].map((type) => ({ type, owner: (alarm) => entry(alarm.properties, 'AlarmActions') })),
  )
  const { open } = openness(frame, topic, 'apart', [ALARM], 'alarm')
  return open !== undefined && (open.class === 'read' || isRead(topic)) ? { members, open } : { members }
}

function topics(frame: Frame, { resource }: Element): Members {
  const actions = settleDeep(frame, entry(resource.properties, 'AlarmActions') ?? resource.rest)
  const found = followed(frame, resource, actions, [TOPIC])
  const members = found.members.filter(({ element }) => element.resource.type === TOPIC)
  return { ...found, members }
}

interface Parents {
  readonly byChild: ReadonlyMap<Resource, readonly Resource[]>
  readonly unclear: readonly { readonly composite: Resource; readonly cause: Cause }[]
}

/** Class attached: a composite alarm has to name its children. */
export function composites(frame: Frame, alarm: Resource): Members {
  const { byChild, unclear } = frame.world.memo('alarms.composites', () => parents(frame))
  const members = [
    ...(byChild.get(alarm) ?? []).map(memberOf),
    ...unclear
      .filter(({ composite }) => composite !== alarm && sameScope(COMPOSITE, composite.scope, alarm.scope) !== false)
      .map(({ composite, cause }): Member => ({ ...memberOf(composite), maybe: cause })),
  ]
  return { members, ...openness(frame, alarm, 'attached', [COMPOSITE], 'composite alarm') }
}

function parents(frame: Frame): Parents {
  const byChild = new Map<Resource, Resource[]>()
  const unclear: { composite: Resource; cause: Cause }[] = []
  for (const composite of frame.world.ofType(COMPOSITE)) {
    const { children, open } = compositeChildren(entry(composite.properties, 'AlarmRule') ?? composite.rest)
    if (open !== undefined) unclear.push({ composite, cause: open })
    for (const child of children) {
      for (const { element } of followed(frame, composite, child.alarm, [ALARM, COMPOSITE]).members) {
        const same = byChild.get(element.resource)
        if (same === undefined) byChild.set(element.resource, [composite])
        else if (!same.includes(composite)) same.push(composite)
      }
    }
  }
  return { byChild, unclear }
}

function compositeReach(frame: Frame, alarm: Resource, topics: Topics, depth: number): readonly Reach[] {
  const { members, open } = composites(frame, alarm)
  const reached = members.flatMap(({ element, maybe, condition }): readonly Reach[] => {
    if (condition !== undefined && !frame.choices.holds(condition)) return []
    if (depth >= DEEPEST) return [unknown('limit', 'composite alarms are nested too deeply')]
    const reach = reaches(frame, element.resource, topics, depth + 1)
    return maybe === undefined || reach === 'nobody' ? [reach] : [unknown(maybe.class, maybe.reason)]
  })
  return open === undefined ? reached : [...reached, unknown(open.class, open.reason)]
}

/** Deployments roll back by alarms, composite alarms are held back by them, and event rules may react to all of them. */
function watchedReach(frame: Frame, alarm: Resource): Reach {
  const watching = pointing(
    frame,
    alarm,
    'alarms.watching',
    [ALARM, COMPOSITE],
    [
      { type: SERVICE, owner: (service) => at(service, 'DeploymentConfiguration', 'Alarms', 'AlarmNames') },
      { type: DEPLOYMENT_GROUP, owner: (group) => alarmNames(at(group, 'AlarmConfiguration', 'Alarms')) },
      { type: COMPOSITE, owner: (composite) => entry(composite.properties, 'ActionsSuppressor') },
    ],
  )
  if (watching.some(({ maybe }) => maybe === undefined)) return 'machines'
  const rule = frame.world.ofType(RULE).find((candidate) => reactsToAlarms(frame, candidate, alarm))
  return rule === undefined ? 'nobody' : unknown('limit', `${rule.address} may react to the alarm`)
}

function at(resource: Resource, ...steps: readonly string[]): Value | undefined {
  let value: Value | undefined = resource.properties
  for (const step of steps) value = isMap(value) ? entry(value, step) : undefined
  return value
}

function alarmNames(alarms: Value | undefined): Value | undefined {
  if (!isList(alarms)) return undefined
  return alarms.filter(isMap).flatMap((alarm) => entry(alarm, 'Name') ?? [])
}

function reactsToAlarms(frame: Frame, rule: Resource, alarm: Resource): boolean {
  if (sameScope(RULE, rule.scope, alarm.scope) === false || entry(rule.properties, 'State') === 'DISABLED') return false
  const pattern = settleDeep(frame, entry(rule.properties, 'EventPattern'))
  const source = isMap(pattern) ? entry(pattern, 'source') : pattern
  return isList(source) && source.includes('aws.cloudwatch')
}

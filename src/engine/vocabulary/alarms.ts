import { dimensionOf, scalingOnly } from '../../aws/alarm.ts'
import { type Answer, unsureOf } from '../../aws/answer.ts'
import type { Resource } from '../../model/resource.ts'
import { FALSE, TRUE, type Tri, UNKNOWN } from '../../model/tri.ts'
import {
  entry,
  isList,
  isMap,
  isSpecial,
  KIND,
  type PropertyMap,
  ref,
  text,
  unknown,
  type Value,
} from '../../model/value.ts'
import type { Element, Frame, Member, Members } from '../frame.ts'
import { parsePath, readPath } from '../path.ts'
import { followed, merged, openness, pointing } from '../related.ts'
import { remembered } from '../remembered.ts'
import { settleDeep } from '../settle.ts'
import type { Told } from '../text-index.ts'
import type { Facet, Place, Relation } from '../word.ts'
import { arnOfResource, isOpaque } from '../world.ts'
import { acts, COMPOSITE, composites, reaches } from './alarm-reach.ts'
import { ALARM, alarmsOn, metricsOf, named, type Watch } from './alarm-watches.ts'
import { SERVICE, triValue, unknownOf } from './ecs.ts'
import { METRIC_FILTER } from './logs.ts'

const CLUSTER = 'AWS::ECS::Cluster'
const TARGET_GROUP = 'AWS::ElasticLoadBalancingV2::TargetGroup'
const LOAD_BALANCER = 'AWS::ElasticLoadBalancingV2::LoadBalancer'
const LISTENER = 'AWS::ElasticLoadBalancingV2::Listener'
const LISTENER_RULE = 'AWS::ElasticLoadBalancingV2::ListenerRule'

const METRIC: Place = { types: [ALARM], at: '#metric' }
const TO_ALARM: Place = { types: [ALARM], at: '' }
const ON_SERVICE: readonly Place[] = [{ types: [SERVICE], at: '' }]

export const relations: readonly Relation[] = [
  {
    name: 'alarms',
    on: [{ types: [METRIC_FILTER], at: '' }],
    to: TO_ALARM,
    class: 'apart',
    says: 'The alarms on the metrics that the filter makes.',
    reads: [ALARM],
    of: filterAlarms,
  },
  {
    name: 'alarms',
    on: ON_SERVICE,
    to: TO_ALARM,
    class: 'apart',
    says: 'The alarms on metrics of this service: both ClusterName and ServiceName are its own.',
    reads: [ALARM, CLUSTER],
    of: remembered(serviceAlarms),
  },
  {
    name: 'alarms',
    on: [{ types: [TARGET_GROUP], at: '' }],
    to: TO_ALARM,
    class: 'apart',
    says: 'The alarms on metrics of this target group, or of the whole load balancer before it.',
    reads: [ALARM, LOAD_BALANCER, LISTENER, LISTENER_RULE],
    of: remembered(targetGroupAlarms),
  },
  {
    name: 'metrics',
    on: [TO_ALARM],
    to: METRIC,
    class: 'part',
    says: 'The metrics that the alarm watches, those of metric math included; only the ones of a service where it was reached from there.',
    reads: [],
    of: (frame, element) => metrics(frame, element),
  },
  {
    name: 'composites',
    on: [{ types: [ALARM, COMPOSITE], at: '' }],
    to: { types: [COMPOSITE], at: '' },
    class: 'attached',
    says: 'The composite alarms whose rule names the alarm.',
    reads: [COMPOSITE],
    of: (frame, element) => composites(frame, element.resource),
  },
  {
    name: 'targetGroups',
    on: ON_SERVICE,
    to: { types: [TARGET_GROUP], at: '' },
    class: 'part',
    says: 'The target groups of the service, the alternate ones of blue/green deployments included.',
    reads: [TARGET_GROUP],
    of: (frame, element) => targetGroups(frame, element.resource, readPath(frame, element, LOAD_BALANCERS)),
  },
  {
    name: 'targetGroups',
    on: [{ types: [SERVICE], at: 'LoadBalancers[]' }],
    to: { types: [TARGET_GROUP], at: '' },
    class: 'part',
    says: 'The target group of this load balancer, and the alternate one of blue/green deployments.',
    reads: [TARGET_GROUP],
    of: (frame, element) => targetGroups(frame, element.resource, element.value),
  },
]

export const facets: readonly Facet[] = [
  {
    name: 'scalingOnly',
    on: [TO_ALARM],
    says: 'The alarm only drives scaling: target tracking made it, or all its actions are scaling policies.',
    reads: [],
    read: remembered((frame, { resource }) => drivesScaling(frame, resource)),
  },
  {
    name: 'reaches',
    on: [{ types: [ALARM, COMPOSITE], at: '' }],
    says: 'people, machines or nobody: whom the alarm tells, by its own actions, a composite alarm or a deployment that watches it.',
    reads: [
      COMPOSITE,
      'AWS::SNS::Topic',
      'AWS::SNS::Subscription',
      'AWS::Events::Rule',
      SERVICE,
      'AWS::CodeDeploy::DeploymentGroup',
    ],
    read: remembered((frame, { resource }) => reaches(frame, resource)),
  },
  {
    name: 'acts',
    on: [{ types: [ALARM, COMPOSITE], at: '' }],
    says: 'Something happens when the alarm goes off: an enabled action, a composite alarm, or a deployment that watches it.',
    reads: [COMPOSITE, 'AWS::Events::Rule', SERVICE, 'AWS::CodeDeploy::DeploymentGroup'],
    read: (frame, { resource }) => acts(frame, resource),
  },
]

const LOAD_BALANCERS = parsePath('LoadBalancers') ?? []
const CLOSED_BY = [ALARM]

function filterAlarms(frame: Frame, { resource }: Element): Members {
  const transformations = settleDeep(frame, entry(resource.properties, 'MetricTransformations') ?? resource.rest)
  const open = openness(frame, resource, 'apart', CLOSED_BY, 'alarm')
  if (!isList(transformations)) {
    if (transformations === undefined) return { members: [], ...open }
    return { members: [], open: unknownOf(transformations, `the metric of ${resource.address} is not known`).cause }
  }
  const dark = transformations.find((transformation) => !isMap(transformation))
  const unsure =
    dark === undefined ? {} : { open: unknownOf(dark, `a metric of ${resource.address} is not known`).cause }
  const members = transformations.flatMap((transformation): readonly Member[] => {
    if (!isMap(transformation)) return []
    const name = entry(transformation, 'MetricName')
    const namespace = entry(transformation, 'MetricNamespace')
    if (name === undefined || namespace === undefined) return []
    return alarmsOn(frame, resource, 'MetricName', [{ value: name, from: resource }], ({ alarm, metric }) =>
      named(frame, { value: entry(metric, 'Namespace'), from: alarm }, [{ value: namespace, from: resource }]),
    )
  })
  return { members, ...open, ...unsure }
}

function serviceAlarms(frame: Frame, { resource }: Element): Members {
  const cluster = clusterNames(frame, resource)
  const members = alarmsOn(frame, resource, 'ServiceName', serviceNames(frame, resource), ({ alarm, metric }) =>
    named(frame, { value: dimensionOf(metric, 'ClusterName'), from: alarm }, cluster),
  )
  return { members, ...openness(frame, resource, 'apart', CLOSED_BY, 'alarm') }
}

/** CloudFormation's attribute `Name`, and the name itself where it is written. */
function serviceNames(frame: Frame, service: Resource): readonly Told[] {
  const own = { value: ref(service.address, 'Name'), from: service }
  const name = frame.choices.settle(entry(service.properties, 'ServiceName') ?? service.rest)
  return name === undefined ? [own] : [{ value: name, from: service }, own]
}

/** Dimensions hold names: an ARN is none. */
function clusterNames(frame: Frame, service: Resource): readonly Told[] {
  const raw = frame.choices.settle(entry(service.properties, 'Cluster') ?? service.rest ?? 'default')
  const names: Told[] = []
  if (raw !== undefined && !(isSpecial(raw) && raw[KIND] === 'ref') && !isArn(raw))
    names.push({ value: raw, from: service })
  const cluster = followed(frame, service, raw, [CLUSTER]).members[0]?.element.resource
  if (cluster === undefined) return names
  const name = frame.choices.settle(entry(cluster.properties, 'ClusterName'))
  if (name !== undefined) names.push({ value: name, from: cluster })
  if (!isOpaque(cluster)) names.push({ value: ref(cluster.address, 'Ref'), from: cluster })
  return names
}

function isArn(value: Value): boolean {
  const head = isSpecial(value) && value[KIND] === 'text' ? value.parts[0] : value
  return typeof head === 'string' && head.startsWith('arn:')
}

function targetGroupAlarms(frame: Frame, { resource }: Element): Members {
  const own = alarmsOn(
    frame,
    resource,
    'TargetGroup',
    fullNames(frame, resource, 'TargetGroupFullName', 'targetgroup/'),
    () => TRUE,
  )
  const balancers = loadBalancers(frame, resource)
  const above = balancers.members.flatMap(({ element, maybe }) => {
    const names = fullNames(frame, element.resource, 'LoadBalancerFullName', '')
    const members = alarmsOn(frame, element.resource, 'LoadBalancer', names, wholeLoadBalancer)
    return maybe === undefined ? members : members.map((member) => ({ ...member, maybe }))
  })
  const open = openness(frame, resource, 'apart', CLOSED_BY, 'alarm')
  return { members: [...own, ...above], ...(balancers.open === undefined ? open : { open: balancers.open }) }
}

/** Metrics of one target group say nothing of the others. */
function wholeLoadBalancer({ metric }: Watch): Tri {
  const group = dimensionOf(metric, 'TargetGroup')
  if (group === undefined) return TRUE
  return isSpecial(group) && group[KIND] === 'unknown' ? UNKNOWN : FALSE
}

/** `targetgroup/NAME/ID` and `app/NAME/ID`: what dimensions hold is the end of the ARN. */
function fullNames(frame: Frame, resource: Resource, attribute: string, prefix: string): readonly Told[] {
  const arn = arnOfResource(resource)
  const own = { value: ref(resource.address, attribute), from: resource }
  if (arn !== undefined) {
    const tail = arn.slice(arn.lastIndexOf(':') + 1)
    return [
      { value: tail.startsWith('loadbalancer/') ? tail.slice('loadbalancer/'.length) : tail, from: resource },
      own,
    ]
  }
  const name = frame.choices.settle(entry(resource.properties, 'Name'))
  if (typeof name !== 'string' || prefix === '') return [own]
  const shape = text([`${prefix}${name}/`, unknown('value', 'AWS gives the id', { present: 'yes' })])
  return [own, { value: shape, from: resource }]
}

function loadBalancers(frame: Frame, group: Resource): Members {
  const told = frame.choices.settle(entry(group.properties, 'LoadBalancerArns'))
  if (isList(told)) return followed(frame, group, told, [LOAD_BALANCER])
  const listeners = pointing(
    frame,
    group,
    'Listener.TargetGroup',
    [TARGET_GROUP],
    [
      { type: LISTENER, owner: (listener) => groupsIn(entry(listener.properties, 'DefaultActions')) },
      { type: LISTENER_RULE, owner: (rule) => groupsIn(entry(rule.properties, 'Actions')) },
    ],
  )
  const found = listeners.map(({ element, maybe }): Members => {
    const rule = element.resource
    const balancers =
      rule.type === LISTENER
        ? listenerBalancers(frame, rule)
        : merged(
            followed(frame, rule, entry(rule.properties, 'ListenerArn') ?? rule.rest, [LISTENER]).members.map(
              (listener) => listenerBalancers(frame, listener.element.resource),
            ),
          )
    return maybe === undefined ? balancers : { members: balancers.members.map((member) => ({ ...member, maybe })) }
  })
  return { ...openness(frame, group, 'attached', [LISTENER], 'listener'), ...merged(found) }
}

function listenerBalancers(frame: Frame, listener: Resource): Members {
  return followed(frame, listener, entry(listener.properties, 'LoadBalancerArn') ?? listener.rest, [LOAD_BALANCER])
}

/** The target groups that actions forward to. */
function groupsIn(actions: Value | undefined): Value | undefined {
  if (!isList(actions)) return actions
  return actions.flatMap((action): readonly Value[] => {
    if (!isMap(action)) return isSpecial(action) && action[KIND] === 'unknown' ? [action] : []
    const forward = entry(action, 'ForwardConfig')
    const weighted = isMap(forward) ? entry(forward, 'TargetGroups') : undefined
    const groups = isList(weighted) ? weighted.filter(isMap).map((group) => entry(group, 'TargetGroupArn')) : []
    return [entry(action, 'TargetGroupArn'), ...groups].filter((arn) => arn !== undefined)
  })
}

function targetGroups(frame: Frame, service: Resource, raw: Value | undefined): Members {
  const value = settleDeep(frame, raw)
  if (isList(value)) return merged(value.map((item) => targetGroups(frame, service, item)))
  if (value === undefined) return { members: [] }
  if (!isMap(value))
    return { members: [], open: unknownOf(value, `the load balancers of ${service.address} are not known`).cause }
  const advanced = entry(value, 'AdvancedConfiguration')
  const alternate = isMap(advanced) ? entry(advanced, 'AlternateTargetGroupArn') : advanced
  return merged([entry(value, 'TargetGroupArn'), alternate].map((arn) => followed(frame, service, arn, [TARGET_GROUP])))
}

function metrics(frame: Frame, { resource, facts }: Element): Members {
  const watched = facts?.watched
  if (isList(watched)) return { members: watched.filter(isMap).map((metric) => metricMember(resource, metric)) }
  const { metrics: own, open } = metricsOf(frame, resource)
  const members = own.map((metric) => metricMember(resource, metric))
  return open === undefined ? { members } : { members, open }
}

function metricMember(alarm: Resource, metric: PropertyMap): Member {
  return { element: { resource: alarm, value: metric, path: [] } }
}

function drivesScaling(frame: Frame, alarm: Resource): Value {
  const properties = settleDeep(frame, alarm.properties)
  if (isOpaque(alarm)) return alarm.rest ?? unknown('input', `${alarm.address} is not among the inputs`)
  return triValue(scalingOnly(isMap(properties) ? properties : {}, (action) => isScalingPolicy(frame, action, alarm)))
}

function isScalingPolicy(frame: Frame, action: Value, alarm: Resource): Answer {
  const target =
    isSpecial(action) && action[KIND] === 'ref'
      ? frame.world.at(action.unit ?? alarm.unit.id, action.target)
      : undefined
  if (target === undefined) return unsureOf('value', `an action of ${alarm.address} is not known`)
  return { tri: target.type.endsWith('::ScalingPolicy') ? TRUE : FALSE }
}

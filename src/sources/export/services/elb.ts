import type { Value } from '../../../model/value.ts'
import { isRecord, own, type UnknownRecord } from '../../../util/record.ts'
import { subjectOf } from '../answer.ts'
import { convertValue, drop, keys, live, liveTime, notExported, type Shape, text } from '../convert.ts'
import { type Item, merge, type Parts, type Placing, type Reading, scopeOf, set, setLive, textOf } from '../reading.ts'

export const LOAD_BALANCER = 'AWS::ElasticLoadBalancingV2::LoadBalancer'

/** Elastic Load Balancing v2 and EC2 Auto Scaling. */
export function readElb(reading: Reading): void {
  const tags = tagsByArn(reading)
  for (const item of reading.items('elasticloadbalancing:DescribeLoadBalancers', 'LoadBalancers'))
    loadBalancer(reading, tags, item)
  for (const item of reading.items('elasticloadbalancing:DescribeTargetGroups', 'TargetGroups'))
    targetGroup(reading, tags, item)
  for (const item of reading.items('elasticloadbalancing:DescribeListeners', 'Listeners')) listener(reading, item)
  for (const item of reading.items('elasticloadbalancing:DescribeRules', 'Rules')) rule(reading, item)
  for (const item of reading.items('autoscaling:DescribeAutoScalingGroups', 'AutoScalingGroups'))
    scalingGroup(reading, item)
  for (const item of reading.items('autoscaling:DescribeLaunchConfigurations', 'LaunchConfigurations'))
    launchConfiguration(reading, item)
}

const LOAD_BALANCER_SHAPE: Shape = {
  LoadBalancerName: 'Name',
  AvailabilityZones: { to: 'Subnets', pick: 'SubnetId' },
  CreatedTime: liveTime,
  State: live,
  VpcId: live,
  CanonicalHostedZoneId: 'CanonicalHostedZoneID',
}

function loadBalancer(reading: Reading, tags: TagFinder, { answer, raw, pointer }: Item): void {
  const arn = textOf(raw, 'LoadBalancerArn')
  if (arn === undefined) return
  const scope = scopeOf(answer, { arn })
  const name = textOf(raw, 'LoadBalancerName') ?? arn
  const attributes = reading.parts('elasticloadbalancing:DescribeLoadBalancerAttributes', (told) =>
    subjectOf(told, 'LoadBalancerArn'),
  )
  reading.add({
    type: LOAD_BALANCER,
    scope,
    answer,
    pointer,
    raw,
    shape: LOAD_BALANCER_SHAPE,
    arn,
    id: name,
    finish: (properties, place) => {
      set(properties, 'LoadBalancerFullName', after(arn, ':loadbalancer/'))
      const state = own(raw, 'State')
      setLive(properties, { State: isRecord(state) ? convertValue(own(state, 'Code')) : undefined })
      const byArn = attributes.find(scope, arn, `the attributes of load balancer ${name}`)
      const part =
        byArn.state === 'open' ? attributes.find(scope, name, `the attributes of load balancer ${name}`) : byArn
      merge(properties, place, 'LoadBalancerAttributes', part, 'Attributes', (body) =>
        convertValue(own(body, 'Attributes')),
      )
      set(properties, 'Tags', tags(scope, arn, `load balancer ${name}`))
    },
  })
}

function targetGroup(reading: Reading, tags: TagFinder, { answer, raw, pointer }: Item): void {
  const arn = textOf(raw, 'TargetGroupArn')
  if (arn === undefined) return
  const scope = scopeOf(answer, { arn })
  const name = textOf(raw, 'TargetGroupName') ?? arn
  const type = 'AWS::ElasticLoadBalancingV2::TargetGroup'
  const finish = (properties: Record<string, Value>): void => {
    const full = after(arn, ':targetgroup/')
    set(properties, 'TargetGroupFullName', full === undefined ? undefined : `targetgroup/${full}`)
    set(
      properties,
      'TargetGroupAttributes',
      notExported(`the attributes of target group ${name}`, 'elbv2 describe-target-group-attributes'),
    )
    set(properties, 'Tags', tags(scope, arn, `target group ${name}`))
  }
  reading.add({ type, scope, answer, pointer, raw, shape: { TargetGroupName: 'Name' }, arn, id: name, finish })
}

const EXTRA: Shape = { AuthenticationRequestExtraParams: keys }
const ACTIONS: Shape = { AuthenticateOidcConfig: { of: EXTRA }, AuthenticateCognitoConfig: { of: EXTRA } }

function listener(reading: Reading, { answer, raw, pointer }: Item): void {
  const arn = textOf(raw, 'ListenerArn')
  if (arn === undefined) return
  const shape: Shape = { DefaultActions: { of: ACTIONS } }
  reading.add({
    type: 'AWS::ElasticLoadBalancingV2::Listener',
    scope: scopeOf(answer, { arn }),
    answer,
    pointer,
    raw,
    shape,
    arn,
    id: arn,
  })
}

function rule(reading: Reading, { answer, raw, pointer }: Item): void {
  const arn = textOf(raw, 'RuleArn')
  if (arn === undefined) return
  const shape: Shape = { Actions: { of: ACTIONS }, IsDefault: live, Priority: { as: 'number' } }
  const finish = (properties: Record<string, Value>): void => {
    const path = after(arn, ':listener-rule/')
    const owner = path?.split('/').slice(0, -1).join('/')
    if (owner !== undefined)
      set(properties, 'ListenerArn', `${arn.slice(0, arn.indexOf(':listener-rule/'))}:listener/${owner}`)
  }
  const type = 'AWS::ElasticLoadBalancingV2::ListenerRule'
  reading.add({ type, scope: scopeOf(answer, { arn }), answer, pointer, raw, shape, arn, id: arn, finish })
}

type TagFinder = (scope: Parameters<Parts['find']>[0], arn: string, what: string) => Value | undefined

/** DescribeTags answers for up to twenty resources at once. */
function tagsByArn(reading: Reading): TagFinder {
  const told = new Map<string, UnknownRecord>()
  for (const { raw } of reading.items('elasticloadbalancing:DescribeTags', 'TagDescriptions')) {
    const arn = textOf(raw, 'ResourceArn')
    if (arn !== undefined) told.set(arn, raw)
  }
  const parts = reading.parts('elasticloadbalancing:DescribeTags', () => undefined)
  return (scope, arn, what) => {
    const raw = told.get(arn)
    if (raw !== undefined) return convertValue(own(raw, 'Tags'))
    const part = parts.find(scope, arn, `the tags of ${what}`)
    return part.state === 'open' ? part.value : undefined
  }
}

const SCALING_GROUP_SHAPE: Shape = {
  AutoScalingGroupARN: drop,
  VPCZoneIdentifier: drop,
  MinSize: text,
  MaxSize: text,
  DesiredCapacity: text,
  CreatedTime: liveTime,
  Instances: live,
  Status: live,
  SuspendedProcesses: live,
  EnabledMetrics: live,
  Tags: { of: { ResourceId: drop, ResourceType: drop } },
}

function scalingGroup(reading: Reading, { answer, raw, pointer }: Item): void {
  const arn = textOf(raw, 'AutoScalingGroupARN')
  const name = textOf(raw, 'AutoScalingGroupName')
  if (name === undefined) return
  const finish = (properties: Record<string, Value>, place: Placing): void => {
    const zones = textOf(raw, 'VPCZoneIdentifier')
      ?.split(',')
      .map((zone) => zone.trim())
      .filter((zone) => zone !== '')
    place('VPCZoneIdentifier', answer, `${pointer}/VPCZoneIdentifier`)
    if (zones !== undefined && zones.length > 0) set(properties, 'VPCZoneIdentifier', zones)
  }
  const type = 'AWS::AutoScaling::AutoScalingGroup'
  reading.add({
    type,
    scope: scopeOf(answer, { arn }),
    answer,
    pointer,
    raw,
    shape: SCALING_GROUP_SHAPE,
    arn,
    id: name,
    finish,
  })
}

function launchConfiguration(reading: Reading, { answer, raw, pointer }: Item): void {
  const arn = textOf(raw, 'LaunchConfigurationARN')
  const name = textOf(raw, 'LaunchConfigurationName')
  if (name === undefined) return
  const shape: Shape = {
    LaunchConfigurationARN: drop,
    CreatedTime: liveTime,
    // An empty string stands for none.
    KernelId: drop,
    RamdiskId: drop,
    InstanceMonitoring: { to: 'InstanceMonitoring', pick: 'Enabled' },
  }
  const finish = (properties: Record<string, Value>): void => {
    for (const property of ['KeyName', 'UserData'])
      if (properties[property] === '') set(properties, property, undefined)
  }
  const type = 'AWS::AutoScaling::LaunchConfiguration'
  reading.add({ type, scope: scopeOf(answer, { arn }), answer, pointer, raw, shape, arn, id: name, finish })
}

function after(text: string, marker: string): string | undefined {
  const at = text.indexOf(marker)
  return at < 0 ? undefined : text.slice(at + marker.length)
}

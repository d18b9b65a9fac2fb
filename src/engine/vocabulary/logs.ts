import { megabytes } from '../../aws/container.ts'
import { awsOutput } from '../../aws/firelens.ts'
import type { Resource } from '../../model/resource.ts'
import { type Cause, entry, isList, isMap, isSpecial, KIND, unknown, type Value } from '../../model/value.ts'
import { addTo } from '../../util/groups.ts'
import { UNSETTLED } from '../choices.ts'
import type { Element, Frame, Member, Members } from '../frame.ts'
import { parsePath, readPath, type Step } from '../path.ts'
import { branches, followed, memberOf, openness, pointing } from '../related.ts'
import { hasChoice, settleDeep } from '../settle.ts'
import { createTextIndex, type Told } from '../text-index.ts'
import type { Facet, Place, Relation } from '../word.ts'
import { follow, isOpaque, sameScope, sameToken } from '../world.ts'
import { TASK_DEFINITION, unknownOf } from './ecs.ts'

export const LOG_GROUP = 'AWS::Logs::LogGroup'
export const METRIC_FILTER = 'AWS::Logs::MetricFilter'
const SUBSCRIPTION_FILTER = 'AWS::Logs::SubscriptionFilter'
const ACCOUNT_POLICY = 'AWS::Logs::AccountPolicy'
const DELIVERY_STREAM = 'AWS::KinesisFirehose::DeliveryStream'
const ROLE = 'AWS::IAM::Role'

const CONTAINER: Place = { types: [TASK_DEFINITION], at: 'ContainerDefinitions[]' }
const ON_LOG_GROUP: readonly Place[] = [{ types: [LOG_GROUP], at: '' }]

export const relations: readonly Relation[] = [
  {
    name: 'logGroup',
    on: [CONTAINER],
    to: { types: [LOG_GROUP], at: '' },
    class: 'apart',
    says: 'The log group that awslogs writes to: by awslogs-group, in awslogs-region.',
    reads: [LOG_GROUP],
    of: logGroup,
  },
  {
    name: 'logGroup',
    on: [{ types: [METRIC_FILTER, SUBSCRIPTION_FILTER], at: '' }],
    to: { types: [LOG_GROUP], at: '' },
    class: 'part',
    says: 'The log group of the filter.',
    reads: [LOG_GROUP],
    of: (frame, { resource }) =>
      followed(frame, resource, entry(resource.properties, 'LogGroupName') ?? resource.rest, [LOG_GROUP]),
  },
  {
    name: 'writers',
    on: ON_LOG_GROUP,
    to: CONTAINER,
    class: 'apart',
    says: 'The containers whose awslogs driver writes to the log group.',
    reads: [TASK_DEFINITION],
    of: writers,
  },
  filterRelation('metricFilters', METRIC_FILTER, 'metric filter', 'The metric filters of the log group.'),
  filterRelation(
    'subscriptionFilters',
    SUBSCRIPTION_FILTER,
    'subscription filter',
    'The subscription filters of the log group.',
  ),
  {
    name: 'accountSubscriptions',
    on: ON_LOG_GROUP,
    to: { types: [ACCOUNT_POLICY], at: '' },
    class: 'apart',
    says: 'The subscription policies of the account that cover the log group.',
    reads: [ACCOUNT_POLICY],
    of: accountSubscriptions,
  },
  {
    name: 'deliveryStream',
    on: [{ types: [SUBSCRIPTION_FILTER], at: '' }],
    to: { types: [DELIVERY_STREAM], at: '' },
    class: 'part',
    says: 'The delivery stream that the filter sends to, when it sends to one.',
    reads: [DELIVERY_STREAM],
    of: deliveryStream,
  },
  {
    name: 'awslogsRole',
    on: [{ types: [TASK_DEFINITION], at: '' }],
    to: { types: [ROLE], at: '' },
    class: 'part',
    says: 'The role with which awslogs writes: the execution role, or on EC2 without one that of the instance.',
    reads: [ROLE],
    of: awslogsRole,
  },
]

export const facets: readonly Facet[] = [
  {
    name: 'awsOutput',
    on: [CONTAINER],
    says: 'cloudwatch_logs, kinesis_firehose, kinesis_streams, s3 or opensearch: the AWS output that awsfirelens names.',
    reads: [],
    read: (frame, element) => awsOutput(settleDeep(frame, readPath(frame, element, OPTIONS))),
  },
  {
    name: 'bufferMegabytes',
    on: [CONTAINER],
    says: 'How much a non-blocking log driver buffers: max-buffer-size, or the 10 megabytes of ECS.',
    reads: [],
    read: (frame, element) => {
      const size = readPath(frame, element, MAX_BUFFER_SIZE)
      const read = size === undefined ? DEFAULT_BUFFER : megabytes(size)
      return typeof read === 'number' ? read : unknown(read.class, read.reason)
    },
  },
]

/** ECS API Reference, LogConfiguration: the default of max-buffer-size. */
const DEFAULT_BUFFER = 10

const OPTIONS = stepsOf('LogConfiguration.Options')
const MAX_BUFFER_SIZE = stepsOf('LogConfiguration.Options/max-buffer-size')
const DRIVER = stepsOf('LogConfiguration.LogDriver')
const GROUP = stepsOf('LogConfiguration.Options/awslogs-group')
const REGION = stepsOf('LogConfiguration.Options/awslogs-region')

function stepsOf(path: string): readonly Step[] {
  return parsePath(path) ?? []
}

function filterRelation(name: string, type: string, words: string, says: string): Relation {
  return {
    name,
    on: ON_LOG_GROUP,
    to: { types: [type], at: '' },
    class: 'apart',
    says,
    reads: [type],
    of: (frame, { resource }) => ({
      members: pointing(
        frame,
        resource,
        type,
        [LOG_GROUP],
        [{ type, owner: (filter) => entry(filter.properties, 'LogGroupName') ?? filter.rest }],
      ),
      ...openness(frame, resource, 'apart', [type], words),
    }),
  }
}

/** What is not found by its name is none only where all log groups of that region are known. */
function logGroup(frame: Frame, element: Element): Members {
  const target = targetOf(frame, element)
  switch (target.is) {
    case 'none':
      return { members: [] }
    case 'open':
      return { members: [], open: target.cause }
    case 'group': {
      const members = [memberOf(target.group)]
      return target.assumption === undefined ? { members } : { members, assumption: target.assumption }
    }
    case 'outside': {
      const scope = { ...element.resource.scope, region: target.region }
      const members = target.candidates.map((group): Member => ({ ...memberOf(group), maybe: nameless(group) }))
      return { members, ...openness(frame, { ...element.resource, scope }, 'apart', [LOG_GROUP], 'log group') }
    }
  }
}

type Target =
  | { readonly is: 'none' }
  | { readonly is: 'open'; readonly cause: Cause }
  | { readonly is: 'group'; readonly group: Resource; readonly assumption?: string }
  /** It has a name that no log group of the inputs surely has. */
  | { readonly is: 'outside'; readonly region: string; readonly candidates: readonly Resource[] }

function targetOf(frame: Frame, element: Element): Target {
  const { resource } = element
  const value = readPath(frame, element, GROUP)
  if (value === undefined) return { is: 'none' }
  const region = regionOf(frame, element)
  if (typeof region === 'object') return { is: 'open', cause: region }
  const { group, candidates } = groupsNamed(frame, value, resource, region)
  if (group !== undefined) {
    const same = sameToken(group.scope.region, region)
    if (same === true) return { is: 'group', group }
    if (same === false) return { is: 'outside', region, candidates: [] }
    return { is: 'group', group, assumption: `${resource.unit.name} is deployed to ${region}, as awslogs-region says` }
  }
  if (typeof value === 'string') return { is: 'outside', region, candidates }
  return { is: 'open', cause: unknownOf(value, `the log group that ${resource.address} writes to is not known`).cause }
}

/** The region of the stack is the group's own; any other that is not known leaves the group open. */
function regionOf(frame: Frame, element: Element): string | Cause {
  const own = element.resource.scope.region
  const value = readPath(frame, element, REGION)
  if (value === undefined) return own
  if (typeof value === 'string') return value
  const hole = unknownOf(value, `the awslogs-region of ${element.resource.address} is not known`)
  return own.startsWith('?') && hole.cause.reason.startsWith('the region of ') ? own : hole.cause
}

function groupsNamed(
  frame: Frame,
  value: Value,
  from: Resource,
  region: string,
): { readonly group?: Resource; readonly candidates: readonly Resource[] } {
  const there = { ...from, scope: { ...from.scope, region } }
  const literal = typeof value === 'string'
  if (literal || (isSpecial(value) && value[KIND] === 'ref')) {
    const target = follow(frame.world, value, [LOG_GROUP], literal ? there : from)
    if (target.kind === 'resource') return { group: target.resource, candidates: [] }
    if (!literal) return { candidates: [] }
  }
  const index = frame.world.memo('logs.groups', () =>
    createTextIndex(frame.world, frame.world.ofType(LOG_GROUP).flatMap(groupEntries)),
  )
  const found = index.find(frame, [{ value, from }])
  const here = found.filter(({ item }) => sameScope(LOG_GROUP, item.scope, there.scope) !== false)
  const group = here.find(({ sure }) => sure)?.item
  const candidates = here.map(({ item }) => item)
  return group === undefined ? { candidates } : { group, candidates }
}

function nameless(group: Resource): Cause {
  return { class: 'value', reason: `the name of ${group.address} is not known` }
}

function groupEntries(group: Resource): readonly (Told & { readonly item: Resource })[] {
  const name = entry(group.properties, 'LogGroupName')
  if (isOpaque(group)) return []
  return branches(name, undefined).map(({ value }) => ({ value, from: group, item: group }))
}

interface Writing {
  readonly byGroup: ReadonlyMap<Resource, readonly Member[]>
  /** What they write to is not known. */
  readonly unclear: readonly { readonly element: Element; readonly cause: Cause }[]
  /** Task definitions whose containers open conditions change. */
  readonly changing: readonly Resource[]
}

function writers(frame: Frame, { resource: group }: Element): Members {
  const index = frame.world.memo('logs.writers', () => writing(frame))
  const members: Member[] = [...(index.byGroup.get(group) ?? [])]
  for (const { element, cause } of index.unclear) {
    if (element.resource.unit === group.unit) members.push({ element, maybe: cause })
  }
  for (const taskDefinition of index.changing) {
    for (const element of containersOf(frame, taskDefinition)) {
      const found = written(frame, element)
      if ('cause' in found) {
        if (taskDefinition.unit === group.unit) members.push({ element, maybe: found.cause })
      } else if (found.groups.includes(group)) members.push({ ...memberOf(taskDefinition), element })
      else if (found.perhaps.includes(group))
        members.push({ ...memberOf(taskDefinition), element, maybe: nameless(group) })
    }
  }
  return { members, ...openness(frame, group, 'apart', [TASK_DEFINITION], 'task definition') }
}

function writing(frame: Frame): Writing {
  const settled = { ...frame, choices: UNSETTLED }
  const byGroup = new Map<Resource, Member[]>()
  const unclear: { element: Element; cause: Cause }[] = []
  const changing: Resource[] = []
  for (const taskDefinition of frame.world.ofType(TASK_DEFINITION)) {
    if (hasChoice(entry(taskDefinition.properties, 'ContainerDefinitions'))) {
      changing.push(taskDefinition)
      continue
    }
    for (const element of containersOf(settled, taskDefinition)) {
      const found = written(settled, element)
      if ('cause' in found) unclear.push({ element, cause: found.cause })
      else {
        for (const group of found.groups) addTo(byGroup, group, { ...memberOf(taskDefinition), element })
        for (const group of found.perhaps)
          addTo(byGroup, group, { ...memberOf(taskDefinition), element, maybe: nameless(group) })
      }
    }
  }
  return { byGroup, unclear, changing }
}

/** A list that is not known is one container that is not known. */
function containersOf(frame: Frame, resource: Resource): readonly Element[] {
  const list = frame.choices.settle(entry(resource.properties, 'ContainerDefinitions') ?? resource.rest)
  if (list === undefined) return []
  if (!isList(list)) return [{ resource, value: list, path: ['ContainerDefinitions'] }]
  return list.flatMap((item, index): readonly Element[] => {
    const value = frame.choices.settle(item)
    return value === undefined ? [] : [{ resource, value, path: ['ContainerDefinitions', index] }]
  })
}

/** The groups that a container writes to, and those whose names may be the one that it writes to. */
type Written =
  | { readonly groups: readonly Resource[]; readonly perhaps: readonly Resource[] }
  | { readonly cause: Cause }

function written(frame: Frame, element: Element): Written {
  const { value } = element
  if (!isMap(value)) return { cause: unknownOf(value, `a container of ${element.resource.address} is not known`).cause }
  const driver = readPath(frame, element, DRIVER)
  if (driver === undefined || (typeof driver === 'string' && driver !== 'awslogs')) return NOWHERE
  const target = targetOf(frame, element)
  if (target.is === 'open') return target
  if (target.is === 'outside') return { groups: [], perhaps: target.candidates }
  if (target.is !== 'group') return NOWHERE
  if (typeof driver !== 'string') return { cause: unknownOf(driver, 'the log driver is not known').cause }
  return { groups: [target.group], perhaps: [] }
}

const NOWHERE: Written = { groups: [], perhaps: [] }

const SUBSCRIBES = 'SUBSCRIPTION_FILTER_POLICY'

function accountSubscriptions(frame: Frame, { resource: group }: Element): Members {
  const members = frame.world.ofType(ACCOUNT_POLICY).flatMap((policy): readonly Member[] => {
    const same = sameScope(ACCOUNT_POLICY, policy.scope, group.scope)
    const kind = frame.choices.settle(entry(policy.properties, 'PolicyType') ?? policy.rest)
    if (same === false || (typeof kind === 'string' && kind !== SUBSCRIBES)) return []
    const selection = frame.choices.settle(entry(policy.properties, 'SelectionCriteria'))
    const sure = same === true && kind === SUBSCRIBES && selection === undefined
    if (sure) return [memberOf(policy)]
    const reason = `whether ${policy.address} covers ${group.address} is not known`
    return [{ ...memberOf(policy), maybe: { class: selection === undefined ? 'value' : 'limit', reason } }]
  })
  return { members, ...openness(frame, group, 'apart', [ACCOUNT_POLICY], 'account policy') }
}

const DESTINATIONS = [DELIVERY_STREAM, 'AWS::Lambda::Function', 'AWS::Kinesis::Stream', 'AWS::Logs::Destination']

function deliveryStream(frame: Frame, { resource }: Element): Members {
  const found = followed(frame, resource, entry(resource.properties, 'DestinationArn') ?? resource.rest, DESTINATIONS)
  const members = found.members.filter(({ element }) => {
    const { type, address } = element.resource
    return type === DELIVERY_STREAM && (!address.startsWith('arn:') || address.includes(':firehose:'))
  })
  return { ...found, members }
}

/** ECS Developer Guide: without an execution role the instance's own counts, which is not followed. */
function awslogsRole(frame: Frame, { resource }: Element): Members {
  const role = entry(resource.properties, 'ExecutionRoleArn') ?? resource.rest
  if (role !== undefined) return followed(frame, resource, role, [ROLE])
  const list = settleDeep(frame, entry(resource.properties, 'RequiresCompatibilities'))
  const fargate = isList(list) && list.includes('FARGATE')
  if (fargate) return { members: [] }
  return { members: [], open: { class: 'limit', reason: 'without an execution role that of the instance counts' } }
}

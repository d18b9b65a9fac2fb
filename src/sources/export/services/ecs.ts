import { parseArn } from '../../../aws/arn.ts'
import type { Scope } from '../../../model/resource.ts'
import { type Cause, entry, isList, isMap, type Value } from '../../../model/value.ts'
import { isRecord, own, type UnknownRecord } from '../../../util/record.ts'
import { type Answer, asked } from '../answer.ts'
import { convertValue, drop, keys, live, liveTime, notExported, type Shape, text } from '../convert.ts'
import { failureCause, type Item, type Placing, type Reading, scopeOf, set, textOf, textsOf } from '../reading.ts'

const CLUSTER = 'AWS::ECS::Cluster'
const SERVICE = 'AWS::ECS::Service'
const TASK_SET = 'AWS::ECS::TaskSet'
const TASK_DEFINITION = 'AWS::ECS::TaskDefinition'
const TASK = 'Opscheck::ECS::Task'

export function readEcs(reading: Reading): void {
  for (const item of reading.items('ecs:DescribeClusters', 'clusters')) cluster(reading, item)
  for (const item of reading.items('ecs:DescribeServices', 'services')) service(reading, item)
  for (const item of reading.items('ecs:DescribeTaskSets', 'taskSets')) taskSet(reading, item)
  for (const { answer, body } of reading.bodies('ecs:DescribeTaskDefinition'))
    describedTaskDefinition(reading, answer, body)
  for (const { answer, body } of reading.bodies('ecs:RegisterTaskDefinition'))
    registeredTaskDefinition(reading, answer, body)
  for (const item of reading.items('ecs:DescribeCapacityProviders', 'capacityProviders'))
    capacityProvider(reading, item)
  for (const item of reading.items('ecs:DescribeTasks', 'tasks')) task(reading, item)
  for (const item of reading.items('ecs:DescribeServiceRevisions', 'serviceRevisions')) serviceRevision(reading, item)
  accountSettings(reading)
  for (const [operation, type] of FAILURES) missing(reading, operation, type)
}

/** After all lists are closed: the task definitions in use are all there is to judge (old revisions are not edited). */
export function closeTaskDefinitions(reading: Reading): void {
  for (const { answer } of reading.bodies('ecs:ListClusters')) {
    const scope = scopeOf(answer)
    if (reading.claims.state(SERVICE, scope) !== 'complete') {
      const cause = reading.claims.cause(SERVICE, scope)
      if (cause?.class === 'read')
        reading.claims.claim(TASK_DEFINITION, scope, { state: 'partial', cause, call: 'ecs:DescribeTaskDefinition' })
      continue
    }
    const used = [...reading.added(SERVICE), ...reading.added(TASK_SET), ...reading.added(TASK)]
      .filter((resource) => resource.scope.account === scope.account && resource.scope.region === scope.region)
      .map((resource) => entry(resource.properties, 'TaskDefinition'))
    const unread = used.filter(
      (name) => typeof name === 'string' && !reading.isRead(TASK_DEFINITION, scope, name),
    ).length
    if (unread > 0) continue
    const cause = unreadUse(reading, scope)
    reading.claims.claim(TASK_DEFINITION, scope, {
      state: cause === undefined ? 'complete' : 'partial',
      ...(cause === undefined ? {} : { cause }),
      call: 'ecs:DescribeTaskDefinition',
    })
  }
}

/** Operations that tell what else starts tasks. A call of them that failed may hide a task definition in use. */
const USES = [
  'ecs:ListTasks',
  'ecs:DescribeTasks',
  'events:ListEventBuses',
  'events:ListRules',
  'events:ListTargetsByRule',
  'scheduler:ListSchedules',
  'scheduler:GetSchedule',
]

function unreadUse(reading: Reading, scope: Scope): Cause | undefined {
  const here = (answer: Answer): boolean => {
    const { account, region } = scopeOf(answer)
    return account === scope.account && region === scope.region
  }
  for (const operation of USES) {
    const failure = reading.errors(operation).find(({ answer }) => here(answer))
    if (failure !== undefined) {
      const { reason } = failureCause(failure.answer, failure.error)
      return { class: 'read', reason: `task definitions may be in use that were not read: ${reason}` }
    }
    const cut = reading.bodies(operation).find(({ answer }) => here(answer) && !answer.complete)
    if (cut !== undefined) return { class: 'read', reason: `${operation} was cut off before its last page` }
  }
  return undefined
}

const LOG_CONFIGURATION: Shape = { options: keys }

const CONTAINER: Shape = {
  logConfiguration: { of: LOG_CONFIGURATION },
  firelensConfiguration: { of: { options: keys } },
  dockerLabels: keys,
}

const VOLUME: Shape = {
  dockerVolumeConfiguration: { of: { driverOpts: keys, labels: keys } },
  efsVolumeConfiguration: {
    to: 'EFSVolumeConfiguration',
    of: { fileSystemId: 'FilesystemId', authorizationConfig: { of: { iam: 'IAM' } } },
  },
  fsxWindowsFileServerVolumeConfiguration: 'FSxWindowsFileServerVolumeConfiguration',
  s3filesVolumeConfiguration: 'S3FilesVolumeConfiguration',
}

const TASK_DEFINITION_SHAPE: Shape = {
  containerDefinitions: { of: CONTAINER },
  volumes: { of: VOLUME },
  proxyConfiguration: { of: { properties: 'ProxyConfigurationProperties' } },
  cpu: text,
  memory: text,
  revision: live,
  status: live,
  registeredAt: liveTime,
  registeredBy: live,
  deregisteredAt: liveTime,
  deleteRequestedAt: liveTime,
  compatibilities: live,
  requiresAttributes: drop,
}

const CLUSTER_SHAPE: Shape = {
  clusterArn: drop,
  settings: 'ClusterSettings',
  status: live,
  registeredContainerInstancesCount: live,
  runningTasksCount: live,
  pendingTasksCount: live,
  activeServicesCount: live,
  statistics: drop,
  attachments: drop,
  attachmentsStatus: live,
}

/** The address is `clusterArn`; the properties that DescribeClusters leaves out unless asked are open. */
function cluster(reading: Reading, { answer, body, raw, pointer }: Item): void {
  const arn = textOf(raw, 'clusterArn')
  const scope = scopeOf(answer, { arn })
  const name = textOf(raw, 'clusterName') ?? lastPart(arn)
  if (name === undefined) return
  if (textOf(raw, 'status') === 'INACTIVE') {
    reading.skip(CLUSTER, scope, arn ?? '', name)
    return
  }
  reading.add({
    type: CLUSTER,
    scope,
    answer,
    pointer,
    raw,
    shape: CLUSTER_SHAPE,
    arn,
    id: name,
    finish: (properties) => {
      set(properties, 'ClusterName', name)
      const siblings = itemsOf(own(body, 'clusters'))
      const open = (property: string, member: string, include: string, what: string) => {
        if (Object.hasOwn(properties, property) || isIncluded(answer, siblings, member, include)) return
        set(
          properties,
          property,
          notExported(`${what} of cluster ${name}`, `ecs describe-clusters --include ${include}`),
        )
      }
      open('ClusterSettings', 'settings', 'SETTINGS', 'the settings')
      open('Configuration', 'configuration', 'CONFIGURATIONS', 'the ECS Exec configuration')
      open('Tags', 'tags', 'TAGS', 'the tags')
    },
  })
}

/**
 * Whether the answer was asked to include something. Without the request only what came back shows it: AWS prints an
 * empty list for what was not asked, too.
 */
function isIncluded(answer: Answer, siblings: readonly UnknownRecord[], member: string, include: string): boolean {
  const asks = textsOf(asked(answer, 'include'))
  if (asks?.includes(include)) return true
  if (answer.requestKnown === true) return false
  return siblings.some((sibling) => {
    const value = own(sibling, member)
    return Array.isArray(value) ? value.length > 0 : isRecord(value)
  })
}

const SERVICE_SHAPE: Shape = {
  clusterArn: 'Cluster',
  placementStrategy: 'PlacementStrategies',
  roleArn: 'Role',
  status: live,
  runningCount: live,
  pendingCount: live,
  createdAt: liveTime,
  createdBy: live,
  platformFamily: live,
  resourceManagementType: live,
  currentServiceDeployment: live,
  currentServiceRevisions: live,
  // What else a deployment tells stands under the names of CloudFormation.
  deployments: {
    live: true,
    of: { createdAt: drop, updatedAt: drop, serviceConnectConfiguration: drop, volumeConfigurations: drop },
  },
  taskSets: drop,
  events: drop,
}

/** Told by the PRIMARY deployment only. */
const OF_DEPLOYMENT = ['serviceConnectConfiguration', 'volumeConfigurations', 'vpcLatticeConfigurations'] as const

function service(reading: Reading, item: Item): void {
  const { answer, raw, pointer } = item
  const arn = textOf(raw, 'serviceArn')
  const scope = scopeOf(answer, { arn })
  const name = textOf(raw, 'serviceName') ?? lastPart(arn)
  if (name === undefined) return
  if (textOf(raw, 'status') === 'INACTIVE') {
    reading.skip(SERVICE, scope, arn ?? '')
    return
  }
  reading.add({
    type: SERVICE,
    scope,
    answer,
    pointer,
    raw,
    shape: SERVICE_SHAPE,
    arn,
    id: `${lastPart(textOf(raw, 'clusterArn')) ?? '?'}/${name}`,
    finish: (properties, place) => {
      set(properties, 'ServiceName', name)
      if (properties.PropagateTags === 'NONE') set(properties, 'PropagateTags', undefined)
      if (
        !Object.hasOwn(properties, 'Tags') &&
        !isIncluded(answer, itemsOf(own(item.body, 'services')), 'tags', 'TAGS')
      ) {
        set(properties, 'Tags', notExported(`the tags of service ${name}`, 'ecs describe-services --include TAGS'))
      }
      ofDeployment(properties, item, name, place)
    },
  })
  for (const [index, set] of itemsOf(own(raw, 'taskSets')).entries()) {
    taskSet(reading, { ...item, raw: set, pointer: `${pointer}/taskSets/${index}` })
  }
}

function ofDeployment(
  properties: Record<string, Value>,
  { answer, raw, pointer }: Item,
  name: string,
  place: Placing,
): void {
  const controller = own(raw, 'deploymentController')
  const external = isRecord(controller) && own(controller, 'type') !== 'ECS'
  const deployments = own(raw, 'deployments')
  const primary = itemsOf(deployments).findIndex((deployment) => own(deployment, 'status') === 'PRIMARY')
  const deployment = itemsOf(deployments)[primary]
  for (const member of OF_DEPLOYMENT) {
    const property = member.charAt(0).toUpperCase() + member.slice(1)
    if (Object.hasOwn(properties, property)) continue
    if (deployment === undefined) {
      if (!external) set(properties, property, notExported(`${property} of service ${name}`, 'ecs describe-services'))
      continue
    }
    set(properties, property, convertValue(own(deployment, member), { logConfiguration: { of: LOG_CONFIGURATION } }))
    place(property, answer, `${pointer}/deployments/${primary}/${member}`)
  }
}

const TASK_SET_SHAPE: Shape = {
  taskSetArn: drop,
  clusterArn: 'Cluster',
  serviceArn: 'Service',
  networkConfiguration: { of: { awsvpcConfiguration: 'AwsVpcConfiguration' } },
  status: live,
  startedBy: live,
  stabilityStatus: live,
  stabilityStatusAt: liveTime,
  createdAt: liveTime,
  updatedAt: liveTime,
  computedDesiredCount: live,
  pendingCount: live,
  runningCount: live,
  platformFamily: live,
  fargateEphemeralStorage: live,
}

function taskSet(reading: Reading, { answer, raw, pointer }: Item): void {
  const arn = textOf(raw, 'taskSetArn')
  const id = textOf(raw, 'id') ?? lastPart(arn)
  if (id === undefined) return
  reading.add({ type: TASK_SET, scope: scopeOf(answer, { arn }), answer, pointer, raw, shape: TASK_SET_SHAPE, arn, id })
}

function describedTaskDefinition(reading: Reading, answer: Answer, body: UnknownRecord): void {
  const raw = own(body, 'taskDefinition')
  if (!isRecord(raw)) return
  const arn = textOf(raw, 'taskDefinitionArn')
  const family = textOf(raw, 'family') ?? lastPart(arn)?.split(':')[0]
  if (family === undefined) return
  const revision = own(raw, 'revision')
  const tagsAsked = textsOf(asked(answer, 'include'))?.includes('TAGS') === true
  reading.add({
    type: TASK_DEFINITION,
    scope: scopeOf(answer, { arn }),
    answer,
    pointer: '/taskDefinition',
    raw,
    shape: TASK_DEFINITION_SHAPE,
    arn,
    id: typeof revision === 'number' ? `${family}:${revision}` : family,
    finish: (properties, place) => {
      place('Tags', answer, '/tags')
      if (Object.hasOwn(body, 'tags') || tagsAsked) set(properties, 'Tags', convertValue(own(body, 'tags')))
      else
        set(
          properties,
          'Tags',
          notExported(`the tags of task definition ${family}`, 'ecs describe-task-definition --include TAGS'),
        )
    },
  })
}

/** The input of `register-task-definition`: what it will be once registered, without ARN and revision. */
function registeredTaskDefinition(reading: Reading, answer: Answer, raw: UnknownRecord): void {
  const family = textOf(raw, 'family') ?? answer.subject
  if (family === undefined) return
  const scope = scopeOf(answer)
  const taken = reading.isRead(TASK_DEFINITION, scope, family)
  const id = taken ? `${family} (${answer.file ?? answer.pointer ?? ''})` : family
  reading.add({
    type: TASK_DEFINITION,
    scope,
    answer,
    pointer: '',
    raw,
    shape: TASK_DEFINITION_SHAPE,
    id,
    standing: 'managed',
  })
}

function capacityProvider(reading: Reading, { answer, raw, pointer }: Item): void {
  const arn = textOf(raw, 'capacityProviderArn')
  const scope = scopeOf(answer, { arn })
  const name = textOf(raw, 'name') ?? lastPart(arn)
  if (name === undefined) return
  if (name === 'FARGATE' || name === 'FARGATE_SPOT') {
    reading.skip('AWS::ECS::CapacityProvider', scope, name)
    return
  }
  const shape: Shape = {
    capacityProviderArn: drop,
    cluster: 'ClusterName',
    status: live,
    updateStatus: live,
    updateStatusReason: live,
    type: live,
  }
  reading.add({ type: 'AWS::ECS::CapacityProvider', scope, answer, pointer, raw, shape, arn, id: name })
}

const OVERRIDES: Shape = { containerOverrides: { of: {} } }

const TASK_SHAPE: Shape = {
  clusterArn: 'Cluster',
  taskDefinitionArn: 'TaskDefinition',
  overrides: { of: OVERRIDES },
  healthStatus: live,
  connectivity: live,
  connectivityAt: liveTime,
  createdAt: liveTime,
  startedAt: { as: 'time' },
  stoppedAt: liveTime,
  stoppingAt: liveTime,
  pullStartedAt: liveTime,
  pullStoppedAt: liveTime,
  executionStoppedAt: liveTime,
  stoppedReason: drop,
  version: drop,
}

/**
 * `Opscheck::ECS::Task`: TaskArn, Cluster, TaskDefinition, Group, StartedBy, LaunchType, CapacityProviderName,
 * EnableExecuteCommand, Containers[]{Name, Image, ImageDigest}, Overrides, Attachments, Tags; and from the attachments
 * NetworkInterfaceIds and SubnetIds. Stopped tasks are left out.
 */
function task(reading: Reading, { answer, raw, pointer }: Item): void {
  const arn = textOf(raw, 'taskArn')
  const scope = scopeOf(answer, { arn })
  if (arn === undefined) return
  if (textOf(raw, 'lastStatus') === 'STOPPED') {
    reading.skip(TASK, scope, arn)
    return
  }
  reading.add({
    type: TASK,
    scope,
    answer,
    pointer,
    raw,
    shape: TASK_SHAPE,
    arn,
    id: lastPart(arn) ?? arn,
    finish: (properties) => {
      const attachments = properties.Attachments
      set(properties, 'NetworkInterfaceIds', detailsNamed(attachments, 'networkInterfaceId'))
      set(properties, 'SubnetIds', detailsNamed(attachments, 'subnetId'))
    },
  })
}

function detailsNamed(attachments: Value | undefined, name: string): Value | undefined {
  const found: Value[] = []
  for (const attachment of isList(attachments) ? attachments : []) {
    const details = isMap(attachment) ? entry(attachment, 'Details') : undefined
    for (const detail of isList(details) ? details : []) {
      if (!isMap(detail) || entry(detail, 'Name') !== name) continue
      const value = entry(detail, 'Value')
      if (value !== undefined) found.push(value)
    }
  }
  return found.length === 0 ? undefined : found
}

/**
 * `Opscheck::ECS::ServiceRevision`: ServiceRevisionArn, Service, Cluster, TaskDefinition, ContainerImages[], and Current,
 * which the service tells where it was read.
 */
function serviceRevision(reading: Reading, { answer, raw, pointer }: Item): void {
  const arn = textOf(raw, 'serviceRevisionArn')
  if (arn === undefined) return
  const shape: Shape = {
    serviceArn: 'Service',
    clusterArn: 'Cluster',
    createdAt: { as: 'time' },
    serviceConnectConfiguration: drop,
  }
  const type = 'Opscheck::ECS::ServiceRevision'
  const finish = (properties: Record<string, Value>): void => {
    const current = currentRevisions(reading, textOf(raw, 'serviceArn'))
    if (current !== undefined) set(properties, 'Current', current.includes(arn))
  }
  reading.add({
    type,
    scope: scopeOf(answer, { arn }),
    answer,
    pointer,
    raw,
    shape,
    arn,
    id: lastPart(arn) ?? arn,
    finish,
  })
}

/** The ARNs of the revisions that a service runs; undefined when it was not read or does not tell them. */
function currentRevisions(reading: Reading, service: string | undefined): readonly string[] | undefined {
  const resource = service === undefined ? undefined : reading.at(service)
  const live = resource === undefined ? undefined : entry(resource.properties, 'Live')
  const revisions = isMap(live) ? entry(live, 'CurrentServiceRevisions') : undefined
  if (!isList(revisions)) return undefined
  return revisions.flatMap((revision) => {
    const arn = isMap(revision) ? entry(revision, 'Arn') : undefined
    return typeof arn === 'string' ? [arn] : []
  })
}

/**
 * `Opscheck::ECS::AccountSettings`: `Settings`, a map from the name of a setting to its value. Effective settings hold every
 * name; an answer that lacks one was asked for others, or for what a single principal has set.
 */
function accountSettings(reading: Reading): void {
  const byScope = new Map<string, { readonly first: Item; readonly settings: Record<string, Value> }>()
  for (const item of reading.items('ecs:ListAccountSettings', 'settings')) {
    const name = textOf(item.raw, 'name')
    const value = textOf(item.raw, 'value')
    if (name === undefined || value === undefined || !/^[A-Za-z0-9]{1,64}$/.test(name)) continue
    const principal = textOf(item.raw, 'principalArn')
    const scope = scopeOf(item.answer, { account: principal === undefined ? undefined : parseArn(principal)?.account })
    const key = `${scope.account}|${scope.region}`
    const found = byScope.get(key) ?? { first: item, settings: {} }
    found.settings[name] = value
    byScope.set(key, found)
  }
  for (const { first, settings } of byScope.values()) {
    const principal = textOf(first.raw, 'principalArn')
    const scope = scopeOf(first.answer, { account: principal === undefined ? undefined : parseArn(principal)?.account })
    for (const name of SETTINGS) {
      if (Object.hasOwn(settings, name)) continue
      settings[name] = notExported(`the account setting ${name}`, 'ecs list-account-settings --effective-settings')
    }
    const finish = (properties: Record<string, Value>) => {
      set(properties, 'Settings', settings)
    }
    const shape: Shape = { name: drop, value: drop, principalArn: drop, type: drop }
    reading.add({
      type: 'Opscheck::ECS::AccountSettings',
      scope,
      answer: first.answer,
      pointer: '/settings',
      raw: first.raw,
      shape,
      id: 'settings',
      finish,
    })
  }
}

/** Those that decide what a cluster or task does where it says nothing itself. */
const SETTINGS = ['containerInsights', 'defaultLogDriverMode'] as const

const FAILURES = [
  ['ecs:DescribeClusters', CLUSTER],
  ['ecs:DescribeServices', SERVICE],
  ['ecs:DescribeTasks', TASK],
] as const

/** What was listed and is gone by now was read all the same. */
function missing(reading: Reading, operation: string, type: string): void {
  for (const { answer, raw } of reading.items(operation, 'failures')) {
    const arn = textOf(raw, 'arn')
    if (arn !== undefined && textOf(raw, 'reason') === 'MISSING') reading.skip(type, scopeOf(answer, { arn }), arn)
  }
}

function itemsOf(value: unknown): readonly UnknownRecord[] {
  return Array.isArray(value) ? value.filter(isRecord) : []
}

function lastPart(arn: string | undefined): string | undefined {
  return arn === undefined ? undefined : arn.slice(arn.lastIndexOf('/') + 1)
}

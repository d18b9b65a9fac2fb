import { isFargateTaskDefinition } from '../../aws/container.ts'
import { FALSE, TRUE } from '../../model/tri.ts'
import { entry, isList, isMap, isSpecial, KIND, type Unknown, unknown, type Value } from '../../model/value.ts'
import type { Element, Frame, Members } from '../frame.ts'
import { readPath } from '../path.ts'
import { followed, merged, openness, pointing } from '../related.ts'
import { settleDeep } from '../settle.ts'
import type { Facet, Relation } from '../word.ts'
import { namesBastion } from './bastion.ts'

export const TASK_DEFINITION = 'AWS::ECS::TaskDefinition'
export const SERVICE = 'AWS::ECS::Service'
const CLUSTER = 'AWS::ECS::Cluster'
const TASK_SET = 'AWS::ECS::TaskSet'
const ROLE = 'AWS::IAM::Role'
const SUBNET = 'AWS::EC2::Subnet'
const SECURITY_GROUP = 'AWS::EC2::SecurityGroup'

const ON_TASK_DEFINITION = [{ types: [TASK_DEFINITION], at: '' }]
const ON_SERVICE = [{ types: [SERVICE], at: '' }]

export const relations: readonly Relation[] = [
  {
    name: 'taskRole',
    on: ON_TASK_DEFINITION,
    to: { types: [ROLE], at: '' },
    class: 'part',
    says: 'The role that the containers act as.',
    reads: [ROLE],
    of: (frame, { resource }) =>
      followed(frame, resource, entry(resource.properties, 'TaskRoleArn') ?? resource.rest, [ROLE]),
  },
  {
    name: 'executionRole',
    on: ON_TASK_DEFINITION,
    to: { types: [ROLE], at: '' },
    class: 'part',
    says: 'The role that ECS itself uses to pull images, read secrets and write awslogs.',
    reads: [ROLE],
    of: (frame, { resource }) =>
      followed(frame, resource, entry(resource.properties, 'ExecutionRoleArn') ?? resource.rest, [ROLE]),
  },
  {
    name: 'usedBy',
    on: ON_TASK_DEFINITION,
    to: { types: [SERVICE, TASK_SET], at: '' },
    class: 'apart',
    says: 'The services and task sets that run the task definition.',
    reads: [SERVICE, TASK_SET],
    of: (frame, { resource }) => ({
      members: pointing(
        frame,
        resource,
        'TaskDefinition',
        [TASK_DEFINITION],
        [
          { type: SERVICE, owner: (service) => entry(service.properties, 'TaskDefinition') },
          { type: TASK_SET, owner: (set) => entry(set.properties, 'TaskDefinition') },
        ],
      ),
      ...openness(frame, resource, 'apart', [SERVICE], 'a service'),
    }),
  },
  {
    name: 'cluster',
    on: ON_SERVICE,
    to: { types: [CLUSTER], at: '' },
    class: 'part',
    says: 'The cluster of the service.',
    reads: [CLUSTER],
    of: (frame, { resource }) =>
      followed(frame, resource, entry(resource.properties, 'Cluster') ?? resource.rest ?? 'default', [CLUSTER]),
  },
  {
    name: 'taskDefinitions',
    on: ON_SERVICE,
    to: { types: [TASK_DEFINITION], at: '' },
    class: 'part',
    says: 'The task definition of the service and of its task sets.',
    reads: [TASK_DEFINITION, TASK_SET],
    of: taskDefinitions,
  },
  networkRelation('subnets', 'Subnets', SUBNET, 'The subnets in which the tasks run.'),
  networkRelation('securityGroups', 'SecurityGroups', SECURITY_GROUP, 'The security groups of the tasks.'),
]

export const facets: readonly Facet[] = [
  {
    name: 'fargate',
    on: ON_TASK_DEFINITION,
    says: 'Registered for Fargate (RequiresCompatibilities).',
    reads: [],
    read: (frame, { resource }) =>
      triValue(
        isFargateTaskDefinition(
          settleDeep(frame, entry(resource.properties, 'RequiresCompatibilities') ?? resource.rest),
        ),
      ),
  },
  {
    name: 'fargate',
    on: ON_SERVICE,
    says: 'Runs on Fargate: by launch type, by its capacity providers, or by the default of its cluster.',
    reads: [CLUSTER, TASK_DEFINITION],
    read: serviceOnFargate,
  },
  {
    name: 'bastion',
    on: [{ types: [SERVICE, TASK_DEFINITION], at: '' }],
    says: 'Made for people to log in: its name, family, tags or image say bastion or jump host, or it starts the SSM agent.',
    reads: [TASK_DEFINITION],
    read: (frame, element) =>
      element.resource.type === SERVICE ? serviceIsBastion(frame, element) : taskDefinitionIsBastion(frame, element),
  },
]

function taskDefinitions(frame: Frame, { resource }: Element): Members {
  const own = followed(frame, resource, entry(resource.properties, 'TaskDefinition') ?? resource.rest, [
    TASK_DEFINITION,
  ])
  const sets = pointing(
    frame,
    resource,
    'TaskSet.Service',
    [SERVICE],
    [{ type: TASK_SET, owner: (set) => entry(set.properties, 'Service') }],
  )
  return merged([
    own,
    ...sets.map((set) =>
      followed(frame, set.element.resource, entry(set.element.resource.properties, 'TaskDefinition'), [
        TASK_DEFINITION,
      ]),
    ),
  ])
}

function networkRelation(name: string, property: string, type: string, says: string): Relation {
  const steps = ['NetworkConfiguration', 'AwsvpcConfiguration', property].map(
    (step) => ({ kind: 'property', name: step }) as const,
  )
  return {
    name,
    on: ON_SERVICE,
    to: { types: [type], at: '' },
    class: 'part',
    says,
    reads: [type],
    of: (frame, element) => followed(frame, element.resource, readPath(frame, element, steps), [type]),
  }
}

/** rules.md B2: launch type, else the strategy, else the default strategy of the cluster, else EC2. */
function serviceOnFargate(frame: Frame, element: Element): Value {
  const { resource } = element
  const launchType = frame.choices.settle(entry(resource.properties, 'LaunchType') ?? resource.rest)
  if (launchType === 'FARGATE') return true
  if (isSpecial(launchType)) return unknownOf(launchType, 'the launch type is not known')
  if (launchType !== undefined) return false
  const own = strategyOnFargate(settleDeep(frame, entry(resource.properties, 'CapacityProviderStrategy')))
  if (own !== undefined) return own
  const clusters = followed(frame, resource, entry(resource.properties, 'Cluster') ?? 'default', [CLUSTER])
  const cluster = clusters.members[0]?.element.resource
  if (cluster === undefined) return false
  if (cluster.rest !== undefined && cluster.standing === 'existing') {
    return Object.hasOwn(cluster.properties, 'DefaultCapacityProviderStrategy')
      ? (strategyOnFargate(settleDeep(frame, entry(cluster.properties, 'DefaultCapacityProviderStrategy'))) ?? false)
      : byTaskDefinition(frame, element, cluster.rest)
  }
  return strategyOnFargate(settleDeep(frame, entry(cluster.properties, 'DefaultCapacityProviderStrategy'))) ?? false
}

/** A cluster out of sight: a task definition that only Fargate admits still tells nothing against EC2. */
function byTaskDefinition(_frame: Frame, _element: Element, cause: Unknown): Value {
  return unknown(
    cause.cause.class,
    `the default capacity provider strategy of the cluster is not known: ${cause.cause.reason}`,
  )
}

function strategyOnFargate(strategy: Value | undefined): Value | undefined {
  if (strategy === undefined) return undefined
  if (!isList(strategy)) return unknownOf(strategy, 'the capacity provider strategy is not known')
  if (strategy.length === 0) return undefined
  let open: Value | undefined
  for (const item of strategy) {
    const provider = isMap(item) ? entry(item, 'CapacityProvider') : item
    if (provider === 'FARGATE' || provider === 'FARGATE_SPOT') return true
    if (isSpecial(provider) && provider[KIND] !== 'ref')
      open ??= unknownOf(provider, 'a capacity provider is not known')
  }
  return open ?? false
}

function serviceIsBastion(frame: Frame, element: Element): Value {
  const own = namesBastion(frame, element.resource, ['ServiceName'])
  if (own === true) return true
  let open: Value | undefined = own === false ? undefined : own
  for (const member of taskDefinitions(frame, element).members) {
    const answer = taskDefinitionIsBastion(frame, member.element)
    if (answer === true) return true
    if (answer !== false) open ??= answer
  }
  return open ?? false
}

function taskDefinitionIsBastion(frame: Frame, { resource }: Element): Value {
  const own = namesBastion(frame, resource, ['Family'])
  if (own === true) return true
  const containers = settleDeep(frame, entry(resource.properties, 'ContainerDefinitions') ?? resource.rest)
  if (isSpecial(containers)) return unknownOf(containers, 'the containers are not known')
  let open: Value | undefined = own === false ? undefined : own
  for (const container of isList(containers) ? containers : []) {
    if (!isMap(container)) continue
    const image = entry(container, 'Image')
    const texts = [image, ...listOf(entry(container, 'Command')), ...listOf(entry(container, 'EntryPoint'))]
    if (texts.some((text) => typeof text === 'string' && text.includes('amazon-ssm-agent'))) return true
    const byImage = namesBastion(frame, resource, [], [image])
    if (byImage === true) return true
    if (byImage !== false) open ??= byImage
  }
  return open ?? false
}

function listOf(value: Value | undefined): readonly (Value | undefined)[] {
  return isList(value) ? value : value === undefined ? [] : [value]
}

export function unknownOf(value: Value | undefined, reason: string): Unknown {
  return isSpecial(value) && value[KIND] === 'unknown' ? value : unknown('value', reason)
}

export function triValue(answer: { readonly tri: number; readonly reason?: Unknown['cause'] }): Value {
  if (answer.tri === TRUE) return true
  if (answer.tri === FALSE) return false
  return unknown(answer.reason?.class ?? 'value', answer.reason?.reason ?? 'it is not known')
}

import { containerKind, isFargate, isLegacyXrayDaemon, requiresFargate } from '../../aws/container.ts'
import { type ImageReference, parseImage } from '../../aws/image.ts'
import type { Resource } from '../../model/resource.ts'
import { FALSE, TRUE } from '../../model/tri.ts'
import {
  entry,
  isList,
  isMap,
  isSpecial,
  KIND,
  type PropertyMap,
  type Ref,
  type Unknown,
  unknown,
  type Value,
} from '../../model/value.ts'
import type { Element, Frame, Members } from '../frame.ts'
import { readPath } from '../path.ts'
import { followed, merged, openness, pointing } from '../related.ts'
import { settleDeep } from '../settle.ts'
import type { Facet, Relation } from '../word.ts'
import { namesBastion } from './bastion.ts'

export const TASK_DEFINITION = 'AWS::ECS::TaskDefinition'
export const SERVICE = 'AWS::ECS::Service'
const CLUSTER = 'AWS::ECS::Cluster'
const ASSOCIATIONS = 'AWS::ECS::ClusterCapacityProviderAssociations'
const REPOSITORY = 'AWS::ECR::Repository'
const DEFAULT_STRATEGY = 'DefaultCapacityProviderStrategy'
const TASK_SET = 'AWS::ECS::TaskSet'
const ROLE = 'AWS::IAM::Role'
const SUBNET = 'AWS::EC2::Subnet'
const SECURITY_GROUP = 'AWS::EC2::SecurityGroup'

const ON_TASK_DEFINITION = [{ types: [TASK_DEFINITION], at: '' }]
const ON_SERVICE = [{ types: [SERVICE], at: '' }]
const ON_CONTAINER = [{ types: [TASK_DEFINITION], at: 'ContainerDefinitions[]' }]

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
      ...openness(frame, resource, 'apart', [SERVICE], 'service'),
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
    read: (frame, { resource }) => {
      const list = settleDeep(frame, entry(resource.properties, 'RequiresCompatibilities') ?? resource.rest)
      return triValue(requiresFargate(list === undefined ? {} : { RequiresCompatibilities: list }))
    },
  },
  {
    name: 'fargate',
    on: ON_SERVICE,
    says: 'Runs on Fargate: by launch type, by its capacity providers, or by the default of its cluster.',
    reads: [CLUSTER, ASSOCIATIONS],
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
  {
    name: 'kind',
    on: ON_CONTAINER,
    says: 'router, collector, init or app: what the container is there for, by its configuration and image.',
    reads: [REPOSITORY],
    read: kindOf,
  },
  {
    name: 'legacyXrayDaemon',
    on: ON_CONTAINER,
    says: 'Its image is the X-Ray daemon, which is in maintenance mode.',
    reads: [REPOSITORY],
    read: (frame, element) =>
      triValue(isLegacyXrayDaemon(imageOf(frame, element), (name) => repositoryName(frame, element, name))),
  },
  ...(['registry', 'repository', 'tag', 'digest'] as const).map(
    (part): Facet => ({
      name: `image.${part}`,
      on: ON_CONTAINER,
      says: `The ${part} of its image${part === 'tag' ? ' (latest when neither tag nor digest is written)' : ''}.`,
      reads: part === 'repository' ? [REPOSITORY] : [],
      read: (frame, element) => {
        const value = imagePart(imageOf(frame, element), part)
        // A generated name stays open: it begins with the name of the stack.
        return isSpecial(value) && value[KIND] === 'ref' ? (repositoryName(frame, element, value) ?? value) : value
      },
    }),
  ),
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

const DEFAULT_GROUP = { class: 'limit', reason: 'the default security group of the VPC is used' } as const

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
    of: (frame, element) => {
      const named = readPath(frame, element, steps)
      const inVpc = readPath(frame, element, steps.slice(0, -1)) !== undefined
      // ECS API Reference, AwsVpcConfiguration: without groups the default security group of the VPC is used.
      if (named === undefined && inVpc && type === SECURITY_GROUP) return { members: [], open: DEFAULT_GROUP }
      return followed(frame, element.resource, named, [type])
    },
  }
}

/** rules.md B2: launch type, else the strategy, else the default strategy of the cluster, else EC2. */
function serviceOnFargate(frame: Frame, { resource }: Element): Value {
  const read = (property: string): Value | undefined =>
    settleDeep(frame, entry(resource.properties, property) ?? resource.rest)
  return triValue(
    isFargate({
      launchType: read('LaunchType'),
      strategy: read('CapacityProviderStrategy'),
      clusterStrategy: clusterStrategy(frame, resource),
    }),
  )
}

/** The default strategy of the cluster, which CloudFormation may also tell in an association. */
function clusterStrategy(frame: Frame, service: Resource): Value | undefined {
  const named = entry(service.properties, 'Cluster') ?? service.rest ?? 'default'
  const cluster = followed(frame, service, named, [CLUSTER]).members[0]?.element.resource
  if (cluster === undefined) return undefined
  const own = settleDeep(frame, entry(cluster.properties, DEFAULT_STRATEGY))
  if (own !== undefined) return own
  const associations = pointing(
    frame,
    cluster,
    'ClusterCapacityProviderAssociations',
    [CLUSTER],
    [{ type: ASSOCIATIONS, owner: (association) => entry(association.properties, 'Cluster') }],
  )
  const association = associations[0]
  if (association?.maybe !== undefined) return unknown(association.maybe.class, association.maybe.reason)
  return association === undefined
    ? cluster.rest
    : settleDeep(frame, entry(association.element.resource.properties, DEFAULT_STRATEGY))
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

export function taskDefinitionIsBastion(frame: Frame, { resource }: Element): Value {
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
    const whole = namesBastion(frame, resource, [], [image])
    // An account, a region or a tag that is not known does not make a bastion of a repository that is.
    const byImage =
      typeof whole === 'boolean' ? whole : namesBastion(frame, resource, [], [parseImage(image).repository ?? image])
    if (byImage === true) return true
    if (byImage !== false) open ??= byImage
  }
  return open ?? false
}

function kindOf(frame: Frame, element: Element): Value {
  const container = settleDeep(frame, element.value)
  if (!isMap(container)) return unknownOf(container, `a container of ${element.resource.address} is not known`)
  const all = settleDeep(frame, entry(element.resource.properties, 'ContainerDefinitions'))
  const siblings = isList(all) ? all.filter(isMap) : []
  const { kind, reason } = containerKind(container, siblings, (name) => repositoryName(frame, element, name))
  if (kind !== 'unknown') return kind
  return unknown(
    reason?.class ?? 'value',
    `what container ${nameIn(container)} of ${element.resource.address} is for is not known: ${reason?.reason ?? 'its image is not known'}`,
  )
}

function nameIn(container: PropertyMap): string {
  const name = entry(container, 'Name')
  return typeof name === 'string' ? name : '(without a known name)'
}

export function imageOf(frame: Frame, element: Element): ImageReference {
  const container = element.value
  return parseImage(isMap(container) ? settleDeep(frame, entry(container, 'Image')) : container)
}

function imagePart(image: ImageReference, part: 'registry' | 'repository' | 'tag' | 'digest'): Value | undefined {
  if (image.kind === 'unknown')
    return unknown(image.reason?.class ?? 'value', image.reason?.reason ?? 'the image is not known')
  return image[part]
}

/** The name of the repository that an image refers to; absent where AWS generates it. */
function repositoryName(frame: Frame, { resource }: Element, name: Ref): Value | undefined {
  const repository = followed(frame, resource, name, [REPOSITORY]).members[0]?.element.resource
  if (repository === undefined) return undefined
  return settleDeep(frame, entry(repository.properties, 'RepositoryName')) ?? repository.rest
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

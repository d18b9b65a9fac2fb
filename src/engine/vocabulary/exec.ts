import { entry, isList, isMap, isSpecial, unknown, type Value } from '../../model/value.ts'
import type { Element, Frame } from '../frame.ts'
import { followed } from '../related.ts'
import { settleDeep } from '../settle.ts'
import type { Facet, Place, Relation } from '../word.ts'
import { TASK_DEFINITION, taskDefinitionIsBastion, unknownOf } from './ecs.ts'

export const CLUSTER = 'AWS::ECS::Cluster'
export const TASK = 'Opscheck::ECS::Task'
const SUBNET = 'AWS::EC2::Subnet'

const ON_TASK: readonly Place[] = [{ types: [TASK], at: '' }]

/** The words of a service, for tasks: ECS Exec is switched on for each of them when it starts. */
export const relations: readonly Relation[] = [
  taskRelation('cluster', 'Cluster', CLUSTER, 'The cluster in which the task runs.'),
  taskRelation('taskDefinitions', 'TaskDefinition', TASK_DEFINITION, 'The task definition that the task runs.'),
  taskRelation('subnets', 'SubnetIds', SUBNET, 'The subnets in which the task runs.'),
]

export const facets: readonly Facet[] = [
  {
    name: 'execLoggedByDefault',
    on: [{ types: [TASK_DEFINITION], at: '' }],
    says: 'ECS Exec logs its sessions without settings of the cluster: the containers log by awslogs.',
    reads: [],
    read: execLoggedByDefault,
  },
  {
    name: 'bastion',
    on: ON_TASK,
    says: 'Runs a task definition that is made for people to log in.',
    reads: [TASK_DEFINITION],
    read: taskIsBastion,
  },
]

function taskIsBastion(frame: Frame, { resource }: Element): Value {
  const name = entry(resource.properties, 'TaskDefinition') ?? resource.rest
  let open: Value | undefined
  for (const { element } of followed(frame, resource, name, [TASK_DEFINITION]).members) {
    const answer = taskDefinitionIsBastion(frame, element)
    if (answer !== false) open ??= answer
  }
  return open ?? false
}

/**
 * ECS API Reference, ExecuteCommandConfiguration: DEFAULT takes the awslogs configuration of the task definition, and logs
 * nothing where no container has one. It does not say which is taken where only some have.
 */
function execLoggedByDefault(frame: Frame, { resource }: Element): Value {
  const containers = settleDeep(frame, entry(resource.properties, 'ContainerDefinitions') ?? resource.rest)
  if (!isList(containers)) {
    return containers === undefined
      ? false
      : unknownOf(containers, `the containers of ${resource.address} are not known`)
  }
  let by = 0
  let other = 0
  for (const container of containers) {
    const driver = driverOf(container)
    if (isSpecial(driver) || isSpecial(container)) {
      return unknownOf(isSpecial(driver) ? driver : container, `a log driver of ${resource.address} is not known`)
    }
    if (driver === 'awslogs') by += 1
    else other += 1
  }
  if (other === 0 || by === 0) return by > 0
  return unknown('limit', `only some containers of ${resource.address} log by awslogs`)
}

function driverOf(container: Value): Value | undefined {
  const log = isMap(container) ? entry(container, 'LogConfiguration') : undefined
  return isMap(log) ? entry(log, 'LogDriver') : log
}

function taskRelation(name: string, property: string, type: string, says: string): Relation {
  return {
    name,
    on: ON_TASK,
    to: { types: [type], at: '' },
    class: 'part',
    says,
    reads: [type],
    of: (frame, { resource }) =>
      followed(frame, resource, entry(resource.properties, property) ?? resource.rest, [type]),
  }
}

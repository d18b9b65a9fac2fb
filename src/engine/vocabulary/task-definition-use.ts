import type { Resource } from '../../model/resource.ts'
import { entry, isList, isMap, isSpecial, unknown, type Value } from '../../model/value.ts'
import type { Element, Frame, Member } from '../frame.ts'
import { openness, pointing } from '../related.ts'
import type { Facet } from '../word.ts'
import { SERVICE, TASK_DEFINITION } from './ecs.ts'
import { TASK } from './exec.ts'

export const REVISION = 'Opscheck::ECS::ServiceRevision'
const TASK_SET = 'AWS::ECS::TaskSet'
const RULE = 'AWS::Events::Rule'
const SCHEDULE = 'AWS::Scheduler::Schedule'
/** What starts tasks; revisions and task sets belong to services. */
const LISTED = [SERVICE, TASK, RULE, SCHEDULE]
const USERS = [...LISTED, TASK_SET, REVISION]

export const facets: readonly Facet[] = [
  {
    name: 'inUse',
    on: [{ types: [TASK_DEFINITION], at: '' }],
    says: 'A service, one of its revisions, a task set, a running task, an EventBridge rule or a schedule names it.',
    reads: USERS,
    read: inUse,
  },
]

/** Everything that runs the task definition, or can go back to it. */
export function usersOf(frame: Frame, taskDefinition: Resource): readonly Member[] {
  const named = (type: string) => ({
    type,
    owner: (user: Resource) => (isGone(user) ? undefined : entry(user.properties, 'TaskDefinition')),
  })
  return pointing(
    frame,
    taskDefinition,
    'TaskDefinition.users',
    [TASK_DEFINITION],
    [
      ...[SERVICE, TASK_SET, TASK, REVISION].map(named),
      { type: RULE, owner: ({ properties }) => startedBy(entry(properties, 'Targets')) },
      { type: SCHEDULE, owner: ({ properties }) => startedBy(entry(properties, 'Target')) },
    ],
  )
}

function inUse(frame: Frame, { resource }: Element): Value {
  let open: Member['maybe']
  for (const { maybe, condition } of usersOf(frame, resource)) {
    if (condition !== undefined && !frame.choices.holds(condition)) continue
    if (maybe === undefined) return true
    open ??= maybe
  }
  const cause = open ?? openness(frame, resource, 'apart', LISTED, 'service or task').open
  return cause === undefined
    ? false
    : unknown(cause.class, `whether ${resource.address} is in use is not known: ${cause.reason}`)
}

/** ECS keeps a deleted service for a while as INACTIVE. */
function isGone(user: Resource): boolean {
  const live = entry(user.properties, 'Live')
  return isMap(live) && entry(live, 'Status') === 'INACTIVE'
}

/** The task definitions that targets start; what is not known may start any. */
function startedBy(targets: Value | undefined): Value | undefined {
  if (targets === undefined || isSpecial(targets)) return targets
  if (isList(targets)) return targets.flatMap((target) => startedBy(target) ?? [])
  const parameters = isMap(targets) ? entry(targets, 'EcsParameters') : undefined
  return isMap(parameters) ? entry(parameters, 'TaskDefinitionArn') : parameters
}

import { type Answer, literalText, NO, settle, YES } from '../../aws/answer.ts'
import { isDeploy, orderedActions, type PlacedAction, precedes } from '../../aws/pipeline.ts'
import type { Resource } from '../../model/resource.ts'
import type { Environment } from '../../model/rule.ts'
import { and, FALSE, or, TRUE, type Tri, UNKNOWN } from '../../model/tri.ts'
import {
  type Cause,
  entry,
  isList,
  isMap,
  isSpecial,
  KIND,
  type PropertyMap,
  type Unknown,
  unknown,
  type Value,
} from '../../model/value.ts'
import { environmentOf, environmentOfName, unclaimed } from '../environment.ts'
import type { Element, Frame, Member, Members } from '../frame.ts'
import { followed, openness, pointing } from '../related.ts'
import { remembered } from '../remembered.ts'
import { settleDeep } from '../settle.ts'
import { deciding, startTrace } from '../trace.ts'
import type { Algorithm, Facet, Place, Relation } from '../word.ts'
import { isOpaque, nameOf, sameToken } from '../world.ts'
import { accountOf } from './accounts.ts'
import { named } from './named.ts'
import { serviceNamed } from './service-named.ts'

export const PIPELINE = 'AWS::CodePipeline::Pipeline'
const SERVICE = 'AWS::ECS::Service'
const DEPLOYMENT_GROUP = 'AWS::CodeDeploy::DeploymentGroup'
const ROLE = 'AWS::IAM::Role'
const EVENT_RULE = 'AWS::Events::Rule'
const NOTIFICATION_RULE = 'AWS::CodeStarNotifications::NotificationRule'
export const ACTION: Place = { types: [PIPELINE], at: 'Stages[].Actions[]' }
export const ON_PIPELINE = [{ types: [PIPELINE], at: '' }]

export const relations: readonly Relation[] = [
  {
    name: 'actions',
    on: ON_PIPELINE,
    to: ACTION,
    class: 'part',
    says: 'The actions of all stages in the order in which they run.',
    reads: [],
    of: remembered((frame, element) => actions(frame, element, () => YES)),
  },
  {
    name: 'deploys',
    on: ON_PIPELINE,
    to: ACTION,
    class: 'part',
    says: 'The actions that deploy.',
    reads: [SERVICE, DEPLOYMENT_GROUP],
    of: remembered((frame, element) => actions(frame, element, isDeploy)),
  },
  {
    name: 'target',
    on: [ACTION],
    to: { types: [SERVICE], at: '' },
    class: 'part',
    says: 'The ECS service that the action deploys to.',
    reads: [SERVICE, DEPLOYMENT_GROUP],
    of: (frame, element) => targetService(frame, element),
  },
  {
    name: 'eventRules',
    on: ON_PIPELINE,
    to: { types: [EVENT_RULE], at: '' },
    class: 'attached',
    says: 'The EventBridge rules that start the pipeline.',
    reads: [EVENT_RULE],
    of: (frame, { resource }) => ({
      members: pointing(
        frame,
        resource,
        'Rule.Pipeline',
        [PIPELINE],
        [{ type: EVENT_RULE, owner: (rule) => named(entry(rule.properties, 'Targets') ?? rule.rest, 'Arn') }],
      ),
      ...openness(frame, resource, 'attached', [EVENT_RULE], 'event rule'),
    }),
  },
  {
    name: 'targetRole',
    on: [{ types: [EVENT_RULE], at: 'Targets[]' }],
    to: { types: [ROLE], at: '' },
    class: 'part',
    says: 'The role with which EventBridge calls the target.',
    reads: [ROLE],
    of: (frame, element) =>
      followed(frame, element.resource, isMap(element.value) ? entry(element.value, 'RoleArn') : element.value, [ROLE]),
  },
  {
    name: 'notificationRules',
    on: ON_PIPELINE,
    to: { types: [NOTIFICATION_RULE], at: '' },
    class: 'attached',
    says: 'The notification rules (CodeStar Notifications) of the pipeline.',
    reads: [NOTIFICATION_RULE],
    of: (frame, { resource }) => ({
      members: pointing(
        frame,
        resource,
        'NotificationRule.Pipeline',
        [PIPELINE],
        [{ type: NOTIFICATION_RULE, owner: (rule) => entry(rule.properties, 'Resource') ?? rule.rest }],
      ),
      ...openness(frame, resource, 'attached', [NOTIFICATION_RULE], 'notification rule'),
    }),
  },
]

export const facets: readonly Facet[] = [
  {
    name: 'environment',
    on: [ACTION],
    says: 'The environment of what the action deploys to, else of its names, else of the pipeline.',
    reads: [SERVICE],
    read: actionEnvironment,
  },
  {
    name: 'stage.onFailure',
    on: [ACTION],
    says: 'What CodePipeline does when the stage of the action fails: ROLLBACK, RETRY, FAIL or SKIP.',
    reads: [],
    read: (frame, { resource, path }) => {
      const stages = settleDeep(frame, entry(resource.properties, 'Stages'))
      const index = path[1]
      const stage = isList(stages) && typeof index === 'number' ? stages[index] : undefined
      const failure = isMap(stage) ? entry(stage, 'OnFailure') : stage
      return isMap(failure) ? entry(failure, 'Result') : failure
    },
  },
  {
    name: 'crossAccount',
    on: [ACTION],
    says: 'The action runs with a role of another account than the pipeline.',
    reads: [],
    read: (frame, element) => {
      const role = isMap(element.value) ? entry(element.value, 'RoleArn') : undefined
      const account = accountOf(frame, element.resource, role)
      if (account === undefined) return false
      if (typeof account !== 'string') return account
      const same = sameToken(account, element.resource.scope.account)
      return same === undefined ? unknown('input', `the account of ${element.resource.unit.name} is not known`) : !same
    },
  },
]

export const algorithms: readonly Algorithm[] = [
  {
    name: 'precededBy',
    on: [ACTION, { types: ['AWS::ECR::Repository'], at: '#lifecycleRule' }],
    says: 'A member that meets the condition comes strictly before: an earlier stage or a smaller run order; a lower priority number.',
    reads: [],
    compile: (operand) => {
      const meets = operand.condition(operand.json)
      return (frame, element) => {
        const order = element.order
        if (order === undefined) return { tri: UNKNOWN, reason: { class: 'limit', reason: 'the order is not known' } }
        let answer: Tri = FALSE
        let open: Cause | undefined
        const trace = frame.trace
        for (let index = 0; index < order.members.length && answer !== TRUE; index += 1) {
          const member = order.members[index]
          if (member === undefined) continue
          const earlier = order.before(index, order.index)
          if (earlier === FALSE) continue
          const own = trace === undefined ? undefined : startTrace()
          frame.trace = own
          const met = meets(frame, member)
          answer = or(answer, and(earlier, met))
          if (own !== undefined && met === UNKNOWN)
            open ??= deciding(own.node, UNKNOWN).find(({ cause }) => cause)?.cause
        }
        frame.trace = trace
        if (answer === FALSE && order.open !== undefined) return { tri: UNKNOWN, reason: order.open }
        const seen = answer === FALSE ? 'none' : undefined
        return {
          tri: answer,
          expected: 'an earlier action that meets the condition',
          ...(seen === undefined ? {} : { seen }),
          ...(answer === UNKNOWN
            ? { reason: open ?? { class: 'value', reason: 'an earlier action is not known' } }
            : {}),
        }
      }
    },
  },
]

/** All actions keep the order of the whole pipeline, so that "before" sees what the filter leaves out. */
function actions(frame: Frame, { resource }: Element, wanted: (action: PropertyMap) => Answer): Members {
  const ordered = orderedActions(settleDeep(frame, entry(resource.properties, 'Stages') ?? resource.rest))
  const elements: Element[] = []
  ordered.actions.forEach(({ action, key, path, stageIndex }, index) => {
    const { open, openFrom = 0 } = ordered
    elements.push({
      resource,
      value: action,
      path: ['Stages', ...path],
      facts: { key },
      order: {
        members: elements,
        index,
        before: (left, right) => before(ordered.actions, left, right),
        ...(open === undefined || openFrom > stageIndex ? {} : { open }),
      },
    })
  })
  const members = elements.flatMap((element): Member[] => {
    const answer = isMap(element.value) ? wanted(element.value) : NO
    if (answer.tri === FALSE) return []
    return answer.tri === TRUE ? [{ element }] : [{ element, maybe: answer.reason ?? NOT_TOLD }]
  })
  return ordered.open === undefined ? { members } : { members, open: ordered.open }
}

const NOT_TOLD = { class: 'value', reason: 'what the action does is not known' } as const

function before(ordered: readonly PlacedAction[], left: number, right: number): Tri {
  const [one, other] = [ordered[left], ordered[right]]
  return one === undefined || other === undefined ? FALSE : precedes(one, other)
}

function configuration(element: Element): Value | undefined {
  return isMap(element.value) ? entry(element.value, 'Configuration') : undefined
}

export function configured(element: Element, key: string): Value | undefined {
  const map = configuration(element)
  return isMap(map) ? entry(map, key) : undefined
}

function targetService(frame: Frame, element: Element): Members {
  const { resource } = element
  const service = configured(element, 'ServiceName')
  if (service !== undefined) return serviceNamed(frame, resource, configured(element, 'ClusterName'), service)
  const group = configured(element, 'DeploymentGroupName')
  const groups = followed(frame, resource, group, [DEPLOYMENT_GROUP]).members.map((member) => member.element.resource)
  return {
    members: groups.flatMap((found) => {
      const list = settleDeep(frame, entry(found.properties, 'ECSServices') ?? found.rest)
      const first = Array.isArray(list) ? list[0] : undefined
      return isMap(first)
        ? serviceNamed(frame, found, entry(first, 'ClusterName'), entry(first, 'ServiceName')).members
        : []
    }),
  }
}

const NAMED_TARGETS = [
  'ServiceName',
  'ClusterName',
  'ApplicationName',
  'DeploymentGroupName',
  'StackName',
  'BucketName',
  'EnvironmentName',
]

/** What an action with a role deploys to stands in the account of the role. */
function environmentOfRole(frame: Frame, element: Element): Environment | undefined {
  const role = isMap(element.value) ? entry(element.value, 'RoleArn') : undefined
  const account = accountOf(frame, element.resource, role)
  if (typeof account !== 'string') return undefined
  return frame.ruleset.environments.find((definition) => definition.accounts.includes(account))?.name
}

export function actionEnvironment(frame: Frame, element: Element): Value {
  const service = targetService(frame, element).members[0]?.element.resource
  if (service !== undefined && !isOpaque(service)) return environmentOf(frame, service)
  const byAccount = environmentOfRole(frame, element)
  if (byAccount !== undefined) return byAccount
  let open: Unknown | undefined
  for (const key of NAMED_TARGETS) {
    const named = settle(settleDeep(frame, configured(element, key)))
    if (named === undefined) continue
    const text = literalText(named) ?? followedName(frame, element.resource, named)
    const found = text === undefined ? undefined : environmentOfName(frame.ruleset, text)
    if (found !== undefined) return found
    if (text === undefined) open ??= nameless(frame, element, key, named)
  }
  // A name that is not known may say another environment than the names around it. Until environments are configured,
  // it is what nobody claims: production, as an assumption.
  if (open !== undefined && frame.ruleset.environmentsConfigured) return open
  for (const name of [actionName(element), nameOf(element.resource)]) {
    const found = name === undefined ? undefined : environmentOfName(frame.ruleset, name)
    if (found !== undefined) return found
  }
  const own = environmentOf(frame, element.resource)
  return own === 'unassigned' ? unclaimed(frame) : own
}

function actionName(element: Element): string | undefined {
  const key = element.facts?.key
  return typeof key === 'string' ? key : undefined
}

function followedName(frame: Frame, from: Resource, value: Value): string | undefined {
  const target = followed(frame, from, value, []).members[0]?.element.resource
  return target === undefined || isOpaque(target) ? undefined : nameOf(target)
}

/** AWS makes names of a resource's own from its address, which then says what the name would. */
function nameless(frame: Frame, element: Element, key: string, named: Value): Unknown | undefined {
  const target = followed(frame, element.resource, named, []).members[0]?.element.resource
  if (target !== undefined && !isOpaque(target)) return undefined
  return isSpecial(named) && named[KIND] === 'unknown'
    ? named
    : unknown('value', `${key} of an action of ${element.resource.address} is not known`)
}

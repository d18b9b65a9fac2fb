import type { Scope } from '../../model/resource.ts'
import type { Cause } from '../../model/value.ts'
import { own, type UnknownRecord } from '../../util/record.ts'
import { type Answer, subjectOf } from './answer.ts'
import { commandOf } from './operations.ts'
import { type Body, failureCause, isFiltered, type Reading, scopeOf, textOf, textsOf } from './reading.ts'
import { logGroupName } from './services/logs.ts'
import { busName } from './services/misc.ts'

/**
 * Closes what is read by name or by owner: a list of names says whether everything was read, and an owner whose own list
 * is whole is closed although the type is not.
 */
export function closeLists(reading: Reading): void {
  for (const list of LISTS) closeByNames(reading, list)
  for (const list of OWNED) closeByOwner(reading, list)
}

interface NameList {
  readonly operation: string
  readonly reads: string
  readonly types: readonly string[]
  readonly names: (body: UnknownRecord) => readonly string[] | undefined
}

const strings = (key: string) => (body: UnknownRecord) => textsOf(own(body, key))
const members = (key: string, member: string) => (body: UnknownRecord) => {
  const list = own(body, key)
  return Array.isArray(list)
    ? list.flatMap((each) => (typeof each === 'object' && each !== null ? (textOf(each, member) ?? []) : []))
    : undefined
}

/** Lists of one account and region. */
const LISTS: readonly NameList[] = [
  {
    operation: 'ecs:ListClusters',
    reads: 'ecs:DescribeClusters',
    types: ['AWS::ECS::Cluster'],
    names: strings('clusterArns'),
  },
  {
    operation: 'codepipeline:ListPipelines',
    reads: 'codepipeline:GetPipeline',
    types: ['AWS::CodePipeline::Pipeline'],
    names: members('pipelines', 'name'),
  },
  {
    operation: 'codebuild:ListProjects',
    reads: 'codebuild:BatchGetProjects',
    types: ['AWS::CodeBuild::Project'],
    names: strings('projects'),
  },
  {
    operation: 'codecommit:ListRepositories',
    reads: 'codecommit:BatchGetRepositories',
    types: ['AWS::CodeCommit::Repository'],
    names: members('repositories', 'repositoryName'),
  },
  {
    operation: 'codecommit:ListApprovalRuleTemplates',
    reads: 'codecommit:GetApprovalRuleTemplate',
    types: ['Opscheck::CodeCommit::ApprovalRuleTemplate'],
    names: strings('approvalRuleTemplateNames'),
  },
  {
    operation: 'codedeploy:ListApplications',
    reads: 'codedeploy:BatchGetApplications',
    types: ['AWS::CodeDeploy::Application'],
    names: strings('applications'),
  },
  {
    operation: 'firehose:ListDeliveryStreams',
    reads: 'firehose:DescribeDeliveryStream',
    types: ['AWS::KinesisFirehose::DeliveryStream'],
    names: strings('DeliveryStreamNames'),
  },
  {
    operation: 'sns:ListTopics',
    reads: 'sns:GetTopicAttributes',
    types: ['AWS::SNS::Topic', 'AWS::SNS::TopicPolicy'],
    names: members('Topics', 'TopicArn'),
  },
  {
    operation: 'scheduler:ListSchedules',
    reads: 'scheduler:GetSchedule',
    types: ['AWS::Scheduler::Schedule'],
    names: members('Schedules', 'Arn'),
  },
]

function closeByNames(reading: Reading, { operation, reads, types, names }: NameList): void {
  const [type = ''] = types
  for (const body of reading.bodies(operation)) {
    const scope = listScope(body, names)
    const cause = unread(reading, body.answer, scope, names(body.body), type, reads)
    for (const each of types) {
      reading.claims.claim(each, scope, {
        state: cause === undefined ? 'complete' : 'partial',
        ...(cause === undefined ? {} : { cause }),
        ...from(body.answer),
      })
    }
  }
}

/** A list that holds an ARN tells where it was read. */
function listScope({ answer, body }: Body, names: NameList['names']): Scope {
  return scopeOf(answer, { arn: names(body)?.[0] })
}

/** Why a list does not close what it lists; undefined when all of it was read. */
function unread(
  reading: Reading,
  answer: Answer,
  scope: Scope,
  names: readonly string[] | undefined,
  type: string,
  reads: string,
): Cause | undefined {
  if (names === undefined || reading.isDamaged(answer))
    return { class: 'read', reason: `what ${answer.operation} answered cannot be read` }
  if (!answer.complete) return { class: 'read', reason: `${answer.operation} was cut off before its last page` }
  if (isFiltered(answer)) return { class: 'input', reason: `${answer.operation} was asked with a filter` }
  const missing = names.filter((name) => !reading.isRead(type, scope, name))
  if (missing.length === 0) return undefined
  const failure = reading.errors(reads).find((each) => sameScope(each.answer, scope))
  const counted = `${missing.length} of ${names.length} listed`
  if (failure !== undefined)
    return { class: 'read', reason: `${counted} were not read: ${failureCause(failure.answer, failure.error).reason}` }
  return { class: 'input', reason: `${counted} were not exported (aws ${commandOf(reads)})` }
}

interface OwnedList {
  readonly operation: string
  readonly type: string
  readonly owner: string
  /** The owners that the answer is about, by name or ARN. */
  readonly owners: (answer: Answer, body: UnknownRecord) => readonly string[]
  /** For lists of names: what was listed, and the operation that reads it. */
  readonly names?: NameList['names']
  readonly reads?: string
  /** More types that the same answer tells whole. */
  readonly with?: readonly string[]
}

const subject =
  (...wanted: readonly string[]) =>
  (answer: Answer): readonly string[] => {
    const found = subjectOf(answer, ...wanted)
    return found === undefined ? [] : [found]
  }

/** The subject that was asked for, else the owners that the items name. */
function ownersOf(key: string, member: string, ...wanted: readonly string[]): OwnedList['owners'] {
  return (answer, body) => {
    const asked = subjectOf(answer, ...wanted)
    return asked === undefined ? [...new Set(members(key, member)(body) ?? [])] : [asked]
  }
}

const OWNED: readonly OwnedList[] = [
  {
    operation: 'ecs:ListServices',
    type: 'AWS::ECS::Service',
    with: ['AWS::ECS::TaskSet'],
    owner: 'AWS::ECS::Cluster',
    owners: clusterOf('serviceArns'),
    names: strings('serviceArns'),
    reads: 'ecs:DescribeServices',
  },
  {
    operation: 'ecs:ListTasks',
    type: 'Opscheck::ECS::Task',
    owner: 'AWS::ECS::Cluster',
    owners: clusterOf('taskArns'),
    names: strings('taskArns'),
    reads: 'ecs:DescribeTasks',
  },
  {
    operation: 'codedeploy:ListDeploymentGroups',
    type: 'AWS::CodeDeploy::DeploymentGroup',
    owner: 'AWS::CodeDeploy::Application',
    owners: (answer, body) =>
      [textOf(body, 'applicationName') ?? subjectOf(answer, 'applicationName') ?? ''].filter((name) => name !== ''),
    names: (body) =>
      textsOf(own(body, 'deploymentGroups'))?.map((name) => `${textOf(body, 'applicationName') ?? ''}/${name}`),
    reads: 'codedeploy:BatchGetDeploymentGroups',
  },
  {
    operation: 'ecr:DescribeImages',
    type: 'Opscheck::ECR::Image',
    owner: 'AWS::ECR::Repository',
    owners: ownersOf('imageDetails', 'repositoryName', 'repositoryName'),
  },
  {
    operation: 'logs:DescribeSubscriptionFilters',
    type: 'AWS::Logs::SubscriptionFilter',
    owner: 'AWS::Logs::LogGroup',
    owners: (answer, body) =>
      ownersOf(
        'subscriptionFilters',
        'logGroupName',
        'logGroupName',
      )(answer, body).flatMap((name) => logGroupName(name) ?? []),
  },
  {
    operation: 'elasticloadbalancing:DescribeListeners',
    type: 'AWS::ElasticLoadBalancingV2::Listener',
    owner: 'AWS::ElasticLoadBalancingV2::LoadBalancer',
    owners: ownersOf('Listeners', 'LoadBalancerArn', 'LoadBalancerArn'),
  },
  {
    operation: 'elasticloadbalancing:DescribeRules',
    type: 'AWS::ElasticLoadBalancingV2::ListenerRule',
    owner: 'AWS::ElasticLoadBalancingV2::Listener',
    owners: subject('ListenerArn'),
  },
  {
    operation: 'sns:ListSubscriptionsByTopic',
    type: 'AWS::SNS::Subscription',
    owner: 'AWS::SNS::Topic',
    owners: ownersOf('Subscriptions', 'TopicArn', 'TopicArn'),
  },
  {
    operation: 'codecommit:ListBranches',
    type: 'Opscheck::CodeCommit::Branch',
    owner: 'AWS::CodeCommit::Repository',
    owners: subject('repositoryName'),
  },
  {
    operation: 'events:ListRules',
    type: 'AWS::Events::Rule',
    owner: 'AWS::Events::EventBus',
    owners: (answer, body) =>
      (members('Rules', 'EventBusName')(body) ?? [])
        .concat(subjectOf(answer, 'EventBusName') ?? [])
        .map(busName)
        .slice(0, 1)
        .concat(busAsked(answer)),
  },
]

/** Asked for no bus, the default one answers; that only the request can tell. */
function busAsked(answer: Answer): readonly string[] {
  return answer.requestKnown === true && subjectOf(answer, 'EventBusName') === undefined ? ['default'] : []
}

/** ARNs of the long format name the cluster. */
function clusterOf(key: string): OwnedList['owners'] {
  return (answer, body) => {
    const asked = subjectOf(answer, 'cluster')
    if (asked !== undefined) return [asked]
    if (answer.requestKnown === true) return ['default']
    const clusters = new Set<string>()
    for (const arn of textsOf(own(body, key)) ?? []) {
      const parts = arn.split('/')
      if (parts.length === 3 && parts[1] !== undefined) clusters.add(parts[1])
    }
    return [...clusters]
  }
}

function closeByOwner(reading: Reading, list: OwnedList): void {
  const causes = new Map<
    string,
    { readonly scope: Scope; cause: Cause | undefined; readonly closed: Set<string>; readonly answer: Answer }
  >()
  for (const { answer, body } of reading.bodies(list.operation)) {
    const names = list.names?.(body)
    for (const owner of list.owners(answer, body)) {
      const scope = scopeOf(answer, { arn: owner })
      const key = `${scope.account}|${scope.region}`
      const found = causes.get(key) ?? { scope, cause: undefined, closed: new Set<string>(), answer }
      causes.set(key, found)
      const cause = ownerCause(reading, list, answer, scope, names)
      const address = reading.addressOf(list.owner, scope, owner)
      if (cause === undefined && address !== undefined) found.closed.add(address)
      found.cause ??= cause
    }
  }
  for (const scope of ownerScopes(reading, list.owner)) {
    const key = `${scope.account}|${scope.region}`
    const found = causes.get(key)
    const owners = reading
      .added(list.owner)
      .filter((owner) => owner.scope.account === scope.account && owner.scope.region === scope.region)
    const left = owners.filter((owner) => found?.closed.has(owner.address) !== true).length
    const whole = left === 0 && reading.claims.state(list.owner, scope) === 'complete'
    if (!whole && found === undefined) continue
    const ownersCause = reading.claims.cause(list.owner, scope)
    const unreadOwners = ownersCause?.class === 'read' ? ownersCause : undefined
    const cause = found?.cause ??
      unreadOwners ?? {
        class: 'input',
        reason: `${left} of ${owners.length} were not asked (aws ${commandOf(list.operation)})`,
      }
    const closedFor = found?.closed ?? []
    for (const type of [list.type, ...(list.with ?? [])]) {
      reading.claims.claim(type, scope, {
        state: whole ? 'complete' : 'partial',
        ...(whole ? {} : { cause }),
        closedFor,
        call: list.operation,
        ...(found === undefined ? {} : from(found.answer)),
      })
    }
  }
}

function ownerCause(
  reading: Reading,
  list: OwnedList,
  answer: Answer,
  scope: Scope,
  names: readonly string[] | undefined,
): Cause | undefined {
  if (list.reads !== undefined) return unread(reading, answer, scope, names, list.type, list.reads)
  if (reading.isDamaged(answer)) return { class: 'read', reason: `what ${answer.operation} answered cannot be read` }
  if (!answer.complete) return { class: 'read', reason: `${answer.operation} was cut off before its last page` }
  return isFiltered(answer) ? { class: 'input', reason: `${answer.operation} was asked with a filter` } : undefined
}

function ownerScopes(reading: Reading, type: string): readonly Scope[] {
  const scopes = new Map<string, Scope>()
  for (const { scope } of reading.added(type)) scopes.set(`${scope.account}|${scope.region}`, scope)
  for (const scope of reading.claims.scopes(type))
    if (!scopes.has(`${scope.account}|${scope.region}`))
      scopes.set(`${scope.account}|${scope.region}`, { partition: '', ...scope })
  return [...scopes.values()]
}

function sameScope(left: Pick<Scope, 'account' | 'region'>, right: Pick<Scope, 'account' | 'region'>): boolean {
  return left.account === right.account && left.region === right.region
}

function from(answer: Answer): { readonly call: string; readonly file?: string } {
  return { call: answer.operation, ...(answer.file === undefined ? {} : { file: answer.file }) }
}

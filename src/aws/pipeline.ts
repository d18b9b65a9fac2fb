import { FALSE, TRUE, type Tri, UNKNOWN } from '../model/tri.ts'
import { type Cause, entry, isList, isMap, isSpecial, KIND, type PropertyMap, type Value } from '../model/value.ts'
import {
  type Answer,
  anyOf,
  causeOf,
  consider,
  literalBoolean,
  literalInteger,
  literalText,
  NO,
  no,
  settle,
  unsure,
  unsureOf,
  YES,
  yes,
} from './answer.ts'
import { buildsImageBySpec, runsTests as runsTestsBySpec } from './buildspec.ts'

/** One action of a pipeline in its place. */
export interface PlacedAction {
  readonly stage: string
  /** Position of the stage, from 0. */
  readonly stageIndex: number
  /** Absent when it is not known; CodePipeline's default is 1. */
  readonly runOrder?: number
  readonly name: string
  readonly action: PropertyMap
  /** `stage/action`, unique in a pipeline. */
  readonly key: string
  /** Where the action stands in `Stages`, for evidence. */
  readonly path: readonly (string | number)[]
}

export interface OrderedActions {
  /** By stage, then RunOrder, then as written. */
  readonly actions: readonly PlacedAction[]
  /** Why there may be more actions, or further stages between these. */
  readonly open?: Cause
  /** The first stage that they may be in. */
  readonly openFrom?: number
}

/** The actions of `Stages` in the order in which they run. */
export function orderedActions(stages: Value | undefined): OrderedActions {
  const list = settle(stages)
  if (list === undefined) return { actions: [] }
  if (!isList(list)) return { actions: [], open: causeOf(list, 'Stages'), openFrom: 0 }
  const actions: PlacedAction[] = []
  let open: Cause | undefined
  let openFrom = Number.POSITIVE_INFINITY
  list.forEach((item, stageIndex) => {
    const stage = settle(item)
    const cause = isMap(stage) ? addStage(stage, stageIndex, actions) : causeOf(stage, 'a stage')
    if (cause === undefined) return
    open ??= cause
    openFrom = Math.min(openFrom, isMap(stage) ? stageIndex : 0)
  })
  actions.sort(
    (left, right) =>
      left.stageIndex - right.stageIndex ||
      (left.runOrder ?? Number.MAX_SAFE_INTEGER) - (right.runOrder ?? Number.MAX_SAFE_INTEGER),
  )
  return open === undefined ? { actions } : { actions, open, openFrom }
}

function addStage(stage: PropertyMap, stageIndex: number, actions: PlacedAction[]): Cause | undefined {
  const stageName = literalText(settle(entry(stage, 'Name'))) ?? `stage ${stageIndex + 1}`
  const list = settle(entry(stage, 'Actions'))
  if (list === undefined) return undefined
  if (!isList(list)) return causeOf(list, `the actions of ${stageName}`)
  let open: Cause | undefined
  list.forEach((item, index) => {
    const action = settle(item)
    if (!isMap(action)) {
      open ??= causeOf(action, `an action of ${stageName}`)
      return
    }
    const name = literalText(settle(entry(action, 'Name'))) ?? `action ${index + 1}`
    const written = entry(action, 'RunOrder')
    const runOrder = written === undefined ? 1 : literalInteger(settle(written))
    const path = [stageIndex, 'Actions', index]
    const placed = { stage: stageName, stageIndex, name, action, key: `${stageName}/${name}`, path }
    actions.push(runOrder === undefined ? placed : { ...placed, runOrder })
  })
  return open
}

/** Strictly earlier: an earlier stage, or the same stage and a smaller RunOrder; equal RunOrders run in parallel. */
export function precedes(earlier: PlacedAction, later: PlacedAction): Tri {
  if (earlier.stageIndex !== later.stageIndex) return earlier.stageIndex < later.stageIndex ? TRUE : FALSE
  if (earlier.action === later.action) return FALSE
  if (earlier.runOrder === undefined || later.runOrder === undefined) return UNKNOWN
  return earlier.runOrder < later.runOrder ? TRUE : FALSE
}

/** Category and provider of an action; absent when they are not known. */
function typeOf(action: PropertyMap): {
  readonly category?: string
  readonly provider?: string
  readonly reason: Cause
} {
  const id = settle(entry(action, 'ActionTypeId'))
  if (!isMap(id)) return { reason: causeOf(id, 'ActionTypeId') }
  const category = literalText(settle(entry(id, 'Category')))
  const provider = literalText(settle(entry(id, 'Provider')))
  const unknown = category === undefined ? entry(id, 'Category') : entry(id, 'Provider')
  return {
    ...(category === undefined ? {} : { category }),
    ...(provider === undefined ? {} : { provider }),
    reason: causeOf(unknown, 'ActionTypeId'),
  }
}

/** A person has to approve before what follows. */
export function isManualApproval(action: PropertyMap): Answer {
  const { category, provider, reason } = typeOf(action)
  if (category === 'Approval' && provider === 'Manual') return YES
  const excluded =
    (category !== undefined && category !== 'Approval') || (provider !== undefined && provider !== 'Manual')
  return excluded ? NO : unsure(reason)
}

/** The providers of category Deploy that change an ECS service, directly or by a stack that holds it. */
const DEPLOYS = [
  'ECS',
  'CodeDeployToECS',
  'CodeDeploy',
  'CloudFormation',
  'CloudFormationStackSet',
  'CloudFormationStackInstances',
]

/**
 * Whether the action may change what runs on ECS. Of CloudFormation only the modes that change or delete a stack do:
 * CHANGE_SET_REPLACE prepares and changes nothing. S3, Elastic Beanstalk, EC2 and EKS deploy something else. What an
 * Invoke action does (Lambda, Step Functions, another pipeline) or a `Commands` action runs is not seen here: no deploy.
 */
export function isDeploy(action: PropertyMap): Answer {
  const { category, provider, reason } = typeOf(action)
  if (category !== undefined && category !== 'Deploy') return NO
  if (provider !== undefined && !DEPLOYS.includes(provider)) return NO
  if (category === undefined || provider === undefined) return unsure(reason)
  if (provider !== 'CloudFormation') return yes(provider)
  return consider(setting(action, 'ActionMode'), (mode) => {
    if (mode === undefined) return unsureOf('value', 'ActionMode is not given')
    const text = literalText(mode)
    if (text === undefined) return unsure(causeOf(mode, 'ActionMode'))
    return text === 'CHANGE_SET_REPLACE' ? no('CHANGE_SET_REPLACE changes nothing') : yes(`CloudFormation ${text}`)
  })
}

/** One entry of an action's `Configuration`. */
function setting(action: PropertyMap, key: string): Value | undefined {
  const configuration = settle(entry(action, 'Configuration'))
  return isMap(configuration) ? entry(configuration, key) : configuration
}

/** What a deploy action deploys to: the values by which resources are named, as they are written. */
export type DeployTarget =
  | {
      readonly kind: 'ecs'
      readonly cluster: Value | undefined
      readonly service: Value | undefined
      readonly at: Place
    }
  | {
      readonly kind: 'codedeploy'
      readonly application: Value | undefined
      readonly group: Value | undefined
      readonly at: Place
    }
  | {
      readonly kind: 'stack'
      readonly stack: Value | undefined
      readonly roleArn: Value | undefined
      readonly at: Place
    }
  | { readonly kind: 'stackset'; readonly stackSet: Value | undefined; readonly at: Place }
  | { readonly kind: 'unknown'; readonly reason: Cause }

/** Absent members are those of the pipeline itself. */
export interface Place {
  /** The role that the action runs with; its account is the account of the target. */
  readonly roleArn?: Value
  readonly region?: Value
}

/** The target of an action for which {@link isDeploy} is not false. */
export function deployTarget(action: PropertyMap): DeployTarget {
  const { provider, reason } = typeOf(action)
  const roleArn = entry(action, 'RoleArn')
  const region = entry(action, 'Region')
  const at = { ...(roleArn === undefined ? {} : { roleArn }), ...(region === undefined ? {} : { region }) }
  switch (provider) {
    case 'ECS':
      return { kind: 'ecs', cluster: setting(action, 'ClusterName'), service: setting(action, 'ServiceName'), at }
    case 'CodeDeploy':
    case 'CodeDeployToECS': {
      const application = setting(action, 'ApplicationName')
      return { kind: 'codedeploy', application, group: setting(action, 'DeploymentGroupName'), at }
    }
    case 'CloudFormation':
      return { kind: 'stack', stack: setting(action, 'StackName'), roleArn: setting(action, 'RoleArn'), at }
    case 'CloudFormationStackSet':
    case 'CloudFormationStackInstances':
      return { kind: 'stackset', stackSet: setting(action, 'StackSetName'), at }
    default:
      return { kind: 'unknown', reason }
  }
}

/**
 * Whether the action makes an image: `ECRBuildAndPublish` does; a CodeBuild action by its project; Jenkins and commands
 * may. `project` is the CodeBuild project that the action names, absent when it is not among the inputs;
 * `mayPush` whether its role may push to ECR.
 */
export function buildsImage(action: PropertyMap, project?: PropertyMap, mayPush?: Answer): Answer {
  const { category, provider, reason } = typeOf(action)
  if (category !== undefined && category !== 'Build' && category !== 'Compute' && category !== 'Test') return NO
  switch (provider) {
    case 'ECRBuildAndPublish':
      return yes(provider)
    case 'CodeBuild':
      if (project === undefined) return unsureOf('input', 'the build project of the action is not among the inputs')
      return projectBuildsImage(project, mayPush)
    case 'Commands':
      return commandsBuildImage(entry(action, 'Commands'))
    case undefined:
      return unsure(reason)
    default:
      if (category === 'Test') return NO
      return unsureOf('limit', `what a ${provider} action builds is not seen`)
  }
}

/**
 * Whether a CodeBuild project makes images: its build specification says so; where that stands in the repository,
 * a project that may not push any image, or runs without privileged mode and may not push, makes none, and a privileged
 * one that may push surely does.
 */
export function projectBuildsImage(project: PropertyMap, mayPush?: Answer): Answer {
  const source = settle(entry(project, 'Source'))
  const spec = consider(isMap(source) ? entry(source, 'BuildSpec') : source, (value) => {
    const text = literalText(value)
    if (text !== undefined) return buildsImageBySpec(text)
    if (value !== undefined && isSpecial(value) && value[KIND] === 'text') return buildsImageByParts(value.parts)
    return value === undefined
      ? unsureOf('input', 'the build specification is in the source repository')
      : unsure(causeOf(value, 'BuildSpec'))
  })
  if (spec.tri !== UNKNOWN) return spec
  if (mayPush?.tri === FALSE) return no('the role of the project may not push images')
  const environment = settle(entry(project, 'Environment'))
  const privileged = consider(isMap(environment) ? entry(environment, 'PrivilegedMode') : environment, (value) => {
    const flag = value === undefined ? false : literalBoolean(value)
    return flag === undefined ? unsure(causeOf(value, 'PrivilegedMode')) : flag ? YES : NO
  })
  return mayPush?.tri === TRUE && privileged.tri === TRUE ? yes('privileged, and its role may push images') : spec
}

/** A specification with holes: what is written may already say that it builds. */
function buildsImageByParts(parts: readonly unknown[]): Answer {
  const written = parts.map((part) => (typeof part === 'string' ? part : ' ')).join('')
  const answer = buildsImageBySpec(written)
  return answer.tri === TRUE ? answer : unsureOf('value', 'parts of the build specification are not known')
}

function commandsBuildImage(commands: Value | undefined): Answer {
  return consider(commands, (list) => {
    if (list === undefined) return NO
    if (!isList(list)) return unsure(causeOf(list, 'Commands'))
    return anyOf(
      list.map((item) =>
        consider(item, (value) => {
          const text = literalText(value)
          return text === undefined ? unsure(causeOf(value, 'Commands')) : buildsImageBySpec(text)
        }),
      ),
    )
  })
}

/**
 * Whether the action runs tests: a Test action does; a build by the words of its commands, and never surely not; what an
 * Invoke action or Jenkins does is not seen. `project` as in {@link buildsImage}.
 */
export function runsTests(action: PropertyMap, project?: PropertyMap): Answer {
  const { category, provider, reason } = typeOf(action)
  if (category === 'Test') return YES
  if (category === 'Approval' || category === 'Deploy' || category === 'Source') return NO
  switch (provider) {
    case 'ECRBuildAndPublish':
      return no('ECRBuildAndPublish only builds and publishes')
    case 'CodeBuild':
      if (project === undefined) return unsureOf('input', 'the build project of the action is not among the inputs')
      return projectRunsTests(project)
    case 'Commands':
      return unsureOf('limit', 'what the commands of the action test is not seen')
    case undefined:
      return unsure(reason)
    default:
      return unsureOf('limit', `what a ${provider} action does is not seen`)
  }
}

function projectRunsTests(project: PropertyMap): Answer {
  const source = settle(entry(project, 'Source'))
  return consider(isMap(source) ? entry(source, 'BuildSpec') : source, (value) => {
    const text = literalText(value)
    if (text !== undefined) return runsTestsBySpec(text)
    if (value !== undefined && isSpecial(value) && value[KIND] === 'text') {
      return runsTestsBySpec(value.parts.map((part) => (typeof part === 'string' ? part : ' ')).join(''))
    }
    return value === undefined
      ? unsureOf('input', 'the build specification is in the source repository')
      : unsure(causeOf(value, 'BuildSpec'))
  })
}

/** Whether the way into a stage is shut (`DisableInboundStageTransitions`): nothing passes until someone opens it. */
export function isInboundDisabled(transitions: Value | undefined, stage: string): Answer {
  return consider(transitions, (list) => {
    if (list === undefined) return NO
    if (!isList(list)) return unsure(causeOf(list, 'DisableInboundStageTransitions'))
    return anyOf(
      list.map((item) =>
        consider(item, (transition) => {
          const name = isMap(transition) ? settle(entry(transition, 'StageName')) : transition
          const text = literalText(name)
          if (text === undefined) return unsure(causeOf(name, 'DisableInboundStageTransitions'))
          return text === stage ? YES : NO
        }),
      ),
    )
  })
}

import { entry, isMap, type PropertyMap, rest, type Value } from '../../../model/value.ts'
import { isRecord, own, type UnknownRecord } from '../../../util/record.ts'
import { type Answer, subjectOf } from '../answer.ts'
import {
  convertValue,
  drop,
  isoTime,
  keys,
  live,
  liveTime,
  notExported,
  readDocument,
  type Shape,
  text,
} from '../convert.ts'
import { builtArn, type Item, merge, type Reading, scopeOf, set, setLive, textOf, textsOf } from '../reading.ts'

const PIPELINE = 'AWS::CodePipeline::Pipeline'
const PROJECT = 'AWS::CodeBuild::Project'
const CODECOMMIT = 'AWS::CodeCommit::Repository'
const TEMPLATE = 'Opscheck::CodeCommit::ApprovalRuleTemplate'

/** CodePipeline, CodeBuild, CodeDeploy, CodeCommit, CodeConnections. */
export function readCode(reading: Reading): void {
  pipelines(reading)
  for (const item of reading.items('codebuild:BatchGetProjects', 'projects')) project(reading, item)
  deploy(reading)
  commit(reading)
  connections(reading)
}

const RULES: Shape = { rules: { of: { configuration: keys } } }
const CONDITIONS: Shape = { conditions: { of: RULES } }

const PIPELINE_SHAPE: Shape = {
  version: text,
  artifactStores: drop,
  stages: {
    of: {
      actions: { of: { configuration: keys } },
      beforeEntry: { of: CONDITIONS },
      onSuccess: { of: CONDITIONS },
      onFailure: { of: CONDITIONS },
    },
  },
}

function pipelines(reading: Reading): void {
  const tags = reading.parts('codepipeline:ListTagsForResource', (answer) =>
    lastPart(subjectOf(answer, 'resourceArn'), ':'),
  )
  const states = reading.parts(
    'codepipeline:GetPipelineState',
    (answer, body) => (body === undefined ? undefined : textOf(body, 'pipelineName')) ?? subjectOf(answer, 'name'),
  )
  const put = (
    answer: Answer,
    body: UnknownRecord,
    raw: UnknownRecord,
    pointer: string,
    standing: 'existing' | 'managed',
  ): void => {
    const name = textOf(raw, 'name')
    if (name === undefined) return
    const metadata = own(body, 'metadata')
    const told = isRecord(metadata) ? textOf(metadata, 'pipelineArn') : undefined
    const scope = scopeOf(answer, { arn: told })
    const existing = standing === 'existing'
    reading.add({
      type: PIPELINE,
      scope,
      answer,
      pointer,
      raw,
      shape: PIPELINE_SHAPE,
      arn: told ?? (existing ? builtArn(scope, 'codepipeline', name) : undefined),
      id: name,
      standing,
      finish: (properties, place) => {
        artifactStores(properties, raw)
        setLive(properties, liveOf(metadata, raw))
        const given = own(body, 'tags')
        if (given !== undefined) set(properties, 'Tags', convertValue(given))
        if (!existing) return
        merge(properties, place, 'Tags', tags.find(scope, name, `the tags of pipeline ${name}`), 'tags', (told) =>
          convertValue(own(told, 'tags')),
        )
        const state = states.find(scope, name, `the disabled transitions of pipeline ${name}`)
        merge(properties, place, 'DisableInboundStageTransitions', state, 'stageStates', disabledTransitions)
      },
    })
  }
  for (const { answer, body } of reading.bodies('codepipeline:GetPipeline')) {
    const raw = own(body, 'pipeline')
    if (isRecord(raw)) put(answer, body, raw, '/pipeline', 'existing')
  }
  for (const { answer, body } of reading.bodies('codepipeline:CreatePipeline')) put(answer, body, body, '', 'managed')
}

function liveOf(metadata: unknown, raw: UnknownRecord): { readonly [name: string]: Value | undefined } {
  const version = own(raw, 'version')
  return {
    Version: typeof version === 'number' ? version : undefined,
    ...(isRecord(metadata)
      ? { Created: isoTime(own(metadata, 'created')), Updated: isoTime(own(metadata, 'updated')) }
      : {}),
  }
}

/** A map from region to store becomes a list. */
function artifactStores(properties: Record<string, Value>, raw: UnknownRecord): void {
  const stores = own(raw, 'artifactStores')
  if (!isRecord(stores)) return
  const list: PropertyMap[] = []
  for (const region of Object.keys(stores)) {
    const store = convertValue(stores[region])
    if (store !== undefined) list.push({ Region: region, ArtifactStore: store })
  }
  if (list.length > 0) set(properties, 'ArtifactStores', list)
}

function disabledTransitions(body: UnknownRecord): Value | undefined {
  const stages = own(body, 'stageStates')
  const disabled: PropertyMap[] = []
  for (const stage of Array.isArray(stages) ? stages.filter(isRecord) : []) {
    const transition = own(stage, 'inboundTransitionState')
    if (!isRecord(transition) || own(transition, 'enabled') !== false) continue
    disabled.push({ StageName: textOf(stage, 'stageName') ?? '', Reason: textOf(transition, 'disabledReason') ?? '' })
  }
  return disabled.length === 0 ? undefined : disabled
}

const SOURCE: Shape = { buildspec: 'BuildSpec' }

const PROJECT_SHAPE: Shape = {
  arn: drop,
  source: { of: SOURCE },
  secondarySources: { of: SOURCE },
  badge: drop,
  webhook: drop,
  projectVisibility: 'Visibility',
  created: liveTime,
  lastModified: liveTime,
  publicProjectAlias: live,
}

function project(reading: Reading, { answer, raw, pointer }: Item): void {
  const told = textOf(raw, 'arn')
  const name = textOf(raw, 'name') ?? lastPart(told, '/')
  if (name === undefined) return
  const scope = scopeOf(answer, { arn: told })
  reading.add({
    type: PROJECT,
    scope,
    answer,
    pointer,
    raw,
    shape: PROJECT_SHAPE,
    arn: told ?? builtArn(scope, 'codebuild', `project/${name}`),
    id: name,
    finish: (properties, place) => {
      set(properties, 'Name', name)
      set(properties, 'Id', name)
      const badge = own(raw, 'badge')
      if (isRecord(badge)) set(properties, 'BadgeEnabled', convertValue(own(badge, 'badgeEnabled')))
      const webhook = own(raw, 'webhook')
      if (!isRecord(webhook)) return
      place('Triggers', answer, `${pointer}/webhook`)
      const groups = convertValue(own(webhook, 'filterGroups'))
      const buildType = convertValue(own(webhook, 'buildType'))
      set(properties, 'Triggers', {
        Webhook: true,
        ...(groups === undefined ? {} : { FilterGroups: groups }),
        ...(buildType === undefined ? {} : { BuildType: buildType }),
      })
    },
  })
}

const APPLICATION_SHAPE: Shape = {
  applicationId: live,
  createTime: liveTime,
  linkedToGitHub: live,
  gitHubAccountName: live,
}

const DEPLOYMENT_GROUP_SHAPE: Shape = {
  deploymentGroupId: live,
  ecsServices: 'ECSServices',
  autoScalingGroups: { pick: 'name' },
  ec2TagSet: drop,
  onPremisesTagSet: drop,
  targetRevision: drop,
  lastSuccessfulDeployment: live,
  lastAttemptedDeployment: live,
  computePlatform: live,
}

function deploy(reading: Reading): void {
  const application = (answer: Answer, raw: UnknownRecord, pointer: string): void => {
    const name = textOf(raw, 'applicationName')
    if (name === undefined) return
    const scope = scopeOf(answer)
    const arn = builtArn(scope, 'codedeploy', `application:${name}`)
    reading.add({
      type: 'AWS::CodeDeploy::Application',
      scope,
      answer,
      pointer,
      raw,
      shape: APPLICATION_SHAPE,
      arn,
      id: name,
    })
  }
  const group = (answer: Answer, raw: UnknownRecord, pointer: string): void => {
    const id = textOf(raw, 'deploymentGroupName')
    const owner = textOf(raw, 'applicationName')
    if (id === undefined || owner === undefined) return
    const scope = scopeOf(answer)
    reading.add({
      type: 'AWS::CodeDeploy::DeploymentGroup',
      scope,
      answer,
      pointer,
      raw,
      shape: DEPLOYMENT_GROUP_SHAPE,
      arn: builtArn(scope, 'codedeploy', `deploymentgroup:${owner}/${id}`),
      id: `${owner}/${id}`,
      finish: (properties) => {
        tagSet(properties, raw, 'ec2TagSet', 'Ec2TagSet', 'Ec2TagSetList', 'Ec2TagGroup')
        tagSet(properties, raw, 'onPremisesTagSet', 'OnPremisesTagSet', 'OnPremisesTagSetList', 'OnPremisesTagGroup')
      },
    })
  }
  for (const { answer, raw, pointer } of reading.items('codedeploy:BatchGetApplications', 'applicationsInfo'))
    application(answer, raw, pointer)
  for (const { answer, raw, pointer } of reading.items('codedeploy:BatchGetDeploymentGroups', 'deploymentGroupsInfo'))
    group(answer, raw, pointer)
  lone(reading, 'codedeploy:GetApplication', 'application', application)
  lone(reading, 'codedeploy:GetDeploymentGroup', 'deploymentGroupInfo', group)
}

/** A list of lists of filters becomes a list of groups. */
function tagSet(
  properties: Record<string, Value>,
  raw: UnknownRecord,
  member: string,
  property: string,
  list: string,
  group: string,
): void {
  const tagSet = own(raw, member)
  const groups = isRecord(tagSet) ? own(tagSet, `${list.charAt(0).toLowerCase()}${list.slice(1)}`) : undefined
  if (!Array.isArray(groups) || groups.length === 0) return
  const converted: PropertyMap[] = []
  for (const filters of groups) {
    const value = convertValue(filters)
    if (value !== undefined) converted.push({ [group]: value })
  }
  set(properties, property, { [list]: converted })
}

function commit(reading: Reading): void {
  const tags = reading.parts('codecommit:ListTagsForResource', (answer) =>
    lastPart(subjectOf(answer, 'resourceArn'), ':'),
  )
  const shape: Shape = {
    accountId: drop,
    Arn: drop,
    creationDate: liveTime,
    lastModifiedDate: liveTime,
    defaultBranch: live,
  }
  const repository = (answer: Answer, raw: UnknownRecord, pointer: string): void => {
    const name = textOf(raw, 'repositoryName')
    if (name === undefined) return
    const told = textOf(raw, 'Arn')
    const scope = scopeOf(answer, { arn: told, account: own(raw, 'accountId') })
    reading.add({
      type: CODECOMMIT,
      scope,
      answer,
      pointer,
      raw,
      shape,
      arn: told ?? builtArn(scope, 'codecommit', name),
      id: name,
      finish: (properties, place) => {
        merge(properties, place, 'Tags', tags.find(scope, name, `the tags of repository ${name}`), 'tags', (body) =>
          pairsOf(own(body, 'tags')),
        )
        set(
          properties,
          'Triggers',
          notExported(`the triggers of repository ${name}`, 'codecommit get-repository-triggers'),
        )
      },
    })
  }
  for (const { answer, raw, pointer } of reading.items('codecommit:BatchGetRepositories', 'repositories'))
    repository(answer, raw, pointer)
  lone(reading, 'codecommit:GetRepository', 'repositoryMetadata', repository)
  branches(reading)
  approvalTemplates(reading)
}

/** CodeCommit prints tags as a map. */
function pairsOf(tags: unknown): Value | undefined {
  const list = convertValue({ tags }, { tags: { as: 'pairs' } })
  return isMap(list) ? entry(list, 'Tags') : undefined
}

/** `Opscheck::CodeCommit::Branch`: RepositoryName, BranchName. */
function branches(reading: Reading): void {
  for (const { answer, body } of reading.bodies('codecommit:ListBranches')) {
    const repository = subjectOf(answer, 'repositoryName')
    if (repository === undefined) {
      reading.warn(
        'export-no-subject',
        'the branches do not tell their repository: name the file list-branches.REPOSITORY.json',
        answer,
      )
      continue
    }
    for (const name of textsOf(own(body, 'branches')) ?? []) {
      const finish = (properties: Record<string, Value>): void => {
        set(properties, 'RepositoryName', repository)
        set(properties, 'BranchName', name)
      }
      const scope = scopeOf(answer)
      reading.add({
        type: 'Opscheck::CodeCommit::Branch',
        scope,
        answer,
        pointer: '/branches',
        raw: {},
        shape: {},
        id: `${repository}/${name}`,
        finish,
      })
    }
  }
}

/**
 * `Opscheck::CodeCommit::ApprovalRuleTemplate`: ApprovalRuleTemplateName, ApprovalRuleTemplateContent (the object),
 * RepositoryNames it is associated with.
 */
function approvalTemplates(reading: Reading): void {
  const byRepository = reading
    .bodies('codecommit:ListAssociatedApprovalRuleTemplatesForRepository')
    .flatMap(({ answer, body }) => {
      const repository = subjectOf(answer, 'repositoryName')
      const templates = textsOf(own(body, 'approvalRuleTemplateNames'))
      return repository === undefined || templates === undefined ? [] : [{ answer, repository, templates }]
    })
  const byTemplate = reading.parts('codecommit:ListRepositoriesForApprovalRuleTemplate', (answer) =>
    subjectOf(answer, 'approvalRuleTemplateName'),
  )
  const shape: Shape = {
    approvalRuleTemplateContent: { as: 'document' },
    creationDate: liveTime,
    lastModifiedDate: liveTime,
    lastModifiedUser: live,
    ruleContentSha256: drop,
  }
  lone(reading, 'codecommit:GetApprovalRuleTemplate', 'approvalRuleTemplate', (answer, raw, pointer) => {
    const name = textOf(raw, 'approvalRuleTemplateName')
    if (name === undefined) return
    const scope = scopeOf(answer)
    const finish = (properties: Record<string, Value>): void => {
      set(
        properties,
        'ApprovalRuleTemplateContent',
        readDocument(own(raw, 'approvalRuleTemplateContent'), `the content of approval rule template ${name}`),
      )
      const whole = byTemplate.find(scope, name, `the repositories of approval rule template ${name}`)
      if (whole.state === 'told') {
        set(properties, 'RepositoryNames', convertValue(own(whole.body, 'repositoryNames')))
        return
      }
      const names: Value[] = byRepository
        .filter(({ templates }) => templates.includes(name))
        .map(({ repository }) => repository)
      const asked = new Set(byRepository.map(({ repository }) => repository))
      const repositories = reading.added(CODECOMMIT)
      const closed =
        reading.claims.state(CODECOMMIT, scope) === 'complete' &&
        repositories.every(
          ({ properties: { RepositoryName } }) => typeof RepositoryName === 'string' && asked.has(RepositoryName),
        )
      if (!closed && whole.state === 'open') names.push(rest(whole.value.cause))
      set(properties, 'RepositoryNames', names.length === 0 ? undefined : names)
    }
    reading.add({ type: TEMPLATE, scope, answer, pointer, raw, shape, id: name, finish })
  })
}

function connections(reading: Reading): void {
  for (const { answer, raw, pointer } of reading.items('codeconnections:ListConnections', 'Connections')) {
    const arn = textOf(raw, 'ConnectionArn')
    if (arn === undefined) continue
    const type = arn.includes(':codestar-connections:')
      ? 'AWS::CodeStarConnections::Connection'
      : 'AWS::CodeConnections::Connection'
    reading.add({
      type,
      scope: scopeOf(answer, { arn }),
      answer,
      pointer,
      raw,
      shape: {},
      arn,
      id: textOf(raw, 'ConnectionName') ?? arn,
      finish: (properties) => setLive(properties, { ConnectionStatus: properties.ConnectionStatus }),
    })
  }
}

function lone(
  reading: Reading,
  operation: string,
  member: string,
  put: (answer: Answer, raw: UnknownRecord, pointer: string) => void,
): void {
  for (const { answer, body } of reading.bodies(operation)) {
    const raw = own(body, member)
    if (isRecord(raw)) put(answer, raw, `/${member}`)
  }
}

function lastPart(name: string | undefined, separator: string): string | undefined {
  return name === undefined ? undefined : name.slice(name.lastIndexOf(separator) + 1)
}

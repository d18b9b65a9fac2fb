import { describe, expect, it } from 'vitest'
import { NO, YES } from '../../src/aws/answer.ts'
import {
  buildsImage,
  deployTarget,
  isDeploy,
  isInboundDisabled,
  isManualApproval,
  orderedActions,
  precedes,
  projectBuildsImage,
  runsTests,
} from '../../src/aws/pipeline.ts'
import { FALSE, TRUE, UNKNOWN } from '../../src/model/tri.ts'
import { choice, type PropertyMap, ref, rest, text, unknown, type Value } from '../../src/model/value.ts'

const condition = { op: 'atom', id: 'c', text: 'IsProduction' } as const
const open = unknown('value', 'parameter X has no default', { present: 'yes' })
const action = (Category: Value, Provider: Value, more: PropertyMap = {}): PropertyMap => ({
  Name: 'a',
  ActionTypeId: { Category, Owner: 'AWS', Provider, Version: '1' },
  ...more,
})
const stage = (Name: string, ...Actions: PropertyMap[]): PropertyMap => ({ Name, Actions })

describe('orderedActions', () => {
  const stages = [
    stage('Source', { Name: 'Git' }),
    stage('Deploy', { Name: 'Service', RunOrder: 2 }, { Name: 'Approve' }, { Name: 'Notify', RunOrder: '2' }),
  ]

  it('orders by stage and RunOrder, then as written', () => {
    const { actions, open: more } = orderedActions(stages)
    expect(actions.map(({ key }) => key)).toEqual(['Source/Git', 'Deploy/Approve', 'Deploy/Service', 'Deploy/Notify'])
    expect(actions.map(({ path }) => path)).toEqual([
      [0, 'Actions', 0],
      [1, 'Actions', 1],
      [1, 'Actions', 0],
      [1, 'Actions', 2],
    ])
    expect(more).toBeUndefined()
  })

  it('says what comes strictly before what', () => {
    const [git, approve, service, notify] = orderedActions(stages).actions
    if (!git || !approve || !service || !notify) throw new Error('four actions')
    expect(precedes(git, approve)).toBe(TRUE)
    expect(precedes(approve, service)).toBe(TRUE)
    expect(precedes(service, notify)).toBe(FALSE)
    expect(precedes(notify, service)).toBe(FALSE)
    expect(precedes(service, git)).toBe(FALSE)
    expect(precedes(service, service)).toBe(FALSE)
  })

  it('does not know the order of open RunOrders', () => {
    const [first, second] = orderedActions([stage('A', { Name: 'x' }, { Name: 'y', RunOrder: open })]).actions
    if (!first || !second) throw new Error('two actions')
    expect(precedes(first, second)).toBe(UNKNOWN)
  })

  it('is open where stages or actions are', () => {
    const cause = { class: 'value', reason: 'more stages' } as const
    expect(orderedActions(undefined)).toEqual({ actions: [] })
    expect(orderedActions(open)).toEqual({ actions: [], open: open.cause, openFrom: 0 })
    expect(orderedActions([rest(cause), stage('A', { Name: 'x' })])).toMatchObject({
      open: cause,
      actions: [{ key: 'A/x' }],
    })
    expect(orderedActions([{ Name: 'A', Actions: [choice(condition, { Name: 'x' }, undefined)] }]).open?.reason).toBe(
      'depends on the condition IsProduction',
    )
    expect(orderedActions([stage('A', { Name: 'x' }), { Name: 'B', Actions: open }]).openFrom).toBe(1)
    expect(orderedActions([{ Actions: [{}] }]).actions[0]?.key).toBe('stage 1/action 1')
  })
})

describe('isManualApproval', () => {
  it.each<[PropertyMap, number]>([
    [action('Approval', 'Manual'), TRUE],
    [action('Approval', 'Custom'), FALSE],
    [action('Deploy', 'ECS'), FALSE],
    [action(open, 'Manual'), UNKNOWN],
    [action(open, 'ECS'), FALSE],
    [{ Name: 'a' }, UNKNOWN],
  ])('%#', (value, expected) => {
    expect(isManualApproval(value).tri).toBe(expected)
  })
})

describe('isDeploy', () => {
  it.each<[PropertyMap, number]>([
    [action('Deploy', 'ECS'), TRUE],
    [action('Deploy', 'CodeDeployToECS'), TRUE],
    [action('Deploy', 'CodeDeploy'), TRUE],
    [action('Deploy', 'CloudFormationStackSet'), TRUE],
    [action('Deploy', 'CloudFormation', { Configuration: { ActionMode: 'CREATE_UPDATE' } }), TRUE],
    [action('Deploy', 'CloudFormation', { Configuration: { ActionMode: 'CHANGE_SET_EXECUTE' } }), TRUE],
    [action('Deploy', 'CloudFormation', { Configuration: { ActionMode: 'CHANGE_SET_REPLACE' } }), FALSE],
    [action('Deploy', 'CloudFormation', { Configuration: { ActionMode: open } }), UNKNOWN],
    [action('Deploy', 'CloudFormation', { Configuration: open }), UNKNOWN],
    [action('Deploy', 'S3'), FALSE],
    [action('Build', 'CodeBuild'), FALSE],
    [action('Invoke', 'Lambda'), FALSE],
    [action('Deploy', open), UNKNOWN],
    [action(open, 'ECS'), UNKNOWN],
    [action(open, 'S3'), FALSE],
  ])('%#', (value, expected) => {
    expect(isDeploy(value).tri).toBe(expected)
  })
})

describe('deployTarget', () => {
  it('keeps the values that name the target', () => {
    const cluster = ref('Cluster', 'Ref')
    const ecs = action('Deploy', 'ECS', {
      Configuration: { ClusterName: cluster, ServiceName: 'web' },
      RoleArn: 'arn:aws:iam::444455556666:role/deploy',
    })
    expect(deployTarget(ecs)).toEqual({
      kind: 'ecs',
      cluster,
      service: 'web',
      at: { roleArn: 'arn:aws:iam::444455556666:role/deploy' },
    })
    const blueGreen = action('Deploy', 'CodeDeployToECS', {
      Configuration: { ApplicationName: 'app', DeploymentGroupName: 'group' },
      Region: 'eu-west-1',
    })
    expect(deployTarget(blueGreen)).toEqual({
      kind: 'codedeploy',
      application: 'app',
      group: 'group',
      at: { region: 'eu-west-1' },
    })
    const stack = action('Deploy', 'CloudFormation', { Configuration: { StackName: 'web', RoleArn: open } })
    expect(deployTarget(stack)).toEqual({ kind: 'stack', stack: 'web', roleArn: open, at: {} })
    expect(deployTarget(action('Deploy', open))).toEqual({ kind: 'unknown', reason: open.cause })
  })
})

describe('buildsImage', () => {
  const project = (buildSpec: Value | undefined, PrivilegedMode?: Value): PropertyMap => ({
    Source: buildSpec === undefined ? { Type: 'CODEPIPELINE' } : { Type: 'CODEPIPELINE', BuildSpec: buildSpec },
    ...(PrivilegedMode === undefined ? {} : { Environment: { PrivilegedMode } }),
  })
  const codeBuild = action('Build', 'CodeBuild')

  it.each<[string, number, PropertyMap, PropertyMap?]>([
    ['ECRBuildAndPublish', TRUE, action('Build', 'ECRBuildAndPublish')],
    ['Jenkins', UNKNOWN, action('Build', 'Jenkins')],
    ['a source', FALSE, action('Source', 'ECR')],
    ['a deploy', FALSE, action('Deploy', 'ECS')],
    ['commands that build', TRUE, action('Compute', 'Commands', { Commands: ['docker build .'] })],
    ['commands that do not', FALSE, action('Compute', 'Commands', { Commands: ['aws s3 ls'] })],
    ['a project not seen', UNKNOWN, codeBuild],
    [
      'a project that builds',
      TRUE,
      codeBuild,
      project('phases:\n  build:\n    commands:\n      - docker build -t app .\n'),
    ],
    [
      'a project that migrates',
      FALSE,
      codeBuild,
      project('phases:\n  build:\n    commands:\n      - aws ecs run-task\n'),
    ],
    ['a project with its specification in the repository', UNKNOWN, codeBuild, project(undefined, true)],
    ['a test', FALSE, action('Test', 'DeviceFarm')],
    ['a test on CodeBuild', FALSE, action('Test', 'CodeBuild'), project('phases: {build: {commands: [pytest]}}')],
    ['an open provider', UNKNOWN, action('Build', open)],
  ])('%s', (_, expected, value, built) => {
    expect(buildsImage(value, built).tri).toBe(expected)
  })

  it('goes by role and privileged mode where the specification is not seen', () => {
    expect(projectBuildsImage(project(undefined, true), YES).tri).toBe(TRUE)
    expect(projectBuildsImage(project('buildspec.yml', 'true'), YES).tri).toBe(TRUE)
    expect(projectBuildsImage(project('ci/buildspec.yml', true), NO).tri).toBe(FALSE)
    expect(projectBuildsImage(project(undefined, false), YES).tri).toBe(UNKNOWN)
    expect(projectBuildsImage(project(undefined, open), YES).tri).toBe(UNKNOWN)
    expect(projectBuildsImage(project('docker build .'), NO).tri).toBe(TRUE)
  })

  it('sees a build between holes, and no absence of one', () => {
    expect(projectBuildsImage(project(text(['- docker build -t ', open, ' .']))).tri).toBe(TRUE)
    expect(projectBuildsImage(project(text(['- echo ', open]))).tri).toBe(UNKNOWN)
  })
})

describe('isInboundDisabled', () => {
  it('names the stage that nothing enters', () => {
    const transitions = [{ StageName: 'Production', Reason: 'freeze' }]
    expect(isInboundDisabled(transitions, 'Production').tri).toBe(TRUE)
    expect(isInboundDisabled(transitions, 'Staging').tri).toBe(FALSE)
    expect(isInboundDisabled(undefined, 'Staging').tri).toBe(FALSE)
    expect(isInboundDisabled([{ StageName: open }], 'Staging').tri).toBe(UNKNOWN)
  })
})

describe('runsTests', () => {
  const project = (BuildSpec?: Value): PropertyMap => ({
    Source: { Type: 'CODEPIPELINE', ...(BuildSpec === undefined ? {} : { BuildSpec }) },
  })
  const spec = (command: string): string => `version: 0.2\nphases:\n  build:\n    commands:\n      - ${command}\n`

  it.each([
    ['a Test action', action('Test', 'DeviceFarm'), undefined, TRUE],
    ['an approval', action('Approval', 'Manual'), undefined, FALSE],
    ['a deployment', action('Deploy', 'ECS'), undefined, FALSE],
    ['a source', action('Source', 'ECR'), undefined, FALSE],
    ['an image build of AWS', action('Build', 'ECRBuildAndPublish'), undefined, FALSE],
    ['a build that says so', action('Build', 'CodeBuild'), project(spec('npm test')), TRUE],
    [
      'a build that says so among what is not known',
      action('Build', 'CodeBuild'),
      project(text([spec('npm test'), open])),
      TRUE,
    ],
    ['a build that does not say so', action('Build', 'CodeBuild'), project(spec('docker build .')), UNKNOWN],
    ['a specification in the repository', action('Build', 'CodeBuild'), project(), UNKNOWN],
    ['a project that is not among the inputs', action('Build', 'CodeBuild'), undefined, UNKNOWN],
    ['a specification that is not known', action('Build', 'CodeBuild'), project(open), UNKNOWN],
    ['commands', action('Compute', 'Commands'), undefined, UNKNOWN],
    ['a function', action('Invoke', 'Lambda'), undefined, UNKNOWN],
    ['a provider that is not known', action('Build', open), undefined, UNKNOWN],
  ])('%s', (_name, given, own, expected) => {
    expect(runsTests(given, own).tri).toBe(expected)
  })
})

import { secretLikeValue } from '../../aws/secret-like.ts'
import { isSecretKey, REDACTED, SECRET_PLACES } from '../../aws/secrets.ts'
import { isRecord, own, setOwn } from '../../util/record.ts'
import { hideVariables } from './hide-variables.ts'

/**
 * An answer without its secrets: evaluated and recorded alike, so that both say the same. Values of environment
 * variables go, save those of a few well-known variables that are no secrets; so do values of options whose key sounds
 * secret, user data and the input of scheduled targets. Anywhere else what has the form of a secret is replaced by
 * something of the same form.
 */
export function redact(operation: string, body: unknown): unknown {
  let redacted = body
  for (const place of placesOf(operation)) redacted = hideAt(redacted, place, undefined)
  for (const [place, clean] of Object.hasOwn(TEXTS, operation) ? (TEXTS[operation] ?? []) : [])
    redacted = hideAt(redacted, stepsOf(place), undefined, (text) => (typeof text === 'string' ? clean(text) : text))
  return sweep(redacted)
}

/** Where the structures of an answer stand, and the type whose secret places they have (by the same names). */
const STRUCTURES: Readonly<Record<string, readonly (readonly [at: string, type: string])[]>> = {
  'ecs:DescribeTaskDefinition': [['taskDefinition', 'AWS::ECS::TaskDefinition']],
  'ecs:DescribeServices': [['services[].deployments[]', 'AWS::ECS::Service']],
  'ecs:DescribeServiceRevisions': [['serviceRevisions[]', 'AWS::ECS::Service']],
  'ecs:DescribeTasks': [['tasks[]', 'Opscheck::ECS::Task']],
  'codebuild:BatchGetProjects': [['projects[]', 'AWS::CodeBuild::Project']],
  'codepipeline:GetPipeline': [['pipeline', 'AWS::CodePipeline::Pipeline']],
  'ec2:DescribeInstances': [['Reservations[].Instances[]', 'AWS::EC2::Instance']],
  'ec2:DescribeLaunchTemplateVersions': [['LaunchTemplateVersions[]', 'AWS::EC2::LaunchTemplate']],
  'autoscaling:DescribeLaunchConfigurations': [['LaunchConfigurations[]', 'AWS::AutoScaling::LaunchConfiguration']],
  'events:ListTargetsByRule': [['', 'AWS::Events::Rule']],
  'scheduler:GetSchedule': [['', 'AWS::Scheduler::Schedule']],
  'elasticloadbalancing:DescribeListeners': [['Listeners[]', 'AWS::ElasticLoadBalancingV2::Listener']],
  'elasticloadbalancing:DescribeRules': [['Rules[]', 'AWS::ElasticLoadBalancingV2::ListenerRule']],
}

const DESTINATION = 'DeliveryStreamDescription.Destinations[]'
const ACTION = 'pipeline.stages[].actions[]'

/** Places that CloudFormation names otherwise, or has no name for. `^a,b` is every entry but these. */
const PLACES: Readonly<Record<string, readonly string[]>> = {
  'ecs:DescribeTaskDefinition': ['taskDefinition.volumes[].dockerVolumeConfiguration.driverOpts.*'],
  // The address of the webhook and of the badge hold a token each.
  'codebuild:BatchGetProjects': [
    'projects[].webhook.secret',
    'projects[].webhook.payloadUrl',
    'projects[].badge.badgeRequestUrl',
  ],
  'codepipeline:GetPipeline': [
    `${ACTION}.environmentVariables[].value`,
    `${ACTION}.configuration.ParameterOverrides`,
    `${ACTION}.configuration.UserParameters`,
    `${ACTION}.configuration.Input`,
    ...['beforeEntry', 'onSuccess', 'onFailure'].flatMap((when) =>
      ['~', 'EnvironmentVariables', 'UserParameters'].map(
        (key) => `pipeline.stages[].${when}.conditions[].rules[].configuration.${key}`,
      ),
    ),
    'pipeline.variables[].defaultValue',
  ],
  'elasticloadbalancing:DescribeListeners': signIn('Listeners[].DefaultActions[]'),
  'elasticloadbalancing:DescribeRules': signIn('Rules[].Actions[]'),
  'firehose:DescribeDeliveryStream': [
    `${DESTINATION}.SplunkDestinationDescription.HECToken`,
    `${DESTINATION}.RedshiftDestinationDescription.Password`,
    `${DESTINATION}.RedshiftDestinationDescription.ClusterJDBCURL`,
    `${DESTINATION}.RedshiftDestinationDescription.CopyCommand.CopyOptions`,
    `${DESTINATION}.HttpEndpointDestinationDescription.EndpointConfiguration.AccessKey`,
    `${DESTINATION}.HttpEndpointDestinationDescription.RequestConfiguration.CommonAttributes[].AttributeValue`,
  ],
  'events:ListTargetsByRule': [
    'Targets[].HttpParameters.HeaderParameters.*',
    'Targets[].HttpParameters.QueryStringParameters.*',
    'Targets[].HttpParameters.PathParameterValues[]',
    'Targets[].RedshiftDataParameters.Sql',
    'Targets[].RedshiftDataParameters.Sqls[]',
    'Targets[].AppSyncParameters.GraphQLOperation',
    'Targets[].SageMakerPipelineParameters.PipelineParameterList[].Value',
  ],
  'scheduler:GetSchedule': ['Target.SageMakerPipelineParameters.PipelineParameterList[].Value'],
  'ssm:GetDocument': ['Content{}.^schemaVersion,sessionType,inputs', 'Content{}.inputs.shellProfile.*'],
}

function signIn(action: string): readonly string[] {
  return ['Oidc', 'Cognito'].map((way) => `${action}.Authenticate${way}Config.AuthenticationRequestExtraParams.*`)
}

/** Texts of which a part may stay. */
const TEXTS: Readonly<Record<string, readonly (readonly [place: string, clean: (text: string) => string])[]>> = {
  'codebuild:BatchGetProjects': [
    ['projects[].source.buildspec', hideVariables],
    ['projects[].secondarySources[].buildspec', hideVariables],
    ['projects[].source.location', withoutUser],
    ['projects[].secondarySources[].location', withoutUser],
  ],
  'firehose:DescribeDeliveryStream': [
    [`${DESTINATION}.HttpEndpointDestinationDescription.EndpointConfiguration.Url`, hostOnly],
    [`${DESTINATION}.SplunkDestinationDescription.HECEndpoint`, hostOnly],
  ],
  'sns:ListSubscriptionsByTopic': [['Subscriptions[].Endpoint', hostOnly]],
}

type Steps = readonly string[]

const compiled = new Map<string, readonly Steps[]>()

function placesOf(operation: string): readonly Steps[] {
  const known = compiled.get(operation)
  if (known !== undefined) return known
  const structures = Object.hasOwn(STRUCTURES, operation) ? (STRUCTURES[operation] ?? []) : []
  const paths = [
    ...structures.flatMap(([at, type]) =>
      (SECRET_PLACES[type] ?? []).map((path) => (at === '' ? path : `${at}.${path}`)),
    ),
    ...(Object.hasOwn(PLACES, operation) ? (PLACES[operation] ?? []) : []),
  ]
  const made = paths.map(stepsOf)
  compiled.set(operation, made)
  return made
}

function stepsOf(path: string): Steps {
  return path.replaceAll('[]', '.[]').replaceAll('{}', '.{}').split('.')
}

type Leaf = (value: unknown, owner: unknown) => unknown

/** Copies only what changes. Members are found whatever the case of their first letter. */
function hideAt(value: unknown, [step, ...rest]: Steps, owner: unknown, leaf: Leaf = hide): unknown {
  if (step === undefined) return leaf(value, owner)
  if (step === '[]') return Array.isArray(value) ? value.map((item) => hideAt(item, rest, value, leaf)) : value
  if (step === '{}') return inText(value, rest)
  if (!isRecord(value)) return value
  const copy: { [key: string]: unknown } = { ...value }
  for (const key of Object.keys(value)) {
    if (fits(key, step)) setOwn(copy, key, hideAt(own(value, key), rest, value, leaf))
  }
  return copy
}

function fits(key: string, step: string): boolean {
  if (step === '*') return true
  if (step === '~') return isSecretKey(key)
  if (step.startsWith('^')) return !step.slice(1).split(',').includes(key)
  return key.slice(1) === step.slice(1) && sameFirst(key, step)
}

/** What is no JSON is not read either: all of it goes. */
function inText(text: unknown, rest: Steps): unknown {
  if (typeof text !== 'string') return text
  try {
    return JSON.stringify(hideAt(JSON.parse(text), rest, undefined))
  } catch {
    return REDACTED
  }
}

/** The path and the query of a URL may hold the key of a chat room or of a pager, and so may the user before the host. */
function hostOnly(text: string): string {
  const [, scheme, host, rest] = /^(https?:\/\/)([^/?#]{1,500})(.?)/i.exec(text) ?? []
  if (scheme === undefined || host === undefined) return text
  return `${scheme}${host.slice(host.lastIndexOf('@') + 1)}${rest === '' ? '' : '/redacted'}`
}

/** A user without a password is a token. */
function withoutUser(text: string): string {
  return text.replace(/^(https?:\/\/)[^/?#@:]{1,1000}@/i, '$1redacted@')
}

function sameFirst(left: string, right: string): boolean {
  return left.charAt(0).toLowerCase() === right.charAt(0).toLowerCase()
}

function hide(value: unknown, owner: unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => hide(item, undefined))
  if (isRecord(value)) {
    const copy: { [key: string]: unknown } = {}
    for (const [key, item] of Object.entries(value)) setOwn(copy, key, hide(item, undefined))
    return copy
  }
  if (value === undefined || value === null || value === '') return value
  const text = String(value)
  if (secretLikeValue(text)) return REDACTED_SECRET
  return isHarmless(owner, text) ? value : REDACTED
}

/** It still has the form of a secret. */
const REDACTED_SECRET = `${REDACTED} https://redacted:redacted@redacted`

/**
 * Variables that AWS and OpenTelemetry document as settings: where telemetry goes, and which files a log router loads.
 * Rules ask about them.
 */
function isHarmless(owner: unknown, text: string): boolean {
  const name = isRecord(owner) ? (own(owner, 'name') ?? own(owner, 'Name')) : undefined
  return (
    typeof name === 'string' &&
    /^(?:OTEL_|AWS_XRAY_|aws_fluent_bit_)[A-Za-z0-9_]{1,100}$/.test(name) &&
    !isSecretKey(name) &&
    /^[A-Za-z0-9_.:/,*-]{1,300}$/.test(text)
  )
}

/** What has the form of a secret anywhere else becomes something of the same form. */
function sweep(value: unknown): unknown {
  if (typeof value === 'string') return secretLikeValue(value) || value.length > LONG ? swept(value) : value
  if (Array.isArray(value)) return value.map(sweep)
  if (!isRecord(value)) return value
  const copy: { [key: string]: unknown } = {}
  for (const [key, item] of Object.entries(value)) setOwn(copy, key, sweep(item))
  return copy
}

/** Beyond it secrets are not looked for by their form alone. */
const LONG = 10_000

function swept(text: string): string {
  let clean = text
  for (const [form, instead] of FORMS) clean = clean.replaceAll(form, instead)
  return clean
}

/** The forms of {@link secretLikeValue}. */
const FORMS: readonly (readonly [RegExp, string])[] = [
  [/\b(AKIA|ASIA)[A-Z2-7]{16}\b/g, '$1REDACTEDREDACTED'],
  [/-----BEGIN ([A-Z ]{0,20})PRIVATE KEY-----[A-Za-z0-9+/=\s\\:,-]{0,20000}/g, '-----BEGIN $1PRIVATE KEY-----'],
  [/\b(ghp|gho|ghu|ghs|ghr)_[A-Za-z0-9]{36,255}/g, `$1_${'redacted'.repeat(4)}reda`],
  [/\bgithub_pat_[A-Za-z0-9_]{22,255}/g, `github_pat_${'redacted'.repeat(3)}`],
  [/\bglpat-[A-Za-z0-9_-]{20,255}/g, `glpat-${'redacted'.repeat(3)}`],
  [/\b(xox[abprs])-[A-Za-z0-9-]{10,255}/g, '$1-redacted-redacted'],
  [/:\/\/([^\s/:@]{1,100}):[^\s/:@]{1,200}@/g, '://$1:redacted@'],
]

import { secretLikeValue } from '../../aws/secret-like.ts'
import { isSecretKey, REDACTED, SECRET_PLACES } from '../../aws/secrets.ts'
import { isRecord, own, setOwn } from '../../util/record.ts'

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
  'codebuild:BatchGetProjects': ['projects[].webhook.secret'],
  'codepipeline:GetPipeline': [
    `${ACTION}.environmentVariables[].value`,
    `${ACTION}.configuration.ParameterOverrides`,
    `${ACTION}.configuration.UserParameters`,
    `${ACTION}.configuration.Input`,
    'pipeline.variables[].defaultValue',
  ],
  'firehose:DescribeDeliveryStream': [
    `${DESTINATION}.SplunkDestinationDescription.HECToken`,
    `${DESTINATION}.RedshiftDestinationDescription.Password`,
    `${DESTINATION}.RedshiftDestinationDescription.CopyCommand.CopyOptions`,
    `${DESTINATION}.HttpEndpointDestinationDescription.EndpointConfiguration.AccessKey`,
    `${DESTINATION}.HttpEndpointDestinationDescription.RequestConfiguration.CommonAttributes[].AttributeValue`,
  ],
  'events:ListTargetsByRule': [
    'Targets[].HttpParameters.HeaderParameters.*',
    'Targets[].HttpParameters.QueryStringParameters.*',
    'Targets[].RedshiftDataParameters.Sql',
    'Targets[].RedshiftDataParameters.Sqls[]',
    'Targets[].AppSyncParameters.GraphQLOperation',
    'Targets[].SageMakerPipelineParameters.PipelineParameterList[].Value',
  ],
  'scheduler:GetSchedule': ['Target.SageMakerPipelineParameters.PipelineParameterList[].Value'],
  'ssm:GetDocument': ['Content{}.^schemaVersion,sessionType,inputs', 'Content{}.inputs.shellProfile.*'],
}

/** Texts of which a part may stay. */
const TEXTS: Readonly<Record<string, readonly (readonly [place: string, clean: (text: string) => string])[]>> = {
  'codebuild:BatchGetProjects': [
    ['projects[].source.buildspec', withoutVariables],
    ['projects[].secondarySources[].buildspec', withoutVariables],
  ],
  'firehose:DescribeDeliveryStream': [
    [`${DESTINATION}.HttpEndpointDestinationDescription.EndpointConfiguration.Url`, hostOnly],
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

/** The path and the query of a URL may hold the key of a chat room or of a pager. */
function hostOnly(text: string): string {
  const [, host] = /^(https?:\/\/[^/?#]{1,300})./.exec(text) ?? []
  return host === undefined ? text : `${host}/redacted`
}

/** A build specification in which the variables have no values: CodeBuild User Guide, "Build specification reference". */
function withoutVariables(text: string): string {
  if (/^\s*\{/.test(text)) return inVariables(text)
  let depth = -1
  return text
    .split('\n')
    .flatMap((line) => {
      const indent = line.length - line.trimStart().length
      if (depth >= 0 && (indent > depth || line.trim() === '')) {
        const [, key] = /^\s*(["']?[A-Za-z_][A-Za-z0-9_]{0,200}["']?):/.exec(line) ?? []
        return key === undefined ? [] : [`${' '.repeat(indent)}${key}: '${REDACTED}'`]
      }
      const [, head] = /^(\s*["']?variables["']?\s*:)/.exec(line) ?? []
      depth = head === undefined ? -1 : indent
      return [head ?? line]
    })
    .join('\n')
}

function inVariables(text: string): string {
  try {
    return JSON.stringify(hideAt(JSON.parse(text), ['env', 'variables', '*'], undefined))
  } catch {
    return REDACTED
  }
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

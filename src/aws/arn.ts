import type { Scope } from '../model/resource.ts'
import { type Ref, type Text, text, type Unknown } from '../model/value.ts'

/** The six fields of an ARN; the resource part may itself hold colons. Empty fields are empty strings. */
export interface Arn {
  readonly partition: string
  readonly service: string
  readonly region: string
  readonly account: string
  readonly resource: string
}

/**
 * What an ARN names, in the words of the model. An account or region that this kind of ARN does not tell is ''.
 * `id` is the canonical identifier of the type, the same whoever tells it: see {@link file://./identity.ts}.
 */
export interface ArnIdentity extends Scope {
  readonly type: string
  /** Other types whose ARNs look the same: a composite alarm and a metric alarm. */
  readonly others?: readonly string[]
  readonly id: string
  /** What follows the resource itself: an object's key, a stage and action, a function's version or alias. */
  readonly qualifier?: string
}

/** Splits an ARN of any service. Undefined when the text is none (wildcards and blanks in the fields included). */
export function parseArn(text: string): Arn | undefined {
  if (!text.startsWith('arn:') || text.length > 2048) return undefined
  const fields = text.split(':', 6)
  const [, partition, service, region, account] = fields
  if (fields.length < 6 || !partition || !service || region === undefined || account === undefined) return undefined
  const resource = text.slice(fields.slice(0, 5).join(':').length + 1)
  return resource === '' ? undefined : { partition, service, region, account, resource }
}

/** Which resource an ARN names. Undefined for text that is no ARN, for patterns, and for kinds the model does not know. */
export function arnIdentity(text: string): ArnIdentity | undefined {
  const arn = parseArn(text)
  if (arn === undefined || /[*?]/.test(withoutLogSuffix(arn))) return undefined
  const kinds = Object.hasOwn(KINDS, arn.service) ? KINDS[arn.service] : undefined
  for (const kind of kinds ?? []) {
    if (!arn.resource.startsWith(kind.prefix)) continue
    const read = kind.read(arn.resource.slice(kind.prefix.length))
    if (read === undefined || read.id === '') continue
    return {
      type: read.type ?? kind.type,
      partition: arn.partition,
      account: arn.account,
      region: arn.region,
      id: read.id,
      ...(read.qualifier === undefined ? {} : { qualifier: read.qualifier }),
      ...(kind.others === undefined ? {} : { others: kind.others }),
    }
  }
  return undefined
}

/**
 * The ARN of a resource by its canonical id; the reverse of {@link arnIdentity}. `path` is IAM's (`/team/`), `/` by
 * default. A log group's comes without the `:*` that CloudFormation's attribute `Arn` ends in. Undefined for types
 * without ARN, and for those whose ARN holds more than the id tells (Auto Scaling groups, tasks of unknown accounts).
 */
export function arnOf(type: string, scope: Scope, id: string, path = '/'): string | undefined {
  const place = kindsByType().get(type)
  if (place === undefined || id === '') return undefined
  const { service, kind } = place
  const resource = kind.write === undefined ? id : kind.write(id)
  if (resource === undefined) return undefined
  const region = kind.global === true ? '' : scope.region
  const account = kind.nameless === true ? '' : scope.account
  const own = kind.path === true ? path.slice(1) + resource : resource
  return `arn:${scope.partition}:${service}:${region}:${account}:${kind.prefix}${own}`
}

/**
 * The ARN around a name that is not known: `arn:aws:s3:::` and the reference to the bucket. So `Fn::GetAtt` of an `Arn`
 * and an ARN written out around `Ref` are told to be one. Undefined where the ARN needs more than the name, or an account
 * or region that is not known. The name must be what the canonical id is.
 */
export function arnAround(type: string, scope: Scope, name: Ref | Unknown, path = '/'): Text | undefined {
  const place = kindsByType().get(type)
  if (place === undefined || place.kind.write !== undefined) return undefined
  const needs = [place.kind.global === true ? '' : scope.region, place.kind.nameless === true ? '' : scope.account]
  if (needs.some((need) => need.startsWith('?'))) return undefined
  const marked = arnOf(type, scope, MARK, path)
  const whole = marked === undefined ? undefined : text([marked.slice(0, -MARK.length), name])
  return typeof whole === 'string' ? undefined : whole
}

const MARK = 'name'

interface Reading {
  readonly id: string
  readonly qualifier?: string
  readonly type?: string
}

interface Kind {
  readonly prefix: string
  readonly type: string
  readonly read: (rest: string) => Reading | undefined
  /** `undefined` in the answer: the id does not hold all that the ARN does. */
  readonly write?: (id: string) => string | undefined
  readonly others?: readonly string[]
  /** The ARN names no region. */
  readonly global?: boolean
  /** The ARN names no account. */
  readonly nameless?: boolean
  /** IAM: the name may have a path in front. */
  readonly path?: boolean
}

const whole = (rest: string): Reading => ({ id: rest })
const last = (rest: string): Reading => ({ id: rest.slice(rest.lastIndexOf('/') + 1) })
const never = (): undefined => undefined

/** `name` and what follows the first separator. */
function head(separator: string): (rest: string) => Reading {
  return (rest) => {
    const at = rest.indexOf(separator)
    return at < 0 ? { id: rest } : { id: rest.slice(0, at), qualifier: rest.slice(at + separator.length) }
  }
}

/** Exactly that many parts: a service's ARN without its cluster (the old format) does not identify it. */
function parts(count: number): (rest: string) => Reading | undefined {
  return (rest) => (rest.split('/').length === count && !/^\/|\/\/|\/$/.test(rest) ? { id: rest } : undefined)
}

function kind(prefix: string, type: string, options: Partial<Omit<Kind, 'prefix' | 'type'>> = {}): Kind {
  return { prefix, type, read: whole, ...options }
}

const iam = (prefix: string, type: string): Kind => kind(prefix, type, { read: last, global: true, path: true })

const EC2_KINDS = {
  'elastic-ip': 'EIP',
  instance: 'Instance',
  'instance-connect-endpoint': 'InstanceConnectEndpoint',
  'internet-gateway': 'InternetGateway',
  'egress-only-internet-gateway': 'EgressOnlyInternetGateway',
  'launch-template': 'LaunchTemplate',
  natgateway: 'NatGateway',
  'network-acl': 'NetworkAcl',
  'network-interface': 'NetworkInterface',
  'prefix-list': 'PrefixList',
  'route-table': 'RouteTable',
  'security-group': 'SecurityGroup',
  subnet: 'Subnet',
  'transit-gateway': 'TransitGateway',
  volume: 'Volume',
  vpc: 'VPC',
  'vpc-block-public-access-exclusion': 'VPCBlockPublicAccessExclusion',
  'vpc-endpoint': 'VPCEndpoint',
  'vpc-flow-log': 'FlowLog',
  'vpc-peering-connection': 'VPCPeeringConnection',
} as const

/** By ARN service; within one, the first kind that fits. */
const KINDS: Readonly<Record<string, readonly Kind[]>> = {
  'application-signals': [kind('slo/', 'AWS::ApplicationSignals::ServiceLevelObjective')],
  autoscaling: [
    kind('autoScalingGroup:', 'AWS::AutoScaling::AutoScalingGroup', {
      read: after(':autoScalingGroupName/'),
      write: never,
    }),
    kind('launchConfiguration:', 'AWS::AutoScaling::LaunchConfiguration', {
      read: after(':launchConfigurationName/'),
      write: never,
    }),
  ],
  cloudformation: [kind('stack/', 'AWS::CloudFormation::Stack')],
  cloudtrail: [kind('trail/', 'AWS::CloudTrail::Trail')],
  cloudwatch: [
    kind('alarm:', 'AWS::CloudWatch::Alarm', { others: ['AWS::CloudWatch::CompositeAlarm'] }),
    kind('dashboard/', 'AWS::CloudWatch::Dashboard', { global: true }),
  ],
  codebuild: [
    kind('project/', 'AWS::CodeBuild::Project'),
    kind('report-group/', 'AWS::CodeBuild::ReportGroup'),
    kind('fleet/', 'AWS::CodeBuild::Fleet'),
  ],
  codecommit: [kind('', 'AWS::CodeCommit::Repository')],
  codeconnections: [
    kind('connection/', 'AWS::CodeConnections::Connection'),
    kind('host/', 'AWS::CodeConnections::Host'),
  ],
  codedeploy: [
    kind('application:', 'AWS::CodeDeploy::Application'),
    kind('deploymentgroup:', 'AWS::CodeDeploy::DeploymentGroup', { read: parts(2) }),
    kind('deploymentconfig:', 'AWS::CodeDeploy::DeploymentConfig'),
  ],
  codepipeline: [
    kind('webhook:', 'AWS::CodePipeline::Webhook'),
    kind('', 'AWS::CodePipeline::Pipeline', { read: (rest) => (rest.includes(':') ? undefined : head('/')(rest)) }),
  ],
  'codestar-connections': [kind('connection/', 'AWS::CodeStarConnections::Connection')],
  'codestar-notifications': [kind('notificationrule/', 'AWS::CodeStarNotifications::NotificationRule')],
  ec2: Object.entries(EC2_KINDS).map(([prefix, name]) => kind(`${prefix}/`, `AWS::EC2::${name}`)),
  ecr: [kind('repository/', 'AWS::ECR::Repository')],
  'ecr-public': [kind('repository/', 'AWS::ECR::PublicRepository', { global: true })],
  ecs: [
    kind('cluster/', 'AWS::ECS::Cluster'),
    kind('service/', 'AWS::ECS::Service', { read: parts(2), others: ['AWS::ECS::ExpressGatewayService'] }),
    kind('task-definition/', 'AWS::ECS::TaskDefinition'),
    kind('task-set/', 'AWS::ECS::TaskSet', { read: parts(4) }),
    kind('task/', 'Opscheck::ECS::Task', { read: parts(2) }),
    kind('service-revision/', 'Opscheck::ECS::ServiceRevision', { read: parts(3) }),
    kind('capacity-provider/', 'AWS::ECS::CapacityProvider'),
  ],
  elasticfilesystem: [kind('file-system/', 'AWS::EFS::FileSystem'), kind('access-point/', 'AWS::EFS::AccessPoint')],
  elasticloadbalancing: [
    kind('loadbalancer/', 'AWS::ElasticLoadBalancingV2::LoadBalancer', {
      read: (rest) =>
        /^(app|net|gwy)\//.test(rest) ? { id: rest } : { id: rest, type: 'AWS::ElasticLoadBalancing::LoadBalancer' },
    }),
    kind('targetgroup/', 'AWS::ElasticLoadBalancingV2::TargetGroup'),
    kind('listener-rule/', 'AWS::ElasticLoadBalancingV2::ListenerRule'),
    kind('listener/', 'AWS::ElasticLoadBalancingV2::Listener'),
  ],
  events: [
    kind('event-bus/', 'AWS::Events::EventBus'),
    kind('rule/', 'AWS::Events::Rule', {
      read: (rest) => ({ id: rest.includes('/') ? rest : `default/${rest}` }),
      write: (id) => (id.startsWith('default/') ? id.slice('default/'.length) : id),
    }),
    kind('connection/', 'AWS::Events::Connection'),
  ],
  firehose: [kind('deliverystream/', 'AWS::KinesisFirehose::DeliveryStream')],
  iam: [
    iam('role/', 'AWS::IAM::Role'),
    iam('user/', 'AWS::IAM::User'),
    iam('group/', 'AWS::IAM::Group'),
    iam('policy/', 'AWS::IAM::ManagedPolicy'),
    iam('instance-profile/', 'AWS::IAM::InstanceProfile'),
    kind('oidc-provider/', 'AWS::IAM::OIDCProvider', { global: true }),
    kind('saml-provider/', 'AWS::IAM::SAMLProvider', { global: true }),
  ],
  kinesis: [kind('stream/', 'AWS::Kinesis::Stream', { read: head('/') })],
  kms: [
    kind('key/', 'AWS::KMS::Key', { others: ['AWS::KMS::ReplicaKey'] }),
    kind('alias/', 'AWS::KMS::Alias', {
      read: (rest) => ({ id: `alias/${rest}` }),
      write: (id) => id.slice('alias/'.length),
    }),
  ],
  lambda: [kind('function:', 'AWS::Lambda::Function', { read: head(':') })],
  logs: [
    kind('log-group:', 'AWS::Logs::LogGroup', {
      read: (rest) => {
        const stream = rest.indexOf(':log-stream:')
        if (stream < 0) return { id: rest.endsWith(':*') ? rest.slice(0, -2) : rest }
        return { type: 'AWS::Logs::LogStream', id: `${rest.slice(0, stream)}:${rest.slice(stream + 12)}` }
      },
    }),
    kind('destination:', 'AWS::Logs::Destination'),
    kind('delivery-source:', 'AWS::Logs::DeliverySource'),
    kind('delivery-destination:', 'AWS::Logs::DeliveryDestination'),
  ],
  organizations: [
    kind('account/', 'Opscheck::Organizations::Account', { read: last, write: never }),
    kind('ou/', 'Opscheck::Organizations::Unit', { read: last, write: never }),
  ],
  s3: [kind('', 'AWS::S3::Bucket', { read: bucket, global: true, nameless: true })],
  scheduler: [
    kind('schedule/', 'AWS::Scheduler::Schedule', { read: parts(2) }),
    kind('schedule-group/', 'AWS::Scheduler::ScheduleGroup'),
  ],
  secretsmanager: [kind('secret:', 'AWS::SecretsManager::Secret')],
  servicediscovery: [
    kind('namespace/', 'AWS::ServiceDiscovery::PrivateDnsNamespace', {
      others: ['AWS::ServiceDiscovery::HttpNamespace', 'AWS::ServiceDiscovery::PublicDnsNamespace'],
    }),
    kind('service/', 'AWS::ServiceDiscovery::Service'),
  ],
  sns: [
    kind('', 'AWS::SNS::Topic', {
      read: (rest) => (rest.includes(':') ? { id: rest, type: 'AWS::SNS::Subscription' } : { id: rest }),
    }),
  ],
  sqs: [kind('', 'AWS::SQS::Queue')],
  ssm: [
    kind('document/', 'AWS::SSM::Document'),
    kind('parameter/', 'AWS::SSM::Parameter'),
    kind('managed-instance/', 'Opscheck::SSM::ManagedNode'),
    kind('servicesetting/', 'Opscheck::SSM::ServiceSetting'),
  ],
  synthetics: [kind('canary:', 'AWS::Synthetics::Canary')],
  xray: [kind('group/', 'AWS::XRay::Group'), kind('sampling-rule/', 'AWS::XRay::SamplingRule')],
}

function after(marker: string): (rest: string) => Reading | undefined {
  return (rest) => {
    const at = rest.indexOf(marker)
    return at < 0 ? undefined : { id: rest.slice(at + marker.length) }
  }
}

/** Access points and jobs share the service's name, but their ARNs tell an account. */
function bucket(rest: string): Reading | undefined {
  return rest.includes(':') || /^(accesspoint|job|storage-lens)\//.test(rest) ? undefined : head('/')(rest)
}

function withoutLogSuffix(arn: Arn): string {
  const own = arn.service === 'logs' && arn.resource.endsWith(':*') ? arn.resource.slice(0, -2) : arn.resource
  return arn.partition + arn.region + arn.account + own
}

let byType: ReadonlyMap<string, { readonly service: string; readonly kind: Kind }> | undefined

function kindsByType(): ReadonlyMap<string, { readonly service: string; readonly kind: Kind }> {
  byType ??= new Map(
    Object.entries(KINDS).flatMap(([service, kinds]) =>
      kinds.flatMap((kind) => [kind.type, ...(kind.others ?? [])].map((type) => [type, { service, kind }] as const)),
    ),
  )
  return byType
}

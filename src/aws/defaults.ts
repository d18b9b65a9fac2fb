import type { Value } from '../model/value.ts'

/** What AWS does when a property is absent. */
export type Default =
  | {
      readonly kind: 'constant'
      readonly value: Value
      /** Where AWS says so. */
      readonly source: string
    }
  /** The value of that ECS account setting, for the account and region of the resource. */
  | { readonly kind: 'account-setting'; readonly name: string; readonly source: string }
  /** Depends on other things; the note says on which. An absent value reads as unknown, unless `usually` applies. */
  | { readonly kind: 'computed'; readonly note: string; readonly usually?: Usually }
  /** Nothing is set, and the note says what that means. An absent value stays absent. */
  | { readonly kind: 'none'; readonly note: string }

/** A constant that holds under what the resource itself tells. */
export interface Usually {
  readonly value: Value
  readonly source: string
  /** Top-level properties that take the constant away: when present at all (`true`), or with one of these values. */
  readonly unless?: Readonly<Record<string, true | readonly string[]>>
  /** `managed`: only for resources created now; an existing one may be older than the default. */
  readonly standing?: 'managed'
}

/**
 * AWS's own default of a property. The pattern is the path with `[]` on a property whose elements are entered and
 * `/key` for an entry of a map or keyed list: `ContainerDefinitions[].Essential`,
 * `ContainerDefinitions[].LogConfiguration.Options/mode`. Undefined: absent is absent.
 */
export function defaultOf(type: string, pattern: string): Default | undefined {
  const table = Object.hasOwn(DEFAULTS, type) ? DEFAULTS[type] : undefined
  return table !== undefined && Object.hasOwn(table, pattern) ? table[pattern] : undefined
}

/** Every default, for documentation and tests. */
export function allDefaults(): readonly { readonly type: string; readonly pattern: string; readonly is: Default }[] {
  return Object.entries(DEFAULTS).flatMap(([type, table]) =>
    Object.entries(table).map(([pattern, is]) => ({ type, pattern, is })),
  )
}

const constant = (value: Value, source: string): Default => ({ kind: 'constant', value, source })
const setting = (name: string, source: string): Default => ({ kind: 'account-setting', name, source })
const computed = (note: string, usually?: Usually): Default =>
  usually === undefined ? { kind: 'computed', note } : { kind: 'computed', note, usually }
const none = (note: string): Default => ({ kind: 'none', note })

/** The property's description in the CloudFormation template reference. */
const REFERENCE = 'AWS CloudFormation template reference'
const ECS_API = 'Amazon ECS API reference'
const ECS_GUIDE = 'Amazon ECS developer guide, Service definition parameters'
const CODEPIPELINE = 'AWS CodePipeline API reference, PipelineDeclaration'

const PUBLIC_ADDRESS = computed('the caller of RunTask decides; the reference of this type tells no default')
const TEMPLATE_METADATA = computed('the image, the account and the region decide the metadata options of an instance')

const DEFAULTS: Readonly<Record<string, Readonly<Record<string, Default>>>> = {
  'AWS::AutoScaling::LaunchConfiguration': {
    AssociatePublicIpAddress: computed('the subnet decides whether an instance gets a public address'),
    'MetadataOptions.HttpTokens': TEMPLATE_METADATA,
  },
  'AWS::CloudTrail::Trail': {
    EnableLogFileValidation: constant(false, REFERENCE),
    IsMultiRegionTrail: constant(false, REFERENCE),
    IsOrganizationTrail: constant(false, REFERENCE),
  },
  'AWS::CloudWatch::Alarm': {
    ActionsEnabled: constant(true, REFERENCE),
    DatapointsToAlarm: computed('as many as EvaluationPeriods'),
    TreatMissingData: constant('missing', REFERENCE),
  },
  'AWS::CloudWatch::CompositeAlarm': {
    ActionsEnabled: constant(true, REFERENCE),
  },
  'AWS::CodeBuild::Project': {
    EncryptionKey: none('the AWS managed key of S3 encrypts the artifacts'),
    'Environment.EnvironmentVariables[].Type': constant('PLAINTEXT', REFERENCE),
    'Environment.PrivilegedMode': constant(false, REFERENCE),
    'LogsConfig.CloudWatchLogs.Status': constant('ENABLED', 'AWS CodeBuild user guide, Create a build project'),
    'LogsConfig.S3Logs.Status': constant('DISABLED', 'AWS CodeBuild API reference, S3LogsConfig'),
    TimeoutInMinutes: constant(60, REFERENCE),
    Visibility: constant('PRIVATE', 'AWS CodeBuild user guide, Public build projects'),
  },
  'AWS::CodeDeploy::DeploymentGroup': {
    'AlarmConfiguration.Enabled': constant(false, 'AWS CodeDeploy API reference, AlarmConfiguration'),
    'AlarmConfiguration.IgnorePollAlarmFailure': constant(false, REFERENCE),
    'AutoRollbackConfiguration.Enabled': constant(false, 'AWS CodeDeploy API reference, AutoRollbackConfiguration'),
    'BlueGreenDeploymentConfiguration.TerminateBlueInstancesOnDeploymentSuccess.TerminationWaitTimeInMinutes': computed(
      'CodeDeploy documents no default for how long the original tasks are kept',
    ),
  },
  'AWS::CodePipeline::Pipeline': {
    ExecutionMode: constant('SUPERSEDED', CODEPIPELINE),
    PipelineType: computed('V2 when the pipeline has triggers, variables, conditions or another execution mode', {
      value: 'V1',
      source: CODEPIPELINE,
      unless: { Triggers: true, Variables: true, ExecutionMode: ['QUEUED', 'PARALLEL'] },
    }),
    'Stages[].Actions[].RunOrder': constant(1, 'AWS CodePipeline user guide, Pipeline structure reference'),
  },
  'AWS::EC2::Instance': {
    'MetadataOptions.HttpEndpoint': TEMPLATE_METADATA,
    'MetadataOptions.HttpTokens': TEMPLATE_METADATA,
    'NetworkInterfaces[].AssociatePublicIpAddress': computed(
      'the subnet decides whether an instance gets a public address',
    ),
    'Live.State': computed('only the API tells the state of an instance', {
      value: 'running',
      source: 'an instance of a template or plan runs once it is deployed',
      standing: 'managed',
    }),
  },
  'AWS::EC2::LaunchTemplate': {
    'LaunchTemplateData.MetadataOptions.HttpEndpoint': TEMPLATE_METADATA,
    'LaunchTemplateData.MetadataOptions.HttpTokens': TEMPLATE_METADATA,
    'LaunchTemplateData.NetworkInterfaces[].AssociatePublicIpAddress': computed(
      'the subnet decides whether an instance gets a public address',
    ),
  },
  'AWS::EC2::NatGateway': {
    AvailabilityMode: constant('zonal', 'Amazon EC2 API reference, CreateNatGateway'),
    ConnectivityType: constant('public', REFERENCE),
  },
  'AWS::EC2::Subnet': {
    AssignIpv6AddressOnCreation: constant(false, REFERENCE),
    MapPublicIpOnLaunch: constant(false, REFERENCE),
  },
  'AWS::EC2::VPC': {
    EnableDnsHostnames: constant(false, REFERENCE),
    EnableDnsSupport: constant(true, REFERENCE),
  },
  'AWS::EC2::VPCEndpoint': {
    PrivateDnsEnabled: constant(false, REFERENCE),
    VpcEndpointType: constant('Gateway', REFERENCE),
  },
  'AWS::ECR::Repository': {
    'EncryptionConfiguration.EncryptionType': constant('AES256', 'Amazon ECR API reference, CreateRepository'),
    ImageTagMutability: constant('MUTABLE', REFERENCE),
    'ImageScanningConfiguration.ScanOnPush': computed('the scanning rules of the registry may cover the repository'),
  },
  'AWS::ECS::Cluster': {
    'ClusterSettings/containerInsights.Value': setting('containerInsights', REFERENCE),
    'Configuration.ExecuteCommandConfiguration.Logging': constant('DEFAULT', REFERENCE),
    'Configuration.ExecuteCommandConfiguration.LogConfiguration.CloudWatchEncryptionEnabled': constant(
      false,
      REFERENCE,
    ),
    'Configuration.ExecuteCommandConfiguration.LogConfiguration.S3EncryptionEnabled': constant(false, REFERENCE),
  },
  'AWS::ECS::Service': {
    AvailabilityZoneRebalancing: computed('on for new services, off for those that never had a value', {
      value: 'ENABLED',
      source: REFERENCE,
      standing: 'managed',
    }),
    'DeploymentConfiguration.Alarms.Enable': constant(false, ECS_GUIDE),
    'DeploymentConfiguration.Alarms.Rollback': constant(false, ECS_GUIDE),
    'DeploymentConfiguration.DeploymentCircuitBreaker.Enable': constant(false, ECS_GUIDE),
    'DeploymentConfiguration.DeploymentCircuitBreaker.Rollback': constant(false, ECS_GUIDE),
    'DeploymentConfiguration.MaximumPercent': computed('200 for REPLICA services, 100 for DAEMON services', {
      value: 200,
      source: REFERENCE,
      unless: { SchedulingStrategy: ['DAEMON'] },
    }),
    'DeploymentConfiguration.MinimumHealthyPercent': computed('100 for REPLICA services, less for DAEMON services', {
      value: 100,
      source: REFERENCE,
      unless: { SchedulingStrategy: ['DAEMON'] },
    }),
    'DeploymentConfiguration.Strategy': constant('ROLLING', ECS_API),
    'DeploymentController.Type': constant('ECS', ECS_GUIDE),
    DesiredCount: computed('1 for new services, what it was for existing ones', {
      value: 1,
      source: REFERENCE,
      unless: { SchedulingStrategy: ['DAEMON'] },
      standing: 'managed',
    }),
    EnableECSManagedTags: constant(false, ECS_API),
    EnableExecuteCommand: constant(false, ECS_API),
    HealthCheckGracePeriodSeconds: constant(0, REFERENCE),
    LaunchType: computed('the capacity provider strategy, else the default strategy of the cluster, else EC2'),
    'NetworkConfiguration.AwsvpcConfiguration.AssignPublicIp': constant('DISABLED', REFERENCE),
    PlatformVersion: constant('LATEST', REFERENCE),
    PropagateTags: constant('NONE', REFERENCE),
    SchedulingStrategy: constant('REPLICA', ECS_API),
  },
  'AWS::ECS::TaskDefinition': {
    'ContainerDefinitions[].Essential': constant(true, REFERENCE),
    'ContainerDefinitions[].Interactive': constant(false, ECS_API),
    'ContainerDefinitions[].LinuxParameters.InitProcessEnabled': constant(false, ECS_API),
    'ContainerDefinitions[].LogConfiguration.Options/awslogs-create-group': constant('false', REFERENCE),
    'ContainerDefinitions[].LogConfiguration.Options/mode': setting('defaultLogDriverMode', REFERENCE),
    'ContainerDefinitions[].Privileged': constant(false, ECS_API),
    'ContainerDefinitions[].ReadonlyRootFilesystem': constant(false, ECS_API),
    'ContainerDefinitions[].VersionConsistency': constant('enabled', REFERENCE),
    EnableFaultInjection: constant(false, REFERENCE),
    NetworkMode: computed('bridge on Linux instances; other platforms ask for a mode of their own', {
      value: 'bridge',
      source: REFERENCE,
      unless: { RequiresCompatibilities: true, RuntimePlatform: true },
    }),
    RequiresCompatibilities: computed('the launch type of whatever runs the task'),
    'RuntimePlatform.CpuArchitecture': constant('X86_64', 'Amazon ECS developer guide, Task definition parameters'),
    'RuntimePlatform.OperatingSystemFamily': constant(
      'LINUX',
      'Amazon ECS developer guide, Task definition parameters',
    ),
  },
  'AWS::ECS::TaskSet': {
    LaunchType: computed('the capacity provider strategy, else the default strategy of the cluster, else EC2'),
    'NetworkConfiguration.AwsVpcConfiguration.AssignPublicIp': constant('DISABLED', REFERENCE),
    PlatformVersion: constant('LATEST', REFERENCE),
  },
  'AWS::ElasticLoadBalancingV2::LoadBalancer': {
    Scheme: computed('a gateway load balancer has no scheme', {
      value: 'internet-facing',
      source: REFERENCE,
      unless: { Type: ['gateway'] },
    }),
    Type: constant('application', REFERENCE),
  },
  'AWS::ElasticLoadBalancingV2::TargetGroup': {
    TargetType: constant('instance', REFERENCE),
  },
  'AWS::Events::Rule': {
    EventBusName: constant('default', REFERENCE),
    State: constant('ENABLED', 'Amazon EventBridge API reference, PutRule'),
    'Targets[].EcsParameters.EnableExecuteCommand': constant(false, 'Amazon EventBridge API reference, EcsParameters'),
    'Targets[].EcsParameters.NetworkConfiguration.AwsVpcConfiguration.AssignPublicIp': PUBLIC_ADDRESS,
  },
  'AWS::IAM::Group': { Path: constant('/', REFERENCE) },
  'AWS::IAM::InstanceProfile': { Path: constant('/', REFERENCE) },
  'AWS::IAM::ManagedPolicy': { Path: constant('/', REFERENCE) },
  'AWS::IAM::Role': { Path: constant('/', REFERENCE) },
  'AWS::IAM::User': { Path: constant('/', REFERENCE) },
  'AWS::KMS::Key': {
    EnableKeyRotation: constant(false, REFERENCE),
    Enabled: constant(true, REFERENCE),
    KeySpec: constant('SYMMETRIC_DEFAULT', REFERENCE),
    MultiRegion: constant(false, REFERENCE),
    Origin: constant('AWS_KMS', REFERENCE),
  },
  'AWS::Logs::LogGroup': {
    DeletionProtectionEnabled: constant(false, REFERENCE),
    KmsKeyId: none('CloudWatch Logs encrypts with a key of its own'),
    LogGroupClass: constant('STANDARD', REFERENCE),
    RetentionInDays: none('log events never expire'),
  },
  'AWS::Logs::SubscriptionFilter': {
    Distribution: constant('ByLogStream', 'Amazon CloudWatch Logs API reference, PutSubscriptionFilter'),
  },
  'AWS::S3::Bucket': {
    OwnershipControls: computed('BucketOwnerEnforced for buckets created since April 2023', {
      value: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
      source: 'Amazon S3 user guide, Controlling ownership of objects',
      standing: 'managed',
    }),
    PublicAccessBlockConfiguration: computed('on for buckets created since April 2023; none for older ones'),
    'VersioningConfiguration.Status': none('the bucket keeps no versions'),
  },
  'AWS::SNS::Subscription': {
    RawMessageDelivery: constant(false, 'Amazon SNS developer guide, Raw message delivery'),
  },
  'AWS::SNS::Topic': {
    FifoTopic: constant(false, 'Amazon SNS API reference, CreateTopic'),
    KmsMasterKeyId: none('the topic is not encrypted with KMS'),
  },
  'AWS::Scheduler::Schedule': {
    GroupName: constant('default', 'Amazon EventBridge Scheduler API reference, CreateSchedule'),
    State: constant('ENABLED', 'Amazon EventBridge Scheduler API reference, CreateSchedule'),
    'Target.EcsParameters.EnableExecuteCommand': constant(
      false,
      'Amazon EventBridge Scheduler API reference, EcsParameters',
    ),
    'Target.EcsParameters.NetworkConfiguration.AwsvpcConfiguration.AssignPublicIp': PUBLIC_ADDRESS,
  },
}

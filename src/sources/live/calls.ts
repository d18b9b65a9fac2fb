import type { UnknownRecord } from '../../util/record.ts'
import type { Sdk } from './clients.ts'

/**
 * What a live scan calls, as data; one line for each operation. Which types it feeds, which errors are answers and which
 * IAM action it needs stand in the table of operations of the export source. Page and batch sizes are those of the API
 * references; a page size is always sent where the service has one, as unpaged calls are throttled sooner.
 */
export interface Call {
  /** IAM prefix and API name, as answers name it. */
  readonly operation: string
  readonly send?: UnknownRecord
  readonly page?: Page
  /** The answer has at least one of these members, or it is no answer of this operation. */
  readonly holds: readonly string[]
  /** One request for each of what earlier answers tell; without it a single one. */
  readonly each?: Each
  /** Asked once an account, not in each region. */
  readonly global?: true
  /** Only where the rules ask for tags; or where a rule mentions one of these words. */
  readonly wanted?: 'tags' | readonly string[]
  /** Called, too: only what it tells closes the list. */
  readonly along?: string
  /** Only where this one was denied. */
  readonly instead?: string
  /** Only when a rule selects the types that it feeds: otherwise what others refer to is enough. */
  readonly whole?: true
  /** Words of rules that are about what others refer to, although they select the type. */
  readonly unless?: string
  /** The SDK's client and operation, where they are not named like the IAM action. */
  readonly sdk?: Sdk
  readonly api?: string
  /** The request member that takes the account's id. */
  readonly account?: string
}

/** Members by which pages are asked for; `size` is member and number. */
export interface Page {
  readonly ask: string
  readonly told: string
  readonly size?: readonly [member: string, number]
  /** Firehose tells no token: the last element of this list stands for it while this flag is true. */
  readonly last?: { readonly list: string; readonly more: string }
}

export interface Each {
  /** The request member that takes the value, or the list of values. */
  readonly member: string
  /** Places in answers, each `operation path`. Their operations are called for it. */
  readonly from: readonly string[]
  /** More places, looked at only where the rules have their operations called anyway. */
  readonly also?: readonly string[]
  /** Instead of all others, when a rule selects one of the types. */
  readonly whole?: readonly string[]
  /** Values for one request; the member is a list then. */
  readonly batch?: number
  /** Members that go along from the request which told the value. */
  readonly keep?: readonly string[]
  /** Request member to the member beside the value. */
  readonly beside?: Readonly<Record<string, string>>
  /** What the value has to be; it may be told by an ARN, or as the first part of a path. */
  readonly as?: 'bucket' | 'key' | 'stream' | 'topic'
  /** Only what `also` tells, and of that only what `from` tells, too, unless it could not be read. */
  readonly referred?: true
}

const next = (size?: Page['size']): Page => ({ ask: 'nextToken', told: 'nextToken', ...(size ? { size } : {}) })
const Next = (size?: Page['size']): Page => ({ ask: 'NextToken', told: 'NextToken', ...(size ? { size } : {}) })
const marked = (size?: Page['size']): Page => ({ ask: 'Marker', told: 'Marker', ...(size ? { size } : {}) })
const ofElb = (size?: Page['size']): Page => ({ ask: 'Marker', told: 'NextMarker', ...(size ? { size } : {}) })

const cluster: Each = { member: 'cluster', from: ['ecs:ListClusters clusterArns[]'] }
const repository: Each = {
  member: 'repositoryName',
  from: ['ecr:DescribeRepositories repositories[].repositoryName'],
}
const commit: Each = {
  member: 'repositoryName',
  from: ['codecommit:ListRepositories repositories[].repositoryName'],
}

const topic: Each = {
  member: 'TopicArn',
  from: [],
  also: [
    'cloudwatch:DescribeAlarms MetricAlarms[].AlarmActions[]',
    'cloudwatch:DescribeAlarms CompositeAlarms[].AlarmActions[]',
    'codepipeline:GetPipeline pipeline.stages[].actions[].configuration.NotificationArn',
    'events:ListTargetsByRule Targets[].Arn',
  ],
  whole: ['sns:ListTopics Topics[].TopicArn'],
  as: 'topic',
}
/** Whoever asks for the alarms of a topic is about the topics of alarms. */
const OF_ALARMS = ',{"some":"alarms"},'
const SESSION = 'ssm:GetDocument Content{}.inputs'
const EXEC = 'ecs:DescribeClusters clusters[].configuration.executeCommandConfiguration'
const key: Each = {
  member: 'KeyId',
  from: [],
  also: [
    'codepipeline:GetPipeline pipeline.artifactStore.encryptionKey.id',
    'codepipeline:GetPipeline pipeline.artifactStores.*.encryptionKey.id',
    'codebuild:BatchGetProjects projects[].encryptionKey',
    'ecr:DescribeRepositories repositories[].encryptionConfiguration.kmsKey',
    'logs:DescribeLogGroups logGroups[].kmsKeyId',
    `${EXEC}.kmsKeyId`,
    `${SESSION}.kmsKeyId`,
    'sns:GetTopicAttributes Attributes.KmsMasterKeyId',
    'cloudtrail:DescribeTrails trailList[].KmsKeyId',
  ],
  as: 'key',
}
const bucket: Each = {
  member: 'Bucket',
  from: ['s3:ListBuckets Buckets[].Name'],
  also: [
    'codepipeline:GetPipeline pipeline.artifactStore.location',
    'codepipeline:GetPipeline pipeline.artifactStores.*.location',
    'codepipeline:GetPipeline pipeline.stages[].actions[].configuration.S3Bucket',
    'codebuild:BatchGetProjects projects[].artifacts.location',
    'codebuild:BatchGetProjects projects[].logsConfig.s3Logs.location',
    `${EXEC}.logConfiguration.s3BucketName`,
    `${SESSION}.s3BucketName`,
    'firehose:DescribeDeliveryStream DeliveryStreamDescription.Destinations[].ExtendedS3DestinationDescription.BucketARN',
    'firehose:DescribeDeliveryStream DeliveryStreamDescription.Destinations[].S3DestinationDescription.BucketARN',
    'cloudtrail:DescribeTrails trailList[].S3BucketName',
    'ecs:DescribeTaskDefinition taskDefinition.containerDefinitions[].environmentFiles[].value',
    'ecs:DescribeTaskDefinition taskDefinition.containerDefinitions[].firelensConfiguration.options.config-file-value',
  ],
  as: 'bucket',
  referred: true,
}

const TAGS: UnknownRecord = { include: ['TAGS'] }
const IAM_BULK = 'iam:GetAccountAuthorizationDetails'

export const CALLS: readonly Call[] = [
  // ECS
  { operation: 'ecs:ListClusters', page: next(['maxResults', 100]), holds: ['clusterArns'] },
  {
    operation: 'ecs:DescribeClusters',
    each: { member: 'clusters', from: ['ecs:ListClusters clusterArns[]'], batch: 100 },
    send: { include: ['SETTINGS', 'CONFIGURATIONS', 'TAGS'] },
    holds: ['clusters'],
  },
  {
    operation: 'ecs:ListServices',
    along: 'ecs:DescribeClusters',
    each: cluster,
    page: next(['maxResults', 100]),
    holds: ['serviceArns'],
  },
  {
    operation: 'ecs:DescribeServices',
    each: { member: 'services', from: ['ecs:ListServices serviceArns[]'], batch: 10, keep: ['cluster'] },
    send: TAGS,
    holds: ['services'],
  },
  {
    operation: 'ecs:ListTasks',
    along: 'ecs:DescribeClusters',
    each: cluster,
    page: next(['maxResults', 100]),
    holds: ['taskArns'],
  },
  {
    operation: 'ecs:DescribeTasks',
    each: { member: 'tasks', from: ['ecs:ListTasks taskArns[]'], batch: 100, keep: ['cluster'] },
    send: TAGS,
    holds: ['tasks'],
  },
  {
    // Those in use, never every revision: old ones cannot be edited, and there may be thousands.
    operation: 'ecs:DescribeTaskDefinition',
    each: {
      member: 'taskDefinition',
      from: [
        'ecs:DescribeServices services[].taskDefinition',
        'ecs:DescribeServices services[].deployments[].taskDefinition',
        'ecs:DescribeServices services[].taskSets[].taskDefinition',
        'ecs:DescribeTasks tasks[].taskDefinitionArn',
        'events:ListTargetsByRule Targets[].EcsParameters.TaskDefinitionArn',
        'scheduler:GetSchedule Target.EcsParameters.TaskDefinitionArn',
      ],
    },
    send: TAGS,
    holds: ['taskDefinition'],
  },
  {
    operation: 'ecs:DescribeServiceRevisions',
    each: {
      member: 'serviceRevisionArns',
      from: ['ecs:DescribeServices services[].currentServiceRevisions[].arn'],
      batch: 20,
    },
    holds: ['serviceRevisions'],
  },
  {
    operation: 'ecs:DescribeCapacityProviders',
    page: next(['maxResults', 10]),
    holds: ['capacityProviders'],
  },
  {
    operation: 'ecs:ListAccountSettings',
    send: { effectiveSettings: true },
    page: next(['maxResults', 10]),
    holds: ['settings'],
  },

  // ECR
  { operation: 'ecr:DescribeRepositories', page: next(['maxResults', 1000]), holds: ['repositories'] },
  {
    operation: 'ecr:GetLifecyclePolicy',
    each: repository,
    holds: ['lifecyclePolicyText'],
    wanted: ['lifecycle', 'expires', '"environments"'],
  },
  {
    operation: 'ecr:GetRepositoryPolicy',
    each: repository,
    holds: ['policyText'],
    wanted: ['policy', 'grants', 'public', 'statement', 'principal'],
  },
  {
    operation: 'ecr:ListTagsForResource',
    each: { member: 'resourceArn', from: ['ecr:DescribeRepositories repositories[].repositoryArn'] },
    holds: ['tags'],
    wanted: 'tags',
  },
  {
    operation: 'ecr:BatchGetRepositoryScanningConfiguration',
    each: {
      member: 'repositoryNames',
      from: ['ecr:DescribeRepositories repositories[].repositoryName'],
      batch: 25,
    },
    holds: ['scanningConfigurations'],
    wanted: ['scan'],
  },
  { operation: 'ecr:DescribeImages', each: repository, page: next(['maxResults', 1000]), holds: ['imageDetails'] },
  { operation: 'ecr:GetRegistryScanningConfiguration', holds: ['scanningConfiguration'] },
  { operation: 'ecr:GetRegistryPolicy', holds: ['policyText'] },
  { operation: 'ecr:DescribeRegistry', holds: ['registryId', 'replicationConfiguration'] },
  {
    operation: 'ecr:DescribePullThroughCacheRules',
    page: next(['maxResults', 1000]),
    holds: ['pullThroughCacheRules'],
  },
  {
    operation: 'ecr:DescribeRepositoryCreationTemplates',
    page: next(['maxResults', 1000]),
    holds: ['repositoryCreationTemplates'],
  },

  // CodePipeline, CodeBuild, CodeDeploy, CodeCommit, CodeConnections
  { operation: 'codepipeline:ListPipelines', page: next(['maxResults', 1000]), holds: ['pipelines'] },
  {
    operation: 'codepipeline:GetPipeline',
    each: { member: 'name', from: ['codepipeline:ListPipelines pipelines[].name'] },
    holds: ['pipeline'],
  },
  {
    operation: 'codepipeline:GetPipelineState',
    each: { member: 'name', from: ['codepipeline:ListPipelines pipelines[].name'] },
    holds: ['stageStates', 'pipelineName'],
    wanted: ['Transition'],
  },
  {
    operation: 'codepipeline:ListTagsForResource',
    each: { member: 'resourceArn', from: ['codepipeline:GetPipeline metadata.pipelineArn'] },
    page: next(['maxResults', 100]),
    holds: ['tags'],
    wanted: 'tags',
  },
  { operation: 'codebuild:ListProjects', page: next(), holds: ['projects'] },
  {
    operation: 'codebuild:BatchGetProjects',
    each: { member: 'names', from: ['codebuild:ListProjects projects[]'], batch: 100 },
    holds: ['projects'],
  },
  { operation: 'codedeploy:ListApplications', page: next(), holds: ['applications'] },
  {
    operation: 'codedeploy:BatchGetApplications',
    each: { member: 'applicationNames', from: ['codedeploy:ListApplications applications[]'], batch: 100 },
    holds: ['applicationsInfo'],
  },
  {
    // Of applications that were read: only those close the list of groups.
    operation: 'codedeploy:ListDeploymentGroups',
    each: { member: 'applicationName', from: ['codedeploy:BatchGetApplications applicationsInfo[].applicationName'] },
    page: next(),
    holds: ['deploymentGroups'],
  },
  {
    operation: 'codedeploy:BatchGetDeploymentGroups',
    each: {
      member: 'deploymentGroupNames',
      from: ['codedeploy:ListDeploymentGroups deploymentGroups[]'],
      batch: 100,
      keep: ['applicationName'],
    },
    holds: ['deploymentGroupsInfo'],
  },
  { operation: 'codecommit:ListRepositories', page: next(), holds: ['repositories'] },
  {
    operation: 'codecommit:BatchGetRepositories',
    each: { member: 'repositoryNames', from: commit.from, batch: 100 },
    holds: ['repositories'],
  },
  {
    operation: 'codecommit:ListBranches',
    along: 'codecommit:BatchGetRepositories',
    each: commit,
    page: next(),
    holds: ['branches'],
  },
  { operation: 'codecommit:ListApprovalRuleTemplates', page: next(), holds: ['approvalRuleTemplateNames'] },
  {
    operation: 'codecommit:GetApprovalRuleTemplate',
    each: {
      member: 'approvalRuleTemplateName',
      from: ['codecommit:ListApprovalRuleTemplates approvalRuleTemplateNames[]'],
    },
    holds: ['approvalRuleTemplate'],
  },
  {
    operation: 'codecommit:ListAssociatedApprovalRuleTemplatesForRepository',
    each: commit,
    page: next(),
    holds: ['approvalRuleTemplateNames'],
  },
  {
    operation: 'codecommit:ListTagsForResource',
    each: { member: 'resourceArn', from: ['codecommit:BatchGetRepositories repositories[].Arn'] },
    page: next(),
    holds: ['tags'],
    wanted: 'tags',
  },
  {
    operation: 'codeconnections:ListConnections',
    page: Next(['MaxResults', 100]),
    holds: ['Connections'],
  },

  // CloudWatch Logs, CloudWatch
  { operation: 'logs:DescribeLogGroups', page: next(['limit', 50]), holds: ['logGroups'] },
  { operation: 'logs:DescribeMetricFilters', page: next(['limit', 50]), holds: ['metricFilters'] },
  {
    operation: 'logs:DescribeSubscriptionFilters',
    each: {
      member: 'logGroupName',
      from: ['logs:DescribeLogGroups logGroups[].logGroupName'],
    },
    page: next(['limit', 50]),
    holds: ['subscriptionFilters'],
  },
  {
    operation: 'logs:DescribeAccountPolicies',
    send: { policyType: 'SUBSCRIPTION_FILTER_POLICY' },
    page: next(),
    holds: ['accountPolicies'],
  },
  {
    operation: 'logs:ListTagsForResource',
    each: { member: 'resourceArn', from: ['logs:DescribeLogGroups logGroups[].logGroupArn'] },
    holds: ['tags'],
    wanted: 'tags',
  },
  {
    operation: 'cloudwatch:DescribeAlarms',
    send: { AlarmTypes: ['MetricAlarm', 'CompositeAlarm'] },
    page: Next(['MaxRecords', 100]),
    holds: ['MetricAlarms', 'CompositeAlarms'],
  },
  {
    operation: 'cloudwatch:ListTagsForResource',
    each: {
      member: 'ResourceARN',
      from: [
        'cloudwatch:DescribeAlarms MetricAlarms[].AlarmArn',
        'cloudwatch:DescribeAlarms CompositeAlarms[].AlarmArn',
      ],
    },
    holds: ['Tags'],
    wanted: 'tags',
  },

  // EC2, Elastic Load Balancing, Auto Scaling
  { operation: 'ec2:DescribeVpcs', page: Next(['MaxResults', 1000]), holds: ['Vpcs'] },
  {
    operation: 'ec2:DescribeVpcAttribute',
    each: { member: 'VpcId', from: ['ec2:DescribeVpcs Vpcs[].VpcId'] },
    send: { Attribute: 'enableDnsSupport' },
    holds: ['EnableDnsSupport'],
    wanted: ['EnableDns', 'reach', 'egress', 'network'],
  },
  {
    operation: 'ec2:DescribeVpcAttribute',
    each: { member: 'VpcId', from: ['ec2:DescribeVpcs Vpcs[].VpcId'] },
    send: { Attribute: 'enableDnsHostnames' },
    holds: ['EnableDnsHostnames'],
    wanted: ['EnableDns', 'reach', 'egress', 'network'],
  },
  { operation: 'ec2:DescribeSubnets', page: Next(['MaxResults', 1000]), holds: ['Subnets'] },
  { operation: 'ec2:DescribeRouteTables', page: Next(['MaxResults', 100]), holds: ['RouteTables'] },
  { operation: 'ec2:DescribeInternetGateways', page: Next(['MaxResults', 1000]), holds: ['InternetGateways'] },
  {
    operation: 'ec2:DescribeEgressOnlyInternetGateways',
    page: Next(['MaxResults', 255]),
    holds: ['EgressOnlyInternetGateways'],
  },
  { operation: 'ec2:DescribeNatGateways', page: Next(['MaxResults', 1000]), holds: ['NatGateways'] },
  { operation: 'ec2:DescribeVpcEndpoints', page: Next(['MaxResults', 1000]), holds: ['VpcEndpoints'] },
  { operation: 'ec2:DescribeSecurityGroups', page: Next(['MaxResults', 1000]), holds: ['SecurityGroups'] },
  { operation: 'ec2:DescribeInstances', page: Next(['MaxResults', 1000]), holds: ['Reservations'] },
  { operation: 'ec2:DescribeNetworkInterfaces', page: Next(['MaxResults', 1000]), holds: ['NetworkInterfaces'] },
  { operation: 'ec2:DescribeAddresses', holds: ['Addresses'] },
  {
    operation: 'ec2:DescribeLaunchTemplateVersions',
    send: { Versions: ['$Default', '$Latest'] },
    page: Next(['MaxResults', 200]),
    holds: ['LaunchTemplateVersions'],
  },
  { operation: 'ec2:DescribeManagedPrefixLists', page: Next(['MaxResults', 100]), holds: ['PrefixLists'] },
  {
    operation: 'ec2:GetManagedPrefixListEntries',
    each: {
      member: 'PrefixListId',
      from: [],
      also: [
        'ec2:DescribeSecurityGroups SecurityGroups[].IpPermissions[].PrefixListIds[].PrefixListId',
        'ec2:DescribeSecurityGroups SecurityGroups[].IpPermissionsEgress[].PrefixListIds[].PrefixListId',
        'ec2:DescribeRouteTables RouteTables[].Routes[].DestinationPrefixListId',
      ],
    },
    page: Next(['MaxResults', 100]),
    holds: ['Entries'],
  },
  {
    operation: 'ec2:DescribeInstanceConnectEndpoints',
    page: Next(['MaxResults', 50]),
    holds: ['InstanceConnectEndpoints'],
  },
  { operation: 'ec2:DescribeVpcBlockPublicAccessOptions', holds: ['VpcBlockPublicAccessOptions'] },
  {
    operation: 'ec2:DescribeVpcBlockPublicAccessExclusions',
    page: Next(['MaxResults', 1000]),
    holds: ['VpcBlockPublicAccessExclusions'],
  },
  {
    operation: 'elasticloadbalancing:DescribeLoadBalancers',
    page: ofElb(['PageSize', 400]),
    holds: ['LoadBalancers'],
  },
  {
    operation: 'elasticloadbalancing:DescribeLoadBalancerAttributes',
    each: {
      member: 'LoadBalancerArn',
      from: ['elasticloadbalancing:DescribeLoadBalancers LoadBalancers[].LoadBalancerArn'],
    },
    holds: ['Attributes'],
    wanted: ['LoadBalancerAttributes'],
  },
  { operation: 'elasticloadbalancing:DescribeTargetGroups', page: ofElb(['PageSize', 400]), holds: ['TargetGroups'] },
  {
    operation: 'elasticloadbalancing:DescribeListeners',
    each: {
      member: 'LoadBalancerArn',
      from: ['elasticloadbalancing:DescribeLoadBalancers LoadBalancers[].LoadBalancerArn'],
    },
    page: ofElb(['PageSize', 400]),
    holds: ['Listeners'],
  },
  {
    operation: 'elasticloadbalancing:DescribeRules',
    each: { member: 'ListenerArn', from: ['elasticloadbalancing:DescribeListeners Listeners[].ListenerArn'] },
    page: ofElb(['PageSize', 400]),
    holds: ['Rules'],
  },
  {
    operation: 'elasticloadbalancing:DescribeTags',
    each: {
      member: 'ResourceArns',
      from: [
        'elasticloadbalancing:DescribeLoadBalancers LoadBalancers[].LoadBalancerArn',
        'elasticloadbalancing:DescribeTargetGroups TargetGroups[].TargetGroupArn',
      ],
      batch: 20,
    },
    holds: ['TagDescriptions'],
    wanted: 'tags',
  },
  {
    operation: 'autoscaling:DescribeAutoScalingGroups',
    page: Next(['MaxRecords', 100]),
    holds: ['AutoScalingGroups'],
  },
  {
    operation: 'autoscaling:DescribeLaunchConfigurations',
    page: Next(['MaxRecords', 100]),
    holds: ['LaunchConfigurations'],
  },

  // Systems Manager, EventBridge, Scheduler, X-Ray, CloudTrail
  {
    operation: 'ssm:GetDocument',
    send: { Name: 'SSM-SessionManagerRunShell' },
    holds: ['Content'],
  },
  {
    operation: 'ssm:DescribeInstanceInformation',
    page: Next(['MaxResults', 50]),
    holds: ['InstanceInformationList'],
  },
  { operation: 'ssm:DescribeActivations', page: Next(['MaxResults', 50]), holds: ['ActivationList'] },
  {
    operation: 'ssm:GetServiceSetting',
    send: { SettingId: '/ssm/managed-instance/activation-tier' },
    holds: ['ServiceSetting'],
    wanted: ['activation', 'tier'],
  },
  {
    operation: 'ssm:GetServiceSetting',
    send: { SettingId: '/ssm/managed-instance/default-ec2-instance-management-role' },
    holds: ['ServiceSetting'],
    wanted: ['sessionManager', 'managed', 'defaultHost', 'default-ec2'],
  },
  { operation: 'events:ListEventBuses', page: Next(['Limit', 100]), holds: ['EventBuses'] },
  {
    operation: 'events:ListRules',
    each: { member: 'EventBusName', from: ['events:ListEventBuses EventBuses[].Name'] },
    page: Next(['Limit', 100]),
    holds: ['Rules'],
  },
  {
    operation: 'events:ListTargetsByRule',
    each: { member: 'Rule', from: ['events:ListRules Rules[].Name'], keep: ['EventBusName'] },
    page: Next(['Limit', 100]),
    holds: ['Targets'],
  },
  { operation: 'scheduler:ListSchedules', page: Next(['MaxResults', 100]), holds: ['Schedules'] },
  {
    operation: 'scheduler:GetSchedule',
    each: { member: 'Name', from: ['scheduler:ListSchedules Schedules[].Name'], beside: { GroupName: 'GroupName' } },
    holds: ['Arn', 'Name'],
  },
  { operation: 'xray:GetTraceSegmentDestination', holds: ['Destination', 'Status'] },
  { operation: 'cloudtrail:DescribeTrails', holds: ['trailList'] },
  {
    operation: 'cloudtrail:GetTrailStatus',
    each: { member: 'Name', from: ['cloudtrail:DescribeTrails trailList[].TrailARN'] },
    holds: ['IsLogging'],
  },
  {
    operation: 'cloudtrail:GetEventSelectors',
    each: { member: 'TrailName', from: ['cloudtrail:DescribeTrails trailList[].TrailARN'] },
    holds: ['EventSelectors', 'AdvancedEventSelectors', 'TrailARN'],
  },

  // Only what others point at
  {
    operation: 'firehose:ListDeliveryStreams',
    whole: true,
    page: {
      ask: 'ExclusiveStartDeliveryStreamName',
      told: '',
      size: ['Limit', 100],
      last: { list: 'DeliveryStreamNames', more: 'HasMoreDeliveryStreams' },
    },
    holds: ['DeliveryStreamNames'],
  },
  {
    operation: 'firehose:DescribeDeliveryStream',
    each: {
      member: 'DeliveryStreamName',
      from: [],
      also: ['logs:DescribeSubscriptionFilters subscriptionFilters[].destinationArn'],
      whole: ['firehose:ListDeliveryStreams DeliveryStreamNames[]'],
      as: 'stream',
    },
    holds: ['DeliveryStreamDescription'],
  },
  { operation: 'sns:ListTopics', whole: true, unless: OF_ALARMS, page: Next(), holds: ['Topics'] },
  { operation: 'sns:GetTopicAttributes', unless: OF_ALARMS, each: topic, holds: ['Attributes'] },
  {
    operation: 'sns:ListSubscriptionsByTopic',
    unless: OF_ALARMS,
    along: 'sns:GetTopicAttributes',
    each: topic,
    page: Next(),
    holds: ['Subscriptions'],
  },
  {
    operation: 'kms:ListAliases',
    page: { ask: 'Marker', told: 'NextMarker', size: ['Limit', 100] },
    holds: ['Aliases'],
  },
  { operation: 'kms:DescribeKey', each: key, holds: ['KeyMetadata'] },
  {
    operation: 'kms:GetKeyPolicy',
    each: { member: 'KeyId', from: ['kms:DescribeKey KeyMetadata.Arn'] },
    send: { PolicyName: 'default' },
    holds: ['Policy'],
  },
  {
    operation: 'kms:GetKeyRotationStatus',
    each: { member: 'KeyId', from: ['kms:DescribeKey KeyMetadata.Arn'] },
    holds: ['KeyRotationEnabled'],
  },

  // Once an account
  {
    operation: 's3:ListBuckets',
    global: true,
    page: { ask: 'ContinuationToken', told: 'ContinuationToken', size: ['MaxBuckets', 1000] },
    holds: ['Buckets'],
  },
  ...[
    's3:GetBucketVersioning',
    's3:GetPublicAccessBlock',
    's3:GetBucketEncryption',
    's3:GetBucketOwnershipControls',
    's3:GetBucketLogging',
    's3:GetObjectLockConfiguration',
    's3:GetBucketTagging',
    's3:GetBucketPolicy',
    's3:GetBucketPolicyStatus',
  ].map((operation): Call => ({ operation, global: true, each: bucket, holds: [] })),
  {
    operation: 's3:GetAccountPublicAccessBlock',
    sdk: 's3control',
    api: 'GetPublicAccessBlock',
    global: true,
    account: 'AccountId',
    holds: ['PublicAccessBlockConfiguration'],
  },
  {
    operation: IAM_BULK,
    global: true,
    send: { Filter: ['Role', 'User', 'Group', 'LocalManagedPolicy'] },
    page: marked(['MaxItems', 1000]),
    holds: ['RoleDetailList', 'UserDetailList', 'GroupDetailList', 'Policies'],
  },
  ...(['Role', 'User', 'Group'] as const).flatMap((kind): readonly Call[] => {
    const named: Each = { member: `${kind}Name`, from: [`iam:List${kind}s ${kind}s[].${kind}Name`] }
    const listed = { global: true, instead: IAM_BULK, page: marked(['MaxItems', 1000]) } as const
    return [
      { ...listed, operation: `iam:List${kind}s`, holds: [`${kind}s`] },
      { ...listed, operation: `iam:ListAttached${kind}Policies`, each: named, holds: ['AttachedPolicies'] },
      { ...listed, operation: `iam:List${kind}Policies`, each: named, holds: ['PolicyNames'] },
      {
        operation: `iam:Get${kind}Policy`,
        global: true,
        instead: IAM_BULK,
        each: {
          member: 'PolicyName',
          from: [`iam:List${kind}Policies PolicyNames[]`],
          keep: [`${kind}Name`],
        },
        holds: ['PolicyDocument'],
      },
    ]
  }),
  // Lists of principals leave out boundaries and tags.
  ...(['Role', 'User'] as const).map(
    (kind): Call => ({
      operation: `iam:Get${kind}`,
      global: true,
      instead: IAM_BULK,
      each: { member: `${kind}Name`, from: [`iam:List${kind}s ${kind}s[].${kind}Name`] },
      holds: [kind],
    }),
  ),
  {
    operation: 'iam:ListGroupsForUser',
    global: true,
    instead: IAM_BULK,
    each: { member: 'UserName', from: ['iam:ListUsers Users[].UserName'] },
    page: marked(['MaxItems', 1000]),
    holds: ['Groups'],
  },
  {
    operation: 'iam:ListInstanceProfiles',
    global: true,
    instead: IAM_BULK,
    page: marked(['MaxItems', 1000]),
    holds: ['InstanceProfiles'],
  },
  {
    operation: 'iam:ListPolicies',
    global: true,
    instead: IAM_BULK,
    send: { Scope: 'Local' },
    page: marked(['MaxItems', 1000]),
    holds: ['Policies'],
  },
  {
    operation: 'iam:GetPolicyVersion',
    global: true,
    instead: IAM_BULK,
    each: {
      member: 'PolicyArn',
      from: ['iam:ListPolicies Policies[].Arn'],
      beside: { VersionId: 'DefaultVersionId' },
    },
    holds: ['PolicyVersion'],
  },
]

import { isRecord, own, type UnknownRecord } from '../../util/record.ts'

/**
 * Which operation answered, by the shape of what it printed. `undefined`: not one that opscheck reads. An empty list
 * under a key that several operations use tells nothing; the command in the file's name decides then.
 */
export function operationByShape(json: UnknownRecord, named: readonly string[] = []): string | undefined {
  if (NOT_OURS.some((key) => Object.hasOwn(json, key))) return undefined
  let byContent: string | undefined
  for (const [key, rows] of SHAPES) {
    if (!Object.hasOwn(json, key)) continue
    const unambiguous = rows.every(({ operation }) => operation === rows[0]?.operation)
    for (const row of rows) {
      const called = named.includes(row.operation)
      if (!fits(json, own(json, key), row, unambiguous || called)) continue
      if (called) return row.operation
      if (row.named !== true) byContent ??= row.operation
    }
  }
  if (byContent !== undefined) return byContent
  return named.find((operation) => EMPTY_WHEN_UNSET.has(operation) && Object.keys(json).length === 0)
}

/** The operations that answer nothing at all when nothing is set. */
export const EMPTY_WHEN_UNSET: ReadonlySet<string> = new Set(['s3:GetBucketVersioning', 's3:GetBucketLogging'])

interface Row {
  readonly operation: string
  /** Each element of the list has all of these members. */
  readonly each?: readonly string[]
  /** The list is one of texts. */
  readonly texts?: true
  /** The value is a structure with all of these members. */
  readonly has?: readonly string[]
  /** The value is a text. */
  readonly text?: true
  /** The value is one of these. */
  readonly oneOf?: readonly unknown[]
  /** Other top-level keys. */
  readonly with?: readonly string[]
  readonly without?: readonly string[]
  /** The first elements have a member with one of these values. */
  readonly values?: { readonly member: string; readonly of: readonly string[] }
  /** Content is not enough: other tools write the same. The file's name must hold the command. */
  readonly named?: true
}

/** Templates, plans and states, recordings of AWS Config, and bare policy documents are read elsewhere or not at all. */
const NOT_OURS = [
  'AWSTemplateFormatVersion',
  'planned_values',
  'resource_changes',
  'terraform_version',
  'format_version',
  'BaseConfigurationItems',
  'Statement',
]

const ECS_SETTINGS = [
  'awsvpcTrunking',
  'containerInsights',
  'containerInstanceLongArnFormat',
  'defaultLogDriverMode',
  'dualStackIPv6',
  'fargateEventWindows',
  'fargateFIPSMode',
  'fargateTaskRetirementWaitPeriod',
  'guardDutyActivate',
  'serviceLongArnFormat',
  'tagResourceAuthorization',
  'taskLongArnFormat',
]

const list = (operation: string, ...each: readonly string[]): Row => ({ operation, each })
const one = (operation: string, ...has: readonly string[]): Row => ({ operation, has })

/** By top-level key, most telling first. */
const SHAPES: readonly (readonly [key: string, rows: readonly Row[]])[] = [
  // ECS
  ['clusters', [list('ecs:DescribeClusters', 'clusterArn')]],
  ['services', [list('ecs:DescribeServices', 'serviceArn')]],
  ['taskDefinition', [one('ecs:DescribeTaskDefinition', 'containerDefinitions')]],
  ['containerDefinitions', [{ operation: 'ecs:RegisterTaskDefinition', each: ['name', 'image'], with: ['family'] }]],
  ['taskSets', [list('ecs:DescribeTaskSets', 'taskSetArn')]],
  ['capacityProviders', [list('ecs:DescribeCapacityProviders', 'capacityProviderArn')]],
  [
    'tasks',
    [
      { ...list('ecs:DescribeTasks', 'taskArn'), with: ['failures'] },
      list('ecs:DescribeTasks', 'taskArn', 'clusterArn'),
    ],
  ],
  [
    'settings',
    [
      {
        operation: 'ecs:ListAccountSettings',
        each: ['name', 'value', 'principalArn'],
        values: { member: 'name', of: ECS_SETTINGS },
      },
    ],
  ],
  ['serviceRevisions', [list('ecs:DescribeServiceRevisions', 'serviceRevisionArn')]],
  ['clusterArns', [{ operation: 'ecs:ListClusters', texts: true }]],
  ['serviceArns', [{ operation: 'ecs:ListServices', texts: true }]],
  ['taskArns', [{ operation: 'ecs:ListTasks', texts: true }]],
  // ECR and CodeCommit
  [
    'repositories',
    [
      list('ecr:DescribeRepositories', 'repositoryArn'),
      list('codecommit:BatchGetRepositories', 'cloneUrlHttp'),
      list('codecommit:ListRepositories', 'repositoryId', 'repositoryName'),
    ],
  ],
  [
    'lifecyclePolicyText',
    [
      {
        operation: 'ecr:GetLifecyclePolicy',
        text: true,
        with: ['repositoryName'],
        without: ['status', 'previewResults'],
      },
    ],
  ],
  [
    'policyText',
    [
      { operation: 'ecr:GetRepositoryPolicy', text: true, with: ['repositoryName'] },
      { operation: 'ecr:GetRegistryPolicy', text: true, with: ['registryId'], without: ['repositoryName'] },
    ],
  ],
  ['imageDetails', [list('ecr:DescribeImages', 'imageDigest')]],
  ['scanningConfiguration', [one('ecr:GetRegistryScanningConfiguration', 'scanType')]],
  ['scanningConfigurations', [list('ecr:BatchGetRepositoryScanningConfiguration', 'repositoryName')]],
  ['replicationConfiguration', [{ operation: 'ecr:DescribeRegistry', has: ['rules'], with: ['registryId'] }]],
  ['pullThroughCacheRules', [list('ecr:DescribePullThroughCacheRules', 'ecrRepositoryPrefix')]],
  ['repositoryCreationTemplates', [list('ecr:DescribeRepositoryCreationTemplates', 'prefix')]],
  // Code services
  ['pipeline', [one('codepipeline:GetPipeline', 'stages', 'name')]],
  ['stages', [{ operation: 'codepipeline:CreatePipeline', each: ['name', 'actions'], with: ['name', 'roleArn'] }]],
  ['stageStates', [{ ...list('codepipeline:GetPipelineState', 'stageName'), with: ['pipelineName'] }]],
  ['pipelines', [list('codepipeline:ListPipelines', 'name', 'version')]],
  [
    'projects',
    [
      list('codebuild:BatchGetProjects', 'arn', 'serviceRole'),
      { operation: 'codebuild:ListProjects', texts: true, named: true },
    ],
  ],
  ['applicationsInfo', [list('codedeploy:BatchGetApplications', 'applicationName')]],
  ['application', [one('codedeploy:GetApplication', 'applicationName', 'applicationId')]],
  ['applications', [{ operation: 'codedeploy:ListApplications', texts: true, named: true }]],
  ['deploymentGroupsInfo', [list('codedeploy:BatchGetDeploymentGroups', 'deploymentGroupName')]],
  ['deploymentGroupInfo', [one('codedeploy:GetDeploymentGroup', 'deploymentGroupName')]],
  ['deploymentGroups', [{ operation: 'codedeploy:ListDeploymentGroups', texts: true, with: ['applicationName'] }]],
  ['repositoryMetadata', [one('codecommit:GetRepository', 'cloneUrlHttp')]],
  ['approvalRuleTemplate', [one('codecommit:GetApprovalRuleTemplate', 'approvalRuleTemplateName')]],
  [
    'approvalRuleTemplateNames',
    [
      { operation: 'codecommit:ListAssociatedApprovalRuleTemplatesForRepository', texts: true, named: true },
      { operation: 'codecommit:ListApprovalRuleTemplates', texts: true, named: true },
    ],
  ],
  ['repositoryNames', [{ operation: 'codecommit:ListRepositoriesForApprovalRuleTemplate', texts: true, named: true }]],
  ['branches', [{ operation: 'codecommit:ListBranches', texts: true, named: true }]],
  ['Connections', [list('codeconnections:ListConnections', 'ConnectionArn', 'ConnectionStatus')]],
  // IAM
  ['RoleDetailList', [list('iam:GetAccountAuthorizationDetails', 'RoleName')]],
  ['UserDetailList', [list('iam:GetAccountAuthorizationDetails', 'UserName')]],
  ['GroupDetailList', [list('iam:GetAccountAuthorizationDetails', 'GroupName')]],
  [
    'Policies',
    [
      list('iam:GetAccountAuthorizationDetails', 'PolicyVersionList'),
      list('iam:ListPolicies', 'Arn', 'DefaultVersionId'),
    ],
  ],
  [
    'InstanceProfiles',
    [
      { ...list('iam:ListInstanceProfiles', 'InstanceProfileName', 'Roles'), named: true },
      list('iam:ListInstanceProfilesForRole', 'InstanceProfileName', 'Roles'),
    ],
  ],
  ['InstanceProfile', [one('iam:GetInstanceProfile', 'InstanceProfileName')]],
  ['Roles', [list('iam:ListRoles', 'RoleName', 'AssumeRolePolicyDocument')]],
  ['Role', [one('iam:GetRole', 'RoleName', 'AssumeRolePolicyDocument')]],
  ['User', [one('iam:GetUser', 'UserName', 'Arn')]],
  ['Users', [{ ...list('iam:ListUsers', 'UserName', 'Arn'), without: ['Group'] }]],
  ['Group', [one('iam:GetGroup', 'GroupName', 'Arn')]],
  [
    'Groups',
    [
      { ...list('iam:ListGroups', 'GroupName', 'Arn'), named: true },
      { ...list('iam:ListGroupsForUser', 'GroupName', 'Arn'), named: true },
    ],
  ],
  ['PolicyVersion', [one('iam:GetPolicyVersion', 'Document', 'VersionId')]],
  [
    'PolicyDocument',
    [
      { operation: 'iam:GetRolePolicy', with: ['RoleName', 'PolicyName'] },
      { operation: 'iam:GetUserPolicy', with: ['UserName', 'PolicyName'] },
      { operation: 'iam:GetGroupPolicy', with: ['GroupName', 'PolicyName'] },
    ],
  ],
  [
    'PolicyNames',
    ['Role', 'User', 'Group'].map((word) => ({ operation: `iam:List${word}Policies`, texts: true, named: true })),
  ],
  [
    'AttachedPolicies',
    ['Role', 'User', 'Group'].map((word) => ({
      operation: `iam:ListAttached${word}Policies`,
      each: ['PolicyArn'],
      named: true,
    })),
  ],
  // Logs and alarms
  ['logGroups', [list('logs:DescribeLogGroups', 'logGroupName')]],
  ['subscriptionFilters', [list('logs:DescribeSubscriptionFilters', 'filterName', 'destinationArn')]],
  ['metricFilters', [list('logs:DescribeMetricFilters', 'filterName', 'metricTransformations')]],
  ['accountPolicies', [list('logs:DescribeAccountPolicies', 'policyName', 'policyType')]],
  [
    'MetricAlarms',
    [
      { ...list('cloudwatch:DescribeAlarms', 'AlarmName'), with: ['CompositeAlarms'] },
      { ...list('cloudwatch:DescribeAlarms', 'AlarmName'), named: true },
      list('cloudwatch:DescribeAlarmsForMetric', 'AlarmName'),
    ],
  ],
  ['CompositeAlarms', [list('cloudwatch:DescribeAlarms', 'AlarmName', 'AlarmRule')]],
  // EC2
  ['Reservations', [list('ec2:DescribeInstances', 'Instances')]],
  ['SecurityGroups', [list('ec2:DescribeSecurityGroups', 'GroupId', 'IpPermissions')]],
  ['SecurityGroupRules', [list('ec2:DescribeSecurityGroupRules', 'SecurityGroupRuleId')]],
  ['Subnets', [list('ec2:DescribeSubnets', 'SubnetId', 'VpcId')]],
  ['RouteTables', [list('ec2:DescribeRouteTables', 'RouteTableId', 'Routes')]],
  ['InternetGateways', [list('ec2:DescribeInternetGateways', 'InternetGatewayId')]],
  ['EgressOnlyInternetGateways', [list('ec2:DescribeEgressOnlyInternetGateways', 'EgressOnlyInternetGatewayId')]],
  ['NatGateways', [list('ec2:DescribeNatGateways', 'NatGatewayId')]],
  ['VpcEndpoints', [list('ec2:DescribeVpcEndpoints', 'VpcEndpointId', 'ServiceName')]],
  ['NetworkInterfaces', [list('ec2:DescribeNetworkInterfaces', 'NetworkInterfaceId')]],
  ['LaunchTemplateVersions', [list('ec2:DescribeLaunchTemplateVersions', 'LaunchTemplateId', 'LaunchTemplateData')]],
  ['Addresses', [{ ...list('ec2:DescribeAddresses', 'PublicIp', 'Domain') }]],
  ['Vpcs', [list('ec2:DescribeVpcs', 'VpcId', 'CidrBlock')]],
  [
    'PrefixLists',
    [
      list('ec2:DescribeManagedPrefixLists', 'PrefixListId', 'PrefixListArn'),
      list('ec2:DescribePrefixLists', 'PrefixListId', 'Cidrs'),
    ],
  ],
  ['Entries', [list('ec2:GetManagedPrefixListEntries', 'Cidr')]],
  ['InstanceConnectEndpoints', [list('ec2:DescribeInstanceConnectEndpoints', 'InstanceConnectEndpointId')]],
  ['VpcBlockPublicAccessOptions', [one('ec2:DescribeVpcBlockPublicAccessOptions', 'InternetGatewayBlockMode')]],
  ['VpcBlockPublicAccessExclusions', [list('ec2:DescribeVpcBlockPublicAccessExclusions', 'ExclusionId')]],
  ['EnableDnsSupport', [{ operation: 'ec2:DescribeVpcAttribute', has: ['Value'], with: ['VpcId'] }]],
  ['EnableDnsHostnames', [{ operation: 'ec2:DescribeVpcAttribute', has: ['Value'], with: ['VpcId'] }]],
  // Auto Scaling and load balancing
  ['AutoScalingGroups', [list('autoscaling:DescribeAutoScalingGroups', 'AutoScalingGroupName', 'MinSize')]],
  ['LaunchConfigurations', [list('autoscaling:DescribeLaunchConfigurations', 'LaunchConfigurationName', 'ImageId')]],
  ['LoadBalancers', [list('elasticloadbalancing:DescribeLoadBalancers', 'LoadBalancerArn')]],
  ['TargetGroups', [list('elasticloadbalancing:DescribeTargetGroups', 'TargetGroupArn')]],
  ['Listeners', [list('elasticloadbalancing:DescribeListeners', 'ListenerArn', 'LoadBalancerArn')]],
  ['TagDescriptions', [list('elasticloadbalancing:DescribeTags', 'ResourceArn', 'Tags')]],
  // S3
  ['Buckets', [list('s3:ListBuckets', 'Name', 'CreationDate')]],
  [
    'Status',
    [
      { operation: 's3:GetBucketVersioning', oneOf: ['Enabled', 'Suspended'], with: ['MFADelete'] },
      { operation: 's3:GetBucketVersioning', oneOf: ['Enabled', 'Suspended'], named: true },
    ],
  ],
  [
    'PublicAccessBlockConfiguration',
    [
      one('s3:GetPublicAccessBlock', 'BlockPublicAcls'),
      { ...one('s3:GetAccountPublicAccessBlock', 'BlockPublicAcls'), named: true },
    ],
  ],
  ['ServerSideEncryptionConfiguration', [one('s3:GetBucketEncryption', 'Rules')]],
  ['LoggingEnabled', [one('s3:GetBucketLogging', 'TargetBucket')]],
  ['OwnershipControls', [one('s3:GetBucketOwnershipControls', 'Rules')]],
  ['ObjectLockConfiguration', [one('s3:GetObjectLockConfiguration', 'ObjectLockEnabled')]],
  ['PolicyStatus', [one('s3:GetBucketPolicyStatus', 'IsPublic')]],
  ['LocationConstraint', [{ operation: 's3:GetBucketLocation' }]],
  ['TagSet', [{ ...list('s3:GetBucketTagging', 'Key', 'Value'), named: true }]],
  // KMS, before S3's bucket policy: both have a text `Policy`
  [
    'Policy',
    [
      { operation: 'kms:GetKeyPolicy', text: true, with: ['PolicyName'] },
      one('iam:GetPolicy', 'Arn', 'DefaultVersionId'),
      {
        operation: 's3:GetBucketPolicy',
        text: true,
        without: ['PolicyName', 'RevisionId', 'ResourceArn', 'Name', 'ARN'],
      },
    ],
  ],
  ['KeyMetadata', [one('kms:DescribeKey', 'KeyId')]],
  ['KeyRotationEnabled', [{ operation: 'kms:GetKeyRotationStatus', oneOf: [true, false] }]],
  ['Aliases', [list('kms:ListAliases', 'AliasName', 'AliasArn')]],
  // SNS, Events, Firehose
  [
    'Attributes',
    [
      { ...one('sns:GetTopicAttributes', 'TopicArn', 'Owner'), without: ['SubscriptionArn'] },
      { ...list('elasticloadbalancing:DescribeLoadBalancerAttributes', 'Key', 'Value'), named: true },
    ],
  ],
  [
    'Subscriptions',
    [
      { ...list('sns:ListSubscriptions', 'SubscriptionArn', 'TopicArn'), named: true },
      list('sns:ListSubscriptionsByTopic', 'SubscriptionArn', 'TopicArn'),
    ],
  ],
  ['Topics', [list('sns:ListTopics', 'TopicArn')]],
  [
    'Rules',
    [
      list('events:ListRules', 'Name', 'Arn', 'EventBusName'),
      list('elasticloadbalancing:DescribeRules', 'RuleArn', 'Priority'),
      list('s3:GetBucketLifecycleConfiguration', 'Status', 'Expiration'),
      list('s3:GetBucketLifecycleConfiguration', 'Status', 'Filter'),
      list('s3:GetBucketLifecycleConfiguration', 'Status', 'Prefix'),
    ],
  ],
  ['Targets', [list('events:ListTargetsByRule', 'Id', 'Arn')]],
  ['EventBuses', [list('events:ListEventBuses', 'Name', 'Arn')]],
  ['ScheduleExpression', [{ operation: 'scheduler:GetSchedule', text: true, with: ['Target', 'GroupName', 'Arn'] }]],
  ['Schedules', [list('scheduler:ListSchedules', 'Arn', 'GroupName')]],
  ['DeliveryStreamDescription', [one('firehose:DescribeDeliveryStream', 'DeliveryStreamName')]],
  [
    'DeliveryStreamNames',
    [{ operation: 'firehose:ListDeliveryStreams', texts: true, with: ['HasMoreDeliveryStreams'] }],
  ],
  // Systems Manager, X-Ray, CloudTrail, Organizations
  ['Content', [{ operation: 'ssm:GetDocument', text: true, with: ['Name', 'DocumentType'] }]],
  ['InstanceInformationList', [list('ssm:DescribeInstanceInformation', 'InstanceId')]],
  ['ActivationList', [list('ssm:DescribeActivations', 'ActivationId')]],
  ['ServiceSetting', [one('ssm:GetServiceSetting', 'SettingId', 'SettingValue')]],
  [
    'Destination',
    [{ operation: 'xray:GetTraceSegmentDestination', oneOf: ['XRay', 'CloudWatchLogs'], with: ['Status'] }],
  ],
  ['trailList', [list('cloudtrail:DescribeTrails', 'Name', 'S3BucketName')]],
  ['IsLogging', [{ operation: 'cloudtrail:GetTrailStatus', oneOf: [true, false] }]],
  [
    'TrailARN',
    [
      { operation: 'cloudtrail:GetEventSelectors', text: true, with: ['EventSelectors'] },
      { operation: 'cloudtrail:GetEventSelectors', text: true, with: ['AdvancedEventSelectors'] },
    ],
  ],
  ['Accounts', [list('organizations:ListAccounts', 'Id', 'Arn', 'JoinedMethod')]],
  ['OrganizationalUnits', [list('organizations:ListOrganizationalUnitsForParent', 'Id', 'Arn')]],
  ['tags', tagLists(['ecr', 'codepipeline', 'codecommit', 'logs'])],
  ['Tags', tagLists(['cloudwatch', 'sns', 'organizations'])],
]

function tagLists(services: readonly string[]): readonly Row[] {
  return services.map((service) => ({ operation: `${service}:ListTagsForResource`, named: true }))
}

/** An empty list tells nothing by itself. */
function fits(json: UnknownRecord, value: unknown, row: Row, emptyToo: boolean): boolean {
  if (row.with?.some((key) => !Object.hasOwn(json, key)) || row.without?.some((key) => Object.hasOwn(json, key)))
    return false
  if (row.text === true) return typeof value === 'string'
  if (row.oneOf !== undefined) return row.oneOf.includes(value)
  if (row.has !== undefined) return isRecord(value) && row.has.every((member) => Object.hasOwn(value, member))
  if (row.texts === true)
    return Array.isArray(value) && value.slice(0, SAMPLE).every((item) => typeof item === 'string')
  if (row.each === undefined) return true
  if (!Array.isArray(value)) return false
  if (value.length === 0) return emptyToo
  const sample = value.slice(0, SAMPLE).filter(isRecord)
  const { each, values } = row
  if (sample.length === 0 || !sample.every((item) => each.every((member) => Object.hasOwn(item, member)))) return false
  return values === undefined || sample.some((item) => values.of.includes(String(own(item, values.member))))
}

/** How many elements are looked at. */
const SAMPLE = 3

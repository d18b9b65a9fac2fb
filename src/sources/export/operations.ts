/**
 * The operations that opscheck reads, as data: which types an answer feeds and how much of them it tells.
 *
 * `all`: without a filter, one complete answer lists everything of the account and region.
 * `named`: only what was asked for by name; the list that closes it is named by {@link Operation.closedBy}.
 * `owner`: everything of one owner (the filters of one log group, the images of one repository).
 * `names`: a list of names without data; it closes the type that is read by name.
 * `part`: one property of a resource, or one thing there is at most once.
 */
export interface Operation {
  readonly reach: 'all' | 'named' | 'owner' | 'names' | 'part'
  readonly feeds: readonly string[]
  /** The service is not regional. */
  readonly global?: true
  /** The IAM action, where it is not the operation. */
  readonly action?: string
  /** Error codes by which AWS says that there is none. */
  readonly none?: readonly string[]
  /** Request members that make the answer less than everything. */
  readonly filters?: readonly string[]
  /** The reader of the service itself says what is covered. */
  readonly claims?: 'own'
}

export function operationOf(name: string): Operation | undefined {
  return Object.hasOwn(OPERATIONS, name) ? OPERATIONS[name] : undefined
}

/** The IAM action that an operation needs. */
export function actionOf(name: string): string {
  return operationOf(name)?.action ?? name
}

/** `aws ecr get-lifecycle-policy`, without the first word. */
export function commandOf(name: string): string {
  const [service = '', api = ''] = name.split(':')
  return `${cliService(service)} ${kebab(api)}`
}

export function cliService(service: string): string {
  return Object.hasOwn(CLI_SERVICES, service) ? (CLI_SERVICES[service] ?? service) : service
}

/** `get-lifecycle-policy` for `GetLifecyclePolicy`. */
export function kebab(api: string): string {
  return api.replaceAll(/[A-Z]/g, (letter, at: number) => (at === 0 ? '' : '-') + letter.toLowerCase())
}

/** The CLI names these services by other words than IAM does. */
const CLI_SERVICES: Readonly<Record<string, string>> = {
  codedeploy: 'deploy',
  elasticloadbalancing: 'elbv2',
  s3: 's3api',
}

const all = (feeds: readonly string[], more: Partial<Operation> = {}): Operation => ({ reach: 'all', feeds, ...more })
const named = (feeds: readonly string[], more: Partial<Operation> = {}): Operation => ({
  reach: 'named',
  feeds,
  ...more,
})
const owner = (feeds: readonly string[], more: Partial<Operation> = {}): Operation => ({
  reach: 'owner',
  feeds,
  ...more,
})
const names = (feeds: readonly string[], more: Partial<Operation> = {}): Operation => ({
  reach: 'names',
  feeds,
  ...more,
})
const part = (feeds: readonly string[], more: Partial<Operation> = {}): Operation => ({ reach: 'part', feeds, ...more })

const ec2 = (...types: readonly string[]): readonly string[] => types.map((type) => `AWS::EC2::${type}`)
const iam = (...types: readonly string[]): readonly string[] => types.map((type) => `AWS::IAM::${type}`)
const elb = (...types: readonly string[]): readonly string[] =>
  types.map((type) => `AWS::ElasticLoadBalancingV2::${type}`)

const BUCKET = ['AWS::S3::Bucket']
const FILTERED = { filters: ['Filters'] } as const

/** What answers tell inside the principals, CloudFormation also knows as resources: with the principals they are whole. */
export const INLINE_IAM = iam('Policy', 'RolePolicy', 'UserPolicy', 'GroupPolicy', 'UserToGroupAddition')

export const OPERATIONS: Readonly<Record<string, Operation>> = {
  'autoscaling:DescribeAutoScalingGroups': all(['AWS::AutoScaling::AutoScalingGroup'], {
    filters: ['AutoScalingGroupNames', 'Filters'],
  }),
  'autoscaling:DescribeLaunchConfigurations': all(['AWS::AutoScaling::LaunchConfiguration'], {
    filters: ['LaunchConfigurationNames'],
  }),
  'cloudtrail:DescribeTrails': all(['AWS::CloudTrail::Trail'], { filters: ['trailNameList'] }),
  'cloudtrail:GetEventSelectors': part(['AWS::CloudTrail::Trail']),
  'cloudtrail:GetTrailStatus': part(['AWS::CloudTrail::Trail']),
  'cloudwatch:DescribeAlarms': all(['AWS::CloudWatch::Alarm', 'AWS::CloudWatch::CompositeAlarm'], {
    filters: [
      'AlarmNames',
      'AlarmNamePrefix',
      'StateValue',
      'ActionPrefix',
      'ChildrenOfAlarmName',
      'ParentsOfAlarmName',
    ],
    claims: 'own',
  }),
  'cloudwatch:DescribeAlarmsForMetric': named(['AWS::CloudWatch::Alarm'], {
    action: 'cloudwatch:DescribeAlarmsForMetric',
  }),
  'cloudwatch:ListTagsForResource': part(['AWS::CloudWatch::Alarm']),
  'codebuild:BatchGetProjects': named(['AWS::CodeBuild::Project']),
  'codebuild:ListProjects': names(['AWS::CodeBuild::Project']),
  'codecommit:BatchGetRepositories': named(['AWS::CodeCommit::Repository']),
  'codecommit:GetApprovalRuleTemplate': named(['Opscheck::CodeCommit::ApprovalRuleTemplate']),
  'codecommit:GetRepository': named(['AWS::CodeCommit::Repository']),
  'codecommit:ListApprovalRuleTemplates': names(['Opscheck::CodeCommit::ApprovalRuleTemplate']),
  'codecommit:ListAssociatedApprovalRuleTemplatesForRepository': part(['Opscheck::CodeCommit::ApprovalRuleTemplate']),
  'codecommit:ListBranches': owner(['Opscheck::CodeCommit::Branch']),
  'codecommit:ListRepositories': names(['AWS::CodeCommit::Repository']),
  'codecommit:ListRepositoriesForApprovalRuleTemplate': part(['Opscheck::CodeCommit::ApprovalRuleTemplate']),
  'codecommit:ListTagsForResource': part(['AWS::CodeCommit::Repository']),
  'codeconnections:ListConnections': all(['AWS::CodeConnections::Connection', 'AWS::CodeStarConnections::Connection'], {
    filters: ['ProviderTypeFilter', 'HostArnFilter'],
  }),
  'codedeploy:BatchGetApplications': named(['AWS::CodeDeploy::Application']),
  'codedeploy:BatchGetDeploymentGroups': named(['AWS::CodeDeploy::DeploymentGroup']),
  'codedeploy:GetApplication': named(['AWS::CodeDeploy::Application']),
  'codedeploy:GetDeploymentGroup': named(['AWS::CodeDeploy::DeploymentGroup']),
  'codedeploy:ListApplications': names(['AWS::CodeDeploy::Application']),
  'codedeploy:ListDeploymentGroups': names(['AWS::CodeDeploy::DeploymentGroup']),
  'codepipeline:CreatePipeline': named(['AWS::CodePipeline::Pipeline']),
  'codepipeline:GetPipeline': named(['AWS::CodePipeline::Pipeline']),
  'codepipeline:GetPipelineState': part(['AWS::CodePipeline::Pipeline']),
  'codepipeline:ListPipelines': names(['AWS::CodePipeline::Pipeline']),
  'codepipeline:ListTagsForResource': part(['AWS::CodePipeline::Pipeline']),
  'ec2:DescribeAddresses': all(ec2('EIP', 'EIPAssociation'), { filters: ['Filters', 'AllocationIds', 'PublicIps'] }),
  'ec2:DescribeEgressOnlyInternetGateways': all(ec2('EgressOnlyInternetGateway'), FILTERED),
  'ec2:DescribeInstanceConnectEndpoints': all(ec2('InstanceConnectEndpoint'), FILTERED),
  'ec2:DescribeInstances': all(ec2('Instance'), { filters: ['Filters', 'InstanceIds'] }),
  'ec2:DescribeInternetGateways': all(ec2('InternetGateway', 'VPCGatewayAttachment'), {
    filters: ['Filters', 'InternetGatewayIds'],
  }),
  'ec2:DescribeLaunchTemplateVersions': all(ec2('LaunchTemplate'), {
    filters: ['Filters', 'LaunchTemplateId', 'LaunchTemplateName'],
  }),
  'ec2:DescribeManagedPrefixLists': all(ec2('PrefixList'), { filters: ['Filters', 'PrefixListIds'] }),
  'ec2:DescribeNatGateways': all(ec2('NatGateway'), { filters: ['Filter', 'Filters', 'NatGatewayIds'] }),
  'ec2:DescribeNetworkInterfaces': all(ec2('NetworkInterface'), { filters: ['Filters', 'NetworkInterfaceIds'] }),
  'ec2:DescribePrefixLists': named(ec2('PrefixList')),
  'ec2:DescribeRouteTables': all(
    [
      ...ec2('RouteTable', 'Route', 'SubnetRouteTableAssociation', 'GatewayRouteTableAssociation'),
      'Opscheck::EC2::MainRouteTableAssociation',
    ],
    { filters: ['Filters', 'RouteTableIds'] },
  ),
  'ec2:DescribeSecurityGroupRules': all(ec2('SecurityGroupIngress', 'SecurityGroupEgress'), {
    filters: ['Filters', 'SecurityGroupRuleIds'],
  }),
  'ec2:DescribeSecurityGroups': all(ec2('SecurityGroup', 'SecurityGroupIngress', 'SecurityGroupEgress'), {
    filters: ['Filters', 'GroupIds', 'GroupNames'],
  }),
  'ec2:DescribeSubnets': all(ec2('Subnet'), { filters: ['Filters', 'SubnetIds'] }),
  'ec2:DescribeVpcAttribute': part(ec2('VPC')),
  'ec2:DescribeVpcBlockPublicAccessExclusions': all(ec2('VPCBlockPublicAccessExclusion'), {
    filters: ['Filters', 'ExclusionIds'],
  }),
  'ec2:DescribeVpcBlockPublicAccessOptions': all(ec2('VPCBlockPublicAccessOptions')),
  'ec2:DescribeVpcEndpoints': all(ec2('VPCEndpoint'), { filters: ['Filters', 'VpcEndpointIds'] }),
  'ec2:DescribeVpcs': all(ec2('VPC'), { filters: ['Filters', 'VpcIds'] }),
  'ec2:GetManagedPrefixListEntries': part(ec2('PrefixList')),
  'ecr:BatchGetRepositoryScanningConfiguration': part(['AWS::ECR::Repository']),
  'ecr:DescribeImages': owner(['Opscheck::ECR::Image'], { filters: ['imageIds', 'filter'] }),
  'ecr:DescribePullThroughCacheRules': all(['AWS::ECR::PullThroughCacheRule'], { filters: ['ecrRepositoryPrefixes'] }),
  'ecr:DescribeRegistry': all(['AWS::ECR::ReplicationConfiguration']),
  'ecr:DescribeRepositories': all(['AWS::ECR::Repository'], { filters: ['repositoryNames'] }),
  'ecr:DescribeRepositoryCreationTemplates': all(['AWS::ECR::RepositoryCreationTemplate'], { filters: ['prefixes'] }),
  'ecr:GetLifecyclePolicy': part(['AWS::ECR::Repository'], { none: ['LifecyclePolicyNotFoundException'] }),
  'ecr:GetRegistryPolicy': all(['AWS::ECR::RegistryPolicy'], { none: ['RegistryPolicyNotFoundException'] }),
  'ecr:GetRegistryScanningConfiguration': all(['AWS::ECR::RegistryScanningConfiguration']),
  'ecr:GetRepositoryPolicy': part(['AWS::ECR::Repository'], { none: ['RepositoryPolicyNotFoundException'] }),
  'ecr:ListTagsForResource': part(['AWS::ECR::Repository']),
  'ecs:DescribeCapacityProviders': all(['AWS::ECS::CapacityProvider'], { filters: ['capacityProviders'] }),
  'ecs:DescribeClusters': named(['AWS::ECS::Cluster']),
  'ecs:DescribeServiceRevisions': named(['Opscheck::ECS::ServiceRevision']),
  'ecs:DescribeServices': named(['AWS::ECS::Service', 'AWS::ECS::TaskSet']),
  'ecs:DescribeTaskDefinition': named(['AWS::ECS::TaskDefinition']),
  'ecs:DescribeTaskSets': named(['AWS::ECS::TaskSet']),
  'ecs:DescribeTasks': named(['Opscheck::ECS::Task']),
  'ecs:ListAccountSettings': all(['Opscheck::ECS::AccountSettings'], { filters: ['name', 'value', 'principalArn'] }),
  'ecs:ListClusters': names(['AWS::ECS::Cluster']),
  'ecs:ListServices': names(['AWS::ECS::Service'], {
    filters: ['launchType', 'schedulingStrategy', 'resourceManagementType'],
  }),
  'ecs:ListTasks': names(['Opscheck::ECS::Task'], {
    filters: ['family', 'serviceName', 'startedBy', 'launchType', 'containerInstance', 'desiredStatus'],
  }),
  'ecs:RegisterTaskDefinition': named(['AWS::ECS::TaskDefinition']),
  'elasticloadbalancing:DescribeListeners': owner(elb('Listener')),
  'elasticloadbalancing:DescribeLoadBalancerAttributes': part(elb('LoadBalancer')),
  'elasticloadbalancing:DescribeLoadBalancers': all(elb('LoadBalancer'), { filters: ['LoadBalancerArns', 'Names'] }),
  'elasticloadbalancing:DescribeRules': owner(elb('ListenerRule')),
  'elasticloadbalancing:DescribeTags': part(elb('LoadBalancer', 'TargetGroup', 'Listener')),
  'elasticloadbalancing:DescribeTargetGroups': all(elb('TargetGroup'), {
    filters: ['LoadBalancerArn', 'TargetGroupArns', 'Names'],
  }),
  'events:ListEventBuses': all(['AWS::Events::EventBus'], { filters: ['NamePrefix'] }),
  'events:ListRules': owner(['AWS::Events::Rule'], { filters: ['NamePrefix'] }),
  'events:ListTargetsByRule': part(['AWS::Events::Rule']),
  'firehose:DescribeDeliveryStream': named(['AWS::KinesisFirehose::DeliveryStream']),
  'firehose:ListDeliveryStreams': names(['AWS::KinesisFirehose::DeliveryStream'], { filters: ['DeliveryStreamType'] }),
  'iam:GetAccountAuthorizationDetails': all(
    [...iam('Role', 'User', 'Group', 'ManagedPolicy', 'InstanceProfile'), ...INLINE_IAM],
    { global: true, claims: 'own' },
  ),
  'iam:GetGroup': named(iam('Group'), { global: true }),
  'iam:GetGroupPolicy': part(iam('Group'), { global: true }),
  'iam:GetInstanceProfile': named(iam('InstanceProfile'), { global: true }),
  'iam:GetPolicy': named(iam('ManagedPolicy'), { global: true }),
  'iam:GetPolicyVersion': part(iam('ManagedPolicy'), { global: true }),
  'iam:GetRole': named(iam('Role'), { global: true }),
  'iam:GetRolePolicy': part(iam('Role'), { global: true }),
  'iam:GetUser': named(iam('User'), { global: true }),
  'iam:GetUserPolicy': part(iam('User'), { global: true }),
  'iam:ListAttachedGroupPolicies': part(iam('Group'), { global: true }),
  'iam:ListAttachedRolePolicies': part(iam('Role'), { global: true }),
  'iam:ListAttachedUserPolicies': part(iam('User'), { global: true }),
  'iam:ListGroupPolicies': part(iam('Group'), { global: true }),
  'iam:ListGroups': all(iam('Group', 'GroupPolicy'), { global: true, filters: ['PathPrefix'] }),
  'iam:ListGroupsForUser': part(iam('User'), { global: true }),
  'iam:ListInstanceProfiles': all(iam('InstanceProfile'), { global: true, filters: ['PathPrefix'] }),
  'iam:ListInstanceProfilesForRole': named(iam('InstanceProfile'), { global: true }),
  'iam:ListPolicies': named(iam('ManagedPolicy'), {
    global: true,
    filters: ['OnlyAttached', 'PathPrefix', 'PolicyUsageFilter'],
  }),
  'iam:ListRolePolicies': part(iam('Role'), { global: true }),
  'iam:ListRoles': all(iam('Role', 'Policy', 'RolePolicy'), { global: true, filters: ['PathPrefix'] }),
  'iam:ListUserPolicies': part(iam('User'), { global: true }),
  'iam:ListUsers': all(iam('User', 'UserPolicy', 'UserToGroupAddition'), { global: true, filters: ['PathPrefix'] }),
  'kms:DescribeKey': named(['AWS::KMS::Key']),
  'kms:GetKeyPolicy': part(['AWS::KMS::Key']),
  'kms:GetKeyRotationStatus': part(['AWS::KMS::Key']),
  'kms:ListAliases': all(['AWS::KMS::Alias'], { filters: ['KeyId'] }),
  'logs:DescribeAccountPolicies': named(['AWS::Logs::AccountPolicy']),
  'logs:DescribeLogGroups': all(['AWS::Logs::LogGroup'], {
    filters: ['logGroupNamePrefix', 'logGroupNamePattern', 'logGroupIdentifiers', 'logGroupClass'],
  }),
  'logs:DescribeMetricFilters': all(['AWS::Logs::MetricFilter'], {
    filters: ['logGroupName', 'filterNamePrefix', 'metricName', 'metricNamespace'],
  }),
  'logs:DescribeSubscriptionFilters': owner(['AWS::Logs::SubscriptionFilter'], { filters: ['filterNamePrefix'] }),
  'logs:ListTagsForResource': part(['AWS::Logs::LogGroup']),
  'organizations:ListAccounts': all(['Opscheck::Organizations::Account'], { global: true }),
  'organizations:ListOrganizationalUnitsForParent': named(['Opscheck::Organizations::Unit'], { global: true }),
  'organizations:ListTagsForResource': part(['Opscheck::Organizations::Account'], { global: true }),
  's3:GetAccountPublicAccessBlock': all(['Opscheck::S3::AccountPublicAccessBlock'], {
    global: true,
    none: ['NoSuchPublicAccessBlockConfiguration'],
  }),
  's3:GetBucketEncryption': part(BUCKET, {
    action: 's3:GetEncryptionConfiguration',
    none: ['ServerSideEncryptionConfigurationNotFoundError'],
  }),
  's3:GetBucketLifecycleConfiguration': part(BUCKET, {
    action: 's3:GetLifecycleConfiguration',
    none: ['NoSuchLifecycleConfiguration'],
  }),
  's3:GetBucketLocation': part(BUCKET),
  's3:GetBucketLogging': part(BUCKET),
  's3:GetBucketOwnershipControls': part(BUCKET, { none: ['OwnershipControlsNotFoundError'] }),
  's3:GetBucketPolicy': part(['AWS::S3::BucketPolicy'], { none: ['NoSuchBucketPolicy'] }),
  's3:GetBucketPolicyStatus': part(BUCKET, { none: ['NoSuchBucketPolicy'] }),
  's3:GetBucketTagging': part(BUCKET, { none: ['NoSuchTagSet'] }),
  's3:GetBucketVersioning': part(BUCKET),
  's3:GetObjectLockConfiguration': part(BUCKET, {
    action: 's3:GetBucketObjectLockConfiguration',
    none: ['ObjectLockConfigurationNotFoundError'],
  }),
  's3:GetPublicAccessBlock': part(BUCKET, {
    action: 's3:GetBucketPublicAccessBlock',
    none: ['NoSuchPublicAccessBlockConfiguration'],
  }),
  's3:ListBuckets': all(BUCKET, { global: true, action: 's3:ListAllMyBuckets', filters: ['Prefix', 'BucketRegion'] }),
  'scheduler:GetSchedule': named(['AWS::Scheduler::Schedule']),
  'scheduler:ListSchedules': names(['AWS::Scheduler::Schedule'], { filters: ['GroupName', 'NamePrefix', 'State'] }),
  'sns:GetTopicAttributes': named(['AWS::SNS::Topic', 'AWS::SNS::TopicPolicy']),
  'sns:ListSubscriptions': all(['AWS::SNS::Subscription']),
  'sns:ListSubscriptionsByTopic': owner(['AWS::SNS::Subscription']),
  'sns:ListTagsForResource': part(['AWS::SNS::Topic']),
  'sns:ListTopics': names(['AWS::SNS::Topic']),
  'ssm:DescribeActivations': all(['Opscheck::SSM::Activation'], { filters: ['Filters'] }),
  'ssm:DescribeInstanceInformation': all(['Opscheck::SSM::ManagedNode'], {
    filters: ['Filters', 'InstanceInformationFilterList'],
  }),
  'ssm:GetDocument': named(['AWS::SSM::Document'], { none: ['InvalidDocument', 'InvalidDocumentVersion'] }),
  'ssm:GetServiceSetting': named(['Opscheck::SSM::ServiceSetting']),
  'ssm:ListDocuments': names(['AWS::SSM::Document']),
  'xray:GetTraceSegmentDestination': all(['Opscheck::XRay::TraceDestination']),
}

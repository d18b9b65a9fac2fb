/** One stack of the platform that the parity suite tells in every input, and the account that gets it. */
export interface Stack {
  readonly name: 'staging' | 'production' | 'edge' | 'shared'
  readonly account: string
  readonly region: string
  readonly template: Template
}

export interface Template {
  readonly AWSTemplateFormatVersion?: string
  readonly Resources: Readonly<Record<string, TemplateResource>>
}

export interface TemplateResource {
  readonly Type: string
  readonly Properties: Readonly<Record<string, unknown>>
}

export const ACCOUNTS = { staging: '111122223333', production: '444455556666', shared: '777788889999' } as const
export const HOME = 'eu-central-1'
export const EDGE = 'us-east-1'

/** Two environments in two accounts, a second region of production, and the account of images and pipelines. */
export function platform(): readonly Stack[] {
  return [
    { name: 'shared', account: ACCOUNTS.shared, region: HOME, template: shared() },
    { name: 'staging', account: ACCOUNTS.staging, region: HOME, template: environment('staging') },
    { name: 'production', account: ACCOUNTS.production, region: HOME, template: environment('production') },
    { name: 'edge', account: ACCOUNTS.production, region: EDGE, template: edge() },
  ]
}

/** `services` services with a task definition, a role, a log group and a repository each; names hold the number. */
export function manyServices(services: number): Template {
  const resources: Record<string, TemplateResource> = { ...network('many', []), ...clusterOf('Cluster', 'many', []) }
  for (let index = 0; index < services; index += 1) {
    const name = `many-${String(index).padStart(3, '0')}`
    const id = `S${index}`
    resources[`${id}Repository`] = resource('AWS::ECR::Repository', {
      RepositoryName: name,
      ...(index % 2 === 0 ? { LifecyclePolicy: { LifecyclePolicyText: JSON.stringify(KEEP_TEN) } } : {}),
    })
    resources[`${id}Group`] = resource('AWS::Logs::LogGroup', { LogGroupName: `/many/${name}`, RetentionInDays: 30 })
    resources[`${id}Role`] = taskRole(`${name}-task`, index % 3 === 0 ? ['AWSXRayDaemonWriteAccess'] : [], [])
    resources[`${id}Task`] = task({
      family: name,
      container: container(name, `${name}:1`, {
        LogConfiguration: awslogs(`/many/${name}`, HOME, { 'awslogs-stream-prefix': name }),
      }),
      role: getAtt(`${id}Role`, 'Arn'),
      tags: [],
    })
    resources[`${id}Service`] = service(name, 'Cluster', `${id}Task`, index % 4 !== 0, [])
  }
  return { Resources: resources }
}

/** One account and region in which every operation has something to tell. */
export function everything(): Template {
  const many = environment('production').Resources
  return {
    Resources: {
      ...many,
      ...shared().Resources,
      AdminGroup: resource('AWS::EC2::SecurityGroup', {
        GroupName: 'administrators',
        GroupDescription: 'Everybody',
        VpcId: ref('Vpc'),
        SecurityGroupIngress: [{ IpProtocol: 'tcp', FromPort: 22, ToPort: 22, CidrIp: '0.0.0.0/0' }],
      }),
      Key: resource('AWS::KMS::Key', { Description: 'logs' }),
      Topics: resource('AWS::SNS::Topic', { TopicName: 'releases' }),
      Offices: resource('AWS::EC2::PrefixList', {
        PrefixListName: 'offices',
        AddressFamily: 'IPv4',
        MaxEntries: 2,
        Entries: [{ Cidr: '203.0.113.0/24' }],
      }),
      OfficesRoute: resource('AWS::EC2::Route', {
        RouteTableId: ref('PublicTable'),
        DestinationPrefixListId: ref('Offices'),
        GatewayId: ref('Gateway'),
      }),
      AuditGroup: resource('AWS::Logs::LogGroup', {
        LogGroupName: '/shop/audit',
        RetentionInDays: 365,
        KmsKeyId: getAtt('Key', 'Arn'),
      }),
      StreamRole: role('archive', 'firehose.amazonaws.com', []),
      Archive: resource('AWS::KinesisFirehose::DeliveryStream', {
        DeliveryStreamName: 'archive',
        ExtendedS3DestinationConfiguration: {
          BucketARN: getAtt('Artifacts', 'Arn'),
          RoleARN: getAtt('StreamRole', 'Arn'),
        },
      }),
      AuditFilter: resource('AWS::Logs::SubscriptionFilter', {
        FilterName: 'archive',
        LogGroupName: ref('AuditGroup'),
        FilterPattern: '',
        DestinationArn: getAtt('Archive', 'Arn'),
        RoleArn: getAtt('StreamRole', 'Arn'),
      }),
      DeployRole: role('shop-deploy', 'codedeploy.amazonaws.com', []),
      Application: resource('AWS::CodeDeploy::Application', { ApplicationName: 'shop', ComputePlatform: 'ECS' }),
      DeploymentGroup: resource('AWS::CodeDeploy::DeploymentGroup', {
        ApplicationName: ref('Application'),
        DeploymentGroupName: 'shop-web',
        ServiceRoleArn: getAtt('DeployRole', 'Arn'),
        DeploymentConfigName: 'CodeDeployDefault.ECSAllAtOnce',
        AutoRollbackConfiguration: { Enabled: true, Events: ['DEPLOYMENT_FAILURE'] },
        EcsServices: [{ ClusterName: 'shop-production', ServiceName: 'shop-production-web' }],
      }),
      Nightly: resource('AWS::Events::Rule', {
        Name: 'nightly',
        ScheduleExpression: 'rate(1 day)',
        Targets: [
          {
            Id: 'task',
            Arn: getAtt('Cluster', 'Arn'),
            RoleArn: getAtt('StreamRole', 'Arn'),
            EcsParameters: { TaskDefinitionArn: ref('WorkerTask'), LaunchType: 'FARGATE', TaskCount: 1 },
          },
        ],
      }),
      Hourly: resource('AWS::Scheduler::Schedule', {
        Name: 'hourly',
        ScheduleExpression: 'rate(1 hour)',
        FlexibleTimeWindow: { Mode: 'OFF' },
        Target: {
          Arn: getAtt('Cluster', 'Arn'),
          RoleArn: getAtt('StreamRole', 'Arn'),
          EcsParameters: { TaskDefinitionArn: ref('WorkerTask'), LaunchType: 'FARGATE', TaskCount: 1 },
        },
      }),
      SecondSubnet: resource('AWS::EC2::Subnet', { VpcId: ref('Vpc'), CidrBlock: '10.0.2.0/24' }),
      Balancer: resource('AWS::ElasticLoadBalancingV2::LoadBalancer', {
        Name: 'shop',
        Scheme: 'internal',
        Subnets: [ref('PrivateSubnet'), ref('SecondSubnet')],
      }),
      Targets: resource('AWS::ElasticLoadBalancingV2::TargetGroup', {
        Name: 'shop',
        Protocol: 'HTTP',
        Port: 80,
        VpcId: ref('Vpc'),
        TargetType: 'ip',
      }),
      Listener: resource('AWS::ElasticLoadBalancingV2::Listener', {
        LoadBalancerArn: ref('Balancer'),
        Protocol: 'HTTP',
        Port: 80,
        DefaultActions: [{ Type: 'forward', TargetGroupArn: ref('Targets') }],
      }),
      Launch: resource('AWS::AutoScaling::LaunchConfiguration', {
        LaunchConfigurationName: 'hosts',
        ImageId: 'ami-12c6146b',
        InstanceType: 't3.micro',
      }),
      Hosts: resource('AWS::AutoScaling::AutoScalingGroup', {
        AutoScalingGroupName: 'hosts',
        LaunchConfigurationName: ref('Launch'),
        MinSize: 0,
        MaxSize: 1,
        VPCZoneIdentifier: ref('PrivateSubnet'),
      }),
      Trail: resource('AWS::CloudTrail::Trail', { Name: 'trail', S3BucketName: ref('Artifacts') }),
      Operator: resource('AWS::IAM::User', { UserName: 'operator', PolicyName: 'sessions', Policy: OPERATE }),
      Operators: resource('AWS::IAM::Group', { GroupName: 'operators', PolicyName: 'sessions', Policy: OPERATE }),
      HostProfile: resource('AWS::IAM::InstanceProfile', { InstanceProfileName: 'hosts', Role: ref('StreamRole') }),
      WebImages: resource('Test::ECR::Images', {
        RepositoryName: ref('WebRepository'),
        Tags: ['production-1.4.1', 'production-1.4.2', 'staging-1.4.2'],
      }),
      Run: resource('Test::ECS::Run', { Cluster: ref('Cluster'), TaskDefinition: ref('WorkerTask') }),
    },
  }
}

const OPERATE = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 'ssm:StartSession', Resource: '*' }],
}

function environment(name: 'staging' | 'production'): Template {
  const production = name === 'production'
  const tags = [{ Key: 'Environment', Value: name }]
  const named = (suffix: string) => [...tags, { Key: 'Name', Value: `shop-${name}-${suffix}` }]
  return {
    AWSTemplateFormatVersion: '2010-09-09',
    Resources: {
      ...network(`shop-${name}`, tags),
      Gateway: resource('AWS::EC2::InternetGateway', { Tags: named('gateway') }),
      GatewayAttachment: resource('AWS::EC2::VPCGatewayAttachment', {
        VpcId: ref('Vpc'),
        InternetGatewayId: ref('Gateway'),
      }),
      PublicSubnet: resource('AWS::EC2::Subnet', {
        VpcId: ref('Vpc'),
        CidrBlock: '10.0.0.0/24',
        Tags: named('public'),
      }),
      PublicTable: resource('AWS::EC2::RouteTable', { VpcId: ref('Vpc'), Tags: named('public') }),
      PublicRoute: resource('AWS::EC2::Route', {
        RouteTableId: ref('PublicTable'),
        DestinationCidrBlock: '0.0.0.0/0',
        GatewayId: ref('Gateway'),
      }),
      PublicAssociation: resource('AWS::EC2::SubnetRouteTableAssociation', {
        SubnetId: ref('PublicSubnet'),
        RouteTableId: ref('PublicTable'),
      }),
      PrivateTable: resource('AWS::EC2::RouteTable', { VpcId: ref('Vpc'), Tags: named('private') }),
      PrivateAssociation: resource('AWS::EC2::SubnetRouteTableAssociation', {
        SubnetId: ref('PrivateSubnet'),
        RouteTableId: ref('PrivateTable'),
      }),
      BastionGroup: resource('AWS::EC2::SecurityGroup', {
        GroupName: `shop-${name}-bastion`,
        GroupDescription: 'Administrators',
        VpcId: ref('Vpc'),
        SecurityGroupIngress: [
          { IpProtocol: 'tcp', FromPort: 22, ToPort: 22, CidrIp: production ? '10.0.0.0/16' : '0.0.0.0/0' },
        ],
        Tags: named('bastion'),
      }),
      Bastion: resource('AWS::EC2::Instance', {
        ImageId: 'ami-12c6146b',
        InstanceType: 't3.micro',
        SubnetId: ref(production ? 'PrivateSubnet' : 'PublicSubnet'),
        SecurityGroupIds: [getAtt('BastionGroup', 'GroupId')],
        Tags: named('bastion'),
      }),
      SessionGroup: resource('AWS::Logs::LogGroup', {
        LogGroupName: `/shop/${name}/sessions`,
        RetentionInDays: 90,
        Tags: tags,
      }),
      WebGroup: resource('AWS::Logs::LogGroup', {
        LogGroupName: `/shop/${name}/web`,
        RetentionInDays: 30,
        Tags: tags,
      }),
      WorkerGroup: resource('AWS::Logs::LogGroup', { LogGroupName: `/shop/${name}/worker`, Tags: tags }),
      Topic: resource('AWS::SNS::Topic', { TopicName: `shop-${name}-alarms`, Tags: tags }),
      Subscription: resource('AWS::SNS::Subscription', {
        TopicArn: ref('Topic'),
        Protocol: 'email',
        Endpoint: 'operators@example.com',
      }),
      ErrorFilter: resource('AWS::Logs::MetricFilter', {
        FilterName: `shop-${name}-errors`,
        LogGroupName: ref('WebGroup'),
        FilterPattern: 'ERROR',
        MetricTransformations: [{ MetricName: 'Errors', MetricNamespace: `Shop/${name}`, MetricValue: '1' }],
      }),
      ErrorAlarm: resource('AWS::CloudWatch::Alarm', {
        AlarmName: `shop-${name}-errors`,
        Namespace: `Shop/${name}`,
        MetricName: 'Errors',
        Statistic: 'Sum',
        Period: 60,
        EvaluationPeriods: 1,
        Threshold: 1,
        ComparisonOperator: 'GreaterThanOrEqualToThreshold',
        AlarmActions: [ref('Topic')],
      }),
      SessionDocument: resource('AWS::SSM::Document', {
        Name: 'SSM-SessionManagerRunShell',
        DocumentType: 'Session',
        DocumentFormat: 'JSON',
        Content: {
          schemaVersion: '1.0',
          description: 'Preferences of sessions',
          sessionType: 'Standard_Stream',
          inputs: {
            s3BucketName: '',
            s3KeyPrefix: '',
            s3EncryptionEnabled: true,
            cloudWatchLogGroupName: production ? `/shop/${name}/sessions` : '',
            cloudWatchEncryptionEnabled: false,
            cloudWatchStreamingEnabled: true,
            kmsKeyId: '',
            runAsEnabled: false,
            runAsDefaultUser: '',
          },
        },
      }),
      ExecutionRole: taskRole(`shop-${name}-execution`, ['service-role/AmazonECSTaskExecutionRolePolicy'], tags),
      WebRole: taskRole(`shop-${name}-web`, ['AWSXRayDaemonWriteAccess'], tags),
      WorkerRole: taskRole(`shop-${name}-worker`, [], tags),
      ...clusterOf('Cluster', `shop-${name}`, tags, {
        ...(production ? { ClusterSettings: [{ Name: 'containerInsights', Value: 'enabled' }] } : {}),
        Configuration: {
          ExecuteCommandConfiguration: production
            ? { Logging: 'OVERRIDE', LogConfiguration: { CloudWatchLogGroupName: `/shop/${name}/sessions` } }
            : { Logging: 'NONE' },
        },
      }),
      WebTask: task({
        family: `shop-${name}-web`,
        container: container('web', `shop/web:${name}-1.4.2`, {
          Environment: [{ Name: 'DATABASE_PASSWORD', Value: 'correct-horse-battery' }],
          LogConfiguration: awslogs(`/shop/${name}/web`, HOME, {
            'awslogs-stream-prefix': 'web',
            mode: 'non-blocking',
            'max-buffer-size': '25m',
          }),
        }),
        role: getAtt('WebRole', 'Arn'),
        execution: getAtt('ExecutionRole', 'Arn'),
        tags,
      }),
      WorkerTask: task({
        family: `shop-${name}-worker`,
        container: container('worker', `shop/worker:${name}-latest`, {
          ...(production ? { LogConfiguration: awslogs(`/shop/${name}/worker`, HOME, {}) } : {}),
        }),
        role: getAtt('WorkerRole', 'Arn'),
        execution: getAtt('ExecutionRole', 'Arn'),
        tags,
      }),
      WebService: service(`shop-${name}-web`, 'Cluster', 'WebTask', true, tags),
      WorkerService: service(`shop-${name}-worker`, 'Cluster', 'WorkerTask', false, tags),
    },
  }
}

function edge(): Template {
  const tags = [{ Key: 'Environment', Value: 'production' }]
  return {
    AWSTemplateFormatVersion: '2010-09-09',
    Resources: {
      ...network('shop-edge', tags),
      Group: resource('AWS::Logs::LogGroup', { LogGroupName: '/shop/edge', RetentionInDays: 365, Tags: tags }),
      Role: taskRole('shop-edge', ['AWSXRayDaemonWriteAccess'], tags),
      ...clusterOf('Cluster', 'shop-edge', tags, {
        ClusterSettings: [{ Name: 'containerInsights', Value: 'enhanced' }],
      }),
      Task: task({
        family: 'shop-edge',
        container: container('edge', 'shop/web:production-1.4.2', {
          LogConfiguration: awslogs('/shop/edge', EDGE, { 'awslogs-stream-prefix': 'edge', mode: 'blocking' }),
        }),
        role: getAtt('Role', 'Arn'),
        tags,
      }),
      Service: service('shop-edge', 'Cluster', 'Task', true, tags),
    },
  }
}

function shared(): Template {
  const pull = {
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'Pull',
        Effect: 'Allow',
        Principal: { AWS: [ACCOUNTS.staging, ACCOUNTS.production].map((account) => `arn:aws:iam::${account}:root`) },
        Action: ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
      },
    ],
  }
  return {
    AWSTemplateFormatVersion: '2010-09-09',
    Resources: {
      WebRepository: resource('AWS::ECR::Repository', {
        RepositoryName: 'shop/web',
        ImageTagMutability: 'IMMUTABLE',
        ImageScanningConfiguration: { ScanOnPush: true },
        LifecyclePolicy: { LifecyclePolicyText: JSON.stringify(KEEP_TEN) },
        RepositoryPolicyText: pull,
      }),
      WorkerRepository: resource('AWS::ECR::Repository', {
        RepositoryName: 'shop/worker',
        ImageTagMutability: 'MUTABLE',
      }),
      Artifacts: resource('AWS::S3::Bucket', {
        BucketName: 'shop-artifacts-777788889999',
        VersioningConfiguration: { Status: 'Enabled' },
      }),
      BuildRole: role('shop-build', 'codebuild.amazonaws.com', []),
      PipelineRole: role('shop-pipeline', 'codepipeline.amazonaws.com', []),
      Build: resource('AWS::CodeBuild::Project', {
        Name: 'shop-build',
        ServiceRole: getAtt('BuildRole', 'Arn'),
        Source: { Type: 'CODEPIPELINE', BuildSpec: BUILD_SPEC },
        Artifacts: { Type: 'CODEPIPELINE' },
        Environment: {
          Type: 'LINUX_CONTAINER',
          ComputeType: 'BUILD_GENERAL1_SMALL',
          Image: 'aws/codebuild/amazonlinux-x86_64-standard:5.0',
          PrivilegedMode: true,
        },
        LogsConfig: { CloudWatchLogs: { Status: 'ENABLED' } },
      }),
      Release: pipeline('shop-release', [
        source(),
        build(),
        stage('Approve', [
          { name: 'Approve', type: ['Approval', 'Manual'], configuration: {}, inputs: [], outputs: [] },
        ]),
        deploy(),
      ]),
      Hotfix: pipeline('shop-hotfix', [source(), build(), deploy()]),
    },
  }
}

/** A network without a way to the internet. */
function network(name: string, tags: readonly unknown[]): Record<string, TemplateResource> {
  const named = (suffix: string) => ({ Tags: [...tags, { Key: 'Name', Value: `${name}-${suffix}` }] })
  return {
    Vpc: resource('AWS::EC2::VPC', { CidrBlock: '10.0.0.0/16', ...named('vpc') }),
    PrivateSubnet: resource('AWS::EC2::Subnet', { VpcId: ref('Vpc'), CidrBlock: '10.0.1.0/24', ...named('private') }),
    TaskGroup: resource('AWS::EC2::SecurityGroup', {
      GroupName: `${name}-tasks`,
      GroupDescription: 'Tasks',
      VpcId: ref('Vpc'),
      ...named('tasks'),
    }),
  }
}

const KEEP_TEN = {
  rules: [
    {
      rulePriority: 1,
      description: 'untagged images',
      selection: { tagStatus: 'untagged', countType: 'sinceImagePushed', countUnit: 'days', countNumber: 14 },
      action: { type: 'expire' },
    },
    {
      rulePriority: 2,
      description: 'ten releases of each environment',
      selection: {
        tagStatus: 'tagged',
        tagPrefixList: ['production-'],
        countType: 'imageCountMoreThan',
        countNumber: 10,
      },
      action: { type: 'expire' },
    },
  ],
}

const BUILD_SPEC =
  'version: 0.2\nphases:\n  build:\n    commands:\n      - docker build -t shop .\n      - docker push shop\n'

interface Action {
  readonly name: string
  readonly type: readonly [category: string, provider: string]
  readonly configuration: Readonly<Record<string, string>>
  readonly inputs: readonly string[]
  readonly outputs: readonly string[]
}

function pipeline(name: string, stages: readonly unknown[]): TemplateResource {
  return resource('AWS::CodePipeline::Pipeline', {
    Name: name,
    RoleArn: getAtt('PipelineRole', 'Arn'),
    PipelineType: 'V2',
    ArtifactStore: { Type: 'S3', Location: ref('Artifacts') },
    Stages: stages,
  })
}

function stage(name: string, actions: readonly Action[]): unknown {
  return {
    Name: name,
    Actions: actions.map((action) => ({
      Name: action.name,
      ActionTypeId: { Category: action.type[0], Owner: 'AWS', Provider: action.type[1], Version: '1' },
      RunOrder: 1,
      ...(Object.keys(action.configuration).length === 0 ? {} : { Configuration: action.configuration }),
      ...(action.inputs.length === 0 ? {} : { InputArtifacts: action.inputs.map((Name) => ({ Name })) }),
      ...(action.outputs.length === 0 ? {} : { OutputArtifacts: action.outputs.map((Name) => ({ Name })) }),
    })),
  }
}

function source(): unknown {
  const configuration = { S3Bucket: 'shop-artifacts-777788889999', S3ObjectKey: 'source.zip' }
  return stage('Source', [{ name: 'Source', type: ['Source', 'S3'], configuration, inputs: [], outputs: ['source'] }])
}

function build(): unknown {
  const configuration = { ProjectName: 'shop-build' }
  return stage('Build', [
    { name: 'Build', type: ['Build', 'CodeBuild'], configuration, inputs: ['source'], outputs: ['image'] },
  ])
}

function deploy(): unknown {
  const configuration = { ClusterName: 'shop-production', ServiceName: 'shop-production-web' }
  return stage('Production', [
    { name: 'Deploy', type: ['Deploy', 'ECS'], configuration, inputs: ['image'], outputs: [] },
  ])
}

function clusterOf(
  id: string,
  name: string,
  tags: readonly unknown[],
  more: Readonly<Record<string, unknown>> = {},
): Record<string, TemplateResource> {
  return { [id]: resource('AWS::ECS::Cluster', { ClusterName: name, ...more, ...tagged(tags) }) }
}

function task(parts: {
  readonly family: string
  readonly container: unknown
  readonly role: unknown
  readonly execution?: unknown
  readonly tags: readonly unknown[]
}): TemplateResource {
  return resource('AWS::ECS::TaskDefinition', {
    Family: parts.family,
    NetworkMode: 'awsvpc',
    RequiresCompatibilities: ['FARGATE'],
    Cpu: '256',
    Memory: '512',
    TaskRoleArn: parts.role,
    ...(parts.execution === undefined ? {} : { ExecutionRoleArn: parts.execution }),
    ContainerDefinitions: [parts.container],
    ...tagged(parts.tags),
  })
}

function container(name: string, image: string, more: Readonly<Record<string, unknown>>): unknown {
  return {
    Name: name,
    Image: `${ACCOUNTS.shared}.dkr.ecr.${HOME}.amazonaws.com/${image}`,
    Essential: true,
    ...more,
  }
}

function awslogs(group: string, region: string, options: Readonly<Record<string, string>>): unknown {
  return { LogDriver: 'awslogs', Options: { 'awslogs-group': group, 'awslogs-region': region, ...options } }
}

function service(
  name: string,
  clusterId: string,
  taskId: string,
  rollsBack: boolean,
  tags: readonly unknown[],
): TemplateResource {
  return resource('AWS::ECS::Service', {
    ServiceName: name,
    Cluster: ref(clusterId),
    TaskDefinition: ref(taskId),
    DesiredCount: 2,
    LaunchType: 'FARGATE',
    DeploymentConfiguration: {
      MaximumPercent: 200,
      MinimumHealthyPercent: 100,
      DeploymentCircuitBreaker: { Enable: rollsBack, Rollback: rollsBack },
    },
    NetworkConfiguration: {
      AwsvpcConfiguration: {
        AssignPublicIp: 'DISABLED',
        Subnets: [ref('PrivateSubnet')],
        SecurityGroups: [getAtt('TaskGroup', 'GroupId')],
      },
    },
    ...tagged(tags),
  })
}

function taskRole(name: string, policies: readonly string[], tags: readonly unknown[]): TemplateResource {
  return role(name, 'ecs-tasks.amazonaws.com', policies, tags)
}

function role(
  name: string,
  principal: string,
  policies: readonly string[],
  tags: readonly unknown[] = [],
): TemplateResource {
  return resource('AWS::IAM::Role', {
    RoleName: name,
    AssumeRolePolicyDocument: {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: { Service: principal }, Action: 'sts:AssumeRole' }],
    },
    ...(policies.length === 0
      ? {}
      : { ManagedPolicyArns: policies.map((policy) => `arn:aws:iam::aws:policy/${policy}`) }),
    ...tagged(tags),
  })
}

function tagged(tags: readonly unknown[]): { readonly Tags?: readonly unknown[] } {
  return tags.length === 0 ? {} : { Tags: tags }
}

function resource(type: string, properties: Readonly<Record<string, unknown>>): TemplateResource {
  return { Type: type, Properties: properties }
}

function ref(id: string): unknown {
  return { Ref: id }
}

function getAtt(id: string, attribute: string): unknown {
  return { 'Fn::GetAtt': [id, attribute] }
}

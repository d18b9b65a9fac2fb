import type { Json, JsonMap } from './json.ts'
import { randomFrom } from './random.ts'

/**
 * A CloudFormation template of so many resources as CDK writes it (JSON, indented by one), in pieces: platforms of one
 * network, one cluster and ten services with everything around them. About one service in ten has a flaw.
 */
export function* templateText(resources: number): Generator<string> {
  yield `{\n "Description": "A generated platform",\n "Parameters": ${indented(PARAMETERS)},\n "Conditions": ${indented(CONDITIONS)},\n "Mappings": ${indented(MAPPINGS)},\n "Resources": {`
  let written = 0
  for (let platform = 0; written < resources; platform += 1) {
    for (const [id, resource] of platformResources(platform)) {
      yield `${written === 0 ? '' : ','}\n  ${JSON.stringify(id)}: ${indented(resource)}`
      written += 1
      if (written === resources) break
    }
  }
  yield '\n }\n}\n'
}

const SERVICES = 10
type Entry = readonly [string, JsonMap]

const PARAMETERS: JsonMap = {
  Environment: { Type: 'String', Default: 'prod', AllowedValues: ['dev', 'stg', 'prod'] },
  Retention: { Type: 'Number', Default: 30 },
  ConnectionArn: { Type: 'String' },
  AlarmTopic: { Type: 'String' },
  ImageTag: { Type: 'String', Default: 'v1' },
}

const CONDITIONS: JsonMap = {
  IsProduction: { 'Fn::Equals': [{ Ref: 'Environment' }, 'prod'] },
  HasAlarms: { 'Fn::Not': [{ 'Fn::Equals': [{ Ref: 'AlarmTopic' }, ''] }] },
}

const MAPPINGS: JsonMap = {
  Size: {
    dev: { Cpu: '256', Memory: '512' },
    stg: { Cpu: '256', Memory: '512' },
    prod: { Cpu: '512', Memory: '1024' },
  },
}

function indented(value: Json): string {
  return JSON.stringify(value, undefined, 1).replaceAll('\n', '\n  ')
}

function resource(type: string, properties: JsonMap, more: JsonMap = {}): JsonMap {
  return { Type: type, ...more, Properties: properties }
}

const ref = (id: string): JsonMap => ({ Ref: id })
const get = (id: string, attribute: string): JsonMap => ({ 'Fn::GetAtt': [id, attribute] })
const sub = (text: string): JsonMap => ({ 'Fn::Sub': text })
const join = (...parts: readonly Json[]): JsonMap => ({ 'Fn::Join': ['', parts] })
const tags = (name: Json): Json => [
  { Key: 'Name', Value: name },
  { Key: 'env', Value: ref('Environment') },
]

function trust(service: string): JsonMap {
  return policy([{ Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole' }])
}

function policy(statements: readonly JsonMap[]): JsonMap {
  return { Version: '2012-10-17', Statement: statements }
}

function* platformResources(platform: number): Generator<Entry> {
  const random = randomFrom(platform + 1)
  const own = `Platform${platform}`
  const octet = platform % 256
  yield [
    `${own}Vpc`,
    resource('AWS::EC2::VPC', { CidrBlock: `10.${octet}.0.0/16`, EnableDnsSupport: true, Tags: tags(own) }),
  ]
  yield [`${own}Gateway`, resource('AWS::EC2::InternetGateway', { Tags: tags(own) })]
  yield [
    `${own}Attachment`,
    resource('AWS::EC2::VPCGatewayAttachment', { VpcId: ref(`${own}Vpc`), InternetGatewayId: ref(`${own}Gateway`) }),
  ]
  for (const [index, side] of ['Public', 'Public', 'Private', 'Private'].entries()) {
    const subnet = `${own}${side}${index}`
    yield [
      subnet,
      resource('AWS::EC2::Subnet', {
        VpcId: ref(`${own}Vpc`),
        CidrBlock: `10.${octet}.${index}.0/24`,
        AvailabilityZone: { 'Fn::Select': [index % 2, { 'Fn::GetAZs': '' }] },
        MapPublicIpOnLaunch: side === 'Public',
        Tags: tags(subnet),
      }),
    ]
    yield [`${subnet}Table`, resource('AWS::EC2::RouteTable', { VpcId: ref(`${own}Vpc`), Tags: tags(subnet) })]
    yield [
      `${subnet}Association`,
      resource('AWS::EC2::SubnetRouteTableAssociation', {
        SubnetId: ref(subnet),
        RouteTableId: ref(`${subnet}Table`),
      }),
    ]
    if (side === 'Public') {
      yield [
        `${subnet}Route`,
        resource(
          'AWS::EC2::Route',
          {
            RouteTableId: ref(`${subnet}Table`),
            DestinationCidrBlock: '0.0.0.0/0',
            GatewayId: ref(`${own}Gateway`),
          },
          { DependsOn: `${own}Attachment` },
        ),
      ]
    }
  }
  for (const service of ['ecr.api', 'ecr.dkr', 'logs', 'ssmmessages']) {
    yield [
      `${own}Endpoint${service.replace('.', '')}`,
      resource('AWS::EC2::VPCEndpoint', {
        VpcId: ref(`${own}Vpc`),
        ServiceName: sub(`com.amazonaws.\${AWS::Region}.${service}`),
        VpcEndpointType: 'Interface',
        PrivateDnsEnabled: true,
        SubnetIds: [ref(`${own}Private2`), ref(`${own}Private3`)],
      }),
    ]
  }
  yield [
    `${own}LoadBalancerGroup`,
    resource('AWS::EC2::SecurityGroup', {
      GroupDescription: 'Load balancer',
      VpcId: ref(`${own}Vpc`),
      SecurityGroupIngress: [{ IpProtocol: 'tcp', FromPort: 443, ToPort: 443, CidrIp: '0.0.0.0/0' }],
    }),
  ]
  yield [
    `${own}Cluster`,
    resource('AWS::ECS::Cluster', {
      ClusterName: join(ref('Environment'), `-platform-${platform}`),
      ...(random() < 0.9 ? { ClusterSettings: [{ Name: 'containerInsights', Value: 'enhanced' }] } : {}),
      CapacityProviders: ['FARGATE', 'FARGATE_SPOT'],
      Tags: tags(own),
    }),
  ]
  for (let service = 0; service < SERVICES; service += 1) {
    yield* serviceResources(own, `${own}Service${service}`, `shop-${platform}-${service}`, random)
  }
}

function* serviceResources(own: string, id: string, name: string, random: () => number): Generator<Entry> {
  const sound = (): boolean => random() < 0.9
  yield [
    `${id}Repository`,
    resource('AWS::ECR::Repository', {
      RepositoryName: name,
      ImageTagMutability: 'IMMUTABLE',
      ImageScanningConfiguration: { ScanOnPush: true },
      ...(sound() ? { LifecyclePolicy: { LifecyclePolicyText: lifecycleText(random) } } : {}),
    }),
  ]
  yield [
    `${id}Logs`,
    resource('AWS::Logs::LogGroup', {
      LogGroupName: sub(`/ecs/\${Environment}/${name}`),
      ...(sound() ? { RetentionInDays: { 'Fn::If': ['IsProduction', ref('Retention'), 7] } } : {}),
    }),
  ]
  yield [
    `${id}ExecutionRole`,
    resource('AWS::IAM::Role', {
      AssumeRolePolicyDocument: trust('ecs-tasks.amazonaws.com'),
      ManagedPolicyArns: [
        join('arn:', ref('AWS::Partition'), ':iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy'),
      ],
    }),
  ]
  yield [
    `${id}TaskRole`,
    resource('AWS::IAM::Role', {
      AssumeRolePolicyDocument: trust('ecs-tasks.amazonaws.com'),
      Policies: [
        {
          PolicyName: 'orders',
          PolicyDocument: policy([
            {
              Effect: 'Allow',
              Action: ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:Query'],
              Resource: sub(`arn:\${AWS::Partition}:dynamodb:\${AWS::Region}:\${AWS::AccountId}:table/${name}`),
            },
          ]),
        },
      ],
    }),
  ]
  yield [
    `${id}Policy`,
    resource('AWS::IAM::Policy', {
      PolicyName: `${name}-telemetry`,
      Roles: [ref(`${id}TaskRole`)],
      PolicyDocument: policy([
        { Effect: 'Allow', Action: ['logs:CreateLogStream', 'logs:PutLogEvents'], Resource: get(`${id}Logs`, 'Arn') },
        {
          Effect: 'Allow',
          Action: sound() ? ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'] : ['xray:PutTraceSegments'],
          Resource: '*',
        },
      ]),
    }),
  ]
  yield [`${id}Task`, taskDefinition(id, name, random)]
  yield [
    `${id}Group`,
    resource('AWS::EC2::SecurityGroup', {
      GroupDescription: sub(`Tasks of ${name} in \${Environment}`),
      VpcId: ref(`${own}Vpc`),
      ...(sound()
        ? {}
        : { SecurityGroupIngress: [{ IpProtocol: 'tcp', FromPort: 22, ToPort: 22, CidrIp: '0.0.0.0/0' }] }),
    }),
  ]
  yield [
    `${id}Ingress`,
    resource('AWS::EC2::SecurityGroupIngress', {
      GroupId: get(`${id}Group`, 'GroupId'),
      IpProtocol: 'tcp',
      FromPort: 8080,
      ToPort: 8080,
      SourceSecurityGroupId: get(`${own}LoadBalancerGroup`, 'GroupId'),
    }),
  ]
  yield [
    `${id}Targets`,
    resource('AWS::ElasticLoadBalancingV2::TargetGroup', {
      Port: 8080,
      Protocol: 'HTTP',
      TargetType: 'ip',
      VpcId: ref(`${own}Vpc`),
      HealthCheckPath: '/health',
      TargetGroupAttributes: [{ Key: 'deregistration_delay.timeout_seconds', Value: '30' }],
    }),
  ]
  yield [
    id,
    resource('AWS::ECS::Service', {
      ServiceName: name,
      Cluster: ref(`${own}Cluster`),
      TaskDefinition: ref(`${id}Task`),
      LaunchType: 'FARGATE',
      DesiredCount: { 'Fn::If': ['IsProduction', 3, 1] },
      EnableExecuteCommand: true,
      PropagateTags: 'SERVICE',
      DeploymentConfiguration: {
        MinimumHealthyPercent: 100,
        MaximumPercent: 200,
        ...(sound() ? { DeploymentCircuitBreaker: { Enable: true, Rollback: true } } : {}),
      },
      LoadBalancers: [{ ContainerName: 'app', ContainerPort: 8080, TargetGroupArn: ref(`${id}Targets`) }],
      NetworkConfiguration: {
        AwsvpcConfiguration: {
          AssignPublicIp: 'DISABLED',
          Subnets: [ref(`${own}Private2`), ref(`${own}Private3`)],
          SecurityGroups: [get(`${id}Group`, 'GroupId')],
        },
      },
    }),
  ]
  for (const metric of ['CPUUtilization', 'MemoryUtilization', 'RunningTaskCount']) {
    yield [
      `${id}${metric}`,
      resource(
        'AWS::CloudWatch::Alarm',
        {
          Namespace: metric === 'RunningTaskCount' ? 'ECS/ContainerInsights' : 'AWS/ECS',
          MetricName: metric,
          Dimensions: [
            { Name: 'ClusterName', Value: ref(`${own}Cluster`) },
            { Name: 'ServiceName', Value: get(id, 'Name') },
          ],
          Statistic: 'Average',
          Period: 60,
          EvaluationPeriods: 5,
          Threshold: metric === 'RunningTaskCount' ? 1 : 80,
          ComparisonOperator: metric === 'RunningTaskCount' ? 'LessThanThreshold' : 'GreaterThanThreshold',
          AlarmActions: [ref('AlarmTopic')],
        },
        { Condition: 'HasAlarms' },
      ),
    ]
  }
  yield [
    `${id}Build`,
    resource('AWS::CodeBuild::Project', {
      Name: `${name}-build`,
      ServiceRole: sub(`arn:\${AWS::Partition}:iam::\${AWS::AccountId}:role/build-${name}`),
      Source: { Type: 'CODEPIPELINE', BuildSpec: 'buildspec.yml' },
      Artifacts: { Type: 'CODEPIPELINE' },
      Environment: {
        Type: 'LINUX_CONTAINER',
        ComputeType: 'BUILD_GENERAL1_SMALL',
        Image: 'aws/codebuild/amazonlinux2-x86_64-standard:5.0',
        PrivilegedMode: true,
        EnvironmentVariables: [{ Name: 'REPOSITORY', Value: ref(`${id}Repository`) }],
      },
    }),
  ]
  yield [`${id}Pipeline`, pipeline(own, id, name, random)]
}

function lifecycleText(random: () => number): string {
  return JSON.stringify({
    rules: [
      {
        rulePriority: 1,
        description: 'Releases',
        selection: {
          tagStatus: 'tagged',
          tagPrefixList: ['v'],
          countType: 'imageCountMoreThan',
          countNumber: 5 + Math.floor(random() * 30),
        },
        action: { type: 'expire' },
      },
      {
        rulePriority: 2,
        selection: { tagStatus: 'untagged', countType: 'sinceImagePushed', countUnit: 'days', countNumber: 7 },
        action: { type: 'expire' },
      },
    ],
  })
}

function taskDefinition(id: string, name: string, random: () => number): JsonMap {
  const router = random() < 0.5
  const image = join(
    ref('AWS::AccountId'),
    '.dkr.ecr.',
    ref('AWS::Region'),
    '.',
    ref('AWS::URLSuffix'),
    '/',
    ref(`${id}Repository`),
    ':',
    ref('ImageTag'),
  )
  const awslogs = {
    LogDriver: 'awslogs',
    Options: {
      'awslogs-group': ref(`${id}Logs`),
      'awslogs-region': ref('AWS::Region'),
      ...(random() < 0.9 ? { 'awslogs-stream-prefix': name } : {}),
    },
  }
  const firelens = {
    LogDriver: 'awsfirelens',
    Options: { Name: 'cloudwatch_logs', region: ref('AWS::Region'), log_group_name: ref(`${id}Logs`) },
  }
  return resource('AWS::ECS::TaskDefinition', {
    Family: name,
    Cpu: { 'Fn::FindInMap': ['Size', ref('Environment'), 'Cpu'] },
    Memory: { 'Fn::FindInMap': ['Size', ref('Environment'), 'Memory'] },
    NetworkMode: 'awsvpc',
    RequiresCompatibilities: ['FARGATE'],
    ExecutionRoleArn: get(`${id}ExecutionRole`, 'Arn'),
    TaskRoleArn: get(`${id}TaskRole`, 'Arn'),
    ContainerDefinitions: [
      {
        Name: 'app',
        Image: image,
        Essential: true,
        PortMappings: [{ ContainerPort: 8080, Protocol: 'tcp' }],
        Environment: [
          { Name: 'STAGE', Value: ref('Environment') },
          { Name: 'TABLE', Value: name },
          { Name: 'PORT', Value: '8080' },
        ],
        Secrets: [
          {
            Name: 'DATABASE_URL',
            ValueFrom: sub(`arn:\${AWS::Partition}:ssm:\${AWS::Region}:\${AWS::AccountId}:parameter/${name}/database`),
          },
        ],
        ...(random() < 0.9 ? { LogConfiguration: router ? firelens : awslogs } : {}),
        LinuxParameters: { InitProcessEnabled: true },
      },
      {
        Name: 'xray',
        Image: 'public.ecr.aws/xray/aws-xray-daemon:3.3.14',
        Essential: false,
        PortMappings: [{ ContainerPort: 2000, Protocol: 'udp' }],
        LogConfiguration: awslogs,
      },
      ...(router
        ? [
            {
              Name: 'router',
              Image: 'public.ecr.aws/aws-observability/aws-for-fluent-bit:2.32.4',
              Essential: random() < 0.9,
              FirelensConfiguration: { Type: 'fluentbit' },
              LogConfiguration: awslogs,
            },
          ]
        : []),
    ],
    Tags: tags(name),
  })
}

function pipeline(own: string, id: string, name: string, random: () => number): JsonMap {
  const action = (actionName: string, type: JsonMap, more: JsonMap): JsonMap => ({
    Name: actionName,
    ActionTypeId: { Version: '1', ...type },
    RunOrder: 1,
    ...more,
  })
  const approval = {
    Name: 'Approve',
    Actions: [action('Approve', { Category: 'Approval', Owner: 'AWS', Provider: 'Manual' }, {})],
  }
  return resource('AWS::CodePipeline::Pipeline', {
    Name: join(ref('Environment'), `-${name}`),
    PipelineType: 'V2',
    RoleArn: sub(`arn:\${AWS::Partition}:iam::\${AWS::AccountId}:role/pipeline-${name}`),
    ArtifactStore: { Type: 'S3', Location: sub(`artifacts-\${AWS::AccountId}-\${AWS::Region}`) },
    Stages: [
      {
        Name: 'Source',
        Actions: [
          action(
            'Source',
            { Category: 'Source', Owner: 'AWS', Provider: 'CodeStarSourceConnection' },
            {
              Configuration: {
                ConnectionArn: ref('ConnectionArn'),
                FullRepositoryId: `example/${name}`,
                BranchName: 'main',
              },
              OutputArtifacts: [{ Name: 'source' }],
            },
          ),
        ],
      },
      {
        Name: 'Build',
        Actions: [
          action(
            'Build',
            { Category: 'Build', Owner: 'AWS', Provider: 'CodeBuild' },
            {
              Configuration: { ProjectName: ref(`${id}Build`) },
              InputArtifacts: [{ Name: 'source' }],
              OutputArtifacts: [{ Name: 'build' }],
            },
          ),
        ],
      },
      ...(random() < 0.9 ? [approval] : []),
      {
        Name: 'Deploy',
        Actions: [
          action(
            'Deploy',
            { Category: 'Deploy', Owner: 'AWS', Provider: 'ECS' },
            {
              Configuration: {
                ClusterName: ref(`${own}Cluster`),
                ServiceName: get(id, 'Name'),
                FileName: 'imagedefinitions.json',
              },
              InputArtifacts: [{ Name: 'build' }],
            },
          ),
        ],
      },
    ],
  })
}

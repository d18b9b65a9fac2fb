import { describe, expect, it } from 'vitest'
import { at, fixture, properties, read, told } from './support.ts'

/** A real plan of Terraform 1.11 and provider 5.100: see main.tf beside it. */
const snapshot = read(fixture('platform/plan.json'))
const TAGS = [{ Key: 'Environment', Value: 'production' }]

describe('a cluster', () => {
  it('has its settings, its pieces and the default tags of the provider', () => {
    expect(properties(snapshot, 'aws_ecs_cluster.main')).toEqual({
      ClusterName: 'shop',
      ClusterSettings: [{ Name: 'containerInsights', Value: 'enhanced' }],
      Configuration: {
        ExecuteCommandConfiguration: {
          Logging: 'OVERRIDE',
          LogConfiguration: { CloudWatchLogGroupName: '/shop/exec' },
        },
      },
      CapacityProviders: ['FARGATE'],
      Tags: TAGS,
    })
    expect(at(snapshot, 'aws_ecs_cluster.main').pieces).toEqual(['aws_ecs_cluster_capacity_providers.main'])
  })

  it('without the block asks for nothing: the account setting decides', () => {
    expect(properties(snapshot, 'aws_ecs_cluster.plain')).toEqual({ ClusterName: 'plain', Tags: TAGS })
  })
})

describe('a service of a module with keys', () => {
  it('is followed through inputs and outputs', () => {
    expect(properties(snapshot, 'module.api["orders"].aws_ecs_service.this')).toEqual({
      ServiceName: 'orders',
      AvailabilityZoneRebalancing: 'DISABLED',
      Cluster: '→ aws_ecs_cluster.main Ref',
      DeploymentConfiguration: {
        DeploymentCircuitBreaker: { Enable: true, Rollback: true },
        MaximumPercent: 200,
        MinimumHealthyPercent: 100,
      },
      EnableECSManagedTags: false,
      EnableExecuteCommand: true,
      LaunchType: 'FARGATE',
      NetworkConfiguration: {
        AwsvpcConfiguration: {
          AssignPublicIp: 'DISABLED',
          SecurityGroups: [
            '→ aws_security_group.tasks GroupId',
            '→ module.network.aws_security_group.endpoints GroupId',
          ],
          // `aws_subnet.private[*].id` and a part of it look alike.
          Subnets: [
            { more: ['→ module.network.aws_subnet.private[0] Ref', '→ module.network.aws_subnet.private[1] Ref'] },
          ],
        },
      },
      SchedulingStrategy: 'REPLICA',
      TaskDefinition: '→ module.api["orders"].aws_ecs_task_definition.this TaskDefinitionArn',
      Tags: TAGS,
    })
  })

  it('names the definition of its own key', () => {
    expect(properties(snapshot, 'module.api["billing"].aws_ecs_service.this')).toMatchObject({
      TaskDefinition: '→ module.api["billing"].aws_ecs_task_definition.this TaskDefinitionArn',
    })
  })

  it('has containers under CloudFormation names, with maps untouched and environment values hidden', () => {
    expect(properties(snapshot, 'module.api["orders"].aws_ecs_task_definition.this')).toEqual({
      ContainerDefinitions: [
        {
          Name: 'app',
          Image: '111122223333.dkr.ecr.eu-west-1.amazonaws.com/orders:1.4.2',
          Essential: true,
          Environment: [{ Name: 'MODE', Value: '(secret)' }],
          LogConfiguration: {
            LogDriver: 'awslogs',
            Options: {
              'awslogs-group': '/shop/orders',
              'awslogs-region': 'eu-west-1',
              'awslogs-stream-prefix': 'app',
            },
          },
          DockerLabels: { team: 'shop' },
        },
      ],
      Cpu: '256',
      Memory: '512',
      Family: 'orders',
      NetworkMode: 'awsvpc',
      RequiresCompatibilities: ['FARGATE'],
      TaskRoleArn: '→ module.api["orders"].aws_iam_role.task Arn',
      Tags: TAGS,
    })
  })
})

describe('a service that leaves much open', () => {
  const service = properties(snapshot, 'aws_ecs_service.standalone')

  it('asks for no launch type when its argument is null', () => {
    expect(service).not.toHaveProperty('LaunchType')
  })

  it('has a public address, and no tags to propagate', () => {
    expect(service).toMatchObject({ NetworkConfiguration: { AwsvpcConfiguration: { AssignPublicIp: 'ENABLED' } } })
    expect(service).not.toHaveProperty('PropagateTags')
  })

  it('takes an element of a module list for any of its subnets', () => {
    expect(service).toMatchObject({
      NetworkConfiguration: {
        AwsvpcConfiguration: {
          Subnets: [
            { more: ['→ module.network.aws_subnet.private[0] Ref', '→ module.network.aws_subnet.private[1] Ref'] },
          ],
        },
      },
    })
  })
})

describe('container definitions', () => {
  it('with one unknown inside are unknown and surely set', () => {
    expect(properties(snapshot, 'aws_ecs_task_definition.standalone')).toMatchObject({
      ContainerDefinitions:
        '? set: value: container_definitions of aws_ecs_task_definition.standalone is known after apply',
    })
  })

  it('with a sensitive variable keep their shape and hide every text', () => {
    expect(properties(snapshot, 'aws_ecs_task_definition.hidden')).toMatchObject({
      ContainerDefinitions: [
        { Name: '(secret)', Image: '(secret)', Environment: [{ Name: '(secret)', Value: '(secret)' }] },
      ],
    })
  })

  it('never put the secret into words', () => {
    const { properties } = at(snapshot, 'aws_ecs_task_definition.hidden')
    expect(JSON.stringify(properties)).not.toContain('k9-token')
  })
})

describe('pieces', () => {
  it.each(['web', 'worker'])('of repository %s go to the instance of the same key', (name) => {
    const repository = at(snapshot, `aws_ecr_repository.app["${name}"]`)
    expect(repository.pieces).toEqual([`aws_ecr_lifecycle_policy.app["${name}"]`])
    expect(told(repository.properties)).toMatchObject({
      RepositoryName: name,
      LifecyclePolicy: {
        LifecyclePolicyText: {
          rules: [
            {
              rulePriority: 1,
              selection: { tagStatus: 'any', countType: 'imageCountMoreThan', countNumber: 30 },
              action: { type: 'expire' },
            },
          ],
        },
      },
    })
  })

  it('of an owner outside of the plan make an existing one of which nothing else is known', () => {
    const outside = at(snapshot, 'aws_ecr_lifecycle_policy.elsewhere')
    expect(outside.type).toBe('AWS::ECR::Repository')
    expect(outside.standing).toBe('existing')
    expect(outside.rest?.cause).toEqual({ class: 'input', reason: 'made-by-another-team is not in this plan' })
    expect(told(outside.properties)).toEqual({
      RepositoryName: 'made-by-another-team',
      LifecyclePolicy: { LifecyclePolicyText: { rules: [] } },
    })
  })

  it('follow a bucket through another piece of it', () => {
    const bucket = at(snapshot, 'aws_s3_bucket.reports')
    expect(bucket.pieces).toEqual(['aws_s3_bucket_public_access_block.reports', 'aws_s3_bucket_versioning.reports'])
    expect(told(bucket.properties)).toMatchObject({
      VersioningConfiguration: { Status: 'Enabled' },
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
    })
  })

  it('append attached policies; what a role does not ask for is absent', () => {
    expect(properties(snapshot, 'aws_iam_role.pipeline')).toEqual({
      RoleName: 'pipeline',
      AssumeRolePolicyDocument: {
        Version: '2012-10-17',
        Statement: [
          { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'codepipeline.amazonaws.com' } },
        ],
      },
      ManagedPolicyArns: ['arn:aws:iam::aws:policy/AWSCodeBuildDeveloperAccess'],
      MaxSessionDuration: 3600,
      Path: '/',
    })
  })

  it('become targets of their rule', () => {
    expect(properties(snapshot, 'aws_cloudwatch_event_rule.nightly')).toMatchObject({
      Name: 'nightly',
      Targets: [
        {
          Arn: '→ aws_ecs_cluster.plain Arn',
          EcsParameters: { TaskDefinitionArn: '→ aws_ecs_task_definition.standalone TaskDefinitionArn' },
        },
      ],
    })
  })

  it('of account settings are one resource', () => {
    expect(properties(snapshot, 'aws_ecs_account_setting_default.insights')).toMatchObject({
      Settings: { containerInsights: 'enabled', defaultLogDriverMode: 'blocking' },
    })
  })
})

describe('groups and their rules', () => {
  it('flatten the blocks of a group, one rule for each source', () => {
    expect(properties(snapshot, 'aws_security_group.inline')).toMatchObject({
      SecurityGroupIngress: [
        { IpProtocol: 'tcp', FromPort: 22, ToPort: 22, CidrIp: '198.51.100.0/24' },
        { IpProtocol: 'tcp', FromPort: 22, ToPort: 22, CidrIp: '203.0.113.0/24' },
        { IpProtocol: 'tcp', FromPort: 443, ToPort: 443, SourceSecurityGroupId: '→ aws_security_group.tasks GroupId' },
        { IpProtocol: 'tcp', FromPort: 443, ToPort: 443, SourceSecurityGroupId: '→ aws_security_group.inline GroupId' },
      ],
      // Every protocol has no ports.
      SecurityGroupEgress: [{ IpProtocol: '-1', CidrIp: '0.0.0.0/0' }],
    })
  })

  it('know that Terraform takes the default rule for outgoing traffic away', () => {
    const group = properties(snapshot, 'aws_security_group.tasks')
    expect(group).toMatchObject({ SecurityGroupEgress: [] })
    expect(group).not.toHaveProperty('SecurityGroupIngress')
  })

  it('keep a rule with several sources as one resource', () => {
    expect(at(snapshot, 'aws_security_group_rule.tasks').type).toBe('AWS::EC2::SecurityGroupIngress')
    expect(properties(snapshot, 'aws_security_group_rule.tasks')).toEqual({
      GroupId: '→ aws_security_group.tasks GroupId',
      IpProtocol: 'tcp',
      FromPort: 8080,
      ToPort: 8080,
      CidrIp: ['10.0.0.0/8', '192.168.0.0/16'],
      CidrIpv6: '::/0',
    })
  })

  it('name protocols, and the group itself', () => {
    expect(properties(snapshot, 'aws_security_group_rule.itself')).toEqual({
      GroupId: '→ aws_security_group.tasks GroupId',
      IpProtocol: 'tcp',
      FromPort: 0,
      ToPort: 65535,
      SourceSecurityGroupId: '→ aws_security_group.tasks GroupId',
    })
  })

  it('read the newer resources', () => {
    expect(at(snapshot, 'aws_vpc_security_group_egress_rule.tasks').type).toBe('AWS::EC2::SecurityGroupEgress')
    expect(properties(snapshot, 'aws_vpc_security_group_egress_rule.tasks')).toEqual({
      GroupId: '→ aws_security_group.tasks GroupId',
      IpProtocol: 'tcp',
      FromPort: 443,
      ToPort: 443,
      DestinationSecurityGroupId: '→ module.network.aws_security_group.endpoints GroupId',
    })
  })
})

describe('routes', () => {
  it('inside of a table are resources, each target of its own kind', () => {
    const table = 'module.network.aws_default_route_table.public'
    expect(properties(snapshot, `${table}.route["0.0.0.0/0"]`)).toEqual({
      RouteTableId: `→ ${table} Ref`,
      DestinationCidrBlock: '0.0.0.0/0',
      GatewayId: '→ module.network.aws_internet_gateway.main Ref',
    })
    expect(properties(snapshot, `${table}.route["10.30.0.0/16"]`)).toEqual({
      RouteTableId: `→ ${table} Ref`,
      DestinationCidrBlock: '10.30.0.0/16',
      NatGatewayId: '→ module.network.aws_nat_gateway.main Ref',
    })
  })

  it('of the default table are those of the main one', () => {
    const main = at(snapshot, 'module.network.aws_default_route_table.public.default_route_table_id')
    expect(main.type).toBe('Opscheck::EC2::MainRouteTableAssociation')
    expect(told(main.properties)).toEqual({
      RouteTableId: '→ module.network.aws_default_route_table.public Ref',
      VpcId: '→ module.network.aws_vpc.main Ref',
    })
  })

  it.each([0, 1])('with count go with the instance of the same number (%i)', (index) => {
    expect(properties(snapshot, `module.network.aws_route.private[${index}]`)).toEqual({
      RouteTableId: `→ module.network.aws_route_table.private[${index}] Ref`,
      DestinationCidrBlock: '0.0.0.0/0',
      NatGatewayId: '→ module.network.aws_nat_gateway.main Ref',
    })
    expect(properties(snapshot, `module.network.aws_route_table_association.private[${index}]`)).toEqual({
      RouteTableId: `→ module.network.aws_route_table.private[${index}] Ref`,
      SubnetId: `→ module.network.aws_subnet.private[${index}] Ref`,
    })
  })

  it('come with the attachment of their gateway', () => {
    const attachment = at(snapshot, 'module.network.aws_internet_gateway.main.vpc_id')
    expect(attachment.type).toBe('AWS::EC2::VPCGatewayAttachment')
    expect(told(attachment.properties)).toEqual({
      InternetGatewayId: '→ module.network.aws_internet_gateway.main Ref',
      VpcId: '→ module.network.aws_vpc.main Ref',
    })
  })
})

describe('policies known after apply', () => {
  it('are rendered from their statements; a later statement replaces one of the same id', () => {
    const policy = at(snapshot, 'module.api["orders"].aws_iam_role_policy.task')
    expect(policy.type).toBe('AWS::IAM::RolePolicy')
    expect(told(policy.properties)).toEqual({
      PolicyName: 'task',
      RoleName: '→ module.api["orders"].aws_iam_role.task Ref',
      PolicyDocument: {
        Version: '2012-10-17',
        Statement: [
          {
            Sid: 'Read',
            Effect: 'Allow',
            Action: ['s3:GetObject'],
            Resource: [
              [
                '→ aws_s3_bucket.reports Arn',
                '? value: what follows the ARN in statement[0].resources[0] of module.api["orders"].data.aws_iam_policy_document.base is known after apply',
              ],
            ],
          },
          { Sid: 'Same', Effect: 'Allow', Action: ['s3:PutObject'], Resource: ['*'] },
          {
            Effect: 'Allow',
            Action: ['sts:AssumeRole'],
            Resource: [
              [
                '→ module.api["orders"].aws_iam_role.task Arn',
                '? value: what follows the ARN in statement[1].resources[0] of module.api["orders"].data.aws_iam_policy_document.task is known after apply',
              ],
            ],
          },
        ],
      },
    })
  })

  it('of a bucket deny without TLS', () => {
    expect(properties(snapshot, 'aws_s3_bucket_policy.reports')).toMatchObject({
      Bucket: '→ aws_s3_bucket.reports Ref',
      PolicyDocument: {
        Statement: [
          {
            Sid: 'OnlyTls',
            Effect: 'Deny',
            Principal: '*',
            Action: ['s3:*'],
            Condition: { Bool: { 'aws:SecureTransport': ['false'] } },
          },
        ],
      },
    })
  })
})

describe('the rest', () => {
  it('keeps an empty filter pattern, which matches everything', () => {
    expect(properties(snapshot, 'aws_cloudwatch_log_subscription_filter.everything')).toMatchObject({
      FilterPattern: '',
      LogGroupName: '→ aws_cloudwatch_log_group.forever Ref',
      DestinationArn: '→ aws_kinesis_firehose_delivery_stream.logs Arn',
    })
  })

  it('takes a retention of 0 days for none', () => {
    expect(properties(snapshot, 'aws_cloudwatch_log_group.exec')).toMatchObject({ RetentionInDays: 30 })
    expect(properties(snapshot, 'aws_cloudwatch_log_group.forever')).not.toHaveProperty('RetentionInDays')
  })

  it('tells the resource that an action names, when the rest of its configuration is unknown with it', () => {
    const configuration = '? value: stage[0].action[0].configuration of aws_codepipeline.release is known after apply'
    expect(properties(snapshot, 'aws_codepipeline.release')).toMatchObject({
      ArtifactStore: { Location: '→ aws_s3_bucket.reports Ref', Type: 'S3' },
      Stages: [
        {
          Name: 'Source',
          Actions: [
            {
              ActionTypeId: { Category: 'Source', Owner: 'AWS', Provider: 'CodeStarSourceConnection', Version: '1' },
              Configuration: {
                ConnectionArn: '→ aws_codestarconnections_connection.git ConnectionArn',
                BranchName: configuration,
              },
              OutputArtifacts: [{ Name: 'source' }],
            },
          ],
        },
        { Name: 'Approve', Actions: [{ ActionTypeId: { Category: 'Approval', Provider: 'Manual' } }] },
      ],
    })
  })

  it('reads aws_alb names', () => {
    expect(at(snapshot, 'aws_alb_target_group.web').type).toBe('AWS::ElasticLoadBalancingV2::TargetGroup')
  })

  it('gives each provider its region, and a token for the account it does not tell', () => {
    expect(at(snapshot, 'aws_ecs_cluster.main').scope).toEqual({
      partition: 'aws',
      account: '?platform/plan.json:aws',
      region: 'eu-west-1',
    })
    expect(at(snapshot, 'aws_iam_role.pipeline').scope).toEqual({
      partition: 'aws',
      account: '?platform/plan.json:aws.tools',
      region: 'us-east-1',
    })
  })
})

describe('places', () => {
  it.each([
    ['aws_ecs_cluster.main', ['ClusterSettings', 0, 'Value'], 'aws_ecs_cluster', '/setting/0/value'],
    ['aws_ecs_cluster.main', ['CapacityProviders'], 'aws_ecs_cluster_capacity_providers', '/capacity_providers'],
    ['aws_ecs_cluster.main', [], 'aws_ecs_cluster', ''],
    [
      'module.api["orders"].aws_ecs_service.this',
      ['NetworkConfiguration', 'AwsvpcConfiguration', 'AssignPublicIp'],
      'aws_ecs_service',
      '/network_configuration/0/assign_public_ip',
    ],
    [
      'aws_codepipeline.release',
      ['Stages', 1, 'Actions', 0, 'ActionTypeId', 'Category'],
      'aws_codepipeline',
      '/stage/1/action/0/category',
    ],
    ['aws_security_group.inline', ['SecurityGroupIngress', 2], 'aws_security_group', '/ingress'],
    [
      'aws_ecs_task_definition.standalone',
      ['ContainerDefinitions', 0, 'LogConfiguration'],
      'aws_ecs_task_definition',
      '_unknown/container_definitions',
    ],
    [
      'module.network.aws_default_route_table.public.route["0.0.0.0/0"]',
      ['DestinationCidrBlock'],
      'aws_default_route_table',
      '/cidr_block',
    ],
  ] as const)('of %s %j', (address, path, type, ending) => {
    const file = fixture('platform/plan.json')
    const location = at(read(file), address).locate(path)
    expect(location.file).toBe('platform/plan.json')
    if (location.file === undefined) return
    expect(location.path).toMatch(/^\/resource_changes\/\d+\/change\/after/)
    expect(location.path?.endsWith(ending)).toBe(true)
    const text = file.text.split('\n')[(location.line ?? 0) - 1]
    expect(text).toContain(`"type": "${type}"`)
  })
})

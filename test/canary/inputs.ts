import { type Planned, planOf } from '../hostile/plan.ts'

/** In every secret of these inputs, and nowhere else. */
export const MARK = 'QZXWVK'

let planted = 0

/** A secret of its own, marked at both ends: also a part of it is found. */
export function secret(): string {
  planted += 1
  return `${MARK}${planted}x${'s3cr3t'.repeat(3)}x${planted}${MARK}`
}

export interface Input {
  readonly name: string
  readonly file: string
  readonly content: string
  /** Addresses to explain. */
  readonly addresses: readonly string[]
  readonly options?: readonly string[]
  readonly beside?: ReadonlyMap<string, string>
}

/** Secrets stand at every place that may hold one, next to flaws that are reported. */
export function inputs(): readonly Input[] {
  return [template(), yamlTemplate(), plan(), state(), exported()]
}

function containers(value: (name: string) => unknown) {
  return [
    {
      Name: 'app',
      Image: 'shop:latest',
      Environment: [
        { Name: 'PASSWORD', Value: value('a') },
        { Name: 'HARMLESS', Value: value('b') },
      ],
      Secrets: [{ Name: 'TOKEN', ValueFrom: 'arn:aws:ssm:eu-west-1:111122223333:parameter/token' }],
      DockerLabels: { 'auth-token': value('c') },
      LogConfiguration: {
        LogDriver: 'splunk',
        Options: { 'splunk-token': value('d'), 'splunk-url': 'https://logs.example.com' },
      },
    },
    {
      Name: 'sidecar',
      Image: 'public.ecr.aws/xray/aws-xray-daemon:3.3.14',
      LogConfiguration: {
        LogDriver: 'awsfirelens',
        Options: { Name: 'http', http_passwd: value('e'), Header: value('f') },
      },
    },
    {
      Name: 'router',
      Image: 'public.ecr.aws/aws-observability/aws-for-fluent-bit:2',
      FirelensConfiguration: { Type: 'fluentbit', Options: { api_key: value('g') } },
    },
  ]
}

function template(): Input {
  const resources = {
    Task: {
      Type: 'AWS::ECS::TaskDefinition',
      Properties: { RequiresCompatibilities: ['FARGATE'], ContainerDefinitions: containers(secret) },
    },
    ByParameter: {
      Type: 'AWS::ECS::TaskDefinition',
      Properties: {
        RequiresCompatibilities: ['FARGATE'],
        ContainerDefinitions: containers(() => ({ 'Fn::Join': ['', ['x-', { Ref: 'Given' }, { Ref: 'Defaulted' }]] })),
      },
    },
    Cluster: { Type: 'AWS::ECS::Cluster', Properties: { ClusterName: { Ref: 'Given' } } },
    Service: {
      Type: 'AWS::ECS::Service',
      Properties: {
        ServiceName: { 'Fn::Sub': ['a-$' + '{Defaulted}-$' + '{b}', { b: { Ref: 'Given' } }] },
        TaskDefinition: { Ref: 'Task' },
      },
    },
    Logs: {
      Type: 'AWS::Logs::LogGroup',
      Properties: {
        LogGroupName: { 'Fn::If': ['IsSecret', { Ref: 'Defaulted' }, { 'Fn::Select': [0, [{ Ref: 'Given' }]] }] },
        RetentionInDays: { 'Fn::If': ['IsOpen', { Ref: 'Defaulted' }, 3] },
      },
    },
    Split: {
      Type: 'AWS::Logs::LogGroup',
      Properties: { LogGroupName: { 'Fn::Select': [1, { 'Fn::Split': ['x', { Ref: 'Given' }] }] } },
    },
    Build: {
      Type: 'AWS::CodeBuild::Project',
      Properties: {
        Environment: {
          EnvironmentVariables: [
            { Name: 'NPM_TOKEN', Value: secret() },
            { Name: 'PLAIN', Type: 'PLAINTEXT', Value: secret() },
          ],
        },
      },
    },
    Pipeline: {
      Type: 'AWS::CodePipeline::Pipeline',
      Properties: {
        Stages: [
          {
            Name: 'Source',
            Actions: [
              {
                Name: 'Source',
                ActionTypeId: { Category: 'Source', Owner: 'ThirdParty', Provider: 'GitHub', Version: '1' },
                Configuration: { OAuthToken: secret(), Branch: 'main' },
              },
            ],
          },
          {
            Name: 'Deploy',
            Actions: [
              {
                Name: 'Deploy',
                ActionTypeId: { Category: 'Deploy', Owner: 'AWS', Provider: 'ECS', Version: '1' },
                Configuration: { ServiceName: { 'Fn::GetAtt': ['Service', 'Name'] }, EnvironmentVariables: secret() },
              },
            ],
          },
        ],
      },
    },
    Instance: {
      Type: 'AWS::EC2::Instance',
      Properties: { UserData: { 'Fn::Base64': { 'Fn::Sub': `export TOKEN=${secret()}` } } },
    },
    Launch: { Type: 'AWS::EC2::LaunchTemplate', Properties: { LaunchTemplateData: { UserData: secret() } } },
    Function: { Type: 'AWS::Lambda::Function', Properties: { Environment: { Variables: { KEY: secret() } } } },
    Database: { Type: 'AWS::RDS::DBInstance', Properties: { MasterUserPassword: secret() } },
    Dynamic: {
      Type: 'AWS::RDS::DBInstance',
      Properties: { MasterUserPassword: '{{resolve:secretsmanager:database:SecretString:password}}' },
    },
    Secret: { Type: 'AWS::SecretsManager::Secret', Properties: { SecretString: secret() } },
    Nested: {
      Type: 'AWS::CloudFormation::Stack',
      Properties: { TemplateURL: 'nested.json', Parameters: { Handed: { Ref: 'Given' }, Plain: secret() } },
    },
  }
  const nested = {
    Parameters: { Handed: { Type: 'String' }, Plain: { Type: 'String', NoEcho: true } },
    Resources: {
      Cluster: { Type: 'AWS::ECS::Cluster', Properties: { ClusterName: { Ref: 'Handed' } } },
      Other: { Type: 'AWS::ECS::Cluster', Properties: { ClusterName: { Ref: 'Plain' } } },
    },
    Outputs: { Name: { Value: { Ref: 'Handed' }, Export: { Name: { Ref: 'Plain' } } } },
  }
  return {
    name: 'a template in JSON',
    file: 'template.json',
    content: JSON.stringify({
      Parameters: {
        Given: { Type: 'String', NoEcho: true },
        Defaulted: { Type: 'String', NoEcho: 'true', Default: secret() },
        Allowed: { Type: 'String', NoEcho: true, AllowedValues: [secret(), secret()] },
        Stage: { Type: 'String' },
      },
      Conditions: {
        IsSecret: { 'Fn::Equals': [{ Ref: 'Given' }, { Ref: 'Defaulted' }] },
        IsOpen: { 'Fn::Equals': [{ Ref: 'Stage' }, { Ref: 'Given' }] },
      },
      Resources: resources,
      Outputs: { Out: { Value: { Ref: 'Given' }, Export: { Name: { 'Fn::Sub': 'x-$' + '{Given}' } } } },
    }),
    addresses: Object.keys(resources),
    options: ['--parameter', `Given=${secret()}`],
    beside: new Map([['nested.json', JSON.stringify(nested)]]),
  }
}

function yamlTemplate(): Input {
  return {
    name: 'a template in YAML',
    file: 'template.yaml',
    content: `Parameters:
  Token: { Type: String, NoEcho: true, Default: ${secret()} }
Resources:
  Task:
    Type: AWS::ECS::TaskDefinition
    Properties:
      ContainerDefinitions:
        - Name: app
          Image: shop
          Hostname: !Ref Token
          Environment:
            - &password { Name: PASSWORD, Value: "${secret()}" }
            - *password
            - Name: SCRIPT
              Value: |
                first line
                ${secret()}
  Logs:
    Type: AWS::Logs::LogGroup
    Properties:
      LogGroupName: !Sub "a-\${Token}"
  Instance:
    Type: AWS::EC2::Instance
    Properties:
      UserData: !Base64 |
        #!/bin/sh
        export PASSWORD=${secret()}
`,
    addresses: ['Task', 'Logs', 'Instance'],
  }
}

function terraformContainers(): string {
  const lower = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(lower)
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [
        key === 'Options' || key === 'DockerLabels' ? lowerFirst(key) : lowerFirst(key),
        key === 'Options' || key === 'DockerLabels' ? item : lower(item),
      ]),
    )
  }
  return JSON.stringify(lower(containers(secret)))
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1)
}

const sensitive = secret()

const PLANNED: readonly Planned[] = [
  {
    address: 'aws_ecs_task_definition.task',
    type: 'aws_ecs_task_definition',
    after: { family: 'task', requires_compatibilities: ['FARGATE'], container_definitions: terraformContainers() },
  },
  {
    address: 'aws_ecs_task_definition.hidden',
    type: 'aws_ecs_task_definition',
    after: { family: secret(), container_definitions: terraformContainers() },
    sensitive: { family: true, container_definitions: true },
  },
  {
    address: 'aws_ecs_cluster.cluster',
    type: 'aws_ecs_cluster',
    after: { name: sensitive, tags: { owner: secret() } },
    sensitive: { name: true, tags: { owner: true } },
  },
  {
    address: 'aws_cloudwatch_log_group.logs',
    type: 'aws_cloudwatch_log_group',
    after: { name: `a-${secret()}`, retention_in_days: 0 },
    sensitive: { name: true },
  },
  {
    address: 'aws_codebuild_project.build',
    type: 'aws_codebuild_project',
    after: {
      name: 'build',
      environment: [{ environment_variable: [{ name: 'TOKEN', type: 'PLAINTEXT', value: secret() }] }],
    },
  },
  {
    address: 'aws_codepipeline.pipeline',
    type: 'aws_codepipeline',
    after: {
      name: 'pipeline',
      stage: [
        {
          name: 'Source',
          action: [
            {
              name: 'Source',
              category: 'Source',
              owner: 'ThirdParty',
              provider: 'GitHub',
              version: '1',
              configuration: { OAuthToken: secret(), Branch: secret() },
            },
          ],
        },
      ],
    },
    sensitive: { stage: [{ action: [{ configuration: true }] }] },
  },
  {
    address: 'aws_instance.host',
    type: 'aws_instance',
    after: { ami: 'ami-1', user_data: secret(), user_data_base64: null },
  },
  {
    address: 'aws_launch_template.launch',
    type: 'aws_launch_template',
    after: { name: 'launch', user_data: secret() },
  },
  {
    address: 'aws_lambda_function.function',
    type: 'aws_lambda_function',
    after: { function_name: 'function', environment: [{ variables: { KEY: secret() } }] },
  },
  {
    address: 'aws_db_instance.database',
    type: 'aws_db_instance',
    after: { identifier: 'database', password: secret() },
    sensitive: { password: true },
  },
  {
    address: 'aws_secretsmanager_secret_version.secret',
    type: 'aws_secretsmanager_secret_version',
    after: { secret_id: 'secret', secret_string: secret() },
    sensitive: { secret_string: true },
  },
  {
    address: 'aws_security_group.group',
    type: 'aws_security_group',
    after: { name: 'group', description: secret(), ingress: [] },
    sensitive: { description: true, ingress: true },
  },
  {
    address: 'aws_iam_role.role',
    type: 'aws_iam_role',
    after: { name: 'role', assume_role_policy: JSON.stringify({ Statement: [{ Sid: secret() }] }) },
    sensitive: { assume_role_policy: true },
  },
]

function plan(): Input {
  const configuration = {
    variables: { password: { sensitive: true, default: secret() } },
    outputs: { password: { sensitive: true, expression: { constant_value: secret() } } },
    resources: [
      {
        address: 'aws_ecs_cluster.cluster',
        mode: 'managed',
        type: 'aws_ecs_cluster',
        name: 'cluster',
        expressions: { name: { constant_value: sensitive } },
      },
    ],
    module_calls: { inner: { expressions: { password: { constant_value: secret() } }, module: {} } },
  }
  const text = planOf(PLANNED, configuration)
  const more = {
    variables: { password: { value: secret() } },
    output_changes: { password: { actions: ['create'], after: secret(), after_sensitive: true } },
    resource_drift: [{ address: 'aws_db_instance.database', change: { before: { password: secret() } } }],
    prior_state: { values: { outputs: { password: { sensitive: true, value: secret() } }, root_module: {} } },
  }
  const providers = {
    provider_config: {
      aws: {
        name: 'aws',
        full_name: 'registry.terraform.io/hashicorp/aws',
        expressions: {
          region: { constant_value: 'eu-west-1' },
          access_key: { constant_value: secret() },
          secret_key: { constant_value: secret() },
          token: { constant_value: secret() },
          assume_role: [{ external_id: { constant_value: secret() } }],
        },
      },
    },
  }
  return {
    name: 'a plan',
    file: 'plan.json',
    content: text
      .replace('{', `{${JSON.stringify(more).slice(1, -1)},`)
      .replace('"configuration":{', `"configuration":{${JSON.stringify(providers).slice(1, -1)},`),
    addresses: PLANNED.map(({ address }) => address),
  }
}

function state(): Input {
  return {
    name: 'a state',
    file: 'state.json',
    content: JSON.stringify({
      format_version: '1.0',
      terraform_version: '1.11.4',
      values: {
        outputs: { password: { sensitive: true, value: secret() } },
        root_module: {
          resources: PLANNED.map(({ address, type, after, sensitive: sensitive_values = {} }) => ({
            address,
            mode: 'managed',
            type,
            name: address.slice(address.indexOf('.') + 1),
            provider_name: 'registry.terraform.io/hashicorp/aws',
            values: after,
            sensitive_values,
          })),
        },
      },
    }),
    addresses: PLANNED.map(({ address }) => address),
  }
}

function exported(): Input {
  const arn = 'arn:aws:ecs:eu-west-1:111122223333:task-definition/shop:1'
  return {
    name: 'answers of the AWS CLI',
    file: 'answers',
    content: '',
    addresses: [arn],
    beside: new Map(
      Object.entries({
        'answers/describe-task-definition.json': {
          taskDefinition: {
            taskDefinitionArn: arn,
            family: 'shop',
            revision: 1,
            status: 'ACTIVE',
            requiresCompatibilities: ['FARGATE'],
            containerDefinitions: JSON.parse(terraformContainers()),
          },
        },
        'answers/describe-tasks.json': {
          tasks: [
            {
              taskArn: 'arn:aws:ecs:eu-west-1:111122223333:task/shop/1',
              clusterArn: 'arn:aws:ecs:eu-west-1:111122223333:cluster/shop',
              taskDefinitionArn: arn,
              lastStatus: 'RUNNING',
              containers: [],
              overrides: { containerOverrides: [{ name: 'app', environment: [{ name: 'KEY', value: secret() }] }] },
            },
          ],
        },
        'answers/batch-get-projects.json': {
          projects: [
            {
              name: 'build',
              arn: 'arn:aws:codebuild:eu-west-1:111122223333:project/build',
              source: { type: 'GITHUB', location: 'https://example.com/shop.git' },
              environment: { environmentVariables: [{ name: 'TOKEN', type: 'PLAINTEXT', value: secret() }] },
            },
          ],
          projectsNotFound: [],
        },
        'answers/get-pipeline.json': {
          pipeline: {
            name: 'shop',
            roleArn: 'arn:aws:iam::111122223333:role/pipeline',
            stages: [
              {
                name: 'Source',
                actions: [
                  {
                    name: 'Source',
                    actionTypeId: { category: 'Source', owner: 'ThirdParty', provider: 'GitHub', version: '1' },
                    configuration: { OAuthToken: secret() },
                  },
                ],
              },
            ],
          },
          metadata: { pipelineArn: 'arn:aws:codepipeline:eu-west-1:111122223333:shop' },
        },
      }).map(([file, answer]) => [file, JSON.stringify(answer)] as const),
    ),
  }
}

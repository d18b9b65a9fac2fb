import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { expectOrderly, opscheck, temporaryFolder, writeInto } from '../hostile/opscheck.ts'
import { startStandIn, type Told } from '../live/stand-in.ts'
import { expectNoSecret } from './expect-no-secret.ts'
import { secret } from './inputs.ts'
import { probeRules } from './probes.ts'

const ACCOUNT = '111122223333'
const REGION = 'eu-west-1'
const arn = (service: string, rest: string): string => `arn:aws:${service}:${REGION}:${ACCOUNT}:${rest}`
const folder = temporaryFolder()
afterAll(folder.remove)

const environment = () => [{ name: 'PASSWORD', value: secret() }]
const options = () => ({ 'splunk-token': secret(), 'splunk-url': 'https://logs.example.com' })
const CLUSTER = arn('ecs', 'cluster/shop')
const TASK_DEFINITION = arn('ecs', 'task-definition/shop:1')
const SERVICE = arn('ecs', 'service/shop/web')
const STREAM = arn('firehose', 'deliverystream/logs')
const TOPIC = arn('sns', 'alarms')

/** An account with a secret in every field that may hold one; what is not here is denied, in words that hold one, too. */
const ANSWERS: Readonly<Record<string, () => Told>> = {
  'sts:GetCallerIdentity': () => ({
    text: xml(
      'GetCallerIdentity',
      `<Arn>arn:aws:iam::${ACCOUNT}:user/ci</Arn><UserId>U</UserId><Account>${ACCOUNT}</Account>`,
    ),
  }),
  'ecs:ListClusters': () => ({ clusterArns: [CLUSTER] }),
  'ecs:DescribeClusters': () => ({ clusters: [{ clusterArn: CLUSTER, clusterName: 'shop', status: 'ACTIVE' }] }),
  'ecs:ListServices': () => ({ serviceArns: [SERVICE] }),
  'ecs:DescribeServices': () => ({
    services: [
      {
        serviceArn: SERVICE,
        serviceName: 'web',
        clusterArn: CLUSTER,
        status: 'ACTIVE',
        launchType: 'FARGATE',
        taskDefinition: TASK_DEFINITION,
        deployments: [
          {
            id: 'd',
            status: 'PRIMARY',
            taskDefinition: TASK_DEFINITION,
            serviceConnectConfiguration: {
              enabled: true,
              logConfiguration: { logDriver: 'splunk', options: options() },
            },
          },
        ],
      },
    ],
  }),
  'ecs:ListTasks': () => ({ taskArns: [arn('ecs', 'task/shop/1')] }),
  'ecs:DescribeTasks': () => ({
    tasks: [
      {
        taskArn: arn('ecs', 'task/shop/1'),
        clusterArn: CLUSTER,
        taskDefinitionArn: TASK_DEFINITION,
        lastStatus: 'RUNNING',
        containers: [],
        overrides: { containerOverrides: [{ name: 'web', environment: environment() }] },
      },
    ],
  }),
  'ecs:DescribeTaskDefinition': () => ({
    taskDefinition: {
      taskDefinitionArn: TASK_DEFINITION,
      family: 'shop',
      revision: 1,
      status: 'ACTIVE',
      requiresCompatibilities: ['FARGATE'],
      volumes: [{ name: 'v', dockerVolumeConfiguration: { driverOpts: { o: `password=${secret()}` } } }],
      containerDefinitions: [
        {
          name: 'web',
          image: 'shop:latest',
          environment: environment(),
          dockerLabels: { 'auth-token': secret() },
          logConfiguration: { logDriver: 'splunk', options: options() },
        },
        {
          name: 'router',
          image: 'public.ecr.aws/aws-observability/aws-for-fluent-bit:2',
          firelensConfiguration: { type: 'fluentbit', options: { api_key: secret() } },
        },
      ],
    },
  }),
  'codebuild:ListProjects': () => ({ projects: ['build'] }),
  'codebuild:BatchGetProjects': () => ({
    projects: [
      {
        name: 'build',
        arn: arn('codebuild', 'project/build'),
        source: {
          type: 'GITHUB',
          location: `https://ci:${secret()}@github.com/example/shop.git`,
          buildspec: `version: 0.2\nenv:\n  variables:\n    KEY: ${secret()}\nphases: {build: {commands: [make]}}\n`,
        },
        environment: { environmentVariables: [{ name: 'TOKEN', type: 'PLAINTEXT', value: secret() }] },
        secondarySources: [
          {
            type: 'GITHUB',
            sourceIdentifier: 'other',
            location: `https://${secret()}@github.com/example/other.git`,
            buildspec: JSON.stringify({ batch: { 'build-list': [{ env: { variables: { KEY: secret() } } }] } }),
          },
        ],
        webhook: { url: 'https://api.github.com/hooks/1', payloadUrl: `https://x?t=${secret()}`, secret: secret() },
      },
    ],
    projectsNotFound: [],
  }),
  'codepipeline:ListPipelines': () => ({ pipelines: [{ name: 'shop' }] }),
  'codepipeline:GetPipeline': () => ({
    pipeline: {
      name: 'shop',
      roleArn: `arn:aws:iam::${ACCOUNT}:role/pipeline`,
      variables: [{ name: 'key', defaultValue: secret() }],
      stages: [
        {
          name: 'Source',
          onFailure: {
            conditions: [
              {
                rules: [
                  {
                    name: 'Check',
                    ruleTypeId: { category: 'Rule', owner: 'AWS', provider: 'LambdaInvoke', version: '1' },
                    configuration: { FunctionName: 'check', UserParameters: secret() },
                  },
                ],
              },
            ],
          },
          actions: [
            {
              name: 'Source',
              actionTypeId: { category: 'Source', owner: 'ThirdParty', provider: 'GitHub', version: '1' },
              configuration: { OAuthToken: secret(), UserParameters: secret(), EnvironmentVariables: secret() },
              environmentVariables: [{ name: 'KEY', value: secret(), type: 'PLAINTEXT' }],
            },
          ],
        },
      ],
    },
    metadata: { pipelineArn: arn('codepipeline', 'shop') },
  }),
  'events:ListEventBuses': () => ({ EventBuses: [{ Name: 'default', Arn: arn('events', 'event-bus/default') }] }),
  'events:ListRules': () => ({ Rules: [{ Name: 'nightly', Arn: arn('events', 'rule/nightly'), State: 'ENABLED' }] }),
  'events:ListTargetsByRule': () => ({
    Targets: [
      {
        Id: '1',
        Arn: CLUSTER,
        Input: secret(),
        InputTransformer: { InputTemplate: `"${secret()}"` },
        HttpParameters: {
          HeaderParameters: { key: secret() },
          QueryStringParameters: { key: secret() },
          PathParameterValues: [secret()],
        },
      },
      { Id: '2', Arn: TOPIC },
    ],
  }),
  'scheduler:ListSchedules': () => ({ Schedules: [{ Name: 'hourly', GroupName: 'default' }] }),
  'scheduler:GetSchedule': () => ({
    Name: 'hourly',
    GroupName: 'default',
    Arn: arn('scheduler', 'schedule/default/hourly'),
    Target: { Arn: CLUSTER, RoleArn: `arn:aws:iam::${ACCOUNT}:role/x`, Input: secret() },
  }),
  'ssm:GetDocument': () => ({
    Name: 'SSM-SessionManagerRunShell',
    DocumentType: 'Session',
    DocumentFormat: 'JSON',
    Content: JSON.stringify({
      schemaVersion: '1.0',
      description: secret(),
      sessionType: 'Standard_Stream',
      parameters: { key: { type: 'String', default: secret() } },
      inputs: { cloudWatchLogGroupName: '/sessions', shellProfile: { linux: `export KEY=${secret()}` } },
    }),
  }),
  'logs:DescribeLogGroups': () => ({
    logGroups: [
      { logGroupName: '/shop', arn: arn('logs', 'log-group:/shop:*'), logGroupArn: arn('logs', 'log-group:/shop') },
    ],
  }),
  'logs:DescribeSubscriptionFilters': () => ({
    subscriptionFilters: [{ filterName: 'f', logGroupName: '/shop', filterPattern: '', destinationArn: STREAM }],
  }),
  'firehose:DescribeDeliveryStream': () => ({
    DeliveryStreamDescription: {
      DeliveryStreamName: 'logs',
      DeliveryStreamARN: STREAM,
      DeliveryStreamStatus: 'ACTIVE',
      DeliveryStreamType: 'DirectPut',
      VersionId: '1',
      HasMoreDestinations: false,
      Destinations: [
        {
          DestinationId: 'd',
          HttpEndpointDestinationDescription: {
            EndpointConfiguration: { Url: `https://logs.example.com/in?key=${secret()}`, Name: 'n' },
            RequestConfiguration: { CommonAttributes: [{ AttributeName: 'key', AttributeValue: secret() }] },
          },
          SplunkDestinationDescription: { HECEndpoint: `https://splunk.example.com/${secret()}`, HECToken: secret() },
        },
      ],
    },
  }),
  'sns:GetTopicAttributes': () => ({
    text: xml(
      'GetTopicAttributes',
      `<Attributes><entry><key>TopicArn</key><value>${TOPIC}</value></entry></Attributes>`,
    ),
  }),
  'sns:ListSubscriptionsByTopic': () => ({
    text: xml(
      'ListSubscriptionsByTopic',
      `<Subscriptions><member><TopicArn>${TOPIC}</TopicArn><Protocol>https</Protocol><SubscriptionArn>${TOPIC}:1</SubscriptionArn><Owner>${ACCOUNT}</Owner><Endpoint>https://hooks.example.com/${secret()}</Endpoint></member></Subscriptions>`,
    ),
  }),
  'autoscaling:DescribeLaunchConfigurations': () => ({
    text: xml(
      'DescribeLaunchConfigurations',
      `<LaunchConfigurations><member><LaunchConfigurationName>l</LaunchConfigurationName><UserData>${base64()}</UserData></member></LaunchConfigurations>`,
    ),
  }),
  'ec2:DescribeLaunchTemplateVersions': () => ({
    text: `<DescribeLaunchTemplateVersionsResponse><launchTemplateVersionSet><item><launchTemplateId>lt-1</launchTemplateId><launchTemplateName>t</launchTemplateName><versionNumber>1</versionNumber><defaultVersion>true</defaultVersion><launchTemplateData><userData>${base64()}</userData></launchTemplateData></item></launchTemplateVersionSet></DescribeLaunchTemplateVersionsResponse>`,
  }),
}

function base64(): string {
  return Buffer.from(`#!/bin/sh\nexport KEY=${secret()}\n`).toString('base64')
}

function xml(operation: string, result: string): string {
  return `<${operation}Response><${operation}Result>${result}</${operation}Result></${operation}Response>`
}

it('no secret of a live account is recorded or shown', { timeout: 120_000 }, async () => {
  const own = folder.path
  const server = await startStandIn(({ operation }) => {
    const told = Object.hasOwn(ANSWERS, operation) ? ANSWERS[operation] : undefined
    return told?.() ?? { status: 400, code: 'AccessDeniedException', message: `no, ${secret()}` }
  })
  writeInto(own, 'ruleset.json', '{"extends": ["opscheck:all"]}')
  for (const [file, rule] of probeRules()) writeInto(own, file, rule)
  const env = {
    AWS_ENDPOINT_URL: server.url,
    AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
    AWS_SECRET_ACCESS_KEY: secret(),
    AWS_SESSION_TOKEN: secret(),
    AWS_REGION: REGION,
    AWS_MAX_ATTEMPTS: '1',
  }
  const details = ['--show', 'all', '--evidence', 'all']
  const outputs = ['json=report.json', 'sarif=report.sarif', 'table=report.txt'].flatMap((to) => ['--output', to])
  const live = await opscheck(own, ['scan', '--account', '--record', 'recording', ...details, ...outputs], env)
  const asked = new Set(server.asked.map(({ operation }) => operation))
  await server.stop()
  const replay = await opscheck(own, ['scan', 'recording', ...details])
  for (const ran of [live, replay]) {
    expectOrderly(ran)
    expectNoSecret(ran.stdout + ran.stderr)
  }
  const files = readdirSync(own, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  for (const entry of files) expectNoSecret(readFileSync(join(entry.parentPath, entry.name), 'utf8'))
  const recorded = files.map(({ name }) => name)
  expect(recorded).toEqual(expect.arrayContaining(['ecs.json', 'firehose.json', 'scheduler.json', 'manifest.json']))
  expect(Object.keys(ANSWERS).filter((operation) => !asked.has(operation))).toEqual([])
  const manifest: unknown = JSON.parse(readFileSync(join(own, 'recording/manifest.json'), 'utf8'))
  const unread = JSON.stringify(manifest)
  expect(Object.keys(ANSWERS).filter((operation) => unread.includes(`"${operation}"`))).toEqual([])
})

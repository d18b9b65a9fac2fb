import { describe, expect, test } from 'vitest'
import { secretLikeValue } from '../../src/aws/secret-like.ts'
import { REDACTED } from '../../src/aws/secrets.ts'
import { redact } from '../../src/sources/live/redact.ts'

const PLANTED = 'planted-value'
const environment = [{ name: 'ANYTHING', value: PLANTED }]
const options = { 'splunk-token': PLANTED, 'awslogs-group': '/shop/web' }

describe('answers lose their secrets at the door', () => {
  test.each([
    [
      'ecs:DescribeTaskDefinition',
      {
        taskDefinition: {
          containerDefinitions: [
            {
              environment,
              logConfiguration: { options },
              firelensConfiguration: { options },
              dockerLabels: { apikey: PLANTED },
            },
          ],
        },
      },
    ],
    [
      'ecs:DescribeServices',
      { services: [{ deployments: [{ serviceConnectConfiguration: { logConfiguration: { options } } }] }] },
    ],
    ['ecs:DescribeTasks', { tasks: [{ overrides: { containerOverrides: [{ environment }] } }] }],
    [
      'codebuild:BatchGetProjects',
      { projects: [{ environment: { environmentVariables: environment }, webhook: { secret: PLANTED } }] },
    ],
    [
      'codepipeline:GetPipeline',
      {
        pipeline: {
          stages: [{ actions: [{ configuration: { OAuthToken: PLANTED, EnvironmentVariables: PLANTED } }] }],
        },
      },
    ],
    ['ec2:DescribeLaunchTemplateVersions', { LaunchTemplateVersions: [{ LaunchTemplateData: { UserData: PLANTED } }] }],
    ['autoscaling:DescribeLaunchConfigurations', { LaunchConfigurations: [{ UserData: PLANTED }] }],
    ['events:ListTargetsByRule', { Targets: [{ Input: PLANTED, InputTransformer: { InputTemplate: PLANTED } }] }],
    ['scheduler:GetSchedule', { Target: { Input: PLANTED } }],
    [
      'firehose:DescribeDeliveryStream',
      { DeliveryStreamDescription: { Destinations: [{ SplunkDestinationDescription: { HECToken: PLANTED } }] } },
    ],
    ['ssm:GetDocument', { Content: JSON.stringify({ inputs: { shellProfile: { linux: PLANTED } } }) }],
    ['ssm:GetDocument', { Content: JSON.stringify({ parameters: { key: { default: PLANTED } }, inputs: {} }) }],
    ['ssm:GetDocument', { Content: JSON.stringify({ mainSteps: [{ inputs: { runCommand: [PLANTED] } }] }) }],
    ['ssm:GetDocument', { Content: `schemaVersion: '1.0'\ndescription: ${PLANTED}` }],
    [
      'ecs:DescribeTaskDefinition',
      { taskDefinition: { volumes: [{ dockerVolumeConfiguration: { driverOpts: { o: `password=${PLANTED}` } } }] } },
    ],
    [
      'codebuild:BatchGetProjects',
      { projects: [{ source: { buildspec: JSON.stringify({ env: { variables: { KEY: PLANTED } } }) } }] },
    ],
    [
      'codebuild:BatchGetProjects',
      {
        projects: [
          {
            source: {
              buildspec: `env:\n  variables:\n    KEY: ${PLANTED}\n    "TEXT": |\n      ${PLANTED}\n\n      x\n`,
            },
          },
        ],
      },
    ],
    [
      'codepipeline:GetPipeline',
      {
        pipeline: {
          variables: [{ name: 'key', defaultValue: PLANTED }],
          stages: [
            {
              actions: [
                {
                  environmentVariables: [{ name: 'KEY', value: PLANTED, type: 'PLAINTEXT' }],
                  configuration: { ParameterOverrides: `{"Password":"${PLANTED}"}`, UserParameters: PLANTED },
                },
              ],
            },
          ],
        },
      },
    ],
    [
      'firehose:DescribeDeliveryStream',
      {
        DeliveryStreamDescription: {
          Destinations: [{ RedshiftDestinationDescription: { CopyCommand: { CopyOptions: PLANTED } } }],
        },
      },
    ],
    ['events:ListTargetsByRule', { Targets: [{ RedshiftDataParameters: { Sql: PLANTED } }] }],
    ['events:ListTargetsByRule', { Targets: [{ HttpParameters: { PathParameterValues: [PLANTED] } }] }],
    [
      'codebuild:BatchGetProjects',
      { projects: [{ webhook: { payloadUrl: `https://x?t=${PLANTED}` }, badge: { badgeRequestUrl: PLANTED } }] },
    ],
    ...['beforeEntry', 'onSuccess', 'onFailure'].map((when): [string, unknown] => [
      'codepipeline:GetPipeline',
      {
        pipeline: {
          stages: [{ [when]: { conditions: [{ rules: [{ configuration: { EnvironmentVariables: PLANTED } }] }] } }],
        },
      },
    ]),
    [
      'elasticloadbalancing:DescribeListeners',
      {
        Listeners: [
          { DefaultActions: [{ AuthenticateOidcConfig: { AuthenticationRequestExtraParams: { key: PLANTED } } }] },
        ],
      },
    ],
    [
      'firehose:DescribeDeliveryStream',
      {
        DeliveryStreamDescription: {
          Destinations: [{ RedshiftDestinationDescription: { ClusterJDBCURL: `jdbc:x?password=${PLANTED}` } }],
        },
      },
    ],
  ])('%s', (operation, body) => {
    const text = JSON.stringify(redact(operation, body))
    expect(text).not.toContain(PLANTED)
    expect(text).toContain(REDACTED)
  })

  test.each([
    ['https://hooks.example.com/services/T1/B2/planted-value', 'https://hooks.example.com/redacted'],
    ['https://api.example.com?apiKey=planted-value', 'https://api.example.com/redacted'],
    ['HTTPS://planted-value@hooks.example.com', 'HTTPS://hooks.example.com'],
    ['arn:aws:sqs:eu-west-1:111122223333:queue', 'arn:aws:sqs:eu-west-1:111122223333:queue'],
    ['people@example.com', 'people@example.com'],
  ])('of the subscriber %s stays %s', (Endpoint, expected) => {
    expect(redact('sns:ListSubscriptionsByTopic', { Subscriptions: [{ Endpoint }] })).toEqual({
      Subscriptions: [{ Endpoint: expected }],
    })
  })

  test.each([
    ['https://planted-value@github.com/example/shop.git', 'https://redacted@github.com/example/shop.git'],
    ['https://github.com/example/shop.git', 'https://github.com/example/shop.git'],
    ['git@github.com:example/shop.git', 'git@github.com:example/shop.git'],
  ])('of the source %s stays %s', (location, expected) => {
    expect(redact('codebuild:BatchGetProjects', { projects: [{ secondarySources: [{ location }] }] })).toEqual({
      projects: [{ secondarySources: [{ location: expected }] }],
    })
  })

  test('what is no secret stays', () => {
    const body = {
      taskDefinition: { family: 'web', containerDefinitions: [{ name: 'web', logConfiguration: { options } }] },
    }
    expect(redact('ecs:DescribeTaskDefinition', body)).toEqual({
      taskDefinition: {
        family: 'web',
        containerDefinitions: [
          { name: 'web', logConfiguration: { options: { 'splunk-token': REDACTED, 'awslogs-group': '/shop/web' } } },
        ],
      },
    })
  })

  test.each([
    ['OTEL_EXPORTER_OTLP_ENDPOINT', 'http://localhost:4317', true],
    ['AWS_XRAY_DAEMON_ADDRESS', 'xray:2000', true],
    ['OTEL_EXPORTER_OTLP_HEADERS', 'x-key=abc', false],
    ['OTEL_EXPORTER_OTLP_ENDPOINT', 'https://user:planted@host', false],
    ['LOG_LEVEL', 'debug', false],
  ])('the variable %s with %s stays: %s', (name, value, stays) => {
    const body = { taskDefinition: { containerDefinitions: [{ environment: [{ name, value }] }] } }
    expect(JSON.stringify(redact('ecs:DescribeTaskDefinition', body)).includes(value)).toBe(stays)
  })

  test.each([
    `AKIA${'ABCDEFGH'.repeat(2)}`,
    `ghp_${'a1'.repeat(18)}`,
    `glpat-${'a1'.repeat(12)}`,
    'xoxb-0123456789-abc',
    'https://someone:something@example.com/x',
    `-----BEGIN RSA PRIVATE KEY-----\n${'QUJD'.repeat(20)}\n-----END RSA PRIVATE KEY-----`,
  ])('%s anywhere becomes something of its form', (secret) => {
    const { command } = { command: redact('ecs:DescribeTaskDefinition', { command: ['run', secret] }) }
    const text = JSON.stringify(command)
    expect(text).not.toContain(JSON.stringify(secret).slice(1, -1))
    expect(text).not.toContain('something@')
    expect(secretLikeValue(text)).toBe(true)
  })
})

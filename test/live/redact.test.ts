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
  ])('%s', (operation, body) => {
    const text = JSON.stringify(redact(operation, body))
    expect(text).not.toContain(PLANTED)
    expect(text).toContain(REDACTED)
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

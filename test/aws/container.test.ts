import { describe, expect, it } from 'vitest'
import {
  containerKind,
  isFargate,
  isLegacyXrayDaemon,
  logDriverSupported,
  requiresFargate,
} from '../../src/aws/container.ts'
import { firelensTopology } from '../../src/aws/firelens.ts'
import { parseImage } from '../../src/aws/image.ts'
import { secretLike, secretLikeValue } from '../../src/aws/secret-like.ts'
import { FALSE, TRUE, UNKNOWN } from '../../src/model/tri.ts'
import { choice, type PropertyMap, ref, rest, text, unknown, type Value } from '../../src/model/value.ts'

const condition = { op: 'atom', id: 'c', text: 'IsProduction' } as const
const open = unknown('value', 'parameter X has no default', { present: 'yes' })
const maybe = unknown('value', 'x is known after apply')
const names = { Generated: undefined, Named: 'mirror/aws-otel-collector', Open: open } as const
const repositoryName = ({ target }: { readonly target: string }): Value | undefined =>
  target === 'Generated' || target === 'Named' || target === 'Open' ? names[target] : open
const kindOf = (container: PropertyMap, ...siblings: PropertyMap[]): string =>
  containerKind(container, [container, ...siblings], repositoryName).kind

describe('containerKind', () => {
  it.each<[string, PropertyMap, string]>([
    ['a FireLens configuration', { Image: open, FirelensConfiguration: { Type: 'fluentbit' } }, 'router'],
    ['a FireLens configuration that may be there', { Image: 'app:v1', FirelensConfiguration: maybe }, 'unknown'],
    ['the image of a router', { Image: 'public.ecr.aws/aws-observability/aws-for-fluent-bit:stable' }, 'router'],
    ['ADOT', { Image: 'public.ecr.aws/aws-observability/aws-otel-collector:v0.49.0' }, 'collector'],
    ['the CloudWatch agent', { Image: 'amazon/cloudwatch-agent' }, 'collector'],
    [
      'a copy by pull-through cache',
      { Image: '111122223333.dkr.ecr.eu-west-1.amazonaws.com/ecr-public/xray/aws-xray-daemon:3' },
      'collector',
    ],
    ['upstream', { Image: 'otel/opentelemetry-collector-contrib:0.139.0' }, 'collector'],
    ['a collector behind an open registry', { Image: text([open, '/aws-otel-collector:v1']) }, 'collector'],
    ['a name that only ends like one', { Image: 'acme/not-cloudwatch-agent:v1' }, 'app'],
    ['a namespace like one', { Image: 'cloudwatch-agent/app:v1' }, 'app'],
    ['instrumentation', { Image: 'public.ecr.aws/aws-observability/adot-autoinstrumentation-java:v2' }, 'init'],
    ['an application', { Image: '111122223333.dkr.ecr.eu-west-1.amazonaws.com/web:v1' }, 'app'],
    ['a repository with a generated name', { Image: text([ref('Generated', 'RepositoryUri'), ':v1']) }, 'app'],
    ['a repository with the name of a collector', { Image: ref('Named', 'RepositoryUri') }, 'collector'],
    [
      'a repository in its registry',
      { Image: text([open, '.dkr.ecr.eu-west-1.amazonaws.com/', ref('Generated', 'Ref'), ':v1']) },
      'app',
    ],
    ['a repository with an open name', { Image: ref('Open', 'RepositoryUri') }, 'unknown'],
    ['an open image', { Image: open }, 'unknown'],
    ['no image', {}, 'app'],
  ])('%s', (_, container, expected) => {
    expect(kindOf(container)).toBe(expected)
  })

  const init = { Name: 'migrate', Image: 'app:v1', Essential: false }
  const waits = (...DependsOn: Value[]): PropertyMap => ({ Name: 'web', Image: 'app:v1', DependsOn })
  it.each<[string, PropertyMap, PropertyMap, string]>([
    ['awaited to its success', init, waits({ ContainerName: 'migrate', Condition: 'SUCCESS' }), 'init'],
    ['awaited to its end', init, waits({ ContainerName: 'migrate', Condition: 'COMPLETE' }), 'init'],
    [
      'awaited with an open image',
      { ...init, Image: open },
      waits({ ContainerName: 'migrate', Condition: 'SUCCESS' }),
      'init',
    ],
    ['awaited to its start', init, waits({ ContainerName: 'migrate', Condition: 'START' }), 'app'],
    ['another awaited', init, waits({ ContainerName: 'other', Condition: 'SUCCESS' }), 'app'],
    ['essential', { ...init, Essential: true }, waits({ ContainerName: 'migrate', Condition: 'SUCCESS' }), 'app'],
    [
      'essential by default',
      { Name: 'migrate', Image: 'app:v1' },
      waits({ ContainerName: 'migrate', Condition: 'SUCCESS' }),
      'app',
    ],
    [
      'essential or not',
      { ...init, Essential: choice(condition, true, false) },
      waits({ ContainerName: 'migrate', Condition: 'SUCCESS' }),
      'unknown',
    ],
    ['awaited perhaps', init, waits({ ContainerName: 'migrate', Condition: open }), 'unknown'],
    ['further dependencies', init, waits(rest(open.cause)), 'unknown'],
  ])('%s', (_, container, sibling, expected) => {
    expect(kindOf(container, sibling)).toBe(expected)
  })
})

describe('isLegacyXrayDaemon', () => {
  it.each<[Value, number]>([
    ['amazon/aws-xray-daemon:3.x', TRUE],
    ['111122223333.dkr.ecr.eu-west-1.amazonaws.com/xray-daemon', TRUE],
    ['public.ecr.aws/aws-observability/aws-otel-collector', FALSE],
    [open, UNKNOWN],
  ])('%j', (image, expected) => {
    expect(isLegacyXrayDaemon(parseImage(image), repositoryName).tri).toBe(expected)
  })
})

describe('logDriverSupported', () => {
  it.each<[Value | undefined, 'FARGATE' | 'EC2', number]>([
    ['awslogs', 'FARGATE', TRUE],
    ['awsfirelens', 'FARGATE', TRUE],
    ['json-file', 'FARGATE', FALSE],
    ['json-file', 'EC2', TRUE],
    ['none', 'EC2', FALSE],
    [open, 'FARGATE', UNKNOWN],
    [choice(condition, 'awslogs', 'splunk'), 'FARGATE', TRUE],
  ])('%j on %s', (driver, launchType, expected) => {
    expect(logDriverSupported(driver, launchType).tri).toBe(expected)
  })
})

describe('isFargate', () => {
  const strategy = (...providers: Value[]): Value => providers.map((CapacityProvider) => ({ CapacityProvider }))
  it.each<[string, Value | undefined, Value | undefined, Value | undefined, number]>([
    ['launch type', 'FARGATE', undefined, undefined, TRUE],
    ['EC2', 'EC2', undefined, strategy('FARGATE'), FALSE],
    ['nothing', undefined, undefined, undefined, FALSE],
    ['spot', undefined, strategy('FARGATE_SPOT'), undefined, TRUE],
    ['mixed', undefined, strategy('own', 'FARGATE'), undefined, TRUE],
    ['own providers', undefined, strategy('own', ref('Provider', 'Ref')), strategy('FARGATE'), FALSE],
    ['the default of the cluster', undefined, undefined, strategy('FARGATE'), TRUE],
    ['an empty strategy', undefined, [], strategy('FARGATE'), TRUE],
    ['a cluster not seen', undefined, undefined, open, UNKNOWN],
    ['an open type', open, strategy('FARGATE'), undefined, UNKNOWN],
    ['EC2 or the default', choice(condition, 'EC2', undefined), undefined, strategy('FARGATE'), UNKNOWN],
    ['an open provider', undefined, strategy(open), undefined, UNKNOWN],
  ])('%s', (_, launchType, own, clusterStrategy, expected) => {
    expect(isFargate({ launchType, strategy: own, clusterStrategy }).tri).toBe(expected)
  })

  it('goes by what a definition requires, not by what it could run on', () => {
    expect(requiresFargate({ RequiresCompatibilities: ['EC2', 'FARGATE'] }).tri).toBe(TRUE)
    expect(requiresFargate({ Compatibilities: ['EC2', 'FARGATE'] }).tri).toBe(FALSE)
    expect(requiresFargate({ RequiresCompatibilities: [open] }).tri).toBe(UNKNOWN)
  })
})

describe('firelensTopology', () => {
  const app = { Name: 'app', LogConfiguration: { LogDriver: 'awsfirelens' } }
  const router = {
    Name: 'log',
    FirelensConfiguration: { Type: 'fluentbit' },
    LogConfiguration: { LogDriver: 'awslogs' },
  }
  const faultsOf = (...containers: PropertyMap[]): readonly string[] =>
    firelensTopology(containers).faults.map(({ kind, container }) => `${container} ${kind}`)

  it.each<[string, PropertyMap[], string[]]>([
    ['sound', [app, router], []],
    ['no FireLens', [{ Name: 'app' }], []],
    ['no router', [app], ['app no-router']],
    ['two routers', [app, router, { ...router, Name: 'second' }], ['second many-routers']],
    ['not essential', [app, { ...router, Essential: 'false' }], ['log router-not-essential']],
    ['to itself', [app, { ...router, LogConfiguration: { LogDriver: 'awsfirelens' } }], ['log router-logs-to-itself']],
    ['no driver', [app, { Name: 'log', FirelensConfiguration: {} }], ['log router-without-driver']],
    ['unused', [{ Name: 'app', LogConfiguration: { LogDriver: 'awslogs' } }, router], ['log unused-router']],
  ])('%s', (_, containers, expected) => {
    expect(faultsOf(...containers)).toEqual(expected)
    expect(firelensTopology(containers).open).toBeUndefined()
  })

  it('accuses nobody of what is open', () => {
    const answer = firelensTopology([app, { Name: 'log', FirelensConfiguration: maybe }])
    expect(answer).toMatchObject({ faults: [], open: maybe.cause })
    expect(firelensTopology([{ Name: 'app', LogConfiguration: open }, router])).toMatchObject({
      faults: [],
      open: open.cause,
    })
  })
})

describe('secretLike', () => {
  it.each([
    'DB_PASSWORD',
    'dbPassword',
    'DBPASSWORD',
    'db.passwd',
    'SECRET_KEY_BASE',
    'API_KEY',
    'apikey',
    'GITHUB_TOKEN',
    'splunk-token',
    'accessToken',
    'AWS_ACCESS_KEY_ID',
    'AWS_SECRET_ACCESS_KEY',
    'JWT_SIGNING_KEY',
    'PRIVATE_KEY',
    'PG_PASS',
    'SENTRY_DSN',
    'HTTPToken',
  ])('%s is', (name) => {
    expect(secretLike(name)).toBe(true)
  })

  it.each([
    '',
    'SECRET_ARN',
    'DB_SECRET_NAME',
    'TOKEN_URL',
    'PASSWORD_FILE',
    'PASSWORD_MIN_LENGTH',
    'TOKEN_TTL_SECONDS',
    'CLIENT_ID',
    'KEY',
    'AWS_REGION',
    'TOKENIZERS_PARALLELISM',
    'COMPATIBILITY',
    'PATH',
    'LOG_LEVEL',
    'awslogs-group',
    'x'.repeat(100_000),
  ])('%.40s is not', (name) => {
    expect(secretLike(name)).toBe(false)
  })
})

describe('secretLikeValue', () => {
  it.each([
    `AKIA${'IOSFODNN7EXAMPLE'}`,
    '-----BEGIN RSA PRIVATE KEY-----\nx',
    `ghp_${'a'.repeat(36)}`,
    `xoxb-${'1'.repeat(12)}`,
    'postgres://app:hunter2@db.example.com/app',
  ])('%#: a secret', (value) => {
    expect(secretLikeValue(value)).toBe(true)
  })

  it.each([
    '',
    'eu-west-1',
    'https://example.com:8443/path',
    'postgres://db.example.com/app',
    'AKIA',
    ':'.repeat(100_000),
  ])('%#: none', (value) => {
    expect(secretLikeValue(value)).toBe(false)
  })
})

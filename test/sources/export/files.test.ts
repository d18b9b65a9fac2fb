import { describe, expect, it } from 'vitest'
import { capturedAt, exportSource, OPERATIONS } from '../../../src/sources/export/index.ts'
import { ACCOUNT, all, fileOf, properties, REGION, read, readFiles, shown, state, the } from './support.ts'

const OTHER = '444455556666'

function isRecognised(content: unknown, path = 'x.json'): boolean {
  return exportSource.recognise(fileOf(path, content))
}

describe('recognition', () => {
  it.each([
    ['ECS clusters', { clusters: [{ clusterArn: 'a' }] }],
    ['no clusters', { clusters: [], failures: [] }],
    ['a task definition', { taskDefinition: { containerDefinitions: [] } }],
    ['the input of register-task-definition', { family: 'a', containerDefinitions: [{ name: 'a', image: 'b' }] }],
    ['a pipeline to create', { name: 'p', roleArn: 'r', stages: [{ name: 's', actions: [] }] }],
    ['ECR repositories', { repositories: [{ repositoryArn: 'a' }] }],
    ['CodeCommit repositories', { repositories: [{ cloneUrlHttp: 'a' }] }],
    ['no alarms', { MetricAlarms: [], CompositeAlarms: [] }],
    ['IAM', { UserDetailList: [], GroupDetailList: [], RoleDetailList: [], Policies: [] }],
    ['a bucket policy', { Policy: '{"Statement":[]}' }],
    ['a key policy', { Policy: '{}', PolicyName: 'default' }],
    [
      'an error that the CLI printed',
      '\nAn error occurred (AccessDeniedException) when calling the DescribeClusters operation: no\n',
    ],
    [
      'the same of newer versions',
      'aws: [ERROR]: An error occurred (ThrottlingException) when calling the DescribeClusters operation (reached max retries: 2): Rate exceeded',
    ],
    [
      'an error of the wire that names the action',
      {
        __type: 'AccessDeniedException',
        Message:
          'User: arn:aws:iam::111122223333:user/a is not authorized to perform: ecs:DescribeClusters on resource: *',
      },
    ],
    ['a recording', { opscheckRecording: 1, answers: [] }],
  ])('takes %s', (_case, content) => {
    expect(isRecognised(content)).toBe(true)
  })

  it.each([
    ['a template', { AWSTemplateFormatVersion: '2010-09-09', Resources: {} }],
    ['a template without version', { Resources: { A: { Type: 'AWS::S3::Bucket' } }, Rules: {} }],
    ['a plan', { format_version: '1.2', planned_values: {}, resource_changes: [] }],
    ['a state', { terraform_version: '1.11.4', values: {} }],
    ['a policy document', { Version: '2012-10-17', Statement: [] }],
    ['an appspec', { version: 0.0, Resources: [{ TargetService: { Type: 'AWS::ECS::Service' } }] }],
    ['a query of the CLI', [{ Name: 'a', ID: 'sg-1' }]],
    ['a compose file', { services: { web: { image: 'a' } } }],
    ['a release configuration', { branches: ['main'], plugins: [] }],
    ['settings of an editor', { settings: [{ name: 'theme', value: 'dark' }] }],
    ['a package', { name: 'x', version: '1.0.0', repository: {} }],
    ['repositories that are none of AWS', { repositories: [{ url: 'https://example.com' }] }],
    ['an empty list that several operations print', { repositories: [] }],
    ['a list where texts should be structures', { clusters: ['a'] }],
    ['a text where a list should be', { clusters: 'a' }],
    ['nothing', {}],
    ['an empty text', ''],
    ['other text', 'An error occurred'],
    ['an error of an operation that is not read', 'An error occurred (X) when calling the RunInstances operation: no'],
    ['an error whose operation nothing tells', { Error: { Code: 'AccessDenied', Message: 'no' } }],
  ])('leaves %s', (_case, content) => {
    expect(isRecognised(content)).toBe(false)
  })

  it.each([
    ['list-branches.code.json', { branches: ['main'] }],
    ['codecommit-list-branches-code.json', { branches: ['main'] }],
    ['list-branches/code.json', { branches: ['main'] }],
    ['describe-repositories.json', { repositories: [] }],
    ['ecr.describe-repositories.json', { repositories: [] }],
    ['get-bucket-versioning.web.json', { Status: 'Enabled' }],
    ['get-bucket-versioning.web.json', {}],
    ['web.get-bucket-logging.json', ''],
    ['describe-clusters.json', { Error: { Code: 'AccessDenied', Message: 'no' } }],
  ])('lets the command in the name %s decide what content cannot', (path, content) => {
    expect(isRecognised(content, path)).toBe(true)
    expect(isRecognised(content, 'x.json')).toBe(false)
  })

  it('knows the operation behind each list that it says it reads', () => {
    for (const [name, { feeds, reach }] of Object.entries(OPERATIONS)) {
      expect(name).toMatch(/^[a-z0-9]+:[A-Z][A-Za-z0-9]+$/)
      expect(feeds.length, name).toBeGreaterThan(0)
      expect(['all', 'named', 'owner', 'names', 'part']).toContain(reach)
    }
  })
})

const groups = (account: string) => ({
  SecurityGroups: [{ GroupId: 'sg-1', OwnerId: account, IpPermissions: [], IpPermissionsEgress: [] }],
})
const cluster = (account: string, region: string) => ({
  clusters: [{ clusterArn: `arn:aws:ecs:${region}:${account}:cluster/c`, clusterName: 'c', status: 'ACTIVE' }],
})

describe('account and region', () => {
  const scopes = (files: Readonly<Record<string, unknown>>, definition?: Parameters<typeof read>[1]) =>
    readFiles(
      Object.entries(files).map(([path, content]) => fileOf(path, content)),
      definition,
    )

  it.each([
    ['the ARNs inside', { 'a/c.json': cluster(ACCOUNT, REGION) }, [ACCOUNT, REGION]],
    [
      'the folders',
      { [`exports/${OTHER}/eu-west-1/x.json`]: { Vpcs: [{ VpcId: 'vpc-1', CidrBlock: '10.0.0.0/8' }] } },
      [OTHER, 'eu-west-1'],
    ],
    [
      'one folder of both',
      { [`${OTHER}_us-gov-west-1/x.json`]: { Vpcs: [{ VpcId: 'vpc-1', CidrBlock: '10.0.0.0/8' }] } },
      [OTHER, 'us-gov-west-1'],
    ],
    [
      'no folder that only looks like a region',
      { 'my-app-1/x.json': { Vpcs: [{ VpcId: 'vpc-1', CidrBlock: '10.0.0.0/8' }] } },
      ['?my-app-1/x.json', '?my-app-1/x.json'],
    ],
    [
      'the owner and the zone',
      {
        'x.json': { Subnets: [{ SubnetId: 's', VpcId: 'v', OwnerId: ACCOUNT, AvailabilityZone: 'us-west-2-lax-1a' }] },
      },
      [ACCOUNT, 'us-west-2'],
    ],
    [
      'the registry, with a token for the region',
      { 'x.json': { imageDetails: [{ registryId: ACCOUNT, repositoryName: 'r', imageDigest: 'd' }] } },
      [ACCOUNT, '?x.json'],
    ],
    [
      'nothing but tokens',
      { 'x.json': { Vpcs: [{ VpcId: 'vpc-1', CidrBlock: '10.0.0.0/8' }] } },
      ['?x.json', '?x.json'],
    ],
    [
      'the answers beside it',
      { 'a/c.json': cluster(ACCOUNT, REGION), 'a/x.json': { Vpcs: [{ VpcId: 'vpc-1', CidrBlock: '10.0.0.0/8' }] } },
      [ACCOUNT, REGION],
    ],
  ])('come from %s', (_case, files, [account, region]) => {
    const snapshot = scopes(files)
    const last = snapshot.resources.filter(({ type }) => !/Account$|Region$/.test(type)).at(-1)
    expect([last?.scope.account, last?.scope.region]).toEqual([account, region])
  })

  it('come from the ruleset where the answer does not tell', () => {
    const vpcs = { 'x.json': { Vpcs: [{ VpcId: 'vpc-1', CidrBlock: '10.0.0.0/8' }] } }
    const snapshot = scopes(vpcs, { account: OTHER, region: 'eu-west-1', closed: true, unit: 'mine' })
    expect(the(snapshot, 'AWS::EC2::VPC')).toMatchObject({ address: `arn:aws:ec2:eu-west-1:${OTHER}:vpc/vpc-1` })
    expect(snapshot.units).toEqual([{ id: 'mine', dialect: 'export', name: 'mine', file: 'x.json', closed: true }])
  })

  it('taken from beside are an assumption that is said', () => {
    const snapshot = scopes({
      'a/c.json': cluster(ACCOUNT, REGION),
      'a/x.json': { Vpcs: [{ VpcId: 'vpc-1', CidrBlock: '10.0.0.0/8' }] },
    })
    expect(snapshot.assumptions).toEqual([
      `a: account ${ACCOUNT} and region ${REGION} taken from the answers beside them for those that tell none`,
    ])
  })

  it('are not guessed when the answers beside tell several', () => {
    const snapshot = scopes({
      'a/1.json': cluster(ACCOUNT, REGION),
      'a/2.json': cluster(OTHER, REGION),
      'a/x.json': { Vpcs: [{ VpcId: 'vpc-1', CidrBlock: '10.0.0.0/8' }] },
    })
    expect(the(snapshot, 'AWS::EC2::VPC').scope).toMatchObject({ account: '?a', region: REGION })
  })

  it('of several accounts in one path make one unit with scopes and anchors of their own', () => {
    const snapshot = scopes({
      'e/1/c.json': cluster(ACCOUNT, REGION),
      'e/2/c.json': cluster(OTHER, 'eu-west-1'),
      'e/1/g.json': groups(ACCOUNT),
      'e/2/g.json': groups(OTHER),
    })
    expect(snapshot.units.map(({ id }) => id)).toEqual(['e'])
    expect(all(snapshot, 'Opscheck::Region').map(({ address, properties }) => [address, properties])).toEqual([
      [`${ACCOUNT}/${REGION}`, { AccountId: ACCOUNT, RegionName: REGION }],
      [`${OTHER}/eu-west-1`, { AccountId: OTHER, RegionName: 'eu-west-1' }],
    ])
    expect(all(snapshot, 'AWS::EC2::SecurityGroup').map(({ address }) => address)).toEqual([
      `arn:aws:ec2:${REGION}:${ACCOUNT}:security-group/sg-1`,
      `arn:aws:ec2:eu-west-1:${OTHER}:security-group/sg-1`,
    ])
    expect(state(snapshot, 'AWS::EC2::SecurityGroup', 'eu-west-1', OTHER)).toBe('complete')
  })

  it('of what is shared are those it can be seen in', () => {
    const shared = { Subnets: [{ SubnetId: 's', VpcId: 'v', OwnerId: OTHER }] }
    const subnet = the(read({ 'subnets.json': shared }), 'AWS::EC2::Subnet')
    expect([subnet.scope.account, subnet.address]).toEqual([ACCOUNT, `arn:aws:ec2:${REGION}:${OTHER}:subnet/s`])
  })
})

describe('errors', () => {
  it('name the call and the action that was missing, and are never absence', () => {
    const snapshot = read({
      'alarms.txt': `An error occurred (AccessDenied) when calling the DescribeAlarms operation: User: arn:aws:sts::${ACCOUNT}:assumed-role/r/s is not authorized to perform: cloudwatch:DescribeAlarms because no identity-based policy allows it`,
    })
    expect(snapshot.coverage).toEqual([
      expect.objectContaining({
        type: 'AWS::CloudWatch::Alarm',
        account: ACCOUNT,
        region: REGION,
        state: 'unread',
        call: 'cloudwatch:DescribeAlarms',
        action: 'cloudwatch:DescribeAlarms',
      }),
      expect.objectContaining({
        type: 'AWS::CloudWatch::CompositeAlarm',
        state: 'unread',
        cause: { class: 'read', reason: 'cloudwatch:DescribeAlarms was denied (AccessDenied)' },
      }),
    ])
  })

  it('do not repeat foreign text as a code', () => {
    const snapshot = read({ 'describe-clusters.json': { errorCode: 'Denied', errorMessage: '<b>' } })
    expect(snapshot.coverage[0]?.cause?.reason).toBe('ecs:DescribeClusters failed (Denied)')
  })
})

describe('a recording', () => {
  const recording = {
    opscheckRecording: 1,
    capturedAt: '2026-11-22T01:02:03Z',
    partition: 'aws-cn',
    account: ACCOUNT,
    region: 'cn-north-1',
    answers: [
      { operation: 'ec2:DescribeVpcs', request: {}, body: { Vpcs: [{ VpcId: 'vpc-1', CidrBlock: '10.0.0.0/8' }] } },
      {
        operation: 'ec2:DescribeVpcAttribute',
        request: { VpcId: 'vpc-1', Attribute: 'enableDnsSupport' },
        error: { code: 'UnauthorizedOperation', message: 'no' },
      },
      { operation: 'ec2:DescribeSubnets', request: {}, complete: false, body: { Subnets: [] } },
      { nothing: true },
      null,
    ],
  }

  it('replays answers and faults, with the place in the file', () => {
    const snapshot = read({ 'rec/a.json': recording })
    expect(snapshot.units[0]).toMatchObject({ dialect: 'live', name: 'rec/a.json' })
    const vpc = the(snapshot, 'AWS::EC2::VPC')
    expect(vpc.address).toBe(`arn:aws-cn:ec2:cn-north-1:${ACCOUNT}:vpc/vpc-1`)
    expect(shown(vpc.properties.EnableDnsSupport)).toContain('<read: ')
    expect(vpc.locate(['CidrBlock'])).toMatchObject({
      file: 'rec/a.json',
      path: '/answers/0/body/Vpcs/0/CidrBlock',
      call: 'ec2:DescribeVpcs',
    })
    expect(state(snapshot, 'AWS::EC2::Subnet', 'cn-north-1')).toBe('partial read')
    expect(snapshot.warnings).toEqual([
      expect.objectContaining({
        code: 'export-damaged',
        message: '2 entries of the recording are no answers and were left out',
      }),
    ])
  })

  it('says when it was made', () => {
    expect(capturedAt(recording)).toBe('2026-11-22T01:02:03Z')
    expect(capturedAt({ ...recording, capturedAt: 'yesterday' })).toBeUndefined()
    expect(capturedAt({ capturedAt: '2026-11-22T01:02:03Z' })).toBeUndefined()
  })

  it('of another version is not read', () => {
    expect(isRecognised({ ...recording, opscheckRecording: 2 })).toBe(false)
  })
})

it('places properties by line and column', () => {
  const text = '{\n  "Vpcs": [\n    {\n      "VpcId": "vpc-1",\n      "CidrBlock": "10.0.0.0/8"\n    }\n  ]\n}\n'
  const json: unknown = JSON.parse(text)
  const snapshot = readFiles([{ path: 'v.json', text, json }])
  expect(the(snapshot, 'AWS::EC2::VPC').locate(['CidrBlock'])).toMatchObject({
    file: 'v.json',
    line: 5,
    column: 7,
    path: '/Vpcs/0/CidrBlock',
  })
  expect(properties(snapshot, 'AWS::EC2::VPC')).toMatchObject({ VpcId: 'vpc-1' })
})

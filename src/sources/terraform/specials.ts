import { isList, isMap, isSpecial, KIND, ref, rest, setEntry, unknown, type Value } from '../../model/value.ts'
import { parseJsonText } from '../../util/json.ts'
import { parseYaml } from '../../util/yaml.ts'
import { type Cell, child, elements, isAbsent, isSensitive, isUnknown, rootCell } from './cell.ts'
import { containerDefinitions } from './container-definitions.ts'
import type { Conversion } from './conversion.ts'
import type { Document } from './document.ts'
import { isRecord, own, ownString } from './json.ts'
import { linkTo, outcomesOf } from './links.ts'
import { link, object, type Rules, type Special } from './mapping.ts'
import { policyOf } from './policy-document.ts'
import { inlineRules, protocolName } from './security-group-rules.ts'
import { afterApply, type Builder, configured, hide, isScalar, plain, put, toValue } from './values.ts'

/** The conversions that the words of a mapping do not tell. */
export function applySpecial(conversion: Conversion, by: Special, to: string, cell: Cell, into: Builder): void {
  if (by === 'artifact-stores') artifactStores(conversion, cell, into)
  else set(into, to, SPECIALS[by](conversion, cell))
}

type Convert = (conversion: Conversion, cell: Cell) => Value | undefined

const SPECIALS: Readonly<Record<Exclude<Special, 'artifact-stores'>, Convert>> = {
  'account-setting': (_, cell) => accountSetting(cell),
  'action-configuration': ({ document }, cell) => actionConfiguration(document, cell),
  'container-definitions': (_, cell) => containerDefinitions(cell),
  'default-table-vpc': ({ document }, cell) => defaultTableVpc(document, cell),
  dimensions: ({ document }, cell) => dimensions(document, cell),
  'document-content': documentContent,
  'firehose-encryption': ({ document }, cell) => firehoseEncryption(document, cell),
  'inline-policies': inlinePolicies,
  'instance-addresses': networkInterfaces,
  'load-balancer-attributes': loadBalancerAttributes,
  'rule-port': ({ document }, cell) => rulePort(document, cell),
  'rule-protocol': ({ document }, cell) => {
    const protocol = plain(document, cell)
    return isScalar(protocol) ? protocolName(String(protocol)) : protocol
  },
  'security-group-egress': egress,
  'security-group-ingress': ({ document }, cell) =>
    isAbsent(cell) ? undefined : inlineRules(document, cell, 'ingress'),
  webhook: () => true,
  'webhook-filters': webhookFilters,
}

function set(into: Builder, path: string, value: Value | undefined): void {
  if (value !== undefined) put(into, path, value)
}

/** Terraform takes away the rule that lets everything out, which EC2 gives every new group: no rules means none. */
function egress(conversion: Conversion, cell: Cell): Value {
  const asked = configured(conversion.document, cell)
  if (isUnknown(cell) && asked === 'no') return []
  if (asked !== 'yes' && EGRESS_APART.some((echo) => conversion.echoes(echo, cell.instance))) return []
  return inlineRules(conversion.document, cell, 'egress')
}

/** Rules told apart show up in the group once they exist. */
const EGRESS_APART = [
  { type: 'aws_security_group_rule', by: 'security_group_id' },
  { type: 'aws_vpc_security_group_egress_rule', by: 'security_group_id' },
] as const

/** One store without region is the pipeline's own; several name their regions. */
function artifactStores(conversion: Conversion, cell: Cell, into: Builder): void {
  if (isUnknown(cell)) set(into, 'ArtifactStore', afterApply(conversion.document, cell))
  const stores = elements(cell, false).map((block) => {
    const store: Builder = {}
    conversion.convert(ARTIFACT_STORE, block, store)
    return { region: plain(conversion.document, child(block, 'region')), store }
  })
  const [only] = stores
  if (stores.length === 1 && only !== undefined && only.region === undefined) into.ArtifactStore = only.store
  else if (stores.length > 0) {
    into.ArtifactStores = stores.map(({ region, store }) =>
      region === undefined ? { ArtifactStore: store } : { Region: region, ArtifactStore: store },
    )
  }
}

const ARTIFACT_STORE: Rules = {
  location: link('Location', 'AWS::S3::Bucket'),
  type: 'Type',
  encryption_key: object('EncryptionKey', { id: link('Id', 'AWS::KMS::Key', 'AWS::KMS::Alias'), type: 'Type' }),
}

function documentContent({ document }: Conversion, cell: Cell): Value | undefined {
  if (isUnknown(cell)) return afterApply(document, cell)
  const { value, instance } = cell
  if (typeof value !== 'string') return undefined
  const format = ownString(instance.values, 'document_format')
  const yaml = format === 'YAML' ? parseYaml(value, 'core') : undefined
  const content = yaml?.ok ? yaml.document.value : format === 'YAML' ? undefined : parseJsonText(value)
  if (content !== undefined) return isSensitive(cell) ? hide(content) : toValue(content)
  return unknown('read', `${cell.name} of ${instance.address} is not ${format === 'YAML' ? 'YAML' : 'JSON'}`, {
    present: 'yes',
  })
}

function inlinePolicies({ document }: Conversion, cell: Cell): Value | undefined {
  if (isUnknown(cell)) return afterApply(document, cell)
  const policies = elements(cell, false).flatMap((block) => {
    const name = plain(document, child(block, 'name'))
    const policy = policyOf(document, child(block, 'policy'))
    // One empty block says that there are no inline policies.
    if (policy === undefined) return []
    return [name === undefined ? { PolicyDocument: policy } : { PolicyName: name, PolicyDocument: policy }]
  })
  return policies.length === 0 ? undefined : policies
}

/** The interfaces of an instance; the public address is asked for on the first. */
function networkInterfaces({ document }: Conversion, cell: Cell): Value | undefined {
  const root = rootCell(cell.instance)
  const blocks = child(root, 'network_interface')
  if (isUnknown(blocks) && configured(document, blocks) !== 'no') return afterApply(document, blocks)
  const given = elements(blocks, false).map((block): Builder => {
    const found: Builder = {}
    const index = plain(document, child(block, 'device_index'))
    if (index !== undefined) found.DeviceIndex = isScalar(index) ? String(index) : index
    const id = linkTo(document, child(block, 'network_interface_id'), ['AWS::EC2::NetworkInterface'])
    if (id !== undefined) found.NetworkInterfaceId = id
    return found
  })
  const address = isUnknown(cell) && configured(document, cell) === 'no' ? undefined : plain(document, cell)
  if (given.length > 0) return given
  return address === undefined ? undefined : [{ DeviceIndex: '0', AssociatePublicIpAddress: address }]
}

/** Load balancers keep these as a list of texts. */
function loadBalancerAttributes({ document }: Conversion, cell: Cell): Value | undefined {
  const root = rootCell(cell.instance)
  const found: Value[] = []
  const add = (key: string, from: Cell): void => {
    if (isAbsent(from)) return
    const value = plain(document, from)
    if (value !== undefined) found.push({ Key: key, Value: isScalar(value) ? String(value) : value })
  }
  for (const [attribute, key] of LOAD_BALANCER_ATTRIBUTES) add(key, child(root, attribute))
  for (const [attribute, prefix] of LOAD_BALANCER_LOGS) {
    const block = elements(child(root, attribute), true)[0]
    if (block === undefined) continue
    add(`${prefix}.enabled`, child(block, 'enabled'))
    const bucket = linkTo(document, child(block, 'bucket'), ['AWS::S3::Bucket'])
    if (bucket !== undefined) found.push({ Key: `${prefix}.bucket`, Value: bucket })
    add(`${prefix}.prefix`, child(block, 'prefix'))
  }
  return isList(found) && found.length > 0 ? found : undefined
}

const LOAD_BALANCER_ATTRIBUTES = [
  ['drop_invalid_header_fields', 'routing.http.drop_invalid_header_fields.enabled'],
  ['desync_mitigation_mode', 'routing.http.desync_mitigation_mode'],
  ['enable_deletion_protection', 'deletion_protection.enabled'],
  ['enable_http2', 'routing.http2.enabled'],
  ['enable_cross_zone_load_balancing', 'load_balancing.cross_zone.enabled'],
  ['enable_waf_fail_open', 'waf.fail_open.enabled'],
  ['idle_timeout', 'idle_timeout.timeout_seconds'],
  ['preserve_host_header', 'routing.http.preserve_host_header.enabled'],
  ['xff_header_processing_mode', 'routing.http.xff_header_processing.mode'],
] as const

const LOAD_BALANCER_LOGS = [
  ['access_logs', 'access_logs.s3'],
  ['connection_logs', 'connection_logs.s3'],
] as const

/** The API's names for everything the account may set: what no resource sets is somebody else's. */
const ACCOUNT_SETTINGS = [
  'awsvpcTrunking',
  'containerInsights',
  'containerInstanceLongArnFormat',
  'defaultLogDriverMode',
  'dualStackIPv6',
  'fargateEventWindows',
  'fargateFIPSMode',
  'fargateTaskRetirementWaitPeriod',
  'guardDutyActivate',
  'serviceLongArnFormat',
  'tagResourceAuthorization',
  'taskLongArnFormat',
] as const

function accountSetting(cell: Cell): Value {
  const settings: Builder = {}
  const { value, instance } = cell
  for (const name of ACCOUNT_SETTINGS)
    settings[name] = unknown('input', `the account setting ${name} is not in this input`)
  const wanted = own(instance.values, 'value')
  if (typeof value !== 'string') return settings
  const text = isScalar(wanted) ? String(wanted) : unknown('value', `value of ${instance.address} is known after apply`)
  setEntry(settings, value, text)
  return settings
}

/** A map whose unknown values may name resources, by key. */
function linkedMap(
  document: Document,
  cell: Cell,
  types: Readonly<Record<string, readonly string[]>>,
): Value | undefined {
  const map = plain(document, cell)
  if (!isMap(map) || !isRecord(cell.unknown)) return map
  const found: Builder = {}
  for (const key of Object.keys(map)) {
    const member = { ...child(cell, key), expression: cell.expression }
    const accepted = Object.hasOwn(types, key) ? types[key] : undefined
    const value = isUnknown(member) && accepted !== undefined ? linkTo(document, member, accepted) : map[key]
    if (value !== undefined) setEntry(found, key, value)
  }
  return found
}

/**
 * One value known after apply makes all of a nested map unknown. Which resources it names is still told: each stands at
 * the key that is meant for its type, the other keys of the action's provider are unknown.
 */
function actionConfiguration(document: Document, cell: Cell): Value | undefined {
  if (!isUnknown(cell)) return linkedMap(document, cell, ACTION_LINKS)
  const provider = plain(document, child(cell.parent ?? cell, 'provider'))
  const keys = typeof provider === 'string' && Object.hasOwn(ACTION_KEYS, provider) ? ACTION_KEYS[provider] : undefined
  if (keys === undefined || configured(document, cell) !== 'yes') return afterApply(document, cell)
  const found: Builder = {}
  for (const key of keys) {
    const accepted = Object.hasOwn(ACTION_LINKS, key) ? ACTION_LINKS[key] : undefined
    const value = accepted === undefined ? undefined : linkTo(document, cell, accepted)
    const named = isSpecial(value) && value[KIND] === 'ref' ? value : undefined
    found[key] = named ?? unknown('value', `${cell.name} of ${cell.instance.address} is known after apply`)
  }
  return found
}

/** The keys of the configuration of an action, by provider (CodePipeline user guide, Action structure reference). */
const ACTION_KEYS: Readonly<Record<string, readonly string[]>> = {
  CodeBuild: ['ProjectName', 'PrimarySource', 'BatchEnabled', 'CombineArtifacts', 'EnvironmentVariables'],
  CodeCommit: ['RepositoryName', 'BranchName', 'PollForSourceChanges', 'OutputArtifactFormat'],
  CodeDeploy: ['ApplicationName', 'DeploymentGroupName'],
  CodeDeployToECS: [
    'ApplicationName',
    'DeploymentGroupName',
    'TaskDefinitionTemplateArtifact',
    'TaskDefinitionTemplatePath',
    'AppSpecTemplateArtifact',
    'AppSpecTemplatePath',
  ],
  CodeStarSourceConnection: [
    'ConnectionArn',
    'FullRepositoryId',
    'BranchName',
    'OutputArtifactFormat',
    'DetectChanges',
  ],
  ECR: ['RepositoryName', 'ImageTag'],
  ECS: ['ClusterName', 'ServiceName', 'FileName', 'DeploymentTimeout'],
  Manual: ['NotificationArn', 'CustomData', 'ExternalEntityLink'],
}

/** Keys of an action's configuration that name resources (CodePipeline user guide, Action structure reference). */
const ACTION_LINKS: Readonly<Record<string, readonly string[]>> = {
  ApplicationName: ['AWS::CodeDeploy::Application'],
  BucketName: ['AWS::S3::Bucket'],
  ClusterName: ['AWS::ECS::Cluster'],
  ConnectionArn: ['AWS::CodeStarConnections::Connection', 'AWS::CodeConnections::Connection'],
  DeploymentGroupName: ['AWS::CodeDeploy::DeploymentGroup'],
  NotificationArn: ['AWS::SNS::Topic'],
  PipelineName: ['AWS::CodePipeline::Pipeline'],
  ProjectName: ['AWS::CodeBuild::Project'],
  RepositoryName: ['AWS::CodeCommit::Repository', 'AWS::ECR::Repository'],
  RoleArn: ['AWS::IAM::Role'],
  S3Bucket: ['AWS::S3::Bucket'],
  ServiceName: ['AWS::ECS::Service'],
}

/**
 * One value known after apply makes all of the map unknown, as it does with the configuration of an action. In the
 * namespaces of AWS each resource that the expression names stands at the dimension of its type; others may follow.
 */
function dimensions(document: Document, cell: Cell): Value | undefined {
  if (isUnknown(cell)) return namedDimensions(document, cell)
  const map = linkedMap(document, cell, DIMENSION_LINKS)
  return isMap(map) ? Object.keys(map).map((name) => ({ Name: name, Value: map[name] })) : map
}

function namedDimensions(document: Document, cell: Cell): Value {
  const unsure = afterApply(document, cell)
  const namespace = plain(document, child(cell.parent ?? rootCell(cell.instance), 'namespace'))
  const outside = outcomesOf(document, cell).some((outcome) => outcome.is === 'outside')
  if (outside || typeof namespace !== 'string' || !AWS_NAMESPACE.test(namespace)) return unsure
  const found = Object.entries(DIMENSION_LINKS).flatMap(([name, accepted]): readonly Value[] => {
    const value = linkTo(document, cell, accepted)
    return isSpecial(value) && value[KIND] === 'ref' ? [{ Name: name, Value: value }] : []
  })
  const cause = { class: 'value', reason: `${cell.name} of ${cell.instance.address} is known after apply` } as const
  return found.length === 0 ? unsure : [...found, rest(cause)]
}

const AWS_NAMESPACE = /^(?:AWS|ECS)\//

/** Dimensions of CloudWatch metrics that name resources. */
const DIMENSION_LINKS = {
  AutoScalingGroupName: ['AWS::AutoScaling::AutoScalingGroup'],
  CapacityProviderName: ['AWS::ECS::CapacityProvider'],
  ClusterName: ['AWS::ECS::Cluster'],
  InstanceId: ['AWS::EC2::Instance'],
  LoadBalancer: ['AWS::ElasticLoadBalancingV2::LoadBalancer'],
  LogGroupName: ['AWS::Logs::LogGroup'],
  PipelineName: ['AWS::CodePipeline::Pipeline'],
  ProjectName: ['AWS::CodeBuild::Project'],
  RuleName: ['AWS::Events::Rule'],
  ServiceName: ['AWS::ECS::Service'],
  TargetGroup: ['AWS::ElasticLoadBalancingV2::TargetGroup'],
  TaskDefinitionFamily: ['AWS::ECS::TaskDefinition'],
  TopicName: ['AWS::SNS::Topic'],
} as const

/** `default_route_table_id = aws_vpc.main.default_route_table_id` is the one place that tells the VPC. */
function defaultTableVpc(document: Document, cell: Cell): Value | undefined {
  const known = child(rootCell(cell.instance), 'vpc_id')
  if (!isUnknown(known)) return plain(document, known)
  const asVpc = outcomesOf(document, cell).flatMap((outcome) => (outcome.is === 'opaque' ? [outcome.name] : []))
  const [only] = asVpc
  const address = only?.endsWith('.default_route_table_id') ? only.slice(0, only.lastIndexOf('.')) : undefined
  const vpc = address === undefined ? undefined : document.at.get(address)
  if (asVpc.length !== 1 || vpc?.mapping?.type !== 'AWS::EC2::VPC') return afterApply(document, known)
  return ref(vpc.address, 'Ref')
}

function firehoseEncryption(document: Document, cell: Cell): Value | undefined {
  const enabled = plain(document, cell)
  if (enabled === false || enabled === undefined) return undefined
  if (enabled !== true) return enabled
  const block = elements(child(rootCell(cell.instance), 'server_side_encryption'), true)[0]
  return (block === undefined ? undefined : plain(document, child(block, 'key_type'))) ?? 'AWS_OWNED_CMK'
}

/** With every protocol there are no ports. */
function rulePort(document: Document, cell: Cell): Value | undefined {
  const protocol = own(cell.instance.values, 'ip_protocol')
  return isScalar(protocol) && protocolName(String(protocol)) === '-1' ? undefined : plain(document, cell)
}

/** Groups of which one must match, each with filters that must all match. */
function webhookFilters(conversion: Conversion, cell: Cell): Value | undefined {
  if (isUnknown(cell)) return afterApply(conversion.document, cell)
  const groups = elements(cell, false).map((group) =>
    elements(child(group, 'filter'), true).map((filter) => {
      const found: Builder = {}
      conversion.convert(WEBHOOK_FILTER, filter, found)
      return found
    }),
  )
  return groups.length === 0 ? undefined : groups
}

const WEBHOOK_FILTER: Rules = {
  exclude_matched_pattern: 'ExcludeMatchedPattern',
  pattern: 'Pattern',
  type: 'Type',
}

import { type Answer, allOf, anyOf, NO, no, unsure, unsureOf, YES } from '../../aws/answer.ts'
import { allows, effective, parsePolicy } from '../../aws/iam/index.ts'
import type { Peer } from '../../aws/network/admits.ts'
import { type EndpointFacts, egressPath, endpointServes } from '../../aws/network/egress.ts'
import type { Resource, Unit } from '../../model/resource.ts'
import { FALSE, TRUE } from '../../model/tri.ts'
import { type Cause, entry, isSpecial, KIND, type Value } from '../../model/value.ts'
import { type Frame, type Members, rootElement } from '../frame.ts'
import { parsePath, readPath } from '../path.ts'
import { followed, merged, openness } from '../related.ts'
import { settleDeep } from '../settle.ts'
import { sameText } from '../text-index.ts'
import { type Algorithm, type Facet, onPlace, type Relation, type Answer as WordAnswer } from '../word.ts'
import { follow, isOpaque, isSame } from '../world.ts'
import * as ecs from './ecs.ts'
import * as instance from './instance.ts'
import { effectiveRouteTable, isInternetGateway, ROUTE_TYPES, routesOf } from './route-table.ts'
import { EGRESS, inGroups, letsIn, letsOut, SECURITY_GROUP } from './security-groups.ts'

const SUBNET = 'AWS::EC2::Subnet'
const VPC = 'AWS::EC2::VPC'
const ENDPOINT = 'AWS::EC2::VPCEndpoint'
const NAT_GATEWAY = 'AWS::EC2::NatGateway'

export const algorithms: readonly Algorithm[] = [
  {
    name: 'egressTo',
    on: [{ types: [SUBNET], at: '' }],
    says: 'Something in this subnet reaches an AWS API on port 443: {service: xray, from: $}, the caller with its groups.',
    reads: [
      ...ROUTE_TYPES,
      ENDPOINT,
      NAT_GATEWAY,
      SECURITY_GROUP,
      'AWS::EC2::SecurityGroupIngress',
      EGRESS,
      'AWS::EC2::PrefixList',
    ],
    compile: (operand) => {
      const { service, from } = operand.map()
      if (typeof service !== 'string') return operand.reject('"service" is the end of an endpoint name, such as xray')
      const caller = operand.element(typeof from === 'string' ? from : '$')
      return (frame, element): WordAnswer => {
        const expected = `a network path to ${service}`
        const target = caller(frame, element)
        if (target === undefined) return { tri: FALSE, expected }
        return { ...pathFrom(frame, element.resource, target.resource, service), expected }
      }
    },
  },
]

function pathFrom(frame: Frame, subnet: Resource, caller: Resource, service: string): Answer {
  if (isOpaque(subnet)) return unsure(subnet.rest?.cause ?? notRead(subnet))
  const groups = related(frame, caller, 'securityGroups')
  const vpcs = followed(frame, subnet, entry(subnet.properties, 'VpcId') ?? subnet.rest, [VPC])
  const vpc = vpcs.members[0]?.element.resource
  const table = effectiveRouteTable(frame, subnet)
  const { routes, open } = table.kind === 'table' ? routesOf(frame, table.table) : { routes: [], open: undefined }
  const routesOpen = table.kind === 'unknown' ? table.cause : open
  const from = table.kind === 'table' ? table.table : subnet
  const outboundInternet = letsOut(frame, groups, { ports: [443], from: 'internet' })
  const region = subnet.scope.region.startsWith('?') ? undefined : subnet.scope.region
  const routed = table.kind === 'table' ? table.table : undefined
  const endpoints = servingAround(frame, service, vpc).map((endpoint) =>
    endpointFacts(frame, endpoint, { subnet, vpc, groups, routed, outboundInternet, service }),
  )
  const endpointsOpen =
    vpc === undefined
      ? { class: 'value' as const, reason: `the VPC of ${subnet.address} is not known` }
      : openness(frame, vpc, 'attached', [ENDPOINT], 'VPC endpoint').open
  return egressPath({
    service,
    ...(region === undefined ? {} : { region }),
    endpoints,
    ...(endpointsOpen === undefined ? {} : { endpointsOpen }),
    routes,
    ...(routesOpen === undefined ? {} : { routesOpen }),
    isInternetGateway: (id) =>
      fromTri(isInternetGateway(frame, id, from), `what ${subnet.address} is routed to is not known`),
    isPublicNat: (id) => publicNat(frame, id, from),
    publicAddress: fromValue(facetOf(frame, caller, 'publicAddress')),
    outboundInternet,
  })
}

/** Of the endpoints that may serve those that may be in the VPC: of its own unit the ones in it, or in nobody knows which. */
function servingAround(frame: Frame, service: string, vpc: Resource | undefined): readonly Resource[] {
  if (vpc === undefined || isOpaque(vpc)) return serving(frame, service)
  const units = frame.world.memo(`egress.around ${service}`, () => byVpc(frame, serving(frame, service)))
  return [...units].flatMap(([unit, vpcs]) =>
    unit === vpc.unit ? [...(vpcs.get(vpc) ?? []), ...(vpcs.get(undefined) ?? [])] : [...vpcs.values()].flat(),
  )
}

function byVpc(
  frame: Frame,
  endpoints: readonly Resource[],
): ReadonlyMap<Unit, ReadonlyMap<Resource | undefined, readonly Resource[]>> {
  const units = Map.groupBy(endpoints, ({ unit }) => unit)
  return new Map([...units].map(([unit, own]) => [unit, Map.groupBy(own, (endpoint) => seenVpc(frame, endpoint))]))
}

/** The VPC of an endpoint, where no condition decides it and it is a resource of the same unit. */
function seenVpc(frame: Frame, endpoint: Resource): Resource | undefined {
  const value = entry(endpoint.properties, 'VpcId')
  if (typeof value !== 'string' && !(isSpecial(value) && value[KIND] === 'ref')) return undefined
  const { kind, resource } = follow(frame.world, value, [VPC], endpoint)
  return kind === 'resource' && !isOpaque(resource) && resource.unit === endpoint.unit ? resource : undefined
}

/** The endpoints that may serve, in any region and any world of open conditions. */
function serving(frame: Frame, service: string): readonly Resource[] {
  return frame.world.memo(`egress.endpoints ${service}`, () =>
    frame.world
      .ofType(ENDPOINT)
      .filter(
        (endpoint) => endpointServes(entry(endpoint.properties, 'ServiceName') ?? endpoint.rest, service).tri !== FALSE,
      ),
  )
}

interface Caller {
  readonly subnet: Resource
  readonly vpc: Resource | undefined
  readonly groups: Members
  readonly routed: Resource | undefined
  readonly outboundInternet: Answer
  readonly service: string
}

function endpointFacts(frame: Frame, endpoint: Resource, caller: Caller): EndpointFacts {
  const read = (property: string): Value | undefined =>
    settleDeep(frame, entry(endpoint.properties, property) ?? endpoint.rest)
  const there = endpoint.condition === undefined || frame.choices.holds(endpoint.condition)
  return {
    serviceName: endpointName(frame, endpoint),
    type: read('VpcEndpointType'),
    sameVpc: there ? inVpc(frame, endpoint, caller) : NO,
    privateDns: read('PrivateDnsEnabled'),
    vpcDns: vpcDns(frame, caller.vpc),
    state: readPath(frame, rootElement(endpoint), LIVE_STATE),
    admitsCaller: admitsCaller(frame, endpoint, caller),
    permits: permits(frame, endpoint, caller.service),
    routed: isRouted(frame, endpoint, caller),
  }
}

const LIVE_STATE = parsePath('Live.State') ?? []

function endpointName(frame: Frame, endpoint: Resource): Value | undefined {
  return settleDeep(frame, entry(endpoint.properties, 'ServiceName') ?? endpoint.rest)
}

/** The same resource, or the same name, parameters included. */
function inVpc(frame: Frame, endpoint: Resource, { subnet, vpc }: Caller): Answer {
  const value = settleDeep(frame, entry(endpoint.properties, 'VpcId') ?? endpoint.rest)
  const own = settleDeep(frame, entry(subnet.properties, 'VpcId') ?? subnet.rest)
  if (value !== undefined && own !== undefined) {
    const same = sameText(frame, { value, from: endpoint }, { value: own, from: subnet })
    if (same === TRUE) return YES
  }
  const target = followed(frame, endpoint, value, [VPC]).members[0]?.element.resource
  const same = vpc === undefined || target === undefined ? undefined : isSame(vpc, target)
  if (same === undefined)
    return unsureOf('value', `whether ${endpoint.address} is in the VPC of ${subnet.address} is not known`)
  return same ? YES : NO
}

/** Private DNS needs both attributes of the VPC (AWS PrivateLink Guide); a new VPC has no host names. */
function vpcDns(frame: Frame, vpc: Resource | undefined): Answer {
  if (vpc === undefined || (isOpaque(vpc) && entry(vpc.properties, 'EnableDnsHostnames') === undefined)) {
    return unsure(vpc?.rest?.cause ?? { class: 'value', reason: 'the VPC is not known' })
  }
  const flag = (property: string, otherwise: boolean): Answer =>
    fromValue(frame.choices.settle(entry(vpc.properties, property)) ?? vpc.rest ?? otherwise)
  const answer = allOf([flag('EnableDnsSupport', true), flag('EnableDnsHostnames', false)])
  return answer.tri === FALSE ? no(`${vpc.address} has no DNS support or no DNS host names`) : answer
}

/** One group of the endpoint lets the caller in, and one of the caller's lets it out to the endpoint. */
function admitsCaller(frame: Frame, endpoint: Resource, { subnet, groups }: Caller): Answer {
  const named = settleDeep(frame, entry(endpoint.properties, 'SecurityGroupIds') ?? endpoint.rest)
  if (named === undefined) return unsureOf('limit', `${endpoint.address} has the default security group of its VPC`)
  const own = followed(frame, endpoint, named, [SECURITY_GROUP])
  const subnets = followed(frame, endpoint, settleDeep(frame, entry(endpoint.properties, 'SubnetIds')), [SUBNET])
  const callerPeer = peer(frame, [subnet], groups)
  const endpointPeer = peer(
    frame,
    subnets.members.map(({ element }) => element.resource),
    own,
  )
  return allOf([
    letsIn(frame, own, { ports: [443], from: callerPeer }),
    letsOut(frame, groups, { ports: [443], from: endpointPeer }),
  ])
}

function peer(frame: Frame, subnets: readonly Resource[], groups: Members): Peer {
  const addresses = subnets.flatMap((subnet): readonly Value[] => {
    const block = settleDeep(frame, entry(subnet.properties, 'CidrBlock') ?? subnet.rest)
    return block === undefined ? [] : [block]
  })
  const from = subnets[0] ?? groups.members[0]?.element.resource
  return {
    addresses,
    inGroup: (group) => (from === undefined ? NO : inGroups(frame, groups, group, from)),
  }
}

/** An action that stands for what callers do with the service. */
const ACTIONS: Readonly<Record<string, string>> = {
  'ecr.api': 'ecr:GetAuthorizationToken',
  'ecr.dkr': 'ecr:BatchGetImage',
  ec2messages: 'ec2messages:GetMessages',
  'kinesis-firehose': 'firehose:PutRecordBatch',
  logs: 'logs:PutLogEvents',
  monitoring: 'cloudwatch:PutMetricData',
  secretsmanager: 'secretsmanager:GetSecretValue',
  ssm: 'ssm:UpdateInstanceInformation',
  ssmmessages: 'ssmmessages:CreateControlChannel',
  sts: 'sts:GetCallerIdentity',
  xray: 'xray:PutTraceSegments',
}

/** Without a policy an endpoint lets everything through. Principals of the policy are not looked at. */
function permits(frame: Frame, endpoint: Resource, service: string): Answer {
  const document = settleDeep(frame, entry(endpoint.properties, 'PolicyDocument') ?? endpoint.rest)
  if (document === undefined) return YES
  const action = Object.hasOwn(ACTIONS, service) ? ACTIONS[service] : undefined
  if (action === undefined) return unsureOf('limit', `the policy of ${endpoint.address} is not judged for ${service}`)
  const policy = parsePolicy(document, { unit: endpoint.unit.id })
  const { tri, reason } = allows(effective({ identity: [{ label: endpoint.address, policy }] }), { action })
  if (tri === FALSE) return no(`the policy of ${endpoint.address} does not allow ${action}`)
  const anyone = policy.statements.every(({ principal }) => principal === undefined || principal.anyone)
  if (tri === TRUE && anyone) return YES
  return unsure(
    reason ?? { class: 'limit', reason: `whom the policy of ${endpoint.address} lets through is not judged` },
  )
}

/** For a gateway. The route itself is AWS's, made for each associated table. */
function isRouted(frame: Frame, endpoint: Resource, { routed, outboundInternet }: Caller): Answer {
  if (routed === undefined) return unsureOf('value', 'the route table is not known')
  const tables = settleDeep(frame, entry(endpoint.properties, 'RouteTableIds') ?? endpoint.rest)
  const { members, open } = merged([followed(frame, endpoint, tables, ['AWS::EC2::RouteTable'])])
  const answers = members.map(({ element }): Answer => {
    const same = isSame(routed, element.resource)
    return same === undefined
      ? unsureOf('value', `the route tables of ${endpoint.address} are not known`)
      : same
        ? YES
        : NO
  })
  const associated = anyOf(open === undefined ? answers : [...answers, unsure(open)])
  return allOf([associated, outboundInternet])
}

function publicNat(frame: Frame, id: Value, from: Resource): Answer {
  const target = follow(frame.world, id, [NAT_GATEWAY], from)
  if (target.kind === 'opaque') return unsure(target.resource.rest?.cause ?? notRead(target.resource))
  const gateway = rootElement(target.resource)
  const kind = readPath(frame, gateway, CONNECTIVITY) ?? 'public'
  const state = readPath(frame, gateway, LIVE_STATE) ?? 'available'
  if (typeof kind !== 'string') return unsure(ecs.unknownOf(kind, 'the kind of the NAT gateway is not known').cause)
  if (kind !== 'public') return no('the NAT gateway is private')
  if (typeof state !== 'string') return unsure(ecs.unknownOf(state, 'the state of the NAT gateway is not known').cause)
  return state.toLowerCase() === 'available' ? YES : no(`the NAT gateway is ${state}`)
}

const CONNECTIVITY = parsePath('ConnectivityType') ?? []

const RELATIONS: readonly Relation[] = [...ecs.relations, ...instance.relations]
const FACETS: readonly Facet[] = instance.facets

/** What the word of the language leads to, for the type of the caller. */
function related(frame: Frame, caller: Resource, name: string): Members {
  const word = RELATIONS.find((relation) => relation.name === name && onPlace(relation.on, caller.type, ''))
  return word?.of(frame, rootElement(caller)) ?? { members: [], open: notModelled(caller) }
}

function facetOf(frame: Frame, caller: Resource, name: string): Value | undefined {
  const word = FACETS.find((facet) => facet.name === name && onPlace(facet.on, caller.type, ''))
  return word === undefined
    ? { [KIND]: 'unknown', cause: notModelled(caller), present: 'maybe' }
    : word.read(frame, rootElement(caller))
}

function notModelled(caller: Resource): Cause {
  return { class: 'limit', reason: `the network of a ${caller.type} is not modelled` }
}

function notRead(resource: Resource): Cause {
  return { class: 'input', reason: `${resource.address} is not among the inputs` }
}

function fromValue(value: Value | undefined): Answer {
  if (value === true || value === 'true') return YES
  if (value === undefined || typeof value !== 'object') return NO
  return unsure(ecs.unknownOf(value, 'it is not known').cause)
}

function fromTri(answer: number, reason: string): Answer {
  return answer === TRUE ? YES : answer === FALSE ? NO : unsureOf('value', reason)
}

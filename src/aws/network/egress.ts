import { FALSE, TRUE } from '../../model/tri.ts'
import { type Cause, entry, isSpecial, KIND, type PropertyMap, type Value } from '../../model/value.ts'
import {
  type Answer,
  allOf,
  anyOf,
  causeOf,
  consider,
  literalBoolean,
  literalText,
  NO,
  no,
  type Settled,
  unsure,
  unsureOf,
  YES,
  yes,
} from '../answer.ts'
import { hasPublicAddresses, parseCidr } from './cidr.ts'
import { type Destination, destinationOf, isBlackhole } from './routes.ts'

/** All that decides whether something in one subnet reaches one AWS service on port 443. */
export interface EgressFacts {
  /** As endpoint names end in it: `xray`, `ecr.api`, `s3`. */
  readonly service: string
  /** Absent when the region is not known. */
  readonly region?: string
  readonly endpoints: readonly EndpointFacts[]
  /** Why there may be more endpoints. */
  readonly endpointsOpen?: Cause
  /** Routes of the subnet's effective route table. */
  readonly routes: readonly PropertyMap[]
  readonly routesOpen?: Cause
  readonly isInternetGateway: (gatewayId: Value) => Answer
  /** Whether a NAT gateway is one of connectivity type `public` that is available. */
  readonly isPublicNat: (natGatewayId: Value) => Answer
  /** The caller has a public address (AssignPublicIp ENABLED, an Elastic IP, …). */
  readonly publicAddress: Answer
  /** Its security groups let it out on port 443, to the internet. */
  readonly outboundInternet: Answer
}

/** One VPC endpoint as the caller sees it. */
export interface EndpointFacts {
  readonly serviceName: Value | undefined
  /** AWS's default is `Gateway`. */
  readonly type: Value | undefined
  readonly sameVpc: Answer
  readonly privateDns: Value | undefined
  /** The VPC has DNS support and DNS host names. */
  readonly vpcDns: Answer
  /** `available` when absent: what is planned is taken to come up. */
  readonly state: Value | undefined
  /** For an interface: a group of the endpoint admits the caller on 443, and a group of the caller lets it out there. */
  readonly admitsCaller: Answer
  /** The endpoint policy does not exclude the action. */
  readonly permits: Answer
  /** For a gateway: it is associated with the effective route table. */
  readonly routed: Answer
}

/**
 * Whether there is a way from the subnet to the service: an endpoint, a public NAT gateway, an internet gateway with a
 * public address. What leaves by a transit gateway, a peering, an appliance or the like is unknown: central egress and
 * central endpoints are common. False only when there is none of these.
 */
export function egressPath(facts: EgressFacts): Answer {
  const ways = facts.endpoints.map((endpoint) => throughEndpoint(endpoint, facts))
  ways.push(...facts.routes.map((route) => throughRoute(route, facts)))
  const answer = anyOf(ways)
  if (answer.tri !== FALSE) return answer
  const open = facts.endpointsOpen ?? facts.routesOpen
  if (open !== undefined) return unsure(open)
  return no(`neither an endpoint for ${facts.service} nor a NAT gateway nor an internet gateway with a public address`)
}

function throughEndpoint(endpoint: EndpointFacts, facts: EgressFacts): Answer {
  const serves = endpointServes(endpoint.serviceName, facts.service, facts.region)
  if (serves.tri === FALSE || endpoint.sameVpc.tri === FALSE) return NO
  const common = [serves, endpoint.sameVpc, isAvailable(endpoint.state), endpoint.permits]
  return consider(endpoint.type, (type) => {
    const text = type === undefined ? 'Gateway' : literalText(type)
    if (text === undefined) return unsure(causeOf(type, 'VpcEndpointType'))
    const rest =
      text === 'Gateway'
        ? [endpoint.routed]
        : [hasPrivateDns(endpoint.privateDns), endpoint.vpcDns, endpoint.admitsCaller]
    const answer = allOf([...common, ...rest])
    return answer.tri === TRUE ? yes(`${text} endpoint for ${facts.service}`) : answer
  })
}

function isAvailable(state: Value | undefined): Answer {
  return consider(state, (value) => {
    if (value === undefined) return YES
    const text = literalText(value)
    if (text === undefined) return unsure(causeOf(value, 'the state of the endpoint'))
    return text.toLowerCase() === 'available' ? YES : no(`the endpoint is ${text}`)
  })
}

/** CloudFormation's default is false. */
function hasPrivateDns(value: Value | undefined): Answer {
  return consider(value, (settled) => {
    const flag = settled === undefined ? false : literalBoolean(settled)
    if (flag === undefined) return unsure(causeOf(settled, 'PrivateDnsEnabled'))
    return flag ? YES : no('the endpoint has no private DNS')
  })
}

/**
 * Whether an endpoint's service name is the one of an AWS service: `com.amazonaws.REGION.SERVICE`, in China with a
 * `cn.` before it, in other partitions with prefixes of their own. Where the region is a hole it is taken to be the
 * endpoint's own: another region's service has to be asked for by `ServiceRegion`.
 */
export function endpointServes(serviceName: Value | undefined, service: string, region?: string): Answer {
  return consider(serviceName, (name) => {
    const tail = `.${service}`
    const text = literalText(name)
    if (text !== undefined) return servesByName(text, tail, region) ? YES : NO
    const [head, hole, last, ...more] = !isText(name) ? [] : name.parts
    const open = unsure(causeOf(name, 'ServiceName'))
    if (!isText(name)) return open
    const end = name.parts.at(-1)
    if (typeof end === 'string' && !end.endsWith(tail) && !tail.endsWith(end)) return NO
    const framed = typeof head === 'string' && head.endsWith('com.amazonaws.') && typeof hole !== 'string'
    return framed && last === tail && more.length === 0 ? YES : open
  })
}

function isText(value: Settled | undefined) {
  return isSpecial(value) && value[KIND] === 'text'
}

function servesByName(name: string, tail: string, region: string | undefined): boolean {
  if (!name.endsWith(tail)) return false
  const head = name.slice(0, -tail.length)
  const label = head.slice(head.lastIndexOf('.') + 1)
  return region === undefined ? REGION.test(label) : label === region
}

const REGION = /^[a-z]{2,4}(?:-[a-z]{1,12}){1,3}-[0-9]{1,2}$/

/** Where a hop leads that no fact here follows. Any destination counts: endpoints may be shared behind it. */
const CENTRAL = ['TransitGatewayId', 'VpcPeeringConnectionId', 'CoreNetworkArn'] as const

/** Appliances and gateways that are only a way out when the route holds public addresses. */
const OTHER_APPLIANCES = [
  'InstanceId',
  'NetworkInterfaceId',
  'CarrierGatewayId',
  'LocalGatewayId',
  'EgressOnlyInternetGatewayId',
  'OdbNetworkArn',
] as const
const APPLIANCES = [...OTHER_APPLIANCES, 'VpcEndpointId'] as const

function throughRoute(route: PropertyMap, facts: EgressFacts): Answer {
  const blackhole = isBlackhole(route)
  if (blackhole.tri === TRUE) return NO
  const destination = destinationOf(route)
  const answer = anyOf([...central(route), ...toPublicAddresses(route, destination, facts)])
  return answer.tri === TRUE && blackhole.tri !== FALSE ? blackhole : answer
}

function central(route: PropertyMap): readonly Answer[] {
  const gateway = consider(entry(route, 'GatewayId'), (id) =>
    literalText(id)?.startsWith('vgw-') ? beyond('GatewayId') : NO,
  )
  const answers = CENTRAL.map((name) => consider(entry(route, name), (id) => (id === undefined ? NO : beyond(name))))
  return [gateway, ...answers]
}

function beyond(name: string): Answer {
  return unsureOf('limit', `a route leaves by ${name}, and what lies behind it is not followed`)
}

function toPublicAddresses(route: PropertyMap, destination: Destination, facts: EgressFacts): readonly Answer[] {
  if (destination.text !== undefined && !mayHoldPublicAddresses(destination.text)) return []
  const nat = consider(entry(route, 'NatGatewayId'), (id) => {
    if (id === undefined) return NO
    const answer = allOf([facts.isPublicNat(id), facts.outboundInternet])
    return answer.tri === TRUE ? yes('NAT gateway') : answer
  })
  const gateway = consider(entry(route, 'GatewayId'), (id) => throughGateway(id, facts))
  // A prefix list to a VPC endpoint is the route of a gateway endpoint.
  const followed = entry(route, 'DestinationPrefixListId') === undefined ? APPLIANCES : OTHER_APPLIANCES
  const appliances = followed.map((name) =>
    consider(entry(route, name), (id) => (id === undefined ? NO : beyond(name))),
  )
  // The service's addresses are in no narrower block for sure, and IPv6 needs a dual-stack endpoint of the service.
  const sure = destination.low === 2 && destination.family === 'ipv4'
  return [...[nat, gateway].map((way) => (way.tri === TRUE && !sure ? onlyMaybe(destination) : way)), ...appliances]
}

function throughGateway(id: Settled | undefined, facts: EgressFacts): Answer {
  const text = literalText(id)
  if (id === undefined || text === 'local' || text?.startsWith('vgw-') || text?.startsWith('vpce-')) return NO
  const gateway = text?.startsWith('igw-') ? YES : facts.isInternetGateway(id)
  const answer = allOf([gateway, facts.publicAddress, facts.outboundInternet])
  return answer.tri === TRUE ? yes('internet gateway and a public address') : answer
}

function onlyMaybe(destination: Destination): Answer {
  return unsure(
    destination.reason ?? {
      class: 'limit',
      reason: `the route to ${destination.text ?? 'a prefix list'} may or may not lead to the service`,
    },
  )
}

/** Prefix lists (`pl-…`) may. */
function mayHoldPublicAddresses(destination: string): boolean {
  const cidr = parseCidr(destination)
  return cidr === undefined || hasPublicAddresses(cidr)
}

import { describe, expect, it } from 'vitest'
import { NO, unsureOf, YES } from '../../src/aws/answer.ts'
import { blocksIngress } from '../../src/aws/network/block-public-access.ts'
import { type EgressFacts, type EndpointFacts, egressPath, endpointServes } from '../../src/aws/network/egress.ts'
import { routeExposure } from '../../src/aws/network/routes.ts'
import { FALSE, TRUE, UNKNOWN } from '../../src/model/tri.ts'
import { choice, isSpecial, KIND, type PropertyMap, ref, text, unknown, type Value } from '../../src/model/value.ts'

const condition = { op: 'atom', id: 'c', text: 'IsPublic' } as const
const open = unknown('value', 'parameter X has no default', { present: 'yes' })
const gateway = ref('Gateway', 'InternetGatewayId')
const vpn = ref('Vpn', 'VPNGatewayId')
const isGateway = (id: Value) =>
  isSpecial(id) && id[KIND] === 'ref' ? (id.target === 'Gateway' ? TRUE : FALSE) : UNKNOWN

const toGateway = (destination: PropertyMap): PropertyMap => ({ ...destination, GatewayId: gateway })
const all = { DestinationCidrBlock: '0.0.0.0/0' }
const all6 = { DestinationIpv6CidrBlock: '::/0' }

describe('routeExposure', () => {
  it.each<[string, PropertyMap[], string, readonly string[]]>([
    ['no routes', [], 'none', ['none']],
    ['the local route', [{ DestinationCidrBlock: '10.0.0.0/16', GatewayId: 'local' }], 'none', ['none']],
    ['a default route to an internet gateway', [toGateway(all)], 'full', ['full']],
    ['the same by its id', [{ ...all, GatewayId: 'igw-0a1b2c3d' }], 'full', ['full']],
    ['a default route of IPv6', [toGateway(all6)], 'full', ['full']],
    ['a narrower route', [toGateway({ DestinationCidrBlock: '203.0.113.0/24' })], 'partly', ['partly']],
    ['half of all addresses', [toGateway({ DestinationCidrBlock: '0.0.0.0/1' })], 'partly', ['partly']],
    ['a prefix list', [toGateway({ DestinationPrefixListId: 'pl-1' })], 'partly', ['partly']],
    ['both', [toGateway({ DestinationPrefixListId: 'pl-1' }), toGateway(all)], 'full', ['full']],
    ['a VPN gateway', [{ ...all, GatewayId: vpn }], 'none', ['none']],
    ['a VPN gateway by its id', [{ ...all, GatewayId: 'vgw-1' }], 'none', ['none']],
    ['a NAT gateway', [{ ...all, NatGatewayId: ref('Nat', 'NatGatewayId') }], 'none', ['none']],
    ['an egress-only gateway', [{ ...all6, EgressOnlyInternetGatewayId: 'eigw-1' }], 'none', ['none']],
    ['a transit gateway', [{ ...all, TransitGatewayId: 'tgw-1' }], 'none', ['none']],
    ['a blackhole', [{ ...all, GatewayId: 'igw-1', Live: { State: 'blackhole' } }], 'none', ['none']],
    ['an active route', [{ ...all, GatewayId: 'igw-1', Live: { State: 'active' } }], 'full', ['full']],
    ['an open gateway', [{ ...all, GatewayId: open }], 'unknown', ['none', 'partly', 'full']],
    ['an open gateway beside a sure one', [{ ...all, GatewayId: open }, toGateway(all)], 'full', ['full']],
    ['an open destination', [toGateway({ DestinationCidrBlock: open })], 'unknown', ['partly', 'full']],
    [
      'a gateway under a condition',
      [{ ...all, GatewayId: choice(condition, gateway, undefined) }],
      'unknown',
      ['none', 'partly', 'full'],
    ],
    ['a gateway in both branches', [{ ...all, GatewayId: choice(condition, gateway, 'igw-1') }], 'full', ['full']],
  ])('%s', (_, routes, exposure, possible) => {
    expect(routeExposure(routes, isGateway)).toMatchObject({ exposure, possible })
  })

  it.each([
    ['IPv6 alone', toGateway(all6), 'none', 'full'],
    ['IPv4 alone', toGateway(all), 'full', 'none'],
    ['a prefix list of either', toGateway({ DestinationPrefixListId: 'pl-1' }), 'unknown', 'unknown'],
  ])('tells the families apart: %s', (_, route, ipv4, ipv6) => {
    const told = routeExposure([route], isGateway)
    expect([told.ipv4.exposure, told.ipv6.exposure]).toEqual([ipv4, ipv6])
  })

  it('says why it does not know', () => {
    expect(routeExposure([{ ...all, GatewayId: open }], isGateway).reason).toEqual(open.cause)
    const more = { class: 'read', reason: 'routes are truncated' } as const
    expect(routeExposure([], isGateway, more)).toMatchObject({ exposure: 'unknown', reason: more })
    expect(routeExposure([toGateway(all)], isGateway, more).exposure).toBe('full')
  })
})

describe('endpointServes', () => {
  it.each<[Value, string, string | undefined, number]>([
    ['com.amazonaws.eu-west-1.xray', 'xray', 'eu-west-1', TRUE],
    ['com.amazonaws.eu-west-1.xray', 'xray', undefined, TRUE],
    ['cn.com.amazonaws.cn-north-1.xray', 'xray', 'cn-north-1', TRUE],
    ['com.amazonaws.us-gov-west-1.xray', 'xray', undefined, TRUE],
    ['com.amazonaws.eu-west-1.xray', 'xray', 'us-east-1', FALSE],
    ['com.amazonaws.eu-west-1.logs', 'xray', 'eu-west-1', FALSE],
    ['com.amazonaws.eu-west-1.ecr.api', 'ecr.api', 'eu-west-1', TRUE],
    ['com.amazonaws.eu-west-1.ecr.api', 'api', undefined, FALSE],
    ['com.amazonaws.vpce.eu-west-1.vpce-svc-1', 'xray', 'eu-west-1', FALSE],
    [text(['com.amazonaws.', open, '.xray']), 'xray', 'eu-west-1', TRUE],
    [text(['com.amazonaws.', open, '.logs']), 'xray', 'eu-west-1', FALSE],
    [text(['com.amazonaws.', open]), 'xray', 'eu-west-1', UNKNOWN],
    [text([open, '.xray']), 'xray', 'eu-west-1', UNKNOWN],
    [open, 'xray', 'eu-west-1', UNKNOWN],
  ])('%j serves %s in %s: %s', (name, service, region, expected) => {
    expect(endpointServes(name, service, region).tri).toBe(expected)
  })
})

describe('egressPath', () => {
  const endpoint: EndpointFacts = {
    serviceName: 'com.amazonaws.eu-west-1.xray',
    type: 'Interface',
    sameVpc: YES,
    privateDns: true,
    vpcDns: YES,
    state: undefined,
    admitsCaller: YES,
    permits: YES,
    routed: NO,
  }
  const closed: EgressFacts = {
    service: 'xray',
    region: 'eu-west-1',
    endpoints: [],
    routes: [{ DestinationCidrBlock: '10.0.0.0/16', GatewayId: 'local' }],
    isInternetGateway: (id) => (id === gateway ? YES : NO),
    isPublicNat: (id) => (id === 'nat-public' ? YES : id === 'nat-private' ? NO : unsureOf('input', 'a NAT gateway')),
    publicAddress: NO,
    outboundInternet: YES,
  }
  const unsure = unsureOf('value', 'open')

  it.each<[string, Partial<EgressFacts>, number]>([
    ['nothing', {}, FALSE],
    ['an endpoint', { endpoints: [endpoint] }, TRUE],
    ['an endpoint that is up', { endpoints: [{ ...endpoint, state: 'available' }] }, TRUE],
    ['an endpoint still pending', { endpoints: [{ ...endpoint, state: 'pending' }] }, FALSE],
    [
      'an endpoint of another service',
      { endpoints: [{ ...endpoint, serviceName: 'com.amazonaws.eu-west-1.logs' }] },
      FALSE,
    ],
    ['an endpoint in another VPC', { endpoints: [{ ...endpoint, sameVpc: NO }] }, FALSE],
    ['an endpoint without private DNS', { endpoints: [{ ...endpoint, privateDns: false }] }, FALSE],
    ['an endpoint that says nothing of DNS', { endpoints: [{ ...endpoint, privateDns: undefined }] }, FALSE],
    ['an endpoint in a VPC without DNS', { endpoints: [{ ...endpoint, vpcDns: NO }] }, FALSE],
    ['an endpoint whose group is shut', { endpoints: [{ ...endpoint, admitsCaller: NO }] }, FALSE],
    ['an endpoint whose group is open to question', { endpoints: [{ ...endpoint, admitsCaller: unsure }] }, UNKNOWN],
    ['an endpoint whose policy excludes the action', { endpoints: [{ ...endpoint, permits: NO }] }, FALSE],
    ['a shut endpoint beside a good one', { endpoints: [{ ...endpoint, admitsCaller: NO }, endpoint] }, TRUE],
    [
      'a gateway endpoint',
      {
        service: 's3',
        endpoints: [
          {
            ...endpoint,
            type: 'Gateway',
            privateDns: undefined,
            serviceName: 'com.amazonaws.eu-west-1.s3',
            routed: YES,
          },
        ],
      },
      TRUE,
    ],
    [
      'a gateway endpoint of other tables',
      { service: 's3', endpoints: [{ ...endpoint, type: undefined, serviceName: 'com.amazonaws.eu-west-1.s3' }] },
      FALSE,
    ],
    ['a public NAT gateway', { routes: [{ ...all, NatGatewayId: 'nat-public' }] }, TRUE],
    ['a private NAT gateway', { routes: [{ ...all, NatGatewayId: 'nat-private' }] }, FALSE],
    ['a NAT gateway not seen', { routes: [{ ...all, NatGatewayId: 'nat-other' }] }, UNKNOWN],
    [
      'a NAT gateway behind shut groups',
      { routes: [{ ...all, NatGatewayId: 'nat-public' }], outboundInternet: NO },
      FALSE,
    ],
    [
      'a NAT gateway in a black hole',
      { routes: [{ ...all, NatGatewayId: 'nat-public', Live: { State: 'blackhole' } }] },
      FALSE,
    ],
    [
      'NAT for some addresses',
      { routes: [{ DestinationCidrBlock: '52.0.0.0/8', NatGatewayId: 'nat-public' }] },
      UNKNOWN,
    ],
    [
      'NAT for private addresses',
      { routes: [{ DestinationCidrBlock: '192.168.0.0/16', NatGatewayId: 'nat-public' }] },
      FALSE,
    ],
    ['an internet gateway without an address', { routes: [toGateway(all)] }, FALSE],
    ['an internet gateway and an address', { routes: [toGateway(all)], publicAddress: YES }, TRUE],
    ['an internet gateway for IPv6 only', { routes: [toGateway(all6)], publicAddress: YES }, UNKNOWN],
    ['a transit gateway', { routes: [{ ...all, TransitGatewayId: 'tgw-1' }] }, UNKNOWN],
    [
      'a transit gateway for private addresses',
      { routes: [{ DestinationCidrBlock: '10.0.0.0/8', TransitGatewayId: 'tgw-1' }] },
      UNKNOWN,
    ],
    ['a peering', { routes: [{ DestinationCidrBlock: '10.9.0.0/16', VpcPeeringConnectionId: 'pcx-1' }] }, UNKNOWN],
    ['a firewall endpoint', { routes: [{ ...all, VpcEndpointId: 'vpce-1' }] }, UNKNOWN],
    [
      'the route of a gateway endpoint',
      { routes: [{ DestinationPrefixListId: 'pl-1', VpcEndpointId: 'vpce-1' }] },
      FALSE,
    ],
    ['an instance', { routes: [{ ...all, InstanceId: 'i-1' }] }, UNKNOWN],
    ['more endpoints possible', { endpointsOpen: { class: 'input', reason: 'endpoints' } }, UNKNOWN],
    ['more routes possible', { routesOpen: { class: 'read', reason: 'routes' } }, UNKNOWN],
    ['an open way beside a sure one', { routes: [{ ...all, TransitGatewayId: 'tgw-1' }], endpoints: [endpoint] }, TRUE],
  ])('%s', (_, facts, expected) => {
    expect(egressPath({ ...closed, ...facts }).tri).toBe(expected)
  })

  it('names the way', () => {
    expect(egressPath({ ...closed, endpoints: [endpoint] }).note).toBe('Interface endpoint for xray')
    expect(egressPath(closed).note).toBe(
      'neither an endpoint for xray nor a NAT gateway nor an internet gateway with a public address',
    )
  })
})

describe('blocksIngress', () => {
  it.each<[Value | undefined, boolean | undefined, number]>([
    [undefined, false, FALSE],
    ['off', false, FALSE],
    ['block-ingress', false, TRUE],
    ['block-bidirectional', false, TRUE],
    ['block-bidirectional', true, FALSE],
    ['block-ingress', undefined, UNKNOWN],
    ['off', undefined, FALSE],
    [open, false, UNKNOWN],
  ])('%j, excluded %s', (mode, excluded, expected) => {
    const answer = excluded === undefined ? unsureOf('input', 'exclusions') : excluded ? YES : NO
    expect(blocksIngress(mode, answer).tri).toBe(expected)
  })
})

import { admits } from '../../aws/network/admits.ts'
import { routeExposure } from '../../aws/network/routes.ts'
import type { Resource } from '../../model/resource.ts'
import { FALSE, TRUE, type Tri, UNKNOWN } from '../../model/tri.ts'
import {
  entry,
  isList,
  isMap,
  isSpecial,
  KIND,
  type PropertyMap,
  unknown,
  type Value,
  withEntries,
} from '../../model/value.ts'
import { type Element, type Frame, type Member, type Members, valueAt } from '../frame.ts'
import { openness, pointing } from '../related.ts'
import { settleDeep } from '../settle.ts'
import type { Algorithm, Facet, Place, Relation } from '../word.ts'
import { follow, isOpaque, literalOfRef } from '../world.ts'
import { effectiveRouteTable, isInternetGateway, ROUTE_TYPES, routesOf } from './route-table.ts'

const SUBNET = 'AWS::EC2::Subnet'
const SECURITY_GROUP = 'AWS::EC2::SecurityGroup'
const INGRESS = 'AWS::EC2::SecurityGroupIngress'
const BLOCK = 'AWS::EC2::VPCBlockPublicAccessOptions'
const EXCLUSION = 'AWS::EC2::VPCBlockPublicAccessExclusion'
const PREFIX_LIST = 'AWS::EC2::PrefixList'

/** A rule of a group: an element of its inline list, or a resource of its own. */
const INGRESS_RULE: Place = { types: [SECURITY_GROUP, INGRESS], at: '#ingressRule' }

export const relations: readonly Relation[] = [
  {
    name: 'ingressRules',
    on: [{ types: [SECURITY_GROUP], at: '' }],
    to: INGRESS_RULE,
    class: 'attached',
    says: 'The rules that let traffic in: those written in the group and those that name it.',
    reads: [SECURITY_GROUP, INGRESS],
    of: ingressRules,
  },
  {
    name: 'ingressRules',
    on: [{ types: [INGRESS], at: '' }],
    to: INGRESS_RULE,
    class: 'part',
    says: 'The rule itself.',
    reads: [],
    of: (_frame, { resource }) => ({ members: [{ element: { resource, value: undefined, path: [] } }] }),
  },
]

export const facets: readonly Facet[] = [
  {
    name: 'public',
    on: [{ types: [SUBNET], at: '' }],
    says: 'none, partly or full: whether its route table leads to an internet gateway, for some or for all addresses.',
    reads: [SUBNET, ...ROUTE_TYPES, BLOCK, EXCLUSION],
    read: (frame, { resource }) => subnetExposure(frame, resource),
  },
  ...(['ipv4', 'ipv6'] as const).map(
    (family): Facet => ({
      name: `public.${family}`,
      on: [{ types: [SUBNET], at: '' }],
      says: `none, partly or full: whether its route table leads to an internet gateway for ${family === 'ipv4' ? 'IPv4' : 'IPv6'}.`,
      reads: [SUBNET, ...ROUTE_TYPES, BLOCK, EXCLUSION],
      read: (frame, { resource }) => subnetExposure(frame, resource, family),
    }),
  ),
]

export const algorithms: readonly Algorithm[] = [
  {
    name: 'openTo',
    on: [INGRESS_RULE, { types: [INGRESS], at: '' }],
    says: 'This rule of a security group admits the traffic: {ports: [22], from: internet, family: ipv4}, or ports: any; without a family, either.',
    reads: [PREFIX_LIST],
    compile: (operand) => {
      const wanted = operand.map()
      const ports = wanted.ports === 'any' ? 'any' : numbers(wanted.ports)
      if (ports === undefined) return operand.reject('"ports" is a list of numbers, or any')
      const from = typeof wanted.from === 'string' ? wanted.from : 'internet'
      const { family } = wanted
      if (family !== undefined && family !== 'ipv4' && family !== 'ipv6')
        return operand.reject('"family" is ipv4 or ipv6')
      const expected = `open to ${from} on port ${ports === 'any' ? 'any' : ports.join(', ')}`
      return (frame, element) => {
        const rule = settledRule(frame, valueAt(element), element.resource)
        if (!isMap(rule))
          return {
            tri: UNKNOWN,
            expected,
            reason: { class: 'value', reason: `a rule of ${element.resource.address} is not known` },
          }
        const answer = admits(rule, { ports, from, ...(family === undefined ? {} : { family }) }, (id) =>
          prefixListEntries(frame, id, element.resource),
        )
        return { ...answer, expected, seen: ruleText(rule) }
      }
    },
  },
]

function numbers(json: unknown): readonly number[] | undefined {
  if (!Array.isArray(json)) return undefined
  const ports = json.filter((port) => typeof port === 'number')
  return ports.length === json.length && ports.length > 0 ? ports : undefined
}

function ruleText(rule: PropertyMap): string {
  const part = (name: string): string => {
    const value = entry(rule, name)
    return value === undefined || typeof value === 'object' ? '' : String(value)
  }
  const source = ['CidrIp', 'CidrIpv6', 'SourcePrefixListId', 'SourceSecurityGroupId']
    .map(part)
    .find((text) => text !== '')
  const protocol = part('IpProtocol')
  const ports = protocol === '-1' ? 'all ports' : `${part('FromPort')}-${part('ToPort')}`
  return `${protocol} ${ports} from ${source ?? 'a source that is not literal'}`
}

/** A rule whose blocks may be those of a VPC or subnet of the template: `!GetAtt Vpc.CidrBlock`. */
export function settledRule(frame: Frame, raw: Value | undefined, holder: Resource): Value | undefined {
  const rule = settleDeep(frame, raw)
  const block = isMap(rule) ? entry(rule, 'CidrIp') : undefined
  if (!isMap(rule) || !isSpecial(block) || block[KIND] !== 'ref') return rule
  const literal = literalOfRef(frame.world, block, holder)
  return literal === undefined ? rule : withEntries(rule, new Map([['CidrIp', literal]]))
}

export function ingressRules(frame: Frame, { resource }: Element): Members {
  const members: Member[] = []
  const inline = frame.choices.settle(entry(resource.properties, 'SecurityGroupIngress') ?? resource.rest)
  let open: Members['open']
  if (isSpecial(inline))
    open =
      inline[KIND] === 'unknown'
        ? inline.cause
        : { class: 'value', reason: `the rules of ${resource.address} are not known` }
  const list = isList(inline) ? inline : inline === undefined || isSpecial(inline) ? [] : [inline]
  for (let index = 0; index < list.length; index += 1) {
    const value = frame.choices.settle(list[index])
    if (value === undefined) continue
    if (isSpecial(value) && value[KIND] !== 'ref') {
      open ??=
        value[KIND] === 'rest' || value[KIND] === 'unknown'
          ? value.cause
          : { class: 'value', reason: 'a rule is not known' }
      continue
    }
    const path = isList(inline) ? ['SecurityGroupIngress', index] : ['SecurityGroupIngress']
    members.push({ element: { resource, value, path } })
  }
  const attached = pointing(
    frame,
    resource,
    'SecurityGroupIngress',
    [SECURITY_GROUP],
    [{ type: INGRESS, owner: (rule) => entry(rule.properties, 'GroupId') ?? entry(rule.properties, 'GroupName') }],
  )
  const more = openness(frame, resource, isRead(resource) ? 'part' : 'attached', [INGRESS], 'security group rule')
  return { members: [...members, ...attached], ...more, ...(open === undefined ? {} : { open }) }
}

/** DescribeSecurityGroups tells every rule of a group inside the group. */
export function isRead(resource: Resource): boolean {
  return resource.unit.dialect === 'export' || resource.unit.dialect === 'live'
}

export function prefixListEntries(frame: Frame, id: Value, from: Resource): readonly string[] | undefined {
  const target = follow(frame.world, id, [PREFIX_LIST], from)
  const entries =
    target.kind === 'resource' ? settleDeep(frame, entry(target.resource.properties, 'Entries')) : undefined
  if (!isList(entries)) return undefined
  const cidrs = entries.flatMap((item) => (isMap(item) ? [entry(item, 'Cidr')] : []))
  return cidrs.every((cidr) => typeof cidr === 'string') ? cidrs.filter((cidr) => typeof cidr === 'string') : undefined
}

/** rules.md B8: the effective route table decides; names, tags and MapPublicIpOnLaunch decide nothing. */
export function subnetExposure(frame: Frame, subnet: Resource, family?: 'ipv4' | 'ipv6'): Value {
  if (isOpaque(subnet)) return subnet.rest ?? unknown('input', `${subnet.address} is not among the inputs`)
  const blocked = blockedFromInternet(frame, subnet)
  if (blocked === TRUE) return 'none'
  const exposure = tableExposure(frame, subnet, family)
  if (exposure === 'none' || blocked === FALSE) return exposure
  return unknown('read', 'whether VPC Block Public Access stops the traffic is not known')
}

function tableExposure(frame: Frame, subnet: Resource, family: 'ipv4' | 'ipv6' | undefined): Value {
  const effective = effectiveRouteTable(frame, subnet)
  if (effective.kind === 'unknown') return unknown(effective.cause.class, effective.cause.reason)
  if (effective.kind === 'local-only') return 'none'
  const { table } = effective
  const { routes, open } = routesOf(frame, table)
  const all = routeExposure(routes, (id) => isInternetGateway(frame, id, table), open)
  const { exposure, possible, reason } = family === undefined ? all : { ...all[family], reason: all.reason }
  if (exposure !== 'unknown') return exposure
  return unknown(reason?.class ?? 'value', reason?.reason ?? `the routes of ${table.address} are not known`, {
    present: 'yes',
    oneOf: possible,
  })
}

/** VPC Block Public Access (rules.md B8.5): both blocking modes stop what comes in; an exclusion may lift that. */
function blockedFromInternet(frame: Frame, subnet: Resource): Tri {
  const options = frame.world
    .ofType(BLOCK)
    .filter((option) => option.scope.account === subnet.scope.account && option.scope.region === subnet.scope.region)
  let answer: Tri = FALSE
  for (const option of options) {
    const mode = frame.choices.settle(entry(option.properties, 'InternetGatewayBlockMode'))
    if (mode === 'block-bidirectional' || mode === 'block-ingress')
      answer = frame.world.ofType(EXCLUSION).length === 0 ? TRUE : UNKNOWN
    else if (isSpecial(mode)) answer = UNKNOWN
  }
  return answer
}

import type { Resource } from '../../model/resource.ts'
import { FALSE, TRUE, type Tri, UNKNOWN } from '../../model/tri.ts'
import { type Cause, entry, isMap, isSpecial, KIND, type PropertyMap, type Value } from '../../model/value.ts'
import type { Frame, Members } from '../frame.ts'
import { followed, openness, pointing } from '../related.ts'
import { settleDeep } from '../settle.ts'
import { follow, isOpaque } from '../world.ts'

const SUBNET = 'AWS::EC2::Subnet'
const ROUTE_TABLE = 'AWS::EC2::RouteTable'
const ASSOCIATION = 'AWS::EC2::SubnetRouteTableAssociation'
const MAIN_ASSOCIATION = 'Opscheck::EC2::MainRouteTableAssociation'
const ROUTE = 'AWS::EC2::Route'
const VPC = 'AWS::EC2::VPC'
const GATEWAY = 'AWS::EC2::InternetGateway'

/** What decides where the traffic of a subnet goes. */
export const ROUTE_TYPES = [ROUTE_TABLE, ASSOCIATION, MAIN_ASSOCIATION, ROUTE, VPC, GATEWAY]

export type EffectiveTable =
  | { readonly kind: 'table'; readonly table: Resource }
  /** The main table that AWS makes has only the local route. */
  | { readonly kind: 'local-only' }
  | { readonly kind: 'unknown'; readonly cause: Cause }

/** The table that the subnet is associated with, else the main table of its VPC. */
export function effectiveRouteTable(frame: Frame, subnet: Resource): EffectiveTable {
  const explicit = pointing(
    frame,
    subnet,
    'SubnetRouteTableAssociation',
    [SUBNET],
    [{ type: ASSOCIATION, owner: (association) => entry(association.properties, 'SubnetId') }],
  ).filter((member) => member.condition === undefined || frame.choices.holds(member.condition))
  const maybe = explicit.find((member) => member.maybe !== undefined)?.maybe
  if (maybe !== undefined) return open(maybe, `the route table of ${subnet.address} is not known: ${maybe.reason}`)
  const association = explicit[0]?.element.resource
  if (association !== undefined) {
    return theOne(followed(frame, association, entry(association.properties, 'RouteTableId'), [ROUTE_TABLE]))
  }
  const more = openness(frame, subnet, 'attached', [ASSOCIATION], 'route table').open
  if (more !== undefined) return open(more, `the route table of ${subnet.address} is not known: ${more.reason}`)
  return mainTable(frame, subnet)
}

function mainTable(frame: Frame, subnet: Resource): EffectiveTable {
  const vpcs = followed(frame, subnet, entry(subnet.properties, 'VpcId'), [VPC]).members
  const vpc = vpcs[0]?.element.resource
  if (vpc === undefined || vpcs[0]?.element.oneOf !== undefined) {
    return { kind: 'unknown', cause: { class: 'value', reason: `the VPC of ${subnet.address} is not known` } }
  }
  const main = pointing(
    frame,
    vpc,
    'MainRouteTableAssociation',
    [VPC],
    [{ type: MAIN_ASSOCIATION, owner: (association) => entry(association.properties, 'VpcId') }],
  )[0]
  if (main?.maybe !== undefined) return open(main.maybe, `the main route table of ${vpc.address} is not known`)
  if (main !== undefined) {
    const { resource } = main.element
    return theOne(followed(frame, resource, entry(resource.properties, 'RouteTableId'), [ROUTE_TABLE]))
  }
  const more = openness(frame, vpc, 'attached', [MAIN_ASSOCIATION, ROUTE_TABLE], 'main route table').open
  if (more === undefined) return { kind: 'local-only' }
  return open(more, `the main route table of the VPC of ${subnet.address} is not known: ${more.reason}`)
}

function theOne(tables: Members): EffectiveTable {
  const element = tables.members[0]?.element
  if (element === undefined || element.oneOf !== undefined) {
    return { kind: 'unknown', cause: { class: 'value', reason: 'which route table is associated is not known' } }
  }
  const { resource: table } = element
  if (!isOpaque(table)) return { kind: 'table', table }
  const cause = table.rest?.cause ?? { class: 'input', reason: 'the route table is not among the inputs' }
  return { kind: 'unknown', cause }
}

function open(cause: Cause, reason: string): EffectiveTable {
  return { kind: 'unknown', cause: { class: cause.class, reason } }
}

export function routesOf(
  frame: Frame,
  table: Resource,
): { readonly routes: readonly PropertyMap[]; readonly open: Cause | undefined } {
  const found = pointing(
    frame,
    table,
    'Route',
    [ROUTE_TABLE],
    [{ type: ROUTE, owner: (route) => entry(route.properties, 'RouteTableId') }],
  )
  const routes: PropertyMap[] = []
  const read = table.unit.dialect === 'export' || table.unit.dialect === 'live'
  let more = openness(frame, table, read ? 'part' : 'attached', [ROUTE], 'route').open
  for (const member of found) {
    if (member.condition !== undefined && !frame.choices.holds(member.condition)) continue
    const properties = settleDeep(frame, member.element.resource.properties)
    if (member.maybe !== undefined) more ??= member.maybe
    else if (isMap(properties)) routes.push(properties)
  }
  return { routes, open: more }
}

/** Whether a gateway id that is no literal names an internet gateway. */
export function isInternetGateway(frame: Frame, value: Value, from: Resource): Tri {
  if (isSpecial(value) && value[KIND] === 'ref') {
    const target = frame.world.at(value.unit ?? from.unit.id, value.target)
    return target === undefined ? UNKNOWN : target.type === GATEWAY ? TRUE : FALSE
  }
  return follow(frame.world, value, [GATEWAY], from).kind === 'resource' ? TRUE : UNKNOWN
}

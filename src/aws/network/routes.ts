import { FALSE, TRUE, type Tri } from '../../model/tri.ts'
import { type Cause, entry, isMap, type PropertyMap, type Value } from '../../model/value.ts'
import { type Answer, causeOf, consider, literalText, NO, settle, unsure, YES } from '../answer.ts'
import { isDefault, parseCidr } from './cidr.ts'

/** How far a subnet is open to the internet: not at all, for some addresses, for all of them. */
export type Exposure = 'none' | 'partly' | 'full'

const EXPOSURES = ['none', 'partly', 'full'] as const

export interface FamilyExposure {
  /** `full`: a default route (0.0.0.0/0 or ::/0) to an internet gateway; `partly`: only narrower ones. */
  readonly exposure: Exposure | 'unknown'
  /** The exposure is surely one of these; a single one when it is known. */
  readonly possible: readonly Exposure[]
}

/** By whichever family, and by each. */
export interface RouteExposure extends FamilyExposure {
  readonly ipv4: FamilyExposure
  readonly ipv6: FamilyExposure
  /** For `unknown`. */
  readonly reason?: Cause
}

/**
 * The exposure that the routes of one route table give (VPC User Guide, "Subnets for your VPC"). `isInternetGateway`
 * says what a gateway id names that is no literal id; `open` says why there may be more routes. Blackholes count for
 * nothing. Two halves of the address space (0.0.0.0/1 and 128.0.0.0/1) are `partly`, which is not private either.
 */
export function routeExposure(
  routes: readonly PropertyMap[],
  isInternetGateway: (gatewayId: Value) => Tri,
  open?: Cause,
): RouteExposure {
  const high = open === undefined ? 0 : 2
  const overall: Range = { low: 0, high }
  const ipv4: Range = { low: 0, high }
  const ipv6: Range = { low: 0, high }
  let reason = open
  for (const route of routes) {
    const leads = leadsToInternetGateway(route, isInternetGateway)
    if (leads.tri === FALSE) continue
    const destination = destinationOf(route)
    const sure = leads.tri === TRUE
    reason ??= leads.reason ?? destination.reason
    widen(overall, destination, sure)
    if (destination.family !== 'ipv6') widen(ipv4, destination, sure && destination.family === 'ipv4')
    if (destination.family !== 'ipv4') widen(ipv6, destination, sure && destination.family === 'ipv6')
  }
  const answer = { ...within(overall), ipv4: within(ipv4), ipv6: within(ipv6) }
  return reason === undefined ? answer : { ...answer, reason }
}

/** Positions in {@link EXPOSURES}. */
interface Range {
  low: number
  high: number
}

function widen(range: Range, destination: Range, sure: boolean): void {
  if (sure && destination.low > range.low) range.low = destination.low
  if (destination.high > range.high) range.high = destination.high
}

function within({ low, high }: Range): FamilyExposure {
  const possible = EXPOSURES.slice(low, high + 1)
  const [only = 'unknown'] = possible
  return { exposure: possible.length === 1 ? only : 'unknown', possible }
}

function leadsToInternetGateway(route: PropertyMap, isInternetGateway: (gatewayId: Value) => Tri): Answer {
  const target = consider(entry(route, 'GatewayId'), (gateway) => {
    if (gateway === undefined) return NO
    const id = literalText(gateway)
    if (id?.startsWith('igw-')) return YES
    if (id === 'local' || id?.startsWith('vgw-') || id?.startsWith('vpce-')) return NO
    const tri = isInternetGateway(gateway)
    return tri === TRUE ? YES : tri === FALSE ? NO : unsure(causeOf(gateway, 'GatewayId'))
  })
  if (target.tri === FALSE) return target
  const state = isBlackhole(route)
  if (state.tri === TRUE) return NO
  return state.tri === FALSE ? target : state
}

/** Only the API tells: a route that is planned is taken to work. */
export function isBlackhole(route: PropertyMap): Answer {
  const live = settle(entry(route, 'Live'))
  return consider(isMap(live) ? entry(live, 'State') : live, (state) => {
    if (state === undefined) return NO
    const text = literalText(state)
    if (text === undefined) return unsure(causeOf(state, 'the state of the route'))
    return text === 'blackhole' ? YES : NO
  })
}

export interface Destination {
  /** Absent when the destination may be of either family. */
  readonly family?: 'ipv4' | 'ipv6'
  /** What the route adds at least and at most: 1 some addresses, 2 all of them. */
  readonly low: 1 | 2
  readonly high: 1 | 2
  readonly text?: string
  readonly reason?: Cause
}

export function destinationOf(route: PropertyMap): Destination {
  const written = { ipv4: entry(route, 'DestinationCidrBlock'), ipv6: entry(route, 'DestinationIpv6CidrBlock') }
  const family = written.ipv4 === undefined ? 'ipv6' : 'ipv4'
  const value = settle(written.ipv4 ?? written.ipv6)
  if (value === undefined) {
    const list = literalText(settle(entry(route, 'DestinationPrefixListId')))
    return list === undefined ? { low: 1, high: 1 } : { low: 1, high: 1, text: list }
  }
  const text = literalText(value)
  const cidr = text === undefined ? undefined : parseCidr(text)
  if (text === undefined || cidr === undefined) {
    return { family, low: 1, high: 2, reason: causeOf(value, 'the destination of the route') }
  }
  const width = isDefault(cidr) ? 2 : 1
  return { family: cidr.family, low: width, high: width, text }
}

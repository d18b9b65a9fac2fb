import { ref, type Value } from '../../model/value.ts'
import { type Cell, child, elements, isAbsent, isUnknown } from './cell.ts'
import type { Document } from './document.ts'
import { isArray } from './json.ts'
import { linksTo, linkTo } from './links.ts'
import { afterApply, type Builder, configured, plain } from './values.ts'

export type Direction = 'ingress' | 'egress'

/** What one rule lets through: CloudFormation has one rule for each. */
export interface Peer {
  readonly attribute: string
  /** The address of the peer where it is known: the natural key of the rule among its siblings. */
  readonly key: string | undefined
  readonly property: string
  readonly value: Value
}

const SECURITY_GROUP = 'AWS::EC2::SecurityGroup'
const PREFIX_LIST = 'AWS::EC2::PrefixList'

/** `ingress` or `egress` of a group, or one `aws_security_group_rule`: protocol, ports, description and every peer. */
function rulesOf(document: Document, cell: Cell, direction: Direction, group: Value): readonly Value[] {
  const base = baseOf(document, cell)
  const peers = peersOf(document, cell, direction, group)
  return peers.length === 0 ? [base] : peers.map((peer) => ({ ...base, [peer.property]: peer.value }))
}

/** `ingress`/`egress` as the lists of a group. */
export function inlineRules(document: Document, cell: Cell, direction: Direction): Value {
  if (isUnknown(cell)) return afterApply(document, cell)
  const group = ref(cell.instance.address, 'GroupId')
  return elements(cell, false).flatMap((element) =>
    isUnknown(element) ? [afterApply(document, element)] : rulesOf(document, element, direction, group),
  )
}

export function baseOf(document: Document, cell: Cell): Builder {
  const base: Builder = {}
  const protocol = plain(document, child(cell, 'protocol'))
  const name = typeof protocol === 'string' || typeof protocol === 'number' ? protocolName(String(protocol)) : protocol
  if (name !== undefined) base.IpProtocol = name
  // With every protocol there are no ports; Terraform then writes 0.
  for (const [attribute, property] of PORTS) {
    const port = name === '-1' ? undefined : plain(document, child(cell, attribute))
    if (port !== undefined) base[property] = port
  }
  const description = plain(document, child(cell, 'description'))
  if (description !== undefined) base.Description = description
  return base
}

const PORTS = [
  ['from_port', 'FromPort'],
  ['to_port', 'ToPort'],
] as const

/** EC2 accepts names and numbers and answers with names. */
export function protocolName(protocol: string): string {
  const lower = protocol.toLowerCase()
  return PROTOCOLS.get(lower) ?? lower
}

const PROTOCOLS: ReadonlyMap<string, string> = new Map([
  ['all', '-1'],
  ['1', 'icmp'],
  ['6', 'tcp'],
  ['17', 'udp'],
  ['58', 'icmpv6'],
])

export function peersOf(document: Document, cell: Cell, direction: Direction, group: Value): readonly Peer[] {
  const far = direction === 'ingress' ? 'Source' : 'Destination'
  const peers: Peer[] = []
  const add = (attribute: string, property: string, types: readonly string[]): void => {
    const listed = child(cell, attribute)
    if (isAbsent(listed) || (isUnknown(listed) && configured(document, listed) === 'no')) return
    const one = attribute === 'source_security_group_id'
    const values = one ? linkTo(document, listed, types) : linksTo(document, listed, types)
    for (const value of isArray(values) ? values : [values]) {
      if (value !== undefined)
        peers.push({ attribute, key: typeof value === 'string' ? value : undefined, property, value })
    }
  }
  add('cidr_blocks', 'CidrIp', [])
  add('ipv6_cidr_blocks', 'CidrIpv6', [])
  add('prefix_list_ids', `${far}PrefixListId`, [PREFIX_LIST])
  add('security_groups', `${far}SecurityGroupId`, [SECURITY_GROUP])
  add('source_security_group_id', `${far}SecurityGroupId`, [SECURITY_GROUP])
  if (plain(document, child(cell, 'self')) === true) {
    peers.push({ attribute: 'self', key: 'self', property: `${far}SecurityGroupId`, value: group })
  }
  return peers
}

import { UNKNOWN } from '../../model/tri.ts'
import { entry, isList, isSpecial, KIND, type PropertyMap, type Value } from '../../model/value.ts'
import {
  type Answer,
  allOf,
  anyOf,
  causeOf,
  consider,
  literalInteger,
  literalText,
  NO,
  no,
  type Settled,
  settle,
  unsure,
  unsureOf,
  YES,
  yes,
} from '../answer.ts'
import { type Cidr, covers, INTERNET_PREFIX, isDefault, isInternet, overlaps, parseCidr } from './cidr.ts'

/** The traffic asked about. Network ACLs and firewalls are not modelled. */
export interface Traffic {
  /** Any of these ports, or any port at all. */
  readonly ports: readonly number[] | 'any'
  readonly protocol?: 'tcp' | 'udp'
  /**
   * `internet`: strangers (see {@link INTERNET_PREFIX}; members of a security group are none). `anywhere`: anybody at
   * all, the group itself included. A CIDR block: any address of it. A peer: one party known by address and groups.
   */
  readonly from: 'internet' | 'anywhere' | string | Peer
  /** Strangers of this family only. */
  readonly family?: 'ipv4' | 'ipv6'
}

export interface Peer {
  /** The peer's address lies in one of these CIDR blocks (those of its subnet). */
  readonly addresses: readonly Value[]
  /** Whether the peer has this security group. */
  readonly inGroup: (group: Value) => Answer
}

export type PrefixListEntries = (id: Value) => readonly string[] | undefined

/**
 * Whether one rule of a security group (an inline rule, AWS::EC2::SecurityGroupIngress or …Egress, with one or several
 * sources: Terraform's rules may list blocks) admits some of the traffic. For a rule of egress, "from" is where the traffic goes.
 */
export function admits(
  rule: PropertyMap,
  traffic: Traffic,
  prefixListEntries: PrefixListEntries = () => undefined,
): Answer {
  return allOf([
    consider(entry(rule, 'IpProtocol'), (protocol) => admitsPorts(protocol, rule, traffic)),
    admitsSource(rule, traffic, prefixListEntries),
  ])
}

const PROTOCOLS: Readonly<Record<string, string>> = { '6': 'tcp', '17': 'udp', '1': 'icmp', '58': 'icmpv6', all: '-1' }

/** EC2 API, IpPermission: `-1` is every protocol and then the ports count for nothing. */
function admitsPorts(protocol: Settled | undefined, rule: PropertyMap, traffic: Traffic): Answer {
  // AWS::EC2::SecurityGroupIngress requires IpProtocol: without one no rule comes to be.
  if (protocol === undefined) return no('the rule names no protocol, so that EC2 refuses it')
  const text = literalText(protocol)?.trim().toLowerCase()
  if (text === undefined) return unsure(causeOf(protocol, 'IpProtocol'))
  const name = Object.hasOwn(PROTOCOLS, text) ? PROTOCOLS[text] : text
  if (name === '-1') return YES
  if (name !== (traffic.protocol ?? 'tcp')) return no(`the rule is for protocol ${name}`)
  return consider(entry(rule, 'FromPort'), (from) =>
    consider(entry(rule, 'ToPort'), (to) => admitsRange(from, to, traffic.ports)),
  )
}

function admitsRange(from: Settled | undefined, to: Settled | undefined, ports: Traffic['ports']): Answer {
  const first = literalInteger(from)
  const last = literalInteger(to)
  if (first === -1 && (last === -1 || to === undefined)) return YES
  if (first === undefined || last === undefined) return admitsHalfKnown(from, first, to, last, ports)
  if (first > last) return no(`the port range ${first} to ${last} is empty`)
  if (ports === 'any') return YES
  const hit = ports.find((port) => port >= first && port <= last)
  return hit === undefined ? no(`the ports are ${first} to ${last}`) : yes(`port ${hit}`)
}

function admitsHalfKnown(
  from: Settled | undefined,
  first: number | undefined,
  to: Settled | undefined,
  last: number | undefined,
  ports: Traffic['ports'],
): Answer {
  const tooHigh = first !== undefined && ports !== 'any' && ports.every((port) => port < first)
  const tooLow = last !== undefined && last >= 0 && ports !== 'any' && ports.every((port) => port > last)
  if (tooHigh && first > 0) return no(`the ports start at ${first}`)
  // FromPort may turn out as -1, but only together with ToPort -1.
  if (tooLow) return no(`the ports end at ${last}`)
  return unsure(first === undefined ? causeOf(from, 'FromPort') : causeOf(to, 'ToPort'))
}

function admitsSource(rule: PropertyMap, traffic: Traffic, prefixListEntries: PrefixListEntries): Answer {
  const { from } = traffic
  const answers: Answer[] = []
  const ask = (value: Value | undefined, judge: (one: Settled | undefined) => Answer): void => {
    const list = value === undefined ? [] : isList(value) ? value : [value]
    for (const one of list) answers.push(consider(one, judge))
  }
  ask(entry(rule, 'CidrIp'), (cidr) => admitsCidr(cidr, 'CidrIp', traffic))
  ask(entry(rule, 'CidrIpv6'), (cidr) => admitsCidr(cidr, 'CidrIpv6', traffic))
  const list = entry(rule, 'SourcePrefixListId') ?? entry(rule, 'DestinationPrefixListId')
  ask(list, (id) => admitsPrefixList(id, traffic, prefixListEntries))
  const group =
    entry(rule, 'SourceSecurityGroupId') ??
    entry(rule, 'DestinationSecurityGroupId') ??
    entry(rule, 'SourceSecurityGroupName')
  ask(group, (value) => admitsGroup(value, from))
  if (answers.length === 0) return no('the rule names no source, so that EC2 refuses it')
  const answer = anyOf(answers)
  // A rule without any source is refused by EC2, so one of those that may be absent is present.
  return answer.tri === UNKNOWN && from === 'anywhere' && list === undefined ? yes('the rule has a source') : answer
}

function admitsCidr(value: Settled | undefined, name: 'CidrIp' | 'CidrIpv6', traffic: Traffic): Answer {
  const { from } = traffic
  if (value === undefined) return NO
  if (from === 'anywhere') return isUnknown(value) ? unsure(causeOf(value, name)) : YES
  const text = literalText(value)
  if (text === undefined)
    return from === 'internet' ? admitsOpenCidr(value, name, traffic) : unsure(causeOf(value, name))
  const cidr = parseCidr(text)
  return cidr === undefined ? unsureOf('value', `${name} is not a CIDR block`) : cidrAdmits(cidr, text, traffic)
}

function cidrAdmits(cidr: Cidr, text: string, { from, family = cidr.family }: Traffic): Answer {
  if (from === 'anywhere') return YES
  if (from === 'internet') return cidr.family === family && isInternet(cidr) ? yes(text) : no(`the source is ${text}`)
  if (typeof from !== 'string') return admitsPeer(cidr, text, from)
  const asked = parseCidr(from)
  if (asked === undefined) return unsureOf('limit', `${from} is not a CIDR block`)
  return overlaps(cidr, asked) ? yes(text) : no(`the source is ${text}`)
}

/** A block whose address is open but whose prefix length is written (`${Address}/32`) is still no internet. */
function admitsOpenCidr(value: Settled, name: 'CidrIp' | 'CidrIpv6', { family }: Traffic): Answer {
  if (family !== undefined && family !== (name === 'CidrIp' ? 'ipv4' : 'ipv6')) return no(`the source is ${name}`)
  const open = unsure(causeOf(value, name))
  if (!isSpecial(value) || value[KIND] !== 'text') return open
  const tail = value.parts.at(-1)
  const length = typeof tail === 'string' ? /\/([0-9]{1,3})$/.exec(tail)?.[1] : undefined
  if (length === undefined) return open
  if (Number(length) > Math.max(INTERNET_PREFIX.ipv4, INTERNET_PREFIX.ipv6)) return no(`the source is one /${length}`)
  return Number(length) === 0 ? yes('the source is a /0') : open
}

/** True when the rule holds wherever in its blocks the peer's address lies, false when it holds for none of them. */
function admitsPeer(cidr: Cidr, text: string, peer: Peer): Answer {
  if (isDefault(cidr) && cidr.family === 'ipv4') return yes(text)
  const answers: Answer[] = []
  for (const address of peer.addresses) {
    const written = literalText(settle(address))
    const inner = written === undefined ? undefined : parseCidr(written)
    if (inner === undefined) answers.push(unsure(causeOf(address, 'the CIDR block of the peer')))
    else if (inner.family === cidr.family) answers.push(holds(cidr, inner, text))
  }
  const first = answers[0]
  if (first === undefined) {
    if (peer.addresses.length > 0) return no(`the source is ${text}`)
    return unsureOf('value', 'the address of the peer is not known')
  }
  if (answers.every((answer) => answer.tri === first.tri)) return first
  return (
    answers.find((answer) => answer.tri === UNKNOWN) ?? unsureOf('value', `${text} holds a part of the peer's blocks`)
  )
}

function holds(outer: Cidr, inner: Cidr, text: string): Answer {
  if (covers(outer, inner)) return yes(text)
  return overlaps(outer, inner)
    ? unsureOf('value', `${text} holds a part of the peer's block`)
    : no(`the source is ${text}`)
}

function admitsPrefixList(value: Settled | undefined, traffic: Traffic, prefixListEntries: PrefixListEntries): Answer {
  if (value === undefined) return NO
  const entries = prefixListEntries(value)
  if (entries === undefined) {
    if (isSpecial(value)) return unsure(causeOf(value, 'SourcePrefixListId'))
    return unsureOf('input', `the entries of the prefix list ${literalText(value) ?? ''} are not known`)
  }
  return anyOf(
    entries.map((text) => {
      const cidr = parseCidr(text)
      return cidr === undefined
        ? unsureOf('value', 'an entry of the prefix list is not a CIDR block')
        : cidrAdmits(cidr, text, traffic)
    }),
  )
}

/** Rules that name a group admit the private addresses of its members only. */
function admitsGroup(value: Settled | undefined, from: Traffic['from']): Answer {
  if (value === undefined) return NO
  if (from === 'anywhere') return isUnknown(value) ? unsure(causeOf(value, 'SourceSecurityGroupId')) : YES
  if (from === 'internet') return no('the source is a security group')
  if (typeof from === 'string') return unsureOf('limit', 'addresses of the members of a security group')
  return from.inGroup(value)
}

function isUnknown(value: Settled): boolean {
  return isSpecial(value) && value[KIND] === 'unknown' && value.present !== 'yes'
}

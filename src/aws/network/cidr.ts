import ipaddr from 'ipaddr.js'

/** A block of addresses. Bits after the prefix count for nothing: EC2 stores `10.1.2.3/0` as `0.0.0.0/0`. */
export interface Cidr {
  readonly family: 'ipv4' | 'ipv6'
  readonly address: ipaddr.IPv4 | ipaddr.IPv6
  readonly prefix: number
}

/**
 * A block that reaches this far is the internet, not some party's network: IANA hands out IPv4 in blocks of /8 and
 * IPv6 in blocks of /12 and nobody holds a wider one, so that a rule for `0.0.0.0/1` opens to strangers as
 * `0.0.0.0/0` does. (IANA IPv4 Address Space Registry; IPv6 Global Unicast Address Assignments.)
 */
export const INTERNET_PREFIX = { ipv4: 7, ipv6: 11 } as const

/** Reads a CIDR block as EC2 takes it: dotted decimal or IPv6 with a prefix length; `undefined` for all else. */
export function parseCidr(text: string): Cidr | undefined {
  if (text.length > MOST_CHARACTERS || text.includes('%')) return undefined
  if (ipaddr.IPv4.isValidCIDRFourPartDecimal(text)) {
    const [address, prefix] = ipaddr.IPv4.parseCIDR(text)
    return { family: 'ipv4', address, prefix: Number(prefix) }
  }
  if (!ipaddr.IPv6.isValidCIDR(text)) return undefined
  const [address, prefix] = ipaddr.IPv6.parseCIDR(text)
  return { family: 'ipv6', address, prefix: Number(prefix) }
}

const MOST_CHARACTERS = 64

/** Wide enough to be the internet, and with public addresses in it. */
export function isInternet(cidr: Cidr): boolean {
  return cidr.prefix <= INTERNET_PREFIX[cidr.family] && hasPublicAddresses(cidr)
}

/** Every address of its family. */
export function isDefault(cidr: Cidr): boolean {
  return cidr.prefix === 0
}

export function overlaps(left: Cidr, right: Cidr): boolean {
  return left.family === right.family && samePrefix(left, right, Math.min(left.prefix, right.prefix))
}

/** Every address of `inner` is one of `outer`. */
export function covers(outer: Cidr, inner: Cidr): boolean {
  return outer.family === inner.family && outer.prefix <= inner.prefix && samePrefix(outer, inner, outer.prefix)
}

/** Any address outside of the ranges that are never routed on the internet. */
export function hasPublicAddresses(cidr: Cidr): boolean {
  ranges ??= readRanges()
  return cidr.family === 'ipv6'
    ? ranges.globalUnicast.some((range) => overlaps(cidr, range))
    : !ranges.notPublic.some((range) => covers(range, cidr))
}

let ranges: ReturnType<typeof readRanges> | undefined

function readRanges() {
  return { notPublic: NOT_PUBLIC.flatMap(known), globalUnicast: GLOBAL_UNICAST.flatMap(known) }
}

/** RFC 6890 and RFC 1112: private, shared, loopback, link-local, multicast and reserved addresses. */
const NOT_PUBLIC = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '224.0.0.0/3',
]

/** RFC 4291: all IPv6 that is routed on the internet. */
const GLOBAL_UNICAST = ['2000::/3']

function known(text: string): readonly Cidr[] {
  const cidr = parseCidr(text)
  return cidr === undefined ? [] : [cidr]
}

function samePrefix(left: Cidr, right: Cidr, bits: number): boolean {
  return left.address.match(right.address, bits)
}

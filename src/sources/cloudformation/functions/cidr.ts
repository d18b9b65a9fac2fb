import ipaddr from 'ipaddr.js'
import { isSpecial, rest, unknown, type Value } from '../../../model/value.ts'
import { causeOf } from './text.ts'

/** `Fn::Cidr`: at most 256 blocks of `bits` host bits each, from the start of the block. */
export function cidr(block: Value | undefined, count: Value | undefined, bits: Value | undefined): readonly Value[] {
  const wanted = wholeNumber(count)
  const size = wholeNumber(bits) ?? DEFAULT_BITS
  const cause =
    block !== undefined && isSpecial(block)
      ? causeOf(block)
      : ({ class: 'value', reason: 'the block of Fn::Cidr is not known' } as const)
  if (wanted === undefined || wanted < 1 || wanted > 256) return [rest(cause)]
  const blocks = typeof block === 'string' ? subnets(block, wanted, size) : undefined
  return blocks ?? Array.from({ length: wanted }, () => unknown(cause.class, cause.reason, { present: 'yes' }))
}

const DEFAULT_BITS = 8

function wholeNumber(value: Value | undefined): number | undefined {
  const number =
    typeof value === 'number' ? value : typeof value === 'string' && value !== '' ? Number(value) : Number.NaN
  return Number.isInteger(number) ? number : undefined
}

function subnets(block: string, count: number, bits: number): readonly string[] | undefined {
  if (!ipaddr.isValidCIDR(block)) return undefined
  const [address, prefix] = ipaddr.parseCIDR(block)
  const bytes = address.toByteArray()
  const width = bytes.length * 8
  const own = width - bits
  if (bits < 1 || own < prefix || own > width) return undefined
  if (BigInt(count) > 1n << BigInt(own - prefix)) return undefined
  const hostBits = BigInt(width - prefix)
  const whole = bytes.reduce((number, byte) => (number << 8n) | BigInt(byte), 0n)
  const start = (whole >> hostBits) << hostBits
  return Array.from({ length: count }, (_, index) => {
    const number = start + (BigInt(index) << BigInt(bits))
    const out = bytes.map((_, at) => Number((number >> BigInt(8 * (bytes.length - 1 - at))) & 255n))
    return `${ipaddr.fromByteArray(out).toString()}/${own}`
  })
}

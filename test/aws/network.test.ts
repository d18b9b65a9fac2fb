import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { NO, unsureOf, YES } from '../../src/aws/answer.ts'
import { admits, type Traffic } from '../../src/aws/network/admits.ts'
import { covers, isInternet, overlaps, parseCidr } from '../../src/aws/network/cidr.ts'
import { FALSE, TRUE, UNKNOWN } from '../../src/model/tri.ts'
import { choice, type PropertyMap, ref, secret, text, unknown, type Value } from '../../src/model/value.ts'

const condition = { op: 'atom', id: 'c', text: 'IsProduction' } as const
const open = unknown('value', 'parameter Cidr has no default', { present: 'yes' })
const ssh: Traffic = { ports: [22, 3389], from: 'internet' }
const anySource = { CidrIp: '0.0.0.0/0' }

describe('parseCidr', () => {
  it.each([
    ['0.0.0.0/0', 'ipv4', 0],
    ['10.1.2.3/0', 'ipv4', 0],
    ['192.0.2.7/32', 'ipv4', 32],
    ['::/0', 'ipv6', 0],
    ['2001:db8::/32', 'ipv6', 32],
  ])('reads %s', (written, family, prefix) => {
    expect(parseCidr(written)).toMatchObject({ family, prefix })
  })

  it.each([
    '',
    '10.0.0.0',
    '10.0.0.0/33',
    '10.0.0/8',
    '010.0.0.0/8',
    '0x0.0.0.0/0',
    '::/129',
    'fe80::1%eth0/64',
    'any',
  ])('refuses %j', (written) => {
    expect(parseCidr(written)).toBeUndefined()
  })

  it('refuses long texts quickly', () => {
    expect(parseCidr(`${'1:'.repeat(100_000)}/0`)).toBeUndefined()
  })
})

describe('isInternet', () => {
  it.each([
    ['0.0.0.0/0', true],
    ['0.0.0.0/1', true],
    ['128.0.0.0/1', true],
    ['64.0.0.0/7', true],
    ['54.0.0.0/8', false],
    ['203.0.113.0/24', false],
    ['10.0.0.0/8', false],
    ['224.0.0.0/3', false],
    ['::/0', true],
    ['2000::/3', true],
    ['2600::/11', true],
    ['2600::/12', false],
    ['fc00::/7', false],
    ['8000::/1', false],
  ])('%s: %s', (written, expected) => {
    const cidr = parseCidr(written)
    expect(cidr !== undefined && isInternet(cidr)).toBe(expected)
  })
})

describe('blocks of addresses', () => {
  const block = fc.tuple(fc.ipV4(), fc.nat(32)).map(([address, prefix]) => `${address}/${prefix}`)
  const number = (address: string): number => address.split('.').reduce((sum, octet) => sum * 256 + Number(octet), 0)
  const range = (written: string): [number, number] => {
    const [address = '', prefix = '0'] = written.split('/')
    const size = 2 ** (32 - Number(prefix))
    const start = Math.floor(number(address) / size) * size
    return [start, start + size - 1]
  }

  it('overlap and cover as ranges of numbers do', () => {
    fc.assert(
      fc.property(block, block, (left, right) => {
        const [a, b] = [parseCidr(left), parseCidr(right)]
        if (a === undefined || b === undefined) throw new Error('not a block')
        const [[from, to], [start, end]] = [range(left), range(right)]
        expect(overlaps(a, b)).toBe(from <= end && start <= to)
        expect(covers(a, b)).toBe(from <= start && end <= to)
      }),
    )
  })
})

describe('admits: protocol and ports', () => {
  const cases: readonly [string, PropertyMap, number][] = [
    ['all protocols', { IpProtocol: '-1' }, TRUE],
    ['all protocols as a number', { IpProtocol: -1 }, TRUE],
    ['all protocols, ports that count for nothing', { IpProtocol: '-1', FromPort: 80, ToPort: 80 }, TRUE],
    ['the word all', { IpProtocol: 'all' }, TRUE],
    ['tcp', { IpProtocol: 'tcp', FromPort: 22, ToPort: 22 }, TRUE],
    ['TCP', { IpProtocol: 'TCP', FromPort: 22, ToPort: 22 }, TRUE],
    ['protocol 6', { IpProtocol: '6', FromPort: '22', ToPort: '22' }, TRUE],
    ['a range around the port', { IpProtocol: 'tcp', FromPort: 0, ToPort: 65535 }, TRUE],
    ['only the second port', { IpProtocol: 'tcp', FromPort: 3000, ToPort: 4000 }, TRUE],
    ['all ports as -1', { IpProtocol: 'tcp', FromPort: -1, ToPort: -1 }, TRUE],
    ['another port', { IpProtocol: 'tcp', FromPort: 443, ToPort: 443 }, FALSE],
    ['an empty range', { IpProtocol: 'tcp', FromPort: 3389, ToPort: 22 }, FALSE],
    ['udp', { IpProtocol: 'udp', FromPort: 22, ToPort: 22 }, FALSE],
    ['icmp', { IpProtocol: 'icmp', FromPort: -1, ToPort: -1 }, FALSE],
    ['protocol 50', { IpProtocol: '50' }, FALSE],
    ['no ports', { IpProtocol: 'tcp' }, UNKNOWN],
    ['no end', { IpProtocol: 'tcp', FromPort: 22 }, UNKNOWN],
    ['an open start below', { IpProtocol: 'tcp', FromPort: open, ToPort: 21 }, FALSE],
    ['an open end above', { IpProtocol: 'tcp', FromPort: 4000, ToPort: open }, FALSE],
    ['an open start', { IpProtocol: 'tcp', FromPort: open, ToPort: 5000 }, UNKNOWN],
    ['an open protocol', { IpProtocol: open, FromPort: 22, ToPort: 22 }, UNKNOWN],
    ['no protocol', { FromPort: 22, ToPort: 22 }, FALSE],
    ['a port that is no number', { IpProtocol: 'tcp', FromPort: 'ssh', ToPort: 'ssh' }, UNKNOWN],
    ['branches that agree', { IpProtocol: 'tcp', FromPort: choice(condition, 20, 22), ToPort: 22 }, TRUE],
    ['branches that differ', { IpProtocol: 'tcp', FromPort: choice(condition, 22, 443), ToPort: 443 }, UNKNOWN],
    ['branches that decide', { IpProtocol: choice(condition, 'tcp', 'udp'), FromPort: 22, ToPort: 22 }, UNKNOWN],
  ]
  it.each(cases)('%s', (_, rule, expected) => {
    expect(admits({ ...rule, ...anySource }, ssh).tri).toBe(expected)
  })

  it('asks for any port', () => {
    expect(
      admits({ IpProtocol: 'tcp', FromPort: 8080, ToPort: 8080, ...anySource }, { ports: 'any', from: 'internet' }).tri,
    ).toBe(TRUE)
  })

  it('asks for udp', () => {
    const rule = { IpProtocol: '17', FromPort: 2000, ToPort: 2000, ...anySource }
    expect(admits(rule, { ports: [2000], protocol: 'udp', from: 'internet' }).tri).toBe(TRUE)
  })

  it('does not read the prototype', () => {
    const rule: PropertyMap = Object.create({ IpProtocol: '-1', CidrIp: '0.0.0.0/0' })
    expect(admits(rule, ssh).tri).toBe(FALSE)
    expect(admits({ IpProtocol: 'constructor', ...anySource }, ssh).tri).toBe(FALSE)
  })

  it('is false for sure when one half is false and the other unknown', () => {
    expect(admits({ IpProtocol: 'udp', CidrIp: open }, ssh).tri).toBe(FALSE)
    expect(admits({ IpProtocol: open, CidrIp: '10.0.0.0/8' }, ssh).tri).toBe(FALSE)
  })
})

describe('admits: source', () => {
  const entries = (id: Value): readonly string[] | undefined =>
    id === 'pl-world' ? ['10.0.0.0/8', '0.0.0.0/0'] : id === 'pl-own' ? ['10.0.0.0/8'] : undefined
  const cases: readonly [string, PropertyMap, number][] = [
    ['the internet', { CidrIp: '0.0.0.0/0' }, TRUE],
    ['the internet by IPv6', { CidrIpv6: '::/0' }, TRUE],
    ['the internet with host bits', { CidrIp: '10.1.2.3/0' }, TRUE],
    ['half of the internet', { CidrIp: '128.0.0.0/1' }, TRUE],
    ['a private block', { CidrIp: '10.0.0.0/8' }, FALSE],
    ['a public block of one party', { CidrIp: '198.51.100.0/24' }, FALSE],
    ['a group', { SourceSecurityGroupId: 'sg-0123' }, FALSE],
    ['one of two sources', { CidrIp: '10.0.0.0/8', CidrIpv6: '::/0' }, TRUE],
    ['a list with the world', { SourcePrefixListId: 'pl-world' }, TRUE],
    ['a list without', { SourcePrefixListId: 'pl-own' }, FALSE],
    ['a list that was not read', { SourcePrefixListId: 'pl-other' }, UNKNOWN],
    ['a list by reference', { SourcePrefixListId: ref('List', 'PrefixListId') }, UNKNOWN],
    ['an open block', { CidrIp: open }, UNKNOWN],
    ['a hidden block', { CidrIp: secret('0.0.0.0/0') }, UNKNOWN],
    ['one open address', { CidrIp: text([open, '/32']) }, FALSE],
    ['an open /0', { CidrIp: text([open, '/0']) }, TRUE],
    ['an open prefix length', { CidrIp: text(['203.0.113.0/', open]) }, UNKNOWN],
    [
      'candidates that agree',
      { CidrIp: unknown('value', 'x', { present: 'yes', oneOf: ['10.0.0.0/8', '192.0.2.0/24'] }) },
      FALSE,
    ],
    [
      'candidates that differ',
      { CidrIp: unknown('value', 'x', { present: 'yes', oneOf: ['10.0.0.0/8', '0.0.0.0/0'] }) },
      UNKNOWN,
    ],
    ['branches that agree', { CidrIp: choice(condition, '0.0.0.0/0', '0.0.0.0/1') }, TRUE],
    ['a branch without a source', { CidrIp: choice(condition, '0.0.0.0/0', undefined) }, UNKNOWN],
    ['no block at all', { CidrIp: 'everybody' }, UNKNOWN],
    ['no source', {}, FALSE],
  ]
  it.each(cases)('%s', (_, source, expected) => {
    expect(admits({ IpProtocol: '-1', ...source }, ssh, entries).tri).toBe(expected)
  })

  it('says the condition that decides', () => {
    const answer = admits({ IpProtocol: '-1', CidrIp: choice(condition, '0.0.0.0/0', '10.0.0.0/8') }, ssh)
    expect(answer).toEqual({
      tri: UNKNOWN,
      reason: { class: 'value', reason: 'depends on the condition IsProduction' },
    })
  })

  it('takes anywhere for anybody', () => {
    const anywhere: Traffic = { ports: [24224], from: 'anywhere' }
    expect(admits({ IpProtocol: '-1', SourceSecurityGroupId: ref('Self', 'GroupId') }, anywhere).tri).toBe(TRUE)
    expect(admits({ IpProtocol: '-1', CidrIp: open }, anywhere).tri).toBe(TRUE)
    expect(admits({ IpProtocol: '-1', SourcePrefixListId: 'pl-empty' }, anywhere, () => []).tri).toBe(FALSE)
  })

  it('asks for a block', () => {
    const from = (cidr: string): Traffic => ({ ports: [443], from: cidr })
    expect(admits({ IpProtocol: '-1', CidrIp: '10.1.0.0/16' }, from('10.0.0.0/8')).tri).toBe(TRUE)
    expect(admits({ IpProtocol: '-1', CidrIp: '10.1.0.0/16' }, from('10.2.0.0/16')).tri).toBe(FALSE)
    expect(admits({ IpProtocol: '-1', CidrIp: '10.1.0.0/16' }, from('::/0')).tri).toBe(FALSE)
  })

  describe('of one peer', () => {
    const peer = (...addresses: Value[]): Traffic => ({
      ports: [443],
      from: {
        addresses,
        inGroup: (group) => (group === 'sg-peer' ? YES : group === 'sg-other' ? NO : unsureOf('value', 'x')),
      },
    })
    it.each<[string, PropertyMap, Traffic, number]>([
      ['its whole block', { CidrIp: '10.0.0.0/16' }, peer('10.0.1.0/24'), TRUE],
      ['a part of its block', { CidrIp: '10.0.1.0/25' }, peer('10.0.1.0/24'), UNKNOWN],
      ['another block', { CidrIp: '10.1.0.0/16' }, peer('10.0.1.0/24'), FALSE],
      ['one of its blocks', { CidrIp: '10.0.1.0/24' }, peer('10.0.1.0/24', '10.0.2.0/24'), UNKNOWN],
      ['the family it does not have', { CidrIpv6: '::/0' }, peer('10.0.1.0/24'), FALSE],
      ['its IPv4 block beside an IPv6 one', { CidrIp: '10.0.0.0/16' }, peer('10.0.1.0/24', '2001:db8::/64'), TRUE],
      ['all addresses, its own not known', { CidrIp: '0.0.0.0/0' }, peer(), TRUE],
      ['some, its own not known', { CidrIp: '10.0.0.0/16' }, peer(), UNKNOWN],
      ['some, its own by reference', { CidrIp: '10.0.0.0/16' }, peer(ref('Subnet', 'CidrBlock')), UNKNOWN],
      ['its group', { SourceSecurityGroupId: 'sg-peer' }, peer('10.0.1.0/24'), TRUE],
      ['another group', { SourceSecurityGroupId: 'sg-other' }, peer('10.0.1.0/24'), FALSE],
      ['an open group', { SourceSecurityGroupId: open }, peer('10.0.1.0/24'), UNKNOWN],
    ])('%s', (_, source, traffic, expected) => {
      expect(admits({ IpProtocol: '-1', ...source }, traffic).tri).toBe(expected)
    })
  })

  it('never turns when an unknown becomes known', () => {
    const literal = fc.constantFrom<Value>('0.0.0.0/0', '10.0.0.0/8', '0.0.0.0/1', '192.0.2.1/32', 'nonsense')
    fc.assert(
      fc.property(literal, literal, (one, other) => {
        const rule = (CidrIp: Value): PropertyMap => ({ IpProtocol: 'tcp', FromPort: 22, ToPort: 22, CidrIp })
        const before = admits(rule(choice(condition, one, other)), ssh).tri
        for (const learned of [one, other]) {
          if (before !== UNKNOWN) expect(admits(rule(learned), ssh).tri).toBe(before)
        }
      }),
    )
  })
})

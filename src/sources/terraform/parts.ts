import type { Path } from '../../model/resource.ts'
import { isList, type PropertyMap, ref, type Unknown, unknown } from '../../model/value.ts'
import { type Cell, child, elements, isAbsent, isUnknown, rootCell } from './cell.ts'
import type { Conversion } from './conversion.ts'
import { type Instance, keyText } from './document.ts'
import { isArray, own } from './json.ts'
import { linkTo } from './links.ts'
import type { Part, Rules } from './mapping.ts'
import { baseOf, type Direction, peersOf } from './security-group-rules.ts'
import { type Builder, configured, plain } from './values.ts'

/** A resource of CloudFormation that Terraform tells inside another one. */
export interface Told {
  readonly type: string
  readonly address: string
  readonly load: () => PropertyMap
  readonly rules: Rules
  /** Where in the enclosing resource. */
  readonly below: Path
  readonly rest?: Unknown
}

export function partsOf(conversion: Conversion, instance: Instance): readonly Told[] {
  const { mapping } = instance
  if (mapping?.split !== undefined) return groupRules(conversion, instance)
  return (mapping?.parts ?? []).flatMap((part) => toldBy(conversion, instance, part))
}

function toldBy(conversion: Conversion, instance: Instance, part: Part): readonly Told[] {
  const { document } = conversion
  const root = rootCell(instance)
  const cell = child(root, part.from)
  if (isAbsent(cell)) return []
  const asked = part.asked === true ? configured(document, cell) : 'yes'
  if (isUnknown(cell) && asked === 'no') return []
  if (asked !== 'yes' && (part.echoOf ?? []).some((echo) => conversion.echoes(echo, instance))) return []
  const address = `${instance.address}.${part.from}`
  if (part.key === undefined) {
    return [{ type: part.type, address, rules: part.of, below: [], load: () => load(conversion, instance, part, root) }]
  }
  if (isUnknown(cell)) {
    const rest = unknown('value', `${part.from} of ${instance.address} is known after apply`)
    return [{ type: part.type, address, rules: {}, below: [part.from], rest, load: () => ownerOf(instance, part) }]
  }
  const taken = new Set<string>()
  return elements(cell, false).map((block, position) => {
    const key = keyOf(block, part.key ?? [])
    const suffix = key === undefined || taken.has(key) ? keyText(position) : keyText(key)
    if (key !== undefined) taken.add(key)
    return {
      type: part.type,
      address: `${address}${suffix}`,
      rules: part.of,
      below: isArray(cell.value) ? [part.from, position] : [part.from],
      load: () => load(conversion, instance, part, block),
    }
  })
}

function load(conversion: Conversion, instance: Instance, part: Part, cell: Cell): PropertyMap {
  const found = ownerOf(instance, part)
  conversion.convert(part.of, cell, found)
  return found
}

function ownerOf(instance: Instance, part: Part): Builder {
  const found: Builder = {}
  for (const property of Object.keys(part.owner ?? {})) {
    const attribute = part.owner?.[property]
    if (attribute === undefined) continue
    const owner = ref(instance.address, attribute)
    found[property] = property.endsWith('s') ? [owner] : owner
  }
  return found
}

/** What tells a block from its siblings. */
function keyOf(block: Cell, attributes: readonly string[]): string | undefined {
  for (const attribute of attributes) {
    const value = own(block.value, attribute)
    if (typeof value === 'string' && value !== '') return value
  }
  return undefined
}

const SECURITY_GROUP = 'AWS::EC2::SecurityGroup'

/**
 * `aws_security_group_rule`: one resource with all its peers, as Terraform has it. What CloudFormation has as a rule
 * for each block is a list here.
 */
function groupRules(conversion: Conversion, instance: Instance): readonly Told[] {
  const { document } = conversion
  const root = rootCell(instance)
  const direction: Direction = own(instance.values, 'type') === 'egress' ? 'egress' : 'ingress'
  const type = direction === 'egress' ? 'AWS::EC2::SecurityGroupEgress' : 'AWS::EC2::SecurityGroupIngress'
  const load = (): PropertyMap => {
    const group = linkTo(document, child(root, 'security_group_id'), [SECURITY_GROUP])
    const unknownGroup = unknown('value', `security_group_id of ${instance.address} is known after apply`, {
      present: 'yes',
    })
    const found = baseOf(document, root)
    if (group !== undefined) found.GroupId = group
    for (const { property, value } of peersOf(document, root, direction, group ?? unknownGroup)) {
      const before = found[property]
      found[property] = before === undefined ? value : isList(before) ? [...before, value] : [before, value]
    }
    const id = plain(document, child(root, 'security_group_rule_id'))
    if (typeof id === 'string') found.Live = { Id: id }
    return found
  }
  return [{ type, address: instance.address, rules: RULE_PLACES, below: [], load }]
}

/** Where a report points for the properties of a rule. */
const RULE_PLACES: Rules = {
  cidr_blocks: 'CidrIp',
  description: 'Description',
  from_port: 'FromPort',
  ipv6_cidr_blocks: 'CidrIpv6',
  protocol: 'IpProtocol',
  security_group_id: 'GroupId',
  source_security_group_id: ['SourceSecurityGroupId', 'DestinationSecurityGroupId'],
  to_port: 'ToPort',
}

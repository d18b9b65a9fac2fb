import type { Resource } from '../../model/resource.ts'
import {
  entry,
  isList,
  isMap,
  isSpecial,
  KIND,
  type PropertyMap,
  type Unknown,
  unknown,
  type Value,
} from '../../model/value.ts'
import type { Element, Frame, Member, Members } from '../frame.ts'
import { followed, merged, openness, pointing } from '../related.ts'
import { settleDeep } from '../settle.ts'
import type { Facet, Relation } from '../word.ts'
import { isOpaque, opaque } from '../world.ts'
import { namesBastion } from './bastion.ts'
import { SERVICE, unknownOf } from './ecs.ts'

export const INSTANCE = 'AWS::EC2::Instance'
const GROUP = 'AWS::AutoScaling::AutoScalingGroup'
export const LAUNCH_TEMPLATE = 'AWS::EC2::LaunchTemplate'
export const LAUNCH_CONFIGURATION = 'AWS::AutoScaling::LaunchConfiguration'
const SUBNET = 'AWS::EC2::Subnet'
const SECURITY_GROUP = 'AWS::EC2::SecurityGroup'
const INTERFACE = 'AWS::EC2::NetworkInterface'
const ATTACHMENT = 'AWS::EC2::NetworkInterfaceAttachment'
const EIP = 'AWS::EC2::EIP'
const EIP_ASSOCIATION = 'AWS::EC2::EIPAssociation'
const PROFILE = 'AWS::IAM::InstanceProfile'
const ROLE = 'AWS::IAM::Role'

export const LAUNCHED = [{ types: [INSTANCE, GROUP], at: '' }]
const READS = [LAUNCH_TEMPLATE, LAUNCH_CONFIGURATION, INTERFACE, SUBNET]

export const relations: readonly Relation[] = [
  {
    name: 'subnets',
    on: LAUNCHED,
    to: { types: [SUBNET], at: '' },
    class: 'part',
    says: 'The subnets of the instance, of its network interfaces, or of the Auto Scaling group.',
    reads: READS,
    of: (frame, { resource }) => merged(subnetsOf(frame, resource)),
  },
  {
    name: 'securityGroups',
    on: LAUNCHED,
    to: { types: [SECURITY_GROUP], at: '' },
    class: 'part',
    says: 'The security groups of the instance, its network interfaces or its launch template.',
    reads: [...READS, SECURITY_GROUP],
    of: (frame, { resource }) => securityGroupsOf(frame, resource),
  },
  {
    name: 'instanceRole',
    on: LAUNCHED,
    to: { types: [ROLE], at: '' },
    class: 'part',
    says: 'The role of the instance profile.',
    reads: [PROFILE, ROLE, LAUNCH_TEMPLATE, LAUNCH_CONFIGURATION],
    of: instanceRole,
  },
]

export const facets: readonly Facet[] = [
  {
    name: 'publicAddress',
    on: LAUNCHED,
    says: 'Has a public IPv4 address or an Elastic IP, by its own setting or by that of its subnet.',
    reads: [...READS, ATTACHMENT, EIP, EIP_ASSOCIATION],
    read: (frame, { resource }) => publicAddress(frame, resource),
  },
  {
    name: 'ipv6Address',
    on: LAUNCHED,
    says: 'Has an IPv6 address, by its own setting or by that of its subnet.',
    reads: READS,
    read: (frame, { resource }) => ipv6Address(frame, resource),
  },
  {
    name: 'keyName',
    on: LAUNCHED,
    says: 'The SSH key pair that is put on the instance; absent without one.',
    reads: [LAUNCH_TEMPLATE, LAUNCH_CONFIGURATION],
    read: (frame, { resource }) => {
      for (const { data } of launchSettings(frame, resource)) {
        const name = frame.choices.settle(entry(data, 'KeyName')) ?? entry(data, OPEN)
        if (name !== undefined && name !== '') return name
      }
      return undefined
    },
  },
  {
    name: 'publicAddress',
    on: [{ types: [SERVICE], at: '' }],
    says: 'The tasks get a public address (AssignPublicIp).',
    reads: [],
    read: (frame, { resource }) => servicePublicAddress(frame, resource),
  },
  {
    name: 'bastion',
    on: LAUNCHED,
    says: 'Its name or tags say bastion or jump host.',
    reads: [],
    read: (frame, { resource }) => namesBastion(frame, resource, ['AutoScalingGroupName']),
  },
]

/** What one place says of a launch; `from` is the resource in which it stands. */
export interface LaunchSettings {
  readonly from: Resource
  readonly data: PropertyMap
}

/** The settings a launch takes: the resource's own, then those of its launch template or configuration. */
export function launchSettings(frame: Frame, resource: Resource): readonly LaunchSettings[] {
  if (resource.type === LAUNCH_TEMPLATE) return [templateData(frame, resource)]
  const own = { from: resource, data: resource.properties }
  const { rest } = resource
  if (resource.type === LAUNCH_CONFIGURATION) return [own, ...(rest === undefined ? [] : [notSeen(resource, rest)])]
  if (resource.type === INSTANCE) {
    const template = templateSettings(frame, resource, entry(resource.properties, 'LaunchTemplate'))
    return [own, ...(rest === undefined ? template : [notSeen(resource, rest)])]
  }
  const mixed = settleDeep(frame, entry(resource.properties, 'MixedInstancesPolicy'))
  const inMixed = isMap(mixed) ? entry(mixed, 'LaunchTemplate') : mixed
  const specification = isMap(inMixed) ? entry(inMixed, 'LaunchTemplateSpecification') : inMixed
  const configurations = followed(frame, resource, entry(resource.properties, 'LaunchConfigurationName'), [
    LAUNCH_CONFIGURATION,
  ]).members
  return [
    ...templateSettings(frame, resource, entry(resource.properties, 'LaunchTemplate') ?? specification),
    ...configurations.flatMap(({ element }) => launchSettings(frame, element.resource)),
  ]
}

function templateSettings(frame: Frame, resource: Resource, raw: Value | undefined): readonly LaunchSettings[] {
  const specification = settleDeep(frame, raw)
  if (isSpecial(specification))
    return [notSeen(resource, unknownOf(specification, `the launch template of ${resource.address} is not known`))]
  if (!isMap(specification)) return []
  const name = entry(specification, 'LaunchTemplateId') ?? entry(specification, 'LaunchTemplateName')
  return followed(frame, resource, name, [LAUNCH_TEMPLATE]).members.map(({ element }) =>
    element.oneOf === undefined
      ? templateData(frame, element.resource)
      : notSeen(resource, unknown('value', `which launch template ${resource.address} takes is not known`)),
  )
}

function templateData(frame: Frame, template: Resource): LaunchSettings {
  const data = settleDeep(frame, entry(template.properties, 'LaunchTemplateData') ?? template.rest)
  if (isMap(data)) return { from: template, data }
  return isSpecial(data)
    ? notSeen(template, unknownOf(data, `the data of ${template.address} is not known`))
    : { from: template, data: {} }
}

/** That a template is given says nothing of what it holds. */
function notSeen(from: Resource, { cause }: Unknown): LaunchSettings {
  return { from, data: { [OPEN]: unknown(cause.class, cause.reason) } }
}

/** Marks settings that are not seen. No AWS property has this name. */
export const OPEN = ' '

function interfacesOf(frame: Frame, data: PropertyMap): readonly PropertyMap[] {
  const list = settleDeep(frame, entry(data, 'NetworkInterfaces'))
  return isList(list) ? list.filter(isMap) : []
}

function subnetsOf(frame: Frame, resource: Resource): readonly Members[] {
  if (resource.type === GROUP) {
    const zones = settleDeep(frame, entry(resource.properties, 'VPCZoneIdentifier'))
    const split = typeof zones === 'string' ? zones.split(',').map((zone) => zone.trim()) : zones
    return [
      split === undefined
        ? notTold(resource, SUBNET, 'the subnets are those of the default VPC')
        : followed(frame, resource, split, [SUBNET]),
    ]
  }
  const found: Members[] = []
  for (const { from, data } of launchSettings(frame, resource)) {
    const open = entry(data, OPEN)
    if (open !== undefined) found.push(followed(frame, from, open, [SUBNET]))
    found.push(followed(frame, from, entry(data, 'SubnetId'), [SUBNET]))
    for (const each of interfacesOf(frame, data)) {
      found.push(followed(frame, from, entry(each, 'SubnetId'), [SUBNET]))
      if (entry(each, 'SubnetId') !== undefined) continue
      for (const { element } of followed(frame, from, entry(each, 'NetworkInterfaceId'), [INTERFACE]).members) {
        found.push(
          followed(frame, element.resource, entry(element.resource.properties, 'SubnetId') ?? element.resource.rest, [
            SUBNET,
          ]),
        )
      }
    }
    if (found.some((part) => part.members.length > 0 || part.open !== undefined)) return found
  }
  return [notTold(resource, SUBNET, 'no subnet is given: the default VPC of the account applies')]
}

function notTold(resource: Resource, type: string, reason: string): Members {
  return {
    members: [
      {
        element: {
          resource: opaque([type], resource, { class: 'value', reason: `${reason} (${resource.address})` }).resource,
          value: undefined,
          path: [],
        },
      },
    ],
  }
}

function securityGroupsOf(frame: Frame, resource: Resource): Members {
  const found: Members[] = []
  for (const { from, data } of launchSettings(frame, resource)) {
    const open = entry(data, OPEN)
    if (open !== undefined) found.push(followed(frame, from, open, [SECURITY_GROUP]))
    for (const property of ['SecurityGroupIds', 'SecurityGroups'])
      found.push(followed(frame, from, entry(data, property), [SECURITY_GROUP]))
    for (const each of interfacesOf(frame, data)) {
      for (const property of ['GroupSet', 'Groups'])
        found.push(followed(frame, from, entry(each, property), [SECURITY_GROUP]))
      if (entry(each, 'GroupSet') !== undefined) continue
      for (const { element } of followed(frame, from, entry(each, 'NetworkInterfaceId'), [INTERFACE]).members) {
        found.push(
          followed(frame, element.resource, entry(element.resource.properties, 'GroupSet') ?? element.resource.rest, [
            SECURITY_GROUP,
          ]),
        )
      }
    }
    if (found.some((part) => part.members.length > 0 || part.open !== undefined)) return merged(found)
  }
  return notTold(resource, SECURITY_GROUP, 'no security group is given: the default group of the VPC applies')
}

function publicAddress(frame: Frame, resource: Resource): Value {
  const live = entry(resource.properties, 'Live')
  const address = isMap(live) ? entry(live, 'PublicIpAddress') : undefined
  if (typeof address === 'string' && address !== '') return true
  const elastic = elasticAddress(frame, resource)
  if (elastic === true) return true
  const own = address === '' || isReadInstance(resource) ? asTold(frame, resource) : asLaunched(frame, resource)
  return own === false ? elastic : own
}

/** DescribeInstances tells every address that a host has. */
function isReadInstance({ type, unit }: Resource): boolean {
  return type === INSTANCE && (unit.dialect === 'export' || unit.dialect === 'live')
}

function asTold(frame: Frame, resource: Resource): Value {
  const { properties } = resource
  if (entry(properties, 'PublicIp') !== undefined) return true
  if (interfacesOf(frame, properties).some((each) => entry(each, 'AssociatePublicIpAddress') === true)) return true
  return resource.rest ?? false
}

/** The first place that says whether the launch gets an address decides, else the subnet. */
function asLaunched(frame: Frame, resource: Resource): Value {
  for (const { from, data } of launchSettings(frame, resource)) {
    const open = entry(data, OPEN)
    if (isSpecial(open) && open[KIND] === 'unknown') return open
    const said = [data, ...interfacesOf(frame, data)].flatMap((each) => {
      const value = frame.choices.settle(entry(each, 'AssociatePublicIpAddress'))
      return value === undefined ? [] : [value]
    })
    if (said.some((value) => value === true || value === 'true')) return true
    const unclear = said.find(isSpecial)
    if (unclear !== undefined) return unknownOf(unclear, `whether ${from.address} gets a public address is not known`)
    if (said.length > 0) return false
  }
  return bySubnet(frame, resource, 'MapPublicIpOnLaunch')
}

/**
 * EC2 API Reference, RunInstances: a count of 0 overrides the setting of the subnet, and that an IPv4 address is refused
 * says nothing of IPv6.
 */
function ipv6Address(frame: Frame, resource: Resource): Value {
  const told = isReadInstance(resource)
  for (const { from, data } of told
    ? [{ from: resource, data: resource.properties }]
    : launchSettings(frame, resource)) {
    const open = entry(data, OPEN)
    if (isSpecial(open) && open[KIND] === 'unknown') return open
    const said = [data, ...interfacesOf(frame, data)].flatMap((each) => ipv6Said(frame, each))
    if (said.includes(true)) return true
    const unclear = said.find(isSpecial)
    if (unclear !== undefined) return unknownOf(unclear, `whether ${from.address} gets an IPv6 address is not known`)
    if (said.length > 0) return false
  }
  return told ? (resource.rest ?? false) : bySubnet(frame, resource, 'AssignIpv6AddressOnCreation')
}

function ipv6Said(frame: Frame, data: PropertyMap): readonly Value[] {
  const count = frame.choices.settle(entry(data, 'Ipv6AddressCount'))
  const list = frame.choices.settle(entry(data, 'Ipv6Addresses'))
  return [
    ...(count === undefined ? [] : [isSpecial(count) ? count : Number(count) > 0]),
    ...(list === undefined ? [] : [isList(list) ? list.length > 0 : list]),
  ]
}

/** Elastic IPs of the instance, and of every network interface that it has or that is attached to it. */
function elasticAddress(frame: Frame, resource: Resource): Value {
  const named = { owner: (each: Resource) => entry(each.properties, 'InstanceId') }
  const attachments = pointing(frame, resource, 'InterfaceAttachment', [INSTANCE], [{ type: ATTACHMENT, ...named }])
  const interfaces = [
    ...interfacesOf(frame, resource.properties).map((each) => ({ from: resource, each })),
    ...attachments
      .filter((member) => isHere(frame, member))
      .map(({ element }) => ({ from: element.resource, each: element.resource.properties })),
  ].flatMap(({ from, each }) => followed(frame, from, entry(each, 'NetworkInterfaceId'), [INTERFACE]).members)
  const holders = [
    ...pointing(
      frame,
      resource,
      'EIP',
      [INSTANCE],
      [EIP, EIP_ASSOCIATION].map((type) => ({ type, ...named })),
    ),
    ...interfaces.flatMap(({ element }) =>
      pointing(
        frame,
        element.resource,
        'EIP.interface',
        [INTERFACE],
        [{ type: EIP_ASSOCIATION, owner: (association) => entry(association.properties, 'NetworkInterfaceId') }],
      ),
    ),
  ].filter((member) => isHere(frame, member))
  if (holders.some((member) => member.maybe === undefined)) return true
  const maybe = holders[0]?.maybe
  return maybe === undefined
    ? false
    : unknown(maybe.class, `whether ${resource.address} has an Elastic IP is not known: ${maybe.reason}`)
}

function isHere(frame: Frame, { condition }: Member): boolean {
  return condition === undefined || frame.choices.holds(condition)
}

/** The subnet decides when the launch says nothing. */
function bySubnet(
  frame: Frame,
  resource: Resource,
  property: 'MapPublicIpOnLaunch' | 'AssignIpv6AddressOnCreation',
): Value {
  let open: Value | undefined
  for (const { element } of merged(subnetsOf(frame, resource)).members) {
    const subnet = element.resource
    if (isOpaque(subnet) && !Object.hasOwn(subnet.properties, property)) {
      open ??= unknown(
        'input',
        `whether the subnet gives public addresses is not known: ${subnet.rest?.cause.reason ?? ''}`,
      )
      continue
    }
    const gives = frame.choices.settle(entry(subnet.properties, property))
    if (gives === true || gives === 'true') return true
    if (isSpecial(gives)) open ??= unknownOf(gives, `${property} of ${subnet.address} is not known`)
  }
  return open ?? false
}

function servicePublicAddress(frame: Frame, resource: Resource): Value {
  const network = settleDeep(frame, entry(resource.properties, 'NetworkConfiguration') ?? resource.rest)
  if (isSpecial(network)) return unknownOf(network, 'the network configuration is not known')
  const awsvpc = isMap(network) ? entry(network, 'AwsvpcConfiguration') : undefined
  const assign = isMap(awsvpc) ? entry(awsvpc, 'AssignPublicIp') : awsvpc
  if (assign === undefined) return false
  if (typeof assign === 'string') return assign === 'ENABLED'
  return unknownOf(assign, 'AssignPublicIp is not known')
}

function instanceRole(frame: Frame, { resource }: Element): Members {
  const found: Members[] = []
  for (const { from, data } of launchSettings(frame, resource)) {
    const raw = settleDeep(frame, entry(data, 'IamInstanceProfile') ?? entry(data, OPEN))
    const name = isMap(raw) ? (entry(raw, 'Arn') ?? entry(raw, 'Name')) : raw
    for (const { element } of followed(frame, from, name, [PROFILE]).members) {
      const profile = element.resource
      found.push(followed(frame, profile, entry(profile.properties, 'Roles') ?? profile.rest, [ROLE]))
    }
    if (found.length > 0) return merged(found)
  }
  return { members: [], ...openness(frame, resource, 'part', [], 'instance profile') }
}

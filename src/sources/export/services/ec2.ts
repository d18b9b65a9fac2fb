import { type PropertyMap, unknown, type Value } from '../../../model/value.ts'
import { isRecord, own, type UnknownRecord } from '../../../util/record.ts'
import { type Answer, asked, subjectOf } from '../answer.ts'
import { convertValue, document, drop, live, liveTime, notExported, type Shape, text } from '../convert.ts'
import {
  builtArn,
  type Draft,
  type Item,
  isAccountId,
  merge,
  type Placing,
  type Reading,
  recordsOf,
  scopeOf,
  set,
  setLive,
  textOf,
} from '../reading.ts'

export function readEc2(reading: Reading): void {
  for (const [operation, key, kind] of LISTED) {
    for (const item of reading.items(operation, key)) listed(reading, kind, item)
  }
  for (const item of reading.items('ec2:DescribeInstances', 'Reservations')) instances(reading, item)
  for (const item of reading.items('ec2:DescribeSecurityGroups', 'SecurityGroups')) securityGroup(reading, item)
  for (const item of reading.items('ec2:DescribeSecurityGroupRules', 'SecurityGroupRules'))
    securityGroupRule(reading, item)
  for (const item of reading.items('ec2:DescribeRouteTables', 'RouteTables')) routeTable(reading, item)
  for (const item of reading.items('ec2:DescribeAddresses', 'Addresses')) address(reading, item)
  launchTemplates(reading)
  prefixLists(reading)
  for (const { answer, body } of reading.bodies('ec2:DescribeVpcBlockPublicAccessOptions'))
    blockPublicAccess(reading, answer, body)
}

/** A structure that becomes one resource, almost member by member. */
interface Kind {
  readonly type: string
  readonly id: string
  readonly arn: string
  readonly arnMember: string
  readonly shape: Shape
  /** The identifier's name in CloudFormation, where it is another one. */
  readonly alias?: string
  /** States in which the thing is gone. */
  readonly gone?: readonly string[]
  readonly finish?: (reading: Reading, properties: Record<string, Value>, item: Item, place: Placing) => void
  readonly more?: (reading: Reading, item: Item, scope: Draft['scope']) => void
}

const OWNER: Shape = { OwnerId: live }

const SUBNET: Kind = {
  type: 'AWS::EC2::Subnet',
  id: 'SubnetId',
  arn: 'subnet',
  arnMember: 'SubnetArn',
  shape: {
    ...OWNER,
    SubnetArn: drop,
    State: live,
    AvailableIpAddressCount: live,
    MapCustomerOwnedIpOnLaunch: live,
    DefaultForAz: live,
    BlockPublicAccessStates: live,
    Ipv6CidrBlockAssociationSet: drop,
  },
  finish: (_reading, properties, { raw }) => {
    const blocks = recordsOf(own(raw, 'Ipv6CidrBlockAssociationSet')) ?? []
    const block = blocks.map((each) => textOf(each, 'Ipv6CidrBlock')).find((each) => each !== undefined)
    set(properties, 'Ipv6CidrBlock', block)
  },
}

const VPC: Kind = {
  type: 'AWS::EC2::VPC',
  id: 'VpcId',
  arn: 'vpc',
  arnMember: 'VpcArn',
  shape: {
    ...OWNER,
    State: live,
    IsDefault: live,
    DhcpOptionsId: live,
    CidrBlockAssociationSet: live,
    Ipv6CidrBlockAssociationSet: live,
    BlockPublicAccessStates: live,
    EncryptionControl: live,
  },
  finish: (reading, properties, { answer, raw }, place) => {
    const name = textOf(raw, 'VpcId') ?? ''
    for (const attribute of ['EnableDnsSupport', 'EnableDnsHostnames']) {
      const told = vpcAttribute(reading, attribute).find(scopeOf(answer), name, `${attribute} of ${name}`)
      merge(properties, place, attribute, told, attribute, (body) => {
        const value = own(body, attribute)
        return convertValue(isRecord(value) ? own(value, 'Value') : value)
      })
    }
  },
}

/** One call for each VPC and attribute: the answers of one attribute only. */
function vpcAttribute(reading: Reading, attribute: string): ReturnType<Reading['parts']> {
  const find = reading.parts('ec2:DescribeVpcAttribute', (answer, body) => {
    const vpc = (body === undefined ? undefined : textOf(body, 'VpcId')) ?? subjectOf(answer, 'VpcId')
    const wanted = asked(answer, 'Attribute')
    const which =
      body === undefined ? (typeof wanted === 'string' ? wanted.toLowerCase() : undefined) : attributeIn(body)
    return vpc === undefined || which === undefined ? undefined : `${vpc} ${which}`
  })
  return { find: (scope, name, what) => find.find(scope, `${name} ${attribute.toLowerCase()}`, what) }
}

function attributeIn(body: UnknownRecord): string | undefined {
  return Object.keys(body)
    .find((key) => key.startsWith('Enable'))
    ?.toLowerCase()
}

const LISTED: readonly (readonly [operation: string, key: string, kind: Kind])[] = [
  ['ec2:DescribeVpcs', 'Vpcs', VPC],
  ['ec2:DescribeSubnets', 'Subnets', SUBNET],
  [
    'ec2:DescribeInternetGateways',
    'InternetGateways',
    {
      type: 'AWS::EC2::InternetGateway',
      id: 'InternetGatewayId',
      arn: 'internet-gateway',
      arnMember: '',
      shape: { ...OWNER, Attachments: drop },
      more: gatewayAttachments,
    },
  ],
  [
    'ec2:DescribeEgressOnlyInternetGateways',
    'EgressOnlyInternetGateways',
    {
      type: 'AWS::EC2::EgressOnlyInternetGateway',
      id: 'EgressOnlyInternetGatewayId',
      alias: 'Id',
      arn: 'egress-only-internet-gateway',
      arnMember: '',
      shape: { Attachments: drop },
      finish: (_reading, properties, { raw }) => {
        const [attachment] = recordsOf(own(raw, 'Attachments')) ?? []
        set(properties, 'VpcId', attachment === undefined ? undefined : textOf(attachment, 'VpcId'))
      },
    },
  ],
  [
    'ec2:DescribeNatGateways',
    'NatGateways',
    {
      type: 'AWS::EC2::NatGateway',
      id: 'NatGatewayId',
      arn: 'natgateway',
      arnMember: '',
      gone: ['deleted'],
      shape: {
        State: live,
        CreateTime: liveTime,
        DeleteTime: liveTime,
        NatGatewayAddresses: live,
        FailureCode: live,
        FailureMessage: drop,
        ProvisionedBandwidth: drop,
      },
      finish: (_reading, properties, { raw }) => {
        const ids = (recordsOf(own(raw, 'NatGatewayAddresses')) ?? [])
          .map((each) => ({ id: textOf(each, 'AllocationId'), primary: own(each, 'IsPrimary') !== false }))
          .flatMap(({ id, primary }) => (id === undefined ? [] : [{ id, primary }]))
        set(properties, 'AllocationId', ids.find(({ primary }) => primary)?.id)
        const others = ids.filter(({ primary }) => !primary).map(({ id }) => id)
        if (others.length > 0) set(properties, 'SecondaryAllocationIds', others)
      },
    },
  ],
  [
    'ec2:DescribeVpcEndpoints',
    'VpcEndpoints',
    {
      type: 'AWS::EC2::VPCEndpoint',
      id: 'VpcEndpointId',
      alias: 'Id',
      arn: 'vpc-endpoint',
      arnMember: '',
      gone: ['deleted', 'Deleted'],
      shape: {
        ...OWNER,
        State: live,
        PolicyDocument: document,
        Groups: { to: 'SecurityGroupIds', pick: 'GroupId' },
        CreationTimestamp: liveTime,
        DnsEntries: live,
        NetworkInterfaceIds: live,
        RequesterManaged: live,
        LastError: drop,
      },
    },
  ],
  [
    'ec2:DescribeNetworkInterfaces',
    'NetworkInterfaces',
    {
      type: 'AWS::EC2::NetworkInterface',
      id: 'NetworkInterfaceId',
      alias: 'Id',
      arn: 'network-interface',
      arnMember: '',
      shape: {
        ...OWNER,
        Groups: { to: 'GroupSet', pick: 'GroupId' },
        TagSet: 'Tags',
        Association: live,
        Attachment: { live: true, of: { AttachTime: { as: 'time' } } },
        RequesterManaged: live,
        RequesterId: live,
        Status: live,
        AvailabilityZone: live,
        MacAddress: live,
        PrivateDnsName: live,
        Operator: live,
      },
      finish: (_reading, properties, { raw }) => {
        const association = own(raw, 'Association')
        setLive(properties, { PublicIpAddress: isRecord(association) ? textOf(association, 'PublicIp') : undefined })
      },
    },
  ],
  [
    'ec2:DescribeInstanceConnectEndpoints',
    'InstanceConnectEndpoints',
    {
      type: 'AWS::EC2::InstanceConnectEndpoint',
      id: 'InstanceConnectEndpointId',
      alias: 'Id',
      arn: 'instance-connect-endpoint',
      arnMember: 'InstanceConnectEndpointArn',
      gone: ['delete-complete'],
      shape: {
        ...OWNER,
        InstanceConnectEndpointArn: drop,
        State: live,
        StateMessage: drop,
        CreatedAt: liveTime,
        DnsName: live,
        FipsDnsName: live,
        VpcId: live,
        NetworkInterfaceIds: live,
        AvailabilityZone: live,
      },
    },
  ],
  [
    'ec2:DescribeVpcBlockPublicAccessExclusions',
    'VpcBlockPublicAccessExclusions',
    {
      type: 'AWS::EC2::VPCBlockPublicAccessExclusion',
      id: 'ExclusionId',
      arn: 'vpc-block-public-access-exclusion',
      arnMember: '',
      gone: ['delete-complete', 'disable-complete'],
      shape: {
        State: live,
        Reason: drop,
        ResourceArn: live,
        CreationTimestamp: liveTime,
        DeletionTimestamp: liveTime,
        LastUpdateTimestamp: liveTime,
      },
      finish: (_reading, properties, { raw }) => {
        const arn = textOf(raw, 'ResourceArn') ?? ''
        const id = arn.slice(arn.lastIndexOf('/') + 1)
        if (arn.includes(':subnet/')) set(properties, 'SubnetId', id)
        else if (arn.includes(':vpc/')) set(properties, 'VpcId', id)
      },
    },
  ],
]

function listed(reading: Reading, kind: Kind, item: Item): void {
  const { answer, raw, pointer } = item
  const id = textOf(raw, kind.id)
  if (id === undefined) return
  const scope = ec2Scope(item)
  const { type, alias, finish } = kind
  if (kind.gone?.includes(textOf(raw, 'State') ?? '')) {
    reading.skip(type, scope, id)
    return
  }
  const arn = textOf(raw, kind.arnMember) ?? ec2Arn(scope, raw, kind.arn, id)
  reading.add({
    type,
    scope,
    answer,
    pointer,
    raw,
    shape: alias === undefined ? kind.shape : { ...kind.shape, [kind.id]: alias },
    arn,
    id,
    ...(finish === undefined ? {} : { finish: (properties, place) => finish(reading, properties, item, place) }),
  })
  kind.more?.(reading, item, scope)
}

/**
 * Where it can be seen and named: a subnet shared by another account belongs to the scope that it was read in. The
 * owner and the zone tell account and region only where the answer does not.
 */
function ec2Scope({ answer, raw }: Pick<Item, 'answer' | 'raw'>): Draft['scope'] {
  const scope = scopeOf(answer, { account: own(raw, 'OwnerId') })
  const region = scope.region.startsWith('?') ? regionOfZone(textOf(raw, 'AvailabilityZone')) : undefined
  return region === undefined ? scope : { ...scope, region }
}

/** `us-west-2` of the zones `us-west-2a` and `us-west-2-lax-1a`. */
export function regionOfZone(zone: string | undefined): string | undefined {
  return zone === undefined ? undefined : REGION.exec(zone)?.[0]
}

const REGION =
  /^(?:af|ap|ca|cn|eu|eusc|il|me|mx|sa|us)(?:-(?:gov|iso[a-z]?|de))?-(?:north|south|east|west|central|northeast|northwest|southeast|southwest)-\d{1,2}/

function ec2Arn(scope: Draft['scope'], raw: UnknownRecord, kind: string, id: string): string | undefined {
  const owner = own(raw, 'OwnerId')
  return builtArn(isAccountId(owner) ? { ...scope, account: owner } : scope, 'ec2', `${kind}/${id}`)
}

function gatewayAttachments(reading: Reading, { answer, raw, pointer }: Item, scope: Draft['scope']): void {
  const gateway = textOf(raw, 'InternetGatewayId') ?? ''
  for (const [index, attachment] of (recordsOf(own(raw, 'Attachments')) ?? []).entries()) {
    const vpc = textOf(attachment, 'VpcId')
    if (vpc === undefined) continue
    const finish = (properties: Record<string, Value>): void => {
      set(properties, 'AttachmentType', 'IGW')
      set(properties, 'InternetGatewayId', gateway)
    }
    const type = 'AWS::EC2::VPCGatewayAttachment'
    reading.add({
      type,
      scope,
      answer,
      pointer: `${pointer}/Attachments/${index}`,
      raw: attachment,
      shape: { State: live },
      id: `IGW/${vpc}`,
      finish,
    })
  }
}

const INSTANCE_SHAPE: Shape = {
  SecurityGroups: { to: 'SecurityGroupIds', pick: 'GroupId' },
  IamInstanceProfile: drop,
  Monitoring: drop,
  State: drop,
  StateReason: drop,
  StateTransitionReason: drop,
  PublicIpAddress: live,
  PublicDnsName: live,
  PrivateDnsName: live,
  LaunchTime: liveTime,
  AmiLaunchIndex: drop,
  ProductCodes: drop,
  ClientToken: drop,
  Architecture: live,
  Platform: live,
  PlatformDetails: live,
  Hypervisor: drop,
  VirtualizationType: drop,
  RootDeviceName: live,
  RootDeviceType: live,
  UsageOperation: drop,
  UsageOperationUpdateTime: drop,
  NetworkInterfaces: {
    of: {
      Groups: { to: 'GroupSet', pick: 'GroupId' },
      Association: drop,
      Attachment: drop,
      MacAddress: drop,
      OwnerId: drop,
      Status: drop,
      VpcId: drop,
      PrivateDnsName: drop,
    },
  },
  BlockDeviceMappings: { of: { Ebs: { of: { AttachTime: drop, Status: drop } } } },
  Placement: live,
  MetadataOptions: { of: { State: drop } },
  CapacityReservationSpecification: live,
  MaintenanceOptions: live,
  EnaSupport: live,
}

function instances(reading: Reading, { answer, raw: reservation, pointer }: Item): void {
  for (const [index, raw] of (recordsOf(own(reservation, 'Instances')) ?? []).entries()) {
    const id = textOf(raw, 'InstanceId')
    if (id === undefined) continue
    const placement = own(raw, 'Placement')
    const zone = isRecord(placement) ? textOf(placement, 'AvailabilityZone') : undefined
    const scope = ec2Scope({ answer, raw: { OwnerId: own(reservation, 'OwnerId'), AvailabilityZone: zone } })
    const state = own(raw, 'State')
    const stateName = isRecord(state) ? textOf(state, 'Name') : undefined
    if (stateName === 'terminated') {
      reading.skip('AWS::EC2::Instance', scope, id)
      continue
    }
    reading.add({
      type: 'AWS::EC2::Instance',
      scope,
      answer,
      pointer: `${pointer}/Instances/${index}`,
      raw,
      shape: INSTANCE_SHAPE,
      arn: ec2Arn(scope, reservation, 'instance', id),
      id,
      finish: (properties) => {
        const profile = own(raw, 'IamInstanceProfile')
        const profileArn = isRecord(profile) ? textOf(profile, 'Arn') : undefined
        set(properties, 'IamInstanceProfile', profileArn?.slice(profileArn.lastIndexOf('/') + 1))
        set(properties, 'PublicIp', textOf(raw, 'PublicIpAddress'))
        set(properties, 'AvailabilityZone', zone)
        set(
          properties,
          'UserData',
          notExported(`the user data of ${id}`, 'ec2 describe-instance-attribute --attribute userData'),
        )
        const monitoring = own(raw, 'Monitoring')
        const level = isRecord(monitoring) ? textOf(monitoring, 'State') : undefined
        set(properties, 'Monitoring', level === undefined ? undefined : level === 'enabled')
        const stateValue = stateName ?? unknown('read', `the state of ${id} is missing`)
        setLive(properties, { State: stateValue, IamInstanceProfileArn: profileArn })
        markPublic(properties, raw)
      },
    })
  }
}

/** Whether each network interface of an instance has a public address. */
function markPublic(properties: Record<string, Value>, raw: UnknownRecord): void {
  const interfaces = recordsOf(own(raw, 'NetworkInterfaces')) ?? []
  const converted = properties.NetworkInterfaces
  if (!Array.isArray(converted) || converted.length !== interfaces.length) return
  set(
    properties,
    'NetworkInterfaces',
    converted.map((one: PropertyMap, index) => ({
      ...one,
      AssociatePublicIpAddress: isRecord(own(interfaces[index] ?? {}, 'Association')),
    })),
  )
}

const GROUP_SHAPE: Shape = {
  ...OWNER,
  Description: 'GroupDescription',
  SecurityGroupArn: drop,
  IpPermissions: drop,
  IpPermissionsEgress: drop,
}

const SIDES = {
  ingress: {
    member: 'IpPermissions',
    property: 'SecurityGroupIngress',
    list: 'SourcePrefixListId',
    group: 'SourceSecurityGroupId',
  },
  egress: {
    member: 'IpPermissionsEgress',
    property: 'SecurityGroupEgress',
    list: 'DestinationPrefixListId',
    group: 'DestinationSecurityGroupId',
  },
} as const

const SECURITY_GROUP = 'AWS::EC2::SecurityGroup'

function securityGroup(reading: Reading, item: Item): void {
  const { answer, raw, pointer } = item
  const id = textOf(raw, 'GroupId')
  if (id === undefined) return
  const scope = ec2Scope(item)
  reading.add({
    type: SECURITY_GROUP,
    scope,
    answer,
    pointer,
    raw,
    shape: GROUP_SHAPE,
    arn: textOf(raw, 'SecurityGroupArn') ?? ec2Arn(scope, raw, 'security-group', id),
    id,
    finish: (properties, place) => {
      set(properties, 'Id', id)
      for (const side of [SIDES.ingress, SIDES.egress]) {
        place(side.property, answer, `${pointer}/${side.member}`)
        set(properties, side.property, flatRules(own(raw, side.member), side, id))
      }
    },
  })
}

/** One rule for each source, as CloudFormation tells them. */
function flatRules(value: unknown, side: (typeof SIDES)['ingress' | 'egress'], id: string): Value | undefined {
  const permissions = recordsOf(value)
  const cannot = unknown('read', `the rules of ${id} cannot be read`)
  if (permissions === undefined) return cannot
  const rules: PropertyMap[] = []
  for (const permission of permissions) {
    const base: Record<string, Value> = {}
    for (const member of ['IpProtocol', 'FromPort', 'ToPort']) {
      const value = own(permission, member)
      if (typeof value === 'string' || typeof value === 'number') base[member] = value
    }
    for (const [list, member, property] of [
      ['IpRanges', 'CidrIp', 'CidrIp'],
      ['Ipv6Ranges', 'CidrIpv6', 'CidrIpv6'],
      ['PrefixListIds', 'PrefixListId', side.list],
      ['UserIdGroupPairs', 'GroupId', side.group],
    ] as const) {
      const sources = recordsOf(own(permission, list))
      if (sources === undefined) return cannot
      for (const source of sources) {
        const named = textOf(source, member)
        if (named === undefined) return cannot
        const description = textOf(source, 'Description')
        const owner = list === 'UserIdGroupPairs' && side === SIDES.ingress ? textOf(source, 'UserId') : undefined
        rules.push({
          ...base,
          [property]: named,
          ...(owner === undefined ? {} : { SourceSecurityGroupOwnerId: owner }),
          ...(description === undefined ? {} : { Description: description }),
        })
      }
    }
  }
  return rules.length === 0 ? undefined : rules
}

/** Only for groups that are not described themselves: those hold the same rules already. */
function securityGroupRule(reading: Reading, item: Item): void {
  const { answer, raw, pointer } = item
  const id = textOf(raw, 'SecurityGroupRuleId')
  const group = textOf(raw, 'GroupId')
  if (id === undefined || group === undefined) return
  const scope = ec2Scope({ answer, raw: { OwnerId: own(raw, 'GroupOwnerId') } })
  if (reading.isRead(SECURITY_GROUP, scope, group)) return
  const egress = own(raw, 'IsEgress') === true
  const side = egress ? SIDES.egress : SIDES.ingress
  const shape: Shape = {
    SecurityGroupRuleArn: drop,
    GroupOwnerId: live,
    IsEgress: drop,
    CidrIpv4: 'CidrIp',
    PrefixListId: side.list,
    ReferencedGroupInfo: { to: side.group, pick: 'GroupId' },
    SecurityGroupRuleId: 'Id',
  }
  const finish = (properties: Record<string, Value>): void => {
    // The API prints -1 where a protocol has no ports.
    if (properties.IpProtocol !== '-1') return
    set(properties, 'FromPort', undefined)
    set(properties, 'ToPort', undefined)
  }
  const arn = textOf(raw, 'SecurityGroupRuleArn')
  reading.add({ type: `AWS::EC2::${side.property}`, scope, answer, pointer, raw, shape, arn, id, finish })
}

const ROUTE_SHAPE: Shape = { State: live, Origin: live }

function routeTable(reading: Reading, item: Item): void {
  const { answer, raw, pointer } = item
  const id = textOf(raw, 'RouteTableId')
  if (id === undefined) return
  const scope = ec2Scope(item)
  const shape: Shape = { ...OWNER, Routes: drop, Associations: drop, PropagatingVgws: drop }
  reading.add({
    type: 'AWS::EC2::RouteTable',
    scope,
    answer,
    pointer,
    raw,
    shape,
    arn: ec2Arn(scope, raw, 'route-table', id),
    id,
  })
  const routes = recordsOf(own(raw, 'Routes'))
  const associations = recordsOf(own(raw, 'Associations'))
  if (routes === undefined || associations === undefined)
    reading.warn('export-damaged', `the routes of ${id} cannot be read`, answer)
  for (const [index, route] of (routes ?? []).entries()) {
    routeOf(reading, { ...item, raw: route, pointer: `${pointer}/Routes/${index}` }, id, scope)
  }
  for (const [index, association] of (associations ?? []).entries()) {
    associationOf(
      reading,
      { ...item, raw: association, pointer: `${pointer}/Associations/${index}` },
      id,
      textOf(raw, 'VpcId'),
      scope,
    )
  }
}

function routeOf(reading: Reading, { answer, raw, pointer }: Item, table: string, scope: Draft['scope']): void {
  const destination =
    textOf(raw, 'DestinationCidrBlock') ??
    textOf(raw, 'DestinationIpv6CidrBlock') ??
    textOf(raw, 'DestinationPrefixListId')
  if (destination === undefined) return
  const finish = (properties: Record<string, Value>): void => {
    set(properties, 'RouteTableId', table)
    set(properties, 'CidrBlock', destination)
    const gateway = textOf(raw, 'GatewayId')
    if (gateway?.startsWith('vpce-') !== true) return
    set(properties, 'VpcEndpointId', gateway)
    set(properties, 'GatewayId', undefined)
  }
  reading.add({
    type: 'AWS::EC2::Route',
    scope,
    answer,
    pointer,
    raw,
    shape: ROUTE_SHAPE,
    id: `${table}/${destination}`,
    finish,
  })
}

function associationOf(
  reading: Reading,
  { answer, raw, pointer }: Item,
  table: string,
  vpc: string | undefined,
  scope: Draft['scope'],
): void {
  const state = own(raw, 'AssociationState')
  if (isRecord(state) && textOf(state, 'State') === 'disassociated') return
  const main = own(raw, 'Main') === true
  const gateway = textOf(raw, 'GatewayId')
  const id = textOf(raw, 'RouteTableAssociationId') ?? `${table}/${textOf(raw, 'SubnetId') ?? gateway ?? 'main'}`
  const type = main
    ? 'Opscheck::EC2::MainRouteTableAssociation'
    : gateway === undefined
      ? 'AWS::EC2::SubnetRouteTableAssociation'
      : 'AWS::EC2::GatewayRouteTableAssociation'
  const finish = (properties: Record<string, Value>): void => {
    set(properties, 'RouteTableId', table)
    if (main) set(properties, 'VpcId', vpc)
  }
  const shape: Shape = { RouteTableAssociationId: main ? live : 'Id', Main: drop, AssociationState: live }
  reading.add({ type, scope, answer, pointer, raw, shape, id, finish })
}

function address(reading: Reading, item: Item): void {
  const { answer, raw, pointer } = item
  const id = textOf(raw, 'AllocationId') ?? textOf(raw, 'PublicIp')
  if (id === undefined) return
  const scope = scopeOf(answer, { account: own(raw, 'NetworkInterfaceOwnerId') })
  const shape: Shape = {
    AssociationId: live,
    NetworkInterfaceId: live,
    NetworkInterfaceOwnerId: live,
    PrivateIpAddress: live,
    ServiceManaged: live,
    SubnetId: live,
  }
  reading.add({
    type: 'AWS::EC2::EIP',
    scope,
    answer,
    pointer,
    raw,
    shape,
    arn: builtArn(scope, 'ec2', `elastic-ip/${id}`),
    id,
  })
  const association = textOf(raw, 'AssociationId')
  if (association === undefined) return
  const kept: Shape = {
    AssociationId: 'Id',
    PublicIp: 'EIP',
    Domain: drop,
    Tags: drop,
    PublicIpv4Pool: drop,
    NetworkBorderGroup: drop,
    NetworkInterfaceOwnerId: drop,
    ServiceManaged: drop,
    SubnetId: drop,
  }
  reading.add({ type: 'AWS::EC2::EIPAssociation', scope, answer, pointer, raw, shape: kept, id: association })
}

/** One resource for each template: its default version, which is what launches unless another is asked for. */
function launchTemplates(reading: Reading): void {
  const chosen = new Map<string, Item>()
  for (const item of reading.items('ec2:DescribeLaunchTemplateVersions', 'LaunchTemplateVersions')) {
    const id = textOf(item.raw, 'LaunchTemplateId')
    if (id === undefined) continue
    const before = chosen.get(id)
    if (before === undefined || rank(item.raw) > rank(before.raw)) chosen.set(id, item)
  }
  for (const [id, { answer, raw, pointer }] of chosen) {
    const scope = scopeOf(answer)
    const shape: Shape = {
      CreateTime: liveTime,
      CreatedBy: live,
      DefaultVersion: drop,
      VersionNumber: drop,
      Operator: live,
      LaunchTemplateData: { of: { UserData: {} } },
    }
    const finish = (properties: Record<string, Value>): void => {
      const version = own(raw, 'VersionNumber')
      setLive(properties, {
        Version: typeof version === 'number' ? version : undefined,
        IsDefault: own(raw, 'DefaultVersion') === true,
      })
    }
    const arn = builtArn(scope, 'ec2', `launch-template/${id}`)
    reading.add({ type: 'AWS::EC2::LaunchTemplate', scope, answer, pointer, raw, shape, arn, id, finish })
  }
}

function rank(raw: UnknownRecord): number {
  const version = own(raw, 'VersionNumber')
  return own(raw, 'DefaultVersion') === true ? Number.POSITIVE_INFINITY : typeof version === 'number' ? version : 0
}

const LIST_SHAPE: Shape = { ...OWNER, PrefixListArn: drop, State: live, StateMessage: drop, Version: live, Cidrs: drop }

/** The lists of AWS itself can be seen, too: `Live.OwnerId` is `AWS`. */
function prefixLists(reading: Reading): void {
  const entries = reading.parts('ec2:GetManagedPrefixListEntries', (answer) => subjectOf(answer, 'PrefixListId'))
  const put = (item: Item, managed: boolean): void => {
    const { answer, raw, pointer } = item
    const id = textOf(raw, 'PrefixListId')
    if (id === undefined) return
    const scope = ec2Scope(item)
    const told = textOf(raw, 'PrefixListArn')
    const finish = (properties: Record<string, Value>, place: Placing): void => {
      const cidrs = own(raw, 'Cidrs')
      if (!managed && Array.isArray(cidrs)) {
        place('Entries', answer, `${pointer}/Cidrs`)
        set(
          properties,
          'Entries',
          cidrs.flatMap((Cidr) => (typeof Cidr === 'string' ? [{ Cidr }] : [])),
        )
        return
      }
      const part = entries.find(scope, id, `the entries of prefix list ${id}`)
      const whole = part.state !== 'told' || part.answer.complete
      if (whole) merge(properties, place, 'Entries', part, 'Entries', (body) => convertValue(own(body, 'Entries')))
      else set(properties, 'Entries', unknown('read', `the entries of prefix list ${id} were cut off`))
    }
    reading.add({
      type: 'AWS::EC2::PrefixList',
      scope,
      answer,
      pointer,
      raw,
      shape: LIST_SHAPE,
      arn: told ?? ec2Arn(scope, raw, 'prefix-list', id),
      id,
      finish,
    })
  }
  for (const item of reading.items('ec2:DescribeManagedPrefixLists', 'PrefixLists')) put(item, true)
  for (const item of reading.items('ec2:DescribePrefixLists', 'PrefixLists')) put(item, false)
}

function blockPublicAccess(reading: Reading, answer: Answer, body: UnknownRecord): void {
  const raw = own(body, 'VpcBlockPublicAccessOptions')
  if (!isRecord(raw)) return
  const own_ = scopeOf(answer, { account: own(raw, 'AwsAccountId') })
  const region = textOf(raw, 'AwsRegion')
  const scope = region === undefined || !own_.region.startsWith('?') ? own_ : { ...own_, region }
  const shape: Shape = {
    AwsAccountId: 'AccountId',
    AwsRegion: drop,
    State: live,
    Reason: drop,
    LastUpdateTimestamp: liveTime,
    ManagedBy: live,
    ExclusionsAllowed: text,
  }
  const type = 'AWS::EC2::VPCBlockPublicAccessOptions'
  reading.add({ type, scope, answer, pointer: '/VpcBlockPublicAccessOptions', raw, shape, id: 'options' })
}

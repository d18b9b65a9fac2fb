import { asked, document, link, links, type Mapping, type Rules, set, special, TAGS, text } from '../mapping.ts'

const VPC = 'AWS::EC2::VPC'

const SUBNET = 'AWS::EC2::Subnet'

const SECURITY_GROUP = 'AWS::EC2::SecurityGroup'

const ROUTE_TABLE = 'AWS::EC2::RouteTable'

const INTERNET_GATEWAY = 'AWS::EC2::InternetGateway'

const VPN_GATEWAY = 'AWS::EC2::VPNGateway'

const NETWORK_INTERFACE = 'AWS::EC2::NetworkInterface'

const ENDPOINT = 'AWS::EC2::VPCEndpoint'

const PREFIX_LIST = 'AWS::EC2::PrefixList'

const EIP = 'AWS::EC2::EIP'

const INSTANCE = 'AWS::EC2::Instance'

/** Rules told apart show up in the group once they exist. */
const RULES_APART = [
  { type: 'aws_security_group_rule', by: 'security_group_id' },
  { type: 'aws_vpc_security_group_ingress_rule', by: 'security_group_id' },
  { type: 'aws_vpc_security_group_egress_rule', by: 'security_group_id' },
] as const

const GROUP: Rules = {
  name: 'GroupName',
  description: 'GroupDescription',
  // Computed because the rules told apart show up here once they exist.
  ingress: asked(special('security-group-ingress', 'SecurityGroupIngress'), ...RULES_APART),
  egress: special('security-group-egress', 'SecurityGroupEgress'),
  vpc_id: link('VpcId', VPC),
  ...TAGS,
}

const SUBNET_PROPERTIES: Rules = {
  assign_ipv6_address_on_creation: 'AssignIpv6AddressOnCreation',
  availability_zone: 'AvailabilityZone',
  availability_zone_id: 'AvailabilityZoneId',
  cidr_block: 'CidrBlock',
  enable_dns64: 'EnableDns64',
  ipv6_cidr_block: 'Ipv6CidrBlock',
  ipv6_native: 'Ipv6Native',
  map_public_ip_on_launch: 'MapPublicIpOnLaunch',
  outpost_arn: 'OutpostArn',
  vpc_id: link('VpcId', VPC),
  ...TAGS,
}

const VPC_PROPERTIES: Rules = {
  cidr_block: 'CidrBlock',
  enable_dns_hostnames: asked('EnableDnsHostnames'),
  enable_dns_support: 'EnableDnsSupport',
  instance_tenancy: 'InstanceTenancy',
  ...TAGS,
}

const VPC_IDENTITY = { id: 'Ref', arn: 'Arn' } as const

const ROUTE_TARGETS: Rules = {
  carrier_gateway_id: 'CarrierGatewayId',
  core_network_arn: 'CoreNetworkArn',
  egress_only_gateway_id: link('EgressOnlyInternetGatewayId', 'AWS::EC2::EgressOnlyInternetGateway'),
  gateway_id: link('GatewayId', INTERNET_GATEWAY, VPN_GATEWAY),
  local_gateway_id: 'LocalGatewayId',
  nat_gateway_id: link('NatGatewayId', 'AWS::EC2::NatGateway'),
  network_interface_id: asked(link('NetworkInterfaceId', NETWORK_INTERFACE)),
  transit_gateway_id: link('TransitGatewayId', 'AWS::EC2::TransitGateway'),
  vpc_endpoint_id: link('VpcEndpointId', ENDPOINT),
  vpc_peering_connection_id: link('VpcPeeringConnectionId', 'AWS::EC2::VPCPeeringConnection'),
}

/** A route inside of its table. */
const INLINE_ROUTE: Rules = {
  cidr_block: 'DestinationCidrBlock',
  ipv6_cidr_block: 'DestinationIpv6CidrBlock',
  destination_prefix_list_id: link('DestinationPrefixListId', PREFIX_LIST),
  ...ROUTE_TARGETS,
}

const ROUTES = {
  from: 'route',
  type: 'AWS::EC2::Route',
  key: ['cidr_block', 'ipv6_cidr_block', 'destination_prefix_list_id'],
  of: INLINE_ROUTE,
  owner: { RouteTableId: 'Ref' },
  asked: true,
  echoOf: [{ type: 'aws_route', by: 'route_table_id' }],
} as const

const RULE: Rules = {
  cidr_ipv4: 'CidrIp',
  cidr_ipv6: 'CidrIpv6',
  description: 'Description',
  ip_protocol: special('rule-protocol', 'IpProtocol'),
  from_port: special('rule-port', 'FromPort'),
  to_port: special('rule-port', 'ToPort'),
  security_group_id: link('GroupId', SECURITY_GROUP),
}

export const network: Readonly<Record<string, Mapping>> = {
  aws_vpc: { type: VPC, identity: VPC_IDENTITY, properties: VPC_PROPERTIES },
  aws_default_vpc: { type: VPC, identity: VPC_IDENTITY, properties: VPC_PROPERTIES },
  aws_subnet: { type: SUBNET, identity: { id: 'Ref', arn: 'Arn' }, properties: SUBNET_PROPERTIES },
  aws_default_subnet: { type: SUBNET, identity: { id: 'Ref', arn: 'Arn' }, properties: SUBNET_PROPERTIES },
  aws_security_group: { type: SECURITY_GROUP, identity: { id: 'GroupId', arn: 'Arn' }, properties: GROUP },
  aws_default_security_group: { type: SECURITY_GROUP, identity: { id: 'GroupId', arn: 'Arn' }, properties: GROUP },
  aws_security_group_rule: { split: 'security-group-rule' },
  aws_vpc_security_group_ingress_rule: {
    type: 'AWS::EC2::SecurityGroupIngress',
    identity: { id: 'Ref', security_group_rule_id: 'Ref' },
    properties: {
      ...RULE,
      prefix_list_id: link('SourcePrefixListId', PREFIX_LIST),
      referenced_security_group_id: link('SourceSecurityGroupId', SECURITY_GROUP),
    },
  },
  aws_vpc_security_group_egress_rule: {
    type: 'AWS::EC2::SecurityGroupEgress',
    identity: { id: 'Ref', security_group_rule_id: 'Ref' },
    properties: {
      ...RULE,
      prefix_list_id: link('DestinationPrefixListId', PREFIX_LIST),
      referenced_security_group_id: link('DestinationSecurityGroupId', SECURITY_GROUP),
    },
  },
  aws_route_table: {
    type: ROUTE_TABLE,
    identity: { id: 'Ref', arn: 'Arn' },
    properties: { vpc_id: link('VpcId', VPC), ...TAGS },
    parts: [ROUTES],
  },
  aws_default_route_table: {
    type: ROUTE_TABLE,
    identity: { id: 'Ref', arn: 'Arn' },
    properties: { default_route_table_id: special('default-table-vpc', 'VpcId'), ...TAGS },
    parts: [
      ROUTES,
      {
        from: 'default_route_table_id',
        type: 'Opscheck::EC2::MainRouteTableAssociation',
        of: { default_route_table_id: special('default-table-vpc', 'VpcId') },
        owner: { RouteTableId: 'Ref' },
      },
    ],
  },
  aws_route: {
    type: 'AWS::EC2::Route',
    properties: {
      destination_cidr_block: 'DestinationCidrBlock',
      destination_ipv6_cidr_block: 'DestinationIpv6CidrBlock',
      destination_prefix_list_id: link('DestinationPrefixListId', PREFIX_LIST),
      route_table_id: link('RouteTableId', ROUTE_TABLE),
      instance_id: asked(link('InstanceId', INSTANCE)),
      ...ROUTE_TARGETS,
    },
  },
  aws_route_table_association: {
    type: 'AWS::EC2::SubnetRouteTableAssociation',
    identity: { id: 'Ref' },
    properties: { route_table_id: link('RouteTableId', ROUTE_TABLE), subnet_id: link('SubnetId', SUBNET) },
  },
  aws_main_route_table_association: {
    type: 'Opscheck::EC2::MainRouteTableAssociation',
    properties: { route_table_id: link('RouteTableId', ROUTE_TABLE), vpc_id: link('VpcId', VPC) },
  },
  aws_internet_gateway: {
    type: INTERNET_GATEWAY,
    identity: { id: 'Ref', arn: 'Arn' },
    properties: TAGS,
    parts: [
      {
        from: 'vpc_id',
        type: 'AWS::EC2::VPCGatewayAttachment',
        of: { vpc_id: link('VpcId', VPC) },
        owner: { InternetGatewayId: 'Ref' },
        asked: true,
        echoOf: [{ type: 'aws_internet_gateway_attachment', by: 'internet_gateway_id' }],
      },
    ],
  },
  aws_internet_gateway_attachment: {
    type: 'AWS::EC2::VPCGatewayAttachment',
    properties: { internet_gateway_id: link('InternetGatewayId', INTERNET_GATEWAY), vpc_id: link('VpcId', VPC) },
  },
  aws_egress_only_internet_gateway: {
    type: 'AWS::EC2::EgressOnlyInternetGateway',
    identity: { id: 'Ref' },
    properties: { vpc_id: link('VpcId', VPC), ...TAGS },
  },
  aws_vpn_gateway: {
    type: VPN_GATEWAY,
    identity: { id: 'Ref', arn: 'Arn' },
    properties: TAGS,
    parts: [
      {
        from: 'vpc_id',
        type: 'AWS::EC2::VPCGatewayAttachment',
        of: { vpc_id: link('VpcId', VPC) },
        owner: { VpnGatewayId: 'Ref' },
        asked: true,
      },
    ],
  },
  aws_nat_gateway: {
    type: 'AWS::EC2::NatGateway',
    identity: { id: 'Ref' },
    properties: {
      allocation_id: asked(link('AllocationId', EIP)),
      availability_mode: asked('AvailabilityMode'),
      connectivity_type: 'ConnectivityType',
      secondary_allocation_ids: links('SecondaryAllocationIds', EIP),
      subnet_id: link('SubnetId', SUBNET),
      vpc_id: asked(link('VpcId', VPC)),
      ...TAGS,
    },
  },
  aws_vpc_peering_connection: {
    type: 'AWS::EC2::VPCPeeringConnection',
    identity: { id: 'Ref' },
    properties: {
      peer_owner_id: asked('PeerOwnerId'),
      peer_region: asked('PeerRegion'),
      peer_vpc_id: link('PeerVpcId', VPC),
      vpc_id: link('VpcId', VPC),
      ...TAGS,
    },
  },
  aws_ec2_transit_gateway: {
    type: 'AWS::EC2::TransitGateway',
    identity: { id: 'Ref', arn: 'TransitGatewayArn' },
    properties: TAGS,
  },
  aws_vpc_endpoint: {
    type: ENDPOINT,
    identity: { id: 'Ref', arn: 'Arn' },
    properties: {
      ip_address_type: asked('IpAddressType'),
      policy: asked(document('PolicyDocument')),
      private_dns_enabled: asked('PrivateDnsEnabled'),
      // Computed because the associations told apart show up here once they exist.
      route_table_ids: asked(links('RouteTableIds', ROUTE_TABLE)),
      security_group_ids: links('SecurityGroupIds', SECURITY_GROUP),
      service_name: 'ServiceName',
      state: asked('Live.State'),
      subnet_ids: asked(links('SubnetIds', SUBNET)),
      vpc_endpoint_type: 'VpcEndpointType',
      vpc_id: link('VpcId', VPC),
      ...TAGS,
    },
  },
  aws_vpc_endpoint_subnet_association: endpointPiece('subnet_id', links('SubnetIds', SUBNET), 'SubnetIds'),
  aws_vpc_endpoint_route_table_association: endpointPiece(
    'route_table_id',
    links('RouteTableIds', ROUTE_TABLE),
    'RouteTableIds',
  ),
  aws_vpc_endpoint_security_group_association: endpointPiece(
    'security_group_id',
    links('SecurityGroupIds', SECURITY_GROUP),
    'SecurityGroupIds',
  ),
  aws_vpc_endpoint_policy: endpointPiece('policy', document('PolicyDocument')),
  aws_network_interface: {
    type: NETWORK_INTERFACE,
    identity: { id: 'Ref' },
    properties: {
      description: 'Description',
      interface_type: asked('InterfaceType'),
      security_groups: links('GroupSet', SECURITY_GROUP),
      source_dest_check: 'SourceDestCheck',
      subnet_id: link('SubnetId', SUBNET),
      ...TAGS,
    },
  },
  aws_network_interface_attachment: {
    type: 'AWS::EC2::NetworkInterfaceAttachment',
    properties: {
      device_index: text('DeviceIndex'),
      instance_id: link('InstanceId', INSTANCE),
      network_interface_id: link('NetworkInterfaceId', NETWORK_INTERFACE),
    },
  },
  aws_network_interface_sg_attachment: {
    pieces: [
      {
        owner: [NETWORK_INTERFACE],
        by: 'network_interface_id',
        name: 'Id',
        properties: { security_group_id: links('GroupSet', SECURITY_GROUP) },
        append: ['GroupSet'],
      },
    ],
  },
  aws_eip: {
    type: EIP,
    identity: { id: 'AllocationId', allocation_id: 'AllocationId', public_ip: 'PublicIp' },
    properties: {
      domain: asked('Domain'),
      instance: asked(link('InstanceId', INSTANCE)),
      public_ipv4_pool: asked('PublicIpv4Pool'),
      ...TAGS,
    },
    parts: [
      {
        from: 'network_interface',
        type: 'AWS::EC2::EIPAssociation',
        of: { network_interface: link('NetworkInterfaceId', NETWORK_INTERFACE) },
        owner: { AllocationId: 'AllocationId' },
        asked: true,
        echoOf: [{ type: 'aws_eip_association', by: 'allocation_id' }],
      },
    ],
  },
  aws_eip_association: {
    type: 'AWS::EC2::EIPAssociation',
    identity: { id: 'Ref' },
    properties: {
      allocation_id: asked(link('AllocationId', EIP)),
      instance_id: asked(link('InstanceId', INSTANCE)),
      network_interface_id: asked(link('NetworkInterfaceId', NETWORK_INTERFACE)),
      private_ip_address: asked('PrivateIpAddress'),
    },
  },
  aws_vpc_block_public_access_options: {
    type: 'AWS::EC2::VPCBlockPublicAccessOptions',
    properties: { internet_gateway_block_mode: 'InternetGatewayBlockMode' },
  },
  aws_vpc_block_public_access_exclusion: {
    type: 'AWS::EC2::VPCBlockPublicAccessExclusion',
    identity: { id: 'Ref' },
    properties: {
      internet_gateway_exclusion_mode: 'InternetGatewayExclusionMode',
      subnet_id: link('SubnetId', SUBNET),
      vpc_id: link('VpcId', VPC),
      ...TAGS,
    },
  },
  aws_ec2_instance_connect_endpoint: {
    type: 'AWS::EC2::InstanceConnectEndpoint',
    identity: { id: 'Ref' },
    properties: {
      preserve_client_ip: asked('PreserveClientIp'),
      security_group_ids: links('SecurityGroupIds', SECURITY_GROUP),
      subnet_id: link('SubnetId', SUBNET),
      ...TAGS,
    },
  },
  aws_ec2_managed_prefix_list: {
    type: PREFIX_LIST,
    identity: { id: 'Ref', arn: 'Arn' },
    properties: {
      address_family: 'AddressFamily',
      entry: asked(set('Entries', { cidr: 'Cidr', description: 'Description' })),
      max_entries: 'MaxEntries',
      name: 'PrefixListName',
      ...TAGS,
    },
  },
  aws_ec2_managed_prefix_list_entry: {
    pieces: [
      {
        owner: [PREFIX_LIST],
        by: 'prefix_list_id',
        name: 'PrefixListId',
        properties: { cidr: { is: 'entry', to: 'Entries', of: { cidr: 'Cidr', description: 'Description' } } },
        append: ['Entries'],
      },
    ],
  },
  aws_flow_log: {
    type: 'AWS::EC2::FlowLog',
    identity: { id: 'Ref' },
    properties: {
      iam_role_arn: link('DeliverLogsPermissionArn', 'AWS::IAM::Role'),
      log_destination: asked(
        link('LogDestination', 'AWS::Logs::LogGroup', 'AWS::S3::Bucket', 'AWS::KinesisFirehose::DeliveryStream'),
      ),
      log_destination_type: 'LogDestinationType',
      log_group_name: asked(link('LogGroupName', 'AWS::Logs::LogGroup')),
      max_aggregation_interval: 'MaxAggregationInterval',
      subnet_id: flowLogResource('Subnet', SUBNET),
      traffic_type: 'TrafficType',
      vpc_id: flowLogResource('VPC', VPC),
      ...TAGS,
    },
  },
}

function endpointPiece(attribute: string, rule: Rules[string], append?: string): Mapping {
  return {
    pieces: [
      {
        owner: [ENDPOINT],
        by: 'vpc_endpoint_id',
        name: 'Id',
        properties: { [attribute]: rule },
        ...(append === undefined ? {} : { append: [append] }),
      },
    ],
  }
}

function flowLogResource(kind: string, type: string): Rules[string] {
  return [link('ResourceId', type), { is: 'constant', to: 'ResourceType', value: kind }]
}

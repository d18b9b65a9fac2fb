import { describe, expect, it } from 'vitest'
import { ACCOUNT, all, answer, denied, live, properties, REGION, read, shown, state, the } from './support.ts'

const ec2 = (resource: string): string => `arn:aws:ec2:${REGION}:${ACCOUNT}:${resource}`

describe('security groups', () => {
  const GROUP = {
    GroupId: 'sg-1',
    GroupName: 'web',
    Description: 'the web',
    VpcId: 'vpc-1',
    OwnerId: ACCOUNT,
    Tags: [{ Key: 'Name', Value: 'web' }],
    IpPermissions: [
      {
        IpProtocol: 'tcp',
        FromPort: 443,
        ToPort: 443,
        IpRanges: [{ CidrIp: '0.0.0.0/0', Description: 'all' }, { CidrIp: '10.0.0.0/8' }],
        Ipv6Ranges: [{ CidrIpv6: '::/0' }],
        PrefixListIds: [{ PrefixListId: 'pl-1' }],
        UserIdGroupPairs: [{ GroupId: 'sg-2', UserId: '444455556666' }],
      },
    ],
    IpPermissionsEgress: [
      {
        IpProtocol: '-1',
        IpRanges: [{ CidrIp: '0.0.0.0/0' }],
        Ipv6Ranges: [],
        PrefixListIds: [{ PrefixListId: 'pl-2' }],
        UserIdGroupPairs: [{ GroupId: 'sg-3' }],
      },
    ],
  }

  it('have one rule for each source', () => {
    const snapshot = read({ 'groups.json': { SecurityGroups: [GROUP] } })
    const tcp = { IpProtocol: 'tcp', FromPort: 443, ToPort: 443 }
    expect(properties(snapshot, 'AWS::EC2::SecurityGroup')).toEqual({
      Id: 'sg-1',
      GroupId: 'sg-1',
      GroupName: 'web',
      GroupDescription: 'the web',
      VpcId: 'vpc-1',
      Tags: [{ Key: 'Name', Value: 'web' }],
      SecurityGroupIngress: [
        { ...tcp, CidrIp: '0.0.0.0/0', Description: 'all' },
        { ...tcp, CidrIp: '10.0.0.0/8' },
        { ...tcp, CidrIpv6: '::/0' },
        { ...tcp, SourcePrefixListId: 'pl-1' },
        { ...tcp, SourceSecurityGroupId: 'sg-2', SourceSecurityGroupOwnerId: '444455556666' },
      ],
      SecurityGroupEgress: [
        { IpProtocol: '-1', CidrIp: '0.0.0.0/0' },
        { IpProtocol: '-1', DestinationPrefixListId: 'pl-2' },
        { IpProtocol: '-1', DestinationSecurityGroupId: 'sg-3' },
      ],
      Live: { Arn: ec2('security-group/sg-1'), OwnerId: ACCOUNT },
    })
    for (const type of ['SecurityGroup', 'SecurityGroupIngress', 'SecurityGroupEgress']) {
      expect(state(snapshot, `AWS::EC2::${type}`)).toBe('complete')
    }
  })

  it.each([
    ['a text', 'all'],
    ['a list of texts', ['all']],
    ['a source without a name', [{ IpProtocol: '-1', IpRanges: [{}] }]],
    ['ranges that are a text', [{ IpProtocol: '-1', IpRanges: '0.0.0.0/0' }]],
  ])('whose rules are %s have rules that are not known, never none', (_case, IpPermissions) => {
    const snapshot = read({ 'groups.json': { SecurityGroups: [{ ...GROUP, IpPermissions }] } })
    expect(shown(the(snapshot, 'AWS::EC2::SecurityGroup').properties.SecurityGroupIngress)).toBe(
      '<read: the rules of sg-1 cannot be read>',
    )
  })

  it('take the rules that are told apart only when the group itself is not told', () => {
    const rule = {
      SecurityGroupRuleId: 'sgr-1',
      GroupId: 'sg-9',
      GroupOwnerId: ACCOUNT,
      IsEgress: false,
      IpProtocol: 'tcp',
      FromPort: 22,
      ToPort: 22,
      CidrIpv4: '0.0.0.0/0',
    }
    const both = { ...rule, SecurityGroupRuleId: 'sgr-2', GroupId: 'sg-1' }
    const out = {
      ...rule,
      SecurityGroupRuleId: 'sgr-3',
      IsEgress: true,
      IpProtocol: '-1',
      FromPort: -1,
      ToPort: -1,
      CidrIpv4: undefined,
      ReferencedGroupInfo: { GroupId: 'sg-2', UserId: ACCOUNT },
    }
    const snapshot = read({
      'groups.json': { SecurityGroups: [GROUP] },
      'rules.json': { SecurityGroupRules: [rule, both, out] },
    })
    expect(all(snapshot, 'AWS::EC2::SecurityGroupIngress').map(({ properties }) => shown(properties))).toEqual([
      {
        Id: 'sgr-1',
        GroupId: 'sg-9',
        IpProtocol: 'tcp',
        FromPort: 22,
        ToPort: 22,
        CidrIp: '0.0.0.0/0',
        Live: { GroupOwnerId: ACCOUNT },
      },
    ])
    expect(all(snapshot, 'AWS::EC2::SecurityGroupEgress').map(({ properties }) => shown(properties))).toEqual([
      {
        Id: 'sgr-3',
        GroupId: 'sg-9',
        IpProtocol: '-1',
        DestinationSecurityGroupId: 'sg-2',
        Live: { GroupOwnerId: ACCOUNT },
      },
    ])
  })

  it('are not read at all when that was denied', () => {
    const snapshot = live(denied('ec2:DescribeSecurityGroups', {}, 'UnauthorizedOperation'))
    expect(state(snapshot, 'AWS::EC2::SecurityGroupIngress')).toBe('unread read')
    expect(snapshot.coverage[0]).toMatchObject({
      call: 'ec2:DescribeSecurityGroups',
      action: 'ec2:DescribeSecurityGroups',
      cause: { reason: 'ec2:DescribeSecurityGroups was denied (UnauthorizedOperation)' },
    })
  })
})

describe('route tables', () => {
  it('become routes, associations and the main one', () => {
    const snapshot = read({
      'tables.json': {
        RouteTables: [
          {
            RouteTableId: 'rtb-1',
            VpcId: 'vpc-1',
            OwnerId: ACCOUNT,
            Tags: [],
            PropagatingVgws: [],
            Routes: [
              { DestinationCidrBlock: '10.0.0.0/16', GatewayId: 'local', Origin: 'CreateRouteTable', State: 'active' },
              { DestinationCidrBlock: '0.0.0.0/0', NatGatewayId: 'nat-1', Origin: 'CreateRoute', State: 'blackhole' },
              { DestinationPrefixListId: 'pl-1', GatewayId: 'vpce-1', Origin: 'CreateRoute', State: 'active' },
              { DestinationIpv6CidrBlock: '::/0', EgressOnlyInternetGatewayId: 'eigw-1', State: 'active' },
            ],
            Associations: [
              { Main: true, RouteTableAssociationId: 'rtbassoc-1', RouteTableId: 'rtb-1' },
              {
                Main: false,
                RouteTableAssociationId: 'rtbassoc-2',
                RouteTableId: 'rtb-1',
                SubnetId: 'subnet-1',
                AssociationState: { State: 'associated' },
              },
              {
                Main: false,
                RouteTableAssociationId: 'rtbassoc-3',
                RouteTableId: 'rtb-1',
                SubnetId: 'subnet-2',
                AssociationState: { State: 'disassociated' },
              },
              { Main: false, RouteTableAssociationId: 'rtbassoc-4', RouteTableId: 'rtb-1', GatewayId: 'igw-1' },
            ],
          },
        ],
      },
    })
    expect(all(snapshot, 'AWS::EC2::Route').map(({ address, properties }) => [address, shown(properties)])).toEqual([
      [
        `${ACCOUNT}/${REGION}/AWS::EC2::Route/rtb-1/10.0.0.0/16`,
        {
          RouteTableId: 'rtb-1',
          CidrBlock: '10.0.0.0/16',
          DestinationCidrBlock: '10.0.0.0/16',
          GatewayId: 'local',
          Live: { State: 'active', Origin: 'CreateRouteTable' },
        },
      ],
      [
        `${ACCOUNT}/${REGION}/AWS::EC2::Route/rtb-1/0.0.0.0/0`,
        {
          RouteTableId: 'rtb-1',
          CidrBlock: '0.0.0.0/0',
          DestinationCidrBlock: '0.0.0.0/0',
          NatGatewayId: 'nat-1',
          Live: { State: 'blackhole', Origin: 'CreateRoute' },
        },
      ],
      [
        `${ACCOUNT}/${REGION}/AWS::EC2::Route/rtb-1/pl-1`,
        {
          RouteTableId: 'rtb-1',
          CidrBlock: 'pl-1',
          DestinationPrefixListId: 'pl-1',
          VpcEndpointId: 'vpce-1',
          Live: { State: 'active', Origin: 'CreateRoute' },
        },
      ],
      [
        `${ACCOUNT}/${REGION}/AWS::EC2::Route/rtb-1/::/0`,
        {
          RouteTableId: 'rtb-1',
          CidrBlock: '::/0',
          DestinationIpv6CidrBlock: '::/0',
          EgressOnlyInternetGatewayId: 'eigw-1',
          Live: { State: 'active' },
        },
      ],
    ])
    expect(properties(snapshot, 'AWS::EC2::SubnetRouteTableAssociation')).toEqual({
      Id: 'rtbassoc-2',
      RouteTableId: 'rtb-1',
      SubnetId: 'subnet-1',
      Live: { AssociationState: { State: 'associated' } },
    })
    expect(properties(snapshot, 'Opscheck::EC2::MainRouteTableAssociation')).toEqual({
      VpcId: 'vpc-1',
      RouteTableId: 'rtb-1',
      Live: { RouteTableAssociationId: 'rtbassoc-1' },
    })
    expect(properties(snapshot, 'AWS::EC2::GatewayRouteTableAssociation')).toMatchObject({
      GatewayId: 'igw-1',
      RouteTableId: 'rtb-1',
    })
    expect(state(snapshot, 'AWS::EC2::SubnetRouteTableAssociation')).toBe('complete')
    expect(all(snapshot, 'AWS::EC2::Route')[1]?.locate(['NatGatewayId'])).toMatchObject({
      path: '/RouteTables/0/Routes/1/NatGatewayId',
    })
  })
})

describe('instances and what they stand on', () => {
  it('tell an instance without its launch noise', () => {
    const snapshot = read({
      'instances.json': {
        Reservations: [
          {
            ReservationId: 'r-1',
            OwnerId: ACCOUNT,
            Groups: [],
            Instances: [
              {
                InstanceId: 'i-1',
                ImageId: 'ami-1',
                InstanceType: 't3.micro',
                KeyName: 'key',
                SubnetId: 'subnet-1',
                VpcId: 'vpc-1',
                State: { Code: 16, Name: 'running' },
                PublicIpAddress: '203.0.113.1',
                PrivateIpAddress: '10.0.0.5',
                LaunchTime: '2026-01-01T00:00:00+00:00',
                Monitoring: { State: 'disabled' },
                Placement: { AvailabilityZone: 'ap-northeast-1a', Tenancy: 'default' },
                SecurityGroups: [{ GroupId: 'sg-1', GroupName: 'web' }],
                IamInstanceProfile: { Arn: `arn:aws:iam::${ACCOUNT}:instance-profile/team/bastion`, Id: 'AIPA' },
                NetworkInterfaces: [
                  {
                    NetworkInterfaceId: 'eni-1',
                    SubnetId: 'subnet-1',
                    Groups: [{ GroupId: 'sg-1' }],
                    Association: { PublicIp: '203.0.113.1' },
                    PrivateIpAddress: '10.0.0.5',
                  },
                ],
                MetadataOptions: {
                  State: 'applied',
                  HttpTokens: 'required',
                  HttpEndpoint: 'enabled',
                  HttpPutResponseHopLimit: 2,
                },
                Tags: [{ Key: 'Name', Value: 'bastion' }],
              },
              { InstanceId: 'i-2', State: { Code: 48, Name: 'terminated' } },
            ],
          },
        ],
      },
    })
    expect(properties(snapshot, 'AWS::EC2::Instance')).toEqual({
      InstanceId: 'i-1',
      ImageId: 'ami-1',
      InstanceType: 't3.micro',
      KeyName: 'key',
      SubnetId: 'subnet-1',
      VpcId: 'vpc-1',
      PublicIp: '203.0.113.1',
      PrivateIpAddress: '10.0.0.5',
      Monitoring: false,
      AvailabilityZone: 'ap-northeast-1a',
      SecurityGroupIds: ['sg-1'],
      IamInstanceProfile: 'bastion',
      NetworkInterfaces: [
        {
          NetworkInterfaceId: 'eni-1',
          SubnetId: 'subnet-1',
          GroupSet: ['sg-1'],
          PrivateIpAddress: '10.0.0.5',
          AssociatePublicIpAddress: true,
        },
      ],
      MetadataOptions: { HttpTokens: 'required', HttpEndpoint: 'enabled', HttpPutResponseHopLimit: 2 },
      Tags: [{ Key: 'Name', Value: 'bastion' }],
      UserData: '<input: the user data of i-1 not exported (aws ec2 describe-instance-attribute --attribute userData)>',
      Live: {
        Arn: ec2('instance/i-1'),
        State: 'running',
        PublicIpAddress: '203.0.113.1',
        LaunchTime: '2026-01-01T00:00:00.000Z',
        Placement: { AvailabilityZone: 'ap-northeast-1a', Tenancy: 'default' },
        IamInstanceProfileArn: `arn:aws:iam::${ACCOUNT}:instance-profile/team/bastion`,
      },
    })
  })

  it('take the default version of a launch template, and hide its user data', () => {
    const version = (VersionNumber: number, DefaultVersion: boolean) => ({
      LaunchTemplateId: 'lt-1',
      LaunchTemplateName: 'nodes',
      VersionNumber,
      DefaultVersion,
      CreateTime: '2026-01-01T00:00:00.000Z',
      LaunchTemplateData: {
        UserData: 'aHVudGVyMg==',
        KeyName: `key${VersionNumber}`,
        MetadataOptions: { HttpTokens: 'required' },
      },
    })
    const snapshot = read({ 'templates.json': { LaunchTemplateVersions: [version(1, true), version(2, false)] } })
    expect(properties(snapshot, 'AWS::EC2::LaunchTemplate')).toEqual({
      LaunchTemplateId: 'lt-1',
      LaunchTemplateName: 'nodes',
      LaunchTemplateData: { UserData: '<secret>', KeyName: 'key1', MetadataOptions: { HttpTokens: 'required' } },
      Live: { Arn: ec2('launch-template/lt-1'), Version: 1, IsDefault: true, CreateTime: '2026-01-01T00:00:00.000Z' },
    })
  })

  it('tell subnets, VPCs and their DNS, which only another call tells', () => {
    const snapshot = read({
      'subnets.json': {
        Subnets: [
          {
            SubnetId: 'subnet-1',
            VpcId: 'vpc-1',
            CidrBlock: '10.0.0.0/24',
            AvailabilityZone: 'ap-northeast-1a',
            MapPublicIpOnLaunch: false,
            AssignIpv6AddressOnCreation: false,
            State: 'available',
            OwnerId: ACCOUNT,
            BlockPublicAccessStates: { InternetGatewayBlockMode: 'off' },
          },
        ],
      },
      'vpcs.json': {
        Vpcs: [{ VpcId: 'vpc-1', CidrBlock: '10.0.0.0/16', IsDefault: false, State: 'available', OwnerId: ACCOUNT }],
      },
      'dns.json': { VpcId: 'vpc-1', EnableDnsSupport: { Value: true } },
    })
    expect(properties(snapshot, 'AWS::EC2::Subnet')).toMatchObject({
      SubnetId: 'subnet-1',
      VpcId: 'vpc-1',
      MapPublicIpOnLaunch: false,
      Live: { State: 'available', BlockPublicAccessStates: { InternetGatewayBlockMode: 'off' } },
    })
    expect(properties(snapshot, 'AWS::EC2::VPC')).toMatchObject({
      VpcId: 'vpc-1',
      EnableDnsSupport: true,
      EnableDnsHostnames: '<input: EnableDnsHostnames of vpc-1 not exported (aws ec2 describe-vpc-attribute)>',
    })
    const refused = live(
      answer('ec2:DescribeVpcs', { Vpcs: [{ VpcId: 'vpc-1', CidrBlock: '10.0.0.0/16' }] }),
      denied('ec2:DescribeVpcAttribute', { VpcId: 'vpc-1', Attribute: 'enableDnsHostnames' }, 'UnauthorizedOperation'),
    )
    expect(shown(the(refused, 'AWS::EC2::VPC').properties.EnableDnsHostnames)).toContain(
      '<read: EnableDnsHostnames of vpc-1 is not known',
    )
  })

  it('tell gateways, endpoints, interfaces and addresses', () => {
    const snapshot = read({
      'igw.json': {
        InternetGateways: [
          {
            InternetGatewayId: 'igw-1',
            OwnerId: ACCOUNT,
            Attachments: [{ State: 'available', VpcId: 'vpc-1' }],
            Tags: [],
          },
        ],
      },
      'nat.json': {
        NatGateways: [
          {
            NatGatewayId: 'nat-1',
            SubnetId: 'subnet-1',
            VpcId: 'vpc-1',
            State: 'available',
            ConnectivityType: 'public',
            NatGatewayAddresses: [
              { AllocationId: 'eipalloc-1', IsPrimary: true },
              { AllocationId: 'eipalloc-2', IsPrimary: false },
            ],
          },
          { NatGatewayId: 'nat-2', State: 'deleted' },
        ],
      },
      'vpce.json': {
        VpcEndpoints: [
          {
            VpcEndpointId: 'vpce-1',
            VpcEndpointType: 'Interface',
            VpcId: 'vpc-1',
            ServiceName: `com.amazonaws.${REGION}.logs`,
            State: 'available',
            PolicyDocument: '{"Statement":[]}',
            SubnetIds: ['subnet-1'],
            RouteTableIds: [],
            Groups: [{ GroupId: 'sg-1', GroupName: 'x' }],
            PrivateDnsEnabled: true,
            OwnerId: ACCOUNT,
          },
        ],
      },
      'eni.json': {
        NetworkInterfaces: [
          {
            NetworkInterfaceId: 'eni-1',
            SubnetId: 'subnet-1',
            Groups: [{ GroupId: 'sg-1' }],
            Association: { PublicIp: '203.0.113.9' },
            InterfaceType: 'interface',
            RequesterManaged: true,
            Description: 'd',
            OwnerId: ACCOUNT,
            TagSet: [{ Key: 'a', Value: 'b' }],
          },
        ],
      },
      'eip.json': {
        Addresses: [
          {
            AllocationId: 'eipalloc-1',
            PublicIp: '203.0.113.2',
            Domain: 'vpc',
            AssociationId: 'eipassoc-1',
            NetworkInterfaceId: 'eni-2',
          },
        ],
      },
      'block.json': {
        VpcBlockPublicAccessOptions: {
          AwsAccountId: ACCOUNT,
          AwsRegion: REGION,
          State: 'update-complete',
          InternetGatewayBlockMode: 'block-ingress',
          ExclusionsAllowed: 'allowed',
        },
      },
      'lists.json': {
        PrefixLists: [
          {
            PrefixListId: 'pl-1',
            PrefixListArn: ec2('prefix-list/pl-1'),
            PrefixListName: 'corp',
            AddressFamily: 'IPv4',
            MaxEntries: 5,
            OwnerId: ACCOUNT,
          },
        ],
      },
      'get-managed-prefix-list-entries.pl-1.json': { Entries: [{ Cidr: '192.0.2.0/24', Description: 'office' }] },
    })
    expect(properties(snapshot, 'AWS::EC2::VPCGatewayAttachment')).toMatchObject({
      AttachmentType: 'IGW',
      InternetGatewayId: 'igw-1',
      VpcId: 'vpc-1',
    })
    expect(properties(snapshot, 'AWS::EC2::NatGateway')).toMatchObject({
      NatGatewayId: 'nat-1',
      AllocationId: 'eipalloc-1',
      SecondaryAllocationIds: ['eipalloc-2'],
      ConnectivityType: 'public',
      Live: { State: 'available' },
    })
    expect(properties(snapshot, 'AWS::EC2::VPCEndpoint')).toEqual({
      Id: 'vpce-1',
      VpcEndpointType: 'Interface',
      VpcId: 'vpc-1',
      ServiceName: `com.amazonaws.${REGION}.logs`,
      PolicyDocument: { Statement: [] },
      SubnetIds: ['subnet-1'],
      SecurityGroupIds: ['sg-1'],
      PrivateDnsEnabled: true,
      Live: { Arn: ec2('vpc-endpoint/vpce-1'), State: 'available', OwnerId: ACCOUNT },
    })
    expect(properties(snapshot, 'AWS::EC2::NetworkInterface')).toMatchObject({
      Id: 'eni-1',
      GroupSet: ['sg-1'],
      Tags: [{ Key: 'a', Value: 'b' }],
      Live: { PublicIpAddress: '203.0.113.9', RequesterManaged: true },
    })
    expect(properties(snapshot, 'AWS::EC2::EIP')).toMatchObject({
      AllocationId: 'eipalloc-1',
      PublicIp: '203.0.113.2',
      Domain: 'vpc',
    })
    expect(properties(snapshot, 'AWS::EC2::EIPAssociation')).toEqual({
      Id: 'eipassoc-1',
      AllocationId: 'eipalloc-1',
      EIP: '203.0.113.2',
      NetworkInterfaceId: 'eni-2',
    })
    expect(properties(snapshot, 'AWS::EC2::VPCBlockPublicAccessOptions')).toMatchObject({
      AccountId: ACCOUNT,
      InternetGatewayBlockMode: 'block-ingress',
    })
    expect(properties(snapshot, 'AWS::EC2::PrefixList')).toMatchObject({
      PrefixListId: 'pl-1',
      Entries: [{ Cidr: '192.0.2.0/24', Description: 'office' }],
    })
  })

  it('tell load balancers and Auto Scaling groups', () => {
    const lb = `arn:aws:elasticloadbalancing:${REGION}:${ACCOUNT}:loadbalancer/app/web/50dc`
    const tg = `arn:aws:elasticloadbalancing:${REGION}:${ACCOUNT}:targetgroup/web/73e2`
    const snapshot = read({
      'lb.json': {
        LoadBalancers: [
          {
            LoadBalancerArn: lb,
            LoadBalancerName: 'web',
            DNSName: 'web.example',
            Scheme: 'internal',
            Type: 'application',
            State: { Code: 'active' },
            VpcId: 'vpc-1',
            AvailabilityZones: [
              { ZoneName: 'a', SubnetId: 'subnet-1' },
              { ZoneName: 'c', SubnetId: 'subnet-2' },
            ],
            SecurityGroups: ['sg-1'],
          },
        ],
      },
      'tg.json': {
        TargetGroups: [
          {
            TargetGroupArn: tg,
            TargetGroupName: 'web',
            Protocol: 'HTTP',
            Port: 80,
            VpcId: 'vpc-1',
            TargetType: 'ip',
            LoadBalancerArns: [lb],
          },
        ],
      },
      'listeners.json': {
        Listeners: [
          {
            ListenerArn: `${lb.replace('loadbalancer', 'listener')}/f2f7`,
            LoadBalancerArn: lb,
            Port: 443,
            Protocol: 'HTTPS',
            DefaultActions: [{ Type: 'forward', TargetGroupArn: tg }],
          },
        ],
      },
      'rules.json': {
        Rules: [
          {
            RuleArn: `${lb.replace('loadbalancer', 'listener-rule')}/f2f7/9683`,
            Priority: '10',
            Conditions: [{ Field: 'path-pattern', Values: ['/a'] }],
            Actions: [{ Type: 'forward', TargetGroupArn: tg }],
            IsDefault: false,
          },
        ],
      },
      'asg.json': {
        AutoScalingGroups: [
          {
            AutoScalingGroupName: 'nodes',
            AutoScalingGroupARN: `arn:aws:autoscaling:${REGION}:${ACCOUNT}:autoScalingGroup:u:autoScalingGroupName/nodes`,
            MinSize: 1,
            MaxSize: 3,
            DesiredCapacity: 2,
            VPCZoneIdentifier: 'subnet-1,subnet-2',
            LaunchTemplate: { LaunchTemplateId: 'lt-1', Version: '$Latest' },
            Instances: [],
            Tags: [
              {
                ResourceId: 'nodes',
                ResourceType: 'auto-scaling-group',
                Key: 'a',
                Value: 'b',
                PropagateAtLaunch: true,
              },
            ],
          },
        ],
      },
    })
    expect(properties(snapshot, 'AWS::ElasticLoadBalancingV2::LoadBalancer')).toMatchObject({
      Name: 'web',
      LoadBalancerArn: lb,
      LoadBalancerFullName: 'app/web/50dc',
      Subnets: ['subnet-1', 'subnet-2'],
      Scheme: 'internal',
      Live: { State: 'active' },
    })
    expect(properties(snapshot, 'AWS::ElasticLoadBalancingV2::TargetGroup')).toMatchObject({
      Name: 'web',
      TargetGroupFullName: 'targetgroup/web/73e2',
      TargetType: 'ip',
      LoadBalancerArns: [lb],
    })
    expect(properties(snapshot, 'AWS::ElasticLoadBalancingV2::ListenerRule')).toMatchObject({
      Priority: 10,
      ListenerArn: `${lb.replace('loadbalancer', 'listener')}/f2f7`,
    })
    expect(properties(snapshot, 'AWS::AutoScaling::AutoScalingGroup')).toMatchObject({
      AutoScalingGroupName: 'nodes',
      MinSize: '1',
      MaxSize: '3',
      DesiredCapacity: '2',
      VPCZoneIdentifier: ['subnet-1', 'subnet-2'],
      Tags: [{ Key: 'a', Value: 'b', PropagateAtLaunch: true }],
    })
    expect(state(snapshot, 'AWS::ElasticLoadBalancingV2::Listener')).toBe('complete')
  })
})

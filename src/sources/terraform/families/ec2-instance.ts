import {
  asked,
  link,
  links,
  list,
  type Mapping,
  object,
  positive,
  type Rules,
  set,
  special,
  TAGS,
  text,
  words,
  wrapped,
} from '../mapping.ts'

const SUBNET = 'AWS::EC2::Subnet'

const SECURITY_GROUP = 'AWS::EC2::SecurityGroup'

const NETWORK_INTERFACE = 'AWS::EC2::NetworkInterface'

const INSTANCE = 'AWS::EC2::Instance'

const METADATA: Rules = {
  http_endpoint: asked('HttpEndpoint'),
  http_put_response_hop_limit: asked('HttpPutResponseHopLimit'),
  http_tokens: asked('HttpTokens'),
}

const BOOLEAN_TEXT = { true: true, false: false } as const

const PROFILE = 'AWS::IAM::InstanceProfile'

const KEY_PAIR = 'AWS::EC2::KeyPair'

const LAUNCH_TEMPLATE = 'AWS::EC2::LaunchTemplate'

const LAUNCH_CONFIGURATION = 'AWS::AutoScaling::LaunchConfiguration'

const AUTO_SCALING_GROUP = 'AWS::AutoScaling::AutoScalingGroup'

const TARGET_GROUP = 'AWS::ElasticLoadBalancingV2::TargetGroup'

export const instances: Readonly<Record<string, Mapping>> = {
  aws_instance: {
    type: INSTANCE,
    identity: { id: 'Ref' },
    properties: {
      ami: asked('ImageId'),
      associate_public_ip_address: special('instance-addresses', 'NetworkInterfaces'),
      availability_zone: 'AvailabilityZone',
      iam_instance_profile: asked(link('IamInstanceProfile', PROFILE)),
      instance_type: asked('InstanceType'),
      ipv6_address_count: asked('Ipv6AddressCount'),
      ipv6_addresses: asked(wrapped('Ipv6Addresses', 'Ipv6Address')),
      key_name: asked(link('KeyName', KEY_PAIR)),
      launch_template: object('LaunchTemplate', {
        id: asked(link('LaunchTemplateId', LAUNCH_TEMPLATE)),
        name: asked(link('LaunchTemplateName', LAUNCH_TEMPLATE)),
        version: 'Version',
      }),
      metadata_options: asked(object('MetadataOptions', METADATA)),
      monitoring: asked('Monitoring'),
      // Known once it runs.
      instance_state: asked('Live.State'),
      public_ip: asked('Live.PublicIpAddress'),
      subnet_id: asked(link('SubnetId', SUBNET)),
      source_dest_check: 'SourceDestCheck',
      user_data: asked('UserData'),
      user_data_base64: asked('UserData'),
      vpc_security_group_ids: links('SecurityGroupIds', SECURITY_GROUP),
      ...TAGS,
    },
  },
  aws_key_pair: {
    type: KEY_PAIR,
    identity: { id: 'Ref', key_name: 'Ref', key_pair_id: 'KeyPairId' },
    properties: { key_name: 'KeyName', ...TAGS },
  },
  aws_launch_template: {
    type: LAUNCH_TEMPLATE,
    identity: {
      id: 'Ref',
      name: 'LaunchTemplateName',
      latest_version: 'LatestVersionNumber',
      default_version: 'DefaultVersionNumber',
    },
    properties: {
      name: 'LaunchTemplateName',
      iam_instance_profile: object('LaunchTemplateData.IamInstanceProfile', {
        arn: link('Arn', PROFILE),
        name: link('Name', PROFILE),
      }),
      image_id: 'LaunchTemplateData.ImageId',
      instance_type: 'LaunchTemplateData.InstanceType',
      key_name: link('LaunchTemplateData.KeyName', KEY_PAIR),
      metadata_options: asked(object('LaunchTemplateData.MetadataOptions', METADATA)),
      monitoring: object('LaunchTemplateData.Monitoring', { enabled: 'Enabled' }),
      network_interfaces: list('LaunchTemplateData.NetworkInterfaces', {
        associate_public_ip_address: words('AssociatePublicIpAddress', BOOLEAN_TEXT),
        device_index: 'DeviceIndex',
        ipv6_address_count: positive('Ipv6AddressCount'),
        ipv6_addresses: wrapped('Ipv6Addresses', 'Ipv6Address'),
        network_interface_id: link('NetworkInterfaceId', NETWORK_INTERFACE),
        security_groups: links('Groups', SECURITY_GROUP),
        subnet_id: link('SubnetId', SUBNET),
      }),
      user_data: 'LaunchTemplateData.UserData',
      vpc_security_group_ids: links('LaunchTemplateData.SecurityGroupIds', SECURITY_GROUP),
    },
  },
  aws_launch_configuration: {
    type: LAUNCH_CONFIGURATION,
    identity: { id: 'Ref', name: 'Ref' },
    properties: {
      associate_public_ip_address: asked('AssociatePublicIpAddress'),
      enable_monitoring: 'InstanceMonitoring',
      iam_instance_profile: link('IamInstanceProfile', PROFILE),
      image_id: 'ImageId',
      instance_type: 'InstanceType',
      key_name: asked(link('KeyName', KEY_PAIR)),
      metadata_options: asked(object('MetadataOptions', METADATA)),
      name: 'LaunchConfigurationName',
      security_groups: links('SecurityGroups', SECURITY_GROUP),
      user_data: 'UserData',
      user_data_base64: 'UserData',
    },
  },
  aws_autoscaling_group: {
    type: AUTO_SCALING_GROUP,
    identity: { id: 'Ref', name: 'Ref', arn: 'AutoScalingGroupARN' },
    properties: {
      name: 'AutoScalingGroupName',
      availability_zones: asked('AvailabilityZones'),
      desired_capacity: asked(text('DesiredCapacity')),
      launch_configuration: link('LaunchConfigurationName', LAUNCH_CONFIGURATION),
      launch_template: object('LaunchTemplate', {
        id: asked(link('LaunchTemplateId', LAUNCH_TEMPLATE)),
        name: asked(link('LaunchTemplateName', LAUNCH_TEMPLATE)),
        version: asked(text('Version')),
      }),
      max_size: text('MaxSize'),
      min_size: text('MinSize'),
      mixed_instances_policy: object('MixedInstancesPolicy', {
        launch_template: object('LaunchTemplate', {
          launch_template_specification: object('LaunchTemplateSpecification', {
            launch_template_id: asked(link('LaunchTemplateId', LAUNCH_TEMPLATE)),
            launch_template_name: asked(link('LaunchTemplateName', LAUNCH_TEMPLATE)),
            version: asked(text('Version')),
          }),
        }),
      }),
      tag: set('Tags', { key: 'Key', value: 'Value', propagate_at_launch: 'PropagateAtLaunch' }),
      // Computed because attachments told apart show up here once they exist.
      target_group_arns: asked(links('TargetGroupARNs', TARGET_GROUP)),
      vpc_zone_identifier: asked(links('VPCZoneIdentifier', SUBNET)),
    },
  },
  aws_autoscaling_attachment: {
    pieces: [
      {
        owner: [AUTO_SCALING_GROUP],
        by: 'autoscaling_group_name',
        name: 'AutoScalingGroupName',
        properties: { lb_target_group_arn: links('TargetGroupARNs', TARGET_GROUP) },
        append: ['TargetGroupARNs'],
      },
    ],
  },
}

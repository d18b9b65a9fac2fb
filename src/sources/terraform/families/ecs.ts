import {
  asked,
  link,
  links,
  list,
  type Mapping,
  number,
  object,
  pairs,
  positive,
  type Rules,
  set,
  special,
  TAGS,
  words,
} from '../mapping.ts'

const CLUSTER = 'AWS::ECS::Cluster'
const TASK_DEFINITION = 'AWS::ECS::TaskDefinition'
const LOG_GROUP = 'AWS::Logs::LogGroup'
const BUCKET = 'AWS::S3::Bucket'
const KEY = ['AWS::KMS::Key', 'AWS::KMS::Alias'] as const
const ROLE = 'AWS::IAM::Role'
const SUBNET = 'AWS::EC2::Subnet'
const SECURITY_GROUP = 'AWS::EC2::SecurityGroup'
const TARGET_GROUP = 'AWS::ElasticLoadBalancingV2::TargetGroup'
const LISTENER_RULE = 'AWS::ElasticLoadBalancingV2::ListenerRule'
const LISTENER = 'AWS::ElasticLoadBalancingV2::Listener'
const NAMESPACES = [
  'AWS::ServiceDiscovery::HttpNamespace',
  'AWS::ServiceDiscovery::PrivateDnsNamespace',
  'AWS::ServiceDiscovery::PublicDnsNamespace',
] as const

export const STRATEGY: Rules = {
  base: 'Base',
  capacity_provider: link('CapacityProvider', 'AWS::ECS::CapacityProvider'),
  weight: 'Weight',
}

/** `awsvpc` is how the enclosing type spells it: services, task sets and events do not agree. */
export function networkConfiguration(awsvpc: string): Rules {
  return {
    assign_public_ip: words(`${awsvpc}.AssignPublicIp`, { true: 'ENABLED', false: 'DISABLED' }),
    security_groups: links(`${awsvpc}.SecurityGroups`, SECURITY_GROUP),
    subnets: links(`${awsvpc}.Subnets`, SUBNET),
  }
}

const EXECUTE_COMMAND: Rules = {
  kms_key_id: link('KmsKeyId', ...KEY),
  logging: 'Logging',
  log_configuration: object('LogConfiguration', {
    cloud_watch_encryption_enabled: 'CloudWatchEncryptionEnabled',
    cloud_watch_log_group_name: link('CloudWatchLogGroupName', LOG_GROUP),
    s3_bucket_encryption_enabled: 'S3EncryptionEnabled',
    s3_bucket_name: link('S3BucketName', BUCKET),
    s3_key_prefix: 'S3KeyPrefix',
  }),
}

const LOG_CONFIGURATION: Rules = {
  log_driver: 'LogDriver',
  options: asked('Options'),
  secret_option: list('SecretOptions', { name: 'Name', value_from: 'ValueFrom' }),
}

const LOAD_BALANCER: Rules = {
  container_name: 'ContainerName',
  container_port: 'ContainerPort',
  elb_name: 'LoadBalancerName',
  target_group_arn: link('TargetGroupArn', TARGET_GROUP),
  advanced_configuration: object('AdvancedConfiguration', {
    alternate_target_group_arn: link('AlternateTargetGroupArn', TARGET_GROUP),
    production_listener_rule: link('ProductionListenerRule', LISTENER_RULE, LISTENER),
    role_arn: link('RoleArn', ROLE),
    test_listener_rule: link('TestListenerRule', LISTENER_RULE, LISTENER),
  }),
}

const SERVICE_CONNECT: Rules = {
  enabled: 'Enabled',
  namespace: asked(link('Namespace', ...NAMESPACES)),
  log_configuration: object('LogConfiguration', LOG_CONFIGURATION),
  service: list('Services', {
    discovery_name: asked('DiscoveryName'),
    ingress_port_override: positive('IngressPortOverride'),
    port_name: 'PortName',
    client_alias: list('ClientAliases', { dns_name: asked('DnsName'), port: 'Port' }),
    timeout: object('Timeout', {
      idle_timeout_seconds: 'IdleTimeoutSeconds',
      per_request_timeout_seconds: 'PerRequestTimeoutSeconds',
    }),
    tls: object('Tls', {
      kms_key: link('KmsKey', ...KEY),
      role_arn: link('RoleArn', ROLE),
      issuer_cert_authority: object('IssuerCertificateAuthority', { aws_pca_authority_arn: 'AwsPcaAuthorityArn' }),
    }),
  }),
}

const REGISTRY: Rules = {
  container_name: 'ContainerName',
  container_port: positive('ContainerPort'),
  port: positive('Port'),
  registry_arn: link('RegistryArn', 'AWS::ServiceDiscovery::Service'),
}

export const ecs: Readonly<Record<string, Mapping>> = {
  aws_ecs_cluster: {
    type: CLUSTER,
    identity: { id: 'Ref', arn: 'Arn', name: 'Ref' },
    properties: {
      name: 'ClusterName',
      // Computed because the account setting decides when a cluster does not: a cluster without the block asks for nothing.
      setting: asked(set('ClusterSettings', { name: 'Name', value: 'Value' })),
      configuration: object('Configuration', {
        execute_command_configuration: object('ExecuteCommandConfiguration', EXECUTE_COMMAND),
        managed_storage_configuration: object('ManagedStorageConfiguration', {
          fargate_ephemeral_storage_kms_key_id: link('FargateEphemeralStorageKmsKeyId', ...KEY),
          kms_key_id: link('KmsKeyId', ...KEY),
        }),
      }),
      service_connect_defaults: object('ServiceConnectDefaults', { namespace: link('Namespace', ...NAMESPACES) }),
      // Arguments of provider 4 and older.
      capacity_providers: asked(links('CapacityProviders', 'AWS::ECS::CapacityProvider')),
      default_capacity_provider_strategy: asked(set('DefaultCapacityProviderStrategy', STRATEGY)),
      ...TAGS,
    },
    data: { cluster_name: 'ClusterName' },
  },
  aws_ecs_cluster_capacity_providers: {
    pieces: [
      {
        owner: [CLUSTER],
        by: 'cluster_name',
        name: 'ClusterName',
        properties: {
          capacity_providers: links('CapacityProviders', 'AWS::ECS::CapacityProvider'),
          default_capacity_provider_strategy: set('DefaultCapacityProviderStrategy', STRATEGY),
        },
      },
    ],
  },
  aws_ecs_service: {
    type: 'AWS::ECS::Service',
    identity: { id: 'Ref', name: 'Name', arn: 'ServiceArn' },
    properties: {
      name: 'ServiceName',
      alarms: object('DeploymentConfiguration.Alarms', {
        alarm_names: links('AlarmNames', 'AWS::CloudWatch::Alarm', 'AWS::CloudWatch::CompositeAlarm'),
        enable: 'Enable',
        rollback: 'Rollback',
      }),
      availability_zone_rebalancing: asked('AvailabilityZoneRebalancing'),
      capacity_provider_strategy: set('CapacityProviderStrategy', STRATEGY),
      // Computed: without it the service runs in the cluster named default.
      cluster: asked(link('Cluster', CLUSTER)),
      deployment_circuit_breaker: object('DeploymentConfiguration.DeploymentCircuitBreaker', {
        enable: 'Enable',
        rollback: 'Rollback',
      }),
      deployment_configuration: asked(
        object('DeploymentConfiguration', {
          strategy: asked('Strategy'),
          bake_time_in_minutes: asked(number('BakeTimeInMinutes')),
          lifecycle_hook: set('LifecycleHooks', {
            hook_target_arn: 'HookTargetArn',
            lifecycle_stages: 'LifecycleStages',
            role_arn: link('RoleArn', ROLE),
            hook_details: 'HookDetails',
          }),
          canary_configuration: asked(
            object('CanaryConfiguration', {
              canary_bake_time_in_minutes: asked(number('CanaryBakeTimeInMinutes')),
              canary_percent: asked('CanaryPercent'),
            }),
          ),
          linear_configuration: asked(
            object('LinearConfiguration', {
              step_bake_time_in_minutes: asked(number('StepBakeTimeInMinutes')),
              step_percent: asked('StepPercent'),
            }),
          ),
        }),
      ),
      deployment_controller: object('DeploymentController', { type: 'Type' }),
      deployment_maximum_percent: 'DeploymentConfiguration.MaximumPercent',
      deployment_minimum_healthy_percent: 'DeploymentConfiguration.MinimumHealthyPercent',
      desired_count: 'DesiredCount',
      enable_ecs_managed_tags: 'EnableECSManagedTags',
      enable_execute_command: 'EnableExecuteCommand',
      health_check_grace_period_seconds: 'HealthCheckGracePeriodSeconds',
      iam_role: asked(link('Role', ROLE)),
      // Computed because ECS chooses when a service does not ask.
      launch_type: asked('LaunchType'),
      load_balancer: set('LoadBalancers', LOAD_BALANCER),
      network_configuration: object('NetworkConfiguration', networkConfiguration('AwsvpcConfiguration')),
      ordered_placement_strategy: list('PlacementStrategies', { field: 'Field', type: 'Type' }),
      placement_constraints: set('PlacementConstraints', { expression: 'Expression', type: 'Type' }),
      // Computed: the latest one when a service does not ask.
      platform_version: asked('PlatformVersion'),
      propagate_tags: words('PropagateTags', { NONE: undefined }),
      scheduling_strategy: 'SchedulingStrategy',
      service_connect_configuration: object('ServiceConnectConfiguration', SERVICE_CONNECT),
      service_registries: list('ServiceRegistries', REGISTRY),
      task_definition: link('TaskDefinition', TASK_DEFINITION),
      volume_configuration: list('VolumeConfigurations', {
        name: 'Name',
        managed_ebs_volume: object('ManagedEBSVolume', {
          encrypted: 'Encrypted',
          file_system_type: 'FilesystemType',
          iops: 'Iops',
          kms_key_id: link('KmsKeyId', ...KEY),
          role_arn: link('RoleArn', ROLE),
          size_in_gb: 'SizeInGiB',
          snapshot_id: 'SnapshotId',
          throughput: 'Throughput',
          volume_type: 'VolumeType',
        }),
      }),
      vpc_lattice_configurations: set('VpcLatticeConfigurations', {
        port_name: 'PortName',
        role_arn: link('RoleArn', ROLE),
        target_group_arn: 'TargetGroupArn',
      }),
      ...TAGS,
    },
    data: { service_name: 'ServiceName', cluster_arn: link('Cluster', CLUSTER) },
  },
  aws_ecs_task_definition: {
    type: TASK_DEFINITION,
    identity: { arn_without_revision: 'TaskDefinitionArn', arn: 'TaskDefinitionArn', id: 'Family', family: 'Family' },
    properties: {
      container_definitions: special('container-definitions', 'ContainerDefinitions'),
      cpu: 'Cpu',
      enable_fault_injection: asked('EnableFaultInjection'),
      ephemeral_storage: object('EphemeralStorage', { size_in_gib: 'SizeInGiB' }),
      execution_role_arn: link('ExecutionRoleArn', ROLE),
      family: 'Family',
      ipc_mode: 'IpcMode',
      memory: 'Memory',
      // Computed: the platform's own mode when a definition does not ask.
      network_mode: asked('NetworkMode'),
      pid_mode: 'PidMode',
      placement_constraints: set('PlacementConstraints', { expression: 'Expression', type: 'Type' }),
      proxy_configuration: object('ProxyConfiguration', {
        container_name: 'ContainerName',
        properties: pairs('ProxyConfigurationProperties', 'Name', 'Value'),
        type: 'Type',
      }),
      requires_compatibilities: 'RequiresCompatibilities',
      runtime_platform: object('RuntimePlatform', {
        cpu_architecture: 'CpuArchitecture',
        operating_system_family: 'OperatingSystemFamily',
      }),
      task_role_arn: link('TaskRoleArn', ROLE),
      volume: set('Volumes', {
        name: 'Name',
        host_path: 'Host.SourcePath',
        configure_at_launch: asked('ConfiguredAtLaunch'),
        docker_volume_configuration: object('DockerVolumeConfiguration', {
          autoprovision: 'Autoprovision',
          driver: asked('Driver'),
          driver_opts: 'DriverOpts',
          labels: 'Labels',
          scope: asked('Scope'),
        }),
        efs_volume_configuration: object('EFSVolumeConfiguration', {
          file_system_id: link('FilesystemId', 'AWS::EFS::FileSystem'),
          root_directory: 'RootDirectory',
          transit_encryption: 'TransitEncryption',
          transit_encryption_port: positive('TransitEncryptionPort'),
          authorization_config: object('AuthorizationConfig', {
            access_point_id: link('AccessPointId', 'AWS::EFS::AccessPoint'),
            iam: 'IAM',
          }),
        }),
        fsx_windows_file_server_volume_configuration: object('FSxWindowsFileServerVolumeConfiguration', {
          file_system_id: 'FileSystemId',
          root_directory: 'RootDirectory',
          authorization_config: object('AuthorizationConfig', {
            credentials_parameter: 'CredentialsParameter',
            domain: 'Domain',
          }),
        }),
      }),
      ...TAGS,
    },
  },
  aws_ecs_task_set: {
    type: 'AWS::ECS::TaskSet',
    identity: { task_set_id: 'Id', arn: 'Arn' },
    properties: {
      capacity_provider_strategy: set('CapacityProviderStrategy', STRATEGY),
      cluster: link('Cluster', CLUSTER),
      external_id: asked('ExternalId'),
      launch_type: asked('LaunchType'),
      load_balancer: set('LoadBalancers', {
        container_name: 'ContainerName',
        container_port: positive('ContainerPort'),
        target_group_arn: link('TargetGroupArn', TARGET_GROUP),
      }),
      network_configuration: object('NetworkConfiguration', networkConfiguration('AwsVpcConfiguration')),
      platform_version: asked('PlatformVersion'),
      scale: object('Scale', { unit: 'Unit', value: 'Value' }),
      service: link('Service', 'AWS::ECS::Service'),
      service_registries: list('ServiceRegistries', REGISTRY),
      task_definition: link('TaskDefinition', TASK_DEFINITION),
      ...TAGS,
    },
  },
  aws_ecs_capacity_provider: {
    type: 'AWS::ECS::CapacityProvider',
    identity: { id: 'Ref', arn: 'Arn', name: 'Ref' },
    properties: {
      name: 'Name',
      cluster: link('ClusterName', CLUSTER),
      auto_scaling_group_provider: object('AutoScalingGroupProvider', {
        auto_scaling_group_arn: link('AutoScalingGroupArn', 'AWS::AutoScaling::AutoScalingGroup'),
        managed_draining: asked('ManagedDraining'),
        managed_termination_protection: asked('ManagedTerminationProtection'),
        managed_scaling: object('ManagedScaling', {
          instance_warmup_period: asked('InstanceWarmupPeriod'),
          maximum_scaling_step_size: asked('MaximumScalingStepSize'),
          minimum_scaling_step_size: asked('MinimumScalingStepSize'),
          status: asked('Status'),
          target_capacity: asked('TargetCapacity'),
        }),
      }),
      managed_instances_provider: object('ManagedInstancesProvider', {
        infrastructure_role_arn: link('InfrastructureRoleArn', ROLE),
        propagate_tags: 'PropagateTags',
        instance_launch_template: object('InstanceLaunchTemplate', {
          ec2_instance_profile_arn: link('Ec2InstanceProfileArn', 'AWS::IAM::InstanceProfile'),
          monitoring: 'Monitoring',
          network_configuration: object('NetworkConfiguration', {
            security_groups: links('SecurityGroups', SECURITY_GROUP),
            subnets: links('Subnets', SUBNET),
          }),
        }),
      }),
      ...TAGS,
    },
  },
  aws_ecs_express_gateway_service: {
    type: 'AWS::ECS::ExpressGatewayService',
    identity: { service_arn: 'ServiceArn' },
    properties: {
      cluster: asked(link('Cluster', CLUSTER)),
      cpu: asked('Cpu'),
      execution_role_arn: link('ExecutionRoleArn', ROLE),
      health_check_path: asked('HealthCheckPath'),
      infrastructure_role_arn: link('InfrastructureRoleArn', ROLE),
      memory: asked('Memory'),
      service_name: asked('ServiceName'),
      task_role_arn: link('TaskRoleArn', ROLE),
      network_configuration: object('NetworkConfiguration', {
        security_groups: asked(links('SecurityGroups', SECURITY_GROUP)),
        subnets: asked(links('Subnets', SUBNET)),
      }),
      primary_container: object('PrimaryContainer', {
        image: 'Image',
        container_port: asked('ContainerPort'),
        command: 'Command',
        aws_logs_configuration: object('AwsLogsConfiguration', {
          log_group: link('LogGroup', LOG_GROUP),
          log_stream_prefix: asked('LogStreamPrefix'),
        }),
        environment: list('Environment', { name: 'Name', value: 'Value' }),
        repository_credentials: object('RepositoryCredentials', { credentials_parameter: 'CredentialsParameter' }),
        secret: list('Secrets', { name: 'Name', value_from: 'ValueFrom' }),
      }),
      scaling_target: object('ScalingTarget', {
        auto_scaling_metric: asked('AutoScalingMetric'),
        auto_scaling_target_value: asked('AutoScalingTargetValue'),
        max_task_count: asked('MaxTaskCount'),
        min_task_count: asked('MinTaskCount'),
      }),
      ...TAGS,
    },
  },
}

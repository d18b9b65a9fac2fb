import { asked, link, list, type Mapping, object, set, special, TAGS } from '../mapping.ts'

const ROLE = 'AWS::IAM::Role'
const NAMESPACES = [
  'AWS::ServiceDiscovery::HttpNamespace',
  'AWS::ServiceDiscovery::PrivateDnsNamespace',
  'AWS::ServiceDiscovery::PublicDnsNamespace',
] as const

export const ssm: Readonly<Record<string, Mapping>> = {
  aws_ssm_document: {
    type: 'AWS::SSM::Document',
    identity: { id: 'Ref', name: 'Ref' },
    properties: {
      content: special('document-content', 'Content'),
      document_format: 'DocumentFormat',
      document_type: 'DocumentType',
      name: 'Name',
      target_type: 'TargetType',
      version_name: 'VersionName',
      ...TAGS,
    },
  },
  aws_ssm_activation: {
    type: 'Opscheck::SSM::Activation',
    identity: { id: 'Ref' },
    properties: {
      description: 'Description',
      expiration_date: asked('ExpirationDate'),
      iam_role: link('IamRole', ROLE),
      name: 'DefaultInstanceName',
      registration_limit: 'RegistrationLimit',
      ...TAGS,
    },
  },
  aws_ssm_service_setting: {
    type: 'Opscheck::SSM::ServiceSetting',
    identity: { id: 'Ref' },
    properties: { setting_id: 'SettingId', setting_value: 'SettingValue' },
  },
}

export const ecsAccount: Readonly<Record<string, Mapping>> = {
  aws_ecs_account_setting_default: {
    type: 'Opscheck::ECS::AccountSettings',
    properties: { name: special('account-setting', 'Settings') },
    oneForScope: true,
  },
}

export const cloudtrail: Readonly<Record<string, Mapping>> = {
  aws_cloudtrail: {
    type: 'AWS::CloudTrail::Trail',
    identity: { id: 'Ref', name: 'Ref', arn: 'Arn' },
    properties: {
      advanced_event_selector: list('AdvancedEventSelectors', {
        name: 'Name',
        field_selector: set('FieldSelectors', {
          ends_with: 'EndsWith',
          equals: 'Equals',
          field: 'Field',
          not_ends_with: 'NotEndsWith',
          not_equals: 'NotEquals',
          not_starts_with: 'NotStartsWith',
          starts_with: 'StartsWith',
        }),
      }),
      cloud_watch_logs_group_arn: link('CloudWatchLogsLogGroupArn', 'AWS::Logs::LogGroup'),
      cloud_watch_logs_role_arn: link('CloudWatchLogsRoleArn', ROLE),
      enable_log_file_validation: 'EnableLogFileValidation',
      enable_logging: 'IsLogging',
      event_selector: list('EventSelectors', {
        exclude_management_event_sources: 'ExcludeManagementEventSources',
        include_management_events: 'IncludeManagementEvents',
        read_write_type: 'ReadWriteType',
        data_resource: list('DataResources', { type: 'Type', values: 'Values' }),
      }),
      include_global_service_events: 'IncludeGlobalServiceEvents',
      is_multi_region_trail: 'IsMultiRegionTrail',
      is_organization_trail: 'IsOrganizationTrail',
      kms_key_id: link('KMSKeyId', 'AWS::KMS::Key', 'AWS::KMS::Alias'),
      name: 'TrailName',
      s3_bucket_name: link('S3BucketName', 'AWS::S3::Bucket'),
      s3_key_prefix: 'S3KeyPrefix',
      sns_topic_name: link('SnsTopicName', 'AWS::SNS::Topic'),
      ...TAGS,
    },
  },
}

export const servicediscovery: Readonly<Record<string, Mapping>> = {
  aws_service_discovery_service: {
    type: 'AWS::ServiceDiscovery::Service',
    identity: { id: 'Ref', arn: 'Arn', name: 'Name' },
    properties: {
      description: 'Description',
      dns_config: object('DnsConfig', {
        namespace_id: link('NamespaceId', ...NAMESPACES),
        routing_policy: 'RoutingPolicy',
        dns_records: list('DnsRecords', { ttl: 'TTL', type: 'Type' }),
      }),
      health_check_custom_config: object('HealthCheckCustomConfig', { failure_threshold: 'FailureThreshold' }),
      name: 'Name',
      namespace_id: asked(link('NamespaceId', ...NAMESPACES)),
      type: asked('Type'),
      ...TAGS,
    },
  },
  aws_service_discovery_private_dns_namespace: {
    type: 'AWS::ServiceDiscovery::PrivateDnsNamespace',
    identity: { id: 'Ref', arn: 'Arn', name: 'Name' },
    properties: { description: 'Description', name: 'Name', vpc: link('Vpc', 'AWS::EC2::VPC'), ...TAGS },
  },
  aws_service_discovery_public_dns_namespace: {
    type: 'AWS::ServiceDiscovery::PublicDnsNamespace',
    identity: { id: 'Ref', arn: 'Arn', name: 'Name' },
    properties: { description: 'Description', name: 'Name', ...TAGS },
  },
  aws_service_discovery_http_namespace: {
    type: 'AWS::ServiceDiscovery::HttpNamespace',
    identity: { id: 'Ref', arn: 'Arn', name: 'Name' },
    properties: { description: 'Description', name: 'Name', ...TAGS },
  },
}

export const xray: Readonly<Record<string, Mapping>> = {
  aws_xray_group: {
    type: 'AWS::XRay::Group',
    identity: { id: 'Ref', arn: 'GroupARN' },
    properties: {
      filter_expression: 'FilterExpression',
      group_name: 'GroupName',
      insights_configuration: object('InsightsConfiguration', {
        insights_enabled: 'InsightsEnabled',
        notifications_enabled: asked('NotificationsEnabled'),
      }),
      ...TAGS,
    },
  },
  aws_xray_sampling_rule: {
    type: 'AWS::XRay::SamplingRule',
    identity: { id: 'Ref', arn: 'RuleARN' },
    properties: {
      attributes: 'SamplingRule.Attributes',
      fixed_rate: 'SamplingRule.FixedRate',
      host: 'SamplingRule.Host',
      http_method: 'SamplingRule.HTTPMethod',
      priority: 'SamplingRule.Priority',
      reservoir_size: 'SamplingRule.ReservoirSize',
      resource_arn: 'SamplingRule.ResourceARN',
      rule_name: 'SamplingRule.RuleName',
      service_name: 'SamplingRule.ServiceName',
      service_type: 'SamplingRule.ServiceType',
      url_path: 'SamplingRule.URLPath',
      version: 'SamplingRule.Version',
      ...TAGS,
    },
  },
  aws_xray_resource_policy: {
    type: 'AWS::XRay::ResourcePolicy',
    properties: { policy_document: 'PolicyDocument', policy_name: 'PolicyName' },
  },
}

const LOGGING = object('CloudWatchLoggingOptions', {
  enabled: 'Enabled',
  log_group_name: link('LogGroupName', 'AWS::Logs::LogGroup'),
  log_stream_name: 'LogStreamName',
})

const S3_DESTINATION = {
  bucket_arn: link('BucketARN', 'AWS::S3::Bucket'),
  buffering_interval: 'BufferingHints.IntervalInSeconds',
  buffering_size: 'BufferingHints.SizeInMBs',
  compression_format: 'CompressionFormat',
  error_output_prefix: 'ErrorOutputPrefix',
  kms_key_arn: link('EncryptionConfiguration.KMSEncryptionConfig.AWSKMSKeyARN', 'AWS::KMS::Key'),
  prefix: 'Prefix',
  role_arn: link('RoleARN', ROLE),
  cloudwatch_logging_options: LOGGING,
} as const

const SEARCH_DESTINATION = {
  cluster_endpoint: 'ClusterEndpoint',
  domain_arn: 'DomainARN',
  index_name: 'IndexName',
  role_arn: link('RoleARN', ROLE),
  s3_backup_mode: 'S3BackupMode',
  cloudwatch_logging_options: LOGGING,
  s3_configuration: object('S3Configuration', S3_DESTINATION),
} as const

export const firehose: Readonly<Record<string, Mapping>> = {
  aws_kinesis_firehose_delivery_stream: {
    type: 'AWS::KinesisFirehose::DeliveryStream',
    identity: { name: 'Ref', arn: 'Arn' },
    properties: {
      name: 'DeliveryStreamName',
      extended_s3_configuration: object('ExtendedS3DestinationConfiguration', {
        ...S3_DESTINATION,
        s3_backup_mode: 'S3BackupMode',
      }),
      opensearch_configuration: object('AmazonopensearchserviceDestinationConfiguration', SEARCH_DESTINATION),
      elasticsearch_configuration: object('ElasticsearchDestinationConfiguration', SEARCH_DESTINATION),
      http_endpoint_configuration: object('HttpEndpointDestinationConfiguration', {
        access_key: 'EndpointConfiguration.AccessKey',
        name: 'EndpointConfiguration.Name',
        url: 'EndpointConfiguration.Url',
        role_arn: link('RoleARN', ROLE),
        s3_backup_mode: 'S3BackupMode',
        cloudwatch_logging_options: LOGGING,
        s3_configuration: object('S3Configuration', S3_DESTINATION),
      }),
      splunk_configuration: object('SplunkDestinationConfiguration', {
        hec_endpoint: 'HECEndpoint',
        hec_endpoint_type: 'HECEndpointType',
        hec_token: 'HECToken',
        s3_backup_mode: 'S3BackupMode',
        cloudwatch_logging_options: LOGGING,
        s3_configuration: object('S3Configuration', S3_DESTINATION),
      }),
      kinesis_source_configuration: [
        object('KinesisStreamSourceConfiguration', {
          kinesis_stream_arn: link('KinesisStreamARN', 'AWS::Kinesis::Stream'),
          role_arn: link('RoleARN', ROLE),
        }),
        { is: 'constant', to: 'DeliveryStreamType', value: 'KinesisStreamAsSource' },
      ],
      server_side_encryption: object('', {
        key_arn: link('DeliveryStreamEncryptionConfigurationInput.KeyARN', 'AWS::KMS::Key'),
        enabled: special('firehose-encryption', 'DeliveryStreamEncryptionConfigurationInput.KeyType'),
      }),
      ...TAGS,
    },
  },
}

import { link, type Mapping, object, special, TAGS } from '../mapping.ts'

const ROLE = 'AWS::IAM::Role'

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

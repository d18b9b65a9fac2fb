import { link, list, type Mapping, set, TAGS } from '../mapping.ts'

const ROLE = 'AWS::IAM::Role'

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

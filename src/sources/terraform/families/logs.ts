import { asked, document, json, kept, link, list, type Mapping, number, pairs, positive, TAGS } from '../mapping.ts'

const LOG_GROUP = 'AWS::Logs::LogGroup'

/** What a subscription can send to. */
const DESTINATIONS = [
  'AWS::KinesisFirehose::DeliveryStream',
  'AWS::Kinesis::Stream',
  'AWS::Lambda::Function',
  'AWS::Logs::Destination',
] as const

export const logs: Readonly<Record<string, Mapping>> = {
  aws_cloudwatch_log_group: {
    type: LOG_GROUP,
    identity: { id: 'Ref', name: 'Ref', arn: 'Arn' },
    properties: {
      name: 'LogGroupName',
      deletion_protection_enabled: 'DeletionProtectionEnabled',
      kms_key_id: link('KmsKeyId', 'AWS::KMS::Key', 'AWS::KMS::Alias'),
      log_group_class: asked('LogGroupClass'),
      retention_in_days: positive('RetentionInDays'),
      ...TAGS,
    },
  },
  aws_cloudwatch_log_metric_filter: {
    type: 'AWS::Logs::MetricFilter',
    identity: { id: 'Ref', name: 'Ref' },
    properties: {
      name: 'FilterName',
      log_group_name: link('LogGroupName', LOG_GROUP),
      pattern: kept('FilterPattern'),
      metric_transformation: list('MetricTransformations', {
        default_value: number('DefaultValue'),
        dimensions: pairs('Dimensions'),
        name: 'MetricName',
        namespace: 'MetricNamespace',
        unit: 'Unit',
        value: 'MetricValue',
      }),
    },
  },
  aws_cloudwatch_log_subscription_filter: {
    type: 'AWS::Logs::SubscriptionFilter',
    identity: { name: 'Ref' },
    properties: {
      name: 'FilterName',
      destination_arn: link('DestinationArn', ...DESTINATIONS),
      distribution: 'Distribution',
      filter_pattern: kept('FilterPattern'),
      log_group_name: link('LogGroupName', LOG_GROUP),
      role_arn: asked(link('RoleArn', 'AWS::IAM::Role')),
    },
  },
  aws_cloudwatch_log_account_policy: {
    type: 'AWS::Logs::AccountPolicy',
    properties: {
      policy_document: json('PolicyDocument'),
      policy_name: 'PolicyName',
      policy_type: 'PolicyType',
      scope: 'Scope',
      selection_criteria: 'SelectionCriteria',
    },
  },
  aws_cloudwatch_log_resource_policy: {
    type: 'AWS::Logs::ResourcePolicy',
    properties: { policy_document: document('PolicyDocument'), policy_name: 'PolicyName' },
  },
  aws_cloudwatch_log_data_protection_policy: {
    pieces: [
      {
        owner: [LOG_GROUP],
        by: 'log_group_name',
        name: 'LogGroupName',
        properties: { policy_document: json('DataProtectionPolicy') },
      },
    ],
  },
  aws_cloudwatch_log_destination: {
    type: 'AWS::Logs::Destination',
    identity: { id: 'Ref', name: 'Ref', arn: 'Arn' },
    properties: {
      name: 'DestinationName',
      role_arn: link('RoleArn', 'AWS::IAM::Role'),
      target_arn: link('TargetArn', ...DESTINATIONS),
    },
  },
  aws_cloudwatch_log_stream: {
    type: 'AWS::Logs::LogStream',
    identity: { name: 'Ref' },
    properties: { name: 'LogStreamName', log_group_name: link('LogGroupName', LOG_GROUP) },
  },
}

import { asked, document, json, link, type Mapping, TAGS } from '../mapping.ts'

const KEY = 'AWS::KMS::Key'

const TOPIC = 'AWS::SNS::Topic'

export const sns: Readonly<Record<string, Mapping>> = {
  aws_sns_topic: {
    type: TOPIC,
    identity: { id: 'Ref', arn: 'TopicArn', name: 'TopicName' },
    properties: {
      display_name: 'DisplayName',
      fifo_topic: 'FifoTopic',
      kms_master_key_id: link('KmsMasterKeyId', KEY, 'AWS::KMS::Alias'),
      name: 'TopicName',
      tracing_config: asked('TracingConfig'),
      ...TAGS,
    },
    parts: [
      {
        from: 'policy',
        type: 'AWS::SNS::TopicPolicy',
        of: { policy: document('PolicyDocument') },
        owner: { Topics: 'Ref' },
        asked: true,
        echoOf: [{ type: 'aws_sns_topic_policy', by: 'arn' }],
      },
    ],
  },
  aws_sns_topic_policy: {
    type: 'AWS::SNS::TopicPolicy',
    properties: { arn: { is: 'links', to: 'Topics', types: [TOPIC] }, policy: document('PolicyDocument') },
  },
  aws_sns_topic_subscription: {
    type: 'AWS::SNS::Subscription',
    identity: { id: 'Ref', arn: 'Arn' },
    properties: {
      endpoint: link('Endpoint', 'AWS::Lambda::Function', 'AWS::SQS::Queue', 'AWS::KinesisFirehose::DeliveryStream'),
      filter_policy: json('FilterPolicy'),
      pending_confirmation: asked('Live.PendingConfirmation'),
      protocol: 'Protocol',
      raw_message_delivery: 'RawMessageDelivery',
      redrive_policy: json('RedrivePolicy'),
      subscription_role_arn: link('SubscriptionRoleArn', 'AWS::IAM::Role'),
      topic_arn: link('TopicArn', TOPIC),
    },
  },
}

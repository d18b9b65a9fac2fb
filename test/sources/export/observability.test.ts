import { describe, expect, it } from 'vitest'
import {
  ACCOUNT,
  all,
  answer,
  closedFor,
  denied,
  live,
  properties,
  REGION,
  read,
  shown,
  state,
  the,
} from './support.ts'

const group = (name: string): string => `arn:aws:logs:${REGION}:${ACCOUNT}:log-group:${name}`

describe('log groups', () => {
  const WEB = {
    logGroupName: '/web',
    creationTime: 1_700_000_000_000,
    metricFilterCount: 0,
    arn: `${group('/web')}:*`,
    logGroupArn: group('/web'),
    storedBytes: 5,
    logGroupClass: 'STANDARD',
  }

  it('without retention never expire; the address has no star', () => {
    const snapshot = read({
      'groups.json': {
        logGroups: [
          WEB,
          {
            ...WEB,
            logGroupName: '/api',
            arn: `${group('/api')}:*`,
            logGroupArn: undefined,
            retentionInDays: 30,
            kmsKeyId: 'k',
          },
        ],
      },
    })
    const [web, api] = all(snapshot, 'AWS::Logs::LogGroup')
    expect(web?.address).toBe(group('/web'))
    expect(shown(web?.properties)).toEqual({
      LogGroupName: '/web',
      LogGroupClass: 'STANDARD',
      Arn: `${group('/web')}:*`,
      Tags: '<input: the tags of log group /web not exported (aws logs list-tags-for-resource)>',
      Live: { Arn: group('/web'), CreationTime: '2023-11-14T22:13:20.000Z', MetricFilterCount: 0, StoredBytes: 5 },
    })
    expect(api?.address).toBe(group('/api'))
    expect(api?.properties).toMatchObject({ RetentionInDays: 30, KmsKeyId: 'k' })
  })

  it('are closed one by one for subscription filters', () => {
    const groups = answer('logs:DescribeLogGroups', { logGroups: [WEB] })
    const none = answer(
      'logs:DescribeSubscriptionFilters',
      { subscriptionFilters: [] },
      { request: { logGroupName: '/web' } },
    )
    expect(state(live(groups), 'AWS::Logs::SubscriptionFilter')).toBe('none')
    expect(state(live(groups, none), 'AWS::Logs::SubscriptionFilter')).toBe('complete')
    const two = answer('logs:DescribeLogGroups', {
      logGroups: [WEB, { ...WEB, logGroupName: '/api', arn: `${group('/api')}:*`, logGroupArn: group('/api') }],
    })
    expect(state(live(two, none), 'AWS::Logs::SubscriptionFilter')).toBe('partial input')
    expect(closedFor(live(two, none), 'AWS::Logs::SubscriptionFilter')).toEqual([group('/web')])
    const refused = live(two, none, denied('logs:DescribeSubscriptionFilters', { logGroupName: '/api' }))
    expect(state(refused, 'AWS::Logs::SubscriptionFilter')).toBe('partial read')
  })

  it('that were asked by prefix or cut off are not all', () => {
    const some = live(answer('logs:DescribeLogGroups', { logGroups: [WEB] }, { request: { logGroupNamePrefix: '/w' } }))
    expect(state(some, 'AWS::Logs::LogGroup')).toBe('partial input')
    expect(state(read({ 'g.json': { logGroups: [WEB], nextToken: 't' } }), 'AWS::Logs::LogGroup')).toBe('partial read')
    expect(state(read({ 'g.json': { logGroups: [WEB], nextToken: '' } }), 'AWS::Logs::LogGroup')).toBe('complete')
  })
})

describe('filters and account policies', () => {
  it('tell dimensions as a list', () => {
    const snapshot = read({
      'metric.json': {
        metricFilters: [
          {
            filterName: 'errors',
            filterPattern: 'ERROR',
            logGroupName: '/web',
            creationTime: 1,
            metricTransformations: [
              {
                metricName: 'Errors',
                metricNamespace: 'App',
                metricValue: '1',
                dimensions: { Level: '$.level' },
                unit: 'Count',
              },
            ],
          },
        ],
      },
      'subscription.json': {
        subscriptionFilters: [
          {
            filterName: 'ship',
            filterPattern: '',
            logGroupName: '/web',
            destinationArn: 'arn:aws:firehose:ap-northeast-1:111122223333:deliverystream/logs',
            distribution: 'ByLogStream',
          },
        ],
      },
    })
    expect(properties(snapshot, 'AWS::Logs::MetricFilter')).toEqual({
      FilterName: 'errors',
      FilterPattern: 'ERROR',
      LogGroupName: '/web',
      MetricTransformations: [
        {
          MetricName: 'Errors',
          MetricNamespace: 'App',
          MetricValue: '1',
          Unit: 'Count',
          Dimensions: [{ Key: 'Level', Value: '$.level' }],
        },
      ],
      Live: { CreationTime: '1970-01-01T00:00:01.000Z' },
    })
    expect(properties(snapshot, 'AWS::Logs::SubscriptionFilter')).toMatchObject({
      FilterName: 'ship',
      LogGroupName: '/web',
      FilterPattern: '',
      Distribution: 'ByLogStream',
    })
    expect(state(snapshot, 'AWS::Logs::MetricFilter')).toBe('complete')
  })

  it('close the region for account subscriptions once that type was asked', () => {
    const policy = {
      policyName: 'all',
      policyType: 'SUBSCRIPTION_FILTER_POLICY',
      policyDocument: '{"DestinationArn":"arn:x"}',
      scope: 'ALL',
      accountId: ACCOUNT,
    }
    const told = read({ 'policies.json': { accountPolicies: [policy] } })
    expect(properties(told, 'AWS::Logs::AccountPolicy')).toEqual({
      PolicyName: 'all',
      PolicyType: 'SUBSCRIPTION_FILTER_POLICY',
      PolicyDocument: { DestinationArn: 'arn:x' },
      Scope: 'ALL',
      AccountId: ACCOUNT,
    })
    expect(closedFor(told, 'AWS::Logs::AccountPolicy')).toEqual([`${ACCOUNT}/${REGION}`])
    const named = read({ 'describe-account-policies.SUBSCRIPTION_FILTER_POLICY.json': { accountPolicies: [] } })
    expect(closedFor(named, 'AWS::Logs::AccountPolicy')).toEqual([`${ACCOUNT}/${REGION}`])
    expect(closedFor(read({ 'policies.json': { accountPolicies: [] } }), 'AWS::Logs::AccountPolicy')).toEqual([])
  })
})

describe('alarms', () => {
  const ALARM = {
    AlarmName: 'cpu',
    AlarmArn: `arn:aws:cloudwatch:${REGION}:${ACCOUNT}:alarm:cpu`,
    ActionsEnabled: true,
    OKActions: [],
    AlarmActions: [`arn:aws:sns:${REGION}:${ACCOUNT}:ops`],
    StateValue: 'OK',
    StateReason: 'Threshold',
    Namespace: 'AWS/ECS',
    MetricName: 'CPUUtilization',
    Dimensions: [{ Name: 'ClusterName', Value: 'shop' }],
    Threshold: 80,
    StateUpdatedTimestamp: '2026-01-01T00:00:00Z',
  }
  const COMPOSITE = {
    AlarmName: 'all',
    AlarmArn: `arn:aws:cloudwatch:${REGION}:${ACCOUNT}:alarm:all`,
    AlarmRule: 'ALARM(cpu)',
  }

  it('tell metric and composite alarms', () => {
    const snapshot = read({ 'alarms.json': { MetricAlarms: [ALARM], CompositeAlarms: [COMPOSITE] } })
    expect(properties(snapshot, 'AWS::CloudWatch::Alarm')).toEqual({
      AlarmName: 'cpu',
      Arn: ALARM.AlarmArn,
      ActionsEnabled: true,
      AlarmActions: ALARM.AlarmActions,
      Namespace: 'AWS/ECS',
      MetricName: 'CPUUtilization',
      Dimensions: [{ Name: 'ClusterName', Value: 'shop' }],
      Threshold: 80,
      Tags: '<input: the tags of alarm cpu not exported (aws cloudwatch list-tags-for-resource)>',
      Live: { Arn: ALARM.AlarmArn, StateValue: 'OK', StateUpdatedTimestamp: '2026-01-01T00:00:00.000Z' },
    })
    expect(properties(snapshot, 'AWS::CloudWatch::CompositeAlarm')).toMatchObject({
      AlarmName: 'all',
      AlarmRule: 'ALARM(cpu)',
    })
  })

  it.each([
    ['both came', { MetricAlarms: [ALARM], CompositeAlarms: [COMPOSITE] }, 'complete', 'complete'],
    ['none of the composite came', { MetricAlarms: [ALARM], CompositeAlarms: [] }, 'complete', 'partial input'],
    ['none came at all', { MetricAlarms: [], CompositeAlarms: [] }, 'complete', 'partial input'],
    ['only composite ones came', { MetricAlarms: [], CompositeAlarms: [COMPOSITE] }, 'partial input', 'complete'],
    [
      'a page is missing',
      { MetricAlarms: [ALARM], CompositeAlarms: [COMPOSITE], NextToken: 'x' },
      'partial read',
      'partial read',
    ],
  ])('are all there when %s', (_case, body, metric, composite) => {
    const snapshot = read({ 'alarms.json': body })
    expect([state(snapshot, 'AWS::CloudWatch::Alarm'), state(snapshot, 'AWS::CloudWatch::CompositeAlarm')]).toEqual([
      metric,
      composite,
    ])
  })

  it.each([
    [['MetricAlarm', 'CompositeAlarm'], 'complete', 'complete'],
    [undefined, 'complete', 'partial input'],
    [['CompositeAlarm'], 'partial input', 'complete'],
  ])('asked for types %s', (AlarmTypes, metric, composite) => {
    const snapshot = live(
      answer(
        'cloudwatch:DescribeAlarms',
        { MetricAlarms: [] },
        { request: AlarmTypes === undefined ? {} : { AlarmTypes } },
      ),
    )
    expect([state(snapshot, 'AWS::CloudWatch::Alarm'), state(snapshot, 'AWS::CloudWatch::CompositeAlarm')]).toEqual([
      metric,
      composite,
    ])
  })

  it('of one metric are not all', () => {
    expect(
      state(read({ 'describe-alarms-for-metric.json': { MetricAlarms: [ALARM] } }), 'AWS::CloudWatch::Alarm'),
    ).toBe('partial input')
  })
})

describe('topics, rules and streams', () => {
  it('tell a topic, its policy and whether its subscriptions are confirmed', () => {
    const topic = `arn:aws:sns:${REGION}:${ACCOUNT}:ops`
    const snapshot = read({
      'topic.json': {
        Attributes: {
          TopicArn: topic,
          Owner: ACCOUNT,
          KmsMasterKeyId: 'alias/k',
          FifoTopic: 'false',
          SubscriptionsPending: '1',
          Policy: '{"Statement":[]}',
          DisplayName: '',
        },
      },
      'subscriptions.json': {
        Subscriptions: [
          {
            SubscriptionArn: 'PendingConfirmation',
            Owner: ACCOUNT,
            Protocol: 'email',
            Endpoint: 'a@example.com',
            TopicArn: topic,
          },
          {
            SubscriptionArn: `${topic}:1`,
            Owner: ACCOUNT,
            Protocol: 'sqs',
            Endpoint: 'arn:aws:sqs:ap-northeast-1:111122223333:q',
            TopicArn: topic,
          },
        ],
      },
    })
    expect(properties(snapshot, 'AWS::SNS::Topic')).toMatchObject({
      TopicArn: topic,
      TopicName: 'ops',
      KmsMasterKeyId: 'alias/k',
      FifoTopic: false,
      Live: { SubscriptionsPending: 1 },
    })
    expect(properties(snapshot, 'AWS::SNS::TopicPolicy')).toEqual({
      Topics: [topic],
      PolicyDocument: { Statement: [] },
    })
    expect(
      all(snapshot, 'AWS::SNS::Subscription').map(({ properties }) => [properties.Arn, shown(properties.Live)]),
    ).toEqual([
      [undefined, { Owner: ACCOUNT, PendingConfirmation: true }],
      [`${topic}:1`, { Arn: `${topic}:1`, Owner: ACCOUNT, PendingConfirmation: false }],
    ])
    expect(closedFor(snapshot, 'AWS::SNS::Subscription')).toEqual([topic])
  })

  it('tell a rule with its targets, and leave those of AWS out', () => {
    const rule = {
      Name: 'nightly',
      Arn: `arn:aws:events:${REGION}:${ACCOUNT}:rule/nightly`,
      ScheduleExpression: 'rate(1 day)',
      State: 'ENABLED',
      EventBusName: 'default',
    }
    const snapshot = read({
      'rules.json': { Rules: [rule, { ...rule, Name: 'aws', Arn: `${rule.Arn}2`, ManagedBy: 'x.amazonaws.com' }] },
      'list-targets-by-rule.nightly.json': {
        Targets: [
          {
            Id: '1',
            Arn: `arn:aws:ecs:${REGION}:${ACCOUNT}:cluster/shop`,
            RoleArn: 'arn:aws:iam::111122223333:role/e',
            Input: '{"containerOverrides":[]}',
            EcsParameters: {
              TaskDefinitionArn: 'td',
              LaunchType: 'FARGATE',
              NetworkConfiguration: { awsvpcConfiguration: { Subnets: ['subnet-1'], AssignPublicIp: 'ENABLED' } },
            },
          },
        ],
      },
    })
    expect(properties(snapshot, 'AWS::Events::Rule')).toMatchObject({
      Name: 'nightly',
      State: 'ENABLED',
      Targets: [
        {
          Id: '1',
          Input: '<secret>',
          EcsParameters: {
            TaskDefinitionArn: 'td',
            NetworkConfiguration: { AwsVpcConfiguration: { Subnets: ['subnet-1'], AssignPublicIp: 'ENABLED' } },
          },
        },
      ],
    })
    expect(shown(the(read({ 'rules.json': { Rules: [rule] } }), 'AWS::Events::Rule').properties.Targets)).toBe(
      '<input: the targets of rule nightly not exported (aws events list-targets-by-rule)>',
    )
  })

  it('hide the headers and parameters that a rule sends', () => {
    const HttpParameters = { HeaderParameters: { 'x-api-key': 'hunter2' }, QueryStringParameters: { token: 'hunter2' } }
    const snapshot = read({
      'rules.json': {
        Rules: [
          { Name: 'r', Arn: `arn:aws:events:${REGION}:${ACCOUNT}:rule/r`, EventBusName: 'default', State: 'ENABLED' },
        ],
      },
      'list-targets-by-rule.r.json': {
        Targets: [
          {
            Id: '1',
            Arn: 'arn:x',
            HttpParameters,
            InputTransformer: { InputPathsMap: { aB: '$.a' }, InputTemplate: 'x' },
          },
        ],
      },
    })
    expect(shown(the(snapshot, 'AWS::Events::Rule').properties.Targets)).toEqual([
      {
        Id: '1',
        Arn: 'arn:x',
        HttpParameters: { HeaderParameters: { 'x-api-key': '<secret>' }, QueryStringParameters: { token: '<secret>' } },
        InputTransformer: { InputPathsMap: { aB: '$.a' }, InputTemplate: '<secret>' },
      },
    ])
  })

  it('tell a delivery stream under the names of its configuration', () => {
    const snapshot = read({
      'stream.json': {
        DeliveryStreamDescription: {
          DeliveryStreamName: 'logs',
          DeliveryStreamARN: `arn:aws:firehose:${REGION}:${ACCOUNT}:deliverystream/logs`,
          DeliveryStreamStatus: 'ACTIVE',
          DeliveryStreamType: 'DirectPut',
          DeliveryStreamEncryptionConfiguration: { KeyType: 'AWS_OWNED_CMK', Status: 'ENABLED' },
          Destinations: [
            {
              DestinationId: 'd',
              S3DestinationDescription: { BucketARN: 'arn:aws:s3:::logs' },
              ExtendedS3DestinationDescription: { BucketARN: 'arn:aws:s3:::logs', CompressionFormat: 'GZIP' },
            },
          ],
        },
      },
    })
    expect(properties(snapshot, 'AWS::KinesisFirehose::DeliveryStream')).toMatchObject({
      DeliveryStreamName: 'logs',
      DeliveryStreamEncryptionConfigurationInput: { KeyType: 'AWS_OWNED_CMK' },
      ExtendedS3DestinationConfiguration: { BucketARN: 'arn:aws:s3:::logs', CompressionFormat: 'GZIP' },
    })
    expect(Object.keys(the(snapshot, 'AWS::KinesisFirehose::DeliveryStream').properties)).not.toContain(
      'S3DestinationConfiguration',
    )
  })
})

describe('Systems Manager', () => {
  const CONTENT = { schemaVersion: '1.0', sessionType: 'Standard_Stream', inputs: { s3BucketName: 'sessions' } }

  it('tells the session document with its content', () => {
    const snapshot = read({
      'document.json': {
        Name: 'SSM-SessionManagerRunShell',
        DocumentVersion: '1',
        Status: 'Active',
        Content: JSON.stringify(CONTENT),
        DocumentType: 'Session',
        DocumentFormat: 'JSON',
      },
    })
    expect(properties(snapshot, 'AWS::SSM::Document')).toMatchObject({
      Name: 'SSM-SessionManagerRunShell',
      DocumentType: 'Session',
      Content: CONTENT,
    })
    expect(closedFor(snapshot, 'AWS::SSM::Document')).toEqual([`${ACCOUNT}/${REGION}`])
  })

  it.each([
    [
      'says that there is none',
      'An error occurred (InvalidDocument) when calling the GetDocument operation: Document with name SSM-SessionManagerRunShell does not exist.',
      [`${ACCOUNT}/${REGION}`],
      'partial input',
    ],
    [
      'was denied',
      'An error occurred (AccessDeniedException) when calling the GetDocument operation: nope',
      [],
      'unread read',
    ],
  ])('closes the region when the answer %s', (_case, text, closed, covered) => {
    const snapshot = read({ 'document.json': text })
    expect([closedFor(snapshot, 'AWS::SSM::Document'), state(snapshot, 'AWS::SSM::Document')]).toEqual([
      closed,
      covered,
    ])
  })

  it('tells managed nodes, activations and settings', () => {
    const snapshot = read({
      'nodes.json': {
        InstanceInformationList: [
          {
            InstanceId: 'mi-0123',
            PingStatus: 'Online',
            LastPingDateTime: 1_700_000_000.5,
            IamRole: 'r',
            ActivationId: 'a',
            ResourceType: 'ManagedInstance',
          },
        ],
      },
      'activations.json': {
        ActivationList: [
          {
            ActivationId: 'a',
            IamRole: 'r',
            RegistrationLimit: 5,
            ExpirationDate: '2026-01-01T00:00:00+09:00',
            Expired: false,
          },
        ],
      },
      'setting.json': {
        ServiceSetting: {
          SettingId: '/ssm/managed-instance/activation-tier',
          SettingValue: 'standard',
          ARN: `arn:aws:ssm:${REGION}:${ACCOUNT}:servicesetting/ssm/managed-instance/activation-tier`,
        },
      },
      'trace.json': { Destination: 'XRay', Status: 'ACTIVE' },
    })
    expect(properties(snapshot, 'Opscheck::SSM::ManagedNode')).toEqual({
      InstanceId: 'mi-0123',
      PingStatus: 'Online',
      LastPingDateTime: '2023-11-14T22:13:20.500Z',
      IamRole: 'r',
      ActivationId: 'a',
      ResourceType: 'ManagedInstance',
      Live: { Arn: `arn:aws:ssm:${REGION}:${ACCOUNT}:managed-instance/mi-0123` },
    })
    expect(properties(snapshot, 'Opscheck::SSM::Activation')).toMatchObject({
      ActivationId: 'a',
      ExpirationDate: '2025-12-31T15:00:00.000Z',
      Expired: false,
    })
    expect(properties(snapshot, 'Opscheck::SSM::ServiceSetting')).toMatchObject({
      SettingId: '/ssm/managed-instance/activation-tier',
      SettingValue: 'standard',
    })
    expect(properties(snapshot, 'Opscheck::XRay::TraceDestination')).toEqual({ Destination: 'XRay', Status: 'ACTIVE' })
  })
})

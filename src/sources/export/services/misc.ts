import { parseArn } from '../../../aws/arn.ts'
import { unknown, type Value } from '../../../model/value.ts'
import { isRecord, own, type UnknownRecord } from '../../../util/record.ts'
import { type Answer, asked, subjectOf } from '../answer.ts'
import {
  keys as asGiven,
  convertValue,
  document,
  drop,
  live,
  liveTime,
  notExported,
  raised,
  readDocument,
  type Shape,
} from '../convert.ts'
import {
  assertsNone,
  builtArn,
  type Item,
  merge,
  type Placing,
  type Reading,
  regionAddress,
  scopeOf,
  set,
  setLive,
  textOf,
} from '../reading.ts'

export const TOPIC = 'AWS::SNS::Topic'
export const RULE = 'AWS::Events::Rule'

/** KMS, SNS, EventBridge, Firehose, Systems Manager, X-Ray, CloudTrail, Organizations. */
export function readMisc(reading: Reading): void {
  keys(reading)
  topics(reading)
  events(reading)
  streams(reading)
  systemsManager(reading)
  trails(reading)
  organization(reading)
  for (const { answer, body } of reading.bodies('xray:GetTraceSegmentDestination')) {
    const type = 'Opscheck::XRay::TraceDestination'
    reading.add({
      type,
      scope: scopeOf(answer),
      answer,
      pointer: '',
      raw: body,
      shape: {},
      id: 'destination',
    })
  }
}

const KEY = 'AWS::KMS::Key'

function keys(reading: Reading): void {
  const named = (answer: Answer, body: UnknownRecord | undefined): string | undefined =>
    keyId((body === undefined ? undefined : textOf(body, 'KeyId')) ?? subjectOf(answer, 'KeyId'))
  const policies = reading.parts('kms:GetKeyPolicy', named)
  const rotations = reading.parts('kms:GetKeyRotationStatus', named)
  const shape: Shape = {
    AWSAccountId: drop,
    Arn: drop,
    CreationDate: liveTime,
    DeletionDate: liveTime,
    ValidTo: liveTime,
    KeyManager: live,
    KeyState: live,
    CustomerMasterKeySpec: drop,
    EncryptionAlgorithms: live,
    SigningAlgorithms: live,
    MacAlgorithms: live,
    ExpirationModel: live,
    CloudHsmClusterId: live,
    MultiRegionConfiguration: live,
    CurrentKeyMaterialId: drop,
  }
  for (const { answer, body } of reading.bodies('kms:DescribeKey')) {
    const raw = own(body, 'KeyMetadata')
    if (!isRecord(raw)) continue
    const told = textOf(raw, 'Arn')
    const id = textOf(raw, 'KeyId')
    if (id === undefined) continue
    const scope = scopeOf(answer, { arn: told, account: own(raw, 'AWSAccountId') })
    const finish = (properties: Record<string, Value>, place: Placing): void => {
      merge(properties, place, 'KeyPolicy', policies.find(scope, id, `the policy of key ${id}`), 'Policy', (policy) =>
        readDocument(own(policy, 'Policy'), `the policy of key ${id}`),
      )
      merge(
        properties,
        place,
        'EnableKeyRotation',
        rotations.find(scope, id, `the rotation of key ${id}`),
        'KeyRotationEnabled',
        (status) => convertValue(own(status, 'KeyRotationEnabled')),
      )
      set(properties, 'Tags', notExported(`the tags of key ${id}`, 'kms list-resource-tags'))
    }
    reading.add({
      type: KEY,
      scope,
      answer,
      pointer: '/KeyMetadata',
      raw,
      shape,
      arn: told ?? builtArn(scope, 'kms', `key/${id}`),
      id,
      finish,
    })
  }
  for (const { answer, raw, pointer } of reading.items('kms:ListAliases', 'Aliases')) {
    const arn = textOf(raw, 'AliasArn')
    const name = textOf(raw, 'AliasName')
    // An alias of AWS without a key waits for its first use.
    if (name === undefined || textOf(raw, 'TargetKeyId') === undefined) continue
    const shape: Shape = { AliasArn: drop, CreationDate: liveTime, LastUpdatedDate: liveTime }
    reading.add({
      type: 'AWS::KMS::Alias',
      scope: scopeOf(answer, { arn }),
      answer,
      pointer,
      raw,
      shape,
      arn,
      id: name,
    })
  }
}

function keyId(arnOrId: string | undefined): string | undefined {
  return arnOrId === undefined ? undefined : arnOrId.slice(arnOrId.lastIndexOf('/') + 1)
}

const TOPIC_SHAPE: Shape = {
  Policy: drop,
  EffectiveDeliveryPolicy: drop,
  DeliveryPolicy: document,
  FifoTopic: { as: 'boolean' },
  ContentBasedDeduplication: { as: 'boolean' },
  Owner: live,
  SubscriptionsConfirmed: { live: true, as: 'number' },
  SubscriptionsPending: { live: true, as: 'number' },
  SubscriptionsDeleted: drop,
}

function topics(reading: Reading): void {
  const tags = reading.parts('sns:ListTagsForResource', (answer) => subjectOf(answer, 'ResourceArn'))
  for (const { answer, body } of reading.bodies('sns:GetTopicAttributes')) {
    const raw = own(body, 'Attributes')
    const arn = isRecord(raw) ? textOf(raw, 'TopicArn') : undefined
    if (!isRecord(raw) || arn === undefined) continue
    const scope = scopeOf(answer, { arn })
    const name = arn.slice(arn.lastIndexOf(':') + 1)
    const finish = (properties: Record<string, Value>, place: Placing): void => {
      set(properties, 'TopicName', name)
      merge(properties, place, 'Tags', tags.find(scope, arn, `the tags of topic ${name}`), 'Tags', (told) =>
        convertValue(own(told, 'Tags')),
      )
    }
    reading.add({ type: TOPIC, scope, answer, pointer: '/Attributes', raw, shape: TOPIC_SHAPE, arn, id: name, finish })
    if (own(raw, 'Policy') === undefined) continue
    const policy = (properties: Record<string, Value>): void => {
      set(properties, 'Topics', [arn])
      set(properties, 'PolicyDocument', readDocument(own(raw, 'Policy'), `the policy of topic ${name}`))
    }
    reading.add({
      type: 'AWS::SNS::TopicPolicy',
      scope,
      answer,
      pointer: '/Attributes/Policy',
      raw: {},
      shape: {},
      id: name,
      finish: policy,
    })
  }
  for (const { answer, raw, pointer } of reading.items('sns:ListTopics', 'Topics')) {
    const arn = textOf(raw, 'TopicArn')
    if (arn === undefined || reading.isRead(TOPIC, scopeOf(answer, { arn }), arn)) continue
    const name = arn.slice(arn.lastIndexOf(':') + 1)
    const finish = (properties: Record<string, Value>): void => {
      set(properties, 'TopicName', name)
      for (const property of ['KmsMasterKeyId', 'DisplayName', 'Tags'])
        set(properties, property, notExported(`${property} of topic ${name}`, 'sns get-topic-attributes'))
    }
    reading.add({
      type: TOPIC,
      scope: scopeOf(answer, { arn }),
      answer,
      pointer,
      raw,
      shape: {},
      arn,
      id: name,
      finish,
    })
  }
  for (const operation of ['sns:ListSubscriptions', 'sns:ListSubscriptionsByTopic']) {
    for (const item of reading.items(operation, 'Subscriptions')) subscription(reading, item)
  }
}

/** A subscription that waits for its confirmation has no ARN yet. */
function subscription(reading: Reading, { answer, raw, pointer }: Item): void {
  const told = textOf(raw, 'SubscriptionArn')
  const topic = textOf(raw, 'TopicArn')
  if (told === undefined || topic === undefined || told === 'Deleted') return
  const pending = !told.startsWith('arn:')
  const shape: Shape = { SubscriptionArn: pending ? drop : 'Arn', Owner: live }
  const finish = (properties: Record<string, Value>): void => setLive(properties, { PendingConfirmation: pending })
  const id = `${topic}/${textOf(raw, 'Protocol') ?? ''}/${textOf(raw, 'Endpoint') ?? ''}`
  reading.add({
    type: 'AWS::SNS::Subscription',
    scope: scopeOf(answer, { arn: topic }),
    answer,
    pointer,
    raw,
    shape,
    arn: pending ? undefined : told,
    id,
    finish,
  })
}

const ECS_TARGET: Shape = { NetworkConfiguration: { of: { awsvpcConfiguration: 'AwsVpcConfiguration' } } }
const TARGET: Shape = {
  EcsParameters: { of: ECS_TARGET },
  InputTransformer: { of: { InputPathsMap: asGiven } },
  HttpParameters: { of: { HeaderParameters: asGiven, QueryStringParameters: asGiven } },
}

function events(reading: Reading): void {
  const targets = reading.parts('events:ListTargetsByRule', (answer) => {
    const rule = subjectOf(answer, 'Rule')
    const bus = asked(answer, 'EventBusName')
    return rule === undefined ? undefined : `${typeof bus === 'string' ? busName(bus) : 'default'}/${rule}`
  })
  for (const { answer, raw, pointer } of reading.items('events:ListEventBuses', 'EventBuses')) {
    const arn = textOf(raw, 'Arn')
    const name = textOf(raw, 'Name')
    const shape: Shape = { Policy: document, CreationTime: liveTime, LastModifiedTime: liveTime }
    if (name !== undefined)
      reading.add({
        type: 'AWS::Events::EventBus',
        scope: scopeOf(answer, { arn }),
        answer,
        pointer,
        raw,
        shape,
        arn,
        id: name,
      })
  }
  for (const { answer, raw, pointer } of reading.items('events:ListRules', 'Rules')) {
    const arn = textOf(raw, 'Arn')
    const name = textOf(raw, 'Name')
    if (name === undefined) continue
    const scope = scopeOf(answer, { arn })
    const bus = busName(textOf(raw, 'EventBusName') ?? 'default')
    const id = `${bus}/${name}`
    if (textOf(raw, 'ManagedBy') !== undefined) {
      reading.skip(RULE, scope, arn ?? id, id)
      continue
    }
    const finish = (properties: Record<string, Value>, place: Placing): void => {
      if (textOf(raw, 'EventPattern') !== undefined)
        set(properties, 'EventPattern', readDocument(own(raw, 'EventPattern'), `the event pattern of rule ${name}`))
      merge(properties, place, 'Targets', targets.find(scope, id, `the targets of rule ${name}`), 'Targets', (body) =>
        convertValue(own(body, 'Targets'), TARGET),
      )
      set(properties, 'Tags', notExported(`the tags of rule ${name}`, 'events list-tags-for-resource'))
    }
    const shape: Shape = { EventPattern: document, CreatedBy: live }
    reading.add({ type: RULE, scope, answer, pointer, raw, shape, arn, id, finish })
  }
  for (const { answer, body } of reading.bodies('scheduler:GetSchedule')) {
    const arn = textOf(body, 'Arn')
    const name = textOf(body, 'Name')
    if (name === undefined) continue
    const shape: Shape = {
      CreationDate: liveTime,
      LastModificationDate: liveTime,
      Target: { of: { EcsParameters: { of: { NetworkConfiguration: { of: {} } } } } },
    }
    reading.add({
      type: 'AWS::Scheduler::Schedule',
      scope: scopeOf(answer, { arn }),
      answer,
      pointer: '',
      raw: body,
      shape,
      arn,
      id: name,
    })
  }
}

/** A bus is told by its name or its ARN. */
export function busName(nameOrArn: string): string {
  return nameOrArn.startsWith('arn:') ? nameOrArn.slice(nameOrArn.lastIndexOf('/') + 1) : nameOrArn
}

function streams(reading: Reading): void {
  const shape: Shape = {
    DeliveryStreamARN: 'Arn',
    DeliveryStreamStatus: live,
    DeliveryStreamEncryptionConfiguration: drop,
    Destinations: drop,
    Source: live,
    HasMoreDestinations: drop,
    VersionId: drop,
    CreateTimestamp: liveTime,
    LastUpdateTimestamp: liveTime,
    FailureDescription: live,
  }
  for (const { answer, body } of reading.bodies('firehose:DescribeDeliveryStream')) {
    const raw = own(body, 'DeliveryStreamDescription')
    const name = isRecord(raw) ? textOf(raw, 'DeliveryStreamName') : undefined
    if (!isRecord(raw) || name === undefined) continue
    const arn = textOf(raw, 'DeliveryStreamARN')
    const finish = (properties: Record<string, Value>, place: Placing): void => {
      destination(properties, place, answer, own(raw, 'Destinations'))
      const encryption = own(raw, 'DeliveryStreamEncryptionConfiguration')
      if (isRecord(encryption) && ['ENABLED', 'ENABLING'].includes(textOf(encryption, 'Status') ?? '')) {
        set(
          properties,
          'DeliveryStreamEncryptionConfigurationInput',
          convertValue(encryption, { Status: drop, FailureDescription: drop }),
        )
      }
      set(
        properties,
        'Tags',
        notExported(`the tags of delivery stream ${name}`, 'firehose list-tags-for-delivery-stream'),
      )
    }
    const type = 'AWS::KinesisFirehose::DeliveryStream'
    reading.add({
      type,
      scope: scopeOf(answer, { arn }),
      answer,
      pointer: '/DeliveryStreamDescription',
      raw,
      shape,
      arn,
      id: name,
      finish,
    })
  }
}

/** `ExtendedS3DestinationDescription` is told as `ExtendedS3DestinationConfiguration`, and so on. */
function destination(properties: Record<string, Value>, place: Placing, answer: Answer, destinations: unknown): void {
  const first: unknown = Array.isArray(destinations) ? destinations[0] : undefined
  if (!isRecord(first)) return
  const members = Object.keys(first).filter((member) => member.endsWith('DestinationDescription'))
  for (const member of members) {
    // The plain S3 description repeats a part of the extended one.
    if (member === 'S3DestinationDescription' && members.length > 1) continue
    const property = `${member.slice(0, -'Description'.length)}Configuration`
    const inner: Shape = { S3DestinationDescription: 'S3Configuration', S3BackupDescription: 'S3BackupConfiguration' }
    place(property, answer, `/DeliveryStreamDescription/Destinations/0/${member}`)
    set(properties, property, convertValue(first[member], inner))
  }
}

const DOCUMENT = 'AWS::SSM::Document'
const SESSION_DOCUMENT = 'SSM-SessionManagerRunShell'

function systemsManager(reading: Reading): void {
  for (const { answer, body } of reading.bodies('ssm:GetDocument')) {
    const name = textOf(body, 'Name')
    if (name === undefined) continue
    const scope = scopeOf(answer)
    const shape: Shape = {
      Content: drop,
      Status: live,
      StatusInformation: drop,
      DocumentVersion: live,
      VersionName: live,
      CreatedDate: liveTime,
      ReviewStatus: drop,
      Requires: drop,
      AttachmentsContent: drop,
    }
    const finish = (properties: Record<string, Value>, place: Placing): void => {
      place('Content', answer, '/Content')
      const format = textOf(body, 'DocumentFormat')
      set(
        properties,
        'Content',
        format === 'YAML'
          ? unknown('limit', `document ${name} is YAML: export it with --document-format JSON`, { present: 'yes' })
          : readDocument(own(body, 'Content'), `document ${name}`),
      )
      set(properties, 'Tags', notExported(`the tags of document ${name}`, 'ssm list-tags-for-resource'))
    }
    reading.add({
      type: DOCUMENT,
      scope,
      answer,
      pointer: '',
      raw: body,
      shape,
      arn: builtArn(scope, 'ssm', `document/${name}`),
      id: name,
      finish,
    })
  }
  sessionDocuments(reading)
  const node: Shape = {
    RegistrationDate: { as: 'time' },
    LastPingDateTime: { as: 'time' },
    LastAssociationExecutionDate: liveTime,
    LastSuccessfulAssociationExecutionDate: liveTime,
    AssociationStatus: drop,
    AssociationOverview: drop,
  }
  for (const { answer, raw, pointer } of reading.items('ssm:DescribeInstanceInformation', 'InstanceInformationList')) {
    const id = textOf(raw, 'InstanceId')
    const scope = scopeOf(answer)
    const arn = id?.startsWith('mi-') ? builtArn(scope, 'ssm', `managed-instance/${id}`) : undefined
    if (id !== undefined)
      reading.add({ type: 'Opscheck::SSM::ManagedNode', scope, answer, pointer, raw, shape: node, arn, id })
  }
  for (const { answer, raw, pointer } of reading.items('ssm:DescribeActivations', 'ActivationList')) {
    const id = textOf(raw, 'ActivationId')
    const shape: Shape = { CreatedDate: { as: 'time' }, ExpirationDate: { as: 'time' } }
    if (id !== undefined)
      reading.add({ type: 'Opscheck::SSM::Activation', scope: scopeOf(answer), answer, pointer, raw, shape, id })
  }
  for (const { answer, body } of reading.bodies('ssm:GetServiceSetting')) {
    const raw = own(body, 'ServiceSetting')
    const id = isRecord(raw) ? textOf(raw, 'SettingId') : undefined
    if (!isRecord(raw) || id === undefined) continue
    const arn = textOf(raw, 'ARN')
    const shape: Shape = { LastModifiedDate: { as: 'time' } }
    reading.add({
      type: 'Opscheck::SSM::ServiceSetting',
      scope: scopeOf(answer, { arn }),
      answer,
      pointer: '/ServiceSetting',
      raw,
      shape,
      arn,
      id,
    })
  }
}

/** The one document that decides how sessions are logged: asked for by name, it is there or it is not. */
function sessionDocuments(reading: Reading): void {
  const call = 'ssm:GetDocument'
  const cause = { class: 'input', reason: `only the document ${SESSION_DOCUMENT} was asked for` } as const
  const close = (answer: Answer): void => {
    reading.claims.claim(DOCUMENT, scopeOf(answer), {
      state: 'partial',
      cause,
      call,
      closedFor: [regionAddress(answer)],
    })
  }
  for (const { answer, body } of reading.bodies(call)) if (textOf(body, 'Name') === SESSION_DOCUMENT) close(answer)
  for (const { answer, error } of reading.errors(call)) {
    const asksForIt = subjectOf(answer, 'Name') === SESSION_DOCUMENT || error.message.includes(SESSION_DOCUMENT)
    if (assertsNone(call, error) && asksForIt) close(answer)
  }
}

function trails(reading: Reading): void {
  const named = (answer: Answer, body: UnknownRecord | undefined): string | undefined =>
    (body === undefined ? undefined : textOf(body, 'TrailARN')) ?? subjectOf(answer, 'Name', 'TrailName')
  const statuses = reading.parts('cloudtrail:GetTrailStatus', named)
  const selectors = reading.parts('cloudtrail:GetEventSelectors', named)
  const shape: Shape = {
    Name: 'TrailName',
    TrailARN: 'Arn',
    LogFileValidationEnabled: 'EnableLogFileValidation',
    KmsKeyId: 'KMSKeyId',
    HomeRegion: live,
    HasCustomEventSelectors: live,
    HasInsightSelectors: live,
    SnsTopicARN: live,
  }
  for (const { answer, raw, pointer } of reading.items('cloudtrail:DescribeTrails', 'trailList')) {
    const arn = textOf(raw, 'TrailARN')
    const name = textOf(raw, 'Name')
    if (name === undefined) continue
    const scope = scopeOf(answer, { arn })
    const finish = (properties: Record<string, Value>, place: Placing): void => {
      const found = (parts: typeof statuses, what: string) => {
        const byArn = arn === undefined ? undefined : parts.find(scope, arn, what)
        return byArn === undefined || byArn.state === 'open' ? parts.find(scope, name, what) : byArn
      }
      merge(properties, place, 'IsLogging', found(statuses, `the status of trail ${name}`), 'IsLogging', (body) =>
        convertValue(own(body, 'IsLogging')),
      )
      setLive(properties, { IsLogging: properties.IsLogging })
      for (const member of ['EventSelectors', 'AdvancedEventSelectors']) {
        merge(properties, place, member, found(selectors, `the event selectors of trail ${name}`), member, (body) =>
          convertValue(own(body, member)),
        )
      }
    }
    reading.add({ type: 'AWS::CloudTrail::Trail', scope, answer, pointer, raw, shape, arn, id: name, finish })
  }
}

function organization(reading: Reading): void {
  const tags = reading.parts('organizations:ListTagsForResource', (answer) => subjectOf(answer, 'ResourceId'))
  const put = (type: string, { answer, raw, pointer }: Item): void => {
    const arn = textOf(raw, 'Arn')
    const id = textOf(raw, 'Id')
    if (id === undefined) return
    // The account that the ARN tells is the management account's.
    const scope = { ...scopeOf(answer), account: parseArn(arn ?? '')?.account ?? answer.account, region: 'global' }
    const shape: Shape = { Email: drop, JoinedTimestamp: liveTime, JoinedMethod: live }
    const finish = (properties: Record<string, Value>, place: Placing): void => {
      // `State` replaces `Status`; older answers have only the latter.
      if (!Object.hasOwn(properties, 'State')) set(properties, 'State', properties.Status)
      merge(properties, place, 'Tags', tags.find(scope, id, `the tags of ${raised(id)}`), 'Tags', (body) =>
        convertValue(own(body, 'Tags')),
      )
    }
    reading.add({ type, scope, answer, pointer, raw, shape, arn, id, finish })
  }
  for (const item of reading.items('organizations:ListAccounts', 'Accounts'))
    put('Opscheck::Organizations::Account', item)
  for (const item of reading.items('organizations:ListOrganizationalUnitsForParent', 'OrganizationalUnits'))
    put('Opscheck::Organizations::Unit', item)
}

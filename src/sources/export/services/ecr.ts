import type { Value } from '../../../model/value.ts'
import { isRecord, own, type UnknownRecord } from '../../../util/record.ts'
import { type Answer, subjectOf } from '../answer.ts'
import {
  asIs,
  convertValue,
  document,
  drop,
  keys,
  live,
  liveTime,
  type Rule,
  readDocument,
  type Shape,
} from '../convert.ts'
import { builtArn, type Draft, merge, type Parts, type Reading, scopeOf, set, setLive, textOf } from '../reading.ts'

export const REPOSITORY = 'AWS::ECR::Repository'
export const IMAGE = 'Opscheck::ECR::Image'

export function readEcr(reading: Reading): void {
  repositories(reading)
  images(reading)
  registry(reading)
  const listed = (operation: string, key: string, type: string, id: string, shape: Shape): void => {
    for (const { answer, raw, pointer } of reading.items(operation, key)) {
      const name = textOf(raw, id)
      if (name === undefined) continue
      const scope = scopeOf(answer, { account: own(raw, 'registryId') })
      reading.add({ type, scope, answer, pointer, raw, shape, id: name })
    }
  }
  const times = { createdAt: liveTime, updatedAt: liveTime, registryId: live } as const
  listed(
    'ecr:DescribePullThroughCacheRules',
    'pullThroughCacheRules',
    'AWS::ECR::PullThroughCacheRule',
    'ecrRepositoryPrefix',
    times,
  )
  listed(
    'ecr:DescribeRepositoryCreationTemplates',
    'repositoryCreationTemplates',
    'AWS::ECR::RepositoryCreationTemplate',
    'prefix',
    {
      ...times,
      ...MUTABILITY,
      repositoryPolicy: document,
      resourceTags: 'ResourceTags',
    },
  )
}

const MUTABILITY: { readonly [member: string]: Rule } = {
  imageTagMutabilityExclusionFilters: {
    of: { filterType: 'ImageTagMutabilityExclusionFilterType', filter: 'ImageTagMutabilityExclusionFilterValue' },
  },
}

const REPOSITORY_SHAPE: Shape = { ...MUTABILITY, repositoryArn: drop, registryId: live, createdAt: liveTime }

/** The pieces that other calls tell are merged on; a piece that was not exported is open, one that was denied too. */
function repositories(reading: Reading): void {
  const byName = (operation: string): Parts =>
    reading.parts(
      operation,
      (answer, body) =>
        (body === undefined ? undefined : textOf(body, 'repositoryName')) ?? subjectOf(answer, 'repositoryName'),
    )
  const lifecycle = byName('ecr:GetLifecyclePolicy')
  const policy = byName('ecr:GetRepositoryPolicy')
  const tags = reading.parts('ecr:ListTagsForResource', (answer) => repositoryName(subjectOf(answer, 'resourceArn')))
  const scanning = scanningByRepository(reading)
  for (const { answer, raw, pointer } of reading.items('ecr:DescribeRepositories', 'repositories')) {
    const name = textOf(raw, 'repositoryName') ?? repositoryName(textOf(raw, 'repositoryArn'))
    if (name === undefined) continue
    const told = textOf(raw, 'repositoryArn')
    const scope = scopeOf(answer, { arn: told, account: own(raw, 'registryId') })
    const arn = told ?? builtArn(scope, 'ecr', `repository/${name}`)
    reading.add({
      type: REPOSITORY,
      scope,
      answer,
      pointer,
      raw,
      shape: REPOSITORY_SHAPE,
      arn,
      id: name,
      finish: (properties, place) => {
        set(properties, 'RepositoryName', name)
        merge(
          properties,
          place,
          'LifecyclePolicy',
          lifecycle.find(scope, name, `the lifecycle policy of ${name}`),
          'lifecyclePolicyText',
          (body) => ({
            LifecyclePolicyText:
              readDocument(own(body, 'lifecyclePolicyText') ?? '', `the lifecycle policy of ${name}`) ?? '',
          }),
        )
        merge(
          properties,
          place,
          'RepositoryPolicyText',
          policy.find(scope, name, `the repository policy of ${name}`),
          'policyText',
          (body) => readDocument(own(body, 'policyText'), `the repository policy of ${name}`),
        )
        merge(properties, place, 'Tags', tags.find(scope, name, `the tags of ${name}`), 'tags', (body) =>
          convertValue(own(body, 'tags')),
        )
        setLive(properties, { ScanningConfiguration: scanning(scope, name) })
      },
    })
  }
}

/** The effective scanning of each repository: ScanOnPush, ScanFrequency, AppliedScanFilters. */
function scanningByRepository(reading: Reading): (scope: Draft['scope'], name: string) => Value | undefined {
  const told = new Map<string, UnknownRecord>()
  for (const { answer, raw } of reading.items(
    'ecr:BatchGetRepositoryScanningConfiguration',
    'scanningConfigurations',
  )) {
    const name = textOf(raw, 'repositoryName')
    const { account, region } = scopeOf(answer, { arn: own(raw, 'repositoryArn') })
    if (name !== undefined) told.set(`${account}|${region}|${name}`, raw)
  }
  const parts = reading.parts('ecr:BatchGetRepositoryScanningConfiguration', () => undefined)
  return (scope, name) => {
    const raw = told.get(`${scope.account}|${scope.region}|${name}`)
    if (raw !== undefined) return convertValue(raw, { repositoryArn: drop, repositoryName: drop })
    const part = parts.find(scope, name, `the scanning of ${name}`)
    return part.state === 'open' ? part.value : undefined
  }
}

/**
 * `Opscheck::ECR::Image`: RegistryId, RepositoryName, ImageDigest, ImageTags, ImagePushedAt, LastRecordedPullTime,
 * ImageStatus, LastArchivedAt, LastActivatedAt, media types, SubjectManifestDigest.
 */
const IMAGE_SHAPE: Shape = {
  imagePushedAt: { as: 'time' },
  lastRecordedPullTime: { as: 'time' },
  lastArchivedAt: { as: 'time' },
  lastActivatedAt: { as: 'time' },
  imageScanFindingsSummary: {
    of: {
      imageScanCompletedAt: { as: 'time' },
      vulnerabilitySourceUpdatedAt: { as: 'time' },
      findingSeverityCounts: keys,
    },
  },
}

function images(reading: Reading): void {
  for (const { answer, raw, pointer } of reading.items('ecr:DescribeImages', 'imageDetails')) {
    const digest = textOf(raw, 'imageDigest')
    const repository = textOf(raw, 'repositoryName') ?? subjectOf(answer, 'repositoryName')
    if (digest === undefined || repository === undefined) continue
    const scope = scopeOf(answer, { account: own(raw, 'registryId') })
    const finish = (properties: Record<string, Value>): void => {
      set(properties, 'RepositoryName', repository)
      if (properties.RegistryId === undefined && !scope.account.startsWith('?'))
        set(properties, 'RegistryId', scope.account)
    }
    reading.add({ type: IMAGE, scope, answer, pointer, raw, shape: IMAGE_SHAPE, id: `${repository}@${digest}`, finish })
  }
}

function registry(reading: Reading): void {
  for (const { answer, body } of reading.bodies('ecr:GetRegistryPolicy')) {
    const policy = (properties: Record<string, Value>): void => {
      set(properties, 'PolicyText', readDocument(own(body, 'policyText'), 'the registry policy'))
    }
    single(reading, 'AWS::ECR::RegistryPolicy', answer, body, '', { policyText: drop }, policy)
  }
  for (const { answer, body } of reading.bodies('ecr:GetRegistryScanningConfiguration')) {
    const raw = own(body, 'scanningConfiguration')
    if (isRecord(raw))
      single(
        reading,
        'AWS::ECR::RegistryScanningConfiguration',
        answer,
        body,
        '/scanningConfiguration',
        {},
        undefined,
        raw,
      )
  }
  for (const { answer, body } of reading.bodies('ecr:DescribeRegistry')) {
    const raw = own(body, 'replicationConfiguration')
    const rules = isRecord(raw) ? own(raw, 'rules') : undefined
    if (!isRecord(raw) || (Array.isArray(rules) && rules.length === 0)) continue
    const replication = (properties: Record<string, Value>): void => {
      set(properties, 'ReplicationConfiguration', convertValue(raw) ?? asIs(raw))
    }
    single(
      reading,
      'AWS::ECR::ReplicationConfiguration',
      answer,
      body,
      '',
      { replicationConfiguration: drop },
      replication,
    )
  }
}

function single(
  reading: Reading,
  type: string,
  answer: Answer,
  body: UnknownRecord,
  pointer: string,
  shape: Shape,
  more: ((properties: Record<string, Value>) => void) | undefined,
  raw: UnknownRecord = body,
): void {
  const scope = scopeOf(answer, { account: own(body, 'registryId') })
  const finish = (properties: Record<string, Value>): void => {
    if (!scope.account.startsWith('?')) set(properties, 'RegistryId', scope.account)
    more?.(properties)
  }
  reading.add({ type, scope, answer, pointer, raw, shape, id: 'registry', finish })
}

function repositoryName(arnOrName: string | undefined): string | undefined {
  if (arnOrName === undefined || !arnOrName.startsWith('arn:')) return arnOrName
  const at = arnOrName.indexOf(':repository/')
  return at < 0 ? undefined : arnOrName.slice(at + ':repository/'.length)
}

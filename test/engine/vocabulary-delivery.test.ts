import { describe, expect, it } from 'vitest'
import type { Resource } from '../../src/model/resource.ts'
import type { PropertyMap, Value } from '../../src/model/value.ts'
import { choice, ref, text, unknown } from '../../src/model/value.ts'
import { resource, rule, unit, verdicts } from './support.ts'

const PIPELINE = 'AWS::CodePipeline::Pipeline'
const SERVICE = 'AWS::ECS::Service'
const GROUP = 'AWS::CodeDeploy::DeploymentGroup'
const PROJECT = 'AWS::CodeBuild::Project'
const BUCKET = 'AWS::S3::Bucket'
const ROLE = 'AWS::IAM::Role'

const open = unknown('value', 'parameter X has no default', { present: 'yes' })
const condition = { op: 'atom', id: 'c', text: 'IsProduction' } as const

const action = (
  Category: string,
  Provider: string,
  Configuration: PropertyMap = {},
  more: PropertyMap = {},
): PropertyMap => ({
  Name: `${Provider}`,
  ActionTypeId: { Category, Owner: 'AWS', Provider, Version: '1' },
  Configuration,
  ...more,
})
const pipeline = (address: string, actions: readonly PropertyMap[], more: PropertyMap = {}): Resource =>
  resource(PIPELINE, address, { Name: address, Stages: [{ Name: 'All', Actions: actions }], ...more })

/** The verdicts on the resources of a type for one condition, by address. */
function answers(type: string, check: Parameters<typeof rule>[0]['check'], resources: readonly Resource[]) {
  return verdicts(rule({ select: [type], check }), resources)
}

describe('service names', () => {
  const service = (address: string, Cluster: Value, more: PropertyMap = {}): Resource =>
    resource(SERVICE, address, { ServiceName: 'web', Cluster, ...more })
  const controlled = { DeploymentController: { Type: 'CODE_DEPLOY' } }
  const group = (ClusterName: Value, ServiceName: Value): Resource =>
    resource(GROUP, 'Group', { ApplicationName: 'web', ECSServices: [{ ClusterName, ServiceName }] })
  const check = {
    every: 'ECSServices',
    that: { some: 'service', that: { 'DeploymentController.Type': 'CODE_DEPLOY' } },
  }

  it('mean the service of the cluster that is named beside them', () => {
    const both = [service('Other', 'stg'), service('Web', 'prod', controlled)]
    expect(answers(GROUP, check, [...both, group('prod', 'web')])).toEqual(['Group pass'])
    expect(answers(GROUP, check, [...both, group('stg', 'web')])).toEqual(['Group fail'])
  })

  it('leave open which one is meant where the cluster is not known', () => {
    const both = [service('Other', 'stg'), service('Web', 'prod', controlled)]
    expect(answers(GROUP, check, [...both, group(open, 'web')])).toEqual(['Group unknown'])
  })

  it('follow a reference whatever the cluster', () => {
    expect(answers(GROUP, check, [service('Web', 'prod', controlled), group('other', ref('Web', 'Name'))])).toEqual([
      'Group pass',
    ])
  })

  it('lead back to the groups of that service only', () => {
    const services = [service('Other', 'stg'), service('Web', 'prod')]
    expect(answers(SERVICE, { some: 'deploymentGroups' }, [...services, group('prod', 'web')])).toEqual([
      'Other fail',
      'Web pass',
    ])
    expect(answers(SERVICE, { some: 'deploymentGroups' }, [...services, group('prod', open)])).toEqual([
      'Other unknown',
      'Web unknown',
    ])
  })
})

describe('users of a resource', () => {
  const bucket = resource(BUCKET, 'Artifacts', { BucketName: 'artifacts' })
  const check = { some: 'pipelines' }

  it('are the pipelines that store in a bucket, or start from it', () => {
    const stores = (more: PropertyMap): readonly string[] => answers(BUCKET, check, [bucket, pipeline('P', [], more)])
    expect(stores({ ArtifactStore: { Location: 'artifacts' } })).toEqual(['Artifacts pass'])
    expect(stores({ ArtifactStore: { Location: ref('Artifacts', 'Ref') } })).toEqual(['Artifacts pass'])
    expect(stores({ ArtifactStores: [{ ArtifactStore: { Location: 'artifacts' } }] })).toEqual(['Artifacts pass'])
    expect(stores({ ArtifactStore: { Location: 'other' } })).toEqual(['Artifacts fail'])
    expect(stores({ ArtifactStore: { Location: open } })).toEqual(['Artifacts unknown'])
    expect(stores({ ArtifactStores: open })).toEqual(['Artifacts unknown'])
    expect(
      answers(BUCKET, check, [bucket, pipeline('P', [action('Source', 'S3', { S3Bucket: 'artifacts' })])]),
    ).toEqual(['Artifacts pass'])
  })

  it('never leave out what an open condition names', () => {
    const maybe = choice(condition, 'artifacts', 'other')
    expect(answers(BUCKET, check, [bucket, pipeline('P', [], { ArtifactStore: { Location: maybe } })])).toEqual([
      'Artifacts unknown',
    ])
  })

  it('are the pipelines that run a project by its name or by reference', () => {
    const project = resource(PROJECT, 'Build', { Name: 'web' })
    const runs = (ProjectName: Value): readonly string[] =>
      answers(PROJECT, check, [project, pipeline('P', [action('Build', 'CodeBuild', { ProjectName })])])
    expect(runs('web')).toEqual(['Build pass'])
    expect(runs(ref('Build', 'Ref'))).toEqual(['Build pass'])
    expect(runs('other')).toEqual(['Build fail'])
    expect(runs(open)).toEqual(['Build unknown'])
  })

  it('tell the service role from the role of an action', () => {
    const role = resource(ROLE, 'Role', { RoleName: 'deploy' })
    const own = pipeline('P', [], { RoleArn: ref('Role', 'Arn') })
    const ofAction = pipeline('P', [action('Deploy', 'ECS', {}, { RoleArn: ref('Role', 'Arn') })], { RoleArn: 'other' })
    expect(answers(ROLE, { some: 'serves' }, [role, own])).toEqual(['Role pass'])
    expect(answers(ROLE, { some: 'serves' }, [role, ofAction])).toEqual(['Role fail'])
    expect(answers(ROLE, { some: 'usedBy' }, [role, ofAction])).toEqual(['Role pass'])
  })
})

describe('crossAccount', () => {
  const check = { some: 'actions', that: { crossAccount: true } }
  const withRole = (RoleArn: Value, scope = '111122223333'): readonly string[] =>
    answers(PIPELINE, check, [
      {
        ...pipeline('P', [action('Deploy', 'ECS', {}, { RoleArn })]),
        scope: { partition: 'aws', account: scope, region: 'eu-west-1' },
      },
      resource(ROLE, 'Role', { RoleName: 'deploy' }),
    ])
  const pseudo = unknown('value', 'the account of stack is not known', { present: 'yes' })

  it.each([
    ['another account', 'arn:aws:iam::444455556666:role/deploy', 'pass'],
    ['the same account', 'arn:aws:iam::111122223333:role/deploy', 'fail'],
    ['a role of the stack', ref('Role', 'Arn'), 'fail'],
    ['the account of the stack', text(['arn:aws:iam::', pseudo, ':role/deploy']), 'fail'],
    ['another account with a name that is not known', text(['arn:aws:iam::444455556666:role/', open]), 'pass'],
    ['an account that is not known', text(['arn:aws:iam::', open, ':role/deploy']), 'unknown'],
    ['a role that is not known', open, 'unknown'],
  ])('%s', (_name, role, expected) => {
    expect(withRole(role)).toEqual([`P ${expected}`])
  })

  it('is not known where the account of the pipeline is not', () => {
    expect(withRole('arn:aws:iam::444455556666:role/deploy', '?stack')).toEqual(['P unknown'])
  })
})

describe('unlimited', () => {
  const statement = (Resource: Value, Action: Value = 'iam:PassRole'): readonly string[] =>
    answers('AWS::IAM::ManagedPolicy', { none: 'ownStatements', that: { unlimited: true } }, [
      resource('AWS::IAM::ManagedPolicy', 'P', {
        PolicyDocument: { Version: '2012-10-17', Statement: { Effect: 'Allow', Action, Resource } },
      }),
    ])
  const account = unknown('value', 'the account of stack is not known', { present: 'yes' })

  it.each([
    ['*', 'fail'],
    ['arn:aws:iam::*:role/*', 'fail'],
    ['arn:aws:iam::111122223333:*', 'fail'],
    ['arn:*', 'fail'],
    ['arn:aws:iam::111122223333:role/web-*', 'pass'],
    ['arn:aws:iam::111122223333:role/path/*', 'pass'],
    ['arn:aws:s3:::*', 'pass'],
  ])('%s', (arn, expected) => {
    expect(statement(arn)).toEqual([`P ${expected}`])
  })

  it('looks past what is not known of an ARN except at its end', () => {
    expect(statement(text(['arn:aws:iam::', account, ':role/*']))).toEqual(['P fail'])
    expect(statement(text(['arn:aws:iam::', account, ':role/web']))).toEqual(['P pass'])
    expect(statement(text(['arn:aws:iam::111122223333:role/', open, '*']))).toEqual(['P unknown'])
    expect(statement(open)).toEqual(['P unknown'])
  })
})

describe('publicAccess of a bucket', () => {
  const all = { BlockPublicAcls: true, BlockPublicPolicy: true, IgnorePublicAcls: true, RestrictPublicBuckets: true }
  const block = (properties: PropertyMap, more: Partial<Resource> = {}): Resource =>
    resource(BUCKET, 'B', properties, more)
  const ofAccount = resource('Opscheck::S3::AccountPublicAccessBlock', 'A', all)
  const check = { publicAccess: 'blocked' }
  const exported = { unit: { ...unit, dialect: 'export' }, standing: 'existing' } as const

  it('is what the bucket or its account blocks', () => {
    const off = { PublicAccessBlockConfiguration: { ...all, BlockPublicAcls: false } }
    expect(answers(BUCKET, check, [block({ PublicAccessBlockConfiguration: all })])).toEqual(['B pass'])
    expect(answers(BUCKET, check, [block(off)])).toEqual(['B fail'])
    expect(answers(BUCKET, check, [block(off), ofAccount])).toEqual(['B pass'])
    expect(
      answers(BUCKET, check, [block({ PublicAccessBlockConfiguration: { ...all, BlockPublicAcls: open } })]),
    ).toEqual(['B unknown'])
  })

  it('is not known of a bucket that says nothing, and open of one that was read', () => {
    expect(answers(BUCKET, check, [block({})])).toEqual(['B unknown'])
    expect(answers(BUCKET, check, [block({}), ofAccount])).toEqual(['B pass'])
    expect(answers(BUCKET, check, [block({}, exported)])).toEqual(['B unknown'])
    expect(answers(BUCKET, check, [block({}, { ...exported, unit: { ...exported.unit, closed: true } })])).toEqual([
      'B fail',
    ])
  })
})

describe('trails of an account', () => {
  const closed = { unit: { ...unit, closed: true } }
  const account = (id: string): Resource =>
    resource(
      'Opscheck::Account',
      id,
      { AccountId: id },
      { ...closed, scope: { partition: 'aws', account: id, region: 'global' } },
    )
  const trail = (id: string, more: PropertyMap): Resource =>
    resource(
      'AWS::CloudTrail::Trail',
      'T',
      { TrailName: 'all', ...more },
      { ...closed, scope: { partition: 'aws', account: id, region: 'eu-west-1' } },
    )

  it('include the trail of the organization, which another account owns', () => {
    const check = { some: 'trails' }
    const own = account('111122223333')
    expect(answers('Opscheck::Account', check, [own, trail('111122223333', {})])).toEqual(['111122223333 pass'])
    expect(answers('Opscheck::Account', check, [own, trail('444455556666', {})])).toEqual(['111122223333 fail'])
    const shadow = trail('444455556666', { IsOrganizationTrail: true })
    expect(answers('Opscheck::Account', check, [own, shadow])).toEqual(['111122223333 pass'])
    // A trail that another input lists is not listed in this account.
    const elsewhere = { ...shadow, unit: { ...unit, id: 'other', closed: true } }
    expect(answers('Opscheck::Account', check, [own, elsewhere])).toEqual(['111122223333 fail'])
  })
})

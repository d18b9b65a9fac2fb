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

describe('buckets', () => {
  const BUCKETS = {
    Buckets: [{ Name: 'artifacts', CreationDate: '2026-01-01T00:00:00+00:00', BucketRegion: REGION }],
    Owner: { ID: 'x' },
  }

  it('are put together from one file for each property', () => {
    const snapshot = read(
      {
        'buckets.json': BUCKETS,
        's3api/get-bucket-versioning.artifacts.json': { Status: 'Enabled', MFADelete: 'Disabled' },
        's3api/get-public-access-block.artifacts.json': {
          PublicAccessBlockConfiguration: {
            BlockPublicAcls: true,
            IgnorePublicAcls: true,
            BlockPublicPolicy: true,
            RestrictPublicBuckets: true,
          },
        },
        's3api/get-bucket-encryption.artifacts.json': {
          ServerSideEncryptionConfiguration: {
            Rules: [
              {
                ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: 'k' },
                BucketKeyEnabled: true,
              },
            ],
          },
        },
        's3api/get-bucket-ownership-controls.artifacts.json': {
          OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
        },
        's3api/get-bucket-logging.artifacts.json': { LoggingEnabled: { TargetBucket: 'logs', TargetPrefix: 'a/' } },
        's3api/get-bucket-policy.artifacts.json': { Policy: '{"Statement":[{"Sid":"tls"}]}' },
        's3api/get-bucket-policy-status.artifacts.json': { PolicyStatus: { IsPublic: false } },
        's3api/get-bucket-tagging.artifacts.json': { TagSet: [{ Key: 'env', Value: 'prod' }] },
        's3api/get-bucket-lifecycle-configuration.artifacts.json': {
          Rules: [
            {
              ID: 'old',
              Status: 'Enabled',
              Filter: { Prefix: 'tmp/' },
              Expiration: { Days: 7 },
              NoncurrentVersionExpiration: { NoncurrentDays: 30 },
            },
          ],
        },
        's3api/get-object-lock-configuration.artifacts.json': {
          ObjectLockConfiguration: {
            ObjectLockEnabled: 'Enabled',
            Rule: { DefaultRetention: { Mode: 'GOVERNANCE', Days: 1 } },
          },
        },
      },
      { account: ACCOUNT, region: REGION },
    )
    expect(properties(snapshot, 'AWS::S3::Bucket')).toEqual({
      BucketName: 'artifacts',
      VersioningConfiguration: { Status: 'Enabled' },
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        IgnorePublicAcls: true,
        BlockPublicPolicy: true,
        RestrictPublicBuckets: true,
      },
      BucketEncryption: {
        ServerSideEncryptionConfiguration: [
          { ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: 'k' }, BucketKeyEnabled: true },
        ],
      },
      OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
      LoggingConfiguration: { DestinationBucketName: 'logs', LogFilePrefix: 'a/' },
      Tags: [{ Key: 'env', Value: 'prod' }],
      LifecycleConfiguration: {
        Rules: [
          {
            Id: 'old',
            Status: 'Enabled',
            Prefix: 'tmp/',
            ExpirationInDays: 7,
            NoncurrentVersionExpiration: { NoncurrentDays: 30 },
          },
        ],
      },
      ObjectLockConfiguration: {
        ObjectLockEnabled: 'Enabled',
        Rule: { DefaultRetention: { Mode: 'GOVERNANCE', Days: 1 } },
      },
      ObjectLockEnabled: true,
      AccessControl: '<input: the access control list of bucket artifacts not exported (aws s3api get-bucket-acl)>',
      Live: { Arn: 'arn:aws:s3:::artifacts', CreationDate: '2026-01-01T00:00:00.000Z', PolicyIsPublic: false },
    })
    expect(properties(snapshot, 'AWS::S3::BucketPolicy')).toEqual({
      Bucket: 'artifacts',
      PolicyDocument: { Statement: [{ Sid: 'tls' }] },
    })
    expect(the(snapshot, 'AWS::S3::Bucket').scope.region).toBe(REGION)
    expect([state(snapshot, 'AWS::S3::Bucket', 'global'), state(snapshot, 'AWS::S3::BucketPolicy', 'global')]).toEqual([
      'complete',
      'complete',
    ])
    expect(the(snapshot, 'AWS::S3::Bucket').locate(['VersioningConfiguration', 'Status'])).toMatchObject({
      file: 's3api/get-bucket-versioning.artifacts.json',
      path: '/Status',
    })
  })

  it('leave open what was not exported', () => {
    const bucket = the(
      read({ 'buckets.json': { Buckets: [{ Name: 'a', CreationDate: 'x' }], Owner: {} } }),
      'AWS::S3::Bucket',
    )
    for (const property of [
      'VersioningConfiguration',
      'PublicAccessBlockConfiguration',
      'BucketEncryption',
      'Tags',
      'LoggingConfiguration',
    ]) {
      expect(shown(bucket.properties[property]), property).toContain('<input: ')
    }
    expect(bucket.scope.region.startsWith('?')).toBe(true)
  })

  it('take what AWS says not to be there for absent, a denial for unknown', () => {
    const ask = { request: { Bucket: 'artifacts' } }
    const snapshot = live(
      answer('s3:ListBuckets', BUCKETS),
      denied('s3:GetBucketPolicy', ask.request, 'NoSuchBucketPolicy'),
      denied('s3:GetPublicAccessBlock', ask.request, 'NoSuchPublicAccessBlockConfiguration'),
      denied('s3:GetBucketTagging', ask.request, 'NoSuchTagSet'),
      denied('s3:GetBucketEncryption', ask.request, 'AccessDenied'),
      answer('s3:GetBucketVersioning', {}, ask),
    )
    const bucket = the(snapshot, 'AWS::S3::Bucket').properties
    expect([bucket.PublicAccessBlockConfiguration, bucket.Tags, bucket.VersioningConfiguration]).toEqual([
      undefined,
      undefined,
      undefined,
    ])
    expect(shown(bucket.BucketEncryption)).toContain('<read: ')
    expect(all(snapshot, 'AWS::S3::BucketPolicy')).toEqual([])
    expect(state(snapshot, 'AWS::S3::BucketPolicy', 'global')).toBe('complete')
  })

  it('close their own policy one by one', () => {
    const two = { ...BUCKETS, Buckets: [...BUCKETS.Buckets, { Name: 'logs', CreationDate: 'x' }] }
    const snapshot = live(
      answer('s3:ListBuckets', two),
      denied('s3:GetBucketPolicy', { Bucket: 'logs' }, 'NoSuchBucketPolicy'),
      denied('s3:GetBucketPolicy', { Bucket: 'artifacts' }, 'AccessDenied'),
    )
    expect(state(snapshot, 'AWS::S3::BucketPolicy', 'global')).toBe('partial read')
    expect(closedFor(snapshot, 'AWS::S3::BucketPolicy', 'global')).toEqual(['arn:aws:s3:::logs'])
  })

  it('that print nothing have no versions and no logs, if the file says whose answer it is', () => {
    const snapshot = read({ 'get-bucket-versioning.artifacts.json': '', 'get-bucket-logging.artifacts.json': '\n' })
    const bucket = the(snapshot, 'AWS::S3::Bucket').properties
    expect([bucket.BucketName, bucket.VersioningConfiguration, bucket.LoggingConfiguration]).toEqual([
      'artifacts',
      undefined,
      undefined,
    ])
  })

  it('whose name nothing tells are warned about', () => {
    const snapshot = read({ 'policy.json': { Policy: '{"Statement":[]}' } })
    expect(all(snapshot, 'AWS::S3::Bucket')).toEqual([])
    expect(snapshot.warnings).toEqual([
      expect.objectContaining({ code: 'export-no-subject', file: `${ACCOUNT}/${REGION}/policy.json` }),
    ])
  })

  it('are blocked for the whole account by a command of the same name', () => {
    const block = {
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        IgnorePublicAcls: true,
        BlockPublicPolicy: true,
        RestrictPublicBuckets: true,
      },
    }
    const snapshot = read({ 's3control/get-public-access-block.111122223333.json': block })
    expect(properties(snapshot, 'Opscheck::S3::AccountPublicAccessBlock')).toEqual({
      AccountId: ACCOUNT,
      ...block.PublicAccessBlockConfiguration,
    })
    expect(all(snapshot, 'AWS::S3::Bucket')).toEqual([])
  })
})

describe('keys, trails and the organization', () => {
  it('tell a key with its policy and rotation', () => {
    const arn = `arn:aws:kms:${REGION}:${ACCOUNT}:key/k-1`
    const snapshot = read({
      'key.json': {
        KeyMetadata: {
          AWSAccountId: ACCOUNT,
          KeyId: 'k-1',
          Arn: arn,
          Enabled: true,
          KeyState: 'Enabled',
          KeyManager: 'CUSTOMER',
          KeySpec: 'SYMMETRIC_DEFAULT',
          CustomerMasterKeySpec: 'SYMMETRIC_DEFAULT',
          MultiRegion: false,
          Origin: 'AWS_KMS',
          KeyUsage: 'ENCRYPT_DECRYPT',
        },
      },
      'get-key-policy.k-1.json': { Policy: '{"Statement":[]}', PolicyName: 'default' },
      'rotation.json': { KeyId: 'k-1', KeyRotationEnabled: true, RotationPeriodInDays: 365 },
    })
    expect(properties(snapshot, 'AWS::KMS::Key')).toEqual({
      KeyId: 'k-1',
      Enabled: true,
      KeySpec: 'SYMMETRIC_DEFAULT',
      KeyUsage: 'ENCRYPT_DECRYPT',
      MultiRegion: false,
      Origin: 'AWS_KMS',
      KeyPolicy: { Statement: [] },
      EnableKeyRotation: true,
      Tags: '<input: the tags of key k-1 not exported (aws kms list-resource-tags)>',
      Live: { Arn: arn, KeyManager: 'CUSTOMER', KeyState: 'Enabled' },
    })
  })

  it('tell trails', () => {
    const arn = `arn:aws:cloudtrail:${REGION}:${ACCOUNT}:trail/main`
    const snapshot = read({
      'trails.json': {
        trailList: [
          {
            Name: 'main',
            S3BucketName: 'logs',
            IsMultiRegionTrail: true,
            HomeRegion: REGION,
            TrailARN: arn,
            LogFileValidationEnabled: true,
            KmsKeyId: 'k',
          },
        ],
      },
      'get-trail-status.main.json': { IsLogging: true },
      'selectors.json': {
        TrailARN: arn,
        EventSelectors: [{ ReadWriteType: 'All', IncludeManagementEvents: true, DataResources: [] }],
      },
    })
    expect(properties(snapshot, 'AWS::CloudTrail::Trail')).toEqual({
      TrailName: 'main',
      Arn: arn,
      S3BucketName: 'logs',
      IsMultiRegionTrail: true,
      EnableLogFileValidation: true,
      KMSKeyId: 'k',
      IsLogging: true,
      EventSelectors: [{ ReadWriteType: 'All', IncludeManagementEvents: true }],
      Live: { Arn: arn, HomeRegion: REGION, IsLogging: true },
    })
  })

  it('tell the accounts of an organization, without their addresses', () => {
    const snapshot = read({
      'accounts.json': {
        Accounts: [
          {
            Id: '444455556666',
            Arn: `arn:aws:organizations::${ACCOUNT}:account/o-1/444455556666`,
            Email: 'a@example.com',
            Name: 'dev',
            Status: 'ACTIVE',
            JoinedMethod: 'CREATED',
          },
        ],
      },
    })
    expect(properties(snapshot, 'Opscheck::Organizations::Account')).toMatchObject({
      Id: '444455556666',
      Name: 'dev',
      Status: 'ACTIVE',
      State: 'ACTIVE',
    })
    expect(JSON.stringify(the(snapshot, 'Opscheck::Organizations::Account').properties)).not.toContain('example.com')
    expect(state(snapshot, 'Opscheck::Organizations::Account', 'global')).toBe('complete')
  })
})

import {
  asked,
  document,
  link,
  list,
  type Mapping,
  object,
  type Piece,
  pairs,
  positive,
  type Rules,
  set,
  TAGS,
  text,
  words,
} from '../mapping.ts'

const BUCKET = 'AWS::S3::Bucket'
const KEY = ['AWS::KMS::Key', 'AWS::KMS::Alias'] as const

const ENCRYPTION: Rules = {
  bucket_key_enabled: 'BucketKeyEnabled',
  apply_server_side_encryption_by_default: object('ServerSideEncryptionByDefault', {
    kms_master_key_id: link('KMSMasterKeyID', ...KEY),
    sse_algorithm: 'SSEAlgorithm',
  }),
}

const LOCK_RULE: Rules = {
  default_retention: object('DefaultRetention', { days: positive('Days'), mode: 'Mode', years: positive('Years') }),
}

const LIFECYCLE_FILTER: Rules = {
  object_size_greater_than: asked(text('ObjectSizeGreaterThan')),
  object_size_less_than: asked(text('ObjectSizeLessThan')),
  prefix: asked('Prefix'),
}

/** CloudFormation has the members of Terraform's `filter` and `expiration` in the rule itself. */
const LIFECYCLE_RULE: Rules = {
  id: 'Id',
  prefix: asked('Prefix'),
  status: 'Status',
  abort_incomplete_multipart_upload: object('AbortIncompleteMultipartUpload', {
    days_after_initiation: 'DaysAfterInitiation',
  }),
  expiration: object('', {
    date: 'ExpirationDate',
    days: asked(positive('ExpirationInDays')),
    expired_object_delete_marker: asked('ExpiredObjectDeleteMarker'),
  }),
  filter: object('', {
    ...LIFECYCLE_FILTER,
    tag: list('TagFilters', { key: 'Key', value: 'Value' }),
    and: object('', { ...LIFECYCLE_FILTER, tags: pairs('TagFilters') }),
  }),
  noncurrent_version_expiration: object('NoncurrentVersionExpiration', {
    newer_noncurrent_versions: asked(positive('NewerNoncurrentVersions')),
    noncurrent_days: 'NoncurrentDays',
  }),
  noncurrent_version_transition: set('NoncurrentVersionTransitions', {
    newer_noncurrent_versions: asked(positive('NewerNoncurrentVersions')),
    noncurrent_days: 'TransitionInDays',
    storage_class: 'StorageClass',
  }),
  transition: set('Transitions', {
    date: 'TransitionDate',
    days: asked('TransitionInDays'),
    storage_class: 'StorageClass',
  }),
}

const ACL = {
  private: 'Private',
  'public-read': 'PublicRead',
  'public-read-write': 'PublicReadWrite',
  'authenticated-read': 'AuthenticatedRead',
  'log-delivery-write': 'LogDeliveryWrite',
  'bucket-owner-read': 'BucketOwnerRead',
  'bucket-owner-full-control': 'BucketOwnerFullControl',
  'aws-exec-read': 'AwsExecRead',
} as const

/** Arguments of provider 3, deprecated since: computed, because the resources that replace them show up here. */
const OLD_ARGUMENTS: Rules = {
  acl: asked(words('AccessControl', ACL)),
  lifecycle_rule: asked(
    list('LifecycleConfiguration.Rules', {
      enabled: words('Status', { true: 'Enabled', false: 'Disabled' }),
      id: 'Id',
      prefix: 'Prefix',
      expiration: object('', { date: 'ExpirationDate', days: positive('ExpirationInDays') }),
      noncurrent_version_expiration: object('NoncurrentVersionExpiration', { days: 'NoncurrentDays' }),
    }),
  ),
  logging: asked(
    object('LoggingConfiguration', {
      target_bucket: link('DestinationBucketName', BUCKET),
      target_prefix: 'LogFilePrefix',
    }),
  ),
  object_lock_configuration: asked(
    object('ObjectLockConfiguration', { object_lock_enabled: 'ObjectLockEnabled', rule: object('Rule', LOCK_RULE) }),
  ),
  server_side_encryption_configuration: asked(
    object('BucketEncryption', { rule: list('ServerSideEncryptionConfiguration', ENCRYPTION) }),
  ),
  versioning: asked(
    // A bucket that never kept versions reads as false, like one that no longer does.
    object('VersioningConfiguration', { enabled: words('Status', { true: 'Enabled', false: undefined }) }),
  ),
}

export const s3: Readonly<Record<string, Mapping>> = {
  aws_s3_bucket: {
    type: BUCKET,
    identity: {
      id: 'Ref',
      bucket: 'Ref',
      arn: 'Arn',
      bucket_domain_name: 'DomainName',
      bucket_regional_domain_name: 'RegionalDomainName',
    },
    properties: {
      bucket: 'BucketName',
      object_lock_enabled: asked('ObjectLockEnabled'),
      ...OLD_ARGUMENTS,
      ...TAGS,
    },
    parts: [
      {
        from: 'policy',
        type: 'AWS::S3::BucketPolicy',
        of: { policy: document('PolicyDocument') },
        owner: { Bucket: 'Ref' },
        asked: true,
        echoOf: [{ type: 'aws_s3_bucket_policy', by: 'bucket' }],
      },
    ],
  },
  aws_s3_bucket_policy: {
    type: 'AWS::S3::BucketPolicy',
    properties: { bucket: link('Bucket', BUCKET), policy: document('PolicyDocument') },
  },
  aws_s3_bucket_versioning: {
    pieces: [
      piece({
        versioning_configuration: object('VersioningConfiguration', {
          status: words('Status', { Disabled: undefined }),
        }),
      }),
    ],
  },
  aws_s3_bucket_public_access_block: {
    pieces: [
      piece({
        block_public_acls: 'PublicAccessBlockConfiguration.BlockPublicAcls',
        block_public_policy: 'PublicAccessBlockConfiguration.BlockPublicPolicy',
        ignore_public_acls: 'PublicAccessBlockConfiguration.IgnorePublicAcls',
        restrict_public_buckets: 'PublicAccessBlockConfiguration.RestrictPublicBuckets',
      }),
    ],
  },
  aws_s3_bucket_server_side_encryption_configuration: {
    pieces: [piece({ rule: set('BucketEncryption.ServerSideEncryptionConfiguration', ENCRYPTION) })],
  },
  aws_s3_bucket_logging: {
    pieces: [
      piece({
        target_bucket: link('LoggingConfiguration.DestinationBucketName', BUCKET),
        target_prefix: 'LoggingConfiguration.LogFilePrefix',
      }),
    ],
  },
  aws_s3_bucket_ownership_controls: {
    pieces: [piece({ rule: list('OwnershipControls.Rules', { object_ownership: 'ObjectOwnership' }) })],
  },
  aws_s3_bucket_object_lock_configuration: {
    pieces: [
      piece({
        object_lock_enabled: 'ObjectLockConfiguration.ObjectLockEnabled',
        rule: object('ObjectLockConfiguration.Rule', LOCK_RULE),
      }),
    ],
  },
  aws_s3_bucket_lifecycle_configuration: {
    pieces: [piece({ rule: list('LifecycleConfiguration.Rules', LIFECYCLE_RULE) })],
  },
  aws_s3_bucket_acl: { pieces: [piece({ acl: words('AccessControl', ACL) })] },
  aws_s3_account_public_access_block: {
    type: 'Opscheck::S3::AccountPublicAccessBlock',
    properties: {
      account_id: asked('AccountId'),
      block_public_acls: 'BlockPublicAcls',
      block_public_policy: 'BlockPublicPolicy',
      ignore_public_acls: 'IgnorePublicAcls',
      restrict_public_buckets: 'RestrictPublicBuckets',
    },
  },
}

function piece(properties: Rules): Piece {
  return { owner: [BUCKET], by: 'bucket', name: 'BucketName', properties }
}

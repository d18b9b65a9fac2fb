import { asked, document, json, link, list, type Mapping, object, type Rules, set, TAGS } from '../mapping.ts'

const REPOSITORY = 'AWS::ECR::Repository'

const EXCLUSIONS: Rules = {
  filter: 'ImageTagMutabilityExclusionFilterValue',
  filter_type: 'ImageTagMutabilityExclusionFilterType',
}

const ENCRYPTION: Rules = {
  encryption_type: 'EncryptionType',
  kms_key: asked(link('KmsKey', 'AWS::KMS::Key', 'AWS::KMS::Alias')),
}

const FILTER: Rules = { filter: 'Filter', filter_type: 'FilterType' }

export const ecr: Readonly<Record<string, Mapping>> = {
  aws_ecr_repository: {
    type: REPOSITORY,
    identity: { id: 'Ref', name: 'Ref', arn: 'Arn', repository_url: 'RepositoryUri' },
    properties: {
      name: 'RepositoryName',
      encryption_configuration: object('EncryptionConfiguration', ENCRYPTION),
      image_scanning_configuration: object('ImageScanningConfiguration', { scan_on_push: 'ScanOnPush' }),
      image_tag_mutability: 'ImageTagMutability',
      image_tag_mutability_exclusion_filter: list('ImageTagMutabilityExclusionFilters', EXCLUSIONS),
      ...TAGS,
    },
  },
  aws_ecr_lifecycle_policy: {
    pieces: [
      {
        owner: [REPOSITORY],
        by: 'repository',
        name: 'RepositoryName',
        properties: { policy: json('LifecyclePolicy.LifecyclePolicyText') },
      },
    ],
  },
  aws_ecr_repository_policy: {
    pieces: [
      {
        owner: [REPOSITORY],
        by: 'repository',
        name: 'RepositoryName',
        properties: { policy: document('RepositoryPolicyText') },
      },
    ],
  },
  aws_ecr_registry_policy: {
    type: 'AWS::ECR::RegistryPolicy',
    properties: { policy: document('PolicyText') },
  },
  aws_ecr_registry_scanning_configuration: {
    type: 'AWS::ECR::RegistryScanningConfiguration',
    properties: {
      scan_type: 'ScanType',
      rule: set('Rules', { scan_frequency: 'ScanFrequency', repository_filter: set('RepositoryFilters', FILTER) }),
    },
  },
  aws_ecr_replication_configuration: {
    type: 'AWS::ECR::ReplicationConfiguration',
    properties: {
      replication_configuration: object('ReplicationConfiguration', {
        rule: list('Rules', {
          destination: list('Destinations', { region: 'Region', registry_id: 'RegistryId' }),
          repository_filter: list('RepositoryFilters', FILTER),
        }),
      }),
    },
  },
  aws_ecr_repository_creation_template: {
    type: 'AWS::ECR::RepositoryCreationTemplate',
    identity: { prefix: 'Ref' },
    properties: {
      applied_for: 'AppliedFor',
      custom_role_arn: link('CustomRoleArn', 'AWS::IAM::Role'),
      description: 'Description',
      encryption_configuration: object('EncryptionConfiguration', ENCRYPTION),
      image_tag_mutability: 'ImageTagMutability',
      image_tag_mutability_exclusion_filter: list('ImageTagMutabilityExclusionFilters', EXCLUSIONS),
      lifecycle_policy: json('LifecyclePolicy'),
      prefix: 'Prefix',
      repository_policy: document('RepositoryPolicy'),
      resource_tags: { is: 'pairs', to: 'ResourceTags', key: 'Key', value: 'Value' },
    },
  },
  aws_ecr_pull_through_cache_rule: {
    type: 'AWS::ECR::PullThroughCacheRule',
    identity: { id: 'Ref', ecr_repository_prefix: 'Ref' },
    properties: {
      credential_arn: 'CredentialArn',
      custom_role_arn: link('CustomRoleArn', 'AWS::IAM::Role'),
      ecr_repository_prefix: 'EcrRepositoryPrefix',
      upstream_registry_url: 'UpstreamRegistryUrl',
      upstream_repository_prefix: 'UpstreamRepositoryPrefix',
    },
  },
}

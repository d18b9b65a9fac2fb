import { asked, link, links, list, type Mapping, object, positive, type Rules, set, special, TAGS } from '../mapping.ts'

const ROLE = 'AWS::IAM::Role'

const KEY = ['AWS::KMS::Key', 'AWS::KMS::Alias'] as const

const SOURCE: Rules = {
  auth: object('Auth', { resource: 'Resource', type: 'Type' }),
  build_status_config: object('BuildStatusConfig', { context: 'Context', target_url: 'TargetUrl' }),
  buildspec: 'BuildSpec',
  git_clone_depth: positive('GitCloneDepth'),
  git_submodules_config: object('GitSubmodulesConfig', { fetch_submodules: 'FetchSubmodules' }),
  insecure_ssl: 'InsecureSsl',
  location: 'Location',
  report_build_status: 'ReportBuildStatus',
  type: 'Type',
}

const ARTIFACTS: Rules = {
  artifact_identifier: 'ArtifactIdentifier',
  encryption_disabled: 'EncryptionDisabled',
  location: link('Location', 'AWS::S3::Bucket'),
  name: 'Name',
  namespace_type: 'NamespaceType',
  override_artifact_name: 'OverrideArtifactName',
  packaging: 'Packaging',
  path: 'Path',
  type: 'Type',
}

export const codebuild: Readonly<Record<string, Mapping>> = {
  aws_codebuild_project: {
    type: 'AWS::CodeBuild::Project',
    identity: { id: 'Ref', name: 'Ref', arn: 'Arn' },
    properties: {
      name: 'Name',
      artifacts: object('Artifacts', ARTIFACTS),
      badge_enabled: 'BadgeEnabled',
      build_timeout: 'TimeoutInMinutes',
      cache: object('Cache', { location: 'Location', modes: 'Modes', type: 'Type' }),
      concurrent_build_limit: positive('ConcurrentBuildLimit'),
      description: asked('Description'),
      // Computed: the AWS managed key of S3 when a project does not ask.
      encryption_key: asked(link('EncryptionKey', ...KEY)),
      environment: object('Environment', {
        certificate: 'Certificate',
        compute_type: 'ComputeType',
        environment_variable: list('EnvironmentVariables', {
          name: 'Name',
          type: 'Type',
          value: 'Value',
        }),
        fleet: object('Fleet', { fleet_arn: 'FleetArn' }),
        image: 'Image',
        image_pull_credentials_type: 'ImagePullCredentialsType',
        privileged_mode: 'PrivilegedMode',
        registry_credential: object('RegistryCredential', {
          credential: 'Credential',
          credential_provider: 'CredentialProvider',
        }),
        type: 'Type',
      }),
      file_system_locations: set('FileSystemLocations', {
        identifier: 'Identifier',
        location: 'Location',
        mount_options: 'MountOptions',
        mount_point: 'MountPoint',
        type: 'Type',
      }),
      logs_config: object('LogsConfig', {
        cloudwatch_logs: object('CloudWatchLogs', {
          group_name: link('GroupName', 'AWS::Logs::LogGroup'),
          status: 'Status',
          stream_name: 'StreamName',
        }),
        s3_logs: object('S3Logs', {
          encryption_disabled: 'EncryptionDisabled',
          location: 'Location',
          status: 'Status',
        }),
      }),
      project_visibility: 'Visibility',
      queued_timeout: 'QueuedTimeoutInMinutes',
      resource_access_role: link('ResourceAccessRole', ROLE),
      secondary_artifacts: set('SecondaryArtifacts', ARTIFACTS),
      secondary_source_version: set('SecondarySourceVersions', {
        source_identifier: 'SourceIdentifier',
        source_version: 'SourceVersion',
      }),
      secondary_sources: set('SecondarySources', { ...SOURCE, source_identifier: 'SourceIdentifier' }),
      service_role: link('ServiceRole', ROLE),
      source: object('Source', SOURCE),
      source_version: 'SourceVersion',
      vpc_config: object('VpcConfig', {
        security_group_ids: links('SecurityGroupIds', 'AWS::EC2::SecurityGroup'),
        subnets: links('Subnets', 'AWS::EC2::Subnet'),
        vpc_id: link('VpcId', 'AWS::EC2::VPC'),
      }),
      ...TAGS,
    },
  },
  aws_codebuild_webhook: {
    pieces: [
      {
        owner: ['AWS::CodeBuild::Project'],
        by: 'project_name',
        name: 'Name',
        properties: {
          project_name: special('webhook', 'Triggers.Webhook'),
          build_type: 'Triggers.BuildType',
          filter_group: special('webhook-filters', 'Triggers.FilterGroups'),
        },
      },
    ],
  },
}

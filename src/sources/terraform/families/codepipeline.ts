import {
  asked,
  kept,
  link,
  links,
  list,
  type Mapping,
  object,
  positive,
  type Rules,
  set,
  special,
  TAGS,
  wrapped,
} from '../mapping.ts'

const ROLE = 'AWS::IAM::Role'
const KEY = ['AWS::KMS::Key', 'AWS::KMS::Alias'] as const

const CONDITIONS: Rules = {
  condition: list('Conditions', {
    result: 'Result',
    rule: list('Rules', {
      commands: 'Commands',
      configuration: 'Configuration',
      input_artifacts: wrapped('InputArtifacts', 'Name'),
      name: 'Name',
      region: 'Region',
      role_arn: link('RoleArn', ROLE),
      rule_type_id: object('RuleTypeId', {
        category: 'Category',
        owner: 'Owner',
        provider: 'Provider',
        version: 'Version',
      }),
    }),
  }),
}

const PATTERNS: Rules = { excludes: 'Excludes', includes: 'Includes' }

export const codepipeline: Readonly<Record<string, Mapping>> = {
  aws_codepipeline: {
    type: 'AWS::CodePipeline::Pipeline',
    identity: { id: 'Ref', name: 'Ref', arn: 'Arn' },
    properties: {
      name: 'Name',
      artifact_store: special('artifact-stores', 'ArtifactStore', 'ArtifactStores'),
      execution_mode: 'ExecutionMode',
      pipeline_type: 'PipelineType',
      role_arn: link('RoleArn', ROLE),
      stage: list('Stages', {
        name: 'Name',
        action: list('Actions', {
          category: 'ActionTypeId.Category',
          owner: 'ActionTypeId.Owner',
          provider: 'ActionTypeId.Provider',
          version: 'ActionTypeId.Version',
          configuration: special('action-configuration', 'Configuration'),
          input_artifacts: wrapped('InputArtifacts', 'Name'),
          name: 'Name',
          namespace: 'Namespace',
          output_artifacts: wrapped('OutputArtifacts', 'Name'),
          // Computed: the pipeline's own region, and first in its stage, when an action does not ask.
          region: asked('Region'),
          role_arn: link('RoleArn', ROLE),
          run_order: asked('RunOrder'),
          timeout_in_minutes: 'TimeoutInMinutes',
        }),
        before_entry: object('BeforeEntry', CONDITIONS),
        on_success: object('OnSuccess', CONDITIONS),
        on_failure: object('OnFailure', {
          ...CONDITIONS,
          result: 'Result',
          retry_configuration: object('RetryConfiguration', { retry_mode: 'RetryMode' }),
        }),
      }),
      trigger: list('Triggers', {
        provider_type: 'ProviderType',
        git_configuration: object('GitConfiguration', {
          source_action_name: 'SourceActionName',
          pull_request: list('PullRequest', {
            events: 'Events',
            branches: object('Branches', PATTERNS),
            file_paths: object('FilePaths', PATTERNS),
          }),
          push: list('Push', {
            branches: object('Branches', PATTERNS),
            file_paths: object('FilePaths', PATTERNS),
            tags: object('Tags', PATTERNS),
          }),
        }),
      }),
      variable: list('Variables', { default_value: 'DefaultValue', description: 'Description', name: 'Name' }),
      ...TAGS,
    },
  },
}

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

const TRAFFIC_ROUTE: Rules = { listener_arns: links('ListenerArns', 'AWS::ElasticLoadBalancingV2::Listener') }
const TARGET_GROUPS: Rules = { name: link('Name', 'AWS::ElasticLoadBalancingV2::TargetGroup') }
const TAG_FILTER: Rules = { key: 'Key', type: 'Type', value: 'Value' }

export const codedeploy: Readonly<Record<string, Mapping>> = {
  aws_codedeploy_app: {
    type: 'AWS::CodeDeploy::Application',
    identity: { id: 'Ref', name: 'Ref' },
    properties: { name: 'ApplicationName', compute_platform: 'ComputePlatform', ...TAGS },
  },
  aws_codedeploy_deployment_group: {
    type: 'AWS::CodeDeploy::DeploymentGroup',
    identity: { deployment_group_name: 'Ref' },
    properties: {
      alarm_configuration: object('AlarmConfiguration', {
        alarms: {
          is: 'links',
          to: 'Alarms',
          types: ['AWS::CloudWatch::Alarm', 'AWS::CloudWatch::CompositeAlarm'],
          key: 'Name',
        },
        enabled: 'Enabled',
        ignore_poll_alarm_failure: 'IgnorePollAlarmFailure',
      }),
      app_name: link('ApplicationName', 'AWS::CodeDeploy::Application'),
      auto_rollback_configuration: object('AutoRollbackConfiguration', { enabled: 'Enabled', events: 'Events' }),
      autoscaling_groups: links('AutoScalingGroups', 'AWS::AutoScaling::AutoScalingGroup'),
      blue_green_deployment_config: object('BlueGreenDeploymentConfiguration', {
        deployment_ready_option: object('DeploymentReadyOption', {
          action_on_timeout: 'ActionOnTimeout',
          wait_time_in_minutes: 'WaitTimeInMinutes',
        }),
        green_fleet_provisioning_option: asked(object('GreenFleetProvisioningOption', { action: 'Action' })),
        terminate_blue_instances_on_deployment_success: object('TerminateBlueInstancesOnDeploymentSuccess', {
          action: 'Action',
          termination_wait_time_in_minutes: 'TerminationWaitTimeInMinutes',
        }),
      }),
      deployment_config_name: link('DeploymentConfigName', 'AWS::CodeDeploy::DeploymentConfig'),
      deployment_group_name: 'DeploymentGroupName',
      deployment_style: object('DeploymentStyle', {
        deployment_option: 'DeploymentOption',
        deployment_type: 'DeploymentType',
      }),
      ec2_tag_filter: set('Ec2TagFilters', TAG_FILTER),
      ecs_service: list('ECSServices', {
        cluster_name: link('ClusterName', 'AWS::ECS::Cluster'),
        service_name: link('ServiceName', 'AWS::ECS::Service'),
      }),
      load_balancer_info: object('LoadBalancerInfo', {
        elb_info: set('ElbInfoList', { name: 'Name' }),
        target_group_info: set('TargetGroupInfoList', TARGET_GROUPS),
        target_group_pair_info: list('TargetGroupPairInfoList', {
          prod_traffic_route: object('ProdTrafficRoute', TRAFFIC_ROUTE),
          target_group: list('TargetGroups', TARGET_GROUPS),
          test_traffic_route: object('TestTrafficRoute', TRAFFIC_ROUTE),
        }),
      }),
      on_premises_instance_tag_filter: set('OnPremisesInstanceTagFilters', TAG_FILTER),
      outdated_instances_strategy: 'OutdatedInstancesStrategy',
      service_role_arn: link('ServiceRoleArn', ROLE),
      termination_hook_enabled: 'TerminationHookEnabled',
      trigger_configuration: set('TriggerConfigurations', {
        trigger_events: 'TriggerEvents',
        trigger_name: 'TriggerName',
        trigger_target_arn: link('TriggerTargetArn', 'AWS::SNS::Topic'),
      }),
      ...TAGS,
    },
  },
  aws_codedeploy_deployment_config: {
    type: 'AWS::CodeDeploy::DeploymentConfig',
    identity: { id: 'Ref', deployment_config_name: 'Ref' },
    properties: {
      compute_platform: 'ComputePlatform',
      deployment_config_name: 'DeploymentConfigName',
      minimum_healthy_hosts: object('MinimumHealthyHosts', { type: 'Type', value: 'Value' }),
      traffic_routing_config: object('TrafficRoutingConfig', {
        type: 'Type',
        time_based_canary: object('TimeBasedCanary', {
          interval: 'CanaryInterval',
          percentage: 'CanaryPercentage',
        }),
        time_based_linear: object('TimeBasedLinear', {
          interval: 'LinearInterval',
          percentage: 'LinearPercentage',
        }),
      }),
    },
  },
}

const REPOSITORY = 'AWS::CodeCommit::Repository'
const TEMPLATE = 'Opscheck::CodeCommit::ApprovalRuleTemplate'

export const codecommit: Readonly<Record<string, Mapping>> = {
  aws_codecommit_repository: {
    type: REPOSITORY,
    identity: { id: 'Ref', repository_name: 'Name', arn: 'Arn', repository_id: 'RepositoryId' },
    properties: {
      description: kept('RepositoryDescription'),
      kms_key_id: asked(link('KmsKeyId', ...KEY)),
      repository_name: 'RepositoryName',
      ...TAGS,
    },
  },
  aws_codecommit_trigger: {
    pieces: [
      {
        owner: [REPOSITORY],
        by: 'repository_name',
        name: 'RepositoryName',
        properties: {
          trigger: set('Triggers', {
            branches: 'Branches',
            custom_data: 'CustomData',
            destination_arn: { is: 'link', to: 'DestinationArn', types: ['AWS::SNS::Topic', 'AWS::Lambda::Function'] },
            events: 'Events',
            name: 'Name',
          }),
        },
      },
    ],
  },
  aws_codecommit_approval_rule_template: {
    type: TEMPLATE,
    identity: { id: 'Ref', name: 'Ref' },
    properties: {
      name: 'ApprovalRuleTemplateName',
      description: 'ApprovalRuleTemplateDescription',
      content: { is: 'json', to: 'ApprovalRuleTemplateContent' },
    },
  },
  aws_codecommit_approval_rule_template_association: {
    pieces: [
      {
        owner: [TEMPLATE],
        by: 'approval_rule_template_name',
        name: 'ApprovalRuleTemplateName',
        properties: { repository_name: links('RepositoryNames', REPOSITORY) },
        append: ['RepositoryNames'],
      },
    ],
  },
  aws_codestarconnections_connection: {
    type: 'AWS::CodeStarConnections::Connection',
    identity: { id: 'Ref', arn: 'ConnectionArn' },
    properties: {
      name: 'ConnectionName',
      host_arn: 'HostArn',
      provider_type: asked('ProviderType'),
      ...TAGS,
    },
  },
  aws_codeconnections_connection: {
    type: 'AWS::CodeConnections::Connection',
    identity: { id: 'Ref', arn: 'ConnectionArn' },
    properties: {
      name: 'ConnectionName',
      host_arn: 'HostArn',
      provider_type: asked('ProviderType'),
      ...TAGS,
    },
  },
  aws_codestarnotifications_notification_rule: {
    type: 'AWS::CodeStarNotifications::NotificationRule',
    identity: { id: 'Ref', arn: 'Arn' },
    properties: {
      detail_type: 'DetailType',
      event_type_ids: 'EventTypeIds',
      name: 'Name',
      resource: link(
        'Resource',
        'AWS::CodePipeline::Pipeline',
        'AWS::CodeBuild::Project',
        'AWS::CodeDeploy::Application',
        REPOSITORY,
      ),
      status: 'Status',
      target: set('Targets', { address: link('TargetAddress', 'AWS::SNS::Topic'), type: 'TargetType' }),
      tags_all: { is: 'tag-map', to: 'Tags' },
    },
  },
}

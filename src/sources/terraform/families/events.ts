import { asked, json, link, type Mapping, object, positive, set, TAGS } from '../mapping.ts'
import { networkConfiguration, STRATEGY } from './ecs.ts'

const ROLE = 'AWS::IAM::Role'
const RULE = 'AWS::Events::Rule'
const BUS = 'AWS::Events::EventBus'
const TASK_DEFINITION = 'AWS::ECS::TaskDefinition'
/** What a rule or a schedule can start, as far as opscheck looks at it. */
const TARGETS = [
  'AWS::ECS::Cluster',
  'AWS::CodePipeline::Pipeline',
  'AWS::CodeBuild::Project',
  'AWS::SNS::Topic',
  'AWS::Logs::LogGroup',
  'AWS::KinesisFirehose::DeliveryStream',
  BUS,
] as const

export const events: Readonly<Record<string, Mapping>> = {
  aws_cloudwatch_event_rule: {
    type: RULE,
    identity: { name: 'Ref', arn: 'Arn' },
    properties: {
      name: 'Name',
      description: 'Description',
      event_bus_name: link('EventBusName', BUS),
      event_pattern: json('EventPattern'),
      is_enabled: { is: 'words', to: 'State', words: { true: 'ENABLED', false: 'DISABLED' } },
      role_arn: link('RoleArn', ROLE),
      schedule_expression: 'ScheduleExpression',
      state: 'State',
      ...TAGS,
    },
  },
  aws_cloudwatch_event_target: {
    pieces: [
      {
        owner: [RULE],
        by: 'rule',
        name: 'Name',
        properties: {
          rule: {
            is: 'entry',
            to: 'Targets',
            of: {
              target_id: 'Id',
              arn: link('Arn', ...TARGETS),
              role_arn: link('RoleArn', ROLE),
              input: 'Input',
              input_path: 'InputPath',
              input_transformer: object('InputTransformer', {
                input_paths: 'InputPathsMap',
                input_template: 'InputTemplate',
              }),
              dead_letter_config: object('DeadLetterConfig', { arn: 'Arn' }),
              ecs_target: object('EcsParameters', {
                capacity_provider_strategy: set('CapacityProviderStrategy', STRATEGY),
                enable_ecs_managed_tags: 'EnableECSManagedTags',
                enable_execute_command: 'EnableExecuteCommand',
                group: 'Group',
                launch_type: 'LaunchType',
                network_configuration: object('NetworkConfiguration', networkConfiguration('AwsVpcConfiguration')),
                platform_version: 'PlatformVersion',
                propagate_tags: 'PropagateTags',
                task_count: 'TaskCount',
                task_definition_arn: link('TaskDefinitionArn', TASK_DEFINITION),
              }),
              retry_policy: object('RetryPolicy', {
                maximum_event_age_in_seconds: positive('MaximumEventAgeInSeconds'),
                maximum_retry_attempts: 'MaximumRetryAttempts',
              }),
            },
          },
        },
        append: ['Targets'],
      },
    ],
  },
  aws_cloudwatch_event_bus: {
    type: BUS,
    identity: { id: 'Ref', name: 'Ref', arn: 'Arn' },
    properties: {
      name: 'Name',
      description: 'Description',
      event_source_name: 'EventSourceName',
      kms_key_identifier: link('KmsKeyIdentifier', 'AWS::KMS::Key', 'AWS::KMS::Alias'),
      ...TAGS,
    },
  },
  aws_scheduler_schedule: {
    type: 'AWS::Scheduler::Schedule',
    identity: { arn: 'Arn', name: 'Ref' },
    properties: {
      name: 'Name',
      description: 'Description',
      flexible_time_window: object('FlexibleTimeWindow', {
        maximum_window_in_minutes: positive('MaximumWindowInMinutes'),
        mode: 'Mode',
      }),
      group_name: asked('GroupName'),
      kms_key_arn: link('KmsKeyArn', 'AWS::KMS::Key'),
      schedule_expression: 'ScheduleExpression',
      schedule_expression_timezone: 'ScheduleExpressionTimezone',
      state: 'State',
      target: object('Target', {
        arn: link('Arn', ...TARGETS),
        input: 'Input',
        role_arn: link('RoleArn', ROLE),
        dead_letter_config: object('DeadLetterConfig', { arn: 'Arn' }),
        ecs_parameters: object('EcsParameters', {
          capacity_provider_strategy: set('CapacityProviderStrategy', STRATEGY),
          enable_ecs_managed_tags: 'EnableECSManagedTags',
          enable_execute_command: 'EnableExecuteCommand',
          group: 'Group',
          launch_type: 'LaunchType',
          network_configuration: object('NetworkConfiguration', networkConfiguration('AwsvpcConfiguration')),
          placement_strategy: set('PlacementStrategy', { field: 'Field', type: 'Type' }),
          platform_version: 'PlatformVersion',
          propagate_tags: 'PropagateTags',
          task_count: 'TaskCount',
          task_definition_arn: link('TaskDefinitionArn', TASK_DEFINITION),
        }),
        retry_policy: object('RetryPolicy', {
          maximum_event_age_in_seconds: 'MaximumEventAgeInSeconds',
          maximum_retry_attempts: 'MaximumRetryAttempts',
        }),
      }),
    },
  },
  aws_scheduler_schedule_group: {
    type: 'AWS::Scheduler::ScheduleGroup',
    identity: { id: 'Ref', name: 'Ref', arn: 'Arn' },
    properties: { name: 'Name', ...TAGS },
  },
  aws_appautoscaling_target: {
    type: 'AWS::ApplicationAutoScaling::ScalableTarget',
    properties: {
      max_capacity: 'MaxCapacity',
      min_capacity: 'MinCapacity',
      resource_id: 'ResourceId',
      role_arn: asked(link('RoleARN', ROLE)),
      scalable_dimension: 'ScalableDimension',
      service_namespace: 'ServiceNamespace',
    },
  },
  aws_appautoscaling_policy: {
    type: 'AWS::ApplicationAutoScaling::ScalingPolicy',
    identity: { arn: 'Arn' },
    properties: {
      name: 'PolicyName',
      policy_type: 'PolicyType',
      resource_id: 'ResourceId',
      scalable_dimension: 'ScalableDimension',
      service_namespace: 'ServiceNamespace',
      step_scaling_policy_configuration: object('StepScalingPolicyConfiguration', {
        adjustment_type: 'AdjustmentType',
        cooldown: 'Cooldown',
        metric_aggregation_type: 'MetricAggregationType',
        step_adjustment: set('StepAdjustments', { scaling_adjustment: 'ScalingAdjustment' }),
      }),
      target_tracking_scaling_policy_configuration: object('TargetTrackingScalingPolicyConfiguration', {
        disable_scale_in: 'DisableScaleIn',
        scale_in_cooldown: 'ScaleInCooldown',
        scale_out_cooldown: 'ScaleOutCooldown',
        target_value: 'TargetValue',
        predefined_metric_specification: object('PredefinedMetricSpecification', {
          predefined_metric_type: 'PredefinedMetricType',
          resource_label: 'ResourceLabel',
        }),
      }),
    },
  },
}

import { asked, link, links, list, type Mapping, object, type Rules, set, TAGS } from '../mapping.ts'

const ROLE = 'AWS::IAM::Role'

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

import { asked, type Mapping, object, TAGS } from '../mapping.ts'

export const xray: Readonly<Record<string, Mapping>> = {
  aws_xray_group: {
    type: 'AWS::XRay::Group',
    identity: { id: 'Ref', arn: 'GroupARN' },
    properties: {
      filter_expression: 'FilterExpression',
      group_name: 'GroupName',
      insights_configuration: object('InsightsConfiguration', {
        insights_enabled: 'InsightsEnabled',
        notifications_enabled: asked('NotificationsEnabled'),
      }),
      ...TAGS,
    },
  },
  aws_xray_sampling_rule: {
    type: 'AWS::XRay::SamplingRule',
    identity: { id: 'Ref', arn: 'RuleARN' },
    properties: {
      attributes: 'SamplingRule.Attributes',
      fixed_rate: 'SamplingRule.FixedRate',
      host: 'SamplingRule.Host',
      http_method: 'SamplingRule.HTTPMethod',
      priority: 'SamplingRule.Priority',
      reservoir_size: 'SamplingRule.ReservoirSize',
      resource_arn: 'SamplingRule.ResourceARN',
      rule_name: 'SamplingRule.RuleName',
      service_name: 'SamplingRule.ServiceName',
      service_type: 'SamplingRule.ServiceType',
      url_path: 'SamplingRule.URLPath',
      version: 'SamplingRule.Version',
      ...TAGS,
    },
  },
  aws_xray_resource_policy: {
    type: 'AWS::XRay::ResourcePolicy',
    properties: { policy_document: 'PolicyDocument', policy_name: 'PolicyName' },
  },
}

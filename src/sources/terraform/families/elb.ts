import {
  asked,
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
  words,
} from '../mapping.ts'

const LOAD_BALANCER = 'AWS::ElasticLoadBalancingV2::LoadBalancer'
const TARGET_GROUP = 'AWS::ElasticLoadBalancingV2::TargetGroup'
const LISTENER = 'AWS::ElasticLoadBalancingV2::Listener'

const ACTION: Rules = {
  order: asked('Order'),
  target_group_arn: link('TargetGroupArn', TARGET_GROUP),
  type: 'Type',
  fixed_response: object('FixedResponseConfig', {
    content_type: 'ContentType',
    message_body: 'MessageBody',
    status_code: asked('StatusCode'),
  }),
  forward: object('ForwardConfig', {
    stickiness: object('TargetGroupStickinessConfig', { duration: 'DurationSeconds', enabled: 'Enabled' }),
    target_group: set('TargetGroups', { arn: link('TargetGroupArn', TARGET_GROUP), weight: 'Weight' }),
  }),
  redirect: object('RedirectConfig', {
    host: 'Host',
    path: 'Path',
    port: 'Port',
    protocol: 'Protocol',
    query: 'Query',
    status_code: 'StatusCode',
  }),
}

const VALUES: Rules = { values: 'Values' }

const loadBalancer: Mapping = {
  type: LOAD_BALANCER,
  identity: {
    id: 'Ref',
    arn: 'LoadBalancerArn',
    arn_suffix: 'LoadBalancerFullName',
    name: 'LoadBalancerName',
    dns_name: 'DNSName',
  },
  properties: {
    name: 'Name',
    // Computed by the provider, and public when nobody asks, as for AWS itself.
    internal: asked(words('Scheme', { true: 'internal', false: 'internet-facing' })),
    ip_address_type: asked('IpAddressType'),
    load_balancer_type: 'Type',
    arn: special('load-balancer-attributes', 'LoadBalancerAttributes'),
    security_groups: links('SecurityGroups', 'AWS::EC2::SecurityGroup'),
    // Computed because subnets and their mappings tell the same.
    subnets: asked(links('Subnets', 'AWS::EC2::Subnet')),
    subnet_mapping: asked(
      set('SubnetMappings', {
        allocation_id: link('AllocationId', 'AWS::EC2::EIP'),
        subnet_id: link('SubnetId', 'AWS::EC2::Subnet'),
      }),
    ),
    ...TAGS,
  },
}

const targetGroup: Mapping = {
  type: TARGET_GROUP,
  identity: { id: 'Ref', arn: 'TargetGroupArn', arn_suffix: 'TargetGroupFullName', name: 'TargetGroupName' },
  properties: {
    name: 'Name',
    health_check: asked(
      object('', {
        enabled: 'HealthCheckEnabled',
        healthy_threshold: 'HealthyThresholdCount',
        interval: 'HealthCheckIntervalSeconds',
        matcher: asked('Matcher.HttpCode'),
        path: asked('HealthCheckPath'),
        port: 'HealthCheckPort',
        protocol: 'HealthCheckProtocol',
        timeout: asked('HealthCheckTimeoutSeconds'),
        unhealthy_threshold: 'UnhealthyThresholdCount',
      }),
    ),
    ip_address_type: asked('IpAddressType'),
    port: 'Port',
    protocol: 'Protocol',
    protocol_version: asked('ProtocolVersion'),
    target_type: 'TargetType',
    vpc_id: link('VpcId', 'AWS::EC2::VPC'),
    ...TAGS,
  },
}

const listener: Mapping = {
  type: LISTENER,
  identity: { id: 'Ref', arn: 'ListenerArn' },
  properties: {
    certificate_arn: { is: 'listed', to: 'Certificates', key: 'CertificateArn' },
    default_action: list('DefaultActions', ACTION),
    load_balancer_arn: link('LoadBalancerArn', LOAD_BALANCER),
    port: positive('Port'),
    protocol: asked('Protocol'),
    ssl_policy: asked('SslPolicy'),
    ...TAGS,
  },
}

const listenerRule: Mapping = {
  type: 'AWS::ElasticLoadBalancingV2::ListenerRule',
  identity: { id: 'Ref', arn: 'RuleArn' },
  properties: {
    action: list('Actions', ACTION),
    condition: set('Conditions', {
      host_header: [object('HostHeaderConfig', VALUES), { is: 'constant', to: 'Field', value: 'host-header' }],
      http_header: [
        object('HttpHeaderConfig', { http_header_name: 'HttpHeaderName', values: 'Values' }),
        { is: 'constant', to: 'Field', value: 'http-header' },
      ],
      http_request_method: [
        object('HttpRequestMethodConfig', VALUES),
        { is: 'constant', to: 'Field', value: 'http-request-method' },
      ],
      path_pattern: [object('PathPatternConfig', VALUES), { is: 'constant', to: 'Field', value: 'path-pattern' }],
      query_string: [
        set('QueryStringConfig.Values', { key: 'Key', value: 'Value' }),
        { is: 'constant', to: 'Field', value: 'query-string' },
      ],
      source_ip: [object('SourceIpConfig', VALUES), { is: 'constant', to: 'Field', value: 'source-ip' }],
    }),
    listener_arn: link('ListenerArn', LISTENER),
    priority: asked('Priority'),
    ...TAGS,
  },
}

/** `aws_alb…` are other names of the same. */
export const elb: Readonly<Record<string, Mapping>> = {
  aws_lb: loadBalancer,
  aws_alb: loadBalancer,
  aws_lb_target_group: targetGroup,
  aws_alb_target_group: targetGroup,
  aws_lb_listener: listener,
  aws_alb_listener: listener,
  aws_lb_listener_rule: listenerRule,
  aws_alb_listener_rule: listenerRule,
}

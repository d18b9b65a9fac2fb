import { asked, link, list, type Mapping, object, TAGS } from '../mapping.ts'

const NAMESPACES = [
  'AWS::ServiceDiscovery::HttpNamespace',
  'AWS::ServiceDiscovery::PrivateDnsNamespace',
  'AWS::ServiceDiscovery::PublicDnsNamespace',
] as const

export const servicediscovery: Readonly<Record<string, Mapping>> = {
  aws_service_discovery_service: {
    type: 'AWS::ServiceDiscovery::Service',
    identity: { id: 'Ref', arn: 'Arn', name: 'Name' },
    properties: {
      description: 'Description',
      dns_config: object('DnsConfig', {
        namespace_id: link('NamespaceId', ...NAMESPACES),
        routing_policy: 'RoutingPolicy',
        dns_records: list('DnsRecords', { ttl: 'TTL', type: 'Type' }),
      }),
      health_check_custom_config: object('HealthCheckCustomConfig', { failure_threshold: 'FailureThreshold' }),
      name: 'Name',
      namespace_id: asked(link('NamespaceId', ...NAMESPACES)),
      type: asked('Type'),
      ...TAGS,
    },
  },
  aws_service_discovery_private_dns_namespace: {
    type: 'AWS::ServiceDiscovery::PrivateDnsNamespace',
    identity: { id: 'Ref', arn: 'Arn', name: 'Name' },
    properties: { description: 'Description', name: 'Name', vpc: link('Vpc', 'AWS::EC2::VPC'), ...TAGS },
  },
  aws_service_discovery_public_dns_namespace: {
    type: 'AWS::ServiceDiscovery::PublicDnsNamespace',
    identity: { id: 'Ref', arn: 'Arn', name: 'Name' },
    properties: { description: 'Description', name: 'Name', ...TAGS },
  },
  aws_service_discovery_http_namespace: {
    type: 'AWS::ServiceDiscovery::HttpNamespace',
    identity: { id: 'Ref', arn: 'Arn', name: 'Name' },
    properties: { description: 'Description', name: 'Name', ...TAGS },
  },
}

import { type Cause, entry, isMap, unknown, type Value } from '../../model/value.ts'
import type { Element, Frame, Members } from '../frame.ts'
import { followed, memberOf, openness, pointing } from '../related.ts'
import { settleDeep } from '../settle.ts'
import type { Facet, Place, Relation } from '../word.ts'
import { isOpaque } from '../world.ts'
import { named } from './named.ts'

export const DEPLOYMENT_GROUP = 'AWS::CodeDeploy::DeploymentGroup'
const DEPLOYMENT_CONFIG = 'AWS::CodeDeploy::DeploymentConfig'
const SERVICE = 'AWS::ECS::Service'
const ALARMS = ['AWS::CloudWatch::Alarm', 'AWS::CloudWatch::CompositeAlarm']
const ON_GROUP = [{ types: [DEPLOYMENT_GROUP], at: '' }]
const NAMED_SERVICE: Place = { types: [DEPLOYMENT_GROUP], at: 'ECSServices[]' }
const NAMED_ALARMS: readonly Place[] = [
  { types: [SERVICE], at: 'DeploymentConfiguration.Alarms.AlarmNames[]' },
  { types: [DEPLOYMENT_GROUP], at: 'AlarmConfiguration.Alarms[]' },
]

export const relations: readonly Relation[] = [
  {
    name: 'deploymentGroups',
    on: [{ types: [SERVICE], at: '' }],
    to: { types: [DEPLOYMENT_GROUP], at: '' },
    class: 'attached',
    says: 'The CodeDeploy deployment groups that deploy the service.',
    reads: [DEPLOYMENT_GROUP],
    of: (frame, { resource }) => ({
      members: pointing(
        frame,
        resource,
        'DeploymentGroup.Service',
        [SERVICE],
        [{ type: DEPLOYMENT_GROUP, owner: (group) => named(entry(group.properties, 'ECSServices'), 'ServiceName') }],
      ),
      ...openness(frame, resource, 'attached', [DEPLOYMENT_GROUP], 'deployment group'),
    }),
  },
  {
    name: 'service',
    on: [NAMED_SERVICE],
    to: { types: [SERVICE], at: '' },
    class: 'apart',
    says: 'The ECS service of that name in the account and region of the deployment group.',
    reads: [SERVICE],
    of: (frame, element) => present(frame, element, part(element, 'ServiceName'), [SERVICE]),
  },
  {
    name: 'alarm',
    on: NAMED_ALARMS,
    to: { types: ALARMS, at: '' },
    class: 'apart',
    says: 'The alarm of that name in the same account and region.',
    reads: ALARMS,
    of: (frame, element) => present(frame, element, part(element, 'Name'), ALARMS),
  },
]

export const facets: readonly Facet[] = [
  {
    name: 'shiftsGradually',
    on: ON_GROUP,
    says: 'Its deployment configuration moves the traffic of an ECS service in steps, not at once.',
    reads: [DEPLOYMENT_CONFIG],
    read: shiftsGradually,
  },
]

function part(element: Element, property: string): Value | undefined {
  return isMap(element.value) ? entry(element.value, property) : element.value
}

/** What a name means, where it is there: a name that nothing bears is nobody only where everything was read. */
function present(frame: Frame, element: Element, name: Value | undefined, types: readonly string[]): Members {
  const found = followed(frame, element.resource, name, types).members[0]
  if (found === undefined) return { members: [] }
  const { resource } = found.element
  if (!isOpaque(resource) || found.element.oneOf !== undefined) {
    return { members: [found.maybe === undefined ? memberOf(resource) : found] }
  }
  const { open } = openness(frame, element.resource, 'apart', types, types[0]?.split('::').at(-1) ?? 'resource')
  if (open === undefined && typeof frame.choices.settle(name) === 'string') return { members: [] }
  const cause: Cause = resource.rest?.cause ?? open ?? { class: 'value', reason: 'which is meant is not known' }
  return { members: [], open: typeof frame.choices.settle(name) === 'string' ? (open ?? cause) : cause }
}

const BUILT_IN = 'CodeDeployDefault.'

/** Without a configuration an ECS deployment moves all traffic at once (CodeDeploy API Reference, CreateDeploymentGroup). */
function shiftsGradually(frame: Frame, { resource }: Element): Value {
  const name = settleDeep(frame, entry(resource.properties, 'DeploymentConfigName') ?? resource.rest)
  if (name === undefined) return false
  if (typeof name === 'string' && name.startsWith(BUILT_IN)) {
    return /^CodeDeployDefault\.ECS(?:Linear|Canary)/.test(name)
  }
  const config = followed(frame, resource, name, [DEPLOYMENT_CONFIG]).members[0]?.element.resource
  const routing = config === undefined ? undefined : settleDeep(frame, entry(config.properties, 'TrafficRoutingConfig'))
  if (routing === undefined && config?.rest !== undefined) return config.rest
  const type = isMap(routing) ? entry(routing, 'Type') : routing
  if (type === undefined) return false
  return typeof type === 'string' ? type !== 'AllAtOnce' : unknown('value', 'how the traffic moves is not known')
}

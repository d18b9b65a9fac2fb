import type { Resource } from '../../model/resource.ts'
import { entry, isList, isMap, isSpecial, KIND, unknown, type Value } from '../../model/value.ts'
import { addTo } from '../../util/groups.ts'
import { UNSETTLED } from '../choices.ts'
import type { Element, Frame, Member, Members } from '../frame.ts'
import { perhapsBearers, perhapsCalled } from '../perhaps-called.ts'
import { followed, memberOf, openness } from '../related.ts'
import { settleDeep } from '../settle.ts'
import type { Facet, Place, Relation } from '../word.ts'
import { isOpaque } from '../world.ts'
import { causeOr } from './named.ts'
import { serviceNamed } from './service-named.ts'

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
    of: deploymentGroups,
  },
  {
    name: 'service',
    on: [NAMED_SERVICE],
    to: { types: [SERVICE], at: '' },
    class: 'apart',
    says: 'The ECS service of that name in the account and region of the deployment group.',
    reads: [SERVICE],
    of: (frame, element) =>
      present(
        frame,
        element,
        part(element, 'ServiceName'),
        [SERVICE],
        serviceNamed(frame, element.resource, part(element, 'ClusterName'), part(element, 'ServiceName')),
      ),
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

/** The index serves every world: what an open condition decides is a maybe. */
function deploymentGroups(frame: Frame, { resource }: Element): Members {
  const index = frame.world.memo('codedeploy.groups', () => groupsByService({ ...frame, choices: UNSETTLED }))
  const wild = index.wild.filter(({ element }) => element.resource.unit === resource.unit)
  return {
    members: [...(index.byService.get(resource) ?? []), ...wild],
    ...openness(frame, resource, 'attached', [DEPLOYMENT_GROUP], 'deployment group'),
  }
}

function groupsByService(frame: Frame): {
  readonly byService: ReadonlyMap<Resource, readonly Member[]>
  readonly wild: readonly Member[]
} {
  const byService = new Map<Resource, Member[]>()
  const wild: Member[] = []
  for (const group of frame.world.ofType(DEPLOYMENT_GROUP)) {
    const raw = entry(group.properties, 'ECSServices') ?? group.rest
    if (raw !== undefined && !isList(raw)) wild.push({ ...memberOf(group), maybe: causeOr(raw, NOT_TOLD) })
    for (const item of isList(raw) ? raw : []) {
      const names = isMap(item) ? [entry(item, 'ServiceName'), entry(item, 'ClusterName')] : [item]
      if (names.some((name) => isSpecial(name) && (name[KIND] === 'choice' || name[KIND] === 'unknown'))) {
        wild.push({ ...memberOf(group), maybe: causeOr(names[0], NOT_TOLD) })
        continue
      }
      for (const { element, maybe } of serviceNamed(frame, group, names[1], names[0]).members) {
        addTo(byService, element.resource, maybe === undefined ? memberOf(group) : { ...memberOf(group), maybe })
        const [name] = names
        if (!isOpaque(element.resource) || typeof name !== 'string') continue
        for (const service of perhapsBearers(frame, SERVICE, name, group))
          addTo(byService, service, { ...memberOf(group), maybe: { class: 'value', reason: NOT_TOLD } })
      }
    }
  }
  return { byService, wild }
}

const NOT_TOLD = 'which service a deployment group deploys is not known'

/** What a name means, where it is there: a name that nothing bears is nobody only where everything was read. */
function present(
  frame: Frame,
  element: Element,
  name: Value | undefined,
  types: readonly string[],
  named: Members = followed(frame, element.resource, name, types),
): Members {
  const found = named.members[0]
  if (found === undefined) return named
  const { resource } = found.element
  if (!isOpaque(resource) || found.element.oneOf !== undefined) return named
  const written = frame.choices.settle(name)
  const literal = typeof written === 'string'
  const unsure = literal ? perhapsCalled(frame, types, written, element.resource) : undefined
  if (unsure !== undefined) return { members: [], open: unsure }
  const { open } = openness(frame, element.resource, 'apart', types, types[0]?.split('::').at(-1) ?? 'resource')
  if (open === undefined && literal) return { members: [] }
  const cause = resource.rest?.cause ?? open
  return { members: [], open: (literal ? open : cause) ?? { class: 'value', reason: 'which is meant is not known' } }
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

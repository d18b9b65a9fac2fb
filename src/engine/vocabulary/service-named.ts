import type { Resource } from '../../model/resource.ts'
import { type Cause, entry, type Value } from '../../model/value.ts'
import type { Frame, Member, Members } from '../frame.ts'
import { followed, memberOf } from '../related.ts'
import { isOpaque, isSame, sameScope } from '../world.ts'

const SERVICE = 'AWS::ECS::Service'
const CLUSTER = 'AWS::ECS::Cluster'

/**
 * The ECS service that a cluster and a service name mean: names of services are unique in their cluster only. Without a
 * cluster, and for a reference, the service alone decides.
 */
export function serviceNamed(
  frame: Frame,
  from: Resource,
  cluster: Value | undefined,
  service: Value | undefined,
): Members {
  const name = frame.choices.settle(service)
  const found = followed(frame, from, name, [SERVICE])
  if (typeof name !== 'string' || name.startsWith('arn:') || cluster === undefined) return found
  const wanted = followed(frame, from, cluster, [CLUSTER]).members[0]?.element.resource
  const members = namesakes(frame, name).flatMap((candidate): Member[] => {
    const scope = sameScope(SERVICE, candidate.scope, from.scope)
    const same = wanted === undefined ? undefined : inCluster(frame, candidate, wanted)
    if (scope === false || same === false) return []
    return same === true && scope === true ? [memberOf(candidate)] : [{ ...memberOf(candidate), maybe: WHICH }]
  })
  const sure = members.filter((member) => member.maybe === undefined)
  if (sure.length > 0) return { members: sure.slice(0, 1) }
  const [only] = members
  if (members.length === 1 && only !== undefined) return { members: [memberOf(only.element.resource)] }
  if (members.length > 1) return { members }
  const opaque = found.members.filter(({ element }) => isOpaque(element.resource))
  return opaque.length > 0 ? { members: opaque } : { members: [], open: WHICH }
}

const WHICH: Cause = { class: 'value', reason: 'which service is meant depends on values that are not known' }

function namesakes(frame: Frame, name: string): readonly Resource[] {
  const index = frame.world.memo('services.byName', () =>
    Map.groupBy(frame.world.ofType(SERVICE), (service) => {
      const own = entry(service.properties, 'ServiceName')
      return typeof own === 'string' ? own : undefined
    }),
  )
  return index.get(name) ?? []
}

function inCluster(frame: Frame, service: Resource, cluster: Resource): boolean | undefined {
  const own = followed(frame, service, entry(service.properties, 'Cluster') ?? service.rest ?? 'default', [CLUSTER])
  const found = own.members[0]?.element.resource
  return found === undefined ? undefined : isSame(found, cluster)
}

import { traceTarget } from '../../aws/tracing.ts'
import { entry, isList, isMap, unknown, type Value } from '../../model/value.ts'
import type { Element, Frame } from '../frame.ts'
import { settleDeep } from '../settle.ts'
import type { Facet, Place } from '../word.ts'
import { TASK_DEFINITION, unknownOf } from './ecs.ts'

const CONTAINER: Place = { types: [TASK_DEFINITION], at: 'ContainerDefinitions[]' }

export const facets: readonly Facet[] = [
  {
    name: 'traceTarget',
    on: [CONTAINER],
    says: 'localhost, container, xray or elsewhere: where its environment sends traces; absent when it does not say.',
    reads: [],
    read: targetOf,
  },
  {
    name: 'reachesCollector',
    on: [CONTAINER],
    says: 'The place its environment sends traces to answers in awsvpc mode, where the default is localhost.',
    reads: [],
    read: reachesCollector,
  },
]

function targetOf(frame: Frame, element: Element): Value | undefined {
  const container = settleDeep(frame, element.value)
  if (!isMap(container)) return unknownOf(container, `a container of ${element.resource.address} is not known`)
  const all = settleDeep(frame, entry(element.resource.properties, 'ContainerDefinitions'))
  const names = (isList(all) ? all : []).flatMap((sibling) => (isMap(sibling) ? (entry(sibling, 'Name') ?? []) : []))
  return traceTarget(
    container,
    names.filter((name) => typeof name === 'string').map((name) => name.toLowerCase()),
  )
}

/** A container name is no host name there. */
function reachesCollector(frame: Frame, element: Element): Value {
  const target = targetOf(frame, element)
  if (target === undefined || target === 'localhost' || target === 'xray') return true
  if (target === 'container') return false
  if (typeof target === 'object') return target
  return unknown('limit', 'the collector is named by a host that Service Connect or private DNS may serve')
}

import { traceTarget } from '../../aws/tracing.ts'
import type { Resource } from '../../model/resource.ts'
import { entry, isList, isMap, unknown, type Value } from '../../model/value.ts'
import type { Element, Frame } from '../frame.ts'
import { openness } from '../related.ts'
import { settleDeep } from '../settle.ts'
import type { Facet, Place } from '../word.ts'
import { sameScope } from '../world.ts'
import { TASK_DEFINITION, unknownOf } from './ecs.ts'

const CONTAINER: Place = { types: [TASK_DEFINITION], at: 'ContainerDefinitions[]' }

const DESTINATION = 'Opscheck::XRay::TraceDestination'
const SEARCH = 'AWS::XRay::TransactionSearchConfig'

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
  {
    name: 'transactionSearch',
    on: [{ types: [TASK_DEFINITION], at: '' }],
    says: 'Traces of the account and region go to CloudWatch Logs, as Transaction Search lets them.',
    reads: [DESTINATION, SEARCH],
    read: (frame, { resource }) => transactionSearch(frame, resource),
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

/** The API tells the destination; a template that configures Transaction Search sets it. */
function transactionSearch(frame: Frame, from: Resource): Value {
  const here = (type: string): readonly Resource[] =>
    frame.world.ofType(type).filter((resource) => sameScope(type, resource.scope, from.scope) !== false)
  const [told] = here(DESTINATION)
  const [configured] = here(SEARCH)
  const found = told ?? configured
  if (found === undefined) {
    const { open } = openness(frame, from, 'apart', [DESTINATION], 'Transaction Search')
    return open === undefined ? false : unknown(open.class, open.reason)
  }
  if (sameScope(found.type, found.scope, from.scope) === undefined) {
    return unknown('value', `whether ${found.address} is of the account and region of ${from.address} is not known`)
  }
  const destination = told === undefined ? CLOUDWATCH_LOGS : frame.choices.settle(entry(told.properties, 'Destination'))
  if (typeof destination !== 'string') return unknownOf(destination, 'the destination of traces is not known')
  return destination === CLOUDWATCH_LOGS
}

const CLOUDWATCH_LOGS = 'CloudWatchLogs'

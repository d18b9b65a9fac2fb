import { environmentOf } from '../environment.ts'
import type { Element, Frame, Members } from '../frame.ts'
import { elementMembers } from '../related.ts'
import type { Facet, Place, Relation } from '../word.ts'
import { openInRegions } from './regions.ts'

const ACCOUNT = 'Opscheck::Account'
const REGION = 'Opscheck::Region'
const RUNNING = ['AWS::ECS::Service', 'AWS::ECS::Cluster']
const DELIVERING = ['AWS::CodePipeline::Pipeline', 'AWS::CodeBuild::Project']
const ON_ACCOUNT = [{ types: [ACCOUNT], at: '' }]
const HELD: Place = { types: [ACCOUNT], at: '#environment' }

export const relations: readonly Relation[] = [
  {
    name: 'environments',
    on: ON_ACCOUNT,
    to: HELD,
    class: 'apart',
    says: 'The environments, recognised by the ruleset, of which the account holds anything; shared is none of them.',
    reads: [REGION, ...RUNNING, ...DELIVERING],
    of: environmentsOf,
  },
]

export const facets: readonly Facet[] = [
  {
    name: 'runs',
    on: [HELD],
    says: 'The account runs services or clusters of the environment.',
    reads: [],
    read: (_frame, element) => element.facts?.runs,
  },
]

/** Nothing that no account, tag or name claims: two environments are compared, and none is taken for another. */
function environmentsOf(frame: Frame, { resource }: Element): Members {
  const claimed = { ...frame, ruleset: { ...frame.ruleset, environmentsConfigured: true }, assumptions: undefined }
  const found = new Map<string, { runs: boolean }>()
  let open = openInRegions(frame, resource, [...RUNNING, ...DELIVERING])
  for (const type of [...RUNNING, ...DELIVERING]) {
    for (const each of frame.world.ofType(type)) {
      if (each.scope.account !== resource.scope.account) continue
      const environment = environmentOf(claimed, each)
      if (typeof environment !== 'string') open ??= environment.cause
      else if (environment !== 'unassigned' && environment !== 'shared') {
        const known = found.get(environment) ?? { runs: false }
        found.set(environment, known)
        if (RUNNING.includes(type)) known.runs = true
      }
    }
  }
  const elements = [...found].map(
    ([name, facts]): Element => ({ resource, value: name, path: [], facts: { key: name, ...facts } }),
  )
  return elementMembers(elements, open)
}

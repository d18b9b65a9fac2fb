import { literalBoolean, literalText, settle } from '../../aws/answer.ts'
import type { Resource } from '../../model/resource.ts'
import { type Cause, entry, isList, isMap, isSpecial, KIND, type PropertyMap, type Value } from '../../model/value.ts'
import { addTo } from '../../util/groups.ts'
import { UNSETTLED } from '../choices.ts'
import { definitionOf } from '../environment.ts'
import { type Element, type Frame, type Member, type Members, rootElement } from '../frame.ts'
import { keysOf } from '../join.ts'
import { elementMembers, openness } from '../related.ts'
import { settleDeep } from '../settle.ts'
import type { Facet, Place, Relation } from '../word.ts'
import { ACTION, actionEnvironment, ON_PIPELINE, PIPELINE } from './pipeline.ts'

const BRANCH: Place = { types: [PIPELINE], at: '#branch' }

export const relations: readonly Relation[] = [
  {
    name: 'branches',
    on: ON_PIPELINE,
    to: BRANCH,
    class: 'part',
    says: 'The branches whose pushes start the pipeline: those of its triggers, else the branch of each source.',
    reads: [],
    of: (frame, { resource }) => branchesOf(frame, resource),
  },
  {
    name: 'starts',
    on: [BRANCH],
    to: { types: [PIPELINE], at: '' },
    class: 'apart',
    says: 'All pipelines, this one included, that a push to the same branch of the same repository starts.',
    reads: [PIPELINE],
    of: pipelinesOf,
  },
]

export const facets: readonly Facet[] = [
  {
    name: 'environment.Branch',
    on: [ACTION],
    says: 'The branch that the ruleset gives to the environment that the action deploys to.',
    reads: [],
    read: (frame, element) => {
      const environment = actionEnvironment(frame, element)
      return typeof environment === 'string' ? definitionOf(frame.ruleset, environment)?.branch : environment
    },
  },
]

interface Found {
  readonly elements: readonly Element[]
  readonly open?: Cause
}

function branchesOf(frame: Frame, pipeline: Resource): Members {
  const { elements, open } = foundIn(frame, pipeline)
  return elementMembers(elements, open)
}

/**
 * A push trigger of a source replaces what its `BranchName` would start; a trigger of tags or pull requests alone starts
 * from no branch. Sources without branches (ECR, S3) and those that detect no changes start nothing.
 */
function foundIn(frame: Frame, pipeline: Resource): Found {
  const stages = settleDeep(frame, entry(pipeline.properties, 'Stages') ?? pipeline.rest)
  const triggers = settleDeep(frame, entry(pipeline.properties, 'Triggers'))
  const elements: Element[] = []
  let open: Cause | undefined = isSpecial(stages) && stages[KIND] === 'unknown' ? stages.cause : undefined
  if (isSpecial(triggers)) open ??= causeIn(triggers)
  const triggered = triggersBySource(triggers)
  for (const { action, path } of sourcesIn(stages)) {
    const name = literalText(settle(entry(action, 'Name'))) ?? ''
    const configuration = entry(action, 'Configuration')
    if (isSpecial(configuration)) open ??= causeIn(configuration)
    if (!isMap(configuration)) continue
    const repository = entry(configuration, 'FullRepositoryId') ?? entry(configuration, 'RepositoryName')
    const own = triggered.get(name)
    if (own !== undefined) {
      for (const value of own) elements.push(branch(pipeline, value, ['Triggers'], repository))
      continue
    }
    const detects = detectsChanges(configuration)
    const value = entry(configuration, 'BranchName') ?? entry(configuration, 'Branch')
    if (value !== undefined && detects !== false) {
      elements.push(branch(pipeline, value, [...path, 'Configuration', 'BranchName'], repository))
    }
  }
  return open === undefined ? { elements } : { elements, open }
}

function branch(pipeline: Resource, value: Value, path: Element['path'], repository: Value | undefined): Element {
  return {
    resource: pipeline,
    value,
    path,
    facts: { ...(typeof value === 'string' ? { key: value } : {}), repository },
  }
}

function sourcesIn(stages: Value | undefined): readonly { action: PropertyMap; path: Element['path'] }[] {
  if (!isList(stages)) return []
  return stages.flatMap((stage, stageIndex) => {
    const actions = isMap(stage) ? entry(stage, 'Actions') : undefined
    if (!isList(actions)) return []
    return actions.flatMap((action, index) => {
      const id = isMap(action) ? entry(action, 'ActionTypeId') : undefined
      const isSource = isMap(id) && entry(id, 'Category') === 'Source'
      return isSource && isMap(action) ? [{ action, path: ['Stages', stageIndex, 'Actions', index] }] : []
    })
  })
}

function triggersBySource(triggers: Value | undefined): ReadonlyMap<string, readonly Value[]> {
  const found = new Map<string, Value[]>()
  for (const trigger of isList(triggers) ? triggers : []) {
    const git = isMap(trigger) ? entry(trigger, 'GitConfiguration') : undefined
    const source = isMap(git) ? literalText(settle(entry(git, 'SourceActionName'))) : undefined
    if (source === undefined || !isMap(git)) continue
    const own = found.get(source) ?? []
    found.set(source, own)
    for (const push of listOf(entry(git, 'Push'))) {
      const branches = isMap(push) ? entry(push, 'Branches') : undefined
      if (isMap(branches)) own.push(...listOf(entry(branches, 'Includes')))
    }
  }
  return found
}

function listOf(value: Value | undefined): readonly Value[] {
  if (value === undefined) return []
  return isList(value) ? value : [value]
}

/** CodeCommit calls it `PollForSourceChanges`, which says nothing of an event rule: only `DetectChanges` decides. */
function detectsChanges(configuration: PropertyMap): boolean | undefined {
  return literalBoolean(settle(entry(configuration, 'DetectChanges')))
}

function causeIn(value: Value): Cause {
  return isSpecial(value) && (value[KIND] === 'unknown' || value[KIND] === 'rest')
    ? value.cause
    : { class: 'value', reason: 'the sources of the pipeline are not known' }
}

function pipelinesOf(frame: Frame, element: Element): Members {
  const index = frame.world.memo('branches.starts', () => indexOf(frame))
  const keys = branchKeys(frame, element)
  const found = new Set(keys === undefined ? [] : keys.flatMap((key) => index.byKey.get(key) ?? []))
  found.add(element.resource)
  const members = [...found].map((resource): Member => ({ element: rootElement(resource) }))
  const unsure: Cause = { class: 'value', reason: 'a branch or repository is not known' }
  for (const resource of keys === undefined ? index.all : index.wild) {
    if (!found.has(resource)) members.push({ element: rootElement(resource), maybe: unsure })
  }
  const { open } = openness(frame, element.resource, 'apart', [PIPELINE], 'pipeline')
  return open === undefined ? { members } : { members, open }
}

function indexOf(frame: Frame): {
  readonly byKey: ReadonlyMap<string, readonly Resource[]>
  readonly wild: readonly Resource[]
  readonly all: readonly Resource[]
} {
  const settled = { ...frame, choices: UNSETTLED }
  const byKey = new Map<string, Resource[]>()
  const wild: Resource[] = []
  const all = frame.world.ofType(PIPELINE)
  for (const pipeline of all) {
    const { elements, open } = foundIn(settled, pipeline)
    let isWild = open !== undefined
    for (const element of elements) {
      const keys = branchKeys(settled, element)
      if (keys === undefined) isWild = true
      for (const key of keys ?? []) put(byKey, key, pipeline)
    }
    if (isWild) wild.push(pipeline)
  }
  return { byKey, wild, all }
}

function put(index: Map<string, Resource[]>, key: string, pipeline: Resource): void {
  addTo(index, key, pipeline)
}

/** Repository and branch as texts; undefined when one is not known or the branch is a pattern. */
function branchKeys(frame: Frame, element: Element): readonly string[] | undefined {
  const branches = keysOf(frame, element.value, element.resource)
  const repositories = keysOf(frame, element.facts?.repository, element.resource)
  if (branches === undefined || repositories === undefined || branches.some((text) => text.includes('*'))) {
    return undefined
  }
  return branches.flatMap((name) => repositories.map((repository) => `${repository}\u0000${name}`))
}

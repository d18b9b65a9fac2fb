import { type Answer, allOf, anyOf, consider, literalText, NO, unsure, YES, yes } from '../../aws/answer.ts'
import type { LifecycleRule } from '../../aws/ecr-lifecycle/policy.ts'
import { type ScanningFacts, scanned } from '../../aws/ecr-scanning.ts'
import { immutableFor } from '../../aws/tag-mutability.ts'
import { ecrPattern, globPattern, patternsOverlap } from '../../aws/tag-pattern.ts'
import type { Resource } from '../../model/resource.ts'
import { entry, isMap, type PropertyMap, type Value } from '../../model/value.ts'
import { type Frame, rootElement, valueAt } from '../frame.ts'
import { parsePath, readPath, type Step } from '../path.ts'
import { openness } from '../related.ts'
import { settleDeep } from '../settle.ts'
import type { Algorithm, Facet, Operand } from '../word.ts'
import { sameScope } from '../world.ts'
import { LIFECYCLE_RULE, lifecycleRuleOf } from './ecr.ts'
import { triValue } from './ecs.ts'

export const REPOSITORY = 'AWS::ECR::Repository'
const REGISTRY = 'AWS::ECR::RegistryScanningConfiguration'
const FILTERS = 'ImageTagMutabilityExclusionFilters'
const ON_REPOSITORY = [{ types: [REPOSITORY], at: '' }]

export const facets: readonly Facet[] = [
  {
    name: 'scanned',
    on: ON_REPOSITORY,
    says: 'Images are scanned when they are pushed, or all the time: by the rules of the registry or by its own flag.',
    reads: [REGISTRY],
    read: (frame, { resource }) => triValue(scanning(frame, resource)),
  },
]

export const algorithms: readonly Algorithm[] = [
  {
    name: 'immutableFor',
    on: ON_REPOSITORY,
    says: 'No tag of these patterns can be moved to another image: {tags: [v*]}.',
    reads: [],
    compile: (operand) => {
      const patterns = tagsOf(operand)
      return (frame, { resource }) => {
        const tags = patterns(frame, rootElement(resource))
        if (!isTexts(tags)) return { tri: 1, reason: tags.cause }
        const seen = read(frame, resource, MUTABILITY)
        const answer = allOf(tags.map((tag) => keepsTag(frame, resource, tag)))
        return {
          ...answer,
          expected: `immutable for ${tags.join(', ')}`,
          seen: typeof seen === 'string' ? seen : seen === undefined ? 'MUTABLE (absent, AWS default)' : 'not known',
        }
      }
    },
  },
  {
    name: 'matchesTag',
    on: [LIFECYCLE_RULE, { types: [REPOSITORY], at: `${FILTERS}[]` }],
    says: 'The lifecycle rule, or the exclusion filter, is about images that may carry a tag of these patterns: {tags: [v*]}.',
    reads: [],
    compile: (operand) => {
      const patterns = tagsOf(operand)
      const ofRule = operand.place.at === LIFECYCLE_RULE.at
      return (frame, element) => {
        const tags = patterns(frame, element)
        if (!isTexts(tags)) return { tri: 1, reason: tags.cause }
        const answer = ofRule
          ? ruleMeets(lifecycleRuleOf(frame, element), tags)
          : filterMeets(settleDeep(frame, valueAt(element)), tags)
        return { ...answer, expected: `matches ${tags.join(', ')}` }
      }
    },
  },
]

/** Whether a tag, or every tag of a pattern, stays on the image that it was pushed with. */
export function keepsTag(frame: Frame, repository: Resource, tag: string): Answer {
  return immutableFor(read(frame, repository, MUTABILITY), read(frame, repository, EXCLUSIONS), tag)
}

const MUTABILITY = steps('ImageTagMutability')
const EXCLUSIONS = steps(FILTERS)
const SCAN_ON_PUSH = steps('ImageScanningConfiguration.ScanOnPush')
const EFFECTIVE = steps('Live.ScanningConfiguration.ScanFrequency')
const NAME = steps('RepositoryName')

function steps(path: string): readonly Step[] {
  return parsePath(path) ?? []
}

function read(frame: Frame, resource: Resource, path: readonly Step[]): Value | undefined {
  return settleDeep(frame, readPath(frame, rootElement(resource), path))
}

function tagsOf(operand: Operand): ReturnType<Operand['strings']> {
  operand.map()
  return operand.strings('tags')
}

function isTexts(tags: readonly string[] | { readonly cause: unknown }): tags is readonly string[] {
  return Array.isArray(tags)
}

/** One of a rule's patterns is enough: an image with a release tag may carry what the others ask for, too. */
function ruleMeets(rule: LifecycleRule | undefined, tags: readonly string[]): Answer {
  if (rule === undefined) return unsure({ class: 'value', reason: 'a lifecycle rule is not known' })
  if (rule.tagStatus === 'any') return yes('it is about every image')
  if (rule.tagStatus === 'untagged') return NO
  if (rule.unclear !== undefined && (rule.tagStatus === undefined || rule.patterns.length === 0))
    return unsure(rule.unclear)
  const wanted = tags.map(globPattern)
  return rule.patterns.some((own) => wanted.some((tag) => patternsOverlap(own, tag))) ? YES : NO
}

function filterMeets(filter: Value | undefined, tags: readonly string[]): Answer {
  return consider(isMap(filter) ? entry(filter, 'ImageTagMutabilityExclusionFilterValue') : filter, (value) => {
    const text = literalText(value)
    if (text === undefined) return unsure({ class: 'value', reason: 'a filter of the tag mutability is not known' })
    const own = ecrPattern(text)
    return anyOf(tags.map((tag) => (patternsOverlap(own, globPattern(tag)) ? yes(`filter ${text}`) : NO)))
  })
}

/** ECR tells the effective frequency; otherwise the registry's rules and the repository's flag are weighed. */
function scanning(frame: Frame, repository: Resource): Answer {
  const effective = read(frame, repository, EFFECTIVE)
  if (typeof effective === 'string') return effective === 'MANUAL' ? NO : yes(effective)
  return scanned({
    scanOnPush: read(frame, repository, SCAN_ON_PUSH),
    registry: registryOf(frame, repository),
    repositoryName: read(frame, repository, NAME),
  })
}

function registryOf(frame: Frame, repository: Resource): ScanningFacts['registry'] {
  let open = false
  for (const registry of frame.world.ofType(REGISTRY)) {
    const same = sameScope(REGISTRY, registry.scope, repository.scope)
    if (same === false) continue
    const there = registry.condition === undefined || frame.choices.holds(registry.condition)
    if (!there) continue
    const properties = settleDeep(frame, registry.properties)
    if (same === true && isMap(properties)) return whole(properties, registry)
    open = true
  }
  if (open || openness(frame, repository, 'apart', [REGISTRY], 'registry scanning').open !== undefined) return 'unknown'
  return 'none'
}

/** What a registry that is only read leaves open is not known. */
function whole(properties: PropertyMap, registry: Resource): PropertyMap | 'unknown' {
  return registry.rest === undefined ? properties : 'unknown'
}

import { type StarvationAnswer, starves } from '../../aws/ecr-lifecycle/environments.ts'
import {
  type LifecyclePolicy,
  type LifecycleRule,
  parseLifecyclePolicy,
  retention,
} from '../../aws/ecr-lifecycle/policy.ts'
import { globPattern, patternsOverlap } from '../../aws/tag-pattern.ts'
import type { Resource } from '../../model/resource.ts'
import { type Tri, tri, UNKNOWN } from '../../model/tri.ts'
import { entry, isMap, unknown, type Value } from '../../model/value.ts'
import { environmentOf } from '../environment.ts'
import type { Element, Frame, Members } from '../frame.ts'
import { elementMembers } from '../related.ts'
import { hasChoice, settleDeep } from '../settle.ts'
import type { Facet, Place, Relation } from '../word.ts'

const REPOSITORY = 'AWS::ECR::Repository'
const ON_REPOSITORY = [{ types: [REPOSITORY], at: '' }]
export const LIFECYCLE_RULE: Place = { types: [REPOSITORY], at: '#lifecycleRule' }
const ENVIRONMENT: Place = { types: [REPOSITORY], at: '#environment' }
const PROBLEM: Place = { types: [REPOSITORY], at: '#lifecycleProblem' }

export const relations: readonly Relation[] = [
  {
    name: 'lifecycleRules',
    on: ON_REPOSITORY,
    to: LIFECYCLE_RULE,
    class: 'part',
    says: 'The rules of the lifecycle policy, lowest priority number first.',
    reads: [],
    of: lifecycleRules,
  },
  {
    name: 'lifecycleProblems',
    on: ON_REPOSITORY,
    to: PROBLEM,
    class: 'part',
    says: 'What makes ECR refuse the lifecycle policy, or lets a rule never match.',
    reads: [],
    of: lifecycleProblems,
  },
  {
    name: 'environments',
    on: ON_REPOSITORY,
    to: ENVIRONMENT,
    class: 'part',
    says: 'The environments whose image tags (imageTags of the ruleset) the repository holds: those its lifecycle rules name, or all of them for a repository of the shared environment.',
    reads: [],
    of: environments,
  },
]

export const facets: readonly Facet[] = [
  ruleFacet(
    'keepsImages',
    'How many of the newest matching images the rule keeps, where it counts images.',
    (rule) => retention(rule).images,
  ),
  ruleFacet(
    'keepsDays',
    'How many days the rule keeps matching images, where it counts days.',
    (rule) => retention(rule).days,
  ),
]

/** Parsed once for each repository; a policy that open conditions change is read anew in each world. */
export function policyOf(frame: Frame, repository: Resource): LifecyclePolicy {
  const raw = entry(repository.properties, 'LifecyclePolicy') ?? repository.rest
  if (hasChoice(raw)) return parse(settleDeep(frame, raw))
  const cache = frame.world.memo('ecr.policies', () => new Map<Resource, LifecyclePolicy>())
  const known = cache.get(repository)
  if (known !== undefined) return known
  const policy = parse(raw)
  cache.set(repository, policy)
  return policy
}

function parse(raw: Value | undefined): LifecyclePolicy {
  return parseLifecyclePolicy(isMap(raw) ? entry(raw, 'LifecyclePolicyText') : raw)
}

function lifecycleRules(frame: Frame, { resource }: Element): Members {
  const policy = policyOf(frame, resource)
  if (policy.kind === 'none') return { members: [] }
  if (policy.kind === 'unknown') return { members: [], open: policy.cause }
  const elements: Element[] = []
  policy.rules.forEach((rule, index) => {
    elements.push({
      resource,
      value: rule.element,
      path: ['LifecyclePolicy', 'LifecyclePolicyText'],
      facts: { key: rule.priority === undefined ? `rule ${index + 1}` : String(rule.priority) },
      order: { members: elements, index, before: (left, right) => earlier(policy.rules, left, right) },
    })
  })
  return elementMembers(elements, policy.open)
}

function earlier(rules: readonly LifecycleRule[], left: number, right: number): Tri {
  const [one, other] = [rules[left]?.priority, rules[right]?.priority]
  return one === undefined || other === undefined ? UNKNOWN : tri(one < other)
}

function ruleFacet(name: string, says: string, read: (rule: LifecycleRule) => number | undefined): Facet {
  return {
    name,
    on: [LIFECYCLE_RULE],
    says,
    reads: [],
    read: (frame, element) => {
      const rule = lifecycleRuleOf(frame, element)
      if (rule?.unclear !== undefined) return unknown(rule.unclear.class, rule.unclear.reason)
      return rule === undefined ? undefined : read(rule)
    },
  }
}

/** The parsed rule that an element of the language stands for. */
export function lifecycleRuleOf(frame: Frame, element: Element): LifecycleRule | undefined {
  const policy = policyOf(frame, element.resource)
  return policy.kind === 'policy' && element.order !== undefined ? policy.rules[element.order.index] : undefined
}

function lifecycleProblems(frame: Frame, { resource }: Element): Members {
  const policy = policyOf(frame, resource)
  if (policy.kind === 'none') return { members: [] }
  if (policy.kind === 'unknown') return { members: [], open: policy.cause }
  const elements = policy.problems.map(
    (problem): Element => ({
      resource,
      value: problem.message,
      path: ['LifecyclePolicy', 'LifecyclePolicyText'],
      facts: { key: `${problem.rulePriority ?? ''}${problem.pointer}` },
    }),
  )
  return elementMembers(elements, policy.open ?? policy.rules.find((rule) => rule.unclear !== undefined)?.unclear)
}

function environments(frame: Frame, { resource }: Element): Members {
  const policy = policyOf(frame, resource)
  if (policy.kind === 'unknown') return { members: [], open: policy.cause }
  const rules = policy.kind === 'policy' ? policy.rules : []
  const shared = environmentOf({ ...frame, assumptions: undefined }, resource) === 'shared'
  const tagged = frame.ruleset.environments.filter((environment) => environment.imageTags.length > 0)
  const holds = tagged.filter(
    (environment) => shared || environment.imageTags.some((tag) => rules.some((rule) => names(rule, tag))),
  )
  const judged = starves(
    policy,
    holds.map(({ name, imageTags }) => ({ name, tagPatterns: usedHere(rules, imageTags) })),
  )
  const elements = holds.map(
    ({ name }): Element => ({
      resource,
      value: name,
      path: ['LifecyclePolicy', 'LifecyclePolicyText'],
      facts: { key: name, Name: name, ...harm(judged, name) },
    }),
  )
  return elementMembers(elements, policy.kind === 'policy' ? policy.open : undefined)
}

/** An environment's patterns are alternatives (prd*, prod*): those that the policy names are the ones in use. */
function usedHere(rules: readonly LifecycleRule[], imageTags: readonly string[]): readonly string[] {
  const named = imageTags.filter((tag) => rules.some((rule) => names(rule, tag)))
  return named.length > 0 ? named : imageTags
}

function names(rule: LifecycleRule, tag: string): boolean {
  const pattern = globPattern(tag)
  return rule.tagStatus === 'tagged' && rule.patterns.some((own) => patternsOverlap(own, pattern))
}

function harm(judged: StarvationAnswer, name: string): { readonly governed: Value; readonly starved: Value } {
  if (judged.kind === 'unknown') {
    const open = unknown(judged.cause.class, judged.cause.reason)
    return { governed: open, starved: open }
  }
  const own = judged.starvations.filter((starvation) => starvation.environment === name)
  return {
    governed: !own.some((starvation) => starvation.kind === 'no-rule'),
    starved: own.some((starvation) => starvation.kind !== 'no-rule'),
  }
}

/** Facts of an environment element, so that rules may ask for them by name. */
export const environmentFacets: readonly Facet[] = (
  [
    ['governed', 'Some tagged rule of the policy governs the images of this environment.'],
    ['starved', 'Images of this environment can be expired by what another environment pushes.'],
  ] as const
).map(([name, says]) => ({
  name,
  on: [ENVIRONMENT],
  says,
  reads: [],
  read: (_frame, element) => element.facts?.[name],
}))

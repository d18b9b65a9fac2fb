import { FALSE, TRUE, type Tri, UNKNOWN } from '../../model/tri.ts'
import type { Cause } from '../../model/value.ts'
import { globPattern, patternCovers, patternsOverlap, type TagPattern } from '../tag-pattern.ts'
import { type LifecyclePolicy, type LifecycleRule, retention } from './policy.ts'

/** What a user says of the tags of one environment's images: globs with `*` and `?`. */
export interface TaggedEnvironment {
  readonly name: string
  readonly tagPatterns: readonly string[]
}

/**
 * Whether a rule's tag requirement is met by every image that carries a tag of the pattern (true), by none because of
 * that tag (false), or by some of them: those of certain names, or that carry further tags (unknown). Rules over the
 * archive govern no image that can be pulled.
 */
export function ruleGovernsPattern(rule: LifecycleRule, tagPattern: string): Tri {
  return governs(rule, globPattern(tagPattern))
}

function governs(rule: LifecycleRule, pattern: TagPattern): Tri {
  if (rule.storageClass === 'archive' || rule.tagStatus === 'untagged') return FALSE
  if (rule.tagStatus === 'any') return TRUE
  if (rule.tagStatus === undefined || rule.patterns.length === 0) return UNKNOWN
  if (rule.patterns.every((own) => patternCovers(own, pattern))) return TRUE
  return rule.patterns.some((own) => patternsOverlap(own, pattern)) ? UNKNOWN : FALSE
}

/** One way in which environments that share a repository harm each other, or might. */
export interface Starvation {
  readonly environment: string
  readonly rulePriority?: number
  /**
   * `no-rule`: no tagged rule governs all its images. `caught-by-any`: so they fall to the rule for any image.
   * `shared-rule`: the rule that governs them counts another environment's images too. `governed-first`: images that
   * also carry another environment's tag are governed by that one's rule.
   */
  readonly kind: 'no-rule' | 'caught-by-any' | 'shared-rule' | 'governed-first'
  readonly message: string
}

export type StarvationAnswer =
  | { readonly kind: 'judged'; readonly starvations: readonly Starvation[] }
  | { readonly kind: 'unknown'; readonly cause: Cause }

/**
 * Judges the rules of a repository that several environments share. `first` names the environment whose images must
 * be governed before all others: an image that carries two environments' tags obeys the rule of the lower number.
 */
export function starves(
  policy: LifecyclePolicy,
  environments: readonly TaggedEnvironment[],
  first = 'production',
): StarvationAnswer {
  if (policy.kind === 'unknown') return policy
  if (policy.kind === 'none') return { kind: 'judged', starvations: [] }
  const cause = policy.open ?? policy.rules.find((rule) => rule.unclear !== undefined)?.unclear
  if (cause !== undefined) return { kind: 'unknown', cause }
  const readings = environments.map((environment) => ({
    name: environment.name,
    patterns: environment.tagPatterns.map(globPattern),
  }))
  const starvations = readings.flatMap((environment) => starvationsOf(environment, readings, policy.rules, first))
  return { kind: 'judged', starvations }
}

interface Reading {
  readonly name: string
  readonly patterns: readonly TagPattern[]
}

function starvationsOf(
  environment: Reading,
  all: readonly Reading[],
  rules: readonly LifecycleRule[],
  first: string,
): readonly Starvation[] {
  if (environment.patterns.length === 0) return []
  const own = rules.find((rule) => rule.tagStatus === 'tagged' && touches(rule, environment) === TRUE)
  if (own === undefined) return [ungoverned(environment, rules)]
  const found: Starvation[] = []
  const others = all.filter((other) => other !== environment && other.patterns.length > 0)
  const sharing = others.filter((other) => touches(own, other) !== FALSE).map((other) => other.name)
  if (sharing.length > 0) {
    found.push({
      ...about(environment, own),
      kind: 'shared-rule',
      message: `the rule for images of ${environment.name} counts those of ${sharing.join(', ')} too`,
    })
  }
  if (environment.name !== first) return found
  for (const rule of rules) {
    if (rule === own) break
    if (rule.tagStatus !== 'tagged') continue
    const owners = others.filter((other) => touches(rule, other) !== FALSE).map((other) => other.name)
    if (owners.length === 0) continue
    found.push({
      ...about(environment, rule),
      kind: 'governed-first',
      message: `images of ${environment.name} that also carry a tag of ${owners.join(', ')} are governed by this rule first`,
    })
  }
  return found
}

/** True: all images of the environment meet the rule. Unknown: some. */
function touches(rule: LifecycleRule, environment: Reading): Tri {
  const answers = environment.patterns.map((pattern) => governs(rule, pattern))
  if (answers.every((answer) => answer === TRUE)) return TRUE
  return answers.every((answer) => answer === FALSE) ? FALSE : UNKNOWN
}

function ungoverned(environment: Reading, rules: readonly LifecycleRule[]): Starvation {
  const any = rules.find((rule) => rule.tagStatus === 'any' && rule.storageClass !== 'archive')
  if (any === undefined) {
    return {
      environment: environment.name,
      kind: 'no-rule',
      message: `no tagged rule governs all images of ${environment.name}`,
    }
  }
  const kept = retention(any)
  const what = kept.images === undefined ? `${kept.days ?? '?'} days` : `${kept.images} images`
  return {
    ...about(environment, any),
    kind: 'caught-by-any',
    message: `no tagged rule governs all images of ${environment.name}, so the rule for any image, which keeps ${what}, takes them`,
  }
}

function about(
  environment: Reading,
  rule: LifecycleRule,
): { readonly environment: string; readonly rulePriority?: number } {
  return rule.priority === undefined
    ? { environment: environment.name }
    : { environment: environment.name, rulePriority: rule.priority }
}

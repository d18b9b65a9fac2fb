import { and, FALSE, not, TRUE, type Tri, UNKNOWN } from '../../model/tri.ts'
import type { Cause } from '../../model/value.ts'
import { patternMatchesTag } from '../tag-pattern.ts'
import type { LifecyclePolicy, LifecycleRule } from './policy.ts'

/** An instant in milliseconds since 1970, or the earliest and latest it may be. */
export type Instant = number | readonly [earliest: number, latest: number]

/** One image of one repository. What is left out is not known, except where said otherwise. */
export interface LifecycleImage {
  readonly digest: string
  /** Empty: untagged. */
  readonly tags?: readonly string[]
  readonly pushedAt?: Instant
  /** `never`: no pull was recorded, so its push (or restore) counts. */
  readonly lastPulledAt?: Instant | 'never'
  /** When it was last restored from the archive, if it was. */
  readonly lastActivatedAt?: Instant
  /** When it was last archived. */
  readonly lastArchivedAt?: Instant
  /** Left out: ACTIVE, as answers from before the archive tell none. */
  readonly status?: 'ACTIVE' | 'ARCHIVED' | 'ACTIVATING'
  /**
   * Digests of the manifest lists that hold the image; left out: none. `unknown`: there may be one, as DescribeImages
   * does not tell.
   */
  readonly referencedBy?: readonly string[] | 'unknown'
}

/** What the policy does with an image; `priority` and `action` are those of the rule that marks it. */
export interface LifecycleOutcome {
  readonly outcome: 'expires' | 'stays' | 'unknown'
  readonly priority?: number
  readonly action?: 'expire' | 'transition'
  /** For `unknown`. */
  readonly reason?: Cause
}

const DAY = 86_400_000

/** ECR User Guide, "Archiving an image": the archive keeps an image at least this long. */
const ARCHIVE_DAYS = 90

const STAYS: LifecycleOutcome = { outcome: 'stays' }

/**
 * What ECR would do with the images of one repository at `now` (ECR User Guide, "How lifecycle policies work"): every
 * rule is evaluated over all images of its storage class, marked or not; then, lowest priority number first, an image
 * is marked by the first rule whose tag requirement it meets, or by none. An image in a manifest list outlives it.
 * Ties of push time are not ordered by AWS and stay open. Sorts once; n log n for n images.
 */
export function simulateLifecycle(
  policy: LifecyclePolicy,
  images: readonly LifecycleImage[],
  now: Date,
): ReadonlyMap<string, LifecycleOutcome> {
  const outcomes = new Map<string, LifecycleOutcome>()
  if (policy.kind !== 'policy') {
    const all = policy.kind === 'none' ? STAYS : unknownBecause(policy.cause)
    for (const image of images) outcomes.set(image.digest, all)
    return outcomes
  }
  const at = now.getTime()
  const subjects = images.map((image) => subjectOf(image, at))
  const ages = agesOf(subjects)
  const judges = policy.rules.map((rule) => judgeOf(rule, subjects, ages, at))
  subjects.forEach((subject, index) => {
    outcomes.set(subject.image.digest, walk(policy.rules, judges, subject, index, policy.open))
  })
  protectMembers(subjects, outcomes)
  return outcomes
}

interface Subject {
  readonly image: LifecycleImage
  readonly earliest: number
  readonly latest: number
  readonly archived: Tri
}

function subjectOf(image: LifecycleImage, now: number): Subject {
  const [earliest, latest] = bounds(image.pushedAt, now)
  const archived = image.status === 'ARCHIVED' ? TRUE : image.status === 'ACTIVATING' ? UNKNOWN : FALSE
  return { image, earliest, latest, archived }
}

function bounds(instant: Instant | undefined, now: number): readonly [number, number] {
  if (instant === undefined) return [Number.NEGATIVE_INFINITY, now]
  return typeof instant === 'number' ? [instant, instant] : instant
}

/** Positions of the images by earliest and by latest push, ascending. */
interface Ages {
  readonly byEarliest: readonly number[]
  readonly byLatest: readonly number[]
}

function agesOf(subjects: readonly Subject[]): Ages {
  return {
    byEarliest: sorted(subjects, ({ earliest }) => earliest),
    byLatest: sorted(subjects, ({ latest }) => latest),
  }
}

function sorted(subjects: readonly Subject[], instant: (subject: Subject) => number): readonly number[] {
  const keys = Float64Array.from(subjects, instant)
  return subjects.map((_, index) => index).sort((left, right) => (keys[left] ?? 0) - (keys[right] ?? 0) || left - right)
}

/** Of one rule: which images meet its tag requirement, and which of those it marks. */
interface Judge {
  readonly matches: (index: number) => Tri
  /** Given that the image meets the requirement. */
  readonly marks: (index: number) => Tri
}

function judgeOf(rule: LifecycleRule, subjects: readonly Subject[], ages: Ages, now: number): Judge {
  const matched = Uint8Array.from(subjects, (subject) => meets(rule, subject))
  const matches = (index: number): Tri => asTri(matched[index])
  if (rule.unclear !== undefined || rule.countNumber === undefined) return { matches, marks: () => UNKNOWN }
  if (rule.countType === 'imageCountMoreThan') {
    return { matches, marks: countJudge(rule.countNumber, matched, subjects, ages) }
  }
  const type = rule.countType
  const days = type === 'sinceImageTransitioned' ? Math.max(rule.countNumber, ARCHIVE_DAYS) : rule.countNumber
  const before = now - days * DAY
  return {
    matches,
    marks: (index) => {
      const subject = subjects[index]
      return subject === undefined ? UNKNOWN : isOlder(clock(type, subject, now), before)
    },
  }
}

function asTri(value: number | undefined): Tri {
  return value === TRUE ? TRUE : value === FALSE ? FALSE : UNKNOWN
}

function meets(rule: LifecycleRule, subject: Subject): Tri {
  const inClass =
    rule.storageClass === undefined
      ? UNKNOWN
      : rule.storageClass === 'archive'
        ? subject.archived
        : not(subject.archived)
  return inClass === FALSE ? FALSE : and(inClass, meetsTags(rule, subject.image.tags))
}

function meetsTags(rule: LifecycleRule, tags: readonly string[] | undefined): Tri {
  if (rule.tagStatus === 'any') return TRUE
  if (rule.tagStatus === undefined || tags === undefined) return UNKNOWN
  if (rule.tagStatus === 'untagged') return tags.length === 0 ? TRUE : FALSE
  if (tags.length === 0) return FALSE
  if (rule.patterns.length === 0) return UNKNOWN
  return rule.patterns.every((pattern) => tags.some((tag) => patternMatchesTag(pattern, tag))) ? TRUE : FALSE
}

/** Newest push first, everything after the first `keep` is marked. */
function countJudge(
  keep: number,
  matched: Uint8Array,
  subjects: readonly Subject[],
  ages: Ages,
): (index: number) => Tri {
  const sure = Float64Array.from(
    ages.byEarliest.filter((index) => matched[index] === TRUE),
    (index) => subjects[index]?.earliest ?? 0,
  )
  const possible = Float64Array.from(
    ages.byLatest.filter((index) => matched[index] !== FALSE),
    (index) => subjects[index]?.latest ?? 0,
  )
  return (index) => {
    const subject = subjects[index]
    if (subject === undefined) return UNKNOWN
    const surelyNewer = sure.length - firstAbove(sure, subject.latest)
    if (surelyNewer >= keep) return TRUE
    // The image itself is among the possible ones.
    const possiblyNewer = possible.length - firstAtLeast(possible, subject.earliest) - 1
    return possiblyNewer < keep ? FALSE : UNKNOWN
  }
}

function firstAbove(sorted: Float64Array, value: number): number {
  return firstWhere(sorted, (item) => item > value)
}

function firstAtLeast(sorted: Float64Array, value: number): number {
  return firstWhere(sorted, (item) => item >= value)
}

function firstWhere(sorted: Float64Array, holds: (item: number) => boolean): number {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (holds(sorted[middle] ?? 0)) high = middle
    else low = middle + 1
  }
  return low
}

/** From when the days of a `since…` rule run. */
function clock(type: LifecycleRule['countType'], subject: Subject, now: number): readonly [number, number] {
  const { image } = subject
  if (type === 'sinceImagePushed') return [subject.earliest, subject.latest]
  if (type === 'sinceImageTransitioned') return bounds(image.lastArchivedAt, now)
  const restored = image.lastActivatedAt === undefined ? undefined : bounds(image.lastActivatedAt, now)
  if (image.lastPulledAt === undefined) return [subject.earliest, now]
  const fallback = restored ?? [subject.earliest, subject.latest]
  if (image.lastPulledAt === 'never') return fallback
  const pulled = bounds(image.lastPulledAt, now)
  if (restored === undefined) return pulled
  return [Math.max(pulled[0], restored[0]), Math.max(pulled[1], restored[1])]
}

function isOlder([earliest, latest]: readonly [number, number], before: number): Tri {
  if (latest < before) return TRUE
  return earliest >= before ? FALSE : UNKNOWN
}

/** Applies the rules in their order to one image. */
function walk(
  rules: readonly LifecycleRule[],
  judges: readonly Judge[],
  subject: Subject,
  index: number,
  open: Cause | undefined,
): LifecycleOutcome {
  let marked: LifecycleRule | undefined
  let mayStay = false
  let mayBeMarked = false
  let reason: Cause | undefined
  let settled = false
  for (let at = 0; at < rules.length && !settled; at += 1) {
    const rule = rules[at]
    const judge = judges[at]
    if (rule === undefined || judge === undefined) continue
    const matches = judge.matches(index)
    if (matches === FALSE) continue
    const marks = judge.marks(index)
    if (marks !== FALSE) {
      mayBeMarked = true
      marked ??= rule
    }
    if (marks !== TRUE) mayStay = true
    if (matches === UNKNOWN || marks === UNKNOWN) reason ??= rule.unclear ?? whyOpen(subject, rule)
    settled = matches === TRUE
  }
  if (!settled) mayStay = true
  if (open !== undefined) return unknownBecause(open)
  if (!mayBeMarked) return STAYS
  if (mayStay) return unknownBecause(reason ?? whyOpen(subject, rules[0]))
  return {
    outcome: 'expires',
    ...(marked?.priority === undefined ? {} : { priority: marked.priority }),
    ...(marked?.action === undefined ? {} : { action: marked.action }),
  }
}

function whyOpen(subject: Subject, rule: LifecycleRule | undefined): Cause {
  const { image } = subject
  const missing =
    image.tags === undefined
      ? 'the tags'
      : subject.archived === UNKNOWN
        ? 'the storage class'
        : rule?.countType === 'sinceImagePulled'
          ? 'the last pull'
          : rule?.countType === 'sinceImageTransitioned'
            ? 'the time of archiving'
            : 'the push time'
  const number = rule?.priority === undefined ? '' : ` of priority ${rule.priority}`
  return {
    class: 'value',
    reason: `${missing} of an image that the lifecycle rule${number} counts is not known exactly`,
  }
}

function unknownBecause(reason: Cause): LifecycleOutcome {
  return { outcome: 'unknown', reason }
}

const IN_A_LIST: Cause = { class: 'input', reason: 'the image may be part of a manifest list that stays' }

/** An image of a manifest list goes only after all lists that hold it: one level, as lists hold no lists here. */
function protectMembers(subjects: readonly Subject[], outcomes: Map<string, LifecycleOutcome>): void {
  const before = new Map(outcomes)
  for (const { image } of subjects) {
    const own = before.get(image.digest)
    if (own === undefined || own.outcome === 'stays' || image.referencedBy === undefined) continue
    outcomes.set(image.digest, protectedBy(own, image.referencedBy, before))
  }
}

function protectedBy(
  own: LifecycleOutcome,
  holders: readonly string[] | 'unknown',
  outcomes: ReadonlyMap<string, LifecycleOutcome>,
): LifecycleOutcome {
  if (holders === 'unknown') return own.outcome === 'unknown' ? own : unknownBecause(IN_A_LIST)
  // A list that is not among the images is gone and protects nothing.
  const fates = holders.flatMap((digest) => outcomes.get(digest) ?? [])
  if (fates.some((fate) => fate.outcome === 'stays')) return STAYS
  if (own.outcome === 'unknown') return own
  return fates.some((fate) => fate.outcome === 'unknown') ? unknownBecause(IN_A_LIST) : own
}

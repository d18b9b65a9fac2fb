import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { lifecycleImages } from '../../src/aws/ecr-lifecycle/images.ts'
import { parseLifecyclePolicy } from '../../src/aws/ecr-lifecycle/policy.ts'
import { type LifecycleImage, simulateLifecycle } from '../../src/aws/ecr-lifecycle/simulate.ts'
import { unknown } from '../../src/model/value.ts'

const now = new Date('2026-11-20T00:00:00Z')
const DAY = 86_400_000
const ago = (days: number): number => now.getTime() - days * DAY
const image = (digest: string, days: number, ...tags: string[]): LifecycleImage => ({
  digest,
  tags,
  pushedAt: ago(days),
})

interface Selection {
  readonly tagStatus: 'any' | 'tagged' | 'untagged'
  readonly tagPatternList?: readonly string[]
  readonly countType: string
  readonly countUnit?: 'days'
  readonly countNumber: number
  readonly storageClass?: 'archive'
}
interface WrittenRule {
  readonly rulePriority: number
  readonly selection: Selection
  readonly action: { readonly type: 'expire' | 'transition'; readonly targetStorageClass?: 'archive' }
}
const expire = { type: 'expire' } as const
const archive = { type: 'transition', targetStorageClass: 'archive' } as const
const count = (countNumber: number, ...tagPatternList: string[]): Selection => ({
  ...(tagPatternList.length === 0 ? { tagStatus: 'any' as const } : { tagStatus: 'tagged' as const, tagPatternList }),
  countType: 'imageCountMoreThan',
  countNumber,
})
const age = (countNumber: number, ...tagPatternList: string[]): Selection => ({
  ...count(countNumber, ...tagPatternList),
  countType: 'sinceImagePushed',
  countUnit: 'days',
})
const rules = (...selections: Selection[]): readonly WrittenRule[] =>
  selections.map((selection, index) => ({ rulePriority: index + 1, selection, action: expire }))

function run(written: readonly WrittenRule[], images: readonly LifecycleImage[]): Record<string, string> {
  const outcomes = simulateLifecycle(parseLifecyclePolicy(JSON.stringify({ rules: written })), images, now)
  return Object.fromEntries(
    [...outcomes].map(([digest, { outcome, priority }]) => [
      digest,
      outcome === 'expires' ? `expires by ${priority}` : outcome,
    ]),
  )
}

describe('simulateLifecycle', () => {
  it('keeps the newest of a count', () => {
    expect(
      run(rules(count(2, 'v*')), [image('a', 3, 'v1'), image('b', 1, 'v3'), image('c', 2, 'v2'), image('d', 9)]),
    ).toEqual({
      a: 'expires by 1',
      b: 'stays',
      c: 'stays',
      d: 'stays',
    })
  })

  it('expires what is older than an age', () => {
    expect(run(rules(age(14)), [image('a', 13), image('b', 15, 'x')])).toEqual({ a: 'stays', b: 'expires by 1' })
  })

  it('shields an image that an earlier rule keeps', () => {
    const written = rules(count(1, 'prod*'), count(1))
    expect(run(written, [image('old', 9, 'prod1'), image('new', 5, 'prod2'), image('x', 1, 'dev')])).toEqual({
      old: 'expires by 1',
      new: 'stays',
      x: 'stays',
    })
  })

  it('still counts for a later rule what an earlier one marks', () => {
    // The rule for any image sees three, of which the two newest belong to the first rule.
    const written = rules(age(1, 'tmp*'), count(2))
    expect(run(written, [image('t1', 2, 'tmp1'), image('t2', 3, 'tmp2'), image('v', 4, 'v1')])).toEqual({
      t1: 'expires by 1',
      t2: 'expires by 1',
      v: 'expires by 2',
    })
  })

  it('asks for all patterns of a list', () => {
    const written = rules(count(1, 'stg*', 'prod*'))
    expect(
      run(written, [image('one', 9, 'prod1'), image('both', 8, 'prod2', 'stg2'), image('newer', 1, 'prod3', 'stg3')]),
    ).toEqual({
      one: 'stays',
      both: 'expires by 1',
      newer: 'stays',
    })
  })

  it('gives an image with the tags of two environments to the rule of the lower number', () => {
    expect(
      run(rules(count(1, 'stg*'), count(9, 'prod*')), [image('new', 1, 'stg9'), image('used', 5, 'stg1', 'prod1')]),
    ).toEqual({
      new: 'stays',
      used: 'expires by 1',
    })
  })

  it('selects untagged images alone', () => {
    const untagged: Selection = { tagStatus: 'untagged', countType: 'imageCountMoreThan', countNumber: 1 }
    expect(run(rules(untagged), [image('a', 2), image('b', 1), image('c', 3, 'v1')])).toEqual({
      a: 'expires by 1',
      b: 'stays',
      c: 'stays',
    })
  })

  it('leaves ties of the push time open', () => {
    expect(run(rules(count(1)), [image('a', 1), image('b', 1)])).toEqual({ a: 'unknown', b: 'unknown' })
    expect(run(rules(count(2)), [image('a', 1), image('b', 1)])).toEqual({ a: 'stays', b: 'stays' })
    expect(run(rules(count(1)), [image('a', 2), image('b', 2), image('c', 1)])).toEqual({
      a: 'expires by 1',
      b: 'expires by 1',
      c: 'stays',
    })
  })

  it('decides around an unknown push time', () => {
    const unseen: LifecycleImage = { digest: 'u', tags: [] }
    expect(run(rules(count(2)), [unseen, image('a', 1), image('b', 2), image('c', 3)])).toEqual({
      u: 'unknown',
      a: 'stays',
      b: 'unknown',
      c: 'expires by 1',
    })
    expect(run(rules(age(5)), [{ ...unseen, pushedAt: [ago(9), ago(6)] }])).toEqual({ u: 'expires by 1' })
    expect(run(rules(age(5)), [{ ...unseen, pushedAt: [ago(9), ago(2)] }])).toEqual({ u: 'unknown' })
  })

  it('decides around unknown tags', () => {
    const untold: LifecycleImage = { digest: 'u', pushedAt: ago(1) }
    expect(run(rules(count(1, 'v*')), [untold, image('a', 2, 'v1'), image('b', 3, 'v2')])).toEqual({
      u: 'stays',
      a: 'unknown',
      b: 'expires by 1',
    })
    expect(run(rules(age(5, 'v*'), age(5)), [{ digest: 'u', pushedAt: ago(9) }])).toEqual({ u: 'expires by 1' })
  })

  it('archives by the last pull, and by the push when there was none', () => {
    const idle: WrittenRule = {
      rulePriority: 1,
      selection: { tagStatus: 'any', countType: 'sinceImagePulled', countUnit: 'days', countNumber: 30 },
      action: archive,
    }
    const images: readonly LifecycleImage[] = [
      { ...image('pulled', 90), lastPulledAt: ago(1) },
      { ...image('idle', 90), lastPulledAt: ago(40) },
      { ...image('never', 40), lastPulledAt: 'never' },
      { ...image('young', 3), lastPulledAt: 'never' },
      image('untold', 40),
      image('untold and young', 3),
      { ...image('restored', 90), lastPulledAt: ago(60), lastActivatedAt: ago(2) },
    ]
    expect(run([idle], images)).toEqual({
      pulled: 'stays',
      idle: 'expires by 1',
      never: 'expires by 1',
      young: 'stays',
      untold: 'unknown',
      'untold and young': 'stays',
      restored: 'stays',
    })
    const outcome = simulateLifecycle(parseLifecyclePolicy(JSON.stringify({ rules: [idle] })), images, now).get('idle')
    expect(outcome).toEqual({ outcome: 'expires', priority: 1, action: 'transition' })
  })

  it('keeps archive and standard apart, and the archive for 90 days', () => {
    const written: readonly WrittenRule[] = [
      { rulePriority: 1, selection: count(1), action: archive },
      {
        rulePriority: 2,
        selection: {
          tagStatus: 'any',
          storageClass: 'archive',
          countType: 'sinceImageTransitioned',
          countUnit: 'days',
          countNumber: 30,
        },
        action: expire,
      },
    ]
    const archived = (digest: string, days: number): LifecycleImage => ({
      ...image(digest, 400),
      status: 'ARCHIVED',
      lastArchivedAt: ago(days),
    })
    expect(run(written, [image('new', 1), image('old', 2), archived('fresh', 40), archived('stale', 91)])).toEqual({
      new: 'stays',
      old: 'expires by 1',
      fresh: 'stays',
      stale: 'expires by 2',
    })
    expect(run(written, [{ ...image('waking', 400), status: 'ACTIVATING' }, image('new', 1)])).toEqual({
      waking: 'unknown',
      new: 'stays',
    })
  })

  it('keeps what a manifest list holds as long as the list stays', () => {
    const untagged: Selection = {
      tagStatus: 'untagged',
      countType: 'sinceImagePushed',
      countUnit: 'days',
      countNumber: 1,
    }
    const child = (digest: string, ...referencedBy: string[]): LifecycleImage => ({ ...image(digest, 9), referencedBy })
    const written = rules(count(1, 'v*'), untagged)
    const lists = [image('old', 9, 'v1'), image('new', 8, 'v2')]
    expect(
      run(written, [
        ...lists,
        child('a', 'new'),
        child('b', 'old'),
        child('c', 'old', 'new'),
        child('d', 'gone'),
        { ...image('e', 9), referencedBy: 'unknown' },
        { ...image('f', 0), referencedBy: 'unknown' },
      ]),
    ).toEqual({
      old: 'expires by 1',
      new: 'stays',
      a: 'stays',
      b: 'expires by 2',
      c: 'stays',
      d: 'expires by 2',
      e: 'unknown',
      f: 'stays',
    })
  })

  it('says nothing without a policy it can read', () => {
    const images = [image('a', 900)]
    expect(simulateLifecycle({ kind: 'none' }, images, now).get('a')).toEqual({ outcome: 'stays' })
    const open = simulateLifecycle(parseLifecyclePolicy(unknown('read', 'denied')), images, now)
    expect(open.get('a')).toEqual({ outcome: 'unknown', reason: { class: 'read', reason: 'denied' } })
    expect(simulateLifecycle(parseLifecyclePolicy('{'), images, now).get('a')?.outcome).toBe('unknown')
  })

  it('takes a hundred thousand images', () => {
    const many = Array.from({ length: 100_000 }, (_, index) => image(`sha256:${index}`, 1 + index / 1000, `v${index}`))
    const outcomes = simulateLifecycle(
      parseLifecyclePolicy(JSON.stringify({ rules: rules(count(50_000, 'v*'), count(1)) })),
      many,
      now,
    )
    expect([...outcomes.values()].filter(({ outcome }) => outcome === 'expires')).toHaveLength(50_000)
  })
})

describe('against a plain reading of the rules', () => {
  const tags = fc.subarray(['prod1', 'stg1', 'v1', 'prod-v2'])
  const images = fc.array(tags, { maxLength: 12 }).chain((list) =>
    fc
      .shuffledSubarray(
        list.map((_, index) => index),
        { minLength: list.length, maxLength: list.length },
      )
      .map((order) => list.map((own, index) => image(`d${index}`, (order[index] ?? 0) + 0.5, ...own))),
  )
  const patterns = fc.subarray(['prod*', 'stg*', 'v*', '*1'], { minLength: 1, maxLength: 2 })
  const selection = fc.oneof(
    fc.tuple(fc.integer({ min: 1, max: 6 }), patterns).map(([number, list]) => count(number, ...list)),
    fc.tuple(fc.integer({ min: 1, max: 9 }), patterns).map(([number, list]) => age(number, ...list)),
    fc.integer({ min: 1, max: 6 }).map((number) => count(number)),
    fc.integer({ min: 1, max: 6 }).map((countNumber): Selection => ({ ...count(countNumber), tagStatus: 'untagged' })),
  )
  const policies = fc.array(selection, { maxLength: 4 }).map((selections) => rules(...selections))

  const matches = (rule: Selection, own: readonly string[]): boolean => {
    if (rule.tagStatus === 'any') return true
    if (rule.tagStatus === 'untagged') return own.length === 0
    const expressions = (rule.tagPatternList ?? []).map((pattern) => new RegExp(`^${pattern.replaceAll('*', '.*')}$`))
    return expressions.every((expression) => own.some((tag) => expression.test(tag)))
  }

  /** As the user guide says it: every rule evaluates all images, then the rules are applied in their order. */
  function plainly(written: readonly WrittenRule[], list: readonly LifecycleImage[]): Record<string, string> {
    const pushed = (one: LifecycleImage): number => (typeof one.pushedAt === 'number' ? one.pushedAt : 0)
    const evaluated = written.map(({ selection: rule }) => {
      const own = list
        .filter((one) => matches(rule, one.tags ?? []))
        .sort((left, right) => pushed(right) - pushed(left))
      const marked =
        rule.countType === 'imageCountMoreThan'
          ? own.slice(rule.countNumber)
          : own.filter((one) => pushed(one) < ago(rule.countNumber))
      return { own: new Set(own), marked: new Set(marked) }
    })
    return Object.fromEntries(
      list.map((one) => {
        const first = evaluated.findIndex(({ own }) => own.has(one))
        return [one.digest, evaluated[first]?.marked.has(one) ? `expires by ${written[first]?.rulePriority}` : 'stays']
      }),
    )
  }

  it('agrees when everything is known', () => {
    fc.assert(
      fc.property(policies, images, (written, list) => {
        expect(run(written, list)).toEqual(plainly(written, list))
      }),
      { numRuns: 500 },
    )
  })

  it('is right whatever the unknown turns out to be', () => {
    fc.assert(
      fc.property(policies, images, fc.nat(), fc.boolean(), (written, list, at, hideTags) => {
        const hidden = list.map((one, index): LifecycleImage => {
          if (list.length === 0 || index !== at % list.length) return one
          return hideTags
            ? { digest: one.digest, ...(one.pushedAt === undefined ? {} : { pushedAt: one.pushedAt }) }
            : { digest: one.digest, ...(one.tags === undefined ? {} : { tags: one.tags }) }
        })
        const truth = plainly(written, list)
        for (const [digest, outcome] of Object.entries(run(written, hidden))) {
          if (outcome === 'stays') expect(truth[digest]).toBe('stays')
          if (outcome.startsWith('expires')) expect(truth[digest]).toMatch(/^expires/)
        }
      }),
      { numRuns: 500 },
    )
  })
})

describe('lifecycleImages', () => {
  const index = 'application/vnd.oci.image.index.v1+json'
  const manifest = 'application/vnd.oci.image.manifest.v1+json'

  it('reads the answer of DescribeImages', () => {
    expect(
      lifecycleImages([
        {
          ImageDigest: 'sha256:a',
          ImageTags: ['v1'],
          ImagePushedAt: '2026-11-01T12:00:00+01:00',
          LastRecordedPullTime: 1_767_225_600,
          ImageStatus: 'ARCHIVED',
          LastArchivedAt: '2026-11-02T00:00:00Z',
          ImageManifestMediaType: manifest,
        },
        { ImageDigest: 'sha256:b', ImagePushedAt: 'yesterday', ImageManifestMediaType: manifest },
        { ImageTags: ['no digest'] },
      ]),
    ).toEqual([
      {
        digest: 'sha256:a',
        tags: ['v1'],
        pushedAt: Date.UTC(2026, 10, 1, 11),
        lastPulledAt: 1_767_225_600_000,
        lastArchivedAt: Date.UTC(2026, 10, 2),
        status: 'ARCHIVED',
      },
      { digest: 'sha256:b', tags: [], lastPulledAt: 'never', referencedBy: 'unknown' },
    ])
  })

  it('takes untagged images for parts of a list only where there may be lists', () => {
    const list = { ImageDigest: 'sha256:l', ImageTags: ['v1'], ImageManifestMediaType: index }
    const child = { ImageDigest: 'sha256:c', ImageManifestMediaType: manifest }
    expect(lifecycleImages([list, child]).map((one) => one.referencedBy)).toEqual([undefined, 'unknown'])
    expect(lifecycleImages([child]).map((one) => one.referencedBy)).toEqual([undefined])
  })
})

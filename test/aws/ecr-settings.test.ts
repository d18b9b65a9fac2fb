import { describe, expect, it } from 'vitest'
import { type ScanningFacts, scanned } from '../../src/aws/ecr-scanning.ts'
import { immutableFor } from '../../src/aws/tag-mutability.ts'
import { FALSE, TRUE, UNKNOWN } from '../../src/model/tri.ts'
import { choice, type PropertyMap, ref, rest, unknown, type Value } from '../../src/model/value.ts'

const condition = { op: 'atom', id: 'c', text: 'IsProduction' } as const
const open = unknown('value', 'parameter X has no default', { present: 'yes' })

describe('immutableFor', () => {
  const filters = (...values: Value[]): Value =>
    values.map((value) => ({
      ImageTagMutabilityExclusionFilterType: 'WILDCARD',
      ImageTagMutabilityExclusionFilterValue: value,
    }))
  it.each<[string, Value | undefined, Value | undefined, string, number]>([
    ['immutable', 'IMMUTABLE', undefined, 'v*', TRUE],
    ['mutable', 'MUTABLE', undefined, 'v*', FALSE],
    ['the default', undefined, undefined, 'v*', FALSE],
    ['another tag is excluded', 'IMMUTABLE_WITH_EXCLUSION', filters('latest'), 'v*', TRUE],
    ['the tag is excluded', 'IMMUTABLE_WITH_EXCLUSION', filters('latest', 'v1*'), 'v*', FALSE],
    ['everything is excluded', 'IMMUTABLE_WITH_EXCLUSION', filters('*'), 'v*', FALSE],
    ['nothing is excluded', 'IMMUTABLE_WITH_EXCLUSION', undefined, 'v*', TRUE],
    ['an open exclusion', 'IMMUTABLE_WITH_EXCLUSION', filters(open), 'v*', UNKNOWN],
    ['an open exclusion beside the tag', 'IMMUTABLE_WITH_EXCLUSION', filters(open, 'v*'), 'v*', FALSE],
    ['further exclusions', 'IMMUTABLE_WITH_EXCLUSION', [rest(open.cause)], 'v*', UNKNOWN],
    ['mutable but for the tag', 'MUTABLE_WITH_EXCLUSION', filters('v*'), 'v1*', TRUE],
    ['mutable but for some of the tags', 'MUTABLE_WITH_EXCLUSION', filters('v1*'), 'v*', FALSE],
    ['mutable but for others', 'MUTABLE_WITH_EXCLUSION', filters('latest'), 'v*', FALSE],
    ['mutable but for something open', 'MUTABLE_WITH_EXCLUSION', filters(open), 'v*', UNKNOWN],
    ['an open mode', open, undefined, 'v*', UNKNOWN],
    ['a mode by condition', choice(condition, 'IMMUTABLE', 'MUTABLE'), undefined, 'v*', UNKNOWN],
    ['a mode not known', 'FROZEN', undefined, 'v*', UNKNOWN],
  ])('%s', (_, mode, list, pattern, expected) => {
    expect(immutableFor(mode, list, pattern).tri).toBe(expected)
  })
})

describe('scanned', () => {
  const rule = (ScanFrequency: Value, ...filters: Value[]): PropertyMap => ({
    ScanFrequency,
    RepositoryFilters: filters.map((Filter) => ({ Filter, FilterType: 'WILDCARD' })),
  })
  const registry = (ScanType: Value, ...Rules: Value[]): PropertyMap => ({ ScanType, Rules })
  it.each<[string, Partial<ScanningFacts>, number]>([
    ['the flag alone', { scanOnPush: true }, TRUE],
    ['no flag, registry not seen', {}, UNKNOWN],
    ['flag off, registry not seen', { scanOnPush: false }, UNKNOWN],
    ['no flag, no registry rules', { registry: 'none' }, FALSE],
    ['the flag as a text', { registry: 'none', scanOnPush: 'true' }, TRUE],
    ['basic without rules', { registry: registry('BASIC'), scanOnPush: true }, TRUE],
    ['basic by a rule', { registry: registry('BASIC', rule('SCAN_ON_PUSH', '*')) }, TRUE],
    [
      'basic by a rule for others',
      { registry: registry('BASIC', rule('SCAN_ON_PUSH', 'other')), scanOnPush: true },
      FALSE,
    ],
    ['basic by hand', { registry: registry('BASIC', rule('MANUAL', '*')) }, FALSE],
    ['enhanced', { registry: registry('ENHANCED', rule('CONTINUOUS_SCAN', 'team/*')) }, TRUE],
    ['enhanced with the flag alone', { registry: registry('ENHANCED'), scanOnPush: true }, FALSE],
    ['a filter that the name contains', { registry: registry('ENHANCED', rule('SCAN_ON_PUSH', 'web')) }, TRUE],
    ['a filter that the name does not end in', { registry: registry('ENHANCED', rule('SCAN_ON_PUSH', '*web')) }, FALSE],
    ['an open filter', { registry: registry('ENHANCED', rule('SCAN_ON_PUSH', open)) }, UNKNOWN],
    ['an open filter beside a good one', { registry: registry('ENHANCED', rule('SCAN_ON_PUSH', open, '*')) }, TRUE],
    ['an open type', { registry: registry(open, rule('SCAN_ON_PUSH', '*')) }, UNKNOWN],
    [
      'a generated name',
      { registry: registry('ENHANCED', rule('SCAN_ON_PUSH', 'web')), repositoryName: undefined },
      UNKNOWN,
    ],
    [
      'a generated name and all',
      { registry: registry('ENHANCED', rule('SCAN_ON_PUSH', '*')), repositoryName: undefined },
      TRUE,
    ],
    [
      'a name by reference',
      { registry: registry('ENHANCED', rule('SCAN_ON_PUSH', 'web')), repositoryName: ref('Name', 'Value') },
      UNKNOWN,
    ],
  ])('%s', (_, facts, expected) => {
    expect(scanned({ scanOnPush: undefined, registry: 'unknown', repositoryName: 'team/web-app', ...facts }).tri).toBe(
      expected,
    )
  })
})

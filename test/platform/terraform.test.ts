import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import type { Report } from '../../src/model/report.ts'
import { scan } from '../../src/scan.ts'
import { type Json, PLATFORM, readTwins, type Twin } from './changes.ts'
import { changedPlan, isMap } from './plan-changes.ts'

const ROOTS = ['shared', 'staging', 'production']

const folder = mkdtempSync(join(tmpdir(), 'opscheck-plans-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const twins = readTwins()
const told = twins.filter(({ plans }) => plans.size > 0)
const base = await judge('plan')
const templates = await scanned([join(PLATFORM, 'cloudformation')], join(PLATFORM, 'ruleset.json'))

describe('a platform built by the book, in Terraform', () => {
  it('fails no rule', () => {
    expect(rulesThat(base, 'fail')).toEqual([])
  })

  it('leaves open what only the API tells', () => {
    const onlyByApi = twins.filter(({ notInPlan }) => notInPlan !== undefined).map(({ rule }) => rule)
    expect(rulesThat(base, 'unknown').filter((rule) => !onlyByApi.includes(rule))).toEqual([])
  })

  it('is judged as the templates are, subject by subject', () => {
    const rules = twins.map(({ rule }) => rule).filter((rule) => !ELSEWISE.has(rule))
    expect(rules.map((rule) => counts(base, rule))).toEqual(rules.map((rule) => counts(templates, rule)))
  })
})

describe('an argument that is known after apply', () => {
  it('makes no rule fail', async () => {
    const places = ROOTS.flatMap((root) => argumentsOf(root).map((place) => ({ root, ...place })))
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...places), async ({ root, resource, set }) => {
        const plans = new Map([[root, [{ resource, set, ref: 'local.later' }]]])
        expect(rulesThat(await judge('plan', { plans }), 'fail')).toEqual([])
      }),
      { numRuns: 40 },
    )
  })
})

/** Where the tellings differ. */
const ELSEWISE = new Set([
  // Terraform tells rules of groups one by one.
  'bastion/group-not-open-on-admin-ports',
  // The provider, before version 6, knows no exclusions.
  'images/exclusion-filters-narrow',
])

describe('its twin, in Terraform, breaks one rule at a time', () => {
  it('or says why a plan does not tell it', () => {
    const silent = twins.filter(({ plans, notInPlan }) => (plans.size === 0) === (notInPlan === undefined))
    expect(silent.map(({ rule }) => rule)).toEqual([])
  })

  it.each(told.map((twin) => [twin.rule, twin] as const))('%s', async (rule, twin) => {
    const report = await judge('plan', twin)
    expect(rulesThat(report, 'fail')).toEqual([rule, ...Object.keys(twin.follows)].sort())
    const open = [...rulesThat(base, 'unknown'), ...Object.keys(twin.opens)]
    expect(rulesThat(report, 'unknown').filter((other) => !open.includes(other))).toEqual([])
  })
})

async function judge(telling: 'plan', twin?: Pick<Twin, 'plans'>): Promise<Report> {
  const at = mkdtempSync(join(folder, 'twin-'))
  mkdirSync(join(at, telling))
  for (const root of ROOTS) {
    const plan = planOf(root)
    const changes = twin?.plans.get(root) ?? []
    writeFileSync(join(at, telling, `${root}.json`), JSON.stringify(changedPlan(plan, changes)))
  }
  writeFileSync(join(at, 'ruleset.json'), readFileSync(join(PLATFORM, 'ruleset.json')))
  return scanned([join(at, telling)], join(at, 'ruleset.json'))
}

function planOf(root: string): Json {
  return JSON.parse(readFileSync(join(PLATFORM, 'plan', `${root}.json`), 'utf8'))
}

/** The arguments that the plan gives a value. */
function argumentsOf(root: string): readonly { readonly resource: string; readonly set: string }[] {
  const plan = planOf(root)
  const changes = isMap(plan) && Array.isArray(plan.resource_changes) ? plan.resource_changes : []
  return changes.filter(isMap).flatMap(({ address, change }) => {
    const after = isMap(change) && isMap(change.after) ? change.after : {}
    const names = Object.keys(after).filter((name) => after[name] !== null)
    return names.map((name) => ({ resource: String(address), set: `/${name}` }))
  })
}

function scanned(paths: readonly string[], ruleset: string): Promise<Report> {
  return scan({ paths, ruleset, now: new Date('2026-06-01T00:00:00Z'), show: new Set(['pass', 'not-applicable']) })
}

function counts({ findings }: Report, rule: string): Readonly<Record<string, number | string>> {
  const verdicts = findings.filter((one) => one.rule === rule).map(({ verdict }) => verdict)
  const ofEach = ['pass', 'fail', 'unknown', 'not-applicable'].map((verdict) => [
    verdict,
    verdicts.filter((one) => one === verdict).length,
  ])
  return { rule, ...Object.fromEntries(ofEach) }
}

function rulesThat({ findings }: Report, wanted: string): readonly string[] {
  return [...new Set(findings.filter(({ verdict }) => verdict === wanted).map(({ rule }) => rule))].sort()
}

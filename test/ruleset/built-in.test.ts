import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { environmentOfName } from '../../src/engine/environment.ts'
import { TOPICS } from '../../src/model/rule.ts'
import { loadRuleset } from '../../src/ruleset/index.ts'
import { readBuiltIn } from '../../src/ruleset/read-built-in.ts'
import { globMatches } from '../../src/util/text.ts'

const ROOT = join(import.meta.dirname, '../..')
const { rules } = await readBuiltIn(ROOT)

describe('a built-in rule', () => {
  test.each(rules.map((rule) => [rule.id, rule] as const))('%s tells how to fix what it finds', (_, rule) => {
    expect(TOPICS).toContain(rule.topic)
    expect(rule.title).toMatch(/^Require .*[^.]$/)
    expect(rule.why).toMatch(/\.$/)
    expect(rule.message).toMatch(/[^.]$/)
    // What one form cannot express is left out of it; the command line can do everything.
    expect(rule.fix.cli).toBeDefined()
    expect(rule.references).not.toEqual([])
    for (const parameter of Object.values(rule.parameters)) expect(parameter.description).toBeDefined()
  })

  test('is named for ever', () => {
    const names = new Set(rules.flatMap(({ id, formerly }) => [id, ...formerly]))
    const ledger = readFileSync(join(ROOT, 'rules/LEDGER.txt'), 'utf8').trim().split('\n')
    expect(ledger.filter((id) => !names.has(id))).toEqual([])
  })
})

test('the checkout has the default ruleset and none of its own', async () => {
  const ruleset = await loadRuleset(undefined, { cwd: ROOT })
  expect(ruleset).not.toHaveProperty('file')
  expect(ruleset).toMatchObject({ environmentsConfigured: false, failOn: 'medium', maxWaiverDays: 365, waivers: [] })
  expect(ruleset.rules.map(({ rule }) => rule.id)).toEqual(rules.filter((rule) => rule.recommended).map(({ id }) => id))
})

describe('without configuration', async () => {
  const { environments } = await loadRuleset('opscheck:recommended')

  test.each([
    ['prod', 'production'],
    ['prod-api', 'production'],
    ['/ecs/prd/api', 'production'],
    ['shop_production', 'production'],
    ['product-catalogue', undefined],
    ['reproduction', undefined],
    ['pre-prod-api', 'staging'],
    ['nonprod-cluster', 'development'],
    ['api-stg', 'staging'],
    ['stages', undefined],
    ['Beta-Svc', 'staging'],
    ['alphabet', undefined],
    ['dev.example', 'development'],
    ['device-registry', undefined],
    ['shared-registry', 'shared'],
  ])('a resource named %s belongs to %s', (name, expected) => {
    expect(environmentOfName({ environments }, name)).toBe(expected)
  })

  test.each([
    ['env', 'prd', 'production'],
    ['environment', 'Production', 'production'],
    ['stage', 'pre-prod', 'staging'],
    ['env', 'dev2', 'development'],
    ['env', 'qa', 'staging'],
    ['stage', 'gamma', 'staging'],
    ['env', 'test', undefined],
  ])('the tag %s=%s claims it for %s', (key, value, expected) => {
    const found = environments.find(({ tags }) =>
      tags[key]?.some((glob) => globMatches(glob, value, { ignoreCase: true })),
    )
    expect(found?.name).toBe(expected)
  })
})

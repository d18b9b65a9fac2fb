import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import type { Report } from '../../src/model/report.ts'
import { readRulesFolder } from '../../src/ruleset/rules-folder.ts'
import { scan } from '../../src/scan.ts'
import { changed, type Json, PLATFORM, readFile, readTwins, type Twin } from './changes.ts'

const folder = mkdtempSync(join(tmpdir(), 'opscheck-platform-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const TELLINGS = ['cloudformation', 'account'] as const
const twins = readTwins()
/** What only the account tells is told by recordings, of which each holds what these rules need and no more. */
const byAccount = twins.filter(({ changes }) => [...changes.keys()].some((file) => file.startsWith('account/')))
const base = { cloudformation: await judge('cloudformation'), account: await judge('account') }

describe('a platform built by the book', () => {
  it('fails no rule', () => {
    for (const telling of TELLINGS) expect(rulesThat(base[telling], 'fail')).toEqual([])
  })

  it('leaves nothing open that a template decides', () => {
    expect(rulesThat(base.cloudformation, 'unknown')).toEqual(UNDECIDED)
    expect(rulesThat(base.account, 'unknown')).toEqual([])
  })

  it('passes every rule', () => {
    const passed = new Set(TELLINGS.flatMap((telling) => rulesThat(base[telling], 'pass')))
    expect(twins.map(({ rule }) => rule).filter((rule) => !passed.has(rule))).toEqual(NEVER_PASSED)
  })
})

/** Only the API tells: judged by the recordings. */
const UNDECIDED = [
  'delivery/image-comes-from-staging',
  'governance/task-definition-registered-by-pipeline',
  'images/used-image-available',
  'images/used-image-not-expiring',
  'images/used-image-without-critical-findings',
]

/** The platform does without what these are about; their twins bring it. */
const NEVER_PASSED = [
  'logging/archive-not-paid-twice',
  'tracing/permission-on-task-role',
  'tracing/transaction-search-on',
]

describe('its twin breaks one rule at a time', () => {
  it('leaves no rule out', async () => {
    const rules = await readRulesFolder(join(PLATFORM, '..', '..', 'rules'), PLATFORM)
    expect(twins.map(({ rule }) => rule).sort()).toEqual(rules.map(({ id }) => id).sort())
  })

  it.each(twins.map((twin) => [twin.rule, twin] as const))('%s', async (rule, twin) => {
    const telling = byAccount.includes(twin) ? 'account' : 'cloudformation'
    const report = await judge(telling, twin)
    expect(rulesThat(report, 'fail')).toEqual([rule, ...Object.keys(twin.follows)].sort())
    const open = new Set(rulesThat(base[telling], 'unknown'))
    expect(rulesThat(report, 'unknown').filter((other) => !open.has(other))).toEqual(Object.keys(twin.opens))
  })
})

async function judge(telling: (typeof TELLINGS)[number], twin?: Twin): Promise<Report> {
  const at = mkdtempSync(join(folder, 'twin-'))
  const used = new Set<string>()
  const write = (path: string, named: string, root: string): void => {
    const changes = twin?.changes.get(named) ?? []
    used.add(named)
    save(join(at, path), changed(readFile(path), changes, root))
  }
  for (const file of readdirSync(join(PLATFORM, telling))) {
    const name = file.replace(/\.\w+$/, '')
    if (telling === 'cloudformation') write(`${telling}/${file}`, name, '/Resources')
    else write(`${telling}/${file}`, `account/${name}`, '')
  }
  write('ruleset.json', 'ruleset', '')
  expect([...(twin?.changes.keys() ?? [])].filter((named) => !used.has(named))).toEqual([])
  return scan({
    paths: [join(at, telling)],
    ruleset: join(at, 'ruleset.json'),
    rules: telling === 'account' ? byAccount.map(({ rule }) => rule) : [],
    now: new Date('2026-06-01T00:00:00Z'),
    show: new Set(['pass']),
  })
}

function save(path: string, document: Json): void {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, JSON.stringify(document))
}

function rulesThat({ findings }: Report, wanted: string): readonly string[] {
  return [...new Set(findings.filter(({ verdict }) => verdict === wanted).map(({ rule }) => rule))].sort()
}

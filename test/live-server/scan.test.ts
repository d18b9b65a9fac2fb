import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { Finding, Verdict } from '../../src/model/finding.ts'
import type { Report } from '../../src/model/report.ts'
import { loadRuleset } from '../../src/ruleset/index.ts'
import { compileRules } from '../../src/scan/compile-rules.ts'
import { needsOf } from '../../src/scan/live.ts'
import { selectRules } from '../../src/scan/select-rules.ts'
import { type LiveScan, scan } from '../../src/scan.ts'
import { actionOf } from '../../src/sources/export/operations.ts'
import { actionsFor } from '../../src/sources/live/permissions.ts'
import { everything, HOME, manyServices } from './platform.ts'
import { LIMITS, NOW, scanLive, useServer } from './scan-live.ts'
import { type Calls, callsOfOperation, type LiveServer, startServer } from './server.ts'

const SMALL = '100000000010'
const LARGE = '100000000050'
const MANY_REVISIONS = '100000000120'
const WHOLE = '123412341234'
const SERVICES: ReadonlyMap<string, number> = new Map([
  [SMALL, 10],
  [LARGE, 50],
  [MANY_REVISIONS, 120],
])

const CORE = [
  'logging/log-driver-set',
  'metrics/container-insights-enabled',
  'tracing/task-role-can-write',
  'governance/approval-before-production',
  'images/lifecycle-policy-present',
]
const ALL: ReadonlySet<Verdict> = new Set<Verdict>(['pass', 'fail', 'unknown', 'not-applicable'])
const LIVE: LiveScan = { accounts: [], regions: [HOME], allRegions: false, limits: { ...LIMITS, callMs: 30_000 } }

vi.setConfig({ testTimeout: 120_000 })

let server: LiveServer
let folder: string

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'opscheck-live-'))
  server = await startServer()
  await server.seed([
    ...[...SERVICES].map(([account, count]) => ({ account, region: HOME, template: manyServices(count) })),
    { account: WHOLE, region: HOME, template: everything() },
  ])
}, 600_000)

afterAll(async () => {
  await server.stop()
  rmSync(folder, { recursive: true, force: true })
})

describe('calls', () => {
  it.each([
    [SMALL, 10],
    [LARGE, 50],
  ])('of account %s with %i services are those of the formula', async (account, services) => {
    const { calls } = await counted(account, () => scanLive(LIVE, { rules: CORE, show: ALL }))
    expect(byOperation(calls)).toEqual(expectedCalls(services))
  })

  it('are the same where nothing but the number of old revisions grows', async () => {
    const before = await counted(SMALL, () => scanLive(LIVE, { rules: CORE, show: ALL }))
    await server.revisions(SMALL, HOME, 100)
    const after = await counted(SMALL, () => scanLive(LIVE, { rules: CORE, show: ALL }))
    expect(after.calls).toEqual(before.calls)
    expect(after.report.findings).toEqual(before.report.findings)
  })
})

it('reads lists of any page size whole', async () => {
  const whole = await counted(LARGE, () => scanLive(LIVE, { rules: CORE, show: ALL }))
  await server.pageSize(7)
  const paged = await counted(LARGE, () => scanLive(LIVE, { rules: CORE, show: ALL }))
  await server.pageSize(undefined)
  expect(paged.report.findings).toEqual(whole.report.findings)
  expect(callsOfOperation(paged.calls, 'ecs:ListServices')).toBe(8)
  expect(callsOfOperation(paged.calls, 'ecr:DescribeRepositories')).toBe(8)
})

it('loses no verdict among 4,900 revisions of which 120 are in use, throttled at 30 %', async () => {
  await server.revisions(MANY_REVISIONS, HOME, 40)
  await server.freeze()
  const run = () =>
    counted(
      MANY_REVISIONS,
      () => scanLive({ ...LIVE, limits: {} }, { rules: ['logging/log-driver-set', 'logging/awslogs-*'], show: ALL }),
      [{ operation: 'ecs:DescribeTaskDefinition', kind: 'throttled', ratio: 0.3 }],
    )
  const first = await run()
  const second = await run()
  expect(second.report.findings).toEqual(first.report.findings)
  expect(first.report.summary).toMatchObject({ unknown: 0, pass: 240 })
  const described = callsOfOperation(first.calls, 'ecs:DescribeTaskDefinition')
  expect(described).toBeGreaterThan(120)
  expect(described).toBeLessThan(240)
})

it('needs what `opscheck permissions` prints, and no more is printed', async () => {
  const { calls } = await counted(WHOLE, () => scanLive(LIVE, { show: ALL }))
  const ruleset = selectRules(await loadRuleset('opscheck:all'), { rules: [], topics: [] })
  const actions = actionsFor(needsOf(await compileRules(ruleset.rules), ruleset, [])).map(({ action }) => action)
  const used = new Set(Object.keys(byOperation(calls)).map((operation) => actionOf(operation)))
  used.delete('sts:GetCallerIdentity')
  expect([...used].filter((action) => !actions.includes(action))).toEqual([])
  expect(actions.filter((action) => !used.has(action))).toEqual(UNUSED)
})

it('tells of each rule alone what it tells of it among all', async () => {
  const { report } = await counted(WHOLE, () => scanLive(LIVE, { show: ALL }))
  const among = Map.groupBy(report.findings, ({ rule }) => rule)
  const different: string[] = []
  for (const { id } of report.rules) {
    const alone = await scanLive(LIVE, { rules: [id], show: ALL })
    const expected = (among.get(id) ?? []).map(verdictOf)
    if (JSON.stringify(alone.findings.map(verdictOf)) !== JSON.stringify(expected)) different.push(id)
  }
  expect(report.rules.length).toBeGreaterThan(100)
  expect(different).toEqual([])
})

describe('a recording', () => {
  it('gives the verdicts of the account, byte for byte, and asks nothing', async () => {
    const record = join(folder, 'replayed')
    const { report } = await counted(WHOLE, () => scanLive({ ...LIVE, record }, { show: ALL }))
    await server.reset()
    const replay = () =>
      scan({ paths: [record], now: new Date(0), recordedNow: true, ruleset: 'opscheck:all', show: ALL })
    const first = await replay()
    expect(JSON.stringify(await replay())).toBe(JSON.stringify(first))
    expect(JSON.stringify(first.findings.map(verdictOf))).toBe(JSON.stringify(report.findings.map(verdictOf)))
    expect(first.now).toBe(NOW.toISOString())
    expect(await server.calls()).toEqual({})
  })

  it('holds no secret, nor does anything else', async () => {
    const record = join(folder, 'secrets')
    const printed = listen()
    const { report } = await counted(WHOLE, () => scanLive({ ...LIVE, record }, { show: ALL, explained: ALL }))
    const denied = await counted(WHOLE, () => scanLive(LIVE, { show: ALL }), [{ operation: '*', kind: 'garbled' }])
    const said = [JSON.stringify(report), JSON.stringify(denied.report), printed(), ...textsBelow(record)]
    expect(said.filter((text) => text.includes(SECRET))).toEqual([])
    expect(textsBelow(record).some((text) => text.includes('ecs:DescribeTaskDefinition'))).toBe(true)
  })
})

/** The account has no repository of CodeCommit; regions are only listed for `--all-regions`. */
const UNUSED = [
  'codecommit:BatchGetRepositories',
  'codecommit:GetApprovalRuleTemplate',
  'codecommit:ListAssociatedApprovalRuleTemplatesForRepository',
  'codecommit:ListTagsForResource',
  'ec2:DescribeRegions',
]

const SECRET = 'correct-horse-battery'

async function counted(
  account: string,
  run: () => Promise<Report>,
  faults: Parameters<LiveServer['faults']>[0] = [],
): Promise<{ readonly report: Report; readonly calls: Calls }> {
  useServer(server.url, account)
  await server.reset()
  await server.faults(faults)
  const report = await run()
  const calls = await server.calls()
  await server.reset()
  return { report, calls }
}

function byOperation(calls: Calls): Calls {
  return Object.fromEntries(Object.entries(calls).map(([key, count]) => [key.split(' ')[2], count]))
}

/** One cluster; a task definition, a role, a group and a repository for each service; no pipeline. */
function expectedCalls(services: number): Calls {
  return {
    'codedeploy:ListApplications': 1,
    'codepipeline:ListPipelines': 1,
    'ecr:DescribeRepositories': Math.ceil(services / 1000),
    'ecr:GetLifecyclePolicy': services,
    'ecs:DescribeClusters': 1,
    'ecs:DescribeServices': Math.ceil(services / 10),
    'ecs:DescribeTaskDefinition': services,
    'ecs:ListClusters': 1,
    'ecs:ListServices': Math.ceil(services / 100),
    'ecs:ListTasks': 1,
    'events:ListEventBuses': 1,
    'events:ListRules': 1,
    'iam:GetAccountAuthorizationDetails': 1,
    'scheduler:ListSchedules': 1,
    'sts:GetCallerIdentity': 1,
  }
}

function verdictOf({ rule, resource, element, verdict, fingerprint, message, cause }: Finding): unknown {
  return { rule, address: resource.address, element, verdict, fingerprint, message, cause }
}

/** What is printed from now on. */
function listen(): () => string {
  const spies = [
    vi.spyOn(process.stdout, 'write'),
    vi.spyOn(process.stderr, 'write'),
    ...(['log', 'info', 'warn', 'error', 'debug'] as const).map((word) => vi.spyOn(console, word)),
  ]
  return () => {
    const said = spies.flatMap((spy) => spy.mock.calls.map((call) => call.map(String).join(' ')))
    for (const spy of spies) spy.mockRestore()
    return said.join('\n')
  }
}

function textsBelow(path: string): readonly string[] {
  return readdirSync(path, { recursive: true, withFileTypes: true }).flatMap((entry) =>
    entry.isFile() ? [readFileSync(join(entry.parentPath, entry.name), 'utf8')] : [],
  )
}

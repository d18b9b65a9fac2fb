import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { type CleanRun, cleanRun, deniedOutcome, FAULT_NAMES, faultyRun, ONE_ACCOUNT } from './fault-matrix.ts'
import { everything, HOME } from './platform.ts'
import { scanLive, useServer } from './scan-live.ts'
import { type LiveServer, startServer } from './server.ts'

const ACCOUNT = '123412341234'

/** One of each protocol and reach; scripts/fault-matrix.ts runs them all. */
const OPERATIONS = [
  'cloudwatch:DescribeAlarms',
  'ec2:DescribeSecurityGroups',
  'ecr:GetLifecyclePolicy',
  'ecs:DescribeServices',
  'ecs:ListClusters',
  'iam:GetAccountAuthorizationDetails',
  's3:ListBuckets',
]

vi.setConfig({ testTimeout: 60_000 })

let server: LiveServer
let clean: CleanRun

beforeAll(async () => {
  server = await startServer()
  await server.seed([{ account: ACCOUNT, region: HOME, template: everything() }])
  await server.freeze()
  useServer(server.url, ACCOUNT)
  // The first answers of moto take long.
  await scanLive({ ...ONE_ACCOUNT, limits: {} })
  clean = await cleanRun(server)
}, 600_000)

afterAll(() => server.stop())

describe.each(OPERATIONS)('%s', (operation) => {
  it.each(FAULT_NAMES)('%s: nothing becomes pass or fail, what is lost is unknown', async (fault) => {
    const cell = await faultyRun(server, clean, operation, fault)
    expect(cell.wrong).toEqual([])
    const readOtherwise = operation === 'iam:GetAccountAuthorizationDetails' && fault === 'denied'
    expect(cell.unknown > 0).toBe(fault !== 'now and then' && !readOtherwise)
  })

  it('denied: a scan by rules that all pass is incomplete', async () => {
    expect(await deniedOutcome(server, clean, operation)).toEqual([])
  })
})

it('is incomplete when all but the identity is denied', async () => {
  await server.reset()
  await server.faults([{ operation: '*', kind: 'denied' }])
  const report = await scanLive(ONE_ACCOUNT)
  expect(report.outcome).toBe('incomplete')
  expect(report.summary).toMatchObject({ pass: 0, fail: 0 })
})

it('is an error when the identity is denied', async () => {
  await server.reset()
  await server.faults([{ operation: 'sts:GetCallerIdentity', kind: 'denied' }])
  await expect(scanLive(ONE_ACCOUNT)).rejects.toMatchObject({ code: 'credentials' })
})

it('reads the other accounts when one lets nobody in', async () => {
  await server.reset()
  await server.faults([{ operation: '*', kind: 'denied', account: '111122223333' }])
  const report = await scanLive({ ...ONE_ACCOUNT, accounts: [ACCOUNT, '111122223333'], role: 'opscheck' })
  const told = (account: string) => report.findings.filter(({ resource }) => resource.account === account)
  expect(told('111122223333').every(({ verdict }) => verdict === 'unknown')).toBe(true)
  expect(told(ACCOUNT).some(({ verdict }) => verdict === 'fail')).toBe(true)
})

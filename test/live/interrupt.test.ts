import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, afterEach, expect, test } from 'vitest'
import { opscheck, temporaryFolder } from '../hostile/opscheck.ts'
import { startStandIn } from './stand-in.ts'

const PROGRAM = fileURLToPath(new URL('../../src/bin.ts', import.meta.url))
const CLUSTER = 'arn:aws:ecs:eu-west-1:111122223333:cluster/shop'
const IDENTITY =
  '<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>arn:aws:iam::111122223333:user/ci</Arn><UserId>U</UserId><Account>111122223333</Account></GetCallerIdentityResult></GetCallerIdentityResponse>'

const folder = temporaryFolder()
afterAll(folder.remove)
let running: Awaited<ReturnType<typeof startStandIn>> | undefined
afterEach(() => running?.stop())

test('Ctrl-C ends the reading, and what was read is judged and recorded as a scan that was interrupted', async () => {
  let asked = (): void => {}
  const isAsked = new Promise<void>((resolve) => {
    asked = resolve
  })
  running = await startStandIn(({ operation }) => {
    if (operation === 'sts:GetCallerIdentity') return { text: IDENTITY }
    if (operation === 'ecs:ListClusters') return { clusterArns: [CLUSTER] }
    asked()
    return 'hang'
  })
  const argv = ['scan', '--account', '--rule', 'metrics/container-insights-enabled', '--record', 'recording']
  const child = spawn(process.execPath, [PROGRAM, ...argv, '--format', 'json'], {
    cwd: folder.path,
    env: {
      HOME: folder.path,
      AWS_ENDPOINT_URL: running.url,
      AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
      AWS_SECRET_ACCESS_KEY: 'none',
      AWS_REGION: 'eu-west-1',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const out: Buffer[] = []
  child.stdout.on('data', (chunk: Buffer) => out.push(chunk))
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve))
  await isAsked
  child.kill('SIGINT')
  expect(await ended).toBe(3)
  const report: unknown = JSON.parse(Buffer.concat(out).toString('utf8'))
  const told = {
    outcome: 'incomplete',
    warnings: [{ code: 'interrupted' }],
    findings: [{ verdict: 'unknown', cause: { class: 'read' } }],
  }
  expect(report).toMatchObject(told)
  const manifest: unknown = JSON.parse(readFileSync(join(folder.path, 'recording/manifest.json'), 'utf8'))
  expect(manifest).toMatchObject({ interrupted: true })
  const replayed = await opscheck(folder.path, ['scan', 'recording', ...argv.slice(2, 4), '--format', 'json'])
  expect(replayed.status).toBe(3)
  expect(JSON.parse(replayed.stdout)).toMatchObject(told)
}, 60_000)

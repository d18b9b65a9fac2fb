import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, expect, it } from 'vitest'

const program = fileURLToPath(new URL('../../src/bin.ts', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'opscheck-pipe-'))
afterAll(() => rmSync(folder, { recursive: true }))

it('ends quietly, with its own exit code, when the reader has seen enough', { timeout: 30_000 }, async () => {
  const groups = Array.from({ length: 3000 }, (_, index) => [`Group${index}`, { Type: 'AWS::Logs::LogGroup' }])
  writeFileSync(join(folder, 'shop.json'), JSON.stringify({ Resources: Object.fromEntries(groups) }))
  const child = spawn(process.execPath, [program, 'scan', 'shop.json', '--format', 'json'], {
    cwd: folder,
    env: { HOME: folder },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let complaints = ''
  child.stderr.on('data', (chunk) => {
    complaints += chunk
  })
  child.stdout.once('data', () => child.stdout.destroy())
  const status = await new Promise((resolve) => {
    child.once('close', resolve)
  })
  expect({ status, complaints }).toEqual({ status: 1, complaints: '' })
})

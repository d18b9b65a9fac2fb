import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, it } from 'vitest'
import { asExpected, parseScenario } from './scenario.ts'

const scenarios = new URL('scenarios/', import.meta.url)
const program = fileURLToPath(new URL('../../src/bin.ts', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'opscheck-scenario-'))
afterAll(() => rmSync(folder, { recursive: true }))

describe.concurrent('at the command line', () => {
  for (const file of readdirSync(scenarios).sort()) {
    it(file.replace(/\.scenario$/, '').replaceAll('-', ' '), { timeout: 30_000 }, () => {
      const scenario = parseScenario(readFileSync(new URL(file, scenarios), 'utf8'))
      const home = join(folder, file)
      mkdirSync(home)
      for (const [name, text] of scenario.files) {
        mkdirSync(dirname(join(home, name)), { recursive: true })
        writeFileSync(join(home, name), text)
      }
      const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...scenario.command], {
        cwd: home,
        // Nothing of the machine's environment: no colours, no locale, no credentials.
        env: { HOME: home, TZ: 'UTC', NODE_DISABLE_COMPILE_CACHE: '1', ...scenario.env },
        encoding: 'utf8',
      })
      const expected = { status: scenario.status, stdout: scenario.stdout, stderr: scenario.stderr }
      if (!asExpected(scenario.stdout, stdout) || !asExpected(scenario.stderr, stderr) || status !== scenario.status) {
        expect({ status, stdout, stderr }).toEqual(expected)
      }
      for (const [name, text] of scenario.written) {
        const written = readFileSync(join(home, name), 'utf8')
        if (!asExpected(text, written)) expect(written).toBe(text)
      }
    })
  }
})

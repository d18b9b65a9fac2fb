import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, it } from 'vitest'
import { asExpected, parseScenario, type Scenario } from './scenario.ts'

const scenarios = new URL('scenarios/', import.meta.url)
const program = fileURLToPath(new URL('../../src/bin.ts', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'opscheck-scenario-'))
afterAll(() => rmSync(folder, { recursive: true }))

describe.concurrent('at the command line', () => {
  for (const file of readdirSync(scenarios).sort()) {
    it(file.replace(/\.scenario$/, '').replaceAll('-', ' '), { timeout: 30_000 }, async () => {
      const scenario = parseScenario(readFileSync(new URL(file, scenarios), 'utf8'))
      const home = join(folder, file)
      mkdirSync(home)
      for (const [name, text] of scenario.files) {
        mkdirSync(dirname(join(home, name)), { recursive: true })
        writeFileSync(join(home, name), text)
      }
      const { status, stdout, stderr } = await run(scenario, home)
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

interface Ending {
  readonly status: number | null
  readonly stdout: string
  readonly stderr: string
}

/** Nothing of the machine's environment reaches the program: no colours, no locale, no credentials. */
function run({ command, env }: Scenario, home: string): Promise<Ending> {
  const options = { cwd: home, env: { HOME: home, TZ: 'UTC', NODE_COMPILE_CACHE: join(folder, 'cache'), ...env } }
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [program, ...command], options, (_, stdout, stderr) => {
      resolve({ status: child.exitCode, stdout, stderr })
    })
  })
}

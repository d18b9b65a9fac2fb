import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it, onTestFinished } from 'vitest'
import { stepsOf } from './console.ts'

const program = fileURLToPath(new URL('../../src/bin.ts', import.meta.url))
const page = readFileSync('docs/writing-rules.md', 'utf8')

it('a first rule is written as the page says', { timeout: 60_000 }, async () => {
  const home = mkdtempSync(join(tmpdir(), 'opscheck-first-rule-'))
  onTestFinished(() => rmSync(home, { recursive: true }))
  const steps = stepsOf(page)
  expect(steps.filter(({ kind }) => kind === 'command').length).toBeGreaterThan(5)
  for (const step of steps) {
    if (step.kind === 'file') {
      mkdirSync(dirname(join(home, step.path)), { recursive: true })
      writeFileSync(join(home, step.path), step.text)
    } else expect(`$ ${step.command}\n${await run(step.command, home)}`).toBe(`$ ${step.command}\n${step.output}`)
  }
})

/** Only two programs are known: opscheck itself, and rm below the folder. */
function run(command: string, home: string): Promise<string> {
  const [name, ...argv] = command.split(' ')
  if (name === 'rm') {
    rmSync(join(home, argv.at(-1) ?? ''), { recursive: true })
    return Promise.resolve('')
  }
  if (name !== 'opscheck') throw new Error(`the page runs ${name}`)
  return new Promise((resolve) => {
    const options = { cwd: home, env: { HOME: home, TZ: 'UTC' } }
    execFile(process.execPath, [program, ...argv], options, (_, stdout, stderr) => resolve(stdout + stderr))
  })
}

import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect } from 'vitest'

const PROGRAM = fileURLToPath(new URL('../../src/bin.ts', import.meta.url))

export interface Ran {
  readonly status: number | null
  readonly stdout: string
  readonly stderr: string
}

/** Runs the command line as a process of its own in a folder. A run that does not end is ended by the test's limit. */
export function opscheck(
  folder: string,
  argv: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [PROGRAM, ...argv], {
      cwd: folder,
      env: { HOME: folder, TZ: 'UTC', NODE_DISABLE_COMPILE_CACHE: '1', ...env },
      timeout: 100_000,
      killSignal: 'SIGKILL',
    })
    const out: Buffer[] = []
    const err: Buffer[] = []
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk))
    child.stderr.on('data', (chunk: Buffer) => err.push(chunk))
    child.on('error', reject)
    child.on('close', (status) =>
      resolve({ status, stdout: Buffer.concat(out).toString('utf8'), stderr: Buffer.concat(err).toString('utf8') }),
    )
  })
}

/** What holds for every run, whatever it was given. */
export function expectOrderly({ status, stdout, stderr }: Ran): void {
  expect([0, 1, 2, 3]).toContain(status)
  const text = stdout + stderr
  expect(stderr).not.toContain('this is a bug')
  expect(text).not.toMatch(/^ {4}at \S.*:\d+:\d+/m)
  expect(text.slice(0, 200_000)).not.toMatch(UNPRINTABLE)
  if (status === 2 && stdout === '') expect(stderr).toMatch(/^error: \S/)
}

/** Control characters but line ends, bidirectional overrides, and what a lone surrogate becomes in UTF-8. */
const UNPRINTABLE = /(?!\n)[\p{Cc}\u202a-\u202e\u2066-\u2069\ufffd]/u

/** A folder for the files of one test file. */
export function temporaryFolder(): { readonly path: string; readonly remove: () => void } {
  const path = mkdtempSync(join(tmpdir(), 'opscheck-test-'))
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) }
}

export function writeInto(folder: string, name: string, content: string | Uint8Array): void {
  mkdirSync(dirname(join(folder, name)), { recursive: true })
  writeFileSync(join(folder, name), content)
}

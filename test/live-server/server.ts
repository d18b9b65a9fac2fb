import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))
const HERE = fileURLToPath(new URL('./', import.meta.url))
const PACKAGE = 'moto[server]==5.2.1'
const VENV = join(ROOT, '.venv')
const PYTHON = join(VENV, process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python')
const MARK = join(VENV, 'opscheck-installed')
const LOCK = `${VENV}.lock`

export const FAULT_KINDS = ['denied', 'throttled', '500', 'timeout', 'reset', 'cut', 'garbled', 'endless'] as const

export interface Fault {
  /** `ecs:ListClusters`, or `*` for all but the identity. */
  readonly operation: string
  readonly kind: (typeof FAULT_KINDS)[number]
  readonly account?: string
  readonly region?: string
  /** Only every so manieth call of the operation. */
  readonly every?: number
  /** Only this share of the calls, evenly spread. */
  readonly ratio?: number
  readonly seconds?: number
}

/** Calls by "account region service:Operation". */
export type Calls = Readonly<Record<string, number>>

export interface LiveServer {
  readonly url: string
  readonly seed: (stacks: readonly { account: string; region: string; template: unknown }[]) => Promise<void>
  readonly faults: (faults: readonly Fault[]) => Promise<void>
  /** Keeps every answer from now on: nothing is changed any more. */
  readonly freeze: () => Promise<void>
  readonly thaw: () => Promise<void>
  /** Pages of this many at most; without a number AWS's own. */
  readonly pageSize: (most: number | undefined) => Promise<void>
  /** More revisions of every task definition, used by nobody. */
  readonly revisions: (account: string, region: string, each: number) => Promise<void>
  /** Forgets calls and faults. */
  readonly reset: () => Promise<void>
  readonly calls: () => Promise<Calls>
  readonly stop: () => Promise<void>
}

/** Starts moto behind the door of server.py, on a free port; installs it first where it is missing. */
export async function startServer(): Promise<LiveServer> {
  await installed()
  const child = spawn(PYTHON, ['-B', join(HERE, 'server.py')], { stdio: ['pipe', 'pipe', 'pipe'] })
  const url = `http://127.0.0.1:${await portOf(child)}`
  const admin = async (word: string, body?: unknown): Promise<Calls> => {
    const answer = await fetch(`${url}/_test/${word}`, { method: 'POST', body: JSON.stringify(body ?? null) })
    if (!answer.ok) throw new Error(`the test server answers ${word} with ${answer.status}`)
    return callsOf(await answer.json())
  }
  return {
    url,
    seed: (stacks) => seed(new URL(url).port, stacks),
    faults: async (faults) => void (await admin('faults', faults)),
    freeze: async () => void (await admin('freeze')),
    thaw: async () => void (await admin('thaw')),
    pageSize: async (most) => void (await admin('page-size', most)),
    revisions: async (account, region, each) => void (await admin('revisions', { account, region, each })),
    reset: async () => void (await admin('reset')),
    calls: () => admin('calls'),
    stop: () => stopped(child),
  }
}

/** The calls of one operation, over all accounts and regions. */
export function callsOfOperation(calls: Calls, operation: string): number {
  return Object.entries(calls).reduce((sum, [key, count]) => (key.endsWith(` ${operation}`) ? sum + count : sum), 0)
}

/** Half seconds: pip takes one minute. */
const MOST_WAITS = 600

/** Another test file may be installing: it holds the lock, a folder, until the mark is written. */
async function installed(): Promise<void> {
  for (let waited = 0; !isInstalled(); waited += 1) {
    if (waited > MOST_WAITS) {
      rmSync(LOCK, { recursive: true, force: true })
      throw new Error('another test run was installing moto and did not end: run the tests again')
    }
    if (locked()) {
      try {
        if (!isInstalled()) install()
      } finally {
        rmSync(LOCK, { recursive: true, force: true })
      }
    } else await sleep(500)
  }
}

function isInstalled(): boolean {
  return existsSync(MARK) && readFileSync(MARK, 'utf8') === PACKAGE
}

function locked(): boolean {
  try {
    mkdirSync(LOCK)
    return true
  } catch {
    return false
  }
}

function install(): void {
  const python = ['python3', 'python'].find((name) => spawnSync(name, ['--version']).status === 0)
  if (python === undefined) {
    throw new Error('the tests of live accounts need Python 3.9 or later: no python3 is found in PATH')
  }
  run(python, ['-m', 'venv', VENV])
  run(PYTHON, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', PACKAGE])
  writeFileSync(MARK, PACKAGE)
}

function run(program: string, argv: readonly string[]): void {
  const { status, stdout, stderr } = spawnSync(program, argv, { encoding: 'utf8' })
  if (status !== 0) throw new Error(`${program} ${argv.join(' ')} failed:\n${stdout}${stderr}`)
}

function portOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    const errors: string[] = []
    child.stderr?.on('data', (chunk: Buffer) => errors.push(chunk.toString('utf8')))
    child.stdout?.once('data', (chunk: Buffer) => resolve(chunk.toString('utf8').trim()))
    child.once('error', reject)
    child.once('exit', (code) => reject(new Error(`the test server ended with ${code}:\n${errors.join('')}`)))
  })
}

function seed(port: string, stacks: readonly unknown[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(PYTHON, ['-B', join(HERE, 'seed.py'), port], { stdio: ['pipe', 'ignore', 'pipe'] })
    const errors: string[] = []
    child.stderr.on('data', (chunk: Buffer) => errors.push(chunk.toString('utf8')))
    child.once('error', reject)
    child.once('close', (code) => (code === 0 ? resolve() : reject(new Error(`seeding failed:\n${errors.join('')}`))))
    child.stdin.end(JSON.stringify(stacks))
  })
}

/** The server ends with its standard input, so it also ends when the tests are killed. */
function stopped(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.once('close', () => resolve())
    child.stdin?.end()
  })
}

function callsOf(json: unknown): Calls {
  const entries = typeof json === 'object' && json !== null ? Object.entries(json) : []
  return Object.fromEntries(
    entries.flatMap(([key, count]: [string, unknown]) => (typeof count === 'number' ? [[key, count]] : [])),
  )
}

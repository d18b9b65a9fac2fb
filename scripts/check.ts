import { spawn } from 'node:child_process'
import { availableParallelism } from 'node:os'

/** Everything that must hold before a push beside the tests: each check with the reason to have it. */
const CHECKS: readonly { readonly name: string; readonly command: readonly string[] }[] = [
  { name: 'format and lint', command: ['biome', 'ci', '--error-on-warnings', '.'] },
  {
    name: 'promises, switches, cycles',
    command: ['oxlint', '--type-aware', '--deny-warnings', 'src', 'test', 'scripts', 'bench'],
  },
  { name: 'types', command: ['tsc', '-p', '.'] },
  { name: 'layers', command: ['depcruise', '--config', '.dependency-cruiser.mjs', 'src'] },
  { name: 'unused files, exports, dependencies', command: ['knip'] },
  { name: 'schemas and validators are fresh', command: ['node', 'scripts/generate-schemas.ts', '--check'] },
  { name: 'the lock file is complete', command: ['node', 'scripts/complete-lock.ts', '--check'] },
  { name: 'the ledger names every rule', command: ['node', 'scripts/generate-ledger.ts', '--check'] },
  { name: 'the pages of rules are fresh', command: ['node', 'scripts/generate-docs.ts', '--check'] },
]

const queue = [...CHECKS]
let failed = 0

async function work(): Promise<void> {
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    const { code, output } = await run(next.command)
    if (code !== 0) failed += 1
    console.log(`${code === 0 ? 'ok  ' : 'FAIL'} ${next.name} (${next.command.join(' ')})`)
    if (code !== 0) console.log(output)
  }
}

function run(command: readonly string[]): Promise<{ readonly code: number; readonly output: string }> {
  const [program = '', ...argv] = command
  return new Promise((resolve) => {
    const child = spawn(program, argv, { stdio: ['ignore', 'pipe', 'pipe'] })
    const chunks: Buffer[] = []
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk))
    child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk))
    child.on('error', (error) => resolve({ code: 1, output: error.message }))
    child.on('close', (code) => resolve({ code: code ?? 1, output: Buffer.concat(chunks).toString('utf8') }))
  })
}

await Promise.all(Array.from({ length: Math.min(2, availableParallelism()) }, work))
if (failed > 0) process.exitCode = 1

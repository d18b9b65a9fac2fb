import { readFileSync, writeFileSync } from 'node:fs'
import { type Cell, cleanRun, deniedOutcome, FAULT_NAMES, faultyRun } from '../test/live-server/fault-matrix.ts'
import { everything, HOME } from '../test/live-server/platform.ts'
import { useServer } from '../test/live-server/scan-live.ts'
import { type Fault, type LiveServer, startServer } from '../test/live-server/server.ts'

/**
 * Every operation of a live scan times every fault: prints the matrix, and with `--write` keeps it in docs/faults.md.
 * Words after the options choose operations by their beginning; `--fault=NAME` is the only fault then.
 */
const ACCOUNT = '123412341234'
const BULK_DENIED: readonly Fault[] = [{ operation: 'iam:GetAccountAuthorizationDetails', kind: 'denied' }]
const DOCUMENT = new URL('../docs/faults.md', import.meta.url)
const MARK = '<!-- made by scripts/fault-matrix.ts -->'

const only = process.argv.find((word) => word.startsWith('--fault='))?.slice('--fault='.length)
const faults = FAULT_NAMES.filter((name) => only === undefined || name === only)
const wanted = process.argv.slice(2).filter((word) => !word.startsWith('--'))
const server = await startServer()
try {
  const rows = await matrix(server)
  const table = asTable(rows)
  console.log(table)
  if (process.argv.includes('--write')) {
    const [text = ''] = readFileSync(DOCUMENT, 'utf8').split(MARK)
    writeFileSync(DOCUMENT, `${text}${MARK}\n\n${table}\n`)
  }
  if (wrongIn(rows).length > 0) process.exitCode = 1
} finally {
  await server.stop()
}

interface Row {
  readonly operation: string
  readonly cells: readonly Cell[]
  readonly outcome: readonly string[]
}

function wrongIn(rows: readonly Row[]): readonly string[] {
  return rows.flatMap(({ cells, outcome }) => [
    ...cells.flatMap((cell) => cell.wrong.map((what) => `${cell.operation}, ${cell.fault}: ${what}`)),
    ...outcome,
  ])
}

async function matrix(server: LiveServer): Promise<readonly Row[]> {
  await server.seed([{ account: ACCOUNT, region: HOME, template: everything() }])
  await server.freeze()
  useServer(server.url, ACCOUNT)
  await warm(server)
  const rows = await rowsOf(server, [])
  // IAM is asked one by one only where the answer in bulk is denied.
  const single = await rowsOf(
    server,
    BULK_DENIED,
    (operation) => operation.startsWith('iam:') && operation !== BULK_DENIED[0]?.operation,
  )
  return [...rows, ...single]
}

/** The first answers take long: moto loads its services. */
async function warm(server: LiveServer): Promise<void> {
  for (let run = 0; run < 3; run += 1) await cleanRun(server, run === 0 ? BULK_DENIED : [])
}

async function rowsOf(
  server: LiveServer,
  always: readonly Fault[],
  among: (operation: string) => boolean = () => true,
): Promise<readonly Row[]> {
  const clean = await cleanRun(server, always)
  const chosen = clean.operations.filter(
    (operation) => among(operation) && (wanted.length === 0 || wanted.some((word) => operation.startsWith(word))),
  )
  const rows: Row[] = []
  for (const operation of chosen) {
    const cells: Cell[] = []
    for (const fault of faults) cells.push(await faultyRun(server, clean, operation, fault, always))
    const outcome = always.length > 0 ? [] : await deniedOutcome(server, clean, operation)
    rows.push({ operation, cells, outcome })
    for (const what of wrongIn(rows.slice(-1))) console.error(`WRONG ${what}`)
    console.error(
      `${operation}: ${cells.map(({ unknown, milliseconds }) => `${unknown} (${milliseconds} ms)`).join(', ')}`,
    )
  }
  return rows
}

function asTable(rows: readonly Row[]): string {
  return [
    `| operation | ${faults.join(' | ')} |`,
    `| --- | ${faults.map(() => '---:').join(' | ')} |`,
    ...rows.map(({ operation, cells }) => `| ${operation} | ${cells.map(cellText).join(' | ')} |`),
  ].join('\n')
}

function cellText({ unknown, wrong }: Cell): string {
  return wrong.length === 0 ? String(unknown) : `${unknown}, ${wrong.length} wrong`
}

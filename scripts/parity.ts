import { readFileSync, writeFileSync } from 'node:fs'
import { disagreements, parity, parityTable, undeclared } from '../test/live-server/parity.ts'
import { writeMadeInputs } from '../test/live-server/parity-inputs.ts'
import { platform } from '../test/live-server/platform.ts'
import { useServer } from '../test/live-server/scan-live.ts'
import { startServer } from '../test/live-server/server.ts'

/** One platform told in every input: prints the verdicts of each rule; `--write` renews the inputs and docs/parity.md. */
const DOCUMENT = new URL('../docs/parity.md', import.meta.url)
const MARK = '<!-- made by scripts/parity.ts -->'

const server = await startServer()
try {
  const write = process.argv.includes('--write')
  if (write) writeMadeInputs()
  await server.seed(platform())
  useServer(server.url)
  const table = await parity()
  const text = parityTable(table)
  console.log(text)
  const wrong = [...disagreements(table), ...undeclared(table)]
  for (const what of wrong) console.log(`WRONG ${what}`)
  if (write) {
    const [head = ''] = readFileSync(DOCUMENT, 'utf8').split(MARK)
    writeFileSync(DOCUMENT, `${head}${MARK}\n\n${text}\n`)
  }
  if (wrong.length > 0) process.exitCode = 1
} finally {
  await server.stop()
}

import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { sortedBy } from '../../src/util/order.ts'
import { disagreements, type Parity, parity, parityTable, undeclared } from './parity.ts'
import { madeInputs, PARITY } from './parity-inputs.ts'
import { platform } from './platform.ts'
import { useServer } from './scan-live.ts'
import { type LiveServer, startServer } from './server.ts'

vi.setConfig({ testTimeout: 60_000 })

let server: LiveServer
let table: Parity

beforeAll(async () => {
  server = await startServer()
  await server.seed(platform())
  useServer(server.url)
  table = await parity()
}, 600_000)

afterAll(() => server.stop())

it('has templates and an assembly of the platform that is seeded', () => {
  for (const [path, text] of madeInputs()) expect(readFileSync(`${PARITY}${path}`, 'utf8')).toBe(text)
})

it('gives every rule one verdict on a subject in all inputs that can tell', () => {
  expect(disagreements(table)).toEqual([])
})

it('leaves nothing undecided but for the input', () => {
  expect(undeclared(table)).toEqual([])
})

/** The export was made of the account after Terraform had applied the plan onto it. */
it('foresees in the plan what the account is judged as after apply', () => {
  for (const [rule, subjects] of table) {
    for (const [subject, told] of subjects) {
      const pair = sortedBy(
        [`${told.get('plan')?.verdict}`, `${told.get('export')?.verdict}`],
        (verdict) => verdict,
      ).join(' and ')
      expect(`${rule} on ${subject}: ${pair}`).not.toMatch(/: fail and pass$/)
    }
  }
})

it('is what docs/parity.md shows', () => {
  const text = readFileSync(new URL('../../docs/parity.md', import.meta.url), 'utf8')
  expect(text.split('<!-- made by scripts/parity.ts -->')[1]?.trim()).toBe(parityTable(table))
})

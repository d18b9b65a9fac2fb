import pLimit from 'p-limit'
import { loadRuleset } from '../src/ruleset/index.ts'
import { compileRules } from '../src/scan/compile-rules.ts'
import { needsOf } from '../src/scan/live.ts'
import { selectRules } from '../src/scan/select-rules.ts'
import { CALLS, type Call } from '../src/sources/live/calls.ts'
import { type Client, openClient, SERVICES } from '../src/sources/live/clients.ts'
import { type Asked, collect } from '../src/sources/live/collect.ts'
import { LIMITS, openTraffic } from '../src/sources/live/lane.ts'
import { planCalls } from '../src/sources/live/plan.ts'
import { HOME, manyServices } from '../test/live-server/platform.ts'
import { useServer } from '../test/live-server/scan-live.ts'
import { type LiveServer, startServer } from '../test/live-server/server.ts'

/**
 * node bench/live.ts [SERVICES]
 *
 * The calls of a second of the collector against those of a bare loop that sends the same requests, which it knows
 * beforehand, by the same SDK at the same concurrency: both in turn, in one process, at the same server.
 */
const ROUNDS = 7
const count = Number(process.argv[2] ?? 200)
const ACCOUNT = String(100_000_000_000 + count)

const server = await startServer()
try {
  await server.seed([{ account: ACCOUNT, region: HOME, template: manyServices(count) }])
  await server.freeze()
  useServer(server.url, ACCOUNT)
  await measure(server)
} finally {
  await server.stop()
}

async function measure(server: LiveServer): Promise<void> {
  const ruleset = selectRules(await loadRuleset('opscheck:all'), { rules: [], topics: [] })
  const plan = planCalls(needsOf(await compileRules(ruleset.rules), ruleset, []))
  const credentials = { accessKeyId: `AKIA${ACCOUNT}`, secretAccessKey: 'none' }
  const target = { account: ACCOUNT, partition: 'aws', regions: [HOME], credentials }
  const collector = () => collect(target, plan, openTraffic(LIMITS, undefined), () => {})
  const { answers } = await collector()
  const bare = () => loop(answers, credentials)
  await bare()
  const ratios: number[] = []
  for (let round = 0; round < ROUNDS; round += 1) {
    const one = await rate(server, collector)
    const other = await rate(server, bare)
    ratios.push(one.rate / other.rate)
    console.log(
      `collector ${one.calls} calls, ${one.rate.toFixed(0)}/s; bare loop ${other.calls} calls, ${other.rate.toFixed(0)}/s`,
    )
  }
  const median = ratios.toSorted((left, right) => left - right)[ROUNDS >> 1] ?? 0
  console.log(`ratio ${median.toFixed(2)} (median of ${ROUNDS})`)
}

async function rate(server: LiveServer, work: () => Promise<unknown>): Promise<{ calls: number; rate: number }> {
  await server.reset()
  const start = performance.now()
  await work()
  const seconds = (performance.now() - start) / 1000
  const calls = Object.values(await server.calls()).reduce((sum, each) => sum + each, 0)
  return { calls, rate: calls / seconds }
}

/** Everything at once, four calls a service and 32 in all, as the collector does it. */
async function loop(answers: readonly Asked[], credentials: object): Promise<void> {
  const overall = pLimit(LIMITS.overall)
  const lanes = new Map<string, { readonly limit: ReturnType<typeof pLimit>; readonly client: Promise<Client> }>()
  await Promise.all(
    answers.map((answer) => {
      const call = CALLS.find(({ operation }) => operation === answer.operation)
      const service = call?.sdk ?? answer.operation.slice(0, answer.operation.indexOf(':'))
      const sdk = SERVICES.find((name) => name === service)
      if (call === undefined || sdk === undefined) throw new Error(`${answer.operation} is not in the table`)
      const key = `${answer.region} ${sdk}`
      const lane = lanes.get(key) ?? {
        limit: pLimit(LIMITS.perLane),
        client: openClient(sdk, { region: HOME, credentials, maxAttempts: LIMITS.attempts }),
      }
      lanes.set(key, lane)
      return pages(call, answer, lane.client, (work) => lane.limit(() => overall(work)))
    }),
  )
  for (const { client } of lanes.values()) (await client).destroy()
}

async function pages(
  call: Call,
  { request }: Asked,
  client: Promise<Client>,
  limited: (work: () => Promise<unknown>) => Promise<unknown>,
): Promise<void> {
  const api = call.api ?? call.operation.slice(call.operation.indexOf(':') + 1)
  const size = call.page?.size === undefined ? {} : { [call.page.size[0]]: call.page.size[1] }
  for (let token: string | undefined, first = true; first || token !== undefined; first = false) {
    const asked = { ...request, ...size, ...(token === undefined ? {} : { [call.page?.ask ?? '']: token }) }
    const body = await limited(async () =>
      (await client).send(api, asked, AbortSignal.timeout(60_000)).catch(() => ({})),
    )
    const told = Object.entries(body ?? {}).find(([key]) => key === call.page?.told)?.[1]
    token = typeof told === 'string' && told !== '' ? told : undefined
  }
}

import { HOME, manyServices } from '../test/live-server/platform.ts'
import { scanLive, useServer } from '../test/live-server/scan-live.ts'
import { type LiveServer, startServer } from '../test/live-server/server.ts'

/** Prints how many calls a live scan by the five core rules makes for a number of services, as the server counts them. */
const CORE = [
  'logging/log-driver-set',
  'metrics/container-insights-enabled',
  'tracing/task-role-can-write',
  'governance/approval-before-production',
  'images/lifecycle-policy-present',
]

const server = await startServer()
try {
  for (const services of [10, 50, 200]) await count(server, services)
} finally {
  await server.stop()
}

async function count(server: LiveServer, services: number): Promise<void> {
  const account = String(100_000_000_000 + services)
  await server.seed([{ account, region: HOME, template: manyServices(services) }])
  await server.reset()
  useServer(server.url, account)
  const start = performance.now()
  const { summary } = await scanLive({ accounts: [], regions: [HOME], allRegions: false }, { rules: CORE })
  const seconds = ((performance.now() - start) / 1000).toFixed(1)
  const calls = Object.values(await server.calls()).reduce((sum, each) => sum + each, 0)
  console.log(`${services} services: ${calls} calls in ${seconds} s; ${JSON.stringify(summary)}`)
}

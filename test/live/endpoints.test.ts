import dns from 'node:dns'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openClient, SERVICES } from '../../src/sources/live/clients.ts'
import { actionsFor } from '../../src/sources/live/permissions.ts'

const system = dns.lookup
const hosts = new Set<string>()

/** Nothing goes over the network: whom it would go to is what is asked. */
beforeEach(() => {
  hosts.clear()
  dns.lookup = Object.assign((host: string, _options: unknown, done: (error: Error) => void) => {
    hosts.add(host)
    done(Object.assign(new Error('no network'), { code: 'ENOTFOUND' }))
  }, system)
})
afterEach(() => {
  dns.lookup = system
})

const CREDENTIALS = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'none' }
const READS: Readonly<Record<string, readonly [api: string, request: object]>> = {
  iam: ['ListRoles', {}],
  sts: ['GetCallerIdentity', {}],
  ecs: ['ListClusters', {}],
  s3: ['ListBuckets', {}],
  codeconnections: ['ListConnections', {}],
}

test.each([
  [
    'cn-north-1',
    ['iam.cn-north-1.amazonaws.com.cn', 'sts.cn-north-1.amazonaws.com.cn', 'ecs.cn-north-1.amazonaws.com.cn'],
  ],
  ['us-gov-west-1', ['iam.us-gov.amazonaws.com', 'sts.us-gov-west-1.amazonaws.com', 'ecs.us-gov-west-1.amazonaws.com']],
  ['eu-west-1', ['iam.amazonaws.com', 'sts.eu-west-1.amazonaws.com', 'ecs.eu-west-1.amazonaws.com']],
])('in %s the endpoints are those of its partition', async (region, expected) => {
  for (const sdk of SERVICES) {
    const [api, request] = READS[sdk] ?? []
    if (api === undefined) continue
    const client = await openClient(sdk, { region, credentials: CREDENTIALS, maxAttempts: 1 })
    await expect(client.send(api, { ...request }, AbortSignal.timeout(5_000))).rejects.toThrow('no network')
    client.destroy()
  }
  expect([...hosts]).toEqual(expect.arrayContaining(expected))
})

test('the permissions name no partition', () => {
  const need = { selects: ['AWS::SSM::Document'], reads: new Set(['AWS::SSM::Document']), words: '', tags: false }
  expect(JSON.stringify(actionsFor([need]))).not.toContain('arn:aws:')
})

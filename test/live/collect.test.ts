import { afterEach, describe, expect, test, vi } from 'vitest'
import type { Answer } from '../../src/sources/export/answer.ts'
import { collect } from '../../src/sources/live/collect.ts'
import { LIMITS, type Limits, openTraffic } from '../../src/sources/live/lane.ts'
import { type Need, planCalls } from '../../src/sources/live/plan.ts'
import { type Asked, startStandIn, type Told } from './stand-in.ts'

const ACCOUNT = '111122223333'
const arn = (service: string, rest: string): string => `arn:aws:${service}:eu-west-1:${ACCOUNT}:${rest}`
const need = (types: readonly string[], words = ''): readonly Need[] => [
  { selects: types, reads: new Set(types), words, tags: false },
]

let running: Awaited<ReturnType<typeof startStandIn>> | undefined
afterEach(async () => {
  vi.unstubAllEnvs()
  await running?.stop()
  running = undefined
})

async function collected(
  types: readonly string[],
  answer: (asked: Asked) => Told | 'hang' | 'reset',
  { limits = {}, words = '', signal }: { limits?: Partial<Limits>; words?: string; signal?: AbortSignal } = {},
): Promise<{ readonly answers: readonly Answer[]; readonly asked: readonly Asked[] }> {
  running = await startStandIn(answer)
  vi.stubEnv('AWS_ENDPOINT_URL', running.url)
  const target = {
    account: ACCOUNT,
    partition: 'aws',
    regions: ['eu-west-1'],
    credentials: { accessKeyId: `AKIA${ACCOUNT}`, secretAccessKey: 'none' },
  }
  const traffic = openTraffic({ ...LIMITS, attempts: 2, ...limits }, signal)
  const { answers } = await collect(target, planCalls(need(types, words)), traffic, () => {})
  return { answers, asked: running.asked }
}

const brief = ({ operation, complete, error }: Answer): string =>
  `${operation} ${error === undefined ? (complete ? 'complete' : 'cut') : error.code}`

/** So many clusters, in pages of a hundred. */
function clusters(count: number) {
  const arns = Array.from({ length: count }, (_, index) => arn('ecs', `cluster/c${String(index).padStart(4, '0')}`))
  return ({ operation, input }: Asked): Told => {
    if (operation === 'ecs:ListClusters') {
      const from = Number(input.nextToken ?? 0)
      const page = arns.slice(from, from + 100)
      return { clusterArns: page, ...(from + 100 < arns.length ? { nextToken: String(from + 100) } : {}) }
    }
    const asked = Array.isArray(input.clusters) ? input.clusters : []
    if (asked.length > 100) return { status: 400, code: 'InvalidParameterException' }
    return { clusters: asked.map((clusterArn) => ({ clusterArn, status: 'ACTIVE' })) }
  }
}

describe('collecting', () => {
  test('reads all pages and asks in batches', async () => {
    const { answers, asked } = await collected(['AWS::ECS::Cluster'], clusters(250))
    expect(asked.map(({ operation }) => operation).sort()).toEqual([
      ...Array<string>(3).fill('ecs:DescribeClusters'),
      ...Array<string>(3).fill('ecs:ListClusters'),
    ])
    expect(answers.map(brief)).toEqual([
      'ecs:ListClusters complete',
      ...Array<string>(3).fill('ecs:DescribeClusters complete'),
    ])
    expect(answers[0]?.body).toEqual({ clusterArns: expect.objectContaining({ length: 250 }) })
    expect(answers[0]?.request).toEqual({})
    expect(answers[1]?.request).toMatchObject({ include: ['SETTINGS', 'CONFIGURATIONS', 'TAGS'] })
  })

  test('asks for nothing that depends on an empty list', async () => {
    const { asked } = await collected(['AWS::ECS::Service'], ({ operation }) =>
      operation === 'ecs:ListClusters' ? { clusterArns: [] } : { status: 500, text: '' },
    )
    expect(asked.map(({ operation }) => operation)).toEqual(['ecs:ListClusters'])
  })

  test.each([
    [
      'denied',
      { status: 400, code: 'AccessDeniedException', message: 'secret-of-the-server' },
      'AccessDeniedException',
    ],
    ['throttled for ever', { status: 400, code: 'ThrottlingException' }, 'ThrottlingException'],
    ['an error of the server', { status: 500, code: 'ServerException' }, 'ServerException'],
    ['a page of HTML', { status: 500, text: '<html>' }, 'ApiUnavailable'],
    ['a body cut short', { status: 200, text: '{"clusterArns": ["a' }, 'MalformedResponse'],
    ['a body of another shape', { something: 1 }, 'MalformedResponse'],
  ] as const)('%s becomes an answer with its error', async (_, told, code) => {
    const { answers } = await collected(['AWS::ECS::Cluster'], () => told)
    expect(answers.find(({ operation }) => operation === 'ecs:ListClusters')?.error?.code).toBe(code)
    expect(JSON.stringify(answers)).not.toContain('secret-of-the-server')
  })

  test('a connection that breaks becomes an answer with its error', async () => {
    const { answers } = await collected(['AWS::ECS::Cluster'], () => 'reset')
    expect(answers[0]?.error?.code).toBe('ConnectionReset')
  })

  test('a call without an end is given up', async () => {
    const { answers } = await collected(['AWS::ECS::Cluster'], () => 'hang', { limits: { callMs: 50 } })
    expect(answers[0]?.error?.code).toBe('TimeoutError')
  })

  test('keeps the pages before one that fails, and says that there are more', async () => {
    const { answers } = await collected(['AWS::ECS::Cluster'], (asked) => {
      if (asked.operation === 'ecs:ListClusters' && asked.input.nextToken !== undefined)
        return { status: 400, code: 'AccessDeniedException' }
      return clusters(250)(asked)
    })
    expect(answers.map(brief).slice(0, 2)).toEqual(['ecs:ListClusters cut', 'ecs:ListClusters AccessDeniedException'])
  })

  test('ends a list that tells the same page for ever', async () => {
    const { answers } = await collected(['AWS::ECS::Cluster'], (asked) =>
      asked.operation === 'ecs:ListClusters' ? { clusterArns: [], nextToken: 'again' } : clusters(0)(asked),
    )
    expect(answers.map(brief)[0]).toBe('ecs:ListClusters cut')
  })

  test('what is throttled now and then is read in the end', async () => {
    let turn = 0
    const { answers } = await collected(
      ['AWS::ECS::Cluster'],
      (asked) => {
        turn += 1
        return turn % 2 === 1 ? { status: 400, code: 'ThrottlingException' } : clusters(250)(asked)
      },
      { limits: { attempts: 10 } },
    )
    expect(answers.filter(({ error }) => error !== undefined)).toEqual([])
  }, 30_000)

  test('no policy is an answer that costs one call', async () => {
    const { answers, asked } = await collected(
      ['AWS::ECR::Repository'],
      ({ operation }) =>
        operation === 'ecr:DescribeRepositories'
          ? { repositories: [{ repositoryName: 'web', repositoryArn: arn('ecr', 'repository/web') }] }
          : { status: 400, code: 'LifecyclePolicyNotFoundException' },
      { words: 'lifecycleRules' },
    )
    expect(asked).toHaveLength(2)
    expect(answers.map(brief)).toEqual([
      'ecr:DescribeRepositories complete',
      'ecr:GetLifecyclePolicy LifecyclePolicyNotFoundException',
    ])
  })

  test('asks no more after an interrupt', async () => {
    const interrupt = new AbortController()
    const { answers } = await collected(
      ['AWS::ECS::Cluster'],
      () => {
        interrupt.abort()
        return 'hang'
      },
      { signal: interrupt.signal },
    )
    expect(answers[0]?.error?.code).toBe('Interrupted')
  })

  test('gives up an operation that failed three times in a row at every attempt', async () => {
    const { answers, asked } = await collected(
      ['AWS::CodePipeline::Pipeline'],
      ({ operation }) =>
        operation === 'codepipeline:ListPipelines'
          ? { pipelines: Array.from({ length: 40 }, (_, index) => ({ name: `p${index}` })) }
          : { status: 500, text: '<html>' },
      { limits: { perLane: 1, attempts: 1 } },
    )
    expect(asked).toHaveLength(4)
    expect(answers.filter(({ error }) => error?.code === 'ApiUnavailable')).toHaveLength(40)
  })
})

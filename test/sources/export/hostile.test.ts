import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Resource } from '../../../src/model/resource.ts'
import { exportSource, OPERATIONS, toSnapshot } from '../../../src/sources/export/index.ts'
import { ACCOUNT, all, answer, fileOf, live, REGION, read, readFiles, shown, the } from './support.ts'

function touch(resources: readonly Resource[]): void {
  for (const resource of resources) {
    for (const property of Object.keys(resource.properties)) resource.locate([property, 0, 'x'])
    resource.locate([])
  }
}

describe('foreign keys', () => {
  it('cannot change prototypes, and stay own entries', () => {
    const text = `{"taskDefinition":{"family":"a","taskDefinitionArn":"arn:aws:ecs:${REGION}:${ACCOUNT}:task-definition/a:1","__proto__":{"polluted":1},"containerDefinitions":[{"name":"a","dockerLabels":{"__proto__":"x","constructor":"y","toString":"z"}}]}}`
    const json: unknown = JSON.parse(text)
    const { properties } = the(readFiles([{ path: 'a.json', text, json }]), 'AWS::ECS::TaskDefinition')
    expect(Object.getPrototypeOf(properties)).toBe(Object.prototype)
    expect(Object.hasOwn({}, 'polluted')).toBe(false)
    const containers = properties.ContainerDefinitions
    const first: unknown = Array.isArray(containers) ? containers[0] : undefined
    expect(JSON.stringify(first)).toBe('{"Name":"a","DockerLabels":{"__proto__":"x","constructor":"y","toString":"z"}}')
  })

  it('of inherited names are no members', () => {
    const snapshot = live(
      answer('ecs:DescribeClusters', { clusters: [Object.create({ clusterArn: 'x', clusterName: 'y' })] }),
    )
    expect(all(snapshot, 'AWS::ECS::Cluster')).toEqual([])
  })
})

describe('wrong forms', () => {
  it.each([
    ['null', null],
    ['a text', 'x'],
    ['a list of nulls', [null]],
    ['a list of texts', ['x']],
    ['a structure', {}],
  ])('where a list of structures should be %s: the list is not taken for complete', (_case, value) => {
    const snapshot = live(answer('ec2:DescribeSubnets', { Subnets: value }))
    const [first] = snapshot.coverage
    expect(first?.state).toBe(value === null ? 'complete' : 'partial')
    if (value !== null) expect(first?.cause?.class).toBe('read')
  })

  it('of a whole body are no answer', () => {
    for (const body of [null, 1, 'x', []]) {
      const snapshot = live(answer('ec2:DescribeSubnets', body))
      expect(snapshot.coverage[0]).toMatchObject({ state: 'partial', cause: { class: 'read' } })
    }
  })

  it('of members are kept as they are and never throw', () => {
    const snapshot = live(
      answer('ecs:DescribeServices', {
        services: [
          {
            serviceArn: `arn:aws:ecs:${REGION}:${ACCOUNT}:service/c/s`,
            clusterArn: 5,
            deployments: 'x',
            taskSets: 7,
            networkConfiguration: [],
            tags: 'x',
            loadBalancers: null,
          },
        ],
      }),
    )
    touch(snapshot.resources)
    expect(shown(the(snapshot, 'AWS::ECS::Service').properties)).toMatchObject({ Cluster: 5, Tags: 'x' })
  })

  it('nested without end become unknown', () => {
    let deep: unknown = 'x'
    for (let depth = 0; depth < 400; depth += 1) deep = { a: deep }
    const { properties } = the(
      read({
        'p.json': {
          pipeline: {
            name: 'p',
            roleArn: 'r',
            stages: [{ name: 's', actions: [{ configuration: deep }], beforeEntry: deep }],
          },
        },
      }),
      'AWS::CodePipeline::Pipeline',
    )
    expect(JSON.stringify(shown(properties))).toContain('<limit: nested deeper than 100 levels>')
  })

  it('of texts that are documents cost no time', () => {
    const long = '%7B'.repeat(200_000)
    const snapshot = live(
      answer('sns:GetTopicAttributes', {
        Attributes: { TopicArn: `arn:aws:sns:${REGION}:${ACCOUNT}:t`, Owner: ACCOUNT, Policy: long },
      }),
    )
    expect(shown(the(snapshot, 'AWS::SNS::TopicPolicy').properties.PolicyDocument)).toContain('<read: ')
    const huge = live(
      answer('sns:GetTopicAttributes', {
        Attributes: { TopicArn: `arn:aws:sns:${REGION}:${ACCOUNT}:t`, Policy: ' '.repeat(2 ** 20 + 1) },
      }),
    )
    expect(shown(the(huge, 'AWS::SNS::TopicPolicy').properties.PolicyDocument)).toContain('<limit: ')
  })

  it('of names and paths are read as plain text', () => {
    const names = [
      '-'.repeat(5000),
      'get-'.repeat(2000),
      `${'a_'.repeat(3000)}describe-clusters`,
      '%E0%A4%A',
      'get-bucket-policy.%zz.json',
      '/',
      '',
    ]
    for (const path of names) {
      expect(typeof exportSource.recognise(fileOf(path, {}))).toBe('boolean')
      expect(typeof exportSource.recognise(fileOf(path, `An error occurred (${'a'.repeat(50_000)}`))).toBe('boolean')
    }
  })
})

describe('laws', () => {
  const json = fc.jsonValue({ maxDepth: 4 })
  const operation = fc.constantFrom(...Object.keys(OPERATIONS))
  const keys = fc.constantFrom(
    'clusters',
    'services',
    'taskDefinition',
    'repositories',
    'RoleDetailList',
    'Policies',
    'Reservations',
    'SecurityGroups',
    'RouteTables',
    'Buckets',
    'Attributes',
    'Rules',
    'Targets',
    'pipeline',
    'projects',
    'settings',
    'Status',
  )

  it('whatever a file holds, reading it throws nothing and is the same each time', () => {
    fc.assert(
      fc.property(fc.dictionary(keys, json, { maxKeys: 3 }), (content) => {
        const file = fileOf('a/describe-things.json', content)
        exportSource.recognise(file)
        const once = readFiles([file])
        const again = readFiles([file])
        touch(once.resources)
        expect(again.resources.map(({ address }) => address)).toEqual(once.resources.map(({ address }) => address))
        expect(again.coverage).toEqual(once.coverage)
      }),
    )
  })

  it('whatever an operation answers, reading it throws nothing and addresses are unique', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(operation, fc.dictionary(keys, json, { maxKeys: 2 })), { maxLength: 5 }),
        (bodies) => {
          const snapshot = toSnapshot(
            bodies.map(([name, body]) => answer(name, body)),
            { id: 'u', dialect: 'live', name: 'u', closed: false },
          )
          touch(snapshot.resources)
          const addresses = snapshot.resources.map(({ address }) => address)
          expect(new Set(addresses).size).toBe(addresses.length)
        },
      ),
    )
  })
})

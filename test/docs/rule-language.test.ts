import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { checkPath, checkType } from '../../src/engine/check-path.ts'
import { compile } from '../../src/engine/index.ts'
import type { Condition, Json } from '../../src/model/rule.ts'
import { parseYaml } from '../../src/util/yaml.ts'
import { rule } from '../engine/support.ts'

const page = readFileSync('docs/rule-language.md', 'utf8')

describe('what the page on the language shows is the language', () => {
  it('its example compiles', () => {
    const [, example = ''] = /```yaml\n(.*?)```/s.exec(page) ?? []
    const document = read(example)
    const { select, each, where, check } = document
    expect(() =>
      compiled({ select: String(select), each: String(each), where: map(where), check: map(check) }),
    ).not.toThrow()
  })

  // The forms of the table, written out with words that AWS has.
  it.each([
    'Family: x',
    'Family: [x, y]',
    'Family: { exists: true }',
    'Family: { like: "prod-*" }',
    'Family: { matches: "^v[0-9]+$" }',
    'some: { type: Opscheck::ECR::Image, by: { RepositoryName: Family } }\nthat: { ImagePushedAt: { olderThan: 3 } }',
    'Cpu: { atLeast: 3, atMost: 5 }',
    'Family: { param: name }',
    'Family: { param: table, at: NetworkMode }',
    'Family: { path: NetworkMode }',
    'some: taskRole\nthat: { name: { path: RoleName } }',
    'all: [{ Family: x }]\nany: [{ Family: x }, { Family: y }]\nnot: { Family: z }',
    'some: ContainerDefinitions\nwhere: { Essential: true }\nas: box\nthat: { Name: { exists: true } }',
    'every: ContainerDefinitions\nthat: { $.fargate: true }',
    'none: ContainerDefinitions',
    'count: ContainerDefinitions\ndistinct: Name\nis: { atLeast: 2 }',
    'Tags/owner.Value: x',
    'some: { type: AWS::EC2::Instance, by: { account: account, region: region } }',
    'param.name: x',
    'some: RequiresCompatibilities\nthat: { it: FARGATE }',
    'some: ContainerDefinitions\nthat: { DockerLabels/"com.acme/team": x }',
  ])('%s', (condition) => {
    expect(() => compiled({ select: 'AWS::ECS::TaskDefinition', check: read(condition) })).not.toThrow()
  })
})

function compiled({
  select,
  each,
  where,
  check,
}: {
  select: string
  each?: string
  where?: Condition
  check: Condition
}) {
  const given = rule({
    select: [select],
    check,
    ...(each === undefined ? {} : { each }),
    ...(where === undefined ? {} : { where }),
    parameters: { name: { default: 'x' }, table: { default: { awsvpc: 'x' } } },
  })
  return compile([{ rule: given, severity: 'low', parameters: {} }], { regex: () => () => true, checkPath, checkType })
}

function read(yaml: string): Condition {
  const parsed = parseYaml(yaml, 'core')
  if (!parsed.ok) throw new Error(parsed.problem.message)
  return map(parsed.document.value)
}

function map(value: unknown): Condition {
  if (isMap(value)) return value
  throw new Error('no mapping')
}

function isMap(value: unknown): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { expectOrderly, opscheck, temporaryFolder, writeInto } from './opscheck.ts'
import { type Planned, planOf } from './plan.ts'

const folder = temporaryFolder()
afterAll(folder.remove)

const LOGS: Planned = {
  address: 'aws_cloudwatch_log_group.logs',
  type: 'aws_cloudwatch_log_group',
  after: { name: 'logs', retention_in_days: 30 },
}

function task(containers: string): Planned {
  return {
    address: 'aws_ecs_task_definition.app',
    type: 'aws_ecs_task_definition',
    after: { family: 'app', container_definitions: containers },
  }
}

const SERVICE: Planned = {
  address: 'aws_ecs_service.app',
  type: 'aws_ecs_service',
  after: { name: 'app', deployment_circuit_breaker: [{ enable: true, rollback: true }] },
  unknown: { cluster: true, task_definition: true },
}

function configured(address: string, expressions: Readonly<Record<string, unknown>>) {
  const [type, name] = address.split('.')
  return { address, mode: 'managed', type, name, expressions }
}

function module(inputs: readonly string[]) {
  return {
    expressions: { it: { references: inputs } },
    module: { variables: { it: {} }, outputs: { it: { expression: { references: ['var.it'] } } } },
  }
}

interface Case {
  readonly name: string
  readonly plan: string
  readonly status: number
  /** The rule whose verdict is looked at; all rules run before. */
  readonly rule?: string
  readonly stdout?: readonly string[]
  readonly stderr?: readonly string[]
}

const CASES: readonly Case[] = [
  {
    name: 'an end that comes too early',
    plan: planOf([LOGS]).slice(0, -9),
    status: 2,
    stderr: ['error: plan.json cannot be read', 'at plan.json:1:'],
  },
  {
    name: 'modules nested 200 deep',
    plan: planOf(
      [LOGS],
      Array.from({ length: 200 }).reduce<Readonly<Record<string, unknown>>>(
        (inner) => ({ module_calls: { inner: { module: inner } } }),
        {},
      ),
    ),
    status: 2,
    stderr: ['error: plan.json cannot be read: nested deeper than 500 levels', 'at plan.json:1:'],
  },
  {
    name: 'modules that take their inputs from each other',
    plan: planOf([SERVICE, LOGS], {
      resources: [configured('aws_ecs_service.app', { task_definition: { references: ['module.a.it', 'module.a'] } })],
      module_calls: { a: module(['module.b.it', 'module.b']), b: module(['module.a.it', 'module.a']) },
    }),
    rule: 'delivery/rolling-deployment-rolls-back',
    status: 0,
    stdout: ['no findings'],
  },
  {
    name: 'forty modules, each with the outputs of the one before twice',
    plan: planOf([SERVICE, LOGS], {
      resources: [
        configured('aws_ecs_service.app', { task_definition: { references: ['module.m39.it', 'module.m39'] } }),
      ],
      module_calls: Object.fromEntries(
        Array.from({ length: 40 }, (_, index) => {
          const before = `module.m${index - 1}`
          return [`m${index}`, module(index === 0 ? [] : [`${before}.it`, before, `${before}.it`, before])]
        }),
      ),
    }),
    rule: 'delivery/rolling-deployment-rolls-back',
    status: 0,
    stdout: ['no findings'],
  },
  {
    name: 'one expression of 20,000 references',
    plan: planOf([SERVICE, LOGS], {
      resources: [
        configured('aws_ecs_service.app', {
          task_definition: {
            references: Array.from({ length: 20_000 }, (_, index) => `aws_ecs_task_definition.t${index}.arn`),
          },
        }),
      ],
    }),
    rule: 'delivery/rolling-deployment-rolls-back',
    status: 0,
    stdout: ['no findings'],
  },
  {
    name: 'container definitions that are no JSON',
    plan: planOf([task('['.repeat(100_000))]),
    rule: 'logging/log-driver-set',
    status: 3,
    stdout: ['container_definitions of aws_ecs_task_definition.app is not a JSON list'],
  },
  {
    name: 'container definitions nested 100,000 deep',
    plan: planOf([task('['.repeat(100_000) + ']'.repeat(100_000))]),
    rule: 'logging/log-driver-set',
    status: 3,
    stdout: ['container_definitions of aws_ecs_task_definition.app is not a JSON list'],
  },
  {
    name: 'a group of 50,000 rules',
    plan: planOf([
      {
        address: 'aws_security_group.wide',
        type: 'aws_security_group',
        after: {
          name: 'wide',
          ingress: Array.from({ length: 50_000 }, (_, index) => ({
            from_port: index,
            to_port: index,
            protocol: 'tcp',
            cidr_blocks: ['10.0.0.0/8'],
            ipv6_cidr_blocks: [],
            prefix_list_ids: [],
            security_groups: [],
            self: false,
            description: '',
          })),
        },
      },
    ]),
    rule: 'bastion/group-not-open-on-admin-ports',
    status: 0,
    stdout: ['0 unknown, 1 pass'],
  },
  {
    name: 'a number that no number can hold',
    plan: planOf([LOGS]).replaceAll('"retention_in_days":30', '"retention_in_days":1e999'),
    status: 1,
    stdout: ['logging/log-retention-set'],
  },
  {
    name: 'terminal sequences in an address',
    plan: planOf([
      { ...LOGS, address: 'aws_cloudwatch_log_group.logs["\u001b[31m\u0007"]', after: { retention_in_days: 0 } },
    ]),
    status: 1,
    stdout: ['aws_cloudwatch_log_group.logs["\\u001b[31m\\u0007"]'],
  },
  {
    name: 'names of the object prototype everywhere',
    plan: `{"format_version":"1.2","terraform_version":"1.11.4","planned_values":{"root_module":{"resources":[
      {"address":"aws_cloudwatch_log_group.__proto__","mode":"managed","type":"aws_cloudwatch_log_group",
       "name":"__proto__","values":{"__proto__":{"retention_in_days":30},"name":"constructor"},
       "sensitive_values":{"__proto__":true}}]}},
      "resource_changes":[
      {"address":"aws_cloudwatch_log_group.__proto__","mode":"managed","type":"aws_cloudwatch_log_group",
       "name":"__proto__","change":{"actions":["create"],"before":null,
       "after":{"__proto__":{"retention_in_days":30},"name":"constructor"},
       "after_unknown":{"__proto__":true},"after_sensitive":{"__proto__":true}}}],
      "configuration":{"root_module":{"resources":[
       {"address":"aws_cloudwatch_log_group.__proto__","expressions":{"__proto__":{"references":["var.__proto__"]},
        "kms_key_id":{"references":["var.__proto__","local.constructor","module.__proto__.toString"]}}}],
       "module_calls":{"__proto__":{"module":{"outputs":{"__proto__":{}}}},"constructor":{"module":{}}},
       "variables":{"__proto__":{}}}}}`,
    status: 1,
    stdout: ['aws_cloudwatch_log_group.__proto__', 'RetentionInDays is absent'],
  },
  {
    name: 'parts of a form that they never have',
    plan: (() => {
      const odd: readonly Planned[] = [
        { address: 'aws_ecs_cluster.a', type: 'aws_ecs_cluster', after: [3] },
        { ...task('[3, {"logConfiguration": []}]'), unknown: [[]], sensitive: 3 },
        { address: 'aws_ecr_repository.a', type: 'aws_ecr_repository', after: { image_scanning_configuration: 3 } },
        {
          address: 'aws_ecr_lifecycle_policy.a',
          type: 'aws_ecr_lifecycle_policy',
          after: { policy: 'no', repository: 3 },
        },
        {
          address: 'aws_security_group.a',
          type: 'aws_security_group',
          after: { ingress: [3, { cidr_blocks: 3, from_port: 'x' }] },
        },
        { address: 'aws_iam_role.a', type: 'aws_iam_role', after: { assume_role_policy: '{"Statement":3}' } },
        { address: 'aws_codepipeline.a', type: 'aws_codepipeline', after: { stage: [3, { action: [3, {}] }] } },
        {
          address: 'aws_ecs_service.a',
          type: 'aws_ecs_service',
          after: { network_configuration: 3, task_definition: [] },
        },
        { address: 'aws_cloudwatch_log_group.a', type: 'aws_cloudwatch_log_group', after: null },
      ]
      return planOf(odd, { resources: [3, { address: 'aws_ecs_service.a', expressions: [3] }], module_calls: [3] })
        .replace('"resource_changes":[', '"resource_changes":[null,3,"x",{"address":3},')
        .replace('"resources":[', '"resources":[null,3,"x",{"address":3},')
    })(),
    rule: 'metrics/container-insights-enabled',
    status: 1,
    stdout: ['aws_ecs_cluster.a'],
  },
  {
    name: 'lists in place of everything',
    plan: '{"format_version":"1.2","terraform_version":"1","planned_values":[],"resource_changes":{},"configuration":[]}',
    status: 2,
    stderr: ['error: plan.json'],
  },
]

describe.concurrent('a plan with', () => {
  it.each(CASES)(
    '$name',
    { timeout: 60_000 },
    async ({ name, plan, status, rule = 'logging/log-retention-set', stdout = [], stderr = [] }) => {
      const own = join(folder.path, name.replaceAll(/[^a-z0-9]/gi, '-'))
      writeInto(own, 'plan.json', plan)
      expectOrderly(await opscheck(own, ['scan', 'plan.json', '--ruleset', 'opscheck:all']))
      const ran = await opscheck(own, ['scan', 'plan.json', '--rule', rule])
      expectOrderly(ran)
      expect({ ...ran, stdout: ran.stdout.slice(-2_000) }).toMatchObject({ status })
      for (const text of stdout) expect(ran.stdout.replaceAll(/\n {2,}/g, ' ')).toContain(text)
      for (const text of stderr) expect(ran.stderr).toContain(text)
    },
  )
})

import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { expectOrderly, opscheck, temporaryFolder, writeInto } from './opscheck.ts'

const folder = temporaryFolder()
afterAll(folder.remove)

interface Case {
  readonly name: string
  readonly file: string
  readonly content: string
  readonly status: number
  /** The rule whose verdict is looked at; all rules run before. */
  readonly rule?: string
  readonly stdout?: readonly string[]
  readonly stderr?: readonly string[]
}

const SOUND = { Type: 'AWS::Logs::LogGroup', Properties: { RetentionInDays: 30 } }

function group(properties: Readonly<Record<string, unknown>>) {
  return { Type: 'AWS::Logs::LogGroup', Properties: properties }
}

function template(resources: Readonly<Record<string, unknown>>, more: Readonly<Record<string, unknown>> = {}): string {
  return JSON.stringify({ ...more, Resources: resources })
}

function numbered(count: number, make: (index: number) => readonly [string, unknown]): Record<string, unknown> {
  return Object.fromEntries(Array.from({ length: count }, (_, index) => make(index)))
}

function nested(depth: number, start: unknown, wrap: (inner: unknown) => unknown): unknown {
  let value = start
  for (let level = 0; level < depth; level += 1) value = wrap(value)
  return value
}

function hole(name: string): string {
  return `\${${name}}`
}

const HEAD = 'AWSTemplateFormatVersion: "2010-09-09"\nResources:\n  Logs:\n    Type: AWS::Logs::LogGroup\n'
const PASS = ['0 unknown, 1 pass']

const CASES: readonly Case[] = [
  {
    name: 'JSON that ends too early',
    file: 'a.json',
    content: '{"Resources":{"Logs":{"Type":"AWS::Logs::LogGroup","Properties":{"RetentionInDays":3',
    status: 2,
    stderr: ['error: a.json cannot be read', 'at a.json:1:85'],
  },
  {
    name: 'YAML that ends too early',
    file: 'a.yaml',
    content: `${HEAD}    Properties: { RetentionInDays: [30\n`,
    status: 2,
    stderr: ['error: a.yaml cannot be read', 'at a.yaml:6:1'],
  },
  {
    name: 'JSON nested 5,000 deep',
    file: 'a.json',
    content: template({ Logs: SOUND }).replace('30', '['.repeat(5_000) + ']'.repeat(5_000)),
    status: 2,
    stderr: ['error: a.json cannot be read: nested deeper than 500 levels', 'at a.json:1:'],
  },
  {
    name: 'YAML nested 5,000 deep',
    file: 'a.yaml',
    content: `${HEAD}    Properties: ${'['.repeat(5_000)}${']'.repeat(5_000)}\n`,
    status: 2,
    stderr: ['error: a.yaml cannot be read: nested deeper than 500 levels', 'at a.yaml:5:'],
  },
  {
    name: 'YAML indented 5,000 deep',
    file: 'a.yaml',
    content: `${HEAD}${Array.from({ length: 5_000 }, (_, level) => `${' '.repeat(level + 4)}a:`).join('\n')}\n`,
    status: 2,
    stderr: ['error: a.yaml cannot be read: nested deeper than 500 levels', 'at a.yaml:'],
  },
  {
    name: 'nesting that is still allowed',
    file: 'a.json',
    content: template({ Logs: group({ RetentionInDays: 30, Tags: nested(490, [], (inner) => [inner]) }) }),
    status: 0,
    stdout: PASS,
  },
  {
    name: 'aliases of aliases of aliases',
    file: 'a.yaml',
    content: `Mappings:\n  a: &a [x, x, x, x, x, x, x, x, x, x]\n${Array.from('bcdefghij', (name, index) => {
      const before = 'abcdefghi'[index]
      return `  ${name}: &${name} [${Array.from({ length: 10 }, () => `*${before}`).join(', ')}]`
    }).join(
      '\n',
    )}\nResources:\n  Logs:\n    Type: AWS::Logs::LogGroup\n    Properties: { RetentionInDays: 30, Tags: *j }\n`,
    status: 2,
    stderr: ['error: a.yaml cannot be read: aliases', 'at a.yaml:'],
  },
  {
    name: 'an alias inside of what it names',
    file: 'a.yaml',
    content: 'Resources:\n  Logs: &logs\n    Type: AWS::Logs::LogGroup\n    Properties: { Tags: *logs }\n',
    status: 2,
    stderr: ['error: a.yaml cannot be read', 'at a.yaml:4:25'],
  },
  {
    name: 'a key repeated in YAML',
    file: 'a.yaml',
    content: `${HEAD}  Logs:\n    Type: AWS::Logs::LogGroup\n`,
    status: 2,
    stderr: ['error: a.yaml cannot be read: the key "Logs" is repeated', 'at a.yaml:5:3'],
  },
  {
    name: 'a key repeated in JSON, whose last value counts',
    file: 'a.json',
    content: `{"Resources":{"Logs":{"Type":"AWS::Logs::LogGroup"},"Logs":${JSON.stringify(SOUND)}}}`,
    status: 0,
    stdout: PASS,
  },
  {
    name: 'resources that refer to each other in circles',
    file: 'a.json',
    content: template({
      A: group({ LogGroupName: { Ref: 'B' }, RetentionInDays: 30 }),
      B: group({ LogGroupName: { Ref: 'A' } }),
      C: group({ RetentionInDays: { 'Fn::GetAtt': ['C', 'Arn'] } }),
    }),
    status: 1,
    stdout: ['B  AWS::Logs::LogGroup', '1 pass'],
  },
  {
    name: 'conditions that refer to each other in circles',
    file: 'a.json',
    content: template(
      { Logs: group({ RetentionInDays: { 'Fn::If': ['X', 30, 2] } }), Other: SOUND },
      {
        Conditions: {
          X: { 'Fn::Not': [{ Condition: 'Y' }] },
          Y: { 'Fn::And': [{ Condition: 'X' }, { Condition: 'X' }] },
        },
      },
    ),
    status: 0,
    stdout: ['condition X refers to itself', '1 unknown, 1 pass'],
  },
  {
    name: '10,000 conditions, each the opposite of the one before',
    file: 'a.json',
    content: template(
      numbered(10_000, (index) => [`Logs${index}`, { ...SOUND, Condition: `C${index}` }]),
      {
        Parameters: { Stage: { Type: 'String' } },
        Conditions: numbered(10_000, (index) => [
          `C${index}`,
          index === 0 ? { 'Fn::Equals': [{ Ref: 'Stage' }, 'prod'] } : { 'Fn::Not': [{ Condition: `C${index - 1}` }] },
        ]),
      },
    ),
    status: 0,
    stdout: ['0 unknown, 10000 pass'],
  },
  {
    name: 'conditions that use the one before twice',
    file: 'a.json',
    content: template(
      { Logs: group({ RetentionInDays: { 'Fn::If': ['C99', 30, 7] } }) },
      {
        Parameters: { Stage: { Type: 'String' } },
        Conditions: numbered(100, (index) => [
          `C${index}`,
          index === 0
            ? { 'Fn::Equals': [{ Ref: 'Stage' }, 'prod'] }
            : { 'Fn::Or': [{ Condition: `C${index - 1}` }, { 'Fn::Not': [{ Condition: `C${index - 1}` }] }] },
        ]),
      },
    ),
    status: 0,
    stdout: PASS,
  },
  {
    name: 'a value that depends on 100 conditions',
    file: 'a.json',
    content: template(
      {
        Logs: group({
          RetentionInDays: Array.from({ length: 100 }).reduce<unknown>(
            (inner, _, index) => ({ 'Fn::If': [`C${index}`, inner, 2] }),
            30,
          ),
        }),
      },
      {
        Parameters: numbered(100, (index) => [`P${index}`, { Type: 'String' }]),
        Conditions: numbered(100, (index) => [`C${index}`, { 'Fn::Equals': [{ Ref: `P${index}` }, 'a'] }]),
      },
    ),
    status: 0,
    stdout: ['it depends on', '1 unknown, 0 pass'],
  },
  {
    name: 'loops in loops that make a thousand million resources',
    file: 'a.json',
    content: template(
      {
        'Fn::ForEach::A': [
          'A',
          Array.from({ length: 1_000 }, (_, index) => `a${index}`),
          {
            'Fn::ForEach::B': [
              'B',
              Array.from({ length: 1_000 }, (_, index) => `b${index}`),
              {
                'Fn::ForEach::C': [
                  'C',
                  Array.from({ length: 1_000 }, (_, index) => `c${index}`),
                  { [`L${hole('A')}${hole('B')}${hole('C')}`]: SOUND },
                ],
              },
            ],
          },
        ],
        Logs: group({}),
      },
      { Transform: 'AWS::LanguageExtensions' },
    ),
    status: 1,
    stdout: ['Logs  AWS::Logs::LogGroup'],
  },
  {
    name: 'a text with 100,000 holes',
    file: 'a.json',
    content: template(
      {
        Logs: group({
          RetentionInDays: 30,
          LogGroupName: { 'Fn::Sub': (hole('AWS::Region') + hole('Stage')).repeat(50_000) },
        }),
      },
      { Parameters: { Stage: { Type: 'String' } } },
    ),
    status: 0,
    stdout: PASS,
  },
  {
    name: 'a text of 100,000 holes that never close',
    file: 'a.json',
    content: template({ Logs: group({ RetentionInDays: 30, LogGroupName: { 'Fn::Sub': '${'.repeat(100_000) } }) }),
    status: 0,
    stdout: PASS,
  },
  {
    name: 'a text that is twice a text that is twice a text',
    file: 'a.json',
    content: template({
      Logs: group({
        RetentionInDays: 30,
        LogGroupName: nested(60, 'xx', (inner) => ({ 'Fn::Sub': [hole('a') + hole('a'), { a: inner }] })),
      }),
      Task: {
        Type: 'AWS::ECS::TaskDefinition',
        Properties: {
          ContainerDefinitions: [
            {
              Name: 'app',
              LogConfiguration: {
                LogDriver: nested(60, 'awslogs', (inner) => ({ 'Fn::Sub': [hole('a') + hole('a'), { a: inner }] })),
              },
            },
          ],
        },
      },
    }),
    rule: 'logging/log-driver-supported',
    status: 0,
    stdout: ['LogDriver of Task depends on values that are not known'],
  },
  {
    name: 'a policy of 100,000 statements',
    file: 'a.json',
    content: template({
      Role: {
        Type: 'AWS::IAM::Role',
        Properties: {
          Policies: [
            {
              PolicyName: 'long',
              PolicyDocument: {
                Statement: [
                  ...Array.from({ length: 100_000 }, (_, index) => ({
                    Effect: index % 3 === 0 ? 'Deny' : 'Allow',
                    Action: [`s3:Get${index}`, `ec2:*${index}`],
                    Resource: '*',
                  })),
                  { Effect: 'Allow', Action: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'], Resource: '*' },
                ],
              },
            },
          ],
        },
      },
      Task: {
        Type: 'AWS::ECS::TaskDefinition',
        Properties: {
          TaskRoleArn: { 'Fn::GetAtt': ['Role', 'Arn'] },
          ContainerDefinitions: [
            {
              Name: 'xray',
              Image: 'public.ecr.aws/xray/aws-xray-daemon:3.3.14',
              LogConfiguration: { LogDriver: 'json-file' },
            },
          ],
        },
      },
    }),
    rule: 'tracing/task-role-can-write',
    status: 0,
    stdout: ['no findings'],
  },
  {
    name: 'names of the object prototype everywhere',
    file: 'a.json',
    content: `{"__proto__":{"a":1},
      "Parameters":{"__proto__":{"Type":"String"},"constructor":{"Type":"String","Default":"x"}},
      "Conditions":{"__proto__":{"Fn::Equals":["a","a"]},"constructor":{"Fn::Equals":["a","b"]}},
      "Mappings":{"__proto__":{"constructor":{"__proto__":30}}},
      "Resources":{
        "__proto__":{"Type":"AWS::Logs::LogGroup","Properties":{"RetentionInDays":30}},
        "constructor":{"Type":"AWS::Logs::LogGroup","Properties":{"__proto__":{"RetentionInDays":30}}},
        "toString":{"Type":"__proto__"},
        "hasOwnProperty":{"Type":"AWS::Logs::LogGroup","Condition":"__proto__","Properties":{
          "RetentionInDays":{"Fn::FindInMap":["__proto__","constructor","__proto__"]},
          "LogGroupName":{"Ref":"__proto__"}}},
        "valueOf":{"Type":"AWS::Logs::LogGroup","Condition":"constructor"}}}`,
    status: 1,
    stdout: ['constructor  AWS::Logs::LogGroup', '1 finding at or above medium', '0 unknown, 2 pass'],
  },
  {
    name: 'control characters and terminal sequences in names and values',
    file: 'a.json',
    content: template({
      'a\u001b[31mred\u0007\u202e\n\u200b\u009b2J': group({ LogGroupName: 'x\u001b]0;title\u0007' }),
      Task: {
        Type: 'AWS::ECS::TaskDefinition',
        Properties: {
          ContainerDefinitions: [{ Name: 'c\u001b[2J', LogConfiguration: { LogDriver: '\u001b[31mfoo\r' } }],
        },
      },
    }),
    rule: 'logging/log-*',
    status: 1,
    stdout: ['a\\u001b[31mred\\u0007\\u202e\\n\\u200b\\u009b2J', 'c\\u001b[2J'],
  },
  {
    name: 'lone surrogates',
    file: 'a.json',
    content: '{"Resources":{"Logs\\ud800":{"Type":"AWS::Logs::LogGroup","Properties":{"LogGroupName":"\\udfff"}}}}',
    status: 1,
    stdout: ['Logs\\ud800'],
  },
  {
    name: 'JSON with a byte-order mark',
    file: 'a.json',
    content: `\ufeff${template({ Logs: SOUND })}`,
    status: 0,
    stdout: PASS,
  },
  {
    name: 'YAML with a byte-order mark',
    file: 'a.yaml',
    content: `\ufeff${HEAD}    Properties: { RetentionInDays: 30 }\n`,
    status: 0,
    stdout: PASS,
  },
  {
    name: 'parts of a form that they never have',
    file: 'a.json',
    content: JSON.stringify({
      AWSTemplateFormatVersion: [],
      Parameters: [1],
      Conditions: 'x',
      Mappings: 3,
      Outputs: null,
      Transform: { a: 1 },
      Resources: {
        A: null,
        B: 3,
        C: [],
        D: { Type: 3 },
        E: { Type: 'AWS::Logs::LogGroup', Properties: [] },
        G: { Type: 'AWS::ECS::TaskDefinition', Properties: { ContainerDefinitions: 'x' } },
        H: {
          Type: 'AWS::ECS::TaskDefinition',
          Properties: { ContainerDefinitions: [null, 3, 'x', [[]], { LogConfiguration: 3 }] },
        },
        I: { Type: 'AWS::EC2::SecurityGroup', Properties: { SecurityGroupIngress: { a: 1 } } },
        J: { Type: 'AWS::ECS::Cluster', Condition: { a: 1 }, Properties: { ClusterSettings: { 'Fn::If': 3 } } },
        K: { Type: 'AWS::Logs::LogGroup', Properties: { RetentionInDays: { 'Fn::If': ['nope', 1] } } },
        L: { Type: 'AWS::IAM::Role', Properties: { Policies: [3, { PolicyDocument: { Statement: 'x' } }] } },
        M: {
          Type: 'AWS::ECR::Repository',
          Properties: { LifecyclePolicy: { LifecyclePolicyText: '{"rules":[3,{"selection":[]}]}' } },
        },
        N: {
          Type: 'AWS::CodePipeline::Pipeline',
          Properties: { Stages: [3, { Actions: 3 }, { Actions: [null, { ActionTypeId: 3, RunOrder: 'x' }] }] },
        },
        O: { Type: 'AWS::ECS::Service', Properties: { NetworkConfiguration: [], TaskDefinition: { Ref: 3 } } },
        P: { Type: 'AWS::EC2::Instance', Properties: { NetworkInterfaces: [3], SecurityGroupIds: 3 } },
        Q: { Type: 'AWS::CloudWatch::Alarm', Properties: { Dimensions: 3, AlarmActions: {} } },
        R: { Type: 'AWS::EC2::Subnet', Properties: { CidrBlock: '::/999', VpcId: [] } },
        S: { Type: 'AWS::CloudFormation::Stack', Properties: { TemplateURL: [] } },
      },
    }),
    status: 1,
    stdout: ['B of stack a has no Type'],
  },
]

describe.concurrent('a template with', () => {
  it.each(CASES)(
    '$name',
    { timeout: 120_000 },
    async ({ name, file, content, status, rule = 'logging/log-retention-set', stdout = [], stderr = [] }) => {
      const own = join(folder.path, name.replaceAll(/[^a-z0-9]/gi, '-'))
      writeInto(own, file, content)
      expectOrderly(await opscheck(own, ['scan', file, '--ruleset', 'opscheck:all']))
      const ran = await opscheck(own, ['scan', file, '--rule', rule])
      expectOrderly(ran)
      expect({ ...ran, stdout: ran.stdout.slice(-2_000) }).toMatchObject({ status })
      for (const text of stdout) expect(flat(ran.stdout)).toContain(text)
      for (const text of stderr) expect(ran.stderr).toContain(text)
    },
  )

  it('itself as a nested stack', { timeout: 60_000 }, async () => {
    const own = join(folder.path, 'nested')
    mkdirSync(own)
    const stack = (file: string) =>
      template(
        {
          Inner: {
            Type: 'AWS::CloudFormation::Stack',
            Properties: { TemplateURL: file, Parameters: { Name: { 'Fn::GetAtt': ['Inner', 'Outputs.Name'] } } },
          },
          Logs: group({ LogGroupName: { 'Fn::GetAtt': ['Inner', 'Outputs.Name'] } }),
        },
        { Outputs: { Name: { Value: { 'Fn::GetAtt': ['Inner', 'Outputs.Name'] } } } },
      )
    writeInto(own, 'one.json', stack('two.json'))
    writeInto(own, 'two.json', stack('one.json'))
    const ran = await opscheck(own, ['scan', 'one.json'])
    expectOrderly(ran)
    expect(ran.status).toBe(1)
    expect(flat(ran.stdout)).toContain('contains itself')
  })

  it.each([
    { name: '25 MB of YAML, which is read', megabytes: 25, status: 0, stderr: '' },
    { name: '40 MB of YAML, which is refused', megabytes: 40, status: 2, stderr: 'error: large.yaml is too large' },
  ])('$name', { timeout: 120_000 }, async ({ megabytes, status, stderr }) => {
    const own = join(folder.path, `large-${megabytes}`)
    const head = `${HEAD}    Properties: { RetentionInDays: 30 }\n    Metadata:\n`
    writeInto(own, 'large.yaml', head + filler(megabytes * 1e6))
    const ran = await opscheck(own, ['scan', 'large.yaml', '--rule', 'logging/log-retention-set'])
    expectOrderly(ran)
    expect(ran.status).toBe(status)
    expect(ran.stderr).toContain(stderr)
  })
})

/** Metadata of about so many characters. */
function filler(length: number): string {
  const line = (index: number): string => `      Key${index}: ${'filler '.repeat(12)}\n`
  return Array.from({ length: Math.ceil(length / line(100_000).length) }, (_, index) => line(index)).join('')
}

/** Without the breaks of long lines. */
function flat(text: string): string {
  return text.replaceAll(/\n {2,}/g, ' ')
}

import { describe, expect, it } from 'vitest'
import { createStackValues } from '../../../src/sources/stack-values.ts'
import { read, resource, shown, shownCondition } from './support.ts'

const topic = (properties: string, rest = '') => `{Type: AWS::SNS::Topic, Properties: ${properties}${rest}}`

describe('conditions', () => {
  const conditioned = (conditions: string, parameters: Readonly<Record<string, string>> = {}) =>
    read(
      `Parameters:
  Env: {Type: String, AllowedValues: [dev, stg, prod]}
  Flag: {Type: String, AllowedValues: ['true', 'false']}
  Name: {Type: String}
  Hidden: {Type: String, NoEcho: true, Default: ''}
Conditions:
  C: ${conditions}
  Other: !Equals [!Ref Name, x]
Resources:
  A: ${topic('{}', ', Condition: C')}
`,
      { parameters },
    )

  it.each([
    ['!Equals [a, a]', 'always'],
    ['!Equals [1, "1"]', 'always'],
    ['!Equals [true, "true"]', 'always'],
    ['!Equals [!Ref Hidden, ""]', 'always'],
    ['!Equals [!Ref Env, prod]', 'parameter Env equals "prod"'],
    ['!Equals [prod, !Ref Env]', 'parameter Env equals "prod"'],
    ['!Equals [!Ref Flag, "false"]', 'not(parameter Flag equals "true")'],
    ['!Not [!Equals [!Ref Name, x]]', 'not(parameter Name equals "x")'],
    ['!Not [!Not [!Condition Other]]', 'parameter Name equals "x"'],
    ['!And [!Equals [a, a], !Equals [!Ref Name, x]]', 'parameter Name equals "x"'],
    [
      '!Or [!Equals [!Ref Env, prod], !Equals [!Ref Env, stg]]',
      'or(parameter Env equals "prod", parameter Env equals "stg")',
    ],
    ['!Equals [!Ref AWS::Region, eu-west-1]', 'AWS::Region equals "eu-west-1"'],
    [`!Equals [!Sub "\${Env}-x", prod-x]`, 'condition C'],
    ['!Equals [!Ref Env, !Ref Name]', 'condition C'],
    ['!Equals [!Join ["", [!Ref Name]], x]', 'parameter Name equals "x"'],
    ['!Condition C', 'condition C'],
    ['!Condition Nowhere', 'condition Nowhere'],
  ])('%s keeps the resource: %s', (condition, expected) => {
    expect(shownCondition(resource(conditioned(condition), 'A').condition)).toBe(expected)
  })

  it.each([
    ['!Equals [a, b]'],
    ['!Equals [!Ref Env, test]'],
    [`!Equals [!Sub "\${Env}-x", prod-y]`],
    ['!And [!Equals [a, b], !Equals [!Ref Name, x]]'],
    ['!Not [!Equals [!Ref Hidden, ""]]'],
  ])('%s drops the resource', (condition) => {
    expect(conditioned(condition).resources).toEqual([])
  })

  it('are decided by what parameters are given', () => {
    expect(conditioned('!Equals [!Ref Env, prod]', { Env: 'prod' }).resources).toHaveLength(1)
    expect(conditioned('!Equals [!Ref Env, prod]', { Env: 'dev' }).resources).toHaveLength(0)
  })

  it('ask one question for one comparison, so that different parameter values exclude each other', () => {
    const snapshot = conditioned('!Or [!Equals [!Ref Env, prod], !Equals [!Ref Env, stg]]')
    const condition = resource(snapshot, 'A').condition
    expect(condition).toEqual({
      op: 'or',
      of: [
        {
          op: 'atom',
          id: 'web.yaml/Env=prod',
          text: 'parameter Env equals "prod"',
          subject: 'web.yaml/Env',
          equals: 'prod',
        },
        {
          op: 'atom',
          id: 'web.yaml/Env=stg',
          text: 'parameter Env equals "stg"',
          subject: 'web.yaml/Env',
          equals: 'stg',
        },
      ],
    })
  })

  it('that share parts stay small enough to be walked as trees', () => {
    const doubled = Array.from(
      { length: 60 },
      (_, index) => `  D${index + 1}: !Or [!And [!Condition D${index}, !Condition E], !Condition D${index}]`,
    )
    const snapshot = read(
      `Parameters:\n  A: {Type: String}\nConditions:\n  E: !Equals [!Ref A, e]\n  D0: !Equals [!Ref A, d]\n${doubled.join('\n')}\nResources:\n  R: {Type: AWS::SNS::Topic, Condition: D60}\n`,
    )
    expect(JSON.stringify(resource(snapshot, 'R').condition).length).toBeLessThan(50_000)
  })
})

describe('loops', () => {
  const loops = (resources: string, parameters: Readonly<Record<string, string>> = {}) =>
    read(
      `Transform: AWS::LanguageExtensions
Parameters:
  Names: {Type: CommaDelimitedList}
Conditions:
  Fn::ForEach::Each:
    - Id
    - [a, b]
    - Is\${Id}: !Equals [!Ref Id, a]
Resources:
${resources}`,
      { parameters },
    )

  it('make one resource of each item, with the item in names, texts and references', () => {
    const snapshot = loops(`  Fn::ForEach::Topics:
    - Id
    - [one, two-b]
    - Topic&{Id}:
        Type: AWS::SNS::Topic
        Properties:
          TopicName: !Sub "\${Id}-\${AWS::Region}"
          Plain: \${Id}
          Same: !Ref Id
          Sibling: !GetAtt Topic&{Id}.Arn
`)
    expect(snapshot.resources.map(({ address }) => address)).toEqual(['Topicone', 'Topictwob'])
    expect(shown(resource(snapshot, 'Topictwob').properties)).toEqual({
      TopicName: 'two-b-?the region of stack web is not known',
      Plain: 'two-b',
      Same: 'two-b',
      Sibling: '<Topictwob.Arn>',
    })
    expect(resource(snapshot, 'Topictwob').locate(['Plain'])).toMatchObject({
      line: 17,
      path: '/Resources/Fn::ForEach::Topics/2/Topic&{Id}/Properties/Plain',
    })
  })

  it('nest, and decide conditions of their own', () => {
    const snapshot = loops(`  Fn::ForEach::Outer:
    - X
    - [a, b]
    - Fn::ForEach::Inner:
        - Y
        - [1, 2]
        - T\${X}\${Y}: {Type: AWS::SNS::Topic, Condition: "Is\${X}"}
`)
    expect(snapshot.resources.map(({ address }) => address)).toEqual(['Ta1', 'Ta2'])
  })

  it('run within properties', () => {
    const snapshot = loops(
      `  A:
    Type: AWS::CloudWatch::Dashboard
    Properties:
      Tags:
        Fn::ForEach::Tags:
          - Id
          - !Ref Names
          - Tag\${Id}: value-\${Id}
`,
      { Names: 'x,y' },
    )
    expect(resource(snapshot, 'A').properties).toEqual({ Tags: { Tagx: 'value-x', Tagy: 'value-y' } })
  })

  it('over what is not known tell which types there may be more of', () => {
    const snapshot = loops(`  Fn::ForEach::Groups:
    - Id
    - !Ref Names
    - Group\${Id}: {Type: AWS::Logs::LogGroup}
`)
    expect(snapshot.resources).toEqual([])
    expect(snapshot.coverage).toMatchObject([
      {
        type: 'AWS::Logs::LogGroup',
        state: 'partial',
        cause: {
          class: 'value',
          reason: 'the collection of Fn::ForEach::Groups is not known: parameter Names of stack web has no value',
        },
      },
    ])
  })

  it('that multiply without end stay open', () => {
    const items = `[${Array.from({ length: 100 }, (_, index) => index).join(', ')}]`
    const nested = (depth: number): string =>
      depth === 0
        ? `{"R\${A}\${B}\${C}\${D}": {"Type": "AWS::SNS::Topic"}}`
        : `{"Fn::ForEach::L${depth}": ["${'ABCD'[depth - 1]}", ${items}, ${nested(depth - 1)}]}`
    const snapshot = read(`Resources: ${nested(4)}`)
    expect(snapshot.resources.length).toBeLessThan(20_001)
    expect(snapshot.coverage.length).toBeGreaterThan(0)
  })
})

describe('nested stacks', () => {
  const child = `Parameters:
  Subnets: {Type: 'List<AWS::EC2::Subnet::Id>'}
  Env: {Type: String, Default: dev}
Conditions:
  IsProd: !Equals [!Ref Env, prod]
Resources:
  Topic: {Type: AWS::SNS::Topic, Properties: {Subnets: !Ref Subnets, Env: !Ref Env, Region: !Ref AWS::Region}}
  Extra: {Type: AWS::SNS::Topic, Condition: IsProd}
Outputs:
  Arn: {Value: !Ref Topic}
  Echo: {Value: !Ref Env}
`
  const parent = (stack: string, more = '') => `Parameters:
  Stage: {Type: String}
Conditions:
  Wanted: !Equals [!Ref Stage, live]
Resources:
  A: {Type: AWS::EC2::Subnet}
  B: {Type: AWS::EC2::Subnet}
  Net: ${stack}
  User: {Type: AWS::SNS::Topic, Properties: {Arn: !GetAtt Net.Outputs.Arn, Echo: !GetAtt Net.Outputs.Echo, None: !GetAtt Net.Outputs.None, Region: !Ref AWS::Region}}
${more}`
  const stack = (more: string) =>
    `{Type: AWS::CloudFormation::Stack${more}, Properties: {TemplateURL: https://bucket.s3.amazonaws.com/cfn/net.yaml, Parameters: {Subnets: !Join [",", [!Ref A, !Ref B]], Env: prod}}}`

  it('are part of the unit: parameters go down and outputs come up', () => {
    const snapshot = read(parent(stack('')), { beside: { 'net.yaml': child } })
    expect(snapshot.resources.map(({ address, unit }) => [address, unit.id])).toEqual([
      ['A', 'web.yaml'],
      ['B', 'web.yaml'],
      ['Net', 'web.yaml'],
      ['User', 'web.yaml'],
      ['Net/Topic', 'web.yaml'],
      ['Net/Extra', 'web.yaml'],
    ])
    expect(shown(resource(snapshot, 'Net/Topic').properties)).toEqual({
      Subnets: ['<A>', '<B>'],
      Env: 'prod',
      Region: '?the region of stack web is not known',
    })
    expect(shown(resource(snapshot, 'User').properties)).toEqual({
      Arn: '<Net/Topic>',
      Echo: 'prod',
      None: '?Net.Outputs.None is not defined in stack web',
      Region: '?the region of stack web is not known',
    })
    expect(resource(snapshot, 'Net/Topic').properties.Region).toBe(resource(snapshot, 'User').properties.Region)
    expect(resource(snapshot, 'Net/Topic').locate(['Env'])).toMatchObject({ file: 'net.yaml', line: 7 })
  })

  it('pass their condition on to all they hold', () => {
    const snapshot = read(parent(stack(', Condition: Wanted')), { beside: { 'net.yaml': child } })
    expect(shownCondition(resource(snapshot, 'Net/Topic').condition)).toBe('parameter Stage equals "live"')
    expect(
      read(parent(stack(', Condition: Wanted')), { beside: { 'net.yaml': child }, parameters: { Stage: 'off' } })
        .resources,
    ).toHaveLength(3)
  })

  it('whose template is not at hand leave unknown outputs and a warning', () => {
    const snapshot = read(parent(stack('')))
    expect(shown(resource(snapshot, 'User').properties.Arn)).toBe(
      '?output Arn of nested stack Net is not known: its template is not among the inputs',
    )
    expect(snapshot.warnings).toMatchObject([{ code: 'nested-template-missing', file: 'web.yaml', line: 8 }])
    expect(snapshot.coverage).toMatchObject([{ type: '*', state: 'partial', cause: { class: 'value' } }])
  })

  it.each([
    ['net.yaml', 'net.yaml'],
    ['./cfn/net.yaml', './cfn/net.yaml'],
    ['https://s3.amazonaws.com/bucket/deep/net.yaml?versionId=1', 'deep/net.yaml'],
    [`!Sub "https://\${AWS::Region}.example.com/x/net.yaml"`, 'x/net.yaml'],
    [`!Sub "https://\${Stage}net.yaml"`, undefined],
  ])('named by %s are found at %s', (url, path) => {
    const template = `Parameters:\n  Stage: {Type: String}\nResources:\n  Net: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: ${url}}}\n`
    const snapshot = read(template, { beside: path === undefined ? { 'net.yaml': child } : { [path]: child } })
    expect(snapshot.resources.some(({ address }) => address === 'Net/Topic')).toBe(path !== undefined)
  })

  it('that hold themselves are not followed', () => {
    const loop = 'Resources:\n  Self: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: web.yaml}}\n'
    expect(read(loop, { beside: { 'web.yaml': loop } }).resources.map(({ address }) => address)).toEqual(['Self'])
  })

  it('whose parameters and outputs chase each other come to an end', () => {
    const echo =
      'Parameters:\n  In: {Type: String}\nResources:\n  R: {Type: AWS::SNS::Topic, Properties: {X: !Ref In}}\nOutputs:\n  Out: {Value: !Ref In}\n'
    const template = `Resources:
  One: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: echo.yaml, Parameters: {In: !GetAtt Two.Outputs.Out}}}
  Two: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: echo.yaml, Parameters: {In: !GetAtt One.Outputs.Out}}}
`
    const snapshot = read(template, { beside: { 'echo.yaml': echo } })
    expect(String(shown(resource(snapshot, 'One/R').properties.X))).toMatch(/refers to itself$/)
  })

  it('cannot multiply a text without end', () => {
    const beside = Object.fromEntries(
      Array.from({ length: 15 }, (_, index) => [
        `n${index}.yaml`,
        `Parameters:\n  P: {Type: String}\nResources:\n  T: {Type: AWS::SNS::Topic, Properties: {X: !Ref P}}\n  N: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: n${index + 1}.yaml, Parameters: {P: !Sub "${`\${P}`.repeat(50)}"}}}\n`,
      ]),
    )
    const snapshot = read(
      `Parameters:\n  S: {Type: String}\nResources:\n  N: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: n0.yaml, Parameters: {P: !Sub "x\${S}"}}}\n`,
      { beside },
    )
    const texts = snapshot.resources
      .filter(({ type }) => type === 'AWS::SNS::Topic')
      .map(({ properties }) => properties.X)
    expect(texts.map((text) => shown(text))).toContain('?a text longer than a template can be')
  })
})

describe('exports', () => {
  const exporting = `Resources:
  Topic: {Type: AWS::SNS::Topic}
Outputs:
  Arn: {Value: !Ref Topic, Export: {Name: !Sub "\${AWS::StackName}-topic"}}
`
  const importing = (name: string) => `Resources:\n  User: {Type: AWS::SNS::Topic, Properties: {Arn: ${name}}}\n`

  it('are read by stacks of the same scan, whichever comes first', () => {
    const stacks = createStackValues()
    const user = read(importing('!ImportValue shared-topic'), {}, stacks)
    const owner = read(exporting, { unit: 'shared' }, stacks)
    expect(shown(resource(user, 'User').properties.Arn)).toBe('<shared:Topic>')
    expect([...(owner.exports ?? [])].map(([name, { unit, value }]) => [name, unit.id, shown(value)])).toEqual([
      ['shared-topic', 'shared', '<Topic>'],
    ])
  })

  it('do not cross accounts or regions that are known to differ', () => {
    const stacks = createStackValues()
    read(exporting, { unit: 'shared', region: 'eu-west-1', account: '111122223333' }, stacks)
    const elsewhere = read(
      importing('!ImportValue shared-topic'),
      { region: 'us-east-1', account: '111122223333' },
      stacks,
    )
    expect(shown(resource(elsewhere, 'User').properties.Arn)).toBe(
      '?export shared-topic is of a stack that is not among the inputs',
    )
  })

  it('told by several stacks are one of their values', () => {
    const stacks = createStackValues()
    const plain = (unit: string, value: string) =>
      read(
        `Resources: {T: {Type: AWS::SNS::Topic}}\nOutputs:\n  O: {Value: ${value}, Export: {Name: level}}\n`,
        { unit },
        stacks,
      )
    plain('one', 'info')
    plain('two', 'debug')
    const user = read(importing('!ImportValue level'), {}, stacks)
    expect(shown(resource(user, 'User').properties.Arn)).toBe('?oneOf info|debug')
  })

  it('are not needed by Fn::GetStackOutput', () => {
    const stacks = createStackValues()
    read(exporting, { unit: 'shared', region: 'eu-west-1', account: '111122223333' }, stacks)
    const get = (more: string) => importing(`{"Fn::GetStackOutput": {StackName: shared, OutputName: Arn${more}}}`)
    const read2 = (more: string) =>
      shown(resource(read(get(more), { region: 'us-east-1', account: '111122223333' }, stacks), 'User').properties.Arn)
    expect(read2(', Region: eu-west-1')).toBe('<shared:Topic>')
    expect(read2('')).toBe('?output Arn of stack shared is of a stack that is not among the inputs')
  })
})

describe('secrets', () => {
  it('never leave, and stay judgeable', () => {
    const snapshot = read(`Parameters:
  Level: {Type: String, AllowedValues: [debug, info]}
Resources:
  Task:
    Type: AWS::ECS::TaskDefinition
    Properties:
      Cpu: 256
      ContainerDefinitions:
        - Name: app
          Essential: "true"
          Environment:
            - {Name: DB_PASSWORD, Value: hunter2}
            - {Name: ROLE, Value: !Sub "prefix-\${Role.Arn}"}
            - {Name: LEVEL, Value: !Ref Level}
            - {Name: PORT, Value: 8080}
          LogConfiguration:
            LogDriver: splunk
            Options: {splunk-token: hunter2, splunk-url: https://example.com}
  Build:
    Type: AWS::CodeBuild::Project
    Properties: {Environment: {EnvironmentVariables: [{Name: A, Value: hunter2}]}}
  Host:
    Type: AWS::EC2::Instance
    Properties: {UserData: !Base64 hunter2}
  Role: {Type: AWS::IAM::Role}
`)
    expect(shown(resource(snapshot, 'Task').properties)).toEqual({
      Cpu: 256,
      ContainerDefinitions: [
        {
          Name: 'app',
          Essential: true,
          Environment: [
            { Name: 'DB_PASSWORD', Value: '***' },
            { Name: 'ROLE', Value: '***<Role.Arn>' },
            { Name: 'LEVEL', Value: '?oneOf ***|***' },
            { Name: 'PORT', Value: '***' },
          ],
          LogConfiguration: {
            LogDriver: 'splunk',
            Options: { 'splunk-token': '***', 'splunk-url': 'https://example.com' },
          },
        },
      ],
    })
    expect(shown(resource(snapshot, 'Build').properties)).toEqual({
      Environment: { EnvironmentVariables: [{ Name: 'A', Value: '***' }] },
    })
    expect(shown(resource(snapshot, 'Host').properties)).toEqual({ UserData: '***' })
    expect(JSON.stringify(snapshot.resources.map(({ properties }) => properties))).not.toContain('hunter2')
  })
})

describe('what a template does not spell out', () => {
  it('is told of transforms that make resources', () => {
    const snapshot = read(
      'Transform: AWS::Serverless-2016-10-31\nResources:\n  F: {Type: AWS::Serverless::Function}\n  T: {Type: AWS::SNS::Topic, Properties: {X: !GetAtt FRole.Arn}}\n',
    )
    expect(snapshot.coverage.map(({ type }) => type)).toContain('AWS::IAM::Role')
    expect(shown(resource(snapshot, 'T').properties)).toEqual({
      X: '?FRole may be made by AWS::Serverless-2016-10-31, which CloudFormation runs',
    })
    expect(snapshot.warnings).toEqual([])
  })

  it('leaves properties open that a transform adds', () => {
    const snapshot = read(
      'Resources:\n  A: {Type: AWS::SNS::Topic, Properties: {TopicName: x, "Fn::Transform": {Name: AWS::Include}}}\n',
    )
    expect(resource(snapshot, 'A')).toMatchObject({
      properties: { TopicName: 'x' },
      rest: { cause: { class: 'limit' } },
    })
  })

  it('is warned of where an entry is no resource', () => {
    const snapshot = read(
      'AWSTemplateFormatVersion: 2010-09-09\nResources:\n  Bad: just text\n  Good: {Type: AWS::SNS::Topic}\n',
    )
    expect(snapshot.resources.map(({ address }) => address)).toEqual(['Good'])
    expect(snapshot.warnings).toEqual([
      { code: 'not-a-resource', message: 'Bad of stack web has no Type and is not read', file: 'web.yaml', line: 3 },
    ])
  })
})

describe('places', () => {
  const snapshot = read(`Parameters:
  Env: {Type: String}
Conditions:
  IsProd: !Equals [!Ref Env, prod]
  Never: !Equals [a, b]
Resources:
  A:
    Type: AWS::ECS::Cluster
    Metadata: {aws:cdk:path: App/A/Resource}
    Properties:
      Settings:
        - !If [Never, {Name: x}, !Ref AWS::NoValue]
        - {Name: one}
        - !If
          - IsProd
          - Name: two
          - Value: three
      Choice: !If [IsProd, {Left: 1}, {Right: 2}]
      Both: !If [IsProd, {Same: 1}, {Same: 2}]
      Named: !Ref Env
`)
  const cluster = resource(snapshot, 'A')

  it.each([
    [[], 7, 3, '/Resources/A'],
    [['Settings'], 11, 7, '/Resources/A/Properties/Settings'],
    [['Settings', 0, 'Name'], 13, 12, '/Resources/A/Properties/Settings/1/Name'],
    [['Settings', 1, 'Value'], 17, 13, '/Resources/A/Properties/Settings/2/Fn::If/2/Value'],
    [['Choice', 'Right'], 18, 40, '/Resources/A/Properties/Choice/Fn::If/2/Right'],
    [['Both', 'Same'], 19, 7, '/Resources/A/Properties/Both'],
    [['Named', 'Deeper', 3], 20, 7, '/Resources/A/Properties/Named'],
    [['Missing'], 7, 3, '/Resources/A'],
  ])('%j is at line %i, column %i', (path, line, column, pointer) => {
    expect(cluster.locate(path)).toEqual({ file: 'web.yaml', line, column, path: pointer })
  })

  it('come with the construct path of CDK', () => {
    expect(cluster.constructPath).toBe('App/A/Resource')
  })
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isSpecial, KIND } from '../../../src/model/value.ts'
import { read, resolved, resource } from './support.ts'

const PARAMETERS = `
Parameters:
  Env: {Type: String, AllowedValues: [dev, prod]}
  Name: {Type: String}
  Given: {Type: String, Default: web}
  Port: {Type: Number, Default: 443}
  Ids: {Type: 'List<AWS::EC2::Subnet::Id>'}
  Zones: {Type: CommaDelimitedList, Default: 'a, b ,c'}
  Ami: {Type: 'AWS::SSM::Parameter::Value<AWS::EC2::Image::Id>', Default: /aws/ami}
  Amis: {Type: 'AWS::SSM::Parameter::Value<List<String>>', Default: /aws/amis}
  Path: {Type: 'AWS::SSM::Parameter::Name', Default: /app/path}
  Password: {Type: String, NoEcho: true, Default: hunter2}
Mappings:
  Sizes:
    dev: {Cpu: '256', Zones: [a]}
    prod: {Cpu: '512', Zones: [a, b]}
  Same:
    dev: {Level: info}
    prod: {Level: info}
Conditions:
  IsProd: !Equals [!Ref Env, prod]
  Named: !Equals [!Ref Name, shop]
  Always: !Equals [!Ref Given, web]
  Never: !Not [!Condition Always]
`

describe('references', () => {
  it.each([
    ['!Ref Role', '<Role>'],
    ['!GetAtt Role.Arn', '<Role.Arn>'],
    ['{"Fn::GetAtt": "Role.Arn"}', '<Role.Arn>'],
    ['!GetAtt Role.Deep.Attribute', '<Role.Deep.Attribute>'],
    ['!Ref Nowhere', '?Nowhere is not defined in stack web'],
    ['!GetAtt Nowhere.Arn', '?Nowhere is not defined in stack web'],
    ['{"Ref": {"not": "a name"}}', { Ref: { not: 'a name' } }],
    ['{"Ref": Role, "Other": 1}', { Ref: 'Role', Other: 1 }],
  ])('%s is %j', (value, expected) => {
    expect(resolved(value)).toEqual(expected)
  })

  it('warns once of a name that is nowhere defined', () => {
    const template = 'Resources:\n  A:\n    Type: AWS::SNS::Topic\n    Properties: {X: !Ref Nowhere, Y: !Ref Nowhere}\n'
    const snapshot = read(template)
    expect(resource(snapshot, 'A').properties).toBeDefined()
    expect(snapshot.warnings).toEqual([
      { code: 'undefined-name', message: 'Nowhere is not defined in stack web', file: 'web.yaml' },
    ])
  })
})

describe('parameters', () => {
  it.each([
    ['!Ref Given', 'web'],
    ['!Ref Port', 443],
    ['!Ref Name', '?parameter Name of stack web has no value'],
    ['!Ref Env', '?oneOf dev|prod'],
    ['!Ref Ids', ['…']],
    ['!Ref Zones', ['a', 'b', 'c']],
    ['!Ref Ami', '?parameter Ami of stack web is read from the Parameter Store at deployment'],
    ['!Ref Amis', ['…']],
    ['!Ref Path', '/app/path'],
    ['!Ref Password', '***'],
    [`!Sub "x-\${Password}"`, 'x-***'],
  ])('%s is %j', (value, expected) => {
    expect(resolved(value, PARAMETERS)).toEqual(expected)
  })

  it('takes what is given over the default', () => {
    const parameters = { Given: 'shop', Ids: 'subnet-1,subnet-2', Env: 'prod', Port: '8080', Password: 'other' }
    expect(resolved('[!Ref Given, !Ref Ids, !Ref Env, !Ref Port, !Ref Password]', PARAMETERS, { parameters })).toEqual([
      'shop',
      ['subnet-1', 'subnet-2'],
      'prod',
      8080,
      '***',
    ])
  })

  it('records each default taken as an assumption, without what NoEcho hides', () => {
    const snapshot = read(
      `${PARAMETERS}\nResources:\n  A:\n    Type: AWS::SNS::Topic\n    Properties: {X: !Ref Given, Y: !Sub "\${Given}\${Password}", Z: !Ref Name}\n`,
    )
    expect(snapshot.assumptions).toEqual([])
    expect(resource(snapshot, 'A').properties).toBeDefined()
    expect(snapshot.assumptions).toEqual([
      'parameter Given of stack web taken as its default',
      'parameter Password of stack web taken as its default',
    ])
  })
})

describe('pseudo parameters', () => {
  it('are literal where the account and region are known', () => {
    expect(
      resolved(`!Sub "arn:\${AWS::Partition}:sns:\${AWS::Region}:\${AWS::AccountId}:x.\${AWS::URLSuffix}"`, '', {
        account: '111122223333',
        region: 'cn-north-1',
      }),
    ).toBe('arn:aws-cn:sns:cn-north-1:111122223333:x.amazonaws.com.cn')
  })

  it('are holes, one and the same everywhere, where they are not', () => {
    const snapshot = read(
      'Resources:\n  A: {Type: AWS::SNS::Topic, Properties: {X: !Ref AWS::Region}}\n  B: {Type: AWS::SNS::Topic, Properties: {X: !Ref AWS::Region}}\n',
    )
    const [one, other] = ['A', 'B'].map((address) => resource(snapshot, address).properties.X)
    expect(one).toBe(other)
    expect(one !== undefined && isSpecial(one) && one[KIND]).toBe('unknown')
    expect(resource(snapshot, 'A').scope).toEqual({ partition: 'aws', account: '?web.yaml', region: '?web.yaml' })
  })

  it.each([
    ['!Ref AWS::NoValue', 'absent'],
    ['!Ref AWS::StackName', '?the name of stack web is not known'],
    ['!Ref AWS::NotificationARNs', ['…']],
    ['!Select [1, !Split ["/", !Ref AWS::StackId]]', '?the name of stack web is not known'],
    ['!Select [2, !Split ["/", !Ref AWS::StackId]]', '?the id of stack web is given when it is created'],
  ])('%s is %j', (value, expected) => {
    expect(resolved(value)).toEqual(expected)
  })
})

describe('texts', () => {
  it.each([
    ['!Sub plain', 'plain'],
    [`!Sub "\${Role}"`, '<Role>'],
    [`!Sub "a-\${Role}-\${Role.Arn}-b"`, 'a-<Role>-<Role.Arn>-b'],
    [`!Sub ["\${A}/\${Given}", {A: !Ref Port}]`, '443/web'],
    [`!Sub ["\${Given}", {Given: own}]`, 'own'],
    [`!Sub "\${!Literal} \${open"`, `\${Literal} \${open`],
    ['!Join ["-", [a, !Ref Given, b]]', 'a-web-b'],
    ['!Join ["", [a, !Ref Role]]', 'a<Role>'],
    ['!Join [",", !Ref Zones]', 'a,b,c'],
    ['!Join [",", !Ref Ids]', '?parameter Ids of stack web has no value'],
    ['!Join [",", [a, !Ref AWS::NoValue, b]]', 'a,b'],
    ['!Join [",", [a, !If [IsProd, b, !Ref AWS::NoValue], c]]', '{not(parameter Env equals "dev") ? a,b,c : a,c}'],
    ['!Join ["-", [!If [IsProd, x, y], z]]', '{not(parameter Env equals "dev") ? x : y}-z'],
    ['!Split [",", "a,b"]', ['a', 'b']],
    ['!Split [",", !Join [",", [!Ref Role, !Ref Other]]]', ['<Role>', '<Other>']],
    [`!Split ["-", !Sub "a-b-\${Name}-c"]`, ['a', 'b', '?parameter Name of stack web has no value', '…']],
    [`!Select [0, !Split ["-", !Sub "a-\${Name}"]]`, 'a'],
    ['!Select [1, [a, b]]', 'b'],
    ['!Select ["1", [a, b]]', 'b'],
    ['!Select [0, !If [IsProd, [a], [b]]]', '{not(parameter Env equals "dev") ? a : b}'],
    ['!Select [5, [a]]', '?Fn::Select asks for an element that the list does not have'],
    ['!Select [0, !GetAZs ""]', '?the availability zones of the region are known at deployment'],
    ['!Base64 hello', 'aGVsbG8='],
    [`!Base64 {"Fn::Sub": "\${Role}"}`, '?the Base64 form of a text with parts that are not known'],
    ['!Cidr [10.0.0.0/16, 3, 8]', ['10.0.0.0/24', '10.0.1.0/24', '10.0.2.0/24']],
    ['!Cidr ["2001:db8::/56", 2, 64]', ['2001:db8::/64', '2001:db8:0:1::/64']],
    ['!Cidr [10.0.0.0/24, 9, 5]', Array(9).fill('?the block of Fn::Cidr is not known')],
    ['!Cidr [!GetAtt Role.Block, 2, 8]', Array(2).fill('?Role.Block is known after deployment')],
  ])('%s is %j', (value, expected) => {
    expect(resolved(value, PARAMETERS)).toEqual(expected)
  })

  it('joins and splits back', () => {
    const names = fc.array(fc.stringMatching(/^[a-z0-9]{1,8}$/), { minLength: 1, maxLength: 5 })
    fc.assert(
      fc.property(names, fc.constantFrom('-', '/', ', ', '::'), (items, delimiter) => {
        const join = JSON.stringify({ 'Fn::Split': [delimiter, { 'Fn::Join': [delimiter, items] }] })
        expect(resolved(join)).toEqual(items)
      }),
      { numRuns: 50 },
    )
  })
})

describe('mappings', () => {
  it.each([
    ['!FindInMap [Sizes, prod, Cpu]', '512'],
    ['!FindInMap [Sizes, prod, Zones]', ['a', 'b']],
    ['!FindInMap [Sizes, !Ref Env, Cpu]', '?oneOf 256|512'],
    ['!FindInMap [Same, !Ref Env, Level]', 'info'],
    ['!FindInMap [Same, !Ref AWS::Region, Level]', 'info'],
    ['!FindInMap [Sizes, !If [IsProd, prod, dev], Cpu]', '{not(parameter Env equals "dev") ? 512 : 256}'],
    ['!FindInMap [Sizes, test, Cpu, {DefaultValue: "1024"}]', '1024'],
    ['!FindInMap [Sizes, test, Cpu]', '?stack web has no mapping Sizes.test.Cpu'],
  ])('%s is %j', (value, expected) => {
    expect(resolved(value, PARAMETERS)).toEqual(expected)
  })
})

describe('dynamic references', () => {
  it.each([
    ['"{{resolve:ssm:/app/level:3}}"', '?/app/level of the Parameter Store is read at deployment'],
    ['"a-{{resolve:ssm:/x}}-b"', 'a-?/x of the Parameter Store is read at deployment-b'],
    [`!Sub "{{resolve:ssm:/\${Given}/level}}"`, '?/web/level of the Parameter Store is read at deployment'],
    [`!Sub "{{resolve:ssm:/\${Name}/level}}"`, '?a parameter of the Parameter Store is read at deployment'],
    [
      '"{{resolve:secretsmanager:prod/db:SecretString:password}}"',
      '?a secret of Secrets Manager is read at deployment',
    ],
    ['"{{resolve:ssm-secure:/prod/db:1}}"', '?a SecureString of the Parameter Store is read at deployment'],
    ['"{{resolve:ssm:/open"', '?/open of the Parameter Store is read at deployment'],
    ['"{{not a reference}}"', '{{not a reference}}'],
  ])('%s is %j', (value, expected) => {
    expect(resolved(value, PARAMETERS)).toEqual(expected)
  })
})

describe('language extensions', () => {
  it.each([
    ['{"Fn::Length": [a, b]}', 2],
    ['{"Fn::Length": !Ref Zones}', 3],
    ['{"Fn::Length": !Ref Ids}', '?the length of the list is not known'],
    ['{"Fn::ToJsonString": {"a": [1, "x\\"y", !Ref Role], "b": true}}', '{"a":[1,"x\\"y","<Role>"],"b":true}'],
    ['{"Fn::ToJsonString": !If [IsProd, {a: 1}, {b: 2}]}', '{not(parameter Env equals "dev") ? {"a":1} : {"b":2}}'],
  ])('%s is %j', (value, expected) => {
    expect(resolved(value, PARAMETERS)).toEqual(expected)
  })
})

describe('choices', () => {
  it.each([
    ['!If [Always, a, b]', 'a'],
    ['!If [Never, a, b]', 'b'],
    ['!If [Never, a, !Ref AWS::NoValue]', 'absent'],
    ['!If [Named, a, !Ref AWS::NoValue]', '{parameter Name equals "shop" ? a : absent}'],
    ['!If [Named, same, same]', 'same'],
    ['[a, !If [Never, b, !Ref AWS::NoValue], c]', ['a', 'c']],
    ['[a, !If [Named, b, !Ref AWS::NoValue]]', ['a', '{parameter Name equals "shop" ? b : absent}']],
    ['!If [Nowhere, a, b]', '{condition Nowhere ? a : b}'],
    ['{"Fn::Transform": {"Name": "AWS::Include"}}', '?Fn::Transform AWS::Include is run by CloudFormation'],
    ['{"Fn::Unheard": 1}', '?Fn::Unheard is not modelled'],
    ['!ImportValue other', '?export other is of a stack that is not among the inputs'],
    ['{a: null, b: [null, 1]}', { b: [1] }],
  ])('%s is %j', (value, expected) => {
    expect(resolved(value, PARAMETERS)).toEqual(expected)
  })
})

describe('what holds no function', () => {
  it('is the very object of the file', () => {
    const file = JSON.stringify({
      Resources: { A: { Type: 'AWS::SNS::Topic', Properties: { X: { y: [1, 'a', true] } } } },
    })
    const snapshot = read(file)
    expect(resource(snapshot, 'A').properties).toEqual({ X: { y: [1, 'a', true] } })
  })

  it('resolves to itself, whatever JSON it is', () => {
    const json = fc.dictionary(fc.stringMatching(/^[A-Za-z_]{1,8}$/), fc.jsonValue({ maxDepth: 3 }))
    fc.assert(
      fc.property(json, (properties) => {
        const plain = JSON.parse(
          JSON.stringify(properties, (_, value) => (value === null ? undefined : value)).replaceAll('null', '0'),
        )
        const snapshot = read(JSON.stringify({ Resources: { A: { Type: 'Custom::Thing', Properties: plain } } }))
        expect(resource(snapshot, 'A').properties).toEqual(plain)
      }),
      { numRuns: 100 },
    )
  })
})

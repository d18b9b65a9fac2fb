import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { OpscheckError } from '../../src/model/errors.ts'
import type { InputDefinition } from '../../src/model/rule.ts'
import { type Inputs, readInputs } from '../../src/sources/index.ts'
import { resource, shown } from './cloudformation/support.ts'

const TOPIC = 'Resources:\n  Topic: {Type: AWS::SNS::Topic}\n'
const PLAN = JSON.stringify({ format_version: '1.2', terraform_version: '1.11.0', planned_values: { root_module: {} } })
const CLUSTERS = JSON.stringify({
  clusters: [{ clusterArn: 'arn:aws:ecs:eu-west-1:111122223333:cluster/web', clusterName: 'web' }],
})
const SERVICES = JSON.stringify({
  services: [
    {
      serviceArn: 'arn:aws:ecs:eu-west-1:111122223333:service/web/api',
      serviceName: 'api',
      clusterArn: 'arn:aws:ecs:eu-west-1:111122223333:cluster/web',
    },
  ],
})

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'opscheck-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

function put(files: Readonly<Record<string, string | Uint8Array>>): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), content)
  }
}

function readAll(paths: readonly string[] = ['.'], definitions: readonly InputDefinition[] = []): Promise<Inputs> {
  return readInputs(paths, { cwd: folder, definitions, parameters: new Map() })
}

const units = (inputs: Inputs) => inputs.snapshots.flatMap(({ units }) => units.map(({ id }) => id)).sort()

async function refusal(paths?: readonly string[]): Promise<OpscheckError> {
  try {
    await readAll(paths)
  } catch (error) {
    if (error instanceof OpscheckError) return error
    throw error
  }
  throw new Error('nothing was refused')
}

describe('recognition', () => {
  it('goes by content, whatever a file is called', async () => {
    put({
      'a.json': PLAN,
      'b.template': TOPIC,
      'c.yml': TOPIC,
      'd.json': CLUSTERS,
      'e.yaml': JSON.stringify({ Resources: { A: { Type: 'AWS::SNS::Topic' } } }),
    })
    const inputs = await readAll()
    expect(inputs.snapshots.map(({ units }) => units[0]?.dialect)).toEqual([
      'cloudformation',
      'cloudformation',
      'cloudformation',
      'terraform-plan',
      'export',
    ])
    expect(inputs.files).toEqual({ read: 5, notRecognised: 0 })
  })

  it.each([
    ['a template of nothing but its version', 'AWSTemplateFormatVersion: 2010-09-09\n'],
    ['a template of loops', `Resources:\n  Fn::ForEach::X: [I, [a], {"T\${I}": {Type: AWS::SNS::Topic}}]\n`],
    ['a template with a byte-order mark', `\uFEFF${TOPIC}`],
    ['a template in UTF-16, as PowerShell writes', Buffer.from(`\uFEFF${TOPIC}`, 'utf16le')],
    ['a template in flow style', '{Resources: {A: {Type: AWS::SNS::Topic}}}'],
  ])('takes %s', async (_, content) => {
    put({ 'x.yaml': content })
    expect(units(await readAll(['x.yaml']))).toEqual(['x.yaml'])
  })

  it.each([
    ['package.json', '{"name": "x", "version": "1.0.0"}'],
    ['list.json', '[1, 2]'],
    ['text.json', '"AWS::SNS::Topic"'],
    ['compose.yaml', 'services:\n  web: {image: nginx}\n'],
    ['deployment.yaml', 'kind: Deployment\n---\nkind: Service\n'],
    ['broken.json', '{"compilerOptions": {,}}'],
    ['plan.tfplan', Buffer.from([0x50, 0x4b, 3, 4, 0, 0, 0])],
    ['empty.json', ''],
  ])('does not take %s: counted in a folder, refused when named', async (name, content) => {
    put({ 'web.yaml': TOPIC, [name]: content })
    const inputs = await readAll()
    expect(inputs.files).toEqual({ read: 1, notRecognised: 1 })
    expect(inputs.warnings).toEqual([])
    const error = await refusal([name])
    expect(error).toMatchObject({ code: 'not-recognised', place: { file: name } })
    expect(error.hint).toContain('CloudFormation templates')
  })

  it('keeps the answers of one path together', async () => {
    put({ 'prod/clusters.json': CLUSTERS, 'prod/services.json': SERVICES, 'web.yaml': TOPIC })
    const inputs = await readAll(['prod', 'web.yaml'])
    expect(inputs.snapshots).toHaveLength(2)
    expect(inputs.snapshots[1]?.resources.map(({ type }) => type)).toEqual(
      expect.arrayContaining(['AWS::ECS::Cluster', 'AWS::ECS::Service']),
    )
  })
})

describe('what cannot be read', () => {
  it.each([
    ['x.yaml', 'Resources:\n  A: {Type: AWS::SNS::Topic\n', 'syntax', 3],
    ['x.yaml', 'Resources:\n  A: {Type: AWS::SNS::Topic}\n  A: {Type: AWS::SNS::Topic}\n', 'syntax', 3],
    ['x.json', '{"Resources": {"A": {"Type": "AWS::SNS::Topic"}}', 'syntax', 1],
    [
      'x.json',
      `{"Resources": {"A": {"Type": "AWS::X", "Properties": ${'['.repeat(600)}${']'.repeat(600)}}}}`,
      'too-deep',
      1,
    ],
    ['x.json', '{"clusters": [{"clusterArn": "arn:aws:ecs:eu-west-1', 'syntax', 1],
  ])('%s of %.60j is %s when named, and unreadable in a folder', async (name, content, code, line) => {
    put({ [name]: content, 'good.yaml': TOPIC })
    expect(await refusal([name])).toMatchObject({ code, place: { file: name, line } })
    const inputs = await readAll()
    expect(units(inputs)).toEqual(['good.yaml'])
    expect(inputs.unreadable.map(({ file, error }) => [file, error.code])).toEqual([[name, code]])
    expect(inputs.warnings).toMatchObject([{ code: 'unreadable', file: name, line }])
  })

  it('is the error when nothing else is there', async () => {
    put({ 'x.yaml': 'Resources:\n  A: {Type: AWS::SNS::Topic\n' })
    expect((await refusal()).code).toBe('syntax')
  })

  it('is told of a path that is not there, and of nothing to read', async () => {
    expect(await refusal(['nowhere.yaml'])).toMatchObject({
      code: 'file-unreadable',
      message: 'nowhere.yaml cannot be read: there is no such file or folder',
    })
    expect((await refusal()).code).toBe('no-input')
    expect((await refusal([])).code).toBe('no-input')
  })
})

describe('how to come to an input', () => {
  it.each([
    ['main.tf', 'resource "aws_ecs_cluster" "web" {}', 'terraform plan -out=tfplan'],
    [
      'terraform.tfstate',
      '{"version": 4, "terraform_version": "1.9.0", "resources": []}',
      'terraform show -json FILE > state.json',
    ],
    ['tfplan', 'PK', 'terraform show -json FILE > plan.json'],
    ['cdk.json', '{"app": "node app.js"}', 'cdk synth'],
  ])('is told for %s, named or in a folder', async (name, content, way) => {
    put({ [name]: content })
    expect((await refusal([name])).hint).toContain(way)
    expect((await refusal()).hint).toContain(way)
  })
})

describe('walking', () => {
  it('honours .gitignore at every level, and skips what is no source', async () => {
    put({
      '.gitignore': 'ignored/\n*.local.yaml\n',
      'a.yaml': TOPIC,
      'b.local.yaml': TOPIC,
      'ignored/c.yaml': TOPIC,
      'deep/.gitignore': '!kept.local.yaml\nd.yaml\n',
      'deep/d.yaml': TOPIC,
      'deep/kept.local.yaml': TOPIC,
      'node_modules/x/e.yaml': TOPIC,
      '.terraform/f.yaml': TOPIC,
      'notes.txt': TOPIC,
    })
    expect(units(await readAll())).toEqual(['a.yaml', 'deep/kept.local.yaml'])
  })

  it('takes an ignored folder that is named, but not what the repository ignores within another', async () => {
    put({
      '.git/HEAD': '',
      '.gitignore': 'cdk.out\n*.local.yaml\n',
      'cdk.out/a.yaml': TOPIC,
      'src/b.yaml': TOPIC,
      'src/c.local.yaml': TOPIC,
    })
    expect(units(await readAll(['cdk.out']))).toEqual(['cdk.out/a.yaml'])
    expect(units(await readAll(['src']))).toEqual(['src/b.yaml'])
  })

  it('follows no symbolic links', async () => {
    put({ 'in/a.yaml': TOPIC, 'out/b.yaml': TOPIC })
    symlinkSync(join(folder, 'out'), join(folder, 'in/out'))
    symlinkSync(join(folder, 'in'), join(folder, 'in/loop'))
    symlinkSync(join(folder, 'out/b.yaml'), join(folder, 'in/b.yaml'))
    expect(units(await readAll(['in']))).toEqual(['in/a.yaml'])
  })

  it('reads a file once, however often it is named', async () => {
    put({ 'a.yaml': TOPIC })
    expect(units(await readAll(['.', 'a.yaml', './a.yaml']))).toEqual(['a.yaml'])
  })
})

describe('definitions', () => {
  it('go to the file itself before its folder', async () => {
    put({ 'live/a.yaml': TOPIC, 'live/b.yaml': TOPIC, 'livelier/c.yaml': TOPIC })
    const inputs = await readAll(
      ['.'],
      [
        { path: 'live', account: '111122223333', region: 'eu-west-1', parameters: {}, closed: true },
        { path: 'live/b.yaml', unit: 'billing', account: '444455556666', parameters: {}, closed: false },
      ],
    )
    expect(
      inputs.snapshots.map(({ units, resources }) => [units[0]?.id, units[0]?.closed, resources[0]?.scope.account]),
    ).toEqual([
      ['live/a.yaml', true, '111122223333'],
      ['billing', false, '444455556666'],
      ['livelier/c.yaml', false, '?livelier/c.yaml'],
    ])
  })

  it('give parameters, over which those of the command line go', async () => {
    put({
      'a.yaml': `Parameters:\n  A: {Type: String}\n  B: {Type: String}\nResources:\n  T: {Type: AWS::SNS::Topic, Properties: {X: !Sub "\${A}\${B}"}}\n`,
    })
    const inputs = await readInputs(['a.yaml'], {
      cwd: folder,
      definitions: [{ path: 'a.yaml', parameters: { A: 'one', B: 'one' }, closed: false }],
      parameters: new Map([['B', 'two']]),
    })
    expect(inputs.snapshots[0]?.resources[0]?.properties).toEqual({ X: 'onetwo' })
  })
})

describe('nested templates', () => {
  it('are read within their parents and not again', async () => {
    const inputs = await readInputs(['fixtures/sources/cloudformation/nested'], {
      definitions: [],
      parameters: new Map(),
    })
    const [snapshot] = inputs.snapshots
    if (snapshot === undefined) throw new Error('nothing read')
    expect(units(inputs)).toEqual(['fixtures/sources/cloudformation/nested/platform.yaml'])
    expect(shown(resource(snapshot, 'Service/Service').properties)).toEqual({
      NetworkConfiguration: { AwsvpcConfiguration: { Subnets: ['<Network/One>', '<Network/Two>'] } },
    })
    expect(resource(snapshot, 'Network/One').locate(['VpcId'])).toEqual({
      file: 'fixtures/sources/cloudformation/nested/templates/network.yaml',
      line: 6,
      column: 19,
      path: '/Resources/One/Properties/VpcId',
    })
  })

  it('are found by the end of their URL where just one file has it', async () => {
    const parent =
      'Resources:\n  N: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: https://b.s3.amazonaws.com/x/net.yaml}}\n'
    put({ 'p.yaml': parent, 'one/net.yaml': TOPIC })
    expect(units(await readAll())).toEqual(['p.yaml'])
    put({ 'two/net.yaml': TOPIC })
    const inputs = await readAll()
    expect(units(inputs)).toEqual(['one/net.yaml', 'p.yaml', 'two/net.yaml'])
  })

  it('that nest each other are still read', async () => {
    const nesting = (other: string) =>
      `Resources:\n  N: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: ${other}}}\n`
    put({ 'a.yaml': nesting('b.yaml'), 'b.yaml': nesting('a.yaml') })
    const inputs = await readAll()
    expect(inputs.snapshots.flatMap(({ resources }) => resources.map(({ address }) => address))).toEqual(['N', 'N/N'])
  })
})

describe('cloud assemblies', () => {
  it('are read through their manifest: environments, parameters, nested stacks, stages, imports', async () => {
    const inputs = await readInputs(['fixtures/sources/cdk/app'], { definitions: [], parameters: new Map() })
    expect(inputs.snapshots).toHaveLength(1)
    const [snapshot] = inputs.snapshots
    if (snapshot === undefined) throw new Error('nothing read')
    expect(snapshot.units.map(({ id }) => id)).toEqual(['App/Network', 'App/Service', 'App/Live/Web', 'App/Lost'])
    const told = snapshot.resources.map(
      ({ address, unit, scope }) => `${unit.id} ${address} ${scope.account} ${scope.region}`,
    )
    expect(told).toEqual([
      'App/Network Vpc 111122223333 eu-west-1',
      'App/Network Where 111122223333 eu-west-1',
      'App/Service Group ?App/Service ?App/Service',
      'App/Service Inner ?App/Service ?App/Service',
      'App/Service Inner/Service ?App/Service ?App/Service',
      'App/Live/Web Logs 444455556666 us-east-1',
    ])
    expect(resource(snapshot, 'Where').properties).toEqual({ DisplayName: '111122223333/eu-west-1/aws/network' })
    expect(resource(snapshot, 'Vpc').constructPath).toBe('App/Network/Vpc/Resource')
    expect(shown(resource(snapshot, 'Group').properties)).toEqual({
      GroupDescription: 'debug',
      VpcId: '<App/Network:Vpc>',
    })
    expect(shown(resource(snapshot, 'Inner/Service').properties)).toEqual({
      NetworkConfiguration: { AwsvpcConfiguration: { SecurityGroups: ['<Group.GroupId>'] } },
    })
    expect(snapshot.warnings).toMatchObject([{ code: 'template-missing' }])
    expect(snapshot.coverage).toMatchObject([{ type: '*', state: 'unread', cause: { class: 'read' } }])
  })
})

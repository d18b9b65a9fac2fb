import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { expect, it } from 'vitest'
import { propertyType } from '../../../src/aws/schemas.ts'
import { isList, isMap, isSpecial, type Value } from '../../../src/model/value.ts'
import { exportSource } from '../../../src/sources/export/index.ts'
import type { InputFile } from '../../../src/sources/source.ts'
import { ACCOUNT, REGION, readFiles } from './support.ts'

const ROOT = 'fixtures/sources/export'

function filesBelow(folder: string): readonly InputFile[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .map((path) => {
      const text = readFileSync(path, 'utf8')
      const shown = relative(ROOT, path).replaceAll('\\', '/')
      if (!text.startsWith('{')) return { path: shown, text }
      const json: unknown = JSON.parse(text)
      return { path: shown, text, json }
    })
}

const files = filesBelow(`${ROOT}/shop`)
const snapshot = readFiles(files)

it('of exports is recognised whole', () => {
  expect(files.filter((file) => !exportSource.recognise(file)).map(({ path }) => path)).toEqual([])
  expect(snapshot.warnings).toEqual([])
  expect(snapshot.units).toEqual([
    {
      id: `shop/${ACCOUNT}/${REGION}`,
      dialect: 'export',
      name: `shop/${ACCOUNT}/${REGION}`,
      file: `shop/${ACCOUNT}/${REGION}`,
      closed: false,
    },
  ])
})

it('tells resources by their ARNs', () => {
  const counts = new Map<string, number>()
  for (const { type } of snapshot.resources) counts.set(type, (counts.get(type) ?? 0) + 1)
  expect([...counts].map(([type, count]) => `${type} ${count}`).sort()).toEqual([
    'AWS::CodePipeline::Pipeline 1',
    'AWS::EC2::Route 2',
    'AWS::EC2::RouteTable 1',
    'AWS::EC2::SecurityGroup 1',
    'AWS::EC2::Subnet 2',
    'AWS::EC2::VPC 1',
    'AWS::ECR::Repository 1',
    'AWS::ECS::Cluster 1',
    'AWS::ECS::Service 1',
    'AWS::ECS::TaskDefinition 1',
    'AWS::IAM::Role 2',
    'AWS::Logs::LogGroup 2',
    'AWS::S3::Bucket 1',
    'AWS::S3::BucketPolicy 1',
    'Opscheck::Account 1',
    'Opscheck::EC2::MainRouteTableAssociation 1',
    'Opscheck::Region 1',
  ])
})

it('says what it knows whole, what in part, and what not at all', () => {
  const states = snapshot.coverage.map(
    ({ type, region, state, cause }) => `${type} ${region} ${[state, cause?.class].filter(Boolean).join(' ')}`,
  )
  expect(states).toEqual([
    `AWS::CloudWatch::Alarm ${REGION} unread read`,
    `AWS::CloudWatch::CompositeAlarm ${REGION} unread read`,
    `AWS::CodePipeline::Pipeline ${REGION} complete`,
    ...[
      'GatewayRouteTableAssociation',
      'Route',
      'RouteTable',
      'SecurityGroup',
      'SecurityGroupEgress',
      'SecurityGroupIngress',
      'Subnet',
      'SubnetRouteTableAssociation',
      'VPC',
    ].map((type) => `AWS::EC2::${type} ${REGION} complete`),
    `AWS::ECR::Repository ${REGION} complete`,
    ...['Cluster', 'Service', 'TaskDefinition', 'TaskSet'].map((type) => `AWS::ECS::${type} ${REGION} complete`),
    ...[
      'Group',
      'GroupPolicy',
      'InstanceProfile',
      'ManagedPolicy',
      'Policy',
      'Role',
      'RolePolicy',
      'User',
      'UserPolicy',
      'UserToGroupAddition',
    ].map((type) => `AWS::IAM::${type} global complete`),
    `AWS::Logs::LogGroup ${REGION} complete`,
    `AWS::Logs::MetricFilter ${REGION} complete`,
    'AWS::S3::Bucket global complete',
    'AWS::S3::BucketPolicy global complete',
    `Opscheck::EC2::MainRouteTableAssociation ${REGION} complete`,
  ])
})

it('uses only names that the schemas of AWS know', () => {
  const unknownNames = new Set<string>()
  const visit = (type: string, path: readonly string[], value: Value | undefined): void => {
    const known = propertyType(type, path)
    if (known === undefined) unknownNames.add(`${type} ${path.join('.')}`)
    // Documents are objects here, whatever CloudFormation takes them for.
    if (path.at(-1) === 'LifecyclePolicyText') return
    if (known === undefined || known.kind === 'json' || known.kind === 'map' || isSpecial(value)) return
    if (isList(value)) for (const item of value) visit(type, [...path, '[]'], item)
    else if (isMap(value)) for (const [name, item] of Object.entries(value)) visit(type, [...path, name], item)
    else if (value !== undefined && typeof value !== known.kind)
      unknownNames.add(`${type} ${path.join('.')} is ${typeof value}`)
  }
  for (const { type, properties } of snapshot.resources) {
    for (const [name, value] of Object.entries(properties)) if (name !== 'Live') visit(type, [name], value)
  }
  expect([...unknownNames]).toEqual([])
})

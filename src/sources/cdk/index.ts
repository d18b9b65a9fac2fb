import { OpscheckError } from '../../model/errors.ts'
import type { Resource, Scope, Unit } from '../../model/resource.ts'
import type { Coverage, Snapshot } from '../../model/snapshot.ts'
import type { Value } from '../../model/value.ts'
import { isRecord, own, type UnknownRecord } from '../../util/record.ts'
import { createNotes, type Notes } from '../cloudformation/notes.ts'
import { partitionOf } from '../cloudformation/pseudo.ts'
import { readStack } from '../cloudformation/read-stack.ts'
import { templateOf } from '../cloudformation/read-template.ts'
import type { InputFile, Source, SourceContext } from '../source.ts'
import { isManifest } from './manifest.ts'

/** CDK cloud assemblies (`cdk.out`), read through their manifest: one unit for each stack, those of stages included. */
export const cdkSource: Source = {
  dialect: 'cloudformation',
  recognise: (file) => isManifest(file.json),
  read: readAssembly,
}

interface Reading {
  readonly context: SourceContext
  readonly notes: Notes
  readonly units: Unit[]
  readonly resources: Resource[]
  readonly coverage: Coverage[]
  readonly exports: Map<string, { readonly unit: Unit; readonly value: Value | undefined }>
}

function readAssembly(file: InputFile, context: SourceContext): Snapshot {
  const notes = createNotes()
  const reading: Reading = { context, notes, units: [], resources: [], coverage: [], exports: new Map() }
  visitManifest(file, reading, [])
  const { units, resources, coverage, exports } = reading
  return { units, resources, coverage, exports, warnings: notes.warnings, assumptions: notes.assumptions }
}

function visitManifest(file: InputFile, reading: Reading, ancestors: readonly string[]): void {
  const artifacts = isRecord(file.json) ? own(file.json, 'artifacts') : undefined
  if (!isRecord(artifacts)) {
    throw new OpscheckError('not-recognised', `${file.path} is no manifest of a cloud assembly`, { file: file.path })
  }
  for (const [id, artifact] of Object.entries(artifacts)) {
    if (!isRecord(artifact)) continue
    const type = own(artifact, 'type')
    const properties = recordAt(artifact, 'properties')
    if (type === 'aws:cloudformation:stack') readArtifact(file, id, artifact, properties, reading)
    if (type === 'cdk:cloud-assembly') visitStage(file, properties, reading, [...ancestors, file.path])
  }
}

/** The assembly of a stage lies in a folder of its own. */
function visitStage(file: InputFile, properties: UnknownRecord, reading: Reading, ancestors: readonly string[]): void {
  const folder = own(properties, 'directoryName')
  if (typeof folder !== 'string') return
  const manifest = reading.context.sibling(`./${folder}/manifest.json`, file)
  if (manifest === undefined || !isManifest(manifest.json) || ancestors.includes(manifest.path)) {
    missingStage(file, folder, textOf(properties, 'displayName') ?? folder, reading)
    return
  }
  visitManifest(manifest, reading, ancestors)
}

function missingStage(file: InputFile, folder: string, stage: string, reading: Reading): void {
  const { context, notes } = reading
  const reason = `the assembly ${folder} of stage ${stage} is not there`
  notes.warn({ code: 'assembly-missing', message: `${file.path}: ${reason}`, file: file.path })
  const unit = unitOf(stage, file, context)
  reading.units.push(unit)
  unread(unit, scopeOf(unit, undefined, context), reason, file, reading)
}

/** Stacks that the manifest tells of and that are not there may hold anything. */
function unread(unit: Unit, { account, region }: Scope, reason: string, file: InputFile, reading: Reading): void {
  reading.coverage.push({
    type: '*',
    unit,
    account,
    region,
    state: 'unread',
    cause: { class: 'read', reason },
    file: file.path,
  })
}

function unitOf(name: string, file: InputFile, context: SourceContext): Unit {
  return {
    id: context.unitId(name),
    dialect: 'cloudformation',
    name,
    file: file.path,
    closed: context.definition?.closed ?? false,
  }
}

function readArtifact(
  file: InputFile,
  id: string,
  artifact: UnknownRecord,
  properties: UnknownRecord,
  reading: Reading,
): void {
  const { context, notes } = reading
  const display = textOf(artifact, 'displayName') ?? id
  const templateName = textOf(properties, 'templateFile')
  const templateFile = templateName === undefined ? undefined : context.sibling(`./${templateName}`, file)
  const template = templateFile === undefined ? undefined : templateOf(templateFile)
  const unit = unitOf(display, templateFile ?? file, context)
  const scope = scopeOf(unit, textOf(artifact, 'environment'), context)
  reading.units.push(unit)
  if (templateFile === undefined || template === undefined) {
    const reason = `the template ${templateName ?? ''} of stack ${display} is not there`
    notes.warn({ code: 'template-missing', message: reason, file: file.path })
    unread(unit, scope, reason, file, reading)
    return
  }
  const name = textOf(properties, 'stackName') ?? id
  const stackContext = { ...context, parameters: parametersOf(properties, context) }
  const read = readStack({ unit, scope, file: templateFile, template, name, notes, context: stackContext })
  for (const resource of read.resources) reading.resources.push(resource)
  reading.coverage.push(...read.coverage)
  for (const [exported, output] of read.exports) {
    reading.exports.set(exported, {
      unit,
      get value() {
        return output.value
      },
    })
  }
}

/** `aws://account/region`; what the app leaves open says `unknown-account`, `unknown-region`. */
function scopeOf(unit: Unit, environment: string | undefined, context: SourceContext) {
  const [account, region] = environment?.startsWith('aws://') ? environment.slice('aws://'.length).split('/') : []
  const knownRegion = known(region) ?? context.definition?.region ?? `?${unit.id}`
  return {
    partition: partitionOf(knownRegion) ?? 'aws',
    account: known(account) ?? context.definition?.account ?? `?${unit.id}`,
    region: knownRegion,
  }
}

function known(part: string | undefined): string | undefined {
  return part === undefined || part === '' || part.startsWith('unknown-') ? undefined : part
}

function parametersOf(properties: UnknownRecord, context: SourceContext): ReadonlyMap<string, string> {
  const declared = Object.entries(recordAt(properties, 'parameters')).filter(
    (each): each is [string, string] => typeof each[1] === 'string',
  )
  return new Map([...declared, ...context.parameters])
}

function recordAt(record: UnknownRecord, key: string): UnknownRecord {
  const value = own(record, key)
  return isRecord(value) ? value : {}
}

function textOf(record: UnknownRecord, key: string): string | undefined {
  const value = own(record, key)
  return typeof value === 'string' ? value : undefined
}

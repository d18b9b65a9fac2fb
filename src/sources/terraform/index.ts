import { hideSecrets } from '../../aws/secrets.ts'
import { OpscheckError } from '../../model/errors.ts'
import type { Location, Path, Resource, Scope, Unit } from '../../model/resource.ts'
import type { Coverage, Snapshot } from '../../model/snapshot.ts'
import { type PropertyMap, type Unknown, unknown } from '../../model/value.ts'
import { addTo } from '../../util/groups.ts'
import type { InputFile, Source, SourceContext } from '../source.ts'
import { rootCell } from './cell.ts'
import type { Conversion } from './conversion.ts'
import { convertRules } from './convert.ts'
import { type Document, type Instance, indexDocument } from './document.ts'
import { isArray, isRecord, own, ownArray, ownString } from './json.ts'
import { liveOf } from './live.ts'
import type { Mapping, Rules } from './mapping.ts'
import { partsOf, type Told } from './parts.ts'
import {
  type Attached,
  addPieces,
  attachPieces,
  type OutsideOwner,
  openPiece,
  type Pieces,
  propertiesTold,
} from './pieces.ts'
import { type Places, placesOf } from './place.ts'
import { LazyResource } from './resource.ts'
import { type Scopes, scopesOf } from './scope.ts'
import { type Builder, put } from './values.ts'

/** `terraform show -json` of a plan or of a state, by Terraform 0.12 and later and OpenTofu. */
export const terraformSource: Source = {
  dialect: 'terraform',
  recognise: ({ json }) => isPlan(json) || isState(json),
  read,
}

function isPlan(json: unknown): boolean {
  const versioned = ownString(json, 'format_version') ?? ownString(json, 'terraform_version')
  return versioned !== undefined && (isRecord(own(json, 'planned_values')) || isArray(own(json, 'resource_changes')))
}

/** A state that holds nothing has no `values`, and nothing but its version. */
function isState(json: unknown): boolean {
  if (!isRecord(json) || ownString(json, 'format_version') === undefined) return false
  if (isRecord(own(json, 'values')))
    return isRecord(own(json.values, 'root_module')) || Object.hasOwn(json, 'terraform_version')
  return Object.keys(json).every((key) => key === 'format_version' || key === 'terraform_version')
}

function read(file: InputFile, context: SourceContext): Snapshot {
  const { json } = file
  if (!isRecord(json)) throw new OpscheckError('syntax', 'not a Terraform plan or state', { file: file.path })
  const document = indexDocument(json, file.path)
  const { definition } = context
  const id = context.unitId(definition?.unit ?? file.path)
  const unit: Unit = {
    id,
    dialect: document.kind === 'plan' ? 'terraform-plan' : 'terraform-state',
    name: definition?.unit ?? file.path,
    file: file.path,
    closed: definition?.closed ?? false,
  }
  const scopes = scopesOf(document, id, definition)
  const pieces = attachPieces(document)
  const reading: Reading = {
    unit,
    scopes,
    pieces,
    places: placesOf(document, file.path, file.text),
    conversion: {
      document,
      echoes: pieces.echoes,
      convert: (rules, cell, into) => convertRules(reading.conversion, rules, cell, into),
    },
  }
  return {
    units: [unit],
    resources: resourcesOf(reading, document),
    coverage: incomplete(document, reading, file.path),
    warnings: [],
  }
}

interface Reading {
  readonly unit: Unit
  readonly scopes: Scopes
  readonly pieces: Pieces
  readonly places: Places
  readonly conversion: Conversion
}

function resourcesOf(reading: Reading, document: Document): readonly Resource[] {
  const resources: Resource[] = []
  const merged = new Map<string, Instance[]>()
  for (const instance of document.instances) {
    const { mapping } = instance
    if (mapping === undefined) continue
    if (mapping.type !== undefined && mapping.oneForScope === true) {
      const { account, region } = reading.scopes.of(instance)
      const key = `${mapping.type} ${account} ${region}`
      addTo(merged, key, instance)
      continue
    }
    if (mapping.type !== undefined) resources.push(resourceOf(reading, instance, mapping, mapping.type))
    if ((mapping.parts !== undefined || mapping.split !== undefined) && !instance.data) {
      for (const told of partsOf(reading.conversion, instance)) resources.push(partOf(reading, instance, told))
    }
  }
  for (const instances of merged.values()) resources.push(...mergedOf(reading, instances))
  for (const owner of reading.pieces.outside) resources.push(...outsideOf(reading, owner))
  return resources
}

function resourceOf(reading: Reading, instance: Instance, mapping: Mapping, type: string): Resource {
  const pieces = reading.pieces.of(instance)
  return new LazyResource({
    type,
    address: instance.address,
    unit: reading.unit,
    standing: instance.data ? 'existing' : 'managed',
    rest: instance.data ? onlyWhatIsRead(instance) : undefined,
    pieces: pieces.length === 0 ? undefined : addressesOf(pieces),
    scope: () => reading.scopes.of(instance),
    load: () => hideSecrets(type, propertiesOf(reading, instance, mapping, pieces)),
    locate: (path) => locate(reading, instance, mapping, pieces, path),
  })
}

function onlyWhatIsRead(instance: Instance): Unknown {
  return unknown('input', `${instance.address} is a data source: it shows only what it reads`)
}

function propertiesOf(
  reading: Reading,
  instance: Instance,
  mapping: Mapping,
  pieces: readonly Attached[],
): PropertyMap {
  const found: Builder = {}
  const live = liveOf(instance)
  if (live !== undefined) found.Live = live
  const root = rootCell(instance)
  if (mapping.properties !== undefined) convertRules(reading.conversion, mapping.properties, root, found)
  if (instance.data && mapping.data !== undefined) convertRules(reading.conversion, mapping.data, root, found)
  addPieces(found, pieces, (piece) => said(reading, piece))
  for (const piece of reading.pieces.maybeOf(instance)) openPiece(found, piece)
  return found
}

function said(reading: Reading, { instance, piece }: Attached): Builder {
  const found: Builder = {}
  convertRules(reading.conversion, piece.properties, rootCell(instance), found)
  return found
}

function locate(
  reading: Reading,
  instance: Instance,
  mapping: Mapping,
  pieces: readonly Attached[],
  path: Path,
): Location {
  const [property] = path
  const piece = pieces.find(({ piece }) => property !== undefined && tells(piece.properties, property))
  const own = mapping.properties !== undefined && property !== undefined && tells(mapping.properties, property)
  if (piece !== undefined && (!own || piece.piece.append === undefined)) {
    return reading.places.of(piece.instance, piece.piece.properties, path)
  }
  return reading.places.of(instance, mapping.properties, path)
}

function tells(rules: Rules, property: string | number): boolean {
  return propertiesTold(rules).some((told) => told === property)
}

function partOf(reading: Reading, instance: Instance, told: Told): Resource {
  return new LazyResource({
    type: told.type,
    address: told.address,
    unit: reading.unit,
    standing: 'managed',
    rest: told.rest,
    scope: () => reading.scopes.of(instance),
    load: () => hideSecrets(told.type, told.load()),
    locate: (path) => reading.places.of(instance, told.rules, path, told.below),
  })
}

/** Account settings: one resource for each account and region, whoever sets one of them. */
function mergedOf(reading: Reading, instances: readonly Instance[]): readonly Resource[] {
  const [first] = instances
  const mapping = first?.mapping
  if (first === undefined || mapping?.type === undefined) return []
  const rules = mapping.properties ?? {}
  return [
    new LazyResource({
      type: mapping.type,
      address: first.address,
      unit: reading.unit,
      standing: 'managed',
      pieces: instances.length === 1 ? undefined : instances.map(({ address }) => address),
      scope: () => reading.scopes.of(first),
      load() {
        const found: Builder = {}
        for (const instance of instances) {
          const one: Builder = {}
          convertRules(reading.conversion, rules, rootCell(instance), one)
          overlay(found, one)
        }
        return found
      },
      locate: (path) => reading.places.of(first, rules, path),
    }),
  ]
}

/** Known entries win over what another resource leaves unknown. */
function overlay(found: Builder, one: Builder): void {
  for (const property of Object.keys(one)) {
    const value = one[property]
    if (value === undefined) continue
    if (!isRecord(value) || found[property] === undefined) found[property] = value
    else
      for (const [key, entry] of Object.entries(value))
        if (typeof entry === 'string') put(found, `${property}.${key}`, entry)
  }
}

function outsideOf(reading: Reading, owner: OutsideOwner): readonly Resource[] {
  const [first] = owner.pieces
  if (first === undefined) return []
  const { instance, piece } = first
  const input = reading.unit.dialect === 'terraform-plan' ? 'plan' : 'state'
  return [
    new LazyResource({
      type: owner.type,
      address: instance.address,
      unit: reading.unit,
      standing: 'existing',
      rest: unknown('input', `${owner.name ?? 'its owner'} is not in this ${input}`),
      pieces: addressesOf(owner.pieces),
      scope: () => reading.scopes.of(instance),
      load() {
        const found: Builder = {}
        if (owner.name?.startsWith('arn:')) found.Live = { Arn: owner.name }
        else if (owner.name !== undefined) found[piece.name] = owner.name
        addPieces(found, owner.pieces, (piece) => said(reading, piece))
        return hideSecrets(owner.type, found)
      },
      locate: (path) => reading.places.of(instance, piece.properties, path),
    }),
  ]
}

function addressesOf(pieces: readonly Attached[]): readonly string[] {
  return pieces.map(({ instance }) => instance.address)
}

/** A plan that says of itself that it is not the whole. */
function incomplete(document: Document, reading: Reading, file: string): readonly Coverage[] {
  const reason = incompleteReason(document)
  if (reason === undefined) return []
  const { account, region }: Scope = reading.scopes.main
  return [{ type: '*', unit: reading.unit, account, region, state: 'partial', cause: { class: 'read', reason }, file }]
}

function incompleteReason({ json }: Document): string | undefined {
  if (own(json, 'errored') === true) return 'the plan ended with an error'
  if (ownArray(json, 'deferred_changes').length > 0) return 'the plan defers changes to a later one'
  if (own(json, 'complete') === false) return 'the plan is not complete: another one has to follow'
  return undefined
}

import { SCHEMA_VERSION, SCHEMAS } from './data/schemas.ts'
import { LIVE_MEMBERS, OPSCHECK_TYPES, type Structure, type Written } from './opscheck-types.ts'

export { SCHEMA_VERSION }

export type PropertyType =
  | { readonly kind: 'string' | 'number' | 'boolean' | 'json' }
  | { readonly kind: 'list' | 'map'; readonly element: PropertyType }
  | { readonly kind: 'object'; readonly properties: readonly string[] }

/** All types that a rule may select, CloudFormation's and ours, sorted. */
export function resourceTypes(): readonly string[] {
  return [...Object.keys(schemas().types), ...Object.keys(OPSCHECK_TYPES)].sort()
}

/**
 * The type of a property or of an attribute. The path goes by names; `[]` enters a list's elements and `{}` a map's
 * entries. Everything below JSON is JSON. Undefined: there is no such property.
 */
export function propertyType(type: string, path: readonly string[]): PropertyType | undefined {
  const found = nodeAt(type, path)
  return found === undefined ? undefined : described(found)
}

/** Names below a path that leads to a structure, sorted; for an empty path those of the resource, attributes included. */
export function propertiesOf(type: string, path: readonly string[]): readonly string[] {
  const found = nodeAt(type, path)
  return found?.kind === 'object' ? [...found.members().keys()].sort() : []
}

/** What `Fn::GetAtt` can read, sorted. */
export function attributesOf(type: string): readonly string[] {
  return Object.keys(own(schemas().types, type)?.[1] ?? {}).sort()
}

type Node =
  | { readonly kind: 'string' | 'number' | 'boolean' | 'json' }
  | { readonly kind: 'list' | 'map'; readonly element: Node }
  /** Members are made when they are entered: structures hold themselves. */
  | { readonly kind: 'object'; readonly members: () => ReadonlyMap<string, Node> }

type Codes = Readonly<Record<string, string>>

interface Schemas {
  /** Structures that codes name by number. */
  readonly definitions: readonly Codes[]
  /** Properties, then attributes. */
  readonly types: Readonly<Record<string, readonly [Codes, Codes]>>
}

const JSON_NODE: Node = { kind: 'json' }

let loaded: Schemas | undefined

function schemas(): Schemas {
  loaded ??= parseSchemas()
  return loaded
}

function parseSchemas(): Schemas {
  const parsed: Schemas = JSON.parse(SCHEMAS)
  return parsed
}

const roots = new Map<string, Node>()

function rootOf(type: string): Node | undefined {
  const known = roots.get(type)
  if (known !== undefined) return known
  const ours = own(OPSCHECK_TYPES, type)
  const theirs = own(schemas().types, type)
  if (ours === undefined && theirs === undefined) return undefined
  const made = ours === undefined ? object(() => coded({ ...theirs?.[1], ...theirs?.[0] })) : fromWritten(ours)
  roots.set(type, made)
  return made
}

function nodeAt(type: string, path: readonly string[]): Node | undefined {
  let at = rootOf(type)
  for (const [index, step] of path.entries()) {
    if (at === undefined) return undefined
    if (index === 0 && step === 'Live') at = liveOf(type)
    // What the API tells grows faster than our list.
    else at = below(at, step) ?? (path[0] === 'Live' && index === 1 ? JSON_NODE : undefined)
  }
  return at
}

function liveOf(type: string): Node {
  return fromWritten(own(LIVE_MEMBERS, type) ?? {})
}

function below(node: Node, step: string): Node | undefined {
  switch (node.kind) {
    case 'json':
      return node
    case 'list':
      return step === '[]' ? node.element : undefined
    case 'map':
      return step === '{}' ? node.element : undefined
    case 'object':
      return node.members().get(step)
    case 'string':
    case 'number':
    case 'boolean':
      return undefined
  }
}

function described(node: Node): PropertyType {
  switch (node.kind) {
    case 'list':
    case 'map':
      return { kind: node.kind, element: described(node.element) }
    case 'object':
      return { kind: 'object', properties: [...node.members().keys()].sort() }
    case 'string':
    case 'number':
    case 'boolean':
    case 'json':
      return node
  }
}

function object(make: () => ReadonlyMap<string, Node>): Node {
  let members: ReadonlyMap<string, Node> | undefined
  return {
    kind: 'object',
    members: () => {
      members ??= make()
      return members
    },
  }
}

function coded(codes: Codes): ReadonlyMap<string, Node> {
  return new Map(Object.entries(codes).map(([name, code]) => [name, fromCode(code)]))
}

function fromCode(code: string): Node {
  switch (code.charAt(0)) {
    case 's':
      return { kind: 'string' }
    case 'n':
      return { kind: 'number' }
    case 'b':
      return { kind: 'boolean' }
    case '[':
      return { kind: 'list', element: fromCode(code.slice(1)) }
    case '{':
      return { kind: 'map', element: fromCode(code.slice(1)) }
    case '#':
      return object(() => coded(schemas().definitions[Number(code.slice(1))] ?? {}))
    default:
      return JSON_NODE
  }
}

function fromWritten(written: Written | Structure): Node {
  if (typeof written === 'string') return { kind: written }
  if (isList(written)) return { kind: 'list', element: fromWritten(written[0]) }
  const entries = own(written, '{}')
  if (entries !== undefined) return { kind: 'map', element: fromWritten(entries) }
  return object(() => new Map(Object.entries(written).map(([name, member]) => [name, fromWritten(member)])))
}

function isList(written: Written | Structure): written is readonly [Written] {
  return Array.isArray(written)
}

function own<T>(record: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined
}

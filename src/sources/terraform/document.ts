import { OpscheckError } from '../../model/errors.ts'
import { addTo } from '../../util/groups.ts'
import { mappingOf } from './families/index.ts'
import { isRecord, type JsonRecord, own, ownArray, ownRecord, ownString } from './json.ts'
import type { Mapping } from './mapping.ts'

/** A plan or state, indexed in one pass. Nothing is converted. */
export interface Document {
  readonly kind: 'plan' | 'state'
  readonly json: JsonRecord
  readonly root: Module
  /** Resources and data sources, in the order of the file. */
  readonly instances: readonly Instance[]
  readonly at: ReadonlyMap<string, Instance>
  /** `module.a.aws_x.y` without keys at the end to its instances, made on first use. */
  readonly instancesOf: (module: Module, resource: string) => readonly Instance[]
  /** The instance of a child module, whether or not it holds resources. */
  readonly childModule: (parent: Module, name: string, index: Index | undefined) => Module | undefined
  readonly childModules: (parent: Module, name: string) => readonly Module[]
}

export type Index = string | number

/** One instance of a module: `module.a["x"]` is one, `module.a["y"]` another. The root has no address. */
export interface Module {
  readonly address: string
  readonly name: string
  readonly index: Index | undefined
  readonly parent: Module | undefined
  /** Of `configuration`: `resources`, `module_calls`, `outputs`, `variables`. Absent in a state. */
  readonly config: ModuleConfig | undefined
}

export interface ModuleConfig {
  readonly json: JsonRecord
  /** The call in the parent's configuration. */
  readonly call: JsonRecord | undefined
  /** By address, filled on first use. */
  readonly resources: Map<string, JsonRecord>
  readonly children: Map<string, ModuleConfig>
}

export interface Instance {
  readonly address: string
  readonly type: string
  readonly data: boolean
  readonly index: Index | undefined
  readonly module: Module
  readonly values: JsonRecord
  /** `after_unknown` and `after_sensitive`: `true`, or a tree with `true` at its leaves. */
  readonly unknown: unknown
  readonly sensitive: unknown
  readonly config: JsonRecord | undefined
  readonly mapping: Mapping | undefined
  /** JSON pointer of the values. */
  readonly pointer: string
}

/** Terraform's own limit is far lower; deeper nesting is no plan. */
const MAX_MODULE_DEPTH = 64

export function indexDocument(json: JsonRecord, file: string): Document {
  const planned = ownRecord(json, 'planned_values')
  const kind = planned !== undefined || Object.hasOwn(json, 'resource_changes') ? 'plan' : 'state'
  const rootConfig = ownRecord(ownRecord(json, 'configuration'), 'root_module')
  const root: Module = {
    address: '',
    name: '',
    index: undefined,
    parent: undefined,
    config: rootConfig === undefined ? undefined : moduleConfig(rootConfig, undefined),
  }
  const modules = new Map<string, Module>([['', root]])
  const children = new Map<string, Module[]>()
  const instances: Instance[] = []
  const at = new Map<string, Instance>()
  const changes = kind === 'plan' ? ownArray(json, 'resource_changes') : []
  const changeAt = changesByAddress(changes)
  const mappings = new Map<string, Mapping | undefined>()

  function mapped(type: string): Mapping | undefined {
    const known = mappings.get(type)
    if (known !== undefined || mappings.has(type)) return known
    const mapping = mappingOf(type)
    mappings.set(type, mapping)
    return mapping
  }

  function add(raw: unknown, module: Module, tree: string, position: number): void {
    const address = ownString(raw, 'address')
    const type = ownString(raw, 'type')
    if (address === undefined || type === undefined || at.has(address) || !isRecord(raw)) return
    const change = changeAt.get(address)
    const instance = new FileInstance(address, type, mapped(type), module, {
      raw,
      change: change === undefined ? undefined : ownRecord(changes[change], 'change'),
      tree: change === undefined ? tree : '',
      position: change ?? position,
    })
    at.set(address, instance)
    instances.push(instance)
  }

  function walk(raw: JsonRecord, module: Module, tree: string, depth: number, onlyData: boolean): void {
    if (depth > MAX_MODULE_DEPTH) {
      throw new OpscheckError('too-deep', `modules are nested more than ${MAX_MODULE_DEPTH} deep`, { file })
    }
    const resources = ownArray(raw, 'resources')
    for (let position = 0; position < resources.length; position += 1) {
      const resource = resources[position]
      if (onlyData && own(resource, 'mode') !== 'data') continue
      add(resource, module, tree, position)
    }
    const children = ownArray(raw, 'child_modules')
    for (let position = 0; position < children.length; position += 1) {
      const child = children[position]
      if (!isRecord(child)) continue
      const address = ownString(child, 'address') ?? ''
      walk(child, moduleAt(module, address), `${tree}/child_modules/${position}`, depth + 1, onlyData)
    }
  }

  function moduleAt(parent: Module, address: string): Module {
    const known = modules.get(address)
    if (known !== undefined) return known
    const { name, index } = lastStep(address)
    return makeModule(parent, address, name, index)
  }

  function makeModule(parent: Module, address: string, name: string, index: Index | undefined): Module {
    const module: Module = { address, name, index, parent, config: childConfig(parent.config, name) }
    modules.set(address, module)
    addTo(children, join(parent.address, name), module)
    return module
  }

  if (kind === 'plan') {
    const tree = ownRecord(planned, 'root_module')
    if (tree !== undefined) walk(tree, root, '/planned_values/root_module', 0, false)
    const prior = ownRecord(ownRecord(ownRecord(json, 'prior_state'), 'values'), 'root_module')
    if (prior !== undefined) walk(prior, root, '/prior_state/values/root_module', 0, true)
  } else {
    const tree = ownRecord(ownRecord(json, 'values'), 'root_module')
    if (tree !== undefined) walk(tree, root, '/values/root_module', 0, false)
  }

  let groups: Map<string, Instance[]> | undefined
  return {
    kind,
    json,
    root,
    instances,
    at,
    instancesOf(module, resource) {
      groups ??= groupInstances(instances)
      return groups.get(join(module.address, resource)) ?? []
    },
    childModule(parent, name, index) {
      const address = join(parent.address, `module.${name}${index === undefined ? '' : keyText(index)}`)
      const known = modules.get(address)
      if (known !== undefined) return known
      const config = childConfig(parent.config, name)
      return config === undefined ? undefined : makeModule(parent, address, name, index)
    },
    childModules(parent, name) {
      return children.get(join(parent.address, name)) ?? []
    },
  }
}

export function join(module: string, resource: string): string {
  return module === '' ? resource : `${module}.${resource}`
}

/** As Terraform writes it in addresses and references. */
export function keyText(index: Index): string {
  return typeof index === 'number' ? `[${index}]` : `[${JSON.stringify(index)}]`
}

/** Where in the file an instance is told. */
interface Told {
  readonly raw: JsonRecord
  readonly change: JsonRecord | undefined
  /** Pointer of the module's tree; empty where the list of changes tells the same. */
  readonly tree: string
  readonly position: number
}

/** What costs a look-up waits until it is asked for: most resources are never read. */
class FileInstance implements Instance {
  readonly address: string
  readonly type: string
  readonly mapping: Mapping | undefined
  readonly module: Module
  readonly #told: Told

  constructor(address: string, type: string, mapping: Mapping | undefined, module: Module, told: Told) {
    this.address = address
    this.type = type
    this.mapping = mapping
    this.module = module
    this.#told = told
  }

  get data(): boolean {
    return own(this.#told.raw, 'mode') === 'data'
  }

  get index(): Index | undefined {
    return indexOf(own(this.#told.raw, 'index'))
  }

  /** Left out when nothing of it is known. */
  get values(): JsonRecord {
    return ownRecord(this.#told.raw, 'values') ?? {}
  }

  get unknown(): unknown {
    return own(this.#told.change, 'after_unknown')
  }

  get sensitive(): unknown {
    return own(this.#told.raw, 'sensitive_values') ?? own(this.#told.change, 'after_sensitive')
  }

  get config(): JsonRecord | undefined {
    const { config } = this.module
    return config === undefined
      ? undefined
      : configResource(config, configAddress(this.#told.raw, this.type, this.data))
  }

  get pointer(): string {
    const { tree, position } = this.#told
    return tree === '' ? `/resource_changes/${position}/change/after` : `${tree}/resources/${position}/values`
  }
}

function changesByAddress(changes: readonly unknown[]): Map<string, number> {
  const positions = new Map<string, number>()
  for (let position = 0; position < changes.length; position += 1) {
    const raw = changes[position]
    const address = ownString(raw, 'address')
    // A deposed object is the remains of a replacement: it goes, the address stays.
    if (address === undefined || own(raw, 'deposed') !== undefined) continue
    if (own(own(raw, 'change'), 'after') !== null) positions.set(address, position)
  }
  return positions
}

function moduleConfig(json: JsonRecord, call: JsonRecord | undefined): ModuleConfig {
  return { json, call, resources: new Map(), children: new Map() }
}

function configResource(config: ModuleConfig, address: string): JsonRecord | undefined {
  if (config.resources.size === 0) {
    for (const raw of ownArray(config.json, 'resources')) {
      const key = ownString(raw, 'address')
      if (key !== undefined && isRecord(raw)) config.resources.set(key, raw)
    }
  }
  return config.resources.get(address)
}

function childConfig(parent: ModuleConfig | undefined, name: string): ModuleConfig | undefined {
  if (parent === undefined) return undefined
  const known = parent.children.get(name)
  if (known !== undefined) return known
  const call = ownRecord(ownRecord(parent.json, 'module_calls'), name)
  const json = ownRecord(call, 'module')
  if (json === undefined) return undefined
  const config = moduleConfig(json, call)
  parent.children.set(name, config)
  return config
}

function configAddress(raw: JsonRecord, type: string, data: boolean): string {
  const name = ownString(raw, 'name') ?? ''
  return data ? `data.${type}.${name}` : `${type}.${name}`
}

function indexOf(value: unknown): Index | undefined {
  return typeof value === 'string' || typeof value === 'number' ? value : undefined
}

/** The name and key of `module.a.module.b["x"]`: `b` and `x`. */
function lastStep(address: string): { readonly name: string; readonly index: Index | undefined } {
  const bracket = address.endsWith(']') ? keyStart(address) : -1
  const head = bracket < 0 ? address : address.slice(0, bracket)
  const name = head.slice(head.lastIndexOf('.') + 1)
  if (bracket < 0) return { name, index: undefined }
  return { name, index: keyOf(address.slice(bracket + 1, -1)) }
}

/** Where the last `[` stands that opens the key at the end of the address. */
function keyStart(address: string): number {
  if (!address.endsWith('"]')) return address.lastIndexOf('[')
  return address.lastIndexOf('["')
}

export function keyOf(text: string): Index | undefined {
  if (text.startsWith('"')) {
    try {
      const key: unknown = JSON.parse(text)
      return typeof key === 'string' ? key : undefined
    } catch {
      return text.slice(1, -1)
    }
  }
  const index = Number(text)
  return text !== '' && Number.isInteger(index) ? index : undefined
}

function groupInstances(instances: readonly Instance[]): Map<string, Instance[]> {
  const groups = new Map<string, Instance[]>()
  for (const instance of instances) {
    const suffix = instance.index === undefined ? '' : keyText(instance.index)
    const group = instance.address.endsWith(suffix)
      ? instance.address.slice(0, instance.address.length - suffix.length)
      : instance.address
    addTo(groups, group, instance)
  }
  return groups
}

import type { Json } from './changes.ts'

type JsonMap = { [key: string]: Json }

/**
 * One change to a resource of a plan. `set`, `add`, `remove`, `move` and `computed` are JSON pointers below its arguments, which go on
 * inside of JSON texts: `/container_definitions/0/essential`. What a value is set or added to is known then, and
 * configured as a constant; with `ref` it is known after apply, and configured by that reference.
 */
export interface PlanChange {
  /** Its address in the plan, with modules and keys. */
  readonly resource: string
  readonly set?: string
  /** To a list. */
  readonly add?: string
  /** An argument or an entry of a list; `true` for the resource itself. */
  readonly remove?: string | true
  /** An entry of a list, to another place in it. */
  readonly move?: string
  /** An argument that is not configured, and that AWS decides. */
  readonly computed?: string
  readonly to?: Json
  readonly ref?: string
  /** The arguments of a resource that the plan does not hold yet; those of `refs` are known after apply. */
  readonly create?: JsonMap
  readonly refs?: Readonly<Record<string, string>>
}

/** A copy of the plan with the changes made, wherever the plan tells them. Throws when one names what is not there. */
export function changedPlan(plan: Json, changes: readonly PlanChange[]): Json {
  const copy: Json = structuredClone(plan)
  for (const change of changes) {
    try {
      apply(copy, change)
    } catch (error) {
      throw new Error(`${change.resource}: ${error instanceof Error ? error.message : String(error)}`)
    }
  }
  return copy
}

/** What a plan tells of one resource: the arguments twice, what of them is unknown, and how they were configured. */
interface Told {
  readonly values: readonly JsonMap[]
  readonly unknown: JsonMap
  readonly expressions: JsonMap
}

function apply(plan: Json, change: PlanChange): void {
  if (change.create !== undefined) create(plan, change, change.create)
  else if (change.remove === true) removeResource(plan, change.resource)
  else {
    const told = toldOf(plan, change.resource)
    if (change.remove !== undefined) remove(told, keysOf(change.remove))
    else if (change.set !== undefined) put(told, keysOf(change.set), change)
    else if (change.add !== undefined) add(told, keysOf(change.add), change)
    else if (change.move !== undefined) move(told, keysOf(change.move), Number(change.to))
    else if (change.computed !== undefined) compute(told, keysOf(change.computed))
    else throw new Error('a change that says nothing')
  }
}

function put(told: Told, keys: readonly string[], { to = null, ref }: Pick<PlanChange, 'to' | 'ref'>): void {
  if (keys.some((_, depth) => depth > 0 && get(told.unknown, keys.slice(0, depth)) === true)) {
    throw new Error(`what holds /${keys.join('/')} is known after apply`)
  }
  for (const values of told.values) {
    if (ref === undefined) write(values, keys, structuredClone(to))
    else write(values, keys, Array.isArray(get(values, keys.slice(0, -1))) ? null : undefined)
  }
  write(told.unknown, keys, ref === undefined ? undefined : true)
  configure(told, keys, ref)
}

function add(told: Told, keys: readonly string[], { to = null, ref }: Pick<PlanChange, 'to' | 'ref'>): void {
  const known = get(told.values[0] ?? {}, keys)
  const length = Array.isArray(known) ? known.length : 0
  if (length === 0) {
    if (ref !== undefined) throw new Error('a reference is added to nothing')
    put(told, keys, { to: [to] })
  } else put(told, [...keys, String(length)], ref === undefined ? { to } : { ref })
}

function remove(told: Told, keys: readonly string[]): void {
  const [values = {}] = told.values
  if (get(values, keys) === undefined && get(told.unknown, keys) === undefined) {
    throw new Error(`/${keys.join('/')} is not there`)
  }
  const holder = get(values, keys.slice(0, -1))
  const isText = keys.some((_, depth) => typeof get(values, keys.slice(0, depth)) === 'string')
  for (const place of told.values) write(place, keys, isText || Array.isArray(holder) ? undefined : null)
  write(told.unknown, keys, undefined)
  const configured = get(told.expressions, keys.slice(0, -1))
  if (configured !== undefined && !isLeaf(configured)) write(told.expressions, keys, undefined)
  else if (keys.length === 1) write(told.expressions, keys, undefined)
  else configure(told, keys, undefined)
}

function move(told: Told, keys: readonly string[], to: number): void {
  for (const place of [...told.values, told.unknown, told.expressions]) {
    const list = get(place, keys.slice(0, -1))
    if (!Array.isArray(list)) throw new Error(`/${keys.join('/')} is no entry of a list`)
    list.splice(to, 0, ...list.splice(Number(keys.at(-1)), 1))
  }
}

function compute(told: Told, keys: readonly string[]): void {
  for (const place of [...told.values, told.expressions]) write(place, keys, undefined)
  write(told.unknown, keys, true)
}

/** The expression of the argument that holds the place; a text that goes on inside of it keeps its own. */
function configure(told: Told, keys: readonly string[], ref: string | undefined): void {
  const [values = {}] = told.values
  let here: Json = told.expressions
  for (let depth = 0; depth < keys.length; depth += 1) {
    const next = get(here, [keys[depth] ?? ''])
    if (next !== undefined && !isLeaf(next)) {
      here = next
      continue
    }
    const path = keys.slice(0, depth + 1)
    const value = get(values, path)
    if (typeof value === 'string' && depth + 1 < keys.length) return
    const expression: Json = ref === undefined ? expressionOf(value ?? null, Array.isArray(here)) : references(ref)
    write(here, keys.slice(depth, depth + 1), expression)
    return
  }
  const value = get(values, keys)
  if (value !== undefined) write(told.expressions, keys, expressionOf(value, true))
}

/** Blocks are told as lists of maps, arguments as constants. */
function expressionOf(value: Json, block: boolean): Json {
  if (Array.isArray(value) && value.length > 0 && value.every(isMap))
    return value.map((entry) => expressionOf(entry, true))
  if (!block || !isMap(value)) return { constant_value: value }
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, expressionOf(member, false)]))
}

function references(ref: string): Json {
  const whole = ref.slice(0, ref.lastIndexOf('.'))
  return { references: [ref, whole] }
}

function isLeaf(expression: Json): boolean {
  return isMap(expression) && Object.keys(expression).every((key) => key === 'references' || key === 'constant_value')
}

function toldOf(plan: Json, address: string): Told {
  const change = listAt(plan, ['resource_changes']).find((entry) => get(entry, ['address']) === address)
  const after = get(change, ['change', 'after'])
  const unknown = get(change, ['change', 'after_unknown'])
  const planned = plannedIn(get(plan, ['planned_values', 'root_module']), address)
  const values = get(planned?.list[planned.index], ['values'])
  const configured = configuredIn(plan, address)
  const expressions = get(configured?.list[configured.index], ['expressions'])
  if (!isMap(after) || !isMap(unknown) || !isMap(expressions)) throw new Error('is not in the plan')
  return { values: isMap(values) ? [after, values] : [after], unknown, expressions }
}

interface Found {
  readonly list: Json[]
  readonly index: number
}

function plannedIn(module: Json | undefined, address: string): Found | undefined {
  const list = get(module, ['resources'])
  const index = Array.isArray(list) ? list.findIndex((entry) => get(entry, ['address']) === address) : -1
  if (Array.isArray(list) && index >= 0) return { list, index }
  for (const child of listAt(module, ['child_modules'])) {
    const found = plannedIn(child, address)
    if (found !== undefined) return found
  }
  return undefined
}

/** `module.network.aws_subnet.private["a"]` is configured as `aws_subnet.private` of the module. */
function configuredIn(plan: Json, address: string): Found | undefined {
  const { modules, name } = stepsOf(address)
  const module = modules.reduce(
    (holder, step) => get(holder, ['module_calls', step, 'module']),
    get(plan, ['configuration', 'root_module']),
  )
  const list = get(module, ['resources'])
  const index = Array.isArray(list) ? list.findIndex((entry) => get(entry, ['address']) === name) : -1
  return Array.isArray(list) && index >= 0 ? { list, index } : undefined
}

function stepsOf(address: string): { readonly modules: readonly string[]; readonly name: string } {
  const steps = address.replace(/\[[^\]]*\]/g, '').split('.')
  const modules: string[] = []
  while (steps[0] === 'module') modules.push(...steps.splice(0, 2).slice(1))
  return { modules, name: steps.join('.') }
}

function removeResource(plan: Json, address: string): void {
  const changes = get(plan, ['resource_changes'])
  const index = listAt(plan, ['resource_changes']).findIndex((entry) => get(entry, ['address']) === address)
  if (!Array.isArray(changes) || index < 0) throw new Error('is not in the plan')
  changes.splice(index, 1)
  const planned = plannedIn(get(plan, ['planned_values', 'root_module']), address)
  planned?.list.splice(planned.index, 1)
  const { modules, name } = stepsOf(address)
  const others = listAt(plan, ['resource_changes']).some((entry) => {
    const other = stepsOf(String(get(entry, ['address'])))
    return other.name === name && other.modules.join() === modules.join()
  })
  const configured = others ? undefined : configuredIn(plan, address)
  configured?.list.splice(configured.index, 1)
}

function create(plan: Json, { resource, refs = {} }: PlanChange, values: JsonMap): void {
  const [type = '', name = ''] = resource.replace(/^data\./, '').split('.')
  const mode = resource.startsWith('data.') ? 'data' : 'managed'
  const head = { address: resource, mode, type, name }
  const provider_name = 'registry.terraform.io/hashicorp/aws'
  const unknown = Object.fromEntries([...Object.keys(refs), 'id', 'arn'].map((key) => [key, true]))
  const expressions: JsonMap = Object.fromEntries(Object.entries(refs).map(([key, ref]) => [key, references(ref)]))
  for (const [key, value] of Object.entries(values)) expressions[key] = expressionOf(value, false)
  const changes = get(plan, ['resource_changes'])
  const planned = get(plan, ['planned_values', 'root_module', 'resources'])
  const configured = get(plan, ['configuration', 'root_module', 'resources'])
  if (!Array.isArray(changes) || !Array.isArray(planned) || !Array.isArray(configured)) throw new Error('no plan')
  const change = {
    actions: [mode === 'data' ? 'read' : 'create'],
    before: null,
    after: structuredClone(values),
    after_unknown: unknown,
    before_sensitive: false,
    after_sensitive: {},
  }
  changes.push({ ...head, provider_name, change })
  planned.push({ ...head, provider_name, schema_version: 0, values: structuredClone(values), sensitive_values: {} })
  configured.push({ ...head, provider_config_key: 'aws', expressions, schema_version: 0 })
}

/** Writes, or with `undefined` takes away; through a JSON text, which is written anew. */
function write(holder: Json, keys: readonly string[], value: Json | undefined): void {
  const [key = '', ...rest] = keys
  const next = get(holder, [key])
  if (rest.length > 0) {
    const text = typeof next === 'string' ? JSON.parse(next) : undefined
    if (text !== undefined) {
      write(text, rest, value)
      write(holder, [key], JSON.stringify(text))
    } else if (next === undefined || next === null || typeof next !== 'object') {
      if (value === undefined) return
      const made: Json = /^\d+$/.test(rest[0] ?? '') ? [] : {}
      write(made, rest, value)
      write(holder, [key], made)
    } else write(next, rest, value)
  } else if (Array.isArray(holder)) {
    if (value === undefined) holder.splice(Number(key), 1)
    else holder[Number(key)] = value
  } else if (isMap(holder)) {
    if (value === undefined) delete holder[key]
    else holder[key] = value
  }
}

function get(holder: Json | undefined, keys: readonly string[]): Json | undefined {
  let here = holder
  for (const key of keys) {
    const inside: Json | undefined = typeof here === 'string' ? JSON.parse(here) : here
    if (Array.isArray(inside)) here = inside[Number(key)]
    else here = isMap(inside) && Object.hasOwn(inside, key) ? inside[key] : undefined
  }
  return here
}

function listAt(holder: Json | undefined, keys: readonly string[]): readonly Json[] {
  const list = get(holder, keys)
  return Array.isArray(list) ? list : []
}

/** As in JSON pointers, `~1` stands for `/`. */
function keysOf(pointer: string): readonly string[] {
  if (!pointer.startsWith('/')) throw new Error(`${pointer} is no pointer`)
  return pointer
    .slice(1)
    .split('/')
    .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'))
}

export function isMap(value: Json | undefined): value is JsonMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

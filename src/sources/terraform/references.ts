import { type Document, type Index, type Instance, join, keyOf, keyText, type Module } from './document.ts'
import { isArray, isRecord, type JsonRecord, own, ownArray, ownRecord } from './json.ts'

/** Where an expression stands: whose variables it reads, and what `each` and `count` are there. */
export interface Setting {
  readonly module: Module
  readonly forEach: unknown
  readonly key: Index | undefined
}

/** What one reference of an expression comes to. */
export type Outcome =
  /** Known when the plan was made. */
  | { readonly is: 'constant'; readonly value: unknown }
  /** Not held by the plan: a local value, a function's work, an attribute AWS computes. */
  | { readonly is: 'opaque'; readonly name: string }
  /** A resource of the configuration that the plan does not hold: surely none of those it holds. */
  | { readonly is: 'outside'; readonly name: string }
  /** An attribute (where the plan tells which) of one of these instances. */
  | { readonly is: 'target'; readonly targets: readonly Target[] }

export interface Target {
  readonly instance: Instance
  readonly attribute: string | undefined
}

/** Beyond that an expression is not followed, and a choice of resources not listed. */
const MAX_STEPS = 2000
const MAX_DEPTH = 32
export const MAX_TARGETS = 64

/**
 * Follows an expression of `configuration` through variables, module inputs and outputs, one outcome for each
 * reference, in order. The plan does not hold the expression itself: whether a reference is the whole value, a part of
 * a text or only a condition is for the reader to judge.
 */
export function resolveExpression(document: Document, expression: unknown, setting: Setting): readonly Outcome[] {
  return follow(document, expression, setting, [], { left: MAX_STEPS }, 0)
}

/** A whole attribute: `{ references }`, `{ constant_value }`, or `{}` for an expression without references. */
export function isLeaf(expression: unknown): expression is JsonRecord {
  if (!isRecord(expression)) return false
  for (const key of Object.keys(expression)) if (key !== 'references' && key !== 'constant_value') return false
  return true
}

export function settingOf(instance: Instance): Setting {
  return {
    module: instance.module,
    forEach: own(instance.config, 'for_each_expression') ?? own(instance.config, 'count_expression'),
    key: instance.index,
  }
}

type Segment = string | { readonly key: Index | undefined }

interface Budget {
  left: number
}

function follow(
  document: Document,
  expression: unknown,
  setting: Setting,
  rest: readonly Segment[],
  budget: Budget,
  depth: number,
): readonly Outcome[] {
  if (depth > MAX_DEPTH || budget.left <= 0) return [{ is: 'opaque', name: 'a long chain of references' }]
  if (!isLeaf(expression)) return isArray(expression) || isRecord(expression) ? [{ is: 'opaque', name: 'blocks' }] : []
  if (Object.hasOwn(expression, 'constant_value')) return [{ is: 'constant', value: expression.constant_value }]
  const references = wholeReferences(ownArray(expression, 'references'))
  const sameKey = references.some((reference) => reference === 'each.key' || reference === 'count.index')
  // An element of what the expression makes: which one, only the expression tells.
  const [step] = rest
  const path = typeof step === 'object' ? rest.slice(1) : rest
  const outcomes: Outcome[] = []
  for (const reference of references) {
    budget.left -= 1
    const segments = references.length === 1 ? [...parse(reference), ...path] : parse(reference)
    outcomes.push(...followOne(document, reference, segments, setting, sameKey, budget, depth))
  }
  return references.length === 1 || rest.length === 0 ? outcomes : choice(outcomes)
}

function followOne(
  document: Document,
  name: string,
  segments: readonly Segment[],
  setting: Setting,
  sameKey: boolean,
  budget: Budget,
  depth: number,
): readonly Outcome[] {
  const [head, second] = segments
  const opaque: readonly Outcome[] = [{ is: 'opaque', name }]
  if (typeof head !== 'string') return opaque
  switch (head) {
    case 'var':
      return typeof second === 'string'
        ? followVariable(document, second, segments.slice(2), setting, budget, depth)
        : opaque
    case 'module':
      return followOutput(document, name, segments, setting, sameKey, budget, depth)
    case 'each':
      return second === 'key'
        ? [{ is: 'constant', value: setting.key }]
        : followEachValue(document, segments.slice(2), setting, budget, depth)
    case 'count':
      return [{ is: 'constant', value: setting.key }]
    case 'path':
    case 'terraform':
      return [{ is: 'constant', value: undefined }]
    case 'local':
    case 'self':
      return opaque
    case 'data':
      return typeof second === 'string' && typeof segments[2] === 'string'
        ? followResource(document, `data.${second}.${segments[2]}`, segments.slice(3), setting, sameKey, budget, depth)
        : opaque
    default:
      return typeof second === 'string'
        ? followResource(document, `${head}.${second}`, segments.slice(2), setting, sameKey, budget, depth)
        : opaque
  }
}

function followVariable(
  document: Document,
  name: string,
  rest: readonly Segment[],
  setting: Setting,
  budget: Budget,
  depth: number,
): readonly Outcome[] {
  const { module } = setting
  const declaration = ownRecord(ownRecord(module.config?.json, 'variables'), name)
  if (module.parent === undefined) {
    const given = ownRecord(ownRecord(document.json, 'variables'), name)
    if (given !== undefined) return [{ is: 'constant', value: own(given, 'value') }]
    return declaration !== undefined && Object.hasOwn(declaration, 'default')
      ? [{ is: 'constant', value: declaration.default }]
      : [{ is: 'opaque', name: `var.${name}` }]
  }
  const call = module.config?.call
  const expression = own(own(call, 'expressions'), name)
  if (expression === undefined) return [{ is: 'constant', value: own(declaration, 'default') }]
  const outside: Setting = {
    module: module.parent,
    forEach: own(call, 'for_each_expression') ?? own(call, 'count_expression'),
    key: module.index,
  }
  return follow(document, expression, outside, rest, budget, depth + 1)
}

function followOutput(
  document: Document,
  name: string,
  segments: readonly Segment[],
  setting: Setting,
  sameKey: boolean,
  budget: Budget,
  depth: number,
): readonly Outcome[] {
  const child = segments[1]
  if (typeof child !== 'string') return [{ is: 'opaque', name }]
  const keyed = segments[2]
  const hasKey = typeof keyed === 'object'
  const output = segments[hasKey ? 3 : 2]
  if (typeof output !== 'string') return [{ is: 'opaque', name }]
  const rest = segments.slice(hasKey ? 4 : 3)
  const index = hasKey ? keyed.key : sameKey ? setting.key : undefined
  const one = document.childModule(setting.module, child, index)
  const exact = hasKey || document.childModules(setting.module, child).every((module) => module.index === undefined)
  const modules =
    exact || sameKey
      ? one === undefined
        ? []
        : [one]
      : document.childModules(setting.module, child).slice(0, MAX_TARGETS)
  if (modules.length === 0) return [{ is: 'opaque', name }]
  const outcomes = modules.flatMap((module) => {
    const expression = own(ownRecord(ownRecord(module.config?.json, 'outputs'), output), 'expression')
    if (expression === undefined) return [{ is: 'opaque', name } as const]
    return follow(document, expression, { module, forEach: undefined, key: undefined }, rest, budget, depth + 1)
  })
  return modules.length === 1 ? outcomes : choice(outcomes)
}

/** With `for_each = aws_subnet.app` the value is the instance of the same key; with a map it may be any of its values. */
function followEachValue(
  document: Document,
  rest: readonly Segment[],
  setting: Setting,
  budget: Budget,
  depth: number,
): readonly Outcome[] {
  const { forEach, key } = setting
  if (forEach === undefined) return [{ is: 'opaque', name: 'each.value' }]
  const here: Setting = { module: setting.module, forEach: undefined, key: undefined }
  const keyed: readonly Segment[] = key === undefined ? rest : [{ key }, ...rest]
  const references = isLeaf(forEach) ? wholeReferences(ownArray(forEach, 'references')) : []
  const only = references.length === 1 ? parse(references[0] ?? '') : []
  if (isWholeResource(only)) {
    return followOne(document, 'each.value', [...only, ...keyed], here, false, budget, depth + 1)
  }
  return choice(follow(document, forEach, here, [], budget, depth + 1))
}

function isWholeResource(segments: readonly Segment[]): boolean {
  const [head] = segments
  if (head === 'data') return segments.length === 3
  return segments.length === 2 && head !== 'var' && head !== 'local' && head !== 'module' && head !== 'each'
}

function followResource(
  document: Document,
  resource: string,
  rest: readonly Segment[],
  setting: Setting,
  sameKey: boolean,
  budget: Budget,
  depth: number,
): readonly Outcome[] {
  const [first] = rest
  const hasKey = typeof first === 'object'
  const path = hasKey ? rest.slice(1) : rest
  const attribute = path.find((segment): segment is string => typeof segment === 'string')
  const address = join(setting.module.address, resource)
  const key = hasKey ? first.key : sameKey ? setting.key : undefined
  const same = document.at.get(key === undefined ? address : address + keyText(key))
  const instances = same === undefined && !hasKey ? document.instancesOf(setting.module, resource) : []
  const found = same === undefined ? instances : [same]
  if (found.length === 0 && document.instancesOf(setting.module, resource).length === 0) {
    return [{ is: 'outside', name: address }]
  }
  if (found.length === 0 || found.length > MAX_TARGETS) return [{ is: 'opaque', name: address }]
  const outcomes = found.flatMap((instance) => followAttribute(document, instance, attribute, budget, depth))
  return found.length === 1 ? outcomes : choice(outcomes)
}

/** An attribute that does not stand for its resource may itself come from a reference: the bucket of a versioning. */
function followAttribute(
  document: Document,
  instance: Instance,
  attribute: string | undefined,
  budget: Budget,
  depth: number,
): readonly Outcome[] {
  const { mapping } = instance
  if (mapping?.identity !== undefined && (attribute === undefined || Object.hasOwn(mapping.identity, attribute))) {
    return [{ is: 'target', targets: [{ instance, attribute }] }]
  }
  const owner = mapping?.pieces?.[0]?.by
  const name = mapping?.type === undefined && owner !== undefined && attribute === 'id' ? owner : attribute
  if (name === undefined) return [{ is: 'opaque', name: instance.address }]
  const value = own(instance.values, name)
  if (value !== undefined && value !== null && own(instance.unknown, name) === undefined) {
    return [{ is: 'constant', value }]
  }
  const expression = own(own(instance.config, 'expressions'), name)
  if (!isLeaf(expression)) return [{ is: 'opaque', name: `${instance.address}.${name}` }]
  budget.left -= 1
  const outcomes = follow(document, expression, settingOf(instance), [], budget, depth + 1)
  // Nothing that is unknown goes in, so AWS makes it.
  return outcomes.some((outcome) => outcome.is !== 'constant')
    ? outcomes
    : [{ is: 'opaque', name: `${instance.address}.${name}` }]
}

/** One of several, and the plan does not tell which. */
function choice(outcomes: readonly Outcome[]): readonly Outcome[] {
  const open = outcomes.filter((outcome) => outcome.is !== 'constant')
  if (open.length < 2) return outcomes
  const targets: Target[] = []
  for (const outcome of open) {
    if (outcome.is !== 'target') return [outcome]
    targets.push(...outcome.targets)
  }
  if (targets.length > MAX_TARGETS) return [{ is: 'opaque', name: 'one of many resources' }]
  return [{ is: 'target', targets }, ...outcomes.filter((outcome) => outcome.is === 'constant')]
}

/** `["aws_lb.a.arn", "aws_lb.a"]` tells one reference: the shorter ones that follow are its steps. */
function wholeReferences(references: readonly unknown[]): readonly string[] {
  const whole: string[] = []
  let last = ''
  for (const reference of references) {
    if (typeof reference !== 'string') continue
    const after = last.charAt(reference.length)
    if (last.startsWith(reference) && (after === '.' || after === '[')) continue
    whole.push(reference)
    last = reference
  }
  return whole
}

/** `module.a["x.y"].ids[0]` in steps. */
function parse(reference: string): readonly Segment[] {
  const segments: Segment[] = []
  let start = 0
  let position = 0
  const push = (end: number): void => {
    if (end > start) segments.push(reference.slice(start, end))
  }
  while (position < reference.length) {
    const character = reference[position]
    if (character === '.') {
      push(position)
      position += 1
      start = position
    } else if (character === '[') {
      push(position)
      const end = closing(reference, position)
      segments.push({ key: keyOf(reference.slice(position + 1, end)) })
      position = end + 1
      start = position
    } else {
      position += 1
    }
  }
  push(reference.length)
  return segments
}

function closing(reference: string, open: number): number {
  let quoted = false
  for (let position = open + 1; position < reference.length; position += 1) {
    const character = reference[position]
    if (quoted && character === '\\') position += 1
    else if (character === '"') quoted = !quoted
    else if (character === ']' && !quoted) return position
  }
  return reference.length
}

import { scalarsOf } from '../../aws/scalars.ts'
import { choice, entry, isList, isMap, KIND, type PropertyMap, type Value, withEntries } from '../../model/value.ts'

/**
 * Booleans and numbers that a template writes as text ("true", "443"), as CloudFormation itself reads them where the
 * resource's schema says so. Text that is neither stays. Returns the same object when nothing changes.
 */
export function normalise(type: string, properties: PropertyMap): PropertyMap {
  const kinds = kindsOf(type)
  if (kinds === undefined) return properties
  const normal = below(properties, kinds)
  return isMap(normal) ? normal : properties
}

interface Kinds {
  readonly entries: Map<string, Kinds>
  kind: 'boolean' | 'number' | undefined
}

const KNOWN = new Map<string, Kinds | undefined>()

function kindsOf(type: string): Kinds | undefined {
  if (KNOWN.has(type)) return KNOWN.get(type)
  const scalars = scalarsOf(type)
  const root: Kinds = { entries: new Map(), kind: undefined }
  for (const [pattern, kind] of scalars ?? []) {
    let node = root
    for (const segment of pattern.replaceAll('[]', '.[]').replaceAll('{}', '.{}').split('.')) {
      let next = node.entries.get(segment)
      if (next === undefined) {
        next = { entries: new Map(), kind: undefined }
        node.entries.set(segment, next)
      }
      node = next
    }
    node.kind = kind
  }
  const kinds = scalars === undefined ? undefined : root
  KNOWN.set(type, kinds)
  return kinds
}

function below(value: Value, kinds: Kinds): Value {
  if (typeof value === 'string') return kinds.kind === undefined ? value : scalar(value, kinds.kind)
  if (typeof value !== 'object') return value
  if (isList(value)) return list(value, kinds.entries.get('[]'))
  if (isMap(value)) return map(value, kinds)
  if (value[KIND] === 'choice') {
    const then = value.then === undefined ? undefined : below(value.then, kinds)
    const otherwise = value.else === undefined ? undefined : below(value.else, kinds)
    return then === value.then && otherwise === value.else ? value : choice(value.condition, then, otherwise)
  }
  if (value[KIND] !== 'unknown' || value.oneOf === undefined) return value
  const oneOf = value.oneOf.map((each) => below(each, kinds))
  return oneOf.every((each, index) => each === value.oneOf?.[index]) ? value : { ...value, oneOf }
}

function list(value: readonly Value[], each: Kinds | undefined): Value {
  if (each === undefined) return value
  let copy: Value[] | undefined
  for (let index = 0; index < value.length; index += 1) {
    const item = value[index]
    const normal = item === undefined ? undefined : below(item, each)
    if (copy === undefined && normal !== item) copy = value.slice(0, index)
    if (copy !== undefined && normal !== undefined) copy.push(normal)
  }
  return copy ?? value
}

function map(value: PropertyMap, kinds: Kinds): PropertyMap {
  const every = kinds.entries.get('{}')
  let changed: Map<string, Value> | undefined
  for (const key in value) {
    const known = kinds.entries.get(key) ?? every
    const item = known === undefined ? undefined : entry(value, key)
    if (known === undefined || item === undefined) continue
    const normal = below(item, known)
    if (normal === item) continue
    changed ??= new Map()
    changed.set(key, normal)
  }
  return changed === undefined ? value : withEntries(value, changed)
}

function scalar(text: string, kind: 'boolean' | 'number'): Value {
  if (kind === 'boolean') {
    const lower = text.length <= 5 ? text.toLowerCase() : text
    return lower === 'true' ? true : lower === 'false' ? false : text
  }
  const number = /^-?[0-9]+(?:\.[0-9]+)?$/.test(text) ? Number(text) : Number.NaN
  return Number.isFinite(number) ? number : text
}

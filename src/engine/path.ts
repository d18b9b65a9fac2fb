import { entry, isList, isMap, isSpecial, KIND, type Unknown, unknown, type Value } from '../model/value.ts'
import type { Element, Frame } from './frame.ts'

/** One step of a property path: a property, or the entry of a map or of a list keyed by `Name` or `Key`. */
export type Step =
  | { readonly kind: 'property'; readonly name: string }
  | { readonly kind: 'key'; readonly name: string }

/**
 * `ClusterSettings/containerInsights.Value` to its steps. Dots separate properties, a slash starts a key; a key with
 * dots or slashes is written in double quotes (`DockerLabels/"com.example/team"`).
 */
export function parsePath(text: string): readonly Step[] | undefined {
  const steps: Step[] = []
  let at = 0
  let kind: Step['kind'] = 'property'
  while (at < text.length) {
    const quoted = kind === 'key' && text[at] === '"'
    const end = quoted ? text.indexOf('"', at + 1) : nextSeparator(text, at)
    if (end < 0) return undefined
    const name = quoted ? text.slice(at + 1, end) : text.slice(at, end)
    if (name === '') return undefined
    steps.push({ kind, name })
    at = quoted ? end + 1 : end
    if (at === text.length) return steps
    const separator = text[at]
    if (separator !== '.' && separator !== '/') return undefined
    kind = separator === '/' ? 'key' : 'property'
    at += 1
  }
  return undefined
}

function nextSeparator(text: string, from: number): number {
  let at = from
  while (at < text.length && text[at] !== '.' && text[at] !== '/') at += 1
  return at
}

/**
 * Reads a path from an element. Absent is `undefined`; a path that meets something unknown is that unknown; what the
 * resource leaves open reads as its `rest`.
 */
export function readPath(frame: Frame, element: Element, steps: readonly Step[]): Value | undefined {
  const atRoot = element.path.length === 0 && element.value === undefined
  let value: Value | undefined = atRoot ? element.resource.properties : element.value
  for (let index = 0; index < steps.length; index += 1) {
    const step = steps[index]
    if (step === undefined) return undefined
    value = frame.choices.settle(value)
    if (value === undefined) return undefined
    if (typeof value === 'string') value = frame.json(value) ?? value
    if (typeof value !== 'object') return unknown('limit', `${step.name} is read from a plain value`)
    if (isSpecial(value)) return below(value, step.name)
    if (isList(value)) {
      value =
        step.kind === 'key' ? keyed(frame, value, step.name) : unknown('limit', `${step.name} is read across a list`)
    } else {
      const next: Value | undefined = isMap(value) ? entry(value, step.name) : undefined
      value = next === undefined && atRoot && index === 0 ? element.resource.rest : next
    }
  }
  return frame.choices.settle(value)
}

/** A property of something that is not known (or is only a reference) is not known either. */
function below(value: Value, name: string): Unknown {
  if (isSpecial(value) && (value[KIND] === 'unknown' || value[KIND] === 'rest')) {
    return unknown(value.cause.class, value.cause.reason)
  }
  return unknown('limit', `${name} is read from a value that only names another resource`)
}

const KEY_PROPERTIES = ['Name', 'Key', 'ParameterKey']

/** The entry of a keyed list; unknown when an element whose key is not known may be it. */
function keyed(frame: Frame, list: readonly Value[], key: string): Value | undefined {
  let open: Unknown | undefined
  for (const raw of list) {
    const element = frame.choices.settle(raw)
    if (element === undefined) continue
    if (isSpecial(element)) {
      open ??= below(element, key)
      continue
    }
    if (!isMap(element)) continue
    for (const property of KEY_PROPERTIES) {
      const name = frame.choices.settle(entry(element, property))
      if (name === key) return element
      if (isSpecial(name)) open ??= below(name, key)
    }
  }
  return open
}

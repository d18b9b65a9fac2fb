import type { Location, Path } from '../../model/resource.ts'
import { jsonPlaces, pathOf, pointer } from '../../util/positions.ts'
import type { Document, Instance } from './document.ts'
import { isArray, isRecord, type JsonRecord } from './json.ts'
import type { Rule, Rules } from './mapping.ts'

export interface Places {
  /** The place of a property told by these rules, or of the instance itself. */
  readonly of: (instance: Instance, rules: Rules | undefined, path: Path, below?: Path) => Location
}

/** Lines and columns are worked out on first demand: reports ask for few. */
export function placesOf(document: Document, file: string, text: string): Places {
  let places: ReturnType<typeof jsonPlaces> | undefined
  return {
    of(instance, rules, path, below = []) {
      const attribute = rules === undefined ? undefined : attributePath(rules, path, valueAt(instance.values, below))
      const steps = `${pointer(below)}${attribute === undefined ? '' : pointer(attribute)}`
      const base = instance.pointer
      const known = existing(document.json, base + steps)
      // What is known after apply is left out of `after`.
      const open = `${base}_unknown`
      const found =
        known === base && steps !== '' && base.endsWith('/after') ? existing(document.json, open + steps) : known
      const end = found.length > open.length || !found.startsWith(open) ? found : base
      places ??= jsonPlaces(text)
      return { file, ...places(end), path: end }
    },
  }
}

/** The longest prefix of a pointer that exists. */
function existing(json: JsonRecord, wanted: string): string {
  const path = pathOf(wanted)
  let value: unknown = json
  for (let depth = 0; depth < path.length; depth += 1) {
    const segment = String(path[depth])
    const next = step(value, segment)
    if (next === undefined) return pointer(path.slice(0, depth))
    value = next
  }
  return wanted
}

function step(value: unknown, segment: string): unknown {
  if (isArray(value)) return value[Number(segment)]
  return isRecord(value) && Object.hasOwn(value, segment) ? value[segment] : undefined
}

function valueAt(value: unknown, path: Path): unknown {
  let found = value
  for (const segment of path) found = step(found, String(segment))
  return found
}

/** Where Terraform tells what CloudFormation has at the path: the rule with the longest matching right-hand side. */
function attributePath(rules: Rules, path: Path, values: unknown): Path | undefined {
  let best: Path | undefined
  let bestLength = 0
  for (const attribute of Object.keys(rules)) {
    const rule = rules[attribute]
    if (rule === undefined) continue
    for (const one of isRuleList(rule) ? rule : [rule]) {
      const matched = match(one, attribute, path, step(values, attribute))
      if (matched !== undefined && matched.length > bestLength) {
        best = matched.path
        bestLength = matched.length
      }
    }
  }
  return best
}

interface Matched {
  readonly path: Path
  /** How many steps of the wanted path are covered. */
  readonly length: number
}

function match(rule: Rule, attribute: string, path: Path, value: unknown): Matched | undefined {
  if (typeof rule === 'string') return covers(rule, path) ? { path: [attribute], length: steps(rule) } : undefined
  if (rule.is === 'asked') return match(rule.rule, attribute, path, value)
  if (rule.is === 'special') {
    const target = rule.to.find((one) => covers(one, path))
    return target === undefined ? undefined : { path: [attribute], length: steps(target) }
  }
  if (rule.is !== 'object' && rule.is !== 'list' && rule.is !== 'set') {
    return covers(rule.to, path) ? { path: [attribute], length: steps(rule.to) } : undefined
  }
  if (!covers(rule.to, path)) return undefined
  const length = steps(rule.to)
  const listed = rule.is !== 'object'
  const position = listed ? path[length] : 0
  const block = isArray(value) ? value[Number(position ?? 0)] : value
  const prefix = isArray(value) && position !== undefined ? [attribute, Number(position)] : [attribute]
  const used = length + (listed && position !== undefined ? 1 : 0)
  const rest = path.slice(used)
  const inner = rest.length === 0 ? undefined : attributePath(rule.of, rest, block)
  if (inner !== undefined) return { path: [...prefix, ...inner], length: used + inner.length }
  return rule.to === '' ? undefined : { path: prefix, length: Math.max(used, 1) }
}

function isRuleList(rule: Rule | readonly Rule[]): rule is readonly Rule[] {
  return Array.isArray(rule)
}

/** Whether the path leads into, or to, the dotted right-hand side. */
function covers(to: string, path: Path): boolean {
  if (to === '') return true
  const parts = to.split('.')
  return parts.length <= path.length && parts.every((part, position) => part === path[position])
}

function steps(to: string): number {
  return to === '' ? 0 : to.split('.').length
}

import { OpscheckError } from '../model/errors.ts'
import type { Json, Rule, SelectedRule, Severity } from '../model/rule.ts'
import { sortedBy } from '../util/order.ts'
import { closest } from '../util/suggest.ts'
import { globMatches, hasGlob } from '../util/text.ts'
import type { BuiltIn } from './built-in.ts'
import type { RuleSetting } from './document.ts'
import type { Layer } from './layers.ts'
import type { RulesetFile } from './ruleset-file.ts'

/** The built-in rules and those of the layers, by id. Throws OpscheckError `rule-invalid` when two have one id. */
export function knownRules(layers: readonly Layer[], builtIn: BuiltIn): ReadonlyMap<string, Rule> {
  const known = new Map(builtIn.rules.map((rule) => [rule.id, rule]))
  for (const layer of layers) {
    if (layer.kind !== 'rules') continue
    for (const rule of layer.rules) {
      const other = known.get(rule.id)
      if (other !== undefined) {
        throw new OpscheckError('rule-invalid', `the id ${rule.id} is taken by ${other.source.file}`, {
          file: rule.source.file,
          hint: 'give the file another name, and set the other rule to "off" if this one is to replace it',
        })
      }
      known.set(rule.id, rule)
    }
  }
  return new Map(sortedBy(known, ([id]) => id))
}

/** The rules that a name or glob means; an id that a rule had formerly means that rule. */
export type Lookup = (name: string, reject: (message: string, hint?: string) => never) => readonly Rule[]

export function lookupIn(known: ReadonlyMap<string, Rule>): Lookup {
  const renamed = new Map([...known.values()].flatMap((rule) => rule.formerly.map((id) => [id, rule] as const)))
  return (name, reject) => {
    if (hasGlob(name)) {
      const found = [...known.values()].filter(({ id }) => globMatches(name, id))
      return found.length === 0 ? reject(`no rule fits "${name}"`, 'opscheck rules lists the rules') : found
    }
    const rule = known.get(name) ?? renamed.get(name)
    if (rule !== undefined) return [rule]
    const near = closest(name, known.keys())
    return reject(
      `there is no rule "${name}"`,
      near === undefined ? 'opscheck rules lists the rules' : `did you mean "${near}"?`,
    )
  }
}

/** The rules that the layers turn on, in the order of ids; later layers and entries win. */
export function selectedRules(
  layers: readonly Layer[],
  known: ReadonlyMap<string, Rule>,
  builtIn: BuiltIn,
  lookup: Lookup,
): readonly SelectedRule[] {
  const chosen = new Map<string, SelectedRule>()
  const turnOn = (rule: Rule): void => {
    if (!chosen.has(rule.id)) chosen.set(rule.id, asWritten(rule))
  }
  for (const layer of layers) {
    if (layer.kind === 'built-in')
      builtIn.rules.filter((rule) => layer.set === 'all' || rule.recommended).forEach(turnOn)
    else if (layer.kind === 'rules') layer.rules.filter((rule) => rule.recommended).forEach(turnOn)
    else applySettings(layer.file, chosen, lookup)
  }
  return [...known.keys()].flatMap((id) => chosen.get(id) ?? [])
}

/** The rule with its own severity and the defaults of its parameters. */
export function asWritten(rule: Rule): SelectedRule {
  const defaults = Object.entries(rule.parameters).map(([name, parameter]) => [name, parameter.default] as const)
  return { rule, severity: rule.severity, parameters: Object.fromEntries(defaults) }
}

function applySettings(file: RulesetFile, chosen: Map<string, SelectedRule>, lookup: Lookup): void {
  for (const [name, setting] of Object.entries(file.document.rules ?? {})) {
    const pointer = `/rules/${escaped(name)}`
    for (const rule of lookup(name, (message, hint) => file.reject(pointer, message, hint))) {
      if (setting === 'off') chosen.delete(rule.id)
      else chosen.set(rule.id, overlaid(chosen.get(rule.id) ?? asWritten(rule), setting, file, pointer))
    }
  }
}

function overlaid(
  before: SelectedRule,
  setting: Exclude<RuleSetting, 'off'>,
  file: RulesetFile,
  pointer: string,
): SelectedRule {
  const { severity, parameters = {} }: { severity?: Severity; parameters?: Readonly<Record<string, Json>> } =
    typeof setting === 'string' ? { severity: setting } : setting
  const merged = { ...before.parameters }
  for (const [name, value] of Object.entries(parameters)) {
    const at = `${pointer}/parameters/${escaped(name)}`
    if (!Object.hasOwn(before.rule.parameters, name)) {
      const names = Object.keys(before.rule.parameters)
      const near = closest(name, names)
      const takes = names.length === 0 ? 'it has no parameters' : `its parameters are ${names.join(', ')}`
      file.reject(
        at,
        `rule ${before.rule.id} has no parameter "${name}"`,
        near === undefined ? takes : `did you mean "${near}"?`,
      )
    }
    const wanted = shapeOf(before.rule.parameters[name]?.default)
    if (shapeOf(value) !== wanted) file.reject(at, `parameter "${name}" of rule ${before.rule.id} must be ${wanted}`)
    merged[name] = value
  }
  return { rule: before.rule, severity: severity ?? before.severity, parameters: merged }
}

function shapeOf(value: Json | undefined): string {
  if (value === null || value === undefined) return 'nothing'
  if (Array.isArray(value)) return 'a list'
  if (typeof value === 'string') return 'a text'
  if (typeof value === 'number') return 'a number'
  return typeof value === 'boolean' ? 'true or false' : 'a mapping'
}

function escaped(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1')
}

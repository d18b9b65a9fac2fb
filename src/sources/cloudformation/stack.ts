import { Buffer } from 'node:buffer'
import type { Scope, Unit } from '../../model/resource.ts'
import {
  choice,
  entry,
  isList,
  isMap,
  isSpecial,
  KIND,
  type PropertyMap,
  ref,
  setEntry,
  type Unknown,
  unknown,
  type Value,
} from '../../model/value.ts'
import type { SharedValue, StackValues } from '../source.ts'
import { all, any, atom, type Decision, equal, isLarge, negate, type Question } from './decisions.ts'
import { foreign } from './foreign.ts'
import { cidr } from './functions/cidr.ts'
import { toJsonText } from './functions/json-text.ts'
import { availabilityZones, length, select } from './functions/list.ts'
import { findInMap } from './functions/mapping.ts'
import { subPieces } from './functions/sub.ts'
import { concat, fromParts, join, split } from './functions/text.ts'
import { type Entries, type Entry, fill, isLoop, type Loop, unroll } from './loops.ts'
import type { Notes } from './notes.ts'
import { readParameter } from './parameters.ts'
import { isSharedPseudo, type Pseudo, pseudoParameters } from './pseudo.ts'
import { mapAt, type TemplateFile, textAt } from './template.ts'

export interface StackOptions {
  readonly unit: Unit
  readonly scope: Scope
  readonly file: TemplateFile
  /** The stack's name, where it is known. */
  readonly name?: string
  /** How reasons and warnings name the stack: "stack web". */
  readonly label: string
  /** Before the addresses of its resources: empty, or `Parent/` for a nested stack. */
  readonly prefix: string
  /** What the stack is given for a parameter. */
  readonly given: (parameter: string) => Value | undefined
  /** The stack that this one is nested in. */
  readonly outer?: Stack
  readonly notes: Notes
  readonly stacks?: StackValues
}

/**
 * One template as one stack: resolves its values on demand and remembers parameters, conditions and outputs. Values that
 * lead back to themselves are unknown.
 */
export class Stack {
  readonly unit: Unit
  readonly scope: Scope
  readonly file: TemplateFile
  readonly name: string | undefined
  readonly label: string
  readonly prefix: string
  readonly notes: Notes
  readonly resources: ReadonlyMap<string, Entry>
  readonly openResources: Entries['open']
  /** Nested stacks whose templates are at hand, by logical id. */
  readonly children = new Map<string, Stack>()
  /** Macros that may add or change anything, not run here. */
  readonly transforms: readonly string[]
  private readonly options: StackOptions
  private readonly pseudo: Pseudo
  private readonly parameters = new Map<string, Value | undefined>()
  private readonly decisions = new Map<string, Decision | undefined>()
  private readonly outputs = new Map<string, { value: Value | undefined } | undefined>()
  private readonly turns = { left: MAX_TURNS }
  private readonly zones = new Map<Value | undefined, readonly Value[]>()
  private conditionEntries: ReadonlyMap<string, Entry> | undefined
  private outputEntries: ReadonlyMap<string, Entry> | undefined

  constructor(options: StackOptions) {
    this.options = options
    this.unit = options.unit
    this.scope = options.scope
    this.file = options.file
    this.name = options.name
    this.label = options.label
    this.prefix = options.prefix
    this.notes = options.notes
    const { scope, label, name, outer } = options
    this.pseudo = pseudoParameters({
      scope,
      label,
      ...(name === undefined ? undefined : { name }),
      ...(outer === undefined ? undefined : { outer: outer.pseudo }),
    })
    this.transforms = unseenTransforms(options.file.root)
    const { entries, open } = this.entriesOf('Resources')
    this.resources = new Map(entries.map((each) => [each.key, each]))
    this.openResources = open
  }

  /** The value of a piece of the template; undefined is absent. What holds no intrinsic is returned as it is. */
  resolve(raw: Value | null, loop?: Loop): Value | undefined {
    if (typeof raw === 'string') return this.literal(raw, loop)
    if (raw === null) return undefined
    if (isList(raw)) return this.resolveList(raw, loop)
    return isMap(raw) ? this.resolveMap(raw, loop) : raw
  }

  /** Whether a named condition holds. */
  condition(name: string): Decision {
    if (this.decisions.has(name)) {
      return this.decisions.get(name) ?? this.openCondition(name, `condition ${name} refers to itself`)
    }
    this.conditionEntries ??= byKey(this.entriesOf('Conditions').entries)
    const definition = this.conditionEntries.get(name)
    if (definition === undefined) return this.openCondition(name, `condition ${name} is not defined in ${this.label}`)
    this.decisions.set(name, undefined)
    const decided = this.decide(definition.raw, definition.loop, name)
    const decision = isLarge(decided) ? atom(this.named(name)) : decided
    this.decisions.set(name, decision)
    return decision
  }

  /** A condition written out: `Fn::Equals`, `Fn::And`, `Fn::Or`, `Fn::Not`, `Condition`. `name` says where it stands. */
  decide(raw: Value, loop: Loop | undefined, name: string): Decision {
    if (raw === true || raw === 'true') return true
    if (raw === false || raw === 'false') return false
    const called = isMap(raw) ? callIn(raw) : undefined
    if (called === undefined) return this.openCondition(name, `condition ${name} of ${this.label} is not a condition`)
    const { argument } = called
    if (called.name === 'Condition' && typeof argument === 'string') {
      return this.condition(loop === undefined ? argument : fill(argument, loop))
    }
    const operands = isList(argument) ? argument : [argument]
    if (called.name === 'Fn::Not') return negate(this.decide(operands[0] ?? '', loop, name))
    if (called.name === 'Fn::And') return all(operands.map((operand) => this.decide(operand, loop, name)))
    if (called.name === 'Fn::Or') return any(operands.map((operand) => this.decide(operand, loop, name)))
    if (called.name === 'Fn::Equals') {
      const [left, right] = operands.map((operand) => this.resolve(operand, loop))
      return equal(left, right, (value) => this.notes.questions.get(value), this.question(name, raw, loop))
    }
    return this.openCondition(name, `condition ${name} of ${this.label} uses ${called.name}, which is not modelled`)
  }

  /** The value of a parameter; undefined when the template has none of the name. */
  parameter(name: string): Value | undefined {
    if (this.parameters.has(name)) {
      return (
        this.parameters.get(name) ??
        unknown('limit', `parameter ${name} of ${this.label} refers to itself`, { present: 'yes' })
      )
    }
    const definition = entry(mapAt(this.file.root, 'Parameters'), name)
    if (definition === undefined || !isMap(definition) || definition === null) return undefined
    this.parameters.set(name, undefined)
    const whole = (hole: Unknown) => this.isWhole(hole)
    const { value, assumed } = readParameter(name, definition, this.options.given(name), this.label, whole)
    if (assumed !== undefined) this.notes.assume(assumed)
    this.ask(value, name, 'parameter ')
    this.parameters.set(name, value)
    return value
  }

  /** An output of the stack; undefined when the template has none of the name or its condition does not hold. */
  output(name: string): { readonly value: Value | undefined } | undefined {
    if (this.outputs.has(name)) {
      return (
        this.outputs.get(name) ?? {
          value: unknown('limit', `output ${name} of ${this.label} refers to itself`, { present: 'yes' }),
        }
      )
    }
    const definition = this.outputDefinitions().get(name)
    if (definition === undefined || !isMap(definition.raw)) return undefined
    const named = textAt(definition.raw, 'Condition')
    const decision = named === undefined ? true : this.condition(named)
    if (decision === false) return undefined
    this.outputs.set(name, undefined)
    const raw = entry(definition.raw, 'Value')
    const resolved = raw === undefined ? undefined : this.resolve(raw, definition.loop)
    const output = { value: decision === true ? resolved : choice(decision, resolved, undefined) }
    this.outputs.set(name, output)
    return output
  }

  /** `Export.Name` to the output that it exports, where the name is known. */
  exports(): ReadonlyMap<string, { readonly value: Value | undefined }> {
    const exports = new Map<string, { readonly value: Value | undefined }>()
    for (const [name, { raw, loop }] of this.outputDefinitions()) {
      const exported = isMap(raw) ? entry(mapAt(raw, 'Export'), 'Name') : undefined
      const exportName = exported === undefined ? undefined : this.resolve(exported, loop)
      if (typeof exportName !== 'string' || exports.has(exportName)) continue
      const output = () => this.output(name)?.value
      exports.set(exportName, {
        get value() {
          return output()
        },
      })
    }
    return exports
  }

  /** Whether an unknown value surely holds letters, digits and hyphens only. */
  isWhole(hole: Unknown): boolean {
    return this.pseudo.plain.has(hole) || (this.options.outer?.isWhole(hole) ?? false)
  }

  unroll(map: PropertyMap, loop: Loop | undefined): Entries {
    return unroll(map, loop, (raw, inside) => this.resolve(raw, inside), this.turns)
  }

  private entriesOf(section: string): Entries {
    return this.unroll(mapAt(this.file.root, section), undefined)
  }

  private outputDefinitions(): ReadonlyMap<string, Entry> {
    this.outputEntries ??= byKey(this.entriesOf('Outputs').entries)
    return this.outputEntries
  }

  private literal(text: string, loop: Loop | undefined): Value {
    const filled = loop === undefined ? text : fill(text, loop)
    return filled.includes('{{resolve:') ? fromParts([filled]) : filled
  }

  private resolveList(raw: readonly Value[], loop: Loop | undefined): readonly Value[] {
    let copy: Value[] | undefined
    for (let index = 0; index < raw.length; index += 1) {
      const item = raw[index]
      const value = item === undefined ? undefined : this.resolve(item, loop)
      if (copy === undefined && value !== item) copy = raw.slice(0, index)
      if (copy !== undefined && value !== undefined) copy.push(value)
    }
    return copy ?? raw
  }

  private resolveMap(raw: PropertyMap, loop: Loop | undefined): Value | undefined {
    const called = callIn(raw)
    if (called !== undefined && called.name !== 'Condition' && !isLoop(called.name)) {
      return this.call(called.name, called.argument, loop)
    }
    let copy: Record<string, Value> | undefined
    for (const key in raw) {
      if (key.charCodeAt(0) === FIRST_OF_FN && key.startsWith('Fn::')) return this.resolveUnrolled(raw, loop)
      const item = raw[key]
      const name = loop === undefined ? key : fill(key, loop)
      const value = item === undefined ? undefined : this.resolve(item, loop)
      if (copy === undefined && (value !== item || name !== key)) copy = copyBefore(raw, key)
      if (copy !== undefined && value !== undefined) setEntry(copy, name, value)
    }
    return copy ?? raw
  }

  /** A map with loops or a transform among its entries. */
  private resolveUnrolled(raw: PropertyMap, loop: Loop | undefined): Value | undefined {
    const { entries, open } = this.unroll(raw, loop)
    const cause = open[0]?.cause
    if (cause !== undefined) return unknown(cause.class, cause.reason, { present: 'yes' })
    const copy: Record<string, Value> = {}
    for (const each of entries) {
      if (each.key === 'Fn::Transform') return transformed(each.raw)
      const value = this.resolve(each.raw, each.loop)
      if (value !== undefined) setEntry(copy, each.key, value)
    }
    return copy
  }

  private call(name: string, argument: Value, loop: Loop | undefined): Value | undefined {
    switch (name) {
      case 'Ref':
        return this.refer(argument, loop)
      case 'Fn::If':
        return this.choose(argument, loop)
      case 'Fn::Sub':
        return this.substitute(argument, loop)
      case 'Fn::GetAtt':
        return this.attribute(argument, loop)
      case 'Fn::Transform':
        return transformed(argument)
      case 'Fn::And':
      case 'Fn::Or':
      case 'Fn::Not':
      case 'Fn::Equals':
        return this.truth({ [name]: argument }, loop)
      default:
        return this.compute(name, argument, loop)
    }
  }

  /** The functions that only need the values of their arguments. */
  private compute(name: string, argument: Value, loop: Loop | undefined): Value | undefined {
    const value = this.resolve(argument, loop)
    const [first, second, third, fourth] = value !== undefined && isList(value) ? value : [value]
    switch (name) {
      case 'Fn::Join':
        return join(scalarText(first) ?? '', second)
      case 'Fn::Split':
        return split(scalarText(first) ?? ',', second, (hole) => this.isWhole(hole))
      case 'Fn::Select':
        return this.selected(first, second)
      case 'Fn::FindInMap':
        return this.mapped(first, second, third, fourth)
      case 'Fn::Base64':
        return base64(value)
      case 'Fn::Cidr':
        return cidr(first, second, third)
      case 'Fn::GetAZs':
        return this.availabilityZones(value)
      case 'Fn::ImportValue':
        return this.imported(value)
      case 'Fn::GetStackOutput':
        return this.foreignOutput(value)
      case 'Fn::Length':
        return length(value)
      case 'Fn::ToJsonString':
        return toJsonText(value)
      default:
        return unknown('limit', `${name} is not modelled`)
    }
  }

  private refer(argument: Value, loop: Loop | undefined): Value | undefined {
    const value = this.resolve(argument, loop)
    if (typeof value !== 'string') return unknown('limit', 'a Ref without a name', { present: 'yes' })
    const looped = loop?.get(value)
    if (looped !== undefined) return looped
    if (value === 'AWS::NoValue') return undefined
    const read = this.pseudo.read(value)
    if (read !== undefined) {
      this.ask(read, value, '')
      return read
    }
    const parameter = this.parameter(value)
    if (parameter !== undefined) return parameter
    return this.resources.has(value) ? ref(this.prefix + value, 'Ref') : this.undefinedName(value)
  }

  private attribute(argument: Value, loop: Loop | undefined): Value | undefined {
    const value = this.resolve(argument, loop)
    const [target, attribute] =
      typeof value === 'string' ? splitAt(value, '.') : value !== undefined && isList(value) ? value : []
    if (typeof target !== 'string') return unknown('limit', 'a Fn::GetAtt without a name', { present: 'yes' })
    if (!this.resources.has(target)) return this.undefinedName(target)
    if (typeof attribute !== 'string')
      return unknown('value', `which attribute of ${target} is read is not known`, { present: 'yes' })
    if (!attribute.startsWith('Outputs.') || !this.isNested(target)) return ref(this.prefix + target, attribute)
    const name = attribute.slice('Outputs.'.length)
    const child = this.children.get(target)
    if (child === undefined) {
      return unknown(
        'value',
        `output ${name} of nested stack ${target} is not known: its template is not among the inputs`,
        { present: 'yes' },
      )
    }
    const output = child.output(name)
    return output === undefined ? this.undefinedName(`${target}.${attribute}`) : output.value
  }

  private isNested(target: string): boolean {
    const raw = this.resources.get(target)?.raw
    return raw !== undefined && isMap(raw) && entry(raw, 'Type') === 'AWS::CloudFormation::Stack'
  }

  private undefinedName(name: string): Value {
    if (this.transforms.length > 0) {
      return unknown('limit', `${name} may be made by ${this.transforms.join(', ')}, which CloudFormation runs`, {
        present: 'yes',
      })
    }
    this.notes.warn({
      code: 'undefined-name',
      message: `${name} is not defined in ${this.label}`,
      file: this.file.path,
    })
    return unknown('limit', `${name} is not defined in ${this.label}`, { present: 'yes' })
  }

  private choose(argument: Value, loop: Loop | undefined): Value | undefined {
    if (!isList(argument)) return unknown('limit', 'a Fn::If without branches')
    const [condition, then, otherwise] = argument
    const decision =
      typeof condition === 'string'
        ? this.condition(loop === undefined ? condition : fill(condition, loop))
        : this.decide(condition ?? '', loop, 'of Fn::If')
    if (decision === true) return then === undefined ? undefined : this.resolve(then, loop)
    if (decision === false) return otherwise === undefined ? undefined : this.resolve(otherwise, loop)
    const left = then === undefined ? undefined : this.resolve(then, loop)
    const right = otherwise === undefined ? undefined : this.resolve(otherwise, loop)
    return left === right ? left : choice(decision, left, right)
  }

  private truth(raw: PropertyMap, loop: Loop | undefined): Value {
    const decision = this.decide(raw, loop, 'within a property')
    return typeof decision === 'boolean' ? decision : choice(decision, true, false)
  }

  private substitute(argument: Value, loop: Loop | undefined): Value {
    const [template, variables] = isList(argument) ? argument : [argument]
    if (typeof template !== 'string') return unknown('limit', 'a Fn::Sub without a text', { present: 'yes' })
    const named = variables !== undefined && isMap(variables) ? variables : {}
    const filled = loop === undefined ? template : fill(template, loop)
    // Once each: variables that use variables twice would double the work with every level.
    const resolved = new Map<string, Value | undefined>()
    const valueNamed = (name: string): Value | undefined => {
      const own = entry(named, name)
      if (own !== undefined) return this.resolve(own, loop)
      return name.includes('.') ? this.attribute(name, loop) : this.refer(name, loop)
    }
    return concat(
      subPieces(filled).map((piece) => {
        if ('text' in piece) return piece.text
        if (!resolved.has(piece.name)) resolved.set(piece.name, valueNamed(piece.name))
        return resolved.get(piece.name)
      }),
    )
  }

  private selected(index: Value | undefined, list: Value | undefined): Value {
    const value = select(index, list)
    if (value !== undefined) return value
    this.notes.warn({
      code: 'no-element',
      message: `Fn::Select in ${this.label} asks for an element that the list does not have`,
      file: this.file.path,
    })
    return unknown('limit', 'Fn::Select asks for an element that the list does not have')
  }

  private mapped(
    map: Value | undefined,
    top: Value | undefined,
    second: Value | undefined,
    options: Value | undefined,
  ): Value | undefined {
    const mappings = mapAt(this.file.root, 'Mappings')
    const found = findInMap(mappings, map, top, second)
    if (found !== undefined) return this.resolve(found)
    const fallback = options !== undefined && isMap(options) ? entry(options, 'DefaultValue') : undefined
    if (fallback !== undefined) return fallback
    const name = [map, top, second].map((key) => scalarText(key) ?? '…').join('.')
    this.notes.warn({ code: 'no-mapping', message: `${this.label} has no mapping ${name}`, file: this.file.path })
    return unknown('limit', `${this.label} has no mapping ${name}`, { present: 'yes' })
  }

  /** One list for each region asked, so that its elements are the same unknowns everywhere. */
  private availabilityZones(region: Value | undefined): readonly Value[] {
    const asked = region === '' ? this.pseudo.read('AWS::Region') : region
    let zones = this.zones.get(asked)
    if (zones === undefined) {
      zones = availabilityZones(asked)
      this.zones.set(asked, zones)
    }
    return zones
  }

  private imported(name: Value | undefined): Value | undefined {
    if (typeof name !== 'string')
      return unknown('value', 'the name of the imported value is not known', { present: 'yes' })
    const values = this.options.stacks?.exported(name) ?? []
    return this.fromOthers(values, `export ${name}`)
  }

  private foreignOutput(argument: Value | undefined): Value | undefined {
    const map = argument !== undefined && isMap(argument) ? argument : {}
    const stack = entry(map, 'StackName')
    const output = entry(map, 'OutputName')
    if (typeof stack !== 'string' || typeof output !== 'string') {
      return unknown('value', 'which output of which stack is read is not known', { present: 'yes' })
    }
    const region = entry(map, 'Region')
    const values = this.options.stacks?.output(stack, output) ?? []
    const there = values.filter(({ scope }) => region === undefined || scope.region === region)
    return this.fromOthers(
      there,
      `output ${output} of stack ${stack}`,
      region !== undefined || entry(map, 'RoleArn') !== undefined,
    )
  }

  private fromOthers(values: readonly SharedValue[], what: string, anywhere = false): Value | undefined {
    const possible = anywhere ? values : values.filter(({ scope }) => mayBeSame(scope, this.scope))
    const [first, ...others] = possible
    if (first === undefined)
      return unknown('value', `${what} is of a stack that is not among the inputs`, { present: 'yes' })
    if (others.length === 0) return foreign(first.value, first.unit)
    const oneOf = possible.map(({ value, unit }) => foreign(value, unit)).filter((value) => value !== undefined)
    return unknown('value', `${what} is told by several stacks`, { present: 'yes', oneOf })
  }

  private openCondition(name: string, message: string): Decision {
    this.notes.warn({ code: 'open-condition', message, file: this.file.path })
    return atom(this.named(name))
  }

  private named(name: string): Question {
    return { id: `${this.unit.id}/${this.prefix}condition ${name}`, text: `condition ${name}` }
  }

  private question(name: string, raw: Value, loop: Loop | undefined): Question {
    const inside = loop === undefined ? '' : JSON.stringify([...loop])
    return { id: `${this.unit.id}/${this.prefix}${JSON.stringify(raw)}${inside}`, text: `condition ${name}` }
  }

  /** Remembers what an unknown value is the value of; a value that was handed down keeps its first name. */
  private ask(value: Value, name: string, kind: string): void {
    if (!isSpecial(value) || value[KIND] !== 'unknown' || this.notes.questions.has(value)) return
    const owner = kind === '' && isSharedPseudo(name) ? '' : this.prefix
    this.notes.questions.set(value, { id: `${this.unit.id}/${owner}${name}`, text: kind + name })
  }
}

function byKey(entries: readonly Entry[]): ReadonlyMap<string, Entry> {
  return new Map(entries.map((each) => [each.key, each]))
}

/** Nested loops multiply; CloudFormation itself takes 500 resources. */
const MAX_TURNS = 20_000

/** `F`, which hardly any property starts with. */
const FIRST_OF_FN = 70

/** A map of one entry that is a function of CloudFormation. */
function callIn(raw: PropertyMap): { readonly name: string; readonly argument: Value } | undefined {
  let name: string | undefined
  for (const key in raw) {
    if (name !== undefined) return undefined
    if (key !== 'Ref' && key !== 'Condition' && !key.startsWith('Fn::')) return undefined
    name = key
  }
  const argument = name === undefined ? undefined : entry(raw, name)
  if (name === undefined || argument === undefined || argument === null) return undefined
  return name === 'Ref' && typeof argument !== 'string' ? undefined : { name, argument }
}

function copyBefore(raw: PropertyMap, end: string): Record<string, Value> {
  const copy: Record<string, Value> = {}
  for (const key in raw) {
    if (key === end) break
    const item = entry(raw, key)
    if (item !== undefined) setEntry(copy, key, item)
  }
  return copy
}

/** Transforms that opscheck does not run and that may add resources. */
function unseenTransforms(root: PropertyMap): readonly string[] {
  const declared = entry(root, 'Transform')
  const listed = declared === undefined ? [] : isList(declared) ? declared : [declared]
  const names = listed.map((each) => (isMap(each) ? textAt(each, 'Name') : typeof each === 'string' ? each : undefined))
  const inline = entry(mapAt(root, 'Resources'), 'Fn::Transform')
  const included = inline === undefined ? [] : [isMap(inline) ? (textAt(inline, 'Name') ?? 'a macro') : 'a macro']
  return [...names.filter((name) => name !== undefined), ...included].filter(
    (name) => name !== 'AWS::LanguageExtensions',
  )
}

function transformed(argument: Value): Value {
  const name = isMap(argument) ? textAt(argument, 'Name') : undefined
  return unknown('limit', `Fn::Transform${name === undefined ? '' : ` ${name}`} is run by CloudFormation`)
}

function base64(value: Value | undefined): Value | undefined {
  if (value === undefined) return undefined
  if (typeof value === 'string') return Buffer.from(value, 'utf8').toString('base64')
  if (isSpecial(value) && value[KIND] === 'choice')
    return choice(value.condition, base64(value.then), base64(value.else))
  return unknown('value', 'the Base64 form of a text with parts that are not known', { present: 'yes' })
}

function scalarText(value: Value | undefined): string | undefined {
  return value === undefined || typeof value === 'object' ? undefined : String(value)
}

function splitAt(text: string, separator: string): readonly string[] {
  const at = text.indexOf(separator)
  return at === -1 ? [text] : [text.slice(0, at), text.slice(at + 1)]
}

/** Imports cross neither accounts nor regions; what is not known may be the same. */
function mayBeSame(one: Scope, other: Scope): boolean {
  return mayEqual(one.account, other.account) && mayEqual(one.region, other.region)
}

function mayEqual(one: string, other: string): boolean {
  return one === other || one.startsWith('?') || other.startsWith('?')
}

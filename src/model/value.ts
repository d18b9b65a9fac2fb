/**
 * One property value of a resource as a source tells it.
 *
 * A plain string, number, boolean, array or object is literal and is exactly what the file or the answer holds, under
 * CloudFormation's names. `undefined` (a missing key) is *absent*: the source asserts that nothing is set. Everything
 * that is not literal carries the symbol {@link KIND}, which no file can forge. `null` never occurs: sources drop it.
 *
 * Plain objects may come straight from `JSON.parse`: read them with `Object.hasOwn`, never through the prototype.
 */
export type Value = Literal | readonly Value[] | PropertyMap | Special

export type Literal = string | number | boolean

export interface PropertyMap {
  readonly [key: string]: Value | undefined
  readonly [KIND]?: undefined
}

export type Special = Ref | Text | Choice | Unknown | Rest | Secret

export const KIND: unique symbol = Symbol('opscheck.value')

/** Names another resource of the same unit: `Ref`, `Fn::GetAtt`, a Terraform reference. */
export interface Ref {
  readonly [KIND]: 'ref'
  /** The address of the resource within its unit ({@link import('./resource.ts').Resource.address}). */
  readonly target: string
  /** The CloudFormation attribute read from it (`Arn`), or `Ref` for what CloudFormation's `Ref` returns. */
  readonly attribute: string
  /** The id of the unit of the target, when it is another one (imports, nested stacks). */
  readonly unit?: string
}

/** A string with holes, as `Fn::Sub` and `Fn::Join` make it. Adjacent strings are merged; there is at least one hole. */
export interface Text {
  readonly [KIND]: 'text'
  readonly parts: readonly (string | Ref | Unknown | Choice | Secret)[]
}

/** A value that an open condition decides. A branch that is `undefined` is absent there (`AWS::NoValue`). */
export interface Choice {
  readonly [KIND]: 'choice'
  readonly condition: Condition
  readonly then: Value | undefined
  readonly else: Value | undefined
}

/**
 * Why a value is not known:
 * `input` this kind of source can never show it; `value` a parameter, a condition, known after apply;
 * `read` denied, throttled, truncated, unparsable; `limit` opscheck does not model it.
 */
export type CauseClass = 'input' | 'value' | 'read' | 'limit'

export interface Cause {
  readonly class: CauseClass
  /** One phrase without a full stop, naming the thing and not the rule: "container_definitions is known after apply". */
  readonly reason: string
}

export interface Unknown {
  readonly [KIND]: 'unknown'
  readonly cause: Cause
  /** `yes`: something is surely set, only not known what. */
  readonly present: 'yes' | 'maybe'
  /** The value is surely one of these. */
  readonly oneOf?: readonly Value[]
}

/** Only as an element of a list: any number of further elements, none included. Makes the list open. */
export interface Rest {
  readonly [KIND]: 'rest'
  readonly cause: Cause
  /** Each further element, if any, is surely one of these. */
  readonly oneOf?: readonly Value[]
}

/**
 * A value that operators may judge but nothing may print. The text lives in a closure: serialising, logging or
 * inspecting the object shows only its kind.
 */
export interface Secret {
  readonly [KIND]: 'secret'
  /** Applies a predicate to the hidden text. Never call it to copy the text out. */
  readonly test: (predicate: (text: string) => boolean) => boolean
}

/** A condition of a template that its parameters leave open. Closed conditions are resolved by the source. */
export type Condition =
  | { readonly op: 'and' | 'or'; readonly of: readonly Condition[] }
  | { readonly op: 'not'; readonly of: Condition }
  | {
      readonly op: 'atom'
      /** Equal ids are the same question, within one scan. */
      readonly id: string
      /** The condition as the reader knows it: "IsProduction" or "parameter Env equals prod". */
      readonly text: string
      /** Two atoms on one subject with different `equals` exclude each other. */
      readonly subject?: string
      readonly equals?: string
    }

export function ref(target: string, attribute: string): Ref {
  return { [KIND]: 'ref', target, attribute }
}

export function choice(condition: Condition, then: Value | undefined, otherwise: Value | undefined): Choice {
  return { [KIND]: 'choice', condition, then, else: otherwise }
}

export function unknown(
  causeClass: CauseClass,
  reason: string,
  options: { readonly present?: 'yes' | 'maybe'; readonly oneOf?: readonly Value[] } = {},
): Unknown {
  const base = { [KIND]: 'unknown', cause: { class: causeClass, reason }, present: options.present ?? 'maybe' } as const
  return options.oneOf === undefined ? base : { ...base, oneOf: options.oneOf }
}

export function rest(cause: Cause, oneOf?: readonly Value[]): Rest {
  return oneOf === undefined ? { [KIND]: 'rest', cause } : { [KIND]: 'rest', cause, oneOf }
}

export function secret(text: string): Secret {
  return { [KIND]: 'secret', test: (predicate) => predicate(text) }
}

/** Joins parts into the simplest value: a literal string when there is no hole. */
export function text(parts: readonly (string | Ref | Unknown | Choice | Secret | Text)[]): string | Text {
  const merged: Text['parts'][number][] = []
  for (const part of parts.flatMap((part) =>
    typeof part !== 'string' && part[KIND] === 'text' ? part.parts : [part],
  )) {
    const last = merged.at(-1)
    if (part === '') continue
    if (typeof part === 'string' && typeof last === 'string') merged[merged.length - 1] = last + part
    else merged.push(part)
  }
  if (merged.length === 0) return ''
  const only = merged[0]
  if (merged.length === 1 && typeof only === 'string') return only
  return { [KIND]: 'text', parts: merged }
}

/** The guards below also stand raw data, which may hold `null`. */
export function isSpecial(value: Value | undefined): value is Special {
  return typeof value === 'object' && value !== null && !isList(value) && value[KIND] !== undefined
}

export function isList(value: Value | undefined): value is readonly Value[] {
  return Array.isArray(value)
}

export function isMap(value: Value | undefined): value is PropertyMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !isSpecial(value)
}

/** The own entry of a map; absent when the key is only inherited. */
export function entry(map: PropertyMap, key: string): Value | undefined {
  return Object.hasOwn(map, key) ? map[key] : undefined
}

/** Sets an own entry even for `__proto__`, for maps under construction. */
export function setEntry(map: Record<string, Value>, key: string, value: Value): void {
  if (key !== '__proto__') {
    map[key] = value
    return
  }
  Object.defineProperty(map, key, { value, enumerable: true, configurable: true, writable: true })
}

/** A copy of a map with some of its entries replaced. */
export function withEntries(map: PropertyMap, replaced: ReadonlyMap<string, Value>): PropertyMap {
  const copy: Record<string, Value> = {}
  for (const key in map) {
    const value = replaced.get(key) ?? entry(map, key)
    if (value !== undefined) setEntry(copy, key, value)
  }
  return copy
}

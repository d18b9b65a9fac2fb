import type { Policy } from '../aws/iam/policy.ts'
import type { Path, Resource } from '../model/resource.ts'
import type { Json, Ruleset } from '../model/rule.ts'
import type { Tri } from '../model/tri.ts'
import type { Cause, Condition, Value } from '../model/value.ts'
import type { Choices } from './choices.ts'
import type { Trace } from './trace.ts'
import type { World } from './world.ts'

/** What a condition is about: a whole resource (`path` empty) or a value inside one. */
export interface Element {
  readonly resource: Resource
  readonly value: Value | undefined
  readonly path: Path
  /** Facts that the relation found out about the member, read as facets before the facet table is asked. */
  readonly facts?: Readonly<Record<string, Value | undefined>>
  /** Where the relation is ordered: the members and this one's place among them. */
  readonly order?: Order
  /** The member is surely one of these resources; `resource` is then the first. */
  readonly oneOf?: readonly Element[]
}

export interface Order {
  readonly members: readonly Element[]
  readonly index: number
  /** Whether member `left` comes strictly before member `right`. */
  readonly before: (left: number, right: number) => Tri
  /** Why more than the members may come before this one. */
  readonly open?: Cause
}

/** A member of a set. A maybe member (unknown key) can make a statement true or false only together with others. */
export interface Member {
  readonly element: Element
  readonly maybe?: Cause
  /** The member is there only where this open condition holds. */
  readonly condition?: Condition
}

export interface Members {
  readonly members: readonly Member[]
  /** Why there may be more members than these. Without it the set is closed. */
  readonly open?: Cause
  /** What closing the set takes for granted. */
  readonly assumption?: string
}

/** The state of one evaluation of one rule on one subject. */
export interface Frame {
  readonly world: World
  readonly ruleset: Ruleset
  readonly now: Date
  readonly managedPolicy: ManagedPolicyLookup
  readonly digest: ((text: string) => string) | undefined
  readonly choices: Choices
  /** Reads JSON held in a string. */
  readonly json: (text: string) => Value | undefined
  parameters: Readonly<Record<string, Json>>
  subject: Element
  each: Element | undefined
  bound: (Element | undefined)[]
  /** Set while evidence is collected. */
  trace: Trace | undefined
  /** An `every` met no member that its `where` admits, or none that it surely does. */
  vacuous: boolean
  /** Members of the set at hand that an `every` has surely admitted, and those that it may have. */
  admitted: number
  perhaps: number
  /** Texts of what was taken for granted in this evaluation, when evidence is collected. */
  assumptions: Set<string> | undefined
}

/** The text of a policy that AWS manages, by ARN; undefined for one that this version does not know. */
export type ManagedPolicyLookup = (arn: string) => Policy | undefined

export type Test = (frame: Frame, element: Element) => Tri
export type SetOf = (frame: Frame, element: Element) => Members
export type Reader = (frame: Frame, element: Element) => Value | undefined

export function rootElement(resource: Resource, facts?: Element['facts']): Element {
  const element = { resource, value: undefined, path: [] }
  return facts === undefined ? element : { ...element, facts }
}

/** The value an element stands for: the properties of a whole resource, or the value inside it. */
export function valueAt(element: Element): Value | undefined {
  return element.path.length === 0 && element.value === undefined ? element.resource.properties : element.value
}

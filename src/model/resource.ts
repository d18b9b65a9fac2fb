import type { Condition, PropertyMap, Unknown } from './value.ts'

/** What a reader names a place by: CloudFormation property names and list indexes. */
export type Path = readonly (string | number)[]

/** Where a value stands: in a file (1-based line and column, JSON pointer of the source file), or in an AWS answer. */
export type Location =
  | {
      readonly file: string
      readonly line?: number
      readonly column?: number
      readonly path?: string
      readonly call?: string
      readonly arn?: string
    }
  | { readonly file?: undefined; readonly call: string; readonly arn?: string }

/**
 * The set of resources that one deployment or one reading tells together: a stack, a Terraform root, a recording.
 * References resolve within it.
 */
export interface Unit {
  /** Unique in a scan and stable between scans of the same inputs: part of every fingerprint. */
  readonly id: string
  readonly dialect: 'cloudformation' | 'terraform-plan' | 'terraform-state' | 'export' | 'live'
  /** For people: the stack's name, the plan's file. */
  readonly name: string
  readonly file?: string
  /** The user declared that nothing relevant exists outside the inputs of this scan. */
  readonly closed: boolean
  readonly parameters?: ReadonlyMap<string, string>
}

/**
 * Account and region are literal, or a token that starts with `?` and is equal only to itself (one for each stack or
 * provider alias whose target is not known).
 */
export interface Scope {
  readonly partition: string
  readonly account: string
  readonly region: string
}

export interface Resource {
  /** CloudFormation type name, or one of the `Opscheck::…` types. */
  readonly type: string
  /** Logical id (nested stack: `Parent/Child`), Terraform address, or ARN. Unique within the unit. */
  readonly address: string
  readonly unit: Unit
  readonly scope: Scope
  /** `managed`: created or updated by this unit. `existing`: only read by it (data source, answer of the API). */
  readonly standing: 'managed' | 'existing'
  /** Made on first reading and kept: a resource that no selected rule reads is never converted. */
  readonly properties: PropertyMap
  /** What a missing top-level property reads as. Without it a missing property is absent. */
  readonly rest?: Unknown
  /** Present when an open condition decides whether the resource exists. */
  readonly condition?: Condition
  /** CDK construct path, where known. */
  readonly constructPath?: string
  /** Terraform pieces merged into this resource (their addresses), such as its lifecycle policy. */
  readonly pieces?: readonly string[]
  /** The place of a property; the longest prefix that the source can place. An empty path is the resource itself. */
  readonly locate: (path: Path) => Location
}

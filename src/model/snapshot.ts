import type { Resource, Unit } from './resource.ts'
import type { Cause, Value } from './value.ts'

/** What one source read. Several snapshots of one scan form one world. */
export interface Snapshot {
  readonly units: readonly Unit[]
  readonly resources: readonly Resource[]
  readonly coverage: readonly Coverage[]
  readonly warnings: readonly Warning[]
  /** `Export.Name` to value, of every template: what `Fn::ImportValue` of another template names. */
  readonly exports?: ReadonlyMap<string, { readonly unit: Unit; readonly value: Value | undefined }>
  /**
   * What was taken for granted, once each: "parameter Env of stack web taken as its default dev". Grows while properties
   * are read: look at it after the evaluation.
   */
  readonly assumptions?: readonly string[]
  /** ISO 8601: when the account was read, for a recording. */
  readonly capturedAt?: string
}

/**
 * How completely the resources of one type are known in one scope. IaC units carry none: that they do not tell what
 * exists elsewhere is by nature.
 */
export interface Coverage {
  readonly type: string
  readonly unit: Unit
  readonly account: string
  /** `global` for services without regions. */
  readonly region: string
  /** `complete`: the list is exhaustive for the scope. `partial`: there may be more. `unread`: nothing was read. */
  readonly state: 'complete' | 'partial' | 'unread'
  /** For `partial` and `unread`. */
  readonly cause?: Cause
  /**
   * For `partial`: the owners (addresses in this unit) whose own list was read whole all the same, such as the clusters
   * whose services, or the repositories whose images, are all here.
   */
  readonly closedFor?: ReadonlySet<string>
  /** The AWS operation, and the IAM action that was missing. */
  readonly call?: string
  readonly action?: string
  readonly file?: string
}

/** Something the user should know that changes no verdict by itself. */
export interface Warning {
  readonly code: string
  readonly message: string
  readonly file?: string
  readonly line?: number
}

import type { Location, Path } from './resource.ts'
import type { Environment, Severity } from './rule.ts'
import type { Cause } from './value.ts'

export type Verdict = 'pass' | 'fail' | 'unknown' | 'not-applicable'

/** One verdict of one rule on one subject (and one element of it, where the rule has `each`). */
export interface Finding {
  readonly rule: string
  readonly verdict: Verdict
  readonly severity: Severity
  readonly waived?: { readonly reason: string; readonly owner: string; readonly until: string }
  readonly resource: Subject
  /** Natural key of the element: container name, stage/action, rule priority, Sid. */
  readonly element?: string
  readonly location: Location
  /** One sentence: what is wrong or not known, with the subject's own words (names, values that are no secrets). */
  readonly message: string
  /** For `unknown`. */
  readonly cause?: Cause
  readonly evidence: readonly Evidence[]
  readonly fingerprint: string
  /** An open condition of the template decides whether the subject exists. */
  readonly conditional?: string
}

export interface Subject {
  readonly type: string
  readonly address: string
  readonly name: string
  readonly account: string
  readonly region: string
  readonly arn?: string
  readonly unit: string
  readonly constructPath?: string
  readonly pieces?: readonly string[]
  readonly environment?: Environment | 'unassigned'
}

/** One step of why. All texts are safe to print: no secret can be in them. */
export interface Evidence {
  /** Address of the resource read. */
  readonly resource: string
  readonly path: Path
  readonly expected?: string
  readonly seen?: string
  /** Further words: the statement that decided, the assumption made, the AWS default applied. */
  readonly note?: string
  readonly location?: Location
}

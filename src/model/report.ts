import type { Finding } from './finding.ts'
import type { Severity } from './rule.ts'
import type { Cause } from './value.ts'

/** Everything a reporter may print. Serialisable, ordered, free of secrets; reporters are pure functions of it. */
export interface Report {
  /** Version of opscheck. */
  readonly opscheck: string
  /** ISO 8601 instant against which ages were judged. */
  readonly now: string
  readonly outcome: Outcome
  readonly failOn: Severity | 'none'
  readonly summary: Summary
  readonly inputs: readonly InputSummary[]
  readonly coverage: readonly CoverageEntry[]
  /** Fails and unknowns; passes and not-applicables only when asked for. Totally ordered. */
  readonly findings: readonly Finding[]
  /** Rules that no input of the scan can decide, with the reason. */
  readonly notJudged: readonly { readonly rule: string; readonly reason: string }[]
  readonly warnings: readonly {
    readonly code: string
    readonly message: string
    readonly file?: string
    readonly line?: number
  }[]
  /** What was taken for granted, once each: "parameter Env taken as its default dev". */
  readonly assumptions: readonly string[]
  /** The selected rules with the texts that reporters need. */
  readonly rules: readonly RuleSummary[]
}

export type Outcome = 'pass' | 'fail' | 'incomplete' | 'error'

export interface Summary {
  readonly pass: number
  readonly fail: number
  readonly unknown: number
  readonly notApplicable: number
  readonly waived: number
  /** Fails by severity. */
  readonly severity: Readonly<Record<Severity, number>>
  /** Unknowns by class of cause. */
  readonly unknownBy: Readonly<Record<Cause['class'], number>>
  readonly resources: number
  readonly files: { readonly read: number; readonly notRecognised: number }
}

export interface InputSummary {
  readonly unit: string
  readonly name: string
  readonly dialect: string
  readonly file?: string
  readonly account: string
  readonly region: string
  readonly resources: number
}

export interface CoverageEntry {
  readonly type: string
  readonly account: string
  readonly region: string
  readonly state: 'complete' | 'partial' | 'unread'
  readonly class?: Cause['class']
  readonly reason?: string
  readonly call?: string
  readonly action?: string
  readonly file?: string
}

export interface RuleSummary {
  readonly id: string
  readonly title: string
  readonly severity: Severity
  readonly topic: string
  readonly why: string
  readonly fix: { readonly cli?: string; readonly cloudformation?: string; readonly terraform?: string }
  readonly references: readonly { readonly title: string; readonly publisher: string; readonly url?: string }[]
  readonly controls: Readonly<Record<string, readonly string[]>>
}

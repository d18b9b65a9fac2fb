import type { Condition, Environment, Json, Parameter, Rule, SetExpression, Severity } from '../model/rule.ts'

/** A rule file as schemas/rule.schema.json admits it. */
export interface RuleDocument {
  readonly title: string
  readonly severity: Severity
  readonly why: string
  readonly select: string | readonly string[]
  readonly each?: SetExpression
  readonly where?: Condition
  readonly check: Condition
  readonly parameters?: Readonly<Record<string, Parameter>>
  readonly environments?: readonly Environment[]
  readonly message?: string
  readonly fix?: Rule['fix']
  readonly references?: Rule['references']
  readonly controls?: Rule['controls']
  readonly formerly?: readonly string[]
  readonly recommended?: boolean
  readonly apiOnly?: string
}

/** A ruleset file as schemas/ruleset.schema.json admits it. */
export interface RulesetDocument {
  readonly $schema?: string
  readonly extends?: string | readonly string[]
  readonly rules?: Readonly<Record<string, RuleSetting>>
  readonly environments?: Partial<Readonly<Record<Environment, EnvironmentSettings>>>
  readonly inputs?: Readonly<Record<string, InputSettings>>
  readonly waivers?: readonly WaiverSettings[]
  readonly maxWaiverDays?: number
  readonly failOn?: Severity | 'none'
}

export type RuleSetting =
  | 'off'
  | Severity
  | { readonly severity?: Severity; readonly parameters?: Readonly<Record<string, Json>> }

export interface EnvironmentSettings {
  readonly accounts?: readonly string[]
  readonly tags?: Readonly<Record<string, string | readonly string[]>>
  readonly names?: readonly string[]
  readonly paths?: readonly string[]
  readonly branch?: string
  readonly imageTags?: readonly string[]
  readonly principals?: readonly string[]
}

export interface InputSettings {
  readonly unit?: string
  readonly account?: string
  readonly region?: string
  readonly environment?: Environment
  readonly parameters?: Readonly<Record<string, string | number | boolean>>
  readonly closed?: boolean
}

export interface WaiverSettings {
  readonly rule: string
  readonly subject?: string
  readonly element?: string
  readonly environment?: Environment
  readonly account?: string
  readonly reason: string
  readonly owner: string
  readonly until: string
}

/** A rule as its YAML file tells it, after validation. The condition trees stay data; the engine compiles them. */
export interface Rule {
  /** Path below the rules folder without its ending: `logging/log-driver-set`. */
  readonly id: string
  readonly title: string
  readonly severity: Severity
  readonly why: string
  readonly topic: string
  readonly select: readonly string[]
  readonly each?: SetExpression
  readonly where?: Condition
  readonly check: Condition
  readonly parameters: Readonly<Record<string, Parameter>>
  /** Judge only subjects of these environments; see the design, section 5. */
  readonly environments: readonly Environment[]
  /** For a finding's sentence: what is wrong, without a full stop. Defaults to the title, negated by "does not hold". */
  readonly message?: string
  readonly fix: { readonly cli?: string; readonly cloudformation?: string; readonly terraform?: string }
  readonly references: readonly { readonly title: string; readonly publisher: string; readonly url?: string }[]
  readonly controls: Readonly<Record<string, readonly string[]>>
  readonly formerly: readonly string[]
  /** Part of `opscheck:recommended`. */
  readonly recommended: boolean
  /** Why only what the API answers can decide the rule, and no template or plan. */
  readonly apiOnly?: string
  /** For errors: the file, and line and column (1-based) by JSON pointer. */
  readonly source: RuleSource
}

export interface RuleSource {
  readonly file: string
  readonly place: (pointer: string) => { readonly line: number; readonly column: number }
  /** The build compiled the rule against AWS's schemas: its words and paths need no second look. */
  readonly checked?: true
}

/** JSON as written in the rule; its shape is checked by the rule schema and its words by the compiler. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json }
export type Condition = { readonly [key: string]: Json }
export type SetExpression = string | { readonly [key: string]: Json }

export interface Parameter {
  readonly default: Json
  readonly description?: string
}

export const SEVERITIES = ['critical', 'high', 'medium', 'low', 'info'] as const
export type Severity = (typeof SEVERITIES)[number]

export const ENVIRONMENTS = ['development', 'staging', 'production', 'shared'] as const
export type Environment = (typeof ENVIRONMENTS)[number]

export const TOPICS = ['logging', 'metrics', 'tracing', 'delivery', 'images', 'governance', 'bastion'] as const
export type Topic = (typeof TOPICS)[number]

/** The rules to run with their severities and parameters, and what the user said about the world. */
export interface Ruleset {
  readonly file?: string
  readonly rules: readonly SelectedRule[]
  readonly environments: readonly EnvironmentDefinition[]
  /** Whether the user configured environments: until then the unclaimed is judged as production. */
  readonly environmentsConfigured: boolean
  readonly inputs: readonly InputDefinition[]
  readonly failOn: Severity | 'none'
  readonly waivers: readonly Waiver[]
  /** How many days ahead `until` of a waiver may lie. */
  readonly maxWaiverDays: number
  /** Every rule that could be selected, in the order of ids: the built-in ones and those of the ruleset. */
  readonly known: readonly Rule[]
}

export interface SelectedRule {
  readonly rule: Rule
  readonly severity: Severity
  /** Defaults overlaid with the ruleset's values. */
  readonly parameters: Readonly<Record<string, Json>>
}

/**
 * A resource belongs to the first environment whose account, tag or name (globs, case-insensitive) matches. A name without
 * a glob is a word of longer names.
 */
export interface EnvironmentDefinition {
  readonly name: Environment
  readonly accounts: readonly string[]
  /** Tag keys to globs of their values. */
  readonly tags: Readonly<Record<string, readonly string[]>>
  readonly names: readonly string[]
  /** Globs of input files, as reports show them (the ruleset writes them relative to its folder). */
  readonly paths: readonly string[]
  readonly branch?: string
  readonly imageTags: readonly string[]
  readonly principals: readonly string[]
}

/** `path` is as reports show it (the ruleset writes it relative to its folder); a folder stands for all below it. */
export interface InputDefinition {
  readonly path: string
  readonly unit?: string
  readonly account?: string
  readonly region?: string
  readonly environment?: Environment
  readonly parameters: Readonly<Record<string, string>>
  readonly closed: boolean
}

/**
 * Fails that somebody answers for until a day. All that is given must match; names and patterns are globs. It never
 * matches an unknown.
 */
export interface Waiver {
  readonly rule: string
  /** Address, name or ARN of the subject. */
  readonly subject?: string
  readonly element?: string
  readonly environment?: Environment
  readonly account?: string
  readonly reason: string
  readonly owner: string
  /** The last day, `YYYY-MM-DD`. */
  readonly until: string
  readonly place: { readonly file: string; readonly line: number; readonly column: number }
}

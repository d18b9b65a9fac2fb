import type { Literal } from '../../model/value.ts'

/**
 * How one Terraform type is told in CloudFormation's words. Mappings are data: one file per family below `families/`.
 * The right-hand sides (`to`) are paths of CloudFormation's schema; a test checks each of them.
 */
export interface Mapping {
  /** The CloudFormation type. Without it the resource is only a piece of others. */
  readonly type?: string
  /** Attributes that stand for the resource in references, and the CloudFormation attribute each one is. */
  readonly identity?: Readonly<Record<string, string>>
  readonly properties?: Rules
  /** Resources that CloudFormation has apart and Terraform tells inside this one. */
  readonly parts?: readonly Part[]
  /** What it adds to other resources. */
  readonly pieces?: readonly Piece[]
  /** One Terraform resource that is several of CloudFormation, or none by itself. */
  readonly split?: 'security-group-rule'
  /** All resources of the type in one account and region are one of CloudFormation's vocabulary. */
  readonly oneForScope?: boolean
  /** Attributes of the data source of the same name that are named differently. */
  readonly data?: Rules
}

/** Terraform attribute to its place in CloudFormation. */
export interface Rules {
  readonly [attribute: string]: Rule | readonly Rule[]
}

/**
 * A plain string renames. `null`, `''`, `[]` and `{}` are absent, unless the word says otherwise. `to` is relative to
 * the enclosing object; dots descend; an empty `to` puts the members of a block into the enclosing object.
 */
export type Rule =
  | string
  /** A block that occurs at most once. */
  | { readonly is: 'object'; readonly to: string; readonly of: Rules }
  /** Blocks in order, or (`set`) blocks whose order Terraform does not keep. */
  | { readonly is: 'list' | 'set'; readonly to: string; readonly of: Rules }
  /** Other words for the same: `true` to `ENABLED`. A word that maps to nothing is absent; an unlisted word stays. */
  | { readonly is: 'words'; readonly to: string; readonly words: Readonly<Record<string, Literal | undefined>> }
  /** A text that holds JSON; `document` may also be rendered from an `aws_iam_policy_document`. */
  | { readonly is: 'json' | 'document'; readonly to: string }
  /** Names one resource, or (`links`) several, of one of the types. Where `key` is given, as objects with that member. */
  | { readonly is: 'link'; readonly to: string; readonly types: readonly string[] }
  | { readonly is: 'links'; readonly to: string; readonly types: readonly string[]; readonly key?: string }
  /** Texts, each as an object with this member. */
  | { readonly is: 'wrapped'; readonly to: string; readonly key: string }
  /** One text, as a list of one object with this member. */
  | { readonly is: 'listed'; readonly to: string; readonly key: string }
  /** The whole resource, as one element of its owner's list. */
  | { readonly is: 'entry'; readonly to: string; readonly of: Rules }
  /** A map, told as a list of objects with these two members. */
  | { readonly is: 'pairs'; readonly to: string; readonly key: string; readonly value: string }
  /** The tags with the provider's default tags: as a list of `Key` and `Value`, or as a map. */
  | { readonly is: 'tags' | 'tag-map'; readonly to: string }
  /** Set whenever the attribute is: which of several attributes it is tells the kind. */
  | { readonly is: 'constant'; readonly to: string; readonly value: Literal }
  /** Empty is a value: the pattern that matches everything. */
  | { readonly is: 'kept'; readonly to: string }
  /** Zero stands for "not set". */
  | { readonly is: 'positive'; readonly to: string }
  /** A number that CloudFormation writes as text. */
  | { readonly is: 'text'; readonly to: string }
  /** A number that Terraform writes as text. */
  | { readonly is: 'number'; readonly to: string }
  /** What needs more than words; `to` names the properties it may set. */
  | { readonly is: 'special'; readonly by: Special; readonly to: readonly string[] }
  /**
   * Not configured is by itself the fact: nothing was asked for, as in a template that leaves the property out. For
   * attributes that Terraform calls computed only because the service, or another resource, fills them in.
   */
  | { readonly is: 'asked'; readonly rule: Rule; readonly echoOf?: readonly Echo[] }

export type Special =
  | 'account-setting'
  | 'action-configuration'
  | 'artifact-stores'
  | 'container-definitions'
  | 'default-table-vpc'
  | 'dimensions'
  | 'document-content'
  | 'firehose-encryption'
  | 'inline-policies'
  | 'instance-addresses'
  | 'load-balancer-attributes'
  | 'rule-port'
  | 'rule-protocol'
  | 'security-group-egress'
  | 'security-group-ingress'
  | 'webhook'
  | 'webhook-filters'

/** Resources of another Terraform type that show up again in an attribute once they exist. */
export interface Echo {
  readonly type: string
  /** Its attribute that names the owner by id or name. */
  readonly by: string
}

export interface Part {
  /** The blocks with one resource each, or the attribute whose presence makes it. */
  readonly from: string
  readonly type: string
  /** Attributes of a block that name it among its siblings. */
  readonly key?: readonly string[]
  /** Of the block, or of `{ [from]: … }` for an attribute. */
  readonly of: Rules
  /** Properties that name the enclosing resource: by its own attribute, or (`like`) by what one of its attributes names. */
  readonly owner?: Readonly<Record<string, string>>
  readonly inherit?: Rules
  readonly echoOf?: readonly Echo[]
  readonly asked?: boolean
}

export interface Piece {
  /** CloudFormation types of the owner. */
  readonly owner: readonly string[]
  /** The attribute that names the owner. */
  readonly by: string
  /** The owner's property that holds its name, for an owner outside of the unit. */
  readonly name: string
  readonly properties: Rules
  /** Top-level properties to which the piece adds elements. Others it sets. */
  readonly append?: readonly string[]
}

export function object(to: string, of: Rules): Rule {
  return { is: 'object', to, of }
}

export function list(to: string, of: Rules): Rule {
  return { is: 'list', to, of }
}

export function set(to: string, of: Rules): Rule {
  return { is: 'set', to, of }
}

export function words(to: string, map: Readonly<Record<string, Literal | undefined>>): Rule {
  return { is: 'words', to, words: map }
}

export function json(to: string): Rule {
  return { is: 'json', to }
}

export function document(to: string): Rule {
  return { is: 'document', to }
}

export function link(to: string, ...types: readonly string[]): Rule {
  return { is: 'link', to, types }
}

export function links(to: string, ...types: readonly string[]): Rule {
  return { is: 'links', to, types }
}

export function wrapped(to: string, key: string): Rule {
  return { is: 'wrapped', to, key }
}

export function pairs(to: string, key = 'Key', value = 'Value'): Rule {
  return { is: 'pairs', to, key, value }
}

export function kept(to: string): Rule {
  return { is: 'kept', to }
}

export function positive(to: string): Rule {
  return { is: 'positive', to }
}

export function text(to: string): Rule {
  return { is: 'text', to }
}

export function number(to: string): Rule {
  return { is: 'number', to }
}

export function special(by: Special, ...to: readonly string[]): Rule {
  return { is: 'special', by, to }
}

export function asked(rule: Rule, ...echoOf: readonly Echo[]): Rule {
  return { is: 'asked', rule, echoOf }
}

/** Attributes of every taggable resource. */
export const TAGS: Rules = { tags_all: { is: 'tags', to: 'Tags' } }

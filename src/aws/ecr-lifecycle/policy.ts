import {
  type Cause,
  entry,
  isList,
  isMap,
  isSpecial,
  KIND,
  type PropertyMap,
  setEntry,
  type Value,
} from '../../model/value.ts'
import { causeOf, settle } from '../answer.ts'
import { ecrPattern, prefixPattern, type TagPattern } from '../tag-pattern.ts'
import { type Problem, problemsOf, TEXT_LIMIT } from './problems.ts'

/** An ECR lifecycle policy as it was written, or why it cannot be told. */
export type LifecyclePolicy =
  | { readonly kind: 'none' }
  | { readonly kind: 'unknown'; readonly cause: Cause }
  | {
      readonly kind: 'policy'
      /** By priority, lowest number first; rules of equal or unknown priority in the order of the text. */
      readonly rules: readonly LifecycleRule[]
      readonly problems: readonly Problem[]
      /** Why there may be more rules, or why their order is not known. */
      readonly open?: Cause
    }

export interface LifecycleRule {
  /** What rules of opscheck read: the document's names in PascalCase, its selection and action flattened. */
  readonly element: PropertyMap
  readonly priority?: number
  readonly tagStatus?: 'tagged' | 'untagged' | 'any'
  /** All of them must match some tag of the image; empty unless `tagStatus` is `tagged`. */
  readonly patterns: readonly TagPattern[]
  readonly storageClass?: 'standard' | 'archive'
  readonly countType?: CountType
  readonly countNumber?: number
  readonly action?: 'expire' | 'transition'
  /** What of the rule is not known or not valid, so that nothing can be said about what it selects or does. */
  readonly unclear?: Cause
}

export const COUNT_TYPES = [
  'imageCountMoreThan',
  'sinceImagePushed',
  'sinceImagePulled',
  'sinceImageTransitioned',
] as const
export type CountType = (typeof COUNT_TYPES)[number]

/** Reads the document given as JSON text or as the object that a source decoded. */
export function parseLifecyclePolicy(text: Value | undefined): LifecyclePolicy {
  const value = settle(text)
  if (value === undefined) return { kind: 'none' }
  if (isSpecial(value)) return { kind: 'unknown', cause: causeOf(value, 'the lifecycle policy') }
  if (typeof value !== 'string') return readDocument(value, [])
  const tooLong = value.length > TEXT_LIMIT
  const problems = tooLong ? [{ pointer: '', message: `the text is longer than ${TEXT_LIMIT} characters` }] : []
  const document = parseJson(value)
  if (document === undefined) return broken([...problems, { pointer: '', message: 'the text is not JSON' }])
  return readDocument(document, problems)
}

export function lifecycleProblems(policy: LifecyclePolicy): readonly Problem[] {
  return policy.kind === 'policy' ? policy.problems : []
}

/** The rules as elements, lowest priority number first. */
export function lifecycleRules(policy: LifecyclePolicy): readonly PropertyMap[] {
  return policy.kind === 'policy' ? policy.rules.map((rule) => rule.element) : []
}

/** What one rule keeps: the newest `images`, or what is younger than `days`. Empty when its count is not known. */
export function retention(rule: LifecycleRule): { readonly images?: number; readonly days?: number } {
  if (rule.countNumber === undefined || rule.countType === undefined) return {}
  return rule.countType === 'imageCountMoreThan' ? { images: rule.countNumber } : { days: rule.countNumber }
}

function readDocument(document: Value, found: readonly Problem[]): LifecyclePolicy {
  const list = isMap(document) ? settle(entry(document, 'rules')) : undefined
  if (list !== undefined && isSpecial(list)) return { kind: 'unknown', cause: causeOf(list, 'the lifecycle policy') }
  const problems = [...found, ...problemsOf(document)]
  if (!isList(list)) return broken(problems)
  let open: Cause | undefined
  const rules: LifecycleRule[] = []
  for (const item of list) {
    const rule = settle(item)
    if (isMap(rule)) rules.push(readRule(rule))
    else if (rule !== undefined && isSpecial(rule)) open ??= causeOf(rule, 'a lifecycle rule')
  }
  open ??= rules.find((rule) => rule.priority === undefined)?.unclear
  rules.sort((left, right) => (left.priority ?? Number.MAX_VALUE) - (right.priority ?? Number.MAX_VALUE))
  return open === undefined ? { kind: 'policy', rules, problems } : { kind: 'policy', rules, problems, open }
}

function broken(problems: readonly Problem[]): LifecyclePolicy {
  const cause: Cause = { class: 'value', reason: 'the lifecycle policy is not valid' }
  return { kind: 'policy', rules: [], problems, open: cause }
}

const ELEMENT_NAMES = [
  ['rulePriority', 'RulePriority'],
  ['description', 'Description'],
] as const
const SELECTION_NAMES = [
  ['tagStatus', 'TagStatus'],
  ['tagPrefixList', 'TagPrefixList'],
  ['tagPatternList', 'TagPatternList'],
  ['countType', 'CountType'],
  ['countUnit', 'CountUnit'],
  ['countNumber', 'CountNumber'],
] as const
const ACTION_NAMES = [
  ['type', 'ActionType'],
  ['targetStorageClass', 'TargetStorageClass'],
] as const

function readRule(rule: PropertyMap): LifecycleRule {
  const selection = settle(entry(rule, 'selection'))
  const action = settle(entry(rule, 'action'))
  const element: Record<string, Value> = {}
  copy(rule, ELEMENT_NAMES, element)
  copy(selection, SELECTION_NAMES, element)
  // ECR User Guide, "Lifecycle policy properties": without it the class is standard.
  element.StorageClass = (isMap(selection) ? entry(selection, 'storageClass') : undefined) ?? 'standard'
  copy(action, ACTION_NAMES, element)
  const priority = settle(element.RulePriority)
  const reading = { element, ...(typeof priority === 'number' ? { priority } : {}) }
  return { ...reading, ...readSelection(element) }
}

function copy(from: Value | undefined, names: readonly (readonly [string, string])[], to: Record<string, Value>): void {
  if (!isMap(from)) return
  for (const [written, name] of names) {
    const value = entry(from, written)
    if (value !== undefined) setEntry(to, name, value)
  }
}

function readSelection(element: PropertyMap): Omit<LifecycleRule, 'element' | 'priority'> {
  let unclear: Cause | undefined
  const oneOf = <T extends string>(name: string, allowed: readonly T[]): T | undefined => {
    const value = settle(element[name])
    const known = allowed.find((candidate) => candidate === value)
    if (known === undefined) unclear ??= why(value, name)
    return known
  }
  const tagStatus = oneOf('TagStatus', ['tagged', 'untagged', 'any'] as const)
  const storageClass = oneOf('StorageClass', ['standard', 'archive'] as const)
  const countType = oneOf('CountType', COUNT_TYPES)
  const action = oneOf('ActionType', ['expire', 'transition'] as const)
  const count = settle(element.CountNumber)
  const countNumber = typeof count === 'number' && Number.isSafeInteger(count) && count > 0 ? count : undefined
  if (countNumber === undefined) unclear ??= why(count, 'CountNumber')
  const priority = settle(element.RulePriority)
  if (typeof priority !== 'number') unclear ??= why(priority, 'RulePriority')
  const patterns = tagStatus === 'tagged' ? readPatterns(element) : { patterns: [] }
  unclear ??= patterns.unclear
  return {
    patterns: patterns.patterns,
    ...(storageClass === undefined ? {} : { storageClass }),
    ...(tagStatus === undefined ? {} : { tagStatus }),
    ...(countType === undefined ? {} : { countType }),
    ...(countNumber === undefined ? {} : { countNumber }),
    ...(action === undefined ? {} : { action }),
    ...(unclear === undefined ? {} : { unclear }),
  }
}

function readPatterns(element: PropertyMap): { readonly patterns: readonly TagPattern[]; readonly unclear?: Cause } {
  const prefixes = settle(element.TagPrefixList)
  const list = prefixes ?? settle(element.TagPatternList)
  const compile = prefixes === undefined ? ecrPattern : prefixPattern
  if (!isList(list) || list.length === 0) return { patterns: [], unclear: why(list, 'the list of tags') }
  const patterns: TagPattern[] = []
  for (const item of list) {
    const text = settle(item)
    if (typeof text !== 'string') return { patterns: [], unclear: why(text, 'the list of tags') }
    patterns.push(compile(text))
  }
  return { patterns }
}

function why(value: Value | undefined, name: string): Cause {
  if (value !== undefined && isSpecial(value)) return causeOf(value, name)
  return { class: 'value', reason: `${name} of a lifecycle rule is not valid` }
}

function parseJson(text: string): Value | undefined {
  try {
    const parsed: unknown = JSON.parse(text)
    return toValue(parsed, DEEPEST)
  } catch {
    return undefined
  }
}

/** A list of tags in a selection in a rule is as deep as a policy goes. */
const DEEPEST = 8

function toValue(json: unknown, depth: number): Value | undefined {
  if (typeof json === 'string' || typeof json === 'number' || typeof json === 'boolean') return json
  if (typeof json !== 'object' || json === null) return undefined
  if (depth === 0) return { [KIND]: 'unknown', cause: { class: 'limit', reason: 'nested too deeply' }, present: 'yes' }
  if (Array.isArray(json)) return json.map((item) => toValue(item, depth - 1) ?? '')
  const map: Record<string, Value> = {}
  for (const [key, item] of Object.entries(json)) {
    const value = toValue(item, depth - 1)
    if (value !== undefined) setEntry(map, key, value)
  }
  return map
}

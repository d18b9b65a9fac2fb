import { type Cause, type Ref, ref, rest, unknown, type Value } from '../../model/value.ts'
import { type Cell, elements, isUnknown } from './cell.ts'
import type { Document, Instance } from './document.ts'
import { isArray, own } from './json.ts'
import { MAX_TARGETS, type Outcome, resolveExpression, settingOf, type Target } from './references.ts'
import { afterApply, plain } from './values.ts'

/**
 * An attribute that names one resource. What is known stays as the plan tells it, the rest of the program resolves
 * names and ARNs; what is not becomes a reference to the one resource that the expression can name.
 */
export function linkTo(document: Document, cell: Cell, types: readonly string[]): Value | undefined {
  if (!isUnknown(cell)) return plain(document, cell)
  const outcomes = outcomesOf(document, cell)
  const [first] = outcomes
  if (outcomes.length === 1 && first?.is === 'outside') return ref(first.name, 'Ref')
  const found = findTargets(outcomes, types)
  if (found === undefined) return afterApply(document, cell)
  const open = found.filter((target) => !isKnown(target))
  const refs = refsOf(cell, open.length === 0 ? found : open)
  const only = refs[0]
  if (only === undefined) return afterApply(document, cell)
  return refs.length === 1 ? only : afterApply(document, cell, refs)
}

/** An attribute that names several resources. */
export function linksTo(document: Document, cell: Cell, types: readonly string[]): Value | undefined {
  if (isUnknown(cell)) return wholeList(document, cell, types)
  if (!isArray(cell.value)) return plain(document, cell)
  const parts = elements(cell, true)
  const unknowns = parts.filter(isUnknown).length
  if (unknowns === 0) return plain(document, cell)
  const open = outcomesOf(document, cell).filter((outcome) => outcome.is !== 'constant')
  let next = 0
  const values: Value[] = []
  for (const part of parts) {
    if (!isUnknown(part)) {
      const value = plain(document, part)
      if (value !== undefined) values.push(value)
      continue
    }
    // As many unknown elements as references: one each, in order. Else any of them.
    const outcome = open.length === unknowns ? open.slice(next, next + 1) : open
    next += 1
    values.push(oneElement(document, cell, outcome, types))
  }
  return values
}

/** The one resource that an attribute names, where an expression tells it. */
export function targetsOf(document: Document, cell: Cell, types: readonly string[]): readonly Instance[] | undefined {
  const outcomes = outcomesOf(document, cell)
  const found = findTargets(outcomes, types)
  if (found === undefined) return outcomes.every((outcome) => outcome.is === 'constant') ? [] : undefined
  return [...new Set(found.map((target) => target.instance))]
}

export function outcomesOf(document: Document, cell: Cell): readonly Outcome[] {
  if (cell.expression === undefined) return []
  return resolveExpression(document, cell.expression, settingOf(cell.instance))
}

function oneElement(document: Document, cell: Cell, outcomes: readonly Outcome[], types: readonly string[]): Value {
  const found = findTargets(outcomes, types)
  const refs = found === undefined ? [] : refsOf(cell, found)
  const only = refs[0]
  if (only === undefined) return afterApply(document, cell)
  return refs.length === 1 ? only : afterApply(document, cell, refs)
}

/**
 * A list known only as a whole: exactly the resources named, when the expression holds nothing but their names. A
 * choice or anything else that takes part leaves the list open.
 */
function wholeList(document: Document, cell: Cell, types: readonly string[]): Value {
  const outcomes = outcomesOf(document, cell)
  const cause: Cause = { class: 'value', reason: `${cell.name} of ${cell.instance.address} is known after apply` }
  if (outcomes.length === 0) return afterApply(document, cell)
  const found = findTargets(outcomes, types)
  if (found === undefined)
    return outcomes.every((outcome) => outcome.is === 'constant') ? afterApply(document, cell) : [rest(cause)]
  const refs = refsOf(cell, found)
  if (refs.length === 0) return [rest(cause)]
  const constants = outcomes.filter((outcome) => outcome.is === 'constant' && !isKeyLike(cell, outcome.value))
  const single = outcomes.every((outcome) => outcome.is !== 'target' || outcome.targets.length === 1)
  if (constants.length === 0 && single) return refs
  const mayHoldIds = constants.some((outcome) => outcome.is === 'constant' && holdsIds(outcome.value))
  return [mayHoldIds ? rest(cause) : rest(cause, refs)]
}

/** Targets of the accepted types; `undefined` when something else may be meant. */
function findTargets(outcomes: readonly Outcome[], types: readonly string[]): readonly Target[] | undefined {
  const found: Target[] = []
  for (const outcome of outcomes) {
    if (outcome.is === 'opaque' || outcome.is === 'outside') return undefined
    if (outcome.is === 'target') {
      for (const target of outcome.targets) if (accepts(target.instance, types)) found.push(target)
    }
  }
  return found.length === 0 || found.length > MAX_TARGETS ? undefined : found
}

function accepts(instance: Instance, types: readonly string[]): boolean {
  const type = instance.mapping?.type
  return type !== undefined && (types.length === 0 || types.includes(type))
}

function isKnown(target: Target): boolean {
  if (target.attribute === undefined) return false
  const value = own(target.instance.values, target.attribute)
  return value !== undefined && value !== null
}

/** Distinct references, in order. */
function refsOf(cell: Cell, targets: readonly Target[]): readonly Ref[] {
  const refs = new Map<string, Ref>()
  for (const target of targets) {
    const { address } = target.instance
    if (!refs.has(address)) refs.set(address, refOf(cell, target))
  }
  return [...refs.values()]
}

function refOf(cell: Cell, { instance, attribute }: Target): Ref {
  const identity = instance.mapping?.identity
  const named = attribute === undefined ? undefined : identity?.[attribute]
  return ref(instance.address, named ?? (/arns?$/.test(cell.name) ? (identity?.arn ?? 'Arn') : 'Ref'))
}

/** `count.index` and `each.key` choose an instance; they are no elements. */
function isKeyLike(cell: Cell, value: unknown): boolean {
  return value === undefined || value === cell.instance.index || value === cell.instance.module.index
}

/** Whether a known value may itself supply elements: an id or ARN, or a list or map of anything. */
function holdsIds(value: unknown): boolean {
  if (typeof value === 'string') return value.startsWith('arn:') || /^[a-z]+-[0-9a-f]{8,}$/.test(value)
  return typeof value === 'object' && value !== null
}

/** Used where a text may go on after the name: a policy's resource. */
export function openTarget(document: Document, cell: Cell, outcomes: readonly Outcome[]): Value {
  const found = findTargets(outcomes, [])
  const refs = found === undefined ? [] : refsOf(cell, found)
  const only = refs[0]
  if (refs.length === 1 && only !== undefined) return only
  return refs.length === 0
    ? afterApply(document, cell)
    : unknown('value', `${cell.name} of ${cell.instance.address} is known after apply`, { present: 'yes' })
}

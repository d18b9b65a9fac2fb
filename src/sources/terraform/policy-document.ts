import {
  entry,
  isList,
  isMap,
  isSpecial,
  KIND,
  type PropertyMap,
  setEntry,
  text,
  unknown,
  type Value,
} from '../../model/value.ts'
import { parseJsonText } from '../../util/json.ts'
import { type Cell, child, elements, isAbsent, isUnknown, rootCell } from './cell.ts'
import type { Document, Instance } from './document.ts'
import { isArray, ownString } from './json.ts'
import { openTarget, outcomesOf } from './links.ts'
import type { Outcome } from './references.ts'
import { afterApply, type Builder, configured, hide, plain, toValue } from './values.ts'

/** Documents that name each other in `source_policy_documents`; Terraform has no cycles, a forged file may. */
const MAX_DEPTH = 16

/**
 * A policy: the text of the plan, or, when that is known only after apply, the statements of the
 * `aws_iam_policy_document` that the attribute names.
 */
export function policyOf(document: Document, cell: Cell, depth = 0): Value | undefined {
  if (!isUnknown(cell)) return parsed(cell)
  return fromOutcomes(document, cell, outcomesOf(document, cell), depth)
}

function fromOutcomes(document: Document, cell: Cell, outcomes: readonly Outcome[], depth: number): Value {
  const open = outcomes.filter((outcome) => outcome.is !== 'constant')
  const [only] = open
  const target = only?.is === 'target' && only.targets.length === 1 ? only.targets[0] : undefined
  if (open.length !== 1 || target === undefined || target.instance.type !== DOCUMENT_TYPE) {
    return afterApply(document, cell)
  }
  return render(document, target.instance, depth + 1)
}

const DOCUMENT_TYPE = 'aws_iam_policy_document'

function parsed(cell: Cell): Value | undefined {
  const { value } = cell
  if (value === undefined || value === null || value === '') return undefined
  if (typeof value !== 'string') return toValue(value)
  const json = parseJsonText(value)
  if (json === undefined)
    return unknown('read', `${cell.name} of ${cell.instance.address} is not JSON`, { present: 'yes' })
  return cell.sensitive === true ? hide(json) : toValue(json)
}

/** `statement` blocks as Terraform renders them. */
function render(document: Document, instance: Instance, depth: number): Value {
  const known = ownString(instance.values, 'json')
  const root = rootCell(instance)
  if (known !== undefined) return parsed(child(root, 'json')) ?? {}
  if (depth > MAX_DEPTH)
    return unknown('limit', `${instance.address} is put together from too many documents`, { present: 'yes' })
  const sources = documents(document, child(root, 'source_policy_documents'), depth)
  const overrides = documents(document, child(root, 'override_policy_documents'), depth)
  const legacy = [child(root, 'source_json'), child(root, 'override_json')].some((cell) => !isAbsent(cell))
  if (sources === undefined || overrides === undefined || legacy) {
    return unknown('limit', `${instance.address} is put together from documents known after apply`, { present: 'yes' })
  }
  const statements: Statement[] = []
  for (const source of sources) merge(statements, statementsOf(source))
  const blocks = child(root, 'statement')
  // Blocks that only the configuration shows: the plan does not say what became of them.
  if (isUnknown(blocks) || (isAbsent(blocks) && blocks.expression !== undefined)) return afterApply(document, blocks)
  merge(
    statements,
    elements(blocks, true).map((cell) => statement(document, cell)),
  )
  for (const override of overrides) merge(statements, statementsOf(override))
  const policy: Builder = { Version: ownString(instance.values, 'version') ?? '2012-10-17' }
  const id = plain(document, child(root, 'policy_id'))
  if (id !== undefined) policy.Id = id
  policy.Statement = statements.map(({ value }) => value)
  return policy
}

interface Statement {
  readonly sid: string | undefined
  readonly value: Value
}

/** A statement replaces an earlier one with the same id. */
function merge(statements: Statement[], added: readonly Statement[]): void {
  const places = new Map<string, number>()
  statements.forEach(({ sid }, position) => {
    if (sid !== undefined) places.set(sid, position)
  })
  for (const one of added) {
    const place = one.sid === undefined ? undefined : places.get(one.sid)
    if (place !== undefined) statements[place] = one
    else {
      if (one.sid !== undefined) places.set(one.sid, statements.length)
      statements.push(one)
    }
  }
}

/** `undefined` when one of them cannot be read. */
function documents(document: Document, cell: Cell, depth: number): readonly PropertyMap[] | undefined {
  if (isAbsent(cell)) return []
  if (isUnknown(cell) && configured(document, cell) === 'no') return []
  if (isUnknown(cell) || !isArray(cell.value)) return undefined
  const parts = elements(cell, true)
  const open = outcomesOf(document, cell).filter((outcome) => outcome.is !== 'constant')
  const unknowns = parts.filter(isUnknown).length
  if (unknowns !== 0 && open.length !== unknowns) return undefined
  const found: PropertyMap[] = []
  let next = 0
  for (const part of parts) {
    const outcome = isUnknown(part) ? open[next] : undefined
    if (isUnknown(part)) next += 1
    const value = outcome === undefined ? parsed(part) : fromOutcomes(document, part, [outcome], depth)
    if (value === undefined) continue
    if (!isMap(value)) return undefined
    found.push(value)
  }
  return found
}

function statementsOf(policy: PropertyMap): readonly Statement[] {
  const statements = entry(policy, 'Statement')
  const listed = isList(statements) ? statements : statements === undefined ? [] : [statements]
  return listed.map((value) => {
    const sid = isMap(value) ? entry(value, 'Sid') : undefined
    return { sid: typeof sid === 'string' && sid !== '' ? sid : undefined, value }
  })
}

function statement(document: Document, cell: Cell): Statement {
  const found: Builder = {}
  const sid = plain(document, child(cell, 'sid'))
  if (sid !== undefined) found.Sid = sid
  found.Effect = plain(document, child(cell, 'effect')) ?? 'Allow'
  for (const [attribute, element] of LISTS) {
    const values = texts(document, child(cell, attribute), element.endsWith('Resource'))
    if (values !== undefined) found[element] = values
  }
  for (const [attribute, element] of PRINCIPALS) {
    const value = principals(document, child(cell, attribute))
    if (value !== undefined) found[element] = value
  }
  const condition = conditions(document, child(cell, 'condition'))
  if (condition !== undefined) found.Condition = condition
  return { sid: typeof sid === 'string' ? sid : undefined, value: found }
}

const LISTS = [
  ['actions', 'Action'],
  ['not_actions', 'NotAction'],
  ['resources', 'Resource'],
  ['not_resources', 'NotResource'],
] as const

const PRINCIPALS = [
  ['principals', 'Principal'],
  ['not_principals', 'NotPrincipal'],
] as const

/**
 * Texts, of which some name resources. `open`: something may follow the name, as in `"${aws_s3_bucket.a.arn}/*"`, which
 * the plan tells in the same way as the bare ARN.
 */
function texts(document: Document, cell: Cell, open: boolean): Value | undefined {
  if (isAbsent(cell)) return undefined
  if (isUnknown(cell)) return configured(document, cell) === 'no' ? undefined : afterApply(document, cell)
  const parts = elements(cell, true)
  const outcomes = outcomesOf(document, cell).filter((outcome) => outcome.is !== 'constant')
  const unknowns = parts.filter(isUnknown).length
  const values: Value[] = []
  let next = 0
  for (const part of parts) {
    if (!isUnknown(part)) {
      const value = plain(document, part)
      if (value !== undefined) values.push(value)
      continue
    }
    const mine = outcomes.length === unknowns ? outcomes.slice(next, next + 1) : outcomes
    next += 1
    values.push(named(document, part, mine, open))
  }
  return values.length === 0 ? undefined : values
}

function named(document: Document, cell: Cell, outcomes: readonly Outcome[], open: boolean): Value {
  const target = openTarget(document, cell, outcomes)
  // Nothing but an ARN can open an ARN; any other attribute may stand anywhere in the text.
  if (!isSpecial(target) || target[KIND] !== 'ref') return target
  if (!/arn$/i.test(target.attribute)) return afterApply(document, cell)
  if (!open) return target
  return text([
    target,
    unknown('value', `what follows the ARN in ${cell.name} of ${cell.instance.address} is known after apply`),
  ])
}

function principals(document: Document, cell: Cell): Value | undefined {
  if (isAbsent(cell)) return undefined
  if (isUnknown(cell)) return configured(document, cell) === 'no' ? undefined : afterApply(document, cell)
  const found: Builder = {}
  for (const block of elements(cell, false)) {
    const type = plain(document, child(block, 'type'))
    const identifiers = texts(document, child(block, 'identifiers'), false)
    if (typeof type !== 'string') return afterApply(document, cell)
    if (type === '*') return '*'
    if (identifiers === undefined) continue
    const earlier = entry(found, type)
    setEntry(found, type, isList(earlier) && isList(identifiers) ? [...earlier, ...identifiers] : identifiers)
  }
  return found
}

function conditions(document: Document, cell: Cell): Value | undefined {
  if (isAbsent(cell)) return undefined
  if (isUnknown(cell)) return configured(document, cell) === 'no' ? undefined : afterApply(document, cell)
  const found: Builder = {}
  for (const block of elements(cell, false)) {
    const test = plain(document, child(block, 'test'))
    const variable = plain(document, child(block, 'variable'))
    const values = texts(document, child(block, 'values'), true)
    if (typeof test !== 'string' || typeof variable !== 'string') return afterApply(document, cell)
    const variables: Builder = {}
    const earlier = entry(found, test)
    if (isMap(earlier)) {
      for (const key of Object.keys(earlier)) {
        const value = entry(earlier, key)
        if (value !== undefined) setEntry(variables, key, value)
      }
    }
    const same = entry(variables, variable)
    const next = values ?? []
    setEntry(variables, variable, isList(same) && isList(next) ? [...same, ...next] : next)
    setEntry(found, test, variables)
  }
  return found
}

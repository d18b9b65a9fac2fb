import { FALSE, not, or, type Tri, UNKNOWN } from '../../model/tri.ts'
import { type Text, text, type Value } from '../../model/value.ts'
import { addTo } from '../../util/groups.ts'
import { matches, type Pattern } from './pattern.ts'
import type { Policy, Selection, Statement } from './policy.ts'

/** A statement of a policy that is, or may be, about an action. */
export interface Applying {
  readonly statement: Statement
  /** Never `FALSE`. */
  readonly tri: Tri
}

/**
 * Whether the statement's `Action` or `NotAction` covers the action, itself possibly a pattern (`s3:Put*`): then all of
 * what the pattern names. Effect, resources and conditions are not looked at.
 */
export function coversAction(statement: Statement, action: string): Tri {
  return statement.action === undefined ? UNKNOWN : selects(statement.action, { text: action.toLowerCase() }, true)
}

/** The statements about an action, in order. Found by the service, and kept for the next question. */
export function applying(policy: Policy, action: string): readonly Applying[] {
  const index = indexOf(policy)
  const lower = action.toLowerCase()
  const known = index.answers.get(lower)
  if (known !== undefined) return known
  if (isForeign(index, lower)) return []
  const found = find(index, lower)
  index.answers.set(lower, found)
  return found
}

/**
 * One bit for each of the named actions that a statement of the policy allows or may allow, whatever its resources and
 * conditions: an action without bit is surely not allowed by it. All bits are set in an open policy.
 */
export function compilePolicy(policy: Policy, actions: readonly string[]): Uint32Array {
  const bits = new Uint32Array((actions.length + 31) >>> 5)
  for (const [place, action] of actions.entries()) {
    const may =
      policy.open !== undefined || applying(policy, action).some(({ statement }) => statement.effect !== 'Deny')
    if (may) bits[place >>> 5] = (bits[place >>> 5] ?? 0) | (1 << (place & 31))
  }
  return bits
}

/**
 * The resources that an action on a thing is checked against: objects of a bucket, the stages and actions of a pipeline,
 * the thing itself otherwise. Made for `Question.resource`, where one of them is enough.
 */
export function resourcesOf(action: string, arn: TextPart | Text): readonly Value[] {
  const lower = action.toLowerCase()
  if (OBJECT_ACTION.test(lower)) return [text([arn, '/*'])]
  if (lower.startsWith('codepipeline:')) return [text([arn]), text([arn, '/*'])]
  if (lower.startsWith('logs:')) return [text([arn]), text([arn, ':*'])]
  return [text([arn])]
}

type TextPart = Text['parts'][number]

const OBJECT_ACTION =
  /^s3:(abort|bypass|initiatereplication|replicate|restoreobject|updateobject|object|(get|put|delete|list)object|listmultipartuploadparts)/

/** Whether a selection covers what is asked; without one, everything is selected. */
export function selects(selection: Selection, asked: Pattern, ignoreCase = false): Tri {
  let any: Tri = selection.open === undefined ? FALSE : UNKNOWN
  for (const one of selection.patterns) {
    any = or(any, matches(one, asked, ignoreCase))
    if (any === 2) break
  }
  return selection.not ? not(any) : any
}

interface Index {
  /** Statements whose every action pattern names these services. */
  readonly byService: ReadonlyMap<string, readonly Statement[]>
  readonly everywhere: readonly Statement[]
  readonly answers: Map<string, readonly Applying[]>
}

const INDEXES = new WeakMap<Policy, Index>()

function indexOf(policy: Policy): Index {
  const known = INDEXES.get(policy)
  if (known !== undefined) return known
  const byService = new Map<string, Statement[]>()
  const everywhere: Statement[] = []
  for (const statement of policy.statements) {
    const services = servicesOf(statement)
    if (services === undefined) everywhere.push(statement)
    for (const service of services ?? []) {
      addTo(byService, service, statement)
    }
  }
  const index: Index = { byService, everywhere, answers: new Map() }
  INDEXES.set(policy, index)
  return index
}

/** No statement is about the action's service: the usual case, answered without keeping anything. */
function isForeign(index: Index, action: string): boolean {
  if (index.everywhere.length > 0) return false
  const service = serviceOf(action)
  return service !== undefined && !index.byService.has(service)
}

/** Undefined for a question with a wildcard in its service, which is about all of them. */
function serviceOf(action: string): string | undefined {
  const end = action.indexOf(':')
  const service = action.slice(0, Math.max(end, 0))
  return end < 0 || /[*?]/.test(service) ? undefined : service
}

/** Undefined: any service. */
function servicesOf(statement: Statement): ReadonlySet<string> | undefined {
  const action = statement.action
  if (action === undefined) return NONE
  if (action.not || action.open !== undefined) return undefined
  const services = new Set<string>()
  for (const one of action.patterns) {
    const end = one.text.indexOf(':')
    const service = one.text.slice(0, Math.max(end, 0))
    if (one.tokens !== undefined || end < 0 || /[*?]/.test(service)) return undefined
    services.add(service)
  }
  return services
}

const NONE: ReadonlySet<string> = new Set()

function find(index: Index, action: string): readonly Applying[] {
  const asked: Pattern = { text: action }
  const service = serviceOf(action)
  const own = service === undefined ? [...index.byService.values()].flat() : (index.byService.get(service) ?? [])
  const found: Applying[] = []
  for (const statement of new Set([...own, ...index.everywhere])) {
    if (statement.action === undefined) continue
    const covered = selects(
      statement.action,
      asked,
      statement.action.patterns.some((one) => one.tokens !== undefined),
    )
    if (covered !== FALSE) found.push({ statement, tri: covered })
  }
  return found.sort((left, right) => left.statement.index - right.statement.index)
}

import { and, FALSE, not, or, TRUE, type Tri, UNKNOWN } from '../../model/tri.ts'
import type { Cause, Value } from '../../model/value.ts'
import { parseArn } from '../arn.ts'
import { applying, selects } from './actions.ts'
import { type Context, conditionCause, holds, type Request, request } from './condition.ts'
import { ANYTHING, example, isExact, matches, type Pattern, pattern, substitute, variablesOf } from './pattern.ts'
import { type Policy, type PolicyOptions, type Statement, statementName } from './policy.ts'
import { names } from './principal.ts'

/** A policy with the name that evidence gives it: an ARN, `inline policy deploy of role ci`. */
export interface Grant {
  readonly label: string
  readonly policy: Policy
}

export interface PrincipalPolicies {
  /** Inline and managed policies, those of a user's groups included. */
  readonly identity: readonly Grant[]
  /** A cause: there is one, but it was not read. */
  readonly boundary?: Grant | Cause
  /** Further identity policies may exist that were not read. They may allow, and they may deny. */
  readonly incomplete?: Cause
  /** Of the role or user, for the resource policies that name it and for `aws:PrincipalArn`. */
  readonly arn?: Value
  /** What every request of the principal carries, beyond what its ARN tells. */
  readonly context?: Context
  readonly options?: PolicyOptions
}

/** Policies of one principal, ready for questions. */
export interface Effective {
  readonly identity: readonly Grant[]
  readonly boundary: Grant | Cause | undefined
  readonly incomplete: Cause | undefined
  readonly arn: Pattern | undefined
  readonly request: Request
  readonly options: PolicyOptions
  readonly answers: Map<string, Allowed>
}

export interface Question {
  /** `ecs:UpdateService`, in any case of letters. */
  readonly action: string
  /**
   * `any` (as a text, the default): is it allowed on at least one resource? One ARN: on that one. A pattern: on at least one
   * resource that it matches. A list: on at least one of them. Holes are one resource that is not known.
   */
  readonly resource?: Value | readonly Value[]
  /** What is known of the request. Keys that are not listed are not known. */
  readonly context?: Context
  /** `counts`: an Allow under a condition that cannot be decided counts as one. `unknown` is the default. */
  readonly conditional?: 'counts' | 'unknown'
  /** Policy of the resource. In the principal's own account either side may allow, across accounts both must. */
  readonly resourcePolicy?: { readonly grant: Grant | Cause; readonly sameAccount?: boolean }
}

export interface Allowed {
  readonly tri: Tri
  /** The Allow that decides, or would, stands under a condition that cannot be decided. */
  readonly conditional: boolean
  /** The Allow behind a yes, the Deny behind a no; without one, nothing allows it. */
  readonly by?: { readonly policy: string; readonly statement: string; readonly effect: 'Allow' | 'Deny' }
  /** Of an unknown. */
  readonly reason?: Cause
}

/**
 * Requests are taken to come over TLS and not from an AWS service itself (`aws:SecureTransport` true,
 * `aws:PrincipalIsAWSService` false); `aws:PrincipalArn` and `aws:PrincipalAccount` follow from the ARN.
 */
export function effective(policies: PrincipalPolicies): Effective {
  const options = policies.options ?? {}
  const arn = policies.arn === undefined ? undefined : pattern(policies.arn, { ...options, wildcards: false })
  const account = typeof policies.arn === 'string' ? parseArn(policies.arn)?.account : undefined
  const context: Context = {
    'aws:securetransport': 'true',
    'aws:principalisawsservice': 'false',
    ...(policies.arn === undefined ? {} : { 'aws:principalarn': policies.arn }),
    ...(account !== undefined && /^[0-9]{12}$/.test(account) ? { 'aws:principalaccount': account } : {}),
    ...policies.context,
  }
  return {
    identity: policies.identity,
    boundary: policies.boundary,
    incomplete: policies.incomplete,
    arn,
    request: request(context),
    options,
    answers: new Map(),
  }
}

/**
 * Whether a principal may do something, by its identity policies, its boundary and the policy of the resource. True: an
 * Allow without open conditions, that no Deny can touch and the boundary lets through. False: nothing allows it, or a
 * Deny without open conditions covers it. Else unknown. Policies of the organization are not looked at.
 *
 * Three-valued in both laws: what is not known (holes, conditions, unread policies) never makes a true or a false that
 * learning it could turn round.
 */
export function allows(principal: Effective, question: Question): Allowed {
  if (question.resourcePolicy === undefined && isGrantedNowhere(principal, question.action.toLowerCase()))
    return NOWHERE
  const plain = question.context === undefined && question.resourcePolicy === undefined
  const asked = question.resource ?? 'any'
  if (!plain || typeof asked !== 'string') return answer(principal, question)
  const key = `${question.action.toLowerCase()} ${question.conditional ?? ''} ${asked}`
  const known = principal.answers.get(key)
  if (known !== undefined) return known
  const found = answer(principal, question)
  principal.answers.set(key, found)
  return found
}

interface Case {
  readonly principal: Effective
  readonly action: string
  readonly request: Request
  readonly counts: boolean
  readonly resource: { readonly grant: Grant | Cause; readonly sameAccount: boolean } | undefined
}

/** What the statements of one effect say together. */
interface Sum {
  readonly tri: Tri
  readonly conditional: boolean
  readonly by?: { readonly policy: string; readonly statement: string }
  readonly cause?: Cause
}

const NOTHING: Sum = { tri: FALSE, conditional: false }
const MOST_EXAMPLES = 64

function answer(principal: Effective, question: Question): Allowed {
  const one: Case = {
    principal,
    action: question.action.toLowerCase(),
    request: question.context === undefined ? principal.request : overlaid(principal.request, question.context),
    counts: question.conditional === 'counts',
    resource:
      question.resourcePolicy === undefined
        ? undefined
        : { grant: question.resourcePolicy.grant, sameAccount: question.resourcePolicy.sameAccount ?? true },
  }
  let best: Allowed = { tri: FALSE, conditional: false }
  for (const target of targets(question.resource ?? 'any', principal.options)) {
    const found = isExact(target) ? whole(one, target) : somewhere(one, target)
    if (found.tri === TRUE && !found.conditional) return found
    if (found.tri > best.tri || (found.tri === best.tri && best.by === undefined && best.reason === undefined))
      best = found
  }
  return best
}

const NOWHERE: Allowed = { tri: FALSE, conditional: false }

/** No Allow, read or not, can be about the action: whatever the target, the answer is no. The usual case, not kept. */
function isGrantedNowhere(principal: Effective, action: string): boolean {
  if (principal.incomplete !== undefined) return false
  return principal.identity.every(
    ({ policy }) =>
      policy.open === undefined && applying(policy, action).every(({ statement }) => statement.effect === 'Deny'),
  )
}

function targets(resource: Value | readonly Value[], options: PolicyOptions): readonly Pattern[] {
  if (resource === 'any') return [ANYTHING]
  const list: readonly Value[] = isValues(resource) ? resource : [resource]
  return list.map((value) => pattern(value, options) ?? { text: '{unknown}', tokens: ['?:'] })
}

function isValues(value: Value | readonly Value[]): value is readonly Value[] {
  return Array.isArray(value)
}

/** On everything that the target matches: on the one thing, for an exact target. */
function whole(one: Case, target: Pattern): Allowed {
  const allow = allowing(one, target)
  if (allow.sum.tri === FALSE) return { tri: FALSE, conditional: false }
  const deny = denying(one, target)
  if (deny.tri === TRUE) return decided(FALSE, deny, 'Deny')
  const bound = bounded(one, target)
  if (bound.tri === FALSE) {
    if (allow.byResource === FALSE) return { tri: FALSE, conditional: false }
    return open(allow.sum, { class: 'limit', reason: 'a boundary does not bound every grant of a resource policy' })
  }
  const total = and(and(allow.sum.tri, bound.tri), not(deny.tri))
  if (total === TRUE) {
    return { ...decided(TRUE, allow.sum, 'Allow'), conditional: allow.sum.conditional || bound.conditional }
  }
  const cause = allow.sum.tri === UNKNOWN ? allow.sum.cause : deny.tri === UNKNOWN ? deny.cause : bound.cause
  return open(allow.sum, cause ?? PARTLY)
}

/**
 * On at least one thing that the target matches. A yes needs an example; a no needs the proof that nothing is left:
 * no Allow overlaps, or Denies and the boundary take all that the Allows
 * name.
 */
function somewhere(one: Case, target: Pattern): Allowed {
  const all = whole(one, target)
  if (all.tri !== UNKNOWN) return all
  let best: Allowed | undefined
  const filler = `arn:aws:${one.action.split(':', 1)[0] ?? ''}:us-east-1:000000000000:opscheck`
  for (const candidate of examplesFor(one, target)) {
    const thing = example(candidate, filler)
    if (matches(target, thing) !== TRUE) continue
    const found = whole(one, thing)
    if (found.tri === TRUE && !found.conditional) return found
    if (found.tri > FALSE && (best === undefined || found.tri > best.tri)) best = found
  }
  if (best?.tri === TRUE) return best
  const allowed = allowedOn(one, target)
  if (allowed !== undefined) {
    let denied: Allowed | undefined
    const left = allowed.some((candidate) => {
      const found = whole(one, candidate)
      if (found.by !== undefined) denied ??= found
      return found.tri !== FALSE
    })
    if (!left) return denied ?? { tri: FALSE, conditional: false }
  }
  return best ?? all
}

/** Where to look for an example: what is asked, what Allows name, and what Denies except. */
function examplesFor(one: Case, target: Pattern): readonly Pattern[] {
  const examples: Pattern[] = [target]
  for (const grant of [...one.principal.identity, one.principal.boundary, one.resource?.grant]) {
    if (grant === undefined || !isGrant(grant)) continue
    for (const { statement } of applying(grant.policy, one.action)) {
      if (examples.length >= MOST_EXAMPLES) return examples
      const resource = statement.resource
      if (resource !== undefined && resource.not === (statement.effect === 'Deny')) {
        examples.push(...resource.patterns.slice(0, MOST_EXAMPLES))
      }
    }
  }
  return examples
}

/** All that identity and resource policies may allow the action on, as patterns; undefined when it cannot be listed. */
function allowedOn(one: Case, target: Pattern): readonly Pattern[] | undefined {
  if (one.principal.incomplete !== undefined) return undefined
  const allowed: Pattern[] = []
  for (const grant of [...one.principal.identity, one.resource?.grant]) {
    if (grant === undefined) continue
    if (!isGrant(grant) || grant.policy.open !== undefined) return undefined
    for (const { statement } of applying(grant.policy, one.action)) {
      if (statement.effect === 'Deny') continue
      const resource = statement.resource
      if (resource === undefined || resource.not || resource.open !== undefined) allowed.push(target)
      else if (allowed.length + resource.patterns.length > MOST_EXAMPLES) return undefined
      else allowed.push(...resource.patterns)
    }
  }
  return allowed
}

function allowing(one: Case, target: Pattern): { readonly sum: Sum; readonly byResource: Tri } {
  let identity = sumOf(one, one.principal.identity, 'Allow', target)
  if (one.principal.incomplete !== undefined) identity = either(identity, unread(one.principal.incomplete))
  const resource = one.resource
  if (resource === undefined) return { sum: identity, byResource: FALSE }
  const direct = ofResource(one, resource.grant, 'Allow', target, resource.sameAccount ? 'direct' : 'both')
  if (resource.sameAccount) return { sum: either(identity, direct), byResource: direct.tri }
  const weaker = identity.tri <= direct.tri ? identity : direct
  return {
    sum: { ...weaker, conditional: identity.conditional || direct.conditional },
    byResource: FALSE,
  }
}

function denying(one: Case, target: Pattern): Sum {
  let sum = sumOf(one, one.principal.identity, 'Deny', target)
  if (one.principal.incomplete !== undefined) sum = either(sum, unread(one.principal.incomplete))
  const boundary = one.principal.boundary
  if (boundary !== undefined && isGrant(boundary)) sum = either(sum, sumOf(one, [boundary], 'Deny', target))
  if (one.resource !== undefined) sum = either(sum, ofResource(one, one.resource.grant, 'Deny', target, 'both'))
  return sum
}

function bounded(one: Case, target: Pattern): Sum {
  const boundary = one.principal.boundary
  if (boundary === undefined) return { tri: TRUE, conditional: false }
  return isGrant(boundary) ? sumOf(one, [boundary], 'Allow', target) : unread(boundary)
}

function ofResource(
  one: Case,
  grant: Grant | Cause,
  effect: 'Allow' | 'Deny',
  target: Pattern,
  by: 'direct' | 'both',
): Sum {
  if (!isGrant(grant)) return unread(grant)
  return sumOf(one, [grant], effect, target, (statement) => {
    const named = names(statement, one.principal.arn)
    return by === 'both' ? or(named.direct, named.delegated) : named.direct
  })
}

function sumOf(
  one: Case,
  grants: readonly Grant[],
  effect: 'Allow' | 'Deny',
  target: Pattern,
  concerns: (statement: Statement) => Tri = always,
): Sum {
  let sum: Sum = NOTHING
  for (const grant of grants) {
    if (grant.policy.open !== undefined) sum = either(sum, unread(grant.policy.open))
    for (const { statement, tri } of applying(grant.policy, one.action)) {
      if (statement.effect !== undefined && statement.effect !== effect) continue
      const own = strength(one, statement, tri, target, concerns, effect === 'Allow' && one.counts)
      if (own.tri === FALSE) continue
      sum = either(sum, { ...own, by: { policy: grant.label, statement: statementName(statement) } })
      if (sum.tri === TRUE && !sum.conditional) return sum
    }
  }
  return sum
}

const always = (): Tri => TRUE

function strength(
  one: Case,
  statement: Statement,
  action: Tri,
  target: Pattern,
  concerns: (statement: Statement) => Tri,
  counts: boolean,
): Sum {
  const resource = onResource(one, statement, target)
  if (resource === FALSE) return NOTHING
  const principal = concerns(statement)
  if (principal === FALSE) return NOTHING
  const condition = holds(statement.conditions, one.request)
  if (condition.tri === FALSE) return NOTHING
  const stands = statement.effect === undefined || statement.unsure !== undefined ? UNKNOWN : TRUE
  const rest = and(and(action, resource), and(principal, stands))
  const conditional = condition.tri === UNKNOWN
  if (rest === TRUE && (!conditional || counts)) return { tri: TRUE, conditional }
  const cause =
    statement.unsure ??
    (conditional && condition.block !== undefined && !counts ? conditionCause(condition.block) : undefined) ??
    (principal === UNKNOWN ? WHO : undefined) ??
    openEntry(statement) ??
    PARTLY
  return { tri: UNKNOWN, conditional, cause }
}

const PARTLY: Cause = { class: 'limit', reason: 'it is not decided for which resources' }
const WHO: Cause = { class: 'limit', reason: 'it is not decided whether the resource policy names the principal' }

function onResource(one: Case, statement: Statement, target: Pattern): Tri {
  const resource = statement.resource
  if (resource === undefined) return TRUE
  if (!resource.patterns.some((each) => each.tokens !== undefined)) return selects(resource, target)
  const patterns = resource.patterns.map((each) =>
    variablesOf(each).length === 0
      ? each
      : substitute(each, (variable) => {
          const known = one.request.values(variable)
          return known?.length === 1 ? known[0] : undefined
        }),
  )
  return selects({ ...resource, patterns }, target)
}

function openEntry(statement: Statement): Cause | undefined {
  return (
    statement.resource?.open ??
    statement.action?.open ??
    statement.resource?.patterns.find((each) => each.cause !== undefined)?.cause ??
    statement.action?.patterns.find((each) => each.cause !== undefined)?.cause
  )
}

/** The stronger of two; of equals the one without condition, then the first. */
function either(left: Sum, right: Sum): Sum {
  if (right.tri > left.tri) return right
  return right.tri === left.tri && left.conditional && !right.conditional && right.tri === TRUE ? right : left
}

function unread(cause: Cause): Sum {
  return { tri: UNKNOWN, conditional: false, cause }
}

function isGrant(value: Grant | Cause): value is Grant {
  return 'policy' in value
}

function decided(tri: Tri, sum: Sum, effect: 'Allow' | 'Deny'): Allowed {
  const by = sum.by === undefined ? {} : { by: { ...sum.by, effect } }
  return { tri, conditional: tri === TRUE && sum.conditional, ...by }
}

function open(allow: Sum, reason: Cause): Allowed {
  const by = allow.by === undefined ? {} : { by: { ...allow.by, effect: 'Allow' as const } }
  return { tri: UNKNOWN, conditional: allow.conditional, reason, ...by }
}

function overlaid(base: Request, context: Context): Request {
  const own = request(context)
  return {
    values: (key) => {
      const found = own.values(key)
      return found === undefined ? base.values(key) : found
    },
  }
}

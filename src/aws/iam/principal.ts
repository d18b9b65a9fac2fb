import { and, FALSE, not, or, TRUE, type Tri, UNKNOWN } from '../../model/tri.ts'
import type { Cause } from '../../model/value.ts'
import { arnIdentity, parseArn } from '../arn.ts'
import type { ConditionBlock } from './condition.ts'
import { isAnything, isOwnAccount, matches, type Pattern } from './pattern.ts'
import type { Policy, Principals, Statement } from './policy.ts'

/**
 * Whom a statement of a resource policy names. `public`: anyone, without a condition that limits who. `organization`,
 * `network`: anyone who fulfils such a condition. `account`: a whole account. `service`: an AWS service, or anyone on
 * behalf of one named resource. `session`: an assumed-role or federated session.
 */
export type PrincipalKind =
  | 'public'
  | 'organization'
  | 'network'
  | 'account'
  | 'role'
  | 'user'
  | 'session'
  | 'service'
  | 'federated'

/** The kinds in a fixed order. `open` says that there may be others. `NotPrincipal` in an Allow is everyone else: public. */
export function principalKinds(statement: Statement): {
  readonly kinds: readonly PrincipalKind[]
  readonly open?: Cause
} {
  const principal = statement.principal
  if (principal === undefined) return { kinds: [] }
  const kinds = new Set<PrincipalKind>()
  let open = principal.open
  if (principal.anyone || principal.not) kinds.add(limitOf(statement.conditions))
  if (!principal.not) {
    for (const one of principal.aws) {
      const kind = kindOf(one)
      if (kind === undefined) open ??= one.cause ?? { class: 'limit', reason: 'the kind of a principal is not known' }
      else kinds.add(kind)
    }
    if (principal.services.length > 0) kinds.add('service')
    if (principal.federated.length > 0) kinds.add('federated')
    if (principal.canonical.length > 0) kinds.add('account')
  }
  const ordered = KIND_ORDER.filter((kind) => kinds.has(kind))
  return open === undefined ? { kinds: ordered } : { kinds: ordered, open }
}

/** The statement names the principal itself, or leaves the decision to the identity policies of its account. */
export interface Named {
  readonly direct: Tri
  readonly delegated: Tri
}

/** Whether a resource policy's statement is about a principal; without one, about a principal that is not known. */
export function names(statement: Statement, arn: Pattern | undefined): Named {
  const principal = statement.principal
  if (principal === undefined) return { direct: FALSE, delegated: FALSE }
  const listed = listedIn(principal, arn)
  if (!principal.not) return listed
  return { direct: not(or(listed.direct, listed.delegated)), delegated: FALSE }
}

/**
 * Whether the statement refuses every request without TLS: it denies anyone when `aws:SecureTransport` is false, under
 * no further condition. What actions and resources it is about is another question.
 */
export function deniesInsecureTransport(statement: Statement): Tri {
  if (statement.effect === 'Allow') return FALSE
  const everyone = statement.principal?.anyone === true && !statement.principal.not
  const unnamed = statement.principal?.open !== undefined && !statement.principal.not
  if (!everyone && !unnamed) return FALSE
  let secure: Tri = FALSE
  let others = false
  for (const block of statement.conditions) {
    const own = refusesPlain(block)
    if (own === FALSE) others = true
    else secure = or(secure, own)
  }
  if (secure === FALSE || others) return statement.conditions.some((block) => block.key === '') ? UNKNOWN : FALSE
  const sure = everyone && statement.effect === 'Deny' && statement.unsure === undefined
  return and(secure, sure ? TRUE : UNKNOWN)
}

/** The services that a trust policy lets assume the role, and whether it trusts nobody else. */
export function trustsOnlyServices(policy: Policy): { readonly tri: Tri; readonly services: readonly string[] } {
  const services = new Set<string>()
  let only: Tri = policy.open === undefined ? TRUE : UNKNOWN
  for (const statement of policy.statements) {
    if (statement.effect === 'Deny') continue
    const own = trust(statement)
    if (statement.principal !== undefined) {
      for (const service of statement.principal.services) if (service.tokens === undefined) services.add(service.text)
    }
    only = and(
      only,
      own === FALSE && (statement.unsure !== undefined || statement.effect === undefined) ? UNKNOWN : own,
    )
  }
  return { tri: only, services: [...services].sort() }
}

const KIND_ORDER: readonly PrincipalKind[] = [
  'public',
  'organization',
  'network',
  'account',
  'role',
  'user',
  'session',
  'service',
  'federated',
]

/** Condition keys that say who or from where a request is, and what then is left of "anyone". */
const LIMITS: Readonly<Record<string, PrincipalKind>> = {
  'aws:principalorgid': 'organization',
  'aws:principalorgpaths': 'organization',
  'aws:principalaccount': 'account',
  'aws:principalarn': 'role',
  'aws:userid': 'role',
  'aws:username': 'user',
  'aws:sourcearn': 'service',
  'aws:sourceaccount': 'service',
  'aws:sourceorgid': 'service',
  'aws:sourceorgpaths': 'service',
  'aws:sourceowner': 'service',
  'aws:principalservicename': 'service',
  'aws:sourcevpc': 'network',
  'aws:sourcevpce': 'network',
  'aws:sourcevpcarn': 'network',
  'aws:vpceaccount': 'network',
  'aws:vpceorgid': 'network',
  'aws:vpceorgpaths': 'network',
  'aws:sourceip': 'network',
  'kms:calleraccount': 'account',
  's3:dataaccesspointaccount': 'account',
  's3:dataaccesspointarn': 'account',
}

function limitOf(conditions: readonly ConditionBlock[]): PrincipalKind {
  for (const block of conditions) {
    const limit = Object.hasOwn(LIMITS, block.key) ? LIMITS[block.key] : undefined
    if (limit !== undefined && limits(block)) return limit
  }
  return 'public'
}

/** A positive comparison that a request without the key does not pass, with values that do not let all pass. */
function limits(block: ConditionBlock): boolean {
  const test = block.test
  if (test === undefined || test.negated || test.ifExists || test.over === 'all' || test.kind === 'null') return false
  return block.values.every((value) => !isAnything(value) && !OPEN_VALUES.has(value.text))
}

/** Ranges and patterns that everything is in. */
const OPEN_VALUES: ReadonlySet<string> = new Set(['0.0.0.0/0', '::/0', '*', 'arn:*', 'arn:aws:*', 'arn:aws:iam::*:*'])

function kindOf(principal: Pattern): PrincipalKind | undefined {
  const text = principal.text
  if (isOwnAccount(principal) || /^[0-9]{12}$/.test(text) || /^arn:[^:]*:iam::[^:]*:root$/.test(text)) return 'account'
  const [, , resource] = /^arn:[^:]*:(iam|sts):[^:]*:[^:]*:(role|user|assumed-role|federated-user)\//.exec(text) ?? []
  if (resource === 'role' || resource === 'user') return resource
  if (resource !== undefined) return 'session'
  // What is left of a deleted role or user.
  if (/^AROA[A-Z0-9]+$/.test(text)) return 'role'
  if (/^AIDA[A-Z0-9]+$/.test(text)) return 'user'
  return undefined
}

function listedIn(principal: Principals, arn: Pattern | undefined): Named {
  if (principal.anyone) return { direct: TRUE, delegated: FALSE }
  let direct: Tri = principal.open === undefined ? FALSE : UNKNOWN
  let delegated: Tri = FALSE
  for (const one of principal.aws) {
    const kind = kindOf(one)
    if (kind === 'account') delegated = or(delegated, sameAccount(one, arn))
    else if (kind === 'session') direct = or(direct, sameRole(one, arn))
    else direct = or(direct, samePrincipal(one, kind, arn))
  }
  return { direct, delegated }
}

function sameAccount(one: Pattern, arn: Pattern | undefined): Tri {
  const own = arn?.tokens === undefined && arn !== undefined ? parseArn(arn.text)?.account : undefined
  if (own === undefined || own === '' || !/^[0-9]{12}$/.test(own) || one.tokens !== undefined) return UNKNOWN
  return one.text === own || one.text.includes(`::${own}:`) ? TRUE : FALSE
}

/** A session of the role is one way to be the role. */
function sameRole(one: Pattern, arn: Pattern | undefined): Tri {
  const role = arn === undefined || arn.tokens !== undefined ? undefined : arnIdentity(arn.text)
  if (role === undefined) return UNKNOWN
  const [, name] = /:assumed-role\/([^/]+)\//.exec(one.text) ?? []
  return role.type === 'AWS::IAM::Role' && (name === undefined || name === role.id) ? UNKNOWN : FALSE
}

function samePrincipal(one: Pattern, kind: PrincipalKind | undefined, arn: Pattern | undefined): Tri {
  if (arn === undefined) return UNKNOWN
  // An id stands for a deleted principal, and a hole for any: neither can be excluded.
  if (kind === undefined || !one.text.startsWith('arn:')) return matches(one, arn) === TRUE ? TRUE : UNKNOWN
  return matches(one, arn)
}

/** `Bool aws:SecureTransport false`, in the forms that mean it. */
function refusesPlain(block: ConditionBlock): Tri {
  if (block.key !== 'aws:securetransport') return FALSE
  if (block.test?.kind !== 'bool' && block.test?.kind !== 'string' && block.test?.kind !== 'string-ignore-case')
    return UNKNOWN
  if (block.test.negated) return UNKNOWN
  let any: Tri = block.open === undefined ? FALSE : UNKNOWN
  for (const value of block.values) any = or(any, value.tokens === undefined ? tri(value.text) : UNKNOWN)
  return any
}

const tri = (text: string): Tri => (text.toLowerCase() === 'false' ? TRUE : FALSE)

function trust(statement: Statement): Tri {
  const principal = statement.principal
  if (principal === undefined) return UNKNOWN
  if (principal.not || principal.anyone) return FALSE
  if (principal.aws.length > 0 || principal.federated.length > 0 || principal.canonical.length > 0) return FALSE
  return principal.open === undefined ? TRUE : UNKNOWN
}

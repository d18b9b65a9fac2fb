import { allOf, anyOf, no } from '../../aws/answer.ts'
import { selects } from '../../aws/iam/actions.ts'
import {
  allows,
  coversAction,
  deniesInsecureTransport,
  type PrincipalKind,
  parsePolicy,
  parseStatement,
  pattern,
  principalKinds,
  type Question,
  resourcesOf,
  type Statement,
} from '../../aws/iam/index.ts'
import type { Resource } from '../../model/resource.ts'
import type { Json } from '../../model/rule.ts'
import { and, FALSE, or, TRUE, type Tri, UNKNOWN } from '../../model/tri.ts'
import { entry, isList, isMap, type PropertyMap, unknown, type Value } from '../../model/value.ts'
import type { Element, Frame, Members } from '../frame.ts'
import { elementMembers, merged, pointing } from '../related.ts'
import { settleDeep } from '../settle.ts'
import type { Algorithm, Answer, Facet, Operand, Place, Relation } from '../word.ts'
import { sameToken } from '../world.ts'
import { triValue, unknownOf } from './ecs.ts'
import {
  arnValue,
  awsPolicy,
  effectiveOf,
  GROUP,
  MANAGED_POLICY,
  optionsOf,
  POLICY_TYPES,
  policiesOf,
  ROLE,
  USER,
} from './principal-policies.ts'

const STATEMENT: Place = { types: ['*'], at: '#statement' }
const ON_PRINCIPAL = [{ types: [ROLE, USER], at: '' }]
const REPOSITORY = 'AWS::ECR::Repository'
const BUCKET = 'AWS::S3::Bucket'
const BUCKET_POLICY = 'AWS::S3::BucketPolicy'
const KEY = 'AWS::KMS::Key'
const PIPELINE = 'AWS::CodePipeline::Pipeline'

/** Where the policy of a resource stands that carries it itself. */
const CARRIED: Readonly<Record<string, string>> = {
  [REPOSITORY]: 'RepositoryPolicyText',
  [BUCKET_POLICY]: 'PolicyDocument',
  [KEY]: 'KeyPolicy',
  [ROLE]: 'AssumeRolePolicyDocument',
}

/** What holds policies of identities: inline in principals, or as resources of their own. */
const INLINE = [ROLE, USER, GROUP]
const DOCUMENTS = [
  'AWS::IAM::ManagedPolicy',
  'AWS::IAM::Policy',
  'AWS::IAM::RolePolicy',
  'AWS::IAM::UserPolicy',
  'AWS::IAM::GroupPolicy',
]

export const relations: readonly Relation[] = [
  {
    name: 'statements',
    on: ON_PRINCIPAL,
    to: STATEMENT,
    class: 'attached',
    says: 'The statements of every policy of the principal, those of its groups included.',
    reads: POLICY_TYPES,
    of: identityStatements,
  },
  {
    name: 'policyStatements',
    on: [{ types: [REPOSITORY, BUCKET, BUCKET_POLICY, KEY, ROLE], at: '' }],
    to: STATEMENT,
    class: 'attached',
    says: 'The statements of the policy of the resource itself; of a role, those that say who may assume it.',
    reads: [BUCKET_POLICY],
    of: resourceStatements,
  },
  {
    name: 'ownStatements',
    on: [{ types: [...INLINE, ...DOCUMENTS], at: '' }],
    to: STATEMENT,
    class: 'part',
    says: 'The statements that stand in the policy itself, or in the inline policies of a principal.',
    reads: [],
    of: ownStatements,
  },
]

export const facets: readonly Facet[] = [
  {
    name: 'exempt',
    on: ON_PRINCIPAL,
    says: 'A service-linked role or one that IAM Identity Center makes: nobody can change its policies.',
    reads: [],
    read: (frame, { resource }) => {
      const path = frame.choices.settle(entry(resource.properties, 'Path'))
      if (path === undefined) return resource.rest ?? false
      if (typeof path !== 'string') return unknownOf(path, `the path of ${resource.address} is not known`)
      return path.startsWith('/aws-service-role/') || path.startsWith('/aws-reserved/')
    },
  },
  {
    name: 'awsPolicy',
    on: [{ types: [ROLE, USER], at: 'ManagedPolicyArns[]' }],
    says: 'The name of the policy, where AWS manages it.',
    reads: [MANAGED_POLICY],
    read: awsPolicy,
  },
  {
    name: 'principalKind',
    on: [STATEMENT],
    says: 'The widest kind of whom the statement names: public, organization, network, account, federated, role, user, session or service.',
    reads: [],
    read: (frame, element) => widestKind(statementOf(frame, element)),
  },
  {
    name: 'deniesInsecureTransport',
    on: [STATEMENT],
    says: 'It refuses every request that does not come over TLS.',
    reads: [],
    read: (frame, element) => triValue({ tri: deniesInsecureTransport(statementOf(frame, element)) }),
  },
]

export const algorithms: readonly Algorithm[] = [
  {
    name: 'allows',
    on: [...ON_PRINCIPAL, { types: [PIPELINE], at: '' }],
    says: 'The policies of the principal allow every, or some, of the actions: {every: [xray:PutTraceSegments]}; principal: another element than this one; resource: an element, or on: ARNs with *; with: condition keys of the request; an Allow under an open condition is unknown, or conditional: counts, or ignored.',
    reads: POLICY_TYPES,
    compile: (operand) => {
      const wanted = operand.map()
      const every = Object.hasOwn(wanted, 'every')
      if (every === Object.hasOwn(wanted, 'some')) return operand.reject('"allows" takes either every or some')
      const actions = operand.strings(every ? 'every' : 'some')
      const on = typeof wanted.resource === 'string' ? operand.element(wanted.resource) : undefined
      const who = typeof wanted.principal === 'string' ? operand.element(wanted.principal) : undefined
      if (who === undefined && !operand.place.types.every((type) => type === ROLE || type === USER))
        return operand.reject('"allows" needs a principal here', 'name it: principal: $')
      const arns = wanted.on === undefined ? undefined : operand.strings('on')
      if (on !== undefined && arns !== undefined) return operand.reject('"allows" takes either resource or on')
      const conditional = oneOf(CONDITIONAL, wanted.conditional ?? 'unknown')
      if (conditional === undefined) return operand.reject('"conditional" is counts, ignored or unknown')
      const context = contextOf(wanted.with, operand.reject)
      return (frame, element) => {
        const list = actions(frame, element)
        if (!isTexts(list)) return { tri: 1, reason: list.cause }
        const target = on?.(frame, element)?.resource
        const named = arns?.(frame, element)
        if (named !== undefined && !isTexts(named)) return { tri: 1, reason: named.cause }
        const principal = who?.(frame, element) ?? element
        return permitted(frame, principal, list, every, target ?? named, { conditional, ...context })
      }
    },
  },
  {
    name: 'covers',
    on: [STATEMENT],
    says: 'The statement is about one of the actions, whatever its effect; with {some: [...], resource: an element} about one of them on that resource.',
    reads: [],
    compile: (operand) => {
      const { json } = operand
      const map = Array.isArray(json) ? undefined : operand.map()
      const list = map === undefined ? json : map.some
      if (!Array.isArray(list)) return operand.reject('"covers" takes a list of actions')
      const actions = list.map((action) => String(action))
      const on = typeof map?.resource === 'string' ? operand.element(map.resource) : undefined
      return (frame, element) => {
        const statement = statementOf(frame, element)
        const target = on?.(frame, element)?.resource
        const answers = actions.map((action) => ({
          tri: and(
            coversAction(statement, action),
            target === undefined ? TRUE : coversResource(frame, statement, action, target),
          ),
        }))
        const decided = anyOf(answers)
        const reason = { class: 'limit', reason: 'it is not decided what the statement is about' } as const
        return {
          ...decided,
          ...(decided.tri === UNKNOWN ? { reason } : {}),
          expected: `covers ${actions.join(' or ')}`,
        }
      }
    },
  },
]

/** Whether the statement is about the resource of the action: the bucket, or all objects in it. */
function coversResource(frame: Frame, statement: Statement, action: string, target: Resource): Tri {
  const { resource } = statement
  if (resource === undefined) return TRUE
  const options = { ...optionsOf(frame, target), wildcards: true }
  let answer: Tri = FALSE
  for (const value of resourcesOf(action, arnValue(target))) {
    const asked = pattern(value, options)
    if (asked !== undefined) answer = or(answer, selects(resource, asked))
  }
  return answer
}

const CONDITIONAL = ['unknown', 'counts', 'ignored'] as const

function oneOf<T extends string>(allowed: readonly T[], json: Json): T | undefined {
  return allowed.find((each) => each === json)
}

interface Circumstances extends Pick<Question, 'context'> {
  readonly conditional: (typeof CONDITIONAL)[number]
}

/** What the request carries, as `with` says: {codecommit:References: refs/heads/main}. */
function contextOf(json: Json | undefined, reject: Operand['reject']): Pick<Question, 'context'> {
  if (json === undefined) return {}
  if (typeof json !== 'object' || json === null || Array.isArray(json))
    return reject('"with" maps condition keys to texts')
  return { context: Object.fromEntries(Object.entries(json).map(([key, value]) => [key.toLowerCase(), String(value)])) }
}

function permitted(
  frame: Frame,
  { resource: principal }: Element,
  actions: readonly string[],
  every: boolean,
  target: Resource | readonly string[] | undefined,
  { conditional, ...context }: Circumstances,
): Answer {
  const policies = effectiveOf(frame, principal)
  if (policies.assumption !== undefined && frame.trace !== undefined) frame.assumptions?.add(policies.assumption)
  const resource = isTexts(target) ? undefined : target
  const resourcePolicy = resource === undefined ? undefined : resourcePolicyOf(frame, principal, resource)
  const answers = actions.map((action) => {
    const found = allows(policies, {
      action,
      ...context,
      conditional: conditional === 'unknown' ? 'unknown' : 'counts',
      ...(isTexts(target) ? { resource: target } : {}),
      ...(resource === undefined ? {} : { resource: resourcesOf(action, arnValue(resource)) }),
      ...(resourcePolicy === undefined ? {} : { resourcePolicy }),
    })
    const by =
      found.by === undefined
        ? `nothing allows ${action}`
        : `${action}: ${found.by.effect} by ${found.by.statement} of ${found.by.policy}`
    if (conditional === 'ignored' && found.conditional) return no(`${by}, under a condition`)
    return { tri: found.tri, note: by, ...(found.reason === undefined ? {} : { reason: found.reason }) }
  })
  const decided = every ? allOf(answers) : anyOf(answers)
  const words = actions.length > 4 ? `${actions.slice(0, 4).join(', ')}, …` : actions.join(', ')
  return { ...decided, expected: `allows ${every ? 'all' : 'one'} of ${words}` }
}

/** The policy of a bucket or repository, which may allow or deny beside what the principal's own say. */
function resourcePolicyOf(frame: Frame, principal: Resource, target: Resource): Question['resourcePolicy'] {
  if (target.type !== BUCKET && target.type !== REPOSITORY) return undefined
  const { found, open } = documentsOf(frame, target)
  if (open === undefined && found.length === 0) return undefined
  const sameAccount = sameToken(principal.scope.account, target.scope.account) !== false
  const policies = found.map(({ holder, document }) =>
    parsePolicy(settleDeep(frame, document), optionsOf(frame, holder)),
  )
  const cause = open ?? policies.find((policy) => policy.open !== undefined)?.open
  const policy = {
    statements: policies.flatMap(({ statements }) => statements),
    ...(cause === undefined ? {} : { open: cause }),
  }
  return { grant: { label: `the policy of ${target.address}`, policy }, sameAccount }
}

function isTexts(list: unknown): list is readonly string[] {
  return Array.isArray(list)
}

/** AWS's own managed policies are named, not judged statement by statement: they are not the user's to write. */
function identityStatements(frame: Frame, { resource }: Element): Members {
  const { grants, incomplete } = policiesOf(frame, resource)
  const parts = grants.map((grant) => statementMembers(frame, grant.owner, grant.path, grant.document, grant.label))
  const all = merged(parts)
  return incomplete === undefined ? all : { ...all, open: incomplete }
}

function resourceStatements(frame: Frame, { resource }: Element): Members {
  const documents = documentsOf(frame, resource)
  const all = merged(
    documents.found.map(({ holder, property, document }) =>
      statementMembers(frame, holder, [property], settleDeep(frame, document), undefined),
    ),
  )
  return documents.open === undefined ? all : { ...all, open: documents.open }
}

function ownStatements(frame: Frame, { resource }: Element): Members {
  if (!INLINE.includes(resource.type)) {
    const document = entry(resource.properties, 'PolicyDocument') ?? resource.rest
    return statementMembers(frame, resource, ['PolicyDocument'], settleDeep(frame, document), undefined)
  }
  const policies = settleDeep(frame, entry(resource.properties, 'Policies') ?? resource.rest)
  if (policies === undefined) return { members: [] }
  if (!isList(policies)) {
    return { members: [], open: unknownOf(policies, `the inline policies of ${resource.address} are not known`).cause }
  }
  return merged(
    policies.map((policy, index) => {
      if (!isMap(policy)) {
        return { members: [], open: unknownOf(policy, `an inline policy of ${resource.address} is not known`).cause }
      }
      const path = ['Policies', index, 'PolicyDocument']
      const name = entry(policy, 'PolicyName')
      const label = typeof name === 'string' ? name : `policy ${index + 1}`
      return statementMembers(frame, resource, path, entry(policy, 'PolicyDocument'), label)
    }),
  )
}

function statementMembers(
  frame: Frame,
  holder: Resource,
  path: Element['path'],
  document: Value | undefined,
  label: string | undefined,
): Members {
  if (document === undefined) return { members: [] }
  const json = typeof document === 'string' ? frame.json(document) : document
  if (!isMap(json)) return { members: [], open: unknownOf(json, `a policy of ${holder.address} is not known`).cause }
  const list = entry(json, 'Statement')
  const statements = isList(list) ? list : list === undefined ? [] : [list]
  const prefix = label === undefined ? '' : `${label} `
  let open: Members['open']
  const elements = statements.flatMap((statement, index): Element[] => {
    if (!isMap(statement)) {
      open ??= unknownOf(statement, `a statement of a policy of ${holder.address} is not known`).cause
      return []
    }
    const place = isList(list) ? [...path, 'Statement', index] : [...path, 'Statement']
    return [{ resource: holder, value: statement, path: place, facts: { key: `${prefix}${sidOf(statement, index)}` } }]
  })
  return elementMembers(elements, open)
}

function documentsOf(
  frame: Frame,
  resource: Resource,
): {
  readonly found: readonly { holder: Resource; property: string; document: Value }[]
  readonly open: Members['open']
} {
  const property = Object.hasOwn(CARRIED, resource.type) ? CARRIED[resource.type] : undefined
  if (property !== undefined) {
    const document = entry(resource.properties, property) ?? resource.rest
    return { found: document === undefined ? [] : [{ holder: resource, property, document }], open: undefined }
  }
  const policies = pointing(
    frame,
    resource,
    'BucketPolicy',
    [BUCKET],
    [{ type: BUCKET_POLICY, owner: (policy) => entry(policy.properties, 'Bucket') }],
  )
  const found = policies.flatMap(({ element, maybe, condition }) => {
    if (maybe !== undefined || (condition !== undefined && !frame.choices.holds(condition))) return []
    const document = entry(element.resource.properties, 'PolicyDocument') ?? element.resource.rest
    return document === undefined ? [] : [{ holder: element.resource, property: 'PolicyDocument', document }]
  })
  return { found, open: policies.find((member) => member.maybe !== undefined)?.maybe ?? resource.rest?.cause }
}

function sidOf(statement: PropertyMap, index: number): string {
  const sid = entry(statement, 'Sid')
  return typeof sid === 'string' && sid !== '' ? sid : `statement ${index + 1}`
}

export function statementOf(frame: Frame, element: Element): Statement {
  return parseStatement(
    settleDeep(frame, element.value) ?? unknown('value', 'the statement is not known'),
    optionsOf(frame, element.resource),
  )
}

const WIDEST_FIRST: readonly PrincipalKind[] = [
  'public',
  'organization',
  'network',
  'account',
  'federated',
  'role',
  'user',
  'session',
  'service',
]

function widestKind(statement: Statement): Value | undefined {
  const { kinds, open } = principalKinds(statement)
  const widest = WIDEST_FIRST.find((kind) => kinds.includes(kind))
  if (widest === 'public' || open === undefined) return widest
  return unknown(open.class, open.reason)
}

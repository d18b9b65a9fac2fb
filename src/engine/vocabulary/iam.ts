import { allOf, anyOf } from '../../aws/answer.ts'
import {
  allows,
  coversAction,
  deniesInsecureTransport,
  type PrincipalKind,
  parseStatement,
  principalKinds,
  resourcesOf,
  type Statement,
} from '../../aws/iam/index.ts'
import type { Resource } from '../../model/resource.ts'
import { entry, isList, isMap, type PropertyMap, unknown, type Value } from '../../model/value.ts'
import type { Element, Frame, Members } from '../frame.ts'
import { elementMembers, merged, pointing } from '../related.ts'
import { settleDeep } from '../settle.ts'
import type { Algorithm, Answer, Facet, Place, Relation } from '../word.ts'
import { triValue, unknownOf } from './ecs.ts'
import { arnValue, effectiveOf, optionsOf, POLICY_TYPES, policiesOf, ROLE, USER } from './principal-policies.ts'

const STATEMENT: Place = { types: ['*'], at: '#statement' }
const ON_PRINCIPAL = [{ types: [ROLE, USER], at: '' }]
const REPOSITORY = 'AWS::ECR::Repository'
const BUCKET = 'AWS::S3::Bucket'
const BUCKET_POLICY = 'AWS::S3::BucketPolicy'

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
    on: [{ types: [REPOSITORY, BUCKET, BUCKET_POLICY], at: '' }],
    to: STATEMENT,
    class: 'attached',
    says: 'The statements of the policy of the resource itself.',
    reads: [BUCKET_POLICY],
    of: resourceStatements,
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
    on: ON_PRINCIPAL,
    says: 'The policies of the principal allow every, or some, of the actions: {every: [xray:PutTraceSegments]}; resource: an element, conditional: counts.',
    reads: POLICY_TYPES,
    compile: (operand) => {
      const wanted = operand.map()
      const every = Object.hasOwn(wanted, 'every')
      if (every === Object.hasOwn(wanted, 'some')) return operand.reject('"allows" takes either every or some')
      const actions = operand.strings(every ? 'every' : 'some')
      const on = typeof wanted.resource === 'string' ? operand.element(wanted.resource) : undefined
      const conditional = wanted.conditional === 'counts' ? 'counts' : 'unknown'
      return (frame, element) => {
        const list = actions(frame, element)
        if (!isTexts(list)) return { tri: 1, reason: list.cause }
        const target = on?.(frame, element)?.resource
        return permitted(frame, element, list, every, target, conditional)
      }
    },
  },
  {
    name: 'covers',
    on: [STATEMENT],
    says: 'The statement is about one of the actions, whatever its effect.',
    reads: [],
    compile: (operand) => {
      const { json } = operand
      if (!Array.isArray(json)) return operand.reject('"covers" takes a list of actions')
      const actions = json.map((action) => String(action))
      return (frame, element) => {
        const statement = statementOf(frame, element)
        const answers = actions.map((action) => ({ tri: coversAction(statement, action) }))
        return { ...anyOf(answers), expected: `covers ${actions.join(' or ')}` }
      }
    },
  },
]

function permitted(
  frame: Frame,
  { resource: principal }: Element,
  actions: readonly string[],
  every: boolean,
  target: Resource | undefined,
  conditional: 'counts' | 'unknown',
): Answer {
  const policies = effectiveOf(frame, principal)
  if (policies.assumption !== undefined && frame.trace !== undefined) frame.assumptions?.add(policies.assumption)
  const answers = actions.map((action) => {
    const found = allows(policies, {
      action,
      conditional,
      ...(target === undefined ? {} : { resource: resourcesOf(action, arnValue(target)) }),
    })
    const by =
      found.by === undefined
        ? `nothing allows ${action}`
        : `${action}: ${found.by.effect} by ${found.by.statement} of ${found.by.policy}`
    return { tri: found.tri, note: by, ...(found.reason === undefined ? {} : { reason: found.reason }) }
  })
  const decided = every ? allOf(answers) : anyOf(answers)
  const words = actions.length > 4 ? `${actions.slice(0, 4).join(', ')}, …` : actions.join(', ')
  return { ...decided, expected: `allows ${every ? 'all' : 'one'} of ${words}` }
}

function isTexts(list: readonly string[] | { readonly cause: unknown }): list is readonly string[] {
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

function statementMembers(
  frame: Frame,
  holder: Resource,
  path: readonly string[],
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
  if (resource.type === REPOSITORY || resource.type === BUCKET_POLICY) {
    const property = resource.type === REPOSITORY ? 'RepositoryPolicyText' : 'PolicyDocument'
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

function statementOf(frame: Frame, element: Element): Statement {
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

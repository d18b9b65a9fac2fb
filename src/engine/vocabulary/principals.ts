import { parseArn } from '../../aws/arn.ts'
import { arnFields, type Pattern, principalKinds, type Statement } from '../../aws/iam/index.ts'
import type { Resource } from '../../model/resource.ts'
import { type Cause, entry, isList, isMap, isSpecial, KIND, unknown, type Value } from '../../model/value.ts'
import { globMatches } from '../../util/text.ts'
import { describe } from '../describe.ts'
import { definitionOf, environmentOf } from '../environment.ts'
import { type Element, type Frame, type Member, type Members, rootElement } from '../frame.ts'
import { elementMembers, memberOf, openness, type Pointer, pointing } from '../related.ts'
import { settleDeep } from '../settle.ts'
import type { Facet, Place, Relation } from '../word.ts'
import { arnOfResource, nameOf, sameToken } from '../world.ts'
import { accountOf } from './accounts.ts'
import { statementOf } from './iam.ts'
import { named as namesIn } from './named.ts'
import { ROLE, USER } from './principal-policies.ts'
import { openInRegions } from './regions.ts'

const PIPELINE = 'AWS::CodePipeline::Pipeline'
const PROJECT = 'AWS::CodeBuild::Project'
const DEPLOYMENT_GROUP = 'AWS::CodeDeploy::DeploymentGroup'
const TASK_DEFINITION = 'AWS::ECS::TaskDefinition'
const BUCKET = 'AWS::S3::Bucket'
const STATEMENT: Place = { types: ['*'], at: '#statement' }
const NAMED: Place = { types: ['*'], at: '#named' }
const ON_PRINCIPAL = [{ types: [ROLE, USER], at: '' }]
const USERS = [PIPELINE, PROJECT, DEPLOYMENT_GROUP]

export const relations: readonly Relation[] = [
  {
    name: 'usedBy',
    on: [{ types: [ROLE], at: '' }],
    to: { types: USERS, at: '' },
    class: 'attached',
    says: 'The pipelines, build projects and deployment groups that act as the role.',
    reads: USERS,
    of: (frame, { resource }) => acting(frame, resource, 'Role.usedBy', pipelineRoles),
  },
  {
    name: 'usedBy',
    on: [{ types: [USER], at: '' }],
    to: { types: USERS, at: '' },
    class: 'part',
    says: 'Nothing: no service acts as a user.',
    reads: [],
    of: () => ({ members: [] }),
  },
  {
    name: 'serves',
    on: [{ types: [ROLE], at: '' }],
    to: { types: USERS, at: '' },
    class: 'attached',
    says: 'The pipelines, build projects and deployment groups whose service role it is.',
    reads: USERS,
    of: (frame, { resource }) =>
      acting(frame, resource, 'Role.serves', (pipeline) => entry(pipeline.properties, 'RoleArn') ?? pipeline.rest),
  },
  {
    name: 'principals',
    on: [{ types: [BUCKET], at: '' }],
    to: { types: [ROLE, USER], at: '' },
    class: 'apart',
    says: 'The roles and users of the account of the bucket.',
    reads: [ROLE, USER],
    of: principalsOf,
  },
  {
    name: 'pipelines',
    on: ON_PRINCIPAL,
    to: { types: [PIPELINE], at: '' },
    class: 'apart',
    says: 'The pipelines of the account of the principal.',
    reads: [PIPELINE],
    of: pipelinesOf,
  },
  {
    name: 'whom',
    on: [STATEMENT],
    to: NAMED,
    class: 'part',
    says: 'Everyone whom the statement names as its principal.',
    reads: [],
    of: (frame, element) => whom(frame, element),
  },
  {
    name: 'registrar',
    on: [{ types: [TASK_DEFINITION], at: '' }],
    to: { types: [ROLE, USER], at: '' },
    class: 'part',
    says: 'The role or user that registered the task definition.',
    reads: [ROLE, USER],
    of: registrar,
  },
]

export const facets: readonly Facet[] = [
  {
    name: 'listed',
    on: ON_PRINCIPAL,
    says: 'The ruleset names it among the principals that may change its environment.',
    reads: [],
    read: (frame, { resource }) => listed(frame, resource),
  },
  {
    name: 'knownAs',
    on: ON_PRINCIPAL,
    says: 'Its name; where AWS makes one up, the logical id or Terraform name that stands for it.',
    reads: [],
    read: (frame, { resource }) => knownAs(frame, resource),
  },
  {
    name: 'outside',
    on: [NAMED],
    says: 'Not of the account of the resource that the policy is of; an AWS service is nobody outside.',
    reads: [],
    read: (_frame, element) => element.facts?.outside,
  },
  {
    name: 'unlimited',
    on: [STATEMENT],
    says: 'Its resources are everything, or everything of a kind: "*", "arn:aws:iam::*:role/*".',
    reads: [],
    read: (frame, element) => unlimited(statementOf(frame, element)),
  },
]

function acting(frame: Frame, role: Resource, index: string, ofPipeline: Pointer['owner']): Members {
  const members = pointing(
    frame,
    role,
    index,
    [ROLE],
    [
      { type: PIPELINE, owner: ofPipeline },
      { type: PROJECT, owner: (project) => entry(project.properties, 'ServiceRole') ?? project.rest },
      { type: DEPLOYMENT_GROUP, owner: (group) => entry(group.properties, 'ServiceRoleArn') ?? group.rest },
    ],
  )
  const seen = new Set<Resource>()
  const once = members.filter(({ element, condition }) => {
    if (condition !== undefined) return true
    const isNew = !seen.has(element.resource)
    seen.add(element.resource)
    return isNew
  })
  const { dialect } = role.unit
  if (dialect !== 'export' && dialect !== 'live') {
    return { members: once, ...openness(frame, role, 'attached', USERS, 'pipeline or build project') }
  }
  // A role belongs to no region, and what acts as it to one.
  const open = role.rest?.cause ?? openInRegions(frame, role, USERS)
  return open === undefined ? { members: once } : { members: once, open }
}

function pipelineRoles(pipeline: Resource): Value | undefined {
  const own = entry(pipeline.properties, 'RoleArn') ?? pipeline.rest
  const stages = entry(pipeline.properties, 'Stages')
  const actions = isList(stages)
    ? stages.flatMap((stage) => (isMap(stage) ? (entry(stage, 'Actions') ?? []) : stage)).flat()
    : stages
  const ofActions = namesIn(actions, 'RoleArn')
  const all = [...(own === undefined ? [] : [own]), ...(ofActions === undefined ? [] : [ofActions].flat())]
  return namesIn(
    all.map((value) => ({ value })),
    'value',
  )
}

function principalsOf(frame: Frame, { resource }: Element): Members {
  const members = [ROLE, USER].flatMap((type) => ofAccount(frame, type, resource))
  return { members, ...openness(frame, resource, 'apart', [ROLE, USER], 'a role or user') }
}

function pipelinesOf(frame: Frame, { resource }: Element): Members {
  const members = ofAccount(frame, PIPELINE, resource)
  const { dialect } = resource.unit
  if (dialect !== 'export' && dialect !== 'live') {
    return { members, ...openness(frame, resource, 'apart', [PIPELINE], 'a pipeline') }
  }
  const open = openInRegions(frame, resource, [PIPELINE])
  return open === undefined ? { members } : { members, open }
}

function ofAccount(frame: Frame, type: string, of: Resource): readonly Member[] {
  return frame.world.ofType(type).flatMap((resource): Member[] => {
    const same = sameToken(resource.scope.account, of.scope.account)
    if (same === false) return []
    return [same === true ? memberOf(resource) : { ...memberOf(resource), maybe: NO_ACCOUNT }]
  })
}

const NO_ACCOUNT: Cause = { class: 'input', reason: 'an account is not known' }

function knownAs(frame: Frame, { type, address, properties, rest }: Resource): Value {
  const name = settleDeep(frame, entry(properties, type === USER ? 'UserName' : 'RoleName'))
  if (typeof name === 'string') return name
  if (name === undefined) return rest ?? address.slice(Math.max(address.lastIndexOf('/'), address.lastIndexOf('.')) + 1)
  const isMadeUp = isSpecial(name) && name[KIND] === 'unknown' && name.present === 'maybe'
  return isMadeUp
    ? address.slice(address.lastIndexOf('.') + 1)
    : unknown('value', `the name of ${address} is not known`)
}

/** A principal of nobody's environment is judged by the principals of all. */
function listed(frame: Frame, principal: Resource): Value {
  const environment = environmentOf({ ...frame, assumptions: undefined }, principal)
  const own = typeof environment === 'string' ? definitionOf(frame.ruleset, environment) : undefined
  const definitions = own === undefined ? frame.ruleset.environments : [own]
  const globs = definitions.flatMap((definition) => definition.principals)
  if (globs.length === 0) return false
  const arn = arnOfResource(principal)
  const name = nameOf(principal)
  if (globs.some((glob) => [arn, name].some((text) => text !== undefined && globMatches(glob, text)))) {
    return typeof environment === 'string' ? true : environment
  }
  if (arn !== undefined) return false
  const tail = name === undefined ? undefined : `/${name}`
  const may = globs.some((glob) => glob.startsWith('arn:') && (tail === undefined || endsLike(glob, tail)))
  return may ? unknown('value', `the ARN of ${principal.address} is not known`) : false
}

/** Whether an ARN that ends so may match. */
function endsLike(glob: string, tail: string): boolean {
  const [, last = ''] = /(\/[^/]*)$/.exec(glob) ?? []
  return last === '' || last.includes('*') || globMatches(last, tail)
}

function whom(frame: Frame, element: Element): Members {
  const { principal } = statementOf(frame, element)
  if (principal === undefined) return { members: [] }
  const elements: Element[] = []
  const add = (value: Value, outside: Value): void => {
    elements.push({ resource: element.resource, value, path: element.path, facts: { key: describe(value), outside } })
  }
  // Anyone, whatever the conditions: those that limit it to an organization do not limit it to the account.
  if (principal.anyone || principal.not) add('*', principalKinds(statementOf(frame, element)).kinds[0] !== 'service')
  if (!principal.not) {
    for (const one of named(frame, element)) if (one !== '*') add(one, isOutside(frame, element.resource, one))
    for (const one of principal.services) add(one.text, false)
    for (const one of principal.federated) add(one.text, true)
    for (const one of principal.canonical) add(one.text, unknown('limit', 'a canonical user id tells no account'))
  }
  return elementMembers(elements, principal.open)
}

/** `Principal.AWS` as it is written. */
function named(frame: Frame, element: Element): readonly Value[] {
  const statement = settleDeep(frame, element.value)
  const principal = isMap(statement) ? entry(statement, 'Principal') : undefined
  const names = isMap(principal) ? entry(principal, 'AWS') : undefined
  if (names === undefined) return []
  return (isList(names) ? names : [names]).filter((name) => !isSpecial(name) || name[KIND] !== 'rest')
}

function isOutside(frame: Frame, of: Resource, name: Value): Value {
  const account = typeof name === 'string' && /^[0-9]{12}$/.test(name) ? name : accountOf(frame, of, name)
  if (typeof account !== 'string') return account ?? unknown('value', 'the account of a principal is not known')
  const same = sameToken(account, of.scope.account)
  return same === undefined ? unknown('input', `the account of ${of.unit.name} is not known`) : !same
}

function registrar(frame: Frame, { resource }: Element): Members {
  const live = entry(resource.properties, 'Live')
  const by = isMap(live) ? entry(live, 'RegisteredBy') : live
  const isRead = resource.unit.dialect === 'export' || resource.unit.dialect === 'live'
  if (typeof by !== 'string') {
    const reason = isRead ? 'AWS does not tell who registered it' : 'only the API tells who registered it'
    return { members: [], open: { class: 'input', reason } }
  }
  const name = /:assumed-role\/([^/]+)\//.exec(by)?.[1]
  const identity = name === undefined ? by : `arn:aws:iam::${parseArn(by)?.account ?? ''}:role/${name}`
  const found = frame.world.named(name === undefined ? [USER, ROLE] : [ROLE], name ?? identity, resource.scope)
  if (found === undefined) {
    return { members: [], open: { class: 'input', reason: `who registered it (${identity}) is not among the inputs` } }
  }
  return { members: [{ element: rootElement(found) }] }
}

function unlimited(statement: Statement): Value {
  const { resource } = statement
  if (resource === undefined) return false
  if (resource.not) return true
  let cause = resource.open
  for (const one of resource.patterns) {
    const answer = isUnlimited(one) && isOfActions(one, statement)
    if (answer === true) return true
    if (answer === undefined) cause ??= one.cause ?? { class: 'value', reason: 'a resource is not known' }
  }
  return cause === undefined ? false : unknown(cause.class, cause.reason)
}

/** An ARN of another service than the actions' allows nothing. */
function isOfActions({ text }: Pattern, { action }: Statement): boolean {
  const service = /^arn:[^:]*:([^:]*):/.exec(text)?.[1] ?? '*'
  if (service.includes('*') || action === undefined || action.not) return true
  return action.patterns.some(
    (one) => one.text.startsWith(`${service}:`) || one.text.startsWith('*') || one.tokens !== undefined,
  )
}

/** What is not known of an ARN only matters at its end: the account and the region limit no resource. */
function isUnlimited(pattern: Pattern): boolean | undefined {
  const { text, tokens } = pattern
  if (tokens === undefined) return EVERYTHING.test(text) && !(BARE_NAMES.test(text) && /[^:]\*$/.test(text))
  const [before, last] = tokens.slice(-2)
  if (last === '?:' || (last === '**' && before === '?:')) return namesOne(pattern) ? false : undefined
  return last === '**' && /:(?:[a-z-]+[/:])?\*$/.test(text)
}

/** An ARN whose resource part is a bare star, perhaps behind the kind: `role/*`, `service:*`. */
const EVERYTHING = /^(?:\*|arn:\*|arn:[^:]*:[^:]*:[^:]*:[^:]*:(?:\*|[a-z-]+[/:]\*))$/

/** ARNs that tell no kind: `shop/*` is a part of the pipeline, or of the bucket, shop. */
const BARE_NAMES = /^arn:[^:]*:(?:codepipeline|s3):/

/** What is not known follows a whole ARN, or at least the first letter of a name: `role/w…`. */
function namesOne(pattern: Pattern): boolean {
  const tokens = pattern.tokens ?? []
  const [first = ''] = tokens
  if (first.startsWith('ref:') && first.endsWith('.Arn')) return true
  const resource = arnFields(pattern)?.[5]?.tokens ?? []
  if (BARE_NAMES.test(pattern.text)) return isNamed(resource[0])
  const kind = resource.findIndex((token) => token === '/' || token === ':')
  return kind > 0 && resource.slice(0, kind).every((token) => /^[a-z-]$/.test(token)) && isNamed(resource[kind + 1])
}

function isNamed(token = ''): boolean {
  return token.length === 1 || token.startsWith('ref:')
}

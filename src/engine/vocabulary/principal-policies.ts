import { arnAround } from '../../aws/arn.ts'
import { type Effective, effective, type Grant, parsePolicy } from '../../aws/iam/index.ts'
import type { Resource } from '../../model/resource.ts'
import {
  type Cause,
  entry,
  isList,
  isMap,
  isSpecial,
  KIND,
  type Ref,
  ref,
  type Text,
  type Value,
} from '../../model/value.ts'
import { describe } from '../describe.ts'
import type { Element, Frame } from '../frame.ts'
import { followed, openness, pointing } from '../related.ts'
import { hasChoice, settleDeep } from '../settle.ts'
import { arnOfResource, isOpaque, literalOfRef } from '../world.ts'
import { unknownOf } from './ecs.ts'

export const ROLE = 'AWS::IAM::Role'
export const USER = 'AWS::IAM::User'
export const GROUP = 'AWS::IAM::Group'
export const MANAGED_POLICY = 'AWS::IAM::ManagedPolicy'
const POLICY = 'AWS::IAM::Policy'
const ADDITION = 'AWS::IAM::UserToGroupAddition'

/** Types that tell what a principal may do. */
export const POLICY_TYPES = [
  MANAGED_POLICY,
  POLICY,
  'AWS::IAM::RolePolicy',
  'AWS::IAM::UserPolicy',
  'AWS::IAM::GroupPolicy',
  ADDITION,
  GROUP,
]

/** Where policies name a principal of each type. */
const ATTACHMENTS: Readonly<Record<string, { readonly list: string; readonly single: string; readonly name: string }>> =
  {
    [ROLE]: { list: 'Roles', single: 'AWS::IAM::RolePolicy', name: 'RoleName' },
    [USER]: { list: 'Users', single: 'AWS::IAM::UserPolicy', name: 'UserName' },
    [GROUP]: { list: 'Groups', single: 'AWS::IAM::GroupPolicy', name: 'GroupName' },
  }

/** A policy with its document and the resource in which that stands, for rules that look at statements. */
export interface Carried extends Grant {
  readonly owner: Resource
  readonly path: readonly string[]
  readonly document: Value | undefined
}

/** All policies of one principal: what it carries, what names it, and for a user what its groups carry. */
export interface Policies {
  readonly grants: readonly Carried[]
  readonly boundary: Grant | Cause | undefined
  readonly incomplete: Cause | undefined
  readonly assumption: string | undefined
  /** Open conditions take part, so that nothing may be kept between worlds. */
  readonly changing: boolean
}

/** Compiled once for each principal; anew in each world where open conditions change its policies. */
export function effectiveOf(
  frame: Frame,
  principal: Resource,
): Effective & { readonly assumption: string | undefined } {
  const cache = frame.world.memo(
    'iam.effective',
    () => new Map<Resource, Effective & { readonly assumption: string | undefined }>(),
  )
  const known = cache.get(principal)
  if (known !== undefined) return known
  const policies = policiesOf(frame, principal)
  const { boundary, incomplete } = policies
  const made = {
    ...effective({
      identity: policies.grants,
      arn: arnValue(principal),
      options: optionsOf(frame, principal),
      ...(boundary === undefined ? {} : { boundary }),
      ...(incomplete === undefined ? {} : { incomplete }),
    }),
    assumption: policies.assumption,
  }
  if (!policies.changing) cache.set(principal, made)
  return made
}

/** The ARN, as far as it is known: a literal, or a text around the name that is not. */
export function arnValue(resource: Resource): string | Text | Ref {
  const name = { ...ref(resource.address, 'Ref'), unit: resource.unit.id }
  return arnOfResource(resource) ?? arnAround(resource.type, resource.scope, name) ?? { ...name, attribute: 'Arn' }
}

/** References in policies are better known as the name they stand for, those to ARNs as texts around it: all ways of writing one are equal. */
export function optionsOf(
  frame: Frame,
  from: Resource,
): { readonly unit: string; readonly resolve: (value: Ref) => Value | undefined } {
  return {
    unit: from.unit.id,
    resolve: (value) => {
      if (value.attribute !== 'Arn') return literalOfRef(frame.world, value, from)
      const target = frame.world.at(value.unit ?? from.unit.id, value.target)
      return target === undefined ? undefined : arnValue(target)
    },
  }
}

export function policiesOf(frame: Frame, principal: Resource): Policies {
  const gathering = createGathering(frame)
  gathering.carried(principal)
  gathering.attached(principal)
  if (principal.type === USER)
    for (const group of groupsOf(frame, principal, gathering)) {
      gathering.carried(group)
      gathering.attached(group)
    }
  return { ...gathering.result(), boundary: boundaryOf(frame, principal) }
}

function createGathering(frame: Frame) {
  const grants: Carried[] = []
  let incomplete: Cause | undefined
  let assumption: string | undefined
  let changing = false

  function add(owner: Resource, label: string, path: readonly string[], document: Value | undefined): void {
    if (hasChoice(document)) changing = true
    const settled = settleDeep(frame, document)
    grants.push({ label, owner, path, document: settled, policy: parsePolicy(settled, optionsOf(frame, owner)) })
  }

  function inline(principal: Resource): void {
    const raw = entry(principal.properties, 'Policies') ?? principal.rest
    if (hasChoice(raw)) changing = true
    const list = settleDeep(frame, raw)
    if (list === undefined) return
    if (!isList(list)) {
      incomplete ??= causeFrom(list, `the inline policies of ${principal.address} are not known`)
      return
    }
    for (const item of list) {
      if (isMap(item))
        add(
          principal,
          `inline policy ${describe(entry(item, 'PolicyName'))} of ${principal.address}`,
          ['Policies'],
          entry(item, 'PolicyDocument'),
        )
      else incomplete ??= causeFrom(item, `an inline policy of ${principal.address} is not known`)
    }
  }

  function managed(principal: Resource): void {
    const raw = entry(principal.properties, 'ManagedPolicyArns') ?? principal.rest
    if (hasChoice(raw)) changing = true
    const list = settleDeep(frame, raw)
    if (list === undefined) return
    if (!isList(list)) {
      incomplete ??= causeFrom(list, `the managed policies of ${principal.address} are not known`)
      return
    }
    for (const item of list) {
      const found = managedGrant(frame, principal, item)
      if ('label' in found) grants.push(found)
      else incomplete ??= found
    }
  }

  return {
    open(cause: Cause): void {
      incomplete ??= cause
    },
    carried(principal: Resource): void {
      inline(principal)
      managed(principal)
    },
    attached(principal: Resource): void {
      const places = Object.hasOwn(ATTACHMENTS, principal.type) ? ATTACHMENTS[principal.type] : undefined
      if (places === undefined || (isOpaque(principal) && Object.keys(principal.properties).length === 0)) return
      const members = pointing(
        frame,
        principal,
        `iam.${principal.type}`,
        [principal.type],
        [
          { type: POLICY, owner: (policy) => entry(policy.properties, places.list) },
          { type: MANAGED_POLICY, owner: (policy) => entry(policy.properties, places.list) },
          { type: places.single, owner: (policy) => entry(policy.properties, places.name) },
        ],
      )
      for (const { element, maybe, condition } of members) {
        if (condition !== undefined) {
          changing = true
          if (!frame.choices.holds(condition)) continue
        }
        if (maybe !== undefined) incomplete ??= maybe
        else
          add(
            element.resource,
            element.resource.address,
            ['PolicyDocument'],
            entry(element.resource.properties, 'PolicyDocument') ?? element.resource.rest,
          )
      }
      const read = principal.unit.dialect === 'export' || principal.unit.dialect === 'live'
      const more = openness(frame, principal, read ? 'part' : 'attached', [], 'policy')
      if (more.open !== undefined) incomplete ??= more.open
      assumption ??= more.assumption
    },
    result: () => ({ grants, incomplete, assumption, changing }),
  }
}

function managedGrant(frame: Frame, from: Resource, item: Value): Carried | Cause {
  const name = awsManagedName(item)
  if (name !== undefined) {
    const policy = frame.managedPolicy(name)
    if (policy === undefined) {
      return { class: 'limit', reason: `the AWS managed policy ${name} is not known to this version` }
    }
    return { label: name, policy, owner: from, path: ['ManagedPolicyArns'], document: undefined }
  }
  const policy = followed(frame, from, item, [MANAGED_POLICY]).members[0]?.element
  if (policy === undefined || policy.oneOf !== undefined)
    return causeFrom(item, `a managed policy of ${from.address} is not known`)
  const { resource } = policy
  const document = settleDeep(frame, entry(resource.properties, 'PolicyDocument'))
  if (document === undefined && resource.rest !== undefined) return resource.rest.cause
  return {
    label: resource.address,
    policy: parsePolicy(document, optionsOf(frame, resource)),
    owner: resource,
    path: ['PolicyDocument'],
    document,
  }
}

const AWS_OWNED = ':iam::aws:policy/'

/** The name of an AWS managed policy: what follows `:iam::aws:policy/`, whatever the partition. */
/** The name of an attached policy that AWS manages; absent where the account has made the policy itself. */
export function awsPolicy(frame: Frame, { resource, value }: Element): Value | undefined {
  const attached = frame.choices.settle(value)
  if (attached === undefined) return undefined
  const name = awsManagedName(attached)
  if (name !== undefined) return name.slice(name.lastIndexOf('/') + 1)
  if (typeof attached === 'string') return undefined
  const own = isSpecial(attached) && attached[KIND] === 'ref' ? targetOf(frame, attached, resource) : undefined
  if (own?.type === MANAGED_POLICY && own.standing === 'managed') return undefined
  return unknownOf(attached, `a managed policy of ${resource.address} is not known`)
}

function targetOf(frame: Frame, { unit, target }: Ref, from: Resource): Resource | undefined {
  return frame.world.at(unit ?? from.unit.id, target)
}

function awsManagedName(value: Value): string | undefined {
  if (typeof value === 'string') return afterOwner(value)
  if (!isSpecial(value) || value[KIND] !== 'text') return undefined
  const tail = value.parts.at(-1)
  return typeof tail === 'string' ? afterOwner(tail) : undefined
}

function afterOwner(text: string): string | undefined {
  const at = text.indexOf(AWS_OWNED)
  return at < 0 ? undefined : `arn:aws${AWS_OWNED}${text.slice(at + AWS_OWNED.length)}`
}

function boundaryOf(frame: Frame, principal: Resource): Grant | Cause | undefined {
  const boundary = settleDeep(frame, entry(principal.properties, 'PermissionsBoundary'))
  return boundary === undefined ? undefined : managedGrant(frame, principal, boundary)
}

function groupsOf(
  frame: Frame,
  user: Resource,
  gathering: { readonly open: (cause: Cause) => void },
): readonly Resource[] {
  const own = followed(frame, user, entry(user.properties, 'Groups') ?? user.rest, [GROUP])
  const additions = pointing(
    frame,
    user,
    'iam.additions',
    [USER],
    [{ type: ADDITION, owner: (addition) => entry(addition.properties, 'Users') }],
  )
  const added = additions.flatMap(
    ({ element }) =>
      followed(frame, element.resource, entry(element.resource.properties, 'GroupName'), [GROUP]).members,
  )
  const members = [...own.members, ...added]
  const cause = own.open ?? members.find((member) => member.maybe !== undefined)?.maybe
  if (cause !== undefined) gathering.open(cause)
  return members.filter((member) => member.maybe === undefined).map((member) => member.element.resource)
}

function causeFrom(value: Value, reason: string): Cause {
  return isSpecial(value) && (value[KIND] === 'unknown' || value[KIND] === 'rest')
    ? value.cause
    : { class: 'value', reason }
}

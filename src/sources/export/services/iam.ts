import { type Unknown, unknown, type Value } from '../../../model/value.ts'
import { isRecord, own, type UnknownRecord } from '../../../util/record.ts'
import { type Answer, asked, subjectOf } from '../answer.ts'
import { convert, document, drop, live, liveTime, readDocument, type Shape } from '../convert.ts'
import { INLINE_IAM } from '../operations.ts'
import {
  failureCause,
  type Item,
  isFiltered,
  type Placing,
  type Reading,
  recordsOf,
  scopeOf,
  set,
  textOf,
  textsOf,
} from '../reading.ts'

const DETAILS = 'iam:GetAccountAuthorizationDetails'
const MANAGED_POLICY = 'AWS::IAM::ManagedPolicy'
const INSTANCE_PROFILE = 'AWS::IAM::InstanceProfile'

/** The details first: they tell a principal whole, single reads only pieces of one. */
export function readIam(reading: Reading): void {
  for (const kind of KINDS) {
    for (const item of reading.items(DETAILS, `${kind.word}DetailList`)) principal(reading, kind, item, true)
    for (const item of reading.items(`iam:List${kind.word}s`, `${kind.word}s`)) principal(reading, kind, item, false)
    for (const { answer, body } of reading.bodies(`iam:Get${kind.word}`)) {
      const raw = own(body, kind.word)
      if (isRecord(raw)) principal(reading, kind, { answer, body, raw, pointer: `/${kind.word}` }, false)
    }
  }
  instanceProfiles(reading)
  managedPolicies(reading)
  claimDetails(reading)
  claimPolicies(reading)
}

interface Kind {
  readonly word: 'Role' | 'User' | 'Group'
  readonly type: string
  readonly name: string
  readonly inline: string
  readonly cli: string
}

const KINDS: readonly Kind[] = [
  { word: 'Role', type: 'AWS::IAM::Role', name: 'RoleName', inline: 'RolePolicyList', cli: 'role' },
  { word: 'User', type: 'AWS::IAM::User', name: 'UserName', inline: 'UserPolicyList', cli: 'user' },
  { word: 'Group', type: 'AWS::IAM::Group', name: 'GroupName', inline: 'GroupPolicyList', cli: 'group' },
]

const PRINCIPAL_SHAPE: Shape = {
  Arn: drop,
  AssumeRolePolicyDocument: document,
  RolePolicyList: drop,
  UserPolicyList: drop,
  GroupPolicyList: drop,
  AttachedManagedPolicies: drop,
  GroupList: 'Groups',
  PermissionsBoundary: { pick: 'PermissionsBoundaryArn' },
  InstanceProfileList: drop,
  RoleId: live,
  UserId: live,
  GroupId: live,
  CreateDate: liveTime,
  PasswordLastUsed: liveTime,
  RoleLastUsed: { live: true, of: { LastUsedDate: { as: 'time' } } },
}

function principal(reading: Reading, kind: Kind, { answer, raw, pointer }: Item, whole: boolean): void {
  const arn = textOf(raw, 'Arn')
  const name = textOf(raw, kind.name) ?? arn?.slice(arn.lastIndexOf('/') + 1)
  if (name === undefined) return
  const scope = scopeOf(answer, { arn })
  reading.add({
    type: kind.type,
    scope: { ...scope, region: 'global' },
    answer,
    pointer,
    raw,
    shape: PRINCIPAL_SHAPE,
    arn,
    id: name,
    finish: (properties, place) => {
      set(properties, kind.name, name)
      if (kind.word === 'Role') trust(properties, raw, name)
      if (whole) wholePolicies(properties, kind, raw, name, place, answer, pointer)
      else piecewise(reading, properties, kind, scope, name)
    },
  })
  if (whole && kind.word === 'Role') {
    for (const [index, profile] of (recordsOf(own(raw, 'InstanceProfileList')) ?? []).entries()) {
      instanceProfile(reading, answer, profile, `${pointer}/InstanceProfileList/${index}`)
    }
  }
}

function trust(properties: Record<string, Value>, raw: UnknownRecord, name: string): void {
  const policy = readDocument(own(raw, 'AssumeRolePolicyDocument'), `the trust policy of role ${name}`)
  set(
    properties,
    'AssumeRolePolicyDocument',
    policy ?? unknown('read', `the trust policy of role ${name} is missing`, { present: 'yes' }),
  )
}

function wholePolicies(
  properties: Record<string, Value>,
  kind: Kind,
  raw: UnknownRecord,
  name: string,
  place: Placing,
  answer: Answer,
  pointer: string,
): void {
  const what = `${kind.cli} ${name}`
  const inline = recordsOf(own(raw, kind.inline))
  place('Policies', answer, `${pointer}/${kind.inline}`)
  place('ManagedPolicyArns', answer, `${pointer}/AttachedManagedPolicies`)
  set(
    properties,
    'Policies',
    inline === undefined ? damaged(`the inline policies of ${what}`) : inlinePolicies(inline, what),
  )
  const attached = attachedArns(own(raw, 'AttachedManagedPolicies'))
  set(properties, 'ManagedPolicyArns', attached ?? damaged(`the attached policies of ${what}`))
  if (Array.isArray(properties.ManagedPolicyArns) && properties.ManagedPolicyArns.length === 0)
    set(properties, 'ManagedPolicyArns', undefined)
}

function inlinePolicies(records: readonly UnknownRecord[], what: string): Value | undefined {
  if (records.length === 0) return undefined
  return records.map((record) => {
    const name = textOf(record, 'PolicyName') ?? ''
    const policy = readDocument(own(record, 'PolicyDocument'), `policy ${name} of ${what}`)
    return { PolicyName: name, PolicyDocument: policy ?? damaged(`policy ${name} of ${what}`) }
  })
}

function attachedArns(value: unknown): readonly string[] | undefined {
  const arns: string[] = []
  for (const record of recordsOf(value) ?? [undefined]) {
    const arn = record === undefined ? undefined : textOf(record, 'PolicyArn')
    if (arn === undefined) return undefined
    arns.push(arn)
  }
  return arns
}

/** A principal that single reads tell: what no read tells is open, so that it is never taken for powerless. */
function piecewise(
  reading: Reading,
  properties: Record<string, Value>,
  kind: Kind,
  scope: Item['answer'] | ReturnType<typeof scopeOf>,
  name: string,
): void {
  const what = `${kind.cli} ${name}`
  const attached = reading
    .parts(`iam:ListAttached${kind.word}Policies`, (answer) => subjectOf(answer, kind.name))
    .find(scope, name, `the attached policies of ${what}`)
  if (attached.state === 'open') set(properties, 'ManagedPolicyArns', attached.value)
  else if (attached.state === 'told') {
    const arns = attachedArns(own(attached.body, 'AttachedPolicies'))
    set(
      properties,
      'ManagedPolicyArns',
      arns === undefined || !attached.answer.complete
        ? damaged(`the attached policies of ${what}`)
        : arns.length === 0
          ? undefined
          : arns,
    )
  }
  const listed = reading
    .parts(`iam:List${kind.word}Policies`, (answer) => subjectOf(answer, kind.name))
    .find(scope, name, `the inline policies of ${what}`)
  if (listed.state === 'open') set(properties, 'Policies', listed.value)
  else if (listed.state === 'told') {
    const names = textsOf(own(listed.body, 'PolicyNames'))
    const policies = names?.map((policy) => ({
      PolicyName: policy,
      PolicyDocument: inlineDocument(reading, kind, scope, name, policy),
    }))
    set(
      properties,
      'Policies',
      policies === undefined || !listed.answer.complete
        ? damaged(`the inline policies of ${what}`)
        : policies.length === 0
          ? undefined
          : policies,
    )
  }
  if (kind.word !== 'Group') {
    untold(reading, properties, kind, scope, name, 'PermissionsBoundary')
    untold(reading, properties, kind, scope, name, 'Tags')
  }
  if (kind.word === 'User') userGroups(reading, properties, scope, name)
}

/** What lists of principals leave out: a single read tells it, or its absence. */
function untold(
  reading: Reading,
  properties: Record<string, Value>,
  kind: Kind,
  scope: ReturnType<typeof scopeOf>,
  name: string,
  property: 'PermissionsBoundary' | 'Tags',
): void {
  if (Object.hasOwn(properties, property)) return
  const what = `${property} of ${kind.cli} ${name}`
  const part = reading
    .parts(`iam:Get${kind.word}`, (answer, body) => {
      const told = body === undefined ? undefined : own(body, kind.word)
      return (isRecord(told) ? textOf(told, kind.name) : undefined) ?? subjectOf(answer, kind.name)
    })
    .find(scope, name, what)
  if (part.state === 'told') {
    const raw = own(part.body, kind.word)
    set(properties, property, isRecord(raw) ? convert(raw, PRINCIPAL_SHAPE)[property] : damaged(what))
    return
  }
  const bulk = reading.errors(DETAILS).find(({ answer }) => answer.account === scope.account)
  if (part.state === 'open' && (part.value.cause.class === 'read' || bulk === undefined))
    set(properties, property, part.value)
  else if (bulk !== undefined)
    set(properties, property, unknown('read', `${what} is not known: ${failureCause(bulk.answer, bulk.error).reason}`))
}

function inlineDocument(
  reading: Reading,
  kind: Kind,
  scope: ReturnType<typeof scopeOf>,
  name: string,
  policy: string,
): Value {
  const what = `policy ${policy} of ${kind.cli} ${name}`
  const key = (first: string | undefined, second: string | undefined): string | undefined =>
    first === undefined || second === undefined ? undefined : `${first}/${second}`
  const part = reading
    .parts(`iam:Get${kind.word}Policy`, (answer, body) =>
      body === undefined
        ? key(subjectOf(answer, kind.name), subjectOf(answer, 'PolicyName'))
        : key(textOf(body, kind.name), textOf(body, 'PolicyName')),
    )
    .find(scope, `${name}/${policy}`, what)
  if (part.state === 'open') return part.value
  return (part.state === 'told' ? readDocument(own(part.body, 'PolicyDocument'), what) : undefined) ?? damaged(what)
}

function userGroups(
  reading: Reading,
  properties: Record<string, Value>,
  scope: ReturnType<typeof scopeOf>,
  name: string,
): void {
  const part = reading
    .parts('iam:ListGroupsForUser', (answer) => subjectOf(answer, 'UserName'))
    .find(scope, name, `the groups of user ${name}`)
  if (part.state === 'open') set(properties, 'Groups', part.value)
  else if (part.state === 'told') {
    const groups = recordsOf(own(part.body, 'Groups'))?.flatMap((group) => textOf(group, 'GroupName') ?? [])
    set(
      properties,
      'Groups',
      groups === undefined ? damaged(`the groups of user ${name}`) : groups.length === 0 ? undefined : groups,
    )
  }
}

function instanceProfiles(reading: Reading): void {
  for (const operation of ['iam:ListInstanceProfiles', 'iam:ListInstanceProfilesForRole']) {
    for (const { answer, raw, pointer } of reading.items(operation, 'InstanceProfiles')) {
      instanceProfile(reading, answer, raw, pointer)
    }
  }
  for (const { answer, body } of reading.bodies('iam:GetInstanceProfile')) {
    const raw = own(body, 'InstanceProfile')
    if (isRecord(raw)) instanceProfile(reading, answer, raw, '/InstanceProfile')
  }
}

function instanceProfile(reading: Reading, answer: Answer, raw: UnknownRecord, pointer: string): void {
  const arn = textOf(raw, 'Arn')
  const name = textOf(raw, 'InstanceProfileName')
  if (name === undefined) return
  const shape: Shape = { Arn: drop, Roles: { pick: 'RoleName' }, InstanceProfileId: live, CreateDate: liveTime }
  reading.add({ type: INSTANCE_PROFILE, scope: scopeOf(answer, { arn }), answer, pointer, raw, shape, arn, id: name })
}

const POLICY_SHAPE: Shape = {
  Arn: 'PolicyArn',
  PolicyName: 'ManagedPolicyName',
  PolicyVersionList: drop,
  PolicyId: live,
  DefaultVersionId: live,
  AttachmentCount: live,
  PermissionsBoundaryUsageCount: live,
  IsAttachable: live,
  CreateDate: liveTime,
  UpdateDate: liveTime,
}

/** Customer managed policies; AWS's own belong to no account and ship with opscheck. */
function managedPolicies(reading: Reading): void {
  const versions = reading.parts('iam:GetPolicyVersion', (answer) => subjectOf(answer, 'PolicyArn'))
  const put = ({ answer, raw, pointer }: Item): void => {
    const arn = textOf(raw, 'Arn')
    if (arn === undefined) return
    const scope = scopeOf(answer, { arn })
    const name = textOf(raw, 'PolicyName') ?? arn.slice(arn.lastIndexOf('/') + 1)
    if (arn.includes(':iam::aws:')) {
      reading.skip(MANAGED_POLICY, scope, arn)
      return
    }
    const finish = (properties: Record<string, Value>, place: Placing): void => {
      set(properties, 'ManagedPolicyName', name)
      const index = defaultVersion(raw)
      const version = (recordsOf(own(raw, 'PolicyVersionList')) ?? [])[index]
      if (version !== undefined) {
        place('PolicyDocument', answer, `${pointer}/PolicyVersionList/${index}/Document`)
        set(
          properties,
          'PolicyDocument',
          readDocument(own(version, 'Document'), `policy ${name}`) ?? damaged(`policy ${name}`),
        )
        return
      }
      const named = versions.find(scope, arn, `the document of policy ${name}`)
      const part =
        named.state === 'open' && named.value.cause.class === 'input'
          ? versions.find(scope, name, `the document of policy ${name}`)
          : named
      const body = part.state === 'told' ? own(part.body, 'PolicyVersion') : undefined
      if (part.state === 'open') set(properties, 'PolicyDocument', part.value)
      else
        set(
          properties,
          'PolicyDocument',
          (isRecord(body) ? readDocument(own(body, 'Document'), `policy ${name}`) : undefined) ??
            damaged(`policy ${name}`),
        )
    }
    reading.add({ type: MANAGED_POLICY, scope, answer, pointer, raw, shape: POLICY_SHAPE, arn, id: name, finish })
  }
  for (const item of reading.items(DETAILS, 'Policies')) put(item)
  for (const item of reading.items('iam:ListPolicies', 'Policies')) put(item)
  for (const { answer, body } of reading.bodies('iam:GetPolicy')) {
    const raw = own(body, 'Policy')
    if (isRecord(raw)) put({ answer, body, raw, pointer: '/Policy' })
  }
}

function defaultVersion(raw: UnknownRecord): number {
  const versions = recordsOf(own(raw, 'PolicyVersionList')) ?? []
  const flagged = versions.findIndex((version) => own(version, 'IsDefaultVersion') === true)
  return flagged >= 0
    ? flagged
    : versions.findIndex((version) => own(version, 'VersionId') === own(raw, 'DefaultVersionId'))
}

/** Each list that the answer holds is whole, unless it was asked for with a filter that leaves the list out. */
function claimDetails(reading: Reading): void {
  for (const { answer, error } of reading.errors(DETAILS)) {
    for (const { type } of LISTS)
      reading.claims.claim(type, scopeOf(answer), {
        state: 'unread',
        cause: failureCause(answer, error),
        call: DETAILS,
        action: DETAILS,
        ...inFile(answer),
      })
  }
  for (const { answer, body } of reading.bodies(DETAILS)) {
    const filter = textsOf(asked(answer, 'Filter')) ?? []
    const scope = scopeOf(answer)
    for (const { type, list, word } of LISTS) {
      if (own(body, list) === undefined || (filter.length > 0 && !filter.includes(word))) continue
      const open = !answer.complete || reading.isDamaged(answer)
      const cause = { class: 'read', reason: `${DETAILS} was cut off before its last page` } as const
      reading.claims.claim(type, scope, {
        state: open ? 'partial' : 'complete',
        ...(open ? { cause } : {}),
        call: DETAILS,
        ...inFile(answer),
      })
    }
  }
}

/** Asked for the account's own policies, and for all of them, the list is whole. */
function claimPolicies(reading: Reading): void {
  for (const { answer } of reading.bodies('iam:ListPolicies')) {
    const whole = answer.requestKnown === true && asked(answer, 'Scope') !== 'AWS' && !isFiltered(answer)
    if (whole && answer.complete && !reading.isDamaged(answer))
      reading.claims.claim(MANAGED_POLICY, scopeOf(answer), {
        state: 'complete',
        call: answer.operation,
        ...inFile(answer),
      })
  }
}

const LISTS: readonly { readonly type: string; readonly list: string; readonly word: string }[] = [
  { type: 'AWS::IAM::Role', list: 'RoleDetailList', word: 'Role' },
  { type: 'AWS::IAM::User', list: 'UserDetailList', word: 'User' },
  { type: 'AWS::IAM::Group', list: 'GroupDetailList', word: 'Group' },
  { type: MANAGED_POLICY, list: 'Policies', word: 'LocalManagedPolicy' },
  ...[INSTANCE_PROFILE, ...INLINE_IAM].map((type) => ({ type, list: 'RoleDetailList', word: 'Role' })),
]

function inFile(answer: Answer): { readonly file?: string } {
  return answer.file === undefined ? {} : { file: answer.file }
}

function damaged(what: string): Unknown {
  return unknown('read', `${what} cannot be read`, { present: 'maybe' })
}

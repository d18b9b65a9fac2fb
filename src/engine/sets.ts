import type { Resource } from '../model/resource.ts'
import { isList, isSpecial, KIND, type Value } from '../model/value.ts'
import { addTo } from '../util/groups.ts'
import { UNSETTLED } from './choices.ts'
import { type Element, type Frame, type Member, type Members, rootElement, type SetOf } from './frame.ts'
import { type KeyReader, keysOf } from './join.ts'
import { sameScope } from './world.ts'

/** The members of a list or map property. */
export function listMembers(
  frame: Frame,
  element: Element,
  value: Value | undefined,
  names: readonly string[],
): Members {
  if (value === undefined) return { members: [] }
  if (isSpecial(value)) {
    if (value[KIND] === 'unknown') return { members: [], open: value.cause }
    if (value[KIND] === 'ref' || value[KIND] === 'text' || value[KIND] === 'secret') {
      return { members: [{ element: { resource: element.resource, value, path: [...element.path, ...names] } }] }
    }
    return { members: [], open: { class: 'limit', reason: `${names.join('.')} is not told as a list` } }
  }
  const path = [...element.path, ...names]
  if (!isList(value)) return { members: [{ element: { resource: element.resource, value, path } }] }
  const members: Member[] = []
  let open: Members['open']
  for (let index = 0; index < value.length; index += 1) {
    const item = frame.choices.settle(value[index])
    if (item === undefined) continue
    if (isSpecial(item) && item[KIND] === 'rest') {
      open ??= item.cause
      continue
    }
    members.push({ element: { resource: element.resource, value: item, path: [...path, index] } })
  }
  return open === undefined ? { members } : { members, open }
}

export interface JoinKey {
  readonly theirs: KeyReader
  readonly ours: KeyReader
  readonly name: string
}

export function joinMembers(id: string, types: readonly string[], keys: readonly JoinKey[], scoped: boolean): SetOf {
  return (frame, element) => {
    const candidates = types.flatMap((type) => frame.world.ofType(type))
    const first = keys[0]
    const pool =
      first === undefined
        ? candidates.map((resource): Member => ({ element: rootElement(resource) }))
        : matching(frame, element, id, candidates, first)
    const members: Member[] = []
    for (const member of pool) {
      let maybe = member.maybe
      let out = false
      for (const key of keys.slice(1)) {
        const same = keysMeet(frame, element, member.element, key)
        if (same === false) out = true
        else if (same !== true) maybe ??= same
      }
      if (out) continue
      if (scoped) {
        const same = sameScope(member.element.resource.type, member.element.resource.scope, element.resource.scope)
        if (same === false) continue
        if (same === undefined) maybe ??= { class: 'value', reason: 'the account or region is not known' }
      }
      const { condition } = member.element.resource
      members.push({
        element: member.element,
        ...(maybe === undefined ? {} : { maybe }),
        ...(condition === undefined ? {} : { condition }),
      })
    }
    const open = openFor(frame, element, types)
    return open === undefined ? { members } : { members, open }
  }
}

/**
 * Hash index over the first key. It is made once for all open worlds, so that members whose key an open condition (or
 * anything unknown) decides are kept aside and asked again in each world.
 */
function matching(
  frame: Frame,
  element: Element,
  id: string,
  candidates: readonly Resource[],
  key: JoinKey,
): readonly Member[] {
  const index = frame.world.memo(id, () => {
    const settled = { ...frame, choices: UNSETTLED }
    const byKey = new Map<string, Element[]>()
    const wild: Element[] = []
    for (const resource of candidates) {
      const their = rootElement(resource)
      const found = keysOf(settled, key.theirs(settled, their), resource)
      if (found === undefined) wild.push(their)
      for (const text of found ?? []) {
        addTo(byKey, text, their)
      }
    }
    return { byKey, wild, all: candidates.map((resource) => rootElement(resource)) }
  })
  const ours = keysOf(frame, key.ours(frame, element), element.resource)
  const known = ours === undefined ? [] : ours.flatMap((text) => index.byKey.get(text) ?? [])
  const members = known.map((member): Member => ({ element: member }))
  for (const member of ours === undefined ? index.all : index.wild) {
    const same = keysMeet(frame, element, member, key)
    if (same === true) members.push({ element: member })
    else if (same !== false) members.push({ element: member, maybe: same })
  }
  return members
}

function keysMeet(
  frame: Frame,
  element: Element,
  member: Element,
  key: JoinKey,
): boolean | NonNullable<Member['maybe']> {
  const ours = keysOf(frame, key.ours(frame, element), element.resource)
  const theirs = keysOf(frame, key.theirs(frame, member), member.resource)
  if (ours === undefined || theirs === undefined) return { class: 'value', reason: `${key.name} is not known` }
  return ours.some((text) => theirs.includes(text))
}

/** Joined sets are apart: anyone may have made more. */
function openFor(frame: Frame, element: Element, types: readonly string[]): Members['open'] {
  for (const type of types) {
    const cause = openApart(frame, element, type)
    if (cause !== undefined) return cause
  }
  return undefined
}

function openApart(frame: Frame, element: Element, type: string): Members['open'] {
  const { unit, scope } = element.resource
  const coverage = frame.world.coverage(type, scope)
  if (coverage?.state === 'complete' || unit.closed) return undefined
  if (coverage?.cause !== undefined) return coverage.cause
  const short = type.split('::').at(-1) ?? type
  const live = unit.dialect === 'export' || unit.dialect === 'live'
  return {
    class: 'input',
    reason: live
      ? `${type} was not read for account ${scope.account} and region ${scope.region}`
      : `a ${short} may be made elsewhere than in ${unit.name}`,
  }
}

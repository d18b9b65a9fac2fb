import type { Resource } from '../model/resource.ts'
import { and, FALSE, or, TRUE, type Tri, UNKNOWN } from '../model/tri.ts'
import type { Cause } from '../model/value.ts'
import { describe } from './describe.ts'
import type { Element, Frame, Member, Members, Reader, SetOf, Test } from './frame.ts'
import { composite, negate } from './logic.ts'
import { MOST_SIBLINGS, record, type Trace } from './trace.ts'
import type { World } from './world.ts'

/** How the members of a set decide: one word of the language each. */
export type Quantifier = (
  of: SetOf,
  where: Test | undefined,
  that: Test | undefined,
  slot: number | undefined,
  words: string,
  /** What is asked of a member depends on the member alone, not on the subject or another element. */
  alone: boolean,
) => Test

export const QUANTIFY: Readonly<Record<'some' | 'every' | 'none', Quantifier>> = {
  some: (of, where, that, slot, words, alone) => {
    const meets = alone ? remembering(finding(where, that)) : finding(where, that)
    return composite((frame, element) => searching(frame, element, of, slot, words, meets, 'some'))
  },
  none: (of, where, that, slot, words, alone) => negate(QUANTIFY.some(of, where, that, slot, words, alone)),
  every: (of, where, that, slot, words) => {
    const violates = violating(where, that)
    return negate(composite((frame, element) => searching(frame, element, of, slot, words, violates, 'every')))
  },
}

/**
 * Asks a resource once for all elements that lead to it: a role that serves every pipeline would be asked as often as
 * there are pipelines. Nothing is kept that an open condition or an empty `every` took part in.
 */
function remembering(ask: Test): Test {
  const worlds = new WeakMap<World, Map<Resource, Tri>>()
  return (frame, member) => {
    const whole = member.path.length === 0 && member.value === undefined && member.facts === undefined
    if (frame.trace !== undefined || !whole || !frame.choices.untouched()) return ask(frame, member)
    let known = worlds.get(frame.world)
    if (known === undefined) {
      known = new Map()
      worlds.set(frame.world, known)
    }
    const before = known.get(member.resource)
    if (before !== undefined) return before
    const { vacuous } = frame
    frame.vacuous = false
    const answer = ask(frame, member)
    if (!frame.vacuous && frame.choices.untouched()) known.set(member.resource, answer)
    frame.vacuous ||= vacuous
    return answer
  }
}

/** Members that `where` admits and that do not meet `that`; counts those admitted. */
function violating(where: Test | undefined, that: Test | undefined): Test {
  const fails = that === undefined ? undefined : negate(that)
  return (frame, member) => {
    const answer = admits(frame, member, where)
    if (answer === FALSE || fails === undefined) return FALSE
    if (answer === TRUE) frame.admitted += 1
    else frame.perhaps += 1
    return and(answer, fails(frame, member))
  }
}

/** Members that `where` admits and that meet `that`. */
export function meeting(where: Test | undefined, that: Test | undefined): Test {
  const meets: Test = (frame, member) => {
    const answer = admits(frame, member, where)
    return answer === FALSE || that === undefined ? answer : and(answer, that(frame, member))
  }
  return where === undefined || that === undefined ? meets : composite(meets)
}

/** A member that decides by being there is named: nothing that is asked of it would tell which one it is. */
function finding(where: Test | undefined, that: Test | undefined): Test {
  const meets = meeting(where, that)
  if (that !== undefined) return meets
  return (frame, member) => {
    const answer = meets(frame, member)
    if (answer === TRUE && frame.trace !== undefined) noteMember(frame.trace, member)
    return answer
  }
}

function noteMember(trace: Trace, { resource, path, value, facts }: Element): void {
  record(trace, TRUE, () => ({
    resource: resource.address,
    path,
    note: typeof value === 'string' ? describe(value) : typeof facts?.key === 'string' ? facts.key : 'is there',
    location: resource.locate(path),
  }))
}

/** Whether `where` admits the member. Only what it leaves open is evidence: that it admits is why we look at all. */
function admits(frame: Frame, element: Element, where: Test | undefined): Tri {
  if (where === undefined) return TRUE
  const trace = frame.trace
  frame.trace = undefined
  const admitted = where(frame, element)
  frame.trace = trace
  return admitted === UNKNOWN && trace !== undefined ? where(frame, element) : admitted
}

/** OR over the members: sure ones as they answer, maybe ones at most unknown, an open set adds an unknown. */
function searching(
  frame: Frame,
  element: Element,
  of: SetOf,
  slot: number | undefined,
  words: string,
  ask: Test,
  about: 'some' | 'every',
): Tri {
  const set = of(frame, element)
  const trace = frame.trace
  const { admitted, perhaps } = frame
  frame.admitted = 0
  frame.perhaps = 0
  let answer: Tri = FALSE
  const traced: [number, number, number] = [0, 0, 0]
  for (const member of set.members) {
    if (member.condition !== undefined && !frame.choices.holds(member.condition)) continue
    if (slot !== undefined) frame.bound[slot] = member.element
    const one = trace === undefined ? askMember(frame, member, ask) : traceMember(frame, member, ask, traced)
    answer = or(answer, one)
    if (answer === TRUE && trace === undefined) break
  }
  const nobody = about === 'every' && frame.admitted === 0
  const vacuous = frame.perhaps === 0 ? 'surely' : 'perhaps'
  frame.admitted = admitted
  frame.perhaps = perhaps
  if (answer === TRUE && trace === undefined) return TRUE
  if (set.open !== undefined) answer = or(answer, UNKNOWN)
  else if (nobody) {
    frame.vacuous = true
    if (trace !== undefined) {
      trace.node.vacuous = vacuous
      if (set.members.length > 0 && vacuous === 'surely') noteNobody(trace, element, words, set.members.length)
    }
  }
  if (trace !== undefined) noteSet(frame, element, set, words, answer)
  return answer
}

/** Evidence names a few members of each answer: the others are only asked. */
function traceMember(frame: Frame, member: Member, ask: Test, traced: [number, number, number]): Tri {
  const { trace } = frame
  if (traced[0] + traced[1] + traced[2] >= MOST_TRACED) {
    frame.trace = undefined
    const answer = askMember(frame, member, ask)
    frame.trace = trace
    if (traced[answer] >= MOST_SIBLINGS) return answer
  }
  const answer = askMember(frame, member, ask)
  traced[answer] += 1
  return answer
}

const MOST_TRACED = 3 * MOST_SIBLINGS

function askMember(frame: Frame, member: Member, ask: Test): Tri {
  const alternatives = member.element.oneOf
  if (alternatives !== undefined) {
    let common: Tri | undefined
    for (const alternative of alternatives) {
      const answer = ask(frame, alternative)
      common = common === undefined || common === answer ? answer : UNKNOWN
    }
    return common ?? UNKNOWN
  }
  const answer = ask(frame, member.element)
  if (member.maybe === undefined || answer === FALSE) return answer
  if (frame.trace !== undefined) {
    const { resource, path } = member.element
    const note = `may not belong here: ${member.maybe.reason}`
    record(
      frame.trace,
      UNKNOWN,
      () => ({ resource: resource.address, path, note, location: resource.locate(path) }),
      member.maybe,
    )
  }
  return UNKNOWN
}

/** Members there are, but none that the rule is about. */
function noteNobody(trace: Trace, { resource, path }: Element, words: string, members: number): void {
  const found = members === 1 ? 'the rule is not about the only one' : `the rule is about none of the ${members}`
  record(trace, FALSE, () => ({
    resource: resource.address,
    path,
    note: `${words}: ${found}`,
    location: resource.locate(path),
  }))
}

/** Says why an empty or exhausted set decided: what it holds, why it is open, what closing it assumes. */
function noteSet(frame: Frame, element: Element, set: Members, words: string, answer: Tri): void {
  if (frame.trace === undefined) return
  if (set.assumption !== undefined) frame.assumptions?.add(set.assumption)
  const { resource, path } = element
  const { open, assumption } = set
  if (open !== undefined && answer === UNKNOWN) {
    const evidence = () => ({
      resource: resource.address,
      path,
      expected: words,
      note: open.reason,
      location: resource.locate(path),
    })
    record(frame.trace, UNKNOWN, evidence, open)
    return
  }
  if (set.members.length > 0 || answer !== FALSE) return
  record(frame.trace, FALSE, () => ({
    resource: resource.address,
    path,
    expected: words,
    seen: 'none',
    ...(assumption === undefined ? {} : { note: assumption }),
    location: resource.locate(path),
  }))
}

export function countMembers(
  frame: Frame,
  set: Members,
  meets: Test,
  distinct: Reader | undefined,
): { readonly sure: number; readonly possible: number; readonly open?: Cause } {
  const sure = new Set<unknown>()
  const possible = new Set<unknown>()
  let nameless = false
  let open = set.open
  for (const member of set.members) {
    if (member.condition !== undefined && !frame.choices.holds(member.condition)) continue
    const answer = meets(frame, member.element)
    if (answer === FALSE) continue
    const value = distinct?.(frame, member.element)
    const plain = distinct !== undefined && value !== undefined && typeof value !== 'object'
    const key = plain ? String(value) : possible.size
    possible.add(key)
    const certain = answer === TRUE && member.maybe === undefined && member.element.oneOf === undefined
    if (!certain) open ??= member.maybe ?? { class: 'value', reason: 'what is counted is not known' }
    else if (distinct === undefined || plain) sure.add(key)
    else nameless = true
  }
  return {
    // Members whose name is not known may all be the same one.
    sure: sure.size === 0 && nameless ? 1 : sure.size,
    possible: set.open === undefined ? possible.size : Number.POSITIVE_INFINITY,
    ...(open === undefined ? {} : { open }),
  }
}

import { and, FALSE, not, or, TRUE, type Tri, UNKNOWN } from '../model/tri.ts'
import type { Cause } from '../model/value.ts'
import { describe } from './describe.ts'
import type { Element, Frame, Member, Members, Reader, SetOf, Test } from './frame.ts'
import { record, type Trace, within } from './trace.ts'

/** How the members of a set decide: one word of the language each. */
export type Quantifier = (
  of: SetOf,
  where: Test | undefined,
  that: Test | undefined,
  slot: number | undefined,
  words: string,
) => Test

export const QUANTIFY: Readonly<Record<'some' | 'every' | 'none', Quantifier>> = {
  some: (of, where, that, slot, words) => (frame, element) =>
    searching(frame, element, of, slot, words, (member) => found(frame, member, where, that)),
  none: (of, where, that, slot, words) => (frame, element) =>
    opposite(frame, () => searching(frame, element, of, slot, words, (member) => found(frame, member, where, that))),
  every: (of, where, that, slot, words) => (frame, element) => {
    let admitted = 0
    const violates = (member: Element): Tri => {
      const answer = admits(frame, member, where)
      if (answer === FALSE || that === undefined) return FALSE
      admitted += 1
      return and(
        answer,
        opposite(frame, () => that(frame, member)),
      )
    }
    return opposite(frame, () => searching(frame, element, of, slot, words, violates, () => admitted === 0))
  },
}

function opposite(frame: Frame, run: () => Tri): Tri {
  return frame.trace === undefined ? not(run()) : within(frame.trace, { negates: true }, () => not(run()))
}

/** A member that decides by being there is named: nothing that is asked of it would tell which one it is. */
function found(frame: Frame, member: Element, where: Test | undefined, that: Test | undefined): Tri {
  const answer = both(frame, member, where, that)
  if (that !== undefined || answer !== TRUE || frame.trace === undefined) return answer
  const { resource, path, value, facts } = member
  record(frame.trace, TRUE, () => ({
    resource: resource.address,
    path,
    note: typeof value === 'string' ? describe(value) : typeof facts?.key === 'string' ? facts.key : 'is there',
    location: resource.locate(path),
  }))
  return answer
}

function both(frame: Frame, element: Element, where: Test | undefined, that: Test | undefined): Tri {
  const run = (): Tri => {
    const admitted = admits(frame, element, where)
    if (admitted === FALSE || that === undefined) return admitted
    return and(admitted, that(frame, element))
  }
  return frame.trace === undefined || where === undefined || that === undefined ? run() : within(frame.trace, {}, run)
}

/** Whether `where` admits the member. Only what it leaves open is evidence: that it admits is why we look at all. */
function admits(frame: Frame, element: Element, where: Test | undefined): Tri {
  if (where === undefined) return TRUE
  const admitted = untraced(frame, () => where(frame, element))
  return admitted === UNKNOWN && frame.trace !== undefined ? where(frame, element) : admitted
}

/** OR over the members: sure ones as they answer, maybe ones at most unknown, an open set adds an unknown. */
function searching(
  frame: Frame,
  element: Element,
  of: SetOf,
  slot: number | undefined,
  words: string,
  ask: (member: Element) => Tri,
  isVacuous: () => boolean = () => false,
): Tri {
  const run = (): Tri => {
    const set = of(frame, element)
    const trace = frame.trace
    let answer: Tri = FALSE
    for (const member of set.members) {
      if (member.condition !== undefined && !frame.choices.holds(member.condition)) continue
      if (slot !== undefined) frame.bound[slot] = member.element
      const tri = askMember(frame, member, ask)
      answer = or(answer, tri)
      if (answer === TRUE && trace === undefined) return TRUE
    }
    if (set.open !== undefined) answer = or(answer, UNKNOWN)
    if (set.open === undefined && isVacuous()) {
      frame.vacuous = true
      if (trace !== undefined) {
        trace.node.vacuous = true
        if (set.members.length > 0) noteNobody(trace, element, words, set.members.length)
      }
    }
    if (trace !== undefined) noteSet(frame, element, set, words, answer)
    return answer
  }
  return frame.trace === undefined ? run() : within(frame.trace, {}, run)
}

function untraced<T>(frame: Frame, run: () => T): T {
  const trace = frame.trace
  frame.trace = undefined
  const result = run()
  frame.trace = trace
  return result
}

function askMember(frame: Frame, member: Member, ask: (element: Element) => Tri): Tri {
  const alternatives = member.element.oneOf
  if (alternatives !== undefined) {
    let common: Tri | undefined
    for (const alternative of alternatives) {
      const answer = ask(alternative)
      common = common === undefined || common === answer ? answer : UNKNOWN
    }
    return common ?? UNKNOWN
  }
  const answer = ask(member.element)
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
  where: Test | undefined,
  that: Test | undefined,
  distinct: Reader | undefined,
): { readonly sure: number; readonly possible: number; readonly open?: Cause } {
  const sure = new Set<unknown>()
  const possible = new Set<unknown>()
  let nameless = false
  let open = set.open
  for (const member of set.members) {
    if (member.condition !== undefined && !frame.choices.holds(member.condition)) continue
    const answer = both(frame, member.element, where, that)
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

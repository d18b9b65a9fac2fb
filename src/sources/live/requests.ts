import { parseArn } from '../../aws/arn.ts'
import { compareText } from '../../util/order.ts'
import { isRecord, own, setOwn, type UnknownRecord } from '../../util/record.ts'
import { type Answer, asked } from '../export/answer.ts'
import type { Each } from './calls.ts'
import { pick } from './pick.ts'
import type { PlannedCall, Source } from './plan.ts'

/** Where requests are made. */
export interface Place {
  readonly account: string
  /** `global` for what is asked once an account. */
  readonly region: string
}

/**
 * The requests of a call, from the answers of those before it: each thing once, sorted, in batches. What lies in another
 * account or region is asked there, if it is scanned, not here.
 */
export function requestsOf(
  planned: PlannedCall,
  answersOf: (operation: string) => readonly Answer[],
  place: Place,
): readonly UnknownRecord[] {
  const { call, sources } = planned
  const base: UnknownRecord = {
    ...call.send,
    ...(call.account === undefined ? {} : { [call.account]: place.account }),
  }
  if (call.each === undefined || sources === undefined) return [base]
  const subjects = call.each.referred
    ? referred(call.each, sources, answersOf, place)
    : told(call.each, sources, answersOf, place)
  const { each } = call
  if (each.batch === undefined) return subjects.map(({ value, more }) => ({ [each.member]: value, ...more, ...base }))
  return batched(each.member, each.batch, subjects, base)
}

interface Subject {
  readonly value: string
  /** Members that go along. */
  readonly more: UnknownRecord
}

function told(
  each: Each,
  sources: readonly Source[],
  answersOf: (operation: string) => readonly Answer[],
  place: Place,
): readonly Subject[] {
  const subjects = new Map<string, Subject>()
  for (const { operation, path } of sources) {
    for (const answer of answersOf(operation)) {
      for (const subject of subjectsIn(each, path, answer, place)) {
        const key = JSON.stringify([subject.more, subject.value])
        if (!subjects.has(key)) subjects.set(key, subject)
      }
    }
  }
  return [...subjects].sort(([left], [right]) => compareText(left, right)).map(([, subject]) => subject)
}

/** What is referred to, as far as it is listed; without a list all of it. */
function referred(
  each: Each,
  sources: readonly Source[],
  answersOf: (operation: string) => readonly Answer[],
  place: Place,
): readonly Subject[] {
  const lists = sources.filter(({ list }) => list)
  const wanted = told(
    each,
    sources.filter(({ list }) => !list),
    answersOf,
    place,
  )
  const isWhole = lists.every(({ operation }) =>
    answersOf(operation).every(({ complete, error }) => complete && error === undefined),
  )
  if (!isWhole) return wanted
  const listed = new Set(told(each, lists, answersOf, place).map(({ value }) => value))
  return wanted.filter(({ value }) => listed.has(value))
}

function subjectsIn(each: Each, path: string, answer: Answer, place: Place): readonly Subject[] {
  const kept: { [member: string]: unknown } = {}
  for (const member of each.keep ?? []) setOwn(kept, member, asked(answer, member))
  const { beside } = each
  if (beside === undefined) {
    return pick(answer.body, path).flatMap((value) => {
      const wanted = meant(value, each.as, place)
      return wanted === undefined ? [] : [{ value: wanted, more: kept }]
    })
  }
  const cut = path.lastIndexOf('.')
  return pick(answer.body, path.slice(0, cut)).flatMap((owner) => {
    const value = isRecord(owner) ? meant(own(owner, path.slice(cut + 1)), each.as, place) : undefined
    if (!isRecord(owner) || value === undefined) return []
    const more: { [member: string]: unknown } = { ...kept }
    for (const [member, sibling] of Object.entries(beside)) {
      const found = own(owner, sibling)
      if (typeof found === 'string') setOwn(more, member, found)
    }
    return [{ value, more }]
  })
}

function meant(value: unknown, as: Each['as'], place: Place): string | undefined {
  if (typeof value !== 'string' || value === '') return undefined
  const arn = parseArn(value)
  if (arn !== undefined && !isHere(arn, place)) return undefined
  switch (as) {
    case undefined:
      return value
    case 'bucket':
      return bucketName(arn === undefined ? value : arn.service === 's3' ? arn.resource : '')
    case 'key':
      return arn === undefined || arn.service === 'kms' ? value : undefined
    case 'topic':
      return arn?.service === 'sns' && !arn.resource.includes(':') ? value : undefined
    case 'stream':
      if (arn === undefined) return value
      return arn.service === 'firehose' ? arn.resource.replace(/^deliverystream\//, '') : undefined
  }
}

function isHere({ account, region }: { readonly account: string; readonly region: string }, place: Place): boolean {
  const foreign = account !== '' && account !== 'aws' && account !== place.account
  return !foreign && (region === '' || place.region === 'global' || region === place.region)
}

/** The first part of a path; the rules of bucket names keep everything else out. */
function bucketName(path: string): string | undefined {
  const name = path.split('/')[0] ?? ''
  return /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(name) ? name : undefined
}

/** A batch holds what goes along with the same members. */
function batched(
  member: string,
  size: number,
  subjects: readonly Subject[],
  base: UnknownRecord,
): readonly UnknownRecord[] {
  const requests: UnknownRecord[] = []
  for (const [, group] of Map.groupBy(subjects, ({ more }) => JSON.stringify(more))) {
    for (let at = 0; at < group.length; at += size) {
      const batch = group.slice(at, at + size)
      requests.push({ [member]: batch.map(({ value }) => value), ...batch[0]?.more, ...base })
    }
  }
  return requests
}

import { addTo } from '../../util/groups.ts'
import { isRecord, own, setOwn, type UnknownRecord } from '../../util/record.ts'
import type { Answer, AnswerError } from '../export/answer.ts'
import { operationOf } from '../export/operations.ts'
import type { Call, Page } from './calls.ts'
import { type Sdk, SERVICES } from './clients.ts'
import { failureOf, isDenied, isExhausting, type Stop } from './failure.ts'
import { Given, type Lane, openLane, Stopped, type Traffic } from './lane.ts'
import { plain } from './plain.ts'
import type { Plan, PlannedCall } from './plan.ts'
import { redact } from './redact.ts'
import { type Place, requestsOf } from './requests.ts'

/** One account to read. */
export interface Target {
  readonly account: string
  readonly partition: string
  /** The first one also answers what is asked once an account. */
  readonly regions: readonly string[]
  readonly credentials: unknown
  /** Nothing of the account can be read. */
  readonly refused?: AnswerError
}

export interface Collected {
  /** In a fixed order, whatever came first. */
  readonly answers: readonly Answer[]
}

/**
 * Asks for everything the plan needs of one account, all regions at once. Never throws: what could not be read is an
 * answer with its error.
 */
export async function collect(
  target: Target,
  plan: Plan,
  traffic: Traffic,
  onDone: (region: string) => void,
): Promise<Collected> {
  const regional = plan.calls.filter(({ call }) => call.global !== true)
  const global = plan.calls.filter(({ call }) => call.global === true)
  const scopes = [...target.regions.map((region) => openScope(target, region, traffic))]
  const everywhere = openScope(target, 'global', traffic)
  try {
    const done = scopes.map(async (scope) => {
      await Promise.all(regional.map((planned) => scope.run(planned, scope.answersAfter)))
      onDone(scope.place.region)
    })
    // What is asked once an account waits for all regions where their answers tell what to ask for.
    const answersAfter = async (operation: string): Promise<readonly Answer[]> => {
      const own = everywhere.started(operation)
      if (own !== undefined) return own
      const answers = await Promise.all(scopes.map((scope) => scope.answersAfter(operation)))
      return answers.flat()
    }
    await Promise.all([...done, ...global.map((planned) => everywhere.run(planned, answersAfter))])
  } finally {
    for (const scope of [...scopes, everywhere]) scope.close()
  }
  return { answers: [...everywhere.answers(), ...scopes.flatMap((scope) => scope.answers())] }
}

interface Scope {
  readonly place: Place
  readonly run: (
    planned: PlannedCall,
    answersAfter: (operation: string) => Promise<readonly Answer[]>,
  ) => Promise<unknown>
  /** The answers of an operation, once all are there. */
  readonly answersAfter: (operation: string) => Promise<readonly Answer[]>
  readonly started: (operation: string) => Promise<readonly Answer[]> | undefined
  readonly answers: () => readonly Answer[]
  readonly close: () => void
}

function openScope(target: Target, region: string, traffic: Traffic): Scope {
  const place = { account: target.account, region }
  const lanes = new Map<Sdk, Lane>()
  const byIndex = new Map<number, readonly Answer[]>()
  const running = new Map<string, Promise<readonly Answer[]>[]>()

  function laneOf(call: Call): Lane {
    const sdk = call.sdk ?? sdkOf(call.operation)
    let lane = lanes.get(sdk)
    if (lane === undefined) {
      const home = region === 'global' ? target.regions[0] : region
      lane = openLane(
        sdk,
        { credentials: target.credentials, ...(home === undefined ? {} : { region: home }) },
        traffic,
      )
      lanes.set(sdk, lane)
    }
    return lane
  }

  async function answer(
    planned: PlannedCall,
    answersAfter: (operation: string) => Promise<readonly Answer[]>,
  ): Promise<readonly Answer[]> {
    // The order of the table lets every operation start before those that wait for it look for it.
    await Promise.resolve()
    const told = new Map<string, readonly Answer[]>()
    await Promise.all(
      planned.after.map(async (operation) => {
        told.set(operation, await answersAfter(operation))
      }),
    )
    const { call } = planned
    if (
      call.instead !== undefined &&
      !told.get(call.instead)?.some(({ error }) => error !== undefined && isDenied(error.code))
    )
      return []
    const base = { operation: call.operation, partition: target.partition, account: target.account, region } as const
    if (target.refused !== undefined) {
      const { refused } = target
      const error = call.each === undefined ? refused : { ...refused, because: call.operation }
      return [{ ...base, request: call.send ?? {}, requestKnown: true, complete: true, error }]
    }
    const requests = requestsOf(planned, (operation) => told.get(operation) ?? [], place)
    const breaker = openBreaker()
    const lane = laneOf(call)
    const answers = await Promise.all(
      requests.map((request) => ask(call, request, lane, breaker, traffic, { ...base, request, requestKnown: true })),
    )
    return [...notAsked(planned, told).map((error) => ({ ...base, complete: true, error })), ...answers.flat()]
  }

  return {
    place,
    run(planned, answersAfter) {
      const { operation } = planned.call
      const work = answer(planned, answersAfter)
      addTo(running, operation, work)
      return work.then((answers) => byIndex.set(planned.index, answers))
    },
    async answersAfter(operation) {
      return (await Promise.all(running.get(operation) ?? [])).flat()
    },
    started(operation) {
      const work = running.get(operation)
      return work === undefined ? undefined : Promise.all(work).then((answers) => answers.flat())
    },
    answers: () => [...byIndex].sort(([left], [right]) => left - right).flatMap(([, answers]) => answers),
    close() {
      for (const lane of lanes.values()) lane.close()
    },
  }
}

/**
 * What to ask for is not known where what tells it failed: a type of which nothing was asked would look as if nothing were
 * there.
 */
function notAsked(
  { call, sources = [] }: PlannedCall,
  told: ReadonlyMap<string, readonly Answer[]>,
): readonly AnswerError[] {
  if (operationOf(call.operation)?.reach === 'part') return []
  const errors = new Map<string, AnswerError>()
  for (const { operation } of sources) {
    for (const { error } of told.get(operation) ?? []) {
      if (error === undefined || operationOf(operation)?.none?.includes(error.code) === true) continue
      const because = error.because ?? operation
      errors.set(`${because} ${error.code}`, { ...error, because })
    }
  }
  return [...errors.values()]
}

function sdkOf(operation: string): Sdk {
  const service = operation.slice(0, operation.indexOf(':'))
  for (const sdk of SERVICES) if (sdk === service) return sdk
  throw new Error(`${operation} has no SDK client`)
}

/**
 * Opens when an operation failed several times in a row at every attempt: each further call would take minutes to say
 * the same.
 */
interface Breaker {
  readonly open: () => AnswerError | undefined
  readonly note: (error: AnswerError | undefined) => void
}

function openBreaker(): Breaker {
  let row = 0
  let last: AnswerError | undefined
  return {
    open: () => (row >= FAILURES_IN_A_ROW ? last : undefined),
    note(error) {
      if (error !== undefined && isExhausting(error)) {
        row += 1
        last = error
      } else if (error === undefined) row = 0
    },
  }
}

const FAILURES_IN_A_ROW = 3

/** A request, and where it goes. */
export type Asked = Pick<Answer, 'operation' | 'partition' | 'account' | 'region' | 'request' | 'requestKnown'>

/** All pages of one request: one answer, and the error that cut it off, if one did. */
async function ask(
  call: Call,
  request: UnknownRecord,
  lane: Lane,
  breaker: Breaker,
  traffic: Traffic,
  asked: Asked,
): Promise<readonly Answer[]> {
  const failed = (error: AnswerError): Answer => ({ ...asked, complete: true, error })
  const api = call.api ?? call.operation.slice(call.operation.indexOf(':') + 1)
  const { page } = call
  const size = page?.size === undefined ? {} : { [page.size[0]]: page.size[1] }
  let body: UnknownRecord | undefined
  let token: string | undefined
  const seen = new Set<string>()
  for (let pages = 0; ; pages += 1) {
    const whole = pages < traffic.limits.pages ? undefined : TOO_MANY_PAGES
    const next =
      whole ??
      (await onePage(
        call,
        { ...request, ...size, ...(token === undefined ? {} : { [page?.ask ?? '']: token }) },
        api,
        lane,
        breaker,
      ))
    if ('error' in next) {
      return body === undefined
        ? [failed(next.error)]
        : [{ ...asked, complete: false, body: redact(call.operation, body) }, failed(next.error)]
    }
    body = body === undefined ? next.body : joined(body, next.body)
    token = page === undefined ? undefined : nextToken(next.body, page)
    if (token === undefined) break
    if (seen.has(token)) {
      const again = { code: 'MalformedResponse', message: 'the same page was told to come next twice' }
      return [{ ...asked, complete: false, body: redact(call.operation, body) }, failed(again)]
    }
    seen.add(token)
  }
  return [{ ...asked, complete: true, body: redact(call.operation, withoutTokens(body, page)) }]
}

const TOO_MANY_PAGES = { error: { code: 'TooManyPages', message: 'the list has no end' } } as const

type PageResult = { readonly body: UnknownRecord } | { readonly error: AnswerError }

async function onePage(
  call: Call,
  request: UnknownRecord,
  api: string,
  lane: Lane,
  breaker: Breaker,
): Promise<PageResult> {
  let result: PageResult
  try {
    const output = await lane.send(api, request, () => breaker.open())
    const body = plain(output)
    result =
      isRecord(body) && isAnswer(call, body)
        ? { body }
        : { error: { code: 'MalformedResponse', message: `what ${call.operation} answered cannot be read` } }
  } catch (error) {
    if (error instanceof Given) return { error: error.error }
    result = { error: failureOf(call.operation, error, stopOf(error)) }
  }
  const error = 'error' in result ? result.error : undefined
  const isNone = error !== undefined && operationOf(call.operation)?.none?.includes(error.code) === true
  breaker.note(isNone ? undefined : error)
  return result
}

function isAnswer({ holds, page }: Call, body: UnknownRecord): boolean {
  if (holds.length === 0) return true
  return holds.some((member) => {
    const value = own(body, member)
    return page === undefined ? value !== undefined && value !== null : Array.isArray(value)
  })
}

function stopOf(error: unknown): Stop | undefined {
  return error instanceof Stopped ? error.stop : undefined
}

function nextToken(body: UnknownRecord, { told, last }: Page): string | undefined {
  if (last !== undefined) {
    const list = own(body, last.list)
    const end = Array.isArray(list) ? list.at(-1) : undefined
    return own(body, last.more) === true && typeof end === 'string' ? end : undefined
  }
  const token = own(body, told)
  return typeof token === 'string' && token !== '' ? token : undefined
}

/** Lists of the pages one after the other; all else as the first page tells it. */
function joined(left: UnknownRecord, right: UnknownRecord): UnknownRecord {
  const both: { [key: string]: unknown } = { ...left }
  for (const [key, value] of Object.entries(right)) {
    const before = own(left, key)
    if (Array.isArray(before) && Array.isArray(value)) setOwn(both, key, before.concat(value))
    else if (before === undefined) setOwn(both, key, value)
  }
  return both
}

/** As the AWS CLI prints a list that it read to its end. */
function withoutTokens(body: UnknownRecord, page: Page | undefined): UnknownRecord {
  if (page === undefined) return body
  const { [page.told]: _token, ...rest } = body
  const { IsTruncated: _truncated, Truncated: _more, ...plainBody } = rest
  if (page.last === undefined) return plainBody
  const { [page.last.more]: _flag, ...told } = plainBody
  return told
}

import pLimit, { type LimitFunction } from 'p-limit'
import type { UnknownRecord } from '../../util/record.ts'
import type { AnswerError } from '../export/answer.ts'
import { type Client, type ClientSettings, openClient, type Sdk } from './clients.ts'
import { isThrottling, type Stop } from './failure.ts'

/** How many calls run at once, and how long anything may take, in milliseconds. */
export interface Limits {
  readonly perLane: number
  readonly overall: number
  readonly callMs: number
  readonly laneMs: number
  readonly totalMs: number
  /** Attempts at one call, the first one included. */
  readonly attempts: number
  /** Pages of one list. */
  readonly pages: number
}

export const LIMITS: Limits = {
  perLane: 4,
  overall: 32,
  callMs: 180_000,
  laneMs: 1_200_000,
  totalMs: 3_600_000,
  attempts: 10,
  pages: 100_000,
}

/** What the lanes of one scan share. */
export interface Traffic {
  readonly limits: Limits
  readonly overall: LimitFunction
  /** Aborted when the user interrupts. */
  readonly interrupted: AbortSignal
  /** Aborted when the time for the whole scan is over. */
  readonly over: AbortSignal
  readonly count: { calls: number; throttles: number }
}

export function openTraffic(limits: Limits, interrupted: AbortSignal | undefined): Traffic {
  return {
    limits,
    overall: pLimit(limits.overall),
    interrupted: interrupted ?? new AbortController().signal,
    over: AbortSignal.timeout(limits.totalMs),
    count: { calls: 0, throttles: 0 },
  }
}

/** Thrown for a call that was given up; tells why. */
export class Stopped extends Error {
  readonly stop: Stop

  constructor(stop: Stop) {
    super(`stopped: ${stop}`)
    this.stop = stop
  }
}

/** Thrown for a call that was not made as its answer was known. */
export class Given extends Error {
  readonly error: AnswerError

  constructor(error: AnswerError) {
    super(error.message)
    this.error = error
  }
}

/** All calls of one account, region and service: one client, one pace. */
export interface Lane {
  /**
   * Throws {@link Stopped}, {@link Given}, and what the SDK throws. `given`: asked when it is the call's turn; an error it
   * tells is the answer, and nothing is sent.
   */
  readonly send: (api: string, request: UnknownRecord, given: () => AnswerError | undefined) => Promise<unknown>
  readonly close: () => void
}

/**
 * The pace: half as many calls at once after a throttled attempt, one more after a number of good ones. The SDK waits
 * between the attempts of one call; its own adaptive mode would fall to one call in two seconds and stay there when AWS
 * throttles at random.
 */
export function openLane(sdk: Sdk, settings: Omit<ClientSettings, 'onAttempt'>, traffic: Traffic): Lane {
  const { limits, count } = traffic
  const limit = pLimit(limits.perLane)
  let good = 0
  function onAttempt(error: unknown): void {
    count.calls += 1
    if (error !== undefined && isThrottling(error)) {
      count.throttles += 1
      good = 0
      limit.concurrency = Math.max(1, Math.floor(limit.concurrency / 2))
      return
    }
    good += 1
    if (good < GOOD_BEFORE_MORE || limit.concurrency >= limits.perLane) return
    good = 0
    limit.concurrency += 1
  }
  let client: Promise<Client> | undefined
  let late: AbortSignal | undefined
  return {
    send: (api, request, given) =>
      limit(() =>
        traffic.overall(async () => {
          late ??= AbortSignal.timeout(limits.laneMs)
          const call = AbortSignal.timeout(limits.callMs)
          const why = (): Stop | undefined =>
            traffic.interrupted.aborted
              ? 'interrupted'
              : traffic.over.aborted
                ? 'total'
                : late?.aborted === true
                  ? 'lane'
                  : call.aborted
                    ? 'call'
                    : undefined
          const before = why()
          if (before !== undefined) throw new Stopped(before)
          const known = given()
          if (known !== undefined) throw new Given(known)
          client ??= openClient(sdk, { ...settings, maxAttempts: limits.attempts, onAttempt })
          const opened = await client
          const signal = AbortSignal.any([traffic.interrupted, traffic.over, late, call])
          try {
            return await abortable(opened.send(api, request, signal), signal)
          } catch (error) {
            const stop = why()
            throw stop === undefined ? error : new Stopped(stop)
          }
        }),
      ),
    close() {
      client?.then(
        (opened) => opened.destroy(),
        () => {},
      )
    },
  }
}

const GOOD_BEFORE_MORE = 10

/** The SDK heeds a signal only while a request is under way, not while it waits between attempts. */
function abortable<Result>(work: Promise<Result>, signal: AbortSignal): Promise<Result> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => reject(signal.reason)
    signal.addEventListener('abort', onAbort, { once: true })
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort))
  })
}

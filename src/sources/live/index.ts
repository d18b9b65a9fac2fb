import type { Unit } from '../../model/resource.ts'
import type { Snapshot } from '../../model/snapshot.ts'
import { toSnapshot } from '../export/snapshot.ts'
import { collect } from './collect.ts'
import { type Access, admit, type Identity } from './credentials.ts'
import { type Fault, faultsOf } from './faults.ts'
import { LIMITS, type Limits, openTraffic } from './lane.ts'
import { type Needs, planCalls } from './plan.ts'
import { checkRecordFolder, inFileOrder, writeRecording } from './record.ts'

export type { Identity } from './credentials.ts'
export type { Fault } from './faults.ts'
export type { Limits } from './lane.ts'
export type { Need, Needs } from './plan.ts'

export interface LiveOptions extends Access {
  /** Folder of the recording. */
  readonly record?: string | undefined
  /** When the account is read: ages are judged against it. */
  readonly now: Date
  readonly version: string
  /** Aborted to stop asking: what was read by then is judged. */
  readonly signal?: AbortSignal | undefined
  readonly limits?: Partial<Limits> | undefined
  readonly watch?: LiveWatch | undefined
}

/** What people are told while it runs. */
export interface LiveWatch {
  readonly started?: (start: {
    readonly identity: Identity
    readonly accounts: readonly { readonly account: string; readonly regions: readonly string[] }[]
  }) => void
  readonly progress?: (progress: Progress) => void
  readonly ended?: (end: LiveSummary) => void
}

export interface Progress {
  /** Accounts times regions. */
  readonly done: number
  readonly total: number
  readonly calls: number
  readonly throttles: number
  /** `account/region` that are not done. */
  readonly left: readonly string[]
}

export interface LiveSummary {
  readonly calls: number
  readonly throttles: number
  readonly faults: readonly Fault[]
  readonly interrupted: boolean
  readonly record?: string
}

/**
 * Reads accounts as far as the rules need it and, if asked, records the answers. Throws only before anything is read
 * (`credentials`, `wrong-account`, `usage`) and when the recording cannot be written.
 */
export async function readLive(options: LiveOptions, needs: Needs): Promise<Snapshot> {
  const { record, signal, watch = {} } = options
  if (record !== undefined) await checkRecordFolder(record)
  const traffic = openTraffic({ ...LIMITS, ...options.limits }, signal)
  const { targets, identity } = await admit(options, traffic.interrupted)
  watch.started?.({ identity, accounts: targets.map(({ account, regions }) => ({ account, regions })) })
  const plan = planCalls(needs)
  const left = new Set(targets.flatMap(({ account, regions }) => regions.map((region) => `${account}/${region}`)))
  const total = left.size
  const tell = (): void => watch.progress?.({ done: total - left.size, total, ...traffic.count, left: [...left] })
  const ticking = watch.progress === undefined ? undefined : setInterval(tell, TICK_MS)
  try {
    tell()
    const collected = await Promise.all(
      targets.map((target) =>
        collect(target, plan, traffic, (region) => {
          left.delete(`${target.account}/${region}`)
          tell()
        }),
      ),
    )
    const answers = inFileOrder(collected.flatMap((one) => one.answers))
    const interrupted = traffic.interrupted.aborted
    const faults = faultsOf(answers)
    if (record !== undefined) {
      await writeRecording(record, answers, {
        capturedAt: options.now.toISOString(),
        opscheck: options.version,
        accounts: targets.map(({ account }) => account),
        regions: [...new Set(targets.flatMap(({ regions }) => regions))].sort(),
        ...traffic.count,
        faults,
        interrupted,
      })
    }
    watch.ended?.({ ...traffic.count, faults, interrupted, ...(record === undefined ? {} : { record }) })
    return toSnapshot(answers, LIVE_UNIT)
  } finally {
    clearInterval(ticking)
  }
}

const TICK_MS = 250

/** Named as the unit of a recording is: a replay gives the same fingerprints. */
const LIVE_UNIT: Unit = { id: 'live', dialect: 'live', name: 'live', closed: false }

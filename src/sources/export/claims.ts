import type { Scope, Unit } from '../../model/resource.ts'
import type { Coverage } from '../../model/snapshot.ts'
import type { Cause } from '../../model/value.ts'
import { sortedBy } from '../../util/order.ts'

/** What the answers say about how much they tell: several about one type and scope become one {@link Coverage}. */
export interface Claims {
  readonly claim: (type: string, scope: Pick<Scope, 'account' | 'region'>, claim: Claim) => void
  readonly state: (type: string, scope: Pick<Scope, 'account' | 'region'>) => Coverage['state'] | undefined
  /** Why it is not complete: what could not be read before what was not exported. */
  readonly cause: (type: string, scope: Pick<Scope, 'account' | 'region'>) => Cause | undefined
  /** The accounts and regions in which something is said about the type. */
  readonly scopes: (type: string) => readonly Pick<Scope, 'account' | 'region'>[]
  readonly coverage: () => readonly Coverage[]
}

export interface Claim {
  readonly state: Coverage['state']
  readonly cause?: Cause
  readonly call?: string
  readonly action?: string
  readonly file?: string
  readonly closedFor?: Iterable<string>
}

export function createClaims(unit: Unit): Claims {
  const merged = new Map<string, Merged>()
  const keyOf = (type: string, scope: Pick<Scope, 'account' | 'region'>) =>
    [type, scope.account, scope.region].join(SEPARATOR)
  return {
    claim(type, { account, region }, claim) {
      const key = keyOf(type, { account, region })
      let before = merged.get(key)
      if (before === undefined) {
        before = { type, account, region, best: claim, said: claim, closedFor: new Set() }
        merged.set(key, before)
      }
      if (RANK[claim.state] > RANK[before.best.state]) before.best = claim
      if (before.said.cause?.class !== 'read' && claim.cause?.class === 'read') before.said = claim
      else if (before.said.cause === undefined && claim.cause !== undefined) before.said = claim
      for (const owner of claim.closedFor ?? []) before.closedFor.add(owner)
    },
    state: (type, scope) => merged.get(keyOf(type, scope))?.best.state,
    cause(type, scope) {
      const found = merged.get(keyOf(type, scope))
      return found === undefined || found.best.state === 'complete' ? undefined : found.said.cause
    },
    scopes: (type) =>
      [...merged.values()].filter((one) => one.type === type).map(({ account, region }) => ({ account, region })),
    coverage: () => sortedBy(merged.entries(), ([key]) => key).map(([, one]) => coverageOf(one, unit)),
  }
}

interface Merged {
  readonly type: string
  readonly account: string
  readonly region: string
  best: Claim
  /** Who explains why it is not complete: what could not be read weighs more than what was not exported. */
  said: Claim
  readonly closedFor: Set<string>
}

/** Sorts before every letter, so that types, accounts and regions come in their own order. */
const SEPARATOR = '\u0000'
const RANK = { unread: 0, partial: 1, complete: 2 } as const

function coverageOf({ type, account, region, best, said, closedFor }: Merged, unit: Unit): Coverage {
  const { state } = best
  const from = state === 'complete' ? best : said
  return {
    type,
    unit,
    account,
    region,
    state,
    ...(state === 'complete' || from.cause === undefined ? {} : { cause: from.cause }),
    ...(from.call === undefined ? {} : { call: from.call }),
    ...(state === 'complete' || from.action === undefined ? {} : { action: from.action }),
    ...(from.file === undefined ? {} : { file: from.file }),
    ...(state !== 'partial' || closedFor.size === 0 ? {} : { closedFor }),
  }
}

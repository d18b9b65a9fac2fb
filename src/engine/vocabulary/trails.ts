import type { Resource } from '../../model/resource.ts'
import { type Cause, entry } from '../../model/value.ts'
import type { Frame } from '../frame.ts'
import { memberOf } from '../related.ts'
import type { Relation } from '../word.ts'

const ACCOUNT = 'Opscheck::Account'
const TRAIL = 'AWS::CloudTrail::Trail'

export const relations: readonly Relation[] = [
  {
    name: 'trails',
    on: [{ types: [ACCOUNT], at: '' }],
    to: { types: [TRAIL], at: '' },
    class: 'apart',
    says: 'The CloudTrail trails of the account, those of its organization included.',
    reads: [TRAIL],
    of: (frame, { resource }) => {
      const members = frame.world
        .ofType(TRAIL)
        .filter((trail) => trail.scope.account === resource.scope.account || isShadow(trail, resource))
        .map(memberOf)
      const open = unread(frame, resource)
      return open === undefined ? { members } : { members, open }
    },
  },
]

/** An organization's trail is of the management account, and listed in every account of the organization. */
function isShadow(trail: Resource, account: Resource): boolean {
  return trail.unit === account.unit && entry(trail.properties, 'IsOrganizationTrail') === true
}

/** A trail of all regions is listed in every region: one region that was read whole tells them. */
function unread(frame: Frame, { scope, unit }: Resource): Cause | undefined {
  if (unit.closed) return undefined
  const all = frame.world.coverages.filter(({ type, account }) => type === TRAIL && account === scope.account)
  if (all.some(({ state }) => state === 'complete')) return undefined
  return all[0]?.cause ?? { class: 'input', reason: `the trails of account ${scope.account} were not read` }
}

import type { LiveWatch } from '../scan.ts'
import { visible } from '../util/visible.ts'
import type { Streams } from './streams.ts'

/**
 * Tells on standard error how far the reading is: one line that changes on a terminal, plain lines elsewhere, and at the
 * end what was not read and what to grant. `close` leaves a clean line.
 */
export function watchLive(streams: Streams): LiveWatch & { readonly close: () => void } {
  const { update } = streams
  let told = 0
  const close = (): void => update?.('')
  return {
    started({ identity, accounts }) {
      streams.note(`reading as ${visible(identity.arn)}`)
      for (const { account, regions } of accounts) streams.note(`  account ${account}: ${regions.join(', ')}`)
    },
    progress({ done, total, calls, throttles, left }) {
      const busy = throttles === 0 ? '' : `, throttled ${throttles} times`
      const line = `${done} of ${total} read, ${calls} calls${busy}`
      if (update !== undefined) {
        const rest = left.slice(0, 2).join(', ')
        update(done === total ? line : `${line}; left: ${rest}${left.length > 2 ? ` and ${left.length - 2} more` : ''}`)
      } else if (done > told) {
        told = done
        streams.note(line)
      }
    },
    ended({ calls, throttles, faults, interrupted, record }) {
      close()
      streams.note(`${calls} calls to AWS${throttles === 0 ? '' : `, ${throttles} of them throttled`}`)
      if (interrupted) streams.note('interrupted: what was not read by then is unknown')
      if (faults.length > 0) {
        streams.note('not read:')
        for (const { operation, account, region, code, message, times } of faults.slice(0, LISTED)) {
          const often = times === 1 ? '' : `, ${times} times`
          streams.note(`  ${operation} in ${account}/${region}: ${visible(`${code}: ${message}`)}${often}`)
        }
        if (faults.length > LISTED) streams.note(`  and ${faults.length - LISTED} more`)
      }
      const actions = [...new Set(faults.flatMap(({ action }) => action ?? []))].sort()
      if (actions.length > 0) {
        streams.note(`to grant: ${actions.join(', ')}`)
        streams.note('opscheck permissions prints a policy with all that the rules need')
      }
      if (record !== undefined) streams.note(`recorded: ${visible(record)}`)
    },
    close,
  }
}

const LISTED = 20

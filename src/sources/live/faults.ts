import { sortedBy } from '../../util/order.ts'
import type { Answer } from '../export/answer.ts'
import { operationOf } from '../export/operations.ts'

/** What could not be read, once for each operation, place and reason. */
export interface Fault {
  readonly operation: string
  readonly account: string
  readonly region: string
  readonly code: string
  readonly message: string
  /** The IAM action to grant. */
  readonly action?: string
  /** How many calls it hit. */
  readonly times: number
}

/** The errors that are no answers, in a fixed order. */
export function faultsOf(answers: readonly Answer[]): readonly Fault[] {
  const found = new Map<string, Fault>()
  for (const { operation, account, region, error } of answers) {
    if (error === undefined || error.because !== undefined) continue
    if (operationOf(operation)?.none?.includes(error.code) === true) continue
    const key = `${account}/${region}/${operation}/${error.code}`
    const before = found.get(key)
    const { code, message, action } = error
    found.set(key, {
      operation,
      account,
      region,
      code,
      message,
      ...(action === undefined ? {} : { action }),
      times: (before?.times ?? 0) + 1,
    })
  }
  return sortedBy(found, ([key]) => key).map(([, fault]) => fault)
}

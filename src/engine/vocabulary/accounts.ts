import { parseArn } from '../../aws/arn.ts'
import type { Resource } from '../../model/resource.ts'
import { isSpecial, KIND, type Unknown, type Value } from '../../model/value.ts'
import type { Frame } from '../frame.ts'
import { follow, pseudoOf } from '../world.ts'

/** The account that a value which names a principal is of, where it can be read from it; undefined where nobody is named. */
export function accountOf(frame: Frame, from: Resource, raw: Value | undefined): string | Unknown | undefined {
  const value = frame.choices.settle(raw)
  if (value === undefined) return undefined
  if (typeof value === 'string') return parseArn(value)?.account
  if (isOwnAccount(value)) return from.scope.account
  if (isSpecial(value) && value[KIND] === 'text') {
    const written = value.parts.map((part) => (typeof part === 'string' ? part : '\u0000')).join('')
    const account = parseArn(written)?.account
    if (account !== undefined && /^[0-9]{12}$/.test(account)) return account
  }
  const target = follow(frame.world, value, [], from)
  if (target.kind === 'resource') return target.resource.scope.account
  if (!isSpecial(value) || value[KIND] !== 'text') return target.resource.rest
  const isOwn = value.parts.some((part, index) => {
    const [before, after] = [value.parts[index - 1], value.parts[index + 1]]
    const inPlace =
      typeof before === 'string' && before.endsWith('::') && typeof after === 'string' && after.startsWith(':')
    return inPlace && isOwnAccount(part)
  })
  return isOwn ? from.scope.account : target.resource.rest
}

/** `AWS::AccountId` of a stack whose account is not known. */
function isOwnAccount(value: Value): boolean {
  return isSpecial(value) && value[KIND] === 'unknown' && pseudoOf(value.cause.reason) === 'account'
}

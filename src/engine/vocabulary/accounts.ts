import { parseArn } from '../../aws/arn.ts'
import type { Resource } from '../../model/resource.ts'
import { isSpecial, KIND, type Unknown, type Value } from '../../model/value.ts'
import type { Frame } from '../frame.ts'
import { follow } from '../world.ts'

/** The account that a value which names a principal is of, where it can be read from it; undefined where nobody is named. */
export function accountOf(frame: Frame, from: Resource, raw: Value | undefined): string | Unknown | undefined {
  const value = frame.choices.settle(raw)
  if (value === undefined) return undefined
  if (typeof value === 'string') return parseArn(value)?.account
  if (isSpecial(value) && value[KIND] === 'text') {
    const written = value.parts.map((part) => (typeof part === 'string' ? part : '\u0000')).join('')
    const account = parseArn(written)?.account
    if (account !== undefined && /^[0-9]{12}$/.test(account)) return account
  }
  const target = follow(frame.world, value, [], from)
  if (target.kind === 'resource') return target.resource.scope.account
  if (!isSpecial(value) || value[KIND] !== 'text') return target.resource.rest
  const hole = value.parts.find((part) => typeof part !== 'string')
  const pseudo = hole !== undefined && hole[KIND] === 'unknown' && hole.cause.reason.startsWith('AWS::')
  return pseudo ? from.scope.account : target.resource.rest
}

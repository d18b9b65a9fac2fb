import { globMatches } from '../../util/text.ts'
import { ACTIONS } from '../data/actions.ts'

/**
 * Whether AWS has an action of that name, in any case of letters; with wildcards, whether they match one. Undefined for
 * services that rules of ours do not ask about.
 */
export function isAction(action: string): boolean | undefined {
  const [service = '', name = ''] = action.toLowerCase().split(':', 2)
  const names = actionsOf(service)
  if (names === undefined) return undefined
  return names.some((one) => globMatches(name, one.toLowerCase()))
}

/** The action names of a service by its IAM prefix, sorted, without the prefix. */
export function actionsOf(service: string): readonly string[] | undefined {
  table ??= JSON.parse(ACTIONS)
  return table !== undefined && Object.hasOwn(table, service) ? table[service]?.split(' ') : undefined
}

let table: Readonly<Record<string, string>> | undefined

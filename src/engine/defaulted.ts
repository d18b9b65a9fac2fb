import type { Default } from '../aws/defaults.ts'
import type { Resource } from '../model/resource.ts'
import { entry, isMap, unknown, type Value } from '../model/value.ts'
import { describe } from './describe.ts'
import type { Element, Frame } from './frame.ts'

const ACCOUNT_SETTINGS = 'Opscheck::ECS::AccountSettings'

interface Defaulted {
  readonly fallback?: (frame: Frame, element: Element) => Value | undefined
  readonly fallbackNote?: (element: Element) => string | undefined
}

/** How an absent value reads by AWS's default for the type it is absent from, and the words of evidence for it. */
export function defaulted(defaults: ReadonlyMap<string, Default | undefined>, pattern: string): Defaulted {
  if ([...defaults.values()].every((found) => found === undefined)) return {}
  return {
    fallback: (frame, { resource }) => {
      const found = defaults.get(resource.type)
      return found === undefined ? undefined : defaultValue(frame, found, pattern, resource)
    },
    fallbackNote: ({ resource }) => {
      const found = defaults.get(resource.type)
      return found === undefined ? undefined : noteOf(found)
    },
  }
}

function defaultValue(frame: Frame, found: Default, pattern: string, resource: Resource): Value | undefined {
  switch (found.kind) {
    case 'constant':
      return found.value
    case 'none':
      return undefined
    case 'account-setting':
      return accountSetting(frame, resource, found.name)
    case 'computed': {
      const usual = found.usually
      if (usual !== undefined && holds(resource, usual)) return usual.value
      return unknown('value', `${pattern} of ${resource.address} is absent: ${found.note}`)
    }
  }
}

function noteOf(found: Default): string {
  switch (found.kind) {
    case 'constant':
      return `absent, AWS default ${describe(found.value)}`
    case 'none':
      return found.note
    case 'account-setting':
      return `absent, the account setting ${found.name} decides`
    case 'computed':
      return `absent: ${found.note}`
  }
}

function holds(resource: Resource, usual: NonNullable<Extract<Default, { kind: 'computed' }>['usually']>): boolean {
  if (usual.standing === 'managed' && resource.standing !== 'managed') return false
  for (const [property, values] of Object.entries(usual.unless ?? {})) {
    const value = entry(resource.properties, property)
    if (value === undefined) continue
    if (values === true || typeof value === 'object' || values.includes(String(value))) return false
  }
  return true
}

function accountSetting(frame: Frame, resource: Resource, name: string): Value {
  const settings = frame.world
    .ofType(ACCOUNT_SETTINGS)
    .find(({ scope }) => scope.account === resource.scope.account && scope.region === resource.scope.region)
  const table = settings === undefined ? undefined : (entry(settings.properties, 'Settings') ?? settings.properties)
  const value = isMap(table) ? entry(table, name) : undefined
  if (value !== undefined) return value
  const cause = frame.world.coverage(ACCOUNT_SETTINGS, resource.scope)?.cause
  const why = cause?.class === 'read' ? `: ${cause.reason}` : ''
  return unknown(
    cause?.class === 'read' ? 'read' : 'input',
    `the account setting ${name} decides and is not known${why}`,
  )
}

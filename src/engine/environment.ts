import { displayName } from '../aws/identity.ts'
import type { Resource } from '../model/resource.ts'
import type { Environment, EnvironmentDefinition, Ruleset } from '../model/rule.ts'
import { entry, isList, isMap, isSpecial, KIND, type Unknown, unknown, type Value } from '../model/value.ts'
import { globMatches, hasGlob } from '../util/text.ts'
import type { Element, Frame } from './frame.ts'
import { nameOf } from './world.ts'

export type EnvironmentName = Environment | 'unassigned'

/**
 * The environment of a resource: what its input says, else account, tag, name (rules.md B4 order: account map, tag,
 * name pattern). Until the user configures environments, the unclaimed counts as production, and says so.
 */
export function environmentOf(frame: Frame, resource: Resource): EnvironmentName | Unknown {
  const known = frame.world.memo('environments', () => new Map<Resource, Environment | Unknown | undefined>())
  let claimed = known.get(resource)
  if (claimed === undefined && !known.has(resource)) {
    claimed = claim(frame.ruleset, resource)
    known.set(resource, claimed)
  }
  if (claimed !== undefined) return claimed
  return unclaimed(frame)
}

export function unclaimed(frame: Frame): EnvironmentName {
  if (frame.ruleset.environmentsConfigured) return 'unassigned'
  frame.assumptions?.add(PRODUCTION_ASSUMED)
  return 'production'
}

const PRODUCTION_ASSUMED =
  'no environment is configured: what no name or tag claims is judged as production (see "environments" of ruleset.json)'

/** The environment that a bare name tells (a cluster or service named in a pipeline), or undefined. */
export function environmentOfName(ruleset: Pick<Ruleset, 'environments'>, name: string): Environment | undefined {
  const folded = name.toLowerCase()
  return ruleset.environments.find((definition) => nameFits(definition, folded))?.name
}

export function definitionOf(ruleset: Ruleset, name: string): EnvironmentDefinition | undefined {
  return ruleset.environments.find((definition) => definition.name === name)
}

function claim(ruleset: Ruleset, resource: Resource): Environment | Unknown | undefined {
  const input = ruleset.inputs.find(
    (definition) => definition.unit === resource.unit.id || coversFile(definition.path, resource.unit.file),
  )
  if (input?.environment !== undefined) return input.environment
  const definitions = ruleset.environments
  const account = resource.scope.account
  const byAccount = definitions.find((definition) => definition.accounts.includes(account))
  if (byAccount !== undefined) return byAccount.name
  const byPath = definitions.find((definition) =>
    definition.paths.some((path) => globMatches(path, resource.unit.file ?? '')),
  )
  if (byPath !== undefined) return byPath.name
  const tags = tagsOf(resource)
  for (const definition of definitions) {
    for (const [key, globs] of Object.entries(definition.tags)) {
      const value = tags.known.get(key.toLowerCase())
      if (value !== undefined && globs.some((glob) => globMatches(glob.toLowerCase(), value.toLowerCase())))
        return definition.name
    }
  }
  const name = nameOf(resource) ?? displayName(resource.type, resource.properties)
  if (name !== undefined) {
    const byName = environmentOfName(ruleset, name)
    if (byName !== undefined) return byName
  }
  return open(definitions, resource, tags.open, account)
}

/** Unknown only where learning what is missing could claim the resource. */
function open(
  definitions: readonly EnvironmentDefinition[],
  resource: Resource,
  tags: Unknown | undefined,
  account: string,
): Unknown | undefined {
  if (account.startsWith('?') && definitions.some((definition) => definition.accounts.length > 0)) {
    return unknown('input', `the account of ${resource.address} is not known`)
  }
  if (tags !== undefined && definitions.some((definition) => Object.keys(definition.tags).length > 0)) return tags
  return undefined
}

/** A name without a glob is a word of longer names: `prod` fits `prod`, `prod-api`, `/ecs/prod/api`, not `product`. */
function nameFits(definition: EnvironmentDefinition, folded: string): boolean {
  return definition.names.some((name) =>
    hasGlob(name) ? globMatches(name, folded, { ignoreCase: true }) : hasWord(folded, name.toLowerCase()),
  )
}

function hasWord(name: string, word: string): boolean {
  for (let at = name.indexOf(word); at >= 0; at = name.indexOf(word, at + 1)) {
    const before = at === 0 || SEPARATORS.includes(name[at - 1] ?? '')
    const end = at + word.length
    if (before && (end === name.length || SEPARATORS.includes(name[end] ?? ''))) return true
  }
  return false
}

const SEPARATORS = '-_/.'

function coversFile(path: string, file: string | undefined): boolean {
  if (file === undefined) return false
  const folder = path.endsWith('/') ? path : `${path}/`
  return file === path || file.startsWith(folder) || path === '.'
}

/** Tags by lower-case key; CloudFormation's list of Key and Value, or a map (SSM documents, some newer types). */
function tagsOf(resource: Resource): {
  readonly known: ReadonlyMap<string, string>
  readonly open: Unknown | undefined
} {
  const known = new Map<string, string>()
  const tags = entry(resource.properties, 'Tags') ?? resource.rest
  let open: Unknown | undefined
  const put = (key: string, value: Value | undefined): void => {
    if (typeof value === 'string') known.set(key.toLowerCase(), value)
    else if (isSpecial(value) && value[KIND] === 'unknown' && isEnvironmentKey(key)) open ??= value
  }
  if (isSpecial(tags)) return { known, open: tags[KIND] === 'unknown' ? tags : undefined }
  if (isList(tags)) {
    for (const tag of tags) {
      if (!isMap(tag)) continue
      const key = entry(tag, 'Key')
      if (typeof key === 'string') put(key, entry(tag, 'Value'))
    }
  } else if (isMap(tags)) {
    for (const [key, value] of Object.entries(tags)) put(key, value)
  }
  return { known, open }
}

function isEnvironmentKey(key: string): boolean {
  return ['env', 'environment', 'stage'].includes(key.toLowerCase())
}

export function environmentFacet(frame: Frame, element: Element): Value {
  return environmentOf(frame, element.resource)
}

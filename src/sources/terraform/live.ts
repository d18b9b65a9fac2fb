import type { PropertyMap } from '../../model/value.ts'
import type { Instance } from './document.ts'
import { own, ownString } from './json.ts'
import { type Builder, isEmpty } from './values.ts'

/**
 * What AWS made of a resource, where the plan knows it: `Live.Arn`, `Live.Id`, and the attributes that CloudFormation
 * returns (`Live.RepositoryUri`). By these, known ids and ARNs elsewhere find the resource.
 */
export function liveOf(instance: Instance): PropertyMap | undefined {
  const identity = instance.mapping?.identity
  if (identity === undefined) return undefined
  const live: Builder = {}
  const properties = instance.mapping?.properties ?? {}
  const told = new Set<unknown>(Object.values(properties))
  const known = (attribute: string): string | undefined => {
    const value = own(instance.sensitive, attribute) === true ? undefined : ownString(instance.values, attribute)
    return value === '' ? undefined : value
  }
  for (const attribute of Object.keys(identity)) {
    const value = known(attribute)
    const name = identity[attribute]
    if (value === undefined || name === undefined || name === 'Ref') continue
    if (!told.has(name) && !Object.hasOwn(properties, attribute)) live[name] = value
  }
  const id = known('id')
  if (id !== undefined) live.Id = id
  const arn = known('arn') ?? id
  if (arn?.startsWith('arn:')) live.Arn = arn
  return isEmpty(live) ? undefined : live
}

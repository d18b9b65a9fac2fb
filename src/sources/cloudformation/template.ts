import { entry, isMap, type PropertyMap, type Value } from '../../model/value.ts'
import type { DocumentPath, Place } from '../../util/positions.ts'

/** One template file, read: its data and where everything stands. */
export interface TemplateFile {
  readonly path: string
  readonly root: PropertyMap
  readonly place: (path: DocumentPath) => Place
}

/**
 * Whether data is a CloudFormation template: a map whose `Resources` hold something with a `Type`, a loop or a
 * transform, or that at least says `AWSTemplateFormatVersion`.
 */
export function isTemplate(value: unknown): value is PropertyMap {
  if (!isTree(value) || !isMap(value)) return false
  const resources = entry(value, 'Resources')
  if (resources !== undefined && isMap(resources)) {
    for (const key in resources) {
      const resource = entry(resources, key)
      if (key.startsWith('Fn::ForEach::') || key === 'Fn::Transform') return true
      if (resource !== undefined && isMap(resource) && typeof entry(resource, 'Type') === 'string') return true
    }
  }
  return entry(value, 'AWSTemplateFormatVersion') !== undefined
}

/** What `JSON.parse` and `parseYaml` return are values of the model, `null` aside, which every reader here drops. */
export function isTree(value: unknown): value is Value {
  return typeof value === 'object' ? value !== null : value !== undefined
}

/** A section or part that must be a map; anything else reads as empty. */
export function mapAt(map: PropertyMap, key: string): PropertyMap {
  const value = entry(map, key)
  return value !== undefined && isMap(value) && value !== null ? value : EMPTY
}

export function textAt(map: PropertyMap, key: string): string | undefined {
  const value = entry(map, key)
  return typeof value === 'string' ? value : undefined
}

const EMPTY: PropertyMap = {}

import { SCALARS } from './data/scalars.ts'

/**
 * Whether a property is a boolean or a number, for sources whose dialect writes both as text. The pattern joins names by
 * dots, with `[]` after lists and `{}` after maps: `ContainerDefinitions[].Essential`. Undefined for texts, structures
 * and types that are not known.
 */
export function scalarKind(type: string, pattern: string): 'boolean' | 'number' | undefined {
  return scalarsOf(type)?.get(pattern)
}

/** All boolean and number properties of a type by pattern; undefined when it has none. */
export function scalarsOf(type: string): ReadonlyMap<string, 'boolean' | 'number'> | undefined {
  const known = maps.get(type)
  if (known !== undefined) return known
  table ??= JSON.parse(SCALARS)
  const name = type.slice('AWS::'.length)
  const lists = table !== undefined && Object.hasOwn(table, name) ? table[name] : undefined
  if (lists === undefined) return undefined
  const made = new Map<string, 'boolean' | 'number'>()
  for (const pattern of lists[0]) made.set(pattern, 'boolean')
  for (const pattern of lists[1]) made.set(pattern, 'number')
  maps.set(type, made)
  return made
}

const maps = new Map<string, ReadonlyMap<string, 'boolean' | 'number'>>()
/** Patterns of booleans, then of numbers, by type without `AWS::`. */
let table: Readonly<Record<string, readonly [readonly string[], readonly string[]]>> | undefined

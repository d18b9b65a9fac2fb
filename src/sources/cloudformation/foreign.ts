import type { Unit } from '../../model/resource.ts'
import {
  choice,
  isList,
  isMap,
  isSpecial,
  KIND,
  type PropertyMap,
  type Special,
  setEntry,
  type Text,
  type Value,
} from '../../model/value.ts'

/** A value of another unit: its references say whose they are. */
export function foreign(value: Value | undefined, unit: Unit): Value | undefined {
  if (value === undefined || typeof value !== 'object') return value
  if (isList(value)) return value.map((item) => foreign(item, unit)).filter((item) => item !== undefined)
  if (isSpecial(value)) return foreignSpecial(value, unit)
  return isMap(value) ? foreignMap(value, unit) : value
}

function foreignMap(map: PropertyMap, unit: Unit): PropertyMap {
  const copy: Record<string, Value> = {}
  for (const [key, item] of Object.entries(map)) {
    const value = foreign(item, unit)
    if (value !== undefined) setEntry(copy, key, value)
  }
  return copy
}

function foreignSpecial(value: Special, unit: Unit): Value {
  switch (value[KIND]) {
    case 'ref':
      return value.unit === undefined ? { ...value, unit: unit.id } : value
    case 'choice':
      return choice(value.condition, foreign(value.then, unit), foreign(value.else, unit))
    case 'text':
      return { ...value, parts: value.parts.map((part) => foreignPart(part, unit)) }
    case 'unknown':
    case 'rest': {
      const oneOf = value.oneOf?.map((each) => foreign(each, unit)).filter((each) => each !== undefined)
      return oneOf === undefined ? value : { ...value, oneOf }
    }
    case 'secret':
      return value
  }
}

type Part = Text['parts'][number]

function foreignPart(part: Part, unit: Unit): Part {
  if (typeof part === 'string' || part[KIND] === 'secret') return part
  const value = foreignSpecial(part, unit)
  return isPart(value) ? value : part
}

function isPart(value: Value): value is Exclude<Part, string> {
  return isSpecial(value) && value[KIND] !== 'text' && value[KIND] !== 'rest'
}

import type { Resource } from '../model/resource.ts'
import { FALSE, TRUE, type Tri, UNKNOWN } from '../model/tri.ts'
import { isSpecial, KIND, type Value } from '../model/value.ts'
import { addTo } from '../util/groups.ts'
import { createAffixes } from './affixes.ts'
import type { Frame } from './frame.ts'
import { equalsTest } from './operators.ts'
import { literalOfRef, type World } from './world.ts'

/** A value with the resource that tells it, which its references are relative to. Choices are settled. */
export interface Told {
  readonly value: Value
  readonly from: Resource
}

export interface Found<T> {
  readonly item: T
  /** Surely the same text; else it may be. */
  readonly sure: boolean
}

/** Items by a text that may have holes. A parameter used twice is equal to itself, whatever its value. */
export interface TextIndex<T> {
  /** What has one of the texts, which are all names of one thing: what surely differs from one of them is left out. */
  readonly find: (frame: Frame, names: readonly Told[]) => readonly Found<T>[]
}

/**
 * Linear in the entries to make. Asking is linear in the entries whose texts are not known and may be meant: names of
 * other resources of the same unit are left out together.
 */
export function createTextIndex<T>(world: World, entries: readonly Entry<T>[]): TextIndex<T> {
  const byKey = new Map<string, Entry<T>[]>()
  const literals: Entry<T>[] = []
  const open = new Map<string, Entry<T>[]>()
  const openTexts = createAffixes<Entry<T>>()
  for (const entry of entries) {
    const { key, literal } = keyOf(world, entry)
    addTo(byKey, key, entry)
    if (literal !== undefined) literals.push(entry)
    else {
      addTo(open, nameGroup(entry) ?? '', entry)
      openTexts.put(entry.value, entry)
    }
  }
  return {
    find(frame, names) {
      const keys = names.map((name) => keyOf(world, name))
      const sure = new Set(keys.flatMap(({ key }) => byKey.get(key) ?? []))
      const groups = new Set(names.map(nameGroup))
      const literal = keys.find((key) => key.literal !== undefined)?.literal
      const candidates =
        literal === undefined
          ? [...literals, ...[...open].flatMap(([group, members]) => (groups.has(group) ? [] : members))]
          : openTexts.of(literal).filter((entry) => !groups.has(nameGroup(entry) ?? ''))
      const maybe = candidates.filter((entry) => !sure.has(entry) && sameAsAny(frame, entry, names) === UNKNOWN)
      return [
        ...[...sure].map(({ item }) => ({ item, sure: true })),
        ...maybe.map(({ item }) => ({ item, sure: false })),
      ]
    },
  }
}

type Entry<T> = Told & { readonly item: T }

/** Whether a text is one of the names of one thing: a name that is surely equal decides, else one that surely differs. */
export function sameAsAny(frame: Frame, told: Told, names: readonly Told[]): Tri {
  const answers = names.map((name) => sameText(frame, told, name))
  if (answers.includes(TRUE)) return TRUE
  return answers.includes(FALSE) ? FALSE : UNKNOWN
}

/** Whether two texts are equal, whatever their holes turn out to be. */
export function sameText(frame: Frame, left: Told, right: Told): Tri {
  const [one, other] = [keyOf(frame.world, left), keyOf(frame.world, right)]
  if (one.key === other.key) return TRUE
  if (one.literal !== undefined && other.literal !== undefined) return FALSE
  if (one.literal !== undefined) return equalsTest(one.literal)(frame, right.value, right.from)
  if (other.literal !== undefined) return equalsTest(other.literal)(frame, left.value, left.from)
  return namesAnother(left, right) ? FALSE : UNKNOWN
}

/** Two resources of a unit are not called the same. */
function namesAnother(left: Told, right: Told): boolean {
  const group = nameGroup(left)
  if (group === undefined || group !== nameGroup(right)) return false
  const [one, other] = [left.value, right.value]
  return (
    isSpecial(one) && isSpecial(other) && one[KIND] === 'ref' && other[KIND] === 'ref' && one.target !== other.target
  )
}

/** Names of resources of one unit, told by the same attribute, are all different. */
function nameGroup(told: Told): string | undefined {
  const { value } = told
  if (!isSpecial(value) || value[KIND] !== 'ref') return undefined
  const names = value.attribute === 'Ref' || value.attribute.endsWith('Name')
  return names ? `${unitOf(told)}${MARK}${value.attribute}` : undefined
}

function unitOf({ value, from }: Told): string {
  return (isSpecial(value) && value[KIND] === 'ref' ? value.unit : undefined) ?? from.unit.id
}

/** Equal keys are equal texts. Holes are known by what they are: the same parameter of a stack is one object. */
function keyOf(world: World, { value, from }: Told): { readonly key: string; readonly literal?: string } {
  if (!isSpecial(value)) {
    if (typeof value === 'object') return { key: holeKey(world, value) }
    return { key: String(value), literal: String(value) }
  }
  if (value[KIND] === 'ref') {
    const literal = literalOfRef(world, value, from)
    if (literal !== undefined) return { key: literal, literal }
    return { key: `${MARK}${value.unit ?? from.unit.id}${MARK}${value.target}${MARK}${value.attribute}` }
  }
  if (value[KIND] !== 'text') return { key: holeKey(world, value) }
  const keys = value.parts.map((part) => keyOf(world, { value: part, from }))
  const key = keys.map((part) => part.key).join('')
  return keys.every((part) => part.literal !== undefined) ? { key, literal: key } : { key }
}

const MARK = '\u0000'

function holeKey(world: World, hole: object): string {
  const numbers = world.memo('text-index.holes', () => new Map<object, number>())
  const number = numbers.get(hole) ?? numbers.size
  numbers.set(hole, number)
  return `${MARK}${number}${MARK}`
}

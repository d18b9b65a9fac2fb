import { type Cause, entry, isList, isMap, isSpecial, type PropertyMap, type Value } from '../../model/value.ts'
import type { DocumentPath } from '../../util/positions.ts'
import { causeOf } from './functions/text.ts'

/** What the loops around a piece of a template stand for: identifier to text. */
export type Loop = ReadonlyMap<string, string>

/** One entry of a map after its loops are unrolled. */
export interface Entry {
  readonly key: string
  readonly raw: Value
  readonly loop: Loop | undefined
  /** Where the entry stands, below the map. */
  readonly path: DocumentPath
}

export interface Entries {
  readonly entries: readonly Entry[]
  /** Loops whose collection is not known: there may be any number of entries like their body. */
  readonly open: readonly { readonly name: string; readonly body: PropertyMap; readonly cause: Cause }[]
}

export function isLoop(key: string): boolean {
  return key.startsWith('Fn::ForEach::')
}

/**
 * The entries of a map with every `Fn::ForEach::…` (of `AWS::LanguageExtensions`) unrolled. `resolve` gives the value of a
 * collection. Loops for which no turns are left stay open.
 */
export function unroll(
  map: PropertyMap,
  loop: Loop | undefined,
  resolve: (raw: Value, loop: Loop | undefined) => Value | undefined,
  turns: { left: number },
): Entries {
  const entries: Entry[] = []
  const open: Entries['open'][number][] = []
  const walk = (from: PropertyMap, inside: Loop | undefined, at: DocumentPath): void => {
    for (const rawKey of Object.keys(from)) {
      const raw = entry(from, rawKey)
      if (raw === undefined || raw === null) continue
      const path = at.length === 0 ? [rawKey] : [...at, rawKey]
      const parts = isLoop(rawKey) && isList(raw) ? loopParts(raw) : undefined
      if (parts === undefined) {
        entries.push({ key: inside === undefined ? rawKey : fill(rawKey, inside), raw, loop: inside, path })
        continue
      }
      const collection = resolve(parts.collection, inside)
      const items = itemsOf(collection)
      if (items === undefined || items.length > turns.left) {
        open.push({
          name: rawKey,
          body: parts.body,
          cause: items === undefined ? openCause(rawKey, collection) : tooMany(rawKey),
        })
        continue
      }
      turns.left -= items.length
      for (const item of items) {
        walk(parts.body, new Map([...(inside ?? []), [parts.identifier, item]]), [...path, 2])
      }
    }
  }
  walk(map, loop, [])
  return { entries, open }
}

function loopParts(raw: readonly Value[]) {
  const [identifier, collection, body] = raw
  if (typeof identifier !== 'string' || collection === undefined || body === undefined || !isMap(body)) return undefined
  return { identifier, collection, body }
}

function itemsOf(collection: Value | undefined): readonly string[] | undefined {
  if (collection === undefined || !isList(collection)) return undefined
  const items = collection.map((item) => (typeof item === 'object' ? undefined : String(item)))
  const known = items.filter((item) => item !== undefined && item.length <= LONGEST_NAME)
  return known.length === items.length ? known.filter((item) => item !== undefined) : undefined
}

function openCause(name: string, collection: Value | undefined): Cause {
  const special = collection !== undefined && isList(collection) ? collection.find(isSpecial) : collection
  const why = special !== undefined && isSpecial(special) ? causeOf(special) : undefined
  return {
    class: why?.class ?? 'value',
    reason: `the collection of ${name} is not known${why === undefined ? '' : `: ${why.reason}`}`,
  }
}

function tooMany(name: string): Cause {
  return { class: 'limit', reason: `${name} makes too many entries` }
}

/** Puts the loops' texts in place of `${Identifier}`, and of `&{Identifier}` without what a logical id may not hold. */
export function fill(text: string, loop: Loop): string {
  let result = ''
  let at = 0
  let brace = text.indexOf('{')
  let end = -1
  while (brace !== -1) {
    if (end < brace) end = text.indexOf('}', brace)
    if (end === -1) break
    const sigil = text[brace - 1]
    const isName = (sigil === '$' || sigil === '&') && end - brace <= LONGEST_NAME
    const value = isName ? loop.get(text.slice(brace + 1, end)) : undefined
    if (value !== undefined) {
      result += text.slice(at, brace - 1) + (sigil === '&' ? value.replaceAll(/[^A-Za-z0-9]/g, '') : value)
      at = end + 1
    }
    brace = text.indexOf('{', brace + 1)
  }
  return result + text.slice(at)
}

/** Identifiers and logical ids have at most 255 characters. */
const LONGEST_NAME = 256

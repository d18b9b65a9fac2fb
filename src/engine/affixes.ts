import { isSpecial, KIND, type Text, type Value } from '../model/value.ts'
import { addTo } from '../util/groups.ts'

/** Items by a text that has holes, found by a text that it may be. */
export interface Affixes<T> {
  readonly put: (value: Value | undefined, item: T) => void
  /** What surely begins or ends otherwise is left out; what is left may still differ. */
  readonly of: (text: string) => readonly T[]
}

/** Kept by the longer of what a text surely begins and ends with; what tells neither is met by every text. */
export function createAffixes<T>(): Affixes<T> {
  const byHead = new Map<string, T[]>()
  const byTail = new Map<string, T[]>()
  const loose: T[] = []
  return {
    put(value, item) {
      const { head, tail } = affixesOf(value)
      if (head === '' && tail === '') loose.push(item)
      else if (head.length >= tail.length) addTo(byHead, head, item)
      else addTo(byTail, tail, item)
    },
    of(text) {
      const found = [...loose]
      for (let length = 1; length <= Math.min(text.length, LONGEST); length += 1) {
        found.push(...(byHead.get(text.slice(0, length)) ?? []), ...(byTail.get(text.slice(-length)) ?? []))
      }
      return found
    },
  }
}

function affixesOf(value: Value | undefined): { readonly head: string; readonly tail: string } {
  if (!isSpecial(value) || value[KIND] !== 'text') return { head: '', tail: '' }
  return { head: literal(value.parts[0]).slice(0, LONGEST), tail: literal(value.parts.at(-1)).slice(-LONGEST) }
}

/** Each length is looked up: a text may have any, and names that agree in so much are few. */
const LONGEST = 128

function literal(part: Text['parts'][number] | undefined): string {
  return typeof part === 'string' ? part : ''
}

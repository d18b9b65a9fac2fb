import { isSpecial, KIND, type Text, type Value } from '../model/value.ts'

/** Items by a text that has holes, found by a text that it may be. */
export interface Affixes<T> {
  readonly put: (value: Value | undefined, item: T) => void
  /** Linear in the length of the text: what surely begins or ends otherwise is left out. */
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
      else if (head.length >= tail.length) add(byHead, head, item)
      else add(byTail, tail, item)
    },
    of(text) {
      const found = [...loose]
      for (let length = 1; length <= text.length; length += 1) {
        found.push(...(byHead.get(text.slice(0, length)) ?? []), ...(byTail.get(text.slice(-length)) ?? []))
      }
      return found
    },
  }
}

function affixesOf(value: Value | undefined): { readonly head: string; readonly tail: string } {
  if (!isSpecial(value) || value[KIND] !== 'text') return { head: '', tail: '' }
  return { head: literal(value.parts[0]), tail: literal(value.parts.at(-1)) }
}

function literal(part: Text['parts'][number] | undefined): string {
  return typeof part === 'string' ? part : ''
}

function add<T>(groups: Map<string, T[]>, key: string, item: T): void {
  const group = groups.get(key)
  if (group === undefined) groups.set(key, [item])
  else group.push(item)
}

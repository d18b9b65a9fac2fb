import { isRecord, own } from '../../util/record.ts'

/**
 * The values at a place of an answer: `services[].taskSets[].taskDefinition`. `[]` is every element of a list, `*` every
 * entry of a map, and `{}` after a member reads its text as JSON.
 */
export function pick(body: unknown, path: string): readonly unknown[] {
  let found: readonly unknown[] = [body]
  for (const step of path.split('.')) found = found.flatMap((value) => stepInto(value, step))
  return found
}

/** The texts at a place. */
export function pickTexts(body: unknown, path: string): readonly string[] {
  return pick(body, path)
    .filter((value) => typeof value === 'string' && value !== '')
    .map(String)
}

function stepInto(value: unknown, step: string): readonly unknown[] {
  const [, name = '', suffix] = /^([^[{]*)(\[\]|\{\})?$/.exec(step) ?? []
  const told = name === '' ? [value] : membersOf(value, name)
  if (suffix === '[]') return told.flatMap((list) => (Array.isArray(list) ? list : []))
  return suffix === '{}' ? told.flatMap(parsed) : told
}

function membersOf(value: unknown, name: string): readonly unknown[] {
  if (!isRecord(value)) return []
  const found = name === '*' ? Object.values(value) : [own(value, name)]
  return found.filter((each) => each !== undefined && each !== null)
}

function parsed(text: unknown): readonly unknown[] {
  if (typeof text !== 'string') return []
  try {
    return [JSON.parse(text)]
  } catch {
    return []
  }
}

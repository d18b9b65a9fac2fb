import type { Resource } from '../../../src/model/resource.ts'
import type { InputDefinition } from '../../../src/model/rule.ts'
import type { Coverage, Snapshot } from '../../../src/model/snapshot.ts'
import { isList, isMap, isSpecial, KIND, type Value } from '../../../src/model/value.ts'
import { type Answer, exportSource, toSnapshot } from '../../../src/sources/export/index.ts'
import type { InputFile } from '../../../src/sources/source.ts'

export const ACCOUNT = '111122223333'
export const REGION = 'ap-northeast-1'

/** A file with this content; a text is written as it is. */
export function fileOf(path: string, content: unknown): InputFile {
  if (typeof content === 'string') return { path, text: content }
  const text = JSON.stringify(content)
  const json: unknown = JSON.parse(text)
  return { path, text, json }
}

/** Reads files that lie in the folder of the account and region, unless their paths say otherwise. */
export function read(files: Readonly<Record<string, unknown>>, definition?: Partial<InputDefinition>): Snapshot {
  const inputs = Object.entries(files).map(([path, content]) =>
    fileOf(path.includes('/') ? path : `${ACCOUNT}/${REGION}/${path}`, content),
  )
  return readFiles(inputs, definition)
}

export function readFiles(files: readonly InputFile[], definition?: Partial<InputDefinition>): Snapshot {
  return exportSource.readSet(files, {
    definition: definition === undefined ? undefined : { path: '.', parameters: {}, closed: false, ...definition },
    parameters: new Map(),
    sibling: () => undefined,
    unitId: (wanted) => wanted,
  })
}

/** An answer of the live collector: its request is known whole. */
export function answer(operation: string, body: unknown, more: Partial<Answer> = {}): Answer {
  return {
    operation,
    partition: 'aws',
    account: ACCOUNT,
    region: REGION,
    request: {},
    requestKnown: true,
    complete: true,
    ...more,
    body,
    error: undefined,
  }
}

export function denied(operation: string, request: Answer['request'] = {}, code = 'AccessDeniedException'): Answer {
  return {
    operation,
    partition: 'aws',
    account: ACCOUNT,
    region: REGION,
    request,
    requestKnown: true,
    complete: true,
    error: { code, message: 'not authorized' },
  }
}

export function live(...answers: readonly Answer[]): Snapshot {
  return toSnapshot(answers, { id: 'live', dialect: 'live', name: 'live', closed: false })
}

/** The only resource of a type. */
export function the(snapshot: Snapshot, type: string): Resource {
  const found = all(snapshot, type)
  const [only] = found
  if (only === undefined || found.length > 1) throw new Error(`${found.length} resources of type ${type}`)
  return only
}

export function all(snapshot: Snapshot, type: string): readonly Resource[] {
  return snapshot.resources.filter((resource) => resource.type === type)
}

/** Properties as plain data: `<secret>`, `<input: reason>` for what is not known, `<rest input>` for open lists. */
export function shown(value: Value | undefined): unknown {
  if (value === undefined) return undefined
  if (isSpecial(value)) {
    if (value[KIND] === 'unknown') return `<${value.cause.class}: ${value.cause.reason}>`
    if (value[KIND] === 'rest') return `<rest ${value.cause.class}>`
    return `<${value[KIND]}>`
  }
  if (isList(value)) return value.map(shown)
  if (isMap(value)) return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, shown(item)]))
  return value
}

export function properties(snapshot: Snapshot, type: string): unknown {
  return shown(the(snapshot, type).properties)
}

export function coverage(snapshot: Snapshot, type: string, region = REGION, account = ACCOUNT): Coverage | undefined {
  const found = snapshot.coverage.filter(
    (each) => each.type === type && each.region === region && each.account === account,
  )
  if (found.length > 1) throw new Error(`${found.length} entries of coverage for ${type}`)
  return found[0]
}

/** `complete`, `partial input`, `unread read`, or `none`. */
export function state(snapshot: Snapshot, type: string, region = REGION, account = ACCOUNT): string {
  const entry = coverage(snapshot, type, region, account)
  if (entry === undefined) return 'none'
  return entry.cause === undefined ? entry.state : `${entry.state} ${entry.cause.class}`
}

export function closedFor(snapshot: Snapshot, type: string, region = REGION): readonly string[] {
  return [...(coverage(snapshot, type, region)?.closedFor ?? [])]
}

import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parse, type ScalarTag } from 'yaml'
import type { PlanChange } from './plan-changes.ts'

export const PLATFORM = fileURLToPath(new URL('../../fixtures/platform/', import.meta.url))

/** JSON as the files of the platform hold it; changed in place, in a copy of its own for each twin. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json }

/**
 * One change to a file. `at`, `set`, `add`, `remove` and `move` are JSON pointers; in templates they start at the
 * resources. An entry of a list is named by its index, an answer of a recording by `[operation]`.
 */
export interface Change {
  readonly set?: string
  readonly add?: string
  readonly remove?: string
  readonly move?: string
  readonly replace?: string
  readonly at?: string
  readonly to?: Json
  readonly with?: string
  /** For `add` to a mapping: the name there. */
  readonly named?: string
  /** For `set` of an answer's body: the error that stands there instead. */
  readonly error?: Json
}

/** What breaks one rule, and what must fail with it, each with the reason. */
export interface Twin {
  readonly rule: string
  readonly breaks: string
  readonly follows: Readonly<Record<string, string>>
  /** Rules that can no longer be decided, with why. */
  readonly opens: Readonly<Record<string, string>>
  /** By file, below fixtures/platform and without ending: `production`, `account/shared`. */
  readonly changes: ReadonlyMap<string, readonly Change[]>
  /** The same break in plans, below fixtures/platform/plan and without ending: `production`. */
  readonly plans: ReadonlyMap<string, readonly PlanChange[]>
  /** Why no plan tells it. */
  readonly notInPlan?: string
}

export function readTwins(): readonly Twin[] {
  return readdirSync(`${PLATFORM}twins`)
    .sort()
    .flatMap((file) => Object.entries(parse(readFileSync(`${PLATFORM}twins/${file}`, 'utf8'))).map(twinOf))
}

function twinOf([rule, entry]: [string, unknown]): Twin {
  if (typeof entry !== 'object' || entry === null) throw new Error(`${rule} tells nothing`)
  const { breaks, follows = {}, opens = {}, notInPlan, ...files } = entry as Told
  const changes = new Map<string, readonly Change[]>()
  const plans = new Map<string, readonly PlanChange[]>()
  for (const [file, given] of Object.entries(files)) {
    if (file.startsWith(PLAN)) plans.set(file.slice(PLAN.length), [given].flat() as readonly PlanChange[])
    else changes.set(file, [given].flat() as readonly Change[])
  }
  return { rule, breaks, follows, opens, changes, plans, ...(notInPlan === undefined ? {} : { notInPlan }) }
}

type Told = Pick<Twin, 'breaks'> & Partial<Pick<Twin, 'follows' | 'opens' | 'notInPlan'>>

const PLAN = 'plan/'

/** A template with its short tags written out, or a recording. */
export function readFile(path: string): Json {
  return parse(readFileSync(`${PLATFORM}${path}`, 'utf8'), { customTags: TAGS, maxAliasCount: -1 })
}

const TAGS: ScalarTag[] = [
  { tag: '!Ref', resolve: (name) => ({ Ref: name }) },
  { tag: '!Sub', resolve: (text) => ({ 'Fn::Sub': text }) },
  {
    tag: '!GetAtt',
    resolve: (path) => ({ 'Fn::GetAtt': [path.slice(0, path.indexOf('.')), path.slice(path.indexOf('.') + 1)] }),
  },
]

/** A copy of the document with the changes made. Throws when a change names what is not there. */
export function changed(document: Json, changes: readonly Change[], root: string): Json {
  const copy: Json = structuredClone(document)
  for (const change of changes) apply(copy, change, root)
  return copy
}

function apply(document: Json, change: Change, root: string): void {
  const { set, add, remove, move, replace, at, to = null } = change
  if (set !== undefined) {
    const { holder, key } = placeOf(document, root + set)
    if (change.error !== undefined && isMap(holder)) {
      delete holder[key]
      holder.error = change.error
    } else put(holder, key, to)
  } else if (remove !== undefined) {
    const { holder, key } = placeOf(document, root + remove)
    if (get(holder, key) === undefined) throw new Error(`${remove} is not there`)
    if (Array.isArray(holder)) holder.splice(Number(key), 1)
    else if (isMap(holder)) delete holder[key]
  } else if (move !== undefined) {
    const { holder, key } = placeOf(document, root + move)
    if (!Array.isArray(holder)) throw new Error(`${move} is no entry of a list`)
    const [entry = null] = holder.splice(Number(key), 1)
    holder.splice(Number(to), 0, entry)
  } else if (add !== undefined) {
    const { holder, key } = placeOf(document, (root + add).replace(/\/$/, ''))
    const list = get(holder, key)
    if (change.named !== undefined && isMap(list)) list[change.named] = to
    else if (Array.isArray(list)) list.push(to)
    else put(holder, key, list === undefined ? [to] : [list, to])
  } else if (replace !== undefined && at !== undefined) {
    const { holder, key } = placeOf(document, root + at)
    const text = get(holder, key)
    if (typeof text !== 'string' || !text.includes(replace)) throw new Error(`${at} does not hold ${replace}`)
    put(holder, key, text.replace(replace, change.with ?? ''))
  } else throw new Error(`a change that says nothing: ${JSON.stringify(change)}`)
}

function placeOf(document: Json, pointer: string): { readonly holder: Json; readonly key: string } {
  const keys = pointer.match(/\[[^\]]*\]|[^/]+/g) ?? []
  const key = keys.at(-1)
  if (key === undefined) throw new Error(`${pointer} is no pointer`)
  const holder = keys.slice(0, -1).reduce((at: Json | undefined, step) => get(at, step), document)
  if (holder === undefined) throw new Error(`${pointer} is not there`)
  return { holder, key }
}

function get(holder: Json | undefined, key: string): Json | undefined {
  if (Array.isArray(holder)) {
    if (!key.startsWith('[')) return holder[Number(key)]
    return holder.find((entry) => isMap(entry) && entry.operation === key.slice(1, -1))
  }
  return isMap(holder) && Object.hasOwn(holder, key) ? holder[key] : undefined
}

function put(holder: Json, key: string, value: Json): void {
  if (Array.isArray(holder)) holder[Number(key)] = value
  else if (isMap(holder)) holder[key] = value
}

function isMap(value: Json | undefined): value is { [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

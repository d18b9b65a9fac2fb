import { allDefaults } from '../../aws/defaults.ts'
import { operationOf } from '../export/operations.ts'
import { CALLS, type Call } from './calls.ts'

/** What one selected rule needs. */
export interface Need {
  /** Types that it judges: these are listed whole. */
  readonly selects: readonly string[]
  /** All types that it reads. */
  readonly reads: ReadonlySet<string>
  /** Its conditions as text: what they do not mention is not called for. */
  readonly words: string
  /** Tags may decide the environment of what it reads. */
  readonly tags: boolean
}

export type Needs = readonly Need[]

export interface Plan {
  readonly calls: readonly PlannedCall[]
}

export interface PlannedCall {
  readonly call: Call
  /** Its place in the table. */
  readonly index: number
  /** Places in earlier answers that tell what to ask for; undefined for a single request. */
  readonly sources: readonly Source[] | undefined
  /** Operations that must have answered before. */
  readonly after: readonly string[]
}

export interface Source {
  readonly operation: string
  readonly path: string
  /** Told among others what there is, rather than what is referred to. */
  readonly list: boolean
}

/** The calls for what the rules read, in the order of the table: nothing else is asked. */
export function planCalls(rules: Needs): Plan {
  const needs = rules.map(withSettings)
  const wanted = new Set(CALLS.filter((call) => feeds(call, needs) && isWanted(call, needs)))
  for (let before = -1; before !== wanted.size; ) {
    before = wanted.size
    for (const call of wanted) {
      for (const operation of required(call, needs)) {
        for (const other of CALLS) if (other.operation === operation) wanted.add(other)
      }
    }
  }
  const operations = new Set([...wanted].map(({ operation }) => operation))
  return {
    calls: CALLS.flatMap((call, index) => {
      if (!wanted.has(call)) return []
      const sources = sourcesOf(call, needs)?.filter(({ operation }) => operations.has(operation))
      const after = [...(sources ?? []).map(({ operation }) => operation), ...(call.instead ? [call.instead] : [])]
      return [{ call, index, sources, after: [...new Set(after)] }]
    }),
  }
}

const ACCOUNT_SETTINGS = 'Opscheck::ECS::AccountSettings'

/** Where a setting of the account decides what an absent value means, a rule about the value reads the setting, too. */
function withSettings(need: Need): Need {
  const { reads, words } = need
  const decided = allDefaults().some(
    ({ type, pattern, is }) =>
      is.kind === 'account-setting' && reads.has(type) && words.includes(/\/\w+/.exec(pattern)?.[0] ?? pattern),
  )
  return decided ? { ...need, reads: new Set([...reads, ACCOUNT_SETTINGS]) } : need
}

function feeds(call: Call, needs: Needs): boolean {
  return needs.some((need) => readsFrom(need, call))
}

function readsFrom({ reads }: Need, { operation }: Call): boolean {
  return feedsOf(operation).some((type) => reads.has(type))
}

function feedsOf(operation: string): readonly string[] {
  return operationOf(operation)?.feeds ?? []
}

function isWanted(call: Call, needs: Needs): boolean {
  if (call.whole === true) return isSelected(call, needs)
  const { wanted } = call
  if (wanted === undefined) return true
  return needs.some((need) => {
    if (!readsFrom(need, call)) return false
    if (wanted === 'tags') return need.tags
    const words = need.words.toLowerCase()
    return wanted.some((word) => words.includes(word.toLowerCase()))
  })
}

function isSelected({ operation, unless }: Call, needs: Needs): boolean {
  const fed = feedsOf(operation)
  return needs.some(
    ({ selects, words }) =>
      selects.some((type) => fed.includes(type)) && (unless === undefined || !words.includes(unless)),
  )
}

function sourcesOf(call: Call, needs: Needs): readonly Source[] | undefined {
  const { each } = call
  if (each === undefined) return undefined
  if (each.whole !== undefined && isSelected(call, needs)) return each.whole.map((place) => sourceOf(place, true))
  return [
    ...each.from.map((place) => sourceOf(place, true)),
    ...(each.also ?? []).map((place) => sourceOf(place, false)),
  ]
}

/** What tells what to ask for; what refers to it only where a rule judges what is referred to. */
function required(call: Call, needs: Needs): readonly string[] {
  const judged = isSelected(call, needs)
  const sources = (sourcesOf(call, needs) ?? []).filter(({ list }) => list || judged)
  return [...sources.map(({ operation }) => operation), ...(call.along === undefined ? [] : [call.along])]
}

function sourceOf(place: string, list: boolean): Source {
  const at = place.indexOf(' ')
  return { operation: place.slice(0, at), path: place.slice(at + 1), list }
}

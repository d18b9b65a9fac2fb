import { OpscheckError } from '../model/errors.ts'
import type { Rule, Ruleset, SelectedRule, Severity, Topic } from '../model/rule.ts'
import { asWritten } from '../ruleset/index.ts'
import { didYouMean } from '../util/suggest.ts'
import { globMatches, hasGlob } from '../util/text.ts'

export interface Selection {
  /** Ids, old ids and globs; empty for all of the ruleset. */
  readonly rules?: readonly string[]
  readonly topics?: readonly Topic[]
  readonly failOn?: Severity | 'none' | undefined
}

/**
 * The ruleset with the rules that were asked for. A rule named in full runs even if the ruleset leaves it out; a glob
 * chooses among the ruleset's. Throws OpscheckError `no-rule` for a name that means none and when none is left.
 */
export function selectRules(ruleset: Ruleset, { rules = [], topics = [], failOn }: Selection): Ruleset {
  const named = rules.length === 0 ? ruleset.rules : [...new Set(rules.flatMap((name) => meant(name, ruleset)))]
  const chosen = topics.length === 0 ? named : named.filter(({ rule }) => topics.some((topic) => topic === rule.topic))
  if (chosen.length === 0) throw new OpscheckError('no-rule', 'no rule is selected', { hint: LIST })
  return { ...ruleset, rules: chosen, failOn: failOn ?? ruleset.failOn }
}

const LIST = 'opscheck rules lists the rules of the ruleset'

function meant(name: string, ruleset: Ruleset): readonly SelectedRule[] {
  const selected = ruleset.rules.filter(({ rule }) => isCalled(rule, name))
  if (selected.length > 0) return selected
  const known = hasGlob(name) ? [] : ruleset.known.filter((rule) => isCalled(rule, name))
  if (known.length > 0) return known.map(asWritten)
  const ids = ruleset.known.map(({ id }) => id)
  throw new OpscheckError('no-rule', `there is no rule ${name}${didYouMean(name, ids)}`, { hint: LIST })
}

function isCalled({ id, formerly }: Rule, name: string): boolean {
  return id === name || globMatches(name, id) || formerly.includes(name)
}

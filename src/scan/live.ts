import type { CompiledRule } from '../engine/index.ts'
import { OpscheckError } from '../model/errors.ts'
import { ENVIRONMENTS, type Ruleset } from '../model/rule.ts'
import type { Need } from '../sources/live/index.ts'
import { didYouMean } from '../util/suggest.ts'

/** What the rules need of a live account. `accounts`: those that will be read, where they are known. */
export function needsOf(
  rules: readonly CompiledRule[],
  { environments }: Pick<Ruleset, 'environments'>,
  accounts: readonly string[],
): readonly Need[] {
  const claimed = accounts.length > 0 && accounts.every((id) => environments.some((one) => one.accounts.includes(id)))
  const byTags = !claimed && environments.some(({ tags }) => Object.keys(tags).length > 0)
  return rules.map(({ selected: { rule }, reads }) => {
    const words = JSON.stringify([rule.select, rule.each, rule.where, rule.check])
    const tags =
      /"[^"]*Tags\b/.test(words) || (byTags && (rule.environments.length > 0 || /environment|branch/i.test(words)))
    return { selects: rule.select, reads, words, tags }
  })
}

/**
 * Account ids of what was asked for: ids, and environments of the ruleset. Throws `usage` for anything else, with the
 * hint that fits a path.
 */
export function accountsOf(
  asked: readonly string[],
  { environments }: Pick<Ruleset, 'environments'>,
  isPath: (word: string) => boolean,
): readonly string[] {
  return [
    ...new Set(
      asked.flatMap((word) => {
        if (/^\d{12}$/.test(word)) return [word]
        const environment = environments.find(({ name }) => name === word)
        if (environment !== undefined && environment.accounts.length > 0) return environment.accounts
        throw noAccount(word, environment !== undefined || ENVIRONMENTS.some((name) => name === word), isPath(word))
      }),
    ),
  ]
}

function noAccount(word: string, isEnvironment: boolean, isPath: boolean): OpscheckError {
  if (isEnvironment)
    return new OpscheckError('usage', `the ruleset names no account of environment ${word}`, {
      hint: `write its ids to environments.${word}.accounts of ruleset.json, or give them to --account`,
    })
  if (isPath || /[/\\.]/.test(word))
    return new OpscheckError('usage', `--account takes an account id or an environment, and ${word} is a path`, {
      hint: `paths come first: opscheck scan ${word} --account`,
    })
  return new OpscheckError(
    'usage',
    `${word} is no account id and no environment${didYouMean(word, [...ENVIRONMENTS])}`,
    {
      hint: 'account ids have twelve digits; paths come before the options',
    },
  )
}

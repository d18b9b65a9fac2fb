import { TOPICS, type Topic } from '../model/rule.ts'
import { ruleEntry } from '../report/json.ts'
import { loadRuleset } from '../ruleset/index.ts'
import { ruleSummary } from '../scan/conclude.ts'
import { selectRules } from '../scan/select-rules.ts'
import { sortedBy } from '../util/order.ts'
import { EXIT_CODES, type ExitCode } from './exit-codes.ts'
import type { RulesetFlags } from './options.ts'
import type { Streams } from './streams.ts'

export interface RulesFlags extends RulesetFlags {
  readonly topic?: readonly Topic[]
  readonly format?: 'table' | 'json'
}

/** `opscheck rules`: the rules of the ruleset by topic. */
export async function rulesCommand(flags: RulesFlags, streams: Streams): Promise<ExitCode> {
  const ruleset = selectRules(await loadRuleset(flags.ruleset), { topics: flags.topic ?? [] })
  const rules = sortedBy(ruleset.rules, ({ rule }) => rule.id).map(ruleSummary)
  if (flags.format === 'json') {
    await streams.out(`${JSON.stringify(rules.map(ruleEntry), undefined, 2)}\n`)
    return EXIT_CODES.pass
  }
  const widest = rules.reduce((most, { id }) => Math.max(most, id.length), 0)
  const sections = TOPICS.flatMap((topic) => {
    const lines = rules
      .filter((rule) => rule.topic === topic)
      .map(({ id, severity, title }) => `  ${severity.padEnd(8)}  ${id.padEnd(widest)}  ${title}`)
    return lines.length === 0 ? [] : [[topic, ...lines].join('\n')]
  })
  await streams.out(`${sections.join('\n\n')}\n`)
  return EXIT_CODES.pass
}

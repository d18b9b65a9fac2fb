import { OpscheckError } from '../model/errors.ts'
import type { SelectedRule } from '../model/rule.ts'
import { ruleHelp } from '../report/rule-help.ts'
import { loadRuleset } from '../ruleset/index.ts'
import { ruleSummary } from '../scan/conclude.ts'
import { selectRules } from '../scan/select-rules.ts'
import { scan } from '../scan.ts'
import { didYouMean } from '../util/suggest.ts'
import { EXIT_CODES, type ExitCode } from './exit-codes.ts'
import { type InputFlags, type RulesetFlags, VERDICTS } from './options.ts'
import { readParameters } from './scan-command.ts'
import type { Streams } from './streams.ts'

export type ExplainFlags = RulesetFlags & InputFlags

/** `opscheck explain`: the rule; with an address, every verdict on that resource with its evidence. */
export async function explainCommand(
  id: string,
  address: string | undefined,
  paths: readonly string[],
  flags: ExplainFlags,
  streams: Streams,
): Promise<ExitCode> {
  const ruleset = selectRules(await loadRuleset(flags.ruleset), { rules: [id] })
  const texts = await Promise.all(ruleset.rules.map(ruleText))
  if (address !== undefined) texts.push(await decision(id, address, paths, flags, streams))
  await streams.out(texts.join('\n'))
  return EXIT_CODES.pass
}

async function ruleText(selected: SelectedRule): Promise<string> {
  const { dump } = await import('js-yaml')
  const { rule } = selected
  const judged = {
    select: rule.select,
    ...(rule.each === undefined ? {} : { each: rule.each }),
    ...(rule.where === undefined ? {} : { where: rule.where }),
    check: rule.check,
    ...(Object.keys(selected.parameters).length === 0 ? {} : { parameters: selected.parameters }),
  }
  const sections = [
    `${rule.id} (${selected.severity})\n${rule.title}`,
    ruleHelp(ruleSummary(selected)).text,
    `How it is judged:\n${dump(judged, { lineWidth: 100 }).trimEnd()}`,
  ]
  return `${sections.join('\n\n')}\n`
}

async function decision(
  id: string,
  address: string,
  paths: readonly string[],
  flags: ExplainFlags,
  streams: Streams,
): Promise<string> {
  const show = new Set(VERDICTS)
  const report = await scan({
    paths: paths.length === 0 ? ['.'] : paths,
    now: flags.now ?? new Date(),
    ruleset: flags.ruleset,
    rules: [id],
    parameters: readParameters(flags, streams),
    show,
    explained: new Set(VERDICTS),
  })
  const findings = report.findings.filter(({ resource }) => resource.address === address)
  if (findings.length === 0) {
    const addresses = new Set(report.findings.map(({ resource }) => resource.address))
    throw new OpscheckError('usage', `${id} judges no resource ${address} here${didYouMean(address, addresses)}`, {
      hint:
        addresses.size === 0
          ? 'no resource of these inputs is its subject'
          : `it judges ${[...addresses].slice(0, 10).join(', ')}`,
    })
  }
  const { color, width } = streams
  const options = { color, width, show, evidence: true }
  const [{ judgements }, { terminal }] = await Promise.all([
    import('../report/table.ts'),
    import('../report/terminal.ts'),
  ])
  return judgements({ ...report, findings }, options, await terminal(report, options))
}

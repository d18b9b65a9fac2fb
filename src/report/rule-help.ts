import type { RuleSummary } from '../model/report.ts'
import { visible } from '../util/visible.ts'
import { markdownCode, markdownText } from './markdown-text.ts'

/** Why a rule asks what it asks, how to mend it and where to read on. Free of any finding's data. */
export function ruleHelp(rule: RuleSummary): { readonly text: string; readonly markdown: string } {
  const fixes = FIXES.flatMap(([key, title, language]) => {
    const fix = rule.fix[key]
    return fix === undefined ? [] : [{ title, fix, language }]
  })
  return {
    text: lines([
      rule.why,
      ...fixes.map(({ title, fix }) => `${title}:\n${fix}`),
      ...rule.references.map(
        ({ title, publisher, url }) => `${publisher}: ${title}${url === undefined ? '' : ` ${url}`}`,
      ),
    ]),
    markdown: [
      rule.why.trim().split('\n').map(markdownText).join('\n'),
      ...fixes.map(({ title, fix, language }) => `**${title}**\n\n${markdownCode(fix, language)}`),
      ...(rule.references.length === 0 ? [] : [rule.references.map(referenceLine).join('\n')]),
    ].join('\n\n'),
  }
}

/** Paragraphs; within one only line ends survive of what cannot be seen. */
function lines(paragraphs: readonly string[]): string {
  return paragraphs.join('\n\n').trim().split('\n').map(visible).join('\n')
}

const FIXES = [
  ['cli', 'AWS CLI', 'sh'],
  ['cloudformation', 'CloudFormation', 'yaml'],
  ['terraform', 'Terraform', 'hcl'],
] as const

function referenceLine({ title, publisher, url }: RuleSummary['references'][number]): string {
  const label = markdownText(`${publisher}: ${title}`)
  const address = webAddress(url)
  return address === undefined ? `- ${label}` : `- [${label}](${address})`
}

/** The address as browsers write it, when it is one of the web. */
export function webAddress(url: string | undefined): string | undefined {
  if (url === undefined || !/^https?:\/\//i.test(url) || !URL.canParse(url)) return undefined
  return new URL(url).href.replace(/[()]/g, (bracket) => (bracket === '(' ? '%28' : '%29'))
}

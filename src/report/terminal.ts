import type { Report } from '../model/report.ts'
import type { RenderOptions } from './format.ts'

export const STYLES = ['critical', 'high', 'medium', 'low', 'info', 'good', 'open', 'strong', 'faint'] as const
export type Style = (typeof STYLES)[number]

/** How text is painted and how many columns it takes. */
export interface Terminal {
  readonly paint: Readonly<Record<Style, (text: string) => string>>
  readonly columns: (text: string) => number
}

/** Loads the colours only for a reader who sees them, and the widths of characters only for text that needs them. */
export async function terminal(report: Report, options: RenderOptions): Promise<Terminal> {
  const [paint, columns] = await Promise.all([
    options.color ? colours() : PLAIN,
    prose(report).some((text) => WIDE.test(text)) ? widths() : (text: string) => text.length,
  ])
  return { paint, columns }
}

const same = (text: string) => text
const PLAIN: Terminal['paint'] = {
  critical: same,
  high: same,
  medium: same,
  low: same,
  info: same,
  good: same,
  open: same,
  strong: same,
  faint: same,
}
/** All but what surely takes one column: Latin letters, and dashes, quotes and the ellipsis. */
const WIDE = /[\u0300-\u200f\u2028-\uffff]/

async function colours(): Promise<Terminal['paint']> {
  const { Chalk } = await import('chalk')
  // Whether to colour was decided by the caller: chalk's own look at the environment must not override it.
  const chalk = new Chalk({ level: 1 })
  return {
    critical: chalk.red.bold,
    high: chalk.red,
    medium: chalk.yellow,
    low: chalk.cyan,
    info: chalk.gray,
    good: chalk.green,
    open: chalk.magenta,
    strong: chalk.bold,
    faint: chalk.gray,
  }
}

async function widths(): Promise<Terminal['columns']> {
  return (await import('string-width')).default
}

/** The texts that are wrapped. */
function prose(report: Report): readonly string[] {
  return [
    ...report.findings.map(({ message }) => message),
    ...report.findings.map(({ cause }) => cause?.reason ?? ''),
    ...report.assumptions,
    ...report.warnings.map(({ message }) => message),
    ...report.notJudged.map(({ reason }) => reason),
  ]
}

import type { Evidence, Finding, Verdict } from '../model/finding.ts'
import type { CoverageEntry, Report } from '../model/report.ts'
import { clip, visible } from '../util/visible.ts'
import type { RenderOptions } from './format.ts'
import { causes, type GroupedCause, plural, worstFirst } from './group.ts'
import { outcomeLine } from './outcome-line.ts'
import { pathText, place } from './place.ts'
import type { Style, Terminal } from './terminal.ts'

/** A report for people at a terminal: what fails by resource, then what is not known, by cause; the outcome last. */
export function table(report: Report, options: RenderOptions, terminal: Terminal): string {
  const page: Page = { ...terminal, report, options, show: options.show ?? FAILS }
  const sections = [
    ...subjects(page),
    waived(page),
    notKnown(page),
    notJudged(page),
    gaps(page),
    assumptions(page),
    warnings(page),
    [...advice(page), closing(page)],
  ]
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`
}

/** Only what was found about resources, without anything about the scan. */
export function judgements(report: Report, options: RenderOptions, terminal: Terminal): string {
  const page: Page = { ...terminal, report, options, show: options.show ?? FAILS }
  return `${subjects(page)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`
}

interface Page extends Terminal {
  readonly report: Report
  readonly options: RenderOptions
  readonly show: ReadonlySet<Verdict>
}

type Lines = readonly string[]

const FAILS: ReadonlySet<Verdict> = new Set(['fail'])
/** One text never fills a screen, whatever the input calls its things. */
const LONGEST_TEXT = 400
const LABEL_COLUMNS = 9

function subjects(page: Page): readonly Lines[] {
  const listed = page.report.findings.filter(({ verdict, waived }) => page.show.has(verdict) && waived === undefined)
  const groups = Map.groupBy(worstFirst(listed), ({ resource }) => `${resource.unit}\0${resource.address}`)
  return [...groups.values()].map((findings) => [
    ...findings.slice(0, 1).map((first) => heading(page, first)),
    ...findings.flatMap((finding) => [...verdictLines(page, finding)]),
  ])
}

function heading({ paint, report }: Page, { resource, conditional }: Finding): string {
  const unit = report.inputs.find(({ unit }) => unit === resource.unit)
  const parts = [
    paint.strong(text(resource.address)),
    paint.faint(text(resource.type)),
    report.inputs.length > 1 && unit !== undefined ? paint.faint(`in ${text(unit.name)}`) : undefined,
    resource.constructPath === undefined ? undefined : paint.faint(`(${text(resource.constructPath)})`),
    conditional === undefined ? undefined : paint.open(`only when ${text(conditional)}`),
  ]
  return parts.filter((part) => part !== undefined).join('  ')
}

function verdictLines(page: Page, finding: Finding): Lines {
  const { paint, options } = page
  const [label, style] = labelOf(finding)
  const { rule, element, location, resource } = finding
  const named = element === undefined ? '' : `  [${text(element)}]`
  // The heading already shows the ARN.
  const repeated = location.file === undefined && location.arn === resource.address
  const at = place(repeated ? { call: location.call } : location)
  return [
    `  ${paint[style](label.padEnd(LABEL_COLUMNS))} ${text(rule)}${named}  ${paint.faint(at)}`,
    ...indented(page, LABEL_COLUMNS + 3, text(sentence(finding))),
    ...(options.evidence ? finding.evidence.flatMap((step) => evidenceLines(page, step)) : []),
  ]
}

function sentence({ message, cause }: Finding): string {
  return cause === undefined || message.includes(cause.reason) ? message : `${message}: ${cause.reason}`
}

function labelOf({ verdict, severity }: Finding): readonly [label: string, style: Style] {
  if (verdict === 'fail') return [severity, severity]
  if (verdict === 'unknown') return ['unknown', 'open']
  return verdict === 'pass' ? ['pass', 'good'] : ['n/a', 'faint']
}

function evidenceLines(page: Page, { resource, path, expected, seen, note, location }: Evidence): Lines {
  const claims = [
    expected === undefined ? undefined : `expected ${expected}`,
    seen === undefined ? undefined : `seen ${seen}`,
    note,
  ].filter((claim) => claim !== undefined)
  const where = [resource, pathText(path)].filter((part) => part !== '').join(' ')
  const at = location === undefined ? '' : ` (${place(location)})`
  return indented(page, LABEL_COLUMNS + 3, `- ${text(where)}: ${text(claims.join(', '))}${at}`).map((line) =>
    page.paint.faint(line),
  )
}

function waived(page: Page): Lines {
  return titled(
    page,
    'Waived',
    page.report.findings.flatMap(({ waived, rule, resource }) =>
      waived === undefined
        ? []
        : [`${rule} on ${resource.address} until ${waived.until}, by ${waived.owner}: ${waived.reason}`],
    ),
  )
}

function notKnown(page: Page): Lines {
  if (page.show.has('unknown')) return []
  const { findings, summary } = page.report
  const found = causes(findings)
  if (found.length === 0) return []
  const title = `Not known: ${plural(summary.unknown, 'finding')}, ${plural(found.length, 'cause')} (--show unknown lists them)`
  return titled(page, title, found.map(causeText), page.paint.open)
}

function causeText({ cause, rules, addresses }: GroupedCause): string {
  const [only] = addresses
  const about =
    addresses.size > 1
      ? ` (${plural(addresses.size, 'resource')})`
      : only === undefined || cause.reason.includes(only)
        ? ''
        : ` (${only})`
  return `${cause.reason}${about}: ${plural(rules.size, 'rule')} not judged`
}

function notJudged(page: Page): Lines {
  const { notJudged } = page.report
  if (notJudged.length === 0) return []
  const shown = page.options.evidence ? notJudged.length : 8
  const more = notJudged.length - shown
  const names = notJudged.slice(0, shown).map(({ rule }) => rule)
  const list = [...names, ...(more > 0 ? [`${more} more`] : [])].join(', ')
  return indented(page, 0, `Not judged from these inputs, ${plural(notJudged.length, 'rule')}: ${visible(list)}`)
}

function gaps(page: Page): Lines {
  const open = page.report.coverage.filter(({ state }) => state !== 'complete')
  return titled(page, 'Not read completely', open.map(gapText))
}

function gapText({ type, account, region, state, reason, call, action }: CoverageEntry): string {
  const scope = [account, region].filter((part) => part !== '' && part !== 'unknown').join(' ')
  const why = [reason, call, action === undefined ? undefined : `needs ${action}`].filter((part) => part !== undefined)
  return `${type}${scope === '' ? '' : ` in ${scope}`} ${state}${why.length === 0 ? '' : `: ${why.join(', ')}`}`
}

function assumptions(page: Page): Lines {
  return titled(page, 'Assumed', page.report.assumptions)
}

function warnings(page: Page): Lines {
  return titled(
    page,
    'Warnings',
    page.report.warnings.map(({ message, file, line }) =>
      file === undefined ? message : `${place(line === undefined ? { file } : { file, line })} ${message}`,
    ),
  )
}

function advice({ report, paint, show }: Page): Lines {
  const helps = report.findings.some(({ verdict, waived }) => verdict === 'fail' && waived === undefined)
  return helps && show.has('fail') ? [paint.faint('opscheck explain RULE tells why a rule asks and how to fix it')] : []
}

function closing({ report, paint }: Page): string {
  const style = OUTCOME_STYLE[report.outcome]
  return outcomeLine(report).replace(/^\S+/, (word) => paint[style](word))
}

const OUTCOME_STYLE = { pass: 'good', fail: 'critical', incomplete: 'open', error: 'critical' } as const

const MOST_ITEMS = 12

/** A headed list, cut short for who asked for no evidence; what is cut is counted. */
function titled(page: Page, title: string, items: Lines, style = page.paint.strong): Lines {
  if (items.length === 0) return []
  const shown = page.options.evidence ? items : items.slice(0, MOST_ITEMS)
  const more = items.length - shown.length
  return [
    style(title),
    ...shown.flatMap((item) => indented(page, 2, text(item))),
    ...(more > 0 ? [page.paint.faint(`  and ${more} more (--evidence all lists them)`)] : []),
  ]
}

function text(raw: string): string {
  return visible(clip(raw, LONGEST_TEXT))
}

/** Breaks between words only: a path or an ARN stays in one piece, to be copied. */
function indented({ columns, options }: Page, indent: number, words: string): Lines {
  const room = Math.max(options.width - indent, 20)
  const lines: string[] = []
  let line = ''
  let used = 0
  for (const word of words.split(' ')) {
    const wanted = columns(word)
    if (used > 0 && used + 1 + wanted > room) {
      lines.push(line)
      line = word
      used = wanted
    } else {
      line = used === 0 ? word : `${line} ${word}`
      used = used === 0 ? wanted : used + 1 + wanted
    }
  }
  return [...lines, line].map((content) => ' '.repeat(indent) + content)
}

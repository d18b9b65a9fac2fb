import type * as Sarif from 'sarif'
import type { Finding, Verdict } from '../model/finding.ts'
import type { Report, RuleSummary } from '../model/report.ts'
import type { Severity } from '../model/rule.ts'
import { clip, visible } from '../util/visible.ts'
import type { RenderOptions } from './format.ts'
import { causes, plural, worstFirst } from './group.ts'
import { ruleHelp, webAddress } from './rule-help.ts'

/**
 * SARIF 2.1.0 within the limits of GitHub code scanning. GitHub takes every result for an alert whatever its kind and
 * its suppressions, so `show` can leave verdicts to the notifications: `fail` alone suits it best.
 */
export function sarif(report: Report, options: Pick<RenderOptions, 'show'>): string {
  const show = options.show ?? PROBLEMS
  const listed = worstFirst(report.findings.filter(({ verdict }) => show.has(verdict)))
  const chunks = chunksOf(listed.slice(0, MOST_RUNS * MOST_RESULTS))
  const log: Sarif.Log = {
    $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
    version: '2.1.0',
    runs: chunks.map((findings, index) => run(report, findings, index, notices(report, show, listed.length))),
  }
  return `${JSON.stringify(log, undefined, 2)}\n`
}

const PROBLEMS: ReadonlySet<Verdict> = new Set(['fail', 'unknown'])

// Limits of GitHub code scanning: it shows 5,000 results of a run and takes 20 runs in a file and 10 tags of a rule.
const MOST_RESULTS = 5000
const MOST_RUNS = 20
const MOST_TAGS = 10
const LONGEST_TEXT = 1000

const KINDS = { fail: 'fail', unknown: 'open', pass: 'pass', 'not-applicable': 'notApplicable' } as const
const LEVELS = { critical: 'error', high: 'error', medium: 'warning', low: 'note', info: 'note' } as const
/** CVSS-like numbers that GitHub reads back as the words critical, high, medium and low. */
const SCORES: Readonly<Record<Severity, string>> = {
  critical: '9.5',
  high: '8.0',
  medium: '5.5',
  low: '2.5',
  info: '0.5',
}

/** The worst findings come first, so the first run holds them. There is always a run, for its notifications. */
function chunksOf(findings: readonly Finding[]): readonly (readonly Finding[])[] {
  const count = Math.max(1, Math.ceil(findings.length / MOST_RESULTS))
  return Array.from({ length: count }, (_, index) => findings.slice(index * MOST_RESULTS, (index + 1) * MOST_RESULTS))
}

function run(
  report: Report,
  findings: readonly Finding[],
  index: number,
  notifications: readonly Sarif.Notification[],
): Sarif.Run {
  const indexes = new Map(report.rules.map(({ id }, position) => [id, position]))
  const results = findings.map((finding) => result(finding, indexes.get(finding.rule)))
  return {
    tool: {
      driver: {
        name: 'opscheck',
        semanticVersion: report.opscheck,
        rules: report.rules.map(descriptor),
      },
    },
    // Runs of one tool need distinct categories; the first keeps the one that the upload gives it.
    ...(index === 0 ? {} : { automationDetails: { id: `opscheck-part-${index + 1}/` } }),
    columnKind: 'utf16CodeUnits',
    ...(results.some(isBased) ? { originalUriBaseIds: { [ROOT]: { uri: 'file:///' } } } : {}),
    invocations: [
      {
        executionSuccessful: report.outcome !== 'error',
        ...(index === 0 ? { toolExecutionNotifications: [...notifications] } : {}),
      },
    ],
    results,
  }
}

function descriptor(rule: RuleSummary): Sarif.ReportingDescriptor {
  const controls = Object.entries(rule.controls).flatMap(([framework, ids]) => ids.map((id) => `${framework}/${id}`))
  const tags = new Set(['security', 'operations', rule.topic, ...controls].map((tag) => required(tag)))
  const url = rule.references.flatMap((reference) => webAddress(reference.url) ?? [])[0]
  const help = ruleHelp(rule)
  return {
    id: rule.id,
    name: pascalCase(rule.id),
    shortDescription: { text: required(rule.title, rule.id) },
    fullDescription: { text: required(rule.why, rule.title, rule.id) },
    help: { text: help.text || rule.id, markdown: help.markdown || rule.id },
    ...(url === undefined ? {} : { helpUri: url }),
    defaultConfiguration: { level: LEVELS[rule.severity] },
    properties: {
      tags: [...tags].slice(0, MOST_TAGS),
      precision: 'high',
      'security-severity': SCORES[rule.severity],
      severity: rule.severity,
    },
  }
}

function pascalCase(id: string): string {
  return id
    .split(/[^A-Za-z0-9]+/)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('')
}

function result(finding: Finding, ruleIndex: number | undefined): Sarif.Result {
  const { rule, verdict, severity, waived, cause, fingerprint, element, resource, conditional } = finding
  return {
    ruleId: rule,
    ...(ruleIndex === undefined ? {} : { ruleIndex }),
    kind: KINDS[verdict],
    level: verdict === 'fail' ? LEVELS[severity] : 'none',
    message: { text: message(finding) },
    locations: [location(finding)],
    partialFingerprints: { primaryLocationLineHash: required(fingerprint, rule) },
    ...(waived === undefined
      ? {}
      : {
          suppressions: [
            {
              kind: 'external',
              status: 'accepted',
              justification: required(`${waived.reason} (${waived.owner}, until ${waived.until})`),
            },
          ],
        }),
    properties: {
      severity,
      resource: {
        type: visible(resource.type),
        address: visible(resource.address),
        account: visible(resource.account),
        region: visible(resource.region),
        ...(resource.arn === undefined ? {} : { arn: visible(resource.arn) }),
      },
      ...(element === undefined ? {} : { element: visible(element) }),
      ...(conditional === undefined ? {} : { conditional: visible(conditional) }),
      ...(cause === undefined ? {} : { cause: { class: cause.class, reason: visible(cause.reason) } }),
    },
  }
}

function message({ message, cause, rule, verdict }: Finding): string {
  const because = verdict === 'unknown' && cause !== undefined && !message.includes(cause.reason)
  const text = required(because ? `${message} (${cause.reason})` : message, rule)
  // A bracket is literal; before a parenthesis it would begin an embedded link.
  return text.includes('](') ? text.replace(/[[\]]/g, '\\$&') : text
}

function location({ location, resource }: Finding): Sarif.Location {
  return {
    physicalLocation:
      location.file === undefined
        ? {
            artifactLocation: { uri: syntheticUri([resource.account, resource.region, location.call]) },
            ...regionOf(1, 1),
          }
        : { artifactLocation: artifact(location.file), ...regionOf(location.line, location.column) },
    logicalLocations: [
      {
        name: required(resource.name, resource.address, 'resource'),
        fullyQualifiedName: required(location.arn ?? resource.arn ?? resource.address, resource.name, 'resource'),
        kind: 'resource',
      },
    ],
  }
}

function regionOf(line: number | undefined, column: number | undefined): Pick<Sarif.PhysicalLocation, 'region'> {
  // Without a place the whole file is meant, and GitHub wants a line: the first.
  const startLine = Math.max(1, line ?? 1)
  if (column === undefined) return { region: { startLine, endLine: startLine } }
  const startColumn = Math.max(1, column)
  return { region: { startLine, startColumn, endLine: startLine, endColumn: startColumn + 1 } }
}

const ROOT = 'ROOT'

/** Always a relative reference, as GitHub demands; of the root of the file system for a file named absolutely. */
function artifact(file: string): Sarif.ArtifactLocation {
  const path = file.replaceAll('\\', '/').replace(/^\.\//, '')
  const absolute = /^(?:\/|[A-Za-z]:\/)/.test(path)
  const uri = path
    .split('/')
    .filter((part) => part !== '')
    .map(segment)
    .join('/')
  return absolute ? { uri: uri || '.', uriBaseId: ROOT } : { uri: uri || '.' }
}

function isBased({ locations = [] }: Sarif.Result): boolean {
  return locations.some(({ physicalLocation }) => physicalLocation?.artifactLocation?.uriBaseId !== undefined)
}

/** An answer of AWS has no file; it gets the path that a recording of it would have. */
function syntheticUri(parts: readonly string[]): string {
  return ['aws', ...parts.map((part) => segment(part || 'unknown'))].join('/')
}

function segment(part: string): string {
  const encoded = encodeURIComponent(part.toWellFormed())
  // Dots alone would climb; `..` at the start of a relative path is meant and stays.
  return encoded === '.' ? '%2E' : encoded
}

/** What the results do not show, said in words. */
function notices(report: Report, show: ReadonlySet<Verdict>, listed: number): readonly Sarif.Notification[] {
  const most = MOST_RUNS * MOST_RESULTS
  const unknown = show.has('unknown') ? [] : causes(report.findings)
  return [
    ...(listed > most
      ? [notice('warning', `Only the ${most} most severe of ${listed} results are listed; the JSON report has all.`)]
      : []),
    ...(listed > MOST_RESULTS
      ? [notice('note', `The results are split into runs of ${MOST_RESULTS}, the most severe first.`)]
      : []),
    ...unknown.map(({ cause, rules }) => notice('note', `${cause.reason}: ${plural(rules.size, 'rule')} not judged`)),
    ...report.warnings.map(({ message, file, line }) => ({
      ...notice('warning', message),
      ...(file === undefined
        ? {}
        : { locations: [{ physicalLocation: { artifactLocation: artifact(file), ...regionOf(line, undefined) } }] }),
    })),
    ...report.coverage
      .filter(({ state }) => state !== 'complete')
      .map(({ type, account, region, state, reason }) =>
        notice('warning', `${type} in ${account} ${region} is ${state}${reason === undefined ? '' : `: ${reason}`}`),
      ),
    ...report.notJudged.map(({ rule, reason }) => notice('note', `${rule} was not judged: ${reason}`)),
    ...report.assumptions.map((assumption) => notice('note', `Assumed: ${assumption}`)),
  ]
}

function notice(level: 'note' | 'warning', text: string): Sarif.Notification {
  return { level, message: { text: required(text) } }
}

/** The first text that is not empty, printable and within the limits: empty strings are not accepted. */
function required(...texts: readonly string[]): string {
  return clip(visible(texts.find((text) => text.trim() !== '') ?? 'none'), LONGEST_TEXT)
}

import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { type Finding, OpscheckError, scan, type Verdict } from '../src/index.ts'

/**
 * node scripts/score-labels.ts --labels labels.csv --root FOLDER [--map scripts/label-topics.json]
 *   [--ruleset scripts/label-ruleset.json] [--json FILE]
 *
 * Holds opscheck's verdicts against labels by others: rows of topic, file (relative to the root), resource, resource_type
 * and expected (pass, fail); further columns are kept for the report. The map tells which rules answer a topic; labels of
 * other topics are counted and left. Every file is scanned once, by a ruleset that widens rules to what the labels ask.
 */
export interface Label {
  readonly topic: string
  readonly file: string
  readonly resource: string
  readonly resource_type: string
  readonly expected: string
  readonly trust?: string
  readonly peer?: string
  readonly note?: string
}

/** `no finding`: no rule of the topic judged the resource. `error`: the file could not be scanned. */
export type Answer = Verdict | 'no finding' | 'error'

export interface Scored {
  readonly label: Label
  readonly answer: Answer
  readonly messages: readonly string[]
}

export type Findings = readonly Pick<Finding, 'rule' | 'verdict' | 'message' | 'resource' | 'element' | 'cause'>[]

/** The answer to one label: of several findings the worst. */
export function scoreLabel(label: Label, rules: readonly string[], findings: Findings | Error): Scored {
  if (findings instanceof Error) return { label, answer: 'error', messages: [findings.message] }
  const byTopic = findings.filter(({ rule }) => rules.includes(rule))
  const asPiece = byTopic.filter(({ resource }) => resource.pieces?.includes(label.resource))
  const about = asPiece.length > 0 ? asPiece : byTopic.filter(({ resource }) => resource.address === label.resource)
  const answer = WORST_FIRST.find((verdict) => about.some((finding) => finding.verdict === verdict)) ?? 'no finding'
  return {
    label,
    answer,
    messages: about.filter(({ verdict }) => verdict === answer).map(sentence),
  }
}

const WORST_FIRST = ['fail', 'unknown', 'pass', 'not-applicable'] as const satisfies readonly Verdict[]

function sentence({ rule, element, message, cause }: Findings[number]): string {
  const about = element === undefined ? rule : `${rule} ${element}`
  return `${about}: ${message}${cause === undefined ? '' : ` (${cause.class}: ${cause.reason})`}`
}

/** RFC 4180: quoted cells may hold commas, quotes (doubled) and line ends; the first row names the columns. */
export function parseLabels(text: string): readonly Label[] {
  const [header = [], ...rows] = parseCsv(text)
  return rows.map((row) => {
    const cell = (name: string): string => row[header.indexOf(name)] ?? ''
    return {
      topic: cell('topic'),
      file: cell('file'),
      resource: cell('resource'),
      resource_type: cell('resource_type'),
      expected: cell('expected'),
      trust: cell('trust'),
      peer: cell('peer'),
      note: cell('note'),
    }
  })
}

function parseCsv(text: string): readonly (readonly string[])[] {
  const rows: string[][] = []
  let row: string[] = []
  for (const [, quoted, plain = '', end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/g)) {
    row.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'))
    if (end === ',') continue
    if (row.length > 1 || row[0] !== '') rows.push(row)
    row = []
  }
  return rows
}

/** Expected by answer, with the share that agrees of those that got pass or fail. */
export function summaryLines(scored: readonly Scored[]): readonly string[] {
  const lines: string[] = []
  for (const [topic, ofTopic] of [
    ['all topics', scored] as const,
    ...Map.groupBy(scored, ({ label }) => label.topic),
  ]) {
    const agreeing = ofTopic.filter(agrees).length
    const decided = ofTopic.filter(({ answer }) => answer === 'pass' || answer === 'fail').length
    lines.push(`${topic}: ${agreeing} of ${ofTopic.length} labels agree, ${decided} decided`)
    for (const [expected, rows] of Map.groupBy(ofTopic, ({ label }) => label.expected)) {
      const answers = ANSWERS.flatMap((answer) => {
        const count = rows.filter((row) => row.answer === answer).length
        return count === 0 ? [] : [`${answer} ${count}`]
      })
      lines.push(`  expected ${expected}: ${answers.join(', ')}`)
    }
  }
  return lines
}

export function agrees({ label, answer }: Scored): boolean {
  return label.expected === answer
}

const ANSWERS = [...WORST_FIRST, 'no finding', 'error'] as const satisfies readonly Answer[]

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      labels: { type: 'string' },
      root: { type: 'string', default: '.' },
      map: { type: 'string', default: new URL('label-topics.json', import.meta.url).pathname },
      ruleset: { type: 'string', default: new URL('label-ruleset.json', import.meta.url).pathname },
      json: { type: 'string' },
    },
  })
  if (values.labels === undefined) throw new Error('--labels FILE is missing')
  const topics = readTopics(values.map)
  const labels = parseLabels(readFileSync(values.labels, 'utf8'))
  const covered = labels.filter(({ topic }) => topics.has(topic))
  const scored: Scored[] = []
  for (const [file, ofFile] of Map.groupBy(covered, ({ file }) => file)) {
    const rules = [...new Set(ofFile.flatMap(({ topic }) => topics.get(topic) ?? []))]
    const findings = await findingsOf(join(values.root, file), values.ruleset, rules)
    scored.push(...ofFile.map((label) => scoreLabel(label, topics.get(label.topic) ?? [], findings)))
  }
  console.log(`${labels.length} labels, ${covered.length} of topics that rules answer`)
  for (const line of summaryLines(scored)) console.log(line)
  for (const line of scored.filter((row) => !agrees(row)).map(differenceLine)) console.log(line)
  if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(scored, undefined, 2)}\n`)
}

async function findingsOf(file: string, ruleset: string, rules: readonly string[]): Promise<Findings | Error> {
  try {
    const report = await scan({
      paths: [file],
      now: new Date(),
      ruleset,
      rules,
      show: new Set(WORST_FIRST),
    })
    return report.findings
  } catch (error) {
    if (error instanceof OpscheckError) return error
    throw error
  }
}

function readTopics(file: string): ReadonlyMap<string, readonly string[]> {
  const topics: unknown = JSON.parse(readFileSync(file, 'utf8'))
  if (typeof topics !== 'object' || topics === null) throw new Error(`${file} is no map of topics to rules`)
  return new Map(
    Object.entries(topics).map(([topic, rules]: [string, unknown]) => {
      if (!Array.isArray(rules)) throw new Error(`${file}: ${topic} names no list of rules`)
      return [topic, rules.map(String)]
    }),
  )
}

function differenceLine({ label, answer, messages }: Scored): string {
  const { topic, peer, trust, expected, file, resource, note } = label
  return [
    `${topic} (${peer}, ${trust}): expected ${expected}, got ${answer}: ${file} ${resource}`,
    ...messages.map((message) => `    ${message}`),
    ...(note === undefined || note === '' ? [] : [`    note: ${note}`]),
  ].join('\n')
}

if (import.meta.main) await main()

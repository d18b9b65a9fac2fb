import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Finding, Verdict } from '../../src/model/finding.ts'
import type { Report } from '../../src/model/report.ts'
import type { CauseClass } from '../../src/model/value.ts'
import { scan } from '../../src/scan.ts'
import { PARITY } from './parity-inputs.ts'
import { EVERYWHERE, NOW, scanLive } from './scan-live.ts'

/** The inputs that tell the platform. `export` is what the AWS CLI read of the account after Terraform had applied the plan. */
export const INPUTS = ['cloudformation', 'cdk', 'plan', 'state', 'export', 'live', 'recording'] as const
export type Input = (typeof INPUTS)[number]

/** The worst verdict of one rule on one subject in one input. */
export interface Told {
  readonly verdict: Verdict
  readonly cause?: CauseClass
}

/** Rule, then subject, then input. */
export type Parity = ReadonlyMap<string, ReadonlyMap<string, ReadonlyMap<Input, Told>>>

const ALL: ReadonlySet<Verdict> = new Set<Verdict>(['pass', 'fail', 'unknown', 'not-applicable'])
const RULESET = `${PARITY}ruleset.json`

/** Needs the seeded server for the live account and the recording of it. */
export async function parity(): Promise<Parity> {
  const folder = mkdtempSync(join(tmpdir(), 'opscheck-parity-'))
  const recording = join(folder, 'recording')
  const options = { ruleset: RULESET, show: ALL } as const
  try {
    const reports = new Map<Input, Report>()
    for (const input of ['cloudformation', 'cdk', 'plan', 'state', 'export'] as const) {
      reports.set(input, await scan({ ...options, paths: [`${PARITY}${input}`], now: NOW, failOn: 'none' }))
    }
    reports.set('live', await scanLive({ ...EVERYWHERE, limits: {}, record: recording }, options))
    reports.set('recording', await scan({ ...options, paths: [recording], now: NOW, failOn: 'none' }))
    return tabulate(reports)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Verdicts on one subject that are neither equal nor unknown, as sentences. */
export function disagreements(table: Parity): readonly string[] {
  const found: string[] = []
  for (const [rule, subjects] of table) {
    for (const [subject, byInput] of subjects) {
      const decided = [...byInput].filter(([, { verdict }]) => verdict !== 'unknown')
      if (new Set(decided.map(([, { verdict }]) => verdict)).size <= 1) continue
      found.push(`${rule} on ${subject}: ${decided.map(([input, { verdict }]) => `${input} ${verdict}`).join(', ')}`)
    }
  }
  return found
}

/** What is unknown although nothing failed to be read, and for a reason that is no trait of the input. */
export function undeclared(table: Parity): readonly string[] {
  return entriesOf(table).flatMap(({ rule, subject, input, told }) =>
    told.verdict === 'unknown' && (told.cause === 'read' || told.cause === 'limit')
      ? [`${rule} on ${subject}: unknown in ${input} for ${told.cause}`]
      : [],
  )
}

/** One line a rule: equal verdicts once, and the inputs that cannot tell. */
export function parityTable(table: Parity): string {
  const lines = [`| rule | ${INPUTS.join(' | ')} |`, `| --- |${INPUTS.map(() => ' --- |').join('')}`]
  for (const [rule, subjects] of table) {
    const cells = INPUTS.map((input) => cell([...subjects.values()].flatMap((byInput) => byInput.get(input) ?? [])))
    lines.push(`| ${rule} | ${cells.join(' | ')} |`)
  }
  return lines.join('\n')
}

function cell(told: readonly Told[]): string {
  const words = (['fail', 'pass', 'not-applicable', 'unknown'] as const).flatMap((verdict) => {
    const count = told.filter((one) => one.verdict === verdict).length
    return count === 0 ? [] : [`${count} ${SHORT[verdict]}`]
  })
  return words.length === 0 ? 'not judged' : words.join(', ')
}

const SHORT: Readonly<Record<Verdict, string>> = {
  fail: 'fail',
  pass: 'pass',
  'not-applicable': 'n. a.',
  unknown: 'not decidable',
}

function entriesOf(table: Parity): readonly { rule: string; subject: string; input: Input; told: Told }[] {
  return [...table].flatMap(([rule, subjects]) =>
    [...subjects].flatMap(([subject, byInput]) =>
      [...byInput].map(([input, told]) => ({ rule, subject, input, told })),
    ),
  )
}

/** Subjects that the templates tell: accounts hold more, such as the default network. */
function tabulate(reports: ReadonlyMap<Input, Report>): Parity {
  const told = new Set((reports.get('cloudformation')?.findings ?? []).flatMap((finding) => subjectOf(finding) ?? []))
  const table = new Map<string, Map<string, Map<Input, Told>>>()
  for (const [input, { findings }] of reports) {
    for (const finding of findings) {
      const subject = subjectOf(finding)
      if (subject === undefined || !told.has(subject)) continue
      const subjects = table.get(finding.rule) ?? new Map<string, Map<Input, Told>>()
      table.set(finding.rule, subjects)
      const byInput = subjects.get(subject) ?? new Map<Input, Told>()
      subjects.set(subject, byInput)
      const before = byInput.get(input)
      if (before === undefined || RANK[finding.verdict] > RANK[before.verdict]) byInput.set(input, toldBy(finding))
    }
  }
  return new Map([...table].sort(byKey).map(([rule, subjects]) => [rule, new Map([...subjects].sort(byKey))] as const))
}

const RANK: Readonly<Record<Verdict, number>> = { 'not-applicable': 0, pass: 1, unknown: 2, fail: 3 }

function byKey([left]: readonly [string, unknown], [right]: readonly [string, unknown]): number {
  return left < right ? -1 : left > right ? 1 : 0
}

function toldBy({ verdict, cause }: Finding): Told {
  return { verdict, ...(cause === undefined ? {} : { cause: cause.class }) }
}

/** What all inputs call the same: names differ where AWS gives them, and for services and task definitions. */
function subjectOf({ resource }: Finding): string | undefined {
  const { type, name, account, region } = resource
  const place = type === 'AWS::IAM::Role' || type === 'AWS::S3::Bucket' ? account : `${account} ${region}`
  return type.startsWith('AWS::') ? `${type} ${commonName(type, name)} ${place}` : undefined
}

function commonName(type: string, name: string): string {
  switch (type) {
    case 'AWS::ECS::Service':
    case 'AWS::ECS::TaskDefinition':
      return /worker|web/i.exec(name)?.[0].toLowerCase() ?? 'edge'
    case 'AWS::CodeBuild::Project':
      return 'shop-build'
    case 'AWS::EC2::Instance':
      return 'bastion'
    case 'AWS::EC2::SecurityGroup':
      return 'groups'
    default:
      return name
  }
}

import { readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, join, sep } from 'node:path'
import type { Json } from '../../src/model/rule.ts'
import { markdownCode } from '../../src/report/markdown-text.ts'
import { compareText } from '../../src/util/order.ts'
import { conditionWords, setWords } from './condition-words.ts'
import { placesWords } from './places.ts'
import { decidedFrom, INPUT_KINDS, type JudgedCase, type RuleFacts } from './rule-facts.ts'
import { cell, table } from './table.ts'

/** The page of one rule, docs/rules/<id>.md. */
export function rulePage(facts: RuleFacts): string {
  const { rule } = facts
  const sections = [
    `# ${rule.title}`,
    `\`${rule.id}\` · ${rule.severity} · ${rule.topic}${rule.recommended ? '' : ' · not part of `opscheck:recommended`'}`,
    cell(rule.why.replaceAll(/\s+/g, ' ')),
    judged(facts),
    unknowns(facts),
    example(facts, 'pass'),
    example(facts, 'fail'),
    fixes(facts),
    parameters(facts),
    inputs(facts),
    readOn(facts),
    `Made by scripts/generate-docs.ts from [${rule.source.file}](${toRoot(rule.id)}/${rule.source.file}).`,
  ]
  return `${sections.filter((section) => section !== '').join('\n\n')}\n`
}

function toRoot(id: string): string {
  return [
    '..',
    '..',
    ...id
      .split('/')
      .slice(1)
      .map(() => '..'),
  ].join('/')
}

function judged(facts: RuleFacts): string {
  const { rule } = facts
  const subject = rule.select.map((type) => `\`${type}\``).join(', ')
  const each = rule.each === undefined ? '' : `, and there each of ${setWords(rule.each)} on its own`
  const environments =
    rule.environments.length === 0 ? '' : ` Only resources of ${rule.environments.join(' and ')} are judged.`
  return [
    '## How it is judged',
    `It is about every ${subject}${each}.${environments}`,
    ...(rule.where === undefined ? [] : ['It applies where:', conditionWords(rule.where, rule.parameters)]),
    'It passes when:',
    conditionWords(rule.check, rule.parameters),
    'As the rule says it:',
    markdownCode(logic(readFileSync(rule.source.file, 'utf8')), 'yaml'),
    ...words(facts),
  ].join('\n\n')
}

const LOGIC = ['select', 'each', 'where', 'check', 'parameters', 'environments']

/** The lines of a rule file that decide. */
function logic(text: string): string {
  let kept = false
  return text
    .split('\n')
    .filter((line) => {
      const key = /^([A-Za-z]+):/.exec(line)?.[1]
      if (key !== undefined) kept = LOGIC.includes(key)
      return kept
    })
    .join('\n')
}

function words({ facets, relations, algorithms }: RuleFacts): readonly string[] {
  const rows = [...facets, ...relations, ...algorithms].map(({ name, on, says }) => [
    `\`${name}\``,
    placesWords(on),
    cell(says),
  ])
  return rows.length === 0 ? [] : [table(['word', 'of', 'meaning'], rows)]
}

function unknowns({ rule, relations, cases }: RuleFacts): string {
  const reasons = new Map<string, string>()
  for (const each of cases) {
    if (each.expected !== 'unknown') continue
    for (const { cause } of each.verdicts)
      if (cause !== undefined && !reasons.has(cause.reason)) reasons.set(cause.reason, caseLink(rule.id, each))
  }
  const apart = relations.filter((relation) => relation.class === 'apart').map(({ name }) => `\`${name}\``)
  const lines = [...reasons].map(([reason, link]) => `- ${cell(reason)} (${link})`)
  return [
    '## What leaves it unknown',
    ...(lines.length === 0 ? [] : [lines.join('\n')]),
    ...(apart.length === 0
      ? []
      : [
          `What ${[...new Set(apart)].join(', ')} lead${apart.length === 1 ? 's' : ''} to can be made outside a template or a plan. Where none is seen, only an export, or an input that is declared \`closed\`, shows that there is none.`,
        ]),
    'A value that no input tells, such as a parameter without a value, leaves every rule unknown that needs it.',
  ].join('\n\n')
}

/** The smallest case that a reader can take in at once; the others are counted. */
function example({ rule, cases }: RuleFacts, verdict: 'pass' | 'fail'): string {
  const own = cases.filter(({ expected }) => expected === verdict)
  const title = verdict === 'pass' ? '## An example that passes' : '## An example that fails'
  const readable = own.map((each) => ({ each, files: filesOf(each.path) })).filter(({ files }) => isReadable(files))
  const best = readable.toSorted((left, right) => weight(left) - weight(right))[0]
  const others = own.length - (best === undefined ? 0 : 1)
  const folder = `[fixtures/rules/${rule.id}](${toRoot(rule.id)}/fixtures/rules/${rule.id})`
  const more = others === 0 ? [] : [`${others} ${best === undefined ? '' : 'more '}in ${folder}: ${verdict}.\\*`]
  if (best === undefined) return more.length === 0 ? '' : [title, ...more].join('\n\n')
  const message = verdict === 'fail' ? best.each.verdicts.find((told) => told.verdict === 'fail')?.message : undefined
  return [
    title,
    ...best.files.flatMap(({ name, text }) => [
      ...(best.files.length === 1 ? [] : [`\`${name}\`:`]),
      markdownCode(text, name.endsWith('.json') ? 'json' : 'yaml'),
    ]),
    ...(message === undefined ? [] : ['It says:', markdownCode(message, 'text')]),
    ...more,
  ].join('\n\n')
}

interface CaseFile {
  readonly name: string
  readonly text: string
}

/** The files of a case, a ruleset last. */
function filesOf(path: string): readonly CaseFile[] {
  if (statSync(path).isFile()) return [{ name: basename(path), text: readFileSync(path, 'utf8') }]
  const names = readdirSync(path, { recursive: true, encoding: 'utf8' })
    .filter((name) => statSync(join(path, name)).isFile())
    .map((name) => name.split(sep).join('/'))
    .toSorted((left, right) => Number(left === RULESET) - Number(right === RULESET) || compareText(left, right))
  return names.map((name) => ({ name, text: readFileSync(join(path, name), 'utf8') }))
}

const RULESET = 'ruleset.json'
const LONGEST_EXAMPLE = 4_000

function isReadable(files: readonly CaseFile[]): boolean {
  return files.length <= 3 && sizeOf(files) <= LONGEST_EXAMPLE
}

/** One template before several files or other inputs, then the shorter. */
function weight({ each, files }: { readonly each: JudgedCase; readonly files: readonly CaseFile[] }): number {
  const isTemplate = files.length === 1 && each.kinds.includes('CloudFormation')
  return sizeOf(files) + (isTemplate ? 0 : LONGEST_EXAMPLE)
}

function sizeOf(files: readonly CaseFile[]): number {
  return files.reduce((sum, { text }) => sum + text.length, 0)
}

function caseLink(id: string, { name, path }: JudgedCase): string {
  return `[${name}](${toRoot(id)}/${path})`
}

const FIXES = [
  ['cli', 'AWS CLI'],
  ['cloudformation', 'CloudFormation'],
  ['terraform', 'Terraform'],
] as const

function fixes({ rule }: RuleFacts): string {
  const known = FIXES.flatMap(([key, title]) => {
    const fix = rule.fix[key]
    return fix === undefined ? [] : [`${title}:\n\n${markdownCode(fix, 'text')}`]
  })
  return known.length === 0 ? '' : ['## How to fix it', ...known].join('\n\n')
}

function parameters({ rule }: RuleFacts): string {
  const rows = Object.entries(rule.parameters).map(([name, parameter]) => [
    `\`${name}\``,
    `\`${written(parameter.default)}\``,
    cell(parameter.description ?? ''),
  ])
  if (rows.length === 0) return ''
  return ['## Parameters', table(['parameter', 'default', 'what it says'], rows)].join('\n\n')
}

function written(json: Json): string {
  return JSON.stringify(json).replaceAll('|', '\\|')
}

function inputs(facts: RuleFacts): string {
  const row = INPUT_KINDS.map((kind) => decidedFrom(facts, kind) || 'no case')
  const { apiOnly = '' } = facts.rule
  return ['## From which input', table(INPUT_KINDS, [row]), apiOnly].filter((part) => part !== '').join('\n\n')
}

const FRAMEWORKS: Readonly<Record<string, string>> = {
  'aws-fsbp': 'AWS Foundational Security Best Practices',
  'cis-aws': 'CIS AWS Foundations Benchmark',
  'nist-800-53': 'NIST SP 800-53',
}

function readOn({ rule }: RuleFacts): string {
  const references = rule.references.map(({ title, publisher, url }) => {
    const label = `${publisher}: ${cell(title)}`
    return url === undefined ? `- ${label}` : `- [${label}](${url})`
  })
  const controls = Object.entries(rule.controls).map(
    ([name, numbers]) => `- ${FRAMEWORKS[name] ?? name}: ${numbers.join(', ')}`,
  )
  const formerly =
    rule.formerly.length === 0 ? [] : [`Earlier ids: ${rule.formerly.map((id) => `\`${id}\``).join(', ')}`]
  return [
    ...(references.length === 0 ? [] : ['## References', references.join('\n')]),
    ...(controls.length === 0 ? [] : ['## Controls that ask the same', controls.join('\n')]),
    ...formerly,
  ].join('\n\n')
}

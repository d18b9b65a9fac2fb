import { type Command, InvalidArgumentError, Option } from 'commander'
import type { Verdict } from '../model/finding.ts'
import { SEVERITIES, type Severity, TOPICS, type Topic } from '../model/rule.ts'
import { FORMATS, type Format } from '../report/format.ts'
import { didYouMean } from '../util/suggest.ts'
import { type LiveFlags, liveOptions } from './live-options.ts'

/** What `opscheck scan` was asked for. */
export interface ScanFlags extends RulesetFlags, InputFlags, LiveFlags {
  readonly rule?: readonly string[]
  readonly topic?: readonly Topic[]
  readonly failOn?: Severity | 'none'
  readonly strict?: 'on' | 'all'
  readonly format?: Format
  readonly output?: readonly string[]
  readonly show?: readonly (Verdict | 'all')[]
  readonly evidence?: 'failing' | 'all'
  readonly quiet?: boolean
}

export interface RulesetFlags {
  readonly ruleset?: string
}

export interface InputFlags {
  readonly parameters?: readonly string[]
  readonly parameter?: readonly string[]
  readonly now?: Date
}

export const VERDICTS = ['fail', 'unknown', 'pass', 'not-applicable'] as const

export function rulesetOption(): Option {
  return new Option('--ruleset <name>', 'ruleset file, npm package, opscheck:recommended or opscheck:all')
}

export function ruleOption(): Option {
  return several('--rule <id>', 'only these rules; * stands for any text')
}

export function topicOption(): Option {
  return severalOf('--topic <topics>', 'only rules of these topics', TOPICS)
}

export function inputOptions(): readonly Option[] {
  return [
    several('--parameters <file>', 'CloudFormation parameters, in a form that the AWS CLI takes'),
    several('--parameter <key=value>', 'one CloudFormation parameter'),
    new Option('--now <instant>', 'judge ages against this ISO 8601 instant, for repeatable runs').argParser(instant),
  ]
}

export function formatOption(formats: readonly string[]): Option {
  return oneOf('--format <format>', 'what to print', formats)
}

/** The options of `scan`, grouped as its help shows them. */
export function addScanOptions(command: Command): Command {
  const groups: Readonly<Record<string, readonly Option[]>> = {
    'Rules:': [rulesetOption(), ruleOption(), topicOption()],
    'Input:': inputOptions(),
    'Live accounts:': liveOptions(),
    'Outcome:': [
      oneOf('--fail-on <severity>', 'the least severity that fails the run', [...SEVERITIES, 'none']),
      new Option('--strict [all]', 'fail on what is not known; =all: also on what such input can never show').argParser(
        parserOf(['on', 'all']),
      ),
    ],
    'Report:': [
      formatOption(FORMATS),
      several('--output <[format=]file>', 'write a report to a file'),
      severalOf('--show <verdicts>', 'verdicts to list one by one', [...VERDICTS, 'all']),
      oneOf('--evidence <of>', 'give evidence of', ['failing', 'all']),
      new Option('--quiet', 'print no report and no notes'),
    ],
  }
  for (const [title, options] of Object.entries(groups)) {
    for (const option of options) command.addOption(option.helpGroup(title))
  }
  return command
}

/** `--strict` alone must not take the path after it for its value, nor `--account` the option after it. */
export function normalizeArguments(argv: readonly string[]): readonly string[] {
  const end = argv.indexOf('--')
  return argv.map((word, index) => {
    if (end !== -1 && index >= end) return word
    if (word === '--strict') return '--strict=on'
    const next = argv[index + 1]
    return word === '--account' && (next === undefined || next.startsWith('-')) ? '--account=' : word
  })
}

function several(flags: string, description: string): Option {
  return new Option(flags, `${description} (repeatable)`).argParser((word: string, before?: readonly string[]) => [
    ...(before ?? []),
    word,
  ])
}

function oneOf(flags: string, description: string, words: readonly string[]): Option {
  return new Option(flags, `${description}: ${words.join(', ')}`).argParser(parserOf(words))
}

/** Words separated by commas, and repeatable. */
function severalOf(flags: string, description: string, words: readonly string[]): Option {
  const parse = parserOf(words)
  return new Option(flags, `${description}: ${words.join(', ')}`).argParser(
    (text: string, before?: readonly string[]) => [...(before ?? []), ...text.split(',').map(parse)],
  )
}

function parserOf(words: readonly string[]): (word: string) => string {
  return (word) => {
    if (words.includes(word)) return word
    throw new InvalidArgumentError(`${word} is none of ${words.join(', ')}${didYouMean(word, words)}`)
  }
}

function instant(text: string): Date {
  const date = new Date(text)
  if (/^\d{4}-\d{2}-\d{2}/.test(text) && !Number.isNaN(date.getTime())) return date
  throw new InvalidArgumentError('write it like 2026-11-22T09:00:00Z')
}

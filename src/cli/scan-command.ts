import { readFileSync } from 'node:fs'
import { OpscheckError } from '../model/errors.ts'
import type { Verdict } from '../model/finding.ts'
import { type LiveScan, scan } from '../scan.ts'
import { EXIT_CODES, type ExitCode } from './exit-codes.ts'
import { liveScanOf } from './live-options.ts'
import { type InputFlags, type ScanFlags, VERDICTS } from './options.ts'
import { type Output, planOutputs, writeOutputs } from './output.ts'
import { parseParameter, parseParameterFile } from './parameters.ts'
import type { Streams } from './streams.ts'

/** `opscheck scan`: judges, writes the reports, and turns the outcome into the exit code. */
export async function scanCommand(paths: readonly string[], flags: ScanFlags, streams: Streams): Promise<ExitCode> {
  const quiet = flags.quiet ?? false
  const outputs = planOutputs(flags.format, flags.output ?? [], quiet)
  const show = shown(flags.show)
  const live = liveScanOf(flags, process.env)
  const report = await withLive(live, quiet, streams, (live) =>
    scan({
      paths: paths.length === 0 && live === undefined ? ['.'] : paths,
      live,
      now: flags.now ?? new Date(),
      recordedNow: flags.now === undefined,
      ruleset: flags.ruleset,
      rules: flags.rule ?? [],
      topics: flags.topic ?? [],
      parameters: readParameters(flags, streams),
      failOn: flags.failOn,
      strict: flags.strict,
      show: show ?? new Set(),
      explained: explained(flags, outputs, show),
      fingerprints: outputs.some(({ format }) => format !== 'table'),
    }),
  )
  const options = { evidence: flags.evidence === 'all', ...(show === undefined ? {} : { show }) }
  await writeOutputs(report, outputs, options, streams, quiet)
  return EXIT_CODES[report.outcome]
}

/** Tells the progress of reading accounts. The first interrupt ends the reading, not the report; the second ends all. */
async function withLive<Result>(
  live: LiveScan | undefined,
  quiet: boolean,
  streams: Streams,
  work: (live: LiveScan | undefined) => Promise<Result>,
): Promise<Result> {
  if (live === undefined) return work(undefined)
  const watch = quiet ? undefined : (await import('./progress.ts')).watchLive(streams)
  const interrupt = new AbortController()
  const onInterrupt = (): void => {
    process.off('SIGINT', onInterrupt)
    interrupt.abort()
  }
  process.on('SIGINT', onInterrupt)
  process.on('SIGTERM', onInterrupt)
  try {
    return await work({ ...live, signal: interrupt.signal, watch })
  } finally {
    watch?.close()
    process.off('SIGINT', onInterrupt)
    process.off('SIGTERM', onInterrupt)
  }
}

/** The table folds unknowns by cause: only what a report says of each is worked out. */
function explained(
  flags: ScanFlags,
  outputs: readonly Output[],
  show: ReadonlySet<Verdict> = new Set(),
): ReadonlySet<Verdict> {
  if (flags.evidence === 'all') return new Set(VERDICTS)
  const folded = !show.has('unknown') && outputs.every(({ format }) => format === 'table')
  return new Set(folded ? ['fail'] : ['fail', 'unknown'])
}

function shown(words: ScanFlags['show']): ReadonlySet<Verdict> | undefined {
  if (words === undefined) return undefined
  return new Set(words.flatMap((word) => (word === 'all' ? VERDICTS : [word])))
}

/** Files in their order, then the single parameters: the last word counts. */
export function readParameters(flags: InputFlags, streams: Streams): ReadonlyMap<string, string> {
  const files = (flags.parameters ?? []).map((file) => ({ file, ...parseParameterFile(readText(file), file) }))
  for (const { file, previous } of files) {
    if (previous.length > 0) streams.note(`${file}: UsePreviousValue is not known here: ${previous.join(', ')}`)
  }
  return new Map([...files.flatMap(({ values }) => [...values]), ...(flags.parameter ?? []).map(parseParameter)])
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8').replace(/^\ufeff/, '')
  } catch (cause) {
    throw new OpscheckError('file-unreadable', 'the parameters file cannot be read', { file, cause })
  }
}

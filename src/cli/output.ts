import { OpscheckError } from '../model/errors.ts'
import type { Report } from '../model/report.ts'
import { FORMATS, type Format, type RenderOptions } from '../report/format.ts'
import { formats } from '../report/index.ts'
import { outcomeLine } from '../report/outcome-line.ts'
import { didYouMean } from '../util/suggest.ts'
import type { Streams } from './streams.ts'

/** Where a report goes. */
export interface Output {
  readonly format: Format
  /** Standard output without it. */
  readonly file?: string
}

/**
 * `FORMAT=FILE` adds a file. A bare `FILE` takes the format named by --format and stands in for standard output; without
 * --format its ending tells the format and it is added too.
 */
export function planOutputs(format: Format | undefined, outputs: readonly string[], quiet: boolean): readonly Output[] {
  const files = outputs.map((output) => planFile(output, format))
  const redirected = format !== undefined && files.some(({ added }) => !added)
  return [
    ...(quiet || redirected ? [] : [{ format: format ?? 'table' }]),
    ...files.map(({ format, file }) => ({ format, file })),
  ]
}

/** Renders and writes them all; files appear whole or not at all. */
export async function writeOutputs(
  report: Report,
  outputs: readonly Output[],
  options: Omit<RenderOptions, 'color' | 'width'>,
  streams: Streams,
  quiet: boolean,
): Promise<void> {
  for (const { format, file } of outputs) {
    const paper = file === undefined ? streams : { color: false, width: FILE_WIDTH }
    const text = await formats[format](report, { ...options, color: paper.color, width: paper.width })
    if (file === undefined) await streams.out(text)
    else await writeFile(file, text)
  }
  const files = outputs.flatMap(({ file }) => file ?? [])
  if (quiet || files.length === 0) return
  if (files.length === outputs.length) streams.note(outcomeLine(report))
  streams.note(`written: ${files.join(', ')}`)
}

const FILE_WIDTH = 120

const ENDINGS: Readonly<Record<Format, readonly string[]>> = {
  table: ['.txt'],
  json: ['.json'],
  sarif: ['.sarif', '.sarif.json'],
}

function planFile(output: string, format: Format | undefined): Required<Output> & { readonly added: boolean } {
  const [, prefix, rest] = /^([a-z]+)=(.+)$/s.exec(output) ?? []
  if (prefix !== undefined && rest !== undefined) {
    const named = FORMATS.find((known) => known === prefix)
    if (named !== undefined) return { format: named, file: rest, added: true }
    throw new OpscheckError('usage', `${prefix} is no format${didYouMean(prefix, FORMATS)}`, {
      hint: `formats: ${FORMATS.join(', ')}`,
    })
  }
  const chosen = format ?? byEnding(output)
  if (chosen !== undefined) return { format: chosen, file: output, added: format === undefined }
  throw new OpscheckError('usage', `the name ${output} does not tell the format of the report`, {
    hint: `write --output FORMAT=${output}, with one of ${FORMATS.join(', ')}`,
  })
}

/** The longest ending wins. */
function byEnding(file: string): Format | undefined {
  const matching = FORMATS.flatMap((format) =>
    ENDINGS[format].filter((ending) => file.toLowerCase().endsWith(ending)).map((ending) => ({ format, ending })),
  )
  return matching.sort((left, right) => right.ending.length - left.ending.length)[0]?.format
}

async function writeFile(file: string, text: string): Promise<void> {
  const [fs, { default: writeAtomically }] = await Promise.all([
    import('node:fs/promises'),
    import('write-file-atomic'),
  ])
  try {
    const present = await fs.stat(file).catch(() => undefined)
    // A pipe or a device is written to, not replaced.
    if (present === undefined || present.isFile()) await writeAtomically(file, text)
    else await fs.writeFile(file, text)
  } catch (cause) {
    throw new OpscheckError('output-unwritable', `the report cannot be written to ${file}: ${reasonOf(cause)}`, {
      cause,
    })
  }
}

function reasonOf(cause: unknown): string {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : ''
  return REASONS.get(code) ?? (code || 'unknown reason')
}

const REASONS: ReadonlyMap<string, string> = new Map([
  ['ENOENT', 'its folder does not exist'],
  ['EACCES', 'permission denied'],
  ['EPERM', 'permission denied'],
  ['EROFS', 'the file system is read-only'],
  ['EISDIR', 'it is a folder'],
  ['ENOTDIR', 'its folder is a file'],
  ['ENOSPC', 'no space is left'],
])

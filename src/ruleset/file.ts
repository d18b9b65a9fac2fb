import { readFileSync, statSync } from 'node:fs'
import { isAbsolute, relative, sep } from 'node:path'
import { type ErrorCode, OpscheckError } from '../model/errors.ts'
import { parseJson } from '../util/json.ts'
import type { Document } from '../util/positions.ts'

/** A file that people write: small, read as data with places. */
export interface WrittenFile extends Document {
  /** As reports show it. */
  readonly file: string
}

/**
 * Reads a JSON or YAML file. Throws OpscheckError: `file-unreadable`, `file-too-large`, or with the place of the
 * fault `invalid` (`too-deep` when nested beyond reason).
 */
export async function readWritten(path: string, cwd: string, invalid: ErrorCode): Promise<WrittenFile> {
  const file = shown(path, cwd)
  const text = readText(path, file)
  const parsed = path.endsWith('.json')
    ? parseJson(text, { duplicateKeys: 'refuse' })
    : (await import('../util/yaml.ts')).parseYaml(text, 'core')
  if (parsed.ok) return { file, value: parsed.document.value, place: parsed.document.place }
  const { code, message, line, column } = parsed.problem
  throw new OpscheckError(code === 'too-deep' ? code : invalid, message, { file, line, column })
}

/** A path relative to the working directory where it lies below it, with `/`. */
export function shown(path: string, cwd: string): string {
  const below = relative(cwd, path)
  if (below === '') return '.'
  const outside = isAbsolute(below) || below === '..' || below.startsWith(`..${sep}`)
  return (outside ? path : below).split(sep).join('/')
}

export type FileKind = 'file' | 'folder' | 'nothing'

export function kindOf(path: string): FileKind {
  const stat = statSync(path, { throwIfNoEntry: false })
  if (stat === undefined) return 'nothing'
  return stat.isDirectory() ? 'folder' : stat.isFile() ? 'file' : 'nothing'
}

function readText(path: string, file: string): string {
  let size: number
  try {
    size = statSync(path).size
    if (size <= MAX_BYTES) return readFileSync(path, 'utf8')
  } catch (cause) {
    throw new OpscheckError('file-unreadable', 'the file cannot be read', { file, cause })
  }
  throw new OpscheckError('file-too-large', `the file is larger than ${MAX_BYTES} bytes`, { file })
}

/** Rules and rulesets are written by hand. */
const MAX_BYTES = 4 * 1024 * 1024

import { constants } from 'node:buffer'
import { readFileSync, statSync } from 'node:fs'
import { OpscheckError } from '../model/errors.ts'

/**
 * The text of a file: UTF-8 or, with a byte-order mark as PowerShell writes it, UTF-16. Undefined for what is no text.
 * Throws `file-unreadable`, and `file-too-large` beyond the longest text that JavaScript can hold.
 */
export function readText(path: string, shown: string): string | undefined {
  const bytes = readBytes(path, shown)
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return bytes.subarray(2).toString('utf16le')
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return swapped(bytes.subarray(2))
  if (bytes.subarray(0, SNIFFED).includes(0)) return undefined
  const text = bytes.toString('utf8')
  return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text
}

/** Text has no zero bytes; what is binary shows one early. */
const SNIFFED = 8_192

function readBytes(path: string, shown: string): Buffer {
  try {
    const { size } = statSync(path)
    if (size > constants.MAX_STRING_LENGTH) {
      const most = Math.floor(constants.MAX_STRING_LENGTH / 1024 / 1024)
      throw new OpscheckError('file-too-large', `${shown} is too large: at most ${most} MiB can be read`, {
        file: shown,
        hint: 'split it, or scan only the files that matter',
      })
    }
    return readFileSync(path)
  } catch (error) {
    if (error instanceof OpscheckError) throw error
    throw new OpscheckError('file-unreadable', `${shown} cannot be read: ${reasonOf(error)}`, {
      file: shown,
      cause: error,
    })
  }
}

export function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (code === 'ENOENT') return 'there is no such file or folder'
  if (code === 'EACCES' || code === 'EPERM') return 'permission denied'
  if (code === 'EISDIR') return 'it is a folder'
  return typeof code === 'string' ? code : 'unknown error'
}

function swapped(bytes: Buffer): string {
  const even = Buffer.from(bytes.subarray(0, bytes.length - (bytes.length % 2)))
  return even.swap16().toString('utf16le')
}

/**
 * Text from input made safe to print on one line: control characters, escape sequences, line ends, bidirectional
 * overrides, invisible characters and lone surrogates appear as escapes (`\n`, `\u001b`). Joiners stay: scripts and
 * emoji need them.
 */
export function visible(text: string): string {
  return HIDDEN.test(text) ? text.replace(HIDDEN_ALL, escaped) : text
}

/** The first `most` code units and how much was left out; never cuts a surrogate pair. */
export function clip(text: string, most: number): string {
  if (text.length <= most) return text
  const kept = text.slice(0, most).replace(/[\ud800-\udbff]$/, '')
  return `${kept}… (${text.length - kept.length} more characters)`
}

const HIDDEN = /(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u
const HIDDEN_ALL = new RegExp(HIDDEN.source, 'gu')
const SHORT: ReadonlyMap<string, string> = new Map([
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
])

function escaped(character: string): string {
  const code = character.codePointAt(0) ?? 0
  const hex = code.toString(16)
  return SHORT.get(character) ?? (code > 0xffff ? `\\u{${hex}}` : `\\u${hex.padStart(4, '0')}`)
}

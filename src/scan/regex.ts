import { createRequire } from 'node:module'

const load = createRequire(import.meta.url)

/** Patterns of rules, by RE2: linear in the text, whatever the pattern. The library is loaded with the first one. */
export function regex(pattern: string): (text: string) => boolean {
  const { RE2JS }: typeof import('re2js') = load('re2js')
  const compiled = RE2JS.compile(pattern)
  return (text) => compiled.test(text)
}

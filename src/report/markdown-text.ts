import { visible } from '../util/visible.ts'

/** Text from input as literal Markdown: no link, image, mention, HTML or emphasis can come of it. */
export function markdownText(text: string): string {
  return visible(text).replace(/[\\`*_{}[\]<>()#+!|~@-]/g, '\\$&')
}

/** A fenced block that its content cannot leave. */
export function markdownCode(code: string, language = ''): string {
  const longest = (code.match(/`+/g) ?? []).reduce((most, { length }) => Math.max(most, length), 0)
  const fence = '`'.repeat(Math.max(3, longest + 1))
  const lines = code.trimEnd().split('\n').map(visible)
  return [fence + language, ...lines, fence].join('\n')
}

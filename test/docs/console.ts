/** What a page of Markdown lets a reader do, in its order. */
export type Step =
  | { readonly kind: 'file'; readonly path: string; readonly text: string }
  | { readonly kind: 'command'; readonly command: string; readonly output: string }

/**
 * A fenced block whose first line names a file after the language (```yaml rules/a.yaml) writes that file; one of
 * language `console` holds commands after `$ `, each followed by what it prints.
 */
export function stepsOf(page: string): readonly Step[] {
  return [...page.matchAll(/^```(\w+)(?: (\S+))?\n(.*?)^```$/gms)].flatMap(([, language, path, text = '']): Step[] => {
    if (path !== undefined) return [{ kind: 'file', path, text }]
    if (language !== 'console') return []
    return text
      .split(/^\$ /m)
      .slice(1)
      .map((part) => {
        const end = part.indexOf('\n')
        return { kind: 'command', command: part.slice(0, end), output: part.slice(end + 1) }
      })
  })
}

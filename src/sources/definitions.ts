import { resolve, sep } from 'node:path'
import type { InputDefinition } from '../model/rule.ts'

/** The definition that says most about a path: of the file itself, else of the nearest folder above. */
export function definitionFor(
  path: string,
  definitions: readonly InputDefinition[],
  base: string,
): InputDefinition | undefined {
  let best: InputDefinition | undefined
  let longest = -1
  for (const definition of definitions) {
    const defined = resolve(base, definition.path)
    const covers = path === defined || path.startsWith(defined.endsWith(sep) ? defined : defined + sep)
    if (!covers || defined.length <= longest) continue
    best = definition
    longest = defined.length
  }
  return best
}

import type { Warning } from '../../model/snapshot.ts'
import type { Unknown } from '../../model/value.ts'
import type { Question } from './decisions.ts'

/** What reading the templates of one input taught besides resources. Grows while properties are read; nothing comes twice. */
export interface Notes {
  readonly warnings: readonly Warning[]
  readonly assumptions: readonly string[]
  /** Which parameter an unknown value is the value of. */
  readonly questions: Map<Unknown, Question>
  readonly warn: (warning: Warning) => void
  readonly assume: (assumption: string) => void
}

export function createNotes(): Notes {
  const warnings: Warning[] = []
  const assumptions: string[] = []
  const said = new Set<string>()
  const once = (text: string): boolean => {
    if (said.has(text)) return false
    said.add(text)
    return true
  }
  return {
    warnings,
    assumptions,
    questions: new Map(),
    warn: (warning) => {
      if (once(`${warning.file ?? ''}\u0000${warning.message}`)) warnings.push(warning)
    },
    assume: (assumption) => {
      if (once(assumption)) assumptions.push(assumption)
    },
  }
}

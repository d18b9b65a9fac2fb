import type { Verdict } from '../model/finding.ts'

/** What the caller knows about the reader; a format ignores what does not concern it. */
export interface RenderOptions {
  readonly color: boolean
  /** Columns that a line may take. */
  readonly width: number
  /** The verdicts to list one by one; without it, each format's own choice. Everything else is told in sums. */
  readonly show?: ReadonlySet<Verdict>
  /** List the evidence of every finding, and every assumption and gap. */
  readonly evidence: boolean
}

export const FORMATS = ['table', 'json', 'sarif'] as const
export type Format = (typeof FORMATS)[number]

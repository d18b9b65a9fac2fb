import type { Cell } from './cell.ts'
import type { Document, Instance } from './document.ts'
import type { Echo, Rules } from './mapping.ts'
import type { Builder } from './values.ts'

/** What the words of a mapping work with. */
export interface Conversion {
  readonly document: Document
  /** Whether a resource of the other type names the owner: what the owner then shows is only its echo. */
  readonly echoes: (echo: Echo, owner: Instance) => boolean
  readonly convert: (rules: Rules, cell: Cell, into: Builder) => void
}

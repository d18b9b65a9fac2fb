import type { Path, Resource, Scope, Unit } from '../model/resource.ts'
import type { InputDefinition } from '../model/rule.ts'
import type { Snapshot } from '../model/snapshot.ts'
import type { PropertyMap, Value } from '../model/value.ts'
import type { Document } from '../util/positions.ts'

/** One file of the scan, read once. */
export interface InputFile {
  /** As reports show it: relative to the working directory where possible, with `/`. */
  readonly path: string
  readonly text: string
  /**
   * `JSON.parse` of the text, when the text is JSON. Untrusted: any shape, own `__proto__` keys included.
   * Absent for YAML.
   */
  readonly json?: unknown
  /** The text as data with places, where it was read already; for YAML always. */
  readonly document?: Document
}

/** What the user said about this input. */
export interface SourceContext {
  readonly definition: InputDefinition | undefined
  /** CloudFormation parameters: of the command line, overlaid on those of the ruleset. */
  readonly parameters: ReadonlyMap<string, string>
  /** Reads a file beside the input (a nested template), or undefined when it is not there. */
  readonly sibling: (path: string, from?: InputFile) => InputFile | undefined
  /** Unique suffixes for tokens of unknown accounts and regions, and for units of equal name. */
  readonly unitId: (wanted: string) => string
  /** Values that the stacks of one scan hand to each other; asked only when properties are read. */
  readonly stacks?: StackValues
}

export interface StackValues {
  readonly add: (stack: SharedStack) => void
  readonly exported: (name: string) => readonly SharedValue[]
  readonly output: (stack: string, name: string) => readonly SharedValue[]
}

export interface SharedStack {
  readonly unit: Unit
  readonly scope: Scope
  /** The stack's name, where it is known. */
  readonly stack: string | undefined
  readonly exports: ReadonlyMap<string, { readonly value: Value | undefined }>
  readonly output: (name: string) => { readonly value: Value | undefined } | undefined
}

/** References in the value are relative to the unit. */
export interface SharedValue {
  readonly unit: Unit
  readonly scope: Scope
  readonly value: Value | undefined
}

/** One dialect. `recognise` looks at content only, never at the file's name, and is cheap. */
export interface Source {
  readonly dialect: string
  readonly recognise: (file: InputFile) => boolean
  /** Throws OpscheckError (`syntax`, `too-deep`, …) with the place for what cannot be read. */
  readonly read: (file: InputFile, context: SourceContext) => Snapshot
}

/** A resource whose properties are converted on first reading. */
export function lazyResource(
  fields: Omit<Resource, 'properties' | 'locate'> & { readonly locate: (path: Path) => ReturnType<Resource['locate']> },
  load: () => PropertyMap,
): Resource {
  let loaded: PropertyMap | undefined
  return {
    ...fields,
    get properties() {
      loaded ??= load()
      return loaded
    },
  }
}

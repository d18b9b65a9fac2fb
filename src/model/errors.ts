/**
 * Every error a user can cause. `code` is stable and documented in docs/errors.md; the message says what happened, the
 * place says where, the hint what to do next.
 */
export interface ErrorPlace {
  readonly file?: string
  readonly line?: number
  readonly column?: number
}

export type ErrorCode =
  | 'usage'
  | 'file-unreadable'
  | 'file-too-large'
  | 'syntax'
  | 'too-deep'
  | 'not-recognised'
  | 'no-input'
  | 'rule-invalid'
  | 'ruleset-invalid'
  | 'no-rule'
  | 'parameters-invalid'
  | 'output-unwritable'
  | 'credentials'
  | 'wrong-account'
  | 'internal'

export class OpscheckError extends Error {
  readonly code: ErrorCode
  readonly place: ErrorPlace
  readonly hint: string | undefined

  constructor(
    code: ErrorCode,
    message: string,
    options: ErrorPlace & { readonly hint?: string; readonly cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.name = 'OpscheckError'
    this.code = code
    this.place = {
      ...(options.file === undefined ? {} : { file: options.file }),
      ...(options.line === undefined ? {} : { line: options.line }),
      ...(options.column === undefined ? {} : { column: options.column }),
    }
    this.hint = options.hint
  }
}

/** A syntax problem of a text, said of the file that holds it. */
export function problemIn(
  file: string,
  problem: {
    readonly code: 'syntax' | 'too-deep'
    readonly message: string
    readonly line: number
    readonly column: number
  },
): OpscheckError {
  return new OpscheckError(problem.code, `${file} cannot be read: ${problem.message}`, {
    file,
    line: problem.line,
    column: problem.column,
  })
}

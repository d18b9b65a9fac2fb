import type { Location } from '../../model/resource.ts'
import { own, type UnknownRecord } from '../../util/record.ts'

/**
 * One answer of one AWS operation, in the JSON shape that the AWS CLI prints. Files and the live collector both become
 * lists of these; {@link file://./snapshot.ts} knows no other input.
 */
export type Answer = AnswerPlace &
  ({ readonly body: unknown; readonly error?: undefined } | { readonly error: AnswerError; readonly body?: undefined })

export interface AnswerPlace {
  /** IAM prefix and API name: `ecs:DescribeClusters`, `elasticloadbalancing:DescribeListeners`. */
  readonly operation: string
  readonly partition: string
  /** Literal, or a token that starts with `?`. */
  readonly account: string
  /** Literal, a token, or `global`. */
  readonly region: string
  /**
   * What was asked, under the API's own member names in any case: the subject of answers that do not name theirs, and
   * the filters that make a list less than everything.
   */
  readonly request?: UnknownRecord
  /** Whether the request is known whole: without it, what it left out is not known. */
  readonly requestKnown?: boolean
  /** The subject, when only the name of the file tells it. */
  readonly subject?: string
  /** All pages are here. */
  readonly complete: boolean
  readonly file?: string
  /** JSON pointer of the body within the file; empty when the file is the body. */
  readonly pointer?: string
  /** 1-based place of a JSON pointer within the file. */
  readonly place?: (pointer: string) => { readonly line: number; readonly column: number }
}

export interface AnswerError {
  /** AWS's error code: `AccessDeniedException`. */
  readonly code: string
  readonly message: string
  /** The IAM action that was missing, where the message tells it. */
  readonly action?: string
  /** It was not asked, as this operation failed, which tells what to ask for. */
  readonly because?: string
}

/** A member of the request, whatever the case of its first letter: files of the CLI and SDK inputs differ in it. */
export function asked(answer: Answer, member: string): unknown {
  const { request } = answer
  if (request === undefined) return undefined
  const lower = member.charAt(0).toLowerCase() + member.slice(1)
  return own(request, member) ?? own(request, lower) ?? own(request, member.charAt(0).toUpperCase() + member.slice(1))
}

/** The text of a request member, else the subject that the file's name tells. */
export function subjectOf(answer: Answer, ...members: readonly string[]): string | undefined {
  for (const member of members) {
    const value = asked(answer, member)
    if (typeof value === 'string' && value !== '') return value
  }
  return answer.subject
}

/** Where something of an answer stands: the file with its place, and always the call. */
export function locationOf(answer: Answer, pointer: string, arn: string | undefined): Location {
  const call = { call: answer.operation, ...(arn === undefined ? {} : { arn }) }
  if (answer.file === undefined) return call
  const path = `${answer.pointer ?? ''}${pointer}`
  return { file: answer.file, ...answer.place?.(path), path, ...call }
}

import { isRecord, own, type UnknownRecord } from '../../util/record.ts'
import type { Answer, AnswerError } from './answer.ts'
import { operationOf } from './operations.ts'

/**
 * What `scan --account --record DIR` writes: one file for each account, region and type of answer. The answers keep the
 * shape in which the AWS CLI prints them; a call that failed is kept, too, so that a replay knows what was not read.
 */
export interface Recording {
  readonly opscheckRecording: typeof RECORDING_VERSION
  /** ISO 8601: against which ages are judged in a replay. */
  readonly capturedAt: string
  readonly partition: string
  readonly account: string
  /** `global` for services without regions. */
  readonly region: string
  readonly answers: readonly RecordedAnswer[]
}

export type RecordedAnswer = {
  readonly operation: string
  readonly request?: UnknownRecord
  /** All pages are in the body; the default. */
  readonly complete?: boolean
} & ({ readonly body: unknown } | { readonly error: AnswerError })

export const RECORDING_VERSION = 1

export function isRecording(json: unknown): json is UnknownRecord {
  return isRecord(json) && own(json, 'opscheckRecording') === RECORDING_VERSION && Array.isArray(own(json, 'answers'))
}

/** The answers of a recording; entries that are none are left out and counted. */
export function recordedAnswers(
  json: UnknownRecord,
  file: Pick<Answer, 'file' | 'place'>,
): { readonly answers: readonly Answer[]; readonly broken: number } {
  const list = own(json, 'answers')
  const answers: Answer[] = []
  let broken = 0
  for (const [index, entry] of (Array.isArray(list) ? list : []).entries()) {
    const answer = isRecord(entry) ? recordedAnswer(json, entry, index, file) : undefined
    if (answer === undefined) broken += 1
    else answers.push(answer)
  }
  return { answers, broken }
}

/** When the recording was made; undefined for other files. */
export function capturedAt(json: unknown): string | undefined {
  const time = isRecording(json) ? own(json, 'capturedAt') : undefined
  return typeof time === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z$/.test(time) ? time : undefined
}

function recordedAnswer(
  json: UnknownRecord,
  entry: UnknownRecord,
  index: number,
  file: Pick<Answer, 'file' | 'place'>,
): Answer | undefined {
  const operation = own(entry, 'operation')
  const request = own(entry, 'request')
  if (typeof operation !== 'string') return undefined
  const place = {
    operation,
    partition: textOr(own(json, 'partition'), 'aws'),
    account: textOr(own(json, 'account'), '?'),
    region: textOr(own(json, 'region'), 'global'),
    request: isRecord(request) ? request : {},
    requestKnown: true,
    complete: own(entry, 'complete') !== false,
    ...file,
  } as const
  const error = own(entry, 'error')
  if (isRecord(error)) {
    const action = own(error, 'action')
    const because = own(error, 'because')
    return {
      ...place,
      pointer: `/answers/${index}/error`,
      error: {
        code: textOr(own(error, 'code'), 'UnknownError'),
        message: textOr(own(error, 'message'), ''),
        ...(typeof action === 'string' ? { action } : {}),
        ...(typeof because === 'string' && operationOf(because) !== undefined ? { because } : {}),
      },
    }
  }
  return Object.hasOwn(entry, 'body')
    ? { ...place, pointer: `/answers/${index}/body`, body: own(entry, 'body') }
    : undefined
}

function textOr(value: unknown, otherwise: string): string {
  return typeof value === 'string' && value !== '' ? value : otherwise
}

import { arnIdentity } from '../../aws/arn.ts'
import { isRecord, own, type UnknownRecord } from '../../util/record.ts'
import type { AnswerError } from './answer.ts'

export interface ReadError {
  readonly error: AnswerError
  /** The API name, where the text tells it: `DescribeClusters`. */
  readonly api?: string
  readonly subject?: string
  readonly account?: string
  readonly region?: string
}

/**
 * What the CLI prints when a call fails: "An error occurred (AccessDeniedException) when calling the DescribeClusters
 * operation: …". Undefined for any other text.
 */
export function errorInText(text: string): ReadError | undefined {
  const start = text.slice(0, LONGEST).trim()
  const found =
    /^(?:aws: \[ERROR\]: )?An error occurred \(([A-Za-z0-9._]{1,100})\) when calling the ([A-Za-z0-9]{1,100}) operation(?: \(reached max retries: \d+\))?:/.exec(
      start,
    )
  if (found === null) return undefined
  const [whole, code = '', api = ''] = found
  const message = start.slice(whole.length).trim()
  return { ...readError(code, message), api }
}

/** An error as JSON: of boto3, of the wire, of CloudTrail. */
export function errorInJson(json: UnknownRecord): ReadError | undefined {
  const inner = own(json, 'Error')
  if (isRecord(inner)) return errorOf(own(inner, 'Code'), own(inner, 'Message'))
  const type = own(json, '__type')
  if (typeof type === 'string')
    return errorOf(type.slice(type.lastIndexOf('#') + 1), own(json, 'message') ?? own(json, 'Message'))
  return errorOf(own(json, 'errorCode'), own(json, 'errorMessage'))
}

/** The IAM action, subject and place that a message tells. */
export function readError(code: string, message: string): ReadError {
  const action = /perform: ([a-z0-9-]{2,40}:[A-Za-z0-9*]{2,80})/.exec(message)?.[1]
  const user = /User: arn:[a-z-]{2,20}:[a-z]{2,10}::(\d{12}):/.exec(message)?.[1]
  const registry = /registry with id '(\d{12})'/.exec(message)?.[1]
  const arn = /on resource: (arn:\S{1,1000})/.exec(message)?.[1]
  const identity = arn === undefined ? undefined : arnIdentity(arn)
  const named =
    /with name '([^']{1,300})'/.exec(message)?.[1] ?? /Document with name (\S{1,200}) does not exist/.exec(message)?.[1]
  const subject = named ?? identity?.id
  const account = registry ?? (identity?.account || user)
  return {
    error: { code, message, ...(action === undefined ? {} : { action }) },
    ...(subject === undefined ? {} : { subject }),
    ...(account === undefined ? {} : { account }),
    ...(identity === undefined || identity.region === '' ? {} : { region: identity.region }),
  }
}

/** The text of one error is far shorter. */
const LONGEST = 8192

function errorOf(code: unknown, message: unknown): ReadError | undefined {
  if (typeof code !== 'string' || !/^[A-Za-z][A-Za-z0-9._]{2,99}$/.test(code)) return undefined
  return readError(code, typeof message === 'string' ? message.slice(0, LONGEST) : '')
}

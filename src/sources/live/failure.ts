import { isRecord, own } from '../../util/record.ts'
import type { AnswerError } from '../export/answer.ts'
import { readError } from '../export/errors.ts'
import { actionOf } from '../export/operations.ts'
import { INTERRUPTED } from '../export/snapshot.ts'

/** Why a scan stopped asking before it was done. */
export type Stop = 'interrupted' | 'call' | 'lane' | 'total'

/**
 * What went wrong with a call, as an answer keeps it. The words are ours: messages of servers may quote anything. Only
 * the IAM action and the kind of policy that denied it are taken from them.
 */
export function failureOf(operation: string, error: unknown, stop: Stop | undefined): AnswerError {
  if (stop !== undefined) return STOPS[stop]
  const name = nameOf(error)
  const message = messageOf(error)
  const status = statusOf(error)
  if (isDenied(name)) {
    const action = readError(name, message).error.action ?? actionOf(operation)
    const by = /with an explicit deny in an? ([a-z-]{3,30}(?: [a-z-]{3,30}){0,3} policy)/.exec(message)?.[1]
    const why = by === undefined ? '' : ` (explicit deny in a ${by})`
    return { code: name, message: `not authorized to perform: ${action}${why}`, action }
  }
  if (isThrottling(error)) return { code: name, message: 'throttled at every attempt' }
  if (name === 'SyntaxError' || error instanceof TypeError) {
    if (status === 404 || status === 501 || (status !== undefined && status >= 500))
      return { code: 'ApiUnavailable', message: `the endpoint does not serve ${operation} (HTTP ${status})` }
    return { code: 'MalformedResponse', message: `what ${operation} answered cannot be read` }
  }
  const network = NETWORK[codeOf(error) ?? name] ?? NETWORK[name]
  if (network !== undefined) return network
  if (status !== undefined && status >= 500 && !/^[A-Z][A-Za-z0-9.]{2,80}$/.test(name))
    return { code: 'ServerError', message: `HTTP ${status} at every attempt` }
  if (/^[A-Z][A-Za-z0-9._]{2,80}$/.test(name) && name !== 'Error')
    return { code: name, message: status === undefined ? 'the call failed' : `refused with HTTP ${status}` }
  return { code: 'UnknownError', message: status === undefined ? 'the call failed' : `HTTP ${status}` }
}

const STOPS: Readonly<Record<Stop, AnswerError>> = {
  interrupted: { code: INTERRUPTED, message: 'the scan was interrupted' },
  call: { code: 'TimeoutError', message: 'no answer within the time for one call' },
  lane: { code: 'DeadlineExceeded', message: 'the time for one service of one region was over' },
  total: { code: 'DeadlineExceeded', message: 'the time for the whole scan was over' },
}

const UNREACHABLE: AnswerError = { code: 'EndpointUnreachable', message: 'the endpoint cannot be reached' }
const NETWORK: Readonly<Record<string, AnswerError>> = {
  ENOTFOUND: { code: 'UnknownEndpoint', message: 'the service has no endpoint in this region' },
  EAI_AGAIN: UNREACHABLE,
  ECONNREFUSED: UNREACHABLE,
  EHOSTUNREACH: UNREACHABLE,
  ENETUNREACH: UNREACHABLE,
  ECONNRESET: { code: 'ConnectionReset', message: 'the connection broke at every attempt' },
  EPIPE: { code: 'ConnectionReset', message: 'the connection broke at every attempt' },
  ETIMEDOUT: { code: 'TimeoutError', message: 'no answer in time at any attempt' },
  TimeoutError: { code: 'TimeoutError', message: 'no answer in time at any attempt' },
  AbortError: { code: INTERRUPTED, message: 'the call was given up' },
}

export function isDenied(code: string): boolean {
  return /accessdenied|unauthorizedoperation|notauthorized|authorizationerror|forbidden/i.test(code)
}

/** The codes by which AWS services say that they are asked too often; HTTP 429. */
export function isThrottling(error: unknown): boolean {
  if (statusOf(error) === 429) return true
  return /throttl|toomanyrequests|requestlimitexceeded|limitexceededexception$|slowdown|bandwidthlimit|priorrequestnotcomplete/i.test(
    nameOf(error),
  )
}

/** What will not get better by asking the same operation again: each such call costs all its attempts. */
export function isExhausting({ code, message }: AnswerError): boolean {
  return (
    /at (every|any) attempt|time for one call|does not serve|cannot be reached|has no endpoint/.test(message) ||
    code === 'UnrecognizedClientException'
  )
}

export function nameOf(error: unknown): string {
  const name = isRecord(error) ? error.name : undefined
  const code = codeOf(error)
  if (typeof name === 'string' && name !== 'Error') return name
  return code ?? 'UnknownError'
}

export function messageOf(error: unknown): string {
  return isRecord(error) && typeof error.message === 'string' ? error.message.slice(0, 4096) : ''
}

function codeOf(error: unknown): string | undefined {
  if (!isRecord(error)) return undefined
  const code = own(error, 'code') ?? own(error, 'Code') ?? own(error, '__type')
  return typeof code === 'string' ? code : undefined
}

function statusOf(error: unknown): number | undefined {
  const metadata = isRecord(error) ? own(error, '$metadata') : undefined
  const response = isRecord(error) ? error.$response : undefined
  const status =
    (isRecord(metadata) ? own(metadata, 'httpStatusCode') : undefined) ??
    (isRecord(response) ? response.statusCode : undefined)
  return typeof status === 'number' ? status : undefined
}

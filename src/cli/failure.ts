import { OpscheckError } from '../model/errors.ts'
import { visible } from '../util/visible.ts'

/** What the user reads when a command cannot go on: what happened, where, what to do next. */
export function failureText(error: unknown, debug: boolean): string {
  return error instanceof OpscheckError ? known(error) : unexpected(error, debug)
}

function known({ message, place: { file, line, column }, hint }: OpscheckError): string {
  const at = [file, line, line === undefined ? undefined : column].filter((part) => part !== undefined)
  return [
    `error: ${visible(message)}`,
    ...(at.length === 0 ? [] : [`  at ${visible(at.join(':'))}`]),
    ...(hint === undefined ? [] : hint.split('\n').map((line) => `  ${visible(line)}`)),
  ].join('\n')
}

/** A bug of ours. Its message is not shown: it may quote the input. */
function unexpected(error: unknown, debug: boolean): string {
  const name = error instanceof Error ? error.name : typeof error
  const frames = error instanceof Error && debug ? framesOf(error) : []
  return [
    `error: this is a bug in opscheck (internal, ${visible(name)})`,
    ...frames.map(visible),
    debug
      ? '  please report it with these lines'
      : '  run again with OPSCHECK_DEBUG=1 to see where, and please report it',
  ].join('\n')
}

/** The stack without the message before it, which may look like frames itself. */
function framesOf({ stack = '', message }: Error): readonly string[] {
  const after = stack.indexOf(message) + message.length
  return stack
    .slice(after)
    .split('\n')
    .filter((line) => line.startsWith('    at '))
}

import { EVENT_ID, parseEvents, SCALAR_STYLE, type ScalarEvent, YAMLException } from 'js-yaml'
import { REDACTED } from '../../aws/secrets.ts'
import { MAX_DEPTH } from '../../util/positions.ts'

/**
 * A build specification, YAML or JSON, in which no entry of `variables` has its value, nor a comment beside it; all else
 * stays as it is written, since commands are judged line by line (CodeBuild User Guide, "Build specification reference").
 * One whose values cannot be told apart from the rest is hidden whole: it is malformed, or takes values from elsewhere.
 */
export function hideVariables(text: string): string {
  try {
    return hidden(text) ?? REDACTED
  } catch (error) {
    if (error instanceof YAMLException) return REDACTED
    throw error
  }
}

interface Frame {
  readonly isMap: boolean
  /** Whether all below it is the value of a variable. */
  readonly secret: boolean
  /** The key whose value comes next. */
  key: string | undefined
}

function hidden(text: string): string | undefined {
  const frames: Frame[] = []
  const pieces: string[] = []
  let end = 0
  let beside = false
  for (const event of parseEvents(text, { maxDepth: MAX_DEPTH })) {
    if (event.type === EVENT_ID.DOCUMENT) continue
    if (event.type === EVENT_ID.POP) {
      frames.pop()
      continue
    }
    const frame = frames.at(-1)
    if (frame?.isMap === true && frame.key === undefined) {
      if (event.type !== EVENT_ID.SCALAR) return undefined
      frame.key = text.slice(event.valueStart, event.valueEnd)
      if (event.style === SCALAR_STYLE.DOUBLE_QUOTED && frame.key.includes('\\')) return undefined
      if (event.valueStart === -1) continue
      pieces.push(gap(text, end, event, beside), frame.key)
      end = event.valueEnd
      beside = frame.secret || frame.key === VARIABLES
      continue
    }
    const secret = frame !== undefined && (frame.secret || frame.key === VARIABLES)
    if (frame !== undefined) frame.key = undefined
    if (event.type === EVENT_ID.ALIAS) {
      if (secret) return undefined
    } else if (event.type === EVENT_ID.SCALAR) {
      if (event.valueStart === -1) continue
      pieces.push(gap(text, end, event, beside || secret))
      pieces.push(secret ? redacted(event) : text.slice(event.valueStart, event.valueEnd))
      end = event.valueEnd
      beside = secret
    } else frames.push({ isMap: event.type === EVENT_ID.MAPPING, secret, key: undefined })
  }
  pieces.push(withoutComments(text.slice(end), beside))
  return pieces.join('')
}

const VARIABLES = 'variables'

/** What stands between two scalars: indicators, white space and comments. */
function gap(text: string, end: number, { valueStart }: ScalarEvent, beside: boolean): string {
  return withoutComments(text.slice(end, valueStart), beside)
}

function withoutComments(between: string, beside: boolean): string {
  return beside ? between.replaceAll(/#[^\n]*/g, '') : between
}

function redacted({ style, indent }: ScalarEvent): string {
  if (style === SCALAR_STYLE.PLAIN) return `"${REDACTED}"`
  const isBlock = style === SCALAR_STYLE.LITERAL_BLOCK || style === SCALAR_STYLE.FOLDED_BLOCK
  return isBlock ? `${' '.repeat(Math.max(indent, 0))}${REDACTED}\n` : REDACTED
}

import { OpscheckError } from '../model/errors.ts'

/** CloudFormation parameters of a file, in any of the forms that AWS's own commands take. */
export interface ParameterFile {
  readonly values: ReadonlyMap<string, string>
  /** Keys that keep the deployed stack's value, which is not known here. */
  readonly previous: readonly string[]
}

/**
 * Reads a list of `{ParameterKey, ParameterValue}` (create-stack), a list of `Key=Value` (deploy), `{Parameters: {…}}`
 * (CodePipeline), a plain map, or lines of `Key=Value` with `#` comments. Throws OpscheckError `parameters-invalid`;
 * no value ever appears in a message.
 */
export function parseParameterFile(text: string, file: string): ParameterFile {
  const json = parsed(text, file)
  if (json === undefined) return { values: new Map(lines(text, file)), previous: [] }
  if (Array.isArray(json)) return list(json, file)
  const map = isObject(json) && Object.hasOwn(json, 'Parameters') ? json.Parameters : json
  if (!isObject(map)) throw invalid(file, 'expected an object or a list')
  return { values: new Map(Object.entries(map).map(([key, value]) => [key, scalar(value, key, file)])), previous: [] }
}

/** One `Key=Value` of the command line. */
export function parseParameter(text: string): readonly [key: string, value: string] {
  const pair = split(text)
  if (pair !== undefined) return pair
  throw new OpscheckError('usage', 'a --parameter is not of the form Key=Value', { hint: 'write --parameter Env=prod' })
}

/** Undefined when the text is not meant to be JSON. */
function parsed(text: string, file: string): unknown {
  if (!/^\s*[[{]/.test(text)) return undefined
  try {
    return JSON.parse(text)
  } catch {
    throw invalid(file, 'the JSON cannot be parsed')
  }
}

function list(items: readonly unknown[], file: string): ParameterFile {
  const values = new Map<string, string>()
  const previous: string[] = []
  for (const [index, item] of items.entries()) {
    const pair = typeof item === 'string' ? split(item) : undefined
    if (pair !== undefined) values.set(...pair)
    else if (isObject(item) && typeof item.ParameterKey === 'string') {
      const key = item.ParameterKey
      if (item.UsePreviousValue === true) previous.push(key)
      else values.set(key, scalar(item.ParameterValue, key, file))
    } else throw invalid(file, `entry ${index + 1} is neither {ParameterKey, ParameterValue} nor "Key=Value"`)
  }
  return { values, previous }
}

function* lines(text: string, file: string): Generator<readonly [string, string]> {
  for (const [index, raw] of text.split('\n').entries()) {
    const line = raw.trim()
    if (line === '' || line.startsWith('#')) continue
    const pair = split(line)
    if (pair === undefined) throw invalid(file, 'the line is not of the form Key=Value', index + 1)
    yield pair
  }
}

function split(text: string): readonly [string, string] | undefined {
  const at = text.indexOf('=')
  return at < 1 ? undefined : [text.slice(0, at).trim(), text.slice(at + 1).trim()]
}

function scalar(value: unknown, key: string, file: string): string {
  if (typeof value === 'string') return value
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  // CommaDelimitedList, as CodePipeline writes it.
  if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return value.join(',')
  throw invalid(file, `the value of ${key} is not a string, a number or a boolean`)
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function invalid(file: string, what: string, line?: number): OpscheckError {
  return new OpscheckError('parameters-invalid', `the parameters cannot be read: ${what}`, {
    file,
    ...(line === undefined ? {} : { line }),
    hint: 'use the file of create-stack --parameters, {"Parameters": {…}}, {"Key": "Value"} or lines of Key=Value',
  })
}

import { entry, isList, type PropertyMap, rest, secret, type Unknown, unknown, type Value } from '../../model/value.ts'
import { split } from './functions/text.ts'
import { textAt } from './template.ts'

export interface ParameterReading {
  readonly value: Value
  /** The default was taken, which is an assumption; the text may be printed. */
  readonly assumed?: string
}

/**
 * The value of a template's parameter: as given, else its default, else one of the allowed values, else unknown. Values of
 * `NoEcho` parameters are secrets. What an `AWS::SSM::Parameter::Value<…>` is given, or its default, is a name in the
 * Parameter Store and never the value.
 * `whole` says which unknown values hold no comma.
 */
export function readParameter(
  name: string,
  definition: PropertyMap,
  given: Value | undefined,
  label: string,
  whole: (hole: Unknown) => boolean,
): ParameterReading {
  const type = textAt(definition, 'Type') ?? 'String'
  const isSecret = isTrue(entry(definition, 'NoEcho'))
  const list =
    type === 'CommaDelimitedList' ||
    type.startsWith('List<') ||
    type.includes('<List<') ||
    type.includes('<CommaDelimitedList')
  const fallback = entry(definition, 'Default')
  if (type.startsWith('AWS::SSM::Parameter::Value<')) {
    const reason = `parameter ${name} of ${label} is read from the Parameter Store at deployment`
    return { value: list ? [rest({ class: 'value', reason })] : unknown('value', reason, { present: 'yes' }) }
  }
  const chosen = given ?? scalar(fallback)
  if (chosen === undefined) return { value: openParameter(name, definition, list, isSecret, label) }
  const shaped = list ? splitList(chosen, whole) : type === 'Number' ? numeric(chosen) : chosen
  const value = isSecret ? hide(shaped) : shaped
  if (given !== undefined) return { value }
  // Free text may end as an environment value. A choice among values that the template lists is no secret.
  const listed = !isSecret && entry(definition, 'AllowedValues') !== undefined
  const shown = listed ? `its default ${JSON.stringify(chosen)}` : 'its default'
  return { value, assumed: `parameter ${name} of ${label} taken as ${shown}` }
}

function openParameter(name: string, definition: PropertyMap, list: boolean, isSecret: boolean, label: string): Value {
  const reason = `parameter ${name} of ${label} has no value`
  const allowed = entry(definition, 'AllowedValues')
  const values =
    allowed !== undefined && isList(allowed) ? allowed.map(scalar).filter((value) => value !== undefined) : []
  const oneOf = values.length === 0 ? undefined : isSecret ? values.map(hide) : values
  if (list) return [rest({ class: 'value', reason }, oneOf)]
  return unknown('value', reason, oneOf === undefined ? { present: 'yes' } : { present: 'yes', oneOf })
}

function isTrue(value: Value | undefined): boolean {
  return value === true || value === 'true'
}

function scalar(value: Value | undefined): string | number | boolean | undefined {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : undefined
}

/** Parameters are text; a number is told as one where it reads back the same. */
function numeric(value: Value): Value {
  if (typeof value !== 'string') return value
  const number = Number(value)
  return String(number) === value ? number : value
}

/** "Each member string is space trimmed": CloudFormation's parameters section structure. */
function splitList(value: Value, whole: (hole: Unknown) => boolean): Value {
  if (isList(value)) return value
  const items = split(',', value, whole)
  return isList(items) ? items.map((item) => (typeof item === 'string' ? item.trim() : item)) : items
}

function hide(value: Value): Value {
  if (isList(value)) return value.map(hide)
  return typeof value === 'object' ? value : secret(String(value))
}

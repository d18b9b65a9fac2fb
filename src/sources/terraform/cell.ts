import type { Instance } from './document.ts'
import { isArray, isRecord, own } from './json.ts'
import { isLeaf } from './references.ts'

/** One attribute of an instance: its value, what of it is unknown or sensitive, and how it was configured. */
export interface Cell {
  /** As Terraform writes it below the resource: `network_configuration[0].subnets`. */
  readonly name: string
  readonly instance: Instance
  /** The block that holds the attribute. */
  readonly parent?: Cell
  readonly value: unknown
  readonly unknown: unknown
  readonly sensitive: unknown
  readonly expression: unknown
  /** Whether the expression is the body of a block rather than one attribute's. */
  readonly block: boolean
  /**
   * Whether the configuration would show this place. A state has none, and a plan's holds neither `dynamic` blocks nor
   * the order of unordered ones.
   */
  readonly shown: boolean
}

export function rootCell(instance: Instance): Cell {
  return {
    name: '',
    instance,
    value: instance.values,
    unknown: instance.unknown,
    sensitive: instance.sensitive,
    expression: own(instance.config, 'expressions'),
    block: true,
    shown: instance.config !== undefined,
  }
}

export function child(cell: Cell, attribute: string): Cell {
  const whole = !cell.block && isLeaf(cell.expression)
  return {
    name: cell.name === '' ? attribute : `${cell.name}.${attribute}`,
    instance: cell.instance,
    parent: cell,
    value: own(cell.value, attribute),
    unknown: cell.unknown === true ? true : own(cell.unknown, attribute),
    sensitive: cell.sensitive === true ? true : own(cell.sensitive, attribute),
    expression: whole ? cell.expression : own(cell.expression, attribute),
    block: false,
    shown: cell.shown,
  }
}

/** The elements of a list, or the blocks of one name. `ordered` when Terraform keeps their order. */
export function elements(cell: Cell, ordered: boolean): readonly Cell[] {
  const values = isArray(cell.value) ? cell.value : cell.value === undefined || cell.value === null ? [] : [cell.value]
  return values.map((value, position) => {
    const expression = elementExpression(cell, values, value, position, ordered)
    return {
      name: isArray(cell.value) ? `${cell.name}[${position}]` : cell.name,
      instance: cell.instance,
      value,
      unknown: elementOf(cell.unknown, position),
      sensitive: elementOf(cell.sensitive, position),
      expression,
      block: isArray(cell.expression),
      shown: cell.shown && expression !== undefined,
    }
  })
}

export function isUnknown(cell: Cell): boolean {
  return cell.unknown === true && (cell.value === undefined || cell.value === null)
}

export function isSensitive(cell: Cell): boolean {
  return cell.sensitive === true
}

export function isAbsent(cell: Cell): boolean {
  const { value } = cell
  if (isUnknown(cell)) return false
  if (value === undefined || value === null || value === '') return !hasUnknown(cell.unknown)
  if (isArray(value)) return value.length === 0
  return isRecord(value) && Object.keys(value).length === 0 && !hasUnknown(cell.unknown)
}

/** Whether anything below is unknown. */
function hasUnknown(tree: unknown): boolean {
  const pending: unknown[] = [tree]
  while (pending.length > 0) {
    const next = pending.pop()
    if (next === true) return true
    if (isArray(next)) for (const element of next) pending.push(element)
    else if (isRecord(next)) for (const key of Object.keys(next)) pending.push(next[key])
  }
  return false
}

function elementOf(tree: unknown, position: number): unknown {
  if (tree === true) return true
  return isArray(tree) ? tree[position] : isRecord(tree) ? tree : undefined
}

function elementExpression(
  cell: Cell,
  values: readonly unknown[],
  value: unknown,
  position: number,
  ordered: boolean,
): unknown {
  const { expression } = cell
  if (!isArray(expression)) return expression
  if (ordered) return expression.length === values.length ? expression[position] : undefined
  if (expression.length === 1 && values.length === 1) return expression[0]
  const matching = expression.filter((block) => agrees(block, value))
  return matching.length === 1 ? matching[0] : undefined
}

/** Whether a block may have made the element: its constants are the element's values. */
function agrees(block: unknown, value: unknown): boolean {
  if (!isRecord(block)) return false
  for (const [attribute, expression] of Object.entries(block)) {
    if (!isRecord(expression) || !Object.hasOwn(expression, 'constant_value')) continue
    const constant = expression.constant_value
    const known = own(value, attribute)
    if (typeof constant === 'object' || known === undefined || known === null) continue
    if (String(constant) !== String(known)) return false
  }
  return true
}

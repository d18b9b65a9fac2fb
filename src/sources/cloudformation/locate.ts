import type { Location, Path } from '../../model/resource.ts'
import { entry, isList, isMap, type PropertyMap, type Value } from '../../model/value.ts'
import { type DocumentPath, pointer } from '../../util/positions.ts'
import { type Entry, fill, type Loop } from './loops.ts'
import type { Stack } from './stack.ts'

/**
 * Where a property of a resource stands in its template: the longest prefix of the path that the template spells out.
 * A `Fn::If` is followed where its condition is decided, or where only one branch has what follows; other functions end
 * the way.
 */
export function locate(stack: Stack, resource: Entry, path: Path): Location {
  const base: DocumentPath = ['Resources', ...resource.path]
  const properties = isMap(resource.raw) ? entry(resource.raw, 'Properties') : undefined
  const found =
    path.length === 0 || properties === undefined
      ? []
      : ['Properties', ...follow(stack, properties, path, resource.loop)]
  const full = [...base, ...(found.length === 1 ? [] : found)]
  const { line, column } = stack.file.place(full)
  return { file: stack.file.path, line, column, path: pointer(full) }
}

/** The steps through the raw template that the path takes, as far as it goes. */
function follow(stack: Stack, raw: Value, path: Path, loop: Loop | undefined): DocumentPath {
  const taken: (string | number)[] = []
  let at: Value = raw
  for (const segment of path) {
    const step = stepInto(stack, at, segment, loop)
    if (step === undefined) break
    taken.push(...step.through)
    at = step.value
  }
  return taken
}

interface Step {
  readonly through: DocumentPath
  readonly value: Value
}

function stepInto(stack: Stack, raw: Value, segment: string | number, loop: Loop | undefined): Step | undefined {
  if (raw === null) return undefined
  if (isList(raw)) return typeof segment === 'number' ? elementOf(stack, raw, segment, loop) : undefined
  if (!isMap(raw)) return undefined
  const branches = branchesOf(stack, raw, loop)
  if (branches === undefined) return entryOf(raw, String(segment), loop)
  const steps = branches.flatMap((branch) => {
    const step = stepInto(stack, branch.value, segment, loop)
    return step === undefined ? [] : [{ through: [...branch.through, ...step.through], value: step.value }]
  })
  return steps.length === 1 ? steps[0] : undefined
}

function entryOf(raw: PropertyMap, key: string, loop: Loop | undefined): Step | undefined {
  const own = entry(raw, key)
  if (own !== undefined) return { through: [key], value: own }
  if (loop === undefined) return undefined
  const looped = Object.keys(raw).find((each) => fill(each, loop) === key)
  const value = looped === undefined ? undefined : entry(raw, looped)
  return looped === undefined || value === undefined ? undefined : { through: [looped], value }
}

/** Elements that resolve to nothing are not counted. */
function elementOf(stack: Stack, raw: readonly Value[], wanted: number, loop: Loop | undefined): Step | undefined {
  let count = 0
  for (const [index, value] of raw.entries()) {
    if (!isKept(stack, value, loop)) continue
    if (count === wanted) return { through: [index], value }
    count += 1
  }
  return undefined
}

function isKept(stack: Stack, raw: Value, loop: Loop | undefined): boolean {
  if (typeof raw !== 'object') return true
  if (raw === null) return false
  if (isList(raw) || !isMap(raw)) return true
  const isFunction = entry(raw, 'Ref') !== undefined || entry(raw, 'Fn::If') !== undefined
  return !isFunction || stack.resolve(raw, loop) !== undefined
}

/** The branches of a `Fn::If` that may apply; undefined for anything else. */
function branchesOf(stack: Stack, raw: PropertyMap, loop: Loop | undefined): readonly Step[] | undefined {
  const argument = entry(raw, 'Fn::If')
  if (argument === undefined || !isList(argument)) return undefined
  const [condition, then, otherwise] = argument
  const decision =
    typeof condition === 'string' ? stack.condition(loop === undefined ? condition : fill(condition, loop)) : undefined
  const branches: Step[] = []
  if (decision !== false && then !== undefined) branches.push({ through: ['Fn::If', 1], value: then })
  if (decision !== true && otherwise !== undefined) branches.push({ through: ['Fn::If', 2], value: otherwise })
  return branches
}

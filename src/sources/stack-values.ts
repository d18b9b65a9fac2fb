import { addTo } from '../util/groups.ts'
import type { SharedStack, SharedValue, StackValues } from './source.ts'

/** What the stacks of one scan export and output. Values are computed when they are asked for. */
export function createStackValues(): StackValues & { readonly remove: (unit: string) => void } {
  const stacks = new Map<string, SharedStack>()
  let byExport: Map<string, SharedStack[]> | undefined
  return {
    add: (stack) => {
      stacks.set(stack.unit.id, stack)
      byExport = undefined
    },
    remove: (unit) => {
      stacks.delete(unit)
      byExport = undefined
    },
    exported: (name) => {
      byExport ??= indexed(stacks.values())
      return (byExport.get(name) ?? []).map((stack) => sharedValue(stack, () => stack.exports.get(name)?.value))
    },
    output: (wanted, name) =>
      [...stacks.values()]
        .filter(({ stack }) => stack === wanted)
        .flatMap((stack) => {
          const output = stack.output(name)
          return output === undefined ? [] : [sharedValue(stack, () => output.value)]
        }),
  }
}

function indexed(stacks: Iterable<SharedStack>): Map<string, SharedStack[]> {
  const index = new Map<string, SharedStack[]>()
  for (const stack of stacks) {
    for (const name of stack.exports.keys()) {
      addTo(index, name, stack)
    }
  }
  return index
}

function sharedValue({ unit, scope }: SharedStack, value: () => SharedValue['value']): SharedValue {
  return {
    unit,
    scope,
    get value() {
      return value()
    },
  }
}

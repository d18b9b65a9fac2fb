import type { Resource, Scope, Unit } from '../../model/resource.ts'
import type { Coverage } from '../../model/snapshot.ts'
import type { Value } from '../../model/value.ts'
import type { InputFile, SourceContext } from '../source.ts'
import type { Decision } from './decisions.ts'
import { openNested } from './nested.ts'
import type { Notes } from './notes.ts'
import { resourceCondition, stackResources } from './resources.ts'
import { Stack } from './stack.ts'
import type { TemplateFile } from './template.ts'
import { unseenResources } from './unseen.ts'

export interface RootStack {
  readonly unit: Unit
  readonly scope: Scope
  readonly file: InputFile
  readonly template: TemplateFile
  readonly name?: string
  readonly notes: Notes
  readonly context: SourceContext
}

/** Reads a template as a stack with all stacks nested in it. Values are resolved when they are read. */
export function readStack(root: RootStack) {
  const { unit, scope, notes, context } = root
  const stack = new Stack({
    unit,
    scope,
    file: root.template,
    label: `stack ${unit.name}`,
    prefix: '',
    given: givenBy(context),
    notes,
    ...(root.name === undefined ? undefined : { name: root.name }),
    ...(context.stacks === undefined ? undefined : { stacks: context.stacks }),
  })
  const resources: Resource[] = []
  const coverage: Coverage[] = []
  const visit = (each: Stack, file: InputFile, inherited: Decision, ancestors: readonly string[]): void => {
    const nested = openNested(each, file, context, ancestors)
    for (const resource of stackResources(each, inherited)) resources.push(resource)
    coverage.push(...unseenResources(each))
    for (const { entry, child, file: childFile } of nested) {
      const condition = resourceCondition(each, entry, inherited)
      if (condition !== false) visit(child, childFile, condition, [...ancestors, childFile.path])
    }
  }
  visit(stack, root.file, true, [root.file.path])
  const exports = stack.exports()
  context.stacks?.add({ unit, scope, stack: root.name, exports, output: (name) => stack.output(name) })
  return { resources, coverage, exports }
}

function givenBy(context: SourceContext): (parameter: string) => Value | undefined {
  return (parameter) => context.parameters.get(parameter)
}

import { hideSecrets } from '../../aws/secrets.ts'
import type { Resource } from '../../model/resource.ts'
import { entry, isMap, type PropertyMap, type Unknown, unknown, type Value } from '../../model/value.ts'
import { parseYaml } from '../../util/yaml.ts'
import { lazyResource } from '../source.ts'
import { all, type Decision } from './decisions.ts'
import { locate } from './locate.ts'
import { type Entry, fill } from './loops.ts'
import { normalise } from './normalise.ts'
import type { Stack } from './stack.ts'
import { mapAt, textAt } from './template.ts'

/** The resources of one stack whose conditions may hold, in the order of the template. */
export function stackResources(stack: Stack, inherited: Decision): readonly Resource[] {
  const resources: Resource[] = []
  for (const each of stack.resources.values()) {
    const type = isMap(each.raw) ? textAt(each.raw, 'Type') : undefined
    if (type === undefined || !isMap(each.raw)) {
      warnOfShape(stack, each)
      continue
    }
    const condition = resourceCondition(stack, each, inherited)
    if (condition !== false) resources.push(resourceOf(stack, each, each.raw, type, condition))
  }
  return resources
}

/** Whether a resource exists, within a stack that exists under the inherited decision. */
export function resourceCondition(stack: Stack, resource: Entry, inherited: Decision): Decision {
  const named = isMap(resource.raw) ? textAt(resource.raw, 'Condition') : undefined
  if (named === undefined) return inherited
  return all([inherited, stack.condition(resource.loop === undefined ? named : fill(named, resource.loop))])
}

function resourceOf(stack: Stack, each: Entry, raw: PropertyMap, type: string, condition: Decision): Resource {
  const constructPath = textAt(mapAt(raw, 'Metadata'), 'aws:cdk:path')
  const rest = openProperties(raw)
  return lazyResource(
    {
      type: each.loop === undefined ? type : fill(type, each.loop),
      address: stack.prefix + each.key,
      unit: stack.unit,
      scope: stack.scope,
      standing: 'managed',
      ...(typeof condition === 'boolean' ? undefined : { condition }),
      ...(constructPath === undefined ? undefined : { constructPath }),
      ...(rest === undefined ? undefined : { rest }),
      locate: (path) => locate(stack, each, path),
    },
    () => propertiesOf(stack, each, raw, type),
  )
}

function propertiesOf(stack: Stack, each: Entry, raw: PropertyMap, type: string): PropertyMap {
  const declared = mapAt(raw, 'Properties')
  const known = entry(declared, 'Fn::Transform') === undefined ? declared : without(declared, 'Fn::Transform')
  const resolved = stack.resolve(known, each.loop)
  if (resolved === undefined || !isMap(resolved)) return {}
  const normal = normalise(type, resolved)
  return hideSecrets(type, type === 'AWS::SSM::Document' ? withYamlContent(normal) : normal)
}

/** A document of Systems Manager may be told as YAML in a text. JSON in a text is read wherever it stands. */
function withYamlContent(properties: PropertyMap): PropertyMap {
  const content = entry(properties, 'Content')
  if (typeof content !== 'string' || entry(properties, 'DocumentFormat') !== 'YAML') return properties
  const parsed = parseYaml(content, 'core')
  if (!parsed.ok) return { ...properties, Content: unknown('read', 'Content is not YAML', { present: 'yes' }) }
  return { ...properties, Content: JSON.stringify(parsed.document.value) }
}

/** What a property that is not spelled out reads as, where a macro or a function makes the properties. */
function openProperties(raw: PropertyMap): Unknown | undefined {
  const declared: Value | null | undefined = entry(raw, 'Properties')
  if (declared === undefined || declared === null || !isMap(declared)) return undefined
  if (entry(declared, 'Fn::Transform') !== undefined) return unknown('limit', 'a transform adds properties')
  for (const key in declared) {
    if (!key.startsWith('Fn::')) return undefined
    return unknown('limit', `the properties are made by ${key}`)
  }
  return undefined
}

function without(map: PropertyMap, key: string): PropertyMap {
  return Object.fromEntries(Object.entries(map).filter(([name]) => name !== key))
}

function warnOfShape(stack: Stack, each: Entry): void {
  if (each.key === 'Fn::Transform') return
  const path = ['Resources', ...each.path]
  stack.notes.warn({
    code: 'not-a-resource',
    message: `${each.key} of ${stack.label} has no Type and is not read`,
    file: stack.file.path,
    line: stack.file.place(path).line,
  })
}

import { refReturns } from '../aws/identity.ts'
import type { Resource } from '../model/resource.ts'
import { UNKNOWN } from '../model/tri.ts'
import { type Cause, entry, isSpecial, KIND, type Text } from '../model/value.ts'
import type { Frame } from './frame.ts'
import { equalsTest } from './operators.ts'
import { sameScope } from './world.ts'

/** Why a resource that no literal name tells may bear this one after all, as `from` would mean it. */
export function perhapsCalled(frame: Frame, types: readonly string[], name: string, from: Resource): Cause | undefined {
  for (const type of types) {
    const [found] = perhapsBearers(frame, type, name, from)
    if (found !== undefined)
      return { class: 'value', reason: `whether ${found.address} is called ${name} is not known` }
  }
  return undefined
}

/** The resources of a type that may bear a name which none is known to bear. */
export function perhapsBearers(frame: Frame, type: string, name: string, from: Resource): readonly Resource[] {
  return candidates(frame, type, name).filter((resource) => mayBeCalled(frame, resource, name, from))
}

/** Whether the name of a resource is set, not known, and perhaps this one. A name that AWS makes up is not written down. */
function mayBeCalled(frame: Frame, resource: Resource, name: string, from: Resource): boolean {
  if (sameScope(resource.type, resource.scope, from.scope) === false) return false
  const own = frame.choices.settle(entry(resource.properties, nameProperty(resource.type)))
  if (!isSpecial(own) || (own[KIND] === 'unknown' && own.present === 'maybe')) return false
  return equalsTest(name)(frame, own, resource) === UNKNOWN
}

/** Linear in the length of the name: names are kept by the longer of what they surely begin and end with. */
function candidates(frame: Frame, type: string, name: string): readonly Resource[] {
  const { byHead, byTail, any } = nameless(frame, type)
  const found = [...any]
  for (let length = 1; length <= name.length; length += 1) {
    found.push(...(byHead.get(name.slice(0, length)) ?? []), ...(byTail.get(name.slice(-length)) ?? []))
  }
  return found
}

interface Nameless {
  readonly byHead: ReadonlyMap<string, readonly Resource[]>
  readonly byTail: ReadonlyMap<string, readonly Resource[]>
  readonly any: readonly Resource[]
}

function nameless(frame: Frame, type: string): Nameless {
  return frame.world.memo(`perhaps-called ${type}`, () => {
    const byHead = new Map<string, Resource[]>()
    const byTail = new Map<string, Resource[]>()
    const any: Resource[] = []
    for (const resource of frame.world.ofType(type)) {
      const name = entry(resource.properties, nameProperty(type))
      if (!isSpecial(name)) continue
      const [head, tail] = name[KIND] === 'text' ? [name.parts[0], name.parts.at(-1)].map(literal) : []
      if (!head && !tail) any.push(resource)
      else if ((head ?? '').length >= (tail ?? '').length) put(byHead, head ?? '', resource)
      else put(byTail, tail ?? '', resource)
    }
    return { byHead, byTail, any }
  })
}

function literal(part: Text['parts'][number] | undefined): string {
  return typeof part === 'string' ? part : ''
}

function put(groups: Map<string, Resource[]>, key: string, resource: Resource): void {
  const group = groups.get(key)
  if (group === undefined) groups.set(key, [resource])
  else group.push(resource)
}

function nameProperty(type: string): string {
  return type === 'AWS::ECS::Service' ? 'ServiceName' : (refReturns(type) ?? 'Name')
}

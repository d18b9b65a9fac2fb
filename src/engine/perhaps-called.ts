import { refReturns } from '../aws/identity.ts'
import type { Resource } from '../model/resource.ts'
import { UNKNOWN } from '../model/tri.ts'
import { type Cause, entry, isSpecial, KIND } from '../model/value.ts'
import { type Affixes, createAffixes } from './affixes.ts'
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
  return nameless(frame, type)
    .of(name)
    .filter((resource) => mayBeCalled(frame, resource, name, from))
}

/** Whether the name of a resource is set, not known, and perhaps this one. A name that AWS makes up is not written down. */
function mayBeCalled(frame: Frame, resource: Resource, name: string, from: Resource): boolean {
  if (sameScope(resource.type, resource.scope, from.scope) === false) return false
  const own = frame.choices.settle(entry(resource.properties, nameProperty(resource.type)))
  if (!isSpecial(own) || (own[KIND] === 'unknown' && own.present === 'maybe')) return false
  return equalsTest(name)(frame, own, resource) === UNKNOWN
}

function nameless(frame: Frame, type: string): Affixes<Resource> {
  return frame.world.memo(`perhaps-called ${type}`, () => {
    const names = createAffixes<Resource>()
    for (const resource of frame.world.ofType(type)) {
      const name = entry(resource.properties, nameProperty(type))
      if (isSpecial(name)) names.put(name, resource)
    }
    return names
  })
}

function nameProperty(type: string): string {
  return type === 'AWS::ECS::Service' ? 'ServiceName' : (refReturns(type) ?? 'Name')
}

import { refReturns } from '../aws/identity.ts'
import type { Resource } from '../model/resource.ts'
import { UNKNOWN } from '../model/tri.ts'
import { type Cause, entry, isSpecial, KIND } from '../model/value.ts'
import type { Frame } from './frame.ts'
import { equalsTest } from './operators.ts'
import { sameScope } from './world.ts'

/** Why a resource that no literal name tells may bear this one after all, as `from` would mean it. */
export function perhapsCalled(frame: Frame, types: readonly string[], name: string, from: Resource): Cause | undefined {
  for (const type of types) {
    const found = nameless(frame, type).find((resource) => mayBeCalled(frame, resource, name, from))
    if (found !== undefined)
      return { class: 'value', reason: `whether ${found.address} is called ${name} is not known` }
  }
  return undefined
}

/** Whether the name of a resource is set, not known, and perhaps this one. A name that AWS makes up is not written down. */
export function mayBeCalled(frame: Frame, resource: Resource, name: string, from: Resource): boolean {
  if (sameScope(resource.type, resource.scope, from.scope) === false) return false
  const own = frame.choices.settle(entry(resource.properties, nameProperty(resource.type)))
  if (!isSpecial(own) || (own[KIND] === 'unknown' && own.present === 'maybe')) return false
  return equalsTest(name)(frame, own, resource) === UNKNOWN
}

function nameless(frame: Frame, type: string): readonly Resource[] {
  return frame.world.memo(`perhaps-called ${type}`, () =>
    frame.world.ofType(type).filter(({ properties }) => isSpecial(entry(properties, nameProperty(type)))),
  )
}

function nameProperty(type: string): string {
  return type === 'AWS::ECS::Service' ? 'ServiceName' : (refReturns(type) ?? 'Name')
}

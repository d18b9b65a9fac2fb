import type { Location, Path, Resource, Scope, Unit } from '../../model/resource.ts'
import type { PropertyMap, Unknown } from '../../model/value.ts'

/** What a resource is made from. Everything that costs work is asked for on first reading. */
export interface Making {
  readonly type: string
  readonly address: string
  readonly unit: Unit
  readonly standing: Resource['standing']
  readonly rest?: Unknown | undefined
  readonly pieces?: readonly string[] | undefined
  readonly scope: () => Scope
  readonly load: () => PropertyMap
  readonly locate: (path: Path) => Location
}

/**
 * A resource that costs next to nothing until it is read: a plan may hold tens of thousands of which the rules look at
 * few. Accessors live on the prototype, so that none is made for each resource.
 */
export class LazyResource implements Resource {
  readonly type: string
  readonly address: string
  readonly unit: Unit
  readonly standing: Resource['standing']
  readonly rest?: Unknown
  readonly pieces?: readonly string[]
  readonly #making: Making
  #scope: Scope | undefined
  #properties: PropertyMap | undefined

  constructor(making: Making) {
    this.type = making.type
    this.address = making.address
    this.unit = making.unit
    this.standing = making.standing
    if (making.rest !== undefined) this.rest = making.rest
    if (making.pieces !== undefined) this.pieces = making.pieces
    this.#making = making
  }

  get scope(): Scope {
    this.#scope ??= this.#making.scope()
    return this.#scope
  }

  get properties(): PropertyMap {
    this.#properties ??= this.#making.load()
    return this.#properties
  }

  get locate(): (path: Path) => Location {
    return this.#making.locate
  }
}

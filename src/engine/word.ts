import type { Answer as AwsAnswer } from '../aws/answer.ts'
import type { Json } from '../model/rule.ts'
import type { Unknown } from '../model/value.ts'
import type { Element, Frame, Reader, SetOf, Test } from './frame.ts'

/**
 * A word that reads one fact of an element, computed and three-valued: `fargate`, `environment`. The value is a
 * literal, an unknown with its reason, or absent.
 */
export interface Facet {
  readonly name: string
  readonly on: readonly Place[]
  /** What docs say of it, one sentence. */
  readonly says: string
  /** Types whose resources it reads beside its own. */
  readonly reads: readonly string[]
  readonly read: Reader
}

/**
 * How far an empty relation means "none": `part` is stored on its owner; `attached` must name its owner; `apart` can be
 * made by anyone, anywhere.
 */
export type RelationClass = 'part' | 'attached' | 'apart'

/** A word that leads from an element to others: `taskRole`, `deploys`. */
export interface Relation {
  readonly name: string
  readonly on: readonly Place[]
  readonly to: Place
  readonly class: RelationClass
  readonly says: string
  /** Types whose resources it reads. */
  readonly reads: readonly string[]
  readonly of: SetOf
}

/**
 * A kind of element. `at` is empty for a whole resource, a property pattern (`ContainerDefinitions[]`) or the name of
 * a computed element (`#statement`). A type `*` stands for every type.
 */
export interface Place {
  readonly types: readonly string[]
  readonly at: string
}

export interface Vocabulary {
  readonly facets: readonly Facet[]
  readonly relations: readonly Relation[]
  /** Words with an operand that need an algorithm: `allows`, `openTo`, `precededBy`. */
  readonly algorithms: readonly Algorithm[]
}

/** Compiles its operand once; `condition` compiles a nested condition on the same kind of element. */
export interface Algorithm {
  readonly name: string
  readonly on: readonly Place[]
  readonly says: string
  readonly reads: readonly string[]
  readonly compile: (operand: Operand) => AlgorithmTest
}

export interface Operand {
  /** The operand as written. */
  readonly json: Json
  readonly place: Place
  /** The operand as a mapping; rejects anything else. */
  readonly map: () => { readonly [key: string]: Json }
  readonly condition: (json: Json) => Test
  /** The named entry's literal list or parameter reference, read when evaluated. */
  readonly strings: (key: string) => (frame: Frame, element: Element) => readonly string[] | Unknown
  /** The element a `resource: $name` operand means. */
  readonly element: (text: string) => (frame: Frame, element: Element) => Element | undefined
  readonly reject: (message: string, hint?: string) => never
}

/** What an algorithm answers, with the words for evidence. */
export interface Answer extends AwsAnswer {
  readonly expected?: string
  readonly seen?: string
  /** Where the deciding value stands, when not the element itself. */
  readonly at?: Element
}

export type AlgorithmTest = (frame: Frame, element: Element) => Answer

export function onPlace(places: readonly Place[], type: string, at: string): boolean {
  return places.some((place) => place.at === at && (place.types.includes('*') || place.types.includes(type)))
}

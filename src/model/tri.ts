/**
 * Three-valued truth (Kleene): a number so that the hot path allocates nothing.
 * `FALSE < UNKNOWN < TRUE`, so conjunction is the minimum and disjunction the maximum.
 */
export type Tri = 0 | 1 | 2

export const FALSE = 0
export const UNKNOWN = 1
export const TRUE = 2

export function not(value: Tri): Tri {
  return value === TRUE ? FALSE : value === FALSE ? TRUE : UNKNOWN
}

export function and(left: Tri, right: Tri): Tri {
  return left < right ? left : right
}

export function or(left: Tri, right: Tri): Tri {
  return left > right ? left : right
}

export function tri(value: boolean): Tri {
  return value ? TRUE : FALSE
}

import type { Evidence } from '../model/finding.ts'
import { FALSE, TRUE, type Tri, UNKNOWN } from '../model/tri.ts'
import type { Cause } from '../model/value.ts'

/** How many members of one set evidence names. */
export const MOST_SIBLINGS = 5

/** A node of the decision tree of one evaluation; kept only while evidence is collected. */
export interface TraceNode {
  tri: Tri
  /** Words and places are made only for the leaves that decided, and only where somebody reads them. */
  readonly evidence?: () => Evidence
  readonly cause?: Cause
  /** Negations flip what counts as the deciding child. */
  readonly negates?: boolean
  /** An `every` that is about no member, or perhaps about none: whom it admits is not known. */
  vacuous?: 'surely' | 'perhaps'
  readonly children: TraceNode[]
}

export interface Trace {
  node: TraceNode
}

export function startTrace(): Trace {
  return { node: { tri: TRUE, children: [] } }
}

/** Runs one composite step so that what it records becomes its children. */
export function within(trace: Trace, details: Omit<TraceNode, 'tri' | 'children'>, step: () => Tri): Tri {
  const parent = trace.node
  const node: TraceNode = { tri: UNKNOWN, children: [], ...details }
  parent.children.push(node)
  trace.node = node
  node.tri = step()
  trace.node = parent
  return node.tri
}

export function record(trace: Trace, tri: Tri, evidence: () => Evidence, cause?: Cause): void {
  trace.node.children.push(
    cause === undefined ? { tri, evidence, children: [] } : { tri, evidence, cause, children: [] },
  )
}

/** A leaf that decided; `negated` where the rule wanted it to be false. */
export interface Decider {
  readonly evidence: () => Evidence
  readonly cause?: Cause
  readonly negated: boolean
}

/** The leaves that decided: of each step the children with the step's own answer, the nearest few. */
export function deciding(root: TraceNode, tri: Tri): readonly Decider[] {
  const leaves: Decider[] = []
  collect(root, tri, false, leaves)
  return leaves
}

function collect(node: TraceNode, tri: Tri, negated: boolean, leaves: Decider[]): void {
  if (node.evidence !== undefined && (node.tri === tri || node.children.length === 0)) {
    leaves.push({ evidence: node.evidence, negated, ...(node.cause === undefined ? {} : { cause: node.cause }) })
  }
  const wanted = node.negates === true ? flip(tri) : tri
  const below = node.negates === true ? !negated : negated
  let kept = 0
  for (const child of node.children) {
    if (child.tri !== wanted) continue
    if (kept === MOST_SIBLINGS) break
    kept += 1
    collect(child, wanted, below, leaves)
  }
}

function flip(tri: Tri): Tri {
  return tri === UNKNOWN ? UNKNOWN : tri === TRUE ? FALSE : TRUE
}

/** Whether a true answer rests only on quantifiers that are about no member, `perhaps` on such as may be about none. */
export function restsOnNothing(node: TraceNode, how: 'surely' | 'perhaps' = 'surely'): boolean {
  if (node.vacuous === 'surely' || (node.vacuous === 'perhaps' && how === 'perhaps')) return true
  if (node.children.length === 0) return false
  const deciders = node.children.filter((child) => child.tri === (node.negates === true ? flip(node.tri) : node.tri))
  return deciders.length > 0 && deciders.every((decider) => restsOnNothing(decider, how))
}

/** Open leaves below that were not read. */
export function unreadBelow({ tri, evidence, cause, children }: TraceNode): readonly Decider[] {
  const own = tri === UNKNOWN && cause?.class === 'read' && evidence !== undefined
  return [...(own ? [{ evidence, cause, negated: false }] : []), ...children.flatMap(unreadBelow)]
}

import { unknown, type Value } from '../../model/value.ts'
import { environmentFacet } from '../environment.ts'
import type { Element, Frame } from '../frame.ts'
import type { Facet } from '../word.ts'
import { nameOf } from '../world.ts'

const EVERYWHERE = [{ types: ['*'], at: '' }]

export const facets: readonly Facet[] = [
  facet('type', 'The CloudFormation type.', (_frame, { resource }) => resource.type),
  facet(
    'name',
    'The name AWS knows it by.',
    (_frame, { resource }) => nameOf(resource) ?? unknown('value', `the name of ${resource.address} is not known`),
  ),
  facet('account', 'The account id.', (_frame, { resource }) =>
    token(resource.scope.account, `the account of ${resource.unit.name} is not known`),
  ),
  facet('region', 'The region.', (_frame, { resource }) =>
    token(resource.scope.region, `the region of ${resource.unit.name} is not known`),
  ),
  facet('unit', 'The stack, Terraform root or recording it stands in.', (_frame, { resource }) => resource.unit.id),
  facet(
    'environment',
    'development, staging, production, shared or unassigned, as the ruleset recognises it.',
    environmentFacet,
  ),
]

function facet(name: string, says: string, read: (frame: Frame, element: Element) => Value | undefined): Facet {
  return { name, on: EVERYWHERE, says, reads: [], read }
}

/** A scope that is not known is a token, equal only to itself: joins compare it as text, operators must not. */
function token(text: string, reason: string): Value {
  return text.startsWith('?') ? unknown('input', reason) : text
}

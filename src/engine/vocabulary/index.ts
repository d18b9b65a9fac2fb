import type { Vocabulary } from '../word.ts'
import * as ecr from './ecr.ts'
import * as ecs from './ecs.ts'
import * as general from './general.ts'
import * as iam from './iam.ts'
import * as instance from './instance.ts'
import * as network from './network.ts'
import * as pipeline from './pipeline.ts'

/** Every word of the rule language beside its operators. */
export const vocabulary: Vocabulary = {
  facets: [
    ...general.facets,
    ...ecs.facets,
    ...instance.facets,
    ...network.facets,
    ...ecr.facets,
    ...ecr.environmentFacets,
    ...iam.facets,
    ...pipeline.facets,
  ],
  relations: [
    ...ecs.relations,
    ...instance.relations,
    ...network.relations,
    ...ecr.relations,
    ...iam.relations,
    ...pipeline.relations,
  ],
  algorithms: [...network.algorithms, ...iam.algorithms, ...pipeline.algorithms],
}

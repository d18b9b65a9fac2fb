import type { Vocabulary } from '../word.ts'
import * as alarmReach from './alarm-reach.ts'
import * as alarms from './alarms.ts'
import * as branches from './branches.ts'
import * as buckets from './buckets.ts'
import * as codebuild from './codebuild.ts'
import * as codedeploy from './codedeploy.ts'
import * as ecr from './ecr.ts'
import * as ecs from './ecs.ts'
import * as egress from './egress.ts'
import * as environments from './environments.ts'
import * as exec from './exec.ts'
import * as general from './general.ts'
import * as iam from './iam.ts'
import * as images from './images.ts'
import * as instance from './instance.ts'
import * as instanceMetadata from './instance-metadata.ts'
import * as logs from './logs.ts'
import * as managedNodes from './managed-nodes.ts'
import * as network from './network.ts'
import * as pipeline from './pipeline.ts'
import * as principals from './principals.ts'
import * as promotion from './promotion.ts'
import * as repositories from './repositories.ts'
import * as repositorySettings from './repository-settings.ts'
import * as sessions from './sessions.ts'
import * as taskDefinitionUse from './task-definition-use.ts'
import * as tracing from './tracing.ts'
import * as trails from './trails.ts'

/** Every word of the rule language beside its operators. */
export const vocabulary: Vocabulary = {
  facets: [
    ...general.facets,
    ...alarmReach.facets,
    ...alarms.facets,
    ...ecs.facets,
    ...instance.facets,
    ...instanceMetadata.facets,
    ...exec.facets,
    ...managedNodes.facets,
    ...sessions.facets,
    ...logs.facets,
    ...network.facets,
    ...tracing.facets,
    ...ecr.facets,
    ...repositorySettings.facets,
    ...images.facets,
    ...taskDefinitionUse.facets,
    ...ecr.environmentFacets,
    ...iam.facets,
    ...pipeline.facets,
    ...branches.facets,
    ...buckets.facets,
    ...codebuild.facets,
    ...codedeploy.facets,
    ...environments.facets,
    ...principals.facets,
  ],
  relations: [
    ...alarmReach.relations,
    ...alarms.relations,
    ...ecs.relations,
    ...images.relations,
    ...instance.relations,
    ...exec.relations,
    ...managedNodes.relations,
    ...sessions.relations,
    ...logs.relations,
    ...network.relations,
    ...ecr.relations,
    ...iam.relations,
    ...pipeline.relations,
    ...branches.relations,
    ...buckets.relations,
    ...codebuild.relations,
    ...codedeploy.relations,
    ...environments.relations,
    ...principals.relations,
    ...promotion.relations,
    ...repositories.relations,
    ...trails.relations,
  ],
  algorithms: [
    ...repositorySettings.algorithms,
    ...images.algorithms,
    ...egress.algorithms,
    ...network.algorithms,
    ...iam.algorithms,
    ...pipeline.algorithms,
  ],
}

import type { Mapping } from '../mapping.ts'
import { codebuild, codecommit, codedeploy, codepipeline } from './codepipeline.ts'
import { ecr } from './ecr.ts'
import { ecs } from './ecs.ts'
import { elb } from './elb.ts'
import { events } from './events.ts'
import { iam } from './iam.ts'
import { cloudwatch, logs } from './logs.ts'
import { instances, network } from './network.ts'
import { cloudtrail, ecsAccount, firehose, servicediscovery, ssm, xray } from './operations.ts'
import { s3 } from './s3.ts'
import { kms, sns } from './security.ts'

const FAMILIES: readonly Readonly<Record<string, Mapping>>[] = [
  ecs,
  ecsAccount,
  ecr,
  iam,
  logs,
  cloudwatch,
  network,
  instances,
  elb,
  codepipeline,
  codebuild,
  codedeploy,
  codecommit,
  s3,
  kms,
  sns,
  events,
  ssm,
  cloudtrail,
  servicediscovery,
  xray,
  firehose,
]

/** How a Terraform type is told in CloudFormation's words; undefined for types that opscheck does not look at. */
export function mappingOf(type: string): Mapping | undefined {
  if (!type.startsWith('aws_')) return undefined
  for (const family of FAMILIES) if (Object.hasOwn(family, type)) return family[type]
  return undefined
}

/** Every mapped type, for documentation and tests. */
export function allMappings(): readonly (readonly [string, Mapping])[] {
  return FAMILIES.flatMap((family) => Object.entries(family))
}

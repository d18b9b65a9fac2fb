import type { Mapping } from '../mapping.ts'
import { cloudtrail } from './cloudtrail.ts'
import { cloudwatch } from './cloudwatch.ts'
import { codebuild } from './codebuild.ts'
import { codecommit } from './codecommit.ts'
import { codedeploy } from './codedeploy.ts'
import { codepipeline } from './codepipeline.ts'
import { instances } from './ec2-instance.ts'
import { network } from './ec2-network.ts'
import { ecr } from './ecr.ts'
import { ecs } from './ecs.ts'
import { ecsAccount } from './ecs-account.ts'
import { elb } from './elb.ts'
import { events } from './events.ts'
import { firehose } from './firehose.ts'
import { iam } from './iam.ts'
import { kms } from './kms.ts'
import { logs } from './logs.ts'
import { s3 } from './s3.ts'
import { servicediscovery } from './servicediscovery.ts'
import { sns } from './sns.ts'
import { ssm } from './ssm.ts'
import { xray } from './xray.ts'

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

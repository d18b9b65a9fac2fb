import type { Resource, Scope } from '../../model/resource.ts'
import type { Cause } from '../../model/value.ts'
import type { Frame } from '../frame.ts'

const REGION = 'Opscheck::Region'

/** Types whose list hangs on another: without any owner there is none of them. */
const OWNERS: Readonly<Record<string, string>> = {
  'AWS::CodeDeploy::DeploymentGroup': 'AWS::CodeDeploy::Application',
  'AWS::ECS::Service': 'AWS::ECS::Cluster',
}

/**
 * Why regional resources of an account may not all be known: in every region that was looked at, every type has to be
 * read whole.
 */
export function openInRegions(frame: Frame, { scope, unit }: Resource, types: readonly string[]): Cause | undefined {
  if (unit.closed) return undefined
  const regions = frame.world.ofType(REGION).filter((region) => region.scope.account === scope.account)
  if (regions.length === 0) return { class: 'input', reason: `no region of account ${scope.account} was read` }
  for (const region of regions) {
    for (const type of types) {
      const cause = openIn(frame, type, region.scope)
      if (cause !== undefined) return cause
    }
  }
  return undefined
}

function openIn(frame: Frame, type: string, scope: Scope): Cause | undefined {
  const coverage = frame.world.coverage(type, scope)
  if (coverage?.state === 'complete') return undefined
  const owner = Object.hasOwn(OWNERS, type) ? OWNERS[type] : undefined
  if (owner !== undefined && coverage === undefined && frame.world.coverage(owner, scope)?.state === 'complete') {
    const owners = frame.world.ofType(owner).filter((each) => each.scope.account === scope.account)
    if (owners.every((each) => each.scope.region !== scope.region)) return undefined
  }
  return (
    coverage?.cause ?? {
      class: 'input',
      reason: `${type} was not read for account ${scope.account} and region ${scope.region}`,
    }
  )
}

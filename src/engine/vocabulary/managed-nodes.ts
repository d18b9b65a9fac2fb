import type { Scope } from '../../model/resource.ts'
import { entry, isSpecial, unknown, type Value } from '../../model/value.ts'
import type { Element, Frame, Members } from '../frame.ts'
import { openness, pointing } from '../related.ts'
import { settleDeep } from '../settle.ts'
import type { Facet, Relation } from '../word.ts'
import { sameScope } from '../world.ts'
import { unknownOf } from './ecs.ts'
import { INSTANCE, LAUNCHED } from './instance.ts'

const NODE = 'Opscheck::SSM::ManagedNode'
const REGION = 'Opscheck::Region'
/** CloudFormation's, and the one of Terraform and the API. */
const SETTINGS = ['AWS::SSM::ServiceSetting', 'Opscheck::SSM::ServiceSetting']

export const relations: readonly Relation[] = [
  {
    name: 'managedNode',
    on: LAUNCHED,
    to: { types: [NODE], at: '' },
    class: 'attached',
    says: 'What Systems Manager tells of the instance, once its agent has registered it.',
    reads: [NODE],
    of: managedNode,
  },
]

export const facets: readonly Facet[] = [
  {
    name: 'defaultHostManagement',
    on: LAUNCHED,
    says: 'Default Host Management is set up: instances without a profile of their own get the role of Systems Manager.',
    reads: SETTINGS,
    read: (frame, { resource }) => {
      const role = serviceSetting(frame, resource.scope, '/ssm/managed-instance/default-ec2-instance-management-role')
      return isSpecial(role) ? role : role !== NO_ROLE && role !== ''
    },
  },
  {
    name: 'nodeTier',
    on: [{ types: [REGION], at: '' }],
    says: 'standard or advanced: the tier of nodes outside EC2, of which only the advanced one knows Session Manager.',
    reads: SETTINGS,
    read: (frame, { resource }) => serviceSetting(frame, resource.scope, '/ssm/managed-instance/activation-tier'),
  },
]

const NO_ROLE = '$None'

function managedNode(frame: Frame, { resource }: Element): Members {
  if (resource.type !== INSTANCE) return { members: [] }
  const members = pointing(
    frame,
    resource,
    'ManagedNode',
    [INSTANCE],
    [{ type: NODE, owner: (node) => entry(node.properties, 'InstanceId') }],
  )
  return { members, ...openness(frame, resource, 'attached', [NODE], 'managed node') }
}

/** Every account and region has each setting; it is known where somebody wrote or read it. */
function serviceSetting(frame: Frame, scope: Scope, id: string): Value {
  for (const type of SETTINGS) {
    for (const { properties, scope: own, address } of frame.world.ofType(type)) {
      if (settleDeep(frame, entry(properties, 'SettingId')) !== id) continue
      const same = sameScope(type, own, scope)
      if (same === false) continue
      const value = settleDeep(frame, entry(properties, 'SettingValue'))
      if (same === true && typeof value === 'string') return value
      return unknownOf(value, `whether ${address} is set for this account and region is not known`)
    }
  }
  const causes = SETTINGS.map((type) => frame.world.coverage(type, scope)?.cause)
  const cause = causes.find((each) => each?.class === 'read')
  return cause === undefined
    ? unknown('input', `the service setting ${id} was not read`)
    : unknown('read', `the service setting ${id} was not read: ${cause.reason}`)
}

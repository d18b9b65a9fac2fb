import type { Coverage } from '../../model/snapshot.ts'
import { type Cause, entry, isMap, type PropertyMap } from '../../model/value.ts'
import type { Stack } from './stack.ts'
import { textAt } from './template.ts'

/**
 * What a stack makes that its templates do not spell out: loops over unknown collections, macros, nested stacks whose
 * templates are not at hand. `*` stands for any type.
 */
export function unseenResources(stack: Stack): readonly Coverage[] {
  const coverage: Coverage[] = []
  const partial = (type: string, cause: Cause): void => {
    const { account, region } = stack.scope
    coverage.push({ type, unit: stack.unit, account, region, state: 'partial', cause, file: stack.file.path })
  }
  for (const { body, cause } of stack.openResources) for (const type of typesIn(body)) partial(type, cause)
  for (const transform of stack.transforms) {
    const reason = `${transform} is run by CloudFormation and may add resources`
    const types = MADE_BY[transform.replace(/-\d{4}-\d{2}-\d{2}$/, '')] ?? ['*']
    for (const type of types) partial(type, { class: 'limit', reason })
  }
  for (const each of stack.resources.values()) {
    if (!isMap(each.raw) || entry(each.raw, 'Type') !== 'AWS::CloudFormation::Stack' || stack.children.has(each.key))
      continue
    partial('*', {
      class: 'value',
      reason: `the template of nested stack ${stack.prefix}${each.key} is not among the inputs`,
    })
  }
  return coverage
}

/** Types that AWS's own transforms generate, of those that rules can select (AWS's transform reference). */
const MADE_BY: { readonly [transform: string]: readonly string[] } = {
  'AWS::Serverless': [
    'AWS::IAM::Role',
    'AWS::Lambda::Function',
    'AWS::Events::Rule',
    'AWS::Scheduler::Schedule',
    'AWS::SNS::Subscription',
    'AWS::SQS::Queue',
    'AWS::CodeDeploy::Application',
    'AWS::CodeDeploy::DeploymentGroup',
  ],
  'AWS::SecretsManager': ['AWS::Lambda::Function', 'AWS::IAM::Role'],
  'AWS::CodeDeployBlueGreen': [],
}

function typesIn(body: PropertyMap): readonly string[] {
  const types = new Set<string>()
  const pending = [body]
  for (let map = pending.pop(); map !== undefined; map = pending.pop()) {
    for (const [key, value] of Object.entries(map)) {
      if (Array.isArray(value) && isMap(value[2])) pending.push(value[2])
      const type = value !== undefined && isMap(value) ? textAt(value, 'Type') : undefined
      if (type !== undefined) types.add(type.includes('{') ? '*' : type)
      else if (value !== undefined && isMap(value) && key.startsWith('Fn::')) types.add('*')
    }
  }
  return [...types]
}

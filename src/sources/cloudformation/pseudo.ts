import type { Scope } from '../../model/resource.ts'
import { rest, type Text, text, type Unknown, unknown, type Value } from '../../model/value.ts'

/**
 * The pseudo parameters of one stack. What is not known is one and the same object wherever it is read, so that a reader
 * can tell "the same region" from "some region".
 */
export interface Pseudo {
  readonly read: (name: string) => Value | undefined
  /** Unknown values that surely hold letters, digits and hyphens only: splitting a text at anything else keeps them whole. */
  readonly plain: ReadonlySet<Unknown>
}

/** The same for all stacks nested in one another. */
export function isSharedPseudo(name: string): boolean {
  return name === 'AWS::AccountId' || name === 'AWS::Region' || name === 'AWS::Partition' || name === 'AWS::URLSuffix'
}

export function pseudoParameters(stack: {
  readonly label: string
  readonly name?: string
  readonly scope: Scope
  /** Of the stack that this one is nested in. */
  readonly outer?: Pseudo
}): Pseudo {
  const { scope, label } = stack
  const partition = partitionOf(scope.region)
  const values = {
    account: known(scope.account) ?? unknown('value', `the account of ${label} is not known`, { present: 'yes' }),
    region: known(scope.region) ?? unknown('value', `the region of ${label} is not known`, { present: 'yes' }),
    partition:
      partition ?? unknown('value', `the partition of ${label} is not known`, { present: 'yes', oneOf: PARTITIONS }),
    name: stack.name ?? unknown('value', `the name of ${label} is not known`, { present: 'yes' }),
    suffix:
      suffixOf(partition) ??
      unknown('value', `the URL suffix of ${label} is not known`, {
        present: 'yes',
        oneOf: [...new Set(Object.values(URL_SUFFIXES))],
      }),
    id: unknown('value', `the id of ${label} is given when it is created`, { present: 'yes' }),
  }
  const notifications = [rest({ class: 'value', reason: `the notification topics of ${label} are not known` })]
  const plain = [values.account, values.region, values.partition, values.name, values.id]
  return {
    plain: new Set(plain.filter((value) => typeof value !== 'string')),
    read: (name) => {
      if (stack.outer !== undefined && isSharedPseudo(name)) return stack.outer.read(name)
      if (name === 'AWS::AccountId') return values.account
      if (name === 'AWS::Region') return values.region
      if (name === 'AWS::Partition') return values.partition
      if (name === 'AWS::URLSuffix') return values.suffix
      if (name === 'AWS::StackName') return values.name
      if (name === 'AWS::StackId') return stackId(values)
      if (name === 'AWS::NotificationARNs') return notifications
      return undefined
    },
  }
}

/** The partition that a region is in, by its name; the scope's partition when the region is not known. */
export function partitionOf(region: string): string | undefined {
  if (region.startsWith('?')) return undefined
  return REGION_PREFIXES.find(([prefix]) => region.startsWith(prefix))?.[1] ?? 'aws'
}

const REGION_PREFIXES = [
  ['cn-', 'aws-cn'],
  ['us-gov-', 'aws-us-gov'],
  ['us-isob-', 'aws-iso-b'],
  ['us-isof-', 'aws-iso-f'],
  ['us-iso-', 'aws-iso'],
  ['eu-isoe-', 'aws-iso-e'],
  ['eusc-', 'aws-eusc'],
] as const

/** Domains of AWS's endpoints by partition (botocore's partitions.json). */
const URL_SUFFIXES: { readonly [partition: string]: string } = {
  aws: 'amazonaws.com',
  'aws-cn': 'amazonaws.com.cn',
  'aws-us-gov': 'amazonaws.com',
  'aws-iso': 'c2s.ic.gov',
  'aws-iso-b': 'sc2s.sgov.gov',
  'aws-iso-e': 'cloud.adc-e.uk',
  'aws-iso-f': 'csp.hci.ic.gov',
  'aws-eusc': 'amazonaws.eu',
}

const PARTITIONS = Object.keys(URL_SUFFIXES)

function suffixOf(partition: string | undefined): string | undefined {
  return partition === undefined ? undefined : URL_SUFFIXES[partition]
}

function known(part: string): string | undefined {
  return part.startsWith('?') ? undefined : part
}

type Part = string | Unknown

function stackId(
  values: { readonly [name in 'partition' | 'region' | 'account' | 'name' | 'id']: Part },
): string | Text {
  const { partition, region, account, name, id } = values
  return text(['arn:', partition, ':cloudformation:', region, ':', account, ':stack/', name, '/', id])
}

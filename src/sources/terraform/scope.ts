import { parseArn } from '../../aws/arn.ts'
import type { Scope } from '../../model/resource.ts'
import type { InputDefinition } from '../../model/rule.ts'
import type { Document, Instance } from './document.ts'
import { isArray, isRecord, type JsonRecord, own, ownRecord, ownString } from './json.ts'
import { providerConfig, providerKey } from './provider.ts'
import { resolveExpression } from './references.ts'

export interface Scopes {
  readonly of: (instance: Instance) => Scope
  /** Of the provider that most resources come from: for what the plan says of itself. */
  readonly main: Scope
}

/**
 * Account and region of every resource: what its own ARN tells; else what the configuration of its provider tells
 * (`region`, `allowed_account_ids`, `assume_role`); else what all known ARNs of the same provider agree on; else what
 * the user said about the input; else a token for each provider.
 */
export function scopesOf(document: Document, unit: string, definition: InputDefinition | undefined): Scopes {
  const providers = new Map<string, Scope>()
  let seen: ReadonlyMap<string, Seen> | undefined

  function provider(key: string): Scope {
    const known = providers.get(key)
    if (known !== undefined) return known
    seen ??= seenScopes(document)
    const config = providerConfig(document, key)
    const told = seen.get(key)
    const given = key.includes('.') && providerCount(document) > 1 ? undefined : definition
    const region = configuredRegion(document, config) ?? only(told?.regions) ?? given?.region ?? `?${unit}:${key}`
    const scope: Scope = {
      partition: only(told?.partitions) ?? partitionOf(region),
      account: configuredAccount(document, config) ?? only(told?.accounts) ?? given?.account ?? `?${unit}:${key}`,
      region,
    }
    providers.set(key, scope)
    return scope
  }

  return {
    of(instance) {
      const base = provider(providerKey(document, instance))
      const region = ownString(instance.values, 'region')
      const arn = ownArn(instance)
      if (arn === undefined) {
        return region === undefined || instance.type === 'aws_s3_bucket' || region === base.region
          ? base
          : { ...base, region }
      }
      const account = arn.account === '' ? base.account : arn.account
      const place = arn.region === '' ? (region ?? base.region) : arn.region
      if (account === base.account && place === base.region && arn.partition === base.partition) return base
      return { partition: arn.partition, account, region: place }
    },
    get main() {
      return provider(mainProvider(document))
    },
  }
}

interface Seen {
  readonly accounts: Set<string>
  readonly regions: Set<string>
  readonly partitions: Set<string>
}

/** What the resources' own ARNs, and the data sources that ask who and where one is, tell of each provider. */
function seenScopes(document: Document): ReadonlyMap<string, Seen> {
  const found = new Map<string, Seen>()
  for (const instance of document.instances) {
    const asks = instance.type === 'aws_caller_identity' || instance.type === 'aws_region'
    const arn = asks || instance.data ? undefined : ownArn(instance)
    if (!asks && arn === undefined) continue
    const key = providerKey(document, instance)
    let seen = found.get(key)
    if (seen === undefined) {
      seen = { accounts: new Set(), regions: new Set(), partitions: new Set() }
      found.set(key, seen)
    }
    if (instance.type === 'aws_caller_identity') add(seen.accounts, ownString(instance.values, 'account_id'))
    if (instance.type === 'aws_region') {
      add(seen.regions, ownString(instance.values, 'region') ?? ownString(instance.values, 'name'))
    }
    if (arn === undefined) continue
    add(seen.accounts, arn.account)
    add(seen.regions, arn.region)
    add(seen.partitions, arn.partition)
  }
  return found
}

function ownArn(instance: Instance): ReturnType<typeof parseArn> {
  const arn = ownString(instance.values, 'arn')
  const parsed = arn === undefined ? undefined : parseArn(arn)
  return parsed === undefined || (parsed.account !== '' && !/^\d{12}$/.test(parsed.account)) ? undefined : parsed
}

function add(set: Set<string>, value: string | undefined): void {
  if (value !== undefined && value !== '') set.add(value)
}

function only(set: ReadonlySet<string> | undefined): string | undefined {
  if (set?.size !== 1) return undefined
  for (const one of set) return one
  return undefined
}

function providerCount(document: Document): number {
  const configs = ownRecord(ownRecord(document.json, 'configuration'), 'provider_config')
  return configs === undefined ? 0 : Object.keys(configs).filter((key) => own(configs[key], 'name') === 'aws').length
}

function mainProvider(document: Document): string {
  for (const instance of document.instances)
    if (instance.type.startsWith('aws_')) return providerKey(document, instance)
  return 'aws'
}

function configuredRegion(document: Document, config: JsonRecord | undefined): string | undefined {
  const region = constant(document, config, own(own(config, 'expressions'), 'region'))
  return typeof region === 'string' && region !== '' ? region : undefined
}

function configuredAccount(document: Document, config: JsonRecord | undefined): string | undefined {
  const expressions = own(config, 'expressions')
  const role = own(expressions, 'assume_role')
  const assumed = constant(document, config, own(isArray(role) ? role.at(-1) : role, 'role_arn'))
  const account = typeof assumed === 'string' ? parseArn(assumed)?.account : undefined
  if (account !== undefined && account !== '') return account
  const allowed = constant(document, config, own(expressions, 'allowed_account_ids'))
  const listed = isArray(allowed) && allowed.length === 1 ? allowed[0] : undefined
  return typeof listed === 'string' ? listed : undefined
}

/** A value that is written out or comes from a root variable. */
function constant(document: Document, config: JsonRecord | undefined, expression: unknown): unknown {
  if (!isRecord(expression) || ownString(config, 'module_address') !== undefined)
    return own(expression, 'constant_value')
  const outcomes = resolveExpression(document, expression, {
    module: document.root,
    forEach: undefined,
    key: undefined,
  })
  const [outcome] = outcomes
  return outcomes.length === 1 && outcome?.is === 'constant' ? outcome.value : undefined
}

function partitionOf(region: string): string {
  if (region.startsWith('cn-')) return 'aws-cn'
  if (region.startsWith('us-gov-')) return 'aws-us-gov'
  return region.startsWith('eusc-') ? 'aws-eusc' : isolated(region)
}

function isolated(region: string): string {
  if (region.startsWith('us-isob-')) return 'aws-iso-b'
  if (region.startsWith('us-isof-')) return 'aws-iso-f'
  if (region.startsWith('eu-isoe-')) return 'aws-iso-e'
  return region.startsWith('us-iso-') ? 'aws-iso' : 'aws'
}

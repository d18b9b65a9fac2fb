import { readFileSync } from 'node:fs'
import type { Resource } from '../../../src/model/resource.ts'
import type { InputDefinition } from '../../../src/model/rule.ts'
import type { Snapshot } from '../../../src/model/snapshot.ts'
import { isList, isMap, isSpecial, KIND, type Value } from '../../../src/model/value.ts'
import type { InputFile, SourceContext } from '../../../src/sources/source.ts'
import { terraformSource } from '../../../src/sources/terraform/index.ts'

export const FIXTURES = 'fixtures/sources/terraform'

export function fixture(path: string): InputFile {
  const text = readFileSync(`${FIXTURES}/${path}`, 'utf8')
  return { path, text, json: JSON.parse(text) }
}

export function inputOf(json: unknown, path = 'plan.json'): InputFile {
  const text = JSON.stringify(json)
  return { path, text, json: JSON.parse(text) }
}

export function read(file: InputFile, definition?: InputDefinition): Snapshot {
  const context: SourceContext = {
    definition,
    parameters: new Map(),
    sibling: () => undefined,
    unitId: (wanted) => wanted,
  }
  return terraformSource.read(file, context)
}

export function at(snapshot: Snapshot, address: string): Resource {
  const found = snapshot.resources.find((resource) => resource.address === address)
  if (found === undefined)
    throw new Error(`no ${address} in ${snapshot.resources.map((one) => one.address).join(', ')}`)
  return found
}

/** Properties with what is not literal told in words, so that expectations read. */
export function told(value: Value | undefined): unknown {
  if (value === undefined) return undefined
  if (isSpecial(value)) {
    switch (value[KIND]) {
      case 'ref':
        return `→ ${value.target} ${value.attribute}`
      case 'secret':
        return '(secret)'
      case 'text':
        return value.parts.map(told)
      case 'unknown': {
        const words = `? ${value.present === 'yes' ? 'set: ' : ''}${value.cause.class}: ${value.cause.reason}`
        return value.oneOf === undefined ? words : { unknown: words, oneOf: value.oneOf.map(told) }
      }
      case 'rest':
        return value.oneOf === undefined ? '…' : { more: value.oneOf.map(told) }
      case 'choice':
        return 'choice'
    }
  }
  if (isList(value)) return value.map(told)
  if (!isMap(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, told(member)]))
}

export function properties(snapshot: Snapshot, address: string): unknown {
  return told(at(snapshot, address).properties)
}

/** One resource of a plan that is written by hand. */
export interface Planned {
  readonly address: string
  readonly values?: object
  readonly unknown?: object
  readonly sensitive?: object
  /** Of the configuration: `{ references }`, `{ constant_value }`, blocks as lists. */
  readonly expressions?: object
  readonly provider?: string
  readonly actions?: readonly string[]
}

/** A plan without modules: enough of the format for one question. */
export function plan(resources: readonly Planned[], more: object = {}): InputFile {
  const parts = resources.map((one) => ({ ...one, ...splitAddress(one.address) }))
  const addresses = new Set<string>()
  return inputOf({
    format_version: '1.2',
    terraform_version: '1.14.0',
    planned_values: {
      root_module: {
        resources: parts.map(({ address, mode, type, name, index, values, sensitive }) => ({
          address,
          mode,
          type,
          name,
          index,
          values,
          sensitive_values: sensitive ?? {},
        })),
      },
    },
    resource_changes: parts.map(({ address, mode, type, name, index, values, unknown, sensitive, actions }) => ({
      address,
      mode,
      type,
      name,
      index,
      change: {
        actions: actions ?? ['create'],
        after: values ?? {},
        after_unknown: unknown ?? {},
        after_sensitive: sensitive ?? {},
      },
    })),
    configuration: {
      provider_config: { aws: { name: 'aws', expressions: { region: { constant_value: 'eu-west-1' } } } },
      root_module: {
        resources: parts.flatMap(({ mode, type, name, expressions, provider }) => {
          const address = mode === 'data' ? `data.${type}.${name}` : `${type}.${name}`
          if (addresses.has(address)) return []
          addresses.add(address)
          return [{ address, mode, type, name, provider_config_key: provider ?? 'aws', expressions: expressions ?? {} }]
        }),
      },
    },
    ...more,
  })
}

function splitAddress(address: string): { mode: string; type: string; name: string; index?: string | number } {
  const [head = '', key] = address.split('[')
  const steps = head.split('.')
  const data = steps[0] === 'data'
  const [type = '', name = ''] = data ? steps.slice(1) : steps
  const index: unknown = key === undefined ? undefined : JSON.parse(key.slice(0, -1))
  return {
    mode: data ? 'data' : 'managed',
    type,
    name,
    ...(typeof index === 'string' || typeof index === 'number' ? { index } : {}),
  }
}

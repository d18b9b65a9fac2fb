import { inspect } from 'node:util'
import type { Resource } from '../../../src/model/resource.ts'
import type { Snapshot } from '../../../src/model/snapshot.ts'
import { type Condition, isList, isMap, isSpecial, KIND, type Value } from '../../../src/model/value.ts'
import { cloudformationSource } from '../../../src/sources/cloudformation/index.ts'
import type { InputFile } from '../../../src/sources/source.ts'
import { createStackValues } from '../../../src/sources/stack-values.ts'

export interface Setting {
  readonly parameters?: Readonly<Record<string, string>>
  readonly account?: string
  readonly region?: string
  readonly unit?: string
  /** Files beside the template, by path. */
  readonly beside?: Readonly<Record<string, string>>
}

/** Reads a YAML template of a file `web.yaml`. */
export function read(template: string, setting: Setting = {}, stacks = createStackValues()): Snapshot {
  const file: InputFile = { path: 'web.yaml', text: template }
  const { account, region, unit } = setting
  return cloudformationSource.read(file, {
    definition: {
      path: 'web.yaml',
      parameters: {},
      closed: false,
      ...(account === undefined ? {} : { account }),
      ...(region === undefined ? {} : { region }),
      ...(unit === undefined ? {} : { unit }),
    },
    parameters: new Map(Object.entries(setting.parameters ?? {})),
    sibling: (path) => {
      const text = setting.beside?.[path]
      return text === undefined ? undefined : { path, text }
    },
    unitId: (wanted) => wanted,
    stacks,
  })
}

export function resource(snapshot: Snapshot, address: string): Resource {
  const found = snapshot.resources.find((each) => each.address === address)
  if (found === undefined) throw new Error(`no resource ${address}`)
  return found
}

/** What a value resolves to, in a stack with the other sections of a template. */
export function resolved(value: string, sections = '', setting: Setting = {}): unknown {
  const indented = value.replaceAll('\n', '\n        ')
  const snapshot = read(
    `${sections}\nResources:\n  Subject:\n    Type: AWS::SNS::Topic\n    Properties:\n      Value: ${indented}\n  Role: {Type: AWS::IAM::Role}\n  Other: {Type: AWS::S3::Bucket}\n`,
    setting,
  )
  return shown(resource(snapshot, 'Subject').properties.Value)
}

/** A value in words that a test can write: `<Role.Arn>`, `{IsProd ? a : b}`, `?reason`, `***`, `…`. */
export function shown(value: Value | undefined): unknown {
  if (value === undefined) return 'absent'
  if (isList(value)) return value.map(shown)
  if (isSpecial(value)) {
    switch (value[KIND]) {
      case 'ref':
        return `<${value.unit === undefined ? '' : `${value.unit}:`}${value.target}${value.attribute === 'Ref' ? '' : `.${value.attribute}`}>`
      case 'text':
        return value.parts.map((part) => (typeof part === 'string' ? part : text(shown(part)))).join('')
      case 'choice':
        return `{${shownCondition(value.condition)} ? ${text(shown(value.then))} : ${text(shown(value.else))}}`
      case 'unknown':
        return `?${value.oneOf === undefined ? value.cause.reason : `oneOf ${value.oneOf.map((each) => text(shown(each))).join('|')}`}`
      case 'rest':
        return '…'
      case 'secret':
        return '***'
    }
  }
  if (!isMap(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, shown(item)]))
}

export function shownCondition(condition: Condition | undefined): string {
  if (condition === undefined) return 'always'
  if (condition.op === 'atom') return condition.text
  if (condition.op === 'not') return `not(${shownCondition(condition.of)})`
  return `${condition.op}(${condition.of.map(shownCondition).join(', ')})`
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : inspect(value, { breakLength: Number.POSITIVE_INFINITY })
}

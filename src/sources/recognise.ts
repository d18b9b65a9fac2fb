import { isRecord, own } from '../util/record.ts'
import { isManifest } from './cdk/manifest.ts'
import { isTemplate } from './cloudformation/template.ts'

export type Kind = 'cdk' | 'cloudformation' | 'terraform' | 'export'

/**
 * What JSON data may be, by a few keys: no dialect is loaded for it. `terraform` and `export` are asked themselves; an
 * export has no mark of its own, so whatever else is left may be one.
 */
export function kindOf(value: unknown): Kind | undefined {
  if (isManifest(value)) return 'cdk'
  if (isTemplate(value)) return 'cloudformation'
  if (isRecord(value) && isTerraform(value)) return 'terraform'
  return typeof value === 'object' && value !== null ? 'export' : undefined
}

/** A plan or a state of `terraform show -json`, or a state file. */
function isTerraform(value: Readonly<Record<string, unknown>>): boolean {
  return typeof own(value, 'terraform_version') === 'string' || typeof own(value, 'format_version') === 'string'
}

/** Whether a YAML text is worth parsing: only templates are read from YAML. */
export function mayBeTemplate(text: string): boolean {
  return (
    text.includes('AWSTemplateFormatVersion') || (text.includes('Resources') && /\b(?:AWS|Custom|Alexa)::/.test(text))
  )
}

/** What the AWS CLI leaves where there is no answer: the text of an error, or nothing at all. */
export function mayBeAnswer(text: string): boolean {
  return text.length < LONGEST_ERROR && (text.includes('An error occurred (') || text.trim() === '')
}

const LONGEST_ERROR = 65_536

/** Whether a text that does not parse was meant as an input: then it must not go unseen. */
export function looksLikeInput(text: string): boolean {
  return (
    mayBeTemplate(text) ||
    text.includes('"terraform_version"') ||
    text.includes('arn:aws') ||
    text.includes('aws:cloudformation:stack')
  )
}

export const KINDS =
  'CloudFormation templates, CDK assemblies (cdk.out), Terraform plans and states (terraform show -json), answers of the AWS CLI, recordings of opscheck'

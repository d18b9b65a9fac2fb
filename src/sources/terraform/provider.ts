import type { Document, Instance } from './document.ts'
import { type JsonRecord, ownRecord, ownString } from './json.ts'

/**
 * The provider that an instance comes from: `aws`, `aws.ci`, or `module.a:aws` where module `a` configures one itself.
 * Terraform before 1.0 writes the module also where it only hands a provider down. A state names no configuration.
 */
export function providerKey(document: Document, instance: Instance): string {
  const key = ownString(instance.config, 'provider_config_key') ?? 'aws'
  const colon = key.lastIndexOf(':')
  return colon < 0 || providerConfig(document, key) !== undefined ? key : key.slice(colon + 1)
}

/** The provider's block in the configuration. */
export function providerConfig(document: Document, key: string): JsonRecord | undefined {
  return ownRecord(ownRecord(ownRecord(document.json, 'configuration'), 'provider_config'), key)
}

import type { Document, Instance } from './document.ts'
import { type JsonRecord, ownRecord, ownString } from './json.ts'

/** As the configuration writes it (`aws`, `aws.ci`, `module.a:aws`); a state names only the provider. */
export function providerKey(instance: Instance): string {
  return ownString(instance.config, 'provider_config_key') ?? 'aws'
}

/** The provider's block in the configuration. A state holds none. */
export function providerConfig(document: Document, key: string): JsonRecord | undefined {
  const configs = ownRecord(ownRecord(document.json, 'configuration'), 'provider_config')
  // `module.a:aws.b` is configured there, or handed down under the same name.
  return ownRecord(configs, key) ?? ownRecord(configs, key.slice(key.lastIndexOf(':') + 1))
}

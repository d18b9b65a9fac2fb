import { entry, isMap, isSpecial, KIND, unknown, type Value } from '../../model/value.ts'
import type { Frame } from '../frame.ts'
import { settleDeep } from '../settle.ts'
import type { Facet } from '../word.ts'
import { unknownOf } from './ecs.ts'
import {
  INSTANCE,
  LAUNCH_CONFIGURATION,
  LAUNCH_TEMPLATE,
  type LaunchSettings,
  launchSettings,
  OPEN,
} from './instance.ts'

export const facets: readonly Facet[] = [
  {
    name: 'imdsv2Only',
    on: [{ types: [INSTANCE, LAUNCH_TEMPLATE, LAUNCH_CONFIGURATION], at: '' }],
    says: 'Its metadata service answers requests with a session token only (IMDSv2), or not at all.',
    reads: [LAUNCH_TEMPLATE],
    read: (frame, { resource }) => imdsv2Only(frame, launchSettings(frame, resource)),
  },
]

/**
 * EC2 User Guide, "Configure the Instance Metadata Service options": what the launch says wins over the account, the
 * account over the image. Without a word of the launch it is not known; the endpoint is enabled then.
 */
function imdsv2Only(frame: Frame, settings: readonly LaunchSettings[]): Value {
  const endpoint = option(frame, settings, 'HttpEndpoint')
  if (endpoint === 'disabled') return true
  const tokens = option(frame, settings, 'HttpTokens')
  if (tokens === 'required') return true
  if (isSpecial(endpoint)) return unknownOf(endpoint, 'whether the metadata service is on is not known')
  if (tokens === 'optional') return false
  if (tokens === undefined)
    return unknown('input', 'HttpTokens is not set: the default of the account and the image decide')
  return unknownOf(tokens, 'HttpTokens is not known')
}

/** The first of the settings that tells the option. */
function option(frame: Frame, settings: readonly LaunchSettings[], name: string): Value | undefined {
  for (const { data } of settings) {
    const open = entry(data, OPEN)
    if (open !== undefined) return open
    const options = settleDeep(frame, entry(data, 'MetadataOptions'))
    if (isSpecial(options))
      return unknown(options[KIND] === 'unknown' ? options.cause.class : 'value', reasonOf(options))
    const value = isMap(options) ? entry(options, name) : undefined
    if (value !== undefined) return value
  }
  return undefined
}

function reasonOf(options: Value): string {
  return isSpecial(options) && options[KIND] === 'unknown' ? options.cause.reason : 'MetadataOptions is not known'
}

import { setEntry, unknown, type Value } from '../../model/value.ts'
import { parseJsonText } from '../../util/json.ts'
import { type Cell, isSensitive, isUnknown } from './cell.ts'
import { isArray, isRecord } from './json.ts'
import { type Builder, hide, isScalar, toValue } from './values.ts'

/** `container_definitions`, one JSON text under the API's names. One unknown inside makes all of it unknown. */
export function containerDefinitions(cell: Cell): Value | undefined {
  const place = `${cell.name} of ${cell.instance.address}`
  if (isUnknown(cell)) return unknown('value', `${place} is known after apply`, { present: 'yes' })
  if (typeof cell.value !== 'string') return undefined
  const json = parseJsonText(cell.value)
  if (!isArray(json)) return unknown('read', `${place} is not a JSON list`, { present: 'yes' })
  const containers = renamed(json)
  return isSensitive(cell) ? hide(containers) : containers
}

/** Maps whose keys are the user's own words. */
const MAPS: ReadonlySet<string> = new Set(['Options', 'DockerLabels'])

function renamed(json: unknown): Value | undefined {
  if (isScalar(json)) return json
  if (isArray(json)) return json.map(renamed).filter((element) => element !== undefined)
  if (!isRecord(json)) return undefined
  const found: Builder = {}
  for (const key of Object.keys(json)) {
    const name = key.charAt(0).toUpperCase() + key.slice(1)
    const value = MAPS.has(name) ? toValue(json[key]) : renamed(json[key])
    if (value !== undefined) setEntry(found, name, value)
  }
  return found
}

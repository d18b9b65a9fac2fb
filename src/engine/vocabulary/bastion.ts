import type { Resource } from '../../model/resource.ts'
import { FALSE, TRUE, type Tri, tri, UNKNOWN } from '../../model/tri.ts'
import { entry, isList, isMap, isSpecial, KIND, text, type Unknown, unknown, type Value } from '../../model/value.ts'
import type { Frame } from '../frame.ts'
import { literalOfRef, pseudoOf } from '../world.ts'

/** Words by which people name a host that exists to be logged in to. */
const WORDS = [
  'bastion',
  'jumphost',
  'jump-host',
  'jump_host',
  'jumpbox',
  'jump-box',
  'jump_box',
  'jumpserver',
  'jump-server',
  'fumidai',
]

/**
 * Whether names, tags or the given texts say bastion. Unknown where a name that is not known could say so; a name that
 * CloudFormation generates carries the logical id, which is asked too.
 */
export function namesBastion(
  frame: Frame,
  resource: Resource,
  properties: readonly string[],
  texts: readonly (Value | undefined)[] = [],
): boolean | Unknown {
  const asked: (Value | undefined)[] = [...texts, ...properties.map((property) => entry(resource.properties, property))]
  if (texts.length === 0) asked.push(resource.address, ...tagTexts(resource))
  let open: Unknown | undefined
  for (const raw of asked) {
    const value = frame.choices.settle(raw)
    const said = says(frame, value, resource)
    if (said === TRUE) return true
    if (said === UNKNOWN) open ??= notTold(value, resource)
  }
  return open ?? false
}

function notTold(value: Value | undefined, resource: Resource): Unknown {
  const hole = isSpecial(value) && value[KIND] === 'text' ? value.parts.find((part) => typeof part !== 'string') : value
  const cause = isSpecial(hole) && hole[KIND] === 'unknown' ? `: ${hole.cause.reason}` : ''
  return unknown('value', `whether ${resource.address} is a bastion depends on a name that is not known${cause}`)
}

/** A hole that is not known may hold any of the words. */
function says(frame: Frame, raw: Value | undefined, resource: Resource): Tri {
  const value = namedText(frame, raw, resource)
  if (value === undefined) return FALSE
  if (typeof value === 'string') return tri(hasWord(value))
  if (!isSpecial(value)) return FALSE
  if (value[KIND] === 'text') {
    return value.parts.some((part) => typeof part === 'string' && hasWord(part)) ? TRUE : UNKNOWN
  }
  if (value[KIND] !== 'unknown' || value.oneOf === undefined)
    return value[KIND] === 'secret' ? tri(value.test(hasWord)) : UNKNOWN
  const answers = value.oneOf.map((one) => says(frame, one, resource))
  if (value.present === 'maybe') answers.push(FALSE)
  const [first = UNKNOWN] = answers
  return answers.every((answer) => answer === first) ? first : UNKNOWN
}

function hasWord(name: string): boolean {
  for (const word of WORDS) if (name.includes(word)) return true
  return false
}

/** Lower case; a reference reads as the name it stands for, or as its logical id, which generated names carry. */
function namedText(frame: Frame, value: Value | undefined, resource: Resource): Value | undefined {
  if (typeof value === 'string') return value.toLowerCase()
  if (!isSpecial(value)) return value
  if (value[KIND] === 'ref') return (literalOfRef(frame.world, value, resource) ?? value.target).toLowerCase()
  if (value[KIND] !== 'text') return value
  return text(
    value.parts.map((part) => {
      if (typeof part === 'string') return part.toLowerCase()
      if (part[KIND] === 'ref') return (literalOfRef(frame.world, part, resource) ?? part.target).toLowerCase()
      return part[KIND] === 'unknown' && isPlace(part.cause.reason) ? '-' : part
    }),
  )
}

/** The name of the account, region or stack: it says where the resource is, not what it is for. */
function isPlace(reason: string): boolean {
  return pseudoOf(reason) !== undefined || /^the name of (?:nested )?stack /.test(reason)
}

function tagTexts(resource: Resource): readonly (Value | undefined)[] {
  const tags = entry(resource.properties, 'Tags')
  if (!isList(tags)) return []
  return tags.flatMap((tag) => {
    if (!isMap(tag)) return []
    const key = entry(tag, 'Key')
    const named = typeof key === 'string' && ['name', 'role', 'usage', 'purpose'].includes(key.toLowerCase())
    return named ? [entry(tag, 'Value')] : []
  })
}

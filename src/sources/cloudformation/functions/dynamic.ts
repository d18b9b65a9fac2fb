import { type Text, type Unknown, unknown } from '../../../model/value.ts'

type Part = Text['parts'][number]

/**
 * Turns `{{resolve:service:key}}` in literal text into holes. The key may itself have holes. Only the name of a plain
 * Parameter Store reference is told; what Secrets Manager or a SecureString holds, and where, is not.
 */
export function dynamicReferences(parts: readonly Part[]): readonly Part[] {
  if (!parts.some((part) => typeof part === 'string' && part.includes(OPEN))) return parts
  const result: Part[] = []
  let reference: string | undefined
  for (const part of parts) {
    if (typeof part !== 'string') {
      if (reference === undefined) result.push(part)
      else reference += HOLE
      continue
    }
    let at = 0
    while (at < part.length) {
      if (reference === undefined) {
        const open = part.indexOf(OPEN, at)
        if (open === -1) {
          result.push(part.slice(at))
          break
        }
        result.push(part.slice(at, open))
        reference = ''
        at = open + OPEN.length
      } else {
        const close = part.indexOf(CLOSE, at)
        if (close === -1) {
          reference += part.slice(at)
          break
        }
        result.push(resolved(reference + part.slice(at, close)))
        reference = undefined
        at = close + CLOSE.length
      }
    }
  }
  if (reference !== undefined) result.push(resolved(reference))
  return result
}

const OPEN = '{{resolve:'
const CLOSE = '}}'
const HOLE = '\u0000'

function resolved(reference: string): Unknown {
  return unknown('value', reasonOf(reference), { present: 'yes' })
}

function reasonOf(reference: string): string {
  if (reference.startsWith('secretsmanager:')) return 'a secret of Secrets Manager is read at deployment'
  if (reference.startsWith('ssm-secure:')) return 'a SecureString of the Parameter Store is read at deployment'
  const name = reference.startsWith('ssm:') ? reference.slice('ssm:'.length).split(':')[0] : undefined
  if (name === undefined) return 'a dynamic reference is read at deployment'
  return name.includes(HOLE)
    ? 'a parameter of the Parameter Store is read at deployment'
    : `${name} of the Parameter Store is read at deployment`
}

import { propertiesOf, propertyType, resourceTypes } from '../aws/schemas.ts'
import { closest } from '../util/suggest.ts'
import type { Step } from './path.ts'
import type { Place } from './word.ts'

/** Places whose elements are computed, with the properties that their elements carry. */
const COMPUTED: Readonly<
  Record<string, readonly string[] | { readonly type: string; readonly at: readonly string[] }>
> = {
  '#ingressRule': { type: 'AWS::EC2::SecurityGroup', at: ['SecurityGroupIngress', '[]'] },
  '#statement': [
    'Sid',
    'Effect',
    'Action',
    'NotAction',
    'Resource',
    'NotResource',
    'Principal',
    'NotPrincipal',
    'Condition',
  ],
}

/**
 * Says that a type is misspelt, with the nearest that exists; undefined when it exists, or is none that we know the shape
 * of: AWS has many more, and a rule may select any.
 */
export function checkType(type: string): string | undefined {
  const known = resourceTypes()
  if (known.includes(type)) return undefined
  const near = closest(type, known, MOST_TYPOS)
  if (near !== undefined) return `no resource type ${type}; did you mean ${near}?`
  return /^[A-Za-z0-9]+(::[A-Za-z0-9]+){2,3}$/.test(type) ? undefined : `${type} is no resource type`
}

/** Types of one service differ by little more: what is further away is another type. */
const MOST_TYPOS = 2

/**
 * Checks a property path against AWS's schemas: every step exists for at least one of the types at the place, a list
 * is not crossed without a key, a key selects in a map or in a list. Undefined when the path is right or its place is
 * free (elements of other words, JSON).
 */
export function checkPath(place: Place, steps: readonly Step[]): string | undefined {
  if (place.types.includes('*')) return undefined
  const computed = Object.hasOwn(COMPUTED, place.at) ? COMPUTED[place.at] : undefined
  if (computed !== undefined && !('type' in computed)) return checkName(computed, steps)
  if (place.at.startsWith('#') && computed === undefined) return undefined
  const bases = computed === undefined ? place.types.map((type) => ({ type, at: enter(place.at) })) : [computed]
  const complaints = bases.map(({ type, at }) => complaint(type, at, steps))
  return complaints.includes(undefined) ? undefined : complaints[0]
}

function checkName(names: readonly string[], steps: readonly Step[]): string | undefined {
  const name = steps[0]?.name ?? ''
  return names.includes(name) ? undefined : unknownProperty(name, 'a policy statement', names)
}

function complaint(type: string, base: readonly string[], steps: readonly Step[]): string | undefined {
  let at = [...base]
  for (const step of steps) {
    const here = propertyType(type, at)
    if (here === undefined || here.kind === 'json') return undefined
    if (step.kind === 'key') {
      if (here.kind !== 'map' && here.kind !== 'list')
        return `/${step.name} selects an entry, but ${written(at)} of ${type} is no map or list`
      at = [...at, here.kind === 'map' ? '{}' : '[]']
      continue
    }
    if (here.kind === 'list')
      return `${written(at)} of ${type} is a list: select an entry with /NAME or use some, every or none`
    if (here.kind === 'map') return `${written(at)} of ${type} is a map: select an entry with /KEY`
    const next = [...at, step.name]
    if (propertyType(type, next) === undefined)
      return unknownProperty(step.name, at.length === 0 ? type : `${written(at)} of ${type}`, propertiesOf(type, at))
    at = next
  }
  return undefined
}

function unknownProperty(name: string, where: string, known: readonly string[]): string {
  const near = closest(name, known)
  return `unknown property ${name} of ${where}${near === undefined ? '' : `; did you mean ${near}?`}`
}

/** `Stages[].Actions[]` in the steps of the schemas. */
function enter(pattern: string): readonly string[] {
  if (pattern === '') return []
  return pattern.split('.').flatMap((part) => {
    const [name = '', ...keys] = part.split('/')
    const plain = name.replaceAll('[]', '')
    const lists = (name.length - plain.length) / 2
    return [plain, ...Array.from({ length: lists }, () => '[]'), ...keys.map(() => '[]')]
  })
}

function written(at: readonly string[]): string {
  return at.filter((step) => step !== '[]' && step !== '{}').join('.')
}

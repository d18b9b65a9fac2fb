import type { Place } from '../../src/engine/word.ts'

/** Kinds of elements in words: "the `ContainerDefinitions[]` of an `ECS::TaskDefinition`". */
export function placesWords(places: readonly Place[]): string {
  return places.map(placeWords).join('; ')
}

function placeWords({ types, at }: Place): string {
  const names = types.includes('*') ? '' : types.map((type) => `\`${type.replace(/^AWS::/, '')}\``).join(', ')
  if (at === '') return names === '' ? 'anything' : names
  const part = at.startsWith('#') ? spaced(at.slice(1)) : `\`${at}\``
  return names === '' ? part : `${part} of ${names}`
}

function spaced(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
}

import { describe, expect, it } from 'vitest'
import { attributesOf, propertyType, resourceTypes } from '../../../src/aws/schemas.ts'
import { allMappings } from '../../../src/sources/terraform/families/index.ts'
import type { Mapping, Piece, Rule, Rules } from '../../../src/sources/terraform/mapping.ts'

const types = new Set(resourceTypes())

describe.each(allMappings())('the words for %s', (_name, mapping) => {
  it('are properties of CloudFormation', () => {
    const unknown = [...told(mapping)].filter(([type, path]) => propertyType(type, path.split('.')) === undefined)
    expect(unknown).toEqual([])
  })

  it('name types and attributes that exist', () => {
    const named = [...(mapping.type === undefined ? [] : [mapping.type]), ...linked(mapping), ...owners(mapping)]
    expect(named.filter((type) => !types.has(type))).toEqual([])
    const { type, identity = {} } = mapping
    if (type === undefined) return
    const known = new Set(['Ref', 'Arn', ...attributesOf(type)])
    const attributes = Object.values(identity).filter(
      (attribute) => !known.has(attribute) && propertyType(type, [attribute]) === undefined,
    )
    expect(attributes).toEqual([])
  })
})

/** Every type and path that a mapping may set, with `[]` for elements. */
function* told(mapping: Mapping): Generator<readonly [string, string]> {
  if (mapping.type !== undefined) {
    for (const path of pathsOf(mapping.properties)) yield [mapping.type, path]
    for (const path of pathsOf(mapping.data)) yield [mapping.type, path]
  }
  for (const part of mapping.parts ?? []) {
    for (const path of [...pathsOf(part.of), ...Object.keys(part.owner ?? {})]) yield [part.type, path]
  }
  for (const piece of mapping.pieces ?? []) yield* pieceTold(piece)
}

function* pieceTold(piece: Piece): Generator<readonly [string, string]> {
  for (const type of piece.owner) {
    for (const path of [...pathsOf(piece.properties), piece.name, ...(piece.append ?? [])]) yield [type, path]
  }
}

function* pathsOf(rules: Rules = {}): Generator<string> {
  for (const rule of Object.values(rules)) {
    for (const one of Array.isArray(rule) ? rule : [rule]) yield* pathsOfRule(one)
  }
}

function* pathsOfRule(rule: Rule): Generator<string> {
  if (typeof rule === 'string') {
    yield rule
    return
  }
  switch (rule.is) {
    case 'asked':
      yield* pathsOfRule(rule.rule)
      return
    case 'special':
      yield* rule.to
      return
    case 'object':
      if (rule.to !== '') yield rule.to
      for (const path of pathsOf(rule.of)) yield rule.to === '' ? path : `${rule.to}.${path}`
      return
    case 'list':
    case 'set':
    case 'entry':
      yield rule.to
      for (const path of pathsOf(rule.of)) yield `${rule.to}.[].${path}`
      return
    case 'wrapped':
    case 'listed':
      yield `${rule.to}.[].${rule.key}`
      return
    case 'links':
      yield rule.key === undefined ? rule.to : `${rule.to}.[].${rule.key}`
      return
    case 'pairs':
      yield `${rule.to}.[].${rule.key}`
      yield `${rule.to}.[].${rule.value}`
      return
    case 'tags':
      yield `${rule.to}.[].Key`
      yield `${rule.to}.[].Value`
      return
    default:
      yield rule.to
  }
}

function linked(mapping: Mapping): string[] {
  const found = new Set<string>()
  JSON.stringify(mapping, (key, value: unknown) => {
    if (key === 'types' && Array.isArray(value)) for (const type of value) found.add(String(type))
    return value
  })
  return [...found]
}

function owners(mapping: Mapping): string[] {
  return [...(mapping.parts ?? []).map(({ type }) => type), ...(mapping.pieces ?? []).flatMap(({ owner }) => owner)]
}

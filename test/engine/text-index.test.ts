import { describe, expect, it } from 'vitest'
import { createChoices } from '../../src/engine/choices.ts'
import type { Frame } from '../../src/engine/frame.ts'
import { createTextIndex, sameText } from '../../src/engine/text-index.ts'
import { createWorld } from '../../src/engine/world.ts'
import type { Resource } from '../../src/model/resource.ts'
import { FALSE, TRUE, type Tri, UNKNOWN } from '../../src/model/tri.ts'
import { ref, text, unknown, type Value } from '../../src/model/value.ts'
import { resource, ruleset, unit } from './support.ts'

const group = resource('AWS::Logs::LogGroup', 'Group', { LogGroupName: '/ecs/web' })
const nameless = resource('AWS::Logs::LogGroup', 'Nameless', {})
const other = resource('AWS::Logs::LogGroup', 'Other', {})
const stage = unknown('value', 'parameter Stage has no value', { present: 'yes' })
const owner = unknown('value', 'parameter Owner has no value', { present: 'yes' })
const frame = frameOver([group, nameless, other])

describe('the same text', () => {
  it.each<[string, Value, Value, Tri]>([
    ['equal literals', '/ecs/web', '/ecs/web', TRUE],
    ['different literals', '/ecs/web', '/ecs/api', FALSE],
    ['a reference to something with that name', ref('Group', 'Ref'), '/ecs/web', TRUE],
    ['a reference to something with another name', ref('Group', 'Ref'), '/ecs/api', FALSE],
    ['a reference to something without a known name', ref('Nameless', 'Ref'), '/ecs/api', UNKNOWN],
    ['the same reference twice', ref('Nameless', 'Ref'), ref('Nameless', 'Ref'), TRUE],
    ['references to two things', ref('Nameless', 'Ref'), ref('Other', 'Ref'), FALSE],
    ['two attributes of one thing', ref('Nameless', 'Ref'), ref('Nameless', 'Arn'), UNKNOWN],
    ['the same parameter twice', stage, stage, TRUE],
    ['two parameters', stage, owner, UNKNOWN],
    ['the same parameter in the same text', text(['/ecs/', stage]), text(['/ecs/', stage]), TRUE],
    ['two parameters in the same text', text(['/ecs/', stage]), text(['/ecs/', owner]), UNKNOWN],
    ['a literal that a text may become', text(['/ecs/', stage]), '/ecs/web', UNKNOWN],
    ['a literal that a text cannot become', text(['/ecs/', stage]), '/lambda/web', FALSE],
    ['a number and its text', 80, '80', TRUE],
  ])('%s', (_, left, right, expected) => {
    expect(sameText(frame, told(left), told(right))).toBe(expected)
    expect(sameText(frame, told(right), told(left))).toBe(expected)
  })
})

describe('the index', () => {
  const entries: readonly Value[] = ['/ecs/web', '/ecs/api', stage, text(['/lambda/', stage]), ref('Group', 'Ref')]
  const index = createTextIndex(
    frame.world,
    entries.map((value, item) => ({ ...told(value), item })),
  )
  const find = (...names: readonly Value[]) =>
    index.find(frame, names.map(told)).map(({ item, sure }) => `${item}${sure ? '' : '?'}`)

  it('finds what is surely and what may be the literal', () => expect(find('/ecs/web')).toEqual(['0', '4', '2?']))
  it('finds nothing else for a hole than what it may be', () =>
    expect(find(stage)).toEqual(['2', '0?', '1?', '4?', '3?']))
  it('leaves out what surely differs from one of several names of one thing', () =>
    expect(find('/ecs/web', ref('Other', 'Ref'))).toEqual(['0', '4', '2?']))
  it('agrees with comparing one by one', () => {
    for (const name of [...entries, owner, 'api', ref('Nameless', 'Ref')]) {
      const slow = entries.flatMap((value, item) => {
        const same = sameText(frame, told(name), told(value))
        return same === FALSE ? [] : [`${item}${same === TRUE ? '' : '?'}`]
      })
      expect(find(name).sort()).toEqual(slow.sort())
    }
  })
})

function told(value: Value): { readonly value: Value; readonly from: Resource } {
  return { value, from: group }
}

function frameOver(resources: readonly Resource[]): Frame {
  return {
    world: createWorld([{ units: [unit], resources, coverage: [], warnings: [] }]),
    ruleset,
    now: new Date('2026-01-01T00:00:00Z'),
    managedPolicy: () => undefined,
    digest: (text) => text,
    choices: createChoices(),
    json: () => undefined,
    parameters: {},
    subject: { resource: group, value: undefined, path: [] },
    each: undefined,
    bound: [],
    trace: undefined,
    vacuous: false,
    admitted: 0,
    perhaps: 0,
    assumptions: undefined,
  }
}

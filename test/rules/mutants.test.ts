import { expect, it } from 'vitest'
import { mutantsOf } from '../../scripts/mutate/mutants.ts'
import { survivorsOf } from '../../scripts/mutate/survivors.ts'
import { lineOf, readUnnoticed, UNNOTICED } from '../../scripts/mutate/unnoticed.ts'
import { rule } from '../engine/support.ts'

it(`the cases of a rule notice every change of it, save those in ${UNNOTICED}`, { timeout: 120_000 }, async () => {
  const listed = readUnnoticed()
  const unnoticed: string[] = []
  let mutants = 0
  for await (const result of survivorsOf(() => true)) {
    mutants += result.mutants
    unnoticed.push(...result.survivors.map((mutant) => lineOf(result.rule.id, mutant)))
  }
  expect(mutants).toBeGreaterThan(1_000)
  expect(unnoticed.filter((line) => !listed.has(line))).toEqual([])
})

it.each([
  [{ Family: 'x' }, ['negate Family']],
  [
    { Family: ['x', 'y'], Cpu: { atLeast: 3 } },
    [
      'drop Family',
      'negate Family',
      'drop x',
      'drop y',
      'empty the list',
      'drop Cpu',
      'negate Cpu',
      '4 for 3',
      '2 for 3',
    ],
  ],
  [{ not: { Family: 'x' } }, ['negate not', 'negate Family']],
  [
    { any: [{ Family: 'x' }, { Cpu: 1 }] },
    ['negate any', 'drop entry 1', 'drop entry 2', 'negate Family', 'negate Cpu', '2 for 1', '0 for 1'],
  ],
  [
    { some: 'Volumes', where: { Name: 'x' } },
    ['negate some', 'every for some', 'none for some', 'drop where', 'negate Name'],
  ],
  [{ count: 'Volumes', is: { atMost: 1 } }, ['negate count', '2 for 1', '0 for 1']],
])('%j changes one thing at a time', (check, expected) => {
  const given = rule({ select: ['AWS::ECS::TaskDefinition'], check })
  expect([...mutantsOf(given)].map(({ what }) => what)).toEqual(expected)
})

it('changes where, parameters, types and environments as well', () => {
  const given = rule({
    select: ['AWS::ECS::Service', 'AWS::ECS::TaskDefinition'],
    where: { fargate: true },
    check: { name: 'x' },
    parameters: { least: { default: 3 } },
    environments: ['production'],
  })
  expect([...mutantsOf(given)].map(({ pointer, what }) => `${pointer} ${what}`)).toEqual([
    '/check/name negate name',
    '/where drop where',
    '/where/fargate negate fargate',
    '/where/fargate false for true',
    '/parameters/least/default 4 for 3',
    '/parameters/least/default 2 for 3',
    '/environments drop environments',
    '/select/0 drop AWS::ECS::Service',
    '/select/1 drop AWS::ECS::TaskDefinition',
  ])
})

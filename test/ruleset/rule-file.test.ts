import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readRulesFolder } from '../../src/ruleset/rules-folder.ts'
import { failureOf, ruleText, workspace } from './workspace.ts'

function read(text: string, path = 'logging/driver.yaml') {
  const folder = workspace({ [`rules/${path}`]: text })
  return readRulesFolder(join(folder, 'rules'), folder)
}

test('a rule with only what it must hold has useful defaults', async () => {
  const [rule] = await read(ruleText())
  expect(rule).toMatchObject({
    id: 'logging/driver',
    topic: 'logging',
    title: 'Require a driver',
    severity: 'high',
    why: 'Output is lost.',
    select: ['AWS::ECS::TaskDefinition'],
    check: { Family: { exists: true } },
    parameters: {},
    environments: [],
    fix: {},
    references: [],
    controls: {},
    formerly: [],
    recommended: true,
  })
  expect(rule).not.toHaveProperty('where')
  expect(rule?.source.file).toBe('rules/logging/driver.yaml')
  expect(rule?.source.place('/check/Family')).toEqual({ line: 5, column: 10 })
})

test('every key of the frame is kept as written', async () => {
  const [rule] = await read(
    ruleText(
      'each: ContainerDefinitions',
      'where: { some: taskRole, as: role, that: { all: [{ Path: / }, { not: { $role.Path: /x/ } }] } }',
      'parameters: { least: { default: 3, description: How many } }',
      'environments: [production, staging]',
      'message: A driver is missing',
      'fix: { cli: a, cloudformation: b, terraform: c }',
      'references: [{ title: T, publisher: AWS, url: "https://docs.aws.amazon.com/" }]',
      'controls: { nist: [AU-2, AU-3] }',
      'formerly: [logging/old]',
      'recommended: false',
    ),
  )
  expect(rule).toMatchObject({
    each: 'ContainerDefinitions',
    where: { some: 'taskRole', as: 'role' },
    parameters: { least: { default: 3, description: 'How many' } },
    environments: ['production', 'staging'],
    message: 'A driver is missing',
    fix: { cli: 'a', cloudformation: 'b', terraform: 'c' },
    references: [{ title: 'T', publisher: 'AWS', url: 'https://docs.aws.amazon.com/' }],
    controls: { nist: ['AU-2', 'AU-3'] },
    formerly: ['logging/old'],
    recommended: false,
  })
})

describe('what is wrong is told with its place', () => {
  const at = 'rule-invalid rules/logging/driver.yaml'
  const named = 'rule logging/driver:'
  test.each([
    ['no YAML', 'title: [', /^rule-invalid rules\/logging\/driver\.yaml:1:\d+ /],
    ['no mapping', '- a', `${at}:1:1 ${named} the file must be a mapping`],
    ['nothing', '', /^rule-invalid rules\/logging\/driver\.yaml:1:1 /],
    ['a repeated key', ruleText('title: Again'), /^rule-invalid rules\/logging\/driver\.yaml:6:1 .*title/],
    [
      'a misspelt key',
      ruleText().replace('title', 'tittle'),
      `${at}:1:1 ${named} unknown key "tittle" (did you mean "title"?)`,
    ],
    [
      'a strange key',
      ruleText('fix: { ansible: x }'),
      `${at}:6:8 ${named} unknown key "ansible" in "fix" (the keys are cli, cloudformation, terraform)`,
    ],
    ['a missing key', ruleText().replace(/why.*\n/, ''), `${at}:1:1 ${named} the file lacks "why"`],
    [
      'a misspelt severity',
      ruleText().replace('high', 'hig'),
      `${at}:2:1 ${named} "severity" is not one of critical, high, medium, low, info (did you mean "high"?)`,
    ],
    [
      'a type that is none',
      ruleText().replace('AWS::ECS::TaskDefinition', 'TaskDefinition'),
      `${at}:4:1 ${named} "select" must be a resource type such as AWS::ECS::Service`,
    ],
    ['an empty condition', ruleText().replace(/check.*/, 'check: {}'), `${at}:5:1 ${named} "check" is empty`],
    [
      'a condition without a value',
      ruleText('where: { Family: }'),
      `${at}:6:10 ${named} "where.Family" must be a text or a number or true or false or a list or a mapping`,
    ],
    [
      'a list where a condition stands',
      ruleText('where: { not: [a] }'),
      `${at}:6:10 ${named} "where.not" must be a mapping: every entry of it must hold`,
    ],
    ['a set that joins nothing', ruleText('each: { by: { a: b } }'), `${at}:6:1 ${named} "each" lacks "type"`],
    [
      'a parameter without default',
      ruleText('parameters: { least: { description: x } }'),
      `${at}:6:15 ${named} "parameters.least" lacks "default"`,
    ],
    [
      'a parameter that is no name',
      ruleText('parameters: { __proto__: { default: 1 } }'),
      `${at}:6:1 ${named} "__proto__" in "parameters" must be a name such as minImages`,
    ],
    [
      'an unsafe address',
      ruleText('references: [{ title: T, publisher: P, url: "javascript:x" }]'),
      `${at}:6:40 ${named} "references.0.url" must be an address that starts with https://`,
    ],
    [
      'an environment twice',
      ruleText('environments: [production, production]'),
      `${at}:6:1 ${named} "environments" holds the same entry twice`,
    ],
  ])('%s', async (_, text, expected) => {
    const failure = await failureOf(read(text))
    if (typeof expected === 'string') expect(failure).toBe(expected)
    else expect(failure).toMatch(expected)
  })

  test('a path that is no id', async () => {
    const hint = '(write it in lower case, digits and hyphens, such as logging/log-driver-set.yaml)'
    const wrong = 'the path of a rule is its id: a topic and a name'
    expect(await failureOf(read(ruleText(), 'driver.yaml'))).toBe(`rule-invalid rules/driver.yaml ${wrong} ${hint}`)
    expect(await failureOf(read(ruleText(), 'logging/Log Driver.yml'))).toBe(
      `rule-invalid rules/logging/Log Driver.yml ${wrong} ${hint}`,
    )
  })

  test('nesting without end', async () => {
    const deep = `where: ${'{ not: '.repeat(600)}{ a: 1 }${' }'.repeat(600)}`
    expect(await failureOf(read(ruleText(deep)))).toMatch(/^too-deep rules\/logging\/driver\.yaml:6:\d+ /)
  })

  test('a file too large to be written by hand', async () => {
    expect(await failureOf(read(`${ruleText()}# ${'x'.repeat(4 * 1024 * 1024)}`))).toMatch(
      /^file-too-large rules\/logging\/driver\.yaml /,
    )
  })

  test('a value is never repeated in the message', async () => {
    expect(await failureOf(read(ruleText().replace('high', 'hunter2')))).not.toContain('hunter2')
    expect(await failureOf(read(ruleText('formerly: [hunter2]')))).not.toContain('hunter2')
  })
})

test('hidden files, other endings and installed packages are no rules', async () => {
  const folder = workspace({
    'logging/driver.yaml': ruleText(),
    'logging/README.md': '# no rule',
    'logging/.draft.yaml': 'no rule',
    'node_modules/x/rule.yaml': 'no rule',
  })
  expect((await readRulesFolder(folder, folder)).map(({ id }) => id)).toEqual(['logging/driver'])
})

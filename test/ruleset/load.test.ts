import { describe, expect, test } from 'vitest'
import { failureOf, ids, load, ruleText, workspace } from './workspace.ts'

describe('which ruleset', () => {
  test('without a file the recommended rules and the defaults', async () => {
    const ruleset = await load(workspace({}))
    expect(ids(ruleset)).toEqual(['images/kept', 'logging/driver'])
    expect(ruleset).toMatchObject({ environmentsConfigured: false, failOn: 'medium', maxWaiverDays: 100, inputs: [] })
    expect(ruleset).not.toHaveProperty('file')
    expect(ruleset.known.map(({ id }) => id)).toEqual(['images/kept', 'logging/driver', 'logging/extra'])
  })

  test('ruleset.json of the working directory', async () => {
    const ruleset = await load(workspace({ 'ruleset.json': { failOn: 'high' } }))
    expect(ruleset).toMatchObject({ file: 'ruleset.json', failOn: 'high' })
    expect(ids(ruleset)).toEqual(['images/kept', 'logging/driver'])
  })

  test('a name beats it', async () => {
    const folder = workspace({ 'ruleset.json': { failOn: 'high' }, 'other.yaml': 'failOn: low\n' })
    expect(await load(folder, 'other.yaml')).toMatchObject({ file: 'other.yaml', failOn: 'low' })
    expect(ids(await load(folder, 'opscheck:all'))).toEqual(['images/kept', 'logging/driver', 'logging/extra'])
  })

  test.each([
    [
      'opscheck:recomended',
      'ruleset-invalid there is no ruleset opscheck:recomended (did you mean opscheck:recommended?)',
    ],
    ['./none.json', 'ruleset-invalid there is no file or folder ./none.json'],
    ['none.json', 'ruleset-invalid there is no file none.json'],
    ['@acme/none', 'ruleset-invalid the package @acme/none is not installed (a file or folder is written with ./)'],
  ])('%s is not there', async (name, expected) => {
    expect(await failureOf(load(workspace({}), name))).toBe(expected)
  })
})

describe('extends', () => {
  test('an empty list starts from nothing', async () => {
    const ruleset = await load(workspace({ 'ruleset.json': { extends: [], rules: { 'logging/extra': 'low' } } }))
    expect(ruleset.rules).toMatchObject([{ rule: { id: 'logging/extra' }, severity: 'low' }])
  })

  test('files, each relative to the one that names it; the later wins', async () => {
    const ruleset = await load(
      workspace({
        'ruleset.json': { extends: './base/one.json', rules: { 'images/kept': { parameters: { least: 9 } } } },
        'base/one.json': {
          extends: ['opscheck:recommended', './two.json'],
          rules: { 'images/kept': 'low' },
          failOn: 'low',
        },
        'base/two.json': { extends: [], rules: { 'images/kept': 'critical', 'logging/driver': 'off' }, failOn: 'info' },
      }),
    )
    expect(ruleset.rules).toMatchObject([{ severity: 'low', parameters: { least: 9, tags: ['a', 'b'] } }])
    expect(ruleset.failOn).toBe('low')
  })

  test('an installed package is looked for upwards, and only its data is read', async () => {
    const folder = workspace({
      'team/ruleset.json': { extends: ['@acme/rules', '@acme/rules/strict.json'] },
      'node_modules/@acme/rules/package.json': { name: '@acme/rules', main: 'index.js' },
      'node_modules/@acme/rules/index.js': 'throw new Error("code ran")',
      'node_modules/@acme/rules/rules/acme/named.yaml': ruleText(),
      'node_modules/@acme/rules/strict.json': { extends: [], failOn: 'info' },
    })
    const ruleset = await load(folder, 'team/ruleset.json')
    expect(ids(ruleset)).toEqual(['acme/named'])
    expect(ruleset.failOn).toBe('info')
    expect(ruleset.rules[0]?.rule.source.file).toBe('node_modules/@acme/rules/rules/acme/named.yaml')
  })

  test('a folder adds the rules in it; rules/ beside a ruleset is taken too', async () => {
    const folder = workspace({
      'ruleset.json': { extends: ['opscheck:recommended', './more'] },
      'more/acme/first.yaml': ruleText(),
      'more/acme/second.yml': ruleText('recommended: false'),
      'rules/acme/third.yaml': ruleText(),
    })
    const ruleset = await load(folder)
    expect(ids(ruleset)).toEqual(['acme/first', 'acme/third', 'images/kept', 'logging/driver'])
    expect(ruleset.known.map(({ id }) => id)).toContain('acme/second')
  })

  test('a folder with a ruleset.json stands for it', async () => {
    const folder = workspace({ 'base/ruleset.json': { failOn: 'critical' }, 'base/rules/acme/own.yaml': ruleText() })
    const ruleset = await load(folder, './base')
    expect(ruleset.failOn).toBe('critical')
    expect(ids(ruleset)).toContain('acme/own')
  })

  test('one file by two ways counts once', async () => {
    const folder = workspace({
      'ruleset.json': { extends: ['./a.json', './b.json'] },
      'a.json': { extends: './base.json' },
      'b.json': { extends: './base.json' },
      'base.json': { waivers: [waiver()] },
    })
    expect((await load(folder)).waivers).toHaveLength(1)
  })

  test.each([
    [
      'itself',
      { 'ruleset.json': { extends: ['./a.json'] }, 'a.json': { extends: './ruleset.json' } },
      'ruleset-invalid a.json:2:3 a ruleset extends itself (ruleset.json → a.json → ruleset.json)',
    ],
    [
      'what is not there',
      { 'ruleset.json': { extends: ['./a.json'] } },
      'ruleset-invalid ruleset.json:3:5 there is no file or folder ./a.json',
    ],
    [
      'outside of packages',
      { 'ruleset.json': { extends: ['x/../../y'] }, 'y.json': {} },
      'ruleset-invalid ruleset.json:3:5 the package x/../../y is not installed (a file or folder is written with ./)',
    ],
    [
      'an id that is taken',
      { 'ruleset.json': {}, 'rules/logging/driver.yaml': ruleText() },
      'rule-invalid rules/logging/driver.yaml the id logging/driver is taken by rules/logging/driver.yaml (give the file another name, and set the other rule to "off" if this one is to replace it)',
    ],
  ])('%s', async (_, files, expected) => {
    expect(await failureOf(load(workspace(files)))).toBe(expected)
  })
})

describe('rules', () => {
  test('off, severity, parameters and globs; the later entry wins', async () => {
    const ruleset = await load(
      workspace({
        'ruleset.json': {
          extends: 'opscheck:all',
          rules: {
            'logging/*': 'off',
            'logging/extra': 'info',
            'images/kept': { severity: 'low', parameters: { tags: [] } },
          },
        },
      }),
    )
    expect(ruleset.rules).toMatchObject([
      { rule: { id: 'images/kept' }, severity: 'low', parameters: { least: 3, tags: [] } },
      { rule: { id: 'logging/extra' }, severity: 'info', parameters: {} },
    ])
  })

  test('an id that a rule had formerly still means it', async () => {
    const ruleset = await load(
      workspace({
        'ruleset.json': { rules: { 'logging/log-driver': 'off' }, waivers: [waiver({ rule: 'logging/log-driver' })] },
      }),
    )
    expect(ids(ruleset)).toEqual(['images/kept'])
    expect(ruleset.waivers[0]?.rule).toBe('logging/driver')
  })

  test.each([
    [{ 'logging/drivr': 'off' }, 'there is no rule "logging/drivr" (did you mean "logging/driver"?)'],
    [{ 'log/*': 'off' }, 'no rule fits "log/*" (opscheck rules lists the rules)'],
    [{ 'logging/driver': 'on' }, '"rules.logging/driver" is not one of off, critical, high, medium, low, info'],
    [{ 'logging/driver': {} }, '"rules.logging/driver" is empty'],
    [
      { 'logging/driver': { parameters: { a: 1 } } },
      'rule logging/driver has no parameter "a" (it has no parameters)',
      5,
    ],
    [
      { 'images/kept': { parameters: { leest: 1 } } },
      'rule images/kept has no parameter "leest" (did you mean "least"?)',
      5,
    ],
    [{ 'images/kept': { parameters: { least: '3' } } }, 'parameter "least" of rule images/kept must be a number', 5],
    [{ 'images/kept': { parameters: { tags: 'a' } } }, 'parameter "tags" of rule images/kept must be a list', 5],
  ])('%j', async (rules, expected, line = 3) => {
    const failure = await failureOf(load(workspace({ 'ruleset.json': { rules } })))
    expect(failure).toBe(`ruleset-invalid ruleset.json:${line}:${line === 3 ? 5 : 9} ${expected}`)
  })

  test('__proto__ is a name like any other', async () => {
    const text = '{ "rules": { "__proto__": "off" } }'
    expect(await failureOf(load(workspace({ 'ruleset.json': text })))).toMatch(/there is no rule "__proto__"/)
    const parameters = '{ "rules": { "images/kept": { "parameters": { "__proto__": 1 } } } }'
    expect(await failureOf(load(workspace({ 'ruleset.json': parameters })))).toMatch(/no parameter "__proto__"/)
  })

  test('nothing left to run is an error', async () => {
    expect(await failureOf(load(workspace({ 'ruleset.json': { rules: { '*': 'off' } } })))).toMatch(
      /^no-rule ruleset\.json the ruleset selects no rule/,
    )
  })
})

describe('environments', () => {
  test('a field that is named replaces the default, the others stay', async () => {
    const ruleset = await load(
      workspace({
        'ruleset.json': {
          environments: {
            production: { accounts: ['111122223333'], tags: { tier: ['p', 'q'] } },
            staging: { names: [] },
            shared: { paths: ['tools/*'], branch: 'main', imageTags: ['v*'], principals: ['*'] },
          },
        },
      }),
    )
    expect(ruleset.environmentsConfigured).toBe(true)
    expect(ruleset.environments.map(({ name }) => name)).toEqual(['staging', 'production', 'shared'])
    expect(ruleset.environments[0]).toMatchObject({ names: [], accounts: [] })
    expect(ruleset.environments[1]).toMatchObject({ accounts: ['111122223333'], tags: { tier: ['p', 'q'] } })
    expect(ruleset.environments[2]).toMatchObject({
      paths: ['tools/*'],
      branch: 'main',
      imageTags: ['v*'],
      principals: ['*'],
    })
  })

  test('paths are relative to the file that names them', async () => {
    const folder = workspace({ 'policy/r.json': { environments: { production: { paths: ['../live/**', './x'] } } } })
    const ruleset = await load(folder, 'policy/r.json')
    expect(ruleset.environments.at(-1)?.paths).toEqual(['live/**', 'policy/x'])
  })

  test.each([
    [{ prod: {} }, '3:5 unknown key "prod" in "environments" (the keys are development, staging, production, shared)'],
    [
      { production: { accounts: [111122223333] } },
      '5:9 "environments.production.accounts.0" must be a text: an account id: twelve digits in quotes',
    ],
    [
      { production: { accounts: ['1111'] } },
      '5:9 "environments.production.accounts.0" must be an account id: twelve digits in quotes',
    ],
    [
      { production: { acounts: [] } },
      '4:7 unknown key "acounts" in "environments.production" (did you mean "accounts"?)',
    ],
  ])('%j', async (environments, expected) => {
    const failure = await failureOf(load(workspace({ 'ruleset.json': { environments } })))
    const [line, column] = expected.split(/[: ]/)
    expect(failure).toContain(`ruleset-invalid ruleset.json:${line}:${column} `)
    expect(failure).toContain(expected.slice(expected.indexOf(' ') + 1))
  })
})

describe('inputs', () => {
  test('a file has what is said of its folders, unless it says otherwise', async () => {
    const { inputs } = await load(
      workspace({
        'ruleset.json': {
          inputs: {
            './infra': { account: '111122223333', closed: true, parameters: { A: 'x', B: 2 } },
            'infra/api.yaml': { account: '444455556666', parameters: { A: 'y' } },
            'infrastructure/x.json': { region: 'eu-west-1' },
            '.': { environment: 'staging' },
          },
        },
      }),
    )
    expect(inputs).toEqual([
      {
        path: 'infra/api.yaml',
        environment: 'staging',
        account: '444455556666',
        closed: true,
        parameters: { A: 'y', B: '2' },
      },
      { path: 'infrastructure/x.json', environment: 'staging', region: 'eu-west-1', closed: false, parameters: {} },
      { path: 'infra', environment: 'staging', account: '111122223333', closed: true, parameters: { A: 'x', B: '2' } },
      { path: '.', environment: 'staging', closed: false, parameters: {} },
    ])
  })
})

describe('waivers', () => {
  test('are kept with their place', async () => {
    const { waivers } = await load(
      workspace({
        'ruleset.json': { waivers: [waiver({ subject: 'Api*', environment: 'staging', account: '111122223333' })] },
      }),
    )
    expect(waivers).toEqual([
      {
        rule: 'logging/driver',
        subject: 'Api*',
        environment: 'staging',
        account: '111122223333',
        reason: 'moves in spring',
        owner: 'team-a',
        until: '2027-03-31',
        place: { file: 'ruleset.json', line: 3, column: 5 },
      },
    ])
  })

  test.each([
    [{ owner: undefined }, '"waivers.0" lacks "owner"'],
    [{ until: '2027-02-30' }, 'there is no such day'],
    [{ until: 'never' }, '"waivers.0.until" must be the last day, such as 2027-03-31'],
    [{ reason: ' ' }, '"waivers.0.reason" must be a text'],
    [{ rule: 'logging/drivers' }, 'there is no rule "logging/drivers" (did you mean "logging/driver"?)'],
    [{ resource: 'x' }, 'unknown key "resource" in "waivers.0"'],
  ])('%j', async (change, expected) => {
    const failure = await failureOf(load(workspace({ 'ruleset.json': { waivers: [waiver(change)] } })))
    expect(failure).toMatch(/^ruleset-invalid ruleset\.json:\d+:\d+ /)
    expect(failure).toContain(expected)
  })
})

test.each([
  ['{', /^ruleset-invalid ruleset\.json:1:2 /],
  ['{ "failOn": "high", "failOn": "low" }', /^ruleset-invalid ruleset\.json:1:21 .*failOn/],
  ['{ "failon": "high" }', /^ruleset-invalid ruleset\.json:1:3 unknown key "failon" \(did you mean "failOn"\?\)$/],
  ['{ "maxWaiverDays": 0 }', /^ruleset-invalid ruleset\.json:1:3 "maxWaiverDays" must be at least 1$/],
  ['[]', /^ruleset-invalid ruleset\.json:1:1 the file must be a mapping$/],
])('a ruleset that is %s', async (text, expected) => {
  expect(await failureOf(load(workspace({ 'ruleset.json': text })))).toMatch(expected)
})

function waiver(change: Readonly<Record<string, unknown>> = {}) {
  return { rule: 'logging/driver', reason: 'moves in spring', owner: 'team-a', until: '2027-03-31', ...change }
}

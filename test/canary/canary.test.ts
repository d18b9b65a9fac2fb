import { mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { expectOrderly, opscheck, type Ran, temporaryFolder, writeInto } from '../hostile/opscheck.ts'
import { expectNoSecret } from './expect-no-secret.ts'
import { type Input, inputs, secret } from './inputs.ts'
import { probeRules } from './probes.ts'

const folder = temporaryFolder()
afterAll(folder.remove)

function prepare(name: string): string {
  const own = join(folder.path, name.replaceAll(/[^a-zA-Z0-9]/g, '-'))
  mkdirSync(own)
  writeInto(own, 'ruleset.json', '{"extends": ["opscheck:all"]}')
  for (const [file, rule] of probeRules()) writeInto(own, file, rule)
  return own
}

function place(own: string, { file, content, beside = new Map() }: Input): void {
  if (content !== '') writeInto(own, file, content)
  for (const [name, text] of beside) writeInto(own, name, text)
}

function expectClean(ran: Ran): void {
  expectOrderly(ran)
  expectNoSecret(ran.stdout)
  expectNoSecret(ran.stderr)
}

const DETAILS: readonly (readonly string[])[] = [
  [],
  ['--show', 'all', '--evidence', 'all'],
  ['--show', 'fail,pass', '--evidence', 'failing'],
]

describe.concurrent('no secret of', () => {
  for (const input of inputs()) {
    it(`${input.name} shows in any report`, { timeout: 60_000 }, async () => {
      const own = prepare(`${input.name} reports`)
      place(own, input)
      for (const details of DETAILS) {
        const outputs = ['json=report.json', 'sarif=report.sarif', 'table=report.txt'].flatMap((to) => ['--output', to])
        const argv = ['scan', input.file, ...(input.options ?? []), ...details, ...outputs]
        const ran = await opscheck(own, argv)
        expectClean(ran)
        expect(ran.status).toBe(1)
        expect(ran.stdout).toContain('probe/')
        expect(ran.stdout).toContain('hidden value')
        for (const file of readdirSync(own).filter((name) => name.startsWith('report.'))) {
          expectNoSecret(readFileSync(join(own, file), 'utf8'))
        }
      }
    })

    it(`${input.name} shows in an explanation`, { timeout: 120_000 }, async () => {
      const own = prepare(`${input.name} explained`)
      place(own, input)
      for (const address of input.addresses.slice(0, 3)) {
        const ran = await opscheck(own, [
          'explain',
          'probe/*',
          address,
          input.file,
          '--ruleset',
          'ruleset.json',
          ...(input.options ?? []),
        ])
        expectClean(ran)
        expect(ran.status).toBe(0)
        expect(ran.stdout).toContain('hidden value')
      }
    })
  }

  it.each<[string, string, string, readonly string[]]>([
    ['JSON broken behind a secret', 'a.json', `{"Resources":{"A":{"Type":"AWS::X::Y","P":"${secret()}"`, []],
    ['JSON broken within a secret', 'a.json', `{"Resources":{"A":{"Type":"AWS::X::Y","P":"${secret()}`, []],
    ['JSON broken before a secret', 'a.json', `{"Resources":{"A":{"Type":"AWS::X::Y" ${secret()}}}`, []],
    [
      'JSON with a bad escape in a secret',
      'a.json',
      `{"Resources":{"A":{"Type":"AWS::X::Y","P":"\\x${secret()}"}}}`,
      [],
    ],
    ['YAML broken behind a secret', 'a.yaml', `Resources:\n  A:\n    Type: AWS::X::Y\n    P: [${secret()}\n`, []],
    ['YAML broken within a secret', 'a.yaml', `Resources:\n  A:\n    Type: AWS::X::Y\n    P: "${secret()}\n`, []],
    ['YAML of two values', 'a.yaml', `Resources:\n  A:\n    Type: AWS::X::Y\n    P: ${secret()}: ${secret()}\n`, []],
    ['YAML with a tab before a secret', 'a.yaml', `Resources:\n  A:\n    Type: AWS::X::Y\n\tP: ${secret()}\n`, []],
    ['YAML with an unknown alias', 'a.yaml', `Resources:\n  A:\n    Type: AWS::X::Y\n    P: *${secret()}\n`, []],
    ['YAML with an unknown tag', 'a.yaml', `Resources:\n  A:\n    Type: AWS::X::Y\n    P: !${secret()} 3\n`, []],
    ['YAML with a bad number', 'a.yaml', `Resources:\n  A:\n    Type: AWS::X::Y\n    P: !!int ${secret()}\n`, []],
    ['a plan that is cut off', 'a.json', `{"terraform_version":"1","variables":{"p":{"value":"${secret()}"`, []],
    ['an answer that is cut off', 'a.json', `{"taskDefinition":{"taskDefinitionArn":"arn:aws:x","e":"${secret()}"`, []],
    ['a file that is no input', 'a.json', `{"password":"${secret()}"}`, []],
    ['nesting that is too deep', 'a.json', `{"Resources":${'['.repeat(600)}"${secret()}"${']'.repeat(600)}}`, []],
    ['parameters of no form', 'a.json', '{"Resources":{}}', ['--parameters', 'parameters.json']],
    ['parameters that are cut off', 'a.json', '{"Resources":{}}', ['--parameters', 'cut.json']],
    ['a parameter without a name', 'a.json', '{"Resources":{}}', ['--parameter', `=${secret()}`]],
    ['a parameter that no template has', 'b.json', '', ['--parameter', `Other=${secret()}`]],
  ])('%s shows in the error', { timeout: 30_000 }, async (name, file, content, options) => {
    const own = prepare(name)
    if (content !== '') writeInto(own, file, content)
    else writeInto(own, file, '{"Resources":{"Logs":{"Type":"AWS::Logs::LogGroup"}}}')
    writeInto(own, 'parameters.json', `["${secret()}", {"ParameterValue": "${secret()}"}]`)
    writeInto(own, 'cut.json', `[{"ParameterKey":"A","ParameterValue":"${secret()}`)
    for (const path of [file, '.']) expectClean(await opscheck(own, ['scan', path, ...options]))
  })
})

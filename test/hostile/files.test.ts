import { mkdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { expectOrderly, opscheck, temporaryFolder, writeInto } from './opscheck.ts'

const folder = temporaryFolder()
afterAll(folder.remove)

const SOUND = '{"Resources":{"Logs":{"Type":"AWS::Logs::LogGroup","Properties":{"RetentionInDays":30}}}}'

describe.concurrent('a named file', () => {
  it.each<[string, string, string | Uint8Array, string]>([
    ['that is empty', 'empty.json', '', 'is no input that opscheck knows'],
    ['of YAML that is empty', 'empty.yaml', '', 'is no input that opscheck knows'],
    ['of white space', 'space.yaml', ' \n\n', 'is no input that opscheck knows'],
    ['that is binary', 'binary.json', Uint8Array.from({ length: 4_000 }, (_, index) => index * 37), 'is no input'],
    ['that is binary behind a brace', 'brace.json', Uint8Array.from([123, 0, 159, 146, 150]), 'is no input'],
    ['of bytes that are no UTF-8', 'bytes.json', Uint8Array.from([123, 34, 255, 254, 34]), 'bytes.json'],
    ['that holds null', 'null.json', 'null', 'is no input that opscheck knows'],
    ['that holds a number', 'number.json', '3', 'is no input that opscheck knows'],
    ['that holds words of templates', 'words.json', '"AWSTemplateFormatVersion Resources AWS::"', 'is no input'],
    ['that holds an empty list', 'list.json', '[]', 'list.json'],
    ['that holds an empty map', 'map.json', '{}', 'map.json'],
    ['that holds a list of everything', 'mixed.json', '[null, 3, "x", {}, [], {"__proto__": []}]', 'mixed.json'],
    ['whose key is like a template', 'fake.json', '{"Resources": []}', 'fake.json'],
  ])('%s is refused with its name', { timeout: 30_000 }, async (name, file, content, message) => {
    const own = join(folder.path, name.replaceAll(' ', '-'))
    writeInto(own, file, content)
    const ran = await opscheck(own, ['scan', file])
    expectOrderly(ran)
    expect(ran).toMatchObject({ status: 2, stdout: '' })
    expect(ran.stderr).toContain(message)
  })

  it('that is not there, or a link to nothing or to itself, is refused with the reason', {
    timeout: 30_000,
  }, async () => {
    const own = join(folder.path, 'links')
    mkdirSync(own)
    symlinkSync('nowhere.json', join(own, 'dangling.json'))
    symlinkSync('loop.json', join(own, 'loop.json'))
    for (const file of ['missing.json', 'dangling.json', 'loop.json']) {
      const ran = await opscheck(own, ['scan', file])
      expectOrderly(ran)
      expect(ran.status).toBe(2)
      expect(ran.stderr).toContain(`error: ${file} cannot be read: `)
    }
  })

  it('with control characters in its name is shown with escapes', { timeout: 30_000 }, async () => {
    const own = join(folder.path, 'names')
    const file = 'a\u001b[31m\u202eb.json'
    writeInto(own, file, '{"Resources":{"Logs":{"Type":"AWS::Logs::LogGroup"}}}')
    writeInto(own, `broken-${file}`, '{"Resources":{"Logs":{"Type":"AWS::Logs::LogGroup"')
    for (const path of [file, `broken-${file}`, '.']) {
      const ran = await opscheck(own, ['scan', path])
      expectOrderly(ran)
      expect(ran.stdout + ran.stderr).toContain('a\\u001b[31m\\u202eb.json')
    }
  })
})

describe.concurrent('a folder', () => {
  it('with links in circles and files that are broken is read as far as it goes', { timeout: 30_000 }, async () => {
    const own = join(folder.path, 'circle')
    writeInto(own, 'sub/sound.json', SOUND)
    writeInto(own, 'sub/broken.json', '{"Resources":{"Logs":{"Type":"AWS::Logs::LogGroup"')
    writeInto(own, 'sub/empty.json', '')
    writeInto(
      own,
      'sub/binary.json',
      Uint8Array.from({ length: 4_000 }, (_, index) => index * 37),
    )
    symlinkSync('..', join(own, 'sub/up'))
    symlinkSync('sub', join(own, 'again'))
    symlinkSync('loop.json', join(own, 'loop.json'))
    const ran = await opscheck(own, ['scan', '.', '--rule', 'logging/log-retention-set'])
    expectOrderly(ran)
    expect(ran.status).toBe(3)
    expect(ran.stdout).toContain('1 pass in 1 input')
    expect(ran.stdout.replaceAll(/\n {2,}/g, ' ')).toContain(
      'sub/broken.json cannot be read: the JSON text ends too early',
    )
  })

  it('of folders nested 300 deep is walked', { timeout: 30_000 }, async () => {
    const own = join(folder.path, 'deep')
    writeInto(own, `${'d/'.repeat(300)}sound.json`, SOUND)
    const ran = await opscheck(own, ['scan', '.'])
    expectOrderly(ran)
    expect(ran.status).toBe(0)
  })

  it('with nothing to judge is an error, not a success', { timeout: 30_000 }, async () => {
    const own = join(folder.path, 'nothing')
    writeInto(own, 'package.json', '{"name":"shop"}')
    const ran = await opscheck(own, ['scan', '.'])
    expectOrderly(ran)
    expect(ran.status).toBe(2)
    expect(ran.stderr).toMatch(/^error: nothing in \. is an input/)
  })
})

describe.concurrent('a ruleset', () => {
  it.each<[string, string, string]>([
    ['that ends too early', '{"rules": {', 'ruleset.json:1:'],
    ['nested 5,000 deep', `{"rules": ${'['.repeat(5_000)}${']'.repeat(5_000)}}`, 'ruleset.json:1:'],
    ['with keys of the object prototype', '{"__proto__": {}, "constructor": 1}', 'ruleset.json:1:'],
    ['that extends itself', '{"extends": "./ruleset.json"}', 'ruleset.json'],
    ['that is a list', '[]', 'ruleset.json'],
    ['that is empty', '', 'ruleset.json'],
  ])('%s is refused with the place', { timeout: 30_000 }, async (name, content, place) => {
    const own = join(folder.path, `ruleset-${name.replaceAll(/[^a-z]/g, '-')}`)
    writeInto(own, 'ruleset.json', content)
    writeInto(own, 'sound.json', SOUND)
    const ran = await opscheck(own, ['scan', 'sound.json'])
    expectOrderly(ran)
    expect(ran.status).toBe(2)
    expect(ran.stderr).toContain(place)
  })
})

import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { planOutputs, writeOutputs } from '../../src/cli/output.ts'
import type { Streams } from '../../src/cli/streams.ts'
import { fixture } from '../report/reports.ts'

describe('planning outputs', () => {
  it.each([
    ['nothing asked', undefined, [], [{ format: 'table' }]],
    ['a format for standard output', 'json', [], [{ format: 'json' }]],
    ['a file beside', undefined, ['sarif=a.out'], [{ format: 'table' }, { format: 'sarif', file: 'a.out' }]],
    ['a file by its ending', undefined, ['a.SARIF'], [{ format: 'table' }, { format: 'sarif', file: 'a.SARIF' }]],
    [
      'the longer ending',
      undefined,
      ['a.sarif.json'],
      [{ format: 'table' }, { format: 'sarif', file: 'a.sarif.json' }],
    ],
    ['a file in place of standard output', 'sarif', ['a.json'], [{ format: 'sarif', file: 'a.json' }]],
    [
      'both',
      'json',
      ['sarif=a.sarif', 'table=a=b'],
      [{ format: 'json' }, { format: 'sarif', file: 'a.sarif' }, { format: 'table', file: 'a=b' }],
    ],
  ] as const)('%s', (_, format, outputs, planned) => {
    expect(planOutputs(format, outputs, false)).toEqual(planned)
  })

  it('prints nothing when it is to be quiet', () => {
    expect(planOutputs('json', ['sarif=a'], true)).toEqual([{ format: 'sarif', file: 'a' }])
  })

  it.each([
    ['jso=a.json', 'jso is no format; did you mean json?'],
    ['report', 'the name report does not tell the format of the report'],
  ])('refuses %s', (output, message) => {
    expect(() => planOutputs(undefined, [output], false)).toThrow(expect.objectContaining({ code: 'usage', message }))
  })
})

describe('writing outputs', () => {
  let folder = ''
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'opscheck-output-'))
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  function recorder(): Streams & { readonly printed: string[]; readonly noted: string[] } {
    const printed: string[] = []
    const noted: string[] = []
    return {
      printed,
      noted,
      out: async (text) => {
        printed.push(text)
      },
      note: (line) => {
        noted.push(line)
      },
      color: true,
      width: 80,
    }
  }

  it('writes files without colours and leaves nothing else behind', async () => {
    const streams = recorder()
    const file = join(folder, 'a.txt')
    await writeOutputs(
      fixture('clean'),
      [{ format: 'table' }, { format: 'table', file }],
      { evidence: false },
      streams,
      false,
    )
    expect(readFileSync(file, 'utf8')).toBe('PASS no findings at or above medium, 0 unknown, 12 pass in 1 input\n')
    expect(streams.printed[0]).toContain('\u001b[32mPASS')
    expect(streams.noted).toEqual([`written: ${file}`])
    expect(readdirSync(folder)).toEqual(['a.txt'])
  })

  it('says the outcome on the other stream when the report went to a file only', async () => {
    const streams = recorder()
    const file = join(folder, 'b.json')
    await writeOutputs(fixture('mixed'), [{ format: 'json', file }], { evidence: false }, streams, false)
    expect(streams.printed).toEqual([])
    expect(streams.noted[0]).toMatch(/^FAIL 3 findings at or above medium/)
  })

  it('says why a file cannot be written', async () => {
    const file = join(folder, 'missing', 'a.json')
    const writing = writeOutputs(fixture('clean'), [{ format: 'json', file }], { evidence: false }, recorder(), false)
    await expect(writing).rejects.toMatchObject({
      code: 'output-unwritable',
      message: `the report cannot be written to ${file}: its folder does not exist`,
    })
    expect(existsSync(file)).toBe(false)
  })

  it.runIf(existsSync('/dev/null'))('writes to a device instead of replacing it', async () => {
    await writeOutputs(fixture('clean'), [{ format: 'json', file: '/dev/null' }], { evidence: false }, recorder(), true)
    expect(readFileSync('/dev/null', 'utf8')).toBe('')
  })
})

import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, afterEach, describe, expect, test, vi } from 'vitest'
import type { Answer } from '../../src/sources/export/answer.ts'
import { toSnapshot } from '../../src/sources/export/snapshot.ts'
import { checkRecordFolder, type Manifest, writeRecording } from '../../src/sources/live/record.ts'
import { temporaryFolder, writeInto } from '../hostile/opscheck.ts'

vi.mock('node:fs/promises', async (original) => {
  const real = await original<typeof import('node:fs/promises')>()
  return { ...real, rename: vi.fn(real.rename), writeFile: vi.fn(real.writeFile) }
})

const folder = temporaryFolder()
afterAll(folder.remove)
afterEach(() => {
  vi.mocked(rename).mockClear()
})

const place = { partition: 'aws', account: '111122223333', region: 'eu-west-1', request: {}, complete: true }
const answer = (clusterArns: readonly string[]): Answer => ({
  ...place,
  operation: 'ecs:ListClusters',
  body: { clusterArns },
})
const manifest: Manifest = {
  capturedAt: '2026-11-24T09:00:00.000Z',
  opscheck: '1.0.0',
  accounts: ['111122223333'],
  regions: ['eu-west-1'],
  calls: 1,
  throttles: 0,
  faults: [],
  interrupted: false,
}

let count = 0
function fresh(): { readonly home: string; readonly recording: string } {
  count += 1
  const home = join(folder.path, String(count))
  mkdirSync(home)
  return { home, recording: join(home, 'recording') }
}
const told = (recording: string): string => readFileSync(join(recording, '111122223333/eu-west-1/ecs.json'), 'utf8')

describe('a recording', () => {
  test('takes the place of an older one, whole', async () => {
    const { home, recording } = fresh()
    await writeRecording(recording, [answer(['first']), { ...answer([]), operation: 'ecr:DescribeRegistry' }], manifest)
    await checkRecordFolder(recording)
    await writeRecording(recording, [answer(['second'])], manifest)
    expect(told(recording)).toContain('second')
    expect(readdirSync(recording, { recursive: true, encoding: 'utf8' }).sort()).toEqual([
      '111122223333',
      '111122223333/eu-west-1',
      '111122223333/eu-west-1/ecs.json',
      'manifest.json',
    ])
    expect(readdirSync(home)).toEqual(['recording'])
  })

  test.each([
    ['a file cannot be written', () => vi.mocked(writeFile).mockRejectedValueOnce(new Error('no space'))],
    ['the old one cannot be moved', () => vi.mocked(rename).mockRejectedValueOnce(new Error('busy'))],
    ['the new one cannot be moved', () => failSecond()],
  ])('leaves the older one where %s', async (_, breaks) => {
    const { home, recording } = fresh()
    await writeRecording(recording, [answer(['first'])], manifest)
    breaks()
    await expect(writeRecording(recording, [answer(['second'])], manifest)).rejects.toMatchObject({
      code: 'output-unwritable',
    })
    expect(told(recording)).toContain('first')
    expect(readdirSync(home)).toEqual(['recording'])
  })

  test('keeps the older one beside its place, and says where, when it cannot be moved back either', async () => {
    const { home, recording } = fresh()
    await writeRecording(recording, [answer(['first'])], manifest)
    failSecond()
    vi.mocked(rename).mockRejectedValueOnce(new Error('busy'))
    const failed: unknown = await writeRecording(recording, [answer(['second'])], manifest).catch((error) => error)
    const [beside = ''] = readdirSync(home)
    const kept = join(home, beside, 'old')
    expect(failed).toMatchObject({ code: 'output-unwritable', hint: `the older one is in ${kept}: move it back` })
    expect(told(kept)).toContain('first')
  })

  test('may stand in a folder that is not there yet, but not below a file', async () => {
    const { home } = fresh()
    const recording = join(home, 'a/b/recording')
    await checkRecordFolder(recording)
    await writeRecording(recording, [answer(['first'])], manifest)
    expect(told(recording)).toContain('first')
    writeFileSync(join(home, 'file'), '')
    await expect(checkRecordFolder(join(home, 'file/recording'))).rejects.toMatchObject({ code: 'output-unwritable' })
  })

  test('is there before the older one goes', async () => {
    const { home, recording } = fresh()
    await writeRecording(recording, [answer(['first'])], manifest)
    const real = vi.mocked(rename).getMockImplementation()
    const seen: string[][] = []
    vi.mocked(rename).mockImplementation(async (from, to) => {
      seen.push(
        readdirSync(home, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('manifest.json')),
      )
      await real?.(from, to)
    })
    await writeRecording(recording, [answer(['second'])], manifest)
    if (real !== undefined) vi.mocked(rename).mockImplementation(real)
    // Two whole ones at each moment at which one moves.
    expect(seen.map((names) => names.length)).toEqual([2, 2])
  })

  test.each([
    ['a folder of something else', (path: string) => writeInto(path, 'notes.txt', 'mine')],
    ['a file', (path: string) => writeFileSync(path, 'mine')],
  ])('does not take the place of %s', async (_, make) => {
    const { recording } = fresh()
    make(recording)
    await expect(checkRecordFolder(recording)).rejects.toMatchObject({ code: 'output-unwritable' })
  })
})

test('what an interrupt left out is told once, by the account and by its recording', () => {
  const error = { code: 'Interrupted', message: 'the scan was interrupted' }
  const cut = (operation: string): Answer => ({ ...place, operation, error })
  const unit = { id: 'live', dialect: 'live', name: 'live', closed: false } as const
  const codes = (answers: readonly Answer[]) => toSnapshot(answers, unit).warnings.map(({ code }) => code)
  expect(codes([answer([]), cut('ecs:DescribeClusters'), cut('ecr:DescribeRepositories')])).toEqual(['interrupted'])
  expect(codes([answer([])])).toEqual([])
})

function failSecond(): void {
  const real = vi.mocked(rename).getMockImplementation()
  if (real === undefined) throw new Error('rename is not watched')
  vi.mocked(rename).mockImplementationOnce(real).mockRejectedValueOnce(new Error('busy'))
}

import { access, constants, mkdir, mkdtemp, readdir, rename, rm, stat, writeFile } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { OpscheckError } from '../../model/errors.ts'
import { compareText } from '../../util/order.ts'
import type { Answer } from '../export/answer.ts'
import { RECORDING_VERSION, type RecordedAnswer, type Recording } from '../export/recording.ts'
import type { Fault } from './faults.ts'

export interface Manifest {
  readonly capturedAt: string
  readonly opscheck: string
  readonly accounts: readonly string[]
  readonly regions: readonly string[]
  readonly calls: number
  readonly throttles: number
  readonly faults: readonly Fault[]
  /** The scan was stopped before its end: what is missing was not asked. */
  readonly interrupted: boolean
}

/** The folder and name of the recording's file that holds an answer. */
export function fileOf({ account, region, operation }: Answer): string {
  return `${account}/${region}/${operation.slice(0, operation.indexOf(':'))}.json`
}

/** The order of a recording, in which a replay reads it. */
export function inFileOrder(answers: readonly Answer[]): readonly Answer[] {
  const byFile = Map.groupBy(answers, fileOf)
  return [...byFile].sort(([left], [right]) => compareText(left, right)).flatMap(([, members]) => members)
}

/**
 * Makes the folder above, so that nothing is read in vain. Throws `output-unwritable` when that cannot be, or when
 * something else than a recording stands there: nothing of it is overwritten.
 */
export async function checkRecordFolder(folder: string): Promise<void> {
  const above = dirname(resolve(folder))
  try {
    await mkdir(above, { recursive: true })
    await access(above, constants.W_OK)
  } catch (cause) {
    throw new OpscheckError('output-unwritable', `the recording cannot be written to ${folder}`, { cause })
  }
  const there = await stat(folder).catch(() => undefined)
  if (there === undefined) return
  const names = there.isDirectory() ? await readdir(folder) : ['']
  if (names.length > 0 && !names.includes(MANIFEST))
    throw new OpscheckError('output-unwritable', `${folder} is there already and is no recording`, {
      hint: 'name a new folder with --record',
    })
}

/**
 * Writes the answers and the manifest to a folder beside the wanted one, which takes its place when it is whole: a
 * recording is there completely or not at all. An older recording stays until then; whenever the writing is cut short,
 * one of the two is whole. What then is left beside it is ignored by scans and by git.
 */
export async function writeRecording(folder: string, answers: readonly Answer[], manifest: Manifest): Promise<void> {
  const target = resolve(folder)
  let beside: string | undefined
  let kept: string | undefined
  try {
    beside = await mkdtemp(join(dirname(target), `.${basename(target)}-`))
    await writeFile(join(beside, '.gitignore'), '*\n')
    const whole = join(beside, 'new')
    await writeFiles(whole, answers, manifest)
    await replace(target, whole, join(beside, OLD))
  } catch (cause) {
    if (beside !== undefined && !(await isThere(target)) && (await isThere(join(beside, OLD)))) kept = join(beside, OLD)
    throw new OpscheckError('output-unwritable', `the recording cannot be written to ${folder}`, {
      cause,
      ...(kept === undefined ? {} : { hint: `the older one is in ${kept}: move it back` }),
    })
  } finally {
    if (beside !== undefined && kept === undefined) await rm(beside, { recursive: true, force: true })
  }
}

async function isThere(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined)) !== undefined
}

/** Where the older recording waits beside its place. */
const OLD = 'old'

async function writeFiles(folder: string, answers: readonly Answer[], manifest: Manifest): Promise<void> {
  await mkdir(folder, { mode: 0o700 })
  for (const [file, members] of Map.groupBy(answers, fileOf)) {
    const path = join(folder, file)
    await mkdir(dirname(path), { recursive: true })
    await writeFile(path, `${JSON.stringify(recordingOf(members, manifest.capturedAt), undefined, 2)}\n`, {
      mode: 0o600,
    })
  }
  await writeFile(join(folder, MANIFEST), `${JSON.stringify(manifest, undefined, 2)}\n`, { mode: 0o600 })
}

/** Two renames, as no system replaces a folder that is not empty; the old one comes back when the second fails. */
async function replace(target: string, whole: string, aside: string): Promise<void> {
  const there = await isThere(target)
  if (there) await rename(target, aside)
  try {
    await rename(whole, target)
  } catch (error) {
    if (there) await rename(aside, target).catch(() => {})
    throw error
  }
}

const MANIFEST = 'manifest.json'

function recordingOf(answers: readonly Answer[], capturedAt: string): Recording {
  const [first] = answers
  return {
    opscheckRecording: RECORDING_VERSION,
    capturedAt,
    partition: first?.partition ?? 'aws',
    account: first?.account ?? '',
    region: first?.region ?? '',
    answers: answers.map(recorded),
  }
}

function recorded({ operation, request, complete, body, error }: Answer): RecordedAnswer {
  const place = {
    operation,
    ...(request === undefined || Object.keys(request).length === 0 ? {} : { request }),
    ...(complete ? {} : { complete }),
  }
  return error === undefined ? { ...place, body } : { ...place, error }
}

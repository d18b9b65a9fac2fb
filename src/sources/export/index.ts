import type { Unit } from '../../model/resource.ts'
import type { Snapshot } from '../../model/snapshot.ts'
import { sortedBy } from '../../util/order.ts'
import type { InputFile, SourceContext } from '../source.ts'
import { answersOf, isExport } from './files.ts'
import { capturedAt, isRecording } from './recording.ts'
import { toSnapshot } from './snapshot.ts'

export type { Answer, AnswerError } from './answer.ts'
export { OPERATIONS } from './operations.ts'
export { capturedAt, type RecordedAnswer, type Recording } from './recording.ts'
export { toSnapshot } from './snapshot.ts'

/**
 * JSON as the AWS CLI prints it, one answer in each file, and recordings of a live scan. The files of one named path are
 * one unit.
 */
export const exportSource = { dialect: 'export', recognise, readSet } as const

/** By content; the command in the file's name helps where several operations print the same. */
export function recognise(file: InputFile): boolean {
  return isExport(file)
}

export function readSet(files: readonly InputFile[], context: SourceContext): Snapshot {
  const sorted = sortedBy(files, ({ path }) => path)
  const unit = unitOf(sorted, context)
  const { answers, warnings, assumptions } = answersOf(sorted, context.definition, `?${unit.id}`)
  const snapshot = toSnapshot(answers, unit)
  const time = sorted.flatMap(({ json }) => capturedAt(json) ?? []).at(-1)
  return {
    ...snapshot,
    warnings: [...warnings, ...snapshot.warnings],
    assumptions,
    ...(time === undefined ? {} : { capturedAt: time }),
  }
}

function unitOf(files: readonly InputFile[], { definition, unitId }: SourceContext): Unit {
  const [first] = files
  const path = files.length === 1 && first !== undefined ? first.path : commonFolder(files.map((file) => file.path))
  const name = definition?.unit ?? (path === '' ? 'export' : path)
  const live = files.some(({ json }) => isRecording(json))
  return {
    // As the live scan that made it: both give the same fingerprints.
    id: unitId(definition?.unit ?? (live ? 'live' : name)),
    dialect: live ? 'live' : 'export',
    name,
    ...(path === '' ? {} : { file: path }),
    closed: definition?.closed ?? false,
  }
}

function commonFolder(paths: readonly string[]): string {
  const [first = '', ...others] = paths
  const folders = first.split('/').slice(0, -1)
  let shared = folders.length
  for (const path of others) {
    const segments = path.split('/')
    while (shared > 0 && folders.slice(0, shared).some((folder, index) => segments[index] !== folder)) shared -= 1
  }
  return folders.slice(0, shared).join('/')
}

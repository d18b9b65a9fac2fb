import type { InputDefinition } from '../../model/rule.ts'
import type { Warning } from '../../model/snapshot.ts'
import { jsonPlaces } from '../../util/positions.ts'
import { isRecord, own, type UnknownRecord } from '../../util/record.ts'
import type { InputFile } from '../source.ts'
import type { Answer, AnswerError } from './answer.ts'
import { errorInJson, errorInText, type ReadError } from './errors.ts'
import { type NamedFile, operationsOfApi, readFileName } from './file-name.ts'
import { operationOf } from './operations.ts'
import { placeInBody, placeInPath, type Told } from './place.ts'
import { EMPTY_WHEN_UNSET, operationByShape } from './recognise.ts'
import { isRecording, recordedAnswers } from './recording.ts'

export interface FileAnswers {
  readonly answers: readonly Answer[]
  readonly warnings: readonly Warning[]
  readonly assumptions: readonly string[]
}

export function isExport(file: InputFile): boolean {
  return isRecording(file.json) || readOne(file) !== undefined
}

/** The answers in a set of files, each with its account and region, or the token where nothing tells them. */
export function answersOf(
  files: readonly InputFile[],
  definition: InputDefinition | undefined,
  token: string,
): FileAnswers {
  const answers: Answer[] = []
  const loose: Loose[] = []
  const warnings: Warning[] = []
  for (const file of files) {
    const place = placesOf(file)
    if (isRecording(file.json)) {
      const read = recordedAnswers(file.json, { file: file.path, place })
      answers.push(...read.answers)
      if (read.broken > 0)
        warnings.push({
          code: 'export-damaged',
          message: `${read.broken} entries of the recording are no answers and were left out`,
          file: file.path,
        })
      continue
    }
    const one = readOne(file)
    if (one === undefined) continue
    const answer = { ...one, file: file.path, place }
    if (!one.complete) {
      warnings.push({
        code: 'export-truncated',
        message: `${one.operation} was cut off: export again without --no-paginate and --max-items`,
        file: file.path,
      })
    }
    loose.push(answer)
  }
  const { placed, assumptions } = placeAll(loose, answers, definition, token)
  return { answers: [...answers, ...placed], warnings, assumptions }
}

/** An answer of a file before it is known where it was read. */
interface One {
  readonly operation: string
  readonly subject?: string
  readonly complete: boolean
  readonly body?: unknown
  readonly error?: AnswerError
  readonly sure: Told
  readonly likely: Told
}

type Loose = One & { readonly file: string; readonly place: NonNullable<Answer['place']> }

function readOne(file: InputFile): One | undefined {
  const named = readFileName(file.path)
  if (isRecord(file.json)) return readJson(file.json, named)
  if (file.json !== undefined || file.text.length > LONGEST_TEXT) return undefined
  return readText(file.text, named)
}

/** Answers that are no JSON are errors, or nothing at all. */
const LONGEST_TEXT = 65_536

function readJson(json: UnknownRecord, named: NamedFile): One | undefined {
  const operation = operationByShape(json, named.operations)
  if (operation === undefined) {
    const read = errorInJson(json)
    return read === undefined ? undefined : failed(read, named)
  }
  const wanted = named.operations.includes(operation) ? named.subject : undefined
  return {
    operation,
    ...(wanted === undefined ? {} : { subject: wanted }),
    complete: isComplete(json),
    body: json,
    ...placeInBody(operation, json),
  }
}

function readText(text: string, named: NamedFile): One | undefined {
  const read = errorInText(text)
  if (read !== undefined) return failed(read, named)
  if (text.trim() !== '') return undefined
  const operation = named.operations.find((each) => EMPTY_WHEN_UNSET.has(each))
  if (operation === undefined || named.subject === undefined) return undefined
  return { operation, subject: named.subject, complete: true, body: {}, sure: {}, likely: {} }
}

/** The operation is told by the message, by the file's name, or by the action that was missing. */
function failed({ error, api, subject, account, region }: ReadError, named: NamedFile): One | undefined {
  const byApi = api === undefined ? [] : operationsOfApi(api)
  const operation =
    byApi.find((each) => named.operations.includes(each) || each === error.action) ??
    byApi[0] ??
    named.operations[0] ??
    (error.action !== undefined && operationOf(error.action) !== undefined ? error.action : undefined)
  if (operation === undefined) return undefined
  const wanted = subject ?? named.subject
  const sure = { ...(account === undefined ? {} : { account }), ...(region === undefined ? {} : { region }) }
  return { operation, ...(wanted === undefined ? {} : { subject: wanted }), complete: true, error, sure, likely: {} }
}

/** No page is missing: the CLI leaves a token where it stopped early. */
function isComplete(json: UnknownRecord): boolean {
  for (const token of TOKENS) {
    const value = own(json, token)
    if (typeof value === 'string' && value !== '') return false
  }
  return !MORE.some((flag) => own(json, flag) === true)
}

const TOKENS = ['NextToken', 'nextToken', 'Marker', 'NextMarker', 'ContinuationToken', 'nextForwardToken']
const MORE = ['IsTruncated', 'Truncated', 'HasMoreDeliveryStreams']

function placesOf(file: InputFile): NonNullable<Answer['place']> {
  let places: ((pointer: string) => { readonly line: number; readonly column: number }) | undefined
  return (pointer) => {
    places ??=
      file.document?.place ?? (file.json === undefined ? () => ({ line: 1, column: 1 }) : jsonPlaces(file.text))
    return places(pointer)
  }
}

/**
 * The place of each answer: what it tells itself, its folder, what the user said, what its owners and zones suggest;
 * else, when the answers beside it tell one single account or region, that one (an assumption); else the token.
 */
function placeAll(
  loose: readonly Loose[],
  recorded: readonly Answer[],
  definition: InputDefinition | undefined,
  token: string,
): { readonly placed: readonly Answer[]; readonly assumptions: readonly string[] } {
  const told = loose.map(({ file, sure, likely }) => {
    const said = {
      ...(definition?.account === undefined ? {} : { account: definition.account }),
      ...(definition?.region === undefined ? {} : { region: definition.region }),
    }
    return { ...likely, ...said, ...placeInPath(file), ...sure }
  })
  const beside = new Map<string, Beside>()
  const note = (folder: string, place: Told): void => {
    for (const key of [folder, EVERYWHERE]) {
      const found = beside.get(key) ?? {
        accounts: new Set<string>(),
        regions: new Set<string>(),
        partitions: new Set<string>(),
      }
      beside.set(key, found)
      if (place.account !== undefined) found.accounts.add(place.account)
      if (place.region !== undefined) found.regions.add(place.region)
      if (place.partition !== undefined) found.partitions.add(place.partition)
    }
  }
  for (const [index, { file }] of loose.entries()) note(folderOf(file), told[index] ?? {})
  for (const { account, region, file } of recorded)
    note(folderOf(file ?? ''), { account, ...(region === 'global' ? {} : { region }) })
  const assumed = new Map<string, number>()
  const placed = loose.map((one, index): Answer => {
    const own_ = told[index] ?? {}
    const global = operationOf(one.operation)?.global === true
    const account = own_.account ?? only(beside, one.file, 'accounts')
    const region = global ? 'global' : (own_.region ?? only(beside, one.file, 'regions'))
    if (
      (own_.account === undefined && account !== undefined) ||
      (own_.region === undefined && region !== undefined && !global)
    ) {
      const words = `${folderOf(one.file) || 'the exports'}: account ${account ?? '(not known)'} and region ${region ?? '(not known)'} taken from the answers beside them for those that tell none`
      assumed.set(words, (assumed.get(words) ?? 0) + 1)
    }
    const place = {
      operation: one.operation,
      partition: own_.partition ?? only(beside, one.file, 'partitions') ?? partitionOf(region),
      account: account ?? token,
      region: region ?? token,
      complete: one.complete,
      file: one.file,
      pointer: '',
      place: one.place,
      ...(one.subject === undefined ? {} : { subject: one.subject }),
    }
    return one.error === undefined ? { ...place, body: one.body } : { ...place, error: one.error }
  })
  return { placed, assumptions: [...assumed.keys()] }
}

interface Beside {
  readonly accounts: Set<string>
  readonly regions: Set<string>
  readonly partitions: Set<string>
}

const EVERYWHERE = '\u0000'

function only(beside: ReadonlyMap<string, Beside>, file: string, what: keyof Beside): string | undefined {
  for (const key of [folderOf(file), EVERYWHERE]) {
    const found = beside.get(key)?.[what]
    if (found === undefined || found.size === 0) continue
    return found.size === 1 ? [...found][0] : undefined
  }
  return undefined
}

function folderOf(path: string): string {
  const at = path.lastIndexOf('/')
  return at < 0 ? '' : path.slice(0, at)
}

function partitionOf(region: string | undefined): string {
  if (region?.startsWith('cn-') === true) return 'aws-cn'
  return region?.startsWith('us-gov-') === true ? 'aws-us-gov' : 'aws'
}

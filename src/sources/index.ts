import { statSync } from 'node:fs'
import { resolve, sep } from 'node:path'
import { OpscheckError } from '../model/errors.ts'
import type { InputDefinition } from '../model/rule.ts'
import type { Snapshot, Warning } from '../model/snapshot.ts'
import { definitionFor } from './definitions.ts'
import { type Files, type LoadedFile, openFiles, shownAs } from './files.ts'
import { hintFor } from './hints.ts'
import { reasonOf } from './read-file.ts'
import type { Kind } from './recognise.ts'
import type { InputFile, SourceContext } from './source.ts'
import { createStackValues } from './stack-values.ts'
import { walk } from './walk.ts'

export interface ReadOptions {
  /** What the user said about inputs. */
  readonly definitions: readonly InputDefinition[]
  /** The folder that the definitions' paths are relative to; the working directory when not given. */
  readonly base?: string
  /** CloudFormation parameters for every template, over those of the definitions. */
  readonly parameters: ReadonlyMap<string, string>
  /** Paths are shown relative to it. The process's working directory when not given. */
  readonly cwd?: string
}

export interface Inputs {
  readonly snapshots: readonly Snapshot[]
  readonly files: { readonly read: number; readonly notRecognised: number }
  readonly warnings: readonly Warning[]
  /** Files of walked folders that were meant as inputs and could not be read. */
  readonly unreadable: readonly { readonly file: string; readonly error: OpscheckError }[]
}

/**
 * Reads files and folders, each recognised by its content. A named file that is no input, or that cannot be read, throws
 * (`not-recognised`, `file-unreadable`, `syntax`, `too-deep`, `file-too-large`); within a folder it is counted, or told as
 * unreadable when it was meant as one. Throws `no-input` when nothing was recognised.
 */
export async function readInputs(paths: readonly string[], options: ReadOptions): Promise<Inputs> {
  const cwd = resolve(options.cwd ?? '.')
  const reading: Reading = {
    cwd,
    base: resolve(cwd, options.base ?? '.'),
    options,
    files: openFiles(cwd),
    stacks: createStackValues(),
    unitId: uniqueNames(),
    consumed: new Set(),
    read: new Map(),
    refused: new Set(),
    unreadable: [],
    rejected: new Set(),
  }
  const inputs = await collect(paths, reading)
  for (const kind of ORDER) await readKind(kind, inputs, reading)
  const snapshots = [...reading.read]
    .filter(([path]) => !reading.consumed.has(path))
    .map(([, { snapshot }]) => snapshot)
  if (snapshots.length === 0) throw nothingRead(paths, reading)
  const read = inputs.filter(({ loaded }) => !reading.rejected.has(loaded.absolute)).length
  const notRecognised = reading.refused.size + reading.rejected.size
  return {
    snapshots,
    files: { read, notRecognised },
    warnings: reading.unreadable.map(({ file, error }) => unreadableWarning(file, error)),
    unreadable: reading.unreadable,
  }
}

/** Assemblies first: templates that they name are not read again on their own. */
const ORDER: readonly Kind[] = ['cdk', 'cloudformation', 'terraform', 'export']

interface Reading {
  readonly cwd: string
  readonly base: string
  readonly options: ReadOptions
  readonly files: Files
  readonly stacks: ReturnType<typeof createStackValues>
  readonly unitId: (wanted: string) => string
  /** Files read as a part of another one: stacks of an assembly, nested stacks. */
  readonly consumed: Set<string>
  readonly read: Map<string, { readonly snapshot: Snapshot }>
  /** Files opened that are no inputs. */
  readonly refused: Set<string>
  /** Files that only their dialect could tell to be none. */
  readonly rejected: Set<string>
  readonly unreadable: { file: string; error: OpscheckError }[]
}

interface Input {
  readonly loaded: LoadedFile
  /** The path as the user gave it, absolute. */
  readonly root: string
  readonly named: boolean
}

async function collect(paths: readonly string[], reading: Reading): Promise<readonly Input[]> {
  const inputs = new Map<string, Input>()
  for (const path of paths) {
    const root = resolve(reading.cwd, path)
    const named = !isFolder(root, path)
    for (const absolute of named ? [root] : walk(root)) {
      if (inputs.has(absolute)) continue
      const loaded = await guarded(absolute, named, reading, () => reading.files.load(absolute))
      if (loaded !== undefined) inputs.set(absolute, { loaded, root, named })
      else if (named) throw notRecognised(absolute, reading)
    }
  }
  return [...inputs.values()]
}

function isFolder(absolute: string, shown: string): boolean {
  try {
    return statSync(absolute).isDirectory()
  } catch (error) {
    throw new OpscheckError('file-unreadable', `${shown} cannot be read: ${reasonOf(error)}`, {
      file: shown,
      cause: error,
    })
  }
}

/** Errors of named files are thrown; those within folders are kept for the report. */
async function guarded<Result>(
  absolute: string,
  named: boolean,
  reading: Reading,
  work: () => Result | Promise<Result>,
): Promise<Result | undefined> {
  try {
    const result = await work()
    if (result === undefined) reading.refused.add(absolute)
    return result
  } catch (error) {
    const file = shownAs(absolute, reading.cwd)
    const told = asOpscheckError(error, file)
    if (named) throw told
    reading.unreadable.push({ file, error: told })
    return undefined
  }
}

function asOpscheckError(error: unknown, file: string): OpscheckError {
  if (error instanceof OpscheckError) return error
  if (error instanceof RangeError) {
    return new OpscheckError('too-deep', `${file} is nested too deep to be read`, { file, cause: error })
  }
  throw error
}

async function readKind(kind: Kind, inputs: readonly Input[], reading: Reading): Promise<void> {
  const ofKind = inputs.filter(({ loaded }) => loaded.kind === kind).sort(outerFirst)
  if (ofKind.length === 0) return
  if (kind === 'export') return readExports(ofKind, reading)
  const source = await sourceOf(kind)
  for (const input of ofKind) {
    const { absolute, file } = input.loaded
    if (reading.consumed.has(absolute) && !reading.read.has(absolute)) continue
    await guarded(absolute, input.named, reading, () => {
      if (kind === 'terraform' && !source.recognise(file)) return reject(input, reading)
      reading.read.set(absolute, { snapshot: source.read(file, contextOf(input, reading)) })
      return true
    })
  }
  for (const path of reading.consumed) withdraw(path, reading)
}

/** The manifest of an app before those of its stages. The sort is stable. */
function outerFirst(left: Input, right: Input): number {
  return depthOf(left) - depthOf(right)
}

function depthOf({ loaded }: Input): number {
  return loaded.kind === 'cdk' ? loaded.absolute.split(sep).length : 0
}

async function sourceOf(kind: Exclude<Kind, 'export'>) {
  if (kind === 'cdk') return (await import('./cdk/index.ts')).cdkSource
  if (kind === 'cloudformation') return (await import('./cloudformation/index.ts')).cloudformationSource
  return (await import('./terraform/index.ts')).terraformSource
}

/** Answers of one path tell one account together: a cluster's services are in another file than the cluster. */
async function readExports(inputs: readonly Input[], reading: Reading): Promise<void> {
  const { exportSource } = await import('./export/index.ts')
  const byRoot = Map.groupBy(inputs, ({ root }) => root)
  for (const [root, members] of byRoot) {
    const recognised = members.filter((input) => exportSource.recognise(input.loaded.file) || !reject(input, reading))
    const [first] = recognised
    if (first === undefined) continue
    await guarded(root, first.named, reading, () => {
      const files = recognised.map(({ loaded }) => loaded.file)
      reading.read.set(root, { snapshot: exportSource.readSet(files, contextOf({ ...first, root }, reading, root)) })
      return true
    })
  }
}

function reject(input: Input, reading: Reading): true {
  if (input.named) throw notRecognised(input.loaded.absolute, reading)
  reading.rejected.add(input.loaded.absolute)
  return true
}

/** A template that was read on its own before another one turned out to nest it. */
function withdraw(path: string, reading: Reading): void {
  const own = reading.read.get(path)
  if (own === undefined) return
  for (const unit of own.snapshot.units) reading.stacks.remove(unit.id)
  reading.read.delete(path)
}

function contextOf(input: Input, reading: Reading, definedBy = input.loaded.absolute): SourceContext {
  const { options, base, files, consumed } = reading
  const definition = definitionFor(definedBy, options.definitions, base)
  const paths = new Map<InputFile, string>([[input.loaded.file, input.loaded.absolute]])
  return {
    definition,
    parameters: new Map([...Object.entries(definition?.parameters ?? {}), ...options.parameters]),
    sibling: (path, from = input.loaded.file) => {
      const found = files.beside(paths.get(from) ?? input.loaded.absolute, path)
      if (found === undefined || found.absolute === input.loaded.absolute) return found?.file
      paths.set(found.file, found.absolute)
      consumed.add(found.absolute)
      return found.file
    },
    unitId: reading.unitId,
    stacks: reading.stacks,
  }
}

/** `web`, `web-2`, `web-3` for units of one name. */
function uniqueNames(): (wanted: string) => string {
  const taken = new Set<string>()
  return (wanted) => {
    let name = wanted
    for (let count = 2; taken.has(name); count += 1) name = `${wanted}-${count}`
    taken.add(name)
    return name
  }
}

function notRecognised(absolute: string, { cwd }: Reading): OpscheckError {
  const file = shownAs(absolute, cwd)
  return new OpscheckError('not-recognised', `${file} is no input that opscheck knows`, {
    file,
    hint: hintFor([absolute]),
  })
}

function nothingRead(paths: readonly string[], reading: Reading): OpscheckError {
  const [first] = reading.unreadable
  if (first !== undefined) return first.error
  const where =
    paths.length === 0 ? 'no path was given' : `nothing in ${paths.join(', ')} is an input that opscheck knows`
  return new OpscheckError('no-input', where, {
    hint: hintFor(paths.map((path) => resolve(reading.cwd, path))),
  })
}

function unreadableWarning(file: string, error: OpscheckError): Warning {
  const { line } = error.place
  return { code: 'unreadable', message: error.message, file, ...(line === undefined ? {} : { line }) }
}

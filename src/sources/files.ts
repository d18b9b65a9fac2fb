import { existsSync, statSync } from 'node:fs'
import { dirname, join, relative, resolve, sep } from 'node:path'
import { OpscheckError, problemIn } from '../model/errors.ts'
import { addTo } from '../util/groups.ts'
import { parseJson } from '../util/json.ts'
import type { Parsed } from '../util/positions.ts'
import { readText } from './read-file.ts'
import { type Kind, kindOf, looksLikeInput, mayBeAnswer, mayBeTemplate } from './recognise.ts'
import type { InputFile } from './source.ts'

/** A file of the scan with what it may be. */
export interface LoadedFile {
  readonly absolute: string
  readonly file: InputFile
  readonly kind: Kind
}

type ParseYaml = (text: string, flavour: 'cloudformation') => Parsed

export interface Files {
  /** Undefined for what is no input. Throws when a file cannot be read, or was meant as an input and does not parse. */
  readonly load: (absolute: string) => Promise<LoadedFile | undefined>
  /** The same for a file that another one names, without waiting: undefined when it is not there or cannot be parsed. */
  readonly beside: (from: string, path: string) => LoadedFile | undefined
  readonly loaded: () => Iterable<LoadedFile>
}

/** Reads every file once. The YAML parser is only loaded when a text needs it. */
export function openFiles(cwd: string): Files {
  const known = new Map<string, LoadedFile | undefined>()
  const byName = new Map<string, LoadedFile[]>()
  let parseYaml: ParseYaml | undefined

  const keep = (absolute: string, file: LoadedFile | undefined): LoadedFile | undefined => {
    known.set(absolute, file)
    if (file === undefined) return undefined
    const name = absolute.slice(absolute.lastIndexOf(sep) + 1)
    addTo(byName, name, file)
    return file
  }

  const load = async (absolute: string): Promise<LoadedFile | undefined> => {
    if (known.has(absolute)) return known.get(absolute)
    const shown = shownAs(absolute, cwd)
    const text = readText(absolute, shown)
    if (text === undefined) return keep(absolute, undefined)
    if (parseYaml === undefined && needsYaml(absolute, text)) parseYaml = (await import('../util/yaml.ts')).parseYaml
    return keep(absolute, parse(absolute, shown, text, parseYaml))
  }

  const beside = (from: string, path: string): LoadedFile | undefined => {
    const absolute = resolve(join(dirname(from), path))
    if (known.has(absolute)) return known.get(absolute)
    if (!isFile(absolute)) return endingWith(byName, path)
    try {
      const shown = shownAs(absolute, cwd)
      const text = readText(absolute, shown)
      return keep(absolute, text === undefined ? undefined : parse(absolute, shown, text, parseYaml))
    } catch (error) {
      if (error instanceof OpscheckError) return undefined
      throw error
    }
  }

  return { load, beside, loaded: () => [...known.values()].filter((file) => file !== undefined) }
}

/** Relative to the working directory where the file is below it, with `/`. */
export function shownAs(absolute: string, cwd: string): string {
  const below = relative(cwd, absolute)
  const shown = below === '' || below.startsWith('..') ? absolute : below
  return shown.split(sep).join('/')
}

/** YAML, or a template with nested ones, which may be YAML. */
function needsYaml(path: string, text: string): boolean {
  return !looksLikeJson(text) || !path.endsWith('.json') || text.includes('AWS::CloudFormation::Stack')
}

function parse(absolute: string, path: string, text: string, parseYaml: ParseYaml | undefined): LoadedFile | undefined {
  if (looksLikeJson(text)) {
    const parsed = parseJson(text)
    if (parsed.ok) {
      const json = parsed.document.value
      const kind = kindOf(json)
      return kind === undefined ? undefined : { absolute, kind, file: { path, text, json, document: parsed.document } }
    }
    const asYaml = absolute.endsWith('.json') ? undefined : parseYaml?.(text, 'cloudformation')
    if (asYaml?.ok) return templateFile(absolute, path, text, asYaml.document)
    if (!looksLikeInput(text)) return undefined
    throw problemIn(path, parsed.problem)
  }
  if (mayBeAnswer(text)) return { absolute, kind: 'export', file: { path, text } }
  if (parseYaml === undefined || !mayBeTemplate(text)) return undefined
  if (text.length > MAX_YAML) {
    throw new OpscheckError(
      'file-too-large',
      `${path} is too large: at most ${MAX_YAML / 1024 / 1024} MiB of YAML can be read`,
      {
        file: path,
        hint: 'CloudFormation takes templates of at most 1 MB',
      },
    )
  }
  const parsed = parseYaml(text, 'cloudformation')
  if (!parsed.ok) throw problemIn(path, parsed.problem)
  return templateFile(absolute, path, text, parsed.document)
}

/** YAML costs some hundred bytes of memory for each character while it is parsed. */
const MAX_YAML = 32 * 1024 * 1024

function templateFile(
  absolute: string,
  path: string,
  text: string,
  document: InputFile['document'],
): LoadedFile | undefined {
  if (document === undefined || kindOf(document.value) !== 'cloudformation') return undefined
  return { absolute, kind: 'cloudformation', file: { path, text, document } }
}

function looksLikeJson(text: string): boolean {
  const start = /[^ \t\r\n]/.exec(text)?.[0]
  return start === '{' || start === '['
}

function isFile(path: string): boolean {
  return existsSync(path) && statSync(path).isFile()
}

/**
 * The one file already read whose path ends with the wanted one; undefined when several do, or when the path says where
 * the file must be (`./`, `../`).
 */
function endingWith(byName: ReadonlyMap<string, readonly LoadedFile[]>, path: string): LoadedFile | undefined {
  const segments = path.split('/')
  const name = segments.at(-1)
  if (name === undefined || segments.includes('..') || segments[0] === '.') return undefined
  const ending = sep + segments.filter((segment) => segment !== '').join(sep)
  const matching = (byName.get(name) ?? []).filter(({ absolute }) => absolute.endsWith(ending))
  return matching.length === 1 ? matching[0] : undefined
}

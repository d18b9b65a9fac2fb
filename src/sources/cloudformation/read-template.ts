import { problemIn } from '../../model/errors.ts'
import type { Document } from '../../util/positions.ts'
import { jsonPlaces } from '../../util/positions.ts'
import { parseYaml } from '../../util/yaml.ts'
import type { InputFile } from '../source.ts'
import { isTemplate, type TemplateFile } from './template.ts'

/** A file as a template; undefined when it is none. Throws `syntax` or `too-deep` when it cannot be parsed. */
export function templateOf(file: InputFile): TemplateFile | undefined {
  const document = documentOf(file)
  return isTemplate(document.value) ? { path: file.path, root: document.value, place: document.place } : undefined
}

function documentOf(file: InputFile): Document {
  if (file.document !== undefined) return file.document
  if (file.json !== undefined) return { value: file.json, place: jsonPlaces(file.text) }
  const parsed = parseYaml(file.text, 'cloudformation')
  if (!parsed.ok) throw problemIn(file.path, parsed.problem)
  return parsed.document
}

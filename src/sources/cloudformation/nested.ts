import { entry, isMap, isSpecial, KIND, type PropertyMap, type Value } from '../../model/value.ts'
import type { InputFile, SourceContext } from '../source.ts'
import type { Entry } from './loops.ts'
import { templateOf } from './read-template.ts'
import { Stack } from './stack.ts'
import { mapAt, textAt } from './template.ts'

/**
 * Opens the nested stacks of a stack whose templates are at hand: named by `TemplateURL`, by a path or by the end of a
 * URL, or by CDK's asset metadata. `ancestors` are the files above: a template within itself is not opened.
 */
export function openNested(
  stack: Stack,
  file: InputFile,
  context: SourceContext,
  ancestors: readonly string[],
): readonly { readonly entry: Entry; readonly child: Stack; readonly file: InputFile }[] {
  const opened = []
  for (const each of stack.resources.values()) {
    if (!isMap(each.raw) || entry(each.raw, 'Type') !== 'AWS::CloudFormation::Stack') continue
    const found = nestedFile(stack, each, each.raw, file, context)
    const template = found === undefined ? undefined : templateOf(found)
    if (
      found === undefined ||
      template === undefined ||
      ancestors.includes(found.path) ||
      ancestors.length >= MAX_NESTING
    ) {
      warnOfMissing(stack, each, found !== undefined && ancestors.includes(found.path))
      continue
    }
    const child = new Stack({
      unit: stack.unit,
      scope: stack.scope,
      file: template,
      label: `nested stack ${stack.prefix}${each.key}`,
      prefix: `${stack.prefix}${each.key}/`,
      given: passedBy(stack, each),
      outer: stack,
      notes: stack.notes,
      ...(context.stacks === undefined ? undefined : { stacks: context.stacks }),
    })
    stack.children.set(each.key, child)
    opened.push({ entry: each, child, file: found })
  }
  return opened
}

const MAX_NESTING = 20

function passedBy(stack: Stack, nested: Entry): (parameter: string) => Value | undefined {
  const properties = isMap(nested.raw) ? mapAt(nested.raw, 'Properties') : {}
  const parameters = mapAt(properties, 'Parameters')
  return (parameter) => {
    const raw = entry(parameters, parameter)
    return raw === undefined ? undefined : stack.resolve(raw, nested.loop)
  }
}

function nestedFile(
  stack: Stack,
  each: Entry,
  raw: PropertyMap,
  file: InputFile,
  context: SourceContext,
): InputFile | undefined {
  const asset = textAt(mapAt(raw, 'Metadata'), 'aws:asset:path')
  if (asset !== undefined) {
    const found = context.sibling(`./${asset}`, file)
    if (found !== undefined) return found
  }
  const url = entry(mapAt(raw, 'Properties'), 'TemplateURL')
  const resolved = url === undefined ? undefined : stack.resolve(url, each.loop)
  for (const path of candidates(endOf(resolved))) {
    const found = context.sibling(path, file)
    if (found !== undefined) return found
  }
  return undefined
}

/** The literal end of a URL, of which something before is perhaps not known. */
function endOf(url: Value | undefined): { readonly text: string; readonly whole: boolean } | undefined {
  if (typeof url === 'string') return { text: url, whole: true }
  if (url === undefined || !isSpecial(url) || url[KIND] !== 'text') return undefined
  const last = url.parts.at(-1)
  return typeof last === 'string' ? { text: last, whole: false } : undefined
}

/** Paths that a template's URL may mean here, the longest first: `a/b/c.yaml`, `b/c.yaml`, `c.yaml`. */
function candidates(end: ReturnType<typeof endOf>): readonly string[] {
  if (end === undefined) return []
  const path = end.text.replace(/^[a-z0-9]{1,10}:\/\/[^/]*\//i, '').split(/[?#]/)[0] ?? ''
  const segments = path.split('/').slice(end.whole ? 0 : 1)
  const isLocal = end.whole && !/^[a-z0-9]{1,10}:\/\//i.test(end.text)
  const longest = segments.slice(-MAX_SEGMENTS)
  return [...(isLocal ? [path] : []), ...longest.map((_, index) => longest.slice(index).join('/'))].filter(
    (each) => each !== '',
  )
}

const MAX_SEGMENTS = 6

function warnOfMissing(stack: Stack, each: Entry, isLoop: boolean): void {
  const why = isLoop ? 'contains itself' : 'has no template among the inputs: what it makes is not seen'
  stack.notes.warn({
    code: 'nested-template-missing',
    message: `nested stack ${stack.prefix}${each.key} of ${stack.unit.name} ${why}`,
    file: stack.file.path,
    line: stack.file.place(['Resources', ...each.path]).line,
  })
}

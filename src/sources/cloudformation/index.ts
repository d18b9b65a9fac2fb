import { OpscheckError } from '../../model/errors.ts'
import type { Unit } from '../../model/resource.ts'
import type { Snapshot } from '../../model/snapshot.ts'
import type { InputFile, Source, SourceContext } from '../source.ts'
import { createNotes } from './notes.ts'
import { partitionOf } from './pseudo.ts'
import { readStack } from './read-stack.ts'
import { templateOf } from './read-template.ts'

/** CloudFormation templates, YAML and JSON. */
export const cloudformationSource: Source = {
  dialect: 'cloudformation',
  recognise: (file) => templateOf(file) !== undefined,
  read: readTemplate,
}

/** One template file as one unit. Its account, region and name are those of its definition, where the user gives them. */
function readTemplate(file: InputFile, context: SourceContext): Snapshot {
  const template = templateOf(file)
  if (template === undefined)
    throw new OpscheckError('not-recognised', `${file.path} is no CloudFormation template`, { file: file.path })
  const { definition } = context
  const id = context.unitId(definition?.unit ?? file.path)
  const unit: Unit = {
    id,
    dialect: 'cloudformation',
    name: definition?.unit ?? stem(file.path),
    file: file.path,
    closed: definition?.closed ?? false,
  }
  const region = definition?.region ?? `?${id}`
  const scope = { partition: partitionOf(region) ?? 'aws', account: definition?.account ?? `?${id}`, region }
  const notes = createNotes()
  const name = definition?.unit
  const { resources, coverage, exports } = readStack({
    unit,
    scope,
    file,
    template,
    notes,
    context,
    ...(name === undefined ? undefined : { name }),
  })
  return {
    units: [unit],
    resources,
    coverage,
    warnings: notes.warnings,
    assumptions: notes.assumptions,
    exports: new Map([...exports].map(([exported, value]) => [exported, withUnit(unit, value)])),
  }
}

function withUnit(unit: Unit, output: { readonly value: import('../../model/value.ts').Value | undefined }) {
  return {
    unit,
    get value() {
      return output.value
    },
  }
}

/** `templates/web.template.json` is stack `web`. */
function stem(path: string): string {
  const base = path.slice(path.lastIndexOf('/') + 1)
  return base.replace(/(?:\.template)?\.(?:json|ya?ml|template)$/i, '') || base
}

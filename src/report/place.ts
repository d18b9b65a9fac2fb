import type { Location } from '../model/resource.ts'
import { clip, visible } from '../util/visible.ts'

/** `file:line:column`, as terminals and editors link it; for an answer of AWS the call and the ARN. */
export function place(location: Location): string {
  const { file, arn } = location
  if (file === undefined) return name(arn === undefined ? location.call : `${location.call} ${arn}`)
  const { line, column } = location
  return [name(file), line, line === undefined ? undefined : column].filter((part) => part !== undefined).join(':')
}

/** A path as rules write it: `ContainerDefinitions[0].Image`. */
export function pathText(path: readonly (string | number)[]): string {
  return path.map((step, index) => (typeof step === 'number' ? `[${step}]` : index === 0 ? step : `.${step}`)).join('')
}

const LONGEST_NAME = 1000

function name(text: string): string {
  return visible(clip(text, LONGEST_NAME))
}

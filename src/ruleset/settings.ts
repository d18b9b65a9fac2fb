import { resolve } from 'node:path'
import {
  ENVIRONMENTS,
  type Environment,
  type EnvironmentDefinition,
  type InputDefinition,
  type Waiver,
} from '../model/rule.ts'
import { compareText } from '../util/order.ts'
import { hasGlob } from '../util/text.ts'
import type { EnvironmentSettings, InputSettings, RulesetDocument } from './document.ts'
import { shown } from './file.ts'
import type { RulesetFile } from './ruleset-file.ts'
import type { Lookup } from './select.ts'

/**
 * What is said of environments, over the defaults: a field that is named replaces the one before, a field that is left
 * out keeps it, an empty list takes it away.
 */
export function environmentsOf(
  defaults: RulesetDocument,
  files: readonly RulesetFile[],
  cwd: string,
): readonly EnvironmentDefinition[] {
  return ENVIRONMENTS.flatMap((name) => {
    const told = [defaults.environments?.[name], ...files.map((file) => environmentIn(file, name, cwd))]
    const settings = told.filter((each) => each !== undefined)
    return settings.length === 0 ? [] : [definition(name, Object.assign({}, ...settings))]
  })
}

function environmentIn(file: RulesetFile, name: Environment, cwd: string): EnvironmentSettings | undefined {
  const settings = file.document.environments?.[name]
  if (settings?.paths === undefined) return settings
  return { ...settings, paths: settings.paths.map((path) => shown(resolve(file.folder, path), cwd)) }
}

function definition(name: Environment, settings: EnvironmentSettings): EnvironmentDefinition {
  const { accounts = [], tags = {}, names = [], paths = [], branch, imageTags = [], principals = [] } = settings
  return {
    name,
    accounts,
    tags: Object.fromEntries(Object.entries(tags).map(([key, globs]) => [key, [globs].flat()])),
    names,
    paths,
    ...(branch === undefined ? {} : { branch }),
    imageTags,
    principals,
  }
}

/** The most specific path first; a file has what is said of the folders it lies in, unless it says otherwise. */
export function inputsOf(files: readonly RulesetFile[], cwd: string): readonly InputDefinition[] {
  const told = new Map<string, InputSettings>()
  for (const { folder, document } of files) {
    for (const [written, settings] of Object.entries(document.inputs ?? {})) {
      const path = shown(resolve(folder, written), cwd)
      told.set(path, joined(told.get(path), settings))
    }
  }
  const paths = [...told.keys()].sort((left, right) => depth(right) - depth(left) || compareText(left, right))
  return paths.map((path) => {
    const around = paths.filter((other) => (other === '.' ? !path.startsWith('/') : `${path}/`.startsWith(`${other}/`)))
    const settings = around.reverse().reduce<InputSettings>((all, each) => joined(all, told.get(each) ?? {}), {})
    const { parameters = {}, closed = false, ...rest } = settings
    return {
      path,
      ...rest,
      parameters: Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, String(value)])),
      closed,
    }
  })
}

function depth(path: string): number {
  return path === '.' ? 0 : path.split('/').length
}

function joined(before: InputSettings | undefined, settings: InputSettings): InputSettings {
  if (before?.parameters === undefined || settings.parameters === undefined) return { ...before, ...settings }
  return { ...before, ...settings, parameters: { ...before.parameters, ...settings.parameters } }
}

/** All waivers, under today's ids of their rules. */
export function waiversOf(files: readonly RulesetFile[], lookup: Lookup): readonly Waiver[] {
  return files.flatMap((file) =>
    (file.document.waivers ?? []).map((waiver, index): Waiver => {
      const at = (key: string) => `/waivers/${index}/${key}`
      const [first] = lookup(waiver.rule, (message, hint) => file.reject(at('rule'), message, hint))
      if (!isDay(waiver.until)) file.reject(at('until'), 'there is no such day')
      const rule = hasGlob(waiver.rule) || first === undefined ? waiver.rule : first.id
      return { ...waiver, rule, place: { file: file.file, ...file.at(`/waivers/${index}`) } }
    }),
  )
}

function isDay(text: string): boolean {
  const day = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text)
}

import { realpathSync } from 'node:fs'
import { dirname, isAbsolute, join, resolve } from 'node:path'
import { OpscheckError } from '../model/errors.ts'
import type { Rule } from '../model/rule.ts'
import { closest } from '../util/suggest.ts'
import type { BuiltIn } from './built-in.ts'
import { kindOf, shown } from './file.ts'
import { readRulesFolder } from './rules-folder.ts'
import { type RulesetFile, readRulesetFile } from './ruleset-file.ts'

/** What a ruleset is made of, in the order in which later ones win. */
export type Layer =
  | { readonly kind: 'built-in'; readonly set: 'recommended' | 'all' }
  | { readonly kind: 'rules'; readonly rules: readonly Rule[] }
  | { readonly kind: 'file'; readonly file: RulesetFile; readonly isDefault: boolean }

/**
 * The layers that a name stands for: `opscheck:recommended`, `opscheck:all`, a file, a folder or an npm package. Only
 * JSON and YAML is read, never code. Each file counts once, where it is first named.
 */
export async function layersOf(name: string, cwd: string, builtIn: BuiltIn): Promise<readonly Layer[]> {
  const layers: Layer[] = []
  const open: string[] = []
  const done = new Set<string>()
  await extend(name, cwd, (message, hint) => {
    throw new OpscheckError('ruleset-invalid', message, hint === undefined ? {} : { hint })
  })
  return layers

  async function extend(wanted: string, folder: string, reject: (message: string, hint?: string) => never) {
    if (wanted.startsWith('opscheck:')) {
      const set = SETS.find((known) => wanted === `opscheck:${known}`)
      if (set !== undefined) return layers.push({ kind: 'built-in', set })
      const near =
        closest(
          wanted,
          SETS.map((known) => `opscheck:${known}`),
        ) ?? 'opscheck:recommended or opscheck:all'
      return reject(`there is no ruleset ${wanted}`, `did you mean ${near}?`)
    }
    const here = resolve(folder, wanted)
    const path = isPath(wanted) || kindOf(here) !== 'nothing' ? here : packagePath(wanted, folder)
    if (path === undefined && ENDING.test(wanted)) return reject(`there is no file ${wanted}`)
    if (path === undefined)
      return reject(`the package ${wanted} is not installed`, 'a file or folder is written with ./')
    switch (kindOf(path)) {
      case 'file':
        return addFile(path, reject)
      case 'folder':
        return addFolder(path, reject)
      case 'nothing':
        return reject(`there is no file or folder ${wanted}`)
    }
  }

  async function addFolder(path: string, reject: (message: string, hint?: string) => never) {
    const file = join(path, 'ruleset.json')
    if (kindOf(file) === 'file') return addFile(file, reject)
    const below = join(path, 'rules')
    return addRules(kindOf(below) === 'folder' ? below : path)
  }

  async function addRules(folder: string) {
    const real = realpathSync(folder)
    if (done.has(real)) return
    done.add(real)
    layers.push({ kind: 'rules', rules: await readRulesFolder(folder, cwd) })
  }

  async function addFile(path: string, reject: (message: string, hint?: string) => never) {
    const real = realpathSync(path)
    if (open.includes(real))
      return reject('a ruleset extends itself', [...open, real].map((each) => shown(each, cwd)).join(' → '))
    if (done.has(real)) return
    done.add(real)
    open.push(real)
    const file = await readRulesetFile(path, cwd)
    const isDefault = isSameFile(real, builtIn.file)
    const { extends: wanted = 'opscheck:recommended' } = file.document
    for (const [index, name] of [wanted].flat().entries()) {
      const pointer = typeof wanted === 'string' ? '/extends' : `/extends/${index}`
      await extend(name, file.folder, (message, hint) => file.reject(pointer, message, hint))
    }
    const beside = join(file.folder, 'rules')
    if (!isDefault && kindOf(beside) === 'folder') await addRules(beside)
    layers.push({ kind: 'file', file, isDefault })
    open.pop()
  }
}

const SETS = ['recommended', 'all'] as const

function isPath(name: string): boolean {
  return isAbsolute(name) || /^\.{1,2}(?:[/\\]|$)/.test(name)
}

const ENDING = /\.(?:json|ya?ml)$/

function isSameFile(real: string, other: string): boolean {
  return kindOf(other) === 'file' && realpathSync(other) === real
}

/** Looks where Node would look for an installed package; a path in it may follow its name. */
function packagePath(name: string, from: string): string | undefined {
  if (!PACKAGE.test(name) || name.split('/').includes('..')) return undefined
  for (let folder = from; ; folder = dirname(folder)) {
    const path = join(folder, 'node_modules', name)
    if (kindOf(path) !== 'nothing') return path
    if (dirname(folder) === folder) return undefined
  }
}

const PACKAGE = /^(?:@[a-z0-9~-][a-z0-9._~-]*\/)?[a-z0-9~-][a-z0-9._~-]*(?:\/[^\\]+)?$/

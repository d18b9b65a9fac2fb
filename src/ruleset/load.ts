import { join, resolve } from 'node:path'
import { OpscheckError } from '../model/errors.ts'
import type { Ruleset } from '../model/rule.ts'
import { type BuiltIn, builtIn } from './built-in.ts'
import type { RulesetDocument } from './document.ts'
import { kindOf } from './file.ts'
import { layersOf } from './layers.ts'
import { knownRules, lookupIn, selectedRules } from './select.ts'
import { environmentsOf, inputsOf, waiversOf } from './settings.ts'

export interface LoadOptions {
  /** The folder that paths are relative to; the working directory when left out. */
  readonly cwd?: string
  /** Reads the built-in rules; only tests have others. */
  readonly builtIn?: () => Promise<BuiltIn>
}

/**
 * The ruleset of that name: a file, a folder, an npm package, `opscheck:recommended` or `opscheck:all`. Without a name it
 * is the `ruleset.json` of the working directory, or else the default. Reads JSON and YAML only.
 *
 * Throws OpscheckError with the place: `ruleset-invalid`, `rule-invalid`, `too-deep`, `file-unreadable`,
 * `file-too-large`; `no-rule` when no rule is left.
 */
export async function loadRuleset(name?: string, options: LoadOptions = {}): Promise<Ruleset> {
  const cwd = resolve(options.cwd ?? '.')
  const own = await (options.builtIn ?? builtIn)()
  const beside = kindOf(join(cwd, 'ruleset.json')) === 'file' ? './ruleset.json' : 'opscheck:recommended'
  const layers = await layersOf(name ?? beside, cwd, own)
  const files = layers.flatMap((layer) => (layer.kind === 'file' && !layer.isDefault ? [layer.file] : []))
  const known = knownRules(layers, own)
  const lookup = lookupIn(known)
  const rules = selectedRules(layers, known, own, lookup)
  const file = files.at(-1)?.file
  if (rules.length === 0) {
    throw new OpscheckError('no-rule', 'the ruleset selects no rule', {
      ...(file === undefined ? {} : { file }),
      hint: '"extends": "opscheck:recommended" selects the rules that fit most platforms',
    })
  }
  const settings: RulesetDocument = Object.assign({}, own.ruleset, ...files.map(({ document }) => document))
  return {
    ...(file === undefined ? {} : { file }),
    rules,
    environments: environmentsOf(own.ruleset, files, cwd),
    environmentsConfigured: files.some(({ document }) => document.environments !== undefined),
    inputs: inputsOf(files, cwd),
    failOn: settings.failOn ?? 'none',
    waivers: waiversOf(files, lookup),
    maxWaiverDays: settings.maxWaiverDays ?? 365,
    known: [...known.values()],
  }
}

import type { Topic } from '../model/rule.ts'
import { loadRuleset } from '../ruleset/index.ts'
import { compileRules } from '../scan/compile-rules.ts'
import { needsOf } from '../scan/live.ts'
import { selectRules } from '../scan/select-rules.ts'
import { actionsFor } from '../sources/live/permissions.ts'
import { EXIT_CODES, type ExitCode } from './exit-codes.ts'
import { PERMISSION_FORMATS, type PermissionFormat } from './permissions.ts'
import type { Streams } from './streams.ts'

export interface PermissionsFlags {
  readonly format?: PermissionFormat
  readonly ruleset?: string
  readonly rule?: readonly string[]
  readonly topic?: readonly Topic[]
}

/** `opscheck permissions`: the least that a live scan by these rules needs, and nothing that writes or reads data. */
export async function permissionsCommand(flags: PermissionsFlags, streams: Streams): Promise<ExitCode> {
  const ruleset = selectRules(await loadRuleset(flags.ruleset), { rules: flags.rule ?? [], topics: flags.topic ?? [] })
  const actions = actionsFor(needsOf(await compileRules(ruleset.rules), ruleset, []))
  await streams.out(PERMISSION_FORMATS[flags.format ?? 'policy'](actions))
  return EXIT_CODES.pass
}

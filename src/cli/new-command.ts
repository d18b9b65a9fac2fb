import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { newRule } from '../cases/new-rule.ts'
import { OpscheckError } from '../model/errors.ts'
import { isRuleId } from '../ruleset/rules-folder.ts'
import { EXIT_CODES, type ExitCode } from './exit-codes.ts'
import type { Streams } from './streams.ts'

/** `opscheck new`: writes a rule that works and its cases, to be changed into what is wanted. Overwrites nothing. */
export async function newCommand(id: string, folder: string, streams: Streams): Promise<ExitCode> {
  if (!isRuleId(id)) {
    throw new OpscheckError('usage', 'the id of a rule is a topic and a name', {
      hint: 'write it in lower case, digits and hyphens, such as acme/owner-tag',
    })
  }
  const files = [...newRule(id)].map(([path, text]) => ({ path: join(folder, path), text }))
  const [rule] = files
  const taken = files.find(({ path }) => existsSync(path))
  if (taken !== undefined) throw new OpscheckError('usage', `${taken.path} exists already`, { file: taken.path })
  for (const { path, text } of files) write(path, text)
  await streams.out(`${files.map(({ path }) => `wrote ${path}`).join('\n')}\n`)
  streams.note(
    `change ${rule?.path ?? 'the rule'} and its cases; opscheck test${folder === '.' ? '' : ` ${folder}`} judges them`,
  )
  if (!existsSync(join(folder, 'ruleset.json'))) {
    streams.note('a scan reads rules/ beside a ruleset.json, which is missing: { "extends": "opscheck:recommended" }')
  }
  return EXIT_CODES.pass
}

function write(path: string, text: string): void {
  try {
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, text, { flag: 'wx' })
  } catch (cause) {
    throw new OpscheckError('output-unwritable', `${path} cannot be written`, { file: path, cause })
  }
}

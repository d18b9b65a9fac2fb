import { type CaseProblem, checkRules } from '../cases/check-rules.ts'
import { plural } from '../report/group.ts'
import { visible } from '../util/visible.ts'
import { EXIT_CODES, type ExitCode } from './exit-codes.ts'
import type { Streams } from './streams.ts'

/** `opscheck test`: judges the rules of a folder by their cases; findings are cases that turn out otherwise. */
export async function testCommand(folder: string, streams: Streams): Promise<ExitCode> {
  const checks = await checkRules(folder)
  const lines = checks.flatMap(({ id, cases, problems }) => [
    `${problems.length === 0 ? 'ok  ' : 'FAIL'}  ${id}  ${plural(cases, 'case')}`,
    ...problems.flatMap(problemLines),
  ])
  const failed = checks.filter(({ problems }) => problems.length > 0).length
  const total = checks.reduce((sum, { cases }) => sum + cases, 0)
  const end = `${plural(checks.length, 'rule')}, ${plural(total, 'case')}: ${failed === 0 ? 'all as expected' : `${plural(failed, 'rule')} failed`}`
  await streams.out(`${[...lines, '', end].join('\n')}\n`)
  return failed === 0 ? EXIT_CODES.pass : EXIT_CODES.fail
}

function problemLines({ file, message }: CaseProblem): readonly string[] {
  const told = message.split('\n').map(visible)
  if (file === undefined) return told.map((line) => `      ${line}`)
  return [`      ${visible(file)}`, ...told.map((line) => `        ${line}`)]
}

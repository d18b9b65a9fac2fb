import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type * as Sarif from 'sarif'
import { afterAll, expect, it } from 'vitest'
import { formats } from '../../src/report/index.ts'
import { fixture, HOSTILE, reportAbout } from './reports.ts'
import { sarifProgram } from './sarif-tools.ts'

const folder = mkdtempSync(join(tmpdir(), 'opscheck-sarif-'))
afterAll(() => rmSync(folder, { recursive: true }))

// Unlike the schema, Microsoft's validator also knows the prose of the standard and the demands of GitHub.
it('pleases the validator of the standard, with its rules for GitHub', { timeout: 60_000 }, async () => {
  const reports = [fixture('mixed'), fixture('live'), fixture('clean'), ...HOSTILE.map(reportAbout)]
  for (const [index, report] of reports.entries()) {
    const text = await formats.sarif(report, { color: false, width: 80, evidence: false })
    writeFileSync(join(folder, `${index}.sarif`), text)
  }
  const output = join(folder, 'result.out')
  validate(join(folder, '*.sarif'), output)
  const results = readLog(output).runs.flatMap((run) => run.results ?? [])
  // SARIF2005 wishes for a link to the tool's home page.
  const wrong = results.filter(({ ruleId, level = 'warning' }) => level !== 'note' && ruleId !== 'SARIF2005')
  expect(wrong.map(({ ruleId, message }) => `${ruleId} ${message.text ?? message.arguments?.join(' ')}`)).toEqual([])
  expect(results.length).toBeGreaterThan(0)
})

function validate(pattern: string, output: string): void {
  const kinds = ['--rule-kind', 'Sarif;Ghas', '--level', 'Error;Warning;Note']
  execFileSync(sarifProgram, ['validate', pattern, '-o', output, ...kinds, '--log', 'ForceOverwrite'], {
    stdio: 'pipe',
  })
}

function readLog(file: string): Sarif.Log {
  return JSON.parse(readFileSync(file, 'utf8').replace(/^\ufeff/, ''))
}

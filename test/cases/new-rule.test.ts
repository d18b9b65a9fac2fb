import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { checkRules } from '../../src/cases/check-rules.ts'
import { newRule } from '../../src/cases/new-rule.ts'

it('is a rule that its own cases hold, one of each verdict', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'opscheck-new-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  for (const [path, text] of newRule('acme/owner-tag')) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  expect(await checkRules(folder)).toEqual([{ id: 'acme/owner-tag', cases: 4, problems: [] }])
})

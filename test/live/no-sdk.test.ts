import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, expect, test } from 'vitest'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'opscheck-no-sdk-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Notes what every import resolves to. */
const HOOK = `
import { registerHooks } from 'node:module'
import { appendFileSync } from 'node:fs'
registerHooks({
  resolve(specifier, context, next) {
    const resolved = next(specifier, context)
    appendFileSync(process.env.OPSCHECK_TEST_LOG, resolved.url + '\\n')
    return resolved
  },
})
`

function loadedBy(...argv: readonly string[]): { readonly status: number | null; readonly modules: readonly string[] } {
  const log = join(folder, 'log')
  const hook = join(folder, 'hook.mjs')
  writeFileSync(log, '')
  writeFileSync(hook, HOOK)
  const { status } = spawnSync(process.execPath, ['--import', hook, join(ROOT, 'src/bin.ts'), ...argv], {
    cwd: folder,
    env: { ...process.env, OPSCHECK_TEST_LOG: log },
  })
  return { status, modules: readFileSync(log, 'utf8').split('\n') }
}

const isSdk = (url: string): boolean => /@aws-sdk|@smithy|p-limit|sources\/live\/(?!index)/.test(url)

test('a scan of files loads no module of the SDK', () => {
  const template = join(folder, 'template.json')
  writeFileSync(template, JSON.stringify({ Resources: { Repository: { Type: 'AWS::ECR::Repository' } } }))
  const { status, modules } = loadedBy('scan', template, '--fail-on', 'none')
  expect(status).toBe(0)
  expect(modules.length).toBeGreaterThan(20)
  expect(modules.filter(isSdk)).toEqual([])
})

test('the permissions are told without the SDK', () => {
  const { status, modules } = loadedBy('permissions')
  expect(status).toBe(0)
  expect(modules.filter((url) => /@aws-sdk|@smithy/.test(url))).toEqual([])
})

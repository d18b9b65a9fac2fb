import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { publint } from 'publint'
import { formatMessage } from 'publint/utils'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readBuiltIn } from '../../src/ruleset/read-built-in.ts'

const ROOT = join(import.meta.dirname, '../..')
const MANIFEST: { readonly version: string; readonly dependencies: Readonly<Record<string, string>> } = JSON.parse(
  readFileSync(join(ROOT, 'package.json'), 'utf8'),
)

/** A project of a user in which the packed opscheck and nothing but its dependencies is installed. */
let project = ''
let packed: readonly { readonly path: string; readonly mode: number }[] = []

beforeAll(() => {
  if (!existsSync(join(ROOT, 'dist/opscheck.js'))) throw new Error('dist/ is missing: npm run build, or npm test')
  project = mkdtempSync(join(tmpdir(), 'opscheck-package-'))
  const packing = ['pack', '--json', '--ignore-scripts', '--pack-destination', project]
  const [tarball] = JSON.parse(execFileSync('npm', packing, { cwd: ROOT, encoding: 'utf8' }))
  packed = tarball.files
  const installed = join(project, 'node_modules/opscheck')
  mkdirSync(installed, { recursive: true })
  execFileSync('tar', ['-xzf', join(project, tarball.filename), '-C', installed, '--strip-components=1'])
  for (const name of Object.keys(MANIFEST.dependencies)) {
    mkdirSync(dirname(join(project, 'node_modules', name)), { recursive: true })
    symlinkSync(join(ROOT, 'node_modules', name), join(project, 'node_modules', name))
  }
  writeFileSync(join(project, 'package.json'), '{ "type": "module" }')
  writeFileSync(join(project, 'template.json'), JSON.stringify(TEMPLATE))
})

afterAll(() => rmSync(project, { recursive: true, force: true }))

const TEMPLATE = { Resources: { Logs: { Type: 'AWS::Logs::LogGroup', Properties: { LogGroupName: '/app/api' } } } }

function opscheck(...argv: readonly string[]) {
  const bin = join(project, 'node_modules/opscheck/dist/opscheck.js')
  return spawnSync(process.execPath, [bin, ...argv], { cwd: project, encoding: 'utf8' })
}

describe('the packed opscheck', () => {
  test('holds what is needed to run it, and no more', () => {
    const paths = packed.map(({ path }) => path)
    expect(paths).toEqual(
      expect.arrayContaining([
        'LICENSE',
        'README.md',
        'CHANGELOG.md',
        'ruleset.json',
        'schemas/report.schema.json',
        'schemas/rule.schema.json',
        'schemas/ruleset.schema.json',
        'dist/THIRD-PARTY-LICENSES.txt',
        'dist/ruleset/pack.json',
        'dist/types/src/index.d.ts',
      ]),
    )
    expect(
      paths.filter((path) => /(^|\/)(test|fixtures|bench|scripts|node_modules)\/|(?<!\.d)\.ts$/.test(path)),
    ).toEqual([])
    const bin = packed.find(({ path }) => path === 'dist/opscheck.js')
    expect(bin?.mode).toBe(0o755)
  })

  test('prints its version', () => {
    expect(opscheck('--version')).toMatchObject({ status: 0, stdout: `${MANIFEST.version}\n`, stderr: '' })
  })

  test('has every built-in rule', async () => {
    const { rules } = await readBuiltIn(ROOT)
    const listed: readonly { readonly id: string }[] = JSON.parse(
      opscheck('rules', '--ruleset', 'opscheck:all', '--format', 'json').stdout,
    )
    expect(listed.map(({ id }) => id)).toEqual(rules.map(({ id }) => id))
  })

  test('judges, with the rules of the user too', () => {
    mkdirSync(join(project, 'rules/acme'), { recursive: true })
    writeFileSync(join(project, 'ruleset.json'), '{}')
    writeFileSync(
      join(project, 'rules/acme/named.yaml'),
      'title: Require names of the team\nseverity: high\nwhy: Ours.\nselect: AWS::Logs::LogGroup\ncheck: { LogGroupName: { like: /team/* } }\n',
    )
    const { status, stdout } = opscheck('scan', '--format', 'json', 'template.json')
    const { findings }: { readonly findings: readonly { readonly rule: string; readonly verdict: string }[] } =
      JSON.parse(stdout)
    expect(status).toBe(1)
    expect(findings.map(({ rule, verdict }) => `${rule} ${verdict}`)).toEqual(
      expect.arrayContaining(['acme/named fail', 'logging/log-retention-set fail']),
    )
  })

  test('is a library with types', () => {
    writeFileSync(
      join(project, 'use.ts'),
      [
        "import { type Report, formats, scan } from 'opscheck'",
        "const report: Report = await scan({ paths: ['template.json'], now: new Date(0) })",
        'console.log(report.summary.resources, typeof formats)',
        '// @ts-expect-error',
        'await scan({ paths: 3 })',
        '',
      ].join('\n'),
    )
    const options = [
      '--strict',
      '--module',
      'nodenext',
      '--target',
      'es2023',
      '--noEmit',
      '--types',
      'node',
      '--typeRoots',
    ]
    const tsc = join(ROOT, 'node_modules/.bin/tsc')
    const checked = spawnSync(tsc, [...options, join(ROOT, 'node_modules/@types'), 'use.ts'], {
      cwd: project,
      encoding: 'utf8',
    })
    expect(checked.stdout).toBe('')
    writeFileSync(
      join(project, 'use.mjs'),
      "import { scan } from 'opscheck'\nconst report = await scan({ paths: ['template.json'], now: new Date(0) })\nconsole.log(report.summary.resources)\n",
    )
    expect(spawnSync(process.execPath, ['use.mjs'], { cwd: project, encoding: 'utf8' })).toMatchObject({
      status: 0,
      stdout: '1\n',
    })
  })

  test('has a manifest that package managers and bundlers read alike', async () => {
    const { messages, pkg } = await publint({
      pkgDir: join(project, 'node_modules/opscheck'),
      pack: false,
      strict: true,
    })
    expect(messages.map((message) => formatMessage(message, pkg ?? {}))).toEqual([])
  })
})

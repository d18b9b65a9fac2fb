import { spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { dirname, join, relative, sep } from 'node:path'
import { type BuildOptions, build as bundleModules, type Metafile, type Plugin, transform } from 'esbuild'
import { checkPath } from '../src/engine/check-path.ts'
import { compile } from '../src/engine/index.ts'
import { OpscheckError } from '../src/model/errors.ts'
import type { Pack } from '../src/ruleset/built-in.ts'
import { asWritten } from '../src/ruleset/index.ts'
import { readBuiltIn } from '../src/ruleset/read-built-in.ts'
import { regex } from '../src/scan/regex.ts'

/**
 * Builds dist/: the command line in one file, since linking many costs a third of a small scan; the library as modules
 * that load lazily; the built-in rules in one file, declarations, and the licences of what is bundled.
 */
const ROOT = join(import.meta.dirname, '..')
const SOURCE = join(ROOT, 'src')
const DIST = join(ROOT, 'dist')

/** What commander asks of these is for subcommands that are programs of their own and for help: they are slow to load. */
const LATE: ReadonlyMap<string, readonly string[]> = new Map([
  ['node:child_process', ['spawn']],
  ['node:util', ['stripVTControlCharacters']],
])

const BUNDLING = {
  outdir: DIST,
  absWorkingDir: ROOT,
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node22.13',
  // Slow to load and rarely needed, or not made to be bundled.
  external: ['@aws-sdk/*', 're2js', 'write-file-atomic'],
  plugins: [flatUrls(), plainBuiltins()],
  legalComments: 'none',
  logLevel: 'warning',
} satisfies BuildOptions

rmSync(DIST, { recursive: true, force: true })
try {
  await packRules()
} catch (error) {
  if (!(error instanceof OpscheckError)) throw error
  const { message, hint = '', place } = error
  console.error(`${place.file}:${place.line}:${place.column} ${message}\n${hint}`)
  process.exit(1)
}
const inputs = { ...(await commandLine()), ...(await library()) }
chmodSync(join(DIST, 'opscheck.js'), 0o755)
writeFileSync(join(DIST, 'THIRD-PARTY-LICENSES.txt'), licences(inputs))
declarations()

/** Checks every word and path of the rules, which no start then has to do again. */
async function packRules(): Promise<void> {
  const { rules, ruleset } = await readBuiltIn(ROOT)
  compile(rules.map(asWritten), { regex, checkPath })
  const pack: Pack = { rules: rules.map((rule) => ({ ...rule, source: undefined })), ruleset }
  mkdirSync(join(DIST, 'ruleset'), { recursive: true })
  writeFileSync(join(DIST, 'ruleset', 'pack.json'), JSON.stringify(pack))
}

/** What starts is small, so that all the rest comes from the compile cache. */
async function commandLine(): Promise<Metafile['inputs']> {
  await transformTo('bin.ts', 'opscheck.js', [['./cli/main.ts', './cli.js']])
  const { metafile } = await bundleModules({
    ...BUNDLING,
    entryPoints: { cli: join(SOURCE, 'cli', 'main.ts') },
    minifyWhitespace: true,
    metafile: true,
  })
  return metafile.inputs
}

async function library(): Promise<Metafile['inputs']> {
  const { metafile } = await bundleModules({
    ...BUNDLING,
    entryPoints: { index: join(SOURCE, 'index.ts') },
    splitting: true,
    chunkNames: '[name]-[hash]',
    metafile: true,
  })
  return metafile.inputs
}

/** All modules end up side by side in dist/, so that `new URL('…', import.meta.url)` must start at the folder of the sources. */
function flatUrls(): Plugin {
  return {
    name: 'flat-urls',
    setup(build) {
      build.onLoad({ filter: /\/src\/.*\.ts$/ }, async ({ path }) => {
        const folder = relative(SOURCE, dirname(path)).split(sep).join('/')
        const text = await readFile(path, 'utf8')
        const contents = text.replace(
          /new URL\('(\.[^']*)', import\.meta\.url\)/g,
          (_, target: string) => `new URL('./${folder}/${target}', import.meta.url)`,
        )
        return { contents, loader: 'ts' }
      })
    },
  }
}

/** Functions that load the module when they are called. */
function wrappersOf(names: readonly string[], module: string): readonly string[] {
  return [
    ...names.map((name) => `export const ${name} = (...given) => ${module}.${name}(...given)`),
    `export default { ${names.join(', ')} }`,
  ]
}

/** One constant for each member, so that those nobody imports are dropped. */
function membersOf(path: string, module: string): readonly string[] {
  const names = Object.keys(process.getBuiltinModule(path) ?? {}).filter(
    (name) => /^[A-Za-z]\w*$/.test(name) && name !== 'default',
  )
  return [
    `const module = ${module}`,
    'export default module',
    '/* @__NO_SIDE_EFFECTS__ */ const member = (name) => module[name]',
    ...names.map((name) => `const $${name} = /* @__PURE__ */ member('${name}')\nexport { $${name} as ${name} }`),
  ]
}

/** A module by itself, with what it imports renamed. */
async function transformTo(source: string, target: string, renamed: readonly [string, string][]): Promise<void> {
  const text = await readFile(join(SOURCE, source), 'utf8')
  const { code } = await transform(text, { loader: 'ts', target: BUNDLING.target })
  writeFileSync(
    join(DIST, target),
    renamed.reduce((made, [from, to]) => made.replaceAll(`"${from}"`, `"${to}"`), code),
  )
}

/**
 * Modules of Node as they are: an import makes a second view of each, and reads every member for it, the slow ones that
 * Node would load on first use included. That costs a third of a small scan.
 */
function plainBuiltins(): Plugin {
  return {
    name: 'plain-builtins',
    setup(build) {
      build.onResolve({ filter: /^node:/ }, ({ path }) => ({ path, namespace: 'builtin', sideEffects: false }))
      build.onLoad({ filter: /.*/, namespace: 'builtin' }, ({ path }) => {
        const module = `process.getBuiltinModule(${JSON.stringify(path)})`
        const late = LATE.get(path)
        const contents = late === undefined ? membersOf(path, module) : wrappersOf(late, module)
        return { contents: contents.join('\n'), loader: 'js' }
      })
    },
  }
}

function declarations(): void {
  const { status } = spawnSync('tsc', ['-p', 'tsconfig.build.json'], { cwd: ROOT, stdio: 'inherit' })
  if (status !== 0) process.exitCode = 1
}

function licences(inputs: Metafile['inputs']): string {
  const folders = Object.keys(inputs).flatMap((path) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? [])
  const texts = [...new Set(folders)].sort().map((folder) => {
    const { name, version, license } = JSON.parse(readFileSync(join(ROOT, folder, 'package.json'), 'utf8'))
    const file = readdirSync(join(ROOT, folder)).find((name) => /^licen[cs]e/i.test(name))
    if (file === undefined) throw new Error(`${folder} has no licence file`)
    return `${name} ${version} (${license})\n\n${readFileSync(join(ROOT, folder, file), 'utf8').trim()}\n`
  })
  return `dist/ holds code of these packages.\n\n${texts.join('\n----\n\n')}`
}

import { readFileSync, writeFileSync } from 'node:fs'

/**
 * Adds to package-lock.json the optional packages of other platforms that npm left out. A registry that does not carry
 * them makes `npm install` drop them silently and `npm ci` refuse the lock file everywhere. Their versions are pinned by
 * the packages that want them; their platform is in their names. `--check` writes nothing and fails when one is missing.
 */
interface Entry {
  readonly version?: string
  readonly dev?: boolean
  readonly optionalDependencies?: Readonly<Record<string, string>>
  readonly [key: string]: unknown
}

const LOCK = 'package-lock.json'
const lock: { packages: Record<string, Entry> } = JSON.parse(readFileSync(LOCK, 'utf8'))
const missing = new Map<string, Entry>()

for (const [path, { dev, optionalDependencies = {} }] of Object.entries(lock.packages)) {
  for (const [name, version] of Object.entries(optionalDependencies)) {
    if (isLocked(name, path)) continue
    missing.set(`node_modules/${name}`, { version, ...platformOf(name), ...(dev ? { dev } : {}), optional: true })
  }
}

if (!process.argv.includes('--check')) {
  lock.packages = Object.fromEntries(
    [...Object.entries(lock.packages), ...missing].sort(([left], [right]) => left.localeCompare(right, 'en')),
  )
  if (missing.size > 0) writeFileSync(LOCK, `${JSON.stringify(lock, undefined, 2)}\n`)
} else if (missing.size > 0) {
  console.error(`${LOCK} lacks ${[...missing.keys()].join(', ')}: run node scripts/complete-lock.ts`)
  process.exitCode = 1
}

/** Whether a package finds it, as Node looks: beside itself and in the folders above. */
function isLocked(name: string, from: string): boolean {
  for (let folder = from; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/node_modules/')))) {
    if (Object.hasOwn(lock.packages, `${folder === '' ? '' : `${folder}/`}node_modules/${name}`)) return true
    if (folder === '') return false
  }
}

/** `@scope/binding-linux-arm64-musl` → linux, arm64, musl. */
function platformOf(name: string): Entry {
  const [, os, cpu = '', libc] =
    /(?:^|[/-])([a-z0-9]+)-(arm64|arm|x64|ia32|ppc64|riscv64|s390x)(?:-(.*))?$/.exec(name) ?? []
  if (os === undefined) throw new Error(`the name of ${name} tells no platform`)
  return {
    cpu: [cpu],
    ...(os === 'linux' && libc !== undefined ? { libc: [libc.startsWith('musl') ? 'musl' : 'glibc'] } : {}),
    os: [os],
  }
}

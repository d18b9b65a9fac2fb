import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, extname, join, relative, sep } from 'node:path'
import createIgnore, { type Ignore } from 'ignore'
import { compareText } from '../util/order.ts'

/**
 * Absolute paths of the files below a folder that may be inputs, by their endings, in a stable order. What `.gitignore`
 * files at, above and below the folder exclude is left out, as are `.git`, `node_modules`, `.terraform` and every symbolic
 * link. A folder that is itself ignored (`cdk.out`) was named on purpose: then only the `.gitignore` files within it count.
 */
export function walk(folder: string): readonly string[] {
  const found: string[] = []
  const above = ignoresAbove(folder)
  visit(folder, isIgnored(folder, true, above) ? [] : above, found)
  return found
}

interface IgnoreFile {
  readonly folder: string
  readonly rules: Ignore
}

function visit(folder: string, ignores: readonly IgnoreFile[], found: string[]): void {
  const own = ignoreFile(folder)
  const all = own === undefined ? ignores : [...ignores, own]
  const entries = readdirSync(folder, { withFileTypes: true }).sort((left, right) => compareText(left.name, right.name))
  for (const entry of entries) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) {
      if (!SKIPPED.has(entry.name) && !isIgnored(path, true, all)) visit(path, all, found)
    } else if (entry.isFile() && ENDINGS.has(extname(entry.name).toLowerCase()) && !isIgnored(path, false, all)) {
      found.push(path)
    }
  }
}

const SKIPPED: ReadonlySet<string> = new Set(['.git', 'node_modules', '.terraform'])
const ENDINGS: ReadonlySet<string> = new Set(['.json', '.yaml', '.yml', '.template', '.tfstate', '.tfplan'])

/** From the repository's root down to the folder's parent; none outside a repository. */
function ignoresAbove(folder: string): readonly IgnoreFile[] {
  const above: IgnoreFile[] = []
  if (existsSync(join(folder, '.git'))) return above
  for (let at = folder, parent = dirname(at); parent !== at; at = parent, parent = dirname(at)) {
    const own = ignoreFile(parent)
    if (own !== undefined) above.unshift(own)
    if (existsSync(join(parent, '.git'))) return above
  }
  return []
}

function ignoreFile(folder: string): IgnoreFile | undefined {
  const path = join(folder, '.gitignore')
  if (!existsSync(path)) return undefined
  return { folder, rules: createIgnore().add(readFileSync(path, 'utf8')) }
}

/** The nearest file that says anything decides, as in git. */
function isIgnored(path: string, isFolder: boolean, ignores: readonly IgnoreFile[]): boolean {
  for (const { folder, rules } of ignores.toReversed()) {
    const below = relative(folder, path).split(sep).join('/')
    const { ignored, unignored } = rules.test(isFolder ? `${below}/` : below)
    if (ignored || unignored) return ignored
  }
  return false
}

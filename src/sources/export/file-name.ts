import { addTo } from '../../util/groups.ts'
import { cliService, kebab, OPERATIONS } from './operations.ts'

export interface NamedFile {
  /** The operations that the command in the name stands for; `list-tags-for-resource` is that of several services. */
  readonly operations: readonly string[]
  /** What stands beside the command: the bucket of `get-bucket-policy.my-bucket.json`. */
  readonly subject?: string
}

/**
 * What a file's name tells about a CLI call, for answers that do not name their subject. `s3api/get-bucket-policy.web.json`,
 * `get-bucket-policy_web.json`, `web.get-bucket-policy.json` and `get-bucket-policy/web.json` all mean the bucket `web`.
 * A subject may be percent-encoded (`%2F` for `/`).
 */
export function readFileName(path: string): NamedFile {
  const segments = path.split('/')
  const base = (segments.at(-1) ?? '').replace(/\.(?:json|txt|err|out|log)$/, '')
  const folder = segments.at(-2) ?? ''
  const words = new Set(path.toLowerCase().split(/[^a-z0-9]+/))
  const inBase = commandIn(base)
  const found = inBase ?? (COMMANDS().has(folder) ? { command: folder, subject: base } : undefined)
  if (found === undefined) return { operations: [] }
  const operations = COMMANDS().get(found.command) ?? []
  const ofService = operations.filter((operation) => words.has(serviceOf(operation)))
  const isAccount = /^\d{12}$/.test(found.subject)
  const likely = operations.filter((operation) => (operation === OF_ACCOUNT) === isAccount)
  const kept = ofService.length > 0 ? ofService : likely.length > 0 ? likely : operations
  return found.subject === '' ? { operations: kept } : { operations: kept, subject: decoded(found.subject) }
}

/** The operation with this API name; several services may share one (then the file's name decides). */
export function operationsOfApi(api: string): readonly string[] {
  return COMMANDS().get(kebab(api)) ?? []
}

const SEPARATOR = /[-_.@ ]/
const LONGEST_NAME = 512

/** The longest command that the name starts or ends with, and the rest of the name. */
function commandIn(base: string): { readonly command: string; readonly subject: string } | undefined {
  const name = base.slice(0, LONGEST_NAME)
  const bare = withoutService(name)
  for (let end = bare.length; end > 0; end -= 1) {
    if (end < bare.length && !SEPARATOR.test(bare.charAt(end))) continue
    const command = bare.slice(0, end)
    if (COMMANDS().has(command)) return { command, subject: bare.slice(end).replace(/^[-_.@ ]{1,9}/, '') }
  }
  for (let start = 1; start < name.length; start += 1) {
    if (!SEPARATOR.test(name.charAt(start - 1))) continue
    const command = name.slice(start)
    if (COMMANDS().has(command)) return { command, subject: name.slice(0, start).replace(/[-_.@ ]{1,9}$/, '') }
  }
  return undefined
}

function withoutService(name: string): string {
  const prefix = /^([a-z0-9]+)[-_. ]+/.exec(name)
  return prefix?.[1] !== undefined && SERVICES().has(prefix[1]) ? name.slice(prefix[0].length) : name
}

function decoded(subject: string): string {
  if (!subject.includes('%')) return subject
  try {
    return decodeURIComponent(subject)
  } catch {
    return subject
  }
}

let commands: ReadonlyMap<string, readonly string[]> | undefined
let services: ReadonlySet<string> | undefined

function COMMANDS(): ReadonlyMap<string, readonly string[]> {
  if (commands !== undefined) return commands
  const made = new Map<string, string[]>()
  for (const operation of Object.keys(OPERATIONS)) {
    const command = commandNameOf(operation)
    addTo(made, command, operation)
  }
  commands = made
  return made
}

/** The account's own block is a command of `s3control` with the name of the bucket's. */
const OF_ACCOUNT = 's3:GetAccountPublicAccessBlock'

function serviceOf(operation: string): string {
  return operation === OF_ACCOUNT ? 's3control' : cliService(operation.split(':')[0] ?? '')
}

function commandNameOf(operation: string): string {
  return operation === OF_ACCOUNT ? 'get-public-access-block' : kebab(operation.split(':')[1] ?? '')
}

function SERVICES(): ReadonlySet<string> {
  services ??= new Set(Object.keys(OPERATIONS).map(serviceOf))
  return services
}

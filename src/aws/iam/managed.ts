import { brotliDecompressSync } from 'node:zlib'
import { parseArn } from '../arn.ts'
import { BLOCK_LENGTHS, BLOCKS, MANAGED_POLICIES_VERSION } from '../data/managed-policies.ts'
import { type Policy, parsePolicy } from './policy.ts'

export { MANAGED_POLICIES_VERSION }

/**
 * The current text of a policy that AWS manages, by its ARN in any partition or by its name. Undefined when there is
 * none of that name: one of the user's own, or newer than this version of opscheck. Only the block that holds the text
 * is unpacked. Importing this module loads all of them, packed: import it when a policy of AWS is met.
 */
export function managedPolicy(arnOrName: string): Policy | undefined {
  const entry = entryOf(arnOrName)
  if (entry === undefined) return undefined
  const known = policies.get(entry.name)
  if (known !== undefined) return known
  const policy = parsePolicy(unpack(entry.block + 1).slice(entry.start, entry.start + entry.length))
  policies.set(entry.name, policy)
  return policy
}

/** The path of a managed policy: `/service-role/`. */
export function managedPolicyPath(arnOrName: string): string | undefined {
  return entryOf(arnOrName)?.path
}

/** Names of all, in their stored order. */
export function managedPolicyNames(): readonly string[] {
  return [...index().keys()]
}

interface Entry {
  readonly name: string
  readonly path: string
  readonly block: number
  readonly start: number
  readonly length: number
}

const policies = new Map<string, Policy>()
const unpacked = new Map<number, string>()
let entries: ReadonlyMap<string, Entry> | undefined

function entryOf(arnOrName: string): Entry | undefined {
  if (!arnOrName.startsWith('arn:')) return index().get(arnOrName)
  const arn = parseArn(arnOrName)
  if (arn?.service !== 'iam' || arn.account !== 'aws' || !arn.resource.startsWith('policy/')) return undefined
  const found = index().get(arn.resource.slice(arn.resource.lastIndexOf('/') + 1))
  return found !== undefined && arn.resource === `policy${found.path}${found.name}` ? found : undefined
}

function index(): ReadonlyMap<string, Entry> {
  if (entries !== undefined) return entries
  const made = new Map<string, Entry>()
  let last = -1
  let start = 0
  for (const line of unpack(0).split('\n')) {
    const [name = '', path = '/', block, length] = line.split(' ')
    if (Number(block) !== last) start = 0
    last = Number(block)
    made.set(name, { name, path, block: last, start, length: Number(length) })
    start += Number(length)
  }
  entries = made
  return made
}

function unpack(block: number): string {
  const known = unpacked.get(block)
  if (known !== undefined) return known
  let start = 0
  for (const length of BLOCK_LENGTHS.slice(0, block)) start += length
  // Each block starts at any byte, base64 at each third: decode a little more on both sides.
  const end = start + (BLOCK_LENGTHS[block] ?? 0)
  const from = Math.floor(start / 3)
  const bytes = Buffer.from(BLOCKS.slice(from * 4, Math.ceil(end / 3) * 4), 'base64')
  const text = brotliDecompressSync(bytes.subarray(start - from * 3, end - from * 3)).toString('latin1')
  unpacked.set(block, text)
  return text
}

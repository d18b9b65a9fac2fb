import { type Cause, isSpecial, KIND, type Ref, type Text, text, type Value } from '../model/value.ts'
import { causeOf, settle } from './answer.ts'

/**
 * An image reference taken apart. A part with a hole keeps it: `account` may be a `Ref`, `tag` a `Text`. A part that is
 * left out is absent, except under kind `unknown`.
 */
export interface ImageReference {
  /** `ecr` is a private registry of Amazon ECR, `other` any registry that is none of Amazon's. */
  readonly kind: 'ecr' | 'ecr-public' | 'other' | 'unknown'
  /** The host; `docker.io` when none is written. Absent for a repository's URI that is a reference. */
  readonly registry?: Value
  readonly account?: Value
  readonly region?: Value
  /** The path without the host; for the URI or name of a repository of the unit the `Ref` itself. */
  readonly repository?: Value
  /** `latest` when neither tag nor digest is written. */
  readonly tag?: Value
  /** With its algorithm: `sha256:…`. */
  readonly digest?: Value
  /** Nobody wrote the tag. */
  readonly implicitLatest: boolean
  /** For `unknown`. */
  readonly reason?: Cause
}

type Part = Text['parts'][number]

/** Takes apart `registry/repository:tag@digest` as Docker reads it (distribution reference grammar). */
export function parseImage(value: Value | undefined): ImageReference {
  const settled = settle(value)
  if (typeof settled === 'string') return parseParts([settled])
  if (settled !== undefined && isSpecial(settled)) {
    if (settled[KIND] === 'text') return parseParts(settled.parts)
    if (settled[KIND] === 'ref') return parseParts([settled])
  }
  return notKnown(causeOf(settled, 'Image'))
}

function parseParts(parts: readonly Part[]): ImageReference {
  const [beforeDigest, digest] = splitAtLast(parts, '@')
  const [name, tag] = splitTag(beforeDigest)
  const first = name[0]
  if (name.length === 0 || name.every((part) => part === '')) {
    return notKnown({ class: 'value', reason: 'Image has no name' })
  }
  const pinned = {
    ...(digest === undefined ? {} : { digest: joined(digest) }),
    ...tagOf(name, tag, digest),
  }
  if (name.length === 1 && isRepositoryUri(first)) return { kind: 'ecr', repository: first, ...pinned }
  if (name.length === 1 && first !== undefined && typeof first !== 'string') {
    return { ...notKnown(causeOf(first, 'Image')), ...pinned }
  }
  return { ...place(name), ...pinned }
}

function notKnown(reason: Cause): ImageReference {
  return { kind: 'unknown', implicitLatest: false, reason }
}

function isRepositoryUri(part: Part | undefined): part is Ref {
  return part !== undefined && typeof part !== 'string' && part[KIND] === 'ref' && part.attribute === 'RepositoryUri'
}

/** A colon after the last slash starts the tag; one before it is a port. */
function splitTag(parts: readonly Part[]): readonly [readonly Part[], readonly Part[] | undefined] {
  const [name, tag] = splitAtLast(parts, ':')
  const isPort = tag?.some((part) => typeof part === 'string' && part.includes('/')) === true
  return isPort ? [parts, undefined] : [name, tag]
}

function tagOf(
  name: readonly Part[],
  tag: readonly Part[] | undefined,
  digest: readonly Part[] | undefined,
): Pick<ImageReference, 'tag' | 'implicitLatest'> {
  if (tag !== undefined) return { tag: joined(tag), implicitLatest: false }
  const hole = name.slice(afterLastSlash(name)).find(mayHoldTag)
  if (hole !== undefined && digest === undefined) {
    return { tag: { [KIND]: 'unknown', cause: causeOf(hole, 'Image'), present: 'maybe' }, implicitLatest: false }
  }
  return digest === undefined ? { tag: 'latest', implicitLatest: true } : { implicitLatest: false }
}

function afterLastSlash(parts: readonly Part[]): number {
  return Math.max(
    0,
    parts.findLastIndex((part) => typeof part === 'string' && part.includes('/')),
  )
}

/** A hole may stand for a whole `name:tag`; what names a repository does not. */
function mayHoldTag(part: Part): boolean {
  if (typeof part === 'string') return false
  return part[KIND] !== 'ref' || !NAMES_REPOSITORY.includes(part.attribute)
}

const NAMES_REPOSITORY = ['Ref', 'RepositoryUri', 'RepositoryName']

function place(name: readonly Part[]): Omit<ImageReference, 'tag' | 'digest'> {
  const [host, path] = splitAtFirst(name, '/')
  if (path === undefined) {
    const hole = name.find((part) => typeof part !== 'string')
    if (hole === undefined) return dockerHub(['library/', ...name])
    return { ...notKnown(causeOf(hole, 'Image')), repository: joined(name) }
  }
  const ecr = privateRegistry(host)
  if (ecr !== undefined) {
    return { kind: 'ecr', registry: joined(host), ...ecr, repository: joined(path), implicitLatest: false }
  }
  const only = host.length === 1 ? host[0] : undefined
  if (typeof only !== 'string') {
    const hole = host.find((part) => typeof part !== 'string')
    return { ...notKnown(causeOf(hole, 'the registry of Image')), registry: joined(host), repository: joined(path) }
  }
  const registry = only.toLowerCase()
  if (!registry.includes('.') && !registry.includes(':') && registry !== 'localhost') return dockerHub(name)
  const kind = registry === 'public.ecr.aws' ? 'ecr-public' : 'other'
  return { kind, registry, repository: joined(path), implicitLatest: false }
}

function dockerHub(path: readonly Part[]): Omit<ImageReference, 'tag' | 'digest'> {
  return { kind: 'other', registry: 'docker.io', repository: joined(path), implicitLatest: false }
}

/** `ACCOUNT.dkr.ecr.REGION.amazonaws.com` and the dual-stack `ACCOUNT.dkr-ecr.REGION.on.aws`, also with `-fips`. */
const MARKS = ['.dkr.ecr.', '.dkr-ecr.', '.dkr.ecr-fips.', '.dkr-ecr-fips.']

function privateRegistry(host: readonly Part[]): { readonly account: Value; readonly region: Value } | undefined {
  for (const mark of MARKS) {
    const [account, tail] = splitAtFirst(host, mark)
    if (tail === undefined || account.length === 0) continue
    const [region, suffix] = splitAtFirst(tail, '.')
    if (suffix !== undefined && region.length > 0) return { account: joined(account), region: joined(region) }
  }
  return undefined
}

function splitAtFirst(parts: readonly Part[], mark: string): readonly [readonly Part[], readonly Part[] | undefined] {
  const index = parts.findIndex((part) => typeof part === 'string' && part.includes(mark))
  const part = parts[index]
  return typeof part === 'string' ? splitAt(parts, index, part, part.indexOf(mark), mark) : [parts, undefined]
}

function splitAtLast(parts: readonly Part[], mark: string): readonly [readonly Part[], readonly Part[] | undefined] {
  const index = parts.findLastIndex((part) => typeof part === 'string' && part.includes(mark))
  const part = parts[index]
  return typeof part === 'string' ? splitAt(parts, index, part, part.lastIndexOf(mark), mark) : [parts, undefined]
}

function splitAt(
  parts: readonly Part[],
  index: number,
  part: string,
  at: number,
  mark: string,
): readonly [readonly Part[], readonly Part[]] {
  const before = part.slice(0, at)
  const after = part.slice(at + mark.length)
  return [
    [...parts.slice(0, index), ...(before === '' ? [] : [before])],
    [...(after === '' ? [] : [after]), ...parts.slice(index + 1)],
  ]
}

function joined(parts: readonly Part[]): Value {
  const only = parts.length === 1 ? parts[0] : undefined
  return only ?? text(parts)
}

import { entry, isList, isSpecial, type PropertyMap, type Value } from '../../model/value.ts'
import { settle } from '../answer.ts'
import type { Instant, LifecycleImage } from './simulate.ts'

/**
 * The images of one repository from the answer of DescribeImages, under PascalCase names (`ImageDigest`, `ImageTags`,
 * `ImagePushedAt`, …). DescribeImages does not tell which images a manifest list holds: where there are lists, or the
 * media types are not told, untagged images may be held by one.
 */
export function lifecycleImages(images: readonly PropertyMap[]): readonly LifecycleImage[] {
  const mayHoldOthers = images.some((image) => {
    const mediaType = settle(entry(image, 'ImageManifestMediaType'))
    return typeof mediaType !== 'string' || LISTS.includes(mediaType)
  })
  return images.flatMap((image) => {
    const digest = settle(entry(image, 'ImageDigest'))
    return typeof digest === 'string' ? [readImage(digest, image, mayHoldOthers)] : []
  })
}

const LISTS = ['application/vnd.docker.distribution.manifest.list.v2+json', 'application/vnd.oci.image.index.v1+json']

function readImage(digest: string, image: PropertyMap, mayHoldOthers: boolean): LifecycleImage {
  const tags = readTags(settle(entry(image, 'ImageTags')))
  const pushedAt = instantOf(entry(image, 'ImagePushedAt'))
  const pull = entry(image, 'LastRecordedPullTime')
  const lastPulledAt = pull === undefined ? 'never' : instantOf(pull)
  const lastActivatedAt = instantOf(entry(image, 'LastActivatedAt'))
  const lastArchivedAt = instantOf(entry(image, 'LastArchivedAt'))
  const status = settle(entry(image, 'ImageStatus'))
  const mayBeHeld = mayHoldOthers && tags?.length === 0
  return {
    digest,
    ...(tags === undefined ? {} : { tags }),
    ...(pushedAt === undefined ? {} : { pushedAt }),
    ...(lastPulledAt === undefined ? {} : { lastPulledAt }),
    ...(lastActivatedAt === undefined ? {} : { lastActivatedAt }),
    ...(lastArchivedAt === undefined ? {} : { lastArchivedAt }),
    ...(status === undefined || status === 'ACTIVE' ? {} : { status: status === 'ARCHIVED' ? status : 'ACTIVATING' }),
    ...(mayBeHeld ? { referencedBy: 'unknown' } : {}),
  }
}

function readTags(value: Value | undefined): readonly string[] | undefined {
  if (value === undefined) return []
  if (!isList(value)) return undefined
  const tags: string[] = []
  for (const item of value) {
    if (isSpecial(item) || typeof item !== 'string') return undefined
    tags.push(item)
  }
  return tags
}

/** Seconds since 1970, as older versions of the AWS CLI print instants, or ISO 8601 text. */
function instantOf(value: Value | undefined): Instant | undefined {
  const settled = settle(value)
  if (typeof settled === 'number') return Number.isFinite(settled) ? settled * 1000 : undefined
  if (typeof settled !== 'string' || !ISO_INSTANT.test(settled)) return undefined
  const instant = Date.parse(settled)
  return Number.isNaN(instant) ? undefined : instant
}

/** With a zone: a text without one would be read by the clock of this machine. */
const ISO_INSTANT = /^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]{5,18}(?:Z|[+-][0-9]{2}:?[0-9]{2})$/

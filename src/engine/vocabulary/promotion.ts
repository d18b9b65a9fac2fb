import type { Resource } from '../../model/resource.ts'
import { type Cause, entry, isList, isMap, type Value } from '../../model/value.ts'
import { type Element, type Frame, type Members, rootElement } from '../frame.ts'
import { elementMembers, openness } from '../related.ts'
import type { Place, Relation } from '../word.ts'
import { arnOfResource } from '../world.ts'

const SERVICE = 'AWS::ECS::Service'
const REVISION = 'Opscheck::ECS::ServiceRevision'
const IMAGE = 'Opscheck::ECR::Image'
const RUNNING: Place = { types: [SERVICE], at: '#runningImage' }

export const relations: readonly Relation[] = [
  {
    name: 'runningImages',
    on: [{ types: [SERVICE], at: '' }],
    to: RUNNING,
    class: 'apart',
    says: 'The images of private ECR repositories that the current revisions of the service run, by digest.',
    reads: [REVISION],
    of: runningImages,
  },
  {
    name: 'servicesOfDigest',
    on: [RUNNING],
    to: { types: [SERVICE], at: '' },
    class: 'apart',
    says: 'The services that run, or ran in an earlier revision, an image of the same digest.',
    reads: [SERVICE, REVISION],
    of: servicesOfDigest,
  },
  {
    name: 'otherServices',
    on: [RUNNING],
    to: { types: [SERVICE], at: '' },
    class: 'apart',
    says: 'All services of all inputs.',
    reads: [SERVICE],
    of: (frame) => {
      const open = unreadIn(frame, SERVICE)
      const members = frame.world.ofType(SERVICE).map((resource) => ({ element: rootElement(resource) }))
      return open === undefined ? { members } : { members, open }
    },
  },
  {
    name: 'pushedAs',
    on: [RUNNING],
    to: { types: [IMAGE], at: '' },
    class: 'apart',
    says: 'The images of that digest, in whatever repository.',
    reads: [IMAGE],
    of: pushedAs,
  },
]

/** A revision that does not tell whether it is current may be: only where none is told, all are looked at. */
function runningImages(frame: Frame, { resource }: Element): Members {
  const index = frame.world.memo('promotion.revisions', () => revisionsByService(frame))
  const own = index.get(arnOfResource(resource) ?? '') ?? []
  const current = own.filter((revision) => entry(revision.properties, 'Current') === true)
  if (current.length === 0) {
    const { open } = openness(frame, resource, 'apart', [REVISION], 'service revision')
    return { members: [], open: open ?? NO_REVISION }
  }
  const elements = current.flatMap((revision) => imagesOf(revision).map((image) => running(revision, image)))
  return elementMembers(elements)
}

const NO_REVISION: Cause = { class: 'input', reason: 'no current revision of the service was read' }

interface Image {
  readonly container: string
  readonly digest: string
  readonly index: number
}

function running(revision: Resource, { container, digest, index }: Image): Element {
  return {
    resource: revision,
    value: digest,
    path: ['ContainerImages', index],
    facts: { key: container },
  }
}

function imagesOf(revision: Resource): readonly Image[] {
  const images = entry(revision.properties, 'ContainerImages')
  return (isList(images) ? images : []).flatMap((image, index) => {
    if (textIn(image, 'Image')?.includes('.dkr.ecr.') !== true) return []
    const digest = textIn(image, 'ImageDigest')
    return digest === undefined ? [] : [{ container: textIn(image, 'ContainerName') ?? digest, digest, index }]
  })
}

function textIn(map: Value, key: string): string | undefined {
  const value = isMap(map) ? entry(map, key) : undefined
  return typeof value === 'string' ? value : undefined
}

function revisionsByService(frame: Frame): ReadonlyMap<string, readonly Resource[]> {
  return Map.groupBy(frame.world.ofType(REVISION), (revision) => textIn(revision.properties, 'Service') ?? '')
}

function servicesOfDigest(frame: Frame, element: Element): Members {
  const index = frame.world.memo('promotion.services', () => servicesByDigest(frame))
  const services = typeof element.value === 'string' ? (index.get(element.value) ?? []) : []
  const open = unreadIn(frame, SERVICE) ?? frame.world.memo('promotion.silent', () => silentService(frame))
  const members = [...new Set(services)].map((resource) => ({ element: rootElement(resource) }))
  return open === undefined ? { members } : { members, open }
}

function servicesByDigest(frame: Frame): ReadonlyMap<string, readonly Resource[]> {
  const byArn = new Map(frame.world.ofType(SERVICE).map((service) => [arnOfResource(service) ?? '', service]))
  const found = new Map<string, Resource[]>()
  for (const revision of frame.world.ofType(REVISION)) {
    const service = byArn.get(textIn(revision.properties, 'Service') ?? '')
    if (service === undefined) continue
    for (const { digest } of imagesOf(revision)) {
      const same = found.get(digest) ?? []
      found.set(digest, same)
      same.push(service)
    }
  }
  return found
}

function pushedAs(frame: Frame, element: Element): Members {
  const index = frame.world.memo('promotion.images', () =>
    Map.groupBy(frame.world.ofType(IMAGE), (image) => textIn(image.properties, 'ImageDigest') ?? ''),
  )
  const images = typeof element.value === 'string' ? (index.get(element.value) ?? []) : []
  const members = images.map((resource) => ({ element: rootElement(resource) }))
  if (members.length > 0) return { members }
  return { members, open: unreadIn(frame, IMAGE) ?? { class: 'input', reason: 'no image of that digest was read' } }
}

/** Why a digest may run without being seen: a service whose current revision was not read. */
function silentService(frame: Frame): Cause | undefined {
  const revisions = frame.world.memo('promotion.revisions', () => revisionsByService(frame))
  const silent = frame.world
    .ofType(SERVICE)
    .find((service) =>
      (revisions.get(arnOfResource(service) ?? '') ?? []).every(
        (revision) => entry(revision.properties, 'Current') !== true,
      ),
    )
  return silent === undefined
    ? undefined
    : { class: 'input', reason: `the current revision of ${silent.address} was not read` }
}

/** Other accounts and regions count too: every one that was looked at has to be read whole. */
function unreadIn(frame: Frame, type: string): Cause | undefined {
  const all = frame.world.coverages.filter((coverage) => coverage.type === type)
  const partial = all.find((coverage) => coverage.state !== 'complete')
  if (partial !== undefined) return partial.cause ?? { class: 'input', reason: `not every ${type} was read` }
  return all.length === 0 ? { class: 'input', reason: `${type} was not read` } : undefined
}

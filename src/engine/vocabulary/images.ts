import { type Answer, no, unsure, unsureOf, yes } from '../../aws/answer.ts'
import { lifecycleImages } from '../../aws/ecr-lifecycle/images.ts'
import { type LifecycleOutcome, simulateLifecycle } from '../../aws/ecr-lifecycle/simulate.ts'
import type { Resource } from '../../model/resource.ts'
import { type Cause, entry, isList, isMap, isSpecial, KIND, unknown, type Value } from '../../model/value.ts'
import { type Element, type Frame, type Members, rootElement } from '../frame.ts'
import { parsePath, readPath } from '../path.ts'
import { followed, memberOf } from '../related.ts'
import { hasChoice, settleDeep } from '../settle.ts'
import type { Algorithm, Facet, Relation } from '../word.ts'
import { pseudoOf } from '../world.ts'
import { policyOf } from './ecr.ts'
import { imageOf, TASK_DEFINITION, triValue, unknownOf } from './ecs.ts'
import { TASK } from './exec.ts'
import { keepsTag, REPOSITORY } from './repository-settings.ts'
import { REVISION, usersOf } from './task-definition-use.ts'

const IMAGE = 'Opscheck::ECR::Image'
const ON_CONTAINER = [{ types: [TASK_DEFINITION], at: 'ContainerDefinitions[]' }]
const ON_IMAGE = [{ types: [IMAGE], at: '' }]

export const relations: readonly Relation[] = [
  {
    name: 'ecrImages',
    on: ON_CONTAINER,
    to: { types: [IMAGE], at: '' },
    class: 'apart',
    says: 'The images in ECR that the container runs: by the digests of its tasks and service revisions, else by its tag.',
    reads: [REPOSITORY, IMAGE, TASK, REVISION],
    of: ecrImages,
  },
]

export const facets: readonly Facet[] = [
  {
    name: 'tagImmutable',
    on: ON_CONTAINER,
    says: 'Its tag is one of a private repository of ECR that lets nobody move it.',
    reads: [REPOSITORY],
    read: (frame, element) => triValue(tagImmutable(frame, element)),
  },
  {
    name: 'stored',
    on: ON_IMAGE,
    says: 'The repository still has the image.',
    reads: [],
    read: () => true,
  },
  {
    name: 'criticalFindings',
    on: ON_IMAGE,
    says: 'How many critical findings the last basic scan counted.',
    reads: [],
    read: (frame, { resource }) => criticalFindings(frame, resource),
  },
]

export const algorithms: readonly Algorithm[] = [
  {
    name: 'expires',
    on: ON_IMAGE,
    says: 'The lifecycle policy of its repository expires or archives the image within that many days: {inDays: 1}.',
    reads: [REPOSITORY, IMAGE],
    compile: (operand) => {
      operand.map()
      const days = operand.strings('inDays')
      return (frame, { resource }) => {
        const told = days(frame, rootElement(resource))
        const within = isTexts(told) ? Number(told[0]) : Number.NaN
        const expected = `expires within ${within} days`
        if (!Number.isFinite(within)) return { ...unsureOf('limit', '"inDays" is no number'), expected }
        return { ...expiry(frame, resource, within), expected }
      }
    },
  },
]

function isTexts(list: readonly string[] | { readonly cause: Cause }): list is readonly string[] {
  return Array.isArray(list)
}

type Home =
  | { readonly kind: 'elsewhere' }
  | { readonly kind: 'repository'; readonly repository: Resource }
  | { readonly kind: 'unknown'; readonly cause: Cause }

/** The repository that the container's image comes from, by registry account, region and name. */
function homeOf(frame: Frame, element: Element): Home {
  const image = imageOf(frame, element)
  if (image.kind === 'unknown')
    return { kind: 'unknown', cause: image.reason ?? { class: 'value', reason: 'the image is not known' } }
  if (image.kind !== 'ecr') return { kind: 'elsewhere' }
  const { resource } = element
  const name = image.repository
  if (name !== undefined && isSpecial(name) && name[KIND] === 'ref') {
    const found = followed(frame, resource, name, [REPOSITORY]).members[0]?.element.resource
    if (found !== undefined) return seen(found)
  }
  const account = scopePart(image.account, resource.scope.account)
  const region = scopePart(image.region, resource.scope.region)
  if (typeof name !== 'string' || account === undefined || region === undefined)
    return { kind: 'unknown', cause: { class: 'value', reason: 'which repository is meant is not known' } }
  const scope = { ...resource.scope, account, region }
  const found = frame.world.named([REPOSITORY], name, scope)
  if (found !== undefined) return seen(found)
  const cause = frame.world.namesake([REPOSITORY], name, scope)
  return {
    kind: 'unknown',
    cause: cause ?? { class: 'input', reason: `the repository ${name} is not among the inputs` },
  }
}

function seen(repository: Resource): Home {
  if (repository.type === REPOSITORY && repository.rest === undefined) return { kind: 'repository', repository }
  return { kind: 'unknown', cause: repository.rest?.cause ?? { class: 'limit', reason: 'it is no repository of ECR' } }
}

/** A pseudo parameter of a template stands for the account and region of its own stack. */
function scopePart(value: Value | undefined, own: string): string | undefined {
  if (typeof value === 'string') return value
  if (value === undefined) return own
  const isOwn = isSpecial(value) && value[KIND] === 'unknown' && pseudoOf(value.cause.reason) !== undefined
  return isOwn ? own : undefined
}

function ecrImages(frame: Frame, element: Element): Members {
  const home = homeOf(frame, element)
  if (home.kind === 'elsewhere') return { members: [] }
  if (home.kind === 'unknown') return { members: [], open: home.cause }
  const wanted = wantedOf(frame, element)
  if ('class' in wanted) return { members: [], open: wanted }
  const stock = stockOf(frame, home.repository)
  const found = wanted.flatMap((name) => stock.byName.get(name) ?? [])
  const missing = wanted.filter((name) => !stock.byName.has(name))
  const members = found.map(memberOf)
  if (missing.length === 0) return { members }
  if (stock.open !== undefined) return { members, open: stock.open }
  return { members: [...members, ...missing.map((name) => ({ element: gone(home.repository, name) }))] }
}

/** What the container runs, or would: digests where tasks or revisions tell them, else the digest or tag as written. */
function wantedOf(frame: Frame, element: Element): readonly string[] | Cause {
  const name = isMap(element.value) ? frame.choices.settle(entry(element.value, 'Name')) : undefined
  const running = typeof name === 'string' ? digestsOf(frame, element.resource, name) : []
  if (running.length > 0) return running
  const { digest, tag } = imageOf(frame, element)
  const written = digest ?? tag
  if (typeof written === 'string') return [written]
  return unknownOf(written, 'the tag of the image is not known').cause
}

function digestsOf(frame: Frame, taskDefinition: Resource, container: string): readonly string[] {
  const digests = new Set<string>()
  for (const { element, maybe } of usersOf(frame, taskDefinition)) {
    const { type, properties } = element.resource
    const isTask = type === TASK
    if (maybe !== undefined || (!isTask && type !== REVISION)) continue
    const list = entry(properties, isTask ? 'Containers' : 'ContainerImages')
    for (const item of isList(list) ? list : []) {
      const digest = isMap(item) && entry(item, isTask ? 'Name' : 'ContainerName') === container
      const value = digest ? entry(item, 'ImageDigest') : undefined
      if (typeof value === 'string') digests.add(value)
    }
  }
  return [...digests]
}

/** The images of one repository by digest and by tag. */
interface Stock {
  readonly images: readonly Resource[]
  readonly byName: ReadonlyMap<string, Resource>
  /** Why there may be more. */
  readonly open: Cause | undefined
}

function stockOf(frame: Frame, repository: Resource): Stock {
  const stocks = frame.world.memo('ecr.stocks', () => new Map<Resource, Stock>())
  const known = stocks.get(repository)
  if (known !== undefined) return known
  const images = frame.world.memo('ecr.images', () => imagesByRepository(frame)).get(placeOf(repository)) ?? []
  const byName = new Map<string, Resource>()
  for (const image of images) {
    const digest = entry(image.properties, 'ImageDigest')
    if (typeof digest === 'string') byName.set(digest, image)
    const tags = entry(image.properties, 'ImageTags')
    for (const tag of isList(tags) ? tags : []) if (typeof tag === 'string') byName.set(tag, image)
  }
  const stock = { images, byName, open: openStock(frame, repository) }
  stocks.set(repository, stock)
  return stock
}

function imagesByRepository(frame: Frame): ReadonlyMap<string, readonly Resource[]> {
  return Map.groupBy(frame.world.ofType(IMAGE), placeOf)
}

/** The name within account and region, of a repository or of the repository of an image. */
function placeOf({ scope, properties }: Resource): string {
  const name = entry(properties, 'RepositoryName')
  return `${scope.account}|${scope.region}|${typeof name === 'string' ? name : ''}`
}

function openStock(frame: Frame, repository: Resource): Cause | undefined {
  const coverage = frame.world.coverage(IMAGE, repository.scope)
  if (coverage?.state === 'complete' || coverage?.closedFor?.has(repository.address) === true) return undefined
  return coverage?.cause ?? { class: 'input', reason: `the images of ${repository.address} were not read` }
}

function gone(repository: Resource, name: string): Element {
  const { properties, address } = repository
  const image: Resource = {
    ...repository,
    type: IMAGE,
    address: `${address}${name.includes(':') ? '@' : ':'}${name}`,
    standing: 'existing',
    properties: { RepositoryName: entry(properties, 'RepositoryName') ?? address },
    rest: unknown('read', 'the image is not in the repository'),
  }
  return rootElement(image, { stored: false })
}

function expiry(frame: Frame, image: Resource, days: number): Answer & { readonly seen?: string } {
  const name = entry(image.properties, 'RepositoryName')
  const repository = typeof name === 'string' ? frame.world.named([REPOSITORY], name, image.scope) : undefined
  if (repository === undefined) return unsureOf('input', 'the repository of the image is not among the inputs')
  const stock = stockOf(frame, repository)
  if (stock.open !== undefined) return unsure(stock.open)
  const digest = entry(image.properties, 'ImageDigest')
  const outcome = typeof digest === 'string' ? outcomesOf(frame, repository, stock, days).get(digest) : undefined
  if (outcome === undefined) return unsureOf('read', 'the image is not in the repository')
  if (outcome.outcome === 'unknown')
    return unsure(outcome.reason ?? { class: 'value', reason: 'whether it expires is not known' })
  if (outcome.outcome === 'stays') return no('no lifecycle rule takes the image')
  const verb = outcome.action === 'transition' ? 'archives' : 'expires'
  return yes(`the lifecycle rule of priority ${outcome.priority ?? '?'} ${verb} it`)
}

/** One simulation for each repository and horizon, unless an open condition changes the policy. */
function outcomesOf(
  frame: Frame,
  repository: Resource,
  stock: Stock,
  days: number,
): ReadonlyMap<string, LifecycleOutcome> {
  const simulate = (): ReadonlyMap<string, LifecycleOutcome> =>
    simulateLifecycle(
      policyOf(frame, repository),
      lifecycleImages(stock.images.map(({ properties }) => properties)),
      new Date(frame.now.getTime() + days * DAY),
    )
  if (hasChoice(entry(repository.properties, 'LifecyclePolicy'))) return simulate()
  const made = frame.world.memo(`ecr.outcomes ${days}`, () => new Map<Resource, ReturnType<typeof simulate>>())
  const known = made.get(repository) ?? simulate()
  made.set(repository, known)
  return known
}

const DAY = 86_400_000

/** Of other registries nobody promises that a tag stays. A tag that is not known can move where every tag can. */
function tagImmutable(frame: Frame, element: Element): Answer {
  const home = homeOf(frame, element)
  if (home.kind === 'elsewhere') return no('the tag is of a registry that does not promise to keep it')
  if (home.kind === 'unknown') return unsure(home.cause)
  const { tag } = imageOf(frame, element)
  if (typeof tag === 'string') return keepsTag(frame, home.repository, tag)
  const mode = settleDeep(frame, entry(home.repository.properties, 'ImageTagMutability')) ?? 'MUTABLE'
  if (mode === 'MUTABLE') return no('every tag of the repository can be moved')
  if (mode === 'IMMUTABLE') return yes('no tag of the repository can be moved')
  return unsure(unknownOf(tag, 'the tag of the image is not known').cause)
}

const SUMMARY = parsePath('ImageScanFindingsSummary') ?? []

/** Findings of enhanced scanning are in Inspector, and an image that was never scanned has none: neither is a zero. */
function criticalFindings(frame: Frame, image: Resource): Value {
  const summary = settleDeep(frame, readPath(frame, rootElement(image), SUMMARY))
  if (summary === undefined) return unknown('input', `${image.address} has no findings of a basic scan`)
  const counts = isMap(summary) ? (entry(summary, 'FindingSeverityCounts') ?? {}) : summary
  if (!isMap(counts)) return unknownOf(counts, `the findings of ${image.address} are not known`)
  return entry(counts, 'CRITICAL') ?? 0
}

import { FALSE, TRUE } from '../model/tri.ts'
import {
  type Cause,
  entry,
  isList,
  isMap,
  isSpecial,
  KIND,
  type PropertyMap,
  type Ref,
  type Value,
} from '../model/value.ts'
import {
  type Answer,
  anyOf,
  causeOf,
  consider,
  literalBoolean,
  literalText,
  NO,
  no,
  settle,
  unsure,
  unsureOf,
  YES,
  yes,
} from './answer.ts'
import { type ImageReference, parseImage } from './image.ts'

export type ContainerKind = 'router' | 'collector' | 'init' | 'app'

export interface ContainerKindAnswer {
  readonly kind: ContainerKind | 'unknown'
  /** For `unknown`. */
  readonly reason?: Cause
}

/**
 * The name of the repository that a reference names: a value, absent where AWS generates it (a generated name is none
 * of the known ones). Where it cannot be told the answer is an unknown value.
 */
export type RepositoryName = (repository: Ref) => Value | undefined

/**
 * What a container of a task definition is there for. Routers have a FireLens configuration or the image of one;
 * collectors and instrumentation are known by the name part of their image, wherever it was copied to; init containers
 * are not essential, and others wait for their end.
 */
export function containerKind(
  container: PropertyMap,
  siblings: readonly PropertyMap[],
  repositoryName: RepositoryName,
): ContainerKindAnswer {
  const firelens = settle(entry(container, 'FirelensConfiguration'))
  if (firelens !== undefined && !isAbsentMaybe(firelens)) return { kind: 'router' }
  const image = entry(container, 'Image')
  // A container without an image is refused by ECS: it is none of the known ones.
  const name = image === undefined ? '' : imageName(parseImage(image), repositoryName)
  if (typeof name === 'string') {
    const byImage = kindByName(name)
    if (byImage !== undefined) return { kind: byImage }
  }
  if (firelens !== undefined) return { kind: 'unknown', reason: causeOf(firelens, 'FirelensConfiguration') }
  const init = isInit(container, siblings)
  if (init.tri === TRUE) return { kind: 'init' }
  if (typeof name !== 'string') return { kind: 'unknown', reason: name }
  if (init.tri === FALSE) return { kind: 'app' }
  return init.reason === undefined ? { kind: 'unknown' } : { kind: 'unknown', reason: init.reason }
}

/** Only its existence or absence is open. */
function isAbsentMaybe(value: Value): boolean {
  return isSpecial(value) && value[KIND] === 'unknown' && value.present !== 'yes'
}

const XRAY_DAEMONS = ['aws-xray-daemon', 'xray-daemon']
const COLLECTORS = [
  'aws-otel-collector',
  'adot-collector',
  'otel-collector',
  'cloudwatch-agent',
  'opentelemetry-collector',
  'opentelemetry-collector-contrib',
  ...XRAY_DAEMONS,
]
const ROUTERS = ['aws-for-fluent-bit']
const INSTRUMENTATION = 'adot-autoinstrumentation-'

function kindByName(name: string): ContainerKind | undefined {
  if (COLLECTORS.includes(name)) return 'collector'
  if (ROUTERS.includes(name)) return 'router'
  return name.startsWith(INSTRUMENTATION) ? 'init' : undefined
}

/** The X-Ray daemon, in maintenance since February 2026. */
export function isLegacyXrayDaemon(image: ImageReference, repositoryName: RepositoryName): Answer {
  const name = imageName(image, repositoryName)
  if (typeof name !== 'string') return unsure(name)
  return XRAY_DAEMONS.includes(name) ? yes(name) : NO
}

/** The last part of the repository's path, empty when AWS generates it. */
function imageName(image: ImageReference, repositoryName: RepositoryName): string | Cause {
  let repository = image.repository
  if (repository === undefined) return image.reason ?? { class: 'value', reason: 'Image is not known' }
  const named = lastHole(repository)
  if (named !== undefined) {
    const value = settle(repositoryName(named))
    if (value === undefined) return ''
    repository = value
  }
  if (typeof repository === 'string') return afterSlash(repository)
  if (!isSpecial(repository) || repository[KIND] !== 'text') return causeOf(repository, 'the repository of Image')
  const tail = repository.parts.at(-1)
  const known = typeof tail === 'string' && tail.includes('/')
  return known ? afterSlash(tail) : causeOf(repository, 'the repository of Image')
}

/** The reference that alone makes up the repository, or its path after the last slash. */
function lastHole(repository: Value): Ref | undefined {
  if (!isSpecial(repository)) return undefined
  if (repository[KIND] === 'ref') return repository
  if (repository[KIND] !== 'text') return undefined
  const [last, before] = [repository.parts.at(-1), repository.parts.at(-2)]
  const alone = last !== undefined && typeof last !== 'string' && last[KIND] === 'ref'
  return alone && typeof before === 'string' && before.endsWith('/') ? last : undefined
}

function afterSlash(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1).toLowerCase()
}

function isInit(container: PropertyMap, siblings: readonly PropertyMap[]): Answer {
  const essential = consider(entry(container, 'Essential'), (value) => {
    // ECS API Reference, ContainerDefinition: what is not said to be false is essential.
    const flag = value === undefined ? true : literalBoolean(value)
    if (flag === undefined) return unsure(causeOf(value, 'Essential'))
    return flag ? YES : NO
  })
  if (essential.tri === TRUE) return NO
  const name = literalText(settle(entry(container, 'Name')))
  const awaited = anyOf(siblings.filter((sibling) => sibling !== container).map((sibling) => awaits(sibling, name)))
  if (awaited.tri === FALSE) return awaited
  return essential.tri === FALSE ? awaited : essential
}

function awaits(sibling: PropertyMap, name: string | undefined): Answer {
  return consider(entry(sibling, 'DependsOn'), (list) => {
    if (list === undefined) return NO
    if (!isList(list)) return unsure(causeOf(list, 'DependsOn'))
    return anyOf(list.map((item) => awaitsEnd(item, name)))
  })
}

function awaitsEnd(item: Value, name: string | undefined): Answer {
  return consider(item, (dependency) => {
    if (!isMap(dependency)) return unsure(causeOf(dependency, 'DependsOn'))
    const other = literalText(settle(entry(dependency, 'ContainerName')))
    const condition = literalText(settle(entry(dependency, 'Condition')))
    if (other !== undefined && name !== undefined && other !== name) return NO
    if (condition !== undefined && condition !== 'COMPLETE' && condition !== 'SUCCESS') return NO
    return other === undefined || name === undefined || condition === undefined
      ? unsureOf('value', 'what DependsOn waits for is not known')
      : YES
  })
}

/** ECS API Reference, LogConfiguration. */
const LOG_DRIVERS = {
  FARGATE: ['awslogs', 'splunk', 'awsfirelens'],
  EC2: ['awslogs', 'splunk', 'awsfirelens', 'fluentd', 'gelf', 'json-file', 'journald', 'syslog'],
} as const

/** Whether the log driver works on a launch type; Managed Instances and external instances are not told by AWS. */
export function logDriverSupported(driver: Value | undefined, launchType: 'FARGATE' | 'EC2'): Answer {
  return consider(driver, (value) => {
    const text = literalText(value)
    if (text === undefined) return unsure(causeOf(value, 'LogDriver'))
    const allowed: readonly string[] = LOG_DRIVERS[launchType]
    return allowed.includes(text) ? YES : no(`${launchType} supports ${allowed.join(', ')}`)
  })
}

/** What decides where a service or a standalone definition runs. */
export interface LaunchFacts {
  readonly launchType: Value | undefined
  /** `CapacityProviderStrategy` of the service. */
  readonly strategy: Value | undefined
  /** `DefaultCapacityProviderStrategy` of the cluster; where the cluster is not known, an unknown value. */
  readonly clusterStrategy: Value | undefined
}

/** A launch type or capacity providers of Fargate; without either the cluster's default, and then EC2. */
export function isFargate(facts: LaunchFacts): Answer {
  return consider(facts.launchType, (type) => {
    if (type === undefined)
      return strategyIsFargate(facts.strategy, () => strategyIsFargate(facts.clusterStrategy, () => NO))
    const text = literalText(type)
    if (text === undefined) return unsure(causeOf(type, 'LaunchType'))
    return text === 'FARGATE' ? YES : NO
  })
}

function strategyIsFargate(strategy: Value | undefined, otherwise: () => Answer): Answer {
  return consider(strategy, (list) => {
    if (list === undefined || (isList(list) && list.length === 0)) return otherwise()
    if (!isList(list)) return unsure(causeOf(list, 'the capacity provider strategy'))
    return anyOf(list.map((item) => consider(item, providerIsFargate)))
  })
}

function providerIsFargate(item: Value | undefined): Answer {
  if (!isMap(item)) return unsure(causeOf(item, 'the capacity provider strategy'))
  return consider(entry(item, 'CapacityProvider'), (provider) => {
    const text = literalText(provider)
    if (text !== undefined) return text === 'FARGATE' || text === 'FARGATE_SPOT' ? YES : NO
    // A reference names a capacity provider of the unit, and Fargate's two are built in.
    const own = provider !== undefined && isSpecial(provider) && provider[KIND] === 'ref'
    return own ? NO : unsure(causeOf(provider, 'CapacityProvider'))
  })
}

/** A task definition alone: it is made for Fargate. What it could run on besides (`Compatibilities`) says nothing. */
export function requiresFargate(taskDefinition: PropertyMap): Answer {
  return consider(entry(taskDefinition, 'RequiresCompatibilities'), (list) => {
    if (list === undefined) return NO
    if (!isList(list)) return unsure(causeOf(list, 'RequiresCompatibilities'))
    return anyOf(
      list.map((item) =>
        consider(item, (value) => {
          const text = literalText(value)
          if (text === undefined) return unsure(causeOf(value, 'RequiresCompatibilities'))
          return text === 'FARGATE' ? YES : NO
        }),
      ),
    )
  })
}

const SIZE = /^([0-9]{1,12}(?:\.[0-9]{1,6})?) ?([bkmgt]?)(?:i?b)?$/
const MEGABYTES: Readonly<Record<string, number>> = {
  '': 2 ** -20,
  b: 2 ** -20,
  k: 2 ** -10,
  m: 1,
  g: 1024,
  t: 1024 ** 2,
}

/** A size as Docker's log options write it (`25m`, `1g`, bytes without a letter) in megabytes. */
export function megabytes(size: Value | undefined): number | Cause {
  const value = settle(size)
  const written = literalText(value)
  if (written === undefined) return causeOf(value, 'the size')
  const parts = SIZE.exec(written.trim().toLowerCase())
  const factor = parts === null ? undefined : MEGABYTES[parts[2] ?? '']
  if (parts === null || factor === undefined)
    return { class: 'value', reason: 'the size has a form that is not understood' }
  return Number(parts[1]) * factor
}

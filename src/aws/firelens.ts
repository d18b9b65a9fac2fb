import { FALSE, TRUE, UNKNOWN } from '../model/tri.ts'
import { type Cause, entry, isMap, isSpecial, KIND, type PropertyMap, unknown, type Value } from '../model/value.ts'
import { type Answer, causeOf, consider, literalBoolean, literalText, NO, settle, unsure, YES } from './answer.ts'

/** One fault in how the containers of a task definition log through FireLens. */
export interface FirelensFault {
  readonly kind:
    | 'no-router'
    | 'many-routers'
    | 'router-not-essential'
    | 'router-logs-to-itself'
    | 'router-without-driver'
    | 'unused-router'
  /** Name of the container at fault, or its position from 1. */
  readonly container: string
}

export interface FirelensTopology {
  /** Positions of the containers that route, and of those that log through a router. */
  readonly routers: readonly number[]
  readonly users: readonly number[]
  readonly faults: readonly FirelensFault[]
  /** Why there may be more faults than these. */
  readonly open?: Cause
}

/**
 * How FireLens is laid out in a task definition (ECS Developer Guide, "Send Amazon ECS logs to an AWS service"): the
 * users of `awsfirelens` need exactly one router, which is essential and logs by another driver. A router that nobody
 * uses is a fault of its own kind.
 */
export function firelensTopology(containers: readonly PropertyMap[]): FirelensTopology {
  const routing = containers.map(isRouter)
  const using = containers.map(usesFirelens)
  const routers = positions(routing)
  const users = positions(using)
  let open = [...routing, ...using].find((answer) => answer.tri === UNKNOWN)?.reason
  const faults: FirelensFault[] = []
  const add = (kind: FirelensFault['kind'], position: number): void => {
    faults.push({ kind, container: nameOf(containers[position], position) })
  }
  const mayRoute = routing.some((answer) => answer.tri !== FALSE)
  const mayUse = using.some((answer) => answer.tri !== FALSE)
  if (!mayRoute) for (const user of users) add('no-router', user)
  if (users.length > 0) for (const extra of routers.slice(1)) add('many-routers', extra)
  for (const position of routers) {
    const router = containers[position]
    if (router === undefined) continue
    if (!mayUse) add('unused-router', position)
    const essential = isEssential(router)
    if (essential.tri === FALSE) add('router-not-essential', position)
    open ??= essential.reason
    if (using[position]?.tri === TRUE) add('router-logs-to-itself', position)
    if (hasNoDriver(router)) add('router-without-driver', position)
  }
  return open === undefined ? { routers, users, faults } : { routers, users, faults, open }
}

function positions(answers: readonly Answer[]): readonly number[] {
  return answers.flatMap((answer, index) => (answer.tri === TRUE ? [index] : []))
}

function nameOf(container: PropertyMap | undefined, position: number): string {
  const name = container === undefined ? undefined : literalText(settle(entry(container, 'Name')))
  return name ?? String(position + 1)
}

function isRouter(container: PropertyMap): Answer {
  return consider(entry(container, 'FirelensConfiguration'), (value) => {
    if (value === undefined) return NO
    const maybe = isSpecial(value) && value[KIND] === 'unknown' && value.present !== 'yes'
    return maybe ? unsure(value.cause) : YES
  })
}

function usesFirelens(container: PropertyMap): Answer {
  return consider(driverOf(container), (value) => {
    if (value === undefined) return NO
    const text = literalText(value)
    if (text === undefined) return unsure(causeOf(value, 'LogDriver'))
    return text === 'awsfirelens' ? YES : NO
  })
}

function driverOf(container: PropertyMap): Value | undefined {
  const logging = settle(entry(container, 'LogConfiguration'))
  return isMap(logging) ? entry(logging, 'LogDriver') : logging
}

function hasNoDriver(container: PropertyMap): boolean {
  return driverOf(container) === undefined
}

function isEssential(container: PropertyMap): Answer {
  return consider(entry(container, 'Essential'), (value) => {
    const flag = value === undefined ? true : literalBoolean(value)
    return flag === undefined ? unsure(causeOf(value, 'Essential')) : flag ? YES : NO
  })
}

/** Fluent Bit's AWS outputs under the name of today (Fluent Bit manual; AWS for Fluent Bit). */
const AWS_OUTPUTS: Readonly<Record<string, string>> = {
  cloudwatch: 'cloudwatch_logs',
  cloudwatch_logs: 'cloudwatch_logs',
  firehose: 'kinesis_firehose',
  kinesis_firehose: 'kinesis_firehose',
  kinesis: 'kinesis_streams',
  kinesis_streams: 'kinesis_streams',
  s3: 's3',
  es: 'opensearch',
  opensearch: 'opensearch',
}

/**
 * The AWS output that the options of an `awsfirelens` container name, by its name of today: `cloudwatch_logs`,
 * `kinesis_firehose`, `kinesis_streams`, `s3`, `opensearch`. Absent for an output that asks AWS for nothing. Without a
 * name the output stands in a configuration file, which is not seen. Fluent Bit reads keys in any case of letters.
 */
export function awsOutput(options: Value | undefined): Value | undefined {
  const known = settle(options)
  if (known !== undefined && !isMap(known)) return unknownOutput(causeOf(known, 'Options'))
  const name = settle(known === undefined ? undefined : caseless(known, 'name'))
  if (name === undefined) {
    return unknownOutput({ class: 'limit', reason: 'the output is set in a configuration file of the log router' })
  }
  const plugin = literalText(name)?.toLowerCase()
  if (plugin === undefined) return unknownOutput(causeOf(name, 'the name of the output'))
  const output = Object.hasOwn(AWS_OUTPUTS, plugin) ? AWS_OUTPUTS[plugin] : undefined
  if (output !== 'opensearch' || known === undefined) return output
  return signed(settle(caseless(known, 'aws_auth')), output)
}

/** OpenSearch is asked with AWS credentials only where `Aws_Auth` is on. */
function signed(auth: Value | undefined, output: string): Value | undefined {
  if (auth === undefined) return undefined
  const flag = literalText(settle(auth))?.toLowerCase()
  if (flag === undefined) return unknownOutput(causeOf(auth, 'Aws_Auth'))
  return ['on', 'true', 'yes'].includes(flag) ? output : undefined
}

function caseless(map: PropertyMap, key: string): Value | undefined {
  const exact = Object.keys(map).find((name) => name.toLowerCase() === key)
  return exact === undefined ? undefined : entry(map, exact)
}

function unknownOutput(cause: Cause): Value {
  return unknown(cause.class, cause.reason)
}

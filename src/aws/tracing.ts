import { entry, isList, isMap, isSpecial, KIND, type PropertyMap, unknown, type Value } from '../model/value.ts'
import { causeOf, literalText, settle } from './answer.ts'

/** Where a container sends its traces: to itself, to a container of the task, to X-Ray's OTLP endpoint, elsewhere. */
export type TraceTarget = 'localhost' | 'container' | 'xray' | 'elsewhere'

const TARGETS: readonly TraceTarget[] = ['localhost', 'container', 'xray', 'elsewhere']

/** The first that is set decides (OpenTelemetry Protocol Exporter; X-Ray Developer Guide). */
const VARIABLES = ['OTEL_EXPORTER_OTLP_TRACES_ENDPOINT', 'OTEL_EXPORTER_OTLP_ENDPOINT', 'AWS_XRAY_DAEMON_ADDRESS']

/**
 * Where the environment of a container sends traces, one of {@link TraceTarget}; absent when it does not say. Settled
 * values only. Values may be secrets: they are asked, never shown. `containers` are the names of the task's containers.
 */
export function traceTarget(container: PropertyMap, containers: readonly string[]): Value | undefined {
  for (const name of VARIABLES) {
    const value = variable(container, name)
    if (value !== undefined) return targetOf(value, name, containers)
  }
  return fromFiles(container)
}

function variable(container: PropertyMap, name: string): Value | undefined {
  const plain = named(container, 'Environment', name)
  if (isMap(plain)) return entry(plain, 'Value')
  const held = named(container, 'Secrets', name)
  if (isMap(held)) return unknown('input', `${name} comes from a secret`, { present: 'yes' })
  return plain ?? held
}

/** The entry of a list of names and values; unknown when an entry that is not known may be it. */
function named(container: PropertyMap, property: string, name: string): Value | undefined {
  const list = settle(entry(container, property))
  if (list === undefined) return undefined
  if (!isList(list)) return open(list, property)
  let unclear: Value | undefined
  for (const item of list) {
    if (!isMap(item)) {
      unclear ??= open(item, property)
      continue
    }
    const key = settle(entry(item, 'Name'))
    if (key === name) return item
    if (literalText(key) === undefined) unclear ??= open(key, property)
  }
  return unclear
}

function fromFiles(container: PropertyMap): Value | undefined {
  const files = settle(entry(container, 'EnvironmentFiles'))
  const none = files === undefined || (isList(files) && files.length === 0)
  return none ? undefined : unknown('input', 'the environment files of the container are not read')
}

function open(value: Value | undefined, what: string): Value {
  const { class: kind, reason } = causeOf(value, what)
  return unknown(kind, reason)
}

function targetOf(value: Value, name: string, containers: readonly string[]): Value {
  const settled = settle(value)
  if (isSpecial(settled) && settled[KIND] === 'secret') {
    const found = TARGETS.find((target) => settled.test((text) => told(text, containers) === target))
    return found ?? 'elsewhere'
  }
  const text = literalText(settled)
  if (text !== undefined) return told(text, containers)
  if (!isSpecial(settled) || settled[KIND] !== 'text') return open(settled, name)
  const head = settled.parts[0]
  // What follows the host (its port, a path) may be open.
  if (typeof head === 'string') return (ends(head) ? told(head, containers) : undefined) ?? open(settled, name)
  if (head === undefined || head[KIND] !== 'secret' || !head.test(ends)) return open(settled, name)
  return TARGETS.find((target) => head.test((part) => told(part, containers) === target)) ?? 'elsewhere'
}

const HOST = /^(?:\[[0-9a-f:]{2,45}\]|[^:/\s[\]]{1,255})/
const XRAY = /^xray\.[a-z0-9-]{1,40}\.(?:amazonaws\.com(?:\.cn)?|api\.aws)$/

/** `http://host:4318/v1/traces`, `host:4317`, `tcp:host:2000 udp:host:2000`. */
function told(text: string, containers: readonly string[]): TraceTarget {
  const host = hostOf(text)
  if (host === 'localhost' || host === '[::1]' || /^127(?:\.[0-9]{1,3}){3}$/.test(host)) return 'localhost'
  if (XRAY.test(host)) return 'xray'
  return containers.includes(host) ? 'container' : 'elsewhere'
}

function hostOf(text: string): string {
  const written = text.trim().toLowerCase()
  const scheme = written.indexOf('://')
  const authority = scheme >= 0 ? written.slice(scheme + 3) : written.replace(/^(?:tcp|udp):/, '')
  return HOST.exec(authority)?.[0] ?? ''
}

/** The host is written to its end. */
function ends(text: string): boolean {
  const host = hostOf(text)
  return host !== '' && !text.trim().toLowerCase().endsWith(host)
}

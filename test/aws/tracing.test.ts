import { describe, expect, it } from 'vitest'
import { traceTarget } from '../../src/aws/tracing.ts'
import { isSpecial, KIND, type PropertyMap, secret, text, unknown, type Value } from '../../src/model/value.ts'

const CONTAINERS = ['web', 'collector']

describe('where a container sends traces', () => {
  it.each([
    ['OTEL_EXPORTER_OTLP_ENDPOINT', 'http://localhost:4318', 'localhost'],
    ['OTEL_EXPORTER_OTLP_ENDPOINT', 'localhost:4317', 'localhost'],
    ['OTEL_EXPORTER_OTLP_ENDPOINT', 'http://127.0.0.1:4318/', 'localhost'],
    ['OTEL_EXPORTER_OTLP_ENDPOINT', 'http://[::1]:4318', 'localhost'],
    ['AWS_XRAY_DAEMON_ADDRESS', '127.0.0.1:2000', 'localhost'],
    ['AWS_XRAY_DAEMON_ADDRESS', 'tcp:127.0.0.1:2000 udp:127.0.0.2:2001', 'localhost'],
    ['AWS_XRAY_DAEMON_ADDRESS', 'collector:2000', 'container'],
    ['OTEL_EXPORTER_OTLP_ENDPOINT', 'http://Collector:4318', 'container'],
    ['OTEL_EXPORTER_OTLP_ENDPOINT', 'http://collector.internal:4318', 'elsewhere'],
    ['OTEL_EXPORTER_OTLP_ENDPOINT', 'http://10.0.0.1:4318', 'elsewhere'],
    ['OTEL_EXPORTER_OTLP_TRACES_ENDPOINT', 'https://xray.eu-west-1.amazonaws.com/v1/traces', 'xray'],
    ['OTEL_EXPORTER_OTLP_TRACES_ENDPOINT', 'https://xray.example.com/v1/traces', 'elsewhere'],
    ['OTEL_SERVICE_NAME', 'web', undefined],
  ])('%s %s', (name, value, expected) => {
    expect(traceTarget(withVariable(name, value), CONTAINERS)).toBe(expected)
    expect(traceTarget(withVariable(name, secret(value)), CONTAINERS)).toBe(expected)
  })

  it('takes the endpoint for traces before the one for all signals', () => {
    const environment = [
      { Name: 'OTEL_EXPORTER_OTLP_ENDPOINT', Value: secret('http://collector:4318') },
      { Name: 'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT', Value: secret('http://localhost:4318/v1/traces') },
    ]
    expect(traceTarget({ Environment: environment }, CONTAINERS)).toBe('localhost')
  })

  const hole = unknown('value', 'parameter Port has no value', { present: 'yes' })
  it.each<[string, Value, Value]>([
    ['the port is open', text([secret('http://localhost:'), hole]), 'localhost'],
    ['the port is open and the text is none to hide', text(['http://collector:', hole]), 'container'],
    ['the host may go on', text([secret('http://localhost'), hole]), 'unknown'],
    ['the host is open', text([secret('http://'), hole]), 'unknown'],
    ['all is open', hole, 'unknown'],
  ])('%s', (_, value, expected) => {
    const target = traceTarget(withVariable('OTEL_EXPORTER_OTLP_ENDPOINT', value), CONTAINERS)
    expect(isSpecial(target) ? target[KIND] : target).toBe(expected)
  })

  it.each<[string, PropertyMap]>([
    [
      'a secret holds it',
      { Secrets: [{ Name: 'OTEL_EXPORTER_OTLP_ENDPOINT', ValueFrom: 'arn:aws:ssm:::parameter/x' }] },
    ],
    ['a file may hold it', { EnvironmentFiles: [{ Type: 's3', Value: 'arn:aws:s3:::config/web.env' }] }],
    ['a name is open', { Environment: [{ Name: hole, Value: 'x' }] }],
    ['the list is open', { Environment: hole }],
  ])('is not known where %s', (_, container) => {
    const target = traceTarget(container, CONTAINERS)
    expect(isSpecial(target) ? target[KIND] : target).toBe('unknown')
  })
})

function withVariable(name: string, value: Value): PropertyMap {
  return { Name: 'web', Environment: [{ Name: name, Value: value }] }
}

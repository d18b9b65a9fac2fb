import { describe, expect, it } from 'vitest'
import { megabytes } from '../../src/aws/container.ts'
import { awsOutput } from '../../src/aws/firelens.ts'
import { isSpecial, KIND, type PropertyMap, unknown } from '../../src/model/value.ts'

const hole = unknown('value', 'parameter Name has no value', { present: 'yes' })

describe('the AWS output that FireLens options name', () => {
  it.each<[PropertyMap, string | undefined]>([
    [{ Name: 'cloudwatch_logs' }, 'cloudwatch_logs'],
    [{ Name: 'cloudwatch' }, 'cloudwatch_logs'],
    [{ name: 'Firehose' }, 'kinesis_firehose'],
    [{ NAME: 'kinesis' }, 'kinesis_streams'],
    [{ Name: 's3' }, 's3'],
    [{ Name: 'datadog' }, undefined],
    [{ Name: 'constructor' }, undefined],
    [{ Name: 'opensearch' }, undefined],
    [{ Name: 'opensearch', AWS_Auth: 'Off' }, undefined],
    [{ Name: 'opensearch', aws_auth: 'On' }, 'opensearch'],
    [{ Name: 'es', Aws_auth: true }, 'opensearch'],
  ])('%j is %s', (options, expected) => {
    expect(awsOutput(options)).toBe(expected)
  })

  it.each([undefined, {}, { Name: hole }, hole, { Name: 'es', Aws_Auth: hole }])('is not known for %j', (options) => {
    const output = awsOutput(options)
    expect(isSpecial(output) ? output[KIND] : output).toBe('unknown')
  })
})

describe('a size of the log driver in megabytes', () => {
  it.each([
    ['25m', 25],
    ['25M', 25],
    ['1g', 1024],
    ['1.5g', 1536],
    ['512k', 0.5],
    ['4 mb', 4],
    ['1GiB', 1024],
    ['1048576', 1],
    ['1048576b', 1],
    [1048576, 1],
  ])('%s is %d', (size, expected) => {
    expect(megabytes(size)).toBe(expected)
  })

  it.each(['', 'm', 'many', '-1m', '1e3', hole, undefined])('%s is not known', (size) => {
    expect(megabytes(size)).toHaveProperty('reason')
  })
})

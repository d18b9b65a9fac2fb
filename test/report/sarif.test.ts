import { readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import fc from 'fast-check'
import type * as Sarif from 'sarif'
import { describe, expect, it } from 'vitest'
import type { Finding } from '../../src/model/finding.ts'
import type { Report } from '../../src/model/report.ts'
import { formats } from '../../src/report/index.ts'
import { findingAbout, fixture, HOSTILE, reportAbout } from './reports.ts'
import { sarifSchema } from './sarif-tools.ts'

const OPTIONS = { color: false, width: 80, evidence: false }

const isSarif = new Ajv2020({ strict: false, validateFormats: false }).compile<Sarif.Log>(
  JSON.parse(readFileSync(sarifSchema, 'utf8')),
)

async function render(report: Report, show?: ReadonlySet<Finding['verdict']>): Promise<Sarif.Log> {
  const log: unknown = JSON.parse(await formats.sarif(report, show === undefined ? OPTIONS : { ...OPTIONS, show }))
  if (!isSarif(log)) throw new Error(JSON.stringify(isSarif.errors))
  return log
}

describe('sarif', () => {
  it('tells a fail with its place, level and fingerprint', async () => {
    const [run] = (await render(fixture('mixed'))).runs
    expect(run?.results?.[1]).toEqual({
      ruleId: 'logging/log-driver-set',
      ruleIndex: 2,
      kind: 'fail',
      level: 'error',
      message: { text: 'container web has no log driver' },
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: 'stacks/shop.yaml' },
            region: { startLine: 17, startColumn: 11, endLine: 17, endColumn: 12 },
          },
          logicalLocations: [{ name: 'shop-app', fullyQualifiedName: 'AppTask', kind: 'resource' }],
        },
      ],
      partialFingerprints: { primaryLocationLineHash: 'a2c94d2b7b5e8c10' },
      properties: {
        severity: 'high',
        resource: { type: 'AWS::ECS::TaskDefinition', address: 'AppTask', account: 'unknown', region: 'unknown' },
        element: 'web',
      },
    })
  })

  it('tells an unknown as open and a waived fail as suppressed', async () => {
    const results = (await render(fixture('mixed'))).runs[0]?.results ?? []
    expect(results.map(({ kind, level }) => `${kind} ${level}`)).toEqual([
      'fail error',
      'fail error',
      'fail warning',
      'fail warning',
      'open none',
      'open none',
      'open none',
    ])
    expect(results[3]?.suppressions).toEqual([
      {
        kind: 'external',
        status: 'accepted',
        justification: 'archive of the old shop, emptied in spring (platform team, until 2027-03-31)',
      },
    ])
    expect(results[6]?.message.text).toBe('the retention of Macro is not known (the macro Expand is not run)')
  })

  it('leaves unknowns to the notifications, by cause, when only fails are to be shown', async () => {
    const [run] = (await render(fixture('mixed'), new Set(['fail']))).runs
    expect(run?.results?.map(({ kind }) => kind)).toEqual(['fail', 'fail', 'fail', 'fail'])
    expect(run?.invocations?.[0]?.toolExecutionNotifications?.map(({ message }) => message.text)).toEqual([
      'aws_ecs_task_definition.job is known after apply: 2 rules not judged',
      'the macro Expand is not run: 1 rule not judged',
      'the type Custom::Thing is not modelled',
      'images/scan-findings-read was not judged: scan findings are not in templates or plans',
      'Assumed: parameter Env taken as its default dev',
    ])
  })

  it('tells passes and not-applicables by their kind', async () => {
    const findings = (['pass', 'not-applicable'] as const).map((verdict) => ({ ...findingAbout('X'), verdict }))
    const [run] = (await render({ ...fixture('clean'), findings }, new Set(['pass', 'not-applicable']))).runs
    expect(run?.results?.map(({ kind, level }) => `${kind} ${level}`)).toEqual(['pass none', 'notApplicable none'])
  })

  it('gives each rule what GitHub asks for', async () => {
    const rules = (await render(fixture('mixed'))).runs[0]?.tool.driver.rules ?? []
    expect(rules[2]).toEqual({
      id: 'logging/log-driver-set',
      name: 'LoggingLogDriverSet',
      shortDescription: { text: 'Require a log driver on every container' },
      fullDescription: { text: 'A container without a log driver leaves nothing to debug with.' },
      help: {
        text: `\
A container without a log driver leaves nothing to debug with.

AWS CLI:
aws ecs register-task-definition --cli-input-json file://task.json

CloudFormation:
LogConfiguration:
  LogDriver: awslogs

Terraform:
logConfiguration = { logDriver = "awslogs" }

AWS: Send Amazon ECS logs to CloudWatch https://docs.aws.amazon.com/AmazonECS/latest/developerguide/using_awslogs.html

Example Corp: Operations handbook, chapter 3`,
        markdown: `\
A container without a log driver leaves nothing to debug with.

**AWS CLI**

\`\`\`sh
aws ecs register-task-definition --cli-input-json file://task.json
\`\`\`

**CloudFormation**

\`\`\`yaml
LogConfiguration:
  LogDriver: awslogs
\`\`\`

**Terraform**

\`\`\`hcl
logConfiguration = { logDriver = "awslogs" }
\`\`\`

- [AWS: Send Amazon ECS logs to CloudWatch](https://docs.aws.amazon.com/AmazonECS/latest/developerguide/using_awslogs.html)
- Example Corp: Operations handbook, chapter 3`,
      },
      helpUri: 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/using_awslogs.html',
      defaultConfiguration: { level: 'error' },
      properties: {
        tags: ['security', 'operations', 'logging', 'CIS-ECS/2.1', 'NIST/AU-2', 'NIST/AU-12'],
        precision: 'high',
        'security-severity': '8.0',
        severity: 'high',
      },
    })
  })

  it('anchors a live finding to a path of its own and names the resource', async () => {
    const location = (await render(fixture('live'))).runs[0]?.results?.[0]?.locations?.[0]
    expect(location).toEqual({
      physicalLocation: {
        artifactLocation: { uri: 'aws/111122223333/eu-central-1/ecs%3ADescribeServices' },
        region: { startLine: 1, startColumn: 1, endLine: 1, endColumn: 2 },
      },
      logicalLocations: [
        {
          name: 'web',
          fullyQualifiedName: 'arn:aws:ecs:eu-central-1:111122223333:service/shop/web',
          kind: 'resource',
        },
      ],
    })
  })

  it.each([
    ['stacks/shop.yaml', { uri: 'stacks/shop.yaml' }],
    ['./shop.yaml', { uri: 'shop.yaml' }],
    ['../shop.yaml', { uri: '../shop.yaml' }],
    ['my stacks/100%.yaml', { uri: 'my%20stacks/100%25.yaml' }],
    ['git::https://example.com/x', { uri: 'git%3A%3Ahttps%3A/example.com/x' }],
    ['/tmp/shop.yaml', { uri: 'tmp/shop.yaml', uriBaseId: 'ROOT' }],
    ['C:\\work\\shop.yaml', { uri: 'C%3A/work/shop.yaml', uriBaseId: 'ROOT' }],
  ])('names the file %s by a relative reference', async (file, artifactLocation) => {
    const findings = [{ ...findingAbout('X'), location: { file } }]
    const [run] = (await render({ ...fixture('clean'), findings })).runs
    expect(run?.results?.[0]?.locations?.[0]?.physicalLocation).toEqual({
      artifactLocation,
      region: { startLine: 1, endLine: 1 },
    })
    const based = 'uriBaseId' in artifactLocation
    expect(run?.originalUriBaseIds?.ROOT?.uri).toBe(based ? 'file:///' : undefined)
  })

  it('gives no rule more than ten tags', async () => {
    const report = fixture('clean')
    const controls = { NIST: Array.from({ length: 30 }, (_, index) => `AU-${index}`) }
    const [run] = (await render({ ...report, rules: report.rules.map((rule) => ({ ...rule, controls })) })).runs
    expect(run?.tool.driver.rules?.[0]?.properties?.tags).toHaveLength(10)
  })

  it('splits many results into runs of their own category, the worst first', async () => {
    const findings: Finding[] = [
      ...Array.from({ length: 2001 }, (_, index) => ({ ...findingAbout(`B${index}`), severity: 'low' as const })),
      ...Array.from({ length: 4000 }, (_, index) => ({ ...findingAbout(`A${index}`), severity: 'high' as const })),
    ]
    const { runs } = await render({ ...fixture('clean'), findings })
    expect(runs.map(({ results }) => results?.length)).toEqual([5000, 1001])
    expect(runs[0]?.results?.[0]?.properties?.severity).toBe('high')
    expect(runs.map(({ automationDetails }) => automationDetails?.id)).toEqual([undefined, 'opscheck-part-2/'])
    expect(runs[0]?.invocations?.[0]?.toolExecutionNotifications?.[0]?.message.text).toBe(
      'The results are split into runs of 5000, the most severe first.',
    )
  })

  it('says how many results it cannot list', { timeout: 60_000 }, async () => {
    const finding = findingAbout('X')
    const { runs } = await render({ ...fixture('clean'), findings: Array.from({ length: 100_003 }, () => finding) })
    expect(runs).toHaveLength(20)
    expect(runs[0]?.invocations?.[0]?.toolExecutionNotifications?.[0]?.message.text).toBe(
      'Only the 100000 most severe of 100003 results are listed; the JSON report has all.',
    )
  })

  it('makes no link of a name', async () => {
    const results = (await render(reportAbout('[click](https://example.com)'))).runs[0]?.results
    expect(results?.[0]?.message.text).toBe('\\[click\\](https://example.com)')
  })

  it.each(HOSTILE)('stays valid and within the limits: %j', async (name) => {
    accepted(await render(reportAbout(name)))
  })

  it('stays valid and within the limits, whatever the text', { timeout: 60_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary' }), async (name) => accepted(await render(reportAbout(name)))),
      { numRuns: 100 },
    )
  })
})

/** What GitHub refuses a file for. */
function accepted(log: Sarif.Log): void {
  for (const run of log.runs) {
    for (const { shortDescription, fullDescription, help } of run.tool.driver.rules ?? []) {
      for (const text of [shortDescription?.text, fullDescription?.text]) {
        expect(text?.length).toBeGreaterThan(0)
        expect(text?.length).toBeLessThanOrEqual(1024)
      }
      expect(help?.text.length).toBeGreaterThan(0)
      expect(help?.markdown?.length).toBeGreaterThan(0)
    }
    for (const { message, locations, partialFingerprints } of run.results ?? []) {
      expect(message.text?.length).toBeGreaterThan(0)
      expect(partialFingerprints?.primaryLocationLineHash?.length).toBeGreaterThan(0)
      const physical = locations?.[0]?.physicalLocation
      expect(physical?.artifactLocation?.uri).toMatch(/^(?:[\w.!~*'()-]|%[0-9A-F]{2})[^\\]*$/)
      expect(physical?.artifactLocation?.uri).not.toMatch(/^[a-z][a-z0-9+.-]*:/i)
      expect(physical?.region?.startLine ?? 1).toBeGreaterThanOrEqual(1)
    }
  }
}

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Report } from '../../src/model/report.ts'
import { formats } from '../../src/report/index.ts'
import { findingAbout, fixture, HOSTILE, reportAbout } from './reports.ts'

const PLAIN = { color: false, width: 80, evidence: false }

describe('table', () => {
  it('shows fails by resource, unknowns by cause, and the outcome last', async () => {
    expect(await formats.table(fixture('mixed'), PLAIN)).toBe(`\
AppTask  AWS::ECS::TaskDefinition  in shop
  critical  governance/execution-role-present  stacks/shop.yaml:10:3
            shop-app has no execution role
  high      logging/log-driver-set  [web]  stacks/shop.yaml:17:11
            container web has no log driver

aws_cloudwatch_log_group.app  AWS::Logs::LogGroup  in plan.json
  medium    logging/retention-set  plan.json:1:2210
            /shop/app keeps its events for ever

Waived
  logging/retention-set on OldGroup until 2027-03-31, by platform team: archive
  of the old shop, emptied in spring

Not known: 3 findings, 2 causes (--show unknown lists them)
  aws_ecs_task_definition.job is known after apply: 2 rules not judged
  the macro Expand is not run (Macro): 1 rule not judged

Not judged from these inputs, 1 rule: images/scan-findings-read

Assumed
  parameter Env taken as its default dev

Warnings
  stacks/shop.yaml:60 the type Custom::Thing is not modelled

opscheck explain RULE tells why a rule asks and how to fix it
FAIL 3 findings at or above medium (1 critical, 1 high, 1 medium), 1 waived, 3 unknown, 24 pass in 2 inputs
`)
  })

  it('says no more than the outcome when all is well', async () => {
    expect(await formats.table(fixture('clean'), PLAIN)).toBe(
      'PASS no findings at or above medium, 0 unknown, 12 pass in 1 input\n',
    )
  })

  it('names the call and the missing permission of a live scan', async () => {
    expect(await formats.table(fixture('live'), PLAIN)).toBe(`\
arn:aws:ecs:eu-central-1:111122223333:service/shop/web  AWS::ECS::Service
  low       logging/log-driver-set  ecs:DescribeServices
            web runs a container without a log driver

Not known: 1 finding, 1 cause (--show unknown lists them)
  logs:DescribeLogGroups was denied in 111122223333 eu-central-1
  (111122223333/eu-central-1): 1 rule not judged

Not read completely
  AWS::Logs::LogGroup in 111122223333 eu-central-1 unread: access denied,
  DescribeLogGroups, needs logs:DescribeLogGroups

opscheck explain RULE tells why a rule asks and how to fix it
INCOMPLETE no findings at or above high, 1 below, 1 unknown, 3 pass in 1 input
`)
  })

  it('lists unknowns with their cause when they are asked for', async () => {
    const text = await formats.table(fixture('mixed'), { ...PLAIN, show: new Set(['unknown']) })
    expect(text).toContain(`\
Macro  AWS::Logs::LogGroup  in shop  only when IsProduction
  unknown   logging/retention-set  stacks/shop.yaml:50:3
            the retention of Macro is not known: the macro Expand is not run
`)
    expect(text).not.toContain('Not known:')
    expect(text).not.toContain('shop-app has no execution role')
  })

  it('lists the evidence when it is asked for', async () => {
    const text = await formats.table(fixture('mixed'), { ...PLAIN, width: 120, evidence: true })
    expect(text).toContain(
      '            - AppTask ExecutionRoleArn: expected present, seen absent (stacks/shop.yaml:10:3)\n',
    )
  })

  it('says when only --strict makes the run fail', async () => {
    const report: Report = { ...fixture('clean'), outcome: 'fail', failOn: 'high' }
    expect(await formats.table(report, PLAIN)).toBe(
      'FAIL no findings at or above high, 0 unknown (--strict), 12 pass in 1 input\n',
    )
  })

  it.each([
    ['info', '3 findings at or above info (1 critical, 1 high, 1 medium)'],
    ['high', '2 findings at or above high (1 critical, 1 high), 1 below'],
    ['critical', '1 finding at or above critical (1 critical), 2 below'],
    ['none', '3 findings (1 critical, 1 high, 1 medium)'],
  ] as const)('counts against the gate %s', async (failOn, words) => {
    expect(await formats.table({ ...fixture('mixed'), failOn }, PLAIN)).toContain(`FAIL ${words}, 1 waived, `)
  })

  it('cuts long lists short and says how much is left', async () => {
    const assumptions = Array.from({ length: 15 }, (_, index) => `assumption ${index}`)
    const report = { ...fixture('clean'), assumptions }
    expect(await formats.table(report, PLAIN)).toContain(
      '  assumption 11\n  and 3 more (--evidence all lists them)\n\nPASS',
    )
    expect(await formats.table(report, { ...PLAIN, evidence: true })).toContain('  assumption 14\n\nPASS')
  })

  it('wraps wide characters by the columns they take', async () => {
    const message = '記録の保存期間 が設定 されていません '.repeat(3).trim()
    const report = { ...fixture('clean'), findings: [{ ...findingAbout('X'), message }] }
    const text = await formats.table(report, { ...PLAIN, width: 40 })
    expect(text).toContain('\n            記録の保存期間 が設定\n            されていません\n            記録')
  })

  it('paints only when asked', async () => {
    const csi = '\u001b['
    expect(await formats.table(fixture('mixed'), PLAIN)).not.toContain(csi)
    expect(await formats.table(fixture('mixed'), { ...PLAIN, color: true })).toContain(`${csi}31m`)
  })

  it.each(HOSTILE)('lets no name write to the terminal: %j', async (name) => {
    const text = await formats.table(reportAbout(name), {
      ...PLAIN,
      show: new Set(['fail', 'unknown']),
      evidence: true,
    })
    expect(text).not.toMatch(/(?![\n\u200c\u200d])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u)
    expect(text).toMatch(/\nFAIL [^\n]*\n$/)
  })

  it('keeps every line of any text printable', { timeout: 60_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary' }), fc.integer({ min: 1, max: 300 }), async (name, width) => {
        const text = await formats.table(reportAbout(name), { color: false, width, evidence: true })
        expect(text).not.toMatch(/(?![\n\u200c\u200d])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u)
      }),
      { numRuns: 100 },
    )
  })

  it('shortens a text without end', async () => {
    const text = await formats.table(reportAbout('x'.repeat(100_000)), PLAIN)
    expect(text).toContain('… (99600 more characters)')
    expect(text.length).toBeLessThan(20_000)
  })
})

import { readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import schema from '../../schemas/report.schema.json' with { type: 'json' }
import type { Finding } from '../../src/model/finding.ts'
import type { Report } from '../../src/model/report.ts'

export const isReport = new Ajv2020({ allErrors: true, allowUnionTypes: true }).compile<Report>(schema)

/** A report written by hand under fixtures/reports, checked by the published schema. */
export function fixture(name: 'mixed' | 'clean' | 'live'): Report {
  const report: unknown = JSON.parse(fixtureText(name))
  if (!isReport(report)) throw new Error(JSON.stringify(isReport.errors))
  return report
}

export function fixtureText(name: string): string {
  return readFileSync(new URL(`../../fixtures/reports/${name}.json`, import.meta.url), 'utf8')
}

/** A report of one fail whose free texts are all the given text. */
export function reportAbout(text: string): Report {
  const base = fixture('clean')
  return {
    ...base,
    outcome: 'fail',
    failOn: 'low',
    summary: { ...base.summary, fail: 1, severity: { ...base.summary.severity, high: 1 } },
    findings: [
      findingAbout(text),
      { ...findingAbout(text), verdict: 'unknown', cause: { class: 'value', reason: text } },
    ],
    notJudged: [{ rule: 'logging/log-driver-set', reason: text }],
    warnings: [{ code: 'odd', message: text, file: text, line: 3 }],
    assumptions: [text],
    coverage: [{ type: text, account: text, region: text, state: 'partial', class: 'read', reason: text }],
    inputs: [
      { unit: text, name: text, dialect: 'cloudformation', file: text, account: text, region: text, resources: 1 },
    ],
    rules: base.rules.map((rule) => ({
      ...rule,
      title: text,
      why: text,
      fix: { cli: text, cloudformation: text, terraform: text },
      references: [{ title: text, publisher: text, url: text }],
      controls: Object.fromEntries([[text, [text]]]),
    })),
  }
}

export function findingAbout(text: string): Finding {
  return {
    rule: 'logging/log-driver-set',
    verdict: 'fail',
    severity: 'high',
    resource: { type: 'AWS::ECS::Service', address: text, name: text, account: text, region: text, unit: text },
    element: text,
    location: { file: text, line: 3, column: 5 },
    message: text,
    evidence: [{ resource: text, path: [text, 0], expected: text, seen: text, note: text }],
    fingerprint: 'f0f0',
    conditional: text,
  }
}

/** Names that try to write to the terminal, to break a format or to reach a prototype. */
export const HOSTILE = [
  '\u001b[2J\u001b[31mred',
  '\u001b]8;;https://example.com\u0007click\u001b]8;;\u0007',
  'line one\r\nline two',
  'PASS no findings\u2028at all',
  '\u202egpj.exe',
  '\u009b31m',
  '\ud800',
  'a\udfffb',
  '__proto__',
  'constructor',
  '[click](https://example.com)',
  '`````` <img src=x onerror=alert(1)> ``````',
  '{0} %SRCROOT% $& $1 {{x}}',
  '..',
  '../../etc/passwd',
  'C:\\work\\stack.yaml',
  '',
  ' ',
  '日本語のスタック',
  '\u{e0041}\u{e0042}',
]

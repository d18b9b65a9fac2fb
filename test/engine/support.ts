import { managedPolicy } from '../../src/aws/iam/managed.ts'
import { compile, evaluate } from '../../src/engine/index.ts'
import type { Finding, Verdict } from '../../src/model/finding.ts'
import type { Resource, Unit } from '../../src/model/resource.ts'
import type { Json, Rule, Ruleset } from '../../src/model/rule.ts'
import type { PropertyMap } from '../../src/model/value.ts'

const ALL: ReadonlySet<Verdict> = new Set(['pass', 'fail', 'unknown', 'not-applicable'])

export const unit: Unit = { id: 'stack', dialect: 'cloudformation', name: 'stack', file: 'stack.yaml', closed: false }

export function resource(
  type: string,
  address: string,
  properties: PropertyMap,
  more: Partial<Resource> = {},
): Resource {
  return {
    type,
    address,
    unit,
    scope: { partition: 'aws', account: '111122223333', region: 'eu-west-1' },
    standing: 'managed',
    properties,
    locate: (path) => ({ file: 'stack.yaml', path: `/${path.join('/')}` }),
    ...more,
  }
}

export function rule(parts: Partial<Rule> & Pick<Rule, 'select' | 'check'>): Rule {
  return {
    id: 'logging/example',
    title: 'Require an example',
    severity: 'medium',
    why: 'For tests.',
    topic: 'logging',
    parameters: {},
    environments: [],
    fix: {},
    references: [],
    controls: {},
    formerly: [],
    recommended: true,
    source: { file: 'rules/logging/example.yaml', place: () => ({ line: 1, column: 1 }) },
    ...parts,
  }
}

export const ruleset: Ruleset = {
  rules: [],
  environments: [],
  environmentsConfigured: false,
  inputs: [],
  failOn: 'medium',
  waivers: [],
  known: [],
  maxWaiverDays: 365,
}

/** The verdicts of one rule by address (and element), in order. */
export function verdicts(given: Rule, resources: readonly Resource[]): readonly string[] {
  return findings(given, resources).map(
    (finding) =>
      `${finding.resource.address}${finding.element === undefined ? '' : `/${finding.element}`} ${finding.verdict}`,
  )
}

export function findings(
  given: Rule,
  resources: readonly Resource[],
  overrides: Partial<Ruleset> = {},
): readonly Finding[] {
  const parameters: Record<string, Json> = {}
  for (const [name, parameter] of Object.entries(given.parameters)) parameters[name] = parameter.default
  const compiled = compile([{ rule: given, severity: given.severity, parameters }], {
    regex: (pattern) => (text) => text.includes(pattern),
  })
  return evaluate(compiled, [{ units: [unit], resources, coverage: [], warnings: [] }], {
    ruleset: { ...ruleset, ...overrides },
    managedPolicy,
    digest: (text) => text,
    now: new Date('2026-01-01T00:00:00Z'),
    keep: ALL,
    explained: ALL,
  }).findings
}

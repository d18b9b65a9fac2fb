import type { Evidence, Finding, Subject, Verdict } from '../model/finding.ts'
import type { Location, Resource, Unit } from '../model/resource.ts'
import type { Ruleset } from '../model/rule.ts'
import type { Coverage, Snapshot } from '../model/snapshot.ts'
import { and, FALSE, TRUE, type Tri, UNKNOWN } from '../model/tri.ts'
import { type Cause, type CauseClass, entry, isMap, isSpecial, KIND, type Unknown } from '../model/value.ts'
import { compareText } from '../util/order.ts'
import { createChoices } from './choices.ts'
import type { CompiledRule } from './compile.ts'
import { describe, pathText } from './describe.ts'
import { type EnvironmentName, environmentOf } from './environment.ts'
import { type Element, type Frame, type ManagedPolicyLookup, rootElement } from './frame.ts'
import { createJsonReader } from './json-value.ts'
import { type Decider, deciding, record, restsOnNothing, startTrace, unreadBelow } from './trace.ts'
import { arnOfResource, createWorld, nameOf, type World } from './world.ts'

export interface EvaluateOptions {
  readonly ruleset: Ruleset
  readonly now: Date
  /** Injected, because the texts are large and most scans need none. */
  readonly managedPolicy: ManagedPolicyLookup
  /** A short hash of a text, for fingerprints; without it there are none. */
  readonly digest: ((text: string) => string) | undefined
  /** Verdicts whose findings are listed; all are counted. */
  readonly keep: ReadonlySet<Verdict>
  /** Verdicts whose findings say why, and where: what nobody reads is not made. */
  readonly explained: ReadonlySet<Verdict>
}

export interface Evaluation {
  /** Totally ordered. */
  readonly findings: readonly Finding[]
  readonly counts: Readonly<Record<Verdict, number>>
  readonly unknownBy: Readonly<Record<CauseClass, number>>
  /** Rules that the inputs can never decide, though they have subjects. */
  readonly notJudged: readonly { readonly rule: string; readonly reason: string }[]
  readonly assumptions: readonly string[]
  readonly coverage: readonly Coverage[]
  readonly judged: number
  /** Rules that had a subject. */
  readonly rules: ReadonlySet<string>
}

/** Judges every rule on every subject. Linear in resources; indexes are made once. */
export function evaluate(
  rules: readonly CompiledRule[],
  snapshots: readonly Snapshot[],
  options: EvaluateOptions,
): Evaluation {
  const world = createWorld(snapshots)
  const tally = createTally(options)
  for (const rule of rules) {
    const frame = createFrame(world, rule, options, tally.assumptions)
    const seen = { decided: 0, input: 0, reason: '' }
    const keepFinding = (finding: Finding | undefined, verdict: Verdict, cause?: Cause): void => {
      tally.add(verdict, cause, finding)
      tally.rules.add(rule.selected.rule.id)
      if (verdict === 'unknown' && cause?.class === 'input') {
        seen.input += 1
        seen.reason ||= cause.reason
      } else seen.decided += verdict === 'not-applicable' ? 0 : 1
    }
    for (const type of rule.selected.rule.select) {
      for (const resource of subjectsOf(world, type)) judgeResource(frame, rule, resource, options, keepFinding)
      for (const coverage of world.coverages) {
        if (coverage.type === type && coverage.cause?.class === 'read' && coverage.state !== 'complete') {
          keepFinding(unreadFinding(rule, coverage, options), 'unknown', coverage.cause)
        }
      }
    }
    if (seen.decided === 0 && seen.input > 0) tally.notJudged.push({ rule: rule.selected.rule.id, reason: seen.reason })
  }
  return tally.result(snapshots)
}

function subjectsOf(world: World, type: string): readonly Resource[] {
  return world.memo(`evaluate.subjects ${type}`, () => world.ofType(type).filter(isSubject))
}

/** What an IaC unit only reads is not its to mend; its own pieces of an existing resource are. */
function isSubject(resource: Resource): boolean {
  if (resource.standing === 'managed') return true
  return resource.unit.dialect === 'export' || resource.unit.dialect === 'live' || (resource.pieces?.length ?? 0) > 0
}

function createFrame(world: World, rule: CompiledRule, options: EvaluateOptions, assumptions: Set<string>): Frame {
  const nobody = rootElement(NOTHING)
  return {
    world,
    ruleset: options.ruleset,
    now: options.now,
    managedPolicy: options.managedPolicy,
    digest: options.digest,
    choices: createChoices(),
    json: world.memo('json', createJsonReader),
    parameters: rule.selected.parameters,
    subject: nobody,
    each: undefined,
    bound: [],
    trace: undefined,
    vacuous: false,
    admitted: 0,
    perhaps: 0,
    assumptions,
  }
}

const NOTHING: Resource = {
  type: '',
  address: '',
  unit: { id: '', dialect: 'export', name: '', closed: false },
  scope: { partition: 'aws', account: '?', region: '?' },
  standing: 'existing',
  properties: {},
  locate: () => ({ call: '' }),
}

type Keep = (finding: Finding | undefined, verdict: Verdict, cause?: Cause) => void

function judgeResource(
  frame: Frame,
  rule: CompiledRule,
  resource: Resource,
  options: EvaluateOptions,
  keep: Keep,
): void {
  const subject = rootElement(resource)
  frame.subject = subject
  frame.each = undefined
  if (rule.each === undefined) {
    judge(frame, rule, subject, undefined, options, keep)
    return
  }
  prepare(frame, resource)
  const set = rule.each(frame, subject)
  for (const member of set.members) {
    frame.each = member.element
    judge(frame, rule, member.element, elementKey(member.element), options, keep)
  }
  if (set.open === undefined) return
  // What else there may be does not matter where the rule is not about this environment.
  const decision: Decision =
    inEnvironment(frame, rule) === FALSE ? { verdict: 'not-applicable' } : { verdict: 'unknown', cause: set.open }
  const listed = options.keep.has(decision.verdict)
  keep(listed ? findingOf(frame, rule, subject, undefined, decision, []) : undefined, decision.verdict, decision.cause)
}

/** How many worlds were looked at: one, or several. */
type Judged = Decision & { readonly worlds: 1 | 2 }

interface Decision {
  readonly verdict: Verdict
  readonly cause?: Cause
}

function judge(
  frame: Frame,
  rule: CompiledRule,
  element: Element,
  key: string | undefined,
  options: EvaluateOptions,
  keep: Keep,
): void {
  const verdict = overWorlds(frame, rule, element)
  const listed = options.keep.has(verdict.verdict)
  if (!listed && verdict.verdict !== 'unknown') {
    keep(undefined, verdict.verdict)
    return
  }
  const explained = options.explained.has(verdict.verdict)
  const isUnknown = verdict.verdict === 'unknown'
  const leaves = explained || isUnknown ? explain(frame, rule, element, verdict) : []
  const cause = isUnknown ? (verdict.cause ?? causeOf(leaves)) : undefined
  const decided: Decision = cause === undefined ? { verdict: verdict.verdict } : { verdict: verdict.verdict, cause }
  const told = isUnknown && !explained ? undefined : leaves
  keep(listed ? findingOf(frame, rule, element, key, decided, told) : undefined, verdict.verdict, cause)
}

function prepare(frame: Frame, resource: Resource): void {
  frame.choices.reset()
  if (resource.condition !== undefined) frame.choices.assume(resource.condition)
}

/** The verdict on which all worlds of open conditions agree; else unknown, naming the conditions. */
function overWorlds(frame: Frame, rule: CompiledRule, element: Element): Judged {
  prepare(frame, frame.subject.resource)
  const first = once(frame, rule, element)
  if (!frame.choices.branching()) return { verdict: first, worlds: 1 }
  return overBranches(frame, rule, element, first)
}

/** The other worlds, after the first. */
function overBranches(frame: Frame, rule: CompiledRule, element: Element, first: Verdict): Judged {
  let common = first
  const asked = new Set(frame.choices.asked())
  while (frame.choices.next()) {
    const verdict = once(frame, rule, element)
    for (const question of frame.choices.asked()) asked.add(question)
    if (common === verdict) continue
    if (isHarmless(common) && isHarmless(verdict)) common = 'pass'
    else
      return {
        verdict: 'unknown',
        worlds: 2,
        cause: { class: 'value', reason: `it depends on ${[...asked].join(' and ')}` },
      }
  }
  if (frame.choices.exhausted()) {
    return {
      verdict: 'unknown',
      worlds: 2,
      cause: {
        class: 'limit',
        reason: `it depends on too many open conditions (${[...asked].slice(0, 3).join(', ')}, …)`,
      },
    }
  }
  return { verdict: common, worlds: 2 }
}

function isHarmless(verdict: Verdict): boolean {
  return verdict === 'pass' || verdict === 'not-applicable'
}

function once(frame: Frame, rule: CompiledRule, element: Element): Verdict {
  const within = inEnvironment(frame, rule)
  if (within === FALSE) return 'not-applicable'
  const where = rule.where === undefined ? within : and(within, rule.where(frame, element))
  if (where === FALSE) return 'not-applicable'
  frame.vacuous = false
  const check = rule.check(frame, element)
  if (check === TRUE) {
    const about = frame.vacuous ? aboutNobody(frame, rule, element) : undefined
    if (about !== undefined) return about
    return where === UNKNOWN && mayNotApply(frame, rule, element) ? 'unknown' : 'pass'
  }
  return where === TRUE && check === FALSE ? 'fail' : 'unknown'
}

function inEnvironment(frame: Frame, rule: CompiledRule): Tri {
  const wanted = rule.selected.rule.environments
  if (wanted.length === 0) return TRUE
  const { resource } = frame.subject
  const environment: EnvironmentName | Unknown = environmentOf(frame, resource)
  if (typeof environment === 'object') {
    if (frame.trace !== undefined) {
      const expected = wanted.join(' or ')
      const evidence = () => ({
        resource: resource.address,
        path: ['environment'],
        expected,
        location: resource.locate([]),
      })
      record(frame.trace, UNKNOWN, evidence, environment.cause)
    }
    return UNKNOWN
  }
  return wanted.some((each) => each === environment) ? TRUE : FALSE
}

/** The verdict of a check that holds because it is about nobody, or because whom it is about was not read. */
function aboutNobody(frame: Frame, rule: CompiledRule, element: Element): Verdict | undefined {
  const trace = startTrace()
  frame.trace = trace
  trace.node.tri = rule.check(frame, element)
  frame.trace = undefined
  if (restsOnNothing(trace.node)) return 'not-applicable'
  return restsOnNothing(trace.node, 'perhaps') && unreadBelow(trace.node).length > 0 ? 'unknown' : undefined
}

/** Whether the rule applies is lost with an answer that was not read: with it, the rule may not have been about this. */
function mayNotApply(frame: Frame, rule: CompiledRule, element: Element): boolean {
  const trace = startTrace()
  frame.trace = trace
  inEnvironment(frame, rule)
  rule.where?.(frame, element)
  frame.trace = undefined
  return deciding(trace.node, UNKNOWN).some(isUnread)
}

function isUnread({ cause }: Decider): boolean {
  return cause?.class === 'read'
}

/** Runs the worlds again, recording, up to the first that gives the verdict. */
function explain(frame: Frame, rule: CompiledRule, element: Element, { verdict, worlds }: Judged): readonly Decider[] {
  prepare(frame, frame.subject.resource)
  do {
    // Without open questions there is one world, and its verdict is known.
    if (worlds > 1 && once(frame, rule, element) !== verdict) continue
    const whereTrace = startTrace()
    frame.trace = whereTrace
    const within = inEnvironment(frame, rule)
    const where = rule.where === undefined ? TRUE : rule.where(frame, element)
    if (verdict === 'not-applicable' && where === FALSE) {
      frame.trace = undefined
      return deciding(whereTrace.node, FALSE)
    }
    const checkTrace = startTrace()
    frame.trace = checkTrace
    const check = rule.check(frame, element)
    frame.trace = undefined
    if (verdict !== 'unknown') return deciding(checkTrace.node, check)
    const ofWhere = and(within, where) === UNKNOWN ? deciding(whereTrace.node, UNKNOWN) : []
    const ofCheck = check === UNKNOWN ? deciding(checkTrace.node, UNKNOWN) : unreadBelow(checkTrace.node)
    // What an operator can grant goes before what no input shows.
    if (ofCheck.some(isUnread) && !ofWhere.some(isUnread)) return ofCheck
    return ofWhere.length > 0 ? ofWhere : ofCheck
  } while (frame.choices.next())
  return []
}

function causeOf(leaves: readonly Decider[]): Cause {
  const order: readonly CauseClass[] = ['read', 'value', 'limit', 'input']
  const causes = leaves.flatMap((leaf) => (leaf.cause === undefined ? [] : [leaf.cause]))
  for (const wanted of order) {
    const found = causes.find((cause) => cause.class === wanted)
    if (found !== undefined) return found
  }
  return { class: 'limit', reason: 'the data does not decide' }
}

function findingOf(
  frame: Frame,
  rule: CompiledRule,
  element: Element,
  key: string | undefined,
  decision: Decision,
  leaves: readonly Decider[] | undefined,
): Finding {
  const { resource } = frame.subject
  const evidence = leaves === undefined || leaves.length === 0 ? NO_EVIDENCE : leaves.map(wanted)
  const condition = resource.condition
  return {
    rule: rule.selected.rule.id,
    verdict: decision.verdict,
    severity: rule.selected.severity,
    resource: subjectOf(frame, resource),
    ...(key === undefined ? {} : { element: key }),
    location: leaves === undefined ? unitPlace(frame.world, resource.unit) : placeOf(element, evidence),
    message: messageOf(rule, decision, evidence, resource),
    ...(decision.cause === undefined ? {} : { cause: decision.cause }),
    evidence,
    fingerprint: fingerprint(rule, resource, key, frame.digest),
    ...(condition === undefined ? {} : { conditional: conditionText(condition) }),
  }
}

const NO_EVIDENCE: readonly Evidence[] = []

/** Evidence says what the rule wanted, not what its condition asked. */
function wanted({ evidence: tell, negated }: Decider): Evidence {
  const evidence = tell()
  return negated && evidence.expected !== undefined ? { ...evidence, expected: `not ${evidence.expected}` } : evidence
}

function placeOf({ resource, path }: Element, evidence: readonly Evidence[]): Location {
  const near = evidence.find((each) => each.resource === resource.address && each.location !== undefined)
  return near?.location ?? resource.locate(path)
}

/** One for all findings of a unit that have no place of their own. */
function unitPlace(world: World, unit: Unit): Location {
  const known = world.memo('evaluate.places', () => new Map<Unit, Location>())
  const place = known.get(unit) ?? (unit.file === undefined ? { call: unit.name } : { file: unit.file })
  known.set(unit, place)
  return place
}

function subjectOf(frame: Frame, resource: Resource): Subject {
  const known = frame.world.memo('evaluate.told', () => new Map<Resource, Subject>())
  const subject = known.get(resource) ?? describeSubject(frame, resource)
  known.set(resource, subject)
  return subject
}

function describeSubject(frame: Frame, resource: Resource): Subject {
  const arn = arnOfResource(resource)
  const environment = environmentOf({ ...frame, assumptions: undefined }, resource)
  return {
    type: resource.type,
    address: resource.address,
    name: nameOf(resource) ?? lastPart(resource.address),
    account: shownScope(resource.scope.account),
    region: shownScope(resource.scope.region),
    ...(arn === undefined ? {} : { arn }),
    unit: resource.unit.id,
    ...(resource.constructPath === undefined ? {} : { constructPath: resource.constructPath }),
    ...(resource.pieces === undefined || resource.pieces.length === 0 ? {} : { pieces: resource.pieces }),
    ...(typeof environment === 'string' ? { environment } : {}),
  }
}

function shownScope(token: string): string {
  return token.startsWith('?') ? 'unknown' : token
}

function lastPart(address: string): string {
  return address.split('/').at(-1) ?? address
}

function messageOf(rule: CompiledRule, decision: Decision, evidence: readonly Evidence[], subject: Resource): string {
  const { title, message } = rule.selected.rule
  if (decision.verdict === 'unknown') return `not known: ${decision.cause?.reason ?? 'the data does not decide'}`
  if (decision.verdict !== 'fail') return title
  const telling = message === undefined ? evidence : evidence.filter(({ seen }) => seen !== 'none')
  const reason = telling
    .slice(0, 2)
    .map((each) => evidenceText(each, subject.address))
    .join('; ')
  const lead = message ?? `does not meet "${title}"`
  return reason === '' ? lead : `${lead}: ${reason}`
}

function evidenceText(evidence: Evidence, subject: string): string {
  const { expected, seen, note, path } = evidence
  const owner = evidence.resource === subject ? '' : ` of ${evidence.resource}`
  const aside = note === undefined ? '' : ` (${note})`
  if (seen === 'none') return `${(expected ?? 'members').replace(/^not /, '')}${owner}: none${aside}`
  const what = path.length === 0 ? evidence.resource : `${pathText(path)}${owner}`
  if (seen === undefined) return note === undefined ? `${what}: ${expected ?? ''}` : `${what}: ${note}`
  return `${what} is ${seen}${expected === undefined ? '' : `, expected ${expected}`}${aside}`
}

const NATURAL_KEYS = ['Name', 'Sid', 'RulePriority', 'AlarmName', 'Id', 'Key', 'FilterName'] as const

/** What people call the element: never an index, so that moving it changes nothing. */
export function elementKey(element: Element): string {
  const fact = element.facts?.key
  if (typeof fact === 'string') return fact
  const { value } = element
  if (isMap(value)) {
    for (const property of NATURAL_KEYS) {
      const key = entry(value, property)
      if (typeof key === 'string' || typeof key === 'number') return String(key)
      if (isSpecial(key)) return key[KIND] === 'unknown' ? `(${property} not known)` : describe(key)
    }
  }
  return describe(value)
}

function conditionText(condition: NonNullable<Resource['condition']>): string {
  if (condition.op === 'atom') return condition.text
  if (condition.op === 'not') return `not ${conditionText(condition.of)}`
  return condition.of.map(conditionText).join(` ${condition.op} `)
}

/** Hashes the rule's first id, the subject and the element's natural key; live subjects by identity. */
function fingerprint(
  rule: CompiledRule,
  resource: Resource,
  key: string | undefined,
  digest: EvaluateOptions['digest'],
): string {
  if (digest === undefined) return ''
  const first = rule.selected.rule.formerly[0] ?? rule.selected.rule.id
  const live = resource.unit.dialect === 'export' || resource.unit.dialect === 'live'
  const subject = (live ? arnOfResource(resource) : undefined) ?? `${resource.unit.id} ${resource.address}`
  return digest(JSON.stringify([first, subject, key ?? '']))
}

function unreadFinding(rule: CompiledRule, coverage: Coverage, options: EvaluateOptions): Finding | undefined {
  if (!options.keep.has('unknown')) return undefined
  const address = `${shownScope(coverage.account)}/${coverage.region}`
  const cause = coverage.cause ?? { class: 'read', reason: `${coverage.type} was not read` }
  return {
    rule: rule.selected.rule.id,
    verdict: 'unknown',
    severity: rule.selected.severity,
    resource: {
      type: coverage.type,
      address,
      name: address,
      account: shownScope(coverage.account),
      region: coverage.region,
      unit: coverage.unit.id,
    },
    location:
      coverage.file === undefined
        ? { call: coverage.call ?? 'unknown' }
        : { file: coverage.file, ...(coverage.call === undefined ? {} : { call: coverage.call }) },
    message: `not known: ${cause.reason}`,
    cause,
    evidence: [],
    fingerprint:
      options.digest?.(JSON.stringify([rule.selected.rule.id, 'coverage', coverage.unit.id, address, coverage.type])) ??
      '',
  }
}

function createTally(options: EvaluateOptions) {
  const counts: Record<Verdict, number> = { pass: 0, fail: 0, unknown: 0, 'not-applicable': 0 }
  const unknownBy: Record<CauseClass, number> = { input: 0, value: 0, read: 0, limit: 0 }
  const findings: Finding[] = []
  const assumptions = new Set<string>()
  const notJudged: { rule: string; reason: string }[] = []
  const rules = new Set<string>()
  return {
    assumptions,
    notJudged,
    rules,
    add(verdict: Verdict, cause: Cause | undefined, finding: Finding | undefined): void {
      counts[verdict] += 1
      if (cause !== undefined) unknownBy[cause.class] += 1
      if (finding !== undefined && options.keep.has(verdict)) findings.push(finding)
    },
    result(snapshots: readonly Snapshot[]): Evaluation {
      for (const snapshot of snapshots) for (const text of snapshot.assumptions ?? []) assumptions.add(text)
      return {
        findings: findings.sort(compareFindings),
        counts,
        unknownBy,
        notJudged,
        assumptions: [...assumptions].sort(compareText),
        coverage: snapshots.flatMap((snapshot) => snapshot.coverage),
        rules,
        judged: counts.pass + counts.fail + counts.unknown + counts['not-applicable'],
      }
    },
  }
}

/** By unit, address, rule, element, verdict: a total order over the findings of a scan. */
export function compareFindings(left: Finding, right: Finding): number {
  return (
    compareText(left.resource.unit, right.resource.unit) ||
    compareText(left.resource.address, right.resource.address) ||
    compareText(left.rule, right.rule) ||
    compareText(left.element ?? '', right.element ?? '') ||
    compareText(left.verdict, right.verdict) ||
    compareText(left.fingerprint, right.fingerprint)
  )
}

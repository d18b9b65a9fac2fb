import type { Scope, Unit } from '../../model/resource.ts'
import type { Snapshot } from '../../model/snapshot.ts'
import type { Answer } from './answer.ts'
import { closeLists } from './closing.ts'
import { actionOf, type Operation, operationOf } from './operations.ts'
import { assertsNone, createReading, failureCause, isFiltered, isToken, type Reading, scopeOf } from './reading.ts'
import { readCode } from './services/code.ts'
import { readEc2 } from './services/ec2.ts'
import { readEcr } from './services/ecr.ts'
import { closeTaskDefinitions, readEcs } from './services/ecs.ts'
import { readElb } from './services/elb.ts'
import { readIam } from './services/iam.ts'
import { readLogs } from './services/logs.ts'
import { readMisc } from './services/misc.ts'
import { closeBucketPolicies, readS3 } from './services/s3.ts'

/**
 * What a set of answers tells: resources under CloudFormation's names, and how complete each type is known in each
 * account and region. Pure; properties are converted when they are first read. Answers of operations that opscheck does
 * not read are ignored.
 */
export function toSnapshot(answers: readonly Answer[], unit: Unit): Snapshot {
  const reading = createReading(answers, unit)
  for (const read of SERVICES) read(reading)
  for (const answer of answers) claimByOperation(reading, answer)
  closeLists(reading)
  closeTaskDefinitions(reading)
  closeBucketPolicies(reading)
  anchors(reading, answers)
  return {
    units: [unit],
    resources: reading.resources(),
    coverage: reading.claims.coverage(),
    warnings: [...interruption(answers), ...reading.warnings()],
  }
}

/** A scan that was stopped tells of each call that it did not make; so does its recording. */
function interruption(answers: readonly Answer[]): Snapshot['warnings'] {
  if (!answers.some(({ error }) => error?.code === INTERRUPTED)) return []
  return [
    {
      code: 'interrupted',
      message: 'the reading of the account was interrupted: what was not read by then is unknown',
    },
  ]
}

/** The code of calls that were given up on an interrupt. */
export const INTERRUPTED = 'Interrupted'

const SERVICES: readonly ((reading: Reading) => void)[] = [
  readEcs,
  readEcr,
  readCode,
  readIam,
  readLogs,
  readEc2,
  readElb,
  readS3,
  readMisc,
]

function claimByOperation(reading: Reading, answer: Answer): void {
  const operation = operationOf(answer.operation)
  if (operation === undefined || operation.claims === 'own' || operation.reach === 'part') return
  const scope = claimScope(answer, operation)
  const from = { call: answer.operation, ...(answer.file === undefined ? {} : { file: answer.file }) }
  if (answer.error !== undefined) {
    const none = assertsNone(answer.operation, answer.error)
    if (none && operation.reach !== 'all') return
    const cause = failureCause(answer, answer.error)
    const action = answer.error.action ?? actionOf(answer.operation)
    for (const type of operation.feeds) {
      reading.claims.claim(
        type,
        scope,
        none ? { state: 'complete', ...from } : { state: 'unread', cause, action, ...from },
      )
    }
    return
  }
  if (operation.reach === 'names') return
  const cause = incompleteness(reading, answer, operation)
  for (const type of operation.feeds) {
    reading.claims.claim(
      type,
      scope,
      cause === undefined ? { state: 'complete', ...from } : { state: 'partial', cause, ...from },
    )
  }
}

/** Why an answer is not everything there is; undefined when it is. */
function incompleteness(reading: Reading, answer: Answer, operation: Operation) {
  if (!answer.complete)
    return { class: 'read', reason: `${answer.operation} was cut off before its last page` } as const
  if (reading.isDamaged(answer))
    return { class: 'read', reason: `a part of what ${answer.operation} answered cannot be read` } as const
  if (operation.reach !== 'all')
    return { class: 'input', reason: `${answer.operation} tells only what it was asked for` } as const
  if (isFiltered(answer)) return { class: 'input', reason: `${answer.operation} was asked with a filter` } as const
  return undefined
}

function claimScope(answer: Answer, operation: Operation): Pick<Scope, 'account' | 'region'> {
  const scope = scopeOf(answer)
  return operation.global === true ? { account: scope.account, region: 'global' } : scope
}

/** `Opscheck::Account` and `Opscheck::Region`: what was scanned exists as a subject, whatever was found in it. */
function anchors(reading: Reading, answers: readonly Answer[]): void {
  const seen = new Map<string, Answer>()
  for (const answer of answers) {
    const { account, region } = answer
    if (isToken(account)) continue
    if (!seen.has(account)) seen.set(account, answer)
    if (isToken(region) || region === 'global' || operationOf(answer.operation)?.global === true) continue
    const place = `${account}/${region}`
    if (!seen.has(place)) seen.set(place, answer)
  }
  let last: Scope | undefined
  const [first] = answers
  for (const { scope } of reading.resources()) {
    if (scope === last) continue
    last = scope
    const { account, region } = scope
    if (first === undefined || isToken(account) || isToken(region) || region === 'global') continue
    if (!seen.has(account)) seen.set(account, first)
    if (!seen.has(`${account}/${region}`)) seen.set(`${account}/${region}`, first)
  }
  for (const [place, answer] of seen) {
    const [account = '', region] = place.split('/')
    reading.anchor(account, region, answer)
  }
}

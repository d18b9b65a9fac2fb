import { actionOf } from '../export/operations.ts'
import { type Needs, planCalls } from './plan.ts'

export interface Action {
  readonly action: string
  /** The resource's part of the ARN after the account, where the action is only needed for that: all of them otherwise. */
  readonly only?: { readonly service: string; readonly resource: string }
}

/** The IAM actions that reading for these rules needs, sorted. The identity itself needs none. */
export function actionsFor(needs: Needs): readonly Action[] {
  const actions = new Set(['ec2:DescribeRegions'])
  for (const { call } of planCalls(needs).calls) {
    // Single calls are for those who deny the one in bulk.
    if (call.instead === undefined) actions.add(actionOf(call.operation))
  }
  if (actions.has('codeconnections:ListConnections')) actions.add('codestar-connections:ListConnections')
  return [...actions]
    .sort()
    .map((action) => (action === 'ssm:GetDocument' ? { action, only: SESSION_DOCUMENT } : { action }))
}

/** Documents may hold anything; only the one with the session preferences is read. */
const SESSION_DOCUMENT = { service: 'ssm', resource: 'document/SSM-SessionManagerRunShell' }

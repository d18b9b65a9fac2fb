import type { CompiledRule, ManagedPolicyLookup } from '../engine/index.ts'
import type { Snapshot } from '../model/snapshot.ts'

/** The texts of AWS's managed policies: large, so loaded only where there are principals and a rule asks what they may do. */
export async function managedPolicies(
  rules: readonly CompiledRule[],
  snapshots: readonly Snapshot[],
): Promise<ManagedPolicyLookup> {
  const told = snapshots.some(({ resources }) => resources.some(({ type }) => type.startsWith('AWS::IAM::')))
  if (!told || !rules.some(({ reads }) => reads.has('AWS::IAM::Role'))) return () => undefined
  const { managedPolicy } = await import('../aws/iam/managed.ts')
  return managedPolicy
}

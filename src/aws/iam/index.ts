/** IAM as opscheck understands it. The texts of AWS's managed policies are behind `managed.ts`, which loads them. */
export { applying, compilePolicy, coversAction, resourcesOf } from './actions.ts'
export type { Context } from './condition.ts'
export {
  type Allowed,
  allows,
  type Effective,
  effective,
  type Grant,
  type PrincipalPolicies,
  type Question,
} from './evaluate.ts'
export { arnFields, matches, type Pattern, pattern } from './pattern.ts'
export {
  type Policy,
  type PolicyOptions,
  parsePolicy,
  parseStatement,
  type Statement,
  statementName,
} from './policy.ts'
export { deniesInsecureTransport, type PrincipalKind, principalKinds, trustsOnlyServices } from './principal.ts'

import type { Value } from '../../model/value.ts'
import { type Answer, causeOf, consider, literalText, NO, negated, unsure } from '../answer.ts'

/**
 * Whether VPC Block Public Access keeps the internet from reaching a subnet (VPC User Guide). `mode` is the
 * InternetGatewayBlockMode of the account and region, or of the subnet's own state; absent is `off`. `excluded` says
 * whether an exclusion lets the VPC or the subnet be reached. NAT gateways still work under `block-ingress`.
 */
export function blocksIngress(mode: Value | undefined, excluded: Answer): Answer {
  return consider(mode, (value) => {
    const text = value === undefined ? 'off' : literalText(value)
    switch (text) {
      case 'off':
        return NO
      case 'block-ingress':
      case 'block-bidirectional':
        return negated(excluded)
      default:
        return unsure(causeOf(value, 'InternetGatewayBlockMode'))
    }
  })
}

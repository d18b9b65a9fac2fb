import { describe, expect, test } from 'vitest'
import { type Context, holds, request } from '../../src/aws/iam/condition.ts'
import { parseStatement } from '../../src/aws/iam/policy.ts'
import { FALSE, TRUE, type Tri, UNKNOWN } from '../../src/model/tri.ts'
import { ref, rest, text, unknown, type Value } from '../../src/model/value.ts'

const variable = (name: string) => `$${'{'}${name}}`

function judge(condition: Value, context: Context): Tri {
  const statement = parseStatement({ Effect: 'Allow', Action: '*', Resource: '*', Condition: condition })
  return holds(statement.conditions, request(context)).tri
}

const ORG = 'aws:PrincipalOrgID'
const PASSED = 'iam:PassedToService'
const ARN = 'aws:PrincipalArn'
const ROLE = 'arn:aws:iam::111122223333:role/ci'

const TABLE: readonly (readonly [Value, Context, Tri])[] = [
  [{ StringEquals: { [PASSED]: 'ecs-tasks.amazonaws.com' } }, { [PASSED]: 'ecs-tasks.amazonaws.com' }, TRUE],
  [{ StringEquals: { [PASSED]: 'ecs-tasks.amazonaws.com' } }, { [PASSED]: 'ec2.amazonaws.com' }, FALSE],
  [{ StringEquals: { [PASSED]: 'ecs-tasks.amazonaws.com' } }, {}, UNKNOWN],
  [{ StringEquals: { [PASSED]: 'ecs-tasks.amazonaws.com' } }, { [PASSED]: null }, FALSE],
  [{ StringEquals: { [PASSED]: ['a', 'b'] } }, { [PASSED]: 'b' }, TRUE],
  [{ StringEquals: { [PASSED]: 'A' } }, { [PASSED]: 'a' }, FALSE],
  [{ StringEquals: { [PASSED]: '*' } }, { [PASSED]: 'a' }, FALSE],
  [{ StringEquals: { [PASSED]: '*' } }, { [PASSED]: '*' }, TRUE],
  [{ stringequals: { 'IAM:passedtoservice': 'a' } }, { [PASSED]: 'a' }, TRUE],
  [{ StringEqualsIgnoreCase: { [PASSED]: 'A' } }, { [PASSED]: 'a' }, TRUE],
  [{ StringNotEquals: { [ORG]: 'o-1' } }, { [ORG]: 'o-2' }, TRUE],
  [{ StringNotEquals: { [ORG]: 'o-1' } }, { [ORG]: 'o-1' }, FALSE],
  [{ StringNotEquals: { [ORG]: ['o-1', 'o-2'] } }, { [ORG]: 'o-2' }, FALSE],
  [{ StringNotEquals: { [ORG]: 'o-1' } }, { [ORG]: null }, TRUE],
  [{ StringEqualsIfExists: { [ORG]: 'o-1' } }, { [ORG]: null }, TRUE],
  [{ StringEqualsIfExists: { [ORG]: 'o-1' } }, { [ORG]: 'o-2' }, FALSE],
  [{ StringNotEqualsIgnoreCase: { [ORG]: 'O-1' } }, { [ORG]: 'o-1' }, FALSE],
  [{ StringLike: { [PASSED]: '*.amazonaws.com' } }, { [PASSED]: 'ec2.amazonaws.com' }, TRUE],
  [{ StringLike: { [PASSED]: 'ec?.amazonaws.com' } }, { [PASSED]: 'ecs-tasks.amazonaws.com' }, FALSE],
  [{ StringNotLike: { [PASSED]: '*.amazonaws.com' } }, { [PASSED]: 'ec2.amazonaws.com' }, FALSE],
  [{ StringLikeIfExists: { [PASSED]: '*' } }, {}, TRUE],
  [{ StringLike: { [PASSED]: '*' } }, {}, UNKNOWN],
  [{ Bool: { 'aws:SecureTransport': 'false' } }, { 'aws:SecureTransport': 'true' }, FALSE],
  [{ Bool: { 'aws:SecureTransport': false } }, { 'aws:SecureTransport': 'false' }, TRUE],
  [{ Bool: { 'aws:SecureTransport': 'False' } }, { 'aws:SecureTransport': 'false' }, TRUE],
  [{ ArnLike: { [ARN]: 'arn:aws:iam::111122223333:role/c*' } }, { [ARN]: ROLE }, TRUE],
  [{ ArnEquals: { [ARN]: 'arn:aws:iam::*:role/c?' } }, { [ARN]: ROLE }, TRUE],
  [{ ArnLike: { [ARN]: 'arn:aws:*:role/ci' } }, { [ARN]: ROLE }, UNKNOWN],
  [{ ArnLike: { 'aws:SourceArn': 'arn:aws:x:*:a:b' } }, { 'aws:SourceArn': 'arn:aws:x:r:1:a:b' }, FALSE],
  [{ ArnLike: { [ARN]: '*' } }, { [ARN]: ROLE }, TRUE],
  [{ ArnLike: { [ARN]: ref('Ci', 'Arn') } }, { [ARN]: ref('Ci', 'Arn') }, TRUE],
  [{ ArnLike: { [ARN]: ref('Ci', 'Arn') } }, { [ARN]: ROLE }, UNKNOWN],
  [
    { ArnLike: { [ARN]: 'arn:aws:iam::*:role/ci' } },
    { [ARN]: text(['arn:aws:iam::', unknown('value', 'the account'), ':role/ci']) },
    TRUE,
  ],
  [{ ArnNotLike: { [ARN]: ['arn:aws:iam::111122223333:role/ops-*', ROLE] } }, { [ARN]: ROLE }, FALSE],
  [{ ArnNotEquals: { [ARN]: 'arn:aws:iam::444455556666:role/ci' } }, { [ARN]: ROLE }, TRUE],
  [{ NumericLessThan: { 's3:TlsVersion': '1.2' } }, { 's3:TlsVersion': '1.1' }, TRUE],
  [{ NumericLessThanEquals: { 's3:max-keys': 10 } }, { 's3:max-keys': '10' }, TRUE],
  [{ NumericGreaterThan: { 's3:max-keys': '10' } }, { 's3:max-keys': '10' }, FALSE],
  [{ NumericGreaterThanEquals: { 's3:max-keys': '10' } }, { 's3:max-keys': '10' }, TRUE],
  [{ NumericEquals: { 's3:max-keys': '10.0' } }, { 's3:max-keys': '10' }, TRUE],
  [{ NumericNotEquals: { 's3:max-keys': '10' } }, { 's3:max-keys': '11' }, TRUE],
  [{ NumericEquals: { 's3:max-keys': 'ten' } }, { 's3:max-keys': '10' }, UNKNOWN],
  [
    { DateGreaterThan: { 'aws:CurrentTime': '2026-01-01T00:00:00Z' } },
    { 'aws:CurrentTime': '2026-06-01T00:00:00Z' },
    TRUE,
  ],
  [
    { DateLessThan: { 'aws:CurrentTime': '2026-01-01T00:00:00Z' } },
    { 'aws:CurrentTime': '2026-06-01T00:00:00Z' },
    FALSE,
  ],
  [{ DateLessThanEquals: { 'aws:EpochTime': '1767225600' } }, { 'aws:EpochTime': '2026-01-01T00:00:00Z' }, TRUE],
  [{ IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } }, { 'aws:SourceIp': '203.0.113.9' }, TRUE],
  [{ IpAddress: { 'aws:SourceIp': ['203.0.113.0/24', '2001:db8::/32'] } }, { 'aws:SourceIp': '2001:db8::1' }, TRUE],
  [{ IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } }, { 'aws:SourceIp': '198.51.100.1' }, FALSE],
  [{ NotIpAddress: { 'aws:SourceIp': '203.0.113.0/24' } }, { 'aws:SourceIp': '198.51.100.1' }, TRUE],
  [{ IpAddress: { 'aws:SourceIp': 'nowhere' } }, { 'aws:SourceIp': '198.51.100.1' }, UNKNOWN],
  [{ Null: { 'aws:TokenIssueTime': 'true' } }, { 'aws:TokenIssueTime': null }, TRUE],
  [{ Null: { 'aws:TokenIssueTime': 'false' } }, { 'aws:TokenIssueTime': null }, FALSE],
  [{ Null: { 'aws:TokenIssueTime': false } }, { 'aws:TokenIssueTime': '2026-01-01T00:00:00Z' }, TRUE],
  [{ Null: { 'aws:TokenIssueTime': 'true' } }, {}, UNKNOWN],
  [{ 'ForAllValues:StringEquals': { 'aws:TagKeys': ['a', 'b'] } }, { 'aws:TagKeys': ['a', 'b'] }, TRUE],
  [{ 'ForAllValues:StringEquals': { 'aws:TagKeys': ['a', 'b'] } }, { 'aws:TagKeys': ['a', 'c'] }, FALSE],
  [{ 'ForAllValues:StringEquals': { 'aws:TagKeys': ['a'] } }, { 'aws:TagKeys': null }, TRUE],
  [{ 'ForAllValues:StringEquals': { 'aws:TagKeys': ['a'] } }, {}, UNKNOWN],
  [{ 'ForAllValues:StringLike': { 'aws:TagKeys': '*' } }, {}, TRUE],
  [{ 'ForAnyValue:StringEquals': { 'aws:TagKeys': ['a'] } }, { 'aws:TagKeys': ['c', 'a'] }, TRUE],
  [{ 'ForAnyValue:StringEquals': { 'aws:TagKeys': ['a'] } }, { 'aws:TagKeys': null }, FALSE],
  [{ 'ForAnyValue:StringNotEquals': { 'aws:TagKeys': ['a'] } }, { 'aws:TagKeys': ['a', 'c'] }, TRUE],
  [{ 'ForAnyValue:StringNotEquals': { 'aws:TagKeys': ['a'] } }, { 'aws:TagKeys': ['a'] }, FALSE],
  [{ 'ForAnyValue:StringNotEquals': { 'aws:TagKeys': ['a'] } }, { 'aws:TagKeys': null }, FALSE],
  [{ 'ForAnyValue:StringLikeIfExists': { 'aws:TagKeys': ['a*'] } }, { 'aws:TagKeys': null }, TRUE],
  [{ StringEquals: { a: '1', b: '2' } }, { a: '1', b: '2' }, TRUE],
  [{ StringEquals: { a: '1', b: '2' } }, { a: '1', b: '3' }, FALSE],
  [{ StringEquals: { a: '1' }, StringLike: { b: '2*' } }, { a: '1' }, UNKNOWN],
  [{ StringEquals: { a: '1' }, StringLike: { b: '2*' } }, { a: '2' }, FALSE],
  [{ StringSomething: { a: '1' } }, { a: '1' }, UNKNOWN],
  [{ StringEquals: { a: [] } }, { a: '1' }, FALSE],
  [{}, {}, TRUE],
  // Policy variables.
  [
    { StringEquals: { 'aws:ResourceTag/owner': variable('aws:username') } },
    { 'aws:ResourceTag/owner': 'ann', 'aws:username': 'ann' },
    TRUE,
  ],
  [
    { StringEquals: { 'aws:ResourceTag/owner': variable('aws:username') } },
    { 'aws:ResourceTag/owner': 'bob', 'aws:username': 'ann' },
    FALSE,
  ],
  [
    { StringEquals: { 'aws:ResourceTag/owner': variable('aws:username') } },
    { 'aws:ResourceTag/owner': 'bob' },
    UNKNOWN,
  ],
  [{ StringLike: { a: `x${variable('*')}` } }, { a: 'xy' }, FALSE],
  [{ StringLike: { a: `x${variable('*')}` } }, { a: 'x*' }, TRUE],
  // Parts that are not known.
  [{ StringEquals: { a: unknown('value', 'a parameter') } }, { a: '1' }, UNKNOWN],
  [{ StringEquals: { a: ['1', unknown('value', 'a parameter')] } }, { a: '1' }, TRUE],
  [{ StringNotEquals: { a: ['1', unknown('value', 'a parameter')] } }, { a: '1' }, FALSE],
  [{ StringNotEquals: { a: ['1', rest({ class: 'value', reason: 'more' })] } }, { a: '2' }, UNKNOWN],
  [{ StringEquals: { a: text(['x', ref('Role', 'Ref')]) } }, { a: 'y1' }, FALSE],
  [{ StringEquals: { a: text(['x', ref('Role', 'Ref')]) } }, { a: text(['x', ref('Role', 'Ref')]) }, TRUE],
  [unknown('value', 'a parameter'), {}, UNKNOWN],
]

describe('conditions', () => {
  test.each(TABLE)('%j in %j', (condition, context, expected) => {
    expect(judge(condition, context)).toBe(expected)
  })

  test('names the condition that is open', () => {
    const statement = parseStatement({
      Effect: 'Allow',
      Action: '*',
      Condition: { StringEquals: { 'ecs:cluster': 'x' } },
    })
    expect(holds(statement.conditions, request({})).block).toMatchObject({
      operator: 'StringEquals',
      key: 'ecs:cluster',
    })
  })
})

import type { Action } from '../sources/live/permissions.ts'

export type PermissionFormat = 'policy' | 'cloudformation' | 'terraform'

/** The policy document, and roles that hold it, ready to be rolled out to many accounts. */
export const PERMISSION_FORMATS: Readonly<Record<PermissionFormat, (actions: readonly Action[]) => string>> = {
  policy: (actions) => `${JSON.stringify(policy(actions, '*'), undefined, 2)}\n`,
  cloudformation,
  terraform,
}

interface Statement {
  readonly Sid: string
  readonly Effect: 'Allow'
  readonly Action: readonly string[]
  readonly Resource: string
}

function policy(
  actions: readonly Action[],
  partition: string,
): { readonly Version: string; readonly Statement: readonly Statement[] } {
  const wide = actions.filter(({ only }) => only === undefined).map(({ action }) => action)
  return {
    Version: '2012-10-17',
    Statement: [
      { Sid: 'OpscheckReads', Effect: 'Allow', Action: wide, Resource: '*' },
      ...actions.flatMap(({ action, only }): readonly Statement[] =>
        only === undefined
          ? []
          : [
              {
                Sid: `Opscheck${action.replaceAll(/[^A-Za-z0-9]/g, '')}`,
                Effect: 'Allow',
                Action: [action],
                Resource: `arn:${partition}:${only.service}:*:*:${only.resource}`,
              },
            ],
      ),
    ],
  }
}

/** For a stack set: the same template in every account. */
function cloudformation(actions: readonly Action[]): string {
  const statements = policy(actions, `\${AWS::Partition}`).Statement.map(
    ({ Sid, Effect, Action, Resource }) => `              - Sid: ${Sid}
                Effect: ${Effect}
                Resource: ${Resource === '*' ? "'*'" : `!Sub ${Resource}`}
                Action:
${Action.map((action) => `                  - ${action}`).join('\n')}`,
  )
  return `AWSTemplateFormatVersion: '2010-09-09'
Description: The role by which opscheck reads this account. It can neither write nor read data.
Parameters:
  TrustedPrincipal:
    Type: String
    Description: ARN of the role or account that may assume the role, such as arn:aws:iam::111122223333:role/ci
  ExternalId:
    Type: String
    Default: ''
    Description: What opscheck has to give as --external-id; empty for none
  RoleName:
    Type: String
    Default: opscheck
Conditions:
  HasExternalId: !Not [!Equals [!Ref ExternalId, '']]
Resources:
  Role:
    Type: AWS::IAM::Role
    Properties:
      RoleName: !Ref RoleName
      AssumeRolePolicyDocument:
        Version: '2012-10-17'
        Statement:
          - Effect: Allow
            Action: sts:AssumeRole
            Principal:
              AWS: !Ref TrustedPrincipal
            Condition: !If
              - HasExternalId
              - StringEquals:
                  sts:ExternalId: !Ref ExternalId
              - !Ref AWS::NoValue
      Policies:
        - PolicyName: opscheck
          PolicyDocument:
            Version: '2012-10-17'
            Statement:
${statements.join('\n')}
Outputs:
  RoleArn:
    Value: !GetAtt Role.Arn
`
}

function terraform(actions: readonly Action[]): string {
  const statements = policy(actions, `\${data.aws_partition.current.partition}`).Statement.map(
    ({ Sid, Action, Resource }) => `  statement {
    sid       = "${Sid}"
    resources = ["${Resource}"]
    actions = [
${Action.map((action) => `      "${action}",`).join('\n')}
    ]
  }`,
  )
  return `# The role by which opscheck reads this account. It can neither write nor read data.

variable "trusted_principal" {
  type        = string
  description = "ARN of the role or account that may assume the role, such as arn:aws:iam::111122223333:role/ci"
}

variable "external_id" {
  type        = string
  default     = null
  description = "What opscheck has to give as --external-id; null for none"
}

variable "role_name" {
  type    = string
  default = "opscheck"
}

data "aws_partition" "current" {}

data "aws_iam_policy_document" "opscheck_trust" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "AWS"
      identifiers = [var.trusted_principal]
    }

    dynamic "condition" {
      for_each = var.external_id == null ? [] : [var.external_id]

      content {
        test     = "StringEquals"
        variable = "sts:ExternalId"
        values   = [condition.value]
      }
    }
  }
}

data "aws_iam_policy_document" "opscheck" {
${statements.join('\n\n')}
}

resource "aws_iam_role" "opscheck" {
  name               = var.role_name
  assume_role_policy = data.aws_iam_policy_document.opscheck_trust.json
}

resource "aws_iam_role_policy" "opscheck" {
  name   = "opscheck"
  role   = aws_iam_role.opscheck.id
  policy = data.aws_iam_policy_document.opscheck.json
}

output "role_arn" {
  value = aws_iam_role.opscheck.arn
}
`
}

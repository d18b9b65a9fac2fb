import { CASES_FOLDER } from './find-cases.ts'

/**
 * The files of a new rule by their paths: the rule and a case for each verdict. The rule asks for something simple and
 * its cases hold, so that whoever writes it changes one thing at a time and sees the cases follow.
 */
export function newRule(id: string): ReadonlyMap<string, string> {
  const cases = `${CASES_FOLDER}/${id}`
  return new Map([
    [`rules/${id}.yaml`, RULE],
    [`${cases}/pass.owner-given.yaml`, PASS],
    [`${cases}/fail.no-owner.yaml`, FAIL],
    [`${cases}/unknown.tagged-under-a-condition.yaml`, UNKNOWN],
    [`${cases}/not-applicable.no-service.yaml`, NOT_APPLICABLE],
  ])
}

const RULE = `title: Require an owner tag on every service
severity: low
why: When a service fails, somebody has to know whom to call.
# The subjects: resources of this CloudFormation type, whatever kind of input tells of them.
select: AWS::ECS::Service
# What must hold. Words with a capital are properties of CloudFormation, all others are words of the language.
check:
  Tags/owner.Value: { like: "?*" }
message: The service does not say who owns it
fix:
  cli: aws ecs tag-resource --resource-arn SERVICE_ARN --tags key=owner,value=TEAM
  cloudformation: Tags of the AWS::ECS::Service
  terraform: tags of the aws_ecs_service
references:
  - { title: Tagging Amazon ECS resources, publisher: AWS }
`

const PASS = `Resources:
  Web:
    Type: AWS::ECS::Service
    Properties:
      Tags:
        - { Key: owner, Value: team-shop }
`

const FAIL = `Resources:
  Web:
    Type: AWS::ECS::Service
    Properties:
      Tags:
        - { Key: stage, Value: production }
`

const UNKNOWN = `Parameters:
  Owned: { Type: String }
Conditions:
  IsOwned: !Equals [!Ref Owned, "yes"]
Resources:
  Web:
    Type: AWS::ECS::Service
    Properties:
      Tags: !If [IsOwned, [{ Key: owner, Value: team-shop }], !Ref AWS::NoValue]
`

const NOT_APPLICABLE = `Resources:
  Logs:
    Type: AWS::Logs::LogGroup
`

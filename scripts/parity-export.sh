#!/usr/bin/env bash
# Exports the platform that scripts/parity-terraform.sh applied, as a user would: by the AWS CLI, one file for each command.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
export AWS_ENDPOINT_URL=$1 AWS_SECRET_ACCESS_KEY=none AWS_PAGER=
export AWS_CONFIG_FILE=/dev/null AWS_SHARED_CREDENTIALS_FILE=/dev/null

keep() { # service, command, subject or -, options
  local service=$1 command=$2 subject=${3//\//%2F}
  shift 3
  local file=$out/$service/$command.json
  [ "$subject" = - ] || file=$out/$service/$command.$subject.json
  mkdir -p "$out/$service"
  aws "$service" "$command" "$@" --output json >"$file" 2>&1 || true
}

names() { aws "$@" --output text | tr '\t' '\n' | grep -v '^None$' || true; }

account() { # account, region
  export AWS_ACCESS_KEY_ID=AKIA$1 AWS_DEFAULT_REGION=$2
  out=$root/fixtures/parity/export/$1/$2
  rm -rf "$out"
  keep ecs list-clusters -
  for cluster in $(names ecs list-clusters --query 'clusterArns[]'); do
    name=${cluster##*/}
    keep ecs describe-clusters "$name" --clusters "$name" --include SETTINGS CONFIGURATIONS TAGS
    keep ecs list-services "$name" --cluster "$name"
    services=$(names ecs list-services --cluster "$name" --query 'serviceArns[]')
    [ -z "$services" ] || keep ecs describe-services "$name" --cluster "$name" --services $services --include TAGS
    keep ecs list-tasks "$name" --cluster "$name"
    for arn in $services; do
      task=$(names ecs describe-services --cluster "$name" --services "$arn" --query 'services[].taskDefinition')
      keep ecs describe-task-definition "$(basename "$task")" --task-definition "$task" --include TAGS
    done
  done
  keep ecs list-account-settings - --effective-settings
  keep ecr describe-repositories -
  for name in $(names ecr describe-repositories --query 'repositories[].repositoryName'); do
    keep ecr get-lifecycle-policy "$name" --repository-name "$name"
    keep ecr get-repository-policy "$name" --repository-name "$name"
    keep ecr describe-images "$name" --repository-name "$name"
    keep ecr list-tags-for-resource "$name" --resource-arn "arn:aws:ecr:$2:$1:repository/$name"
  done
  keep ecr get-registry-scanning-configuration -
  keep codepipeline list-pipelines -
  for name in $(names codepipeline list-pipelines --query 'pipelines[].name'); do
    keep codepipeline get-pipeline "$name" --name "$name"
    keep codepipeline list-tags-for-resource "$name" --resource-arn "arn:aws:codepipeline:$2:$1:$name"
  done
  keep codebuild list-projects -
  projects=$(names codebuild list-projects --query 'projects[]')
  [ -z "$projects" ] || keep codebuild batch-get-projects - --names $projects
  keep deploy list-applications -
  keep logs describe-log-groups -
  for name in $(names logs describe-log-groups --query 'logGroups[].logGroupName'); do
    keep logs describe-subscription-filters "$name" --log-group-name "$name"
    keep logs list-tags-for-resource "$name" --resource-arn "arn:aws:logs:$2:$1:log-group:$name"
  done
  keep logs describe-metric-filters -
  keep logs describe-account-policies - --policy-type SUBSCRIPTION_FILTER_POLICY
  keep cloudwatch describe-alarms - --alarm-types MetricAlarm CompositeAlarm
  keep sns list-topics -
  for arn in $(names sns list-topics --query 'Topics[].TopicArn'); do
    keep sns get-topic-attributes "${arn##*:}" --topic-arn "$arn"
    keep sns list-subscriptions-by-topic "${arn##*:}" --topic-arn "$arn"
  done
  for what in vpcs subnets route-tables internet-gateways egress-only-internet-gateways nat-gateways vpc-endpoints \
    security-groups instances network-interfaces addresses managed-prefix-lists instance-connect-endpoints; do
    keep ec2 "describe-$what" -
  done
  keep ec2 describe-launch-template-versions - --versions '$Default' '$Latest'
  keep elbv2 describe-load-balancers -
  keep elbv2 describe-target-groups -
  keep autoscaling describe-auto-scaling-groups -
  keep autoscaling describe-launch-configurations -
  keep ssm get-document SSM-SessionManagerRunShell --name SSM-SessionManagerRunShell
  keep ssm list-documents - --filters Key=DocumentType,Values=Session Key=Owner,Values=Self
  keep ssm describe-instance-information -
  keep ssm describe-activations -
  keep events list-event-buses -
  keep events list-rules default --event-bus-name default
  keep xray get-trace-segment-destination -
  [ "$2" = us-east-1 ] || keep iam get-account-authorization-details - --filter Role User Group LocalManagedPolicy
  keep s3api list-buckets -
  for name in $(names s3api list-buckets --query 'Buckets[].Name'); do
    for what in versioning policy encryption ownership-controls logging; do
      keep s3api "get-bucket-$what" "$name" --bucket "$name"
    done
    keep s3api get-public-access-block "$name" --bucket "$name"
  done
}

account 777788889999 eu-central-1
account 111122223333 eu-central-1
account 444455556666 eu-central-1
account 444455556666 us-east-1

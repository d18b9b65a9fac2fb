#!/usr/bin/env bash
# Plans and applies fixtures/parity/terraform with the real Terraform and AWS provider onto the test server, and keeps the
# JSON of plans and states. Needs terraform and its AWS provider (TERRAFORM_PLUGINS names a folder of providers where there is
# no registry); the tests need neither.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
url=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export AWS_ENDPOINT_URL=$url AWS_SECRET_ACCESS_KEY=none TF_IN_AUTOMATION=1 CHECKPOINT_DISABLE=1

unit() { # name, configuration, account, arguments
  local name=$1 folder=$2 account=$3
  shift 3
  cp -r "$root/fixtures/parity/terraform/$folder" "$work/$name"
  export AWS_ACCESS_KEY_ID=AKIA$account
  terraform -chdir="$work/$name" init -input=false -no-color ${TERRAFORM_PLUGINS:+-plugin-dir="$TERRAFORM_PLUGINS"} >/dev/null
  terraform -chdir="$work/$name" plan -input=false -no-color -out=plan.bin "$@" >/dev/null
  terraform -chdir="$work/$name" show -json plan.bin >"$work/$name.plan.json"
  terraform -chdir="$work/$name" apply -input=false -no-color plan.bin >/dev/null
  terraform -chdir="$work/$name" show -json >"$work/$name.state.json"
  node "$root/scripts/parity-keep.ts" "$work/$name.plan.json" "$root/fixtures/parity/plan/$name.json"
  node "$root/scripts/parity-keep.ts" "$work/$name.state.json" "$root/fixtures/parity/state/$name.json"
}

unit shared shared 777788889999
unit staging environment 111122223333 -var environment=staging
unit production environment 444455556666 -var environment=production
unit edge edge 444455556666

# The role that opscheck permissions prints is a configuration that Terraform and its provider accept, in their own style.
mkdir "$work/role"
node "$root/src/bin.ts" permissions --format terraform >"$work/role/main.tf"
terraform -chdir="$work/role" init -input=false -no-color ${TERRAFORM_PLUGINS:+-plugin-dir="$TERRAFORM_PLUGINS"} >/dev/null
terraform -chdir="$work/role" validate -no-color
terraform -chdir="$work/role" fmt -check -no-color

#!/usr/bin/env bash
# Plans fixtures/platform/terraform with the real Terraform and AWS provider and keeps the JSON of the plans. Nothing is
# applied and AWS is not asked. Needs terraform and its AWS provider (TERRAFORM_PLUGINS names a folder of providers where
# there is no registry); the tests need neither.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export AWS_ACCESS_KEY_ID=none AWS_SECRET_ACCESS_KEY=none AWS_EC2_METADATA_DISABLED=true
export TF_IN_AUTOMATION=1 CHECKPOINT_DISABLE=1
cp -r "$root/fixtures/platform/terraform/." "$work"

for name in shared staging production; do
  # What a pipeline would have by its credentials.
  cat >"$work/$name/override.tf" <<'OVERRIDE'
provider "aws" {
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
}
OVERRIDE
  terraform -chdir="$work/$name" init -input=false -no-color ${TERRAFORM_PLUGINS:+-plugin-dir="$TERRAFORM_PLUGINS"} >/dev/null
  terraform -chdir="$work/$name" plan -input=false -no-color -out=plan.bin >/dev/null
  terraform -chdir="$work/$name" show -json plan.bin >"$work/$name.json"
  node "$root/scripts/parity-keep.ts" "$work/$name.json" "$root/fixtures/platform/plan/$name.json"
done

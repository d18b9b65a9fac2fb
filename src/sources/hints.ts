import { readdirSync, statSync } from 'node:fs'
import { basename } from 'node:path'
import { KINDS } from './recognise.ts'

/** How to come from what lies there to what can be read: for error messages, so that names are enough. */
export function hintFor(paths: readonly string[]): string {
  const names = paths.flatMap(namesAt)
  const ways = WAYS.filter(({ from }) => names.some((name) => from.test(name))).map(({ way }) => way)
  return [`it reads ${KINDS}`, ...ways].join('; ')
}

const WAYS: readonly { readonly from: RegExp; readonly way: string }[] = [
  {
    from: /\.tf(?:\.json)?$/,
    way: 'Terraform configuration is judged as its plan: terraform plan -out=tfplan, then terraform show -json tfplan > plan.json',
  },
  { from: /\.tfstate$/, way: 'a state file is printed first: terraform show -json FILE > state.json' },
  {
    from: /(?:^tfplan|\.tfplan|\.plan|\.bin)$/,
    way: 'a binary plan is printed first: terraform show -json FILE > plan.json',
  },
  { from: /^cdk\.json$/, way: 'a CDK app is judged as what it synthesizes: cdk synth, then scan cdk.out' },
]

function namesAt(path: string): readonly string[] {
  try {
    return statSync(path).isDirectory() ? readdirSync(path) : [basename(path)]
  } catch {
    return [basename(path)]
  }
}

import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { platform, type Stack } from './platform.ts'

export const PARITY = fileURLToPath(new URL('../../fixtures/parity/', import.meta.url))

/** The files that tell the platform as templates and as an assembly of CDK, by their path below fixtures/parity. */
export function madeInputs(): ReadonlyMap<string, string> {
  const files = new Map<string, string>()
  for (const { name, template } of platform()) files.set(`cloudformation/${name}.json`, asJson(template))
  for (const stack of platform()) files.set(`cdk/Shop-${stack.name}.template.json`, asJson(withPaths(stack)))
  files.set('cdk/manifest.json', asJson(manifest(platform())))
  return files
}

export function writeMadeInputs(): void {
  for (const folder of ['cloudformation', 'cdk']) {
    rmSync(`${PARITY}${folder}`, { recursive: true, force: true })
    mkdirSync(`${PARITY}${folder}`, { recursive: true })
  }
  for (const [path, text] of madeInputs()) writeFileSync(`${PARITY}${path}`, text)
}

/** CDK writes the construct path into the metadata of each resource. */
function withPaths({ name, template }: Stack): unknown {
  const resources = Object.entries(template.Resources).map(([id, resource]) => [
    id,
    { ...resource, Metadata: { 'aws:cdk:path': `Shop-${name}/${id}/Resource` } },
  ])
  return { Resources: Object.fromEntries(resources) }
}

function manifest(stacks: readonly Stack[]): unknown {
  const artifacts = stacks.map(({ name, account, region }) => [
    `Shop-${name}`,
    {
      type: 'aws:cloudformation:stack',
      environment: `aws://${account}/${region}`,
      properties: { templateFile: `Shop-${name}.template.json`, stackName: `Shop-${name}` },
      displayName: `Shop-${name}`,
    },
  ])
  return { version: '48.0.0', artifacts: Object.fromEntries(artifacts) }
}

function asJson(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`
}

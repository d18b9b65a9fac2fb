import { isRecord, own } from '../../util/record.ts'

/** Whether data is the manifest of a CDK cloud assembly: a version and artifacts, of which one is a stack or a stage. */
export function isManifest(value: unknown): boolean {
  if (!isRecord(value) || typeof own(value, 'version') !== 'string') return false
  const artifacts = own(value, 'artifacts')
  if (!isRecord(artifacts)) return false
  return Object.values(artifacts).some((artifact) => {
    const type = isRecord(artifact) ? own(artifact, 'type') : undefined
    return type === 'aws:cloudformation:stack' || type === 'cdk:cloud-assembly'
  })
}

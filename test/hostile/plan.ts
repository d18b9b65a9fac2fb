/** The least that Terraform prints of a planned resource. */
export interface Planned {
  readonly address: string
  readonly type: string
  readonly after: unknown
  readonly unknown?: unknown
  readonly sensitive?: unknown
}

/** `terraform show -json` of a plan that creates these resources of the root module. */
export function planOf(resources: readonly Planned[], configuration: Readonly<Record<string, unknown>> = {}): string {
  return JSON.stringify({
    format_version: '1.2',
    terraform_version: '1.11.4',
    planned_values: {
      root_module: {
        resources: resources.map(({ after, sensitive = {}, ...resource }) => ({
          ...headOf(resource),
          schema_version: 0,
          values: after,
          sensitive_values: sensitive,
        })),
      },
    },
    resource_changes: resources.map(({ after, unknown = {}, sensitive = {}, ...resource }) => ({
      ...headOf(resource),
      change: {
        actions: ['create'],
        before: null,
        after,
        after_unknown: unknown,
        before_sensitive: false,
        after_sensitive: sensitive,
      },
    })),
    configuration: { root_module: configuration },
    complete: true,
    errored: false,
  })
}

function headOf({ address, type }: Pick<Planned, 'address' | 'type'>) {
  return {
    address,
    mode: 'managed',
    type,
    name: address.slice(address.lastIndexOf('.') + 1),
    provider_name: 'registry.terraform.io/hashicorp/aws',
  }
}

import type { Json, JsonMap } from './json.ts'
import { randomFrom } from './random.ts'

/**
 * `terraform show -json` of a plan of so many resources, in pieces: teams with a network and a cluster in the root module
 * and one module with `for_each` over ten services. Every third team is applied already (no-op), the others are new.
 */
export function* planText(resources: number): Generator<string> {
  yield `{"format_version":"1.2","terraform_version":"1.11.4","variables":{"environment":{"value":"prod"},"image_tag":{"value":"v1"}},"planned_values":{"root_module":{"resources":[`
  yield* listed(limited(resources), (thing) => (thing.module === undefined ? [planned(thing)] : []))
  yield '],"child_modules":['
  yield* listed(modules(resources), ([address, things]) => [{ address, resources: things.map(planned) }])
  yield ']}},"resource_changes":['
  yield* listed(limited(resources), (thing) => [change(thing)])
  yield `],"configuration":{"provider_config":${JSON.stringify(PROVIDERS)},"root_module":{"resources":[`
  yield* listed(limited(resources), (thing) => (thing.module === undefined ? [configured(thing)] : []))
  yield '],"module_calls":{'
  let first = true
  for (const [team, size] of teams(resources)) {
    if (size <= ROOT_RESOURCES) continue
    yield `${first ? '' : ','}${JSON.stringify(`team_${team}`)}:${JSON.stringify(moduleCall(team))}`
    first = false
  }
  yield '},"variables":{"environment":{"default":"prod"},"image_tag":{}}}},"timestamp":"2026-01-02T03:04:05Z","applyable":true,"complete":true,"errored":false}\n'
}

const SERVICES = ['orders', 'billing', 'catalog', 'search', 'basket', 'users', 'mail', 'stock', 'prices', 'reviews']
const ALARMS = ['CPUUtilization', 'MemoryUtilization']
const ACCOUNT = '111122223333'
const REGION = 'eu-central-1'

const PROVIDERS: JsonMap = {
  aws: {
    name: 'aws',
    full_name: 'registry.terraform.io/hashicorp/aws',
    version_constraint: '~> 5.0',
    expressions: { region: { constant_value: REGION } },
  },
}

interface Thing {
  readonly module?: string
  readonly type: string
  readonly name: string
  readonly index?: string
  readonly applied: boolean
  /** Known while planning. */
  readonly values: JsonMap
  /** Known after apply: as the plan marks it, and what it is then. */
  readonly unknown: JsonMap
  readonly known: JsonMap
  readonly expressions: JsonMap
  readonly each?: JsonMap
}

function* limited(resources: number): Generator<Thing> {
  let left = resources
  for (let team = 0; left > 0; team += 1) {
    for (const thing of teamThings(team)) {
      if (left === 0) return
      left -= 1
      yield thing
    }
  }
}

function* modules(resources: number): Generator<readonly [string, readonly Thing[]]> {
  let address: string | undefined
  let things: Thing[] = []
  for (const thing of limited(resources)) {
    if (thing.module !== address) {
      if (address !== undefined) yield [address, things]
      address = thing.module
      things = []
    }
    things.push(thing)
  }
  if (address !== undefined) yield [address, things]
}

function* teams(resources: number): Generator<readonly [number, number]> {
  const size = [...teamThings(0)].length
  for (let team = 0; team * size < resources; team += 1) yield [team, Math.min(size, resources - team * size)]
}

function* listed<Item>(items: Iterable<Item>, of: (item: Item) => readonly JsonMap[]): Generator<string> {
  let first = true
  for (const item of items) {
    for (const json of of(item)) {
      yield `${first ? '' : ','}${JSON.stringify(json)}`
      first = false
    }
  }
}

function addressOf({ module, type, name, index }: Thing): string {
  return `${module === undefined ? '' : `${module}.`}${type}.${name}${index === undefined ? '' : `["${index}"]`}`
}

function headOf(thing: Thing): JsonMap {
  return {
    address: addressOf(thing),
    ...(thing.module === undefined ? {} : { module_address: thing.module }),
    mode: 'managed',
    type: thing.type,
    name: thing.name,
    ...(thing.index === undefined ? {} : { index: thing.index }),
    provider_name: 'registry.terraform.io/hashicorp/aws',
  }
}

function planned(thing: Thing): JsonMap {
  const { module_address: _, ...head } = headOf(thing)
  return { ...head, schema_version: 0, values: valuesOf(thing), sensitive_values: SENSITIVE }
}

function change(thing: Thing): JsonMap {
  const values = valuesOf(thing)
  return {
    ...headOf(thing),
    change: {
      actions: [thing.applied ? 'no-op' : 'create'],
      before: thing.applied ? values : null,
      after: values,
      after_unknown: thing.applied ? {} : { ...thing.unknown, tags_all: true },
      before_sensitive: thing.applied ? SENSITIVE : false,
      after_sensitive: SENSITIVE,
    },
  }
}

const SENSITIVE: JsonMap = { tags: {}, tags_all: {} }

function valuesOf({ applied, values, known }: Thing): JsonMap {
  return applied ? { ...values, ...known, tags_all: { team: 'shop' } } : values
}

function configured({ type, name, expressions, each }: Thing): JsonMap {
  return {
    address: `${type}.${name}`,
    mode: 'managed',
    type,
    name,
    provider_config_key: 'aws',
    expressions,
    schema_version: 0,
    ...(each === undefined ? {} : { for_each_expression: each }),
  }
}

const references = (...names: readonly string[]): JsonMap => ({ references: names })
const constant = (value: Json): JsonMap => ({ constant_value: value })
/** As Terraform lists a reference: the attribute, then the resource. */
const to = (resource: string, attribute: string): JsonMap => references(`${resource}.${attribute}`, resource)
const arn = (service: string, rest: string): string => `arn:aws:${service}:${REGION}:${ACCOUNT}:${rest}`

const ROOT_RESOURCES = 15

function moduleCall(team: number): JsonMap {
  const things = [...serviceThings(team, SERVICES[0] ?? '', randomFrom(team))]
  const seen = new Set<string>()
  const resources = things.flatMap((thing) => {
    const address = `${thing.type}.${thing.name}`
    if (seen.has(address)) return []
    seen.add(address)
    return [configured(thing)]
  })
  return {
    source: './modules/service',
    expressions: {
      name: references('each.key'),
      cluster: to(`aws_ecs_cluster.team_${team}`, 'arn'),
      cluster_name: to(`aws_ecs_cluster.team_${team}`, 'name'),
      vpc_id: to(`aws_vpc.team_${team}`, 'id'),
      subnets: references(
        `aws_subnet.team_${team}_private_0.id`,
        `aws_subnet.team_${team}_private_0`,
        `aws_subnet.team_${team}_private_1.id`,
        `aws_subnet.team_${team}_private_1`,
      ),
      load_balancer_group: to(`aws_security_group.team_${team}_load_balancer`, 'id'),
      image_tag: references('var.image_tag'),
      environment: references('var.environment'),
    },
    for_each_expression: constant(SERVICES),
    module: {
      outputs: { service: { expression: to('aws_ecs_service.this', 'name') } },
      resources,
      variables: {
        name: {},
        cluster: {},
        cluster_name: {},
        vpc_id: {},
        subnets: {},
        load_balancer_group: {},
        image_tag: {},
        environment: {},
      },
    },
  }
}

function* teamThings(team: number): Generator<Thing> {
  yield* rootThings(team)
  const random = randomFrom(team + 1)
  for (const service of SERVICES) yield* serviceThings(team, service, random)
}

function* rootThings(team: number): Generator<Thing> {
  const random = randomFrom(team + 7)
  const own = `team_${team}`
  const root = { applied: team % 3 === 2 }
  const tags = { Name: own, environment: 'prod' }
  const octet = team % 256
  const vpc = to(`aws_vpc.${own}`, 'id')
  yield {
    ...root,
    type: 'aws_vpc',
    name: own,
    values: { cidr_block: `10.${octet}.0.0/16`, enable_dns_support: true, ipv6_cidr_block: null, tags },
    unknown: { arn: true, id: true, main_route_table_id: true, owner_id: true },
    known: { arn: arn('ec2', `vpc/vpc-${octet}`), id: `vpc-${team}`, main_route_table_id: `rtb-main${team}` },
    expressions: { cidr_block: constant(`10.${octet}.0.0/16`) },
  }
  yield {
    ...root,
    type: 'aws_internet_gateway',
    name: own,
    values: { tags, timeouts: null },
    unknown: { arn: true, id: true, vpc_id: true },
    known: { id: `igw-${team}`, vpc_id: `vpc-${team}` },
    expressions: { vpc_id: vpc },
  }
  for (const side of ['public', 'private']) {
    const table = `${own}_${side}`
    yield {
      ...root,
      type: 'aws_route_table',
      name: table,
      values: { tags, timeouts: null },
      unknown: { arn: true, id: true, owner_id: true, propagating_vgws: true, route: true, vpc_id: true },
      known: { id: `rtb-${table}`, route: [], propagating_vgws: [], vpc_id: `vpc-${team}` },
      expressions: { vpc_id: vpc },
    }
    if (side === 'public') {
      yield {
        ...root,
        type: 'aws_route',
        name: table,
        values: {
          destination_cidr_block: '0.0.0.0/0',
          destination_ipv6_cidr_block: null,
          destination_prefix_list_id: null,
          nat_gateway_id: null,
          transit_gateway_id: null,
          timeouts: null,
        },
        unknown: { gateway_id: true, id: true, origin: true, route_table_id: true, state: true },
        known: { gateway_id: `igw-${team}`, id: `r-${table}`, route_table_id: `rtb-${table}`, state: 'active' },
        expressions: {
          destination_cidr_block: constant('0.0.0.0/0'),
          gateway_id: to(`aws_internet_gateway.${own}`, 'id'),
          route_table_id: to(`aws_route_table.${table}`, 'id'),
        },
      }
    }
    for (let zone = 0; zone < 2; zone += 1) {
      const subnet = `${table}_${zone}`
      const block = `10.${octet}.${zone + (side === 'public' ? 0 : 2)}.0/24`
      yield {
        ...root,
        type: 'aws_subnet',
        name: subnet,
        values: {
          assign_ipv6_address_on_creation: false,
          availability_zone: `${REGION}${'ab'[zone] ?? 'a'}`,
          cidr_block: block,
          map_public_ip_on_launch: side === 'public',
          ipv6_native: false,
          outpost_arn: null,
          tags,
          timeouts: null,
        },
        unknown: { arn: true, id: true, owner_id: true, vpc_id: true },
        known: { arn: arn('ec2', `subnet/${subnet}`), id: `subnet-${subnet}`, vpc_id: `vpc-${team}` },
        expressions: { cidr_block: constant(block), vpc_id: vpc },
      }
      yield {
        ...root,
        type: 'aws_route_table_association',
        name: subnet,
        values: { gateway_id: null, timeouts: null },
        unknown: { id: true, route_table_id: true, subnet_id: true },
        known: { id: `rtbassoc-${subnet}`, route_table_id: `rtb-${table}`, subnet_id: `subnet-${subnet}` },
        expressions: {
          route_table_id: to(`aws_route_table.${table}`, 'id'),
          subnet_id: to(`aws_subnet.${subnet}`, 'id'),
        },
      }
    }
  }
  yield {
    ...root,
    type: 'aws_security_group',
    name: `${own}_load_balancer`,
    values: { description: 'Load balancer', name: `${own}-lb`, revoke_rules_on_delete: false, tags, timeouts: null },
    unknown: { arn: true, egress: true, id: true, ingress: true, name_prefix: true, owner_id: true, vpc_id: true },
    known: { egress: [], ingress: [], id: `sg-${own}`, vpc_id: `vpc-${team}` },
    expressions: { description: constant('Load balancer'), vpc_id: vpc },
  }
  const insights = random() < 0.9
  yield {
    ...root,
    type: 'aws_ecs_cluster',
    name: own,
    values: {
      configuration: [],
      name: own,
      service_connect_defaults: [],
      setting: insights ? [{ name: 'containerInsights', value: 'enhanced' }] : [],
      tags,
    },
    unknown: { arn: true, configuration: [], id: true, service_connect_defaults: [], setting: insights ? [{}] : true },
    known: { arn: arn('ecs', `cluster/${own}`), id: arn('ecs', `cluster/${own}`) },
    expressions: {
      name: constant(own),
      ...(insights ? { setting: [{ name: constant('containerInsights'), value: constant('enhanced') }] } : {}),
    },
  }
}

function* serviceThings(team: number, service: string, random: () => number): Generator<Thing> {
  const own = `team-${team}-${service}`
  const inModule = { module: `module.team_${team}["${service}"]`, applied: team % 3 === 2, name: 'this' }
  const tags = { environment: 'prod' }
  const sound = (): boolean => random() < 0.9
  yield {
    ...inModule,
    type: 'aws_ecr_repository',
    values: {
      encryption_configuration: [],
      force_delete: null,
      image_scanning_configuration: [{ scan_on_push: true }],
      image_tag_mutability: sound() ? 'IMMUTABLE' : 'MUTABLE',
      name: own,
      tags,
      timeouts: null,
    },
    unknown: {
      arn: true,
      encryption_configuration: [],
      id: true,
      image_scanning_configuration: [{}],
      registry_id: true,
      repository_url: true,
    },
    known: {
      arn: arn('ecr', `repository/${own}`),
      id: own,
      registry_id: ACCOUNT,
      repository_url: `${ACCOUNT}.dkr.ecr.${REGION}.amazonaws.com/${own}`,
    },
    expressions: {
      image_scanning_configuration: [{ scan_on_push: constant(true) }],
      name: references('var.name'),
    },
  }
  yield {
    ...inModule,
    type: 'aws_ecr_lifecycle_policy',
    values: {
      policy: JSON.stringify({
        rules: [
          {
            action: { type: 'expire' },
            description: 'Releases',
            rulePriority: 1,
            selection: {
              countNumber: 5 + Math.floor(random() * 20),
              countType: 'imageCountMoreThan',
              tagPrefixList: ['v'],
              tagStatus: 'tagged',
            },
          },
        ],
      }),
      repository: own,
    },
    unknown: { id: true, registry_id: true },
    known: { id: own, registry_id: ACCOUNT },
    expressions: { policy: {}, repository: to('aws_ecr_repository.this', 'name') },
  }
  yield {
    ...inModule,
    type: 'aws_cloudwatch_log_group',
    values: {
      kms_key_id: null,
      name: `/ecs/${own}`,
      retention_in_days: sound() ? 30 : 0,
      skip_destroy: false,
      tags,
    },
    unknown: { arn: true, id: true, log_group_class: true, name_prefix: true },
    known: { arn: arn('logs', `log-group:/ecs/${own}`), id: `/ecs/${own}`, log_group_class: 'STANDARD' },
    expressions: { name: references('var.name'), retention_in_days: constant(30) },
  }
  for (const role of ['execution', 'task']) {
    yield {
      ...inModule,
      type: 'aws_iam_role',
      name: role,
      values: {
        assume_role_policy: JSON.stringify({
          Statement: [{ Action: 'sts:AssumeRole', Effect: 'Allow', Principal: { Service: 'ecs-tasks.amazonaws.com' } }],
          Version: '2012-10-17',
        }),
        description: null,
        force_detach_policies: false,
        max_session_duration: 3600,
        name: `${own}-${role}`,
        path: '/',
        permissions_boundary: null,
        tags,
      },
      unknown: {
        arn: true,
        create_date: true,
        id: true,
        inline_policy: true,
        managed_policy_arns: true,
        name_prefix: true,
        unique_id: true,
      },
      known: {
        arn: `arn:aws:iam::${ACCOUNT}:role/${own}-${role}`,
        id: `${own}-${role}`,
        inline_policy: [],
        managed_policy_arns: [],
      },
      expressions: { assume_role_policy: {}, name: references('var.name') },
    }
  }
  yield {
    ...inModule,
    type: 'aws_iam_role_policy_attachment',
    name: 'execution',
    values: {
      policy_arn: 'arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy',
      role: `${own}-execution`,
    },
    unknown: { id: true },
    known: { id: `${own}-execution-1` },
    expressions: {
      policy_arn: constant('arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy'),
      role: to('aws_iam_role.execution', 'name'),
    },
  }
  yield {
    ...inModule,
    type: 'aws_iam_role_policy',
    name: 'task',
    values: {
      name: 'task',
      name_prefix: null,
      policy: JSON.stringify({
        Statement: [
          {
            Action: ['dynamodb:GetItem', 'dynamodb:PutItem'],
            Effect: 'Allow',
            Resource: arn('dynamodb', `table/${own}`),
          },
          {
            Action: sound() ? ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'] : ['xray:PutTraceSegments'],
            Effect: 'Allow',
            Resource: '*',
          },
        ],
        Version: '2012-10-17',
      }),
    },
    unknown: { id: true, role: true },
    known: { id: `${own}-task:task`, role: `${own}-task` },
    expressions: { policy: {}, role: to('aws_iam_role.task', 'id') },
  }
  yield taskDefinition(inModule, own, sound)
  yield {
    ...inModule,
    type: 'aws_security_group',
    values: { description: 'Tasks', name: own, revoke_rules_on_delete: false, tags, timeouts: null },
    unknown: { arn: true, egress: true, id: true, ingress: true, name_prefix: true, owner_id: true, vpc_id: true },
    known: { egress: [], ingress: [], id: `sg-${own}`, vpc_id: `vpc-${team}` },
    expressions: { description: constant('Tasks'), name: references('var.name'), vpc_id: references('var.vpc_id') },
  }
  yield {
    ...inModule,
    type: 'aws_vpc_security_group_ingress_rule',
    values: {
      cidr_ipv4: null,
      cidr_ipv6: null,
      description: null,
      from_port: 8080,
      ip_protocol: 'tcp',
      prefix_list_id: null,
      tags: null,
      to_port: 8080,
    },
    unknown: {
      arn: true,
      id: true,
      referenced_security_group_id: true,
      security_group_id: true,
      security_group_rule_id: true,
    },
    known: {
      id: `sgr-${own}`,
      referenced_security_group_id: `sg-team_${team}`,
      security_group_id: `sg-${own}`,
      security_group_rule_id: `sgr-${own}`,
    },
    expressions: {
      from_port: constant(8080),
      ip_protocol: constant('tcp'),
      referenced_security_group_id: references('var.load_balancer_group'),
      security_group_id: to('aws_security_group.this', 'id'),
      to_port: constant(8080),
    },
  }
  yield ecsService(inModule, team, own, sound)
  for (const metric of ALARMS) {
    yield {
      ...inModule,
      index: metric,
      type: 'aws_cloudwatch_metric_alarm',
      values: {
        actions_enabled: true,
        alarm_actions: [arn('sns', 'operations')],
        alarm_name: `${own}-${metric}`,
        comparison_operator: 'GreaterThanThreshold',
        dimensions: { ClusterName: `team_${team}`, ServiceName: own },
        evaluation_periods: 5,
        metric_name: metric,
        metric_query: [],
        namespace: 'AWS/ECS',
        period: 60,
        statistic: 'Average',
        tags,
        threshold: 80,
        treat_missing_data: 'missing',
        unit: null,
      },
      unknown: {
        alarm_actions: [false],
        arn: true,
        dimensions: {},
        evaluate_low_sample_count_percentiles: true,
        id: true,
      },
      known: { arn: arn('cloudwatch', `alarm:${own}-${metric}`), id: `${own}-${metric}` },
      expressions: {
        alarm_actions: constant([arn('sns', 'operations')]),
        dimensions: references('var.cluster_name', 'aws_ecs_service.this.name', 'aws_ecs_service.this'),
        metric_name: references('each.key'),
        namespace: constant('AWS/ECS'),
      },
      each: constant(ALARMS),
    }
  }
}

type InModule = Pick<Thing, 'applied' | 'name'> & { readonly module: string }

function taskDefinition(inModule: InModule, own: string, sound: () => boolean): Thing {
  const logConfiguration = {
    logDriver: 'awslogs',
    options: { 'awslogs-group': `/ecs/${own}`, 'awslogs-region': REGION, 'awslogs-stream-prefix': own },
  }
  const role = (kind: string): string => `arn:aws:iam::${ACCOUNT}:role/${own}-${kind}`
  return {
    ...inModule,
    type: 'aws_ecs_task_definition',
    values: {
      container_definitions: JSON.stringify([
        {
          environment: [
            { name: 'PORT', value: '8080' },
            { name: 'TABLE', value: own },
          ],
          essential: true,
          image: `${ACCOUNT}.dkr.ecr.${REGION}.amazonaws.com/${own}:v1`,
          ...(sound() ? { logConfiguration } : {}),
          name: 'app',
          portMappings: [{ containerPort: 8080, protocol: 'tcp' }],
          secrets: [{ name: 'DATABASE_URL', valueFrom: arn('ssm', `parameter/${own}/database`) }],
        },
        {
          essential: false,
          image: 'public.ecr.aws/xray/aws-xray-daemon:3.3.14',
          logConfiguration,
          name: 'xray',
        },
      ]),
      cpu: '512',
      ephemeral_storage: [],
      family: own,
      ipc_mode: null,
      memory: '1024',
      network_mode: 'awsvpc',
      pid_mode: null,
      placement_constraints: [],
      proxy_configuration: [],
      requires_compatibilities: ['FARGATE'],
      runtime_platform: [],
      skip_destroy: false,
      tags: { environment: 'prod' },
      track_latest: false,
      volume: [],
    },
    unknown: {
      arn: true,
      arn_without_revision: true,
      enable_fault_injection: true,
      execution_role_arn: true,
      id: true,
      requires_compatibilities: [false],
      revision: true,
      task_role_arn: true,
      volume: [],
    },
    known: {
      arn: arn('ecs', `task-definition/${own}:3`),
      arn_without_revision: arn('ecs', `task-definition/${own}`),
      execution_role_arn: role('execution'),
      id: own,
      revision: 3,
      task_role_arn: role('task'),
    },
    expressions: {
      container_definitions: references(
        'var.name',
        'aws_ecr_repository.this.repository_url',
        'aws_ecr_repository.this',
      ),
      cpu: constant('512'),
      execution_role_arn: to('aws_iam_role.execution', 'arn'),
      family: references('var.name'),
      memory: constant('1024'),
      network_mode: constant('awsvpc'),
      requires_compatibilities: constant(['FARGATE']),
      task_role_arn: to('aws_iam_role.task', 'arn'),
    },
  }
}

function ecsService(inModule: InModule, team: number, own: string, sound: () => boolean): Thing {
  const rolledBack = sound()
  const subnets = [`subnet-team_${team}_private_0`, `subnet-team_${team}_private_1`]
  return {
    ...inModule,
    type: 'aws_ecs_service',
    values: {
      alarms: [],
      availability_zone_rebalancing: 'ENABLED',
      capacity_provider_strategy: [],
      deployment_circuit_breaker: rolledBack ? [{ enable: true, rollback: true }] : [],
      deployment_controller: [],
      deployment_maximum_percent: 200,
      deployment_minimum_healthy_percent: 100,
      desired_count: 2,
      enable_ecs_managed_tags: true,
      enable_execute_command: true,
      force_delete: null,
      force_new_deployment: null,
      health_check_grace_period_seconds: null,
      launch_type: 'FARGATE',
      load_balancer: [],
      name: own,
      network_configuration: [{ assign_public_ip: false }],
      ordered_placement_strategy: [],
      placement_constraints: [],
      propagate_tags: 'SERVICE',
      scheduling_strategy: 'REPLICA',
      service_connect_configuration: [],
      service_registries: [],
      tags: { environment: 'prod' },
      timeouts: null,
      volume_configuration: [],
      wait_for_steady_state: false,
    },
    unknown: {
      alarms: [],
      cluster: true,
      deployment_circuit_breaker: rolledBack ? [{}] : [],
      iam_role: true,
      id: true,
      network_configuration: [{ security_groups: true, subnets: true }],
      platform_version: true,
      task_definition: true,
      triggers: true,
    },
    known: {
      cluster: arn('ecs', `cluster/team_${team}`),
      id: arn('ecs', `service/team_${team}/${own}`),
      network_configuration: [{ assign_public_ip: false, security_groups: [`sg-${own}`], subnets }],
      platform_version: 'LATEST',
      task_definition: arn('ecs', `task-definition/${own}:3`),
      triggers: {},
    },
    expressions: {
      cluster: references('var.cluster'),
      deployment_circuit_breaker: [{ enable: constant(true), rollback: constant(true) }],
      launch_type: constant('FARGATE'),
      name: references('var.name'),
      network_configuration: [
        { security_groups: to('aws_security_group.this', 'id'), subnets: references('var.subnets') },
      ],
      task_definition: to('aws_ecs_task_definition.this', 'arn'),
    },
  }
}

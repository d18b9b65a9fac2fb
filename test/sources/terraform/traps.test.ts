import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { OpscheckError } from '../../../src/model/errors.ts'
import { terraformSource } from '../../../src/sources/terraform/index.ts'
import { at, inputOf, type Planned, plan, properties, read, told } from './support.ts'

function convert(resource: Planned, ...others: readonly Planned[]): unknown {
  return properties(read(plan([resource, ...others])), resource.address)
}

const references = (...names: readonly string[]): object => ({ references: names })
const constant = (value: unknown): object => ({ constant_value: value })

describe('recognise', () => {
  it.each([
    ['a plan', { format_version: '1.2', planned_values: {} }, true],
    [
      'a plan of Terraform 0.12',
      { format_version: '0.1', terraform_version: '0.12.31', planned_values: {}, resource_changes: [] },
      true,
    ],
    ['a state', { format_version: '1.0', terraform_version: '1.9.0', values: { root_module: {} } }, true],
    ['a state that holds nothing', { format_version: '1.0' }, true],
    ['a template', { AWSTemplateFormatVersion: '2010-09-09', Resources: {} }, false],
    ['an answer of the CLI', { clusters: [] }, false],
    ['the schema of providers', { format_version: '1.0', provider_schemas: {} }, false],
    ['a list', [], false],
    ['a text', 'terraform', false],
  ])('%s', (_name, json, expected) => {
    expect(terraformSource.recognise(inputOf(json))).toBe(expected)
  })

  it('reads a state that holds nothing', () => {
    expect(read(inputOf({ format_version: '1.0' })).resources).toEqual([])
  })
})

describe('an attribute that is unknown', () => {
  const cluster: Planned = { address: 'aws_ecs_cluster.a', values: { name: 'a' }, unknown: { id: true } }

  it('and configured by one reference is that reference', () => {
    const service = convert(
      {
        address: 'aws_ecs_service.s',
        unknown: { cluster: true },
        expressions: { cluster: references('aws_ecs_cluster.a.id', 'aws_ecs_cluster.a') },
      },
      cluster,
    )
    expect(service).toEqual({ Cluster: '→ aws_ecs_cluster.a Ref' })
  })

  it('and configured by several is one of them', () => {
    const service = convert(
      {
        address: 'aws_ecs_service.s',
        unknown: { cluster: true },
        expressions: {
          cluster: references('aws_ecs_cluster.a.id', 'aws_ecs_cluster.a', 'aws_ecs_cluster.b.id', 'aws_ecs_cluster.b'),
        },
      },
      cluster,
      { ...cluster, address: 'aws_ecs_cluster.b' },
    )
    expect(service).toEqual({
      Cluster: {
        unknown: '? set: value: cluster of aws_ecs_service.s is known after apply',
        oneOf: ['→ aws_ecs_cluster.a Ref', '→ aws_ecs_cluster.b Ref'],
      },
    })
  })

  it('and of which zero means none may be none', () => {
    const group = convert({
      address: 'aws_cloudwatch_log_group.g',
      unknown: { retention_in_days: true },
      expressions: { retention_in_days: references('var.days') },
    })
    expect(group).toEqual({
      RetentionInDays: '? value: retention_in_days of aws_cloudwatch_log_group.g is known after apply',
    })
  })

  it('and configured by a local value, which a plan does not hold, stays unknown', () => {
    const service = convert({
      address: 'aws_ecs_service.s',
      unknown: { task_definition: true },
      expressions: { task_definition: references('local.definition') },
    })
    expect(service).toEqual({
      TaskDefinition: '? set: value: task_definition of aws_ecs_service.s is known after apply',
    })
  })

  it('beside a reference of another kind is no choice', () => {
    const service = convert(
      {
        address: 'aws_ecs_service.s',
        unknown: { cluster: true },
        expressions: { cluster: references('aws_vpc.v.id', 'aws_vpc.v', 'aws_ecs_cluster.a.id', 'aws_ecs_cluster.a') },
      },
      cluster,
      { address: 'aws_vpc.v', unknown: { id: true } },
    )
    expect(service).toEqual({ Cluster: '→ aws_ecs_cluster.a Ref' })
  })

  it('and never configured is computed, and may be absent', () => {
    expect(convert({ address: 'aws_security_group.g', unknown: { name: true }, values: { description: 'x' } })).toEqual(
      {
        GroupName: '? value: name of aws_security_group.g is known after apply',
        GroupDescription: 'x',
        SecurityGroupEgress: [],
      },
    )
  })

  it('but only asks for what AWS decides is absent when it is not configured', () => {
    const unset = { setting: true, launch_type: true, network_mode: true, source_security_group_id: true }
    expect(convert({ address: 'aws_ecs_cluster.c', values: { name: 'c' }, unknown: unset })).toEqual({
      ClusterName: 'c',
    })
    expect(convert({ address: 'aws_ecs_service.s', values: { name: 's' }, unknown: unset })).toEqual({
      ServiceName: 's',
    })
    expect(convert({ address: 'aws_ecs_task_definition.t', values: { family: 't' }, unknown: unset })).toEqual({
      Family: 't',
    })
    expect(
      convert({
        address: 'aws_security_group_rule.r',
        values: {
          type: 'ingress',
          protocol: 'tcp',
          from_port: 1,
          to_port: 2,
          cidr_blocks: ['10.0.0.0/8'],
          security_group_id: 'sg-1',
        },
        unknown: unset,
      }),
    ).toEqual({ GroupId: 'sg-1', IpProtocol: 'tcp', FromPort: 1, ToPort: 2, CidrIp: '10.0.0.0/8' })
  })

  it('and set to a variable that is null was not configured', () => {
    const input = plan(
      [
        {
          address: 'aws_ecs_service.s',
          unknown: { launch_type: true },
          expressions: { launch_type: references('var.type') },
        },
      ],
      { variables: { type: { value: null } } },
    )
    expect(properties(read(input), 'aws_ecs_service.s')).toEqual({})
  })
})

describe('dimensions of a metric that are unknown as a whole', () => {
  const group = { address: 'aws_lb_target_group.a', values: { name: 'a' }, unknown: { id: true, arn_suffix: true } }
  const balancer = { address: 'aws_lb.a', values: { name: 'a' }, unknown: { id: true, arn_suffix: true } }
  const alarm = (namespace: string, ...named: readonly string[]): unknown =>
    convert(
      {
        address: 'aws_cloudwatch_metric_alarm.a',
        values: { namespace },
        unknown: { dimensions: true },
        expressions: { namespace: constant(namespace), dimensions: references(...named) },
      },
      group,
      balancer,
    )
  const both = ['aws_lb.a.arn_suffix', 'aws_lb.a', 'aws_lb_target_group.a.arn_suffix', 'aws_lb_target_group.a'] as const
  const unsure = '? set: value: dimensions of aws_cloudwatch_metric_alarm.a is known after apply'

  it('have each resource at the dimension of its type, and perhaps more', () => {
    expect(alarm('AWS/ApplicationELB', ...both)).toMatchObject({
      Dimensions: [
        { Name: 'LoadBalancer', Value: '→ aws_lb.a LoadBalancerFullName' },
        { Name: 'TargetGroup', Value: '→ aws_lb_target_group.a TargetGroupFullName' },
        '…',
      ],
    })
  })

  it('are not known in a namespace of the user, whose dimensions have any name', () => {
    expect(alarm('Shop', ...both)).toMatchObject({ Dimensions: unsure })
  })

  it('are not known where something else takes part', () => {
    expect(alarm('AWS/ApplicationELB', ...both, 'local.names')).toMatchObject({ Dimensions: unsure })
    expect(alarm('AWS/ApplicationELB', 'aws_lb.elsewhere.arn_suffix', 'aws_lb.elsewhere')).toMatchObject({
      Dimensions: unsure,
    })
  })
})

describe('lists of resources', () => {
  const groups: readonly Planned[] = ['a', 'b'].map((name) => ({
    address: `aws_security_group.${name}`,
    unknown: { id: true },
  }))
  const service = (value: object, unknown: unknown, expression: object): Planned => ({
    address: 'aws_ecs_service.s',
    values: { network_configuration: [value] },
    unknown: { network_configuration: [{ security_groups: unknown }] },
    expressions: { network_configuration: [{ security_groups: expression }] },
  })
  const listed = (input: Planned, more: object = {}): unknown => {
    const found = properties(read(plan([input, ...groups], more)), input.address)
    return JSON.parse(JSON.stringify(found)).NetworkConfiguration.AwsvpcConfiguration.SecurityGroups
  }

  it('are exactly those named', () => {
    expect(
      listed(
        service(
          {},
          true,
          references(
            'aws_security_group.b.id',
            'aws_security_group.b',
            'aws_security_group.a.id',
            'aws_security_group.a',
          ),
        ),
      ),
    ).toEqual(['→ aws_security_group.b GroupId', '→ aws_security_group.a GroupId'])
  })

  it('are open when a variable takes part', () => {
    const expression = references('var.env', 'aws_security_group.a.id', 'aws_security_group.a')
    expect(listed(service({}, true, expression), { variables: { env: { value: 'prod' } } })).toEqual([
      { more: ['→ aws_security_group.a GroupId'] },
    ])
  })

  it('are open to anything when that variable may hold ids itself', () => {
    const expression = references('var.extra', 'aws_security_group.a.id', 'aws_security_group.a')
    expect(
      listed(service({}, true, expression), { variables: { extra: { value: ['sg-0123456789abcdef0'] } } }),
    ).toEqual(['…'])
  })

  it('with known elements keep them', () => {
    const expression = references('aws_security_group.a.id', 'aws_security_group.a')
    expect(listed(service({ security_groups: ['sg-1', null] }, [false, true], expression))).toEqual([
      'sg-1',
      '→ aws_security_group.a GroupId',
    ])
  })
})

describe('pieces', () => {
  const repository: Planned = { address: 'aws_ecr_repository.r', values: { name: 'r' }, unknown: { id: true } }
  const policy = (name: string, more: Partial<Planned>): Planned => ({
    address: `aws_ecr_lifecycle_policy.${name}`,
    ...more,
    values: { policy: '{"rules":[]}', ...more.values },
  })

  it('go to the owner that their literal name names', () => {
    expect(convert(repository, policy('p', { values: { repository: 'r' } }))).toEqual({
      RepositoryName: 'r',
      LifecyclePolicy: { LifecyclePolicyText: { rules: [] } },
    })
  })

  it('open every possible owner when it is not known whose they are', () => {
    const lost = policy('p', { unknown: { repository: true }, expressions: { repository: references('local.name') } })
    expect(convert(repository, lost)).toEqual({
      RepositoryName: 'r',
      LifecyclePolicy: '? value: aws_ecr_lifecycle_policy.p may set it; its repository is known after apply',
    })
  })

  it('go to nobody else', () => {
    expect(convert(repository, policy('p', { values: { repository: 'other' } }))).toEqual({ RepositoryName: 'r' })
  })

  it('that set the same of one owner leave open which of them holds', () => {
    const names = ['a', 'b', 'c']
    const rules = names.map((sid) => policy(sid, { values: { repository: 'r', policy: `{"rules":["${sid}"]}` } }))
    expect(convert(repository, ...rules)).toEqual({
      RepositoryName: 'r',
      LifecyclePolicy: {
        unknown: '? set: value: aws_ecr_lifecycle_policy.b and aws_ecr_lifecycle_policy.c both set it',
        oneOf: names.map((sid) => ({ LifecyclePolicyText: { rules: [sid] } })),
      },
    })
  })

  it('that set the same of an owner outside are told one by one', () => {
    const names = ['a', 'b']
    const rules = names.map((sid) => policy(sid, { values: { repository: 'theirs', policy: `{"rules":["${sid}"]}` } }))
    const snapshot = read(plan(rules))
    for (const sid of names) {
      const address = `aws_ecr_lifecycle_policy.${sid}`
      expect(at(snapshot, address).pieces).toEqual([address])
      expect(properties(snapshot, address)).toEqual({
        RepositoryName: 'theirs',
        LifecyclePolicy: { LifecyclePolicyText: { rules: [sid] } },
      })
    }
  })

  it('of several outside pieces with one name make one owner', () => {
    const snapshot = read(
      plan([
        {
          address: 'aws_s3_bucket_versioning.v',
          values: { bucket: 'theirs', versioning_configuration: [{ status: 'Enabled' }] },
        },
        { address: 'aws_s3_bucket_public_access_block.b', values: { bucket: 'theirs', block_public_acls: true } },
      ]),
    )
    expect(snapshot.resources).toHaveLength(1)
    expect(at(snapshot, 'aws_s3_bucket_versioning.v').pieces).toEqual([
      'aws_s3_bucket_versioning.v',
      'aws_s3_bucket_public_access_block.b',
    ])
    expect(properties(snapshot, 'aws_s3_bucket_versioning.v')).toEqual({
      BucketName: 'theirs',
      VersioningConfiguration: { Status: 'Enabled' },
      PublicAccessBlockConfiguration: { BlockPublicAcls: true },
    })
  })

  it('attach one policy to many', () => {
    const attachment: Planned = {
      address: 'aws_iam_policy_attachment.all',
      values: { roles: ['one', 'two'], policy_arn: 'arn:aws:iam::aws:policy/ReadOnlyAccess' },
    }
    const roles: readonly Planned[] = ['one', 'two'].map((name) => ({
      address: `aws_iam_role.${name}`,
      values: { name },
    }))
    const snapshot = read(plan([...roles, attachment]))
    for (const name of ['one', 'two']) {
      expect(properties(snapshot, `aws_iam_role.${name}`)).toEqual({
        RoleName: name,
        ManagedPolicyArns: ['arn:aws:iam::aws:policy/ReadOnlyAccess'],
      })
    }
  })
})

describe('values that read differently', () => {
  it.each<[string, Planned, object]>([
    [
      'a retention of 0',
      { address: 'aws_cloudwatch_log_group.g', values: { name: 'g', retention_in_days: 0 } },
      { LogGroupName: 'g' },
    ],
    [
      'words for booleans',
      { address: 'aws_lb.l', values: { name: 'l', internal: true } },
      { Name: 'l', Scheme: 'internal' },
    ],
    [
      'texts for booleans and numbers',
      {
        address: 'aws_launch_template.t',
        values: {
          network_interfaces: [{ associate_public_ip_address: 'true', device_index: 0 }],
          user_data: 'IyEvYmluL3No',
        },
      },
      {
        LaunchTemplateData: {
          NetworkInterfaces: [{ AssociatePublicIpAddress: true, DeviceIndex: 0 }],
          UserData: '(secret)',
        },
      },
    ],
    [
      'a policy text that is no JSON',
      { address: 'aws_iam_policy.p', values: { name: 'p', policy: '{"Statement": [' } },
      { ManagedPolicyName: 'p', PolicyDocument: '? set: read: policy of aws_iam_policy.p is not JSON' },
    ],
    [
      'a document in YAML',
      {
        address: 'aws_ssm_document.d',
        values: { name: 'd', document_format: 'YAML', content: 'schemaVersion: "1.0"\nsessionType: Standard_Stream\n' },
      },
      { Name: 'd', DocumentFormat: 'YAML', Content: { schemaVersion: '1.0', sessionType: 'Standard_Stream' } },
    ],
    [
      'a deployment of provider 6',
      {
        address: 'aws_ecs_service.s',
        values: {
          deployment_maximum_percent: 200,
          deployment_configuration: [
            {
              strategy: 'CANARY',
              bake_time_in_minutes: '10',
              canary_configuration: [{ canary_percent: 5, canary_bake_time_in_minutes: '3' }],
            },
          ],
          deployment_circuit_breaker: [{ enable: true, rollback: true }],
        },
      },
      {
        DeploymentConfiguration: {
          MaximumPercent: 200,
          Strategy: 'CANARY',
          BakeTimeInMinutes: 10,
          CanaryConfiguration: { CanaryPercent: 5, CanaryBakeTimeInMinutes: 3 },
          DeploymentCircuitBreaker: { Enable: true, Rollback: true },
        },
      },
    ],
    [
      'exclusions from immutability of provider 6',
      {
        address: 'aws_ecr_repository.r',
        values: {
          name: 'r',
          image_tag_mutability: 'IMMUTABLE_WITH_EXCLUSION',
          image_tag_mutability_exclusion_filter: [{ filter: 'latest*', filter_type: 'WILDCARD' }],
        },
      },
      {
        RepositoryName: 'r',
        ImageTagMutability: 'IMMUTABLE_WITH_EXCLUSION',
        ImageTagMutabilityExclusionFilters: [
          { ImageTagMutabilityExclusionFilterValue: 'latest*', ImageTagMutabilityExclusionFilterType: 'WILDCARD' },
        ],
      },
    ],
    [
      'artifact stores of several regions',
      {
        address: 'aws_codepipeline.p',
        values: {
          artifact_store: [
            { location: 'one', type: 'S3', region: 'eu-west-1' },
            { location: 'two', type: 'S3', region: 'us-east-1' },
          ],
        },
      },
      {
        ArtifactStores: [
          { Region: 'eu-west-1', ArtifactStore: { Location: 'one', Type: 'S3' } },
          { Region: 'us-east-1', ArtifactStore: { Location: 'two', Type: 'S3' } },
        ],
      },
    ],
    [
      'environment variables of a build',
      {
        address: 'aws_codebuild_project.b',
        values: {
          environment: [{ image: 'x', environment_variable: [{ name: 'A', type: 'PLAINTEXT', value: 'hunter2' }] }],
        },
      },
      { Environment: { Image: 'x', EnvironmentVariables: [{ Name: 'A', Type: 'PLAINTEXT', Value: '(secret)' }] } },
    ],
    [
      'a rule for every protocol',
      {
        address: 'aws_vpc_security_group_ingress_rule.r',
        values: { security_group_id: 'sg-1', ip_protocol: '-1', cidr_ipv4: '0.0.0.0/0' },
      },
      { GroupId: 'sg-1', IpProtocol: '-1', CidrIp: '0.0.0.0/0' },
    ],
    [
      'a public address of an instance',
      { address: 'aws_instance.i', values: { subnet_id: 'subnet-1', associate_public_ip_address: true } },
      { SubnetId: 'subnet-1', NetworkInterfaces: [{ DeviceIndex: '0', AssociatePublicIpAddress: true }] },
    ],
    [
      'a lifecycle of objects',
      {
        address: 'aws_s3_bucket_lifecycle_configuration.l',
        values: {
          bucket: 'b',
          rule: [{ id: 'old', status: 'Enabled', filter: [{ prefix: 'logs/' }], expiration: [{ days: 90 }] }],
        },
      },
      {
        BucketName: 'b',
        LifecycleConfiguration: { Rules: [{ Id: 'old', Status: 'Enabled', Prefix: 'logs/', ExpirationInDays: 90 }] },
      },
    ],
  ])('%s', (_name, resource, expected) => {
    expect(convert(resource)).toEqual(expected)
  })

  it('sensitive ones are hidden wherever they stand', () => {
    const group = convert({
      address: 'aws_cloudwatch_log_group.g',
      values: { name: 'hush', tags: { Owner: 'me', Code: 'hush' } },
      sensitive: { name: true, tags: { Code: true } },
    })
    expect(group).toEqual({
      LogGroupName: '(secret)',
      Tags: [
        { Key: 'Owner', Value: 'me' },
        { Key: 'Code', Value: '(secret)' },
      ],
    })
  })

  it('keys from the plan cannot reach a prototype', () => {
    const input = inputOf(
      JSON.parse(
        '{"format_version":"1.2","planned_values":{"root_module":{"resources":[{"address":"aws_ecs_task_definition.t","mode":"managed","type":"aws_ecs_task_definition","name":"t","values":{"container_definitions":"[{\\"name\\":\\"a\\",\\"dockerLabels\\":{\\"__proto__\\":\\"x\\"}}]"}}]}}}',
      ),
    )
    const [resource] = read(input).resources
    expect(JSON.stringify(told(resource?.properties))).toContain('"__proto__":"x"')
  })
})

describe('data sources', () => {
  it('are existing and open, except for what they read', () => {
    const input = inputOf({
      format_version: '1.2',
      planned_values: { root_module: {} },
      prior_state: {
        values: {
          root_module: {
            resources: [
              {
                address: 'data.aws_ecs_cluster.theirs',
                mode: 'data',
                type: 'aws_ecs_cluster',
                name: 'theirs',
                values: {
                  cluster_name: 'theirs',
                  arn: 'arn:aws:ecs:eu-west-1:444455556666:cluster/theirs',
                  setting: [{ name: 'containerInsights', value: 'enabled' }],
                  service_connect_defaults: [],
                },
              },
            ],
          },
        },
      },
    })
    const cluster = at(read(input), 'data.aws_ecs_cluster.theirs')
    expect(cluster.standing).toBe('existing')
    expect(cluster.rest?.cause.class).toBe('input')
    expect(cluster.scope).toEqual({ partition: 'aws', account: '444455556666', region: 'eu-west-1' })
    expect(told(cluster.properties)).toEqual({
      ClusterName: 'theirs',
      ClusterSettings: [{ Name: 'containerInsights', Value: 'enabled' }],
      Live: { Arn: 'arn:aws:ecs:eu-west-1:444455556666:cluster/theirs' },
    })
  })
})

describe('account and region', () => {
  const table = 'aws_ecs_cluster.c'
  const scopeOf = (
    expressions: object,
    values: object = {},
    definition?: { account?: string; region?: string },
  ): unknown => {
    const input = plan([{ address: table, values: { name: 'c', ...values } }], {
      configuration: {
        provider_config: { aws: { name: 'aws', expressions } },
        root_module: {
          resources: [
            { address: table, mode: 'managed', type: 'aws_ecs_cluster', name: 'c', provider_config_key: 'aws' },
          ],
        },
      },
      variables: { region: { value: 'ap-northeast-1' } },
    })
    return at(read(input, definition && { path: 'plan.json', parameters: {}, closed: false, ...definition }), table)
      .scope
  }

  it.each<[string, unknown, object]>([
    [
      'written out',
      scopeOf({ region: constant('eu-west-1') }),
      { partition: 'aws', account: '?plan.json:aws', region: 'eu-west-1' },
    ],
    [
      'of a variable',
      scopeOf({ region: references('var.region') }),
      { partition: 'aws', account: '?plan.json:aws', region: 'ap-northeast-1' },
    ],
    ['of nobody', scopeOf({}), { partition: 'aws', account: '?plan.json:aws', region: '?plan.json:aws' }],
    [
      'of a role to assume',
      scopeOf({
        region: constant('cn-north-1'),
        assume_role: [{ role_arn: constant('arn:aws-cn:iam::444455556666:role/deploy') }],
      }),
      { partition: 'aws-cn', account: '444455556666', region: 'cn-north-1' },
    ],
    [
      'of the one allowed account',
      scopeOf({ region: constant('us-gov-west-1'), allowed_account_ids: constant(['444455556666']) }),
      { partition: 'aws-us-gov', account: '444455556666', region: 'us-gov-west-1' },
    ],
    [
      'of two allowed accounts',
      scopeOf({ region: constant('eu-west-1'), allowed_account_ids: constant(['444455556666', '111122223333']) }),
      { partition: 'aws', account: '?plan.json:aws', region: 'eu-west-1' },
    ],
    [
      'of the resource itself, as provider 6 has it',
      scopeOf({ region: constant('eu-west-1') }, { region: 'eu-central-1' }),
      { partition: 'aws', account: '?plan.json:aws', region: 'eu-central-1' },
    ],
    [
      'of the user',
      scopeOf({}, {}, { account: '111122223333', region: 'eu-north-1' }),
      { partition: 'aws', account: '111122223333', region: 'eu-north-1' },
    ],
  ])('%s', (_name, scope, expected) => {
    expect(scope).toEqual(expected)
  })
})

describe('a provider that a module is handed', () => {
  it('is the one of the root, also where older versions write the module', () => {
    const cluster = (provider: string): Planned => ({ address: 'aws_ecs_cluster.c', values: { name: 'c' }, provider })
    for (const provider of ['aws', 'network:aws', 'module.network:aws']) {
      expect(at(read(plan([cluster(provider)])), 'aws_ecs_cluster.c').scope).toEqual({
        partition: 'aws',
        account: '?plan.json:aws',
        region: 'eu-west-1',
      })
    }
  })
})

describe('a plan that is not the whole', () => {
  it.each([
    ['errored', { errored: true }, 'the plan ended with an error'],
    ['not complete', { complete: false }, 'the plan is not complete: another one has to follow'],
    ['with deferred changes', { deferred_changes: [{}] }, 'the plan defers changes to a later one'],
  ])('%s says so', (_name, more, reason) => {
    const { coverage } = read(plan([], more))
    expect(coverage).toMatchObject([{ type: '*', state: 'partial', cause: { class: 'read', reason } }])
  })

  it('else says nothing', () => {
    expect(read(plan([], { errored: false, complete: true })).coverage).toEqual([])
  })
})

describe('hostile plans', () => {
  it('with modules without end are refused', () => {
    let module: object = {}
    for (let depth = 0; depth < 100; depth += 1) module = { address: `module.m${depth}`, child_modules: [module] }
    const deep = inputOf({ format_version: '1.2', planned_values: { root_module: module } })
    expect(() => read(deep)).toThrow(OpscheckError)
  })

  it('with modules that call each other end', () => {
    const call = (name: string): object => ({ expressions: { x: references(`module.${name}.y`, `module.${name}`) } })
    const input = plan([
      { address: 'aws_ecs_service.s', unknown: { cluster: true }, expressions: { cluster: references('module.a.y') } },
    ])
    const json = JSON.parse(input.text)
    const outputs = { y: { expression: references('var.x', 'var.x') } }
    json.configuration.root_module.module_calls = {
      a: { ...call('b'), module: { outputs, variables: { x: {} } } },
      b: { ...call('a'), module: { outputs, variables: { x: {} } } },
    }
    expect(properties(read(inputOf(json)), 'aws_ecs_service.s')).toEqual({
      Cluster: '? set: value: cluster of aws_ecs_service.s is known after apply',
    })
  })

  it('with documents that name each other end', () => {
    const document = (name: string, other: string): Planned => ({
      address: `data.aws_iam_policy_document.${name}`,
      values: { source_policy_documents: [null] },
      unknown: { json: true, source_policy_documents: [true] },
      expressions: { source_policy_documents: references(`data.aws_iam_policy_document.${other}.json`) },
    })
    const policy = convert(
      {
        address: 'aws_iam_policy.p',
        unknown: { policy: true },
        expressions: { policy: references('data.aws_iam_policy_document.a.json') },
      },
      document('a', 'b'),
      document('b', 'a'),
    )
    expect(policy).toEqual({
      PolicyDocument: expect.stringContaining('? set: limit: '),
    })
  })

  it('with statements that only the configuration shows are not taken for empty ones', () => {
    const statement = {
      actions: constant(['ecr:*']),
      principals: [{ type: constant('*'), identifiers: constant(['*']) }],
    }
    const policy = convert(
      {
        address: 'aws_iam_policy.p',
        unknown: { policy: true },
        expressions: { policy: references('data.aws_iam_policy_document.a.json') },
      },
      { address: 'data.aws_iam_policy_document.a', unknown: { json: true }, expressions: { statement: [statement] } },
    )
    expect(policy).toEqual({
      PolicyDocument: '? set: value: statement of data.aws_iam_policy_document.a is known after apply',
    })
  })

  it('of any shape convert without an error of ours', () => {
    const keys = fc.constantFrom(
      'name',
      'setting',
      'cluster',
      'network_configuration',
      'ingress',
      'policy',
      'tags_all',
      'route',
      'volume',
    )
    const json = fc.letrec((tie) => ({
      value: fc.oneof(
        { maxDepth: 4 },
        fc.constant(null),
        fc.boolean(),
        fc.string(),
        fc.integer(),
        fc.array(tie('value')),
        tie('map'),
      ),
      map: fc.dictionary(keys, tie('value')),
    }))
    const types = fc.constantFrom(
      'aws_ecs_cluster',
      'aws_ecs_service',
      'aws_security_group',
      'aws_route_table',
      'aws_iam_role',
      'aws_ecs_task_definition',
      'aws_iam_policy_attachment',
    )
    fc.assert(
      fc.property(
        types,
        json.map,
        json.value,
        json.value,
        json.value,
        (type, values, unknown, sensitive, expressions) => {
          const input = inputOf({
            format_version: '1.2',
            planned_values: {
              root_module: {
                resources: [
                  { address: `${type}.x`, mode: 'managed', type, name: 'x', values, sensitive_values: sensitive },
                ],
              },
            },
            resource_changes: [{ address: `${type}.x`, change: { after: values, after_unknown: unknown } }],
            configuration: {
              root_module: { resources: [{ address: `${type}.x`, mode: 'managed', type, name: 'x', expressions }] },
            },
          })
          for (const resource of read(input).resources) {
            for (const property of Object.keys(resource.properties)) resource.locate([property])
          }
        },
      ),
    )
  })
})

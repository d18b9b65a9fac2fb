import { describe, expect, it } from 'vitest'
import { isMap, isSpecial, KIND } from '../../../src/model/value.ts'
import {
  ACCOUNT,
  all,
  answer,
  closedFor,
  denied,
  live,
  properties,
  REGION,
  read,
  shown,
  state,
  the,
} from './support.ts'

const arn = (resource: string): string => `arn:aws:ecs:${REGION}:${ACCOUNT}:${resource}`

const CLUSTER = {
  clusterArn: arn('cluster/shop'),
  clusterName: 'shop',
  status: 'ACTIVE',
  registeredContainerInstancesCount: 0,
  runningTasksCount: 2,
  pendingTasksCount: 0,
  activeServicesCount: 1,
  statistics: [],
  tags: [{ key: 'env', value: 'prod' }],
  settings: [{ name: 'containerInsights', value: 'enhanced' }],
  configuration: {
    executeCommandConfiguration: {
      logging: 'OVERRIDE',
      logConfiguration: { cloudWatchLogGroupName: '/exec', s3BucketName: 'exec-logs', s3EncryptionEnabled: true },
    },
  },
  capacityProviders: ['FARGATE'],
  defaultCapacityProviderStrategy: [{ capacityProvider: 'FARGATE', weight: 1, base: 0 }],
}

const SERVICE = {
  serviceArn: arn('service/shop/web'),
  serviceName: 'web',
  clusterArn: arn('cluster/shop'),
  loadBalancers: [],
  serviceRegistries: [],
  status: 'ACTIVE',
  desiredCount: 2,
  runningCount: 2,
  pendingCount: 0,
  launchType: 'FARGATE',
  platformVersion: 'LATEST',
  taskDefinition: arn('task-definition/web:7'),
  deploymentConfiguration: {
    deploymentCircuitBreaker: { enable: true, rollback: true },
    maximumPercent: 200,
    minimumHealthyPercent: 100,
    alarms: { alarmNames: [], enable: false, rollback: false },
  },
  deployments: [
    { id: 'ecs-svc/1', status: 'ACTIVE' },
    {
      id: 'ecs-svc/2',
      status: 'PRIMARY',
      serviceConnectConfiguration: {
        enabled: true,
        namespace: 'shop',
        logConfiguration: { logDriver: 'awslogs', options: { 'awslogs-group': '/sc', 'api-token': 'hidden-value' } },
      },
    },
  ],
  roleArn: `arn:aws:iam::${ACCOUNT}:role/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS`,
  events: [{ id: 'e', message: 'steady' }],
  createdAt: 1_700_000_000.5,
  placementConstraints: [],
  placementStrategy: [{ type: 'spread', field: 'host' }],
  networkConfiguration: {
    awsvpcConfiguration: { subnets: ['subnet-1'], securityGroups: ['sg-1'], assignPublicIp: 'DISABLED' },
  },
  schedulingStrategy: 'REPLICA',
  deploymentController: { type: 'ECS' },
  enableECSManagedTags: true,
  propagateTags: 'NONE',
  enableExecuteCommand: false,
  tags: [],
}

const TASK_DEFINITION = {
  taskDefinitionArn: arn('task-definition/web:7'),
  containerDefinitions: [
    {
      name: 'app',
      image: `${ACCOUNT}.dkr.ecr.${REGION}.amazonaws.com/web:1`,
      cpu: 0,
      portMappings: [{ containerPort: 80, hostPort: 80, protocol: 'tcp' }],
      essential: true,
      environment: [{ name: 'DB_PASSWORD', value: 'hunter2' }],
      secrets: [{ name: 'KEY', valueFrom: 'arn:aws:ssm:ap-northeast-1:111122223333:parameter/key' }],
      mountPoints: [],
      dockerLabels: { fooBar: 'x', __proto__evil: 'y' },
      logConfiguration: {
        logDriver: 'awsfirelens',
        options: { Name: 'splunk', splunk_token: 'hunter2', 'awslogs-group': '/web' },
        secretOptions: null,
      },
      firelensConfiguration: { type: 'fluentbit', options: { 'config-file-type': 'file' } },
      readonlyRootFilesystem: true,
    },
  ],
  family: 'web',
  taskRoleArn: `arn:aws:iam::${ACCOUNT}:role/task`,
  networkMode: 'awsvpc',
  revision: 7,
  volumes: [
    { name: 'efs', efsVolumeConfiguration: { fileSystemId: 'fs-1', authorizationConfig: { iam: 'ENABLED' } } },
    { name: 'docker', dockerVolumeConfiguration: { scope: 'task', driverOpts: { myOpt: 'a' } } },
  ],
  status: 'ACTIVE',
  requiresAttributes: [{ name: 'x' }],
  compatibilities: ['EC2', 'FARGATE'],
  requiresCompatibilities: ['FARGATE'],
  cpu: '256',
  memory: '512',
  registeredAt: '2026-01-02T03:04:05.678000+09:00',
  registeredBy: `arn:aws:iam::${ACCOUNT}:user/ann`,
}

describe('clusters', () => {
  it('tell settings, ECS Exec and capacity providers under the names of CloudFormation', () => {
    const snapshot = read({ 'clusters.json': { clusters: [CLUSTER], failures: [] } })
    expect(properties(snapshot, 'AWS::ECS::Cluster')).toEqual({
      ClusterName: 'shop',
      ClusterSettings: [{ Name: 'containerInsights', Value: 'enhanced' }],
      Configuration: {
        ExecuteCommandConfiguration: {
          Logging: 'OVERRIDE',
          LogConfiguration: { CloudWatchLogGroupName: '/exec', S3BucketName: 'exec-logs', S3EncryptionEnabled: true },
        },
      },
      CapacityProviders: ['FARGATE'],
      DefaultCapacityProviderStrategy: [{ CapacityProvider: 'FARGATE', Weight: 1, Base: 0 }],
      Tags: [{ Key: 'env', Value: 'prod' }],
      Live: {
        Arn: arn('cluster/shop'),
        Status: 'ACTIVE',
        RegisteredContainerInstancesCount: 0,
        RunningTasksCount: 2,
        PendingTasksCount: 0,
        ActiveServicesCount: 1,
      },
    })
    expect(the(snapshot, 'AWS::ECS::Cluster').address).toBe(arn('cluster/shop'))
    expect(state(snapshot, 'AWS::ECS::Cluster')).toBe('partial input')
  })

  it('leave open what --include would have told: AWS prints empty lists for what was not asked', () => {
    const { configuration: _, ...bare } = { ...CLUSTER, settings: [], tags: [] }
    const snapshot = read({ 'clusters.json': { clusters: [bare] } })
    expect(properties(snapshot, 'AWS::ECS::Cluster')).toMatchObject({
      ClusterSettings:
        '<input: the settings of cluster shop not exported (aws ecs describe-clusters --include SETTINGS)>',
      Configuration:
        '<input: the ECS Exec configuration of cluster shop not exported (aws ecs describe-clusters --include CONFIGURATIONS)>',
      Tags: '<input: the tags of cluster shop not exported (aws ecs describe-clusters --include TAGS)>',
    })
  })

  it('have none of what was asked and did not come', () => {
    const { configuration: _, ...bare } = { ...CLUSTER, settings: [], tags: [] }
    const snapshot = live(
      answer(
        'ecs:DescribeClusters',
        { clusters: [bare] },
        { request: { include: ['SETTINGS', 'CONFIGURATIONS', 'TAGS'] } },
      ),
    )
    const cluster = the(snapshot, 'AWS::ECS::Cluster').properties
    expect([cluster.ClusterSettings, cluster.Configuration, cluster.Tags]).toEqual([undefined, undefined, undefined])
  })

  it('that are INACTIVE are gone', () => {
    const snapshot = live(
      answer('ecs:ListClusters', { clusterArns: [arn('cluster/old')] }),
      answer('ecs:DescribeClusters', {
        clusters: [{ ...CLUSTER, clusterName: 'old', clusterArn: arn('cluster/old'), status: 'INACTIVE' }],
      }),
    )
    expect(all(snapshot, 'AWS::ECS::Cluster')).toEqual([])
    expect(state(snapshot, 'AWS::ECS::Cluster')).toBe('complete')
  })
})

describe('services', () => {
  const snapshot = read({ 'services.json': { services: [SERVICE], failures: [] } })

  it('take Service Connect from the PRIMARY deployment, and no NONE for tags', () => {
    expect(properties(snapshot, 'AWS::ECS::Service')).toMatchObject({
      ServiceArn: arn('service/shop/web'),
      ServiceName: 'web',
      Cluster: arn('cluster/shop'),
      TaskDefinition: arn('task-definition/web:7'),
      Role: `arn:aws:iam::${ACCOUNT}:role/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS`,
      PlacementStrategies: [{ Type: 'spread', Field: 'host' }],
      EnableECSManagedTags: true,
      NetworkConfiguration: {
        AwsvpcConfiguration: { Subnets: ['subnet-1'], SecurityGroups: ['sg-1'], AssignPublicIp: 'DISABLED' },
      },
      DeploymentConfiguration: {
        DeploymentCircuitBreaker: { Enable: true, Rollback: true },
        MaximumPercent: 200,
        MinimumHealthyPercent: 100,
        Alarms: { Enable: false, Rollback: false },
      },
      ServiceConnectConfiguration: {
        Enabled: true,
        Namespace: 'shop',
        LogConfiguration: { LogDriver: 'awslogs', Options: { 'awslogs-group': '/sc', 'api-token': '<secret>' } },
      },
      Live: { Status: 'ACTIVE', RunningCount: 2, CreatedAt: '2023-11-14T22:13:20.500Z' },
    })
    const service = the(snapshot, 'AWS::ECS::Service').properties
    expect(JSON.stringify(service)).not.toContain('hidden-value')
    expect(Object.keys(service)).not.toContain('PropagateTags')
    expect(Object.keys(service)).not.toContain('LoadBalancers')
    expect(Object.keys(service)).not.toContain('VolumeConfigurations')
  })

  it('say where each property stands', () => {
    const { locate } = the(snapshot, 'AWS::ECS::Service')
    const file = `${ACCOUNT}/${REGION}/services.json`
    const call = { call: 'ecs:DescribeServices', arn: arn('service/shop/web') }
    expect(locate(['NetworkConfiguration', 'AwsvpcConfiguration', 'Subnets', 0])).toMatchObject({
      file,
      path: '/services/0/networkConfiguration/awsvpcConfiguration/subnets/0',
      line: 1,
      ...call,
    })
    expect(locate(['ServiceConnectConfiguration'])).toMatchObject({
      path: '/services/0/deployments/1/serviceConnectConfiguration',
    })
    expect(locate(['Live', 'Status'])).toMatchObject({ path: '/services/0/status' })
    expect(locate(['DeploymentController', 'Nothing'])).toMatchObject({ path: '/services/0/deploymentController' })
    expect(locate([])).toMatchObject({ path: '/services/0', ...call })
  })

  it('are all there when each cluster was listed and each listed one described', () => {
    const clusters = answer('ecs:ListClusters', { clusterArns: [arn('cluster/shop')] })
    const described = answer('ecs:DescribeClusters', { clusters: [CLUSTER] })
    const list = answer('ecs:ListServices', { serviceArns: [SERVICE.serviceArn] }, { request: { cluster: 'shop' } })
    const services = answer('ecs:DescribeServices', { services: [SERVICE] }, { request: { cluster: 'shop' } })
    const whole = live(clusters, described, list, services)
    expect(state(whole, 'AWS::ECS::Cluster')).toBe('complete')
    expect(state(whole, 'AWS::ECS::Service')).toBe('complete')
    expect(state(live(clusters, described, list), 'AWS::ECS::Service')).toBe('partial input')
    expect(state(live(clusters, described, list, denied('ecs:DescribeServices')), 'AWS::ECS::Service')).toBe(
      'partial read',
    )
    const twoClusters = live(
      answer('ecs:ListClusters', { clusterArns: [arn('cluster/shop'), arn('cluster/other')] }),
      answer('ecs:DescribeClusters', {
        clusters: [CLUSTER, { ...CLUSTER, clusterName: 'other', clusterArn: arn('cluster/other') }],
      }),
      list,
      services,
    )
    expect(state(twoClusters, 'AWS::ECS::Service')).toBe('partial input')
    expect(closedFor(twoClusters, 'AWS::ECS::Service')).toEqual([arn('cluster/shop')])
  })

  it('that are listed and gone by now do not open the list', () => {
    const snapshot = live(
      answer('ecs:ListClusters', { clusterArns: [arn('cluster/gone')] }),
      answer('ecs:DescribeClusters', { clusters: [], failures: [{ arn: arn('cluster/gone'), reason: 'MISSING' }] }),
    )
    expect(state(snapshot, 'AWS::ECS::Cluster')).toBe('complete')
    expect(state(snapshot, 'AWS::ECS::Service')).toBe('complete')
  })

  it('hold their task sets, whose network configuration is spelled otherwise', () => {
    const set = {
      id: 'ecs-svc/9',
      taskSetArn: arn('task-set/shop/web/ecs-svc/9'),
      serviceArn: SERVICE.serviceArn,
      clusterArn: SERVICE.clusterArn,
      status: 'PRIMARY',
      taskDefinition: arn('task-definition/web:6'),
      networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-1'] } },
    }
    const snapshot = read({ 'services.json': { services: [{ ...SERVICE, taskSets: [set] }] } })
    expect(properties(snapshot, 'AWS::ECS::TaskSet')).toEqual({
      Id: 'ecs-svc/9',
      Cluster: SERVICE.clusterArn,
      Service: SERVICE.serviceArn,
      TaskDefinition: arn('task-definition/web:6'),
      NetworkConfiguration: { AwsVpcConfiguration: { Subnets: ['subnet-1'] } },
      Live: { Status: 'PRIMARY', Arn: arn('task-set/shop/web/ecs-svc/9') },
    })
  })
})

describe('task definitions', () => {
  it('keep the keys of options and labels, and hide what may be secret', () => {
    const snapshot = read({ 'task.json': { taskDefinition: TASK_DEFINITION, tags: [] } })
    expect(properties(snapshot, 'AWS::ECS::TaskDefinition')).toEqual({
      TaskDefinitionArn: arn('task-definition/web:7'),
      Family: 'web',
      TaskRoleArn: `arn:aws:iam::${ACCOUNT}:role/task`,
      NetworkMode: 'awsvpc',
      RequiresCompatibilities: ['FARGATE'],
      Cpu: '256',
      Memory: '512',
      ContainerDefinitions: [
        {
          Name: 'app',
          Image: `${ACCOUNT}.dkr.ecr.${REGION}.amazonaws.com/web:1`,
          Cpu: 0,
          PortMappings: [{ ContainerPort: 80, HostPort: 80, Protocol: 'tcp' }],
          Essential: true,
          Environment: [{ Name: 'DB_PASSWORD', Value: '<secret>' }],
          Secrets: [{ Name: 'KEY', ValueFrom: 'arn:aws:ssm:ap-northeast-1:111122223333:parameter/key' }],
          DockerLabels: { fooBar: 'x', __proto__evil: 'y' },
          LogConfiguration: {
            LogDriver: 'awsfirelens',
            Options: { Name: 'splunk', splunk_token: '<secret>', 'awslogs-group': '/web' },
          },
          FirelensConfiguration: { Type: 'fluentbit', Options: { 'config-file-type': 'file' } },
          ReadonlyRootFilesystem: true,
        },
      ],
      Volumes: [
        { Name: 'efs', EFSVolumeConfiguration: { FilesystemId: 'fs-1', AuthorizationConfig: { IAM: 'ENABLED' } } },
        { Name: 'docker', DockerVolumeConfiguration: { Scope: 'task', DriverOpts: { myOpt: 'a' } } },
      ],
      Live: {
        Arn: arn('task-definition/web:7'),
        Revision: 7,
        Status: 'ACTIVE',
        Compatibilities: ['EC2', 'FARGATE'],
        RegisteredAt: '2026-01-01T18:04:05.678Z',
        RegisteredBy: `arn:aws:iam::${ACCOUNT}:user/ann`,
      },
    })
  })

  it('let a secret be judged and never seen', () => {
    const { properties } = the(read({ 'task.json': { taskDefinition: TASK_DEFINITION } }), 'AWS::ECS::TaskDefinition')
    const containers = properties.ContainerDefinitions
    const container = Array.isArray(containers) ? containers[0] : undefined
    const environment = isMap(container) ? container.Environment : undefined
    const first = Array.isArray(environment) ? environment[0] : undefined
    const value = isMap(first) ? first.Value : undefined
    if (!isSpecial(value) || value[KIND] !== 'secret') throw new Error('not a secret')
    expect(value.test((text) => text === 'hunter2')).toBe(true)
    expect(JSON.stringify(properties)).not.toContain('hunter2')
  })

  it('know their tags only when those were asked for', () => {
    const reason = 'the tags of task definition web not exported (aws ecs describe-task-definition --include TAGS)'
    const open = read({ 'task.json': { taskDefinition: TASK_DEFINITION } })
    expect(shown(the(open, 'AWS::ECS::TaskDefinition').properties.Tags)).toBe(`<input: ${reason}>`)
    const tagged = read({ 'task.json': { taskDefinition: TASK_DEFINITION, tags: [{ key: 'a', value: 'b' }] } })
    expect(the(tagged, 'AWS::ECS::TaskDefinition').properties.Tags).toEqual([{ Key: 'a', Value: 'b' }])
    expect(the(tagged, 'AWS::ECS::TaskDefinition').locate(['Tags', 0])).toMatchObject({ path: '/tags' })
  })

  it('can be the input of register-task-definition: managed, without ARN', () => {
    const input = { family: 'job', containerDefinitions: [{ name: 'a', image: 'b:1' }], cpu: 256, memory: '512' }
    const snapshot = read({ 'job.json': input, 'twin.json': input })
    const found = all(snapshot, 'AWS::ECS::TaskDefinition')
    expect(found.map(({ address, standing }) => [address, standing])).toEqual([
      [`${ACCOUNT}/${REGION}/AWS::ECS::TaskDefinition/job`, 'managed'],
      [`${ACCOUNT}/${REGION}/AWS::ECS::TaskDefinition/job (${ACCOUNT}/${REGION}/twin.json)`, 'managed'],
    ])
    expect(shown(found[0]?.properties)).toEqual({
      Family: 'job',
      ContainerDefinitions: [{ Name: 'a', Image: 'b:1' }],
      Cpu: '256',
      Memory: '512',
    })
  })

  it('are all there when those that services and tasks use are', () => {
    const base = [
      answer('ecs:ListClusters', { clusterArns: [arn('cluster/shop')] }),
      answer('ecs:DescribeClusters', { clusters: [CLUSTER] }),
      answer('ecs:ListServices', { serviceArns: [SERVICE.serviceArn] }, { request: { cluster: 'shop' } }),
      answer('ecs:DescribeServices', { services: [SERVICE] }, { request: { cluster: 'shop' } }),
    ]
    const definition = answer('ecs:DescribeTaskDefinition', { taskDefinition: TASK_DEFINITION })
    expect(state(live(...base, definition), 'AWS::ECS::TaskDefinition')).toBe('complete')
    const failed = live(...base, denied('ecs:DescribeTaskDefinition', { taskDefinition: 'web:7' }))
    expect(state(failed, 'AWS::ECS::TaskDefinition')).toBe('unread read')
  })
})

describe('tasks, revisions and settings', () => {
  it('tell the digests and network interfaces of running tasks', () => {
    const task = {
      taskArn: arn('task/shop/1'),
      clusterArn: arn('cluster/shop'),
      taskDefinitionArn: arn('task-definition/web:7'),
      lastStatus: 'RUNNING',
      desiredStatus: 'RUNNING',
      group: 'service:web',
      startedAt: '2026-01-01T00:00:00Z',
      containers: [{ name: 'app', image: 'web:1', imageDigest: 'sha256:1' }],
      overrides: { containerOverrides: [{ name: 'app', environment: [{ name: 'A', value: 'hunter2' }] }] },
      attachments: [
        {
          type: 'ElasticNetworkInterface',
          details: [
            { name: 'subnetId', value: 'subnet-1' },
            { name: 'networkInterfaceId', value: 'eni-1' },
          ],
        },
      ],
      tags: [],
    }
    const snapshot = read({
      'tasks.json': { tasks: [task, { ...task, taskArn: arn('task/shop/2'), lastStatus: 'STOPPED' }], failures: [] },
    })
    expect(properties(snapshot, 'Opscheck::ECS::Task')).toMatchObject({
      TaskArn: arn('task/shop/1'),
      Cluster: arn('cluster/shop'),
      TaskDefinition: arn('task-definition/web:7'),
      Group: 'service:web',
      LastStatus: 'RUNNING',
      StartedAt: '2026-01-01T00:00:00.000Z',
      Containers: [{ Name: 'app', Image: 'web:1', ImageDigest: 'sha256:1' }],
      Overrides: { ContainerOverrides: [{ Name: 'app', Environment: [{ Name: 'A', Value: '<secret>' }] }] },
      NetworkInterfaceIds: ['eni-1'],
      SubnetIds: ['subnet-1'],
    })
  })

  it('tell which revision a service runs', () => {
    const revision = (id: string) => ({
      serviceRevisionArn: arn(`service-revision/shop/web/${id}`),
      serviceArn: SERVICE.serviceArn,
      clusterArn: SERVICE.clusterArn,
      taskDefinition: SERVICE.taskDefinition,
      containerImages: [{ containerName: 'app', image: 'web:1', imageDigest: `sha256:${id}` }],
    })
    const service = {
      ...SERVICE,
      currentServiceRevisions: [{ arn: arn('service-revision/shop/web/2'), runningTaskCount: 2 }],
    }
    const snapshot = read({
      'services.json': { services: [service] },
      'revisions.json': { serviceRevisions: [revision('1'), revision('2')], failures: [] },
    })
    const found = all(snapshot, 'Opscheck::ECS::ServiceRevision').map(({ properties }) => [
      properties.ContainerImages,
      properties.Current,
    ])
    expect(found).toEqual([
      [[{ ContainerName: 'app', Image: 'web:1', ImageDigest: 'sha256:1' }], false],
      [[{ ContainerName: 'app', Image: 'web:1', ImageDigest: 'sha256:2' }], true],
    ])
  })

  it('keep one resource of account settings, a map by name', () => {
    const principalArn = `arn:aws:iam::${ACCOUNT}:root`
    const settings = [
      { name: 'containerInsights', value: 'enabled', principalArn },
      { name: 'defaultLogDriverMode', value: 'non-blocking', principalArn },
    ]
    const snapshot = read({ 'settings.json': { settings } })
    expect(properties(snapshot, 'Opscheck::ECS::AccountSettings')).toEqual({
      Settings: { containerInsights: 'enabled', defaultLogDriverMode: 'non-blocking' },
    })
    expect(state(snapshot, 'Opscheck::ECS::AccountSettings')).toBe('complete')
  })

  it('leave open what an answer with other settings does not tell', () => {
    const settings = [{ name: 'taskLongArnFormat', value: 'enabled', principalArn: `arn:aws:iam::${ACCOUNT}:root` }]
    const snapshot = read({ 'settings.json': { settings } })
    expect(properties(snapshot, 'Opscheck::ECS::AccountSettings')).toMatchObject({
      Settings: { taskLongArnFormat: 'enabled', containerInsights: expect.stringContaining('not exported') },
    })
  })

  it("leave AWS's own capacity providers out", () => {
    const provider = (name: string) => ({
      capacityProviderArn: arn(`capacity-provider/${name}`),
      name,
      status: 'ACTIVE',
      tags: [],
    })
    const snapshot = read({
      'providers.json': { capacityProviders: [provider('FARGATE'), { ...provider('ec2'), cluster: 'shop' }] },
    })
    expect(properties(snapshot, 'AWS::ECS::CapacityProvider')).toEqual({
      Name: 'ec2',
      ClusterName: 'shop',
      Live: { Status: 'ACTIVE', Arn: arn('capacity-provider/ec2') },
    })
  })
})

import { describe, expect, it } from 'vitest'
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

const REPOSITORY = {
  repositoryArn: `arn:aws:ecr:${REGION}:${ACCOUNT}:repository/team/web`,
  registryId: ACCOUNT,
  repositoryName: 'team/web',
  repositoryUri: `${ACCOUNT}.dkr.ecr.${REGION}.amazonaws.com/team/web`,
  createdAt: '2026-01-01T09:00:00+09:00',
  imageTagMutability: 'IMMUTABLE_WITH_EXCLUSION',
  imageTagMutabilityExclusionFilters: [{ filterType: 'WILDCARD', filter: 'latest*' }],
  imageScanningConfiguration: { scanOnPush: true },
  encryptionConfiguration: { encryptionType: 'AES256' },
}

const POLICY = {
  rules: [
    {
      rulePriority: 1,
      selection: { tagStatus: 'any', countType: 'imageCountMoreThan', countNumber: 5 },
      action: { type: 'expire' },
    },
  ],
}

describe('repositories', () => {
  const missing = `An error occurred (LifecyclePolicyNotFoundException) when calling the GetLifecyclePolicy operation: Lifecycle policy does not exist for the repository with name 'team/web' in the registry with id '${ACCOUNT}'`

  it('are put together from the answers of several calls', () => {
    const snapshot = read({
      'repositories.json': { repositories: [REPOSITORY] },
      'lifecycle.json': {
        registryId: ACCOUNT,
        repositoryName: 'team/web',
        lifecyclePolicyText: JSON.stringify(POLICY),
        lastEvaluatedAt: 0,
      },
      'policy.json': {
        registryId: ACCOUNT,
        repositoryName: 'team/web',
        policyText: '{"Version":"2012-10-17","Statement":[]}',
      },
      'scanning.json': {
        scanningConfigurations: [
          {
            repositoryArn: REPOSITORY.repositoryArn,
            repositoryName: 'team/web',
            scanOnPush: false,
            scanFrequency: 'CONTINUOUS_SCAN',
            appliedScanFilters: [],
          },
        ],
        failures: [],
      },
      'ecr-list-tags-for-resource.team%2Fweb.json': { tags: [{ Key: 'env', Value: 'prod' }] },
    })
    expect(properties(snapshot, 'AWS::ECR::Repository')).toEqual({
      RepositoryName: 'team/web',
      RepositoryUri: REPOSITORY.repositoryUri,
      ImageTagMutability: 'IMMUTABLE_WITH_EXCLUSION',
      ImageTagMutabilityExclusionFilters: [
        { ImageTagMutabilityExclusionFilterType: 'WILDCARD', ImageTagMutabilityExclusionFilterValue: 'latest*' },
      ],
      ImageScanningConfiguration: { ScanOnPush: true },
      EncryptionConfiguration: { EncryptionType: 'AES256' },
      LifecyclePolicy: { LifecyclePolicyText: POLICY },
      RepositoryPolicyText: { Version: '2012-10-17', Statement: [] },
      Tags: [{ Key: 'env', Value: 'prod' }],
      Live: {
        Arn: REPOSITORY.repositoryArn,
        RegistryId: ACCOUNT,
        CreatedAt: '2026-01-01T00:00:00.000Z',
        ScanningConfiguration: { ScanOnPush: false, ScanFrequency: 'CONTINUOUS_SCAN' },
      },
    })
    expect(the(snapshot, 'AWS::ECR::Repository').locate(['LifecyclePolicy', 'LifecyclePolicyText'])).toMatchObject({
      file: `${ACCOUNT}/${REGION}/lifecycle.json`,
      path: '/lifecyclePolicyText',
      call: 'ecr:GetLifecyclePolicy',
    })
    expect(state(snapshot, 'AWS::ECR::Repository')).toBe('complete')
  })

  it.each([
    ['was not exported', {}, '<input: the lifecycle policy of team/web not exported (aws ecr get-lifecycle-policy)>'],
    ['does not exist, AWS says', { 'lifecycle.json': missing }, undefined],
    [
      'does not exist, boto3 says',
      { 'get-lifecycle-policy.team%2Fweb.json': { Error: { Code: 'LifecyclePolicyNotFoundException', Message: '' } } },
      undefined,
    ],
    [
      'was denied',
      {
        'lifecycle.json': `\nAn error occurred (AccessDeniedException) when calling the GetLifecyclePolicy operation: User: arn:aws:iam::${ACCOUNT}:user/ann is not authorized to perform: ecr:GetLifecyclePolicy on resource: ${REPOSITORY.repositoryArn} because no identity-based policy allows the ecr:GetLifecyclePolicy action\n`,
      },
      '<read: the lifecycle policy of team/web is not known: ecr:GetLifecyclePolicy was denied (AccessDeniedException)>',
    ],
    [
      'was throttled, for whatever repository',
      { 'get-lifecycle-policy.json': { __type: 'com.amazon.coral#ThrottlingException', message: 'Rate exceeded' } },
      '<read: the lifecycle policy of team/web is not known: ecr:GetLifecyclePolicy failed (ThrottlingException)>',
    ],
    [
      'is no JSON',
      { 'lifecycle.json': { repositoryName: 'team/web', lifecyclePolicyText: 'rules: []' } },
      { LifecyclePolicyText: '<read: the lifecycle policy of team/web is not JSON>' },
    ],
  ])('whose lifecycle policy %s', (_case, files, expected) => {
    const snapshot = read({ 'repositories.json': { repositories: [REPOSITORY] }, ...files })
    expect(shown(the(snapshot, 'AWS::ECR::Repository').properties.LifecyclePolicy)).toEqual(expected)
  })

  it('do not take a policy of the same name in another region', () => {
    const snapshot = read({
      [`${ACCOUNT}/us-east-1/lifecycle.json`]: {
        repositoryName: 'team/web',
        lifecyclePolicyText: JSON.stringify(POLICY),
      },
      'repositories.json': { repositories: [REPOSITORY] },
    })
    expect(shown(the(snapshot, 'AWS::ECR::Repository').properties.LifecyclePolicy)).toContain('<input: ')
  })
})

describe('images and the registry', () => {
  it('tell push and pull times as ISO 8601, seconds since the epoch included', () => {
    const snapshot = read({
      'images.json': {
        imageDetails: [
          {
            registryId: ACCOUNT,
            repositoryName: 'team/web',
            imageDigest: 'sha256:1',
            imageTags: ['1', 'prod'],
            imageSizeInBytes: 10,
            imagePushedAt: 1_565_128_275,
            lastRecordedPullTime: '2026-03-01T00:00:00.123456+00:00',
            imageStatus: 'ACTIVE',
            imageScanFindingsSummary: { findingSeverityCounts: { HIGH: 1 } },
          },
        ],
      },
    })
    expect(properties(snapshot, 'Opscheck::ECR::Image')).toEqual({
      RegistryId: ACCOUNT,
      RepositoryName: 'team/web',
      ImageDigest: 'sha256:1',
      ImageTags: ['1', 'prod'],
      ImageSizeInBytes: 10,
      ImagePushedAt: '2019-08-06T21:51:15.000Z',
      LastRecordedPullTime: '2026-03-01T00:00:00.123Z',
      ImageStatus: 'ACTIVE',
      ImageScanFindingsSummary: { FindingSeverityCounts: { HIGH: 1 } },
    })
  })

  it('are whole for a repository that was asked, and for the region once all were', () => {
    const other = {
      ...REPOSITORY,
      repositoryName: 'api',
      repositoryArn: `arn:aws:ecr:${REGION}:${ACCOUNT}:repository/api`,
    }
    const images = answer('ecr:DescribeImages', { imageDetails: [] }, { request: { repositoryName: 'api' } })
    const cut = answer(
      'ecr:DescribeImages',
      { imageDetails: [] },
      { request: { repositoryName: 'team/web' }, complete: false },
    )
    const both = answer('ecr:DescribeRepositories', { repositories: [REPOSITORY, other] })
    expect(state(live(both, images), 'Opscheck::ECR::Image')).toBe('partial input')
    expect(closedFor(live(both, images), 'Opscheck::ECR::Image')).toEqual([other.repositoryArn])
    expect(state(live(both, images, cut), 'Opscheck::ECR::Image')).toBe('partial read')
    expect(state(live(both, images, { ...cut, complete: true }), 'Opscheck::ECR::Image')).toBe('complete')
    expect(state(live(answer('ecr:DescribeRepositories', { repositories: [] })), 'Opscheck::ECR::Image')).toBe(
      'complete',
    )
  })

  it('have a policy, scanning and replication of their own', () => {
    const snapshot = read({
      'policy.json': { registryId: ACCOUNT, policyText: '{"Version":"2012-10-17","Statement":[]}' },
      'scanning.json': {
        registryId: ACCOUNT,
        scanningConfiguration: {
          scanType: 'ENHANCED',
          rules: [{ scanFrequency: 'CONTINUOUS_SCAN', repositoryFilters: [{ filter: '*', filterType: 'WILDCARD' }] }],
        },
      },
      'registry.json': {
        registryId: ACCOUNT,
        replicationConfiguration: { rules: [{ destinations: [{ region: 'us-east-1', registryId: ACCOUNT }] }] },
      },
    })
    expect(properties(snapshot, 'AWS::ECR::RegistryPolicy')).toEqual({
      RegistryId: ACCOUNT,
      PolicyText: { Version: '2012-10-17', Statement: [] },
    })
    expect(properties(snapshot, 'AWS::ECR::RegistryScanningConfiguration')).toEqual({
      RegistryId: ACCOUNT,
      ScanType: 'ENHANCED',
      Rules: [{ ScanFrequency: 'CONTINUOUS_SCAN', RepositoryFilters: [{ Filter: '*', FilterType: 'WILDCARD' }] }],
    })
    expect(properties(snapshot, 'AWS::ECR::ReplicationConfiguration')).toEqual({
      RegistryId: ACCOUNT,
      ReplicationConfiguration: { Rules: [{ Destinations: [{ Region: 'us-east-1', RegistryId: ACCOUNT }] }] },
    })
  })

  it('surely have no policy when AWS says so', () => {
    const snapshot = live(denied('ecr:GetRegistryPolicy', {}, 'RegistryPolicyNotFoundException'))
    expect(all(snapshot, 'AWS::ECR::RegistryPolicy')).toEqual([])
    expect(state(snapshot, 'AWS::ECR::RegistryPolicy')).toBe('complete')
    expect(state(live(denied('ecr:GetRegistryPolicy')), 'AWS::ECR::RegistryPolicy')).toBe('unread read')
  })
})

const PIPELINE = {
  name: 'release',
  roleArn: `arn:aws:iam::${ACCOUNT}:role/pipeline`,
  artifactStores: { [REGION]: { type: 'S3', location: 'artifacts', encryptionKey: { id: 'alias/k', type: 'KMS' } } },
  stages: [
    {
      name: 'Build',
      actions: [
        {
          name: 'build',
          actionTypeId: { category: 'Build', owner: 'AWS', provider: 'CodeBuild', version: '1' },
          runOrder: 1,
          configuration: { ProjectName: 'build', EnvironmentVariables: '[{"name":"A","value":"hunter2"}]' },
          outputArtifacts: [{ name: 'out' }],
          inputArtifacts: [],
        },
      ],
      onFailure: { result: 'ROLLBACK' },
    },
  ],
  version: 3,
  executionMode: 'QUEUED',
  pipelineType: 'V2',
  triggers: [
    {
      providerType: 'CodeStarSourceConnection',
      gitConfiguration: { sourceActionName: 'src', push: [{ branches: { includes: ['main'] } }] },
    },
  ],
}

describe('pipelines', () => {
  const arn = `arn:aws:codepipeline:${REGION}:${ACCOUNT}:release`

  it('keep the keys of action configurations, and list what the API maps', () => {
    const snapshot = read({
      'pipeline.json': {
        pipeline: PIPELINE,
        metadata: { pipelineArn: arn, created: 1_700_000_000, updated: 1_700_000_000 },
      },
      'state.json': {
        pipelineName: 'release',
        stageStates: [{ stageName: 'Build', inboundTransitionState: { enabled: false, disabledReason: 'freeze' } }],
      },
    })
    expect(properties(snapshot, 'AWS::CodePipeline::Pipeline')).toEqual({
      Name: 'release',
      RoleArn: PIPELINE.roleArn,
      PipelineType: 'V2',
      ExecutionMode: 'QUEUED',
      Version: '3',
      ArtifactStores: [
        {
          Region: REGION,
          ArtifactStore: { Type: 'S3', Location: 'artifacts', EncryptionKey: { Id: 'alias/k', Type: 'KMS' } },
        },
      ],
      Stages: [
        {
          Name: 'Build',
          Actions: [
            {
              Name: 'build',
              ActionTypeId: { Category: 'Build', Owner: 'AWS', Provider: 'CodeBuild', Version: '1' },
              RunOrder: 1,
              Configuration: { ProjectName: 'build', EnvironmentVariables: '<secret>' },
              OutputArtifacts: [{ Name: 'out' }],
            },
          ],
          OnFailure: { Result: 'ROLLBACK' },
        },
      ],
      Triggers: [
        {
          ProviderType: 'CodeStarSourceConnection',
          GitConfiguration: { SourceActionName: 'src', Push: [{ Branches: { Includes: ['main'] } }] },
        },
      ],
      DisableInboundStageTransitions: [{ StageName: 'Build', Reason: 'freeze' }],
      Tags: '<input: the tags of pipeline release not exported (aws codepipeline list-tags-for-resource)>',
      Live: { Arn: arn, Version: 3, Created: '2023-11-14T22:13:20.000Z', Updated: '2023-11-14T22:13:20.000Z' },
    })
  })

  it('without metadata get the ARN of their folder', () => {
    expect(the(read({ 'p.json': { pipeline: PIPELINE } }), 'AWS::CodePipeline::Pipeline').address).toBe(arn)
  })

  it('may be bare, as create-pipeline takes them', () => {
    const pipeline = the(read({ 'p.json': PIPELINE }), 'AWS::CodePipeline::Pipeline')
    expect([pipeline.address, pipeline.standing, pipeline.properties.Tags]).toEqual([
      `${ACCOUNT}/${REGION}/AWS::CodePipeline::Pipeline/release`,
      'managed',
      undefined,
    ])
  })

  it('are all there when their list says so', () => {
    const list = { pipelines: [{ name: 'release', version: 3 }] }
    const one = { pipeline: PIPELINE }
    expect(state(read({ 'p.json': one }), 'AWS::CodePipeline::Pipeline')).toBe('partial input')
    expect(state(read({ 'p.json': one, 'list.json': list }), 'AWS::CodePipeline::Pipeline')).toBe('complete')
    expect(state(read({ 'list.json': list }), 'AWS::CodePipeline::Pipeline')).toBe('partial input')
    expect(state(live(denied('codepipeline:ListPipelines')), 'AWS::CodePipeline::Pipeline')).toBe('unread read')
  })
})

describe('builds, deployments and repositories of code', () => {
  it('tell a build project', () => {
    const arn = `arn:aws:codebuild:${REGION}:${ACCOUNT}:project/build`
    const snapshot = read({
      'projects.json': {
        projects: [
          {
            name: 'build',
            arn,
            source: { type: 'CODEPIPELINE', buildspec: 'version: 0.2', insecureSsl: false },
            secondarySources: [],
            artifacts: { type: 'CODEPIPELINE' },
            cache: { type: 'NO_CACHE' },
            environment: {
              type: 'LINUX_CONTAINER',
              image: 'aws/codebuild/standard:7.0',
              computeType: 'BUILD_GENERAL1_SMALL',
              environmentVariables: [{ name: 'TOKEN', value: 'hunter2', type: 'PLAINTEXT' }],
              privilegedMode: true,
            },
            serviceRole: `arn:aws:iam::${ACCOUNT}:role/build`,
            timeoutInMinutes: 60,
            tags: [{ key: 'env', value: 'dev' }],
            created: 1_700_000_000,
            webhook: { url: 'https://example.com', filterGroups: [[{ type: 'EVENT', pattern: 'PUSH' }]] },
            badge: { badgeEnabled: false },
            logsConfig: {
              cloudWatchLogs: { status: 'ENABLED', groupName: '/build' },
              s3Logs: { status: 'DISABLED', encryptionDisabled: false },
            },
            projectVisibility: 'PRIVATE',
          },
        ],
        projectsNotFound: [],
      },
    })
    expect(properties(snapshot, 'AWS::CodeBuild::Project')).toEqual({
      Id: 'build',
      Name: 'build',
      Source: { Type: 'CODEPIPELINE', BuildSpec: 'version: 0.2', InsecureSsl: false },
      Artifacts: { Type: 'CODEPIPELINE' },
      Cache: { Type: 'NO_CACHE' },
      Environment: {
        Type: 'LINUX_CONTAINER',
        Image: 'aws/codebuild/standard:7.0',
        ComputeType: 'BUILD_GENERAL1_SMALL',
        EnvironmentVariables: [{ Name: 'TOKEN', Value: '<secret>', Type: 'PLAINTEXT' }],
        PrivilegedMode: true,
      },
      ServiceRole: `arn:aws:iam::${ACCOUNT}:role/build`,
      TimeoutInMinutes: 60,
      Tags: [{ Key: 'env', Value: 'dev' }],
      Triggers: { Webhook: true, FilterGroups: [[{ Type: 'EVENT', Pattern: 'PUSH' }]] },
      BadgeEnabled: false,
      LogsConfig: {
        CloudWatchLogs: { Status: 'ENABLED', GroupName: '/build' },
        S3Logs: { Status: 'DISABLED', EncryptionDisabled: false },
      },
      Visibility: 'PRIVATE',
      Live: { Arn: arn, Created: '2023-11-14T22:13:20.000Z' },
    })
  })

  it('tell a deployment group', () => {
    const snapshot = read({
      'groups.json': {
        deploymentGroupsInfo: [
          {
            applicationName: 'app',
            deploymentGroupId: 'id',
            deploymentGroupName: 'dg',
            deploymentConfigName: 'CodeDeployDefault.ECSAllAtOnce',
            ec2TagFilters: [],
            autoScalingGroups: [{ name: 'asg', hook: 'h' }],
            ec2TagSet: { ec2TagSetList: [[{ Key: 'a', Value: 'b', Type: 'KEY_AND_VALUE' }]] },
            serviceRoleArn: `arn:aws:iam::${ACCOUNT}:role/deploy`,
            autoRollbackConfiguration: { enabled: true, events: ['DEPLOYMENT_FAILURE'] },
            alarmConfiguration: { enabled: true, ignorePollAlarmFailure: false, alarms: [{ name: 'errors' }] },
            ecsServices: [{ serviceName: 'web', clusterName: 'shop' }],
            computePlatform: 'ECS',
          },
        ],
      },
    })
    expect(properties(snapshot, 'AWS::CodeDeploy::DeploymentGroup')).toEqual({
      ApplicationName: 'app',
      DeploymentGroupName: 'dg',
      DeploymentConfigName: 'CodeDeployDefault.ECSAllAtOnce',
      AutoScalingGroups: ['asg'],
      Ec2TagSet: { Ec2TagSetList: [{ Ec2TagGroup: [{ Key: 'a', Value: 'b', Type: 'KEY_AND_VALUE' }] }] },
      ServiceRoleArn: `arn:aws:iam::${ACCOUNT}:role/deploy`,
      AutoRollbackConfiguration: { Enabled: true, Events: ['DEPLOYMENT_FAILURE'] },
      AlarmConfiguration: { Enabled: true, IgnorePollAlarmFailure: false, Alarms: [{ Name: 'errors' }] },
      ECSServices: [{ ServiceName: 'web', ClusterName: 'shop' }],
      Live: {
        Arn: `arn:aws:codedeploy:${REGION}:${ACCOUNT}:deploymentgroup:app/dg`,
        DeploymentGroupId: 'id',
        ComputePlatform: 'ECS',
      },
    })
  })

  it('tell repositories, branches and approval rule templates', () => {
    const content = { Version: '2018-11-08', Statements: [{ Type: 'Approvers', NumberOfApprovalsNeeded: 2 }] }
    const repository = {
      accountId: ACCOUNT,
      repositoryId: 'r',
      repositoryName: 'code',
      defaultBranch: 'main',
      cloneUrlHttp: 'https://x',
      Arn: `arn:aws:codecommit:${REGION}:${ACCOUNT}:code`,
    }
    const files = {
      'repositories.json': { repositories: [repository], repositoriesNotFound: [] },
      'list-branches.code.json': { branches: ['main', 'dev'] },
      'template.json': {
        approvalRuleTemplate: { approvalRuleTemplateName: 'two', approvalRuleTemplateContent: JSON.stringify(content) },
      },
    }
    const snapshot = read(files)
    expect(all(snapshot, 'Opscheck::CodeCommit::Branch').map(({ properties }) => properties)).toEqual([
      { RepositoryName: 'code', BranchName: 'main' },
      { RepositoryName: 'code', BranchName: 'dev' },
    ])
    expect(properties(snapshot, 'Opscheck::CodeCommit::ApprovalRuleTemplate')).toEqual({
      ApprovalRuleTemplateName: 'two',
      ApprovalRuleTemplateContent: content,
      RepositoryNames: ['<rest input>'],
    })
    const associated = read({
      ...files,
      'list-associated-approval-rule-templates-for-repository.code.json': { approvalRuleTemplateNames: ['two'] },
    })
    expect(shown(the(associated, 'Opscheck::CodeCommit::ApprovalRuleTemplate').properties.RepositoryNames)).toEqual([
      'code',
      '<rest input>',
    ])
    const listed = read({
      ...files,
      'list-associated-approval-rule-templates-for-repository.code.json': { approvalRuleTemplateNames: ['two'] },
      'list.json': { repositories: [{ repositoryName: 'code', repositoryId: 'r' }] },
    })
    expect(shown(the(listed, 'Opscheck::CodeCommit::ApprovalRuleTemplate').properties.RepositoryNames)).toEqual([
      'code',
    ])
  })
})

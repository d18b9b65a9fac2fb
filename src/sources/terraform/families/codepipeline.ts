import { asked, link, list, type Mapping, object, type Rules, special, TAGS, wrapped } from '../mapping.ts'

const ROLE = 'AWS::IAM::Role'

const CONDITIONS: Rules = {
  condition: list('Conditions', {
    result: 'Result',
    rule: list('Rules', {
      commands: 'Commands',
      configuration: 'Configuration',
      input_artifacts: wrapped('InputArtifacts', 'Name'),
      name: 'Name',
      region: 'Region',
      role_arn: link('RoleArn', ROLE),
      rule_type_id: object('RuleTypeId', {
        category: 'Category',
        owner: 'Owner',
        provider: 'Provider',
        version: 'Version',
      }),
    }),
  }),
}

const PATTERNS: Rules = { excludes: 'Excludes', includes: 'Includes' }

export const codepipeline: Readonly<Record<string, Mapping>> = {
  aws_codepipeline: {
    type: 'AWS::CodePipeline::Pipeline',
    identity: { id: 'Ref', name: 'Ref', arn: 'Arn' },
    properties: {
      name: 'Name',
      artifact_store: special('artifact-stores', 'ArtifactStore', 'ArtifactStores'),
      execution_mode: 'ExecutionMode',
      pipeline_type: 'PipelineType',
      role_arn: link('RoleArn', ROLE),
      stage: list('Stages', {
        name: 'Name',
        action: list('Actions', {
          category: 'ActionTypeId.Category',
          owner: 'ActionTypeId.Owner',
          provider: 'ActionTypeId.Provider',
          version: 'ActionTypeId.Version',
          configuration: special('action-configuration', 'Configuration'),
          input_artifacts: wrapped('InputArtifacts', 'Name'),
          name: 'Name',
          namespace: 'Namespace',
          output_artifacts: wrapped('OutputArtifacts', 'Name'),
          // Computed: the pipeline's own region, and first in its stage, when an action does not ask.
          region: asked('Region'),
          role_arn: link('RoleArn', ROLE),
          run_order: asked('RunOrder'),
          timeout_in_minutes: 'TimeoutInMinutes',
        }),
        before_entry: object('BeforeEntry', CONDITIONS),
        on_success: object('OnSuccess', CONDITIONS),
        on_failure: object('OnFailure', {
          ...CONDITIONS,
          result: 'Result',
          retry_configuration: object('RetryConfiguration', { retry_mode: 'RetryMode' }),
        }),
      }),
      trigger: list('Triggers', {
        provider_type: 'ProviderType',
        git_configuration: object('GitConfiguration', {
          source_action_name: 'SourceActionName',
          pull_request: list('PullRequest', {
            events: 'Events',
            branches: object('Branches', PATTERNS),
            file_paths: object('FilePaths', PATTERNS),
          }),
          push: list('Push', {
            branches: object('Branches', PATTERNS),
            file_paths: object('FilePaths', PATTERNS),
            tags: object('Tags', PATTERNS),
          }),
        }),
      }),
      variable: list('Variables', { default_value: 'DefaultValue', description: 'Description', name: 'Name' }),
      ...TAGS,
    },
  },
}

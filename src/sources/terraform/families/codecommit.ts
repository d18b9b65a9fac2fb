import { asked, kept, link, links, type Mapping, set, TAGS } from '../mapping.ts'

const KEY = ['AWS::KMS::Key', 'AWS::KMS::Alias'] as const

const REPOSITORY = 'AWS::CodeCommit::Repository'

const TEMPLATE = 'Opscheck::CodeCommit::ApprovalRuleTemplate'

export const codecommit: Readonly<Record<string, Mapping>> = {
  aws_codecommit_repository: {
    type: REPOSITORY,
    identity: { id: 'Ref', repository_name: 'Name', arn: 'Arn', repository_id: 'RepositoryId' },
    properties: {
      description: kept('RepositoryDescription'),
      kms_key_id: asked(link('KmsKeyId', ...KEY)),
      repository_name: 'RepositoryName',
      ...TAGS,
    },
  },
  aws_codecommit_trigger: {
    pieces: [
      {
        owner: [REPOSITORY],
        by: 'repository_name',
        name: 'RepositoryName',
        properties: {
          trigger: set('Triggers', {
            branches: 'Branches',
            custom_data: 'CustomData',
            destination_arn: { is: 'link', to: 'DestinationArn', types: ['AWS::SNS::Topic', 'AWS::Lambda::Function'] },
            events: 'Events',
            name: 'Name',
          }),
        },
      },
    ],
  },
  aws_codecommit_approval_rule_template: {
    type: TEMPLATE,
    identity: { id: 'Ref', name: 'Ref' },
    properties: {
      name: 'ApprovalRuleTemplateName',
      description: 'ApprovalRuleTemplateDescription',
      content: { is: 'json', to: 'ApprovalRuleTemplateContent' },
    },
  },
  aws_codecommit_approval_rule_template_association: {
    pieces: [
      {
        owner: [TEMPLATE],
        by: 'approval_rule_template_name',
        name: 'ApprovalRuleTemplateName',
        properties: { repository_name: links('RepositoryNames', REPOSITORY) },
        append: ['RepositoryNames'],
      },
    ],
  },
  aws_codestarconnections_connection: {
    type: 'AWS::CodeStarConnections::Connection',
    identity: { id: 'Ref', arn: 'ConnectionArn' },
    properties: {
      name: 'ConnectionName',
      host_arn: 'HostArn',
      provider_type: asked('ProviderType'),
      ...TAGS,
    },
  },
  aws_codeconnections_connection: {
    type: 'AWS::CodeConnections::Connection',
    identity: { id: 'Ref', arn: 'ConnectionArn' },
    properties: {
      name: 'ConnectionName',
      host_arn: 'HostArn',
      provider_type: asked('ProviderType'),
      ...TAGS,
    },
  },
  aws_codestarnotifications_notification_rule: {
    type: 'AWS::CodeStarNotifications::NotificationRule',
    identity: { id: 'Ref', arn: 'Arn' },
    properties: {
      detail_type: 'DetailType',
      event_type_ids: 'EventTypeIds',
      name: 'Name',
      resource: link(
        'Resource',
        'AWS::CodePipeline::Pipeline',
        'AWS::CodeBuild::Project',
        'AWS::CodeDeploy::Application',
        REPOSITORY,
      ),
      status: 'Status',
      target: set('Targets', { address: link('TargetAddress', 'AWS::SNS::Topic'), type: 'TargetType' }),
      tags_all: { is: 'tag-map', to: 'Tags' },
    },
  },
}

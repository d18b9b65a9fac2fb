import { asked, link, type Mapping, special, TAGS } from '../mapping.ts'

const ROLE = 'AWS::IAM::Role'

export const ssm: Readonly<Record<string, Mapping>> = {
  aws_ssm_document: {
    type: 'AWS::SSM::Document',
    identity: { id: 'Ref', name: 'Ref' },
    properties: {
      content: special('document-content', 'Content'),
      document_format: 'DocumentFormat',
      document_type: 'DocumentType',
      name: 'Name',
      target_type: 'TargetType',
      version_name: 'VersionName',
      ...TAGS,
    },
  },
  aws_ssm_activation: {
    type: 'Opscheck::SSM::Activation',
    identity: { id: 'Ref' },
    properties: {
      description: 'Description',
      expiration_date: asked('ExpirationDate'),
      iam_role: link('IamRole', ROLE),
      name: 'DefaultInstanceName',
      registration_limit: 'RegistrationLimit',
      ...TAGS,
    },
  },
  aws_ssm_service_setting: {
    type: 'Opscheck::SSM::ServiceSetting',
    identity: { id: 'Ref' },
    properties: { setting_id: 'SettingId', setting_value: 'SettingValue' },
  },
}

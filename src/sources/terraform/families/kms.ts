import { asked, document, link, type Mapping, TAGS } from '../mapping.ts'

const KEY = 'AWS::KMS::Key'

export const kms: Readonly<Record<string, Mapping>> = {
  aws_kms_key: {
    type: KEY,
    identity: { id: 'Ref', key_id: 'Ref', arn: 'Arn' },
    properties: {
      // KMS API Reference, CreateKey: the store decides where the key material is from.
      custom_key_store_id: { is: 'constant', to: 'Origin', value: 'AWS_CLOUDHSM' },
      xks_key_id: { is: 'constant', to: 'Origin', value: 'EXTERNAL_KEY_STORE' },
      customer_master_key_spec: 'KeySpec',
      description: asked('Description'),
      enable_key_rotation: 'EnableKeyRotation',
      is_enabled: 'Enabled',
      key_usage: 'KeyUsage',
      multi_region: asked('MultiRegion'),
      // Computed: AWS's default policy when a key does not ask, and the policy told apart once it exists.
      policy: asked(document('KeyPolicy')),
      ...TAGS,
    },
  },
  aws_kms_key_policy: {
    pieces: [{ owner: [KEY], by: 'key_id', name: 'KeyId', properties: { policy: document('KeyPolicy') } }],
  },
  aws_kms_alias: {
    type: 'AWS::KMS::Alias',
    identity: { id: 'Ref', name: 'Ref', arn: 'Arn' },
    properties: { name: 'AliasName', target_key_id: link('TargetKeyId', KEY) },
  },
}

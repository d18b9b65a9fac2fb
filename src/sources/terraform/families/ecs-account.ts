import { type Mapping, special } from '../mapping.ts'

export const ecsAccount: Readonly<Record<string, Mapping>> = {
  aws_ecs_account_setting_default: {
    type: 'Opscheck::ECS::AccountSettings',
    properties: { name: special('account-setting', 'Settings') },
    oneForScope: true,
  },
}

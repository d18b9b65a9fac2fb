import { entry } from '../../model/value.ts'
import { openness, pointing } from '../related.ts'
import type { Relation } from '../word.ts'

const REPOSITORY = 'AWS::CodeCommit::Repository'
const TEMPLATE = 'Opscheck::CodeCommit::ApprovalRuleTemplate'

export const relations: readonly Relation[] = [
  {
    name: 'approvalTemplates',
    on: [{ types: [REPOSITORY], at: '' }],
    to: { types: [TEMPLATE], at: '' },
    class: 'attached',
    says: 'The approval rule templates associated with the repository.',
    reads: [TEMPLATE],
    of: (frame, { resource }) => {
      // CloudFormation has no such type, so that a template can never say that there is none.
      const kind = resource.unit.dialect === 'cloudformation' ? 'apart' : 'attached'
      return {
        members: pointing(
          frame,
          resource,
          'ApprovalRuleTemplate.Repository',
          [REPOSITORY],
          [{ type: TEMPLATE, owner: (template) => entry(template.properties, 'RepositoryNames') ?? template.rest }],
        ),
        ...openness(frame, resource, kind, [TEMPLATE], 'approval rule template'),
      }
    },
  },
]

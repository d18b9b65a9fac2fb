import { ENVIRONMENTS, SEVERITIES } from '../../src/model/rule.ts'

/**
 * JSON Schema of a rule file: its frame, and the general form of conditions. The words in them (paths, facets,
 * relations, operators) are checked by the compiler of the engine, which knows on what each applies. A description says
 * what a value must be: error messages quote it.
 */
export const ruleSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $id: 'urn:opscheck:schema:rule',
  title: 'opscheck rule',
  type: 'object',
  required: ['title', 'severity', 'why', 'select', 'check'],
  additionalProperties: false,
  properties: {
    title: { $ref: '#/$defs/line', description: 'one line that says what is required' },
    severity: { enum: SEVERITIES, description: 'how bad a violation is' },
    why: { $ref: '#/$defs/text', description: 'what goes wrong otherwise' },
    select: {
      $ref: '#/$defs/typesOrType',
      description: 'a resource type such as AWS::ECS::Service, or a list of them',
    },
    each: { $ref: '#/$defs/set', description: 'a list of the subject: the rule judges each of its elements' },
    where: {
      $ref: '#/$defs/condition',
      description: 'what the rule is about: subjects that do not fit are not judged',
    },
    check: { $ref: '#/$defs/condition', description: 'what must hold' },
    parameters: {
      type: 'object',
      description: 'what a ruleset may set, with defaults',
      propertyNames: { $ref: '#/$defs/name' },
      additionalProperties: {
        type: 'object',
        required: ['default'],
        additionalProperties: false,
        properties: { default: { $ref: '#/$defs/json' }, description: { $ref: '#/$defs/text' } },
      },
    },
    environments: {
      type: 'array',
      description: 'the environments whose resources are judged; all when left out',
      minItems: 1,
      uniqueItems: true,
      items: { type: 'string', enum: ENVIRONMENTS },
    },
    message: { $ref: '#/$defs/line', description: 'one line that says what is wrong, without a full stop' },
    fix: {
      type: 'object',
      description: 'how to put it right, in the words of each tool',
      additionalProperties: false,
      properties: {
        cli: { $ref: '#/$defs/text' },
        cloudformation: { $ref: '#/$defs/text' },
        terraform: { $ref: '#/$defs/text' },
      },
    },
    references: {
      type: 'array',
      items: {
        type: 'object',
        required: ['title', 'publisher'],
        additionalProperties: false,
        properties: {
          title: { $ref: '#/$defs/line' },
          publisher: { $ref: '#/$defs/line' },
          url: { type: 'string', pattern: '^https://[^\\s]+$', description: 'an address that starts with https://' },
        },
      },
    },
    controls: {
      type: 'object',
      description: 'frameworks that ask the same, each with the numbers of its controls',
      additionalProperties: { type: 'array', minItems: 1, items: { $ref: '#/$defs/line' } },
    },
    formerly: { type: 'array', description: 'earlier ids of this rule', items: { $ref: '#/$defs/ruleId' } },
    recommended: { type: 'boolean', description: 'whether opscheck:recommended holds the rule; true when left out' },
    apiOnly: {
      $ref: '#/$defs/text',
      description: 'why only what the API answers can decide the rule, and no template or plan',
    },
  },
  $defs: {
    line: { type: 'string', pattern: '^[^\\s\\u0000-\\u001f][^\\u0000-\\u001f]*$', description: 'one line of text' },
    text: { type: 'string', pattern: '[^\\s]', description: 'a text' },
    name: { type: 'string', pattern: '^[a-z][A-Za-z0-9]*$', description: 'a name such as minImages' },
    ruleId: {
      type: 'string',
      pattern: '^[a-z0-9]+(-[a-z0-9]+)*(/[a-z0-9]+(-[a-z0-9]+)*)+$',
      description: 'an id such as logging/log-driver-set',
    },
    type: {
      type: 'string',
      pattern: '^[A-Za-z0-9]+(::[A-Za-z0-9]+){1,2}$',
      description: 'a resource type such as AWS::ECS::Service',
    },
    typesOrType: {
      if: { type: 'array' },
      then: { type: 'array', minItems: 1, uniqueItems: true, items: { type: 'string', $ref: '#/$defs/type' } },
      else: { $ref: '#/$defs/type' },
    },
    json: {
      type: ['string', 'number', 'boolean', 'array', 'object'],
      items: { $ref: '#/$defs/json' },
      additionalProperties: { $ref: '#/$defs/json' },
    },
    set: {
      if: { type: 'object' },
      then: {
        type: 'object',
        required: ['type'],
        additionalProperties: false,
        properties: {
          type: { $ref: '#/$defs/typesOrType' },
          by: {
            type: 'object',
            description: 'their property or facet, and ours that equals it',
            minProperties: 1,
            additionalProperties: { $ref: '#/$defs/line' },
          },
        },
      },
      else: { type: 'string', $ref: '#/$defs/line', description: 'a list property, a relation, or {type, by}' },
    },
    condition: {
      type: 'object',
      description: 'every entry of it must hold',
      minProperties: 1,
      properties: {
        all: { type: 'array', minItems: 1, items: { $ref: '#/$defs/condition' } },
        any: { type: 'array', minItems: 1, items: { $ref: '#/$defs/condition' } },
        not: { $ref: '#/$defs/condition' },
        some: { $ref: '#/$defs/set' },
        every: { $ref: '#/$defs/set' },
        none: { $ref: '#/$defs/set' },
        count: { $ref: '#/$defs/set' },
        where: { $ref: '#/$defs/condition' },
        that: { $ref: '#/$defs/condition' },
        as: { $ref: '#/$defs/name' },
        distinct: { $ref: '#/$defs/line' },
      },
      additionalProperties: { $ref: '#/$defs/json' },
    },
  },
} as const

import { ENVIRONMENTS, SEVERITIES } from '../../src/model/rule.ts'

/** JSON Schema of ruleset.json. A description says what a value must be: error messages quote it. */
export const rulesetSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $id: 'urn:opscheck:schema:ruleset',
  title: 'opscheck ruleset',
  type: 'object',
  additionalProperties: false,
  properties: {
    $schema: { type: 'string' },
    extends: {
      $ref: '#/$defs/texts',
      description:
        'opscheck:recommended, opscheck:all, a file, a folder or an npm package, or a list of them; opscheck:recommended when left out',
    },
    rules: {
      type: 'object',
      description: 'rule ids or globs of them, each with off, a severity, or severity and parameters; later ones win',
      additionalProperties: {
        if: { type: 'object' },
        then: {
          type: 'object',
          minProperties: 1,
          additionalProperties: false,
          properties: {
            severity: { enum: SEVERITIES },
            parameters: { type: 'object', additionalProperties: { $ref: '#/$defs/json' } },
          },
        },
        else: { enum: ['off', ...SEVERITIES] },
      },
    },
    environments: {
      type: 'object',
      description: 'by what a resource is known to belong to an environment; globs, in any case of letters',
      additionalProperties: false,
      properties: Object.fromEntries(ENVIRONMENTS.map((name) => [name, { $ref: '#/$defs/environment' }])),
    },
    inputs: {
      type: 'object',
      description: 'what the input files cannot tell, by file or folder; paths are relative to this file',
      additionalProperties: { $ref: '#/$defs/input' },
    },
    waivers: { type: 'array', items: { $ref: '#/$defs/waiver' } },
    maxWaiverDays: { type: 'integer', minimum: 1, description: 'how many days ahead a waiver may end' },
    failOn: { enum: [...SEVERITIES, 'none'], description: 'the lowest severity that fails a scan' },
  },
  $defs: {
    text: { type: 'string', pattern: '[^\\s]', description: 'a text' },
    texts: {
      if: { type: 'array' },
      then: { type: 'array', items: { $ref: '#/$defs/text' } },
      else: { $ref: '#/$defs/text' },
    },
    globs: { type: 'array', items: { $ref: '#/$defs/text' } },
    account: { type: 'string', pattern: '^[0-9]{12}$', description: 'an account id: twelve digits in quotes' },
    json: {
      type: ['string', 'number', 'boolean', 'array', 'object'],
      items: { $ref: '#/$defs/json' },
      additionalProperties: { $ref: '#/$defs/json' },
    },
    environmentName: { enum: ENVIRONMENTS },
    environment: {
      type: 'object',
      additionalProperties: false,
      properties: {
        accounts: { type: 'array', items: { $ref: '#/$defs/account' } },
        tags: {
          type: 'object',
          description: 'tag keys, each with a glob of its values or a list of them',
          additionalProperties: { $ref: '#/$defs/texts' },
        },
        names: { $ref: '#/$defs/globs', description: 'globs of resource names' },
        paths: { $ref: '#/$defs/globs', description: 'globs of input files, relative to this file' },
        branch: { $ref: '#/$defs/text', description: 'the branch that is deployed to the environment' },
        imageTags: { $ref: '#/$defs/globs', description: 'globs of the image tags that the environment runs' },
        principals: { $ref: '#/$defs/globs', description: 'globs of the ARNs of the principals that may change it' },
      },
    },
    input: {
      type: 'object',
      minProperties: 1,
      additionalProperties: false,
      properties: {
        unit: { $ref: '#/$defs/text', description: 'the name of the stack or root' },
        account: { $ref: '#/$defs/account' },
        region: { type: 'string', pattern: '^[a-z]{2,}(-[a-z0-9]+)+$', description: 'a region such as eu-west-1' },
        environment: { $ref: '#/$defs/environmentName' },
        parameters: { type: 'object', additionalProperties: { type: ['string', 'number', 'boolean'] } },
        closed: { type: 'boolean', description: 'whether nothing that matters exists outside the inputs' },
      },
    },
    waiver: {
      type: 'object',
      required: ['rule', 'reason', 'owner', 'until'],
      additionalProperties: false,
      properties: {
        rule: { $ref: '#/$defs/text', description: 'a rule id or a glob of them' },
        subject: { $ref: '#/$defs/text', description: 'a glob of addresses, names or ARNs' },
        element: { $ref: '#/$defs/text', description: 'a glob of elements such as container names' },
        environment: { $ref: '#/$defs/environmentName' },
        account: { $ref: '#/$defs/account' },
        reason: { $ref: '#/$defs/text' },
        owner: { $ref: '#/$defs/text' },
        until: {
          type: 'string',
          pattern: '^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$',
          description: 'the last day, such as 2027-03-31',
        },
      },
    },
  },
} as const

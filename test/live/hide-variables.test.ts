import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { REDACTED } from '../../src/aws/secrets.ts'
import { hideVariables } from '../../src/sources/live/hide-variables.ts'
import { redact } from '../../src/sources/live/redact.ts'
import { parseYaml } from '../../src/util/yaml.ts'
import { answer, live, the } from '../sources/export/support.ts'

const PLANTED = 'planted-value'

describe('a build specification loses the values of its variables', () => {
  test.each([
    ['a block', `env:\n  variables:\n    KEY: ${PLANTED}\n`],
    ['a block of several lines', `env:\n  variables:\n    KEY: |-\n      a: ${PLANTED}\n      ${PLANTED}\n`],
    ['a text that goes on', `env:\n  variables:\n    KEY: "a\n  ${PLANTED}"\nphases: {}\n`],
    ['a list', `batch:\n  build-matrix:\n    dynamic:\n      env:\n        variables:\n          KEY: [${PLANTED}]\n`],
    ['braces', `env: {variables: {KEY: ${PLANTED}}}\n`],
    ['braces in a list', `batch:\n  build-list:\n    - env: {variables: {KEY: ${PLANTED}}}\n`],
    ['braces over lines', `env:\n  variables: {\n  KEY: ${PLANTED}\n  }\nphases: {}\n`],
    ['braces of a whole document', `---\n{env: {variables: {KEY: ${PLANTED}}}}\n`],
    ['a long key', `env:\n  ? variables\n  : KEY: ${PLANTED}\n`],
    ['JSON', JSON.stringify({ env: { variables: { KEY: PLANTED } } })],
    ['JSON of a batch', JSON.stringify({ batch: { 'build-list': [{ env: { variables: { KEY: PLANTED } } }] } })],
    ['an anchor', `x: &all\n  KEY: ${PLANTED}\nenv:\n  variables: *all\n`],
    ['a merge', `x: &all\n  KEY: ${PLANTED}\nenv:\n  variables:\n    <<: *all\n`],
    ['an anchor of one value', `x: &one ${PLANTED}\nenv:\n  variables:\n    KEY: *one\n`],
    ['a comment', `env:\n  variables: # ${PLANTED}\n    KEY: x # ${PLANTED}\n    # OLD: ${PLANTED}\nphases: {}\n`],
    ['an escaped key', `{"env": {"v\\u0061riables": {"KEY": "${PLANTED}"}}}`],
    ['what is neither YAML nor JSON', `env: [\n  variables:\n    KEY: ${PLANTED}\n`],
    ['nesting without end', `${'['.repeat(5000)}${PLANTED}`],
  ])('%s', (_, text) => {
    expect(hideVariables(text)).not.toContain(PLANTED)
    expect(hideVariables(text)).toContain(REDACTED)
  })

  test.each([
    ['', ''],
    ['ci/buildspec.yml', 'ci/buildspec.yml'],
    ['arn:aws:s3:::shop/buildspec.yml', 'arn:aws:s3:::shop/buildspec.yml'],
    ['phases: {build: {commands: [make]}} # by make', 'phases: {build: {commands: [make]}} # by make'],
    [
      'env:\n  variables:\n    A: 1\n    B: "2"\n    C: |\n      3\n    D:\n  shell: bash # yes\nphases:\n  build:\n    commands:\n      - docker \\\n        build . # image\n',
      `env:\n  variables:\n    A: "${REDACTED}"\n    B: "${REDACTED}"\n    C: |\n      ${REDACTED}\n    D:\n  shell: bash # yes\nphases:\n  build:\n    commands:\n      - docker \\\n        build . # image\n`,
    ],
  ])('and %j stays %j', (text, expected) => {
    expect(hideVariables(text)).toBe(expected)
  })

  test('and nothing else changes', () => {
    const word = fc.string({ minLength: 1, maxLength: 12 })
    const commands = fc.array(word, { maxLength: 4 })
    const variables = fc.dictionary(fc.stringMatching(/^[A-Z_]{1,6}$/), word, { noNullPrototype: true })
    fc.assert(
      fc.property(commands, variables, fc.constantFrom(undefined, 2), (build, values, indent) => {
        const spec = (told: object) => ({
          env: { variables: told, shell: 'bash' },
          phases: { build: { commands: build } },
        })
        const hidden = parseYaml(hideVariables(JSON.stringify(spec(values), undefined, indent)), 'core')
        const expected = Object.fromEntries(Object.keys(values).map((key) => [key, REDACTED]))
        expect(hidden.ok && hidden.document.value).toEqual(spec(expected))
      }),
    )
  })
})

test.each([
  ['hidden whole', '{version: 0.2, phases: {build: {commands: [docker build .]}}, a: {}', 'input'],
  ['read', 'phases: {build: {commands: [docker build .]}}', undefined],
])('a specification that is %s is no specification without commands', (_, buildspec, expected) => {
  const body = redact('codebuild:BatchGetProjects', {
    projects: [
      { name: 'build', arn: 'arn:aws:codebuild:ap-northeast-1:111122223333:project/build', source: { buildspec } },
    ],
    projectsNotFound: [],
  })
  const { Source } = the(live(answer('codebuild:BatchGetProjects', body)), 'AWS::CodeBuild::Project').properties
  if (expected === undefined) expect(Source).toEqual({ BuildSpec: buildspec })
  else expect(Source).toMatchObject({ BuildSpec: { cause: { class: expected } } })
})

import { describe, expect, it } from 'vitest'
import { buildsImageBySpec, runsTests } from '../../src/aws/buildspec.ts'
import { FALSE, TRUE, UNKNOWN } from '../../src/model/tri.ts'

describe('buildsImageBySpec', () => {
  it.each([
    'docker build -t app .',
    'docker --config /tmp build .',
    'docker --log-level=debug build .',
    'sudo docker build .',
    '/usr/bin/docker build .',
    'docker buildx build --push .',
    'docker buildx bake',
    'docker image build .',
    'docker compose build',
    'docker-compose -f ci.yml build',
    'podman build .',
    'buildah bud .',
    'cd app && docker build .',
    'docker \\\n  build .',
    '/kaniko/executor --destination x',
    'pack build app',
    'mvn compile jib:build',
    'mvn com.google.cloud.tools:jib-maven-plugin:3.4.0:build',
    'gradle bootBuildImage',
    '{"phases":{"build":{"commands":["echo hello","docker build -t app ."]}}}',
    'version: 0.2\nphases:\n  build:\n    commands:\n      - >\n        docker build -t app .\n',
  ])('builds: %s', (text) => {
    expect(buildsImageBySpec(text).tri).toBe(TRUE)
  })

  it.each([
    'docker pull app && docker tag app app:prod && docker push app:prod',
    'docker buildx imagetools create -t app:prod app:stg',
    'docker run --rm app alembic upgrade head',
    'docker run node build',
    'version: 0.2\nphases:\n  install:\n    runtime-versions:\n      docker: 20\n  build:\n    commands:\n      - echo build\n',
    '{"phases":{"install":{"runtime-versions":{"docker":"20"}},"build":{"commands":["aws ecs describe-services"]}}}',
    '# docker build .\n- echo # docker build .',
    'aws ecs run-task',
    'npm ci && npm test && npx cdk synth',
    './gradlew test',
  ])('does not build: %s', (text) => {
    expect(buildsImageBySpec(text).tri).toBe(FALSE)
  })

  it.each([
    '',
    'buildspec.yml',
    'ci/prod/buildspec.yaml',
    'arn:aws:s3:::bucket/buildspec.yml',
    './build.sh',
    'bash scripts/build.sh',
    'make image',
    'npm run deploy',
    'cdk deploy',
  ])('is not known: %j', (text) => {
    expect(buildsImageBySpec(text).tri).toBe(UNKNOWN)
  })

  it('stays quick on long texts', () => {
    expect(buildsImageBySpec('docker -x '.repeat(50_000)).tri).toBe(FALSE)
    expect(buildsImageBySpec('a'.repeat(2_000_000)).tri).toBe(FALSE)
  })
})

describe('runsTests', () => {
  it.each<[string, number]>([
    ['- npm test', TRUE],
    ['- npm ci && npm run test -- --ci', TRUE],
    ['- python -m pytest tests', TRUE],
    ['{"phases":{"build":{"commands":["go test ./..."]}}}', TRUE],
    ['- ./gradlew test', TRUE],
    ['- echo pytested', UNKNOWN],
    ['- docker build .', UNKNOWN],
    ['buildspec.yml', UNKNOWN],
  ])('%s', (text, expected) => {
    expect(runsTests(text).tri).toBe(expected)
  })
})

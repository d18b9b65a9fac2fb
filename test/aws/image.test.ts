import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseImage } from '../../src/aws/image.ts'
import { choice, KIND, ref, text, unknown, type Value } from '../../src/model/value.ts'

const condition = { op: 'atom', id: 'c', text: 'IsProduction' } as const
const account = unknown('value', 'the account is not known', { present: 'yes' })
const region = ref('Region', 'Value')
const tag = unknown('value', 'parameter Tag has no default', { present: 'yes' })
const uri = ref('Repository', 'RepositoryUri')
const name = ref('Repository', 'Ref')
const digest = `sha256:${'a'.repeat(64)}`

describe('parseImage: literal', () => {
  it.each([
    [
      'nginx',
      { kind: 'other', registry: 'docker.io', repository: 'library/nginx', tag: 'latest', implicitLatest: true },
    ],
    [
      'nginx:1.27',
      { kind: 'other', registry: 'docker.io', repository: 'library/nginx', tag: '1.27', implicitLatest: false },
    ],
    [
      'amazon/aws-xray-daemon:3.x',
      { kind: 'other', registry: 'docker.io', repository: 'amazon/aws-xray-daemon', tag: '3.x' },
    ],
    ['docker.io/library/nginx', { kind: 'other', registry: 'docker.io', repository: 'library/nginx', tag: 'latest' }],
    ['localhost/app', { kind: 'other', registry: 'localhost', repository: 'app', tag: 'latest' }],
    [
      'localhost:5000/app',
      { kind: 'other', registry: 'localhost:5000', repository: 'app', tag: 'latest', implicitLatest: true },
    ],
    [
      'registry.example.com:8443/team/app:v1',
      { kind: 'other', registry: 'registry.example.com:8443', repository: 'team/app', tag: 'v1' },
    ],
    [
      'public.ecr.aws/xray/aws-xray-daemon:latest',
      {
        kind: 'ecr-public',
        registry: 'public.ecr.aws',
        repository: 'xray/aws-xray-daemon',
        tag: 'latest',
        implicitLatest: false,
      },
    ],
    [
      '111122223333.dkr.ecr.eu-west-1.amazonaws.com/team/app:v1',
      {
        kind: 'ecr',
        account: '111122223333',
        region: 'eu-west-1',
        repository: 'team/app',
        tag: 'v1',
        registry: '111122223333.dkr.ecr.eu-west-1.amazonaws.com',
      },
    ],
    [
      '111122223333.dkr.ecr.cn-north-1.amazonaws.com.cn/app',
      { kind: 'ecr', account: '111122223333', region: 'cn-north-1', repository: 'app', implicitLatest: true },
    ],
    [
      '111122223333.dkr-ecr.eu-west-1.on.aws/app:v1',
      { kind: 'ecr', account: '111122223333', region: 'eu-west-1', repository: 'app' },
    ],
    ['111122223333.dkr.ecr-fips.us-gov-west-1.amazonaws.com/app:v1', { kind: 'ecr', region: 'us-gov-west-1' }],
  ])('%s', (written, expected) => {
    expect(parseImage(written)).toMatchObject(expected)
  })

  it('reads digests', () => {
    expect(parseImage(`app@${digest}`)).toEqual({
      kind: 'other',
      registry: 'docker.io',
      repository: 'library/app',
      digest,
      implicitLatest: false,
    })
    expect(parseImage(`app:v1@${digest}`)).toMatchObject({ tag: 'v1', digest, implicitLatest: false })
  })

  it.each<[string, Value | undefined]>([
    ['absent', undefined],
    ['empty', ''],
    ['a list', ['nginx']],
    ['open', unknown('value', 'image is known after apply')],
    ['different branches', choice(condition, 'a', 'b')],
  ])('does not know %s', (_, value) => {
    expect(parseImage(value)).toMatchObject({ kind: 'unknown', implicitLatest: false, reason: { class: 'value' } })
  })

  it('takes what it put together apart again', () => {
    const part = fc.stringMatching(/^[a-z][a-z0-9]{0,8}$/)
    fc.assert(
      fc.property(
        fc.array(part, { minLength: 1, maxLength: 3 }),
        fc.option(part, { nil: undefined }),
        fc.boolean(),
        (path, tag, pinned) => {
          const repository = path.join('/')
          const written = `registry.example.com:443/${repository}${tag === undefined ? '' : `:${tag}`}${pinned ? `@${digest}` : ''}`
          expect(parseImage(written)).toEqual({
            kind: 'other',
            registry: 'registry.example.com:443',
            repository,
            ...(tag === undefined ? (pinned ? {} : { tag: 'latest' }) : { tag }),
            ...(pinned ? { digest } : {}),
            implicitLatest: tag === undefined && !pinned,
          })
        },
      ),
    )
  })
})

describe('parseImage: holes', () => {
  it('keeps the holes of a registry, a repository and a tag', () => {
    expect(parseImage(text([account, '.dkr.ecr.', region, '.amazonaws.com/', name, ':', tag]))).toMatchObject({
      kind: 'ecr',
      account,
      region,
      repository: name,
      tag,
      implicitLatest: false,
    })
  })

  it('keeps the URI of a repository', () => {
    expect(parseImage(uri)).toEqual({ kind: 'ecr', repository: uri, tag: 'latest', implicitLatest: true })
    expect(parseImage(text([uri, ':v1']))).toEqual({ kind: 'ecr', repository: uri, tag: 'v1', implicitLatest: false })
    expect(parseImage(text([uri, ':build-', tag]))).toMatchObject({
      repository: uri,
      tag: { [KIND]: 'text', parts: ['build-', tag] },
    })
    expect(parseImage(text([uri, '@', tag]))).toEqual({
      kind: 'ecr',
      repository: uri,
      digest: tag,
      implicitLatest: false,
    })
  })

  it('knows the suffix of a partition as a hole', () => {
    expect(parseImage(text(['111122223333.dkr.ecr.eu-west-1.', account, '/team/', name, ':v1']))).toMatchObject({
      kind: 'ecr',
      account: '111122223333',
      region: 'eu-west-1',
      repository: { parts: ['team/', name] },
      tag: 'v1',
    })
  })

  it('knows the tail where the registry is open', () => {
    expect(parseImage(text([account, '/team/app:v1']))).toMatchObject({
      kind: 'unknown',
      repository: 'team/app',
      tag: 'v1',
    })
    expect(parseImage(text([account, `@${digest}`]))).toMatchObject({ kind: 'unknown', digest })
  })

  it('takes no tag for granted where a hole may hold one', () => {
    const image = parseImage(text(['111122223333.dkr.ecr.eu-west-1.amazonaws.com/', tag]))
    expect(image).toMatchObject({ kind: 'ecr', tag: { [KIND]: 'unknown' }, implicitLatest: false })
    expect(parseImage(text(['111122223333.dkr.ecr.eu-west-1.amazonaws.com/', name]))).toMatchObject({
      tag: 'latest',
      implicitLatest: true,
    })
    expect(parseImage(ref('ImageParameter', 'Value'))).toMatchObject({ kind: 'unknown', tag: { [KIND]: 'unknown' } })
  })

  it('does not take a bare hole for Docker Hub', () => {
    expect(parseImage(text([uri, '-x:v1']))).toMatchObject({ kind: 'unknown', tag: 'v1' })
  })
})

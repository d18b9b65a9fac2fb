import { createHash } from 'node:crypto'
import { afterAll, afterEach, describe, expect, test } from 'vitest'
import { opscheck, temporaryFolder, writeInto } from '../hostile/opscheck.ts'
import { type Asked, startStandIn, type Told } from './stand-in.ts'

const folder = temporaryFolder()
afterAll(folder.remove)

let running: Awaited<ReturnType<typeof startStandIn>> | undefined
afterEach(async () => {
  await running?.stop()
  running = undefined
})

const sso = 'sso_account_id = 111122223333\nsso_role_name = Reader\nregion = eu-west-1'
const CONFIG = `
[profile sso]
sso_session = corp
${sso}
[profile old-sso]
sso_start_url = https://corp.example.com/start
sso_region = eu-west-1
${sso}
[profile expired-sso]
sso_start_url = https://expired.example.com/start
sso_region = eu-west-1
${sso}
[sso-session corp]
sso_start_url = https://corp.example.com/start
sso_region = eu-west-1
[profile login]
login_session = arn:aws:iam::111122223333:user/me
region = eu-west-1
[profile keys]
aws_access_key_id = AKIAIOSFODNN7EXAMPLE
aws_secret_access_key = none
region = eu-west-1
[profile mfa]
role_arn = arn:aws:iam::111122223333:role/admin
source_profile = keys
mfa_serial = arn:aws:iam::111122223333:mfa/me
region = eu-west-1
[profile role-of-sso]
role_arn = arn:aws:iam::111122223333:role/admin
source_profile = sso
region = eu-west-1
[profile role-of-nobody]
role_arn = arn:aws:iam::111122223333:role/admin
source_profile = gone
region = eu-west-1
[profile process]
credential_process = node --not-an-option
region = eu-west-1
[profile web]
role_arn = arn:aws:iam::111122223333:role/web
web_identity_token_file = /nowhere/token
region = eu-west-1
[profile no-region]
aws_access_key_id = AKIAIOSFODNN7EXAMPLE
aws_secret_access_key = none
`
writeInto(folder.path, '.aws/config', CONFIG)
writeInto(folder.path, '.aws/credentials', '')
const cached = createHash('sha1').update('https://expired.example.com/start').digest('hex')
writeInto(
  folder.path,
  `.aws/sso/cache/${cached}.json`,
  JSON.stringify({ accessToken: 'token', expiresAt: '2020-01-01T00:00:00Z', region: 'eu-west-1' }),
)
const ENV = { AWS_EC2_METADATA_DISABLED: 'true', AWS_MAX_ATTEMPTS: '1', PATH: process.env.PATH ?? '' }
const NO_KEYS: Readonly<Record<string, string>> = ENV
const KEYS = {
  ...ENV,
  AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
  AWS_SECRET_ACCESS_KEY: 'none',
  AWS_REGION: 'eu-west-1',
}

describe('credentials that do not do say what to run', () => {
  test.each([
    ['sso', 'the SSO session of the credentials is over', 'run aws sso login --profile sso'],
    ['old-sso', 'the SSO session of the credentials is over', 'run aws sso login --profile old-sso'],
    ['expired-sso', 'the SSO session of the credentials is over', 'run aws sso login --profile expired-sso'],
    ['role-of-sso', 'the SSO session of the credentials is over', 'run aws sso login --profile sso'],
    ['login', 'the sign-in of the credentials is over', 'run aws login --profile login'],
    ['mfa', 'the credentials ask for an MFA code', 'aws configure export-credentials --profile mfa --format env'],
    ['role-of-nobody', 'profile gone is not there or holds no credentials', 'aws configure list-profiles'],
    ['missing', 'profile missing is not there or holds no credentials', 'aws configure list-profiles'],
    ['process', 'the credential_process of profile process failed', 'aws sts get-caller-identity --profile process'],
    ['web', 'the file with the web identity token cannot be read', 'web_identity_token_file'],
    ['no-region', 'no region is given, neither here nor by the environment or the profile', '--region'],
  ])(
    'profile %s',
    async (profile, message, run) => {
      const { status, stdout, stderr } = await opscheck(
        folder.path,
        ['scan', '--account', '--profile', profile],
        NO_KEYS,
      )
      expect(status).toBe(2)
      expect(stdout).toBe('')
      expect(stderr.split('\n')[0]).toBe(`error: ${message}`)
      expect(stderr).toContain(run)
    },
    30_000,
  )

  test('a profile of the environment is told like one of the command line', async () => {
    const { stderr } = await opscheck(folder.path, ['scan', '--account', '--region', 'eu-west-1'], {
      ...NO_KEYS,
      AWS_PROFILE: 'missing',
    })
    expect(stderr.split('\n')[0]).toBe('error: profile missing is not there or holds no credentials')
  }, 30_000)

  test('none at all', async () => {
    const { stderr } = await opscheck(folder.path, ['scan', '--account', '--region', 'eu-west-1'], NO_KEYS)
    expect(stderr.split('\n')[0]).toBe('error: no credentials of AWS are found')
  }, 30_000)

  test.each([
    [
      'ExpiredToken',
      'The security token included in the request is expired',
      'the credentials ran out',
      'aws sso login',
    ],
    ['InvalidClientTokenId', 'The security token is invalid', 'the credentials are not accepted', 'cn-north-1'],
    [
      'AccessDenied',
      'User: arn:aws:sts::111122223333:assumed-role/AWSReservedSSO_Reader_1/me is not authorized to perform: sts:X',
      'the credentials are not accepted: AccessDenied',
      'aws sts get-caller-identity',
    ],
  ])(
    'STS says %s',
    async (code, words, message, run) => {
      const text = `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${words}</Message></Error></ErrorResponse>`
      running = await startStandIn(() => ({ status: 403, text }))
      const { status, stderr } = await opscheck(folder.path, ['scan', '--account'], {
        ...KEYS,
        AWS_ENDPOINT_URL: running.url,
      })
      expect(status).toBe(2)
      expect(stderr.split('\n')[0]).toContain(`error: ${message}`)
      expect(stderr).toContain(run)
      expect(stderr).not.toContain('AWSReservedSSO')
    },
    30_000,
  )

  test('of another account nothing is read', async () => {
    running = await startStandIn(() => identity('aws', '111122223333'))
    const argv = ['scan', '--account', '444455556666']
    const { status, stderr } = await opscheck(folder.path, argv, { ...KEYS, AWS_ENDPOINT_URL: running.url })
    expect(status).toBe(2)
    expect(stderr).toContain('account 444455556666 was asked for, but the credentials are of 111122223333')
    expect(stderr).toContain('--profile')
    expect(stderr).toContain('--role NAME')
    expect(running.asked.map(({ operation }) => operation)).toEqual(['sts:GetCallerIdentity'])
  }, 30_000)
})

describe('partitions', () => {
  test.each([
    ['aws', 'eu-west-1'],
    ['aws-cn', 'cn-north-1'],
    ['aws-us-gov', 'us-gov-west-1'],
  ])(
    '%s: the role is of the partition, and so is what is read',
    async (partition, region) => {
      running = await startStandIn(inPartition(partition))
      const argv = ['scan', '--account', '444455556666', '--region', region, '--role', 'opscheck', '--format', 'json']
      const { stdout, stderr } = await opscheck(
        folder.path,
        [...argv, '--rule', 'metrics/container-insights-enabled', '--show', 'all'],
        { ...KEYS, AWS_ENDPOINT_URL: running.url },
      )
      const assumed = running.asked.find(({ operation }) => operation === 'sts:AssumeRole')
      expect(assumed).toMatchObject({ region, input: { RoleArn: `arn:${partition}:iam::444455556666:role/opscheck` } })
      const report: unknown = JSON.parse(stdout)
      const arn = `arn:${partition}:ecs:${region}:444455556666:cluster/shop`
      expect(report, stderr).toMatchObject({
        findings: [{ verdict: 'fail', resource: { arn, region, account: '444455556666' } }],
      })
    },
    30_000,
  )
})

function inPartition(partition: string) {
  return ({ operation, region, account, input }: Asked): Told => {
    const arn = `arn:${partition}:ecs:${region}:444455556666:cluster/shop`
    if (operation === 'sts:AssumeRole') return role(String(input.RoleArn))
    if (operation === 'sts:GetCallerIdentity') {
      return identity(partition, account === '444455556666' ? account : '111122223333')
    }
    if (operation === 'ecs:ListClusters') return { clusterArns: [arn] }
    if (operation === 'ecs:DescribeClusters') {
      return { clusters: [{ clusterArn: arn, clusterName: 'shop', status: 'ACTIVE', settings: [] }] }
    }
    return { status: 400, code: 'AccessDeniedException' }
  }
}

function identity(partition: string, account: string): Told {
  const result = `<Arn>arn:${partition}:iam::${account}:user/ci</Arn><UserId>U</UserId><Account>${account}</Account>`
  return {
    text: `<GetCallerIdentityResponse><GetCallerIdentityResult>${result}</GetCallerIdentityResult></GetCallerIdentityResponse>`,
  }
}

/** The key ends with the account, by which the stand-in tells who asks. */
function role(arn: string): Told {
  const account = arn.split(':')[4] ?? ''
  const credentials = `<AccessKeyId>ASIA${account}</AccessKeyId><SecretAccessKey>none</SecretAccessKey><SessionToken>none</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration>`
  return {
    text: `<AssumeRoleResponse><AssumeRoleResult><Credentials>${credentials}</Credentials></AssumeRoleResult></AssumeRoleResponse>`,
  }
}

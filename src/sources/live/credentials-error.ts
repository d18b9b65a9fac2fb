import { OpscheckError } from '../../model/errors.ts'
import { failureOf, messageOf, nameOf } from './failure.ts'

/**
 * What went wrong with the credentials, and what to run: by the words of the SDK's providers and of STS, which are not
 * repeated, as they may quote anything but the names of profiles.
 */
export function credentialsError(error: unknown, profile: string | undefined): OpscheckError {
  const words = `${nameOf(error)} ${messageOf(error)}`
  const found = CAUSES.find(({ says }) => says.test(words))
  if (found !== undefined) {
    const named = namedProfile(words) ?? profile
    const { message, hint } = found.tell(named, named === undefined ? '' : ` --profile ${named}`)
    return new OpscheckError('credentials', message, { hint })
  }
  const { code, message } = failureOf('sts:GetCallerIdentity', error, undefined)
  return new OpscheckError('credentials', `the credentials are not accepted: ${code}: ${message}`, {
    hint:
      code === 'InvalidClientTokenId' || code === 'UnrecognizedClientException'
        ? 'credentials of China and GovCloud need a region of theirs: --region cn-north-1, --region us-gov-west-1'
        : 'aws sts get-caller-identity shows what AWS says to them',
  })
}

/** Whether the provider says that there is no such profile, or that it holds nothing to sign in with. */
export function isNoProfile(error: unknown): boolean {
  return NO_PROFILE.test(messageOf(error))
}

const NO_PROFILE = /could not resolve credentials using profile: \[/i
const NOT_ANY = /could not load credentials from any providers/i

/** Whether the chain only says that none of its providers has credentials. */
export function isUnexplained(error: unknown): boolean {
  return NOT_ANY.test(messageOf(error))
}

/** A profile may take its credentials from another one. */
function namedProfile(words: string): string | undefined {
  const [, bracketed, equated] = /profile: \[([\w.@+-]{1,128})\]|profile=([\w.@+-]{1,128}) /.exec(words) ?? []
  return bracketed ?? equated
}

interface CredentialCause {
  readonly says: RegExp
  readonly tell: (profile: string | undefined, option: string) => { readonly message: string; readonly hint: string }
}

const NONE = {
  message: 'no credentials of AWS are found',
  hint: 'sign in and name the profile with --profile, or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY',
}

const CAUSES: readonly CredentialCause[] = [
  {
    says: /sso session|aws sso login|session token not found or invalid/i,
    tell: (_, option) => ({
      message: 'the SSO session of the credentials is over',
      hint: `run aws sso login${option}`,
    }),
  },
  {
    says: /aws login|please reauthenticate|failed to load token from/i,
    tell: (_, option) => ({ message: 'the sign-in of the credentials is over', hint: `run aws login${option}` }),
  },
  {
    says: /multi-?factor|\bmfa\b/i,
    tell: (_, option) => ({
      message: 'the credentials ask for an MFA code',
      hint: `aws configure export-credentials${option} --format env asks for it and prints credentials for the environment: scan with those, without --profile`,
    }),
  },
  {
    says: /expiredtoken|token[^.]{0,40} expired|credentials[^.]{0,40} expired/i,
    tell: (profile, option) => ({
      message: 'the credentials ran out',
      hint:
        profile === undefined
          ? 'get new ones, for example by aws sso login or aws login, and unset AWS_SESSION_TOKEN if the old ones are in the environment'
          : `run aws sso login${option}, or aws login${option} if the profile has a login_session`,
    }),
  },
  {
    says: NO_PROFILE,
    tell: (profile) =>
      profile === undefined || profile === 'default'
        ? NONE
        : {
            message: `profile ${profile} is not there or holds no credentials`,
            hint: 'aws configure list-profiles tells which there are',
          },
  },
  {
    says: /command failed|credential_process/i,
    tell: (profile, option) => ({
      message: `the credential_process${profile === undefined ? '' : ` of profile ${profile}`} failed`,
      hint: `aws sts get-caller-identity${option} shows what it says`,
    }),
  },
  {
    says: /\bENOENT\b|\bEACCES\b/,
    tell: () => ({
      message: 'the file with the web identity token cannot be read',
      hint: 'AWS_WEB_IDENTITY_TOKEN_FILE or web_identity_token_file of the profile names it',
    }),
  },
  {
    says: /instance metadata/i,
    tell: (_, option) => ({
      message: 'the metadata service of the instance gives no credentials',
      hint: `the profile is for EC2 instances with a role; aws sts get-caller-identity${option} shows why`,
    }),
  },
  {
    says: NOT_ANY,
    tell: (profile, option) =>
      profile === undefined
        ? NONE
        : {
            message: `profile ${profile} gives no credentials`,
            hint: `aws sts get-caller-identity${option} shows why`,
          },
  },
]

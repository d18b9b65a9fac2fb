/**
 * Whether a name of an environment variable or of a log option promises a secret: `DB_PASSWORD`, `githubToken`,
 * `splunk-token`. Names that tell where a secret is, or how it is handled, promise none: `SECRET_ARN`, `TOKEN_URL`,
 * `PASSWORD_MIN_LENGTH`. An AWS access key id counts, as it comes with its key (Security Hub CodeBuild.2).
 */
export function secretLike(name: string): boolean {
  if (name.length > LONGEST_NAME) return false
  const words = wordsOf(name)
  const joined = words.join('')
  if (joined.endsWith('accesskeyid')) return true
  const last = words.at(-1)
  if (last === undefined || ABOUT.includes(last)) return false
  return PARTS.some((part) => joined.includes(part)) || words.some((word) => WORDS.includes(word))
}

const LONGEST_NAME = 512

/** Wherever they stand, also in names without any boundary (`DBPASSWORD`). */
const PARTS = [
  'password',
  'passwd',
  'passphrase',
  'secret',
  'credential',
  'apikey',
  'accesskey',
  'privatekey',
  'encryptionkey',
  'signingkey',
  'authtoken',
  'accesstoken',
  'refreshtoken',
  'bearertoken',
  'connectionstring',
]

/** Only as whole words, as longer words contain them: `TOKENIZERS`, `COMPAT`. */
const WORDS = ['token', 'tokens', 'pwd', 'pat', 'dsn', 'jwt', 'hmac', 'salt', 'pass', 'githubtoken']

/** Last words of names that are about a secret without being one. */
const ABOUT = [
  'arn',
  'arns',
  'name',
  'names',
  'id',
  'ids',
  'url',
  'uri',
  'path',
  'file',
  'dir',
  'directory',
  'endpoint',
  'host',
  'port',
  'region',
  'bucket',
  'enabled',
  'disabled',
  'required',
  'ttl',
  'timeout',
  'expiry',
  'expires',
  'expiration',
  'age',
  'seconds',
  'minutes',
  'hours',
  'days',
  'length',
  'size',
  'count',
  'limit',
  'type',
  'provider',
  'policy',
  'prefix',
  'header',
  'algorithm',
  'issuer',
  'audience',
  'version',
  'rotation',
]

/** Lower-case words of `SNAKE_CASE`, `kebab-case`, `dotted.case`, `camelCase` and `HTTPToken`. */
function wordsOf(name: string): readonly string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '')
}

/**
 * Whether a text is a secret by its own form: an AWS access key id, a private key, a token of GitHub, GitLab or Slack, a
 * URL with a password. For use on hidden values: it tells nothing but yes or no.
 */
export function secretLikeValue(text: string): boolean {
  const head = text.slice(0, LONGEST_VALUE)
  return FORMS.some((form) => form.test(head))
}

const LONGEST_VALUE = 10_000

/** IAM User Guide, "IAM identifiers"; RFC 7468; the prefixes that GitHub, GitLab and Slack publish; RFC 3986. */
const FORMS = [
  /\b(?:AKIA|ASIA)[A-Z2-7]{16}\b/,
  /-----BEGIN [A-Z ]{0,20}PRIVATE KEY-----/,
  /\b(?:ghp|gho|ghu|ghs|ghr)_[A-Za-z0-9]{36}/,
  /\bgithub_pat_[A-Za-z0-9_]{22}/,
  /\bglpat-[A-Za-z0-9_-]{20}/,
  /\bxox[abprs]-[A-Za-z0-9-]{10}/,
  /:\/\/[^\s/:@]{1,100}:[^\s/:@]{1,200}@/,
]

import {
  choice,
  entry,
  isList,
  isMap,
  isSpecial,
  KIND,
  type PropertyMap,
  type Special,
  secret,
  setEntry,
  type Text,
  type Unknown,
  unknown,
  type Value,
  withEntries,
} from '../model/value.ts'

/**
 * Where secrets stand, by resource type: whatever is at such a place leaves its source as {@link Secret}, literal or not.
 * `[]` is every element of a list, `*` every entry of a map, `~` every entry whose key sounds secret ({@link isSecretKey}).
 */
export const SECRET_PLACES: { readonly [type: string]: readonly string[] } = {
  'AWS::ECS::TaskDefinition': [
    'ContainerDefinitions[].Environment[].Value',
    'ContainerDefinitions[].LogConfiguration.Options.~',
    'ContainerDefinitions[].FirelensConfiguration.Options.~',
    'ContainerDefinitions[].DockerLabels.~',
  ],
  'AWS::ECS::DaemonTaskDefinition': [
    'ContainerDefinitions[].Environment[].Value',
    'ContainerDefinitions[].LogConfiguration.Options.~',
    'ContainerDefinitions[].FirelensConfiguration.Options.~',
  ],
  'AWS::ECS::ExpressGatewayService': ['PrimaryContainer.Environment[].Value'],
  'AWS::ECS::Service': ['ServiceConnectConfiguration.LogConfiguration.Options.~'],
  'Opscheck::ECS::Task': ['Overrides.ContainerOverrides[].Environment[].Value'],
  'AWS::Batch::JobDefinition': [
    'ContainerProperties.Environment[].Value',
    'EcsProperties.TaskProperties[].Containers[].Environment[].Value',
  ],
  'AWS::CodeBuild::Project': ['Environment.EnvironmentVariables[].Value'],
  'AWS::CodePipeline::Pipeline': [
    'Stages[].Actions[].Configuration.~',
    'Stages[].Actions[].Configuration.EnvironmentVariables',
  ],
  'AWS::CodePipeline::Webhook': ['AuthenticationConfiguration.SecretToken'],
  'AWS::Lambda::Function': ['Environment.Variables.*'],
  'AWS::AppRunner::Service': [
    'SourceConfiguration.ImageRepository.ImageConfiguration.RuntimeEnvironmentVariables[].Value',
    'SourceConfiguration.CodeRepository.CodeConfiguration.CodeConfigurationValues.RuntimeEnvironmentVariables[].Value',
  ],
  'AWS::EC2::Instance': ['UserData'],
  'AWS::EC2::LaunchTemplate': ['LaunchTemplateData.UserData'],
  'AWS::AutoScaling::LaunchConfiguration': ['UserData'],
  'AWS::Events::Rule': [
    'Targets[].Input',
    'Targets[].InputTransformer.InputTemplate',
    'Targets[].HttpParameters.HeaderParameters',
    'Targets[].HttpParameters.QueryStringParameters',
  ],
  'AWS::Events::Connection': [
    'AuthParameters.ApiKeyAuthParameters.ApiKeyValue',
    'AuthParameters.BasicAuthParameters.Password',
    'AuthParameters.OAuthParameters.ClientParameters.ClientSecret',
  ],
  'AWS::Scheduler::Schedule': ['Target.Input'],
  'AWS::ElasticLoadBalancingV2::Listener': ['DefaultActions[].AuthenticateOidcConfig.ClientSecret'],
  'AWS::ElasticLoadBalancingV2::ListenerRule': ['Actions[].AuthenticateOidcConfig.ClientSecret'],
  'AWS::KinesisFirehose::DeliveryStream': [
    'HttpEndpointDestinationConfiguration.EndpointConfiguration.AccessKey',
    'SplunkDestinationConfiguration.HECToken',
    'RedshiftDestinationConfiguration.Password',
  ],
  'AWS::IAM::User': ['LoginProfile.Password'],
  'AWS::RDS::DBInstance': ['MasterUserPassword'],
  'AWS::RDS::DBCluster': ['MasterUserPassword'],
  'AWS::Redshift::Cluster': ['MasterUserPassword'],
  'AWS::ElastiCache::ReplicationGroup': ['AuthToken'],
  'AWS::SecretsManager::Secret': ['SecretString'],
}

/** What a live scan puts in the place of a secret: something is set, and nothing else is known of it. */
export const REDACTED = 'opscheck:redacted'

/** What a rule finds where {@link REDACTED} stands. */
export function redactedValue(): Unknown {
  return unknown('input', 'the value was hidden when the account was read', { present: 'yes' })
}

/** Whether a key of options or labels sounds as if its value were a secret: `splunk-token`, `apikey`, `http_passwd`. */
export function isSecretKey(key: string): boolean {
  const plain = key.toLowerCase().replaceAll(/[^a-z0-9]/g, '')
  return SECRET_WORDS.some((word) => plain.includes(word))
}

const SECRET_WORDS = [
  'password',
  'passwd',
  'secret',
  'token',
  'apikey',
  'accesskey',
  'privatekey',
  'licensekey',
  'sharedkey',
  'credential',
  'authorization',
  'header',
]

/** The properties with what stands at secret places hidden; the same object when nothing does. */
export function hideSecrets(type: string, properties: PropertyMap): PropertyMap {
  const places = placesOf(type)
  if (places === undefined) return properties
  const hidden = hideIn(properties, places)
  return isMap(hidden) ? hidden : properties
}

/** A value as it must be at a secret place: literals, also inside texts, become secrets; references stay. */
export function hideAll(value: Value): Value {
  if (isList(value)) return value.map(hideAll)
  if (isSpecial(value)) return hideSpecial(value, hideAll)
  if (value === REDACTED) return redactedValue()
  if (!isMap(value)) return secret(String(value))
  const copy: Record<string, Value> = {}
  for (const [key, item] of Object.entries(value)) if (item !== undefined) setEntry(copy, key, hideAll(item))
  return copy
}

interface Places {
  readonly entries: Map<string, Places>
  hidden: boolean
}

let compiled: Map<string, Places> | undefined

function placesOf(type: string): Places | undefined {
  if (!Object.hasOwn(SECRET_PLACES, type)) return undefined
  compiled ??= new Map()
  let places = compiled.get(type)
  if (places === undefined) {
    places = { entries: new Map(), hidden: false }
    for (const path of SECRET_PLACES[type] ?? []) add(places, path.replaceAll('[]', '.[]').split('.'))
    compiled.set(type, places)
  }
  return places
}

function add(places: Places, path: readonly string[]): void {
  let node = places
  for (const segment of path) {
    let next = node.entries.get(segment)
    if (next === undefined) {
      next = { entries: new Map(), hidden: false }
      node.entries.set(segment, next)
    }
    node = next
  }
  node.hidden = true
}

function hideIn(value: Value, places: Places): Value {
  if (places.hidden) return hideAll(value)
  if (isSpecial(value)) return hideSpecial(value, (inner) => hideIn(inner, places))
  if (isList(value)) {
    const each = places.entries.get('[]')
    return each === undefined ? value : hideEach(value, each)
  }
  return isMap(value) ? hideEntries(value, places) : value
}

function hideEach(list: readonly Value[], each: Places): readonly Value[] {
  let copy: Value[] | undefined
  for (let index = 0; index < list.length; index += 1) {
    const item = list[index]
    const hidden = item === undefined ? undefined : hideIn(item, each)
    if (copy === undefined && hidden !== item) copy = list.slice(0, index)
    if (copy !== undefined && hidden !== undefined) copy.push(hidden)
  }
  return copy ?? list
}

function hideEntries(map: PropertyMap, places: Places): PropertyMap {
  const everyKey = places.entries.get('*')
  const secretKey = places.entries.get('~')
  let changed: Map<string, Value> | undefined
  for (const key in map) {
    const below =
      places.entries.get(key) ?? everyKey ?? (secretKey !== undefined && isSecretKey(key) ? secretKey : undefined)
    const item = below === undefined ? undefined : entry(map, key)
    if (below === undefined || item === undefined) continue
    const hidden = hideIn(item, below)
    if (hidden === item) continue
    changed ??= new Map()
    changed.set(key, hidden)
  }
  return changed === undefined ? map : withEntries(map, changed)
}

function hideSpecial(value: Special, hide: (value: Value) => Value): Value {
  const kind = value[KIND]
  if (kind === 'choice') {
    const then = value.then === undefined ? undefined : hide(value.then)
    const otherwise = value.else === undefined ? undefined : hide(value.else)
    return then === value.then && otherwise === value.else ? value : choice(value.condition, then, otherwise)
  }
  if (kind === 'text') return hideText(value, hide)
  if ((kind === 'unknown' || kind === 'rest') && value.oneOf !== undefined) {
    return { ...value, oneOf: value.oneOf.map(hide) }
  }
  return value
}

/** The literal parts become secrets when the whole place is one; otherwise a text has no inner places. */
function hideText(value: Text, hide: (value: Value) => Value): Value {
  const parts = value.parts.map((part) => {
    const hidden = typeof part === 'string' || part[KIND] === 'choice' ? hide(part) : part
    return isPart(hidden) ? hidden : part
  })
  return parts.every((part, index) => part === value.parts[index]) ? value : { ...value, parts }
}

function isPart(value: Value): value is Text['parts'][number] {
  return typeof value === 'string' || (isSpecial(value) && value[KIND] !== 'text' && value[KIND] !== 'rest')
}

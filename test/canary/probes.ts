/** Where the rules below look: everything that may hold a secret, by type. A list in the path is asked element by element. */
const PLACES: readonly (readonly [type: string, list: string | undefined, path: string])[] = [
  ['AWS::ECS::TaskDefinition', 'ContainerDefinitions', 'LogConfiguration.Options/splunk-token'],
  ['AWS::ECS::TaskDefinition', 'ContainerDefinitions', 'LogConfiguration.Options/http_passwd'],
  ['AWS::ECS::TaskDefinition', 'ContainerDefinitions', 'FirelensConfiguration.Options/api_key'],
  ['AWS::ECS::TaskDefinition', 'ContainerDefinitions', 'DockerLabels/auth-token'],
  ['AWS::ECS::TaskDefinition', 'ContainerDefinitions', 'Hostname'],
  ['AWS::ECS::TaskDefinition', undefined, 'ContainerDefinitions'],
  ['AWS::ECS::Cluster', undefined, 'ClusterName'],
  ['AWS::ECS::Service', undefined, 'ServiceName'],
  ['AWS::Logs::LogGroup', undefined, 'LogGroupName'],
  ['AWS::CodeBuild::Project', 'Environment.EnvironmentVariables', 'Value'],
  ['AWS::CodeBuild::Project', undefined, 'Environment'],
  ['AWS::CodePipeline::Pipeline', undefined, 'Stages'],
  ['AWS::EC2::Instance', undefined, 'UserData'],
  ['AWS::EC2::LaunchTemplate', undefined, 'LaunchTemplateData'],
  ['AWS::Lambda::Function', undefined, 'Environment'],
  ['AWS::RDS::DBInstance', undefined, 'MasterUserPassword'],
  ['AWS::SecretsManager::Secret', undefined, 'SecretString'],
]

/** Rules that hold and rules that do not, so that every value is read and its evidence shown. By file name. */
export function probeRules(): ReadonlyMap<string, string> {
  const rules = new Map<string, string>()
  for (const [index, [type, list, path]] of PLACES.entries()) {
    for (const [name, operand] of OPERANDS) {
      const check = { [path]: operand }
      rules.set(`rules/probe/place-${index}-${name}.yaml`, ruleText(type, list, check))
    }
  }
  for (const [name, operand] of OPERANDS) {
    const check = { every: 'Environment', that: { Value: operand } }
    rules.set(
      `rules/probe/environment-${name}.yaml`,
      ruleText('AWS::ECS::TaskDefinition', 'ContainerDefinitions', check),
    )
  }
  return rules
}

const OPERANDS: readonly (readonly [name: string, operand: unknown])[] = [
  ['equal', 'something else'],
  ['absent', { exists: false }],
  ['present', { exists: true }],
  ['like', { like: 'nothing-*' }],
  ['matches', { matches: '^nothing$' }],
]

/** JSON is YAML. */
function ruleText(type: string, list: string | undefined, check: unknown): string {
  return JSON.stringify({
    title: 'Require that probes are safe',
    severity: 'high',
    why: 'Values that operators judge must not show.',
    select: type,
    ...(list === undefined ? {} : { each: list }),
    check,
  })
}

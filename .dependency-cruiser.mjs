/** The arrows of docs/architecture.md. A new arrow needs an ADR; each rule says why it is there. */

const OWN = '^src/'

/** A layer of src/ and the only layers it may import. */
function layer(name, mayImport, comment) {
  const allowed = [name, ...mayImport].map((each) => `^src/${each}/`)
  return {
    name: `${name}-imports-only-${['itself', ...mayImport].join('-')}`,
    comment,
    severity: 'error',
    from: { path: `^src/${name}/` },
    to: { path: OWN, pathNot: allowed },
  }
}

export default {
  forbidden: [
    {
      name: 'no-cycle',
      comment: 'Modules that need each other cannot be read, tested or loaded lazily one by one.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    layer('util', [], 'util knows no word of AWS or of opscheck: it could be a library of its own.'),
    layer('model', [], 'Everybody codes against the model; what it imports, everybody would.'),
    layer('aws', ['model', 'util'], 'What AWS means is pure: it serves the engine and the sources and knows neither.'),
    layer('ruleset', ['model', 'util'], 'Rules are data. What their words mean is the business of the engine.'),
    layer(
      'engine',
      ['aws', 'model', 'util'],
      'One engine judges all dialects: it must not learn where a resource came from, nor how a verdict is printed.',
    ),
    layer(
      'sources',
      ['aws', 'model', 'util'],
      'A source tells what it read and judges nothing: else one platform would get two verdicts.',
    ),
    layer('report', ['model', 'util'], 'A report is a pure function of the result: what it prints was decided before.'),
    {
      name: 'dialects-know-only-themselves',
      comment:
        'A dialect that leans on another cannot be changed alone. What they share stands in src/sources/ itself.',
      severity: 'error',
      from: { path: '^src/sources/(?!live/|cdk/)([^/]+)/' },
      to: { path: '^src/sources/[^/]+/', pathNot: '^src/sources/$1/' },
    },
    {
      name: 'cdk-reads-only-cloudformation',
      comment: 'An assembly of CDK is a manifest around templates.',
      severity: 'error',
      from: { path: '^src/sources/cdk/' },
      to: { path: '^src/sources/(?!cdk/|cloudformation/)[^/]+/' },
    },
    {
      name: 'live-reads-only-export',
      comment: 'Live is collect + export: its answers are read as a recording of them is.',
      severity: 'error',
      from: { path: '^src/sources/live/' },
      to: { path: '^src/sources/(?!live/|export/)[^/]+/' },
    },
    {
      name: 'only-live-calls-aws',
      comment: 'The SDK is slow to load and opens sockets; no scan of files may come near it.',
      severity: 'error',
      from: { path: OWN, pathNot: '^src/sources/live/' },
      to: { path: 'node_modules/@aws-sdk/' },
    },
    {
      name: 'engine-and-aws-do-no-io',
      comment: 'Same input, same verdict: no files, no network, no clock, no processes in what judges.',
      severity: 'error',
      from: { path: '^src/(engine|aws)/', pathNot: '^src/aws/data/' },
      to: {
        dependencyTypes: ['core'],
        path: '^(node:)?(child_process|cluster|dgram|dns|fs|http|http2|https|net|os|process|timers|tls|worker_threads)(/|$)',
      },
    },
    {
      name: 'reports-do-no-io',
      comment: 'Reporters return text; the command line decides where it goes.',
      severity: 'error',
      from: { path: '^src/(report|model|util)/' },
      to: { dependencyTypes: ['core'], path: '^(node:)?(child_process|fs|http|https|net|os|process|tls)(/|$)' },
    },
    {
      name: 'only-the-command-line-knows-the-process',
      comment: 'A library that reads the environment or exits cannot be embedded.',
      severity: 'error',
      from: { path: OWN, pathNot: '^src/cli/' },
      to: { dependencyTypes: ['core'], path: '^(node:)?process$' },
    },
    {
      name: 'nothing-imports-the-command-line',
      comment: 'It is the outermost layer; only bin.ts starts it.',
      severity: 'error',
      from: { path: OWN, pathNot: ['^src/cli/', '^src/bin\\.ts$'] },
      to: { path: '^src/cli/' },
    },
    {
      name: 'only-the-top-ties-the-layers',
      comment: 'scan is the one place where the layers meet; below it nobody needs it.',
      severity: 'error',
      from: { path: '^src/(model|util|aws|ruleset|engine|sources|report)/' },
      to: { path: ['^src/[^/]+\\.ts$', '^src/scan/'] },
    },
    {
      name: 'product-does-not-use-development-tools',
      comment: 'An installed package has only its dependencies.',
      severity: 'error',
      from: { path: OWN },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'product-imports-nothing-outside-src',
      comment: 'Only src/ is published.',
      severity: 'error',
      from: { path: OWN },
      to: { path: '^(test|scripts|bench|fixtures)/' },
    },
    {
      name: 'resolvable',
      comment: 'An import that leads nowhere fails only when it runs.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '^sarif$' },
    },
  ],
  options: {
    parser: 'swc',
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|coverage)/' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.js', '.mjs', '.json'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'node', 'default'],
    },
  },
}

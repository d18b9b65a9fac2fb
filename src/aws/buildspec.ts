import { type Answer, anyOf, NO, unsureOf, yes } from './answer.ts'

/**
 * Whether a build specification, or one shell command, makes a container image. Retagging one (pull, tag, push) makes
 * none. `text` is what BuildSpec holds: YAML or JSON, or the path of a file in the repository, which is not seen here.
 */
export function buildsImageBySpec(text: string): Answer {
  if (isPath(text)) return unsureOf('input', 'the build specification is in the source repository')
  return anyOf([...commandsOf(text)].map(commandBuilds))
}

/** Whether a build specification runs tests, by the words of its commands; never surely not. */
export function runsTests(text: string): Answer {
  if (isPath(text)) return unsureOf('input', 'the build specification is in the source repository')
  for (const words of commandsOf(text)) {
    const found = TESTS.find((test) => indexOfRun(words, test) >= 0)
    if (found !== undefined) return yes(found.join(' '))
  }
  return unsureOf('input', 'tests may run inside a script of the source repository')
}

/** CodeBuild API Reference, ProjectSource: a specification, or its path in the source, or its ARN in S3. */
function isPath(text: string): boolean {
  const trimmed = text.trim()
  if (trimmed === '' || trimmed.startsWith('arn:')) return true
  return trimmed.length < LONGEST_PATH && /^[^\s{]+\.(?:ya?ml|json)$/i.test(trimmed)
}

const LONGEST_PATH = 1024
const MOST_CHARACTERS = 1_000_000

/** The words of every command; comments and what YAML and JSON put around words fall away. */
function* commandsOf(text: string): Generator<readonly string[]> {
  const lines = text.slice(0, MOST_CHARACTERS).replaceAll('\\\n', ' ').replaceAll('\\n', '\n').split('\n')
  for (const line of lines) {
    const comment = line.trimStart().startsWith('#') ? 0 : line.indexOf(' #')
    const code = comment < 0 ? line : line.slice(0, comment)
    for (const command of code.split(/[;&|]/)) {
      const words = command.split(/[\s"'`,()[\]{}]+/).filter((word) => word !== '' && word !== '-')
      if (words.length > 0) yield words
    }
  }
}

const DOCKERS = ['docker', 'podman', 'buildah', 'nerdctl', 'finch', 'docker-compose', 'img', 'pack', 'buildctl', 'ko']
const BUILDS = ['build', 'bake', 'bud', 'build-using-dockerfile', 'publish']
/** Subcommands that have subcommands of their own, one of which may be a build. */
const GROUPS = ['buildx', 'image', 'builder', 'compose']
/** Parts of words that only builders of images have: Kaniko, Jib, Spring Boot. */
const MAKERS = ['kaniko', 'jib:', 'jib-maven-plugin', 'jibDockerBuild', 'bootBuildImage', ':build-image']

function commandBuilds(words: readonly string[]): Answer {
  for (const [index, word] of words.entries()) {
    if (MAKERS.some((maker) => word.includes(maker))) return yes(word)
    const program = word.slice(word.lastIndexOf('/') + 1)
    if (!DOCKERS.includes(program) || words[index + 1] === ':') continue
    const at = subcommand(words, index + 1)
    const name = words[at]
    if (name === undefined) continue
    if (BUILDS.includes(name)) return yes(`${program} ${name}`)
    const inner = GROUPS.includes(name) ? words[subcommand(words, at + 1)] : undefined
    if (inner !== undefined && BUILDS.includes(inner)) return yes(`${program} ${name} ${inner}`)
  }
  return words.some((word, index) => isScript(word, words[index + 1]))
    ? unsureOf('limit', 'a script of the build specification may build an image')
    : NO
}

/** Words that may stand between a program and its subcommand. */
const MOST_OPTIONS = 16

/** The first word that is neither an option nor the value of one. */
function subcommand(words: readonly string[], start: number): number {
  const end = Math.min(words.length, start + MOST_OPTIONS)
  let at = start
  for (; at < end; at += 1) {
    const word = words[at] ?? ''
    if (word.startsWith('-')) continue
    const before = at > start ? words[at - 1] : undefined
    const isValue = before?.startsWith('-') === true && !before.includes('=')
    if (!isValue || BUILDS.includes(word) || GROUPS.includes(word)) break
  }
  return at
}

/** What runs commands that stand elsewhere, with the subcommands that surely build no image. */
const RUNNERS: Readonly<Record<string, readonly string[]>> = {
  npm: ['ci', 'install', 'i', 'test', 'audit', 'config', 'version'],
  yarn: ['install', 'test', 'audit'],
  pnpm: ['install', 'i', 'test', 'audit'],
  npx: ['cdk'],
  cdk: ['synth', 'diff', 'ls', 'list', 'doctor'],
  make: [],
  just: [],
  task: [],
  gradle: ['test'],
  gradlew: ['test'],
  mvn: ['test'],
  mvnw: ['test'],
  bazel: ['test'],
  earthly: [],
  sam: ['validate'],
  copilot: [],
  skaffold: [],
  'ansible-playbook': [],
}
const SCRIPTS = ['.sh', '.bash', '.py', '.js', '.ts', '.rb', '.mjs']

function isScript(word: string, next: string | undefined): boolean {
  const name = word.startsWith('./') ? word.slice(2) : word
  if (Object.hasOwn(RUNNERS, name)) return next === undefined || RUNNERS[name]?.includes(next) !== true
  return name !== word || SCRIPTS.some((ending) => word.endsWith(ending))
}

const TESTS: readonly (readonly string[])[] = [
  ['npm', 'test'],
  ['npm', 't'],
  ['npm', 'run', 'test'],
  ['yarn', 'test'],
  ['pnpm', 'test'],
  ['make', 'test'],
  ['go', 'test'],
  ['cargo', 'test'],
  ['dotnet', 'test'],
  ['mvn', 'test'],
  ['mvn', 'verify'],
  ['gradle', 'test'],
  ['./gradlew', 'test'],
  ['./mvnw', 'test'],
  ['swift', 'test'],
  ['pytest'],
  ['tox'],
  ['nox'],
  ['jest'],
  ['vitest'],
  ['rspec'],
  ['phpunit'],
  ['unittest'],
  ['newman', 'run'],
  ['cypress', 'run'],
  ['playwright', 'test'],
]

function indexOfRun(words: readonly string[], run: readonly string[]): number {
  return words.findIndex((_, start) => run.every((word, offset) => words[start + offset] === word))
}

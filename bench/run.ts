import { closeSync, existsSync, mkdtempSync, openSync, rmSync, statSync, writeFileSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { type Comparison, compare, type Program } from './measure.ts'
import { planText } from './plan.ts'
import { templateText } from './template.ts'

/**
 * node bench/run.ts [--only start-yaml,template-5000] [--runs 10] [--program dist/opscheck.js]
 *
 * Compares whole processes, in turn: opscheck against Node doing nothing (start-…) or reading and parsing the same
 * file. Ratios of one run are what counts; times depend on the machine.
 */
interface Case {
  readonly name: string
  readonly aim?: number
  readonly write: (file: string) => void
  readonly baseline: (file: string) => Program
}

const CASES: readonly Case[] = [
  { name: 'start-yaml', aim: 2, write: (file) => writeFileSync(file, SMALL_TEMPLATE), baseline: idle },
  { name: 'start-json', aim: 2, write: (file) => writeChunks(file, templateText(50)), baseline: idle },
  ...[500, 5_000, 50_000, 500_000].map((resources) => ({
    name: `template-${resources}`,
    ...(resources === 50_000 ? { aim: 2 } : {}),
    write: (file: string) => writeChunks(file, templateText(resources)),
    baseline: parse,
  })),
  ...[500, 5_000, 50_000].map((resources) => ({
    name: `plan-${resources}`,
    ...(resources === 50_000 ? { aim: 1.6 } : {}),
    write: (file: string) => writeChunks(file, planText(resources)),
    baseline: parse,
  })),
]

const SMALL_TEMPLATE = `Resources:
  Cluster:
    Type: AWS::ECS::Cluster
    Properties:
      ClusterSettings: [{ Name: containerInsights, Value: enhanced }]
  Logs:
    Type: AWS::Logs::LogGroup
    Properties: { RetentionInDays: 30 }
  Task:
    Type: AWS::ECS::TaskDefinition
    Properties:
      RequiresCompatibilities: [FARGATE]
      NetworkMode: awsvpc
      ContainerDefinitions:
        - Name: app
          Image: !Sub \${AWS::AccountId}.dkr.ecr.\${AWS::Region}.amazonaws.com/app:v1
          LogConfiguration:
            LogDriver: awslogs
            Options: { awslogs-group: !Ref Logs, awslogs-region: !Ref AWS::Region, awslogs-stream-prefix: app }
  Service:
    Type: AWS::ECS::Service
    Properties:
      Cluster: !Ref Cluster
      TaskDefinition: !Ref Task
      DeploymentConfiguration: { DeploymentCircuitBreaker: { Enable: true, Rollback: true } }
`

const HERE = fileURLToPath(new URL('.', import.meta.url))
const BUILT = join(HERE, '../dist/opscheck.js')

function main(): void {
  const { values } = parseArgs({
    options: { only: { type: 'string' }, runs: { type: 'string', default: '10' }, program: { type: 'string' } },
  })
  const wanted = values.only?.split(',')
  const unheardOf = wanted?.filter((name) => !CASES.some((known) => known.name === name)) ?? []
  if (unheardOf.length > 0) {
    throw new Error(`no case ${unheardOf.join(', ')}; there are ${CASES.map(({ name }) => name).join(', ')}`)
  }
  const program = resolve(values.program ?? (existsSync(BUILT) ? BUILT : join(HERE, '../src/bin.ts')))
  const folder = mkdtempSync(join(tmpdir(), 'opscheck-bench-'))
  console.log(
    `Node ${process.versions.node}, ${values.runs} pairs of processes each, of ${program.replace(/.*[\\/]/, '')}`,
  )
  console.log(line(['case', 'file MB', 'ms', 'baseline', 'ratio', 'aim', 'peak MB', 'baseline', 'peak/file']))
  const timings = new Map<string, number>()
  try {
    for (const { name, aim, write, baseline } of CASES.filter(({ name }) => wanted?.includes(name) ?? true)) {
      const file = join(folder, name)
      write(file)
      const scan = { argv: [program, 'scan', file], exits: [0, 1, 3] }
      const result = compare(scan, baseline(file), { runs: Number(values.runs), folder })
      console.log(row(name, aim, statSync(file).size, result))
      timings.set(name, result.measured)
      rmSync(file)
    }
  } finally {
    rmSync(folder, { recursive: true })
  }
  for (const text of growth(timings)) console.log(text)
}

function idle(): Program {
  return { argv: ['-e', '0'], exits: [0] }
}

function parse(file: string): Program {
  return { argv: ['-e', "JSON.parse(require('node:fs').readFileSync(process.argv[1], 'utf8'))", file], exits: [0] }
}

function writeChunks(file: string, chunks: Iterable<string>): void {
  const descriptor = openSync(file, 'w')
  let pending = ''
  for (const chunk of chunks) {
    pending += chunk
    if (pending.length < 1 << 20) continue
    writeSync(descriptor, pending)
    pending = ''
  }
  writeSync(descriptor, pending)
  closeSync(descriptor)
}

function row(name: string, aim: number | undefined, bytes: number, result: Comparison): string {
  return line([
    name,
    megabytes(bytes),
    result.measured.toFixed(0),
    result.baseline.toFixed(0),
    result.ratio.toFixed(2),
    aim === undefined ? '' : String(aim),
    megabytes(result.measuredPeak),
    megabytes(result.baselinePeak),
    bytes < 1e6 ? '' : (result.measuredPeak / bytes).toFixed(1),
  ])
}

function line([name = '', ...cells]: readonly string[]): string {
  return name.padEnd(16) + cells.map((cell) => cell.padStart(10)).join('')
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(bytes < 1e6 ? 3 : 1)
}

/** How much longer ten times as much takes. */
function growth(timings: ReadonlyMap<string, number>): readonly string[] {
  return [...timings].flatMap(([name, time]) => {
    const tenth = name.endsWith('0') ? timings.get(name.slice(0, -1)) : undefined
    return tenth === undefined ? [] : [`${name}: ten times as much takes ${(time / tenth).toFixed(1)} times as long`]
  })
}

main()

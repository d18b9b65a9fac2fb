import { spawnSync } from 'node:child_process'

/** A program for the current Node and what its exit code may be. */
export interface Program {
  readonly argv: readonly string[]
  readonly exits: readonly number[]
}

export interface Comparison {
  /** Medians of whole processes in milliseconds. */
  readonly measured: number
  readonly baseline: number
  /** The median of the ratios of neighbours: what else the machine does weighs on both. */
  readonly ratio: number
  /** Bytes. */
  readonly measuredPeak: number
  readonly baselinePeak: number
}

export interface Setting {
  readonly runs: number
  /** The working directory of the processes: no ruleset of this project is read. */
  readonly folder: string
}

/** Runs both in turn, once each to warm up and once each for memory besides. */
export function compare(measured: Program, baseline: Program, { runs, folder }: Setting): Comparison {
  const measuredPeak = peakOf(measured, folder)
  const baselinePeak = peakOf(baseline, folder)
  const pairs = Array.from({ length: runs }, () => ({
    measured: timeOf(measured, folder),
    baseline: timeOf(baseline, folder),
  }))
  return {
    measured: median(pairs.map((pair) => pair.measured)),
    baseline: median(pairs.map((pair) => pair.baseline)),
    ratio: median(pairs.map((pair) => pair.measured / pair.baseline)),
    measuredPeak,
    baselinePeak,
  }
}

function timeOf({ argv, exits }: Program, cwd: string): number {
  const start = process.hrtime.bigint()
  const { status, signal } = spawnSync(process.execPath, argv, { cwd, stdio: 'ignore', env: ENV })
  const end = process.hrtime.bigint()
  if (status === null || !exits.includes(status)) throw new Error(`${argv.join(' ')} ended with ${status ?? signal}`)
  return Number(end - start) / 1e6
}

function peakOf({ argv, exits }: Program, cwd: string): number {
  const watched = ['--import', `data:text/javascript,${encodeURIComponent(TELL_PEAK)}`, ...argv]
  const { status, output, stderr } = spawnSync(process.execPath, watched, {
    cwd,
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
    env: ENV,
    encoding: 'utf8',
  })
  if (status === null || !exits.includes(status)) throw new Error(`${argv.join(' ')} ended with ${status}: ${stderr}`)
  return Number(output[3])
}

/** Loaded before the measured program: tells how much memory it held at most, in bytes. */
const TELL_PEAK = `
import { writeSync } from 'node:fs'
process.on('exit', () => { writeSync(3, String(process.resourceUsage().maxRSS * 1024)) })
`

const ENV = { ...process.env, NO_COLOR: '1' }

function median(values: readonly number[]): number {
  const sorted = values.toSorted((left, right) => left - right)
  const middle = sorted.length >> 1
  const upper = sorted[middle] ?? 0
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? 0)) / 2
}

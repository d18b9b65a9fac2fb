import { readFileSync } from 'node:fs'

/** Prints "N passed, N failed" from the counts that vitest wrote; fails when a test failed or none ran. */
const { passed, failed } = counts(process.argv[2] ?? '')
console.log(`${passed} passed, ${failed} failed`)
process.exitCode = failed > 0 || passed === 0 ? 1 : 0

/** A file that cannot be loaded is a failure that has no test to be counted by. */
function counts(file: string): { readonly passed: number; readonly failed: number } {
  const result: unknown = parse(file)
  const passed = field(result, 'numPassedTests')
  const failed = field(result, 'numFailedTests')
  const suites = field(result, 'numFailedTestSuites')
  return { passed, failed: failed === 0 && (suites > 0 || passed === 0) ? Math.max(1, suites) : failed }
}

function parse(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return undefined
  }
}

function field(result: unknown, name: string): number {
  if (typeof result !== 'object' || result === null || !Object.hasOwn(result, name)) return 0
  const value: unknown = Reflect.get(result, name)
  return typeof value === 'number' ? value : 0
}

import { env } from 'node:process'
import { defineConfig } from 'vitest/config'

/** `OPSCHECK_TEST_COUNTS` names a file for the counts, which .ci/run reads. */
const counts = env.OPSCHECK_TEST_COUNTS

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    pool: 'threads',
    maxWorkers: 2,
    // A guard against hangs only: a busy machine makes whole processes slow.
    testTimeout: 120_000,
    hookTimeout: 300_000,
    allowOnly: false,
    passWithNoTests: false,
    reporters: counts === undefined ? ['default'] : ['default', ['json', { outputFile: counts }]],
    coverage: { provider: 'v8', include: ['src/**/*.ts'], reporter: ['text-summary', 'html'] },
  },
})

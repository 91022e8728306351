import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: [
      'e2e/app/**/*.spec.ts',
      'electron/**/*.test.ts',
      'e2e/**/*.test.ts',
      'bench/**/*.test.ts',
      'renderer/**/*.test.ts',
      'resources/**/*.test.ts',
    ],
    globalSetup: ['e2e/harness/before-suite.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    reporters: ['default', './e2e/harness/closing-line.ts'],
    // On a busy machine a test of real processes may lose a race with itself; a second try that passes is said.
    retry: process.env['CI'] === undefined ? 0 : 1,
    pool: 'forks',
    maxWorkers: 4,
  },
})

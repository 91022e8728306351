import { defineConfig } from 'vitest/config'
import { findChromium } from './e2e/chromium/find'
import { testTags } from './e2e/needs'

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
    // What a test needs besides Node; the search for a Chromium happens here, once for all workers.
    tags: testTags(await findChromium()),
    globalSetup: ['e2e/build-once.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    reporters: ['default', './e2e/closing-line.ts'],
    // On a busy machine a test of real processes may lose a race with itself; a second try that passes is said.
    retry: process.env['CI'] === undefined ? 0 : 1,
    pool: 'forks',
    maxWorkers: 2,
  },
})

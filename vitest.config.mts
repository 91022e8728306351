import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/**
 * Those that take longest first, so that no worker ends alone with one of them. Without a memory of earlier runs vitest
 * goes by the size of a file, which says nothing about processes and browsers. Only the time of a run hangs on this list.
 */
const LONGEST = [
  'cli/odd-files.test.ts',
  'app/sign-in.spec.ts',
  'app/trouble.spec.ts',
  'cli/service.test.ts',
  'login/tokens-load.test.ts',
  'renderer/window-access.test.ts',
  'renderer/window-fit.test.ts',
  'cli/stop.test.ts',
  'app/everyday.spec.ts',
  'shell/app/app.test.ts',
  'wire/early-refusal.test.ts',
  'disk/secrets.test.ts',
  'login/storm.test.ts',
  'packaging/release.test.ts',
  'packaging/deb.test.ts',
  'cli/watchdog-recovery.test.ts',
]
/** Folders whose files start processes or browsers, in this order behind the longest. */
const LONG = ['/e2e/app/', '/e2e/cli/', '/e2e/', '/renderer/', '/bench/', '/shell/app/', '/wire/']

function rank(path: string): number {
  const own = LONGEST.findIndex((end) => path.endsWith(end))
  if (own !== -1) return own
  const folder = LONG.findIndex((part) => path.includes(part))
  return LONGEST.length + (folder === -1 ? LONG.length : folder)
}

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const bySize = await super.sort(files)
    return bySize.toSorted((one, other) => rank(one.moduleId) - rank(other.moduleId))
  }
}

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
    // The default of 1 s is short for what a process does on a busy machine.
    expect: { poll: { timeout: 20_000 } },
    sequence: { sequencer: LongestFirst },
    pool: 'forks',
    // A worker goes on with the next file: starting Node and loading what all files share would cost a third of the whole.
    isolate: false,
    // Half of the time the tests wait: for processes, for limits of the product, for a browser.
    maxWorkers: 6,
  },
})

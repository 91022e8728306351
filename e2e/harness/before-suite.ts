/**
 * Runs before the suite: finds a Chromium for all workers, says which needs of tests are met, and builds `dist/` once, so
 * that process tests run what users run.
 */
import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { TestProject } from 'vitest/node'
import { findChromium, findWithWindows, NO_CHROMIUM } from '../chromium/find'
import { testTags } from './needs'

export async function setup({ config }: TestProject): Promise<void> {
  const withWindows = await findWithWindows()
  const chromium = await findChromium(undefined, 'headless')
  // On CI the tests in a browser must not be skipped.
  if (chromium === null && process.env['CI'] === 'true') throw new Error(NO_CHROMIUM)
  config.tags.push(...testTags(chromium, withWindows))
  const root = fileURLToPath(new URL('../..', import.meta.url))
  execFileSync(process.execPath, ['electron/build.mjs'], { cwd: root, stdio: 'inherit' })
}

/** Before the suite: a Chromium where one is a must, and `dist/` built once, so that process tests run what users run. */
import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { chromiumPath } from './chromium/find'

export async function setup(): Promise<void> {
  // A skipped test is no green one: what is checked for others has to be checked in a browser too.
  if (process.env['CI'] === 'true') await chromiumPath()
  const root = fileURLToPath(new URL('..', import.meta.url))
  execFileSync(process.execPath, ['electron/build.mjs'], { cwd: root, stdio: 'inherit' })
}

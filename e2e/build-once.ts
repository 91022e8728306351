/** Builds `dist/` once before the suite, so that process tests run what users run. */
import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

export function setup(): void {
  const root = fileURLToPath(new URL('..', import.meta.url))
  execFileSync(process.execPath, ['electron/build.mjs'], { cwd: root, stdio: 'inherit' })
}

/**
 * `npm run dist`, `npm run dist:dir`: electron-builder with the given arguments.
 *
 * - Electron's runtime is fetched by it. Where its place cannot be reached, that is said at once in one sentence; electron-builder
 *   itself would say so after most of a minute, with a stack trace.
 * - A runtime that is in the cache already, or behind a proxy, is not asked about.
 */
import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { homedir } from 'node:os'
import { join } from 'node:path'

const require = createRequire(import.meta.url)
const { env, platform, arch, argv, execPath } = process
const RELEASES = 'https://github.com/electron/electron/releases/'
const PATIENCE_MS = 10_000

const { version } = JSON.parse(readFileSync(require.resolve('electron/package.json'), 'utf8'))
const mirror = env.ELECTRON_MIRROR || env.npm_config_electron_mirror || RELEASES
const hasProxy = [env.HTTPS_PROXY, env.https_proxy, env.ELECTRON_GET_USE_PROXY].some(Boolean)

/** Where `@electron/get` keeps what it has fetched (its README, "Cache"). */
function cacheFolder() {
  const byPlatform = {
    darwin: join(homedir(), 'Library', 'Caches', 'electron'),
    win32: join(env.LOCALAPPDATA ?? homedir(), 'electron', 'Cache'),
  }
  return (
    env.electron_config_cache ??
    byPlatform[platform] ??
    join(env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'electron')
  )
}

function isCached() {
  try {
    return readdirSync(cacheFolder(), { recursive: true }).some((file) =>
      file.endsWith(`electron-v${version}-${platform}-${arch}.zip`),
    )
  } catch {
    return false
  }
}

if (!hasProxy && !isCached() && !argv.some((arg) => arg.includes('electronDist'))) {
  try {
    await fetch(mirror, { method: 'HEAD', signal: AbortSignal.timeout(PATIENCE_MS) })
  } catch (error) {
    const why = error instanceof Error ? (error.cause?.code ?? error.name) : 'unknown'
    process.stderr.write(
      `Electron ${version} cannot be fetched: ${new URL(mirror).host} cannot be reached (${why}). Check the network, or name another place in ELECTRON_MIRROR.\n`,
    )
    process.exit(1)
  }
}

const { status } = spawnSync(execPath, [require.resolve('electron-builder/cli.js'), ...argv.slice(2)], {
  stdio: 'inherit',
})
process.exit(status ?? 1)

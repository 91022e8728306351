/**
 * The tray app from the repository: finding Electron's runtime, fetching it once where it is missing, and starting
 * the app in it. The npm package `electron` brings only a script; its value is never imported, since that downloads.
 */
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { constants } from 'node:os'
import { dirname, join } from 'node:path'
import type { Reason } from '../../contract/problem'
import { reason } from '../../core/words/reason'
import { readText } from '../../node/files/text-file'
import type { CliContext } from '../basics/context'

/** A runtime that ends sooner has not shown anything. */
const SHORTEST_LIFE_MS = 3_000
const LONGEST_FETCH_MS = 180_000

export type TrayOutcome =
  | { readonly kind: 'ended'; readonly exitCode: number }
  | { readonly kind: 'impossible'; readonly reason: Reason }

/** Runs the app until it ends. `distFolder` holds the built entries. */
export async function runTrayApp(
  context: CliContext,
  distFolder: string,
  args: readonly string[],
): Promise<TrayOutcome> {
  const { DISPLAY: x11, WAYLAND_DISPLAY: wayland } = context.env
  if (process.platform === 'linux' && !x11 && !wayland) {
    return { kind: 'impossible', reason: reason('noDisplay') }
  }
  const folder = packageFolder(distFolder)
  const runtime = findRuntime(context, folder) ?? (await fetchRuntime(context, folder))
  if (runtime === null) {
    return { kind: 'impossible', reason: reason('noRuntime') }
  }
  return start(context, runtime, [join(distFolder, 'main.js'), ...args])
}

function packageFolder(distFolder: string): string | null {
  try {
    return dirname(createRequire(join(distFolder, 'start.js')).resolve('electron/package.json'))
  } catch {
    return null
  }
}

/** Where the package itself would look (its index.js). */
function findRuntime({ env }: CliContext, folder: string | null): string | null {
  const name = folder === null ? null : (readText(join(folder, 'path.txt'))?.trim() ?? null)
  const override = env['ELECTRON_OVERRIDE_DIST_PATH']
  const path = override
    ? join(override, name ?? 'electron')
    : folder !== null && name !== null
      ? join(folder, 'dist', name)
      : null
  return path !== null && existsSync(path) ? path : null
}

/** Tries once, for a bounded time, to fetch Electron's runtime; the package's own script honours ELECTRON_MIRROR and the like. */
async function fetchRuntime(context: CliContext, folder: string | null): Promise<string | null> {
  if (folder === null || context.env['ELECTRON_OVERRIDE_DIST_PATH']) return null
  context.print(context.say('cli.fetching'))
  const ended = await new Promise<boolean>((resolve) => {
    const child = spawn(process.execPath, [join(folder, 'install.js')], {
      stdio: 'ignore',
      env: { ...context.env },
    })
    const timer = setTimeout(() => child.kill('SIGKILL'), LONGEST_FETCH_MS)
    child.once('error', () => resolve(false))
    child.once('exit', (code) => {
      clearTimeout(timer)
      resolve(code === 0)
    })
  })
  return ended ? findRuntime(context, folder) : null
}

function start(
  { env, print, say }: CliContext,
  runtime: string,
  args: readonly string[],
): Promise<TrayOutcome> {
  const startedAtMs = performance.now()
  // A host that was started as Node (an editor's terminal, say) would start as Node again.
  const { ELECTRON_RUN_AS_NODE: _ignored, ...inherited } = env
  const child = spawn(runtime, [...args], { stdio: 'inherit', env: inherited })
  const forward = (signal: NodeJS.Signals) => child.kill(signal)
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, forward)
  // Whoever does not see the icon would be left with a terminal that says nothing.
  const lived = setTimeout(() => print(say('cli.inTray')), SHORTEST_LIFE_MS)
  return new Promise((resolve) => {
    const settle = (outcome: TrayOutcome) => {
      clearTimeout(lived)
      for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.off(signal, forward)
      resolve(outcome)
    }
    child.once('error', () => settle({ kind: 'impossible', reason: reason('runtimeBroken') }))
    child.once('exit', (code, signal) => {
      const diedYoung = performance.now() - startedAtMs < SHORTEST_LIFE_MS && code !== 0
      if (diedYoung)
        settle({
          kind: 'impossible',
          reason:
            signal === null
              ? reason('runtimeEnded', { code: code ?? '?' })
              : reason('runtimeKilled', { signal }),
        })
      else
        settle({ kind: 'ended', exitCode: code ?? 128 + (signal === null ? 0 : constants.signals[signal]) })
    })
  })
}

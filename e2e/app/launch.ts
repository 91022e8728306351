/**
 * Starts the built app for specs: on real Electron where its runtime is present, otherwise on the stand-in. `RUNTIME_NAME`
 * says which of the two, and every report should name it.
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { _electron, type ElectronApplication } from 'playwright'
import { until } from '../../electron/testing/until'
import { CHROMIUM_VARIABLE, findChromium } from '../chromium/find'
import { DIST, ON_STAND_IN, ROOT, STAND_IN } from './runtime'

export { DIST, ON_STAND_IN }

const CHROMIUM = await findChromium()
const npm = createRequire(import.meta.url)

// Playwright asks the package `electron` where its runtime is, and the package reads this variable.
if (ON_STAND_IN) process.env['ELECTRON_OVERRIDE_DIST_PATH'] = STAND_IN

/** The name of what the specs run on. */
export const RUNTIME_NAME = ON_STAND_IN
  ? `the stand-in (Node ${process.versions.node} + ${chromiumName()})`
  : `Electron ${(npm('electron/package.json') as { version: string }).version}`

/** Whether the app can be started at all: the stand-in needs a Chromium. */
export const CAN_LAUNCH = !ON_STAND_IN || CHROMIUM !== null

export interface LaunchOptions {
  /** Added to a nearly empty environment: only PATH, HOME, the display and the build folder are passed on. */
  readonly env?: Readonly<Record<string, string>>
  /** The app's own arguments. */
  readonly args?: readonly string[]
  /** The value of `app.isPackaged`. */
  readonly packaged?: boolean
  /** The system's languages, the preferred one first. */
  readonly languages?: readonly string[]
  readonly cwd?: string
  /** The main file; the product's own unless a test brings another. */
  readonly main?: string
  /** The executable of a packed app, which brings its own main file. The observer cannot see its tray. */
  readonly executable?: string
  /** Whether the observer is loaded. Without it, neither the tray nor the desktop can be seen. */
  readonly observed?: boolean
  /**
   * `held` (default): 'ready' waits until Playwright is attached, so a spec misses nothing. `free`: the executable is
   * started as a person would, and 'ready' does not wait.
   */
  readonly mode?: 'held' | 'free'
  /** How long the app may take to start. */
  readonly timeoutMs?: number
}

export interface Exit {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
}

export interface LaunchedApp {
  readonly app: ElectronApplication
  readonly process: ChildProcess
  /** Everything that the app has printed so far. */
  stdout(): string
  stderr(): string
  /** Resolves when the app has ended, for whatever reason. */
  readonly exit: Promise<Exit>
  /** Quits the app, kills it if it does not quit, and removes its temporary folder. May be called again. */
  close(): Promise<Exit>
  /** Kills the app without a quit, as a crash would. */
  kill(): Promise<Exit>
}

/** How long the app may take to quit before it is killed. */
const QUIT_LIMIT_MS = 10_000

export async function launchApp(options: LaunchOptions = {}): Promise<LaunchedApp> {
  const profile = mkdtempSync(join(tmpdir(), 'kimi-proxy-spec-'))
  try {
    const app = await _electron.launch({
      ...executableFor(options),
      args: appArguments(options),
      env: environmentFor(options, profile),
      cwd: options.cwd ?? ROOT,
      // The app decides between dark and light, and Playwright must not.
      colorScheme: null,
      timeout: options.timeoutMs ?? 30_000,
    })
    return follow(app, profile)
  } catch (error) {
    await removeProfile(profile)
    throw error
  }
}

/** Starts the app without Playwright: a second instance, or one that ends at once. The caller ends it. */
export function spawnApp(options: LaunchOptions = {}): ChildProcess {
  const env = environmentFor(options, tmpdir())
  return spawn(electronPath(), appArguments(options), {
    env: { ...env, STAND_IN_HEADLESS: '1' },
    cwd: options.cwd ?? ROOT,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
}

function follow(app: ElectronApplication, profile: string): LaunchedApp {
  const child = app.process()
  const [stdout, stderr] = [collect(child.stdout), collect(child.stderr)]
  const exit = new Promise<Exit>((done) => {
    if (child.exitCode !== null || child.signalCode !== null) {
      done({ code: child.exitCode, signal: child.signalCode })
    }
    child.once('exit', (code, signal) => done({ code, signal }))
  })
  const end = async () => {
    const ended = await exit
    await removeProfile(profile)
    return ended
  }
  const close = async () => {
    const limit = setTimeout(() => child.kill('SIGKILL'), QUIT_LIMIT_MS)
    await app.close().catch(() => undefined)
    await exit
    clearTimeout(limit)
    return end()
  }
  const kill = () => {
    child.kill('SIGKILL')
    return end()
  }
  return { app, process: child, stdout, stderr, exit, close, kill }
}

function collect(stream: NodeJS.ReadableStream | null): () => string {
  let text = ''
  stream?.setEncoding('utf8').on('data', (more: string) => {
    text += more
  })
  return () => text
}

function executableFor({ executable, mode }: LaunchOptions): { executablePath?: string } {
  if (executable !== undefined) return { executablePath: executable }
  return mode === 'free' ? { executablePath: electronPath() } : {}
}

function electronPath(): string {
  return npm('electron') as string
}

function appArguments(options: LaunchOptions): string[] {
  const { observed = true, main = join(DIST, 'main.js'), args = [], executable } = options
  if (executable !== undefined) return [...args]
  return [...(observed ? ['-r', join(DIST, 'observe.js')] : []), main, ...args]
}

function environmentFor(options: LaunchOptions, profile: string): Record<string, string> {
  const { packaged = false, languages = ['en-US'], env = {} } = options
  return {
    ...inherited(['PATH', 'HOME', 'DISPLAY', 'XAUTHORITY', 'XDG_RUNTIME_DIR', CHROMIUM_VARIABLE]),
    KIMI_PROXY_DIST: DIST,
    LANGUAGE: languages.map((language) => language.replace('-', '_')).join(':'),
    STAND_IN_LANGUAGES: languages.join(','),
    STAND_IN_PROFILE_DIR: profile,
    ...(packaged ? { STAND_IN_PACKAGED: '1', ELECTRON_FORCE_IS_PACKAGED: '1' } : {}),
    ...env,
  }
}

function inherited(names: readonly string[]): Record<string, string> {
  const found = names.map((name) => [name, process.env[name]] as const)
  return Object.fromEntries(
    found.filter((entry): entry is readonly [string, string] => entry[1] !== undefined),
  )
}

/**
 * Removes the profile of a host, once its Chromium has ended. A killed host cannot do so, and its Chromium ends a moment
 * later.
 */
async function removeProfile(profile: string): Promise<void> {
  await until('Chromium has ended', () => !hasProcesses(profile))
  rmSync(profile, { recursive: true, force: true, maxRetries: 5 })
}

/** Whether a process still uses that folder; on Linux only. */
export function hasProcesses(profile: string): boolean {
  if (!existsSync('/proc')) return false
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .some((pid) => commandOf(pid).includes(profile))
}

function commandOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8')
  } catch {
    return ''
  }
}

function chromiumName(): string {
  if (CHROMIUM === null) return 'no Chromium'
  // On Windows `--version` would open a window.
  if (process.platform === 'win32') return 'Chromium'
  const text = execFileSync(CHROMIUM, ['--version'], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  return `Chromium ${/[\d.]+/.exec(text)?.[0] ?? ''}`.trim()
}

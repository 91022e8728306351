/**
 * Finds the Chromium for everything here that needs one: specs, the stand-in, pictures, icons, the benchmark. Taken is the
 * first of these:
 *
 * - the one that `KIMI_PROXY_CHROMIUM` names,
 * - the system's Chrome or Chromium,
 * - Playwright's own,
 * - on Linux x64 the one inside the package `@sparticuz/chromium`.
 *
 * The test suite prefers the package's to all but a named one: a headless shell starts, draws and ends for a third of the CPU time.
 */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { unpackChromium } from './unpack'

/** A path, or `none`: then no Chromium is searched for or found. */
export const CHROMIUM_VARIABLE = 'KIMI_PROXY_CHROMIUM'
export const NO_CHROMIUM = 'There is no Chrome or Chromium on this machine: npx playwright install chromium'

const NONE = 'none'
const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']

/** The questions that the search asks of the machine. */
export interface Machine {
  readonly env: NodeJS.ProcessEnv
  readonly platform: NodeJS.Platform
  readonly exists: (path: string) => boolean
  /** Whether the program can be started. Ubuntu's `chromium-browser` may only say how to install one. */
  readonly starts: (path: string) => boolean
  /** The path where Playwright's own Chromium is or would be; null where Playwright has none for this system. */
  readonly playwrights: () => Promise<string | null>
  /** The Chromium of the package, ready to be started; null where the package has none for this system. */
  readonly packaged: () => Promise<string | null>
}

/**
 * The path of the Chromium, or null. The answer is kept in the environment, so that the search happens once and every child
 * process uses the same one. Throws when the variable names a path that does not exist.
 */
export async function findChromium(
  machine: Machine = THIS_MACHINE,
  preferred: 'any' | 'headless' = 'any',
): Promise<string | null> {
  const { env } = machine
  const named = env[CHROMIUM_VARIABLE] ?? ''
  if (named === NONE) return null
  if (named !== '') {
    if (machine.exists(named)) return named
    throw new Error(`${CHROMIUM_VARIABLE} names ${named}, but nothing is there.`)
  }
  const found = await search(machine, preferred)
  env[CHROMIUM_VARIABLE] = found ?? NONE
  return found
}

/** As `findChromium`, for callers that need one: throws, and says how to get one, where there is none. */
export async function chromiumPath(machine: Machine = THIS_MACHINE): Promise<string> {
  const path = await findChromium(machine)
  if (path === null) throw new Error(NO_CHROMIUM)
  return path
}

/** The path of a Chromium that can show windows, or null; nothing is kept. Throws as `findChromium` does. */
export async function findWithWindows(machine: Machine = THIS_MACHINE): Promise<string | null> {
  const found = await findChromium({ ...machine, env: { ...machine.env } })
  return found !== null && canShowWindows(found) ? found : null
}

/** Whether the Chromium can show a window; a headless shell is built without that. */
export function canShowWindows(path: string): boolean {
  return !/headless[-_]shell/.test(path)
}

async function search(machine: Machine, preferred: 'any' | 'headless'): Promise<string | null> {
  const usable = (path: string) => machine.exists(path) && machine.starts(path)
  const systems = async () => systemPlaces(machine).find(usable) ?? null
  const { playwrights, packaged } = machine
  const places = [systems, playwrights, packaged]
  for (const place of preferred === 'headless' ? [packaged, ...places] : places) {
    const path = await place()
    if (path !== null && usable(path)) return path
  }
  return null
}

/** Sources: the installers of Chrome and Chromium on each system; playwright-core, `registry/index.ts`. */
function systemPlaces({ platform, env }: Machine): string[] {
  if (platform === 'win32') {
    return ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'].flatMap((name) => {
      const folder = env[name]
      if (folder === undefined) return []
      return ['Google\\Chrome', 'Chromium'].map((vendor) => `${folder}\\${vendor}\\Application\\chrome.exe`)
    })
  }
  const folders = (env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '')
  const onPath = NAMES.flatMap((name) => folders.map((folder) => join(folder, name)))
  if (platform !== 'darwin') return onPath
  const apps = ['/Applications', `${env['HOME'] ?? ''}/Applications`]
  const names = ['Google Chrome', 'Chromium']
  return [...onPath, ...apps.flatMap((at) => names.map((name) => `${at}/${name}.app/Contents/MacOS/${name}`))]
}

const START_LIMIT_MS = 20_000

const THIS_MACHINE: Machine = {
  env: process.env,
  platform: process.platform,
  exists: existsSync,
  // On Windows `--version` would open a window, so there only the file is looked for.
  starts: (path) =>
    process.platform === 'win32' ||
    spawnSync(path, ['--version'], { stdio: 'ignore', timeout: START_LIMIT_MS }).status === 0,
  playwrights: async () => {
    try {
      const { chromium } = await import('playwright')
      return chromium.executablePath()
    } catch {
      return null
    }
  },
  packaged: async () => {
    try {
      return await unpackChromium()
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error)
      process.stderr.write(`The Chromium of @sparticuz/chromium cannot be unpacked: ${reason}\n`)
      return null
    }
  },
}

/** What every command needs: paths, settings, streams. Built once from the process, handed in everywhere else. */
import { accessSync, constants, mkdirSync, readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { KimiProxyError, systemCode } from '../core/errors'
import { parseSettings, type Settings } from '../core/settings'
import { type Paths, pathsFor } from '../node/paths'
import { unwritableHome } from '../node/run-claim'

declare const KIMI_PROXY_VERSION: string

export const VERSION = typeof KIMI_PROXY_VERSION === 'string' ? KIMI_PROXY_VERSION : '0.0.0-dev'

export type Environment = Readonly<Record<string, string | undefined>>

export interface CliContext {
  readonly env: Environment
  readonly paths: Paths
  /** One line for a person. */
  print(line: string): void
  /** One line about what went wrong. */
  complain(line: string): void
}

export function createContext(env: Environment): CliContext {
  // When whoever read it has gone (`| head`), nothing is left to say, and that is no reason to end.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined)
  return {
    env,
    paths: pathsFor(env),
    print: (line) => process.stdout.write(`${line}\n`),
    complain: (line) => process.stderr.write(`${line}\n`),
  }
}

/** Throws SETTING_INVALID; nothing is started then. */
export function loadSettings({ env, paths }: CliContext, port: number | undefined): Settings {
  return parseSettings({
    file: readSettingsFile(paths.settingsFile),
    filePath: paths.settingsFile,
    homeDir: homedir(),
    env,
    port,
  })
}

function readSettingsFile(path: string): unknown {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    const code = systemCode(error)
    if (code === 'ENOENT') return undefined
    throw invalid(
      `The settings file ${path} cannot be read (${code ?? 'unknown error'}).`,
      'Make it readable.',
      error,
    )
  }
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch (error) {
    throw invalid(`The settings file ${path} is not JSON.`, 'Mend it, or delete it to start anew.', error)
  }
}

/** Throws SETTING_INVALID when nothing can be written there: known at once, and not after waiting for a lock. */
export function ensureHome({ home }: Paths): void {
  try {
    mkdirSync(home, { recursive: true, mode: 0o700 })
    accessSync(home, constants.W_OK | constants.X_OK)
  } catch (error) {
    throw unwritableHome(home, error)
  }
}

function invalid(message: string, recovery: string, cause: unknown): KimiProxyError {
  return new KimiProxyError('SETTING_INVALID', message, recovery, cause)
}

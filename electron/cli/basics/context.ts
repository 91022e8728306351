/** The context of every command: paths, settings, streams. Built once from the process, handed in everywhere else. */

import { homedir } from 'node:os'
import type { Problem } from '../../contract/problem'
import { toKimiProxyError } from '../../core/basics/errors'
import { terminalLanguage } from '../../core/basics/terminal-language'
import type { Environment } from '../../core/settings/launch-env'
import { parseSettings, type Settings } from '../../core/settings/schema'
import { type Say, sayIn } from '../../core/words/say'
import { type Paths, pathsFor } from '../../node/files/paths'
import { probeSetting } from '../../node/network/trust'
import { detectRegion } from '../../node/settings/region-detection'
import { readSettingsFile } from '../../node/settings/settings-file'
import { outsideEnvironment } from '../../node/system/self-command'

export interface CliContext {
  readonly env: Environment
  readonly paths: Paths
  /** In the person's language. */
  readonly say: Say
  /** One line for a person. */
  print(line: string): void
  /** One line about what went wrong. */
  complain(line: string): void
}

export function createContext(processEnv: Environment): CliContext {
  const { execPath, versions } = process
  const env = outsideEnvironment({ env: processEnv, execPath, versions })
  // When whoever read it has gone (`| head`), nothing is left to say, and that is no reason to end.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined)
  return {
    env,
    paths: pathsFor(env),
    say: sayIn(terminalLanguage(env)),
    print: (line) => process.stdout.write(`${line}\n`),
    complain: (line) => process.stderr.write(`${line}\n`),
  }
}

export interface SettingsOrInstead {
  readonly settings: Settings
  /** Why they are not those that are set. */
  readonly problem: Problem | null
}

/** For what works without them too: where the settings file makes no sense the environment may, and the other way round. */
export function settingsOrInstead(context: CliContext, port: number | undefined): SettingsOrInstead {
  try {
    return { settings: loadSettings(context, port), problem: null }
  } catch (error) {
    return { settings: settingsInstead(context, port), problem: toKimiProxyError(error).toProblem() }
  }
}

function settingsInstead(context: CliContext, port: number | undefined): Settings {
  const input = { file: {}, filePath: context.paths.settingsFile, homeDir: homedir(), port }
  const ways = [
    () => parseSettings({ ...input, env: context.env, probe: probeSetting }),
    () => loadSettings({ ...context, env: {} }, port),
  ]
  for (const way of ways) {
    try {
      return way()
    } catch {
      // The next one.
    }
  }
  return parseSettings({ ...input, env: {} })
}

/** Throws SETTING_INVALID; nothing is started then. */
export function loadSettings({ env, paths }: CliContext, port: number | undefined): Settings {
  return parseSettings({
    file: readSettingsFile(paths.settingsFile),
    filePath: paths.settingsFile,
    homeDir: homedir(),
    env,
    port,
    detectRegion: (homes) => detectRegion(paths, homes),
    probe: probeSetting,
  })
}

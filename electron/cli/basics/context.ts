/** What every command needs: paths, settings, streams. Built once from the process, handed in everywhere else. */

import { homedir } from 'node:os'
import { terminalLanguage } from '../../core/basics/terminal-language'
import type { Environment } from '../../core/settings/launch-env'
import { parseSettings, type Settings } from '../../core/settings/schema'
import { type Say, sayIn } from '../../core/words/say'
import { type Paths, pathsFor } from '../../node/files/paths'
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

/** Throws SETTING_INVALID; nothing is started then. */
export function loadSettings({ env, paths }: CliContext, port: number | undefined): Settings {
  return parseSettings({
    file: readSettingsFile(paths.settingsFile),
    filePath: paths.settingsFile,
    homeDir: homedir(),
    env,
    port,
    detectRegion: (homes) => detectRegion(paths, homes),
  })
}

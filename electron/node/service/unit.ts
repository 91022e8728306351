/** The service of this very program: its command, and the variables of the shell that it gets. */
import { existsSync, realpathSync } from 'node:fs'
import { homedir } from 'node:os'
import { isAbsolute, resolve } from 'node:path'
import { serviceEnvironment } from '../../core/service/environment'
import { commandIn, type ServiceUnit, variableIn } from '../../core/service/unit'
import type { Environment } from '../../core/settings/launch-env'
import { type FoundEngine, findEngine } from '../engine/process'
import { type Paths, pathsFor } from '../files/paths'
import { appImageOf, selfCommand } from '../system/self-command'
import { STOP_SECONDS } from './find'

const FOREGROUND = '--foreground'

export interface PreparedUnit {
  readonly unit: ServiceUnit
  /** The names of variables that are not written down. */
  readonly leftOut: readonly string[]
}

/** `options` follow `--foreground`; `variables` are set besides the shell's own. */
export function prepareUnit(
  context: { readonly env: Environment; readonly paths: Paths },
  options: readonly string[],
  variables: Readonly<Record<string, string>>,
): PreparedUnit {
  const self = lastingSelf()
  const home = { path: context.paths.home, isDefault: context.paths.home === pathsFor({}).home }
  const told = serviceEnvironment(context.env, home, (path) =>
    resolve(path.replace(/^~(?=\/)/, () => homedir())),
  )
  const unit = {
    program: self.program,
    args: [...self.args, FOREGROUND, ...options],
    environment: { ...told.environment, ...self.env, ...variables },
    stopSeconds: STOP_SECONDS,
    mountsItself: appImageOf(process.env, process.execPath) !== null,
  }
  return { unit, leftOut: told.leftOut }
}

/**
 * The engine that a service runs, in the home that its file names, which may differ from this shell's. `engine` is null
 * where no service runs one there.
 */
export async function engineOfService(
  text: string,
): Promise<{ readonly paths: Paths; readonly engine: FoundEngine | null }> {
  const paths = pathsFor({ KIMI_PROXY_HOME: variableIn(text, 'KIMI_PROXY_HOME') ?? undefined })
  const found = await findEngine(paths)
  return { paths, engine: found?.record.host === 'service' ? found : null }
}

/** Whether a unit starts this very program, with any options. */
export function startsThisProgram(text: string): boolean {
  const self = lastingSelf()
  const command = commandIn(text) ?? []
  return [self.program, ...self.args].every((word, index) => real(word) === real(command[index] ?? ''))
}

/**
 * A command may have more than one name, such as a link in a folder of programs, so paths are compared with links resolved.
 */
function real(word: string): string {
  try {
    return isAbsolute(word) ? realpathSync(word) : word
  } catch {
    return word
  }
}

/** The files that the unit starts and that no longer exist: Node was updated, or the package removed. */
export function missingFiles(text: string): readonly string[] {
  const command = commandIn(text) ?? []
  const program = command.slice(0, command.indexOf(FOREGROUND))
  return program.filter((word) => isAbsolute(word) && !existsSync(onDisk(word)))
}

/** Plain Node sees a packed app's archive as one file, so a file in the archive exists while the archive does. */
function onDisk(path: string): string {
  return path.replace(/(\.asar)[/\\].*$/s, '$1')
}

/** As `selfCommand`, but with a path to Node that the next update does not change, where there is one. */
function lastingSelf(): ReturnType<typeof selfCommand> {
  const self = selfCommand(process)
  return { ...self, program: lastingPath(self.program) }
}

/** Homebrew removes `…/Cellar/node/24.1.0` with an update; `…/opt/node` leads to the present one (its Formula Cookbook). */
export function lastingPath(path: string): string {
  const lasting = path.replace(/^(.*)\/Cellar\/([^/]+)\/[^/]+\//, '$1/opt/$2/')
  return real(lasting) === real(path) ? lasting : path
}

/**
 * How this very program is started once more.
 *
 * - Outside Electron, the command is Node and a script.
 * - The installed command line runs on the app's own runtime. There ELECTRON_RUN_AS_NODE decides between Node and a second
 *   app.
 * - Inside an AppImage every path belongs to a mount, which ends with the process that it was made for. A process that must
 *   outlive this one therefore starts the AppImage file, which makes a mount of its own.
 */
import { sep } from 'node:path'
import type { Environment } from '../../core/settings/launch-env'

export interface SelfCommand {
  readonly program: string
  /** Arguments that go before those of the command line. */
  readonly args: readonly string[]
  /** Variables for this one process. No other program may get them, because any Electron program would then start as Node. */
  readonly env: Readonly<Record<string, string>>
}

export const RUN_AS_NODE = 'ELECTRON_RUN_AS_NODE'

/** Where a packed app keeps its command line, from the folder of its executable; not on macOS. */
const PACKED_CLI = 'resources/app.asar/dist/cli.js'

/**
 * JavaScript that runs the command line of an AppImage, whose mount is known only once it runs. Also removes `NO_SANDBOX`.
 */
const APPIMAGE_BOOT = `const p=require('node:path');const s=p.join(p.dirname(process.execPath),'${PACKED_CLI}');process.argv.splice(1,1,s);require(s)`

/**
 * Where user namespaces are forbidden (Ubuntu 24.04), an AppImage puts this option before all arguments, unless it is among
 * them (electron-builder 26, appImageUtil.js). Node ends at an option that it does not know.
 */
const NO_SANDBOX = '--no-sandbox'

/** The variables that an AppImage sets for itself (AppImage documentation, "Environment variables"). */
const APPIMAGE_NAMES = ['APPIMAGE', 'APPDIR', 'OWD', 'ARGV0']
/** The lists that the start script of an AppImage puts its own folders into (electron-builder 26, appImageUtil.js). */
const APPIMAGE_LISTS = ['PATH', 'LD_LIBRARY_PATH', 'XDG_DATA_DIRS', 'GSETTINGS_SCHEMA_DIR']

type ThisProcess = Pick<NodeJS.Process, 'execPath' | 'execArgv' | 'argv' | 'env'> & {
  readonly versions: Environment
}

export function selfCommand(self: ThisProcess): SelfCommand {
  const { execPath, execArgv, argv, env, versions } = self
  const asNode: Readonly<Record<string, string>> = versions['electron'] ? { [RUN_AS_NODE]: '1' } : {}
  const appImage = appImageOf(env, execPath)
  if (appImage !== null) return { ...appImageCommand(appImage), env: asNode }
  return { program: execPath, args: [...execArgv, argv[1] ?? ''], env: asNode }
}

/** The command line of an AppImage; `ELECTRON_RUN_AS_NODE` must be set for it. */
export function appImageCommand(appImage: string): Pick<SelfCommand, 'program' | 'args'> {
  return { program: appImage, args: ['-e', APPIMAGE_BOOT, '--', NO_SANDBOX] }
}

/**
 * The AppImage that `execPath` was mounted from; null when there is none. The variable alone does not decide: a terminal
 * inside another AppImage (an editor's) passes it on (AppImage documentation, "Environment variables").
 */
export function appImageOf(env: Environment, execPath: string): string | null {
  const { APPIMAGE: file, APPDIR: mount } = env
  if (!file || !mount) return null
  return isBelow(execPath, mount) ? file : null
}

function isBelow(path: string, folder: string): boolean {
  return path.startsWith(folder.endsWith(sep) ? folder : folder + sep)
}

/**
 * The environment for programs that are not ours, as the person knows it: without the variable that makes the app's runtime
 * act as Node, and without the folders of an AppImage, where `kimi-proxy` would be the app.
 */
export function outsideEnvironment({
  env,
  execPath,
  versions,
}: Pick<ThisProcess, 'execPath' | 'versions'> & { readonly env: Environment }): Environment {
  const outside = { ...env }
  if (versions['electron'] !== undefined) delete outside[RUN_AS_NODE]
  const mount = env['APPDIR']
  if (appImageOf(env, execPath) === null || mount === undefined) return outside
  for (const name of APPIMAGE_NAMES) delete outside[name]
  for (const name of APPIMAGE_LISTS) {
    const rest = outside[name]?.split(':').filter((path) => path !== mount && !isBelow(path, mount))
    if (rest === undefined || rest.length === 0) delete outside[name]
    else outside[name] = rest.join(':')
  }
  return outside
}

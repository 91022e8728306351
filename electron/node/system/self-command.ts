/**
 * How this very program is started once more. Outside of Electron that is Node and a script. In the app's own runtime,
 * which the installed command line runs on, ELECTRON_RUN_AS_NODE decides between Node and a second app; inside an
 * AppImage every path is a passing mount, which ends with the process that it was made for, so a process that is to
 * outlive this one must mount it anew.
 */
import { sep } from 'node:path'
import type { Environment } from '../../core/settings/launch-env'

export interface SelfCommand {
  readonly program: string
  /** Before the arguments of the command line. */
  readonly args: readonly string[]
  /** To be set for it, and for nothing else that is started: any Electron program would start as Node. */
  readonly env: Readonly<Record<string, string>>
}

export const RUN_AS_NODE = 'ELECTRON_RUN_AS_NODE'

/** Where a packed app keeps its command line, from the folder of its executable; not on macOS. */
const PACKED_CLI = 'resources/app.asar/dist/cli.js'

/** What runs the command line out of an AppImage: its mount is known only once it runs. Takes `NO_SANDBOX` away again. */
const APPIMAGE_BOOT = `const p=require('node:path');const s=p.join(p.dirname(process.execPath),'${PACKED_CLI}');process.argv.splice(1,1,s);require(s)`

/**
 * Where user namespaces are not to be had (Ubuntu 24.04), the AppImage puts this before all arguments, unless it is
 * among them (electron-builder 26, appImageUtil.js), and Node ends at an option that it does not know.
 */
const NO_SANDBOX = '--no-sandbox'

/** What an AppImage adds for its own use (AppImage documentation, "Environment variables"). */
const APPIMAGE_NAMES = ['APPIMAGE', 'APPDIR', 'OWD', 'ARGV0']
/** Lists that its start script puts its own folders into (electron-builder 26, appImageUtil.js). */
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
 * The AppImage that `execPath` was mounted from; null when there is none. The variable alone says little: a terminal
 * inside of another AppImage (an editor's) hands it down (AppImage documentation, "Environment variables").
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
 * The environment as the person knows it, for what is started that is not ours: what makes the app's runtime act as
 * Node is no concern of it, nor are the folders of an AppImage. In those, `kimi-proxy` would be the app.
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

/**
 * How this very program is started once more. Outside of Electron that is Node and a script. In the app's own runtime,
 * which the installed command line runs on, ELECTRON_RUN_AS_NODE decides between Node and a second app; inside an
 * AppImage every path is a passing mount, which ends with the process that it was made for, so a process that is to
 * outlive this one must mount it anew.
 */
import { join, sep } from 'node:path'
import type { Environment } from '../core/launch-env'

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

/** What runs the command line out of an AppImage: its mount is known only once it runs. */
const APPIMAGE_BOOT = `const p=require('node:path');const s=p.join(p.dirname(process.execPath),'${PACKED_CLI}');process.argv.splice(1,0,s);require(s)`

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
  return { program: appImage, args: ['-e', APPIMAGE_BOOT, '--'] }
}

/**
 * The AppImage that `execPath` was mounted from; null when there is none. The variable alone says little: a terminal
 * inside of another AppImage (an editor's) hands it down (AppImage documentation, "Environment variables").
 */
export function appImageOf(env: Environment, execPath: string): string | null {
  const { APPIMAGE: file, APPDIR: mount } = env
  if (!file || !mount) return null
  return execPath.startsWith(mount.endsWith(sep) ? mount : mount + sep) ? file : null
}

/** Where the command line lies in a packed app. `resources`: Electron's `process.resourcesPath`. */
export function packedCli(resources: string): string {
  return join(resources, 'app.asar', 'dist', 'cli.js')
}

/** Where an app keeps its files on Linux, as Electron names these places. */
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import type * as Electron from 'electron'
import { environment } from '../browser/runtime'

export type PathName = Parameters<Electron.App['getPath']>[0]

/** The place of that name until the app sets another. `pathOf` gives the other places, as they are now. */
export function defaultPath(name: PathName, appName: string, pathOf: (name: PathName) => string): string {
  const appData = process.env['XDG_CONFIG_HOME'] ?? join(homedir(), '.config')
  switch (name) {
    case 'home':
      return homedir()
    case 'temp':
      return tmpdir()
    case 'appData':
      return appData
    case 'userData':
      return join(appData, appName)
    case 'sessionData':
      return pathOf('userData')
    case 'logs':
      return join(pathOf('userData'), 'logs')
    case 'exe':
      return environment.executable
    default:
      throw new Error(`the stand-in has no path '${name}'`)
  }
}

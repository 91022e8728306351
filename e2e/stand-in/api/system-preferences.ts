/** `systemPreferences`: the accent of the system, which a spec names in STAND_IN_ACCENT, as RRGGBBAA. */
import { EventEmitter } from 'node:events'
import type * as Electron from 'electron'
import { sealClass } from '../basics/strict'

type Surface = Pick<Electron.SystemPreferences, 'getAccentColor'>

class SystemPreferences extends EventEmitter implements Surface {
  /** Read each time, so that a spec can change it and emit 'accent-color-changed'. */
  getAccentColor(): string {
    return process.env['STAND_IN_ACCENT'] ?? ''
  }
}
sealClass(SystemPreferences, 'systemPreferences')

export const systemPreferences = new SystemPreferences()

/** What the window keeps until it is opened again, in the settings file. */
import { toKimiProxyError } from '../../core/basics/errors'
import type { Logger } from '../../core/basics/ports'
import { parseAppMemory } from '../../core/settings/preferences'
import type { Point } from '../../core/window/place'
import type { SettingsStore } from '../app/ports'

export interface KeptWindow {
  /** Where the person left the window; null for the place that the system gives it. */
  readonly place: Point | null
  /** In percent. */
  readonly zoom: number
}

export interface WindowMemory {
  read(): KeptWindow
  /** Never throws: the window goes on where the disk refuses. */
  keep(kept: KeptWindow): void
}

const USUAL: KeptWindow = { place: null, zoom: 100 }

export function windowMemory(store: SettingsStore, settingsFile: string, log: Logger): WindowMemory {
  return {
    read() {
      try {
        const { windowPlace, windowZoom } = parseAppMemory(store.read(), settingsFile)
        return { place: windowPlace, zoom: windowZoom }
      } catch {
        return USUAL
      }
    },
    keep({ place, zoom }) {
      try {
        store.patch({
          windowPlace: place ?? undefined,
          windowZoom: zoom === USUAL.zoom ? undefined : zoom,
        })
      } catch (error) {
        const { code, message } = toKimiProxyError(error)
        log.warn('not-remembered', { code, message })
      }
    },
  }
}

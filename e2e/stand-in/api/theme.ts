/** `nativeTheme`: the colour scheme that the pages see as the person's choice. */
import { EventEmitter } from 'node:events'
import type * as Electron from 'electron'
import { sealClass } from '../basics/strict'
import type { ColourScheme } from '../browser/page'
import { WebContents } from './web-contents'

type Source = Electron.NativeTheme['themeSource']
type Surface = Pick<
  Electron.NativeTheme,
  | 'shouldUseDarkColors'
  | 'shouldUseDarkColorsForSystemIntegratedUI'
  | 'shouldUseHighContrastColors'
  | 'shouldUseInvertedColorScheme'
  | 'prefersReducedTransparency'
  | 'inForcedColorsMode'
  | 'themeSource'
>

class NativeTheme extends EventEmitter implements Surface {
  readonly shouldUseHighContrastColors = false
  readonly shouldUseInvertedColorScheme = false
  readonly prefersReducedTransparency = false
  readonly inForcedColorsMode = false
  #source: Source = 'system'

  get themeSource(): Source {
    return this.#source
  }

  set themeSource(source: Source) {
    if (!['system', 'light', 'dark'].includes(source)) throw new Error(`${source} is no themeSource`)
    if (source === this.#source) return
    this.#source = source
    for (const contents of WebContents.getAllWebContents()) contents.setColourScheme(this.colourScheme)
    this.emit('updated')
  }

  get shouldUseDarkColors(): boolean {
    return this.colourScheme === 'dark'
  }

  /** The tray follows the system, whatever scheme the app chose for itself. */
  get shouldUseDarkColorsForSystemIntegratedUI(): boolean {
    return systemIsDark()
  }

  /** @internal The scheme that pages get. */
  get colourScheme(): ColourScheme {
    if (this.#source !== 'system') return this.#source
    return systemIsDark() ? 'dark' : 'light'
  }
}

/** The system's own scheme. The variable is read each time, so that a spec can change it and emit 'updated'. */
function systemIsDark(): boolean {
  return process.env['STAND_IN_DARK'] === '1'
}
sealClass(NativeTheme, 'nativeTheme')

export const nativeTheme = new NativeTheme()

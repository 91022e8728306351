/** The options of a window that the stand-in plays or may pass over; any other is refused by its name. */
import type * as Electron from 'electron'

type Options = Electron.BrowserWindowConstructorOptions

const KNOWN: readonly (keyof Options)[] = [
  'width',
  'height',
  'x',
  'y',
  'useContentSize',
  'minWidth',
  'maxWidth',
  'minHeight',
  'maxHeight',
  'maximizable',
  'fullscreenable',
  'resizable',
  'title',
  'icon',
  'show',
  'backgroundColor',
  'backgroundMaterial',
  'vibrancy',
  'webPreferences',
]

/** The values that Electron's types name. Elsewhere than on their system they have no effect, as in Electron. */
const MATERIALS: readonly Options['backgroundMaterial'][] = ['auto', 'none', 'mica', 'acrylic', 'tabbed']
const VIBRANCIES: readonly Options['vibrancy'][] = ['window', 'sidebar', 'popover', 'menu', 'under-window']

export function checkOptions(options: Options): void {
  const strange = Object.keys(options).find((name) => !KNOWN.some((known) => known === name))
  if (strange !== undefined) throw new Error(`the stand-in knows no option ${strange} of a window`)
  const { backgroundMaterial, vibrancy, webPreferences = {} } = options
  if (backgroundMaterial !== undefined && !MATERIALS.includes(backgroundMaterial)) {
    throw new Error(`the stand-in knows no background material ${backgroundMaterial}`)
  }
  if (vibrancy !== undefined && !VIBRANCIES.includes(vibrancy)) {
    throw new Error(`the stand-in knows no vibrancy ${vibrancy}`)
  }
  refuseUnsafe(webPreferences)
}

function refuseUnsafe(preferences: Electron.WebPreferences): void {
  const { sandbox, contextIsolation, nodeIntegration, webSecurity } = preferences
  if (sandbox === false || contextIsolation === false || nodeIntegration === true || webSecurity === false) {
    throw new Error(
      'the stand-in opens no window without sandbox, context isolation and web security, or with Node',
    )
  }
}

/** The application menu. Without one, macOS has no copy and paste; on other systems the window has no menu. */
import type * as Electron from 'electron'
import type { AppState, Language } from '../../contract/app'
import type { Command } from '../../contract/commands'
import type { ZoomStep } from '../../core/window/zoom'
import { sayIn } from '../../core/words/say'

/** Quit sends our own command, because the system's quit would cut running answers. */
export function appMenuTemplate(
  language: Language,
  command: (command: Command) => void,
  zoom: (step: ZoomStep) => void,
): Electron.MenuItemConstructorOptions[] {
  const say = sayIn(language)
  return [
    {
      label: 'Kimi Proxy',
      submenu: [
        { label: say('do.about'), click: () => command({ kind: 'about' }) },
        { type: 'separator' },
        {
          label: say('tray.settings'),
          accelerator: 'CommandOrControl+,',
          click: () => command({ kind: 'openWindow', face: 'settings' }),
        },
        { type: 'separator' },
        { label: say('edit.closeWindow'), accelerator: 'CommandOrControl+W', role: 'close' },
        {
          label: say('do.quit'),
          accelerator: 'CommandOrControl+Q',
          click: () => command({ kind: 'quit' }),
        },
      ],
    },
    {
      label: say('edit.menu'),
      submenu: [
        { label: say('edit.undo'), role: 'undo' },
        { label: say('edit.redo'), role: 'redo' },
        { type: 'separator' },
        { label: say('edit.cut'), role: 'cut' },
        { label: say('edit.copy'), role: 'copy' },
        { label: say('edit.paste'), role: 'paste' },
        { label: say('edit.selectAll'), role: 'selectAll' },
      ],
    },
    {
      // The window itself answers these keys on every system (`shell/window/frame.ts`); here they can be seen and chosen.
      label: say('view.menu'),
      submenu: [
        {
          label: say('view.actualSize'),
          accelerator: 'CommandOrControl+0',
          click: () => zoom('reset'),
        },
        { label: say('view.zoomIn'), accelerator: 'CommandOrControl+Plus', click: () => zoom('in') },
        { label: say('view.zoomOut'), accelerator: 'CommandOrControl+-', click: () => zoom('out') },
      ],
    },
  ]
}

export interface MenuSource {
  readonly state: AppState
  subscribe(listener: (state: AppState) => void): () => void
  command(command: Command): Promise<unknown>
}

/**
 * Sets the menu on macOS only, in the person's language. Elsewhere it would stand in the window, where copying works
 * without a menu.
 */
export function keepAppMenu(
  menu: Pick<typeof Electron.Menu, 'buildFromTemplate' | 'setApplicationMenu'>,
  source: MenuSource,
  zoom: (step: ZoomStep) => void,
): void {
  if (source.state.platform !== 'darwin') return menu.setApplicationMenu(null)
  let shown: Language | null = null
  const draw = () => {
    const { language } = source.state
    if (language === shown) return
    shown = language
    const template = appMenuTemplate(language, (command) => void source.command(command), zoom)
    menu.setApplicationMenu(menu.buildFromTemplate(template))
  }
  draw()
  source.subscribe(draw)
}

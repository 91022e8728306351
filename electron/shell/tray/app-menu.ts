/** The application menu: without one, macOS knows no copy and paste; elsewhere the window has none. */
import type * as Electron from 'electron'
import type { DesktopState, Language } from '../../contract/app'
import type { Command } from '../../contract/commands'
import { sayIn } from '../../core/words/say'

/** Quit is our own command: the system's would end the app without a drain. */
export function appMenuTemplate(
  language: Language,
  command: (command: Command) => void,
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
  ]
}

export interface MenuSource {
  readonly state: DesktopState
  subscribe(listener: (state: DesktopState) => void): () => void
  command(command: Command): Promise<unknown>
}

/** On macOS alone, in the person's language; elsewhere it would stand in the window, where copying works without one. */
export function keepAppMenu(
  menu: Pick<typeof Electron.Menu, 'buildFromTemplate' | 'setApplicationMenu'>,
  source: MenuSource,
): void {
  if (source.state.platform !== 'darwin') return menu.setApplicationMenu(null)
  let shown: Language | null = null
  const draw = () => {
    const { language } = source.state
    if (language === shown) return
    shown = language
    const template = appMenuTemplate(language, (command) => void source.command(command))
    menu.setApplicationMenu(menu.buildFromTemplate(template))
  }
  draw()
  source.subscribe(draw)
}

/** The application menu: without one, macOS knows no copy and paste; elsewhere the window has none. */
import type { MenuItemConstructorOptions } from 'electron'
import type { Command } from '../contract/commands'
import type { Language } from '../contract/desktop'
import { sayIn } from '../core/words/say'

/** Quit is our own command: the system's would end the app without a drain. */
export function appMenuTemplate(
  language: Language,
  command: (command: Command) => void,
): MenuItemConstructorOptions[] {
  const say = sayIn(language)
  return [
    {
      label: 'Kimi Proxy',
      submenu: [
        { label: say('tray.about'), click: () => command({ kind: 'about' }) },
        { type: 'separator' },
        {
          label: say('tray.settings'),
          accelerator: 'CommandOrControl+,',
          click: () => command({ kind: 'openWindow', face: 'settings' }),
        },
        { type: 'separator' },
        { label: say('edit.closeWindow'), accelerator: 'CommandOrControl+W', role: 'close' },
        {
          label: say('tray.quit'),
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

/** Roles of menu items: their labels, and the actions of the few that work without a real window system. */
import { app } from './app'

const LABELS: Readonly<Record<string, () => string>> = {
  about: () => `About ${app.getName()}`,
  hide: () => `Hide ${app.getName()}`,
  quit: () => (process.platform === 'darwin' ? `Quit ${app.getName()}` : 'Quit'),
  hideothers: () => 'Hide Others',
  unhide: () => 'Show All',
  selectall: () => 'Select All',
  close: () => 'Close Window',
  appmenu: () => app.getName(),
  editmenu: () => 'Edit',
  windowmenu: () => 'Window',
  filemenu: () => 'File',
  viewmenu: () => 'View',
}

export function roleLabel(role: string): string {
  return LABELS[role.toLowerCase()]?.() ?? role.charAt(0).toUpperCase() + role.slice(1)
}

/** True when the role has acted; then the item's own click is not called, as in Electron. */
export function roleAction(role: string | undefined, window: object | undefined): boolean {
  switch (role?.toLowerCase()) {
    case undefined:
      return false
    case 'quit':
      app.quit()
      return true
    case 'about':
      app.showAboutPanel()
      return true
    case 'close':
      if (window !== undefined && 'close' in window && typeof window.close === 'function') window.close()
      return true
    default:
      return true
  }
}

/** Plays the person at the tray, and the system around the app, for specs. Needs the observer. */
import type { ElectronApplication } from 'playwright'
import { until } from '../../electron/testing/until'
import type { ModifierKeys, Observed, ObservedTray, Observer } from './observed'

declare global {
  /** Exists inside the app only. */
  var __observed: Observed
  /** Exists inside the app only. */
  var __observer: Observer
}

/** The tray as it is now; the latest one where there are several. */
export async function trayState(app: ElectronApplication): Promise<ObservedTray> {
  const tray = await app.evaluate(() => globalThis.__observer.tray())
  if (tray === null) throw new Error('the app has no tray')
  return tray
}

export async function clickTray(
  app: ElectronApplication,
  keys: ModifierKeys = {},
  event: 'click' | 'right-click' | 'double-click' = 'click',
): Promise<void> {
  await app.evaluate((_electron, [name, held]) => globalThis.__observer.clickTray(name, held), [
    event,
    keys,
  ] as const)
}

/** Clicks an item as a person would. A menu that is made for every click is opened first. */
export async function clickMenu(
  app: ElectronApplication,
  id: string,
  keys: ModifierKeys = {},
): Promise<void> {
  const standing = await app.evaluate(() => globalThis.__observer.hasContextMenu())
  if (!standing) {
    const before = await popups(app)
    await clickTray(app, keys)
    await until('the tray shows its menu', async () => (await popups(app)) > before)
  }
  await app.evaluate((_electron, item) => globalThis.__observer.clickMenu(item), id)
}

function popups(app: ElectronApplication): Promise<number> {
  return app.evaluate(() => globalThis.__observer.popups())
}

/** Everything that the observer has recorded. */
export function observed(app: ElectronApplication): Promise<Observed> {
  return app.evaluate(() => globalThis.__observed)
}

export async function notices(app: ElectronApplication): Promise<Observed['notices']> {
  return (await observed(app)).notices
}

/** Clicks a notice; -1 is the latest. */
export async function clickNotice(app: ElectronApplication, index = -1): Promise<void> {
  await app.evaluate((_electron, at) => globalThis.__observer.clickNotice(at), index)
}

/** Sets the button that answers the next message box. */
export async function answerDialog(app: ElectronApplication, buttonIndex: number): Promise<void> {
  await app.evaluate((_electron, button) => void globalThis.__observed.answers.push(button), buttonIndex)
}

export async function dialogs(app: ElectronApplication): Promise<Observed['boxes']> {
  return (await observed(app)).boxes
}

export async function externalLinks(app: ElectronApplication): Promise<string[]> {
  return (await observed(app)).externalLinks
}

export interface Corner {
  readonly x: number
  readonly y: number
}

/** Place and size of the window. */
export async function windowBounds(
  app: ElectronApplication,
): Promise<Corner & { readonly width: number; readonly height: number }> {
  const bounds = await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getBounds())
  if (bounds === undefined) throw new Error('there is no window')
  return bounds
}

/** Moves the window as a person does, which macOS and Windows announce. */
export async function dragWindow(app: ElectronApplication, to: Corner): Promise<void> {
  await app.evaluate(({ BrowserWindow }, { x, y }) => {
    const [window] = BrowserWindow.getAllWindows()
    window?.emit('will-move', {}, window.getBounds())
    window?.setPosition(x, y)
  }, to)
}

export type PowerEvent = 'suspend' | 'resume' | 'lock-screen' | 'unlock-screen' | 'shutdown'

/** Emits an event of the system. */
export async function power(app: ElectronApplication, event: PowerEvent): Promise<void> {
  await app.evaluate(({ powerMonitor }, name) => void powerMonitor.emit(name, {}), event)
}

/** Plays a second start of the app, as the first one is told of it. `spawnApp` makes a real one. */
export async function secondInstance(app: ElectronApplication, argv: readonly string[] = []): Promise<void> {
  await app.evaluate(
    (electron, args) => void electron.app.emit('second-instance', {}, ['kimi-proxy', ...args], '/', null),
    argv,
  )
}

/** The observer's part for the tray: its picture, its texts, and the menus that it shows. */
import type * as ElectronModule from 'electron'
import type { ModifierKeys, ObservedImage, ObservedItem, ObservedTray, Observer } from './observed'

type Electron = typeof ElectronModule

interface Seen {
  readonly tray: ElectronModule.Tray
  title: string
  tooltip: string
  image: ObservedImage | null
  contextMenu: ElectronModule.Menu | null
  shownMenu: ElectronModule.Menu | null
  popups: number
  destroyed: boolean
}

type TrayObserver = Omit<Observer, 'clickNotice'>

/** The returned `Tray` also records the picture that a tray is created with. */
export function observeTrays(electron: Electron): { Tray: Electron['Tray']; observer: TrayObserver } {
  const trays: Seen[] = []
  const describe = describer(electron)
  const seen = (tray: ElectronModule.Tray): Seen => {
    const known = trays.find((entry) => entry.tray === tray)
    if (known !== undefined) return known
    const made = { tray, title: '', tooltip: '', image: null, popups: 0, destroyed: false }
    const entry: Seen = { ...made, contextMenu: null, shownMenu: null }
    trays.push(entry)
    return entry
  }
  patch(electron.Tray.prototype, seen, describe)
  const Tray = new Proxy(electron.Tray, {
    construct(target, args: ConstructorParameters<Electron['Tray']>) {
      const tray = new target(...args)
      seen(tray).image = describe(args[0])
      return tray
    },
  })
  return { Tray, observer: observerOf(trays) }
}

function patch(
  prototype: ElectronModule.Tray,
  seen: (tray: ElectronModule.Tray) => Seen,
  describe: (image: ElectronModule.NativeImage | string) => ObservedImage,
): void {
  const { setContextMenu, setToolTip, setTitle, setImage, destroy } = prototype
  prototype.setContextMenu = function (menu) {
    seen(this).contextMenu = menu
    setContextMenu.call(this, menu)
  }
  prototype.setToolTip = function (text) {
    seen(this).tooltip = text
    setToolTip.call(this, text)
  }
  prototype.setTitle = function (title, options) {
    seen(this).title = title
    setTitle.call(this, title, options)
  }
  prototype.setImage = function (image) {
    seen(this).image = describe(image)
    setImage.call(this, image)
  }
  prototype.destroy = function () {
    seen(this).destroyed = true
    destroy.call(this)
  }
  // A menu that really opens would block the process until a person closes it.
  prototype.popUpContextMenu = function (menu) {
    const entry = seen(this)
    entry.shownMenu = menu ?? entry.contextMenu
    entry.popups += 1
    entry.shownMenu?.emit('menu-will-show', {})
  }
}

/** Remembers the path of each image, because a NativeImage does not know its file. */
function describer(electron: Electron): (image: ElectronModule.NativeImage | string) => ObservedImage {
  const { nativeImage } = electron
  const paths = new WeakMap<ElectronModule.NativeImage, string>()
  const createFromPath = nativeImage.createFromPath.bind(nativeImage)
  nativeImage.createFromPath = (path) => {
    const image = createFromPath(path)
    paths.set(image, path)
    return image
  }
  return (given) => {
    const image = typeof given === 'string' ? nativeImage.createFromPath(given) : given
    const path = paths.get(image) ?? null
    return { path, empty: image.isEmpty(), template: image.isTemplateImage(), ...image.getSize() }
  }
}

function itemOf(item: ElectronModule.MenuItem): ObservedItem {
  const { id, label, type, enabled, checked, visible, submenu } = item
  return { id, label, type, enabled, checked, visible, submenu: submenu?.items.map(itemOf) ?? null }
}

function menuOf({ contextMenu, shownMenu }: Seen): ElectronModule.Menu | null {
  return contextMenu ?? shownMenu
}

function observerOf(trays: readonly Seen[]): TrayObserver {
  const latest = () => trays.at(-1)
  return {
    tray(): ObservedTray | null {
      const entry = latest()
      if (entry === undefined) return null
      const { title, tooltip, image, destroyed } = entry
      return { title, tooltip, image, destroyed, menu: menuOf(entry)?.items.map(itemOf) ?? null }
    },

    clickTray(event, keys: ModifierKeys): void {
      const entry = latest()
      if (entry === undefined || entry.destroyed) throw new Error('there is no tray')
      const none = { altKey: false, shiftKey: false, ctrlKey: false, metaKey: false }
      entry.tray.emit(event, { ...none, ...keys }, { x: 0, y: 0, width: 24, height: 24 }, { x: 0, y: 0 })
    },

    popups: () => latest()?.popups ?? 0,

    hasContextMenu: () => (latest()?.contextMenu ?? null) !== null,

    clickMenu(id): void {
      const entry = latest()
      const menu = entry === undefined ? null : menuOf(entry)
      const item = menu?.getMenuItemById(id) ?? null
      if (item === null) throw new Error(`the menu has no item ${id}`)
      if (!item.enabled) throw new Error(`the menu item ${id} is disabled`)
      if (!item.visible) throw new Error(`the menu item ${id} is hidden`)
      item.click({}, undefined, undefined)
      menu?.emit('menu-will-close', {})
    },
  }
}

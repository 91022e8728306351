/** Fakes of the tray icon, its menu and its pictures. Each records what it was asked. */
import { EventEmitter } from 'node:events'
import type {
  Menu,
  MenuItemConstructorOptions,
  NativeImage,
  NativeTheme,
  Rectangle,
  TitleOptions,
  Tray,
} from 'electron'
import { Mortal, standIn } from './stand-in'

export class FakeImage implements Pick<NativeImage, 'setTemplateImage'> {
  readonly path: string
  isTemplate = false

  constructor(path: string) {
    this.path = path
  }

  setTemplateImage(on: boolean): void {
    this.isTemplate = on
  }
}

export class FakeMenu {
  readonly template: readonly MenuItemConstructorOptions[]

  constructor(template: readonly MenuItemConstructorOptions[]) {
    this.template = template
  }

  item(id: string): MenuItemConstructorOptions {
    const item = withSubmenus(this.template).find((candidate) => candidate.id === id)
    if (item === undefined) throw new Error(`the menu has no "${id}"`)
    return item
  }

  /** Clicks as a person does: an item that is greyed out cannot be chosen. */
  click(id: string): void {
    choose(this.item(id))
  }
}

/** The items of a menu and of its submenus. */
export function withSubmenus(
  template: readonly MenuItemConstructorOptions[],
): readonly MenuItemConstructorOptions[] {
  return template.flatMap((item) =>
    Array.isArray(item.submenu) ? [item, ...withSubmenus(item.submenu)] : [item],
  )
}

export function choose(item: MenuItemConstructorOptions): void {
  if (item.enabled === false) throw new Error(`"${item.label}" is greyed out`)
  item.click?.(standIn({}), undefined, standIn({}))
}

type TrayMethods =
  | 'setImage'
  | 'setToolTip'
  | 'setTitle'
  | 'setContextMenu'
  | 'popUpContextMenu'
  | 'setIgnoreDoubleClickEvents'
  | 'getBounds'
  | 'destroy'
  | 'isDestroyed'

export class FakeTray extends Mortal implements Pick<Tray, TrayMethods> {
  /** The pictures that were set, the first being that of the constructor. */
  readonly images: FakeImage[] = []
  readonly tooltips: string[] = []
  readonly titles: { readonly title: string; readonly options: TitleOptions | undefined }[] = []
  readonly setMenus: FakeMenu[] = []
  readonly poppedUp: FakeMenu[] = []
  ignoresDoubleClicks = false
  bounds: Rectangle = { x: 0, y: 0, width: 0, height: 0 }

  getBounds(): Rectangle {
    this.mustLive()
    return this.bounds
  }

  setImage(image: NativeImage | string): void {
    this.mustLive()
    if (image instanceof FakeImage) this.images.push(image)
  }

  setToolTip(tooltip: string): void {
    this.mustLive()
    this.tooltips.push(tooltip)
  }

  setTitle(title: string, options?: TitleOptions): void {
    this.mustLive()
    this.titles.push({ title, options })
  }

  setContextMenu(menu: Menu | null): void {
    this.mustLive()
    if (menu instanceof FakeMenu) this.setMenus.push(menu)
  }

  popUpContextMenu(menu?: Menu): void {
    this.mustLive()
    if (menu instanceof FakeMenu) this.poppedUp.push(menu)
  }

  setIgnoreDoubleClickEvents(ignore: boolean): void {
    this.ignoresDoubleClicks = ignore
  }

  destroy(): void {
    this.end()
  }

  click(button: 'left' | 'right' = 'left', keys: { readonly altKey?: boolean } = {}): void {
    this.emit(button === 'left' ? 'click' : 'right-click', { altKey: false, ...keys })
  }
}

export class FakeTheme
  extends EventEmitter
  implements Pick<NativeTheme, 'shouldUseDarkColorsForSystemIntegratedUI'>
{
  shouldUseDarkColorsForSystemIntegratedUI = false

  change(isDark: boolean): void {
    this.shouldUseDarkColorsForSystemIntegratedUI = isDark
    this.emit('updated')
  }
}

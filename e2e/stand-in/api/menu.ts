/** `Menu` and `MenuItem`: the model of a menu; nothing is drawn. */
import { EventEmitter } from 'node:events'
import type * as Electron from 'electron'
import { sealClass } from '../basics/strict'
import { roleAction, roleLabel } from './menu-roles'

const TYPES = ['normal', 'separator', 'submenu', 'checkbox', 'radio', 'header', 'palette'] as const
type Options = Electron.MenuItemConstructorOptions
type ItemSurface = Pick<
  Electron.MenuItem,
  'id' | 'label' | 'type' | 'enabled' | 'visible' | 'checked' | 'sublabel' | 'toolTip'
>

let lastCommandId = 0

export class MenuItem implements ItemSurface {
  readonly id: string
  readonly commandId: number
  readonly role: Electron.MenuItem['role']
  readonly type: (typeof TYPES)[number]
  readonly submenu: Menu | undefined
  readonly accelerator: Options['accelerator']
  readonly icon: Options['icon']
  readonly sublabel: string
  readonly toolTip: string
  /** A menu does not follow later changes of a label, in Electron either. */
  label: string
  enabled: boolean
  visible: boolean
  checked: boolean
  readonly click: (event?: object, window?: object, contents?: object) => void

  constructor(options: Options) {
    const { role, submenu } = options
    this.role = role as Electron.MenuItem['role']
    this.submenu = Array.isArray(submenu) ? Menu.buildFromTemplate(submenu) : (submenu as Menu | undefined)
    this.type = options.type ?? (this.submenu === undefined ? 'normal' : 'submenu')
    if (!TYPES.includes(this.type)) throw new Error(`Unknown menu item type: ${this.type}`)
    if (this.type === 'submenu' && this.submenu === undefined) {
      throw new Error('Invalid submenu: a submenu item needs a submenu')
    }
    lastCommandId += 1
    this.commandId = lastCommandId
    this.id = options.id ?? ''
    this.label = options.label ?? (role === undefined ? '' : roleLabel(role))
    this.sublabel = options.sublabel ?? ''
    this.toolTip = options.toolTip ?? ''
    this.accelerator = options.accelerator
    this.icon = options.icon
    this.enabled = options.enabled ?? true
    this.visible = options.visible ?? true
    this.checked = options.checked ?? false
    if (this.type === 'normal' && this.label === '' && role === undefined) {
      throw new Error('the stand-in: a menu item needs a label or a role')
    }
    this.click = (event = {}, window) => this.#clicked(options.click, event, window)
  }

  #clicked(click: Options['click'], event: object, window: object | undefined): void {
    if (this.type === 'checkbox') this.checked = !this.checked
    if (this.type === 'radio') this.checked = true
    if (roleAction(this.role, window)) return
    click?.(
      this as unknown as Electron.MenuItem,
      window as Electron.BaseWindow | undefined,
      event as Electron.KeyboardEvent,
    )
  }
}
sealClass(MenuItem, 'MenuItem')

type MenuSurface = Pick<Electron.Menu, 'popup' | 'closePopup'>

export class Menu extends EventEmitter implements MenuSurface {
  static #application: Menu | null = null
  readonly items: MenuItem[] = []

  static buildFromTemplate(template: readonly (Options | Electron.MenuItem)[]): Menu {
    if (!Array.isArray(template))
      throw new TypeError('Invalid template for Menu: Menu template must be an array')
    const menu = new Menu()
    for (const item of template) {
      const made = item as Options | MenuItem
      menu.append(made instanceof MenuItem ? made : new MenuItem(made))
    }
    return menu
  }

  static setApplicationMenu(menu: Menu | null): void {
    Menu.#application = menu
  }

  static getApplicationMenu(): Menu | null {
    return Menu.#application
  }

  append(item: MenuItem): void {
    this.insert(this.items.length, item)
  }

  insert(position: number, item: MenuItem): void {
    this.items.splice(position, 0, item)
    if (item.type === 'radio') this.#group(item)
  }

  getMenuItemById(id: string): MenuItem | null {
    for (const item of this.items) {
      const found = item.id === id ? item : (item.submenu?.getMenuItemById(id) ?? null)
      if (found !== null) return found
    }
    return null
  }

  popup(options: Electron.PopupOptions = {}): void {
    this.emit('menu-will-show', {})
    if (options.callback !== undefined) this.once('menu-will-close', options.callback)
  }

  closePopup(): void {
    this.emit('menu-will-close', {})
  }

  /** Checks one of the neighbouring radio items. */
  #group(item: MenuItem): void {
    let checked = item.checked
    Object.defineProperty(item, 'checked', {
      enumerable: true,
      get: () => checked,
      set: (value: boolean) => {
        checked = value
        if (value) for (const other of this.#neighbours(item)) if (other !== item) other.checked = false
      },
    })
  }

  #neighbours(item: MenuItem): MenuItem[] {
    const at = this.items.indexOf(item)
    const isOther = ({ type }: MenuItem) => type !== 'radio'
    const from = this.items.slice(0, at).findLastIndex(isOther) + 1
    const end = this.items.slice(at).findIndex(isOther)
    return this.items.slice(from, end === -1 ? undefined : at + end)
  }
}
sealClass(Menu, 'Menu')

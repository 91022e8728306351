/**
 * Draws the tray.
 *
 * - macOS and Windows get a menu built for each click, because an open menu cannot be changed (electron#4801) and a menu
 *   that is set would take the click.
 * - Linux shows only a menu that is set, so there the menu is set, and set again when it differs.
 */
import { join } from 'node:path'
import type {
  KeyboardEvent,
  Menu,
  MenuItemConstructorOptions,
  NativeImage,
  NativeTheme,
  Rectangle,
  Tray,
} from 'electron'
import type { AppState } from '../../contract/app'
import type { Command } from '../../contract/commands'
import type { Clock } from '../../core/basics/ports'
import type { MenuEntry } from '../../core/views/tray/menu-entry'
import { type IconShape, type TrayView, titleChangesInMs, trayView } from '../../core/views/tray/tray'

export interface TrayParts {
  createTray(image: NativeImage): Tray
  createMenu(template: MenuItemConstructorOptions[]): Menu
  loadImage(path: string): NativeImage
  /** A Linux desktop whose panel is dark in every theme. */
  readonly hasDarkPanel: boolean
  readonly nativeTheme: Pick<NativeTheme, 'shouldUseDarkColorsForSystemIntegratedUI' | 'on'>
}

export interface TraySource {
  readonly state: AppState
  nowMs(): number
  subscribe(listener: (state: AppState) => void): () => void
  onTick(ticker: () => void): void
  refreshSystem(): void
  commandFromTray(command: Command): Promise<unknown>
}

/**
 * Requests come and go by the dozen, and the tray need not follow each. On Linux a new menu closes the one that is open, so
 * there the wait is longer.
 */
const REDRAW_AFTER_MS = 100
const REDRAW_MENU_AFTER_MS = 1_000

export class TrayIcon {
  readonly #parts: TrayParts
  readonly #source: TraySource
  readonly #clock: Clock
  readonly #folder: string
  readonly #tray: Tray
  #drawn: { icon: string; title: string; tooltip: string; menu: string } | null = null
  #popup: Menu | null = null
  #drawnRequests = 0
  #cancelRedraw: (() => void) | null = null
  #cancelTitle: (() => void) | null = null

  constructor(parts: TrayParts, source: TraySource, clock: Clock, imageFolder: string) {
    this.#parts = parts
    this.#source = source
    this.#clock = clock
    this.#folder = imageFolder
    this.#tray = parts.createTray(this.#image(this.#view(false).icon))
    if (this.#buildsPerClick) {
      // Each of two quick clicks counts. Waiting for a double click would delay the menu.
      if (source.state.platform === 'darwin') this.#tray.setIgnoreDoubleClickEvents(true)
      this.#tray.on('click', (event) => this.#clicked(event))
      this.#tray.on('right-click', (event) => this.#clicked(event))
    } else {
      // Some Linux desktops show the menu on a left click; the others report the click instead.
      this.#tray.on('click', () => void source.commandFromTray({ kind: 'openWindow', face: 'status' }))
    }
    this.#draw()
    source.subscribe((state) => this.#follow(state))
    source.onTick(() => this.#draw())
    parts.nativeTheme.on('updated', () => this.#draw())
  }

  /** Where the icon is; null where the system does not tell it, as on Linux. */
  get place(): Rectangle | null {
    if (this.#tray.isDestroyed()) return null
    const bounds = this.#tray.getBounds()
    return bounds.width > 0 && bounds.height > 0 ? bounds : null
  }

  destroy(): void {
    this.#cancelRedraw?.()
    this.#cancelTitle?.()
    this.#tray.destroy()
  }

  get #buildsPerClick(): boolean {
    return this.#source.state.platform !== 'linux'
  }

  #view(menuIsFresh: boolean): TrayView {
    return trayView(this.#source.state, this.#source.nowMs(), menuIsFresh)
  }

  /** Draws at once, without a timer, except where only the number of requests has changed: that changes by the dozen. */
  #follow({ engine }: AppState): void {
    const count = engine.traffic.activeRequests
    const busier = count !== this.#drawnRequests
    this.#drawnRequests = count
    if (busier || this.#cancelRedraw !== null) this.#redrawSoon()
    else this.#draw()
  }

  #redrawSoon(): void {
    const delayMs = this.#buildsPerClick ? REDRAW_AFTER_MS : REDRAW_MENU_AFTER_MS
    this.#cancelRedraw ??= this.#clock.after(delayMs, () => {
      this.#cancelRedraw = null
      this.#draw()
    })
  }

  /** Sets only what differs, because a menu that is set again closes the one that is open. */
  #draw(): void {
    if (this.#tray.isDestroyed()) return
    const view = this.#view(false)
    const next = {
      icon: this.#imagePath(view.icon),
      title: view.title,
      tooltip: view.tooltip,
      menu: JSON.stringify(view.menu),
    }
    const drawn = this.#drawn
    this.#drawn = next
    if (drawn?.icon !== next.icon) this.#tray.setImage(this.#image(view.icon))
    if (drawn?.tooltip !== next.tooltip) this.#tray.setToolTip(next.tooltip)
    if (this.#source.state.platform === 'darwin' && drawn?.title !== next.title) {
      this.#tray.setTitle(next.title, { fontType: 'monospacedDigit' })
    }
    if (!this.#buildsPerClick && drawn?.menu !== next.menu) this.#tray.setContextMenu(this.#menu(view.menu))
    this.#armTitle()
  }

  /** Sets the one timer of the tray: for a title that counts minutes, where the person turned that on. */
  #armTitle(): void {
    this.#cancelTitle?.()
    const inMs = titleChangesInMs(this.#source.state, this.#source.nowMs())
    this.#cancelTitle = inMs === null ? null : this.#clock.after(inMs, () => this.#draw())
  }

  #clicked({ altKey }: KeyboardEvent): void {
    if (altKey === true && this.#source.state.platform === 'darwin') return this.#toggle()
    this.#source.refreshSystem()
    // The menu is held, so that it is not collected as garbage while it is open.
    this.#popup = this.#menu(this.#view(true).menu)
    this.#tray.popUpContextMenu(this.#popup)
  }

  /** Option-click: carries out the switch of the menu, without a question. */
  #toggle(): void {
    const toggle = this.#view(true).menu.find((entry) => entry.kind === 'item' && entry.id === 'toggle')
    if (toggle?.kind !== 'item' || !toggle.enabled) return
    const { command } = toggle
    void this.#source.commandFromTray(command.kind === 'stop' ? { ...command, atOnce: true } : command)
  }

  #menu(entries: readonly MenuEntry[]): Menu {
    return this.#parts.createMenu(entries.map((entry) => this.#item(entry)))
  }

  #item(entry: MenuEntry): MenuItemConstructorOptions {
    switch (entry.kind) {
      case 'separator':
        return { type: 'separator' }
      case 'text':
        return { id: entry.id, label: entry.label, enabled: false }
      case 'submenu':
        return {
          id: entry.id,
          label: entry.label,
          submenu: entry.entries.map((inner) => this.#item(inner)),
        }
      case 'item': {
        const { id, label, enabled, checked, command } = entry
        const click = () => void this.#source.commandFromTray(command)
        return checked === null
          ? { id, label, enabled, click }
          : { id, label, enabled, type: 'checkbox', checked, click }
      }
    }
  }

  #imagePath(shape: IconShape): string {
    return join(this.#folder, `${shape}${this.#suffix()}.png`)
  }

  /** `-dark` is the light drawing for a dark panel. */
  #suffix(): string {
    const { platform, preferences } = this.#source.state
    if (platform === 'darwin') return 'Template'
    if (preferences.trayIcon !== 'auto') return `-${preferences.trayIcon}`
    // The panel of these desktops is dark in their light theme too.
    if (platform === 'linux' && this.#parts.hasDarkPanel) return '-dark'
    return this.#parts.nativeTheme.shouldUseDarkColorsForSystemIntegratedUI ? '-dark' : '-light'
  }

  #image(shape: IconShape): NativeImage {
    const image = this.#parts.loadImage(this.#imagePath(shape))
    if (this.#source.state.platform === 'darwin') image.setTemplateImage(true)
    return image
  }
}

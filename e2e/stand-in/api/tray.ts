/** `Tray`: records what the icon would show. Specs and the observer click it by emitting its events. */
import { EventEmitter } from 'node:events'
import type * as Electron from 'electron'
import { sealClass } from '../basics/strict'
import { NativeImage, nativeImage } from './native-image'

type Surface = Pick<
  Electron.Tray,
  | 'setImage'
  | 'setPressedImage'
  | 'setToolTip'
  | 'setTitle'
  | 'getTitle'
  | 'setContextMenu'
  | 'popUpContextMenu'
  | 'closeContextMenu'
  | 'setIgnoreDoubleClickEvents'
  | 'getIgnoreDoubleClickEvents'
  | 'getBounds'
  | 'focus'
  | 'destroy'
  | 'isDestroyed'
>

export class Tray extends EventEmitter implements Surface {
  #title = ''
  #ignoreDoubleClicks = false
  #destroyed = false
  #menu: Electron.Menu | null = null

  constructor(image: Electron.NativeImage | string) {
    super()
    checkImage(image)
  }

  setImage(image: Electron.NativeImage | string): void {
    this.#checkAlive()
    checkImage(image)
  }

  setPressedImage(image: Electron.NativeImage | string): void {
    this.#checkAlive()
    checkImage(image)
  }

  setToolTip(_toolTip: string): void {
    this.#checkAlive()
  }

  /** The title is shown on macOS only, and kept on every system. */
  setTitle(title: string, _options?: Electron.TitleOptions): void {
    this.#checkAlive()
    this.#title = title
  }

  getTitle(): string {
    return this.#title
  }

  setContextMenu(menu: Electron.Menu | null): void {
    this.#checkAlive()
    this.#menu = menu
  }

  popUpContextMenu(menu?: Electron.Menu): void {
    this.#checkAlive()
    const shown = menu ?? this.#menu
    shown?.emit('menu-will-show', {})
  }

  closeContextMenu(): void {
    this.#menu?.emit('menu-will-close', {})
  }

  setIgnoreDoubleClickEvents(ignore: boolean): void {
    this.#ignoreDoubleClicks = ignore
  }

  getIgnoreDoubleClickEvents(): boolean {
    return this.#ignoreDoubleClicks
  }

  /** Empty, as on Linux, unless a spec names a place in STAND_IN_TRAY: "x,y,width,height". */
  getBounds(): Electron.Rectangle {
    this.#checkAlive()
    const [x = 0, y = 0, width = 0, height = 0] = (process.env['STAND_IN_TRAY'] ?? '').split(',').map(Number)
    return { x, y, width, height }
  }

  focus(): void {}

  destroy(): void {
    this.#destroyed = true
  }

  isDestroyed(): boolean {
    return this.#destroyed
  }

  #checkAlive(): void {
    if (this.#destroyed) throw new TypeError('Object has been destroyed')
  }
}
sealClass(Tray, 'Tray')

/** As in Electron, a path without a picture is refused, and an empty image is not. */
function checkImage(image: unknown): void {
  if (image instanceof NativeImage) return
  if (typeof image !== 'string') throw new TypeError('Tray: the image is neither a path nor a NativeImage')
  if (nativeImage.createFromPath(image).isEmpty())
    throw new Error(`Failed to load image from path '${image}'`)
}

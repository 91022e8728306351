/** The place and size of a window on the screens that the stand-in imagines. Its frame takes no room. */
import { EventEmitter } from 'node:events'
import type * as Electron from 'electron'
import { screen } from './screens'

export abstract class PlacedWindow extends EventEmitter {
  #bounds: Electron.Rectangle
  #minimum: [width: number, height: number]
  /** 0: without a limit. */
  #maximum: [width: number, height: number]

  constructor(options: Electron.BrowserWindowConstructorOptions) {
    super()
    const { width = 800, height = 600, x, y } = options
    const { minWidth = 0, minHeight = 0, maxWidth = 0, maxHeight = 0 } = options
    this.#bounds = { width, height, x: x ?? 0, y: y ?? 0 }
    this.#minimum = [minWidth, minHeight]
    this.#maximum = [maxWidth, maxHeight]
  }

  protected abstract resized(width: number, height: number): void

  getBounds(): Electron.Rectangle {
    return { ...this.#bounds }
  }

  getContentBounds(): Electron.Rectangle {
    return this.getBounds()
  }

  setBounds(bounds: Partial<Electron.Rectangle>): void {
    const before = this.#bounds
    this.#bounds = { ...before, ...bounds }
    const { width, height, x, y } = this.#bounds
    if (width !== before.width || height !== before.height) {
      this.resized(width, height)
      this.emit('resize')
    }
    if (x !== before.x || y !== before.y) this.emit('move')
  }

  getSize(): number[] {
    return [this.#bounds.width, this.#bounds.height]
  }

  setSize(width: number, height: number): void {
    this.setBounds({ width, height })
  }

  getContentSize(): number[] {
    return this.getSize()
  }

  setContentSize(width: number, height: number): void {
    this.setSize(width, height)
  }

  setMinimumSize(width: number, height: number): void {
    this.#minimum = [width, height]
  }

  getMinimumSize(): number[] {
    return [...this.#minimum]
  }

  setMaximumSize(width: number, height: number): void {
    this.#maximum = [width, height]
  }

  getMaximumSize(): number[] {
    return [...this.#maximum]
  }

  getPosition(): number[] {
    return [this.#bounds.x, this.#bounds.y]
  }

  setPosition(x: number, y: number): void {
    this.setBounds({ x, y })
  }

  center(): void {
    const { width, height } = this.#bounds
    const area = screen.getPrimaryDisplay().workArea
    this.setPosition(
      Math.round(area.x + (area.width - width) / 2),
      Math.round(area.y + (area.height - height) / 2),
    )
  }
}

/** The place and size of a window on the screen that the stand-in imagines. */
import { EventEmitter } from 'node:events'
import type * as Electron from 'electron'

/** The screen that windows are centred on. */
export const SCREEN = { x: 0, y: 0, width: 1280, height: 800 }

export abstract class PlacedWindow extends EventEmitter {
  #bounds: Electron.Rectangle

  constructor({ width = 800, height = 600, x, y }: Electron.BrowserWindowConstructorOptions) {
    super()
    this.#bounds = { width, height, x: x ?? 0, y: y ?? 0 }
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

  getPosition(): number[] {
    return [this.#bounds.x, this.#bounds.y]
  }

  setPosition(x: number, y: number): void {
    this.setBounds({ x, y })
  }

  center(): void {
    const { width, height } = this.#bounds
    this.setPosition(Math.round((SCREEN.width - width) / 2), Math.round((SCREEN.height - height) / 2))
  }
}

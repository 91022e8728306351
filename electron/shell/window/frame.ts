/**
 * Place, size and zoom of an open window.
 *
 * - The place is found anew whenever the size changes, so that a window above a bar at the bottom grows upwards.
 * - A window that the person has moved stays there, and opens there the next time.
 * - Made by `AppWindow` for each window, before it is shown.
 */
import type { BrowserWindow, Input } from 'electron'
import type { Platform } from '../../contract/app'
import {
  leftAt,
  MARGIN,
  type Point,
  type Rectangle,
  type Screen,
  type Size,
  screenOf,
  windowPlace,
} from '../../core/window/place'
import { type ZoomStep, zoomed, zoomStepOf } from '../../core/window/zoom'
import type { WindowMemory } from './memory'

export interface FrameParts {
  readonly platform: Platform
  readonly memory: WindowMemory
  /** The place of the tray's icon; null where the system does not tell it. */
  tray(): Rectangle | null
  screens(): readonly Screen[]
}

/** Sizes in CSS pixels, so that they grow with the zoom. */
const WIDTH = 400
const LEAST_WIDTH = 360
const LARGEST_WIDTH = 420
/** Until the page tells its height. */
const HEIGHT = 560
const LEAST_HEIGHT = 320
/** The height that the system's title bar may need. Linux does not tell it. */
const TITLE_BAR = 40

export const FIRST_SIZE = {
  width: WIDTH,
  height: HEIGHT,
  minWidth: LEAST_WIDTH,
  maxWidth: LARGEST_WIDTH,
  minHeight: LEAST_HEIGHT,
}

export class WindowFrame {
  readonly #window: BrowserWindow
  readonly #parts: FrameParts
  #widthPx = WIDTH
  #heightPx = HEIGHT
  #zoom: number
  /** Where the person left the window. */
  #left: Point | null
  /** The place that the window has, as far as we know. */
  #at: Point
  #movedByHand = false

  constructor(window: BrowserWindow, parts: FrameParts) {
    this.#window = window
    this.#parts = parts
    const { place, zoom } = parts.memory.read()
    this.#left = place
    this.#zoom = zoom
    this.#at = this.#position()
    if (zoom !== 100) this.#resize()
    this.#place()
    window.on('will-move', () => {
      this.#movedByHand = true
    })
    window.on('move', () => this.#moved())
    // Chromium keeps a zoom for each host, so it can be set only once the page is there.
    window.webContents.on('dom-ready', () => window.webContents.setZoomFactor(this.#zoom / 100))
    window.webContents.on('before-input-event', (event, input) => {
      const step = this.#stepOf(input)
      if (step === null) return
      event.preventDefault()
      this.zoom(step)
    })
  }

  /** Makes the window as high as its content, up to the screen. `heightPx`: in CSS pixels. The width stays as it is. */
  fit(heightPx: number): void {
    this.#heightPx = heightPx
    this.#setContent(this.#contentWidth())
    this.#place()
  }

  zoom(step: ZoomStep): void {
    const next = zoomed(this.#zoom, step)
    if (next === this.#zoom) return
    const width = this.#contentWidth()
    // Another width than ours is the person's own.
    if (width !== this.#scaled(this.#widthPx)) this.#widthPx = (width * 100) / this.#zoom
    this.#zoom = next
    this.#window.webContents.setZoomFactor(next / 100)
    this.#resize()
    this.#place()
  }

  /** The window is closed. */
  end(): void {
    this.#parts.memory.keep({ place: this.#left, zoom: this.#zoom })
  }

  /** The limits of the width come first: they hold for every new size. */
  #resize(): void {
    this.#window.setMinimumSize(this.#scaled(LEAST_WIDTH), LEAST_HEIGHT)
    // 0: the height has no limit.
    this.#window.setMaximumSize(this.#scaled(LARGEST_WIDTH), 0)
    this.#setContent(this.#scaled(this.#widthPx))
  }

  /** A width in CSS pixels as it is on the screen. */
  #scaled(px: number): number {
    return Math.min(Math.round((px * this.#zoom) / 100), this.#room().width)
  }

  #setContent(width: number): void {
    const wanted = Math.ceil((this.#heightPx * this.#zoom) / 100)
    const height = Math.max(LEAST_HEIGHT, Math.min(wanted, this.#room().height))
    const [widthBefore, heightBefore] = this.#window.getContentSize()
    if (width !== widthBefore || height !== heightBefore) this.#window.setContentSize(width, height)
  }

  #contentWidth(): number {
    return this.#window.getContentSize()[0] ?? WIDTH
  }

  /** The room for the window's content on its screen. */
  #room(): Size {
    const tray = this.#left === null ? this.#parts.tray() : null
    const area = screenOf(tray ?? this.#window.getBounds(), this.#parts.screens())?.workArea
    if (area === undefined) return { width: WIDTH, height: HEIGHT }
    return { width: area.width - 2 * MARGIN, height: area.height - 2 * MARGIN - TITLE_BAR }
  }

  #place(): void {
    const tray = this.#parts.tray()
    // Where nothing is known the system has chosen, and the window only stays within its screen.
    const left = this.#left ?? (tray === null ? this.#position() : null)
    const place = windowPlace(this.#window.getBounds(), { tray, left, screens: this.#parts.screens() })
    if (place === null) return
    const { x, y } = this.#position()
    this.#at = place
    if (place.x === x && place.y === y) return
    this.#movedByHand = false
    this.#window.setPosition(place.x, place.y)
  }

  /** By the person, or by the system as an answer to us. Only macOS and Windows say which; they also tell the tray's place. */
  #moved(): void {
    const to = this.#position()
    const tray = this.#parts.tray()
    const isOurs = tray === null ? to.x === this.#at.x && to.y === this.#at.y : !this.#movedByHand
    if (isOurs) return
    this.#at = to
    this.#left = leftAt(to, this.#window.getBounds(), tray, this.#parts.screens())
  }

  #position(): Point {
    const [x = 0, y = 0] = this.#window.getPosition()
    return { x, y }
  }

  #stepOf({ type, key, meta, control, alt }: Input): ZoomStep | null {
    const isCommand = this.#parts.platform === 'darwin' ? meta : control
    return type === 'keyDown' && isCommand && !alt ? zoomStepOf(key) : null
  }
}

/** How a page is drawn: its size, zoom, colour scheme, and the styles that the app inserts. */
import { EventEmitter } from 'node:events'
import type * as Electron from 'electron'
import type { ColourScheme, Page } from '../browser/page'
import { environment } from '../browser/runtime'
import type { WebContentsOptions } from './surfaces'

/** Chromium displays 25 to 500 percent. */
const SMALLEST = 0.25
const LARGEST = 5

export abstract class DrawnPage extends EventEmitter {
  #size: Electron.Size
  #zoom = 1
  #colourScheme: ColourScheme

  constructor({ width, height, colourScheme }: WebContentsOptions) {
    super()
    this.#size = { width, height }
    this.#colourScheme = colourScheme
  }

  /** Acts on the page once it is there, unless it has gone meanwhile. */
  protected abstract withPage(act: (page: Page) => unknown): Promise<void>

  abstract executeJavaScript(code: string): Promise<unknown>

  setZoomFactor(factor: number): void {
    if (!(factor > 0)) throw new Error("'zoomFactor' must be a double greater than 0.0")
    this.#zoom = Math.min(LARGEST, Math.max(SMALLEST, factor))
    this.#draw()
  }

  getZoomFactor(): number {
    return this.#zoom
  }

  /** Until the page is loaded anew. A policy of the page does not forbid it, in Electron either. */
  async insertCSS(css: string, _options?: Electron.InsertCSSOptions): Promise<string> {
    await this.executeJavaScript(`{
      const sheet = new CSSStyleSheet()
      sheet.replaceSync(${JSON.stringify(css)})
      document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet]
    }`)
    return css
  }

  /** @internal */
  resize(width: number, height: number): void {
    this.#size = { width, height }
    this.#draw()
  }

  /** @internal */
  setColourScheme(scheme: ColourScheme): void {
    this.#colourScheme = scheme
    void this.withPage((page) => page.setColourScheme(scheme))
  }

  /** Playwright sets a colour scheme of its own when it attaches. */
  protected keepColourScheme(): void {
    this.setColourScheme(this.#colourScheme)
  }

  #draw(): void {
    const { width, height } = this.#size
    void this.withPage((page) => page.resize(width, height, this.#zoom, environment.headless))
  }
}

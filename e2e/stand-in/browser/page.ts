/** One Chromium page as a WebContents drives it: its worlds, its messages, its navigation and its looks. */

import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Downward, Upward } from '../world/ipc-renderer'
import { toWeb } from './app-scheme'
import type { Session } from './cdp-pipe'
import { PRELOAD_WORLD } from './frames'
import { schemeNames } from './protocol'
import type { Target } from './targets'

export type ColourScheme = 'dark' | 'light' | ''

export interface PageOptions {
  /** The text of the preload file; null for none. */
  readonly preload: string | null
  readonly inSubFrames: boolean
  readonly width: number
  readonly height: number
  readonly headless: boolean
  readonly colourScheme: ColourScheme
}

export interface PageListener {
  message(message: Upward, contextId: number): void
}

const BINDING = '__electronBinding'
const RECEIVER = '__electronReceiver'

export class Page {
  readonly target: Target
  readonly session: Session

  constructor(target: Target) {
    this.target = target
    this.session = target.session
  }

  /** Resolves once everything is in place; only then may the page load. */
  async prepare(options: PageOptions, listener: PageListener): Promise<void> {
    const { session } = this
    session.on('Runtime.bindingCalled', ({ name, payload, executionContextId }) => {
      if (name === BINDING) listener.message(JSON.parse(payload) as Upward, executionContextId)
    })
    await Promise.all([
      session.send('Page.enable'),
      session.send('Runtime.enable'),
      session.send('Log.enable'),
      session.send('Runtime.addBinding', { name: BINDING, executionContextName: PRELOAD_WORLD }),
      ...worldScripts(options).map((script) => session.send('Page.addScriptToEvaluateOnNewDocument', script)),
      this.resize(options.width, options.height, 1, options.headless),
      this.setColourScheme(options.colourScheme),
      session.send('Runtime.runIfWaitingForDebugger'),
    ])
  }

  /** Resolves with Chromium's reason for a failure, or null. A page that replaced this navigation is no failure. */
  async navigate(url: string): Promise<string | null> {
    const { errorText } = await this.session.send('Page.navigate', { url: toWeb(url, schemeNames()) })
    return errorText ?? null
  }

  /** A zoom leaves the page fewer CSS pixels, each of them larger. A real window is not zoomed. */
  async resize(width: number, height: number, zoom: number, headless: boolean): Promise<void> {
    if (headless) {
      const size = { width: Math.floor(width / zoom), height: Math.floor(height / zoom) }
      const metrics = { ...size, deviceScaleFactor: zoom, mobile: false }
      await this.session.send('Emulation.setDeviceMetricsOverride', metrics)
      return
    }
    const { windowId } = await this.session.send('Browser.getWindowForTarget', {})
    const { cssLayoutViewport } = await this.session.send('Page.getLayoutMetrics')
    const { bounds } = await this.session.send('Browser.getWindowBounds', { windowId })
    await this.session.send('Browser.setWindowBounds', {
      windowId,
      bounds: {
        width: width + (bounds.width ?? width) - cssLayoutViewport.clientWidth,
        height: height + (bounds.height ?? height) - cssLayoutViewport.clientHeight,
      },
    })
  }

  async setWindowState(windowState: 'normal' | 'minimized'): Promise<void> {
    const { windowId } = await this.session.send('Browser.getWindowForTarget', {})
    await this.session.send('Browser.setWindowBounds', { windowId, bounds: { windowState } })
  }

  async setColourScheme(value: ColourScheme): Promise<void> {
    const features = [{ name: 'prefers-color-scheme', value }]
    await this.session.send('Emulation.setEmulatedMedia', { features })
  }

  /** Sends a message to the preload of one frame. */
  post(contextId: number, message: Downward): void {
    this.session.post('Runtime.callFunctionOn', {
      executionContextId: contextId,
      functionDeclaration: `function (text) { globalThis.${RECEIVER}(text) }`,
      arguments: [{ value: JSON.stringify(message) }],
    })
  }
}

function worldScripts({ preload, inSubFrames }: PageOptions): { source: string; worldName?: string }[] {
  if (preload === null) return []
  const secret = randomUUID()
  const world = readFileSync(join(__dirname, 'stand-in-world.js'), 'utf8')
  const open = `const module = { exports: {} }; (function (module, exports) {${world}\n})(module, module.exports);`
  const options = JSON.stringify({ secret, binding: BINDING, receiver: RECEIVER, inSubFrames })
  const file = `function (require, module, exports, process) {${preload}\n}`
  return [
    { source: `{${open} module.exports.openPageWorld(${JSON.stringify(secret)}) }` },
    { source: `{${open} module.exports.openPreloadWorld(${options}, ${file}) }`, worldName: PRELOAD_WORLD },
  ]
}

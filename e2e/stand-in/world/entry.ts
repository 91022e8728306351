/** Runs inside Chromium, before every script of a page: once in the page's world and once in the preload's. */
import { BridgeEnd, type World } from './bridge'
import { type Downward, IpcRenderer, type Upward } from './ipc-renderer'

export interface PreloadOptions {
  readonly secret: string
  readonly binding: string
  readonly receiver: string
  readonly inSubFrames: boolean
}

type PreloadFile = (
  require: (name: string) => unknown,
  module: { exports: unknown },
  exports: unknown,
  process: object,
) => void

interface PreloadWorld extends World {
  readonly top: unknown
  readonly window: unknown
  [name: string]: unknown
}

interface PressedKey {
  readonly key: string
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly altKey: boolean
  readonly shiftKey: boolean
}

export function openPageWorld(secret: string): void {
  new BridgeEnd(globalThis as unknown as World, secret, 'page')
}

export function openPreloadWorld(options: PreloadOptions, file: PreloadFile): void {
  const world = globalThis as unknown as PreloadWorld
  if (world.top !== world.window && !options.inSubFrames) return
  const send = world[options.binding] as (text: string) => void
  const post = (message: Upward) => send(JSON.stringify(message))
  const ipcRenderer = new IpcRenderer(post)
  const bridge = new BridgeEnd(world, options.secret, 'preload')
  const contextBridge = {
    exposeInMainWorld: (key: string, api: unknown) => bridge.expose(key, api),
  }
  world[options.receiver] = (text: string) => ipcRenderer.receive(JSON.parse(text) as Downward)
  const require = (name: string) => {
    if (name === 'electron') return { contextBridge, ipcRenderer }
    throw new Error(`module not found: ${name}`)
  }
  world.addEventListener('keydown', (event) => {
    const { key, ctrlKey, metaKey, altKey, shiftKey } = event as unknown as PressedKey
    const input = { key, control: ctrlKey, meta: metaKey, alt: altKey, shift: shiftKey }
    post({ kind: 'input', input: { type: 'keyDown', ...input } })
  })
  const module = { exports: {} }
  try {
    file(
      require,
      module,
      module.exports,
      Object.freeze({ type: 'renderer', sandboxed: true, contextIsolated: true }),
    )
  } catch (error) {
    post({
      kind: 'preloadFailed',
      message: error instanceof Error ? (error.stack ?? error.message) : String(error),
    })
  }
}

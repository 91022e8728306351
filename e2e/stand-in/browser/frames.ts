/** `WebFrameMain` and the tree of a page's frames, built from Chromium's events. */
import type * as Electron from 'electron'
import { sealClass } from '../basics/strict'
import { fromWeb } from './app-scheme'
import type { Session } from './cdp-pipe'

/** The name of the world that preload files run in. */
export const PRELOAD_WORLD = 'Electron Isolated Context'
const PROCESS_ID = 1

type Surface = Pick<
  Electron.WebFrameMain,
  'url' | 'origin' | 'name' | 'routingId' | 'processId' | 'frameTreeNodeId' | 'detached' | 'isDestroyed'
>

let lastRoutingId = 0

export class WebFrameMain implements Surface {
  url = ''
  origin = 'null'
  name = ''
  detached = false
  readonly routingId: number
  readonly processId = PROCESS_ID
  readonly frameTreeNodeId: number
  readonly parent: WebFrameMain | null
  readonly frames: WebFrameMain[] = []
  readonly #evaluate: (frame: WebFrameMain, code: string) => Promise<unknown>

  constructor(
    parent: WebFrameMain | null,
    evaluate: (frame: WebFrameMain, code: string) => Promise<unknown>,
  ) {
    lastRoutingId += 1
    this.routingId = lastRoutingId
    this.frameTreeNodeId = lastRoutingId
    this.parent = parent
    this.#evaluate = evaluate
    parent?.frames.push(this)
  }

  get top(): WebFrameMain {
    return this.parent === null ? this : this.parent.top
  }

  isDestroyed(): boolean {
    return this.detached
  }

  executeJavaScript(code: string): Promise<unknown> {
    return this.#evaluate(this, code)
  }
}
sealClass(WebFrameMain, 'WebFrameMain')

interface FrameInfo {
  readonly id: string
  readonly parentId?: string
  readonly name?: string
  readonly url: string
  readonly urlFragment?: string
  readonly securityOrigin: string
}

interface ContextInfo {
  readonly id: number
  readonly name: string
  readonly auxData: { readonly frameId: string; readonly isDefault: boolean }
}

export class FrameTree {
  readonly main: WebFrameMain
  readonly #frames = new Map<string, WebFrameMain>()
  readonly #preloads = new Map<number, WebFrameMain>()
  readonly #pages = new Map<number, WebFrameMain>()
  #session: Session | null = null

  constructor() {
    this.main = new WebFrameMain(null, this.#evaluate)
  }

  /** The main frame has the id of its target. */
  attach(session: Session, targetId: string, navigated: (frame: WebFrameMain) => void): void {
    this.#session = session
    this.#frames.set(targetId, this.main)
    session.on('Page.frameAttached', ({ frameId, parentFrameId }) => this.#frame(frameId, parentFrameId))
    session.on('Page.frameDetached', ({ frameId, reason }) => reason === 'remove' && this.#detached(frameId))
    session.on('Page.frameNavigated', ({ frame }: { frame: FrameInfo }) => navigated(this.#navigated(frame)))
    session.on('Page.navigatedWithinDocument', ({ frameId, url }) => {
      this.#frame(frameId, targetId).url = fromWeb(url)
    })
    session.on('Runtime.executionContextCreated', ({ context }: { context: ContextInfo }) => {
      const frame = this.#frame(context.auxData.frameId, targetId)
      if (context.auxData.isDefault) this.#pages.set(context.id, frame)
      if (context.name === PRELOAD_WORLD) this.#preloads.set(context.id, frame)
    })
    session.on('Runtime.executionContextDestroyed', ({ executionContextId }) => {
      this.#pages.delete(executionContextId)
      this.#preloads.delete(executionContextId)
    })
    session.on('Runtime.executionContextsCleared', () => {
      this.#pages.clear()
      this.#preloads.clear()
    })
  }

  /** The frame whose preload runs in this context. */
  senderOf(contextId: number): WebFrameMain | undefined {
    return this.#preloads.get(contextId)
  }

  /** The context of a frame's preload; undefined while the frame has none. */
  preloadOf(frame: WebFrameMain): number | undefined {
    return newestOf(this.#preloads, frame)
  }

  #frame(id: string, parentId: string): WebFrameMain {
    const known = this.#frames.get(id)
    if (known !== undefined) return known
    const frame = new WebFrameMain(this.#frames.get(parentId) ?? this.main, this.#evaluate)
    this.#frames.set(id, frame)
    return frame
  }

  #navigated({ id, parentId, name, url, urlFragment, securityOrigin }: FrameInfo): WebFrameMain {
    const frame = parentId === undefined ? this.main : this.#frame(id, parentId)
    this.#frames.set(id, frame)
    frame.url = fromWeb(url) + (urlFragment ?? '')
    frame.origin = securityOrigin === '://' ? 'null' : fromWeb(`${securityOrigin}/`).slice(0, -1)
    frame.name = name ?? ''
    return frame
  }

  #detached(id: string): void {
    const frame = this.#frames.get(id)
    if (frame === undefined) return
    this.#frames.delete(id)
    frame.detached = true
    frame.parent?.frames.splice(frame.parent.frames.indexOf(frame), 1)
  }

  #evaluate = async (frame: WebFrameMain, expression: string): Promise<unknown> => {
    const contextId = newestOf(this.#pages, frame)
    if (this.#session === null || contextId === undefined) throw new Error('the frame has no page')
    const { result, exceptionDetails } = await this.#session.send('Runtime.evaluate', {
      expression,
      contextId,
      awaitPromise: true,
      returnByValue: true,
      userGesture: true,
    })
    if (exceptionDetails !== undefined) {
      throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text)
    }
    return result.value
  }
}

function newestOf(contexts: ReadonlyMap<number, WebFrameMain>, frame: WebFrameMain): number | undefined {
  return [...contexts].filter(([, owner]) => owner === frame).at(-1)?.[0]
}

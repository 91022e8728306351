/**
 * Chromium's pages, each owned by one WebContents. A page that the app did not ask for is closed before it loads anything.
 * So is a page that another page opened; the owner of that one learns of the wish from the page itself.
 */
import type { Session } from './cdp-pipe'
import type { Chromium } from './chromium'

interface TargetInfo {
  readonly targetId: string
  readonly type: string
  readonly title: string
  readonly url: string
  readonly openerId?: string
}

export interface Target {
  readonly id: string
  readonly session: Session
}

/** The events of a page that its owner receives. */
export interface TargetOwner {
  gone(): void
  crashed(): void
  titled(title: string): void
  /** Whether this navigation of the page's main frame may go on. */
  mayNavigate(url: string): boolean
}

export class Targets {
  readonly #chromium: Chromium
  readonly #headless: boolean
  readonly #owners = new Map<string, TargetOwner>()
  /** Pages that attached while one was being opened, until it is known which of them that is. */
  readonly #unclaimed = new Map<string, { target: Target; url: string }>()
  readonly #refused = new Set<string>()
  #opening = 0
  #claims = new Set<() => void>()

  constructor(chromium: Chromium, headless: boolean) {
    this.#chromium = chromium
    this.#headless = headless
  }

  async start(): Promise<void> {
    const { browser } = this.#chromium
    browser.on('Target.attachedToTarget', ({ sessionId, targetInfo }) =>
      this.#attached(sessionId, targetInfo),
    )
    browser.on('Target.targetDestroyed', ({ targetId }) => this.#gone(targetId))
    browser.on('Target.targetCrashed', ({ targetId }) => this.#owners.get(targetId)?.crashed())
    browser.on('Target.targetInfoChanged', ({ targetInfo }: { targetInfo: TargetInfo }) =>
      this.#owners.get(targetInfo.targetId)?.titled(targetInfo.title),
    )
    await browser.send('Target.setDiscoverTargets', { discover: true })
    await browser.send('Target.setAutoAttach', {
      autoAttach: true,
      waitForDebuggerOnStart: true,
      flatten: true,
    })
  }

  /** A new empty page in a window of its own, still waiting for its debugger. */
  async open(width: number, height: number): Promise<Target> {
    this.#opening += 1
    try {
      if (this.#headless) {
        const size = { width, height }
        const { targetId } = await this.#chromium.browser.send('Target.createTarget', {
          url: 'about:blank',
          newWindow: true,
          ...size,
        })
        return await this.#claim(({ target }) => target.id === targetId)
      }
      return await this.#openBare(width, height)
    } finally {
      this.#opening -= 1
    }
  }

  /** A window of this kind loads a page of its own first, and must have loaded it before it can load another. */
  async #openBare(width: number, height: number): Promise<Target> {
    const mark = `data:text/html,<!--${process.hrtime.bigint()}-->`
    this.#chromium.openBareWindow(mark, width, height)
    const target = await this.#claim(({ url }) => url === mark || url === 'about:blank' || url === '')
    const { session } = target
    session.post('Runtime.runIfWaitingForDebugger')
    const expression = `location.protocol === 'data:' && document.readyState === 'complete'`
    while ((await session.send('Runtime.evaluate', { expression })).result.value !== true) await shortWhile()
    return target
  }

  own(targetId: string, owner: TargetOwner): void {
    this.#owners.set(targetId, owner)
  }

  /** Whether the main frame of that page may go to an address. True for a frame that is no main frame. */
  mayNavigate(targetId: string, url: string): boolean {
    if (this.#refused.has(targetId)) return false
    return this.#owners.get(targetId)?.mayNavigate(url) ?? true
  }

  close(targetId: string): void {
    this.#chromium.browser.post('Target.closeTarget', { targetId })
  }

  #attached(sessionId: string, { targetId, type, url, openerId }: TargetInfo): void {
    const session = this.#chromium.session(sessionId)
    if (type !== 'page') {
      session.post('Runtime.runIfWaitingForDebugger')
      return
    }
    const target = { id: targetId, session }
    if (this.#opening === 0 || openerId !== undefined) return this.#refuse(target)
    this.#unclaimed.set(targetId, { target, url })
    for (const look of this.#claims) look()
  }

  /**
   * Closes a page that was opened without being asked for. The page shares a process with its opener, which stands still
   * while the new page waits, so the new page is let go on; its navigation is refused.
   */
  #refuse(target: Target): void {
    this.#refused.add(target.id)
    target.session.post('Runtime.runIfWaitingForDebugger')
    this.close(target.id)
  }

  #claim(fits: (candidate: { target: Target; url: string }) => boolean): Promise<Target> {
    return new Promise((resolve) => {
      const look = () => {
        const found = [...this.#unclaimed.values()].find(fits)
        if (found === undefined) return
        this.#claims.delete(look)
        this.#unclaimed.delete(found.target.id)
        resolve(found.target)
      }
      this.#claims.add(look)
      look()
    })
  }

  #gone(targetId: string): void {
    this.#unclaimed.delete(targetId)
    this.#refused.delete(targetId)
    const owner = this.#owners.get(targetId)
    this.#owners.delete(targetId)
    owner?.gone()
  }
}

/** The pause between two looks at something that Chromium does at its own pace. */
function shortWhile(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 20))
}

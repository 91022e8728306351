/** Handles every request of every page: a request of one of the app's schemes is answered, any other finds no network. */
import { fromWeb, policyToWeb } from './app-scheme'
import type { Session } from './cdp-pipe'
import { handlerFor, schemeNames } from './protocol'
import type { Targets } from './targets'

interface Paused {
  readonly requestId: string
  readonly frameId: string
  readonly resourceType: string
  readonly request: {
    readonly url: string
    readonly method: string
    readonly headers: Readonly<Record<string, string>>
    readonly postData?: string
  }
}

export class Interception {
  readonly #browser: Session
  readonly #targets: Targets

  constructor(browser: Session, targets: Targets) {
    this.#browser = browser
    this.#targets = targets
  }

  async start(): Promise<void> {
    this.#browser.on('Fetch.requestPaused', (paused: Paused) => {
      this.#decide(paused).catch((error: unknown) => {
        process.stderr.write(`stand-in: ${fromWeb(paused.request.url)} failed: ${String(error)}\n`)
        this.#fail(paused, 'Failed')
      })
    })
    await this.#browser.send('Fetch.enable', { patterns: [{ urlPattern: '*' }] })
  }

  async #decide(paused: Paused): Promise<void> {
    const url = fromWeb(paused.request.url)
    if (paused.resourceType === 'Document' && !this.#targets.mayNavigate(paused.frameId, url)) {
      return this.#fail(paused, 'Aborted')
    }
    const handler = handlerFor(url)
    if (handler !== undefined) return this.#answer(paused, await handler(requestOf(url, paused)))
    if (/^(https?|wss?|ftp):/i.test(url)) return this.#fail(paused, 'InternetDisconnected')
    this.#browser.post('Fetch.continueRequest', { requestId: paused.requestId })
  }

  async #answer({ requestId }: Paused, response: Response): Promise<void> {
    const schemes = schemeNames()
    const responseHeaders = [...response.headers].map(([name, value]) => ({
      name,
      value: name === 'content-security-policy' ? policyToWeb(value, schemes) : value,
    }))
    this.#browser.post('Fetch.fulfillRequest', {
      requestId,
      responseCode: response.status,
      responseHeaders,
      body: Buffer.from(await response.arrayBuffer()).toString('base64'),
    })
  }

  #fail({ requestId }: Paused, errorReason: 'Aborted' | 'Failed' | 'InternetDisconnected'): void {
    this.#browser.post('Fetch.failRequest', { requestId, errorReason })
  }
}

function requestOf(url: string, { request }: Paused): Request {
  const { method, headers, postData } = request
  const body = method === 'GET' || method === 'HEAD' ? {} : { body: postData ?? '' }
  return new Request(url, { method, headers, ...body })
}

/** A feed of new versions on this computer, as GitHub would answer. It remembers what it was asked with. */
import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http'

export interface Asked {
  readonly path: string
  readonly headers: IncomingHttpHeaders
}

export class ReleaseFeed {
  readonly asked: Asked[] = []
  /** What the next answers say. */
  release: Record<string, unknown> = {}
  /** While not null, answers are this status without a word. */
  status: number | null = null
  readonly #server: Server
  readonly #held: ServerResponse[] = []
  #holds = false
  #port = 0

  private constructor() {
    this.#server = createServer((request, response) => {
      this.asked.push({ path: request.url ?? '', headers: request.headers })
      if (this.#holds) this.#held.push(response)
      else this.#answer(response)
    })
  }

  /** It names `version`, on a page of its own. */
  static async start(version: string, notes = 'Better.'): Promise<ReleaseFeed> {
    const feed = new ReleaseFeed()
    feed.#server.listen(0, '127.0.0.1')
    await once(feed.#server, 'listening')
    const address = feed.#server.address()
    if (typeof address === 'object' && address !== null) feed.#port = address.port
    feed.name(version, notes)
    return feed
  }

  /** Also once it has stopped. */
  get origin(): string {
    return `http://127.0.0.1:${this.#port}`
  }

  get url(): string {
    return `${this.origin}/repos/o/r/releases/latest`
  }

  pageOf(version: string): string {
    return `${this.origin}/o/r/releases/tag/v${version}`
  }

  name(version: string, notes = 'Better.'): void {
    const page = this.pageOf(version)
    this.release = { tag_name: `v${version}`, html_url: page, body: notes, draft: false, prerelease: false }
  }

  /** Answers wait from now on, until they are let go. */
  hold(): void {
    this.#holds = true
  }

  letGo(): void {
    this.#holds = false
    for (const response of this.#held.splice(0)) this.#answer(response)
  }

  stop(): void {
    this.#server.closeAllConnections()
    this.#server.close()
  }

  #answer(response: ServerResponse): void {
    if (this.status !== null) return void response.writeHead(this.status).end()
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(this.release))
  }
}

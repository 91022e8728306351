/** A Kimi that serves so many requests at a time and refuses the others, in its words of autumn 2026. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { onTestFinished } from 'vitest'

export const ONE_TOO_MANY = JSON.stringify({
  type: 'error',
  error: {
    type: 'permission_error',
    message:
      "You've reached your concurrent request limit. Please wait for your ongoing requests to finish and try again.",
  },
})

interface Held {
  text: string
  streamed: boolean
  readonly response: ServerResponse
}

export class LimitedUpstream {
  limit: number
  /** The status and body of a refusal. */
  refusal = { status: 403, body: ONE_TOO_MANY as string | Buffer, headers: {} }
  /** As many as were at work at a time, since it was last set. */
  mostAtWork = 0
  refusals = 0
  /** Whether it refuses on sight of the head. */
  refusesEarly = false
  /** What is asked is answered at once while this is true, and by `finish` while it is not. */
  answersItself = false
  url = ''
  readonly #atWork = new Set<Held>()

  private constructor(limit: number) {
    this.limit = limit
  }

  static async start(limit: number): Promise<LimitedUpstream> {
    const upstream = new LimitedUpstream(limit)
    const server = createServer((request, response) => upstream.#take(request, response))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => {
      server.close()
      server.closeAllConnections()
    })
    const address = server.address()
    if (address === null || typeof address === 'string') throw new Error('not listening')
    upstream.url = `http://127.0.0.1:${address.port}/coding`
    return upstream
  }

  /** What the requests at work say, in the order in which they came. */
  get atWork(): readonly string[] {
    return [...this.#atWork].map(({ text }) => text)
  }

  /** Answers those that say `text`, or all. */
  finish(text: string | null = null): void {
    for (const held of this.#atWork) if (text === null || held.text === text) this.#answer(held)
  }

  #take(request: IncomingMessage, response: ServerResponse): void {
    const counts = /messages$|completions$/.test(request.url?.split('?')[0] ?? '')
    if (!counts) return void request.resume().once('end', () => response.end('{}'))
    if (this.#atWork.size >= this.limit) return this.#refuse(request, response)
    const held: Held = { text: '', streamed: false, response }
    this.#atWork.add(held)
    this.mostAtWork = Math.max(this.mostAtWork, this.#atWork.size)
    response.once('close', () => this.#atWork.delete(held))
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.once('end', () => {
      const body = JSON.parse(Buffer.concat(chunks).toString('utf8'))
      held.text = body.messages[0].content
      held.streamed = body.stream === true
      // Others have the time to come meanwhile, as with any real answer.
      if (this.answersItself) setTimeout(() => this.#answer(held), 20)
    })
  }

  #refuse(request: IncomingMessage, response: ServerResponse): void {
    this.refusals += 1
    const { status, body, headers } = this.refusal
    const answer = () => {
      response.writeHead(status, { 'content-type': 'application/json', ...headers })
      response.end(body)
    }
    request.resume()
    if (this.refusesEarly) answer()
    else request.once('end', answer)
  }

  #answer(held: Held): void {
    const { response, streamed, text } = held
    this.#atWork.delete(held)
    const type = streamed ? 'text/event-stream' : 'application/json'
    const message = JSON.stringify({ type: 'message', content: [{ type: 'text', text }] })
    response.writeHead(200, { 'content-type': type })
    response.end(streamed ? `event: message_stop\ndata: ${message}\n\n` : message)
  }
}

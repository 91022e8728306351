/** The DevTools protocol over two pipes: JSON messages that end with NUL. */
import { EventEmitter } from 'node:events'
import type { Readable, Writable } from 'node:stream'
import type { CDPSession } from 'playwright'

interface Incoming {
  readonly id?: number
  readonly method?: string
  readonly params?: object
  readonly sessionId?: string
  readonly result?: unknown
  readonly error?: { readonly message: string }
}

interface Waiting {
  readonly method: string
  resolve(value: unknown): void
  reject(error: Error): void
}

/** The commands and events of one target, or of the browser itself. */
export class Session extends EventEmitter {
  readonly send: CDPSession['send']

  constructor(pipe: CdpPipe, readonlyId: string | undefined) {
    super()
    this.send = ((method: string, params?: object) =>
      pipe.send(method, params, readonlyId)) as CDPSession['send']
  }

  /** Sends a command whose answer is not needed. A target that has gone is no error. */
  post(...[method, params]: Parameters<CDPSession['send']>): void {
    this.send(method, params).catch(() => undefined)
  }
}

export class CdpPipe {
  readonly browser = new Session(this, undefined)
  readonly #sessions = new Map<string, Session>()
  readonly #waiting = new Map<number, Waiting>()
  readonly #out: Writable
  #rest = ''
  #lastId = 0
  #closed = false

  constructor(out: Writable, input: Readable) {
    this.#out = out
    out.on('error', () => this.close())
    input.setEncoding('utf8')
    input.on('data', (text: string) => this.#read(text))
    input.on('error', () => this.close())
    input.on('close', () => this.close())
  }

  session(id: string): Session {
    const known = this.#sessions.get(id)
    if (known !== undefined) return known
    const session = new Session(this, id)
    this.#sessions.set(id, session)
    return session
  }

  send(method: string, params: object | undefined, sessionId: string | undefined): Promise<unknown> {
    if (this.#closed) return Promise.reject(new Error(`${method}: Chromium has ended`))
    this.#lastId += 1
    const id = this.#lastId
    this.#out.write(`${JSON.stringify({ id, method, params, sessionId })}\0`)
    return new Promise((resolve, reject) => this.#waiting.set(id, { method, resolve, reject }))
  }

  close(): void {
    if (this.#closed) return
    this.#closed = true
    for (const { method, reject } of this.#waiting.values())
      reject(new Error(`${method}: Chromium has ended`))
    this.#waiting.clear()
  }

  #read(text: string): void {
    const messages = (this.#rest + text).split('\0')
    this.#rest = messages.pop() ?? ''
    for (const message of messages) this.#receive(JSON.parse(message))
  }

  #receive({ id, method, params, sessionId, result, error }: Incoming): void {
    if (id === undefined) {
      const session = sessionId === undefined ? this.browser : this.session(sessionId)
      session.emit(method ?? '', params)
      return
    }
    const waiting = this.#waiting.get(id)
    this.#waiting.delete(id)
    if (error === undefined) waiting?.resolve(result)
    else waiting?.reject(new Error(`${waiting.method}: ${error.message}`))
  }
}

/** One connection of the load. The same few lines of client serve every target, so that only the targets differ. */
import { readFileSync } from 'node:fs'
import { connect as connectTcp, type Socket } from 'node:net'
import { connect as connectTls, createSecureContext, type SecureContext } from 'node:tls'
import { AnswerReader } from './answer-reader'

export interface Endpoint {
  readonly port: number
  /** The path prefix of the upstream; the proxies add it themselves. */
  readonly base: string
  /** The CA file for TLS; null where the target speaks plain HTTP. */
  readonly caFile: string | null
  /** The token that the client sends; the product replaces it by its own. */
  readonly token: string
}

export interface Answered {
  readonly status: number
  readonly durationMs: number
}

const contexts = new Map<string, SecureContext>()

export class Connection {
  readonly #socket: Socket
  readonly #reader: AnswerReader
  #status = 0
  #waiting: { resolve: () => void; reject: (error: Error) => void } | null = null
  #resolvesAtHead = false
  /** Receives the bytes of the answer's body as they come. */
  onBody: (bytes: Buffer) => void = () => undefined

  private constructor(socket: Socket) {
    this.#socket = socket
    this.#reader = new AnswerReader({
      onHead: (status) => {
        this.#status = status
        if (this.#resolvesAtHead) this.#settle()
      },
      onBody: (bytes) => this.onBody(bytes),
      onEnd: () => this.#settle(),
    })
    socket.on('data', (bytes: Buffer) => this.#read(bytes))
    socket.on('error', (error) => this.#fail(error))
    socket.once('close', () => this.#fail(new Error('the connection was closed')))
  }

  static open({ port, caFile }: Endpoint): Promise<Connection> {
    const at = { port, host: '127.0.0.1', noDelay: true }
    const socket =
      caFile === null
        ? connectTcp(at)
        : connectTls({ ...at, secureContext: contextFor(caFile), servername: '' })
    return new Promise((resolve, reject) => {
      socket.once('error', reject)
      socket.once(caFile === null ? 'connect' : 'secureConnect', () => {
        socket.off('error', reject)
        resolve(new Connection(socket))
      })
    })
  }

  get isOpen(): boolean {
    return this.#socket.writable
  }

  /**
   * Sends one request at a time. Resolves with the whole answer, or (`head`) as soon as it begins. Rejects when the
   * connection breaks.
   */
  async send(request: Buffer, until: 'end' | 'head' = 'end'): Promise<Answered> {
    const startedAt = performance.now()
    this.#resolvesAtHead = until === 'head'
    await new Promise<void>((resolve, reject) => {
      this.#waiting = { resolve, reject }
      this.#socket.write(request)
    })
    return { status: this.#status, durationMs: performance.now() - startedAt }
  }

  /** Sends bytes without waiting for an answer. */
  push(bytes: Buffer): void {
    this.#socket.write(bytes)
  }

  close(): void {
    this.#socket.destroy()
  }

  #read(bytes: Buffer): void {
    try {
      this.#reader.push(bytes)
    } catch (error) {
      this.#socket.destroy(error instanceof Error ? error : new Error(String(error)))
    }
  }

  #settle(): void {
    this.#waiting?.resolve()
    this.#waiting = null
  }

  #fail(error: Error): void {
    this.#waiting?.reject(error)
    this.#waiting = null
  }
}

function contextFor(caFile: string): SecureContext {
  const known = contexts.get(caFile)
  if (known !== undefined) return known
  const context = createSecureContext({ ca: readFileSync(caFile) })
  contexts.set(caFile, context)
  return context
}

/** One end of a TCP connection, for tests that speak or read HTTP byte by byte. */
import { connect, type Socket } from 'node:net'
import { onTestFinished } from 'vitest'

const HEAD_END = '\r\n\r\n'

export class Wire {
  readonly socket: Socket
  /** How the connection ended: `clean` by a FIN, `cut` by a reset; null while it is open. */
  #ended: 'clean' | 'cut' | null = null
  #received = Buffer.alloc(0)
  #read = 0
  readonly #waiting = new Set<() => void>()
  readonly closed: Promise<void>

  constructor(socket: Socket) {
    this.socket = socket
    socket.on('data', (chunk: Buffer) => {
      this.#received = Buffer.concat([this.#received, chunk])
      this.#tell()
    })
    socket.on('end', () => this.#end('clean'))
    socket.on('error', () => this.#end('cut'))
    this.closed = new Promise((resolve) => {
      socket.once('close', () => {
        this.#end('cut')
        resolve()
      })
    })
  }

  /** Everything received so far, as latin1. */
  get text(): string {
    return this.#received.toString('latin1')
  }

  get receivedBytes(): number {
    return this.#received.length
  }

  get ended(): 'clean' | 'cut' | null {
    return this.#ended
  }

  /** Resolves once the data is written out. */
  write(data: string | Buffer): Promise<void> {
    return new Promise((resolve, reject) => {
      this.socket.write(typeof data === 'string' ? Buffer.from(data, 'latin1') : data, (error) => {
        if (error) reject(error)
        else resolve()
      })
    })
  }

  /** Resolves once `found` accepts everything received; rejects when the connection ends before. */
  async until(found: (text: string) => boolean): Promise<string> {
    while (!found(this.text)) {
      if (this.#ended !== null)
        throw new Error(`the connection ended (${this.#ended}) after: ${this.text.slice(0, 2_000)}`)
      await this.#more()
    }
    return this.text
  }

  /** Reads the next head, and `length` bytes of body behind it (by default as many as its content-length says). */
  async message(length?: number): Promise<{ readonly head: string; readonly body: Buffer }> {
    const from = this.#read
    await this.until((text) => text.indexOf(HEAD_END, from) >= 0)
    const headEnd = this.text.indexOf(HEAD_END, from) + HEAD_END.length
    const head = this.text.slice(from, headEnd)
    const bytes = length ?? Number(/^content-length: *(\d+)/im.exec(head)?.[1] ?? 0)
    await this.until((text) => text.length >= headEnd + bytes)
    this.#read = headEnd + bytes
    return { head, body: this.#received.subarray(headEnd, headEnd + bytes) }
  }

  /** Reads everything until the other side ends the connection, by a FIN or a reset. */
  async rest(): Promise<string> {
    while (this.#ended === null) await this.#more()
    return this.text
  }

  /** Ends the connection with a reset instead of a FIN. */
  reset(): void {
    this.socket.resetAndDestroy()
  }

  #more(): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.add(resolve)
    })
  }

  #end(how: 'clean' | 'cut'): void {
    this.#ended ??= how
    this.#tell()
  }

  #tell(): void {
    for (const resolve of this.#waiting) resolve()
    this.#waiting.clear()
  }
}

/** Connects a raw client to a local port; the connection ends with the test. */
export function dial(port: number): Promise<Wire> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: '127.0.0.1', port, noDelay: true })
    onTestFinished(() => {
      socket.destroy()
    })
    socket.once('error', reject)
    socket.once('connect', () => {
      socket.off('error', reject)
      resolve(new Wire(socket))
    })
  })
}

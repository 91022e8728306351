/** Reads the answers on one connection as they come: heads, lengths and chunks, and no more than needed. */

type Place = 'head' | 'length' | 'chunkSize' | 'chunk' | 'chunkEnd' | 'trailers'

export interface AnswerHandlers {
  readonly onHead: (status: number) => void
  readonly onBody: (bytes: Buffer) => void
  readonly onEnd: () => void
}

export class AnswerReader {
  readonly #handlers: AnswerHandlers
  #place: Place = 'head'
  #unread: Buffer = Buffer.alloc(0)
  /** The bytes left of a body with a length, or of the present chunk. */
  #bytesLeft = 0

  constructor(handlers: AnswerHandlers) {
    this.#handlers = handlers
  }

  /** Throws for bytes that are no HTTP answer. */
  push(bytes: Buffer): void {
    this.#unread = this.#unread.length === 0 ? bytes : Buffer.concat([this.#unread, bytes])
    while (this.#step());
  }

  /** False when more bytes are needed. */
  #step(): boolean {
    switch (this.#place) {
      case 'head':
        return this.#readHead()
      case 'length':
        return this.#readBody(() => this.#end())
      case 'chunkSize':
        return this.#readChunkSize()
      case 'chunk':
        return this.#readBody(() => {
          this.#place = 'chunkEnd'
        })
      case 'chunkEnd':
        if (this.#line() === null) return false
        this.#place = 'chunkSize'
        return true
      case 'trailers': {
        const line = this.#line()
        if (line === '') this.#end()
        return line !== null
      }
    }
  }

  #readHead(): boolean {
    const end = this.#unread.indexOf('\r\n\r\n')
    if (end < 0) return false
    const head = this.#unread.toString('latin1', 0, end)
    this.#unread = this.#unread.subarray(end + 4)
    const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(head)?.[1] ?? Number.NaN)
    if (Number.isNaN(status)) throw new Error(`no HTTP answer: ${head.slice(0, 40)}`)
    this.#handlers.onHead(status)
    this.#bytesLeft = Number(/\r\ncontent-length: *(\d+)/i.exec(head)?.[1] ?? 0)
    if (/\r\ntransfer-encoding: *chunked/i.test(head)) this.#place = 'chunkSize'
    else if (this.#bytesLeft > 0) this.#place = 'length'
    else this.#end()
    return true
  }

  #readChunkSize(): boolean {
    const line = this.#line()
    if (line === null) return false
    this.#bytesLeft = Number.parseInt(line, 16)
    this.#place = this.#bytesLeft === 0 ? 'trailers' : 'chunk'
    return true
  }

  #readBody(done: () => void): boolean {
    if (this.#unread.length === 0) return false
    const bytes = this.#unread.subarray(0, this.#bytesLeft)
    this.#unread = this.#unread.subarray(bytes.length)
    this.#bytesLeft -= bytes.length
    this.#handlers.onBody(bytes)
    if (this.#bytesLeft === 0) done()
    return true
  }

  /** The next line without its end; null until it is complete. */
  #line(): string | null {
    const end = this.#unread.indexOf('\r\n')
    if (end < 0) return null
    const line = this.#unread.toString('latin1', 0, end)
    this.#unread = this.#unread.subarray(end + 2)
    return line
  }

  #end(): void {
    this.#place = 'head'
    this.#handlers.onEnd()
  }
}

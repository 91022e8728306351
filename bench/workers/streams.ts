/**
 * Open streams, and how late their events are. The upstream writes the time into each event, by the clock that both share.
 */
import { Connection, type Endpoint } from './connection'
import { messageBody, messageRequest } from './requests'

const OPENED_AT_ONCE = 20
const STAMP = /"at":"(\d+)"/g

export class StreamSet {
  #connections: Connection[] = []
  #delaysMs: number[] = []

  /** Resolves when every stream has begun; rejects when one does not. */
  async open(to: Endpoint, count: number, everyMs: number): Promise<void> {
    for (let left = count; left > 0; left -= OPENED_AT_ONCE) {
      const some = Array.from({ length: Math.min(left, OPENED_AT_ONCE) }, () => this.#begin(to, everyMs))
      this.#connections.push(...(await Promise.all(some)))
    }
  }

  /** Rejects when a stream has ended meanwhile. */
  async watch(durationMs: number): Promise<number[]> {
    this.#delaysMs = []
    await new Promise((resolve) => setTimeout(resolve, durationMs))
    const ended = this.#connections.filter(({ isOpen }) => !isOpen).length
    if (ended > 0) throw new Error(`${ended} streams have ended`)
    return this.#delaysMs
  }

  close(): void {
    for (const connection of this.#connections) connection.close()
    this.#connections = []
  }

  async #begin(to: Endpoint, everyMs: number): Promise<Connection> {
    const connection = await Connection.open(to)
    let text = ''
    connection.onBody = (bytes) => {
      const nowNs = process.hrtime.bigint()
      text += bytes.toString('latin1')
      const whole = text.lastIndexOf('\n\n') + 2
      if (whole < 2) return
      for (const [, at = '0'] of text.slice(0, whole).matchAll(STAMP)) {
        this.#delaysMs.push(Number(nowNs - BigInt(at)) / 1e6)
      }
      text = text.slice(whole)
    }
    const request = messageRequest(to, { kind: 'stream', everyMs }, messageBody(0, true))
    const { status } = await connection.send(request, 'head')
    if (status !== 200) throw new Error(`a stream was answered ${status}`)
    return connection
  }
}

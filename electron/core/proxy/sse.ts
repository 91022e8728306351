/**
 * Follows a stream of server-sent events (WHATWG HTML, section 9.2.6) just closely enough to know whether the bytes
 * so far end between two complete events: only there may a comment be put in. Pure.
 */

export const KEEP_ALIVE_COMMENT = ': keep-alive\n\n'

const LF = 10
const CR = 13

export class SseBoundary {
  /** Line ends seen in a row at the end; a CR LF pair counts as one. */
  #lineEnds = 2
  #afterCr = false

  /** True at the very start and after a blank line. */
  get isBetweenEvents(): boolean {
    return this.#lineEnds >= 2
  }

  push(chunk: Uint8Array): void {
    // Only the tail decides, but a run of line ends may reach back over chunks.
    let from = chunk.length
    while (from > 0 && isLineEnd(chunk[from - 1])) from -= 1
    if (from > 0) {
      this.#lineEnds = 0
      this.#afterCr = false
    }
    for (let at = from; at < chunk.length; at += 1) this.#step(chunk[at])
  }

  #step(byte: number | undefined): void {
    if (byte === LF && this.#afterCr) {
      this.#afterCr = false
      return
    }
    this.#lineEnds += 1
    this.#afterCr = byte === CR
  }
}

function isLineEnd(byte: number | undefined): boolean {
  return byte === LF || byte === CR
}

/**
 * Looks at a stream of server-sent events (WHATWG HTML, section 9.2.6) while it passes, for the few lines that may tell its model and
 * its tokens: the first data line, and those with a `"usage"` that is an object. Inside a JSON string that word has backslashes, so
 * that nothing a model writes is taken for it.
 *
 * Costs one search for eight bytes in each chunk. Kept is at most one unfinished line, of bounded length.
 */
const LF = 10
const CR = 13
const NEEDLE = Buffer.from('"usage"')
const DATA = 'data:'
/** More than any event with usage has; a longer line is passed over. */
const LONGEST_LINE_BYTES = 16_384

export class EventTap {
  readonly #onData: (text: string) => void
  /** The unfinished line so far; null where the last chunk ended with its line. */
  #line: Buffer[] | null = null
  #lineBytes = 0
  #sawData = false

  /** `onData` is given what stands behind `data:`. */
  constructor(onData: (text: string) => void) {
    this.#onData = onData
  }

  push(chunk: Buffer): void {
    let from = 0
    if (this.#line !== null) {
      const end = lineEndFrom(chunk, 0)
      this.#append(end === -1 ? chunk : chunk.subarray(0, end))
      if (end === -1) return
      this.#finishLine()
      from = end + 1
    }
    const end = lastLineEnd(chunk)
    if (end >= from) this.#scan(chunk, from, end)
    const rest = Math.max(from, end + 1)
    if (rest >= chunk.length) return
    this.#line = []
    this.#append(chunk.subarray(rest))
  }

  #append(bytes: Buffer): void {
    this.#lineBytes += bytes.length
    if (this.#lineBytes > LONGEST_LINE_BYTES) this.#line = []
    else this.#line?.push(bytes)
  }

  #finishLine(): void {
    if (this.#line !== null && this.#lineBytes <= LONGEST_LINE_BYTES) {
      const line = Buffer.concat(this.#line)
      if (!this.#sawData || hasUsage(line)) this.#take(line, 0, line.length)
    }
    this.#line = null
    this.#lineBytes = 0
  }

  /** Whole lines: from a line's start to a line's end. */
  #scan(chunk: Buffer, from: number, to: number): void {
    let at = from
    while (!this.#sawData && at < to) {
      const end = lineEndFrom(chunk, at)
      this.#take(chunk, at, end)
      at = end + 1
    }
    for (;;) {
      const found = chunk.indexOf(NEEDLE, at)
      if (found === -1 || found >= to) return
      const end = lineEndFrom(chunk, found)
      if (isObject(chunk, found)) {
        this.#take(chunk, Math.max(from, lastLineEnd(chunk, found) + 1), end)
        at = end
      } else at = found + NEEDLE.length
    }
  }

  #take(chunk: Buffer, from: number, to: number): void {
    // Most lines differ in the first byte.
    if (chunk[from] !== DATA.charCodeAt(0) || to - from > LONGEST_LINE_BYTES) return
    if (chunk.toString('latin1', from, Math.min(to, from + DATA.length)) !== DATA) return
    this.#sawData = true
    this.#onData(chunk.toString('utf8', from + DATA.length, to))
  }
}

function lineEndFrom(bytes: Buffer, from: number): number {
  const lf = bytes.indexOf(LF, from)
  const cr = bytes.indexOf(CR, from)
  return cr === -1 || (lf !== -1 && lf < cr) ? lf : cr
}

/** The last one up to the byte `to`. */
function lastLineEnd(bytes: Buffer, to = bytes.length - 1): number {
  const last = bytes[to]
  if (last === LF || last === CR) return to
  return Math.max(bytes.lastIndexOf(LF, to), bytes.lastIndexOf(CR, to))
}

function hasUsage(line: Buffer): boolean {
  for (let at = line.indexOf(NEEDLE); at !== -1; at = line.indexOf(NEEDLE, at + 1)) {
    if (isObject(line, at)) return true
  }
  return false
}

/** Whether an object follows; many events say `"usage":null`. */
function isObject(bytes: Buffer, found: number): boolean {
  let at = found + NEEDLE.length
  let colons = 0
  for (; at < bytes.length; at += 1) {
    if (bytes[at] === 0x3a) colons += 1
    else if (bytes[at] !== 0x20 && bytes[at] !== 0x09) break
  }
  return colons === 1 && bytes[at] === 0x7b
}

/** The text of an answer, unpacked where it is packed. */
import { brotliDecompressSync, constants, gunzipSync, inflateRawSync, inflateSync } from 'node:zlib'

const LONGEST_BYTES = 1_048_576
/** Some boxes pack what was packed already. */
const MOST_LAYERS = 3

/**
 * What the bytes say is believed, not a field: boxes on the way pack without saying so, and unpack without taking the field
 * away. A packed body whose end is missing gives what there is of it. What cannot be unpacked is given as it is.
 */
export function bodyText(bytes: Buffer): string {
  let at = bytes
  for (let layers = 0; layers <= MOST_LAYERS; layers += 1) {
    const text = textIn(at)
    if (text !== null) return text
    const unpacked = unpackedFrom(at)
    if (unpacked === null) break
    at = unpacked
  }
  return bytes.toString('utf8')
}

/** Null where it is not text. The last character may be cut. */
function textIn(bytes: Buffer): string | null {
  const encoding = bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : 'utf-8'
  try {
    const text = new TextDecoder(encoding, { fatal: true }).decode(bytes, { stream: true })
    return hasControls(text) ? null : text
  } catch {
    return null
  }
}

/** Other than tab, line feed and carriage return. */
function hasControls(text: string): boolean {
  for (const letter of text) if (letter < ' ' && !'\t\n\r'.includes(letter)) return true
  return false
}

function unpackedFrom(bytes: Buffer): Buffer | null {
  const options = { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: LONGEST_BYTES }
  const isGzip = bytes[0] === 0x1f && bytes[1] === 0x8b
  if (isGzip) return attempt(() => gunzipSync(bytes, options))
  // Neither of these has a mark of its own, but hardly anything else gives text.
  const brotli = { finishFlush: constants.BROTLI_OPERATION_FLUSH, maxOutputLength: LONGEST_BYTES }
  const ways = [
    () => inflateSync(bytes, options),
    () => brotliDecompressSync(bytes, brotli),
    () => inflateRawSync(bytes, options),
  ]
  for (const way of ways) {
    const unpacked = attempt(way)
    if (unpacked !== null && (textIn(unpacked) !== null || unpacked[0] === 0x1f)) return unpacked
  }
  return null
}

function attempt(unpack: () => Buffer): Buffer | null {
  try {
    const unpacked = unpack()
    return unpacked.length > 0 ? unpacked : null
  } catch {
    return null
  }
}

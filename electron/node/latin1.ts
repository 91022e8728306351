import type { ByteReader } from '../core/stream-flag'

/** Bytes are looked at where they lie; only `textOf` copies. */
export const LATIN1: ByteReader = {
  textOf: (bytes) => bufferOf(bytes).toString('latin1'),
  includes: (bytes, text) => bufferOf(bytes).includes(text, 0, 'latin1'),
}

function bufferOf(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
}

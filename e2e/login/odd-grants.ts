/** The odd forms in which a grant may come and still be a grant: how they are dressed on the wire. */
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib'
import type { DressedAnswer, TokenAnswer } from '../simulator'
import type { Random } from './random'

type Dress = (tokens: TokenAnswer) => DressedAnswer

const plain = (body: object, status = 200): DressedAnswer =>
  bytes(Buffer.from(JSON.stringify(body)), { status })

function bytes(body: Buffer, more: Partial<DressedAnswer> = {}): DressedAnswer {
  return { status: 200, headers: { 'content-type': 'application/json' }, body, isCut: false, ...more }
}

const withLifetime =
  (lifetime: unknown): Dress =>
  (tokens) =>
    plain({ ...tokens, expires_in: lifetime })

const packed =
  (coding: string, pack: (text: Buffer) => Buffer, isTold: boolean): Dress =>
  (tokens) => {
    const headers = { 'content-type': 'application/json', ...(isTold ? { 'content-encoding': coding } : {}) }
    return bytes(pack(Buffer.from(JSON.stringify(tokens))), { headers })
  }

const DRESSES: readonly Dress[] = [
  (tokens) => plain(tokens),
  (tokens) => plain(tokens),
  (tokens) => plain(tokens, 201),
  (tokens) => plain({ ...tokens, error: null }),
  (tokens) => bytes(Buffer.from(`\ufeff${JSON.stringify(tokens)}`)),
  (tokens) => bytes(Buffer.from(JSON.stringify(tokens)), { isCut: true }),
  withLifetime(undefined),
  withLifetime(null),
  withLifetime(0),
  withLifetime(-5),
  withLifetime('6'),
  packed('gzip', gzipSync, true),
  packed('gzip', gzipSync, false),
  packed('deflate', deflateSync, true),
  packed('br', brotliCompressSync, true),
]

export function dressed(tokens: TokenAnswer, random: Random): DressedAnswer {
  const dress = DRESSES[Math.floor(random.between(0, DRESSES.length))]
  return dress === undefined ? plain(tokens) : dress(tokens)
}

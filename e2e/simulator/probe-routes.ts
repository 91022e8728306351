import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { gzipSync } from 'node:zlib'
import type { ApiExchange } from './api-exchange'

const ECHO_PATH = '/coding/echo'
const BYTES_PATH = /^\/coding\/bytes\/(\d+)$/
/** Prime, so that a lost or doubled chunk of any usual size shifts the pattern. */
const PATTERN_BYTES = 251
const CHUNK = Buffer.from(Array.from({ length: PATTERN_BYTES * 256 }, (_, index) => index % PATTERN_BYTES))

export function isEchoPath(path: string): boolean {
  return path === ECHO_PATH || path.startsWith(`${ECHO_PATH}/`)
}

export function isBytesPath(path: string): boolean {
  return BYTES_PATH.test(path)
}

/** What arrived, for tests that compare it with what was sent. The body is hashed, never held. */
export async function readEcho(exchange: ApiExchange): Promise<object> {
  const { req, record } = exchange
  const hash = createHash('sha256')
  let bodyBytes = 0
  for await (const chunk of req) {
    hash.update(chunk)
    bodyBytes += chunk.length
  }
  return {
    method: req.method,
    url: req.url,
    rawHeaders: req.rawHeaders,
    httpVersion: req.httpVersion,
    bodyBytes,
    bodySha256: hash.digest('hex'),
    trailers: req.trailers,
    tokenValid: record.tokenValid,
  }
}

/** `x-sim-gzip: 1` encodes the answer, `x-sim-trailers: 1` chunks it and adds a trailer. */
export function answerEcho(exchange: ApiExchange, echo: object): void {
  const { req, res } = exchange
  const isGzip = req.headers['x-sim-gzip'] === '1'
  const hasTrailers = req.headers['x-sim-trailers'] === '1'
  const json = Buffer.from(JSON.stringify(echo))
  const body = isGzip ? gzipSync(json) : json
  exchange.begin(200, {
    'content-type': 'application/json',
    ...(isGzip ? { 'content-encoding': 'gzip' } : {}),
    ...(hasTrailers ? { trailer: 'x-sim-trailer' } : { 'content-length': body.length }),
  })
  if (req.method === 'HEAD') {
    res.end()
    return
  }
  res.write(body)
  if (hasTrailers) res.addTrailers({ 'x-sim-trailer': 'yes' })
  res.end()
}

/** N bytes, the one at offset i being i modulo 251, no faster than the client reads. */
export async function answerBytes(exchange: ApiExchange): Promise<void> {
  const count = Number(BYTES_PATH.exec(exchange.path)?.[1] ?? 0)
  exchange.begin(200, { 'content-type': 'application/octet-stream', 'content-length': count })
  if (exchange.req.method === 'HEAD') {
    exchange.res.end()
    return
  }
  await pipeline(Readable.from(patternChunks(count), { objectMode: false }), exchange.res)
}

function* patternChunks(count: number): Generator<Buffer> {
  for (let left = count; left > 0; left -= CHUNK.length) {
    yield left >= CHUNK.length ? CHUNK : CHUNK.subarray(0, left)
  }
}

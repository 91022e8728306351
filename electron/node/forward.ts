/**
 * The only file that knows the package http-proxy. What the package does here: `web()` calls `http.request` or
 * `https.request` with method, fields, agent and the target's host and port, and sets the `host` field. Everything else that it
 * could do is ours, for what 1.18.1 does on today's Node would lose or change something: bodies, answers, errors, aborts,
 * time limits and paths (ARCHITECTURE, "The seam"). So it is asked for one `ClientRequest`, before a byte is sent.
 */
import './http-proxy-prelude'
import { ClientRequest, IncomingMessage, type ServerResponse } from 'node:http'
import { Stream } from 'node:stream'
import { createProxyServer } from 'http-proxy'
import type { HeaderFields } from '../core/headers'
import type { Target } from './target'
import type { UpstreamAgent } from './upstream'

/** How the length of a request body is told. */
export type Framing =
  | { readonly kind: 'none' }
  | { readonly kind: 'length'; readonly bytes: string }
  | { readonly kind: 'chunked' }

export interface Outgoing {
  readonly method: string
  /** Path and query below the target's base, exactly as the client sent them. */
  readonly path: string
  readonly fields: HeaderFields
  readonly framing: Framing
  readonly target: Target
  readonly agent: UpstreamAgent
}

/** The package reads method and fields off the client's request; these are the ones to send. */
class RequestToSend extends IncomingMessage {
  constructor(client: IncomingMessage, method: string, fields: HeaderFields) {
    super(client.socket)
    this.method = method
    this.headers = fields
  }
}

/** In place of a body: the package calls `pipe` with its request as soon as it has made it. */
class Handover extends Stream {
  request: ClientRequest | null = null

  override pipe<T extends NodeJS.WritableStream>(destination: T): T {
    if (destination instanceof ClientRequest) this.request = destination
    return destination
  }
}

/** `toProxy` and `ignorePath`: it parses and joins no path, which would collapse `//`; the path is set below. */
const proxy = createProxyServer({
  toProxy: true,
  ignorePath: true,
  changeOrigin: true,
  selfHandleResponse: true,
})
// It throws where nobody listens; who has the request handles its errors.
proxy.on('error', () => undefined)

/** Opens the upstream request for a client's request. Body, answer, errors and abort are the caller's. */
export function openUpstream(outgoing: Outgoing, response: ServerResponse): ClientRequest {
  const { method, fields, framing, agent } = outgoing
  const { protocol, host, port, basePath } = outgoing.target
  const handover = new Handover()
  const target = { protocol, host, hostname: host, port, path: '' }
  proxy.web(new RequestToSend(response.req, method, fields), response, { target, agent, buffer: handover })
  const { request } = handover
  if (request === null) throw new Error('http-proxy made no request')
  request.path = `${basePath}${outgoing.path}`
  // It gives DELETE and OPTIONS a length of 0.
  request.removeHeader('content-length')
  if (framing.kind === 'length') request.setHeader('content-length', framing.bytes)
  if (framing.kind === 'chunked') request.setHeader('transfer-encoding', 'chunked')
  if (framing.kind === 'none') request.useChunkedEncodingByDefault = false
  return request
}

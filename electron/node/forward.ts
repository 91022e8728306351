/**
 * The only file that knows the package http-proxy, and the narrow seam through which 1.18.1 can be used safely on
 * today's Node (see ARCHITECTURE, "The seam"): it opens one upstream request and hands it over before a byte is sent.
 * It never sees a body or an answer.
 */
import './http-proxy-prelude'
import { type ClientRequest, IncomingMessage, type ServerResponse } from 'node:http'
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

const proxy = createProxyServer({})
// Without a listener it throws; errors are handled on the request that is handed over.
proxy.on('error', () => undefined)

/** Opens the upstream request for a client's request. Body, answer, errors and abort are the caller's. */
export function openUpstream(
  outgoing: Outgoing,
  client: IncomingMessage,
  response: ServerResponse,
): ClientRequest {
  const { target, agent, framing } = outgoing
  // A view of its own per try: the package reads these four members, and adds listeners that must not pile up.
  const view = new IncomingMessage(client.socket)
  view.method = outgoing.method
  view.url = outgoing.path
  view.headers = outgoing.fields
  const handover = new Handover()
  proxy.web(view, response, {
    target: {
      protocol: target.protocol,
      host: target.host,
      hostname: target.host,
      port: target.port,
      path: '',
    },
    agent,
    toProxy: true,
    changeOrigin: true,
    selfHandleResponse: true,
    buffer: handover,
  })
  const request = handover.request
  if (request === null) throw new Error('http-proxy handed no request over')
  // It joins paths by collapsing `//`, and gives DELETE and OPTIONS a length of 0.
  request.path = `${target.basePath}${outgoing.path}`
  request.removeHeader('content-length')
  if (framing.kind === 'length') request.setHeader('content-length', framing.bytes)
  if (framing.kind === 'chunked') request.setHeader('transfer-encoding', 'chunked')
  if (framing.kind === 'none') request.useChunkedEncodingByDefault = false
  return request
}

/** In place of a body: `pipe` is called at once with the request, before anything is written. */
class Handover extends Stream {
  request: ClientRequest | null = null

  override pipe<T extends NodeJS.WritableStream>(destination: T): T {
    this.request = isClientRequest(destination) ? destination : null
    return destination
  }
}

function isClientRequest(value: object): value is ClientRequest {
  return 'setHeader' in value && 'path' in value
}

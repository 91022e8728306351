/**
 * The only file that knows the package http-proxy, and the narrow seam through which 1.18.1 can be used safely on
 * today's Node (see ARCHITECTURE, "The seam"): it opens one upstream request and hands it over before a byte is sent.
 * It never sees a body or an answer.
 */
import './http-proxy-prelude'
import { type ClientRequest, IncomingMessage, type ServerResponse } from 'node:http'
import { Socket } from 'node:net'
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

/** Opens the upstream request for a client's request. Body, answer, errors and abort are the caller's. */
export function openUpstream(outgoing: Outgoing, response: ServerResponse): ClientRequest {
  const { target, agent, framing } = outgoing
  view.method = outgoing.method
  view.headers = outgoing.fields
  proxyTo(target, agent).web(view, response)
  const request = handover.take()
  // It is told to leave the path to us (it would join it by collapsing `//`), and gives DELETE and OPTIONS a length of 0.
  request.path = `${target.basePath}${outgoing.path}`
  request.removeHeader('content-length')
  if (framing.kind === 'length') request.setHeader('content-length', framing.bytes)
  if (framing.kind === 'chunked') request.setHeader('transfer-encoding', 'chunked')
  if (framing.kind === 'none') request.useChunkedEncodingByDefault = false
  return request
}

type ProxyServer = ReturnType<typeof createProxyServer>

const proxies = new WeakMap<UpstreamAgent, ProxyServer>()

/** One for each agent, since it copies what is not given beforehand for every request. */
function proxyTo(target: Target, agent: UpstreamAgent): ProxyServer {
  const known = proxies.get(agent)
  if (known !== undefined) return known
  const { protocol, host, port } = target
  const proxy = createProxyServer({
    target: { protocol, host, hostname: host, port, path: '' },
    agent,
    toProxy: true,
    ignorePath: true,
    changeOrigin: true,
    selfHandleResponse: true,
    buffer: handover,
  })
  // Without a listener it throws; errors are handled on the request that is handed over.
  proxy.on('error', () => undefined)
  proxies.set(agent, proxy)
  return proxy
}

/**
 * In place of the client's request. The package reads method and fields, and listens for an end that is the caller's to
 * notice: as one view serves all, those listeners would pile up.
 */
class View extends IncomingMessage {
  override on(): this {
    return this
  }
}

/** In place of a body: `pipe` is called at once with the request, before anything is written. */
class Handover extends Stream {
  #request: ClientRequest | null = null

  override pipe<T extends NodeJS.WritableStream>(destination: T): T {
    this.#request = isClientRequest(destination) ? destination : null
    return destination
  }

  take(): ClientRequest {
    const request = this.#request
    this.#request = null
    if (request === null) throw new Error('http-proxy handed no request over')
    return request
  }
}

function isClientRequest(value: object): value is ClientRequest {
  return 'setHeader' in value && 'path' in value
}

const view = new View(new Socket())
const handover = new Handover()

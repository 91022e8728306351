/** One connection to a host along one way: straight, or through a proxy. Whatever a proxy does wrong is told as such. */
import { request as httpRequest, type RequestOptions } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { connect, Socket } from 'node:net'
import type { ConnectionOptions, SecureContext } from 'node:tls'
import { hostPort, type ProxyWay, type Way } from '../../core/network/proxy-answer'
import { reason } from '../../core/words/reason'
import { describeFailure, ProxyRefusal, UnreachedError } from './failure'
import type { Target } from './target'
import { connectTimeout, openedWithin } from './upstream-socket'

export interface TunnelOptions {
  readonly target: Target
  readonly limitMs: number
  /** The trust for a proxy that is itself reached by TLS; undefined for the system's default. */
  readonly trust: SecureContext | undefined
  /** The proxy's `name:password`; null for none. */
  readonly credentials: string | null
}

/** Rejects with the reason; for a proxy without a code of the system, which would be taken for one of Kimi's. */
export function openWay(way: Way, options: TunnelOptions): Promise<Socket> {
  // Each step has its own limit, which starts anew with the next step, and with every byte of some.
  const { limitMs } = options
  return openedWithin(openSteps(way, options), limitMs, () => lateOn(way))
}

function lateOn(way: Way): Error {
  return way.kind === 'direct'
    ? connectTimeout()
    : new UnreachedError(reason('proxySilent', { proxy: hostPort(way) }))
}

function openSteps(way: Way, options: TunnelOptions): Promise<Socket> {
  if (way.kind === 'direct') return openTcp(options.target, options.limitMs)
  switch (way.protocol) {
    case 'http':
    case 'https':
      return openConnect(way, options)
    case 'socks4':
    case 'socks5':
      return openSocksProxy(way, options)
  }
}

/** Rejects with the system's error, or ETIMEDOUT after `limitMs`. */
function openTcp({ host, port }: { host: string; port: number }, limitMs: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port, noDelay: true })
    const onTimeout = () => socket.destroy(connectTimeout())
    socket.setTimeout(limitMs, onTimeout)
    socket.once('error', reject)
    socket.once('connect', () => {
      socket.setTimeout(0, onTimeout).off('error', reject)
      resolve(socket)
    })
  })
}

/**
 * A tunnel through an HTTP proxy (RFC 9110, section 9.3.6). Anything but 2xx is an error of the proxy: handing its
 * 401 or 403 on, as the usual packages do, would look as if Kimi had refused the login.
 */
function openConnect(way: ProxyWay, options: TunnelOptions): Promise<Socket> {
  const proxy = hostPort(way)
  return new Promise((resolve, reject) => {
    const request = way.protocol === 'https' ? httpsRequest : httpRequest
    const connecting = request(connectRequest(way, options))
    connecting.once('connect', (response, socket) => {
      const status = response.statusCode ?? 0
      if (status >= 200 && status < 300 && socket instanceof Socket) {
        socket.setTimeout(0)
        return resolve(socket)
      }
      socket.destroy()
      const refusal =
        status === 407 ? reason('proxyWantsPassword', { proxy }) : reason('proxyRefused', { proxy, status })
      reject(new ProxyRefusal(refusal))
    })
    connecting.once('timeout', () => connecting.destroy(new UnreachedError(reason('proxySilent', { proxy }))))
    connecting.once('error', (error) => reject(proxyFailure(way, error)))
    connecting.end()
  })
}

function connectRequest(
  proxy: ProxyWay,
  { target, limitMs, trust, credentials }: TunnelOptions,
): RequestOptions & Pick<ConnectionOptions, 'secureContext'> {
  const authority = hostPort(target)
  const authorization =
    credentials === null
      ? {}
      : { 'proxy-authorization': `Basic ${Buffer.from(credentials).toString('base64')}` }
  return {
    host: proxy.host,
    port: proxy.port,
    method: 'CONNECT',
    path: authority,
    headers: { host: authority, ...authorization },
    agent: false,
    timeout: limitMs,
    secureContext: trust,
  }
}

async function openSocksProxy(
  way: ProxyWay,
  { target, limitMs, credentials }: TunnelOptions,
): Promise<Socket> {
  // Loaded only here: few have such a proxy, and it would cost every start 5 ms.
  const { openSocks } = await import('./socks')
  const socket = await openTcp(way, limitMs).catch((error: unknown) => {
    throw proxyFailure(way, error)
  })
  const version = way.protocol === 'socks4' ? 4 : 5
  const outcome = await openSocks(socket, { version, target, credentials, limitMs })
  switch (outcome.kind) {
    case 'open':
      return socket
    case 'refused':
      throw new ProxyRefusal(reason('proxySaid', { proxy: hostPort(way), words: outcome.words }))
    case 'silent':
      throw new UnreachedError(reason('proxySilent', { proxy: hostPort(way) }))
  }
}

/** Without the cause: a code would be taken for one of Kimi's own connection. */
function proxyFailure(proxy: ProxyWay, error: unknown): Error {
  return new UnreachedError(reason('proxyFailed', { reason: describeFailure(error, hostPort(proxy)) }))
}

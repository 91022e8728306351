/**
 * Connections to Kimi: kept alive, one opened ahead of need, through the CONNECT proxy and with the extra CA where
 * those are set. API and sign-in host get theirs from here, so that both always take the same way.
 */
import { X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { Agent as HttpAgent, request as httpRequest } from 'node:http'
import {
  type AgentOptions,
  Agent as HttpsAgent,
  request as httpsRequest,
  type RequestOptions,
} from 'node:https'
import { isIP, Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { createSecureContext, rootCertificates, type SecureContext } from 'node:tls'
import { KimiProxyError, systemCode } from '../core/errors'
import { bypassesProxy } from '../core/no-proxy'
import { HIDDEN } from '../core/secret'
import { describeFailure } from './network-failure'

/** Below the usual idle limits of servers (60 s and more), so that we close first. */
const IDLE_MS = 55_000
const CONNECT_TIMEOUT_MS = 30_000

export interface NetworkSettings {
  readonly proxy: string | null
  readonly noProxy: string
  readonly extraCaFile: string | null
}

export interface Target {
  readonly protocol: 'http:' | 'https:'
  /** Without brackets. */
  readonly host: string
  readonly port: number
  /** Without a trailing slash. */
  readonly basePath: string
}

/** Throws SETTING_INVALID. */
export function targetOf(url: string): Target {
  const { protocol, hostname, port, pathname } = parsedUrl(url)
  const secure = protocol === 'https:'
  return {
    protocol: secure ? 'https:' : 'http:',
    host: hostname.replace(/^\[|\]$/g, ''),
    port: port === '' ? (secure ? 443 : 80) : Number(port),
    basePath: pathname.replace(/\/+$/, ''),
  }
}

/** The settings know the form of a URL, but not every host name that cannot be (1.2.3.4.5, say). */
function parsedUrl(url: string): URL {
  try {
    return new URL(url)
  } catch (error) {
    const shown = url.replace(/\/\/.*@/s, `//${HIDDEN}@`)
    throw new KimiProxyError(
      'SETTING_INVALID',
      `"${shown}" is no usable address.`,
      'Correct its host name.',
      error,
      shown,
    )
  }
}

/** The TLS trust for all connections; undefined for the system's default. Throws SETTING_INVALID. */
export function trustFrom(extraCaFile: string | null): SecureContext | undefined {
  if (extraCaFile === null) return undefined
  try {
    const pem = readFileSync(extraCaFile, 'utf8')
    // Left to itself, TLS passes over what is no certificate in silence.
    if (!holdsCertificate(pem)) throw new Error('no PEM certificate')
    return createSecureContext({ ca: [...rootCertificates, pem] })
  } catch (error) {
    throw new KimiProxyError(
      'SETTING_INVALID',
      `The extra CA file "${extraCaFile}" cannot be used (${systemCode(error) ?? 'no PEM certificate'}).`,
      'Correct extraCaFile or NODE_EXTRA_CA_CERTS.',
      error,
      extraCaFile,
    )
  }
}

function holdsCertificate(pem: string): boolean {
  try {
    return new X509Certificate(pem).raw.length > 0
  } catch {
    return false
  }
}

/** `socket`: TLS is spoken over it instead of a new TCP connection (nodejs.org, tls.connect). */
type ConnectionOptions = RequestOptions & { readonly socket?: Duplex | undefined }

type Created = (error: Error | null, stream: Duplex) => void

/** One agent per target. `http:` targets exist on loopback only (tests, demo) and are reached directly. */
export function createAgent(
  target: Target,
  network: NetworkSettings,
  trust: SecureContext | undefined,
): UpstreamAgent {
  if (target.protocol === 'http:')
    return new PlainAgent({ keepAlive: true, scheduling: 'lifo', timeout: IDLE_MS })
  const proxied = network.proxy !== null && !bypassesProxy(target.host, target.port, network.noProxy)
  const proxy = proxied && network.proxy !== null ? parsedUrl(network.proxy) : null
  const options: AgentOptions = { keepAlive: true, scheduling: 'lifo', timeout: IDLE_MS, noDelay: true }
  return new SecureAgent(target, proxy, trust === undefined ? options : { ...options, secureContext: trust })
}

export interface UpstreamAgent extends HttpAgent {
  /** Opens one connection ahead of need. Resolves either way. */
  prewarm(): Promise<void>
  /** Closes connections that lie idle: after sleep or one stale connection the others are not to be trusted. */
  dropIdle(): void
  /** Whether this connection lay idle before its present request, so that its end may have gone unseen. */
  wasIdle(socket: Socket): boolean
}

class PlainAgent extends HttpAgent implements UpstreamAgent {
  async prewarm(): Promise<void> {}

  dropIdle(): void {
    destroyIdle(this)
  }

  wasIdle(): boolean {
    return false
  }
}

class SecureAgent extends HttpsAgent implements UpstreamAgent {
  readonly #target: Target
  readonly #proxy: URL | null
  /** Open and unused; the value prepares one for its first request. */
  readonly #warm = new Map<Socket, () => void>()
  readonly #usedWarm = new WeakSet<Socket>()

  constructor(target: Target, proxy: URL | null, options: AgentOptions) {
    super(options)
    this.#target = target
    this.#proxy = proxy
  }

  override createConnection(options: ConnectionOptions, callback?: Created): Duplex | null | undefined {
    const [warm] = this.#warm
    if (warm !== undefined) {
      const [socket, handOver] = warm
      handOver()
      this.#usedWarm.add(socket)
      return socket
    }
    if (this.#proxy === null) return super.createConnection(options, callback)
    openTunnel(this.#proxy, this.#target).then(
      (socket) => callback?.(null, this.#overTunnel(options, socket)),
      (error: Error) => this.#fail(error, callback),
    )
    return undefined
  }

  async prewarm(): Promise<void> {
    if (this.#warm.size > 0) return
    const { host, port } = this.#target
    try {
      const options = { ...this.options, host, port, servername: isIP(host) === 0 ? host : '' }
      const tunnel = this.#proxy === null ? null : await openTunnel(this.#proxy, this.#target)
      const stream = tunnel === null ? super.createConnection(options) : this.#overTunnel(options, tunnel)
      if (stream instanceof Socket) await this.#keepWarm(stream)
    } catch {
      // Only a head start is lost; the next request says what is wrong.
    }
  }

  dropIdle(): void {
    destroyIdle(this)
    for (const socket of this.#warm.keys()) socket.destroy()
    this.#warm.clear()
  }

  wasIdle(socket: Socket): boolean {
    return this.#usedWarm.has(socket)
  }

  override destroy(): void {
    this.dropIdle()
    super.destroy()
  }

  #overTunnel(options: ConnectionOptions, socket: Socket): Duplex {
    const secured: ConnectionOptions = { ...options, socket }
    return super.createConnection(secured) ?? socket
  }

  #keepWarm(socket: Socket): Promise<void> {
    return new Promise((resolve) => {
      const forget = () => {
        this.#warm.delete(socket)
        resolve()
      }
      const expire = () => socket.destroy()
      const handOver = () => {
        this.#warm.delete(socket)
        // Its idle timer must go too: it would end a request that Kimi thinks about for a minute.
        socket.off('error', forget).off('close', forget).setTimeout(0, expire).ref()
      }
      socket.once('secureConnect', () => {
        this.#warm.set(socket, handOver)
        socket.unref()
        resolve()
      })
      socket.once('error', forget).once('close', forget).setTimeout(IDLE_MS, expire)
    })
  }

  /** Node's types want a stream beside the error; at run time there is none. */
  #fail(error: Error, callback: Created | undefined): void {
    const fail: ((error: Error) => void) | undefined = callback as ((error: Error) => void) | undefined
    fail?.(error)
  }
}

function destroyIdle(agent: HttpAgent): void {
  for (const sockets of Object.values(agent.freeSockets)) for (const socket of sockets ?? []) socket.destroy()
}

/**
 * A tunnel through an HTTP proxy (RFC 9110, section 9.3.6). Anything but 2xx is an error of the proxy: handing its
 * 401 or 403 on, as the usual packages do, would look as if Kimi had refused the login.
 */
function openTunnel(proxy: URL, target: Target): Promise<Socket> {
  const authority = `${target.host.includes(':') ? `[${target.host}]` : target.host}:${target.port}`
  const credentials = decodeURIComponent(`${proxy.username}:${proxy.password}`)
  const authorization =
    credentials === ':'
      ? {}
      : { 'proxy-authorization': `Basic ${Buffer.from(credentials).toString('base64')}` }
  const secure = proxy.protocol === 'https:'
  return new Promise((resolve, reject) => {
    const connect = (secure ? httpsRequest : httpRequest)({
      host: proxy.hostname.replace(/^\[|\]$/g, ''),
      port: proxy.port === '' ? (secure ? 443 : 80) : Number(proxy.port),
      method: 'CONNECT',
      path: authority,
      headers: { host: authority, ...authorization },
      agent: false,
      timeout: CONNECT_TIMEOUT_MS,
    })
    connect.once('connect', (response, socket) => {
      const status = response.statusCode ?? 0
      if (status >= 200 && status < 300 && socket instanceof Socket) {
        socket.setTimeout(0)
        return resolve(socket)
      }
      socket.destroy()
      reject(new Error(`the proxy ${proxy.host} refused the connection with HTTP ${status}`))
    })
    connect.once('timeout', () => connect.destroy(new Error(`the proxy ${proxy.host} did not answer`)))
    // In words, without the cause: a code would be taken for one of Kimi's own connection.
    connect.once('error', (error) =>
      reject(new Error(`the proxy failed: ${describeFailure(error, proxy.host)}`)),
    )
    connect.end()
  })
}

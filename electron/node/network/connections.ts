/**
 * Connections to Kimi: kept alive, one opened ahead of need, along the way that `way.ts` finds and with the extra CA
 * where one is set. API and sign-in host get theirs from here, so that both always take the same way.
 */
import { X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { Agent as HttpAgent } from 'node:http'
import { type AgentOptions, Agent as HttpsAgent, type RequestOptions } from 'node:https'
import { isIP, Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { createSecureContext, rootCertificates, type SecureContext } from 'node:tls'
import { KimiProxyError, systemCode, systemReason } from '../../core/basics/errors'
import { reason } from '../../core/words/reason'
import { noteBeforeTls } from './failure'
import type { Target } from './target'
import { type ProxySettings, type RouteOptions, WayFinder } from './way'

/** Below the usual idle limits of servers (60 s and more), so that we close first. */
const IDLE_MS = 55_000

export interface NetworkSettings extends ProxySettings {
  readonly extraCaFile: string | null
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
    const why = systemCode(error) === null ? reason('noCertificate') : systemReason(error)
    throw new KimiProxyError('SETTING_INVALID.certificate', { path: extraCaFile, reason: why }, error)
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

/**
 * One agent per target. `http:` targets exist on loopback only (tests, demo) and are reached directly. Throws
 * SETTING_INVALID.
 */
export function createAgent(
  target: Target,
  network: NetworkSettings,
  trust: SecureContext | undefined,
  options: RouteOptions = {},
): UpstreamAgent {
  const plain: AgentOptions = { keepAlive: true, scheduling: 'lifo', timeout: IDLE_MS }
  if (target.protocol === 'http:') return new PlainAgent(plain)
  const secure = { ...plain, noDelay: true, ...(trust === undefined ? {} : { secureContext: trust }) }
  return new SecureAgent(target, new WayFinder(target, network, options), secure)
}

export interface UpstreamAgent extends HttpAgent {
  /** Opens one connection ahead of need. Resolves either way. */
  prewarm(): Promise<void>
  /** Closes connections that lie idle: after sleep or one stale connection the others are not to be trusted. */
  dropIdle(): void
  /** Asks the system for the way again, and closes what lies idle on another one. Resolves either way. */
  followSystem(): Promise<void>
  /** Whether this connection lay idle before its present request, so that its end may have gone unseen. */
  wasIdle(socket: Socket): boolean
}

class PlainAgent extends HttpAgent implements UpstreamAgent {
  async prewarm(): Promise<void> {}

  async followSystem(): Promise<void> {}

  dropIdle(): void {
    for (const socket of idleSockets(this)) socket.destroy()
  }

  wasIdle(): boolean {
    return false
  }
}

class SecureAgent extends HttpsAgent implements UpstreamAgent {
  readonly #target: Target
  readonly #route: WayFinder
  readonly #trust: SecureContext | undefined
  /** Open or about to be, and unused; the value prepares one for its first request. */
  readonly #warm = new Map<Socket, () => void>()
  /** Had lain idle when a request took them. */
  readonly #usedWarm = new WeakSet<Socket>()
  /** The route's key when a connection was made. */
  readonly #keyOf = new WeakMap<Duplex, string>()

  constructor(target: Target, route: WayFinder, options: AgentOptions) {
    super(options)
    this.#target = target
    this.#route = route
    this.#trust = options.secureContext
  }

  override createConnection(options: ConnectionOptions, callback?: Created): Duplex | null | undefined {
    const [warm] = this.#warm
    if (warm !== undefined) {
      const [socket, handOver] = warm
      handOver()
      return socket
    }
    if (this.#route.isDirect) return watchedForTls(super.createConnection(options, callback))
    this.#connect(options).then(
      (stream) => callback?.(null, stream),
      (error: Error) => this.#fail(error, callback),
    )
    return undefined
  }

  /** A connection whose way was left meanwhile serves no further request. Its answer is not in Node's types. */
  override keepSocketAlive(socket: Duplex): unknown {
    return this.#isOnTheWay(socket) && super.keepSocketAlive(socket)
  }

  async prewarm(): Promise<void> {
    if (this.#warm.size > 0) return
    // Now nobody waits if they fail again.
    this.#route.forgetFailures()
    const { host, port } = this.#target
    try {
      const options = { ...this.options, host, port, servername: isIP(host) === 0 ? host : '' }
      const stream = await this.#connect(options)
      if (stream instanceof Socket) await this.#keepWarm(stream)
    } catch {
      // Only a head start is lost; the next request says what is wrong.
    }
  }

  dropIdle(): void {
    this.#drop(() => true)
  }

  async followSystem(): Promise<void> {
    await this.#route.review()
    this.#drop((socket) => !this.#isOnTheWay(socket))
  }

  wasIdle(socket: Socket): boolean {
    return this.#usedWarm.has(socket)
  }

  override destroy(): void {
    this.dropIdle()
    super.destroy()
  }

  async #connect(options: ConnectionOptions): Promise<Duplex> {
    await this.followSystem()
    const { key } = this.#route
    const socket = await this.#route.open(this.#trust)
    const way: ConnectionOptions = socket === null ? options : { ...options, socket }
    const stream = watchedForTls(super.createConnection(way))
    if (stream === null || stream === undefined) throw new Error('no connection was made')
    this.#keyOf.set(stream, key)
    return stream
  }

  #isOnTheWay(socket: Duplex): boolean {
    const key = this.#keyOf.get(socket)
    return key === undefined || key === this.#route.key
  }

  #drop(concerns: (socket: Socket) => boolean): void {
    for (const socket of idleSockets(this)) if (concerns(socket)) socket.destroy()
    for (const socket of this.#warm.keys()) {
      if (!concerns(socket)) continue
      this.#warm.delete(socket)
      socket.destroy()
    }
  }

  /** Resolves once it is up, or never will be. A request may have it before that, and waits for what is left. */
  #keepWarm(socket: Socket): Promise<void> {
    return new Promise((resolve) => {
      const forget = () => {
        this.#warm.delete(socket)
        resolve()
      }
      const expire = () => socket.destroy()
      let isUp = false
      const settle = () => {
        isUp = true
        this.#warm.set(socket, handOver)
        socket.unref()
        resolve()
      }
      const handOver = () => {
        this.#warm.delete(socket)
        if (isUp) this.#usedWarm.add(socket)
        // Its idle timer must go too: it would end a request that Kimi thinks about for a minute.
        socket.off('error', forget).off('close', forget).off('secureConnect', settle)
        socket.setTimeout(0, expire).ref()
        resolve()
      }
      // Where ways change, the one that was begun may have been left by now.
      if (this.#route.isDirect) this.#warm.set(socket, handOver)
      socket.once('secureConnect', settle)
      socket.once('error', forget).once('close', forget).setTimeout(IDLE_MS, expire)
    })
  }

  /** Node's types want a stream beside the error; at run time there is none. */
  #fail(error: Error, callback: Created | undefined): void {
    const fail: ((error: Error) => void) | undefined = callback as ((error: Error) => void) | undefined
    fail?.(error)
  }
}

/** Until TLS is up nothing of a request has been sent, whatever has happened to the connection. */
function watchedForTls<T extends Duplex | null | undefined>(stream: T): T {
  stream?.once('error', noteBeforeTls)
  stream?.once('secureConnect', () => stream.off('error', noteBeforeTls))
  return stream
}

function idleSockets(agent: HttpAgent): Socket[] {
  return Object.values(agent.freeSockets).flatMap((sockets) => sockets ?? [])
}

/**
 * Connections to Kimi: kept alive, one opened ahead of need, along the way that `way.ts` finds and with the extra CA
 * where one is set. API and sign-in host get theirs from here, so that both always take the same way.
 */
import { type ClientRequest, Agent as HttpAgent } from 'node:http'
import { type AgentOptions, Agent as HttpsAgent, type RequestOptions } from 'node:https'
import { isIP, Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import type { SecureContext } from 'node:tls'
import { isConnectFailure } from './failure'
import type { Target } from './target'
import { IdleMarks, readingToTheEnd, secured } from './upstream-socket'
import { type ProxySettings, type RouteOptions, WayFinder } from './way'

/** Below the usual idle limits of servers (60 s and more), so that we close first. */
const IDLE_MS = 55_000
/** For lookup, TCP, proxy and TLS together; Chromium gives TCP alone 4 min, but tells a person what it waits for. */
const CONNECT_LIMIT_MS = 8_000

export interface NetworkSettings extends ProxySettings {
  readonly extraCaFile: string | null
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
  options: RouteOptions & { readonly connectMs?: number } = {},
): UpstreamAgent {
  const plain: AgentOptions = { keepAlive: true, scheduling: 'lifo', timeout: IDLE_MS }
  if (target.protocol === 'http:') return new PlainAgent(plain)
  const secure = { ...plain, noDelay: true, ...(trust === undefined ? {} : { secureContext: trust }) }
  const { connectMs = CONNECT_LIMIT_MS } = options
  return new SecureAgent(target, new WayFinder(target, network, options), secure, connectMs)
}

export interface UpstreamAgent extends HttpAgent {
  /** Opens one connection ahead of need. Resolves either way. */
  prewarm(): Promise<void>
  /** Closes connections that lie idle: after sleep or one stale connection the others are not to be trusted. */
  dropIdle(): void
  /** Asks the system for the way again, and closes what lies idle on another one. Resolves either way. */
  followSystem(): Promise<void>
  /** Whether this connection lay idle before its present request and nothing has come on it since: it may have ended unseen. */
  wasIdle(socket: Socket): boolean
}

class PlainAgent extends HttpAgent implements UpstreamAgent {
  readonly #idle = new IdleMarks()

  override createConnection(options: RequestOptions, callback?: Created): Duplex | null | undefined {
    return readingToTheEnd(super.createConnection(options, callback))
  }

  override reuseSocket(socket: Duplex, request: ClientRequest): void {
    this.#idle.taken(socket)
    super.reuseSocket(socket, request)
  }

  async prewarm(): Promise<void> {}

  async followSystem(): Promise<void> {}

  dropIdle(): void {
    for (const socket of idleSockets(this)) socket.destroy()
  }

  wasIdle(socket: Socket): boolean {
    return this.#idle.isUntouched(socket)
  }
}

class SecureAgent extends HttpsAgent implements UpstreamAgent {
  readonly #target: Target
  readonly #route: WayFinder
  readonly #trust: SecureContext | undefined
  readonly #connectMs: number
  readonly #idle = new IdleMarks()
  /** Open and unused; the value takes its idle limit away. */
  readonly #warm = new Map<Socket, () => void>()
  /** About to be open; a request may have it before, and waits for what is left. */
  #warming: Promise<Duplex> | null = null
  /** The route's key when a connection was made. */
  readonly #keyOf = new WeakMap<Duplex, string>()

  constructor(target: Target, route: WayFinder, options: AgentOptions, connectMs: number) {
    super(options)
    this.#target = target
    this.#route = route
    this.#trust = options.secureContext
    this.#connectMs = connectMs
  }

  /** All its connections lead to one target in one manner: Node's own name, made twice for every request, lists all options. */
  override getName(): string {
    return this.#target.host
  }

  override createConnection(options: ConnectionOptions, callback?: Created): Duplex | null | undefined {
    const [warm] = this.#warm
    if (warm !== undefined) {
      const [socket, handOver] = warm
      handOver()
      return socket
    }
    this.#begun(options).then(
      (stream) => callback?.(null, stream),
      (error: Error) => this.#fail(error, callback),
    )
    return undefined
  }

  override reuseSocket(socket: Duplex, request: ClientRequest): void {
    this.#idle.taken(socket)
    super.reuseSocket(socket, request)
  }

  /** A connection whose way was left meanwhile serves no further request. Its answer is not in Node's types. */
  override keepSocketAlive(socket: Duplex): unknown {
    return this.#isOnTheWay(socket) && super.keepSocketAlive(socket)
  }

  async prewarm(): Promise<void> {
    if (this.#warm.size > 0 || this.#warming !== null) return
    // Now nobody waits if they fail again.
    this.#route.forgetFailures()
    const { host, port } = this.#target
    const begun = this.#connect({ ...this.options, host, port, servername: isIP(host) === 0 ? host : '' })
    // Where ways change, the one that was begun may have been left by now.
    const isOffered = this.#route.isDirect
    if (isOffered) this.#warming = begun
    try {
      const stream = await begun
      if (stream instanceof Socket && (!isOffered || this.#warming === begun)) this.#keepWarm(stream)
    } catch {
      // Only a head start is lost; the next request says what is wrong.
    }
    if (this.#warming === begun) this.#warming = null
  }

  dropIdle(): void {
    this.#drop(() => true)
    this.#warming?.then(
      (stream) => stream.destroy(),
      () => undefined,
    )
    this.#warming = null
  }

  async followSystem(): Promise<void> {
    await this.#route.review()
    this.#drop((socket) => !this.#isOnTheWay(socket))
  }

  wasIdle(socket: Socket): boolean {
    return this.#idle.isUntouched(socket)
  }

  override destroy(): void {
    this.dropIdle()
    super.destroy()
  }

  #begun(options: ConnectionOptions): Promise<Duplex> {
    const begun = this.#warming ?? this.#connect(options)
    this.#warming = null
    return begun
  }

  /** Nothing has been sent on a connection that did not come about: it is tried once more, by another way if there is one. */
  async #connect(options: ConnectionOptions): Promise<Duplex> {
    try {
      return await this.#connectOnce(options)
    } catch (error) {
      if (!isConnectFailure(error)) throw error
      return this.#connectOnce(options)
    }
  }

  async #connectOnce(options: ConnectionOptions): Promise<Duplex> {
    await this.followSystem()
    const { key } = this.#route
    const endsAtMs = performance.now() + this.#connectMs
    const socket = await this.#route.open(this.#trust, this.#connectMs)
    const way: ConnectionOptions = socket === null ? options : { ...options, socket }
    const stream = readingToTheEnd(super.createConnection(way))
    if (stream === null || stream === undefined) throw new Error('no connection was made')
    this.#keyOf.set(stream, key)
    try {
      return await secured(stream, Math.max(1, endsAtMs - performance.now()))
    } catch (error) {
      if (socket !== null && isConnectFailure(error)) this.#route.leadsNowhere(socket)
      throw error
    }
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

  #keepWarm(socket: Socket): void {
    const forget = () => this.#warm.delete(socket)
    const expire = () => socket.destroy()
    this.#warm.set(socket, () => {
      forget()
      this.#idle.taken(socket)
      // Its idle timer must go too: it would end a request that Kimi thinks about for a minute.
      socket.off('error', forget).off('close', forget)
      socket.setTimeout(0, expire).ref()
    })
    socket.once('error', forget).once('close', forget).setTimeout(IDLE_MS, expire)
    socket.unref()
  }

  /** Node's types want a stream beside the error; at run time there is none. */
  #fail(error: Error, callback: Created | undefined): void {
    const fail: ((error: Error) => void) | undefined = callback as ((error: Error) => void) | undefined
    fail?.(error)
  }
}

function idleSockets(agent: HttpAgent): Socket[] {
  return Object.values(agent.freeSockets).flatMap((sockets) => sockets ?? [])
}

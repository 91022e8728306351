/**
 * The connections of clients: how many there may be, how many requests of one are served at once, and who has left for good.
 *
 * A client may end its side after its request and still wait (RFC 9112, section 9.6), or be gone: both look the same until
 * something is written. So an interim answer is written, and a second one a moment later: to one that is gone the first is
 * answered by a reset, at which the second fails, and whoever waits for the client's end hears of it as ever.
 */
import { readFileSync } from 'node:fs'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { overloadedError } from '../../core/proxy/error-body'
import type { Say } from '../../core/words/say'
import { newRequestId, rawAnswer } from './send-json'

/** Told to a response whose head is sent and whose client has ended its side: write something harmless if you can. */
export const PROBE = Symbol('write something to a client that may have left')

/** Of one connection, served at the same time; more wait. */
const MOST_AT_ONCE = 100
/** So many there may be under any limit that a system has in use; only past them it is looked up. */
const FEW_CLIENTS = 16
/** Log, lock, listener, sign-in, and what a library may open. */
const OTHER_DESCRIPTORS = 64
/** A client takes one descriptor and its request another; the rest are for those that are turned away. */
const SHARE = 0.4
const MOST_CLIENTS = 10_000
/** So many may be told in their own time why they are turned away. */
const MOST_TURNED_AWAY = 64
const TURN_AWAY_MS = 2_000
/** For all others: a connection closed before its request is read ends with a reset, which may overtake the answer. */
const TURN_AWAY_FAST_MS = 100
/** The reset comes from the client's system, on the same computer. */
const SECOND_PROBE_MS = 2

export interface Client {
  /** Whether one more request can be served; the others are answered that they are too many. */
  readonly isOneTooMany: boolean
  /** The answer whose turn it is. */
  current: ServerResponse | null
}

interface Connection extends Client {
  running: number
  isPaused: boolean
  readonly waiting: (() => void)[]
}

export class ClientConnections {
  readonly #clients = new WeakMap<Duplex, Connection>()
  readonly #say: () => Say
  #open = 0
  #turnedAway = 0
  #most: number | null = null

  constructor(server: Server, say: () => Say, most: number | null = null) {
    this.#say = say
    this.#most = most
    // Not in Node's documentation; without it a client that ends its side gets no answer (lib/_http_server.js).
    Object.assign(server, { httpAllowHalfOpen: true })
    server.on('connection', (socket: Socket) => this.#opened(socket))
  }

  of(socket: Duplex): Client | undefined {
    return this.#clients.get(socket)
  }

  /** Calls `serve` now, or once enough of the earlier requests of the connection are answered. */
  take(request: IncomingMessage, response: ServerResponse, serve: () => void): void {
    const client = this.#clients.get(request.socket)
    if (client === undefined) return serve()
    const note = () => {
      client.current = response
    }
    if (response.socket === null) response.once('socket', note)
    else note()
    response.once('close', () => {
      client.running -= 1
      if (client.current === response) client.current = null
      this.#next(client, request.socket)
    })
    client.waiting.push(serve)
    this.#next(client, request.socket)
  }

  #next(client: Connection, socket: Socket): void {
    while (client.running < MOST_AT_ONCE) {
      const serve = client.waiting.shift()
      if (serve === undefined) break
      client.running += 1
      serve()
    }
    // Read no further ahead than to what has come already.
    const mustPause = client.waiting.length > 0
    if (mustPause) socket.pause()
    else if (client.isPaused) socket.resume()
    client.isPaused = mustPause
  }

  #opened(socket: Socket): void {
    this.#open += 1
    const isOneTooMany = this.#open > this.#mostClients()
    const client: Connection = { isOneTooMany, current: null, running: 0, isPaused: false, waiting: [] }
    this.#clients.set(socket, client)
    socket.once('close', () => {
      this.#open -= 1
    })
    socket.once('end', () => probe(client.current))
    // Each request that waits for its turn listens for the end of the connection.
    socket.setMaxListeners(MOST_AT_ONCE + 20)
    if (isOneTooMany) this.#turnAway(socket)
  }

  #turnAway(socket: Socket): void {
    this.#turnedAway += 1
    const isInTime = this.#turnedAway <= MOST_TURNED_AWAY
    const end = () => {
      if (isInTime && socket.writable) socket.write(tooManyAnswer(this.#say()))
      socket.destroySoon()
    }
    if (!isInTime) socket.end(tooManyAnswer(this.#say()))
    const timer = setTimeout(end, isInTime ? TURN_AWAY_MS : TURN_AWAY_FAST_MS).unref()
    socket.once('close', () => {
      clearTimeout(timer)
      this.#turnedAway -= 1
    })
  }

  #mostClients(): number {
    if (this.#most === null && this.#open > FEW_CLIENTS) this.#most = clientsWithin(descriptorLimit())
    return this.#most ?? FEW_CLIENTS
  }
}

function tooManyAnswer(say: Say): string {
  return rawAnswer('503 Service Unavailable', overloadedError(say('answer.tooMany'), newRequestId()).body)
}

function probe(response: ServerResponse | null): void {
  const once = () => {
    if (response === null || response.destroyed || response.writableEnded) return
    if (response.headersSent) response.emit(PROBE)
    else if (response.req.httpVersionMinor > 0) response.writeProcessing()
  }
  once()
  setTimeout(once, SECOND_PROBE_MS).unref()
}

export function clientsWithin(descriptors: number): number {
  return Math.max(FEW_CLIENTS, Math.min(MOST_CLIENTS, Math.floor((descriptors - OTHER_DESCRIPTORS) * SHARE)))
}

/** How many files and connections the system lets this process have. */
function descriptorLimit(): number {
  switch (process.platform) {
    case 'win32':
      return Number.POSITIVE_INFINITY
    case 'linux':
      return limitIn(readFileSync('/proc/self/limits', 'utf8'))
    default:
      return limitOfReport(process.report.getReport())
  }
}

/** The soft limit (proc(5)). */
function limitIn(limits: string): number {
  const soft = /^Max open files +(\d+)/m.exec(limits)?.[1]
  return soft === undefined ? Number.POSITIVE_INFINITY : Number(soft)
}

/** nodejs.org, "Diagnostic report": userLimits. */
function limitOfReport(report: object): number {
  const soft = /"open_files":\{"soft":(\d+)/.exec(JSON.stringify(report).replace(/\s/g, ''))?.[1]
  return soft === undefined ? Number.POSITIVE_INFINITY : Number(soft)
}

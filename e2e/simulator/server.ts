import { once } from 'node:events'
import http, { type IncomingMessage, type ServerResponse } from 'node:http'
import https from 'node:https'
import type { Socket } from 'node:net'
import { answerApi } from './api-routes'
import type { Backend } from './backend'
import { pathOf, sendBody } from './http-parts'
import { answerDeviceAuthorization, answerToken } from './oauth-routes'

/** Longer than any pause of a test: a pooled connection that dies is a case to script, not an accident. */
const KEEP_ALIVE_MS = 75_000

/** The listening side of a simulator. */
export interface SimulatorServer {
  listen(port: number): Promise<void>
  /** Known once listening. */
  origin(): string
  stop(): Promise<void>
}

export function createServer(backend: Backend, tls: { key: string; cert: string } | null): SimulatorServer {
  const options = { keepAliveTimeout: KEEP_ALIVE_MS, requestTimeout: 0 }
  const server = tls ? https.createServer({ ...options, ...tls }) : http.createServer(options)
  const sockets = new Set<Socket>()
  const originNow = () => `${tls ? 'https' : 'http'}://127.0.0.1:${portOf(server)}`
  server.on('request', (req, res) => serve(backend, req, res, originNow()))
  server.on('connection', (socket: Socket) => {
    backend.log.connections += 1
    sockets.add(socket)
    socket.once('close', () => {
      backend.log.closedConnections += 1
      sockets.delete(socket)
    })
  })
  return {
    listen: async (port) => {
      server.listen(port, '127.0.0.1')
      await once(server, 'listening')
    },
    origin: originNow,
    stop: async () => {
      if (!server.listening) return
      const closed = once(server, 'close')
      server.close()
      for (const socket of sockets) socket.destroy()
      await closed
    },
  }
}

function serve(backend: Backend, req: IncomingMessage, res: ServerResponse, origin: string): void {
  answer(backend, req, res, origin).catch(() => {
    // A body or answer broke off because the client went away: the log has it, and nobody is left to tell.
    res.destroy()
  })
}

async function answer(
  backend: Backend,
  req: IncomingMessage,
  res: ServerResponse,
  origin: string,
): Promise<void> {
  const path = pathOf(req)
  if (path === '/coding' || path.startsWith('/coding/')) return answerApi(backend, req, res)
  if (req.method === 'POST' && path === '/api/oauth/token') return answerToken(backend, req, res)
  if (req.method === 'POST' && path === '/api/oauth/device_authorization') {
    return answerDeviceAuthorization(backend, req, res, origin)
  }
  const message = `The requested resource ${path} was not found`
  sendBody(res, 404, { type: 'error', error: { type: 'not_found_error', message } })
}

function portOf(server: http.Server): number {
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The simulator is not listening')
  return address.port
}

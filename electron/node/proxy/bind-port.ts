import type { Server } from 'node:http'
import { KimiProxyError, systemCode, systemReason } from '../../core/basics/errors'
import { LOOPBACK } from '../../core/proxy/routes'
import { reason } from '../../core/words/reason'

const BACKLOG = 1_024

/** Rejects with PORT_TAKEN or PORT_REFUSED. Resolves with the port, which for 0 is any free one. */
export function bind(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error) => reject(bindError(port, error)))
    server.listen({ host: LOOPBACK, port, backlog: BACKLOG }, () => {
      const address = server.address()
      resolve(typeof address === 'object' && address !== null ? address.port : port)
    })
  })
}

function bindError(port: number, error: Error): KimiProxyError {
  const code = systemCode(error)
  if (code === 'EADDRINUSE') {
    return new KimiProxyError('PORT_TAKEN', { port }, error)
  }
  const needsRights = code === 'EACCES' && port < 1024
  const why = needsRights ? reason('lowPort') : systemReason(error)
  return new KimiProxyError('PORT_REFUSED', { port, reason: why }, error)
}

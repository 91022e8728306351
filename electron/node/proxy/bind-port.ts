import type { Server } from 'node:http'
import { KimiProxyError, systemCode } from '../../core/basics/errors'
import { LOOPBACK } from '../../core/proxy/routes'

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
    return new KimiProxyError(
      'PORT_TAKEN',
      `Port ${port} already in use.`,
      'Stop that program or choose another with --port.',
      error,
    )
  }
  const needsRights = code === 'EACCES' && port < 1024
  const reason = needsRights ? 'ports below 1024 need special rights' : (code ?? 'unknown error')
  return new KimiProxyError(
    'PORT_REFUSED',
    `Port ${port} cannot be used: ${reason}.`,
    'Choose another with --port.',
    error,
    `${port}: ${code ?? 'unknown error'}`,
  )
}

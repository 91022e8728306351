/** The same port on [::1], where many programs go first that are told `localhost`: its connections join the one server. */
import type { Server } from 'node:http'
import { createServer } from 'node:net'
import { systemCode } from '../../core/basics/errors'

export interface SecondLoopback {
  /** Somebody else has the port there. */
  readonly isTaken: boolean
  /** Takes no new connection. Resolves once those that it took have ended. */
  close(): Promise<void>
}

/** Never rejects: a computer without IPv6 has no such address. The options are those of Node's own HTTP server. */
export function joinOnIpv6(server: Server, port: number): Promise<SecondLoopback> {
  const second = createServer({ allowHalfOpen: true, noDelay: true }, (socket) =>
    server.emit('connection', socket),
  )
  return new Promise((resolve) => {
    second.on('error', (error) =>
      resolve({ isTaken: systemCode(error) === 'EADDRINUSE', close: () => Promise.resolve() }),
    )
    second.listen({ host: '::1', port, ipv6Only: true, backlog: 1_024 }, () =>
      resolve({ isTaken: false, close: () => new Promise((closed) => second.close(() => closed())) }),
    )
  })
}

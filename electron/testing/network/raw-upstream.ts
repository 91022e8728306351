/** A server that does on the wire exactly what a test scripts, even if that is wrong. */
import { createServer, type Socket } from 'node:net'
import { createServer as createSecureServer } from 'node:tls'
import { onTestFinished } from 'vitest'
import { Wire } from './wire'

export interface RawUpstream {
  readonly url: string
  readonly port: number
  /** Connections accepted so far. */
  readonly connections: readonly Wire[]
}

/** `serve` runs once per connection, the first being 0. An error that it throws after the other side left is ignored. */
export async function rawUpstream(
  serve: (wire: Wire, index: number) => Promise<void>,
  tls?: { readonly key: string; readonly cert: string },
): Promise<RawUpstream> {
  const connections: Wire[] = []
  const accept = (socket: Socket) => {
    const wire = new Wire(socket)
    connections.push(wire)
    serve(wire, connections.length - 1).catch(() => socket.destroy())
  }
  const server = tls === undefined ? createServer(accept) : createSecureServer(tls, accept)
  server.on('tlsClientError', () => undefined)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    for (const wire of connections) wire.socket.destroy()
    server.close()
  })
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('not listening')
  const url = `${tls === undefined ? 'http' : 'https'}://127.0.0.1:${address.port}`
  return { url, port: address.port, connections }
}

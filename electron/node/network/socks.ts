/** The only file that knows the package socks: the handshake of SOCKS 4a and 5 (RFC 1928) on an open connection. */
import type { Socket } from 'node:net'
import { SocksClient } from 'socks'

export type SocksOutcome =
  | { readonly kind: 'open' }
  /** It said no, or what it said is not SOCKS. */
  | { readonly kind: 'refused'; readonly words: string }
  | { readonly kind: 'silent' }

export interface SocksOptions {
  readonly version: 4 | 5
  readonly target: { readonly host: string; readonly port: number }
  /** `name:password` (RFC 1929); version 4 takes the name only. */
  readonly credentials: string | null
  readonly limitMs: number
}

/**
 * Asks the proxy at the other end of `socket` to join it to the host, whose name the proxy resolves. Never rejects; where
 * the outcome is not `open`, the socket is destroyed.
 */
export async function openSocks(
  socket: Socket,
  { version, target: { host, port }, credentials, limitMs }: SocksOptions,
): Promise<SocksOutcome> {
  let isLate = false
  const timer = setTimeout(() => {
    isLate = true
    socket.destroy()
  }, limitMs)
  try {
    await SocksClient.createConnection({
      command: 'connect',
      existing_socket: socket,
      // Its address is not looked at: the connection is there.
      proxy: { host: 'proxy', port: 1080, type: version, ...secretsIn(credentials) },
      destination: { host, port },
      timeout: limitMs * 2,
    })
    return { kind: 'open' }
  } catch (error) {
    socket.destroy()
    if (isLate) return { kind: 'silent' }
    return { kind: 'refused', words: error instanceof Error ? error.message : String(error) }
  } finally {
    clearTimeout(timer)
  }
}

function secretsIn(credentials: string | null): { userId?: string; password?: string } {
  if (credentials === null) return {}
  const colon = credentials.indexOf(':')
  return { userId: credentials.slice(0, colon), password: credentials.slice(colon + 1) }
}

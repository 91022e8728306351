/** A SOCKS proxy (4a, and 5 of RFC 1928) that joins every connection to one port of 127.0.0.1, or refuses it. */
import { connect } from 'node:net'
import { type RawUpstream, rawUpstream } from './raw-upstream'
import type { Wire } from './wire'

export interface SocksServer extends RawUpstream {
  /** `4 host:port` or `5 host:port` of every connection asked for, with the host as the client named it. */
  readonly asked: readonly string[]
}

export interface SocksOptions {
  readonly leadsTo: number
  /** The answer of SOCKS 5 to every connection (RFC 1928, section 6); default 0, granted. */
  readonly reply?: number
}

/** The server ends with the test. */
export async function socksServer({ leadsTo, reply = 0 }: SocksOptions): Promise<SocksServer> {
  const asked: string[] = []
  const server = await rawUpstream(async (wire) => {
    const version = (await bytes(wire, 1))[0]
    asked.push(version === 5 ? `5 ${await askedBy5(wire)}` : `4 ${await askedBy4a(wire)}`)
    const answer = version === 5 ? [5, reply, 0, 1, 0, 0, 0, 0, 0, 0] : [0, 90, 0, 0, 0, 0, 0, 0]
    if (reply !== 0) return void wire.socket.end(Buffer.from(answer))
    const further = connect(leadsTo, '127.0.0.1', () => {
      wire.socket.write(Buffer.from(answer))
      wire.socket.pipe(further).pipe(wire.socket)
    })
    further.on('error', () => wire.socket.destroy())
    wire.socket.on('close', () => further.destroy())
    await wire.closed
  })
  return { ...server, asked }
}

/** Reads a greeting of three bytes, answers `no authentication`, and reads the request with a domain name in it. */
async function askedBy5(wire: Wire): Promise<string> {
  const greeting = await bytes(wire, 2)
  const start = 2 + (greeting[1] ?? 0)
  await bytes(wire, start)
  await wire.write(Buffer.from([5, 0]))
  const head = await bytes(wire, start + 5)
  if (head[start + 3] !== 3) throw new Error('not asked for by name')
  const nameEnd = start + 5 + (head[start + 4] ?? 0)
  const request = await bytes(wire, nameEnd + 2)
  return `${request.toString('latin1', start + 5, nameEnd)}:${request.readUInt16BE(nameEnd)}`
}

/** Reads version, command, port, 0.0.0.1, an empty user and the name, both ended by 0. */
async function askedBy4a(wire: Wire): Promise<string> {
  const text = await wire.until((received) => received.length > 9 && received.endsWith('\0'))
  const request = Buffer.from(text, 'latin1')
  if (request.readUInt32BE(4) !== 1) throw new Error('not asked for by name')
  return `${text.slice(9, -1)}:${request.readUInt16BE(2)}`
}

async function bytes(wire: Wire, count: number): Promise<Buffer> {
  return Buffer.from(await wire.until((text) => text.length >= count), 'latin1')
}
